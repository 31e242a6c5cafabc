"""The one declaration of every kind of record, and what is made of it."""

from dataclasses import fields
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from channels.dataset.kinds import Layout, RecordKind
from channels.dataset.tables import BY_ROUND, KINDS, Tables, kind_of
from tests.support.datasets import shipped

ROOT = Path(__file__).parents[3]
EACH = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
NOT_READ = {"README.md"}


def files(kind: RecordKind, folder: Path) -> set[Path]:
    """The files of a kind in a folder of data."""
    if kind.layout in (Layout.LIST, Layout.ROWS):
        return {folder / kind.file} & set(folder.rglob("*"))
    ending = "csv" if kind.layout is Layout.ROWS_OF_FOLDER else "toml"
    own = {folder / other.file for other in KINDS if other is not kind}
    return set((folder / kind.file).glob(f"*.{ending}")) - own


def test_every_table_has_its_kind():
    assert [kind.name for kind in KINDS] == [table.name for table in fields(Tables)]
    assert all(getattr(Tables(), kind.name) == () for kind in KINDS)


@EACH
def test_a_kind_is_of_the_class_that_its_table_says(kind):
    (held,) = get_args(get_type_hints(Tables)[kind.name])
    assert (get_args(held) == (str, kind.record)) if kind.placed else (held is kind.record)


@EACH
def test_what_tells_a_record_from_every_other_is_a_part_of_it(kind):
    assert all(name in kind.record.model_fields or hasattr(kind.record, name) for name in kind.identity)
    assert kind.identity or kind.table is None or kind.name in BY_ROUND


@pytest.mark.parametrize("name", ["real", "teaching"])
@EACH
def test_every_record_has_a_place_of_its_own(kind, name):
    places = [place for place, _ in shipped(name).tables.of(kind)]
    assert all(place.startswith(kind.file) for place in places)
    assert len(set(places)) == len(places) or not kind.identity


@pytest.mark.parametrize("folder", [ROOT / "data", ROOT / "data" / "teaching"], ids=["real", "teaching"])
def test_every_file_of_the_data_is_of_one_kind(folder):
    taught = set((ROOT / "data" / "teaching").rglob("*"))
    there = {path for path in folder.rglob("*") if path.is_file() and path.name not in NOT_READ}
    there -= taught if folder.name == "data" else set()
    claimed: dict[Path, set[str]] = {}
    for kind in KINDS:
        for path in files(kind, folder):
            claimed.setdefault(path, set()).add(kind.file)
    assert set(claimed) == there
    assert all(len(kinds) == 1 for kinds in claimed.values())


def test_a_clerk_finds_every_kind_in_the_readme_of_the_data():
    said = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert [kind.file for kind in KINDS if f"`{kind.file}" not in said] == []


def test_what_a_record_leaves_open_is_left_out_of_its_name():
    kind = kind_of("boards")
    board = shipped("teaching").tables.boards[0]
    assert kind.place(board) == f"boards.csv: {board.day} {board.provider} {board.kind} {board.currency} AZN"
    assert kind_of("providers").place(shipped("real").providers["wise"]) == "providers/wise.toml"
    with pytest.raises(KeyError):
        kind_of("nothing")
