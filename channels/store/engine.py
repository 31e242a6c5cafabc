"""The database: SQLite in write-ahead mode unless told otherwise, of this version, safe to share."""

import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

import stamina
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from channels.dataset import locations
from channels.store.damage import UNREADABLE
from channels.store.faults import StoreError, StoreFault

# Waiting for others is usual; stamina would print each try.
logging.getLogger("stamina").addHandler(logging.NullHandler())

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
FILE = "store.sqlite3"
WAITS = 30
"""Seconds that a writer waits for the others: forty phones take a second."""
OWNERS = 0o600
LET_ALONE = 5.0
"""Seconds for which a database that did not open is not tried again: each reader would wait for it."""
ONE_AT_A_TIME = 7_106_203
"""The number of PostgreSQL's lock under which the database is brought to this version."""
POSTGRESQL = "postgresql+psycopg"
LIMITS = f"-c lock_timeout={WAITS}s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s"


def address(environ: Mapping[str, str]) -> str:
    """The database that an environment names: DATABASE_URL, else a SQLite file under PULYOLU_VAR or var/.

    Raises `StoreError` for an address that is of neither kind.
    """
    asked = environ.get("DATABASE_URL", "").strip()
    if not asked:
        file = locations.var(environ) / FILE
        return URL.create("sqlite", database=str(file)).render_as_string()
    try:
        url = make_url(asked)
    except ArgumentError:
        raise StoreError(StoreFault.BAD_ADDRESS, "DATABASE_URL") from None
    if url.drivername in ("postgres", "postgresql", POSTGRESQL):
        return url.set(drivername=POSTGRESQL).render_as_string(hide_password=False)
    if url.drivername == "sqlite" and url.database:
        return url.render_as_string()
    raise StoreError(StoreFault.BAD_ADDRESS, "DATABASE_URL")


def open_store(url: str) -> Engine:
    """The database at an address, made or brought to this version if it is older. Raises `StoreError`."""
    place = make_url(url).render_as_string()
    engine = _engine(url)
    try:
        _bring_up_to_date(engine, place)
    except (SQLAlchemyError, CommandError, OSError) as error:
        engine.dispose()
        raise StoreError(StoreFault.UNUSABLE, place) from error
    except StoreError:
        engine.dispose()
        raise
    return engine


class Stores:
    """Databases opened once for everybody in this process; one that did not open is let alone for seconds.

    A thread that asks while another opens it waits for that one.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._opening = Lock()
        self._opened: dict[str, Engine] = {}
        self._failed: dict[str, tuple[float, StoreError]] = {}

    def shared(self, url: str) -> Engine:
        """The database at an address. Raises `StoreError`, for some seconds the same."""
        known = self._opened.get(url)
        if known is not None:
            return known
        with self._opening:
            at, fault = self._failed.get(url, (0.0, None))
            if fault is not None and self._clock() - at < LET_ALONE:
                raise StoreError(fault.fault, fault.place)
            try:
                found = self._opened.get(url) or open_store(url)
            except StoreError as error:
                self._failed[url] = self._clock(), error
                raise
            self._opened[url] = found
            return found

    def close(self) -> None:
        """Close every database that is open; who asks for one again opens it anew."""
        with self._opening:
            while self._opened:
                self._opened.popitem()[1].dispose()


_STORES = Stores()


def shared(url: str) -> Engine:
    """The same database for everybody in this process, opened once. Raises `StoreError`, and tries again."""
    return _STORES.shared(url)


def close_shared() -> None:
    """Close what `shared` opened, for a process that goes on without it."""
    _STORES.close()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one moment of the database, whatever others write meanwhile.

    Raises `StoreError` where what is read has another kind of value than its column should.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        try:
            with connection.begin():
                yield connection
        except UNREADABLE as error:
            raise StoreError(StoreFault.DAMAGED, engine.url.render_as_string()) from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection whose writes all count or none does; on SQLite one writer after the other."""
    with engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            yield connection


def version(connection: Connection) -> str | None:
    """The database's version, such as `0002`; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def versions(url: str) -> tuple[str | None, str]:
    """A database's version, None where there is none yet, and the one that this program brings it to.

    Nothing is made or changed. Raises `StoreError`.
    """
    scripts = ScriptDirectory(str(MIGRATIONS))
    newest, known = str(scripts.get_current_head()), make_url(url)
    if known.drivername == "sqlite" and not Path(known.database or "").exists():
        return None, newest
    engine = _engine(url)
    try:
        with reading(engine) as connection:
            return _known(connection, scripts, known.render_as_string()), newest
    except (SQLAlchemyError, CommandError, OSError) as error:
        raise StoreError(StoreFault.UNUSABLE, known.render_as_string()) from error
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    known = make_url(url)
    if known.drivername != "sqlite":
        wait = {"connect_timeout": 5, "options": LIMITS}
        return create_engine(url, pool_pre_ping=True, max_overflow=15, connect_args=wait)
    engine = create_engine(url, pool_size=10, max_overflow=30, connect_args={"timeout": WAITS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    _let_go_of_lost_files(engine)
    return engine


def _let_go_of_lost_files(engine: Engine) -> None:
    """Open the file anew where another stands in its place: what the old one is told would be lost."""

    def found() -> tuple[int, int] | None:
        try:
            file = Path(engine.url.database or "").stat()
        except OSError:
            return None
        return file.st_dev, file.st_ino

    @event.listens_for(engine, "connect")
    def _note(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["file"] = found()

    @event.listens_for(engine, "checkout")
    def _compare(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        if record.info["file"] != found():
            raise DisconnectionError


def _prepare(connection: Any, _record: object) -> None:
    """Settings of SQLite that hold for one connection."""
    # The driver would begin transactions by itself, too late to wait for other writers.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    _write_ahead(connection)


def _is_busy(error: Exception) -> bool:
    """Whether another holds the file; whatever else is wrong with it, waiting does not mend."""
    return getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@stamina.retry(on=_is_busy, attempts=None, timeout=WAITS, wait_initial=0.02, wait_max=0.5)
def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn on write-ahead mode. SQLite does not let this one statement wait for others that do the same."""
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode != "wal":
        connection.execute("PRAGMA journal_mode = WAL")


def _begin(connection: Connection) -> None:
    # A reader that turns writer midway is refused at once where another wrote since.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(engine: Engine, place: str) -> None:
    """Run the migrations that are missing: all of them or none, one process at a time."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    _make_folder(engine.url)
    with reading(engine) as connection:
        if _known(connection, scripts, place) == scripts.get_current_head():
            return
    with writing(engine) as connection:
        if engine.dialect.name != "sqlite":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})
        _known(connection, scripts, place)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _known(connection: Connection, scripts: ScriptDirectory, place: str) -> str | None:
    """The database's version; None for an empty one. Raises `StoreError` for one not known here."""
    found = version(connection)
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(StoreFault.NEWER, place)
    return found


def _make_folder(url: URL) -> None:
    """Make the folder, and the file such that only its owner reads it: it says who entered which price."""
    if url.drivername != "sqlite" or not url.database:
        return
    file = Path(url.database)
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, OWNERS))
    elif file.is_file() and file.stat().st_mode & 0o077:
        # Another's file stays as its owner wants it.
        with suppress(PermissionError):
            file.chmod(OWNERS)
