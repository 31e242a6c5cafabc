"""Published files that several machines share: each folder follows what PostgreSQL keeps."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from channels import files
from channels.collect.official_rates import waiting
from channels.dataset.loading import load
from channels.dataset.locations import DataFolders
from channels.records.official_rates import OfficialRate
from channels.refresh import fetch_log
from channels.store import mending, official_rates, published_files, publishing
from channels.store.engine import open_store
from channels.store.faults import StoreError
from channels.store.published_files import follow, is_shared, state, turn
from channels.store.tables import PUBLISHED_FILES
from tests.channels.dataset.test_loading import small
from tests.support.writers import NOW


@pytest.fixture
def file_store(tmp_path):
    found = open_store(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    yield found
    found.dispose()


@pytest.fixture
def shared(postgres_database):
    """Two servers' ways to one store."""
    found = [open_store(postgres_database.replace("postgresql://", "postgresql+psycopg://")) for _ in "ab"]
    yield found
    for one in found:
        one.dispose()


def held(over: Path) -> dict[str, bytes]:
    return {path.relative_to(over).as_posix(): path.read_bytes() for path in over.rglob("*.*")}


def put(engine, over, name, content):
    with turn(engine, over) as staged:
        (staged / name).parent.mkdir(parents=True, exist_ok=True)
        (staged / name).write_bytes(content)


# On SQLite


def test_on_sqlite_the_folder_itself_is_what_is_kept(file_store, tmp_path):
    over = tmp_path / "var" / "published"
    with turn(file_store, over) as staged:
        assert staged == over
    put(file_store, over, "rates.csv", b"day\n")
    assert not is_shared(file_store)
    assert state(file_store) is None
    assert follow(file_store, over) is None
    assert held(over) == {"rates.csv": b"day\n"}


def test_files_change_in_an_order_in_which_a_price_always_has_its_source(tmp_path, monkeypatch):
    over, seen = tmp_path / "published", []
    old, new = b'[[sources]]\nid = "old"\n', b'[[sources]]\nid = "new"\n'
    (over / "observations").mkdir(parents=True)
    (over / "sources.toml").write_bytes(old)
    (over / "observations" / "old.csv").write_bytes(b"old")
    replace = files.replace

    def noted(path, content):
        replace(path, content)
        seen.append((path.name, content))

    monkeypatch.setattr(files, "replace", noted)
    changed = {"sources.toml": new, "observations/new.csv": b"new"}
    published_files._lay(over, changed, ["observations/old.csv"])
    assert [name for name, _ in seen] == ["sources.toml", "new.csv", "sources.toml"]
    assert seen[0][1].count(b"[[sources]]") == 2
    assert held(over) == changed


# On PostgreSQL


def test_what_one_publishes_the_other_has_when_it_follows(shared, tmp_path):
    ours, theirs = (tmp_path / name / "published" for name in "ab")
    assert follow(shared[1], theirs) is None
    put(shared[0], ours, "observations/a.csv", b"a")
    assert (state(shared[1]), follow(shared[1], theirs)) == (1, 1)
    assert held(ours) == held(theirs) == {"observations/a.csv": b"a"}
    with turn(shared[1], theirs) as staged:
        (staged / "observations" / "a.csv").unlink()
    assert follow(shared[0], ours) == 2
    assert held(ours) == held(theirs) == {}


def test_a_turn_that_changes_nothing_tells_nobody(shared, tmp_path):
    over = tmp_path / "published"
    put(shared[0], over, "a.csv", b"a")
    put(shared[0], over, "a.csv", b"a")
    assert state(shared[0]) == 1


def test_store_and_files_count_together_or_not_at_all(shared, tmp_path):
    over = tmp_path / "var" / "published"
    rate = OfficialRate(day=NOW.date(), currency="EUR", nominal=1, value="1.9")
    with pytest.raises(ZeroDivisionError), turn(shared[0], over) as staged:
        official_rates.add(shared[0], rate, by="ann", now=NOW)
        assert len(official_rates.kept(shared[0])) == 1
        assert official_rates.kept(shared[1]) == ()
        staged.mkdir(exist_ok=True)
        (staged / "rates.csv").write_bytes(b"day\n")
        raise ZeroDivisionError
    assert waiting(official_rates.kept(shared[0])) == ()
    assert state(shared[0]) is None
    assert not over.exists()
    assert not list(fetch_log.folder(over.parent).glob(f"{published_files.DRAFT}*"))


