"""Stores and backups of every older version of the program are taken over with all their rows."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select

from channels.records.official_rates import OfficialRate
from channels.records.replies import Group, Reply
from channels.store import asked_prices, calculators, engine, leases, official_rates, replies
from channels.store import backup as module
from channels.store.backup import TABLES, backup, restore
from channels.store.engine import open_store, reading, version, writing
from channels.store.shared_secrets import shared_secret
from channels.store.tables import (
    ADDRESS_LIMITS,
    DONE_TODAY,
    METADATA,
    PUBLISHED_FILES,
    PUBLISHED_STATE,
    RECEIPTS,
)
from tests.channels.records.test_dated_prices import judged
from tests.channels.store.test_backup import LATER, fill
from tests.channels.store.test_engine import brought_to, config
from tests.support.builders import dec
from tests.support.lanes import spread
from tests.support.writers import NOW

VERSIONS = sorted(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())
FIRST_WITH_BACKUP = "0002"

Rows = dict[str, list[tuple]]


def rows_of(store: Engine) -> Rows:
    """Every row of every table that there is."""
    there = set(inspect(store).get_table_names())
    with reading(store) as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in METADATA.sorted_tables
            if table.name in there
        }


@pytest.fixture(scope="module")
def rows(tmp_path_factory) -> Rows:
    """Rows of every table, as this version keeps them; no migration has changed one that was there."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('full') / 'store.sqlite3'}")
    fill(store)
    replies.add(
        store, {"f 1": Reply(group=Group.RECIPIENT, country="RU", fee=dec("1.50"))}, by="ann", now=NOW
    )
    rate = OfficialRate(day=NOW.date(), currency="RUB", nominal=100, value=dec("2.03"))
    official_rates.hold(store, [rate], now=NOW)
    leases.take(store, "official_rates", holder="one", now=NOW, lasts=timedelta(hours=1))
    calculators.switch(store, "wise", True, read=NOW.date(), by="ann", now=NOW)
    asked_prices.keep(store, [judged()], now=NOW)
    shared_secret(store, "server.key", b"x" * 32)
    with writing(store) as connection:
        one = {"path": "rates.csv", "sha256": "0" * 64, "content": b"day"}
        connection.execute(PUBLISHED_FILES.insert().values(one))
        connection.execute(RECEIPTS.insert().values(name="0" * 64, picture=b"jpeg", kept=NOW))
        connection.execute(PUBLISHED_STATE.insert().values(number=1))
        limit = {"name": "pages", "address": "x", "left": 0.5, "full": 1.0, "a_second": 1.0, "at": NOW}
        connection.execute(ADDRESS_LIMITS.insert().values(limit))
        connection.execute(DONE_TODAY.insert().values(day=NOW.date(), what="told", address="x"))
    found = rows_of(store)
    store.dispose()
    assert all(found.values()), "no table without a row"
    return found


@contextmanager
def older(folder: Path, revision: str, rows: Rows) -> Iterator[Engine]:
    """A store of an older version, not brought to this one, with rows in every table that it has."""
    url = f"sqlite:///{folder / f'{revision}.sqlite3'}"
    brought_to(url, revision)
    store = engine._engine(url)
    there = set(inspect(store).get_table_names())
    with writing(store) as connection:
        for table in METADATA.sorted_tables:
            if table.name in there:
                names = [column.name for column in table.columns]
                given = [dict(zip(names, row, strict=True)) for row in rows[table.name]]
                module._fill(connection, table, iter(given))
    try:
        yield store
    finally:
        store.dispose()


@pytest.mark.parametrize("revision", spread(VERSIONS))
def test_a_store_of_every_version_is_brought_to_this_one_with_all_its_rows(tmp_path, rows, revision):
    with older(tmp_path, revision, rows) as store:
        before, url = rows_of(store), str(store.url)
    assert before == {name: rows[name] for name in before}
    now = open_store(url)
    try:
        assert rows_of(now) == {name: before.get(name, []) for name in rows}
        with reading(now) as connection:
            assert version(connection) == VERSIONS[-1]
    finally:
        now.dispose()


@pytest.mark.parametrize("revision", spread([one for one in VERSIONS if one >= FIRST_WITH_BACKUP]))
def test_a_backup_of_every_version_is_restored_with_all_its_rows(tmp_path, rows, revision, monkeypatch):
    """As that version wrote it: its number in the first line, the tables that it had, and no others."""
    file = tmp_path / "backup.gz"
    with older(tmp_path, revision, rows) as store, monkeypatch.context() as patched:
        before = rows_of(store)
        patched.setattr(module, "TABLES", tuple(table for table in TABLES if table.name in before))
        backup(store, file)
    head = json.loads(gzip.decompress(file.read_bytes()).splitlines()[0])
    assert head["version"] == revision
    now = open_store(f"sqlite:///{tmp_path / 'now.sqlite3'}")
    try:
        restore(now, file, now=LATER)
        found = rows_of(now)
    finally:
        now.dispose()
    log = found["log"].pop()
    assert "store.restored" in log
    names = {table.name for table in TABLES}
    assert {name: found[name] for name in names} == {name: before.get(name, []) for name in names}
