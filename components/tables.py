"""The same values as in the pictures, as tables in the reader's words."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from channels.comparison import Comparison
from channels.curves import Beside, Curve
from channels.dataset import Dataset
from channels.pricing import Offer
from components import phrases
from components.captions import outside_cost
from components.i18n import Words

TOLD_STEPS = (Decimal("0.4"), Decimal(1), Decimal(2), Decimal(4))
"""The amounts of a table, as multiples of the one asked: points that every curve has."""


def costs(comparison: Comparison, roads: Sequence[Offer], data: Dataset, words: Words) -> pd.DataFrame:
    """A row for each road, the cheapest first: its cost and the parts, in whole units that add up."""
    side = "there" if phrases.is_outbound(comparison) else "here"
    rows = []
    for offer in sorted(roads, key=lambda o: o.total_cost or 0):
        parts = phrases.whole_parts(offer)
        assert parts is not None and offer.total_cost is not None
        fee, hidden, receipt = (_whole(part, offer.currency, words) for part in parts)
        rows.append(
            {
                words("table.road"): phrases.road_name(offer, data, words),
                words("table.total"): _whole(offer.total_cost, offer.currency, words),
                words(f"part.fee_{side}"): fee,
                words("part.hidden"): hidden,
                words(f"part.receipt_{side}"): receipt if offer.receipt_known else words("unknown.short"),
            }
        )
    return _table(rows, [words("table.road")])


def amounts(comparison: Comparison, found: Sequence[Curve], data: Dataset, words: Words) -> pd.DataFrame:
    """A row for each road: its cost for four amounts, and the most that one transfer carries."""
    send, currency = comparison.transfer.send, comparison.transfer.currency
    assert send is not None
    rows = []
    for curve in found:
        row = {words("table.road"): phrases.provider(curve.offer.provider, data, words)}
        for times in TOLD_STEPS:
            offer = curve.at(send * times)
            cost = None if offer is None else offer.total_cost
            row[_whole(send * times, currency, words)] = (
                words("table.not_sent") if cost is None else _whole(cost, curve.offer.currency, words)
            )
        row[words("table.limit")] = (
            words("table.limit_none") if curve.limit is None else _whole(curve.limit, currency, words)
        )
        rows.append(row)
    return _table(rows, [words("table.road")])


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
        if row.outlay not in [send * times for times in TOLD_STEPS]:
            continue
        formal = row.formal
        missing = words("unknown.short")
        cost = None if formal is None else formal.total_cost
        who = missing if formal is None else phrases.provider(formal.provider, data, words)
        rows.append(
            {
                words("table.sent"): _whole(row.outlay, currency, words),
                words("table.formal"): who,
                words("table.total"): missing if cost is None else _whole(cost, row.outside.currency, words),
                row.outside.road.name.text_in(words.language): missing
                if row.outside.received is None
                else _whole(outside_cost(row, comparison), row.outside.currency, words),
            }
        )
    return _table(rows, [words("table.sent")])


def _whole(amount: Decimal, currency: str, words: Words) -> str:
    return words.money(amount, currency, whole=True)


def _table(rows: Sequence[dict[str, str]], index: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rows).set_index(index)
