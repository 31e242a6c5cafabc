"""What each provider publishes of its price: fee, rate, time, whole cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from channels.dataset.dataset import Dataset
from channels.pricing.routes import Route, status_of
from channels.terms import HOME, Status


@dataclass(frozen=True, slots=True)
class Told:
    """What was found of one provider's services into the country; None = nobody looked for it."""

    provider: str
    total_cost: bool
    rate: bool
    time: bool
    tracking: bool | None
    terms: bool
    both: bool | None


def alive(data: Dataset, day: date) -> tuple[Route, ...]:
    """The ways into the country that are not known to have stopped, a service once each."""
    found: dict[tuple[str, str], Route] = {}
    for corridor in data.tables.corridors:
        if corridor.receiving == HOME and corridor.sending != HOME:
            for route in data.routes(corridor):
                stopped = (Status.STOPPED, Status.SUSPENDED)
                if status_of(route, day, invented=data.invented).state not in stopped:
                    found.setdefault((route.provider.id, route.service.id), route)
    return tuple(found.values())


def told(data: Dataset, day: date) -> tuple[Told, ...]:
    """What was found of every provider into the country, by provider: what the heat map shows."""
    by_provider: dict[str, list[Route]] = {}
    for route in alive(data, day):
        by_provider.setdefault(route.provider.id, []).append(route)
    return tuple(_told(name, routes) for name, routes in sorted(by_provider.items()))


def _told(name: str, routes: Sequence[Route]) -> Told:
    fees, rates, times = map(
        any, zip(*((tells_fee(r), tells_rate(r), tells_time(r)) for r in routes), strict=True)
    )
    terms = map(_terms, routes)
    whole = any(tells_fee(r) and tells_rate(r) for r in routes)
    return Told(name, bool(fees and whole), rates, times, None, any(terms), None)


def tells_fee(route: Route) -> bool:
    """Whether any price of a service tells its fee."""
    return any(t.charges is not None for t in route.service.tariffs) or any(
        o.fee is not None for o in route.observations
    )


def tells_rate(route: Route) -> bool:
    """Whether the rate is known; a surveyed margin of exactly 0 is no rate for who receives manat."""
    quoted = [t.margin is not None or t.rate is not None for t in route.service.tariffs]
    quoted += [o.rate is not None or bool(o.margin_percent) for o in route.observations]
    return any(quoted)


def _terms(route: Route) -> bool:
    counter = route.payout
    if route.service.limits or (counter is not None and (counter.limits or counter.documents)):
        return True
    return any(o.documents for o in route.observations)


def tells_time(route: Route) -> bool:
    """Whether anything tells how long the money takes at most."""
    speed = (route.payout.speed if route.payout else None) or route.service.speed
    return speed is not None or any(o.minutes_most is not None for o in route.observations)
