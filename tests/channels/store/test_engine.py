"""The database: where it is, of which version, and what happens when many open it at once."""

import ast
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import TypeGuard

import pytest
from alembic import command, op
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.pool import QueuePool

from channels.store import discussions, price_entries, rooms
from channels.store import engine as module
from channels.store.engine import (
    FILE,
    LET_ALONE,
    MIGRATIONS,
    Stores,
    _write_ahead,
    address,
    open_store,
    reading,
    version,
    writing,
)
from channels.store.faults import StoreError, StoreFault
from channels.store.tables import METADATA, ROOMS
from tests.support.builders import a_discussion, an_entry
from tests.support.fresh_stores import every_time
from tests.support.writers import NOW, writers


@pytest.fixture(autouse=True)
def migrations_run(monkeypatch):
    every_time(monkeypatch)


@pytest.fixture
def store(url):
    found = open_store(url)
    yield found
    found.dispose()


def config() -> Config:
    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS))
    return found


def brought_to(url: str, revision: str) -> None:
    """A database as an older version of the program left it."""
    engine = module._engine(url)
    with writing(engine) as connection:
        found = config()
        found.attributes["connection"] = connection
        command.upgrade(found, revision)
    engine.dispose()


def tables(url: str) -> set[str]:
    engine = module._engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


# Where it is


def test_without_an_address_it_is_a_file_under_var(tmp_path):
    assert address({"PULYOLU_VAR": str(tmp_path)}) == f"sqlite:///{tmp_path / FILE}"
    assert address({}).endswith(f"/var/{FILE}")
    assert address({"DATABASE_URL": " "}) == address({})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_postgresql_address_is_taken_as_people_write_it(scheme):
    found = address({"DATABASE_URL": f"{scheme}://ann:p%40ss@db.example:5433/pulyolu"})
    assert found == "postgresql+psycopg://ann:p%40ss@db.example:5433/pulyolu"


@pytest.mark.parametrize("asked", ["mysql://x/y", "nonsense", "sqlite://", "postgresql+asyncpg://x/y"])
def test_any_other_address_is_refused_without_telling_it(asked):
    with pytest.raises(StoreError) as error:
        address({"DATABASE_URL": asked})
    assert (error.value.fault, error.value.place) == (StoreFault.BAD_ADDRESS, "DATABASE_URL")


def test_the_folder_is_made_and_the_file_is_in_write_ahead_mode(tmp_path):
    file = tmp_path / "new" / "folder" / "store 100%.sqlite3"
    open_store(f"sqlite:///{file}").dispose()
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_stores_that_were_closed_are_opened_anew(tmp_path):
    stores = Stores()
    place = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    first = stores.shared(place)
    stores.close()
    assert isinstance(first.pool, QueuePool)
    assert first.pool.checkedin() == 0
    assert stores.shared(place) is not first


def test_it_is_opened_once_for_everybody_and_again_some_seconds_after_a_failure(tmp_path):
    url, now = f"sqlite:///{tmp_path / 'folder' / 'store.sqlite3'}", [0.0]
    (tmp_path / "folder").write_text("in the way")
    stores = Stores(lambda: now[0])
    for _ in range(2):
        with pytest.raises(StoreError):
            stores.shared(url)
        (tmp_path / "folder").unlink(missing_ok=True)
    now[0] += LET_ALONE
    assert stores.shared(url) is stores.shared(url)


def test_only_a_busy_file_is_waited_for(tmp_path):
    """A file that cannot be written was tried for 30 seconds, by each reader."""
    file = tmp_path / "store.sqlite3"
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE a (b)")
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as stuck:
        begun = time.monotonic()
        with pytest.raises(sqlite3.OperationalError):
            _write_ahead(stuck)
        assert time.monotonic() - begun < 1


def test_an_error_names_the_database_and_hides_its_password():
    with pytest.raises(StoreError) as error:
        open_store("postgresql+psycopg://ann:secret@127.0.0.1:1/pulyolu")
    assert error.value.fault is StoreFault.UNUSABLE
    assert "ann" in error.value.place
    assert "secret" not in str(error.value)


def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path):
    file = tmp_path / "store.sqlite3"
    file.write_bytes(b"these are no tables" * 1_000)
    before = file.read_bytes()
    with pytest.raises(StoreError) as error:
        open_store(f"sqlite:///{file}")
    assert error.value.fault is StoreFault.UNUSABLE
    assert file.read_bytes() == before


# Of which version


@pytest.mark.smoke
def test_the_newest_version_is_what_the_tables_say(store):
    with reading(store) as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        assert version(connection) == ScriptDirectory.from_config(config()).get_current_head()


def test_versions_stand_in_a_row_and_are_named_in_their_order():
    scripts = ScriptDirectory.from_config(config())
    found = [script.revision for script in scripts.walk_revisions()]
    assert found == sorted(found, reverse=True)
    assert len(found) > 1
    assert all(len(name) == 4 and name.isdigit() for name in found)


