"""Services that nobody listed but a provider's own calculator, of which a published price tells."""

from collections import defaultdict
from dataclasses import replace

from channels.dataset.tables import Tables
from channels.records.asked_prices import OWN_SERVICE
from channels.records.observations import Observation
from channels.records.providers import Coverage, Provider, Service


def with_asked(tables: Tables) -> Tables:
    """The tables with a service for every provider of whose calculator a price is published without another.

    It lists the corridors that the prices name. A provider that lists such a service itself stays as it is.
    """
    told: dict[str, dict[str, Observation]] = defaultdict(dict)
    for _, price in tables.observations:
        if price.service == OWN_SERVICE and price.asked is not None:
            told[price.provider].setdefault(price.corridor, price)
    if not told:
        return tables
    providers = tuple(
        _with(one, told[one.id]) if one.id in told and not _lists(one) else one for one in tables.providers
    )
    return replace(tables, providers=providers)


def _lists(provider: Provider) -> bool:
    return any(service.id == OWN_SERVICE for service in provider.services)


def _with(provider: Provider, told: dict[str, Observation]) -> Provider:
    first = next(iter(told.values()))
    service = Service(
        id=OWN_SERVICE,
        corridors=tuple(told),
        coverage=(Coverage(day=first.last_day, source=first.source),),
    )
    return provider.model_copy(update={"services": (*provider.services, service)})
