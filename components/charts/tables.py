"""The same values as in the pictures, as tables in the reader's words."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from channels.compare.amount_curves import Beside, Curve
from channels.compare.comparison import Comparison
from channels.dataset.dataset import Dataset
from channels.pricing.offers import Offer
from channels.pricing.ranking import known_cost
from components.charts.captions import outside_cost
from components.i18n import Words
from components.words import costs as cost_words
from components.words import offers as offer_words

if TYPE_CHECKING:
    import pandas as pd

MULTIPLES = (1, 2, 4)
"""The amounts of a table, as multiples of the one asked: points that every curve has."""


def costs(comparison: Comparison, roads: Sequence[Offer], data: Dataset, words: Words) -> "pd.DataFrame":
    """A row for each road, the cheapest first: its cost, and the parts in whole units that add up.

    Three columns and no more: a table that is pushed sideways cannot be read with keys alone.
    """
    rows = [
        {
            words("table.road"): offer_words.road_name(offer, data, words),
            words("table.total"): cost_words.total(offer, words) or words("unknown.short"),
            words("table.parts"): offer_words.cost_line(comparison, offer, words),
        }
        for offer in sorted(roads, key=lambda o: known_cost(o) or 0)
    ]
    return named(rows)


def amounts(comparison: Comparison, found: Sequence[Curve], data: Dataset, words: Words) -> "pd.DataFrame":
    """A row for each road: its cost for three amounts, or the limit that it does not go beyond."""
    send, currency = comparison.transfer.send, comparison.transfer.currency
    assert send is not None
    rows = []
    for curve in found:
        row = {_head(currency, words): offer_words.provider(curve.offer.provider, data, words)}
        for outlay in _outlays(send):
            row[words.money(outlay, currency, whole=True)] = _cost_at(curve, outlay, words)
        rows.append(row)
    return named(rows)


def _cost_at(curve: Curve, outlay: Decimal, words: Words) -> str:
    offer = curve.at(outlay)
    if offer is not None and (cost := known_cost(offer)) is not None:
        return _figure(cost, words)
    if curve.limit is not None and outlay > curve.limit:
        return words("table.limit", limit=_figure(curve.limit, words))
    return words("table.not_sent")


def times(
    comparison: Comparison, roads: Sequence[Offer], best: Sequence[Offer], data: Dataset, words: Words
) -> "pd.DataFrame":
    """A row for each road whose time is known: what arrives, how soon, and whether no other beats it."""
    unbeaten = {offer.key for offer in best}
    rows = [
        {
            words("table.road"): offer_words.road_name(offer, data, words),
            words("table.received"): offer_words.received(offer, words),
            words("table.time"): offer_words.duration(offer, words),
            words("table.unbeaten"): words("table.yes") if offer.key in unbeaten else "",
        }
        for offer in roads
        if offer.minutes_most is not None
    ]
    return named(rows)


def outside(comparison: Comparison, found: Sequence[Beside], data: Dataset, words: Words) -> "pd.DataFrame":
    """A row for each of three amounts: the best checked road, its cost, and that of the unlicensed one."""
    send, currency = comparison.transfer.send, comparison.transfer.currency
    assert send is not None
    rows = []
    for row in found:
        if row.outlay not in _outlays(send):
            continue
        formal = row.formal
        head = words("axis.cost", currency=words.currency(currency))
        missing = words("unknown.short")
        cost = None if formal is None else known_cost(formal)
        who = missing if formal is None else offer_words.provider(formal.provider, data, words)
        rows.append(
            {
                words("table.sent"): words.money(row.outlay, currency, whole=True),
                words("table.formal"): who,
                head: missing if cost is None else _figure(cost, words),
                row.outside.road.name.text_in(words.language): missing
                if row.outside.received is None
                else _figure(outside_cost(row, comparison), words),
            }
        )
    return named(rows)


def _figure(amount: Decimal, words: Words) -> str:
    """A whole figure alone: its currency stands once, over the first column, which spares a phone's width."""
    return words.number(amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN), 0)


def named(rows: Sequence[dict[str, str]]) -> "pd.DataFrame":
    """The rows, named by their first column."""
    import pandas as pd  # noqa: PLC0415  a large library: loaded only when used

    return pd.DataFrame(rows).set_index(next(iter(rows[0])))


def _outlays(send: Decimal) -> list[Decimal]:
    """The amounts of a table."""
    return [send * times for times in MULTIPLES]


def _head(currency: str, words: Words) -> str:
    """The head of the first column: roads, and in what currency the figures beside them are."""
    return words("table.road_in", currency=words.currency(currency))
