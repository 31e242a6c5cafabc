"""One transfer or several: what arrives of the same outlay when it is sent in parts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext

from channels.compare.amount_curves import side_by_side
from channels.compare.comparison import Comparison
from channels.dataset.dataset import Dataset
from channels.money import EXACT, Money, floor_minor, minor_unit
from channels.pricing.offers import Offer, price, taken_anew
from channels.pricing.routes import Market, NotOffered, Route, Transfer
from channels.terms import Basis, Grade, Reason

USUAL_PARTS = 3
MOST_PARTS = 12
"""Sought for a road that does not take the whole: in more parts nobody sends."""
BY_SIZE = (Reason.ABOVE_LIMIT, Reason.BELOW_MINIMUM)


@dataclass(frozen=True, slots=True)
class Split:
    """What one road does with an outlay in some parts, which is one transfer where `count` is 1.

    `received` and `total_cost` are sums over the parts; None where a part is refused, then `refusal`
    says why, or where what arrives of it is not known. `anew` is the fee that each part pays
    whatever its size. `estimate`: a part's price is one.
    """

    count: int
    outlays: tuple[Decimal, ...]
    received: Decimal | None = None
    total_cost: Decimal | None = None
    refusal: NotOffered | None = None
    anew: Money | None = None
    estimate: bool = False


@dataclass(frozen=True, slots=True)
class InParts:
    """One road with its splits, from one part on.

    `offer` is its price for the whole, or for the first part where it does not take the whole.
    `least` is the split in the fewest parts that the road takes, which may lie beyond `splits`.
    """

    offer: Offer
    splits: tuple[Split, ...]
    least: Split

    @property
    def best(self) -> Split:
        """The split of which most arrives; more parts only for more than their rounding can bring."""
        best = self.least
        for split in self.splits:
            gain = (split.received or Decimal(0)) - (best.received or Decimal(0))
            if gain > split.count * minor_unit(self.offer.currency):
                best = split
        return best


def parts(dataset: Dataset, comparison: Comparison, most: int = USUAL_PARTS) -> tuple[InParts, ...]:
    """The roads by what arrives of their best split, each in one up to `most` parts.

    The roads that stand side by side for the whole, and those that the whole is too large or too
    small for, if they take it in twelve parts at most. A first-transfer offer is left out: it holds
    for one part alone. Empty where no outlay was asked.
    """
    transfer = comparison.transfer
    if transfer.send is None:
        return ()
    with localcontext(EXACT):
        found = list(_found(dataset.market, comparison, most))
    return tuple(sorted(found, key=lambda road: (-(road.best.received or 0), road.offer.key)))


def shares(outlay: Decimal, count: int, currency: str) -> tuple[Decimal, ...]:
    """An outlay in equal parts of whole minor units, the remainder on the first."""
    part = floor_minor(outlay / count, currency)
    return (outlay - part * (count - 1), *[part] * (count - 1))


def _found(market: Market, comparison: Comparison, most: int) -> Iterator[InParts]:
    transfer, day = comparison.transfer, comparison.day
    roads = [offer for offer in side_by_side(comparison) if not offer.promotion]
    currency = roads[0].currency if roads else comparison.transfer.corridor.receives
    for offer in roads:
        if offer.route is not None:
            splits = tuple(_split(offer.route, transfer, n, day, market)[0] for n in range(1, most + 1))
            yield InParts(offer, splits, splits[0])
    for refusal in comparison.not_offered:
        if refusal.reason not in BY_SIZE:
            continue
        tried = [_split(refusal.route, transfer, n, day, market) for n in range(1, MOST_PARTS + 1)]
        for least, first in tried:
            if first is not None and least.received is not None:
                if _stands_beside(first, currency, comparison, roads):
                    yield InParts(first, tuple(split for split, _ in tried[:most]), least)
                break


def _split(
    route: Route, transfer: Transfer, count: int, day: date, market: Market
) -> tuple[Split, Offer | None]:
    """The split, and the offer for its first part."""
    assert transfer.send is not None
    outlays = shares(transfer.send, count, transfer.currency)
    asked = {outlay: replace(transfer, send=outlay) for outlay in outlays}
    if not all(outlays):
        return Split(count, outlays, refusal=NotOffered(route, Reason.BELOW_MINIMUM)), None
    answers = {outlay: price(route, one, day, market) for outlay, one in asked.items()}
    refusal = next((a for a in answers.values() if isinstance(a, NotOffered)), None)
    if refusal is not None:
        return Split(count, outlays, refusal=refusal), None
    offers = {outlay: a for outlay, a in answers.items() if isinstance(a, Offer)}
    first = offers[outlays[0]]
    if any(offer.received is None or offer.total_cost is None for offer in offers.values()):
        return Split(count, outlays), first
    split = Split(
        count,
        outlays,
        received=sum((offers[o].received or Decimal(0) for o in outlays), Decimal(0)),
        total_cost=sum((offers[o].total_cost or Decimal(0) for o in outlays), Decimal(0)),
        anew=taken_anew(route, asked[outlays[-1]], day, market),
        estimate=any(offer.basis is Basis.ESTIMATE for offer in offers.values()),
    )
    return split, first


def _stands_beside(offer: Offer, currency: str | None, comparison: Comparison, roads: list[Offer]) -> bool:
    """Whether a road that takes parts alone may stand beside those that take the whole."""
    current = comparison.headline is None or offer.grade is Grade.CURRENT
    fits = not offer.unknown_fits or bool(roads and roads[0].unknown_fits)
    return current and fits and not offer.promotion and currency in (None, offer.currency)
