"""A restore rehearsed: the store of now is untouched, and what the backup lacks is told."""

import gzip

import pytest

from channels import clock
from channels.dataset.locations import DataFolders
from channels.store import price_entries, receipts
from channels.store.backup import backup
from channels.store.engine import FILE, open_store
from channels.store.faults import StoreFault
from channels.upkeep.findings import Elsewhere, Found
from channels.upkeep.rehearsal import rehearse
from channels.upkeep.store_state import counted
from tests.channels.store.test_backup import fill
from tests.support.builders import an_entry
from tests.support.server import ROOT
from tests.support.writers import NOW


@pytest.fixture
def store(tmp_path):
    found = open_store(f"sqlite:///{tmp_path / FILE}")
    fill(found)
    yield found
    found.dispose()


def rehearsed(file, var, data=ROOT / "data"):
    place = DataFolders(data, var / "published")
    return list(rehearse(file, {"PULYOLU_VAR": str(var)}, place, var, clock.now()))


def test_what_the_backup_brings_and_what_it_leaves_out(store, tmp_path):
    file = tmp_path / "backup.gz"
    backup(store, file)
    price_entries.add(store, an_entry(fee=7), by="ann", now=NOW)
    receipts.folder(tmp_path).mkdir()
    (receipts.folder(tmp_path) / "a").touch()
    before = counted(store)
    found = {finding.what: finding.holes for finding in rehearsed(file, tmp_path)}
    assert found[Found.REHEARSED] == {"file": str(file), "entries": before["entries"] - 1, "leads": 2}
    assert found[Found.REHEARSED_BEHIND] == {"number": 1}
    assert found[Found.REHEARSED_LEAVES] == {"rooms": 1, "votes": 1, "receipts": 1}
    assert counted(store) == before
    assert not (tmp_path / "published").exists()


def test_a_backup_that_cannot_be_restored_or_does_not_fit_is_told(store, tmp_path):
    (broken,) = rehearsed(tmp_path / "none.gz", tmp_path)
    assert (broken.what, broken.fault) == (Elsewhere.STORE, StoreFault.NO_BACKUP)
    file = tmp_path / "backup.gz"
    backup(store, file)
    whole = gzip.decompress(file.read_bytes())
    file.write_bytes(gzip.compress(whole[: len(whole) // 2]))
    (broken,) = rehearsed(file, tmp_path)
    assert (broken.what, broken.fault) == (Elsewhere.STORE, StoreFault.BROKEN_BACKUP)
    file.write_bytes(gzip.compress(whole))
    (unfit,) = rehearsed(file, tmp_path, ROOT / "data" / "teaching")
    assert unfit.what is Found.REHEARSED_UNFIT


def test_without_a_store_of_now_nothing_is_missed(store, tmp_path):
    file, elsewhere = tmp_path / "backup.gz", tmp_path / "elsewhere"
    backup(store, file)
    elsewhere.mkdir()
    found = {finding.what for finding in rehearsed(file, elsewhere)}
    assert found == {Found.REHEARSED, Found.REHEARSED_LEAVES}
    assert list(elsewhere.iterdir()) == []
