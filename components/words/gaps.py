"""Gaps, indicators and what-ifs in whole sentences: the page, the brief and the workbook share them."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from babel.dates import get_month_names

from channels.dataset.dataset import Dataset
from channels.gaps.catalogue import GapKind
from channels.gaps.gap import Gap
from channels.gaps.indicators import Difference
from channels.gaps.requirements import Requirement
from channels.gaps.surveyed_prices import Share, Smart
from channels.gaps.what_if import Assumption, Result
from channels.policy_terms import Decider, Unit, Whom
from channels.records.base import OUTSIDE_BAKU
from channels.records.policy import Statistic
from channels.terms import HOME, Evidence, RspType
from components.i18n import Words

TENTH = Decimal("0.1")
CENT = Decimal("0.01")
ROUND_TO = 2
"""How many figures a sum of a what-if is rounded to: more would pretend that it is known."""


def name(indicator: str, words: Words) -> str:
    """An indicator's name, as over a chart."""
    return words(f"indicator.{indicator}")


def meaning(indicator: str, words: Words) -> str:
    """What an indicator counts, in one sentence or two."""
    return words(f"meaning.{indicator}")


def title(gap: Gap, words: Words) -> str:
    """The finding in one sentence: a chart's title, a line of the list."""
    if gap.rule is not None:
        return words(f"gap.{gap.indicator}", rule=gap.rule.text.text_in(words.language))
    return words(
        f"gap.{gap.indicator}",
        value=value(gap, words),
        aim=amount(gap.aim, gap.nature.unit, words),
        whom=words(f"whom.{gap.whom[0]}"),
        beside="" if gap.beside is None else words(f"whom.{gap.beside}"),
        hides=amount(gap.hides, Unit.PERCENT, words),
        since="" if gap.since is None else words.period(gap.since),
    )


def value(gap: Gap, words: Words) -> str:
    """What was found, as a range where it is one; "not known" where nobody knows."""
    return ranged(gap.value, gap.value_most, gap.nature.unit, words)


def ranged(least: Decimal | None, most: Decimal | None, unit: Unit, words: Words) -> str:
    """An amount, or a range of two that read differently."""
    low = amount(least, unit, words)
    high = low if most is None else amount(most, unit, words)
    return low if low == high else words("form.range", low=low, high=high)


def amount(number: Decimal | None, unit: Unit, words: Words) -> str:
    """A figure in its unit, with one decimal where it has any; "not known" for none."""
    if number is None:
        return words("gap.not_known")
    tenth = number.quantize(TENTH, rounding=ROUND_HALF_EVEN)
    places = 0 if tenth == tenth.to_integral_value() else 1
    if unit is Unit.PERCENT:
        return words.percent(tenth, places)
    return words(f"unit.{unit}", number=words.number(tenth, places))


def target(gap: Gap, words: Words) -> str | None:
    """The target in its own words; None where none is set."""
    return None if gap.target is None else gap.target.text.text_in(words.language)


def distance(gap: Gap, words: Words) -> str | None:
    """How far the worse end lies from what it is held against; None where that is not known."""
    if gap.distance is None:
        return None
    unit = Unit.POINTS if gap.nature.unit is Unit.PERCENT else gap.nature.unit
    shown = amount(gap.distance, unit, words)
    return words("gap.apart" if gap.target is None else "gap.distance", distance=shown)


def hides(gap: Gap, words: Words) -> str | None:
    """How much of the money a gap leaves in the dark; None for one that is known or hides no flow."""
    if gap.kind is not GapKind.UNKNOWN or gap.hides is None:
        return None
    return words("gap.hides", hides=amount(gap.hides, Unit.PERCENT, words))


def whom(groups: Sequence[Whom], words: Words) -> str:
    """Whom it is about."""
    return words("gap.whom", whom=words.listed([words(f"whom.{group}") for group in groups]))


def decides(gap: Gap, words: Words) -> str:
    """Who can change it."""
    return words("gap.decides", who=deciders(gap.nature.decides, words))


def deciders(who: Sequence[Decider], words: Words) -> str:
    """Those who decide, in a row."""
    return words.listed([words(f"decider.{one}") for one in who])


def place(where: str, words: Words) -> str:
    """A corridor as "Russia → Azerbaijan", a country, or what lies outside the capital."""
    if where == OUTSIDE_BAKU:
        return words("place.outside_baku")
    if "-" not in where:
        return words.country(where)
    sending, receiving = where.split("-")
    return words("unknown.road", sending=words.country(sending), receiving=words.country(receiving))


def kind(gap: Gap, words: Words) -> str:
    """What sort of gap it is."""
    return words(f"gap_kind.{gap.kind}")


def theme(gap: Gap, words: Words) -> str:
    """What it is about."""
    return words(f"theme.{gap.nature.theme}")


def belongs(gap: Gap, words: Words) -> list[str]:
    """The general principle, the letters of objective 20 of the Global Compact, and the lens."""
    said = [words(f"principle.{gap.nature.principle}")]
    said += [words(f"letter.{letter}") for letter in gap.nature.letters]
    return [*said, words(f"lens.{gap.nature.lens}")]


def known_by(evidence: Evidence | None, words: Words) -> str:
    """On which kind of evidence a figure rests."""
    return words(f"known_by.{evidence or 'unknown'}")


