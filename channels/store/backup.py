"""Everything collected in one file that either kind of database can be filled from again."""

import gzip
import json
import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, Engine, Table, delete, func, select, text
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from channels.store.arrivals import arrival_of
from channels.store.discussions import discussion_of
from channels.store.engine import reading, version, writing
from channels.store.faults import StoreError, StoreFault
from channels.store.observations import entry_of, write_log
from channels.store.official_rates import rate_of
from channels.store.provider_checks import check_of
from channels.store.replies import reply_of
from channels.store.tables import (
    ARRIVALS,
    DISCUSSION_STEPS,
    DISCUSSIONS,
    ENTRIES,
    LEADS,
    LOG,
    OFFICIAL_RATE_STEPS,
    OFFICIAL_RATES,
    PROVIDER_CHECK_STEPS,
    PROVIDER_CHECKS,
    REPLIES,
    STEPS,
    Exact,
    Moment,
)

TABLES = (
    ENTRIES, STEPS, LEADS, LOG, REPLIES, DISCUSSIONS, DISCUSSION_STEPS, PROVIDER_CHECKS, PROVIDER_CHECK_STEPS,
    OFFICIAL_RATES, OFFICIAL_RATE_STEPS, ARRIVALS,
)  # fmt: skip
"""What is kept, each table after those that it names. Rooms and votes are not: they last a day."""
KIND = "pulyolu backup"
LARGEST = 1_000_000_000
"""Bytes of a backup when unpacked; a hundred years of collecting are less."""
AT_ONCE = 500

Counts = dict[str, int]


def backup(engine: Engine, file: Path) -> Counts:
    """How many rows of each table were written: one moment of the store, whole or not at all.

    An older backup is replaced, a file of another kind never. Raises `StoreError`.
    """
    if file.exists() and _head(file) is None:
        raise StoreError(StoreFault.NOT_WRITTEN, str(file))
    counts: Counts = {}
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as raw:
                with gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed:
                    for line in _lines(engine, counts):
                        packed.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
                raw.flush()
                os.fsync(raw.fileno())
            Path(name).replace(file)
        finally:
            with suppress(FileNotFoundError):
                Path(name).unlink()
    except OSError as error:
        raise StoreError(StoreFault.NOT_WRITTEN, str(file)) from error
    except SQLAlchemyError as error:
        raise StoreError(StoreFault.UNUSABLE, engine.url.render_as_string()) from error
    return counts


def restore(engine: Engine, file: Path, *, now: datetime, replace: bool = False) -> Counts:
    """How many rows of each table were read back, all or none. Raises `StoreError`.

    A store that holds anything of these tables is refused, unless `replace` says that it may go.
    """
    rows = _read(file, engine)
    try:
        with writing(engine) as connection:
            if engine.dialect.name != "sqlite":
                names = ", ".join(table.name for table in TABLES)
                connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
            if not replace and any(_count(connection, table) for table in TABLES):
                raise StoreError(StoreFault.NOT_EMPTY, engine.url.render_as_string())
            for table in reversed(TABLES):
                connection.execute(delete(table))
            for table in TABLES:
                _fill(connection, table, rows[table.name])
            _count_on(connection)
            write_log(connection, "restore", "store.restored", None, now, file.name[:200])
    except (IntegrityError, DataError) as error:
        raise StoreError(StoreFault.BROKEN_BACKUP, str(file)) from error
    except SQLAlchemyError as error:
        raise StoreError(StoreFault.UNUSABLE, engine.url.render_as_string()) from error
    return {name: len(found) for name, found in rows.items()}


def _lines(engine: Engine, counts: Counts) -> Iterator[dict[str, Any]]:
    """The head, every row, and an end by which a file that was cut off is known."""
    with reading(engine) as connection:
        yield {"kind": KIND, "version": version(connection)}
        for table in TABLES:
            counts[table.name] = 0
            for row in connection.execute(select(table).order_by(*table.primary_key)):
                counts[table.name] += 1
                yield {"table": table.name, "row": {k: _plain(v) for k, v in row._asdict().items()}}
        yield {"end": counts}


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def _head(file: Path) -> dict[str, Any] | None:
    """The first line of a backup; None for a file of another kind."""
    try:
        with gzip.open(file) as packed:
            head = json.loads(packed.readline(1_000))
    except (OSError, EOFError, ValueError, zlib.error):
        return None
    return head if isinstance(head, dict) and head.get("kind") == KIND else None


def _read(file: Path, engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """The rows of a whole backup, every entry looked at. Raises `StoreError`."""
    if not file.is_file():
        raise StoreError(StoreFault.NO_BACKUP, str(file))
    broken = StoreError(StoreFault.BROKEN_BACKUP, str(file))
    head = _head(file)
    if head is None:
        raise broken
    with reading(engine) as connection:
        # Versions are numbers of four figures, so that text sorts as they do.
        if str(head.get("version")) > str(version(connection)):
            raise StoreError(StoreFault.NEWER_BACKUP, str(file))
    try:
        with gzip.open(file) as packed:
            data = packed.read(LARGEST)
        lines = [json.loads(line) for line in data.splitlines()[1:]]
        known = {table.name: table for table in TABLES}
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in known}
        for line in lines[:-1]:
            rows[line["table"]].append(_typed(known[line["table"]], line["row"]))
        # A backup of an older version knows fewer tables.
        end = {**dict.fromkeys(known, 0), **lines[-1]["end"]}
        if len(lines[-1]) != 1 or end != {name: len(found) for name, found in rows.items()}:
            raise broken
        for row in rows["entries"]:
            entry_of(row)
        for row in rows["replies"]:
            reply_of(row)
        for row in rows["discussions"]:
            discussion_of(row)
        for row in rows["provider_checks"]:
            check_of(row)
        for row in rows["official_rates"]:
            rate_of(row)
        for row in rows["arrivals"]:
            arrival_of(row)
        if len({row["id"] for row in rows["entries"]}) != len(rows["entries"]):
            raise broken
    except (OSError, EOFError, ValueError, ArithmeticError, LookupError, TypeError, zlib.error):
        raise broken from None
    return rows


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A row as the database takes it. Raises KeyError for a column that is not known."""
    found = {}
    for name, value in row.items():
        kind = table.columns[name].type
        if value is not None and isinstance(kind, Moment):
            value = datetime.fromisoformat(value)
        elif value is not None and isinstance(kind, Date):
            value = date.fromisoformat(value)
        elif value is not None and isinstance(kind, Exact):
            value = Decimal(value)
        found[name] = value
    return found


def _fill(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if table is ENTRIES:
        rows = _in_order(rows)
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(table.insert(), rows[start : start + AT_ONCE])


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries after those that they correct, which are to be there when they are named."""
    waiting = {row["id"]: row for row in rows}
    found: list[dict[str, Any]] = []
    for row in rows:
        chain, before = [], row["id"]
        while before in waiting:
            chain.append(waiting.pop(before))
            before = chain[-1].get("supersedes")
        found += reversed(chain)
    return found


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL number the log's next line after the last one; SQLite does so by itself."""
    if connection.dialect.name != "sqlite":
        number = func.coalesce(func.max(LOG.c.number), 0) + 1
        sequence = func.pg_get_serial_sequence("log", "number")
        connection.execute(select(func.setval(sequence, number, False)))
