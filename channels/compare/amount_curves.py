"""What each picture sets side by side: roads at one amount, and what becomes of them at others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from itertools import pairwise

from channels.compare.comparison import Comparison, compare
from channels.dataset.dataset import Dataset
from channels.money import EXACT, floor_minor, minor_unit
from channels.pricing.informal import AskedPrice, Informal
from channels.pricing.offers import Offer, edges, price
from channels.pricing.ranking import best_current, unbeaten
from channels.pricing.routes import Market, NotOffered, Route, Transfer
from channels.terms import Basis, Grade, InformalKind, Reason

STEPS_TO_AMOUNT = 5
"""How many even steps lead from nothing to the amount asked."""
TIMES_AMOUNT = 4
"""How many times the amount asked a curve reaches."""
MOST_CURVES = 6


@dataclass(frozen=True, slots=True)
class Curve:
    """One road's price for other amounts: outlays in the sending currency, each with its offer.

    None stands for an amount at which the road makes no offer. `limit` is the largest outlay it
    takes, where a limit ends it before the last amount.
    """

    offer: Offer
    points: tuple[tuple[Decimal, Offer | None], ...]
    limit: Decimal | None

    def at(self, outlay: Decimal) -> Offer | None:
        """The offer at an outlay that is one of the points; None where there is none."""
        return next((offer for amount, offer in self.points if amount == outlay), None)


@dataclass(frozen=True, slots=True)
class Beside:
    """The best checked formal offer at an amount, and what an unlicensed service hands over at its price."""

    outlay: Decimal
    formal: Offer | None
    outside: Informal


def side_by_side(comparison: Comparison) -> tuple[Offer, ...]:
    """The roads that one picture can hold: whole prices in one currency that fit, most money first.

    Checked prices alone where the answer is one; promotions only if asked for; estimates, and roads
    of which nobody knows whether they fit, only where there is nothing else.
    """
    whole = [o for o in comparison.offers if o.complete and _wanted(o, comparison)]
    prices = [o for o in whole if o.basis is not Basis.ESTIMATE] or whole
    fit = [o for o in prices if not o.unknown_fits] or prices
    named = [o for o in fit if not o.any_country] or fit
    top = comparison.headline or comparison.best or next(iter(named), None)
    if top is None:
        return ()
    same = [o for o in named if o.currency == top.currency]
    return tuple(sorted(same, key=lambda o: (-(o.received or 0), o.key)))


def subject(comparison: Comparison, roads: Sequence[Offer]) -> Offer:
    """The road that a picture speaks of: the answer's, else the one by which most arrives."""
    top = comparison.headline
    return top if top is not None else roads[0]


def _wanted(offer: Offer, comparison: Comparison) -> bool:
    current = comparison.headline is None or offer.grade is Grade.CURRENT
    return current and (comparison.transfer.promotions or not offer.promotion)


def no_other_beats(comparison: Comparison) -> tuple[Offer, ...]:
    """Of the roads side by side those that no other beats on money and time together, most money first.

    A price that nobody saw within a year wins nothing.
    """
    seen = [offer for offer in side_by_side(comparison) if offer.price_grade is not Grade.HISTORICAL]
    return unbeaten(seen)


def curves(dataset: Dataset, comparison: Comparison) -> tuple[Curve, ...]:
    """The cost of the best road of each provider, six at most, for amounts up to four times the one asked.

    The amounts hold every edge of every band, and where a limit ends a road the last amount before it.
    """
    transfer, roads = comparison.transfer, side_by_side(comparison)
    if transfer.send is None or not roads:
        return ()
    one_each: dict[str, Offer] = {}
    for offer in (subject(comparison, roads), *roads):
        one_each.setdefault(offer.provider, offer)
    amounts = _even(transfer.send, transfer.currency)
    found = [o for o in one_each.values() if o.route is not None][:MOST_CURVES]
    with localcontext(EXACT):
        return tuple(_curve(offer, transfer, comparison.day, dataset.market, amounts) for offer in found)


