"""A disk that is full, a folder that is none: every command that writes says one sentence, nothing is half.

A limit on the size of files stands for the full disk: the system refuses to write on beyond it. Root writes
into folders that are closed to others; a file in the place of a folder keeps root out too.
"""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy.exc import SQLAlchemyError
from typer.testing import CliRunner

from channels.__main__ import app
from channels.panel import importing
from channels.store import price_entries, receipts
from channels.store.backup import backup
from channels.store.engine import FILE, open_store
from channels.store.publishing import write
from tests.channels.readers.test_kobo import a_row
from tests.support.builders import an_entry
from tests.support.lanes import spread
from tests.support.publishers import outside, says, sheet
from tests.support.submissions import as_csv
from tests.support.writers import NOW

CORRIDORS = "Sending Code,Receiving Code,Series Code,2019Q4 [YR2019Q4]\nDEU,AZE,TC,2.5\n"
ROAD = {"provider": "zolotaya_korona", "service": "cash_kapital_bank"}


@pytest.fixture(autouse=True)
def var(tmp_path, monkeypatch) -> Path:
    """A folder with a store that has one published price."""
    found = tmp_path / "var"
    monkeypatch.setenv("PULYOLU_VAR", str(found))
    monkeypatch.setenv("PULYOLU_NOW", NOW.isoformat())
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    store = open_store(f"sqlite:///{found / FILE}")
    kept = price_entries.add(store, an_entry(**ROAD), by="ann", now=NOW)
    price_entries.confirm(store, kept.id, by="bob", now=NOW)
    price_entries.publish(store, [kept.id], by="bob", now=NOW)
    write(store, found / "published")
    backup(store, tmp_path / "kept.gz")
    store.dispose()
    (tmp_path / "prices.csv").write_bytes(as_csv([a_row("1"), a_row("2")]))
    (tmp_path / "corridors.csv").write_text(CORRIDORS, encoding="utf-8")
    (tmp_path / "a_file").write_text("no folder")
    return found


@contextmanager
def full(most: int) -> Iterator[None]:
    """No file may become longer than so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def there(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes, but the store's own and the locks."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(("store.sqlite3", ".lock"))
    }


def rows(var: Path) -> list[tuple]:
    """What the store holds, read as another program reads it."""
    with closing(sqlite3.connect(var / FILE)) as store:
        (state,) = store.execute("PRAGMA integrity_check").fetchone()
        assert state == "ok"
        return [tuple(store.execute(f"SELECT * FROM {name}")) for name in ("entries", "steps", "log")]


def said(*arguments: str) -> tuple[int, str]:
    """How a command ended, and what it said."""
    done = CliRunner().invoke(app, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    assert "Traceback" not in done.output
    return done.exit_code, done.stderr


WRITERS = {
    "prices": ("import", "kobo", "prices.csv"),
    "the panel": ("import", "rpw-corridors", "corridors.csv"),
    "rates": ("refresh", "cbar", "--deadline=60"),
    "a backup": ("backup", "new.gz"),
    "an older backup": ("backup", "kept.gz"),
    "a restore": ("restore", "kept.gz", "--replace"),
    "rounds": ("export", "observations", "out"),
    "the data package": ("export", "package", "out.zip"),
    "Moodle": ("export", "moodle", "--out", "out"),
    "a form": ("export", "xlsform", "price", "--dir", "out"),
    "a sheet": ("print", "sheet", "RU", "AZ", "--send", "20000", "--out", "out"),
}
DISK = dict.fromkeys(WRITERS, 200) | {"prices": 8_192, "a restore": 8_192}
"""Bytes at which the disk is full: the store's own file is longer than that."""


def write_with(name: str, monkeypatch) -> tuple[int, str]:
    """Let a writer write; the Central Bank answers where it is asked."""
    with outside() as server:
        server.play(says(sheet(NOW.date())))
        monkeypatch.setenv("PULYOLU_CBAR_URL", server.address)
        return said(*WRITERS[name])


def one_sentence(text: str) -> bool:
    return text.count("\n") == 1 and len(text) > 20


@pytest.mark.parametrize("name", spread(WRITERS, each=20))
def test_a_full_disk_is_one_sentence_and_leaves_nothing_half(name, var, tmp_path, monkeypatch):
    before, kept = there(tmp_path), rows(var)
    with full(DISK[name]):
        code, text = write_with(name, monkeypatch)
    assert code in (1, 2), text
    assert one_sentence(text), text
    assert there(tmp_path) == before
    assert rows(var) == kept
    # With space again the same is done.
    assert write_with(name, monkeypatch)[0] == 0


@pytest.mark.parametrize("name", spread(WRITERS, each=20))
def test_where_no_folder_can_be_made_is_one_sentence(name, var, tmp_path, monkeypatch):
    asked = ["a_file/x" if one in ("out", "out.zip", "new.gz") else one for one in WRITERS[name]]
    if asked == list(WRITERS[name]):
        monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "a_file" / "var"))
    monkeypatch.setitem(WRITERS, name, tuple(asked))
    before, kept = there(tmp_path), rows(var)
    code, text = write_with(name, monkeypatch)
    assert code in (1, 2), text
    assert one_sentence(text), text
    assert there(tmp_path) == before
    assert rows(var) == kept


def test_a_disk_that_fills_up_while_prices_come_in_is_told_and_the_rest_comes_later(var, tmp_path):
    many = [a_row(str(number)) for number in range(12)]
    (tmp_path / "many.csv").write_bytes(as_csv(many))
    with full(40_000):
        code, text = said("import", "kobo", "many.csv")
    assert (code, one_sentence(text)) == (2, True), text
    assert len(rows(var)[0]) < 1 + len(many)
    assert said("import", "kobo", "many.csv") == (0, "")
    assert len(rows(var)[0]) == 1 + len(many)


def test_what_a_page_sends_is_told_on_a_full_disk(var):
    store = open_store(f"sqlite:///{var / FILE}")
    big = Image.effect_noise((400, 400), 200)
    drawn = BytesIO()
    big.save(drawn, "PNG")
    with full(4_096), pytest.raises(OSError, match="large"):
        receipts.keep(var, drawn.getvalue(), now=NOW)
    assert not list(receipts.folder(var).iterdir())
    with full(4_096), pytest.raises(SQLAlchemyError):
        price_entries.add(store, an_entry(**ROAD), by="ann", now=NOW)
    assert len(price_entries.kept(store)) == 1
    store.dispose()
    with full(100):
        fault = importing.begin("corridors.csv", CORRIDORS.encode() * 20, var / "panel")
    assert fault is not None
    assert fault.code == "no_place"
