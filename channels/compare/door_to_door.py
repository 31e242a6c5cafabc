"""Door to door: what is left, and when, once the way to the counter is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from channels.compare.amount_curves import side_by_side
from channels.compare.comparison import Comparison
from channels.money import EXACT
from channels.pricing.offers import Offer
from channels.terms import DisbursementMethod

MOST_MINUTES = 10_080
"""A week: nobody is longer on the way to a counter, or in its queue."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit to a counter takes: the fare there and back in received currency, and minutes."""

    fare: Decimal = Decimal(0)
    travel: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class ToTheDoor:
    """One road with the way to its counter.

    `visit`: whether the money is fetched at a counter; None where nobody knows how it is handed
    over, and then `left` and `minutes` are None too. `left` is what arrives less the fare, `minutes`
    the longest wait for the money with the way and the queue; None where that wait is not known.
    """

    offer: Offer
    visit: bool | None
    left: Decimal | None
    minutes: int | None


def door_to_door(comparison: Comparison, visit: Visit) -> tuple[ToTheDoor, ...]:
    """The roads side by side, by what is left at home; those of which nobody knows it last."""
    with localcontext(EXACT):
        found = [_to_the_door(offer, visit) for offer in side_by_side(comparison)]
    return tuple(sorted(found, key=lambda t: (t.left is None, -(t.left or t.offer.received or 0))))


def order_changes(found: Sequence[ToTheDoor]) -> bool:
    """Whether the way to the counter puts the roads whose pay-out is known into another order."""
    known = [t for t in found if t.left is not None]
    before = sorted(known, key=lambda t: (-(t.offer.received or 0), t.offer.key))
    received = [t.offer.received for t in known]
    return received != [t.offer.received for t in before]


def _to_the_door(offer: Offer, visit: Visit) -> ToTheDoor:
    """Cash is fetched; what goes to an account, a card or an app, or is brought home, is not."""
    if offer.form is None or offer.received is None:
        return ToTheDoor(offer, None, None, None)
    fetched = offer.form is DisbursementMethod.CASH
    more = visit.travel + visit.waiting if fetched else 0
    minutes = None if offer.minutes_most is None else offer.minutes_most + more
    return ToTheDoor(offer, fetched, offer.received - (visit.fare if fetched else 0), minutes)
