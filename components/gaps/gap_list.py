"""Where the country falls short, in one list: what is known, what nobody knows, what to do about it."""

from collections.abc import Sequence
from decimal import Decimal

from channels.export.spreadsheets import WordedTable
from channels.gaps.catalogue import GapKind
from channels.gaps.gap import Gap
from channels.gaps.overview import Study
from channels.money import HUNDRED
from channels.policy_terms import Unit, Whom
from components.charts.drawings import Drawing, DrawingForm, SeriesRow
from components.i18n import Words
from components.words import gaps as gap_words

GROUPS = (Whom.ALL, Whom.WOMEN, Whom.RURAL, Whom.POOREST_40, Whom.AGE_15_24, Whom.OUTSIDE_BAKU)
"""Whom the list can be narrowed to; `ALL` = no narrowing."""
ABOUT_DATA = frozenset({"none_since", "never_surveyed", "requirements"})
"""Indicators of what is measured, not of the country: they stand in the part on what is not measured."""
SURVEYS = ("none_since", "never_surveyed")
"""The missing surveys of prices, first of what is not measured."""
LARGEST = 5
TENTH = Decimal("0.1")


def of(study: Study, kind: GapKind, whom: Whom = Whom.ALL) -> tuple[Gap, ...]:
    """The gaps of a kind about some people, in their order."""
    wanted = (whom,) if whom is not Whom.ALL else tuple(Whom)
    return tuple(g for g in study.gaps if g.kind is kind and set(g.whom) & set(wanted))


def about_the_country(study: Study, whom: Whom = Whom.ALL) -> tuple[Gap, ...]:
    """The gaps about the country itself that concern some people, the largest first."""
    found = [gap for gap in of(study, GapKind.SHORT, whom) if gap.indicator not in ABOUT_DATA]
    return tuple(sorted(found, key=lambda gap: -gap.size))


def not_measured(study: Study, whom: Whom = Whom.ALL) -> tuple[Gap, ...]:
    """What no source tells: the missing surveys of prices, then whatever else is unknown."""
    surveys = [gap for gap in of(study, GapKind.SHORT, whom) if gap.indicator in SURVEYS]
    return (*surveys, *of(study, GapKind.UNKNOWN, whom))


def _cited(found: Sequence[Gap]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for gap in found for source in gap.sources))


def listing(study: Study, words: Words) -> WordedTable:
    """Every gap with all that is known of it, a row each."""
    rows = [
        (
            gap_words.title(gap, words),
            gap_words.kind(gap, words),
            gap_words.theme(gap, words),
            gap.value,
            gap.value_most,
            gap.aim,
            _unit(gap, words),
            gap_words.target(gap, words),
            gap.distance,
            None if gap.size == 0 else gap.size,
            gap.hides,
            words.listed([words(f"whom.{one}") for one in gap.whom]),
            gap_words.place(gap.where, words),
            gap_words.when(gap, words),
            gap.day,
            gap_words.known_by(gap.evidence, words),
            "; ".join(gap_words.belongs(gap, words)),
            gap_words.deciders(gap.nature.decides, words),
            " ".join(gap_words.notes(gap, words)),
            " ".join(gap.sources),
        )
        for gap in study.gaps
    ]
    keys = (
        "table.gap", "table.kind", "table.about", "table.value", "table.value_most", "table.aim",
        "table.unit", "table.target", "table.distance", "table.size", "table.hides", "table.whom",
        "table.where", "table.when", "table.day", "table.evidence", "table.belongs", "table.decides",
        "table.note", "table.sources",
    )  # fmt: skip
    return WordedTable(
        "all_gaps",
        words("policy.all_gaps"),
        tuple(words(key) for key in keys),
        tuple(rows),
        _cited(study.gaps),
    )


def _unit(gap: Gap, words: Words) -> str:
    return words(f"unit_name.{gap.nature.unit}")