def test_a_migration_only_adds_unless_it_says_that_it_contracts():
    """The old program goes on running beside the new one: see CONTRIBUTING."""
    for path in sorted((MIGRATIONS / "versions").glob("v*.py")):
        module = ast.parse(path.read_text("utf-8"))
        if (ast.get_docstring(module) or "").startswith("Contract:"):
            continue
        calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
        done = {call.func.attr: call for call in calls if _of_alembic(call.func)}
        assert set(done) <= {"create_table", "add_column", "create_index", "get_bind"}, path.name
        assert (
            "add_column" not in done
            or "nullable=False" not in ast.unparse(done["add_column"])
            or ("server_default" in ast.unparse(done["add_column"]))
        ), path.name


def _of_alembic(called: ast.expr) -> TypeGuard[ast.Attribute]:
    return isinstance(called, ast.Attribute) and ast.unparse(called.value) == "op"


@pytest.mark.smoke
def test_an_older_database_is_migrated_and_keeps_what_is_in_it(url):
    brought_to(url, "0001")
    assert "entries" not in tables(url)
    engine = module._engine(url)
    room, lead = rooms.open_room(engine, language="az", now=NOW)
    rooms.ask(engine, lead, "guess", choices=3, now=NOW)
    rooms.vote(engine, room.code, "guess", "a phone", 2, now=NOW)
    engine.dispose()
    store = open_store(url)
    assert rooms.counts(store, room.code, "guess") == (0, 0, 1)
    assert "entries" in tables(url)
    store.dispose()


def test_a_store_with_prices_is_brought_to_the_group_discussions(url):
    brought_to(url, "0003")
    engine = module._engine(url)
    first = price_entries.add(engine, an_entry(), by="ann", now=NOW)
    engine.dispose()
    assert "discussions" not in tables(url)
    store = open_store(url)
    assert price_entries.kept(store) == (first,)
    added = discussions.add(store, a_discussion(), by="ann", now=NOW)
    assert discussions.kept(store) == (added,)
    store.dispose()


def test_a_newer_database_is_refused_and_left_alone(url):
    open_store(url).dispose()
    engine = module._engine(url)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError) as error:
        open_store(url)
    assert error.value.fault is StoreFault.NEWER
    with reading(engine) as connection:
        assert version(connection) == "9999"
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing_half_done(url, monkeypatch):
    brought_to(url, "0001")
    before, make = tables(url), op.create_table

    def full(name, *columns, **more):
        if name == "leads":
            raise OSError("the disk is full")
        return make(name, *columns, **more)

    monkeypatch.setattr(op, "create_table", full)
    with pytest.raises(StoreError):
        open_store(url)
    assert tables(url) == before
    monkeypatch.undo()
    open_store(url).dispose()
    assert tables(url) == {*METADATA.tables, "alembic_version"}


@pytest.mark.whole
def test_six_that_start_at_once_do_not_collide(url):
    with writers(6, "opens", url) as children:
        assert [child.stdout.readline() for child in children] == ["ready\n"] * 6
        for child in children:
            child.stdin.write("\n")
            child.stdin.flush()
        assert [child.communicate(timeout=120)[0] for child in children] == ["open\n"] * 6
        assert [child.returncode for child in children] == [0] * 6
    assert tables(url) == {*METADATA.tables, "alembic_version"}


# Writing


def test_nothing_is_written_into_a_file_that_was_put_away(tmp_path):
    """The file was deleted, or another was laid in its place, while the server runs."""
    ours, other = (open_store(f"sqlite:///{tmp_path / name}") for name in ("ours.sqlite3", "other.sqlite3"))
    price_entries.add(ours, an_entry(fee=1), by="ann", now=NOW)
    price_entries.add(other, an_entry(fee=2), by="ann", now=NOW)
    other.dispose()
    for file in tmp_path.glob("ours.*"):
        file.unlink()
    with pytest.raises(OperationalError):
        price_entries.add(ours, an_entry(fee=3), by="ann", now=NOW)
    (tmp_path / "other.sqlite3").replace(tmp_path / "ours.sqlite3")
    price_entries.add(ours, an_entry(fee=4), by="ann", now=NOW)
    assert {kept.entry.fee for kept in price_entries.kept(ours)} == {2, 4}
    ours.dispose()


@pytest.mark.smoke
def test_a_write_that_fails_leaves_nothing(store):
    values = {"code": "BCHK", "lead": "x", "language": "az", "opened": NOW}
    with pytest.raises(ZeroDivisionError), writing(store) as connection:
        connection.execute(ROOMS.insert().values(values))
        raise ZeroDivisionError
    assert rooms.room(store, "BCHK", now=NOW) is None


def test_rules_of_the_tables_hold(store):
    with pytest.raises(IntegrityError), writing(store) as connection:
        connection.execute(text("INSERT INTO votes VALUES ('BCHK', 'guess', 'x', 0)"))


def test_a_reader_sees_one_moment_while_others_write(store):
    with reading(store) as connection:
        assert connection.execute(ROOMS.select()).all() == []
        rooms.open_room(store, language="az", now=NOW)
        assert connection.execute(ROOMS.select()).all() == []
    with reading(store) as connection:
        assert len(connection.execute(ROOMS.select()).all()) == 1


def test_a_moment_without_its_zone_is_refused(store):
    with pytest.raises(Exception, match="time zone"):
        rooms.open_room(store, language="az", now=NOW.replace(tzinfo=None))


def test_the_migrations_come_along_with_the_package():
    assert Path(module.__file__).parent / "migrations" == MIGRATIONS
    assert (MIGRATIONS / "env.py").is_file()
