"""What each provider publishes of its price, and what nobody has looked for yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from channels.dataset.dataset import Dataset
from channels.money import HUNDRED
from channels.pricing.routes import Route, is_closed
from channels.records.providers import DisclosureCheck
from channels.terms import HOME, Disclosure, DisclosureItem, Method


@dataclass(frozen=True, slots=True)
class Disclosed:
    """Whether a provider publishes one thing, and the last day that tells so; `state` never guesses.

    Published: it stands in the data, or somebody found it. Not published: somebody looked on `day` and did
    not find it. Not looked: neither, and `day` is None.
    """

    state: Disclosure
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ProviderDisclosure:
    """What one provider with a service into the country publishes, by thing, every one of which is there."""

    provider: str
    said: Mapping[DisclosureItem, Disclosed]

    def publishes(self, item: DisclosureItem) -> bool:
        """Whether a thing is known to be published."""
        return self.said[item].state is Disclosure.PUBLISHED

    @property
    def looked(self) -> bool:
        """Whether somebody looked for everything, so that nothing about it is open."""
        return all(said.state is not Disclosure.NOT_LOOKED for said in self.said.values())


OWN_PAGE = (Method.WEBSITE, Method.API, Method.TARIFF_SHEET)
"""How a price is learnt that the provider publishes: on its page, in its app or by its calculator."""


def alive(data: Dataset, day: date) -> tuple[Route, ...]:
    """The ways into the country that are not known to be closed, a service once each."""
    found: dict[tuple[str, str], Route] = {}
    for corridor in data.tables.corridors:
        if corridor.receiving == HOME and corridor.sending != HOME:
            for route in data.routes(corridor):
                if not is_closed(route, day, invented=data.invented):
                    found.setdefault((route.provider.id, route.service.id), route)
    return tuple(found.values())


def disclosures(data: Dataset, day: date) -> tuple[ProviderDisclosure, ...]:
    """What every provider with a service into the country publishes, by provider."""
    by_provider: dict[str, list[Route]] = {}
    for route in alive(data, day):
        by_provider.setdefault(route.provider.id, []).append(route)
    return tuple(_disclosed(name, routes, day) for name, routes in sorted(by_provider.items()))


def share_published(
    rows: Sequence[ProviderDisclosure], item: DisclosureItem
) -> tuple[Decimal, Decimal] | None:
    """The least and most percent of providers that publish a thing; equal where somebody looked at each.

    None without a provider.
    """
    if not rows:
        return None
    states = [row.said[item].state for row in rows]
    least = states.count(Disclosure.PUBLISHED)
    most = least + states.count(Disclosure.NOT_LOOKED)
    return least * HUNDRED / len(rows), most * HUNDRED / len(rows)


def _published(route: Route) -> Route:
    """A way with nothing but what was published of it: no price told at a counter or by telephone.

    Of a price of which nobody says how it was learnt, it counts as found on a page.
    """
    return replace(
        route, observations=tuple(o for o in route.observations if o.method is None or o.method in OWN_PAGE)
    )


def _disclosed(name: str, ways: Sequence[Route], day: date) -> ProviderDisclosure:
    routes = [_published(route) for route in ways]
    found = {
        DisclosureItem.TOTAL_COST: [r for r in routes if tells_fee(r) and tells_rate(r)],
        DisclosureItem.RATE: [r for r in routes if tells_rate(r)],
        DisclosureItem.TIME: [r for r in routes if tells_time(r)],
        DisclosureItem.TERMS: [r for r in routes if _terms(r)],
    }
    looks = [look for look in routes[0].provider.disclosures if look.day <= day]
    return ProviderDisclosure(
        name, {item: _state(item, found.get(item, ()), looks) for item in DisclosureItem}
    )


def _state(item: DisclosureItem, found: Sequence[Route], looks: Sequence[DisclosureCheck]) -> Disclosed:
    last = max((look for look in looks if look.item is item), key=lambda look: look.day, default=None)
    if found:
        days = [seen for route in found for seen in _days(route)]
        return Disclosed(Disclosure.PUBLISHED, max(days, default=None if last is None else last.day))
    if last is None:
        return Disclosed(Disclosure.NOT_LOOKED)
    return Disclosed(Disclosure.PUBLISHED if last.published else Disclosure.NOT_PUBLISHED, last.day)


def _days(route: Route) -> list[date]:
    """The days on which something was seen of a way."""
    tariffs = [day for t in route.service.tariffs for day in (t.verified, t.since) if day is not None]
    return tariffs + [one.last_day for one in route.observations]


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
