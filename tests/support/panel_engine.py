"""Made tables as the engine has them that a run is about: DuckDB, or what `make test-spark` names."""

import atexit
import os
import tempfile
from contextlib import ExitStack
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from tests.support.spark import VARIABLE

NUMBERS = count()
NEAR = 1e-9


def address() -> str | None:
    """The address of the engine that this run is about; None = DuckDB."""
    return os.environ.get(VARIABLE) or None


def as_table(content: pa.Table) -> ibis.Table:
    """A made table in the engine that this run is about."""
    url = address()
    return ibis.memtable(content) if url is None else on_spark(content, url)


def on_spark(content: pa.Table, url: str) -> ibis.Table:
    """A made table as a cluster reads it: from a Parquet file."""
    from channels.panel import spark  # noqa: PLC0415  only where there is one

    connection, folder = _connected(url)
    path = folder / f"{next(NUMBERS)}.parquet"
    pq.write_table(content, path)
    return spark.read(connection, [path], "made")


def assert_same(here: list[dict[str, Any]], there: list[dict[str, Any]]) -> None:
    """Fail unless there are rows, every figure is equal to 1e-9, and everything else at all."""
    assert len(here) == len(there) > 0
    for mine, yours in zip(here, there, strict=True):
        assert mine.keys() == yours.keys()
        for name, value in mine.items():
            equal = value == yours[name]
            if isinstance(value, float) and isinstance(yours[name], float):
                equal = abs(value - yours[name]) <= NEAR * max(1.0, abs(value))
            assert equal, (name, mine, yours)


@cache
def _connected(url: str) -> tuple[Any, Path]:
    """A connection that stays open to the end of the run: each takes a cluster seconds to make."""
    from channels.panel import spark  # noqa: PLC0415  only where there is one

    stack = ExitStack()
    atexit.register(stack.close)
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="made")))
    return stack.enter_context(spark.connected(url)), folder
