"""The panel in PostgreSQL: copied there whole, and computed with where it lies."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from psycopg import sql

from channels.panel.faults import NoDatabase
from channels.panel.storage import NAMES, TABLES, StoredPanel

AT_ONCE = 20_000
_TYPES = {
    "string": "text",
    "large_string": "text",
    "bool": "boolean",
    "double": "double precision",
    "int64": "bigint",
    "date32[day]": "date",
    "timestamp[us, tz=UTC]": "timestamp with time zone",
    "decimal128(38, 18)": "numeric(38, 18)",
}


@contextmanager
def connected(url: str) -> Iterator[Any]:
    """A connection of Ibis's, open while the block runs. Raises `NoDatabase`, also for what fails in it."""
    try:
        connection = ibis.connect(url)
    except (psycopg.Error, ValueError) as error:
        raise NoDatabase from error
    try:
        yield connection
    except psycopg.Error as error:
        raise NoDatabase from error
    finally:
        connection.disconnect()


def copy(shelf: StoredPanel, url: str) -> None:
    """Put the panel's tables into PostgreSQL, as `copy_files` does."""
    copy_files({NAMES[name]: shelf.paths(name) for name in TABLES}, url)


def copy_files(files: Mapping[str, Sequence[Path]], url: str) -> None:
    """Put tables into PostgreSQL, by their names and files, in place of what stood there: all or nothing.

    A table without a file is left as it is. Raises `NoDatabase`, and OSError where a file is gone.
    """
    try:
        with psycopg.connect(url) as connection:
            for name, paths in files.items():
                if paths:
                    _fill(connection, name, [str(path) for path in paths])
    except psycopg.Error as error:
        raise NoDatabase from error


def _fill(connection: psycopg.Connection[Any], name: str, paths: list[str]) -> None:
    table = sql.Identifier(name)
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(_TYPES[str(column.type)]))
        for column in pq.read_schema(paths[0])
    )
    connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table))
    connection.execute(sql.SQL("CREATE TABLE {} ({})").format(table, columns))
    with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(table)) as into:
        for path in paths:
            for batch in pq.ParquetFile(path).iter_batches(AT_ONCE):
                content = pa.Table.from_batches([batch])
                for row in zip(*(column.to_pylist() for column in content.columns), strict=True):
                    into.write_row(row)
