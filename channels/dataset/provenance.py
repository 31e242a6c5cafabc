"""Which figure rests on which source, and how old that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from channels.dataset.tables import Tables
from channels.pricing.fx import allowed_age, grade
from channels.records.base import ANY, Record, Source, quarter_end, span_end
from channels.records.observations import Rate
from channels.records.policy import CorridorQuarter, GlobalQuarter
from channels.records.providers import Payout, Provider, Service, Tariff
from channels.terms import Grade, Ordered

HOME = "AZ"


class FigureKind(Ordered):
    """What rests on a source, prices first."""

    TARIFF = "tariff"
    OBSERVATION = "observation"
    NO_PRICE = "no_price"
    RATE = "rate"
    BOARD = "board"
    COVERAGE = "coverage"
    LIMITS = "limits"
    SPEED = "speed"
    STATUS = "status"
    LICENCE = "licence"
    PAYOUT = "payout"
    REFERENCE = "reference"
    ROAD = "road"
    TOLD_RANGE = "told_range"
    ELSEWHERE = "elsewhere"
    RULE = "rule"
    TARGET = "target"
    INDICATOR = "indicator"
    SURVEY = "survey"
    CORRIDOR = "corridor"
    REGION = "region"
    CONFLICT = "conflict"
    REGISTER = "register"
    DATABASE = "database"


DATED = frozenset(
    {
        FigureKind.TARIFF, FigureKind.OBSERVATION, FigureKind.NO_PRICE, FigureKind.RATE, FigureKind.BOARD,
        FigureKind.INDICATOR,
    }
)  # fmt: skip
"""Whose day tells how long a source's word has been seen to hold."""


@dataclass(frozen=True, slots=True)
class SourcedFigure:
    """Something that a source says. `day`: when it was last seen so; None where nobody gives a day.

    `countries` are the foreign ends that it concerns; empty where it concerns none or every one.
    """

    source: str
    kind: FigureKind
    record: Record
    provider: str | None = None
    service: Service | None = None
    payout: Payout | None = None
    countries: frozenset[str] = frozenset()
    day: date | None = None


def figures(tables: Tables) -> tuple[SourcedFigure, ...]:
    """Everything that rests on a source, prices first, newest first among equals."""
    found = [*_of_providers(tables), *_of_payouts(tables), *_of_markets(tables), *_of_texts(tables)]
    return tuple(sorted(found, key=lambda f: (f.kind.rank, -(f.day or date.min).toordinal())))


def age(source: Source, resting: Sequence[SourcedFigure], day: date) -> tuple[date | None, Grade]:
    """When a source's word was last seen to hold, and how old that is.

    The page's own day, or the last day of which a price or figure that rests on it speaks, if later. The
    day on which an undated page was read does not count. A source of rates that are too old to judge
    by is not current.
    """
    days = [f.day for f in resting if f.kind in DATED and f.day is not None]
    days += [source.published] if source.published is not None else []
    seen = max((d for d in days if d <= day), default=None)
    found = grade(seen, day)
    rates = [f.record for f in resting if isinstance(f.record, Rate)]
    if any((day - rate.day).days > allowed_age(rate.currency) for rate in rates):
        found = max(found, Grade.AGEING, key=lambda g: g.rank)
    return seen, found


def ends(corridors: Sequence[str]) -> frozenset[str]:
    """The foreign ends of corridors, by their keys."""
    return frozenset(end for key in corridors for end in key.split("-")) - {HOME, ANY}


def touching(corridors: Sequence[str], country: str | None) -> list[str]:
    """The corridors that begin or end in a country; all of them for None."""
    return [key for key in corridors if country is None or country in key.split("-")]


def served(tables: Tables) -> dict[str, frozenset[str]]:
    """The foreign ends that each counter serves, by its id; a counter that serves none is left out."""
    found: dict[str, frozenset[str]] = {}
    for provider in tables.providers:
        for service in provider.services:
            for name in service.payouts:
                found[name] = found.get(name, frozenset()) | ends(service.corridors)
    return found


def _of_providers(tables: Tables) -> Iterator[SourcedFigure]:
    kind = FigureKind
    for provider in tables.providers:
        keys = [key for service in provider.services for key in service.corridors]
        all_ends = ends(keys)
        for said in provider.status:
            touched = ends(touching(keys, said.country))
            yield SourcedFigure(said.source, kind.STATUS, said, provider.id, countries=touched, day=said.day)
        for check in provider.licence:
            yield SourcedFigure(
                check.source, kind.LICENCE, check, provider.id, countries=all_ends, day=check.day
            )
        for one in provider.references:
            yield SourcedFigure(one.source, kind.REFERENCE, one, provider.id, day=one.day)
        for service in provider.services:
            yield from _of_service(provider, service)
    for _, seen in tables.observations:
        yield SourcedFigure(
            seen.source, kind.OBSERVATION, seen, seen.provider,
            countries=ends([seen.corridor]), day=seen.last_day,
        )  # fmt: skip
    for _, none in tables.answers:
        here = ends([none.corridor])
        yield SourcedFigure(none.source, kind.NO_PRICE, none, none.provider, countries=here, day=none.day)


