"""Who is left out: accounts by group of people, reasons, places where money is handed over."""

from decimal import Decimal

from channels.gaps.catalogue import PAIRS
from channels.gaps.indicators import difference, figure, per_100_000
from channels.gaps.overview import Study
from channels.money import HUNDRED
from channels.policy_terms import Measure, Unit, Whom
from channels.records.base import OUTSIDE_BAKU
from channels.records.policy import Statistic
from channels.terms import HOME
from components.charts.drawings import Aim, Drawing, DrawingForm, Field, Level, SeriesRow
from components.i18n import Words
from components.words import gaps as gap_words

REASONS = (
    Measure.NO_ACCOUNT_MONEY,
    Measure.NO_ACCOUNT_FAMILY,
    Measure.NO_ACCOUNT_TRUST,
    Measure.NO_ACCOUNT_COST,
    Measure.NO_ACCOUNT_FAR,
    Measure.NO_ACCOUNT_PAPERS,
)
PLACES = {
    "gazakh_tovuz": (0, 0), "sheki_zagatala": (1, 0), "guba_khachmaz": (2, 0), "absheron_khizi": (3, 0),
    "ganja_dashkasan": (0, 1), "central_aran": (1, 1), "mountainous_shirvan": (2, 1), "baku": (3, 1),
    "eastern_zangezur": (0, 2), "garabagh": (1, 2), "mil_mugan": (2, 2), "shirvan_salyan": (3, 2),
    "nakhchivan": (0, 3), "lankaran_astara": (2, 3),
}  # fmt: skip
"""Where a region's tile stands, column and row: roughly as on a map, whose borders it does not draw."""


def groups(study: Study, words: Words, measure: Measure) -> Drawing | None:
    """A dumbbell for each two groups of people: who has less, who has more, and whether that is clear."""
    rows, found = [], []
    for whom, beside in PAIRS:
        one, other = (figure(study.data, measure, whom=group) for group in (whom, beside))
        if one is None or other is None or one.period != other.period:
            continue
        found += [one, other]
        names = [words(f"whom.{group}") for group in (whom, beside)]
        rows.append(
            SeriesRow(
                words("policy.two", one=names[0], other=names[1]),
                (one.value, other.value),
                detail=_apart(study, one, other, words),
            )
        )
    if not found:
        return None
    least, most = min(found, key=lambda s: s.value), max(found, key=lambda s: s.value)
    target = study.data.targets.get("access") if measure is Measure.ACCOUNT else None
    aims: tuple[Aim, ...] = ()
    if target is not None:
        shown = gap_words.amount(target.value, Unit.PERCENT, words)
        aims = (Aim(target.value, words("aim.target", value=shown)),)
    notes = [] if target is None else [target.text.text_in(words.language)]
    chance = difference(study.data, most, least)
    return Drawing(
        id=f"groups_{measure}",
        shape=DrawingForm.TRACKS,
        title=words(
            "find.groups",
            what=words(f"measure.{measure}"),
            least=gap_words.amount(least.value, Unit.PERCENT, words),
            low=words(f"whom.{least.whom}"),
            most=gap_words.amount(most.value, Unit.PERCENT, words),
            high=words(f"whom.{most.whom}"),
        ),
        rows_name=words("table.groups"),
        series=(words("series.first"), words("series.second")),
        rows=tuple(rows),
        sources=tuple(dict.fromkeys([s.source for s in found] + ([target.source] if target else []))),
        aims=aims,
        most=HUNDRED,
        self_told=True,
        scope=words.country(HOME),
        detail_name=words("table.note"),
        notes=(*notes, *gap_words.chance(chance, words)),
    )


def _apart(study: Study, one: Statistic, other: Statistic, words: Words) -> str:
    chance = difference(study.data, one, other)
    shown = gap_words.amount(abs(chance.points), Unit.POINTS, words)
    key = "policy.apart" if chance.clear else "policy.apart_not_clear"
    each = [f"{words(f'whom.{s.whom}')}: {gap_words.amount(s.value, s.unit, words)}" for s in (one, other)]
    return " · ".join([*each, words(key, points=shown, when=gap_words.span(one.period, words))])


def waves(study: Study, words: Words) -> Drawing | None:
    """Accounts of women and men through the waves of the survey; what chance may explain is said."""
    told = [s for s in study.data.tables.statistics if s.measure is Measure.ACCOUNT and s.place == HOME]
    groups = (Whom.WOMEN, Whom.MEN)
    by_wave = {
        period: [next((s for s in told if (s.period, s.whom) == (period, group)), None) for group in groups]
        for period in sorted({s.period for s in told})
    }
    by_wave = {period: both for period, both in by_wave.items() if None not in both}
    if len(by_wave) < 2:
        return None
    rows = [
        SeriesRow(gap_words.span(period, words), tuple(s.value for s in both if s is not None))
        for period, both in by_wave.items()
    ]
    (first, start), (last, end) = next(iter(by_wave.items())), list(by_wave.items())[-1]
    said = []
    before = list(by_wave.values())[-2]
    for old, new in zip(before, end, strict=True):
        assert old is not None and new is not None
        chance = difference(study.data, new, old)
        key = "policy.change" if chance.clear else "policy.change_not_clear"
        points = gap_words.amount(chance.points, Unit.POINTS, words)
        said.append(
            words(key, whom=words(f"whom.{new.whom}"), since=gap_words.span(old.period, words), points=points)
        )
    shown = [gap_words.amount(s.value, Unit.PERCENT, words) for s in (*start, *end) if s is not None]
    return Drawing(
        id="account_waves",
        shape=DrawingForm.LINES,
        title=words(
            _turn(start[0], end[0]), first=gap_words.span(first, words), last=gap_words.span(last, words),
            women_then=shown[0], men_then=shown[1], women=shown[2], men=shown[3],
        ),
        rows_name=words("table.year"),
        series=tuple(words(f"whom.{group}") for group in groups),
        rows=tuple(rows),
        sources=tuple(dict.fromkeys(s.source for both in by_wave.values() for s in both if s is not None)),
        most=HUNDRED,
        scope=words.country(HOME),
        notes=tuple(said),
    )  # fmt: skip


