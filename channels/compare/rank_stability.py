"""How firmly the order stands: which places change if one road's rate is 1 % off."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from channels.compare.amount_curves import side_by_side
from channels.compare.comparison import Comparison
from channels.dataset.dataset import Dataset
from channels.money import EXACT, HUNDRED
from channels.pricing.offers import Offer, price
from channels.pricing.routes import Market, Route
from channels.records.observations import Observation
from channels.records.providers import Tariff

OFF = Decimal(1)
"""In percent."""


@dataclass(frozen=True, slots=True)
class Steady:
    """A road's place, from 1, now and if its own rate alone were 1 % worse or better.

    `moved`: whether its rate decides anything; it does not where no money is changed.
    """

    offer: Offer
    place: int
    worse: int
    better: int
    moved: bool


@dataclass(frozen=True, slots=True)
class Stability:
    """The roads side by side, most money first, each with its places.

    `next_first` is the road that would be first if the first one's rate were 1 % worse, which may
    be the first itself; `risers` are those that would be first with a rate 1 % better.
    """

    roads: tuple[Steady, ...]
    next_first: Offer
    risers: tuple[Offer, ...]

    @property
    def firm(self) -> bool:
        """Whether no such change would touch any place."""
        return all(road.place == road.worse == road.better for road in self.roads)


def stability(dataset: Dataset, comparison: Comparison) -> Stability | None:
    """The order under a rate that is 1 % off, one road at a time; None with fewer than two roads."""
    offers = side_by_side(comparison)
    if len(offers) < 2:
        return None
    with localcontext(EXACT):
        # A memo of its own: these roads are thrown away, and must not crowd out the real ones.
        market = replace(dataset.market, memo={})
        roads = tuple(_steady(n, offer, offers, comparison, market) for n, offer in enumerate(offers, 1))
    first = roads[0]
    next_first = offers[0] if first.worse == 1 else offers[1]
    return Stability(roads, next_first, tuple(r.offer for r in roads[1:] if r.better == 1))


def rate_off(route: Route, percent: Decimal) -> Route:
    """The same road with every rate changed by a percentage of itself; 1 is 1 % better for who receives.

    A rate that is not known stays so.
    """
    factor = 1 + percent / HUNDRED

    def margin(value: Decimal | None) -> Decimal | None:
        return None if value is None else HUNDRED - (HUNDRED - value) * factor

    def tariff(found: Tariff) -> Tariff:
        rate = None if found.rate is None else found.rate * factor
        changed = {"rate": rate, "margin": margin(found.margin), "margin_most": margin(found.margin_most)}
        return found.model_copy(update=changed)

    def observed(found: Observation) -> Observation:
        rate = None if found.rate is None else found.rate * factor
        return found.model_copy(update={"rate": rate, "margin_percent": margin(found.margin_percent)})

    service = route.service.model_copy(update={"tariffs": tuple(tariff(t) for t in route.service.tariffs)})
    return replace(route, service=service, observations=tuple(observed(o) for o in route.observations))


def _steady(
    place: int, offer: Offer, offers: Sequence[Offer], comparison: Comparison, market: Market
) -> Steady:
    worse, better = (_repriced(offer, percent, comparison, market) for percent in (-OFF, OFF))
    return Steady(
        offer,
        place,
        worse=_place(offer, worse, offers),
        better=_place(offer, better, offers),
        moved=worse != offer.received,
    )


def _repriced(offer: Offer, percent: Decimal, comparison: Comparison, market: Market) -> Decimal | None:
    """What arrives by a road whose rate is off; None where the road would then take nothing."""
    if offer.route is None:
        return offer.received
    found = price(rate_off(offer.route, percent), comparison.transfer, comparison.day, market)
    return found.received if isinstance(found, Offer) else None


def _place(offer: Offer, received: Decimal | None, offers: Sequence[Offer]) -> int:
    """The place, from 1, of a road by which so much would arrive; the last where nothing would."""
    others = [(-(o.received or 0), o.key) for o in offers if o.key != offer.key]
    return len(others) + 1 if received is None else 1 + sum(o < (-received, offer.key) for o in others)
