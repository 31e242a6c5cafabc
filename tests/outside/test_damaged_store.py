"""Whatever is wrong with the store: the server starts, readers are served, one sentence says what it is."""

import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from channels.clock import now
from channels.store import discussions, price_entries, publishing
from channels.store.engine import open_store
from channels.store.faults import StoreError, StoreFault
from components.i18n import words
from server.startup_checks import hitches
from tests.support.asgi_server import started
from tests.support.builders import a_discussion, an_entry
from tests.support.websocket import stream

EN = words("en")


def filled(folder: Path) -> Path:
    """A store with two prices and a discussion."""
    file = folder / "store.sqlite3"
    engine = open_store(f"sqlite:///{file}")
    for organisation in ("Centre", "Bank"):
        price_entries.add(engine, an_entry(organisation=organisation), by="Aysel", now=now())
    discussions.add(engine, a_discussion(), by="Aysel", now=now())
    engine.dispose()
    return file


def said(file: Path, statement: str) -> None:
    """Change a store behind the program's back."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()


def torn(file: Path) -> None:
    """Overwrite its middle, as a bad disk does."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = file.read_bytes()
    file.write_bytes(whole[:8_192] + b"\xff" * (len(whole) - 8_192))


ROWS = {
    "UPDATE entries SET fee = 'abc' WHERE organisation = 'Bank'": "entries 2",
    "UPDATE entries SET collected = '2026-99-99' WHERE organisation = 'Bank'": "entries 2",
    "UPDATE entries SET regions = '{' WHERE organisation = 'Bank'": "entries 2",
    "UPDATE entries SET corridor = 'nowhere' WHERE organisation = 'Bank'": "entries 2",
    "DELETE FROM steps WHERE entry = (SELECT id FROM entries WHERE organisation = 'Bank')": "entries 2",
    "UPDATE discussions SET people = 'many'": "discussions 1",
}


@pytest.mark.parametrize(("statement", "row"), ROWS.items())
def test_a_row_that_cannot_be_read_is_told_and_the_others_are_read(statement, row, tmp_path, monkeypatch):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    said(filled(tmp_path), statement)
    engine = open_store(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    try:
        assert publishing.damaged(engine) == (row,)
        assert len(price_entries.kept(engine)) == (1 if row.startswith("entries") else 2)
        with pytest.raises(StoreError) as error:
            publishing.write(engine, tmp_path / "published")
        assert error.value.fault is StoreFault.DAMAGED
        assert not (tmp_path / "published").exists(), "what a lost row published must not vanish"
    finally:
        engine.dispose()
    assert [row in line for line in hitches(EN)] == [True]


@pytest.mark.parametrize(
    "harm",
    [
        torn,
        lambda file: file.write_bytes(b"nonsense" * 1_000),
        lambda file: said(file, "INSERT INTO alembic_version VALUES ('0001')"),
        lambda file: said(file, "DROP TABLE steps"),
    ],
    ids=["torn", "nonsense", "two versions", "no table"],
)
def test_a_damaged_file_is_one_sentence_at_the_start(harm, tmp_path, monkeypatch):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    harm(filled(tmp_path))
    (line,) = hitches(EN)
    assert line == EN("cli.store_unusable", place=f"sqlite:///{tmp_path / 'store.sqlite3'}")


@pytest.mark.whole
def test_readers_are_served_and_the_desk_says_what_is_damaged(tmp_path):
    said(filled(tmp_path), "UPDATE steps SET stage = 'strange'")
    with started(var=tmp_path) as server:
        assert httpx.get(f"{server.address}/l?lang=en", trust_env=False).status_code == 200
        with stream(server.address) as desk:
            shown = desk.ask("steward", "lang=en")
        assert any("steps 1" in text for text in shown.texts)
        assert "Traceback" not in server.log()
