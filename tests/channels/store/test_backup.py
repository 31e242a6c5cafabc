"""Backup and restore: all of it or none of it, from either kind of database into either."""

import gzip
import json
import os
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from channels import __main__ as command
from channels.store import arrivals, discussions, price_entries, provider_checks, rooms
from channels.store.backup import backup, restore
from channels.store.engine import FILE, open_store, reading, version, writing
from channels.store.faults import StoreError, StoreFault
from components.i18n import LANGUAGES, words
from tests.support.builders import a_discussion, a_lead, a_provider_check, an_arrival, an_entry
from tests.support.lanes import sampled, spread
from tests.support.writers import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def store(url):
    found = open_store(url)
    yield found
    found.dispose()


@pytest.fixture
def other(tmp_path):
    """An empty store of the usual kind, to restore into or out of."""
    found = open_store(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    yield found
    found.dispose()


def fill(store) -> None:
    """Prices at every stage, a chain of corrections entered last first, hints, a room with a vote."""
    # Readers would see it: a provider that the data know.
    entry = an_entry(fee=Decimal("99.50"), provider="zolotaya_korona", service="cash_kapital_bank")
    first = price_entries.add(store, entry, by="ann", now=LATER, origin="f 1")
    price_entries.confirm(store, first.id, by="bob", now=LATER)
    price_entries.publish(store, [first.id], by="bob", now=LATER)
    second = price_entries.supersede(store, first.id, an_entry(fee=1), reason="misread", by="ann", now=NOW)
    price_entries.supersede(store, second.id, an_entry(fee=2), reason="a slip ü ə", by="ann", now=NOW)
    price_entries.add(
        store, an_entry(regions=("all",), documents=("passport",)), by="ann", now=NOW, draft=True
    )
    price_entries.add(store, an_entry(answer="refused", fee=None, rate=None), by="ann", now=NOW)
    told = price_entries.tell(store, a_lead(), now=NOW)
    price_entries.settle(store, told.id, by="ann", now=LATER)
    price_entries.tell(store, a_lead(charged=True), now=NOW)
    arrivals.tell(store, an_arrival(received=Decimal("399.50")), now=NOW)
    talked = discussions.add(store, a_discussion(least=Decimal("1.50")), by="ann", now=NOW)
    discussions.confirm(store, talked.id, by="bob", now=NOW)
    checked = provider_checks.add(store, a_provider_check(number="EPT-004 ü"), by="ann", now=NOW)
    provider_checks.confirm(store, checked.id, by="bob", now=NOW)
    provider_checks.add(store, a_provider_check(status="stopped", country="RU"), by="ann", now=LATER)
    room, lead = rooms.open_room(store, language="az", now=NOW)
    rooms.ask(store, lead, "guess", choices=2, now=NOW)
    rooms.vote(store, room.code, "guess", "a phone", 1, now=NOW)


def everything(store) -> tuple:
    leads = price_entries.leads(store), price_entries.leads(store, settled=True)
    prices = price_entries.kept(store), discussions.kept(store), provider_checks.kept(store)
    arrived = arrivals.kept(store, today=NOW.date())
    return prices, (*leads, arrived), price_entries.history(store)


def refused(work, *arguments, **more) -> StoreFault:
    with pytest.raises(StoreError) as error:
        work(*arguments, **more)
    return error.value.fault


@pytest.mark.smoke
@pytest.mark.parametrize("back", sampled([False, True]), ids=["out_of", "into"])
def test_what_was_backed_up_is_restored_into_an_empty_store_of_either_kind(store, other, tmp_path, back):
    source, target = (other, store) if back else (store, other)
    fill(source)
    counts = backup(source, tmp_path / "backup.gz")
    assert counts == {
        "entries": 5, "steps": 8, "leads": 2, "log": 14, "replies": 0,
        "discussions": 1, "discussion_steps": 2, "provider_checks": 2, "provider_check_steps": 3,
        "official_rates": 0, "official_rate_steps": 0, "arrivals": 1, "asked_prices": 0,
        "calculators": 0,
    }  # fmt: skip
    assert restore(target, tmp_path / "backup.gz", now=LATER) == counts
    kept, leads, (newest, *log) = everything(target)
    assert (kept, leads, tuple(log)) == everything(source)
    assert (newest.what, newest.note) == ("store.restored", "backup.gz")
    # Life goes on where it stood.
    again = price_entries.add(target, an_entry(), by="ann", now=LATER, origin="f 1")
    assert again in kept[0]
    price_entries.add(target, an_entry(), by="ann", now=LATER)
    assert price_entries.history(target)[0].what == "entry.entered"


def test_what_a_killed_backup_left_goes_with_the_next_one_to_the_same_file(store, tmp_path):
    old, fresh, other = (tmp_path / name for name in ("a.gzx1.part", "a.gzx2.part", "b.gzx1.part"))
    for left in (old, fresh, other):
        left.write_bytes(b"half")
    for left in (old, other):
        os.utime(left, (NOW.timestamp(), 0))
    backup(store, tmp_path / "a.gz")
    assert {left for left in (old, fresh, other) if left.exists()} == {fresh, other}


def test_votes_stay_out_of_it_and_are_left_alone(store, other, tmp_path):
    fill(store)
    backup(store, tmp_path / "backup.gz")
    said = gzip.decompress((tmp_path / "backup.gz").read_bytes()).decode()
    assert "guess" not in said
    assert "rooms" not in said
    room, lead = rooms.open_room(other, language="az", now=NOW)
    restore(other, tmp_path / "backup.gz", now=NOW)
    assert rooms.led(other, lead, now=NOW) == room


def test_a_store_that_holds_something_is_refused_unless_told(store, other, tmp_path):
    fill(store)
    backup(store, tmp_path / "backup.gz")
    price_entries.tell(other, a_lead(), now=NOW)
    before = everything(other)
    assert refused(restore, other, tmp_path / "backup.gz", now=NOW) is StoreFault.NOT_EMPTY
    assert everything(other) == before
    restore(other, tmp_path / "backup.gz", now=NOW, replace=True)
    assert everything(other)[:2] == everything(store)[:2]
    restore(store, tmp_path / "backup.gz", now=NOW, replace=True)
    assert everything(store)[:2] == everything(other)[:2]


def changed(lines: list[str], change) -> bytes:
    return gzip.compress("\n".join(change(lines)).encode())


def swapped(old: str, new: str):
    def change(lines):
        assert any(old in line for line in lines)
        return [line.replace(old, new) for line in lines]

    return change


@pytest.mark.parametrize(
    "change",
    spread(
        [
            lambda lines: lines[:-1],
            lambda lines: lines[:-2] + lines[-1:],
            lambda lines: lines[:2],
            lambda lines: lines[:1],
            lambda lines: [*lines, lines[-1]],
            lambda lines: [
                lines[0],
                lines[1],
                *lines[1:-1],
                lines[-1].replace('"entries": 5', '"entries": 6'),
            ],
            swapped('"table": "steps"', '"table": "rooms"'),
            swapped('"fee": "99.50"', '"fee": "-1"'),
            swapped('"fee": "99.50"', '"fee": "NaN"'),
            swapped('"fee": "99.50"', '"charge": "99.50"'),
            swapped('"number": 0', '"number": 1'),
            swapped('"collected": "2026', '"collected": "20x6'),
            swapped('"stage": "confirmed"', '"stage": null'),
            swapped('"corridor": "RU-AZ"', '"corridor": "; DROP"'),
            swapped('"status": "stopped"', '"status": "gone"'),
            swapped('"received": "399.50"', '"received": "-1"'),
            swapped("{", "["),
        ],
        each=4,
    ),
)
def test_a_backup_that_is_not_whole_changes_nothing(other, tmp_path, change):
    file = tmp_path / "backup.gz"
    fill(other)
    backup(other, file)
    lines = gzip.decompress(file.read_bytes()).decode().splitlines()
    file.write_bytes(changed(lines, change))
    before = everything(other)
    assert refused(restore, other, file, now=NOW, replace=True) is StoreFault.BROKEN_BACKUP
    assert everything(other) == before


@pytest.mark.whole
def test_a_backup_that_was_cut_off_or_damaged_anywhere_changes_nothing(other, tmp_path):
    file = tmp_path / "backup.gz"
    fill(other)
    backup(other, file)
    whole, before = file.read_bytes(), everything(other)
    for place in range(0, len(whole), len(whole) // 25):
        for damaged in (whole[:place], whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]):
            file.write_bytes(damaged)
            try:
                restore(other, file, now=NOW, replace=True)
            except StoreError as error:
                assert error.fault is StoreFault.BROKEN_BACKUP
                assert everything(other) == before
            else:
                # Some bytes of the packing say nothing, such as the hour of its making.
                assert damaged != whole[:place]
                assert everything(other)[:2] == before[:2]
                before = everything(other)


def test_a_newer_backup_is_refused(store, other, tmp_path):
    file = tmp_path / "backup.gz"
    fill(store)
    backup(store, file)
    lines = gzip.decompress(file.read_bytes()).decode().splitlines()
    with reading(store) as connection:
        now = version(connection)
    file.write_bytes(changed(lines, swapped(f'"version": "{now}"', '"version": "9998"')))
    assert refused(restore, other, file, now=NOW) is StoreFault.NEWER_BACKUP


def test_the_first_line_says_what_it_is(store, tmp_path):
    backup(store, tmp_path / "backup.gz")
    head = json.loads(gzip.decompress((tmp_path / "backup.gz").read_bytes()).splitlines()[0])
    with reading(store) as connection:
        assert head == {"kind": "pulyolu backup", "version": version(connection)}


def test_no_file_but_an_older_backup_is_written_over(store, tmp_path):
    for content in (b"", b"a letter", gzip.compress(b'{"kind": "other"}\n')):
        (tmp_path / "file").write_bytes(content)
        assert refused(backup, store, tmp_path / "file") is StoreFault.NOT_WRITTEN
        assert (tmp_path / "file").read_bytes() == content
    assert refused(backup, store, tmp_path / "none" / "file") is StoreFault.NOT_WRITTEN
    assert refused(backup, store, tmp_path) is StoreFault.NOT_WRITTEN
    assert refused(restore, store, tmp_path / "none", now=NOW) is StoreFault.NO_BACKUP
    assert refused(restore, store, tmp_path / "file", now=NOW) is StoreFault.BROKEN_BACKUP
    backup(store, tmp_path / "backup.gz")
    fill(store)
    assert backup(store, tmp_path / "backup.gz")["entries"] == 5
    assert {path.name for path in tmp_path.iterdir()} >= {"backup.gz", "file"}
    assert not list(tmp_path.glob("*.part"))


def test_only_its_owner_may_read_a_backup(store, tmp_path):
    backup(store, tmp_path / "backup.gz")
    assert (tmp_path / "backup.gz").stat().st_mode & 0o077 == 0


# The commands


@pytest.fixture
def run(monkeypatch, tmp_path):
    def run(*arguments: str, url: str | None = None):
        monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "var"))
        monkeypatch.setenv("DATABASE_URL", url or "")
        return CliRunner().invoke(command.app, [*map(str, arguments)])

    return run


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_one_command_each(run, tmp_path, url, language):
    say, file = words(language), str(tmp_path / "backup.gz")
    store = open_store(url)
    fill(store)
    store.dispose()
    done = run("backup", file, "--language", language, url=url)
    told = [say("cli.backed_up", file=file, entries=5, leads=2), say("cli.backup_leaves_out")]
    assert (done.exit_code, done.stdout.splitlines()) == (0, told)
    done = run("restore", file, "--language", language)
    told = [say("cli.restore_leaves_out"), say("cli.restored", file=file, entries=5, leads=2)]
    assert (done.exit_code, done.stdout.splitlines()) == (0, told)
    done = run("restore", file, "--language", language)
    place = f"sqlite:///{tmp_path / 'var' / FILE}"
    assert (done.exit_code, done.stderr) == (2, say("cli.store_not_empty", place=place) + "\n")
    assert run("restore", file, "--replace").exit_code == 0


def test_every_fault_is_one_sentence(run, tmp_path):
    say = words("en")
    assert run("backup", str(tmp_path), "--language", "xx").exit_code == 2
    for arguments, url, said in [
        (["restore", "none"], None, say("cli.store_no_backup", place="none")),
        (["backup", "b"], "mysql://x", say("cli.store_bad_address", place="DATABASE_URL")),
        (
            ["backup", "b"],
            "postgresql://ann:secret@127.0.0.1:1/x",
            say("cli.store_unusable", place="postgresql+psycopg://ann:***@127.0.0.1:1/x"),
        ),
    ]:
        done = run(*arguments, url=url)
        assert (done.exit_code, done.stdout, done.stderr) == (2, "", said + "\n")
    store = open_store(f"sqlite:///{tmp_path / 'var' / FILE}")
    with writing(store) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.dispose()
    done = run("backup", str(Path("b")))
    assert (done.exit_code, done.stderr) == (
        2,
        say("cli.store_newer", place=f"sqlite:///{tmp_path / 'var' / FILE}") + "\n",
    )
