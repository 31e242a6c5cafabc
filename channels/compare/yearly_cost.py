"""A year at the reader's rhythm: what each road costs, and what changing to the best one leaves."""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from channels.compare.amount_curves import side_by_side
from channels.compare.comparison import Comparison
from channels.money import EXACT
from channels.pricing.offers import Offer

RHYTHMS = {"week": 52, "two_weeks": 26, "month": 12, "quarter": 4, "half_year": 2}
"""How many times a year each rhythm is."""
MOST_TIMES = 366


@dataclass(frozen=True, slots=True)
class Yearly:
    """One road over a year, in the currency received, at the prices of the day asked.

    `cost` is what all transfers cost; `kept` is what more arrives by the best road instead.
    """

    offer: Offer
    cost: Decimal
    kept: Decimal


def over_a_year(comparison: Comparison, times: int) -> tuple[Yearly, ...]:
    """The roads side by side, most money first, sent by the same one `times` times a year.

    A first-transfer offer is left out: it holds once. Empty where no road's cost is known.
    """
    roads = [o for o in side_by_side(comparison) if not o.promotion]
    with localcontext(EXACT):
        most = max((o.received or Decimal(0) for o in roads), default=Decimal(0))
        return tuple(
            Yearly(o, o.total_cost * times, (most - o.received) * times)
            for o in roads
            if o.total_cost is not None and o.received is not None
        )
