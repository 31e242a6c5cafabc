"""What a page that waits reads of the quotes' panel: the history of a question, the prices of a corridor.

The expression of the first is that of `quote_indicators.history`. It is put into DuckDB's words once, because
that takes longer than the answer. One engine with little memory stays open for all who ask.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import ibis

from channels.panel import arranged, quote_indicators, quotes
from channels.panel.engines import as_pattern
from channels.panel.faults import BrokenPanel
from channels.panel.quotes_engine import ARRANGED, NAME, joined
from channels.records.dated_prices import KeptQuote, last_words

Row = dict[str, Any]
MOST_MEMORY = "128MB"
"""What the engine may hold for all questions together."""
THREADS = 2
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

    Nothing where the panel has nothing of it. Raises `BrokenPanel`.
    """
    try:
        read, months = arranged.paths(folder, corridor, f"{since:%Y-%m}")
        if not read and not months:
            return []
        with _cursor() as engine:
            asked = {"corridor": corridor, "currency": currency, "amount": amount, "since": since}
            for name, files in ((ARRANGED, read), (NAME, months)):
                if files:
                    engine.execute(_view(name, files, asked))
            found = engine.execute(_words(bool(read), bool(months)))
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
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


@cache
def _words(has_arranged: bool, has_months: bool) -> str:
    """The expression in DuckDB's words, over the tables that there are."""
    schema = ibis.Schema.from_pyarrow(quotes.SCHEMA)
    tables = [ibis.table(schema, name=name) for name in (ARRANGED, NAME)]
    found = joined(tables[0] if has_arranged else None, tables[1] if has_months else None)
    asked = quote_indicators.asked("history", found).order_by(["day", "provider"])
    return str(ibis.to_sql(asked, dialect="duckdb"))


def _view(name: str, files: Sequence[Path], asked: Row) -> str:
    """The files' rows of a question, under the name that the expression knows; a view takes no parameters."""
    paths = ", ".join(_quoted(as_pattern(path)) for path in files)
    return (
        f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM read_parquet([{paths}])"
        f" WHERE corridor = {_quoted(asked['corridor'])} AND currency = {_quoted(asked['currency'])}"
        f" AND amount = {asked['amount']:f}::DECIMAL(38, 18) AND day >= DATE {_quoted(str(asked['since']))}"
    )


def _quoted(text: str | Path) -> str:
    return "'" + str(text).replace("'", "''") + "'"
