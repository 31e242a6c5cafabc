"""The second benchmark: the same roads judged by the European Central Bank's rate."""

from dataclasses import dataclass, replace
from enum import StrEnum

from channels.compare.amount_curves import side_by_side
from channels.compare.comparison import Comparison, compare
from channels.dataset.dataset import Dataset
from channels.pricing.fx import MANAT, Reference
from channels.pricing.offers import Offer
from channels.terms import Benchmark


class NoSecond(StrEnum):
    """Why there is no second benchmark, as a code the page can put into words."""

    INVENTED = "invented"
    SAME_MONEY = "same_money"
    SAME_RATE = "same_rate"
    DOLLAR = "dollar"
    STANDS_IN = "stands_in"
    NOT_QUOTED = "not_quoted"


@dataclass(frozen=True, slots=True)
class Judged:
    """One road by both benchmarks: its offers and its places, from 1; None where the second has no price."""

    offer: Offer
    place: int
    other: Offer | None
    other_place: int | None


@dataclass(frozen=True, slots=True)
class Second:
    """The roads by the second benchmark, in the order of the first. `reference` is the second's rate."""

    reference: Reference
    roads: tuple[Judged, ...]


def second(
    dataset: Dataset, comparison: Comparison, benchmark: Benchmark = Benchmark.ECB
) -> Second | NoSecond:
    """The same question by another benchmark, or why there is none.

    Source: the ECB's cross to the dollar times the Central Bank's dollar rate, for the currencies
    that the ECB quotes on the day.
    """
    transfer = comparison.transfer
    quote = transfer.received_currency
    if transfer.currency == quote:
        return NoSecond.SAME_MONEY
    if transfer.benchmark is benchmark:
        return NoSecond.SAME_RATE
    if dataset.invented:
        return NoSecond.INVENTED
    if {transfer.currency, quote} == {"USD", MANAT}:
        return NoSecond.DOLLAR
    if comparison.reference is not None and comparison.reference.stood_in:
        return NoSecond.STANDS_IN
    then = compare(dataset, replace(transfer, benchmark=benchmark), comparison.day)
    if then.reference is None:
        return NoSecond.NOT_QUOTED
    roads = side_by_side(comparison)
    others = {offer.key: offer for offer in then.offers if offer.complete}
    known = [o.key for o in roads if o.key in others]
    ordered = sorted(known, key=lambda key: (-(others[key].received or 0), key))
    return Second(
        then.reference,
        tuple(
            Judged(o, n, others.get(o.key), ordered.index(o.key) + 1 if o.key in others else None)
            for n, o in enumerate(roads, 1)
        ),
    )
