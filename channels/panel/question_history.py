"""The history of one question out of the quotes' panel, for a page that waits for it.

The expression is that of `quote_indicators.history`. It is put into DuckDB's words once, because that takes
longer than the answer, and asked again and again of one engine that stays open, whose memory is limited.
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

Row = dict[str, Any]
MOST_MEMORY = "128MB"
"""What the engine may hold for all questions together."""
THREADS = 2


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