def _of_service(provider: Provider, service: Service) -> Iterator[SourcedFigure]:
    kind = FigureKind
    own: dict[str, Any] = {"countries": ends(service.corridors), "service": service}
    for tariff in service.tariffs:
        yield _tariff(tariff, provider.id, **own)
    for listed in service.coverage:
        yield SourcedFigure(listed.source, kind.COVERAGE, listed, provider.id, day=listed.day, **own)
    for said in service.status:
        yield SourcedFigure(said.source, kind.STATUS, said, provider.id, day=said.day, **own)
    if service.speed is not None:
        yield SourcedFigure(
            service.speed.source, kind.SPEED, service.speed, provider.id, day=service.speed.day, **own
        )
    if service.limits_source is not None:
        yield SourcedFigure(service.limits_source, kind.LIMITS, service, provider.id, **own)


def _of_payouts(tables: Tables) -> Iterator[SourcedFigure]:
    kind, reached = FigureKind, served(tables)
    for payout in tables.payouts:
        own: dict[str, Any] = {"countries": reached.get(payout.id, frozenset()), "payout": payout}
        yield SourcedFigure(payout.source, kind.PAYOUT, payout, payout.system, day=payout.day, **own)
        for tariff in payout.tariffs:
            yield _tariff(tariff, payout.system, **own)
        for said in payout.status:
            yield SourcedFigure(said.source, kind.STATUS, said, payout.system, day=said.day, **own)
        if payout.speed is not None:
            yield SourcedFigure(
                payout.speed.source, kind.SPEED, payout.speed, payout.system, day=payout.speed.day, **own
            )


def _tariff(tariff: Tariff, provider: str, **own: Any) -> SourcedFigure:
    return SourcedFigure(tariff.source, FigureKind.TARIFF, tariff, provider, day=tariff.verified, **own)


def _of_markets(tables: Tables) -> Iterator[SourcedFigure]:
    kind = FigureKind
    using: dict[str, frozenset[str]] = {}
    for corridor in tables.corridors:
        here = ends([corridor.key])
        yield SourcedFigure(corridor.source, kind.CORRIDOR, corridor, countries=here)
        abroad = corridor.sends if corridor.sending != HOME else corridor.receives
        if abroad is not None:
            using[abroad] = using.get(abroad, frozenset()) | here
    for rate in tables.rates:
        yield SourcedFigure(
            rate.source, kind.RATE, rate, countries=using.get(rate.currency, frozenset()), day=rate.day
        )
    for board in tables.boards:
        yield SourcedFigure(board.source, kind.BOARD, board, board.provider, day=board.day)


def _of_texts(tables: Tables) -> Iterator[SourcedFigure]:
    kind = FigureKind
    for road in tables.roads:
        yield SourcedFigure(road.source, kind.ROAD, road, countries=ends(road.corridors), day=road.day)
    for elsewhere in tables.references:
        yield SourcedFigure(elsewhere.source, kind.ELSEWHERE, elsewhere)
    for told in tables.ranges:
        yield SourcedFigure(told.source, kind.TOLD_RANGE, told, countries=ends([told.corridor]), day=told.day)
    for rule in tables.rules:
        yield SourcedFigure(rule.source, kind.RULE, rule, day=rule.since)
    for region in tables.regions:
        yield SourcedFigure(region.source, kind.REGION, region)
    for target in tables.targets:
        yield SourcedFigure(target.source, kind.TARGET, target)
    for survey in tables.surveys:
        yield SourcedFigure(survey.source, kind.SURVEY, survey)
    for register in tables.registers:
        here = frozenset(register.countries) - {HOME}
        yield SourcedFigure(register.source, kind.REGISTER, register, countries=here)
    for database in tables.databases:
        yield SourcedFigure(database.source, kind.DATABASE, database)
    yield from _of_series(tables)
    for said in tables.statistics:
        abroad = frozenset({said.place}) if len(said.place) == 2 else frozenset()
        yield SourcedFigure(
            said.source, kind.INDICATOR, said, countries=abroad - {HOME}, day=span_end(said.period)
        )
    for conflict in tables.conflicts:
        here = frozenset(conflict.countries)
        for side in conflict.sides:
            for name in conflict.providers or (None,):
                yield SourcedFigure(side.source, kind.CONFLICT, conflict, name, countries=here, day=side.day)


def _of_series(tables: Tables) -> Iterator[SourcedFigure]:
    """One figure a series, its last quarter: a source of prices by quarter would fill the page alone."""
    last: dict[tuple[str, str, str, int], CorridorQuarter] = {}
    for row in tables.corridor_quarters:
        key = (row.source, row.sending, row.receiving, row.amount)
        if key not in last or row.quarter > last[key].quarter:
            last[key] = row
    for row in last.values():
        between = ends([f"{row.sending}-{row.receiving}"])
        yield SourcedFigure(
            row.source, FigureKind.INDICATOR, row, countries=between, day=quarter_end(row.quarter)
        )
    worldwide: dict[str, GlobalQuarter] = {}
    for quarter in sorted(tables.global_quarters, key=lambda q: q.quarter):
        worldwide[quarter.source] = quarter
    for quarter in worldwide.values():
        yield SourcedFigure(quarter.source, FigureKind.INDICATOR, quarter, day=quarter_end(quarter.quarter))
