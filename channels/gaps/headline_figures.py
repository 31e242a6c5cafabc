"""The six figures that tell how the country stands: what was found, against what, when, which way it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from channels.gaps.corridor_figures import CorridorFigures
from channels.gaps.indicators import difference, figure, per_100_000
from channels.gaps.overview import Study
from channels.gaps.transparency import share_published
from channels.money import HUNDRED
from channels.policy_terms import Measure, Unit, Whom
from channels.records.base import OUTSIDE_BAKU, span_end
from channels.records.policy import Statistic
from channels.terms import HOME, Disclosure, DisclosureItem, Ordered

OLD_DAYS = 365
"""Days after which a price counts as old: the limit between ageing and historical."""
OLD_WAVE_DAYS = 3 * 366
"""Days after which a figure of a whole year counts as old: surveys of people come every three years."""
NEVER_COUNTED = (Decimal(0), HUNDRED)
"""The share of a thing that nobody has looked at: it may be none, and it may be all."""


class Topic(Ordered):
    """What each of the six figures is about, in the order of the page."""

    COST = "cost"
    WITHIN_HOUR = "within_hour"
    WOMEN = "women"
    OUTSIDE_BAKU = "outside_baku"
    WHOLE_COST = "whole_cost"
    DIRECTIONS = "directions"


@dataclass(frozen=True, slots=True)
class FigureChange:
    """How much a figure moved since an earlier one; `clear` None = nothing tells whether chance did it."""

    since: str
    points: Decimal
    clear: bool | None = None


@dataclass(frozen=True, slots=True)
class HeadlineFigure:
    """One figure with all that is needed to judge it; `value` None = not measured.

    `value` to `value_most` is a range where they differ. `aims` are the values it is held against;
    `beside` is another group's or place's value. `part` of `of` are counts, with `open` of which
    nobody knows. `history` are earlier values and this one by period, oldest first. `less_is_better`: a
    fall is good.
    """

    topic: Topic
    unit: Unit
    value: Decimal | None = None
    value_most: Decimal | None = None
    aims: tuple[Decimal, ...] = ()
    beside: Decimal | None = None
    part: int | None = None
    of: int | None = None
    open: int = 0
    period: str | None = None
    day: date | None = None
    change: FigureChange | None = None
    history: tuple[tuple[str, Decimal], ...] = ()
    less_is_better: bool = False
    sources: tuple[str, ...] = ()

    def is_old(self, today: date) -> bool:
        """Whether it speaks of a time too long ago (`is_old`)."""
        return is_old(self.period, self.day, today)


def is_old(period: str | None, day: date | None, today: date) -> bool:
    """Whether a figure is old: a day, quarter or part of a year after a year, a whole year after three."""
    last = day if period is None else span_end(period)
    most = OLD_WAVE_DAYS if period is not None and len(period) == len("2024") else OLD_DAYS
    return last is not None and (today - last).days > most


def headline_figures(study: Study) -> tuple[HeadlineFigure, ...]:
    """The six figures of a study, all of them indicators of its gaps, in the order of `Topic`."""
    return (
        _cost(study), _within_hour(study), _women(study), _outside_baku(study), _whole_cost(study),
        _directions(study),
    )  # fmt: skip


def _aims(study: Study, *names: str) -> tuple[tuple[Decimal, ...], tuple[str, ...]]:
    """The values of some targets, and where they stand."""
    found = [study.data.targets[name] for name in names if name in study.data.targets]
    return tuple(one.value for one in found), tuple(one.source for one in found)


def _cost(study: Study) -> HeadlineFigure:
    """The simple mean of the last survey, against the two lines of the price."""
    aims, cited = _aims(study, "cost_world", "cost_corridor")
    last = study.last
    if last is None or last.mean is None:
        return HeadlineFigure(Topic.COST, Unit.PERCENT, aims=aims, less_is_better=True, sources=cited)
    history = tuple((one.quarter, one.mean) for one in study.history if one.mean is not None)
    return HeadlineFigure(
        Topic.COST, Unit.PERCENT, last.mean, aims=aims, period=last.quarter, history=history,
        change=_since_the_last(study.history, last), less_is_better=True, sources=(*last.sources, *cited),
    )  # fmt: skip


def _since_the_last(history: Sequence[CorridorFigures], last: CorridorFigures) -> FigureChange | None:
    """The change since the quarter before, where that one noted the loss in the rate as this one did."""
    before = [one for one in history if one.quarter < last.quarter and one.mean is not None]
    if not before or last.mean is None or bool(before[-1].margin) is not bool(last.margin):
        return None
    earlier = before[-1].mean
    return None if earlier is None else FigureChange(before[-1].quarter, last.mean - earlier)


def _within_hour(study: Study) -> HeadlineFigure:
    """The share of the last survey's services that deliver within an hour."""
    aims, cited = _aims(study, "within_hour")
    share = None if study.last is None else study.last.within_hour
    if share is None or study.last is None:
        return HeadlineFigure(Topic.WITHIN_HOUR, Unit.PERCENT, aims=aims, sources=cited)
    return HeadlineFigure(
        Topic.WITHIN_HOUR, Unit.PERCENT, share.least, share.most, aims=aims, of=share.services,
        period=study.last.quarter, sources=(*study.last.sources, *cited),
    )  # fmt: skip


