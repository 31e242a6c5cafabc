"""Everything collected in one file that either kind of database can be filled from again."""

import gzip
import json
import os
import re
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from glob import escape
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Date, Engine, Table, bindparam, delete, func, select, text, update
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from channels.dataset.locations import DataFolders
from channels.store.arrivals import arrival_of
from channels.store.asked_prices import asked_price_of
from channels.store.calculators import state_of
from channels.store.columns import Exact, Moment
from channels.store.damage import UNREADABLE
from channels.store.discussions import discussion_of
from channels.store.engine import FILE, open_store, reading, version, writing
from channels.store.faults import StoreError, StoreFault
from channels.store.official_rates import rate_of
from channels.store.price_entries import entry_of, write_log
from channels.store.provider_checks import check_of
from channels.store.publishing import damaged, fits
from channels.store.replies import reply_of
from channels.store.tables import (
    ARRIVALS,
    ASKED_PRICES,
    CALCULATORS,
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
)

TABLES = (
    ENTRIES, STEPS, LEADS, LOG, REPLIES, DISCUSSIONS, DISCUSSION_STEPS, PROVIDER_CHECKS, PROVIDER_CHECK_STEPS,
    OFFICIAL_RATES, OFFICIAL_RATE_STEPS, ARRIVALS, ASKED_PRICES, CALCULATORS,
)  # fmt: skip
"""What is kept, each table after those that it names. Rooms and votes are not: they last a day."""
KIND = "pulyolu backup"
LARGEST = 500_000_000
"""Bytes of a backup when unpacked; a hundred years of collecting are less."""
LONGEST_LINE = 1_000_000
"""Bytes of one row; the longest remark is a thousandth of this."""
LONGEST_FIGURE = 40
"""Figures of an amount, as its column holds them."""
FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?")
AT_ONCE = 500
DRAFT = ".part"
AN_HOUR = 60 * 60
"""Seconds after which no backup is still being written."""
CHECKS: Mapping[str, Callable[[dict[str, Any]], object]] = {
    "entries": entry_of,
    "replies": reply_of,
    "discussions": discussion_of,
    "provider_checks": check_of,
    "official_rates": rate_of,
    "arrivals": arrival_of,
    "asked_prices": asked_price_of,
    "calculators": state_of,
}
"""What refuses a row that is not of its table."""
UNFIT = (*UNREADABLE, OSError, EOFError, RecursionError, zlib.error, SQLAlchemyError)
"""What a file raises that is no whole backup."""

Counts = dict[str, int]


def backup(engine: Engine, file: Path) -> Counts:
    """How many rows of each table were written: one moment of the store, whole or not at all.

    An older backup is replaced, a file of another kind never. Raises `StoreError`.
    """
    if file.exists() and _head(file) is None:
        raise StoreError(StoreFault.NOT_WRITTEN, str(file))
    counts: Counts = {}
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=DRAFT)
        try:
            _tidy(file, Path(name))
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


def _tidy(file: Path, draft: Path) -> None:
    """Delete what backups to the same file left that were killed long before this draft. Raises OSError."""
    for left in file.parent.glob(f"{escape(file.name)}*{DRAFT}"):
        if left.stat().st_mtime < draft.stat().st_mtime - AN_HOUR:
            left.unlink(missing_ok=True)


def restore(
    engine: Engine, file: Path, *, now: datetime, replace: bool = False, place: DataFolders | None = None
) -> Counts:
    """How many rows of each table were read back, all or none. Raises `StoreError`.

    A store that holds anything of these tables is refused, unless `replace` says that it may go. The whole
    is first built beside the store, and tried against the data of `place` where that is given: raises
    `DatasetError` where they would not hold with what the backup publishes.
    """
    if not file.is_file():
        raise StoreError(StoreFault.NO_BACKUP, str(file))
    with TemporaryDirectory() as scratch:
        built = open_store(f"sqlite:///{scratch}/{FILE}")
        try:
            counts = _built(file, built)
            if damaged(built):
                raise StoreError(StoreFault.BROKEN_BACKUP, str(file))
            if place is not None:
                fits(built, place)
            _move(built, engine, file, now=now, replace=replace)
        finally:
            built.dispose()
    return counts


