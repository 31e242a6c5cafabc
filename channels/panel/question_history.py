"""What a page that waits reads of the quotes' panel: the history of a question, the prices of a corridor.

The first is what `quote_indicators.history` says. One engine with little memory stays open for all who ask.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from channels.panel import arranged, quotes
from channels.panel.engines import as_pattern
from channels.panel.faults import BrokenPanel
from channels.panel.history_words import QUOTES, history_words, quoted
from channels.records.dated_prices import KeptQuote, last_words

Row = dict[str, Any]
MOST_MEMORY = "128MB"
"""What the engine may hold for all questions together."""
THREADS = 2
NAMES = (
    *("corridor", "currency", "amount", "pays", "day", "provider"),
    *("ways", "prices", "arrives", "worth", "cost"),
)
COLUMNS = ", ".join(NAMES)
LAST_OF_DAY = f"""
SELECT {", ".join(quotes.NAMES)} FROM read_parquet($paths, union_by_name = true)
WHERE corridor = $corridor AND day >= $since AND provider IS NOT NULL
QUALIFY asked IS NULL OR row_number() OVER (
    PARTITION BY day, provider, service, answer, shown, amount, currency, pays, pay_in, access_point,
        disbursement, payout, promotion
    ORDER BY asked DESC, id
) = 1
"""


def question_history(folder: Path, corridor: str, currency: str, amount: Decimal, since: date) -> list[Row]:
    """What each provider's best way left on each day from a day on: the columns of `history`, oldest first.

    Of what is arranged the days are read as they were computed then. Nothing where the panel has nothing of
    it. Raises `BrokenPanel`.
    """
    question = (
        f" WHERE corridor = {quoted(corridor)} AND currency = {quoted(currency)}"
        f" AND amount = {amount:f}::DECIMAL(38, 18){{0}} AND day >= DATE {quoted(str(since))}"
    )
    try:
        read, months = arranged.paths(folder, corridor, f"{since:%Y-%m}")
        parts = []
        if read:
            days = [arranged.days_of(path) for path in read]
            parts.append(f"SELECT {COLUMNS} FROM {_files(days)}{question.format('::DOUBLE')}")
        if months:
            parts.append(f"SELECT {COLUMNS} FROM ({history_words(once=False)})")
        if not parts:
            return []
        with _cursor() as engine:
            if months:
                prices = f"SELECT * FROM {_files(months)}{question.format('')}"
                engine.execute(f"CREATE OR REPLACE TEMP VIEW {QUOTES} AS {prices}")
            found = engine.execute(f"{' UNION ALL '.join(parts)} ORDER BY day, provider")
            return [dict(zip(NAMES, row, strict=True)) for row in found.fetchall()]
    except (duckdb.Error, OSError) as error:
        raise BrokenPanel from error


def corridor_prices(folder: Path, corridor: str, since: date) -> tuple[KeptQuote, ...]:
    """The prices of a corridor from a day on, oldest first, as `quotes.read` tells them.

    Of what is arranged, a calculator's last answer of a day on a way and an amount stands for its earlier
    ones: pricing takes the latest look at an amount. Raises `BrokenPanel`.
    """
    try:
        read, months = arranged.paths(folder, corridor, f"{since:%Y-%m}")
        found = list(quotes.read_files(months, corridor=corridor, since=since))
        if read:
            asked = {"paths": [as_pattern(path) for path in read], "corridor": corridor, "since": since}
            with _cursor() as engine:
                rows = engine.sql(LAST_OF_DAY, params=asked)
                found += quotes.as_quotes(rows.to_arrow_table().to_pylist())
    except (duckdb.Error, OSError) as error:
        raise BrokenPanel from error
    return last_words(found)


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MOST_MEMORY,
        "threads": THREADS,
    }
    return duckdb.connect(config=settings)


@contextmanager
def _cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of this question's own to the engine that stays open."""
    cursor = _engine().cursor()
    try:
        yield cursor
    finally:
        cursor.close()


def _files(paths: Sequence[Path]) -> str:
    listed = ", ".join(quoted(as_pattern(path)) for path in paths)
    return f"read_parquet([{listed}], union_by_name = true)"