def _even(send: Decimal, currency: str) -> list[Decimal]:
    """Even steps up to four times the amount, which is one of them."""
    unit = minor_unit(currency)
    steps = range(1, STEPS_TO_AMOUNT * TIMES_AMOUNT + 1)
    amounts = {max(unit, floor_minor(send * n / STEPS_TO_AMOUNT, currency)) for n in steps}
    return sorted(amounts | {send, send * TIMES_AMOUNT})


def _curve(offer: Offer, transfer: Transfer, day: date, market: Market, amounts: Sequence[Decimal]) -> Curve:
    route = offer.route
    assert route is not None

    def answer(outlay: Decimal) -> Offer | NotOffered:
        found = price(route, replace(transfer, send=outlay), day, market)
        if isinstance(found, Offer) and found.total_cost is None:
            return NotOffered(route, Reason.NOT_PUBLISHED)
        return found

    at = {outlay: answer(outlay) for outlay in _with_edges(amounts, [route], transfer, day, market)}
    limit = None
    for low, high in list(pairwise(sorted(at))):
        if isinstance(at[low], Offer) == isinstance(at[high], Offer):
            continue
        last, first = _turn(answer, low, high, minor_unit(transfer.currency))
        at |= {last: answer(last), first: answer(first)}
        refused = at[first]
        if isinstance(refused, NotOffered) and refused.reason is Reason.ABOVE_LIMIT:
            limit = last
    points = ((outlay, found) for outlay, found in sorted(at.items()))
    return Curve(offer, tuple((a, o if isinstance(o, Offer) else None) for a, o in points), limit)


def _with_edges(
    amounts: Sequence[Decimal], routes: Sequence[Route], transfer: Transfer, day: date, market: Market
) -> list[Decimal]:
    inside = [
        edge
        for route in routes
        for edge in edges(route, transfer, day, market)
        if amounts[0] <= edge <= amounts[-1]
    ]
    return sorted({*amounts, *inside})


def _turn(
    answer: Callable[[Decimal], Offer | NotOffered], low: Decimal, high: Decimal, unit: Decimal
) -> tuple[Decimal, Decimal]:
    """The two neighbouring outlays, one of them offered and the other not, between two such outlays."""
    offered = isinstance(answer(low), Offer)
    while high - low > unit:
        middle = low + ((high - low) / unit // 2) * unit
        if isinstance(answer(middle), Offer) == offered:
            low = middle
        else:
            high = middle
    return low, high


def beside_outside(dataset: Dataset, comparison: Comparison, asked: AskedPrice) -> tuple[Beside, ...]:
    """The formal and the unlicensed road for amounts up to four times the one asked, at the reader's price.

    Empty without a checked formal price, an official rate young enough to judge by, or an amount sent.
    """
    transfer, day, market = comparison.transfer, comparison.day, dataset.market
    used = comparison.reference
    checked = [o for o in comparison.offers if o.complete and o.grade is Grade.CURRENT]
    if transfer.send is None or used is None or not used.fresh or not checked:
        return ()
    routes = [o.route for o in checked if o.route is not None]
    amounts = _with_edges(_even(transfer.send, transfer.currency), routes, transfer, day, market)
    found = []
    for outlay in amounts:
        then = compare(dataset, replace(transfer, send=outlay), day, asked=asked)
        outside = next((road for road in then.informal if road.kind is InformalKind.UNLICENSED), None)
        if outside is not None:
            found.append(Beside(outlay, _formal(then), outside))
    now = next((b for b in found if b.outlay == transfer.send), None)
    whole = now is not None and now.formal is not None and now.outside.difference is not None
    return tuple(found) if whole else ()


def _formal(comparison: Comparison) -> Offer | None:
    """The offer that a road outside is set beside, as `comparison` does."""
    wanted = comparison.transfer.promotions
    return best_current([o.as_usual_price() for o in comparison.offers] if wanted else comparison.offers)