def _move(built: Engine, engine: Engine, file: Path, *, now: datetime, replace: bool) -> None:
    """Every row of one store into another, in one step."""
    try:
        with reading(built) as source, writing(engine) as connection:
            if engine.dialect.name != "sqlite":
                names = ", ".join(table.name for table in TABLES)
                connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
            if not replace and any(_count(connection, table) for table in TABLES):
                raise StoreError(StoreFault.NOT_EMPTY, engine.url.render_as_string())
            for table in reversed(TABLES):
                connection.execute(delete(table))
            for table in TABLES:
                rows = source.execute(select(table).order_by(*table.primary_key)).mappings()
                _fill(connection, table, (dict(row) for row in rows))
            _count_on(connection)
            write_log(connection, "restore", "store.restored", None, now, file.name[:200])
    except (IntegrityError, DataError) as error:
        raise StoreError(StoreFault.BROKEN_BACKUP, str(file)) from error
    except SQLAlchemyError as error:
        raise StoreError(StoreFault.UNUSABLE, engine.url.render_as_string()) from error


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
    except (OSError, EOFError, ValueError, RecursionError, zlib.error):
        return None
    return head if isinstance(head, dict) and head.get("kind") == KIND else None


def _built(file: Path, built: Engine) -> Counts:
    """Fill an empty store from a backup, row by row. Raises `StoreError`."""
    broken = StoreError(StoreFault.BROKEN_BACKUP, str(file))
    head = _head(file)
    if head is None:
        raise broken
    counts = dict.fromkeys((table.name for table in TABLES), 0)
    try:
        with writing(built) as connection:
            # Versions are numbers of four figures, so that text sorts as they do.
            if str(head.get("version")) > str(version(connection)):
                raise StoreError(StoreFault.NEWER_BACKUP, str(file))
            end = None
            for table, rows in groupby(_rows(file), key=itemgetter(0)):
                if isinstance(table, Table) and end is None:
                    _fill(connection, table, _counting(counts, table, rows))
                elif end is None:
                    ((_, end),) = rows
                else:
                    raise broken
            # A backup of an older version knows fewer tables.
            if end is None or {**dict.fromkeys(counts, 0), **end} != counts:
                raise broken
    except UNFIT:
        raise broken from None
    return counts


def _rows(file: Path) -> Iterator[tuple[Table | None, dict[str, Any]]]:
    """Each row of a backup with its table, and the end with none. Raises what `UNFIT` names."""
    known, left = {table.name: table for table in TABLES}, LARGEST
    with gzip.open(file) as packed:
        packed.readline(LONGEST_LINE)
        while line := packed.readline(LONGEST_LINE + 1):
            left -= len(line) + 1
            if len(line) > LONGEST_LINE or left < 0:
                raise ValueError("too long")
            said = json.loads(line)
            if set(said) == {"end"}:
                yield None, said["end"]
            else:
                table = known[said["table"]]
                row = _typed(table, said["row"])
                CHECKS.get(table.name, dict)(row)
                yield table, row


def _counting(
    counts: Counts, table: Table, rows: Iterable[tuple[Any, dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    for _, row in rows:
        counts[table.name] += 1
        yield row


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
            # As it was written: in other spellings a short text may mean a million figures, and 1_0 ten.
            if len(value) > LONGEST_FIGURE or not FIGURE.fullmatch(value):
                raise ValueError("no figure of money")
            value = Decimal(value)
        found[name] = value
    return found


def _fill(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    """Add rows, some at a time; entries name those that they correct when all of them are there."""
    corrections: list[dict[str, str]] = []
    while some := list(islice(rows, AT_ONCE)):
        if table is ENTRIES:
            linked = (row for row in some if row.get("supersedes") is not None)
            corrections += [{"own": row["id"], "older": row["supersedes"]} for row in linked]
            some = [{**row, "supersedes": None} for row in some]
        connection.execute(table.insert(), some)
    if corrections:
        own = update(ENTRIES).where(ENTRIES.c.id == bindparam("own"))
        connection.execute(own.values(supersedes=bindparam("older")), corrections)


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL number the log's next line after the last one; SQLite does so by itself."""
    if connection.dialect.name != "sqlite":
        number = func.coalesce(func.max(LOG.c.number), 0) + 1
        sequence = func.pg_get_serial_sequence("log", "number")
        connection.execute(select(func.setval(sequence, number, False)))
