"""A round closed: on the readers' pages at once, with its source; the same files for a commit."""

import shutil
from pathlib import Path

import pytest

from channels.dataset import DatasetError, load
from channels.places import Place
from channels.store import observations, rounds
from channels.store.engine import open_store
from channels.store.observations import Refused
from channels.terms import Evidence, Stage
from tests.builders import an_entry, dec
from tests.writers import NOW

ROOT = Path(__file__).parent.parent
ROAD = {"provider": "zolotaya_korona", "service": "cash_kapital_bank", "amount": dec(17_000)}


@pytest.fixture
def store(tmp_path):
    found = open_store(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    yield found
    found.dispose()


@pytest.fixture
def place(tmp_path):
    return Place(ROOT / "data", tmp_path / "published")


def confirmed(store, **fields):
    found = observations.add(store, an_entry(**(ROAD | fields)), by="ann", now=NOW)
    return observations.confirm(store, found.id, by="bob", now=NOW).id


def seen(folder, over=None):
    """The prices of our service that a reader of these folders sees."""
    of = ROAD["provider"], ROAD["service"]
    return [o for _, o in load(folder, over).tables.observations if (o.provider, o.service) == of]


def test_a_confirmed_price_reaches_the_readers_with_its_source_when_the_round_is_closed(store, place):
    id = confirmed(store)
    assert seen(place.folder, place.over) == []
    rounds.close(store, place, [id], by="bob", now=NOW)
    (found,) = seen(place.folder, place.over)
    assert (found.amount, found.fee, found.rate) == (17_000, 99, dec("0.0192"))
    assert found.evidence is Evidence.OBSERVED
    source = load(place.folder, place.over).sources[found.source]
    assert source.publisher == "Training centre"
    assert rounds.is_written(store, place.over)


def test_what_is_not_confirmed_is_not_published(store, place):
    waiting = observations.add(store, an_entry(**ROAD), by="ann", now=NOW)
    with pytest.raises(Refused):
        rounds.close(store, place, [waiting.id], by="bob", now=NOW)
    assert seen(place.folder, place.over) == []


def test_a_round_with_which_the_data_would_not_hold_changes_nothing(store, place):
    id = confirmed(store, provider="nobody")
    with pytest.raises(DatasetError):
        rounds.close(store, place, [id], by="bob", now=NOW)
    found = observations.entry(store, id)
    assert found is not None
    assert found.stage is Stage.CONFIRMED
    assert not (place.over / "observations").exists()


def test_the_export_is_what_a_commit_needs_and_counts_once_beside_what_was_published(store, place, tmp_path):
    rounds.close(store, place, [confirmed(store)], by="bob", now=NOW)
    out = tmp_path / "out"
    assert rounds.export(store, out) == 1
    for path in (place.over / "observations").iterdir():
        assert (out / "observations" / path.name).read_bytes() == path.read_bytes()
    committed = tmp_path / "data"
    shutil.copytree(ROOT / "data", committed)
    shutil.copytree(out / "observations", committed / "observations", dirs_exist_ok=True)
    with (committed / "sources.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + (out / "sources.toml").read_text(encoding="utf-8"))
    assert len(seen(committed)) == 1
    assert len(seen(committed, place.over)) == 1


def test_a_correction_marks_the_price_that_it_corrects(store, place):
    old = confirmed(store)
    rounds.close(store, place, [old], by="bob", now=NOW)
    new = observations.supersede(
        store, old, an_entry(**ROAD, fee=dec(50)), reason="a slip", by="ann", now=NOW
    )
    observations.confirm(store, new.id, by="bob", now=NOW)
    rounds.close(store, place, [new.id], by="bob", now=NOW.replace(hour=(NOW.hour + 1) % 24))
    found = {o.fee: o.superseded for o in seen(place.folder, place.over)}
    assert found == {dec(99): "a slip", dec(50): None}


def test_lost_files_are_written_again_from_the_store(store, place):
    rounds.close(store, place, [confirmed(store)], by="bob", now=NOW)
    shutil.rmtree(place.over)
    assert not rounds.is_written(store, place.over)
    rounds.write(store, place.over)
    assert rounds.is_written(store, place.over)
    assert len(seen(place.folder, place.over)) == 1
