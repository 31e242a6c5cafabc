"""The World Bank's twelve minimum requirements of a national price database, and which are met."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from channels.dataset.dataset import Dataset
from channels.gaps.transparency import alive, tells_fee, tells_rate, tells_time
from channels.pricing.fx import price_grade
from channels.pricing.routes import Route
from channels.records.in_force import is_in_force
from channels.records.observations import Observation
from channels.records.providers import Provider, Service
from channels.terms import HOME, Evidence, Grade, Method


@dataclass(frozen=True, slots=True)
class Requirement:
    """One of the twelve minimum requirements, tested on the tool's own data.

    `met` None = the data cannot tell. `done` of `of` services, or of current prices where `prices`; 0 of 0
    where nothing is counted.
    """

    number: int
    met: bool | None
    done: int = 0
    of: int = 0
    prices: bool = False


def requirements(data: Dataset, day: date) -> tuple[Requirement, ...]:
    """The twelve minimum requirements for a national price database, tested on the services into the country.

    1 two amounts, 2 fee, 3 rate, 4 total, 5 speed, 6 type of service: met where every service that is
    not known to have stopped has it. 7 asks for 60 percent of the market: nobody gives the shares, so the
    data cannot tell; but it is not met where a corridor has no current price at all, or none but what the
    providers' own staff told. 8 and 9 look at the current prices that were collected here: none of them
    told by such staff; learnt by mystery shopping and checked by a second person, and where only some
    are, the data cannot tell. 10 is kept by the check of every link. 11 depends on who runs the tool. 12
    is met where the sources' page links to a database that says it is approved. Source: World Bank,
    StandardsNationalDatabases; the note itself was not read.
    """
    routes = alive(data, day)
    counted = {
        1: sum(len({o.amount for o in route.observations}) >= 2 for route in routes),
        2: sum(tells_fee(route) for route in routes),
        3: sum(tells_rate(route) for route in routes),
        4: sum(tells_fee(route) and tells_rate(route) for route in routes),
        5: sum(tells_time(route) for route in routes),
        6: sum(_typed(route.provider, route.service) for route in routes),
    }
    found = [Requirement(n, done == len(routes) > 0, done, len(routes)) for n, done in counted.items()]
    found += [_coverage(data, routes, day), *_collected(data, day)]
    linked = any(database.approved for database in data.tables.databases)
    return (*found, Requirement(10, True), Requirement(11, None), Requirement(12, linked))


def _coverage(data: Dataset, routes: Sequence[Route], day: date) -> Requirement:
    """Services with a current price that nobody of the provider told; a corridor without any has none."""
    done = {(o.provider, o.service, o.corridor) for o in _current(data, day) if o.independent}
    ways = [c for c in data.tables.corridors if c.receiving == HOME and c.sending != HOME and data.routes(c)]
    empty = [c for c in ways if not any(c.key == corridor for _, _, corridor in done)]
    services = {(provider, service) for provider, service, _ in done}
    counted = sum((r.provider.id, r.service.id) in services for r in routes)
    return Requirement(7, False if empty or not ways else None, counted, len(routes))


def _collected(data: Dataset, day: date) -> Iterator[Requirement]:
    now = _current(data, day)
    own = sum(price.independent for price in now)
    seen = sum(price.method is Method.MYSTERY_SHOPPING and price.checked for price in now)
    yield Requirement(8, own == len(now) if now else None, own, len(now), prices=True)
    met = None if not now or 0 < seen < len(now) else bool(seen)
    yield Requirement(9, met, seen, len(now), prices=True)


def _current(data: Dataset, day: date) -> list[Observation]:
    """The prices into the country that were collected here and are current."""
    return [
        seen
        for _, seen in data.tables.observations
        if seen.evidence is Evidence.OBSERVED
        and seen.corridor.endswith(f"-{HOME}")
        and is_in_force(seen, day)
        and price_grade(seen, day) is Grade.CURRENT
    ]


def _typed(provider: Provider, service: Service) -> bool:
    ends = (service.pay_in, service.access_point, service.disbursement)
    return provider.rsp_type is not None and None not in ends
