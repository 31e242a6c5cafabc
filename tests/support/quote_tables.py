"""Rows of the quotes' panel for tests: as a table of the panel's own columns, made by hand or by lot."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from channels.panel import quotes

DAY = date(2026, 11, 2)
"""A Monday."""
NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
CORRIDORS = (("RU-AZ", "RUB", "AZN"), ("TR-AZ", "TRY", "AZN"), ("DE-AZ", "EUR", "USD"))
FIGURES = ("amount", "fee", "margin_percent", "rate", "received", "receipt_charge")


def a_quote(**fields: Any) -> dict[str, Any]:
    """One observed price: 100 roubles for 10,000, 2 % in the rate, from Russia to Azerbaijan on `DAY`."""
    row: dict[str, Any] = {
        "answer": "observed", "shown": True, "day": DAY, "origin": "calculator", "corridor": "RU-AZ",
        "evidence": "observed", "provider": "alfa", "service": "transfer", "amount": "10000",
        "currency": "RUB", "fee": "100", "margin_percent": "2", "pay_in": "card", "disbursement": "cash",
        "minutes_most": 60, "promotion": False, "appended": NOW, "digest": "a",
    } | fields  # fmt: skip
    sending, receiving = row["corridor"].split("-")
    row |= {"sending": sending, "receiving": receiving}
    return row | {name: Decimal(row[name]) for name in FIGURES if row.get(name) is not None}


def table(rows: Iterable[dict[str, Any]]) -> pa.Table:
    """Rows as the panel keeps them; each has an id of its own where none is said."""
    empty = dict.fromkeys(quotes.NAMES)
    numbered = [empty | {"id": f"{at:032x}"} | row for at, row in enumerate(rows)]
    return pa.Table.from_pylist(numbered, schema=quotes.SCHEMA)


def by_lot(number: int, seed: int = 11) -> Iterator[dict[str, Any]]:
    """So many rows with everything that the panel knows and lacks, the same for the same seed."""
    lot = random.Random(seed)
    for _ in range(number):
        corridor, currency, pays = lot.choice(CORRIDORS)
        survey = lot.random() < 0.1
        told = lot.random()
        fields: dict[str, Any] = {
            "corridor": corridor, "currency": currency, "pays": pays, "amount": lot.choice(("200", "500.50")),
            "day": DAY + timedelta(days=lot.randint(-60, 20)), "fee": f"{lot.randint(0, 900) / 100:.2f}",
            "provider": None if survey else lot.choice(("alfa", "beta", "gamma")),
            "firm": "A Firm" if survey else None,
            "service": lot.choice(("transfer", "card", None)), "product": "cash",
            "evidence": "surveyed" if survey else lot.choice(("observed", "observed", "observed", "told")),
            "pay_in": lot.choice(("card", "cash", None)), "disbursement": lot.choice(("cash", "account")),
            "minutes_most": lot.choice((None, 60, 1440, 8640, 8641)), "promotion": lot.random() < 0.1,
            "shown": lot.random() > 0.05, "margin_percent": None,
        }  # fmt: skip
        if told < 0.4:
            fields["margin_percent"] = f"{lot.randint(-20, 400) / 100:.2f}"
        elif told < 0.9:
            fields["rate"] = f"{lot.randint(10**11, 10**12) / 10**13:.13f}"
        if lot.random() < 0.2:
            fields["received"] = f"{lot.randint(300, 1200) / 100:.2f}"
        if lot.random() < 0.1:
            fields |= {"fee": None}
        if lot.random() < 0.1:
            fields |= {
                "answer": "no_service",
                "amount": None,
                "fee": None,
                "rate": None,
                "margin_percent": None,
            }
        yield a_quote(**fields)


def official(days: int = 120) -> pa.Table:
    """Official rates of each day around `DAY`, for the three currencies of `by_lot`."""
    rows = [
        {"day": DAY + timedelta(days=n - 80), "currency": currency, "pays": pays, "rate": rate + n / 10_000}
        for n in range(days)
        for currency, pays, rate in (("RUB", "AZN", 0.02), ("TRY", "AZN", 0.04), ("EUR", "USD", 1.1))
        if n % 7  # no sheet on some days
    ]
    columns = [("day", pa.date32()), ("currency", pa.string()), ("pays", pa.string()), ("rate", pa.float64())]
    return pa.Table.from_pylist(rows, schema=pa.schema(columns))
