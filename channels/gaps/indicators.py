"""What surveys and statistics come to: averages, SmaRT, shares against targets, what is hidden."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from channels.dataset.dataset import Dataset
from channels.gaps.corridor_figures import computed
from channels.money import HUNDRED, ZERO
from channels.policy_terms import Measure, Whom
from channels.pricing.fees import USD_200, due, fee_percent, schedule
from channels.pricing.fx import reference
from channels.pricing.routes import holding, standing_on
from channels.records.base import OUTSIDE_BAKU, span_end
from channels.records.in_force import in_force
from channels.records.policy import Statistic, Survey
from channels.records.providers import Provider, Service
from channels.terms import HOME, Payer, Status

SURE = Decimal("1.96")
"""Standard errors that 95 of 100 samples stay within."""


@dataclass(frozen=True, slots=True)
class Inflow:
    """Where the money of a period came from: percent of the whole by country, the rest not told apart."""

    period: str
    total: Decimal
    shares: Mapping[str, Decimal]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two figures of a survey lie apart, in points, and what chance alone may do.

    `margin` rests on half the sample in each group and on no design effect where none is known, so
    it is the least that it can be. `clear` None = the sample is not known.
    """

    points: Decimal
    margin: Decimal | None
    clear: bool | None
    survey: Survey | None


@dataclass(frozen=True, slots=True)
class CorridorEvidence:
    """What is known of one corridor into the country: its share of the inflow, its prices, their day."""

    corridor: str
    share: Decimal | None
    services: int
    priced: int
    day: date | None


# What is hidden


def inflow(data: Dataset) -> Inflow | None:
    """Where the money came from in the last period told by country; None where none is."""
    told = [s for s in data.tables.statistics if s.measure is Measure.INFLOW_CENTRAL_BANK]
    whole = {s.period: s for s in told if s.place == HOME}
    periods = {s.period for s in told if s.place != HOME} & set(whole)
    if not periods:
        return None
    period = max(periods, key=span_end)
    total = whole[period]
    parts = [s for s in told if s.period == period and s.place != HOME]
    return Inflow(
        period,
        total.value,
        {part.place: part.value * HUNDRED / total.value for part in parts},
        tuple(dict.fromkeys([total.source, *(part.source for part in parts)])),
    )


def ever_surveyed(data: Dataset) -> Mapping[str, str]:
    """The sending countries with a surveyed price into the country, and the last quarter of each."""
    last: dict[str, str] = {}
    rows = [(q.sending, q.receiving, q.quarter) for q in data.tables.corridor_quarters]
    rows += [(f.sending, f.receiving, f.quarter) for f in computed(data)]
    for sending, receiving, quarter in rows:
        if receiving == HOME:
            last[sending] = max(quarter, last.get(sending, quarter))
    return last


def never_surveyed(data: Dataset) -> Decimal | None:
    """Percent of the inflow from where no price was ever surveyed; None where flows are not known."""
    return _hidden(data, frozenset(ever_surveyed(data)))


def unsurveyed_since(data: Dataset, quarter: str) -> Decimal | None:
    """Percent of the inflow without a surveyed price in any quarter after one."""
    return _hidden(data, frozenset(c for c, last in ever_surveyed(data).items() if last > quarter))


def _hidden(data: Dataset, seen: frozenset[str]) -> Decimal | None:
    found = inflow(data)
    if found is None:
        return None
    return HUNDRED - sum((share for country, share in found.shares.items() if country in seen), ZERO)


def hidden_by(data: Dataset, countries: Iterable[str]) -> Decimal | None:
    """Percent of the inflow that comes from some countries; None where flows are unknown."""
    found = inflow(data)
    if found is None:
        return None
    return sum((found.shares.get(country, ZERO) for country in countries), ZERO)


def coverage(data: Dataset) -> tuple[CorridorEvidence, ...]:
    """What is known of each corridor into the country, the largest inflow first."""
    found, shares = [], inflow(data)
    for corridor in data.tables.corridors:
        if corridor.receiving != HOME or corridor.sending == HOME:
            continue
        routes = data.routes(corridor)
        priced = [r for r in routes if r.observations or r.service.tariffs]
        days = [o.last_day for r in priced for o in r.observations]
        days += [t.verified for r in priced for t in r.service.tariffs if t.verified is not None]
        share = None if shares is None else shares.shares.get(corridor.sending)
        found.append(CorridorEvidence(corridor.key, share, len(routes), len(priced), max(days, default=None)))
    return tuple(sorted(found, key=lambda c: (-(c.share or ZERO), c.corridor)))


# Sending from here


