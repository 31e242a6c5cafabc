"""Photos of receipts: in the folder on SQLite, for every server on PostgreSQL."""

from datetime import timedelta

import pytest

from channels.store import receipts, shared_receipts
from channels.store.engine import open_store
from channels.store.published_files import is_shared
from tests.channels.store.test_receipts import a_photo
from tests.support.writers import NOW


@pytest.fixture
def store(url):
    found = open_store(url)
    yield found
    found.dispose()


def test_a_receipt_is_kept_until_it_is_deleted(store, tmp_path):
    ours, theirs = tmp_path / "a", tmp_path / "b"
    name = shared_receipts.keep(store, ours, a_photo(), now=NOW)
    assert shared_receipts.keep(store, ours, a_photo(), now=NOW) == name
    picture = shared_receipts.read(store, ours, name)
    assert picture == receipts.strip(a_photo())
    assert (shared_receipts.read(store, theirs, name) == picture) == is_shared(store)
    assert receipts.folder(ours).exists() != is_shared(store)
    assert shared_receipts.delete(store, ours, name)
    assert not shared_receipts.delete(store, ours, name)
    assert shared_receipts.read(store, theirs, name) is None


def test_what_no_price_waits_for_goes_after_a_while(store, tmp_path):
    name = shared_receipts.keep(store, tmp_path, a_photo(), now=NOW)
    later = NOW + timedelta(hours=1)
    assert shared_receipts.tidy(store, tmp_path, [name], before=later) == 0
    assert shared_receipts.tidy(store, tmp_path, [], before=NOW) == 0
    assert shared_receipts.tidy(store, tmp_path, [], before=later) == 1
    assert shared_receipts.read(store, tmp_path, name) is None


def test_one_that_was_kept_before_the_store_was_shared_is_found(store, tmp_path):
    name = receipts.keep(tmp_path, a_photo(), now=NOW)
    assert shared_receipts.read(store, tmp_path, name) is not None
    assert shared_receipts.delete(store, tmp_path, name)
