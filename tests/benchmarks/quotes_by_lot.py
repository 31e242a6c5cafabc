"""A country's quotes as calculators would tell them, hour by hour: the panel's own files, by the million.

Forty corridors, ten providers on each, four amounts, every hour of every day: 38,400 answers a day. Made by
DuckDB from a seed, so that the same seed gives the same rows; `python -m tests.benchmarks.quotes_by_lot
FOLDER MILLIONS` writes them.
"""

import calendar
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from channels.panel import quotes

ABROAD = [
    *("RU", "TR", "GE", "DE", "US", "GB", "IT", "FR", "ES", "NL", "PL", "CZ", "AT", "CH", "BE", "SE", "NO"),
    *("DK", "FI", "GR", "UA", "KZ", "UZ", "TM", "KG", "TJ", "AM", "IR", "IQ", "IL", "AE", "SA", "QA", "KW"),
    *("CN", "KR", "JP", "IN", "CA", "AU"),
]
CURRENCIES = {"RU": "RUB", "TR": "TRY", "GE": "GEL", "US": "USD", "GB": "GBP", "PL": "PLN", "KZ": "KZT"}
PROVIDERS, AMOUNTS, HOURS = 10, (100, 200, 500, 1_000), 24
FIRST = (2023, 1)
A_DAY = len(ABROAD) * PROVIDERS * len(AMOUNTS) * HOURS
ROWS = 50_000
"""Rows in a group of a month's file, which is sorted by corridor and day as the panel writes it."""
MADE = """
SELECT corridor, sending, currency, base, provider, amount,
       (DATE '{first}' + day::INT)::DATE AS day, hour,
       hash({seed}, corridor, provider, amount, day, hour + {month} * 1000) AS lot,
       hash({seed}, corridor, provider, day + {month} * 100) AS lot_of_day
FROM corridors, (SELECT unnest(range({days})) AS day), (SELECT unnest(range({hours})) AS hour),
     (SELECT unnest(range({providers})) AS provider), (SELECT unnest({amounts}) AS amount)
"""
COLUMNS = {
    "id": "md5(concat_ws('|', corridor, provider, amount, day, hour))",
    "digest": "md5(lot::VARCHAR)",
    "appended": "timezone('UTC', day::TIMESTAMP + to_hours(hour + 1))",
    "origin": "'calculator'",
    "shown": "lot % 1000 > 1",
    "answer": "CASE WHEN lot % 200 = 7 THEN 'no_service' ELSE 'observed' END",
    "day": "day",
    "sending": "sending",
    "receiving": "'AZ'",
    "provider": "'provider_' || provider",
    "service": "'transfer'",
    "corridor": "corridor",
    "evidence": "CASE WHEN lot % 200 = 7 THEN NULL ELSE 'observed' END",
    "observed": "day",
    "amount": "amount::DECIMAL(38, 18)",
    "currency": "currency",
    "fee": "CASE WHEN lot % 200 = 7 THEN NULL ELSE (provider % 4 + amount // 200)::DECIMAL(38, 18) END",
    "rate": "CASE WHEN lot % 200 = 7 THEN NULL ELSE round(base * (1 - provider * 0.002"
    " - (lot_of_day % 300) / 20000.0 - (lot % 40) / 100000.0), 6)::DECIMAL(38, 18) END",
    "pays": "'AZN'",
    "minutes_most": "[60, 1440, 2880, 8640, 10080][provider % 5 + 1]::BIGINT",
    "pay_in": "'card'",
    "disbursement": "CASE WHEN provider % 2 = 0 THEN 'cash' ELSE 'card' END",
    "promotion": "false",
    "of_provider": "false",
    "checked": "false",
    "method": "'api'",
    "asked": "timezone('UTC', day::TIMESTAMP + to_hours(hour) + to_seconds((lot % 3600)::BIGINT))",
    "source": "'asked_provider_' || provider",
}
TYPES = {
    "decimal128(38, 18)": "DECIMAL(38, 18)", "timestamp[us, tz=UTC]": "TIMESTAMPTZ", "date32[day]": "DATE",
    "int64": "BIGINT", "bool": "BOOLEAN", "string": "VARCHAR",
}  # fmt: skip


def write(folder: Path, rows: int, seed: int = 17) -> int:
    """Write whole days until there are so many rows; how many there are. The last file may be of a part."""
    folder.mkdir(parents=True, exist_ok=True)
    made = 0
    with duckdb.connect(config={"memory_limit": "3GB", "temp_directory": str(folder / "scratch")}) as engine:
        engine.execute("SET preserve_insertion_order = false; SET TimeZone = 'UTC'")
        engine.execute(
            "CREATE TABLE corridors (corridor VARCHAR, sending VARCHAR, currency VARCHAR, base DOUBLE)"
        )
        for at, country in enumerate(ABROAD):
            values = [f"{country}-AZ", country, CURRENCIES.get(country, "EUR"), round(0.02 * 1.13**at, 4)]
            engine.execute("INSERT INTO corridors VALUES (?, ?, ?, ?)", values)
        for year, month in _months():
            days = min(calendar.monthrange(year, month)[1], -(-(rows - made) // A_DAY))
            made += _month(engine, folder, date(year, month, 1), days, seed)
            if made >= rows:
                return made
    raise AssertionError("there is always another month")


def last_day(month: Path) -> date:
    """The last day that a month's file has."""
    (found,) = duckdb.execute("SELECT max(day) FROM read_parquet(?)", [str(month)]).fetchone()
    return found


def _months() -> Iterator[tuple[int, int]]:
    year, month = FIRST
    while True:
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _month(engine: Any, folder: Path, first: date, days: int, seed: int) -> int:
    asked = MADE.format(
        first=first, seed=seed, month=first.year * 12 + first.month, days=days, hours=HOURS,
        providers=PROVIDERS, amounts=list(AMOUNTS),
    )  # fmt: skip
    cells = ", ".join(
        f"{COLUMNS.get(field.name, 'NULL')}::{TYPES[str(field.type)]} AS {field.name}"
        for field in quotes.SCHEMA
    )
    target = str(folder / f"{first:%Y-%m}.parquet").replace("'", "''")
    (number,) = engine.execute(
        f"COPY (SELECT {cells} FROM ({asked}) ORDER BY corridor, day) TO '{target}'"
        f" (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS})"
    ).fetchone()
    return int(number)


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), int(float(sys.argv[2]) * 1_000_000)))
