"""What sending costs beside the neighbours: against the targets, by how one counts, by its parts."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from channels.gaps.averages import simple_mean
from channels.gaps.corridor_figures import CorridorFigures, computed
from channels.gaps.gap_list import last_surveyed
from channels.gaps.headline_figures import is_old
from channels.gaps.overview import Study
from channels.gaps.surveyed_prices import SMART_SERVICES, Surveyed, cash_premium, surveyed
from channels.money import ZERO
from channels.policy_terms import Unit
from channels.pricing.fees import USD_200, USD_500
from channels.terms import HOME
from components.charts.drawings import Aim, Drawing, DrawingForm, SeriesRow, percent_of
from components.i18n import Words
from components.words import gaps as gap_words
from components.words import offers as offer_words

USUAL = ("AM", "GE", "MD")
"""The neighbours that stand there before anything is chosen: their roads from Russia share the quarter."""
KINDS = ("corridor", "rsp", "pay_in", "pay_out", "amount")
"""By what the parts of the price are shown."""
SMART = "SmaRT"
"""The World Bank's own name, the same in every language."""
PRICE_PLACES = 2
"""Decimals of a price in percent: with one its parts would not seem to add up."""
MEANT = ("least", "smart", "median", "mean", "weighted_mean", "really_paid", "most")


def countries(study: Study) -> tuple[str, ...]:
    """Every other country whose prices are known."""
    return tuple(sorted({f.receiving for f in study.corridors if f.receiving != HOME}))


def chosen(study: Study, wanted: Sequence[str], *, shipped: bool = False) -> list[CorridorFigures]:
    """The country's own last figures, then the wanted countries'; `shipped`: by the data alone."""
    own = [] if study.last is None else [study.last]
    return [*own, *(f for f in (study.shipped if shipped else study.corridors) if f.receiving in wanted)]


def detail(found: CorridorFigures, study: Study, words: Words) -> str:
    """Of which quarter a figure is, whether it is another than the country's own, on how many services."""
    marks = [words.period(found.quarter)]
    if study.last is not None and found.quarter != study.last.quarter:
        marks.append(words("policy.other_quarter"))
    if found.services is not None:
        marks.append(words.count("policy.services", found.services))
    return " · ".join(marks)


def smart_detail(found: CorridorFigures, study: Study, words: Words) -> str:
    """The same, and on how many services its SmaRT rests: to be said where SmaRT is shown."""
    return " · ".join([detail(found, study, words), *_smart_rests_on(found, words)])


def _smart_rests_on(found: CorridorFigures, words: Words) -> list[str]:
    """On how many services SmaRT rests, and that one or two cannot show that the target is met."""
    if found.smart is None or found.smart.value is None:
        return []
    number = found.smart.services
    said = [words.count("policy.smart_services", number)]
    return [*said, words.count("gap.cannot_show", number)] if number < SMART_SERVICES else said


def cost(percent: Decimal | None, words: Words) -> str:
    """A price in percent, with its two decimals."""
    return words("gap.not_known") if percent is None else percent_of(percent, PRICE_PLACES, words)


def cited(found: Sequence[CorridorFigures]) -> tuple[str, ...]:
    """The sources of some figures."""
    return tuple(dict.fromkeys(source for one in found for source in one.sources))


def neighbours(study: Study, words: Words, wanted: Sequence[str]) -> Drawing:
    """A row for each corridor: SmaRT and the simple mean, against both lines."""
    found = [one for one in chosen(study, wanted) if one.mean is not None]
    own, others = found[:1], [one.mean for one in found[1:] if one.mean is not None]
    holes = {
        "value": cost(own[0].mean if own else None, words),
        "when": words.period(own[0].quarter) if own else words("gap.not_known"),
    }
    if others:
        ends = [cost(end, words) for end in (min(others), max(others))]
        title = words("find.price", **holes, least=ends[0], most=ends[1])
    else:
        title = words("find.price_alone", **holes)
    rows = [
        SeriesRow(
            gap_words.place(one.corridor, words),
            (None if one.smart is None else one.smart.value, one.mean),
            detail=smart_detail(one, study, words),
            own=one.receiving == HOME,
            sources=one.sources,
            old=is_old(one.quarter, None, study.day),
            mark=one.quarter[:4],
        )
        for one in found
    ]
    return Drawing(
        id="neighbours",
        places=PRICE_PLACES,
        shape=DrawingForm.TRACKS,
        title=title,
        rows_name=words("table.corridor"),
        series=(SMART, words("indicator.mean")),
        rows=tuple(rows),
        sources=(*cited(found), *target_sources(study)),
        aims=aims(study, words),
        detail_name=words("table.when"),
        notes=(words("policy.smart_note"), words("policy.zero_note")),
    )