def test_a_rate_that_is_published_on_one_server_is_read_on_the_other(shared, tmp_path):
    folder = small(tmp_path / "data")
    places = [DataFolders(folder, tmp_path / name / "published") for name in "ab"]
    rate = OfficialRate(day=NOW.date(), currency="EUR", nominal=1, value="1.9876")
    one = official_rates.add(shared[0], rate, by="ann", now=NOW)
    publishing.release_rate(shared[0], places[0], one.id, by="bob", now=NOW, reason="read twice")
    mending.settle(shared[1], places[1].over)
    for place in places:
        assert rate.value in {known.value for known in load(place.folder, place.over).tables.rates}
    publishing.withdraw_rate(shared[1], places[1].over, one.id, reason="wrong", by="ann", now=NOW)
    follow(shared[0], places[0].over)
    assert held(places[0].over) == held(places[1].over) == {}


def test_the_first_hands_in_what_it_had_and_the_next_keeps_its_own_aside(shared, tmp_path):
    ours, theirs = (tmp_path / name / "published" for name in "ab")
    for over in (ours, theirs):
        over.mkdir(parents=True)
        (over / "rates.csv").write_text(over.parent.name)
    for engine, over in zip(shared, (ours, theirs), strict=True):
        mending.settle(engine, over)
    assert held(ours) == held(theirs) == {"rates.csv": b"a"}
    assert (theirs.parent / published_files.ASIDE / "rates.csv").read_text() == "b"
    assert not (ours.parent / published_files.ASIDE).exists()


def test_a_name_that_leads_elsewhere_is_never_written(shared, tmp_path):
    over = tmp_path / "published"
    put(shared[0], over, "a.csv", b"a")
    with shared[0].begin() as connection:
        connection.execute(PUBLISHED_FILES.insert().values(path="../x", sha256="0" * 64, content=b"x"))
    with pytest.raises(StoreError):
        follow(shared[0], over)
    assert not (tmp_path / "x").exists()


def test_a_folder_that_was_changed_by_hand_is_brought_back(shared, tmp_path):
    over = tmp_path / "published"
    put(shared[0], over, "a.csv", b"a")
    (over / "a.csv").write_bytes(b"b")
    (over / "more.csv").write_bytes(b"c")
    follow(shared[0], over)
    assert held(over) == {"a.csv": b"a"}


def test_rates_of_a_sheet_are_published_through_the_store_too(shared, tmp_path):
    over = tmp_path / "var" / "published"
    url = shared[0].url.render_as_string(hide_password=False)
    with published_files.turn_of({"DATABASE_URL": url})(over) as staged:
        staged.mkdir(exist_ok=True)
        (staged / "rates.csv").write_bytes(b"day\n")
    assert follow(shared[1], tmp_path / "b" / "published") == 1


def test_a_store_that_does_not_answer_is_an_error_of_writing(tmp_path):
    lost = published_files.turn_of({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    with pytest.raises(OSError, match="store"), lost(tmp_path / "published"):
        raise AssertionError
    own = published_files.turn_of({"PULYOLU_VAR": str(tmp_path)})
    with own(tmp_path / "published") as staged:
        assert staged == tmp_path / "published"


def test_both_may_publish_at_once_and_nothing_is_lost(shared, tmp_path):
    def one(number: int) -> None:
        put(shared[number % 2], tmp_path / str(number % 2) / "published", f"{number}.csv", b"x")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(12)))
    assert state(shared[0]) == 12
    assert len(owned_files(shared[0], tmp_path)) == 12


def owned_files(engine, tmp_path) -> dict[str, bytes]:
    over = tmp_path / "0" / "published"
    follow(engine, over)
    return held(over)
