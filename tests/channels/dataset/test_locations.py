"""Where the data lie, and a mark that changes when they do."""

import os

import pytest

from channels.dataset import locations
from channels.dataset.locations import ROOT, DataFolders, real, teaching, var


def test_the_places_are_those_of_the_environment(tmp_path):
    assert real({}) == DataFolders(ROOT / "data", ROOT / "var" / "published")
    assert var({}) == var({"PULYOLU_VAR": ""}) == ROOT / "var"
    named = {"PULYOLU_DATA": str(tmp_path / "d"), "PULYOLU_VAR": str(tmp_path / "v")}
    assert real(named) == DataFolders(tmp_path / "d", tmp_path / "v" / "published")
    assert teaching().over is None
    assert (teaching().folder / "sources.toml").is_file()


@pytest.fixture
def place(tmp_path):
    for name in ("data/a.toml", "over/rates.csv"):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text("1")
    return DataFolders(tmp_path / "data", tmp_path / "over")


def test_a_mark_stays_while_nothing_changes(place):
    assert place.stamp() == place.stamp()
    assert DataFolders(place.folder).stamp() != place.stamp()


@pytest.mark.parametrize("folder", ["folder", "over"])
def test_a_mark_changes_with_every_change(place, folder):
    where = getattr(place, folder)
    seen = [place.stamp()]

    def changed() -> bool:
        seen.append(place.stamp())
        return seen.count(seen[-1]) == 1

    (where / "new.csv").write_text("1")
    assert changed()
    (where / "new.csv").write_text("12")
    assert changed()
    # A copy that keeps an old time, as from a backup.
    os.utime(where / "new.csv", (1, 1))
    assert changed()
    (where / "deep").mkdir()
    (where / "deep" / "x.csv").write_text("1")
    assert changed()
    (where / "deep" / "x.csv").rename(where / "deep" / "y.csv")
    assert changed()
    (where / "deep" / "y.csv").unlink()
    assert changed()


def test_a_folder_that_is_not_there_has_a_mark_too(tmp_path):
    none = DataFolders(tmp_path / "no", tmp_path / "nothing")
    before = none.stamp()
    (tmp_path / "nothing").mkdir()
    assert none.stamp() != before


def test_a_file_that_goes_while_it_is_looked_at_does_no_harm(place, monkeypatch):
    gone = place.over / "gone.csv"
    monkeypatch.setattr(locations, "sorted", lambda found: [*sorted(found), gone], raising=False)
    assert place.stamp() == place.stamp()