def aims(study: Study, words: Words) -> tuple[Aim, ...]:
    """The two lines of the price: the world's yardstick, and that of a corridor by SmaRT."""
    found = []
    for name in ("cost_world", "cost_corridor"):
        target = study.data.targets.get(name)
        if target is not None:
            shown = gap_words.amount(target.value, Unit.PERCENT, words)
            found.append(Aim(target.value, words(f"aim.{name}", value=shown)))
    return tuple(found)


def target_sources(study: Study) -> tuple[str, ...]:
    """Where the two lines of the price stand."""
    both = (study.data.targets.get(name) for name in ("cost_world", "cost_corridor"))
    return tuple(dict.fromkeys(target.source for target in both if target is not None))


def averages(study: Study, words: Words) -> Drawing | None:
    """The last survey of the country's own corridor by every way of counting, each defined below its name."""
    last = study.last
    if last is None or last.mean is None or last.least is None or last.most is None:
        return None
    known: dict[str, Decimal | None] = {
        "least": last.least,
        "smart": None if last.smart is None else last.smart.value,
        "median": last.median,
        "mean": last.mean,
        "weighted_mean": None,
        "really_paid": None,
        "most": last.most,
    }
    rows = [
        SeriesRow(words(f"indicator.{name}"), (known[name],), detail=_meant(name, last, words))
        for name in MEANT
    ]
    ends = [cost(end, words) for end in (last.least, last.most)]
    return Drawing(
        id="averages",
        places=PRICE_PLACES,
        shape=DrawingForm.TRACKS,
        title=words("find.averages", least=ends[0], most=ends[1], when=words.period(last.quarter)),
        rows_name=words("table.average"),
        series=(gap_words.place(last.corridor, words),),
        rows=tuple(rows),
        sources=(*last.sources, *target_sources(study)),
        aims=aims(study, words),
        detail_name=words("table.meaning"),
        scope=scope(last, words),
        notes=(words("policy.weights_note"),),
    )


def _meant(name: str, last: CorridorFigures, words: Words) -> str:
    rests_on = _smart_rests_on(last, words) if name == "smart" else []
    return " · ".join([words(f"meaning.{name}"), *rests_on])


def parts(study: Study, words: Words, wanted: Sequence[str], kind: str) -> Drawing | None:
    """Fee and loss in the rate apart: by corridor, or within the country's own by what a service is."""
    rows = _by_corridor(study, words, wanted) if kind == "corridor" else _within(study, words, kind)
    if not rows or study.last is None or study.last.fee is None or study.last.margin is None:
        return None
    shown = [cost(part, words) for part in (study.last.fee, study.last.margin)]
    return Drawing(
        id=f"parts_{kind}",
        places=PRICE_PLACES,
        shape=DrawingForm.BARS,
        title=words(
            "find.parts", fee=shown[0], margin=shown[1], zero=study.last.zero_margins,
            of=study.last.services or 0,
        ),
        rows_name=words(f"by.{kind}"),
        series=(words("indicator.fee"), words("indicator.margin")),
        rows=tuple(rows),
        sources=cited(chosen(study, wanted)) if kind == "corridor" else study.last.sources,
        detail_name=words("table.when"),
        scope="" if kind == "corridor" else scope(study.last, words),
        notes=(words("policy.zero_note"),),
    )  # fmt: skip


def scope(found: CorridorFigures, words: Words) -> str:
    """Of which direction and quarter figures are."""
    return f"{gap_words.place(found.corridor, words)} · {words.period(found.quarter)}"


def _by_corridor(study: Study, words: Words, wanted: Sequence[str]) -> list[SeriesRow]:
    return [
        SeriesRow(
            gap_words.place(one.corridor, words),
            (one.fee, one.margin),
            detail=detail(one, study, words),
            own=one.receiving == HOME,
            sources=one.sources,
            mark=one.quarter[:4],
        )
        for one in chosen(study, wanted)
        if one.fee is not None and one.margin is not None
    ]


def _within(study: Study, words: Words, kind: str) -> list[SeriesRow]:
    last = study.last
    if last is None:
        return []
    rows = []
    if kind == "amount":
        for dollars in (USD_200, USD_500):
            seen = surveyed(study.data, corridor=last.corridor, quarter=last.quarter, dollars=dollars)
            if seen:
                rows.append(_group(words.money(dollars, "USD", whole=True), seen, words))
        return rows
    groups: dict[str, list[Surveyed]] = {}
    name: dict[str, Callable[[Surveyed], str]] = {
        "rsp": lambda row: gap_words.provider_type(row.rsp_type, words),
        "pay_in": lambda row: (
            words("gap.not_known") if row.pay_in is None else words(f"form.pay_in_{row.pay_in}")
        ),
        "pay_out": lambda row: (
            words("gap.not_known") if row.disbursement is None else words(f"form_of.{row.disbursement}")
        ),
    }
    for row in surveyed(study.data, corridor=last.corridor, quarter=last.quarter):
        groups.setdefault(name[kind](row), []).append(row)
    return [_group(label, seen, words) for label, seen in sorted(groups.items())]


