"""What is known of every road's working, and what the data cannot answer."""

from dataclasses import dataclass
from datetime import date

from channels.dataset.dataset import Dataset
from channels.dataset.provenance import ends, served
from channels.pricing.routes import OnDay, licence_on, standing_on
from channels.records.base import Corridor
from channels.records.in_force import in_force
from channels.records.observations import Rate
from channels.records.providers import Payout, Provider, Service
from channels.terms import Licence


@dataclass(frozen=True, slots=True)
class Stated:
    """What is known of whether a business, one of its services or a counter works."""

    provider: Provider
    service: Service | None
    payout: Payout | None
    on_day: OnDay
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unknowns:
    """What the data cannot answer on a day."""

    roads_without_price: tuple[Corridor, ...]
    tariffs: int
    tariffs_unseen: int
    services: int
    services_without_counter: int
    licences: int
    licences_unchecked: int
    old_rates: tuple[Rate, ...]


def standings(data: Dataset, day: date) -> tuple[Stated, ...]:
    """What is known of every business, and of each service and counter of which more is known; best first."""
    found = []
    for provider in data.tables.providers:
        if provider.status:
            # A service of its own status does not rest on its provider's.
            keys = [key for s in provider.services if not s.status for key in s.corridors]
            foreign = ends(keys or [key for s in provider.services for key in s.corridors])
            on_day = standing_on(provider.status, day, invented=data.invented)
            found.append(Stated(provider, None, None, on_day, foreign))
        for service in provider.services:
            if service.status:
                on_day = standing_on(service.status, day, invented=data.invented)
                found.append(Stated(provider, service, None, on_day, ends(service.corridors)))
    reached = served(data.tables)
    for payout in data.tables.payouts:
        if payout.status:
            on_day = standing_on(payout.status, day, invented=data.invented)
            system = data.providers[payout.system]
            found.append(Stated(system, None, payout, on_day, reached.get(payout.id, frozenset())))
    return tuple(sorted(found, key=lambda s: (s.on_day.state.rank, s.provider.id)))


def unknowns(data: Dataset, day: date) -> Unknowns:
    """What the data cannot answer on a day, counted."""
    tables = data.tables
    services = [service for provider in tables.providers for service in provider.services]
    tariffs = [t for s in services for t in s.tariffs] + [t for p in tables.payouts for t in p.tariffs]
    tariffs = in_force(tariffs)
    latest = {rate.currency: rate for rate in sorted(tables.rates, key=lambda r: r.day) if rate.day <= day}
    checked = [licence_on(provider, day) for provider in tables.providers]
    return Unknowns(
        roads_without_price=tuple(c for c in tables.corridors if not _priced(data, c)),
        tariffs=len(tariffs),
        tariffs_unseen=sum(t.verified is None for t in tariffs),
        services=len(services),
        services_without_counter=sum(not s.payouts for s in services),
        licences=len(checked),
        licences_unchecked=sum(state is Licence.NOT_CHECKED for state in checked),
        old_rates=tuple(rate for rate in latest.values() if not _judges(data, rate, day)),
    )


def _priced(data: Dataset, corridor: Corridor) -> bool:
    return any(route.service.tariffs or route.observations for route in data.routes(corridor))


def _judges(data: Dataset, rate: Rate, day: date) -> bool:
    found = data.rates.quote(rate.currency, day)
    return found is not None and found.fresh
