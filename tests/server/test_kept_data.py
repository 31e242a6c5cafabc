"""Kept data are the data as they were read, and only they; whatever else a file says is not done."""

import os
import pickle
from hashlib import sha256

import pytest

from channels.dataset.dataset import DatasetError
from channels.dataset.loading import load_what_holds
from channels.dataset.locations import DataFolders
from server import kept_data
from tests.support.datasets import FOLDERS

PLACE = DataFolders(FOLDERS["teaching"])


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    return tmp_path


def read():
    return load_what_holds(PLACE.folder, PLACE.over)


def unread():
    raise AssertionError("the data were read again")


def test_the_second_start_reads_no_data_and_has_the_same(var):
    first = kept_data.kept_or_read(PLACE, "1", read)
    again = kept_data.kept_or_read(PLACE, "1", unread)
    assert again.tables == first.tables
    assert vars(again.rates) == vars(first.rates)
    assert again._routes == first._routes


def test_changed_data_are_read_again(var):
    kept_data.kept_or_read(PLACE, "1", read)
    with pytest.raises(AssertionError, match="read again"):
        kept_data.kept_or_read(PLACE, "2", unread)


@pytest.mark.parametrize("left", [0, 10, 70, 1_000])
def test_a_file_that_was_cut_off_is_not_used(var, left):
    kept_data.kept_or_read(PLACE, "1", read)
    (place,) = (var / kept_data.FOLDER).glob("*.pickle")
    place.write_bytes(place.read_bytes()[:left])
    assert kept_data.kept_or_read(PLACE, "1", read).invented


class Harm:
    def __reduce__(self):
        return os.mkdir, ("harm",)


def test_a_file_that_was_exchanged_does_nothing(var, monkeypatch):
    monkeypatch.chdir(var)
    kept_data.kept_or_read(PLACE, "1", read)
    (place,) = (var / kept_data.FOLDER).glob("*.pickle")
    harm = pickle.dumps(Harm())
    place.write_bytes(place.read_bytes()[: kept_data.DIGEST] + sha256(harm).digest() + harm)
    assert kept_data.kept_or_read(PLACE, "1", read).invented
    assert not (var / "harm").exists()


def test_data_with_faults_are_not_kept(var, tmp_path):
    def broken():
        raise DatasetError([])

    with pytest.raises(DatasetError):
        kept_data.kept_or_read(PLACE, "1", broken)
    assert not (var / kept_data.FOLDER).exists()


def test_where_nothing_can_be_written_the_data_are_read_each_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "file"))
    assert kept_data.kept_or_read(PLACE, "1", read).invented