def least_fees_out(data: Dataset, dollars: Decimal = USD_200) -> tuple[tuple[str, Decimal, str], ...]:
    """What sending an amount of dollars abroad costs in fees, in percent: (provider, fee, source).

    Price lists of services to any country that are not known to have stopped, cheapest first; the rate
    is not part of it. Only lists that set a least fee are meant: there the small amount pays most.
    """
    found = []
    for provider in data.tables.providers:
        for service in provider.services:
            if f"{HOME}-any" not in service.corridors or _has_stopped(provider, service):
                continue
            for tariff in in_force(service.tariffs):
                lines = [c for c in tariff.charges or () if c.payer is Payer.SENDER]
                sets_floor = any(c.at_least or c.flat for c in lines)
                if tariff.currency != "USD" or not sets_floor:
                    continue
                fees = schedule(lines, Payer.SENDER)
                assert fees is not None
                found.append((provider.id, fee_percent(due(fees, dollars), dollars), tariff.source))
    return tuple(sorted(found, key=lambda f: (f[1], f[0])))


def _has_stopped(provider: Provider, service: Service) -> bool:
    abroad = (f"{HOME}-any",)
    said = holding(service.status, abroad) or holding(provider.status, abroad)
    return standing_on(said, date.max).state in (Status.STOPPED, Status.SUSPENDED)


# Statistics


def figure(
    data: Dataset, measure: Measure, *, whom: Whom = Whom.ALL, place: str = HOME, period: str | None = None
) -> Statistic | None:
    """The figure of a period, or the last one; None where there is none. Of two that disagree the first."""
    found = [
        s
        for s in data.tables.statistics
        if (s.measure, s.whom, s.place) == (measure, whom, place) and period in (None, s.period)
    ]
    return max(found, key=lambda s: span_end(s.period), default=None)


def difference(data: Dataset, one: Statistic, other: Statistic) -> Difference:
    """How far one figure of a survey lies above another, and whether chance alone may explain it.

    Margin = 1.96 x sqrt(design effect x (p1 (1 - p1) + p2 (1 - p2)) / (sample / 2)). Two groups share
    one sample and two waves have one each; half a sample on both sides is the cautious reading of both,
    and with 1,000 asked it gives the usual rule that under some 6 points nothing is clear.
    """
    points = one.value - other.value
    survey = next((s for s in data.tables.surveys if one.measure in s.measures), None)
    if survey is None or survey.sample is None:
        return Difference(points, None, None, survey)
    spread = sum((s.value / HUNDRED * (1 - s.value / HUNDRED) for s in (one, other)), ZERO)
    effect = survey.design_effect or Decimal(1)
    margin = SURE * (effect * spread * 2 / survey.sample).sqrt() * HUNDRED
    return Difference(points, margin, abs(points) > margin, survey)


def per_100_000(
    data: Dataset, measure: Measure, place: str = HOME, period: str | None = None
) -> Decimal | None:
    """Places for 100,000 people: a period's figure by the population told nearest to it; None if unknown."""
    counted = figure(data, measure, place=place, period=period)
    people = None if counted is None else _people(data, place, span_end(counted.period))
    return None if counted is None or not people else counted.value * 100_000 / people


def _people(data: Dataset, place: str, day: date) -> Decimal | None:
    if place == OUTSIDE_BAKU:
        whole, capital = _people(data, HOME, day), _people(data, "baku", day)
        return None if whole is None or capital is None else whole - capital
    told = [s for s in data.tables.statistics if (s.measure, s.place) == (Measure.POPULATION, place)]
    nearest = min(told, key=lambda s: abs((span_end(s.period) - day).days), default=None)
    return None if nearest is None else nearest.value


def yearly_inflow(data: Dataset) -> tuple[Decimal, Decimal, tuple[str, ...]] | None:
    """Least and most million dollars a year, by the Central Bank's part years of the last two years told.

    A part of a year is taken as many times as it goes into the year. None where nothing is told.
    """
    parts = [
        s for s in data.tables.statistics if s.measure is Measure.INFLOW_CENTRAL_BANK and s.place == HOME
    ]
    if not parts:
        return None
    last = max(int(s.period[:4]) for s in parts)
    recent = [s for s in parts if int(s.period[:4]) >= last - 1]
    yearly = [s.value * 12 / _months(s.period) for s in recent]
    return min(yearly), max(yearly), tuple(dict.fromkeys(s.source for s in recent))


def _months(span: str) -> int:
    return {"": 12, "Q": 3, "H": 6, "M": int(span[6:] or 0)}[span[5:6]]


def manat_for_dollar(data: Dataset, day: date) -> tuple[Decimal, tuple[str, ...]] | None:
    """Manat for one dollar at the official rate of a day, with its sources; None where none is known."""
    found = reference(data.rates, day, base="USD", quote="AZN")
    return None if found is None else (found.rate, found.sources)