def details(gap: Gap, words: Words, *, decides: bool = True) -> list[tuple[str, str]]:
    """All that is known of one gap: the name of each thing and what it is.

    `decides`: also who would decide, which is our judgement and no source's.
    """
    said = [
        (words("table.value"), gap_words.value(gap, words)),
        (words("table.target"), gap_words.target(gap, words)),
        (words("table.distance"), gap_words.distance(gap, words)),
        (words("table.hides"), gap_words.hides(gap, words)),
        (words("table.whom"), words.listed([words(f"whom.{one}") for one in gap.whom])),
        (words("table.where"), gap_words.place(gap.where, words)),
        (words("table.when"), gap_words.when(gap, words)),
        (words("table.evidence"), gap_words.known_by(gap.evidence, words)),
        (words("table.belongs"), "; ".join(gap_words.belongs(gap, words))),
        (words("table.decides"), gap_words.deciders(gap.nature.decides, words) if decides else ""),
        (words("table.measure"), measure(gap, words)),
        (words("table.meaning"), gap_words.meaning(gap.indicator, words)),
        (words("table.note"), " ".join(gap_words.notes(gap, words))),
    ]
    return [(name, text) for name, text in said if text]


def measure(gap: Gap, words: Words) -> str:
    """What could be done about a gap."""
    return words(f"measure_for.{gap.indicator}")


def largest(study: Study) -> tuple[Gap, ...]:
    """The five largest gaps about the country itself, one an indicator."""
    found: dict[str, Gap] = {}
    for gap in about_the_country(study):
        found.setdefault(gap.indicator, gap)
    return tuple(found.values())[:LARGEST]


def planned(study: Study) -> tuple[Gap, ...]:
    """The gaps of the roadmap: the largest, then the first of what is not measured, one an indicator."""
    chosen: dict[str, Gap] = {}
    for gap in (*largest(study), *not_measured(study)[:LARGEST]):
        chosen.setdefault(gap.indicator, gap)
    return tuple(chosen.values())


def roadmap(study: Study, words: Words) -> WordedTable:
    """What to do, who decides, what shows it and by when: the largest gaps, then what is not measured."""
    chosen = planned(study)
    rows = [
        (
            gap_words.title(gap, words),
            measure(gap, words),
            gap_words.deciders(gap.nature.decides, words),
            _indicator(gap, words),
            by_when(gap, words),
        )
        for gap in chosen
    ]
    keys = ("table.gap", "table.measure", "table.decides", "table.indicator", "table.by")
    return WordedTable(
        "roadmap",
        words("policy.roadmap"),
        tuple(words(key) for key in keys),
        tuple(rows),
        _cited(chosen),
    )


def _indicator(gap: Gap, words: Words) -> str:
    name = gap_words.name(gap.indicator, words)
    if gap.aim is None or gap.target is None:
        return name
    return words("policy.now_and_aim", name=name, value=gap_words.value(gap, words), aim=_aim(gap, words))


def _aim(gap: Gap, words: Words) -> str:
    return gap_words.amount(gap.aim, gap.nature.unit, words)


def by_when(gap: Gap, words: Words) -> str:
    """The year that the target names, or that none does."""
    if gap.target is None or gap.target.by is None:
        return words("policy.no_year")
    return words("policy.by_year", year=str(gap.target.by))


def one(gap: Gap, words: Words) -> Drawing:
    """A gap alone: what was found, from its least to its most, and what it is held against."""
    found = [end for end in (gap.value, gap.value_most) if end is not None]
    ends = list(dict.fromkeys(found))
    aims = [] if gap.aim is None else [gap.aim]
    names = ("series.at_least", "series.at_most") if len(ends) > 1 else ("series.value",)
    return Drawing(
        id=gap.id,
        shape=DrawingForm.TRACKS,
        title=gap_words.title(gap, words),
        rows_name=words("table.gap"),
        series=tuple(words(key) for key in (*names, *(["series.aim"] if aims else []))),
        rows=(SeriesRow(gap_words.name(gap.indicator, words), (*ends, *aims), own=True),),
        sources=gap.sources,
        unit=gap.nature.unit,
        most=HUNDRED if gap.nature.unit is Unit.PERCENT else None,
    )