def _group(label: str, seen: Sequence[Surveyed], words: Words) -> SeriesRow:
    margins = [row.margin for row in seen if row.margin is not None]
    values = (simple_mean([row.fee for row in seen if row.margin is not None]), simple_mean(margins))
    return SeriesRow(label, values, detail=words.count("policy.services", len(seen)))


def premium(study: Study, words: Words) -> Drawing:
    """A dumbbell for each provider that offers both: its price in cash and into an account."""
    rows = [_own_premium(study, words)]
    found = []
    for one in computed(study.data):
        seen = surveyed(study.data, corridor=one.corridor, quarter=one.quarter)
        pairs = cash_premium(seen)
        found += [one] if pairs else []
        for pair in pairs:
            who = offer_words.provider(pair.provider, study.data, words)
            paid = [words(f"form.pay_in_{pair.pay_in}")] if pair.pay_in is not None else []
            label = " · ".join([gap_words.place(pair.corridor, words), who, *paid])
            text = _dearer(pair.premium, words.period(one.quarter), words)
            rows.append(SeriesRow(label, (pair.account, pair.cash), detail=text, sources=one.sources))
    both = (row.values for row in rows)
    apart = [cash - account for account, cash in both if account is not None and cash is not None]
    return Drawing(
        id="cash_premium",
        places=PRICE_PLACES,
        shape=DrawingForm.TRACKS,
        title=_apart(apart, words) if apart else words("gap.cash_premium"),
        rows_name=words("table.provider"),
        series=(words("series.account"), words("series.cash")),
        rows=tuple(rows),
        sources=cited(found),
        detail_name=words("table.note"),
        notes=(words("policy.matched"),),
    )


def _dearer(premium: Decimal, when: str, words: Words) -> str:
    """Whether cash costs more or less than an account, or the same; as many points as are shown decide."""
    shown = premium.quantize(gap_words.TENTH)
    points = gap_words.amount(abs(shown), Unit.POINTS, words)
    if shown > 0:
        return words("policy.premium_dearer", points=points, when=when)
    return (
        words("policy.premium_cheaper", points=points, when=when)
        if shown
        else words("policy.premium_same", when=when)
    )


def _apart(premiums: Sequence[Decimal], words: Words) -> str:
    """What cash costs beside an account at its most: more, less, either of them, or the same everywhere."""
    less, more = (end.quantize(gap_words.TENTH) for end in (min(premiums), max(premiums)))
    points = {
        "less": gap_words.amount(abs(less), Unit.POINTS, words),
        "more": gap_words.amount(abs(more), Unit.POINTS, words),
    }
    if less < 0 < more:
        return words("find.premium_both", **points)
    if more > 0:
        return words("find.premium_dearer", points=points["more"])
    return words("find.premium_cheaper", points=points["less"]) if less < 0 else words("find.premium_same")


def _own_premium(study: Study, words: Words) -> SeriesRow:
    last = last_surveyed(study.data)
    label = words.country(HOME) if last is None else gap_words.place(last.corridor, words)
    return SeriesRow(label, (None, None), detail=words("gap.cash_premium"), own=True)


def spread(study: Study, words: Words, wanted: Sequence[str]) -> Drawing | None:
    """From the cheapest service to the dearest on each corridor, with how many there are."""
    found = [
        one for one in chosen(study, wanted, shipped=True) if one.least is not None and one.most is not None
    ]
    if not found:
        return None
    widest = max(found, key=_width)
    rows = [
        SeriesRow(
            gap_words.place(one.corridor, words),
            (one.least, one.most),
            detail=detail(one, study, words),
            own=one.receiving == HOME,
            sources=one.sources,
            old=is_old(one.quarter, None, study.day),
            mark=one.quarter[:4],
        )
        for one in found
    ]
    own = next((one for one in found if one.receiving == HOME), widest)
    return Drawing(
        id="spread",
        places=PRICE_PLACES,
        shape=DrawingForm.TRACKS,
        title=words(
            "find.spread",
            own=gap_words.amount(_width(own), Unit.POINTS, words),
            widest=gap_words.place(widest.corridor, words),
            most=gap_words.amount(_width(widest), Unit.POINTS, words),
        ),
        rows_name=words("table.corridor"),
        series=(words("indicator.least"), words("indicator.most")),
        rows=tuple(rows),
        sources=cited(found),
        detail_name=words("table.when"),
    )


def _width(found: CorridorFigures) -> Decimal:
    return (found.most or ZERO) - (found.least or ZERO)


def with_services(study: Study, wanted: Sequence[str]) -> list[str]:
    """The wanted countries' corridors whose services stand in the data: the comparison opens for them."""
    return [one.corridor for one in computed(study.data) if one.receiving in wanted]
