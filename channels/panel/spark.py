"""The panel on Apache Spark: the Parquet files of the panel, read by a cluster that sees the same folder.

Loaded only where an address asks for it. Its packages are no part of the usual ones
(`requirements-spark.txt`); for a classic cluster Java is needed here too, for Spark Connect it is not.
"""

import os
import re
import shutil
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

import ibis
from ibis.expr.types import Table

from channels.panel.faults import NoDatabase, NoSpark

CLASSIC, CONNECT = "spark://", "sc://"
PORTS = {CLASSIC: 7077, CONNECT: 15002}
WITHIN = 5.0
"""Seconds in which a server must take a connection; Spark itself would try for many minutes."""
NAME = "pulyolu"
_NUMBERS = count()
_SPECIAL = re.compile(r"([\\*?\[\]{}])")


class _Sessions:
    """The one session that Spark allows a process: made for its first user, ended when the last leaves."""

    def __init__(self) -> None:
        self._lock, self._users = Lock(), 0
        self._url, self._session = "", None

    @contextmanager
    def used(self, url: str) -> Iterator[Any]:
        """The session for an address. Raises `NoDatabase` while one for another address is used."""
        with self._lock:
            if self._users and self._url != url:
                raise NoDatabase(url.partition("://")[0])
            if not self._users:
                self._url, self._session = url, _session(url)
            self._users += 1
        try:
            yield self._session
        finally:
            with self._lock:
                self._users -= 1
                if not self._users and self._session is not None:
                    self._session.stop()
                    self._session = None


def _session(url: str) -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415  not there in a usual installation

    settings = {"spark.sql.session.timeZone": "UTC"}
    builder = SparkSession.builder.appName(NAME)
    builder = builder.remote(url) if url.startswith(CONNECT) else builder.master(url)
    if url.startswith(CLASSIC):
        settings |= {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


_SESSIONS = _Sessions()


@contextmanager
def connected(url: str) -> Iterator[Any]:
    """A connection of Ibis's, open while the block runs.

    Raises `NoSpark` where it is not installed, `NoDatabase` for what cannot be reached or fails within.
    """
    if find_spec("pyspark") is None or (url.startswith(CLASSIC) and not _has_java()):
        raise NoSpark(url.partition("://")[0])
    _reach(url)
    # Not there in a usual installation.
    from py4j.protocol import Py4JError  # noqa: PLC0415
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        with _SESSIONS.used(url) as session:
            yield ibis.pyspark.connect(session)
    except (PySparkException, Py4JError) as error:
        raise NoDatabase from error


def read(connection: Any, paths: Sequence[Path], name: str) -> Table:
    """Parquet files as one table, columns that some of them lack being empty there."""
    # All users of a session see its views.
    name = f"{name}_{next(_NUMBERS)}"
    reader = connection._session.read.option("mergeSchema", "true")
    places = [_SPECIAL.sub(r"\\\1", str(path.absolute())) for path in paths]
    reader.parquet(*places).createOrReplaceTempView(name)
    return connection.table(name)


def as_arrow(connection: Any, found: Table) -> Any:
    """What an expression comes to, column by column; Ibis itself goes by rows and by pandas.

    The columns are of the types that Ibis says: Spark's Monday of a week is a moment, and becomes a day.
    """
    return connection.raw_sql(connection.compile(found)).toArrow().cast(found.schema().to_pyarrow())


def addresses(url: str) -> list[tuple[str, int]]:
    """The hosts and ports that an address names. Raises ValueError for one that is none."""
    scheme = next(one for one in PORTS if url.startswith(one))
    hosts = url.removeprefix(scheme).partition("/")[0].split(",")
    found = []
    for host in hosts:
        name, _, port = host.rpartition(":") if re.search(r":\d+$", host) else (host, "", "")
        if not name:
            raise ValueError(url)
        found.append((name.strip("[]"), int(port or PORTS[scheme])))
    return found


def _reach(url: str) -> None:
    """Raises `NoDatabase` where nobody answers at an address, or where it is none."""
    try:
        places = addresses(url)
    except ValueError as error:
        raise NoDatabase from error
    fault: OSError | None = None
    for place in places:
        try:
            socket.create_connection(place, WITHIN).close()
        except OSError as error:
            fault = error
        else:
            return
    raise NoDatabase from fault


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java") is not None or (home is not None and Path(home, "bin", "java").exists())
