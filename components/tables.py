"""The same values as in the pictures, as tables in the reader's words."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

import pandas as pd

from channels.comparison import Comparison
from channels.curves import Beside, Curve
from channels.dataset import Dataset
from channels.money import floor_minor
from channels.pricing import Offer
from components import phrases
from components.captions import outside_cost
from components.i18n import Words

TOLD_STEPS = (Decimal("0.4"), Decimal(1), Decimal(2), Decimal(4))
"""The amounts of a table, as multiples of the one asked: points that every curve has."""


def costs(comparison: Comparison, roads: Sequence[Offer], data: Dataset, words: Words) -> pd.DataFrame:
    """A row for each road, the cheapest first: its cost and the parts, in whole units that add up."""
    side = "there" if phrases.is_outbound(comparison) else "here"
    head, rows = _head(roads[0].currency, words), []
    for offer in sorted(roads, key=lambda o: o.total_cost or 0):
        parts = phrases.whole_parts(offer)
        assert parts is not None and offer.total_cost is not None
        fee, hidden, receipt = (_figure(part, words) for part in parts)
        rows.append(
            {
                head: phrases.road_name(offer, data, words),
                words("table.total"): _figure(offer.total_cost, words),
                words(f"part.fee_{side}"): fee,
                words("part.hidden"): hidden,
                words(f"part.receipt_{side}"): receipt if offer.receipt_known else words("unknown.short"),
            }
        )
    return _table(rows, [head])


def amounts(comparison: Comparison, found: Sequence[Curve], data: Dataset, words: Words) -> pd.DataFrame:
    """A row for each road: its cost for four amounts, and the most that one transfer carries."""
    send, currency = comparison.transfer.send, comparison.transfer.currency
    assert send is not None
    head, rows = _head(found[0].offer.currency, words), []
    for curve in found:
        row = {head: phrases.provider(curve.offer.provider, data, words)}
        for outlay in _outlays(send, currency):
            offer = curve.at(outlay)
            cost = None if offer is None else offer.total_cost
            row[words.money(outlay, currency, whole=True)] = (
                words("table.not_sent") if cost is None else _figure(cost, words)
            )
        row[words("table.limit")] = (
            words("table.limit_none")
            if curve.limit is None
            else words.money(curve.limit, currency, whole=True)
        )
        rows.append(row)
    return _table(rows, [head])


def times(
    comparison: Comparison, roads: Sequence[Offer], best: Sequence[Offer], data: Dataset, words: Words
) -> pd.DataFrame:
    """A row for each road whose time is known: what arrives, how soon, and whether no other beats it."""
    unbeaten = {offer.key for offer in best}
    rows = [
        {
            words("table.road"): phrases.road_name(offer, data, words),
            words("table.received"): phrases.received(offer, words),
            words("table.time"): phrases.duration(offer, words),
            words("table.unbeaten"): words("table.yes") if offer.key in unbeaten else "",
        }
        for offer in roads
        if offer.minutes_most is not None
    ]
    return _table(rows, [words("table.road")])


def outside(comparison: Comparison, found: Sequence[Beside], data: Dataset, words: Words) -> pd.DataFrame:
    """A row for each of four amounts: the best checked road, its cost, and that of the unlicensed one."""
    send, currency = comparison.transfer.send, comparison.transfer.currency
    assert send is not None
    rows = []
    for row in found:
        if row.outlay not in _outlays(send, currency):
            continue
        formal = row.formal
        head = words("axis.cost", currency=words.currency(row.outside.currency))
        missing = words("unknown.short")
        cost = None if formal is None else formal.total_cost
        who = missing if formal is None else phrases.provider(formal.provider, data, words)
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
    return _table(rows, [words("table.sent")])


def _figure(amount: Decimal, words: Words) -> str:
    """A whole figure alone: its currency stands once, over the first column, which spares a phone's width."""
    return words.number(amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN), 0)


def _table(rows: Sequence[dict[str, str]], index: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rows).set_index(index)


def _outlays(send: Decimal, currency: str) -> list[Decimal]:
    """The amounts of a table that can be paid."""
    return [floor_minor(send * times, currency) for times in TOLD_STEPS]


def _head(currency: str, words: Words) -> str:
    """The head of the first column: roads, and in what currency the figures beside them are."""
    return words("table.road_in", currency=words.currency(currency))