def notes(gap: Gap, words: Words) -> list[str]:
    """What must be said beside the figure, how many were asked among it."""
    said = [words(f"gap_note.{code}") for code in gap.notes]
    return said if gap.chance is None else said + chance(gap.chance, words)


def chance(found: Difference, words: Words) -> list[str]:
    """From which difference on a survey can tell two groups apart; nothing where the sample is not known."""
    if found.survey is None or found.survey.sample is None or found.margin is None:
        return []
    sample = words.number(Decimal(found.survey.sample))
    margin = words.number(found.margin.quantize(Decimal(1)), 0)
    said = [words("gap_note.chance", sample=sample, margin=margin)]
    unsure = found.survey.assumed or found.survey.design_effect is None
    return [*said, words("gap_note.assumed_sample")] if unsure else said


def span(period: str, words: Words) -> str:
    """A year, a half year, a quarter, or the months of a year up to one."""
    year, part = period[:4], period[5:]
    if not part:
        return words("period.year", year=year)
    if part[0] == "Q":
        return words.period(period)
    if part[0] == "H":
        return words("period.half", year=year, n=part[1:])
    months = get_month_names("wide", context="stand-alone", locale=words.locale)
    return words("period.months", year=year, first=months[1], last=months[int(part[1:])])


def short_span(period: str, words: Words) -> str:
    """The same for little room: a quarter by its number."""
    if period[5:6] == "Q":
        return words(f"gaps.quarter_{period[6:]}", year=period[:4])
    return span(period, words)


def when(gap: Gap, words: Words) -> str:
    """Of which time the evidence speaks."""
    if gap.period is not None:
        return span(gap.period, words)
    return words("evidence.undated") if gap.day is None else words.day(gap.day)


def smart(found: Smart, aim: Decimal, words: Words) -> str:
    """SmaRT, and whether it can show that the target is met."""
    if found.value is None:
        return words("gap.not_known")
    shown = amount(found.value, Unit.PERCENT, words)
    met = found.meets(aim)
    if met is None:
        return f"{shown} · {words.count('gap.cannot_show', found.services)}"
    return f"{shown} · {words('gap.met')}" if met else shown


def share(found: Share | None, words: Words) -> str:
    """A share of services, as a range where some are not known."""
    if found is None:
        return words("gap.not_known")
    return ranged(found.least, found.most, Unit.PERCENT, words)


def requirement(found: Requirement, words: Words) -> str:
    """One of the twelve minimum requirements, and whether the tool's own data meet it."""
    state = "unknown" if found.met is None else "yes" if found.met else "no"
    said = [words(f"requirement.{found.number}"), words(f"requirement_met.{state}")]
    if found.of:
        counts = "requirement_met.prices" if found.prices else "requirement_met.counted"
        said.append(words(counts, done=found.done, of=found.of))
    return " · ".join(said)


def statistic(found: Statistic, data: Dataset, words: Words) -> str:
    """A figure of the indicators in one line: what, where, for whom, when, how much, what to know of it."""
    marks = [words(f"measure.{found.measure}")]
    region = data.regions.get(found.place)
    if region is not None:
        marks.append(region.name.text_in(words.language))
    elif found.place != HOME:
        marks.append(place(found.place, words))
    if found.whom is not Whom.ALL:
        marks.append(words(f"whom.{found.whom}"))
    marks += [span(found.period, words), amount(found.value, found.unit, words)]
    return " · ".join([*marks, *([words(f"mark.{found.mark}")] if found.mark else [])])


def provider_type(kind: RspType, words: Words) -> str:
    """The World Bank's class of a provider."""
    return words(f"rsp.{kind}")


def lever(found: Result, words: Words) -> str:
    """A lever's name."""
    return words(f"lever.{found.lever}")


def outcome(found: Result, words: Words) -> str:
    """What a lever brings families in manat a year, as a range; why it is switched off where it is."""
    if found.off is not None or found.least is None or found.most is None:
        return words("lever.off", why=words(f"off.{found.off or 'needs_prices'}"))
    least, most = found.least, found.most
    key = "lever.saves" if least >= 0 else "lever.costs" if most <= 0 else "lever.may_cost"
    if key == "lever.costs":
        least, most = most, least
    return words(key, least=_sum(least, words), most=_sum(most, words))


def _sum(manat: Decimal, words: Words) -> str:
    size = abs(manat)
    step = Decimal(1).scaleb(max(0, size.adjusted() + 1 - ROUND_TO)) if size else Decimal(1)
    return words.money((size / step).quantize(Decimal(1)) * step, "AZN", whole=True)


def assumptions(found: Result, words: Words) -> list[str]:
    """What a result takes for granted, a sentence each."""
    return [assumption(one, words) for one in found.assumptions]


def assumption(found: Assumption, words: Words) -> str:
    """One thing that a result takes for granted, with its figures."""
    holes: dict[str, str] = {}
    for hole, figure in found.figures.items():
        if isinstance(figure, Decimal):
            holes[hole] = words.number(figure.quantize(CENT, rounding=ROUND_HALF_UP).normalize() + 0)
        elif isinstance(figure, int):
            holes[hole] = words.number(figure)
        else:
            holes[hole] = place(figure, words) if hole == "corridor" else words.period(figure)
    return words(f"assume.{found.code}", **holes)


def warnings(found: Result, words: Words) -> list[str]:
    """What a lever may break."""
    return [words(f"warn.{code}") for code in found.warnings]
