"""What falls short, grouped: found, target and neighbours on one scale a unit, the largest gap first."""

from collections.abc import Sequence
from decimal import Decimal

from channels.gaps.catalogue import BY_GROUP
from channels.gaps.gap import Gap
from channels.gaps.headline_figures import is_old
from channels.gaps.overview import Study
from channels.gaps.surveyed_prices import Share
from channels.money import HUNDRED
from channels.policy_terms import Theme, Unit, Whom
from channels.terms import HOME
from components.charts.drawings import Drawing, DrawingForm, SeriesRow
from components.gaps import gap_list, price
from components.i18n import Words
from components.words import gaps as gap_words

GROUPS: dict[str, tuple[Theme, ...]] = {
    "price": (Theme.STANDING, Theme.PRICE, Theme.COMPETITION),
    "speed": (Theme.SPEED,),
    "access": (Theme.ACCESS, Theme.DIGITAL),
    "openness": (Theme.TRANSPARENCY,),
}
"""The groups of the page, each with what it is about."""
SERIES = ("at_least", "at_most", "aim", "beside_least", "beside_most")
SHARES = frozenset({"within_hour", "within_day"})


def grouped(
    study: Study, words: Words, whom: Whom, beside: Sequence[str], first: int | None = None
) -> list[tuple[str, Drawing]]:
    """A picture for each group that has a gap, with the group's code; `first`: at most so many rows."""
    ends = _ends(gap_list.about_the_country(study))
    return [
        (group, _drawing(group, gaps[:first], ends, study, words, beside))
        for group, gaps in _by_group(study, whom).items()
    ]


def beyond(study: Study, whom: Whom, first: int) -> int:
    """How many gaps stand behind the first so many of each group."""
    return sum(max(0, len(gaps) - first) for gaps in _by_group(study, whom).values())


def _by_group(study: Study, whom: Whom) -> dict[str, list[Gap]]:
    gaps = gap_list.about_the_country(study, whom)
    found = {group: [g for g in gaps if g.nature.theme in themes] for group, themes in GROUPS.items()}
    return {group: some for group, some in found.items() if some}


def _ends(gaps: Sequence[Gap]) -> dict[str, Decimal]:
    """The end of each indicator's scale: 100 for percent and points, else its largest value or target."""
    ends: dict[str, Decimal] = {}
    for gap in gaps:
        values = [one for one in (gap.value, gap.value_most, gap.aim) if one is not None]
        whole = gap.nature.unit in (Unit.PERCENT, Unit.POINTS)
        ends[gap.indicator] = HUNDRED if whole else max([ends.get(gap.indicator, Decimal(0)), *values])
    return ends


def _drawing(
    group: str,
    gaps: Sequence[Gap],
    ends: dict[str, Decimal],
    study: Study,
    words: Words,
    beside: Sequence[str],
) -> Drawing:
    return Drawing(
        id=f"bullets_{group}",
        shape=DrawingForm.BULLETS,
        title=gap_words.title(gaps[0], words),
        rows_name=words("table.gap"),
        series=tuple(words(f"series.{name}") for name in SERIES),
        rows=tuple(_row(gap, ends[gap.indicator], study, words, beside) for gap in gaps),
        sources=tuple(dict.fromkeys(source for gap in gaps for source in gap.sources)),
        self_told=True,
        detail_name=words("table.more"),
        scope=words.country(HOME),
    )  # fmt: skip


def _row(gap: Gap, end: Decimal, study: Study, words: Words, beside: Sequence[str]) -> SeriesRow:
    name = gap_words.name(gap.indicator, words)
    if gap.whom[0] in gap_list.GROUPS[1:] and gap.indicator in BY_GROUP:
        name = words("bullet.of", what=name, whom=words(f"whom.{gap.whom[0]}"))
    value = gap_words.value(gap, words)
    aim = gap_words.amount(gap.aim, gap.nature.unit, words)
    key = "bullet.said" if gap.target is not None else "bullet.said_beside"
    said = value if not gap.aim else words(key, value=value, aim=aim)
    marks = (
        gap_words.title(gap, words),
        gap_words.distance(gap, words),
        gap_words.when(gap, words),
        gap_words.known_by(gap.evidence, words),
    )
    return SeriesRow(
        name,
        (gap.value, gap.value_most, gap.aim or None, *_neighbours(gap, study, beside)),
        detail=" · ".join(mark for mark in marks if mark),
        said=said,
        mark=_age(gap, study),
        old=is_old(gap.period, gap.day, study.day),
        end=end,
        sources=gap.sources,
    )


def _age(gap: Gap, study: Study) -> str:
    """The year of an old figure, which stands beside its value."""
    if not is_old(gap.period, gap.day, study.day):
        return ""
    return gap.period[:4] if gap.period is not None else "" if gap.day is None else str(gap.day.year)


def _neighbours(gap: Gap, study: Study, beside: Sequence[str]) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most of the chosen neighbours, where the same indicator is known of them."""
    if gap.indicator not in SHARES:
        return None, None
    others = [one for one in price.chosen(study, beside, shipped=True) if one is not study.last]
    shares: list[Share] = [share for one in others if (share := getattr(one, gap.indicator)) is not None]
    if not shares:
        return None, None
    return min(one.least for one in shares), max(one.most for one in shares)
