"""Which engine computes, by its address: DuckDB on the Parquet files, PostgreSQL, or Apache Spark."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
from ibis.expr.types import Table

from channels.panel.faults import ON_FILES, BrokenPanel

Files = Mapping[str, Sequence[Path]]
"""By the name of a table the Parquet files that hold it; none for one that is not there."""
Tables = Mapping[str, Table | None]


@contextmanager
def opened(files: Files, url: str | None = None) -> Iterator[Tables]:
    """Tables by their names, open while the block runs; None for one that is not there.

    Without an address DuckDB computes on the files. `spark://` and `sc://` compute on the same files, which
    the cluster sees under the same path; any other address is a database's, to which the tables were copied.
    Raises `BrokenPanel` for files, `NoDatabase` and `NoSpark` for an engine that cannot be reached or fails.
    """
    if url is None:
        with _on_files(files) as found:
            yield found
    elif url.startswith(ON_FILES):
        from channels.panel import spark  # noqa: PLC0415  loaded only when used

        with spark.connected(url) as connection:
            yield {n: spark.read(connection, paths, n) if paths else None for n, paths in files.items()}
    else:
        from channels.panel.postgres import connected  # noqa: PLC0415  loaded only when used

        with connected(url) as connection:
            there = set(connection.list_tables())
            yield {name: connection.table(name) if name in there else None for name in files}


def as_arrow(found: Table) -> pa.Table:
    """What an expression comes to. Raises what its engine raises; `opened` turns that into its own faults."""
    engine = ibis.get_backend(found)
    if engine.name == "pyspark":
        from channels.panel import spark  # noqa: PLC0415  loaded only when used

        return spark.as_arrow(engine, found)
    return found.to_pyarrow()


def as_pattern(path: Path) -> str:
    """A path as a pattern that only it matches: DuckDB takes every path for one."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


@contextmanager
def _on_files(files: Files) -> Iterator[Tables]:
    connection: Any = ibis.duckdb.connect()
    try:
        yield {name: _read(connection, paths, name) for name, paths in files.items()}
    except duckdb.Error as error:
        raise BrokenPanel from error
    finally:
        connection.disconnect()


def _read(connection: Any, paths: Sequence[Path], name: str) -> Table | None:
    if not paths:
        return None
    patterns = [as_pattern(path) for path in paths]
    found: Table = connection.read_parquet(patterns, table_name=name, union_by_name=True)
    return found