def _turn(old: Statistic | None, new: Statistic | None) -> str:
    """The key that says which way a share went from its first to its last wave."""
    assert old is not None and new is not None
    if new.value == old.value:
        return "find.waves_same"
    return "find.waves_rose" if new.value > old.value else "find.waves_fell"


def reasons(study: Study, words: Words) -> Drawing | None:
    """Why people have no account, as a share of all adults, the most named first."""
    found = [s for s in (figure(study.data, measure) for measure in REASONS) if s is not None]
    if not found:
        return None
    found.sort(key=lambda s: -s.value)
    return Drawing(
        id="reasons",
        shape=DrawingForm.BARS,
        title=words(
            "find.reasons",
            reason=words(f"measure.{found[0].measure}"),
            value=gap_words.amount(found[0].value, Unit.PERCENT, words),
        ),
        rows_name=words("table.reason"),
        series=(words("series.adults"),),
        rows=tuple(SeriesRow(words(f"measure.{s.measure}"), (s.value,)) for s in found),
        sources=tuple(dict.fromkeys(s.source for s in found)),
        scope=f"{words.country(HOME)} · {gap_words.span(found[0].period, words)}",
        notes=(words("policy.of_adults", when=gap_words.span(found[0].period, words)),),
    )


def places(study: Study, words: Words) -> Drawing | None:
    """Cash machines and terminals outside Baku, for as many people, as a part of what Baku has."""
    rows, cited = [], []
    shown: list[str] = []
    for measure in (Measure.ATMS, Measure.POS):
        outside = figure(study.data, measure, place=OUTSIDE_BAKU)
        if outside is None:
            continue
        here = per_100_000(study.data, measure, OUTSIDE_BAKU, outside.period)
        there = per_100_000(study.data, measure, "baku", outside.period)
        if here is None or not there:
            continue
        both = [gap_words.amount(value, Unit.PER_100_000, words) for value in (here, there)]
        shown = shown or both
        text = words("policy.per_100_000", outside=both[0], baku=both[1])
        when = gap_words.span(outside.period, words)
        rows.append(
            SeriesRow(words(f"measure.{measure}"), (here * HUNDRED / there,), detail=f"{text} · {when}")
        )
        cited += [outside.source]
    if not rows:
        return None
    people = figure(study.data, Measure.POPULATION, place="baku")
    return Drawing(
        id="places",
        shape=DrawingForm.BARS,
        title=words("gap.atms_outside", value=shown[0], aim=shown[1]),
        rows_name=words("table.what"),
        series=(words("series.of_baku"),),
        rows=tuple(rows),
        sources=tuple(dict.fromkeys([*cited, *([people.source] if people else [])])),
        aims=(Aim(HUNDRED, words("aim.baku")),),
        scope=words.country(HOME),
        most=HUNDRED,
        detail_name=words("table.note"),
        notes=(words("gap_note.no_target"), words("gap_note.parts_do_not_add")),
    )


def regions(study: Study, words: Words) -> Drawing:
    """A tile for each economic region: post offices for 100,000 people where anybody counted them."""
    rows, known, cited = [], [], []
    years: set[str] = set()
    elsewhere = Decimal(0)
    for region in study.data.tables.regions:
        share = figure(study.data, Measure.POPULATION_SHARE, place=region.id)
        # The year whose people were counted too.
        people = figure(study.data, Measure.POPULATION, place=region.id)
        year = None if people is None else people.period
        offices = figure(study.data, Measure.POST_OFFICES, place=region.id, period=year)
        dense = per_100_000(study.data, Measure.POST_OFFICES, region.id, year)
        if offices is not None and dense is not None:
            known.append(region)
            years.add(gap_words.span(offices.period, words))
            cited += [offices.source]
            text, level = gap_words.amount(dense, Unit.PER_100_000, words), Level.FULL
        else:
            elsewhere += Decimal(0) if share is None else share.value
            text, level = words("policy.unknown_mark"), Level.UNKNOWN
        counted = "" if offices is None or dense is None else offices.source
        settled = "" if share is None else share.source
        cited += [] if share is None else [share.source]
        lives = "" if share is None else gap_words.amount(share.value, Unit.PERCENT, words)
        rows.append(
            SeriesRow(
                region.name.text_in(words.language),
                fields=(Field(text, level),),
                detail=lives,
                sources=tuple(source for source in (counted, settled) if source),
                place=PLACES.get(region.id),
            )
        )
    return Drawing(
        id="regions",
        shape=DrawingForm.TILES,
        title=words(
            "find.regions", n=len(known), of=len(rows), share=gap_words.amount(elsewhere, Unit.PERCENT, words)
        ),
        rows_name=words("table.region"),
        series=(words("series.post_offices"),),
        rows=tuple(rows),
        sources=tuple(dict.fromkeys(cited)),
        detail_name=words("measure.population_share"),
        scope=" · ".join([words.country(HOME), *sorted(years)]),
        notes=(words("policy.tiles_note"),),
    )
