"""Where the panel's tables are computed with: DuckDB over the Parquet files, or PostgreSQL."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import ibis
from ibis.expr.types import Table

from channels.panel.faults import BrokenPanel, NoPanel
from channels.panel.storage import NAMES, TABLES, StoredPanel


@dataclass(frozen=True)
class Panel:
    """The tables of the panel as Ibis expressions, on whatever they lie; None for one that is not there.

    Their columns are those of `channels.panel.check`.
    """

    services: Table | None
    published: Table | None

    def table(self, name: str) -> Table:
        """A table by its name. Raises `NoPanel` if it is not there."""
        found: Table | None = getattr(self, name)
        if found is None:
            raise NoPanel(name)
        return found


@contextmanager
def opened(shelf: StoredPanel, url: str | None = None) -> Iterator[Panel]:
    """The panel, open while the block runs: the files of a shelf, or those that were copied to a database.

    Raises `NoDatabase` if that cannot be reached, or fails within the block; `BrokenPanel` for files.
    """
    if url is None:
        connection: Any = ibis.duckdb.connect()
        try:
            yield Panel(**{name: _on_files(connection, shelf, name) for name in TABLES})
        except duckdb.Error as error:
            raise BrokenPanel from error
        finally:
            connection.disconnect()
    else:
        from channels.panel.postgres import connected  # noqa: PLC0415  loaded only when used

        with connected(url) as connection:
            there = set(connection.list_tables())
            yield Panel(**{n: connection.table(NAMES[n]) if NAMES[n] in there else None for n in TABLES})


def _on_files(connection: Any, shelf: StoredPanel, name: str) -> Table | None:
    paths = [as_pattern(path) for path in shelf.paths(name)]
    return connection.read_parquet(paths, table_name=NAMES[name]) if paths else None


def as_pattern(path: Path) -> str:
    """A path as a pattern that only it matches: DuckDB takes every path for one."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))
