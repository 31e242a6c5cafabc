"""The quotes' panel as one table of the panel's engine: each price once, by the last word on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import ibis
from ibis.expr.types import Table

from channels.panel.database import as_pattern
from channels.panel.faults import BrokenPanel, NoPanel
from channels.panel.quotes import month_files

NAME = "quotes"


@contextmanager
def opened(folder: Path) -> Iterator[Table]:
    """The quotes as an Ibis table, open while the block runs; its columns are `quotes.SCHEMA`.

    Raises `NoPanel` where nothing was ever appended, `BrokenPanel` where a file cannot be read.
    """
    paths = [as_pattern(path) for path in month_files(folder)]
    if not paths:
        raise NoPanel(NAME)
    connection = ibis.duckdb.connect()
    try:
        found = connection.read_parquet(paths, table_name=NAME, union_by_name=True)
        last = ibis.window(group_by=found.id, order_by=[found.appended.desc(), found.digest])
        numbered = found.mutate(word=ibis.row_number().over(last))
        yield numbered.filter(numbered.word == 0).drop("word")
    except duckdb.Error as error:
        raise BrokenPanel from error
    finally:
        connection.disconnect()
