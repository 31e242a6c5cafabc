"""Kept data are the data as they were read, and only they; whatever else a file says is not done."""

import os
import pickle
from hashlib import sha256

import pytest

from channels.dataset.loading import load_what_holds
from channels.dataset.locations import DataFolders
from server import kept_data
from server.data_cache import DataCache
from tests.support.datasets import FOLDERS

PLACE = DataFolders(FOLDERS["teaching"])


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    return tmp_path


@pytest.fixture
def data(var):
    found = load_what_holds(PLACE.folder, PLACE.over)
    kept_data.keep(PLACE, "1", found)
    return found


def test_the_next_start_has_the_same_data(data):
    again = kept_data.kept(PLACE, "1")
    assert again.tables == data.tables
    assert vars(again.rates) == vars(data.rates)
    assert again._routes == data._routes


def test_changed_data_are_not_those_that_were_kept(data):
    assert kept_data.kept(PLACE, "2") is None
    assert kept_data.kept(DataFolders(FOLDERS["real"]), "1") is None


@pytest.mark.parametrize("left", [0, 10, 70, 1_000])
def test_a_file_that_was_cut_off_is_not_used(data, var, left):
    (place,) = (var / kept_data.FOLDER).glob("*.pickle")
    place.write_bytes(place.read_bytes()[:left])
    assert kept_data.kept(PLACE, "1") is None


class Harm:
    def __reduce__(self):
        return os.mkdir, ("harm",)


def test_a_file_that_was_exchanged_does_nothing(data, var, monkeypatch):
    monkeypatch.chdir(var)
    (place,) = (var / kept_data.FOLDER).glob("*.pickle")
    harm = pickle.dumps(Harm())
    place.write_bytes(place.read_bytes()[: kept_data.DIGEST] + sha256(harm).digest() + harm)
    assert kept_data.kept(PLACE, "1") is None
    assert not (var / "harm").exists()


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "file"))
    kept_data.keep(PLACE, "1", load_what_holds(PLACE.folder, PLACE.over))
    assert kept_data.kept(PLACE, "1") is None


def test_the_data_of_a_shelf_are_kept_once(var):
    shelf = DataCache(PLACE, PLACE)
    shelf.keep("real")
    (place,) = (var / kept_data.FOLDER).glob("*.pickle")
    before = place.stat().st_ino
    shelf.keep("real")
    assert place.stat().st_ino == before