def _women(study: Study) -> HeadlineFigure:
    """Women with an account, beside men, through the waves of the survey."""
    aims, cited = _aims(study, "access")
    told = [
        s for s in study.data.tables.statistics
        if (s.measure, s.place, s.whom) == (Measure.ACCOUNT, HOME, Whom.WOMEN)
    ]  # fmt: skip
    told.sort(key=lambda s: span_end(s.period))
    if not told:
        return HeadlineFigure(Topic.WOMEN, Unit.PERCENT, aims=aims, sources=cited)
    last = told[-1]
    men = figure(study.data, Measure.ACCOUNT, whom=Whom.MEN, period=last.period)
    return HeadlineFigure(
        Topic.WOMEN, Unit.PERCENT, last.value, aims=aims, beside=None if men is None else men.value,
        period=last.period, history=tuple((s.period, s.value) for s in told),
        change=_between_waves(study, told), sources=(last.source, *cited),
    )  # fmt: skip


def _between_waves(study: Study, told: Sequence[Statistic]) -> FigureChange | None:
    if len(told) < 2:
        return None
    found = difference(study.data, told[-1], told[-2])
    return FigureChange(told[-2].period, found.points, found.clear)


def _outside_baku(study: Study) -> HeadlineFigure:
    """Card terminals for 100,000 people outside the capital, beside what the capital has."""
    outside = figure(study.data, Measure.POS, place=OUTSIDE_BAKU)
    if outside is None:
        return HeadlineFigure(Topic.OUTSIDE_BAKU, Unit.PER_100_000)
    here = per_100_000(study.data, Measure.POS, OUTSIDE_BAKU, outside.period)
    capital = per_100_000(study.data, Measure.POS, "baku", outside.period)
    return HeadlineFigure(
        Topic.OUTSIDE_BAKU, Unit.PER_100_000, here, beside=capital, period=outside.period,
        sources=(outside.source,),
    )  # fmt: skip


def _whole_cost(study: Study) -> HeadlineFigure:
    """The providers that publish the whole cost; those at which nobody looked are told apart."""
    aims, cited = _aims(study, "transparency")
    share = share_published(study.disclosures, DisclosureItem.TOTAL_COST)
    said = [row.said[DisclosureItem.TOTAL_COST] for row in study.disclosures]
    states = [one.state for one in said]
    days = [one.day for one in said if one.day is not None]
    known = share is not None and share != NEVER_COUNTED
    return HeadlineFigure(
        Topic.WHOLE_COST, Unit.PERCENT,
        share[0] if share is not None and known else None,
        share[1] if share is not None and known else None,
        aims=aims, part=states.count(Disclosure.PUBLISHED), of=len(states),
        open=states.count(Disclosure.NOT_LOOKED), day=max(days, default=None), sources=cited,
    )  # fmt: skip


def _directions(study: Study) -> HeadlineFigure:
    """The directions into the country with a price of this year, out of all that are listed."""
    cells = study.coverage
    if not cells:
        return HeadlineFigure(Topic.DIRECTIONS, Unit.PERCENT)
    current = [cell for cell in cells if cell.day is not None and cell.day.year == study.day.year]
    return HeadlineFigure(
        Topic.DIRECTIONS, Unit.PERCENT, len(current) * HUNDRED / len(cells), aims=(HUNDRED,),
        part=len(current), of=len(cells), day=study.day, sources=study.flow_sources,
    )  # fmt: skip
