"""A round for a commit: what the command writes stands with the data, has no word that was not published."""

import csv
import io
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from channels.__main__ import app
from channels.collect.grid import DOLLARS, CellState, grid
from channels.dataset.loading import load, read
from channels.dataset.locations import DataFolders
from channels.export.cells import FORMULA_STARTS
from channels.records.observations import Rate
from channels.refresh.publishing import publish_rates
from channels.store import discussions, price_entries, published_files, publishing
from channels.store.engine import open_store
from channels.terms import Answer
from components.i18n import words
from server.startup_checks import hitches
from tests.support.builders import a_discussion, an_entry, dec
from tests.support.writers import NOW, writers

ROOT = Path(__file__).parents[3]
ROAD = {"provider": "zolotaya_korona", "service": "cash_kapital_bank", "amount": dec(17_000)}
FORMULA = "=cmd|' /C calc'!A0"


@pytest.fixture
def store(url, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    monkeypatch.delenv("PULYOLU_DATA", raising=False)
    found = open_store(url)
    yield found
    found.dispose()


@pytest.fixture
def place(tmp_path):
    return DataFolders(ROOT / "data", tmp_path / "published")


def confirmed(store, **fields) -> str:
    found = price_entries.add(store, an_entry(**(ROAD | fields)), by="ann", now=NOW)
    return price_entries.confirm(store, found.id, by="bob", now=NOW).id


def written(store, folder: Path) -> dict[str, str]:
    done = CliRunner().invoke(app, ["export", "observations", str(folder)])
    assert done.exit_code == 0, done.output
    return {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*") if p.is_file()}


def test_the_export_is_a_complete_part_of_the_data_and_safe_in_a_spreadsheet(store, place, tmp_path):
    old = confirmed(store, organisation=FORMULA)
    publishing.close(store, place, [old], by="bob", now=NOW)
    new = price_entries.supersede(
        store, old, an_entry(**ROAD, fee=dec(50)), reason=FORMULA, by="ann", now=NOW
    )
    price_entries.confirm(store, new.id, by="bob", now=NOW)
    publishing.close(store, place, [new.id], by="bob", now=NOW.replace(hour=20))
    confirmed(store, fee=dec("77.25"))
    price_entries.add(store, an_entry(**ROAD, fee=dec("66.25")), by="ann", now=NOW)
    out = tmp_path / "out"
    files = written(store, out)
    assert len(files) == 3
    text = "".join(files.values())
    assert "77.25" not in text
    assert "66.25" not in text
    assert not {"ann", "bob"} & set(text.replace(",", " ").replace('"', " ").split())
    cells = [
        c for name, t in files.items() if name.endswith(".csv") for r in csv.reader(io.StringIO(t)) for c in r
    ]
    assert "'" + FORMULA in cells
    assert not [cell for cell in cells if cell.lstrip().startswith(FORMULA_STARTS)]
    # A clone knows nothing of the store; what is exported is added to its data.
    clone = tmp_path / "clone"
    shutil.copytree(ROOT / "data", clone)
    shutil.copytree(out / "observations", clone / "observations", dirs_exist_ok=True)
    with (clone / "sources.toml").open("a") as file:
        file.write("\n" + files["sources.toml"])
    data = load(clone)
    found = [
        o
        for _, o in data.tables.observations
        if (o.provider, o.service) == (ROAD["provider"], ROAD["service"])
    ]
    assert {(o.fee, o.superseded) for o in found} == {(99, "'" + FORMULA), (50, None)}
    assert {data.sources[o.source].publisher for o in found} == {FORMULA, "Training centre"}


def laid(place: DataFolders, looked: dict[tuple[bytes, ...], set[object]]) -> set[object]:
    """The fees that readers see, in data that is whole; what lies there unchanged is not read again."""
    lies = tuple(path.read_bytes() for path in sorted(place.over.rglob("*.*")) if path.is_file())
    if lies not in looked:
        tables, issues = read(place.folder, place.over)
        assert not issues
        looked[lies] = {o.fee for _, o in tables.observations if o.service == ROAD["service"]}
    return looked[lies]


def test_nothing_published_is_nothing_written(store, tmp_path):
    confirmed(store)
    assert written(store, tmp_path / "out") == {}


def asked(*command: str) -> str:
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    return done.output


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def talked(store, **fields) -> str:
    found = discussions.add(store, a_discussion(**{"people": 40} | fields), by="ann", now=NOW)
    return discussions.confirm(store, found.id, by="bob", now=NOW).id


@pytest.mark.whole
def test_an_export_into_the_data_adds_to_it_and_keeps_all_that_is_there(store, place, tmp_path, monkeypatch):
    publishing.close(store, place, [confirmed(store)], by="bob", now=NOW)
    publishing.close_ranges(store, place, [talked(store)], by="bob", now=NOW)
    clone = tmp_path / "clone"
    shutil.copytree(ROOT / "data", clone)
    with (clone / "sources.toml").open("a", encoding="utf-8") as file:
        # What an earlier export of another round left, and our own source as it was before.
        for id, title in (("ranges_2026_08_01", "Theirs"), ("round_2026_11_21", "Old")):
            file.write(
                f'\n# a remark\n[[sources]]\nid = "{id}"\ntitle = "{title}"\npublisher = "Others"\n'
                'retrieved = 2026-08-01\nconfidence = "weak"\n'
            )
    theirs = "RU-AZ,2026-08-01,2026-08-01,2,45,2,4,ranges_2026_08_01"
    # An older file, without the last column.
    head = "corridor,since,day,groups,people,least,most,source"
    (clone / "ranges.csv").write_text(f"{head}\n{theirs}\n")
    before = bytes_of(clone)
    asked("export", "observations", str(clone))
    after = bytes_of(clone)
    changed = {name for name, content in after.items() if before.get(name) != content}
    assert changed == {"sources.toml", "ranges.csv", "observations/round_2026_11_21.csv"}
    assert set(before) <= set(after)
    old = before["sources.toml"].decode()
    untouched = old[: old.index('[[sources]]\nid = "round_2026_11_21"')]
    assert after["sources.toml"].decode().startswith(untouched)
    assert theirs in after["ranges.csv"].decode()
    data = load(clone)
    assert {source.title for source in data.tables.sources if source.publisher == "Others"} == {"Theirs"}
    assert data.sources["round_2026_11_21"].publisher == "Training centre"
    assert [(told.people, told.source) for told in data.tables.ranges] == [
        (45, "ranges_2026_08_01"), (40, "ranges_2026_11_21"),
    ]  # fmt: skip
    asked("check", "--data", str(clone))
    # A clone has no store and nothing laid over it.
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "empty"))
    command = ("compare", "RU", "AZ", "--send", "17000", "--data", str(clone), "--day", "2026-11-22")
    prices = asked(*command, "--format", "csv")
    assert "round_2026_11_21" in prices
    asked("export", "observations", str(clone))
    assert bytes_of(clone) == after


@pytest.mark.whole
def test_a_clone_without_a_store_shows_who_was_asked_in_vain(store, place, tmp_path, monkeypatch):
    refusal = {"answer": Answer.REFUSED, "amount": None, "fee": None, "rate": None, "pays": None}
    publishing.close(store, place, [confirmed(store, **refusal, organisation=FORMULA)], by="bob", now=NOW)
    confirmed(store, **refusal, collected=NOW.date() - timedelta(days=1))
    clone = tmp_path / "clone"
    shutil.copytree(ROOT / "data", clone)
    (clone / "answers").mkdir()
    by_hand = clone / "answers" / "by_hand.csv"
    by_hand.write_text(
        "provider,service,corridor,answer,day,source\npaysend,transfer,RU-AZ,blocked,2026-11-20,cbar_register\n"
    )
    before = bytes_of(clone)
    asked("export", "observations", str(clone))
    after = bytes_of(clone)
    assert {name for name, content in after.items() if before.get(name) != content} == {
        "sources.toml", "answers/round_2026_11_21.csv",
    }  # fmt: skip
    written = after["answers/round_2026_11_21.csv"].decode()
    assert not {"ann", "bob"} & set(written.replace(",", " ").split())
    cells = [cell for row in csv.reader(io.StringIO(written)) for cell in row]
    assert "'" + FORMULA in cells
    assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS)]
    asked("check", "--data", str(clone))
    asked("export", "observations", str(clone))
    assert bytes_of(clone) == after
    # Of the store nothing is left: the data alone say it.
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "empty"))
    shown = grid(load(clone), (), NOW.date())
    found = {(c.road, c.dollars): c.seen for c in shown if c.state is CellState.REFUSED}
    days = {
        "zolotaya_korona.cash_kapital_bank": date(2026, 11, 21),
        "paysend.transfer": date(2026, 11, 20),
    }
    assert found == {(road, dollars): day for road, day in days.items() for dollars in DOLLARS}


def readers(place: DataFolders) -> tuple[object, ...]:
    """What readers' files hold of rounds and of rates: fees, people who spoke, sources, days of rates."""
    data, below = load(place.folder, place.over), load(place.folder)
    new = [o for _, o in data.tables.observations if o not in [o for _, o in below.tables.observations]]
    sources = {s.id: s.publisher for s in data.tables.sources if s.id not in below.sources}
    rates = [rate.day for rate in data.tables.rates if rate not in below.tables.rates]
    return sorted(o.fee for o in new), [told.people for told in data.tables.ranges], sources, rates


@pytest.mark.whole
def test_the_readers_files_follow_a_restore_and_official_rates_stay(store, place, tmp_path):
    publishing.close(store, place, [confirmed(store)], by="bob", now=NOW)
    publishing.close_ranges(store, place, [talked(store)], by="bob", now=NOW)
    good = readers(place)
    asked("backup", str(tmp_path / "good.gz"))
    # Another round of the same day and name, one more, other ranges; and a rate of the same days.
    for n, fee in enumerate((55, 66)):
        id = confirmed(store, fee=dec(fee), organisation="Others")
        publishing.close(store, place, [id], by="bob", now=NOW + timedelta(hours=n + 1))
    publishing.close_ranges(store, place, [talked(store, people=50)], by="bob", now=NOW + timedelta(hours=1))
    named = next(source for source in load(place.folder).tables.sources if source.id.startswith("cbar"))
    sheet = named.model_copy(update={"id": "cbar_today", "title": "Rates of today"})
    rate = Rate(day=date(2026, 11, 21), currency="USD", nominal=1, value=dec("1.71"), source="cbar_today")
    with published_files.turn(store, place.over) as staged:
        publish_rates(replace(place, over=staged), sheet, [rate], scratch=tmp_path)
    source = place.over / "sources.toml"
    source.write_text(source.read_text().replace("Training centre", "Somebody"))
    assert not publishing.is_written(store, place.over)
    asked("restore", str(tmp_path / "good.gz"), "--replace")
    *told, sources, rates = readers(place)
    assert told == list(good[:2])
    assert sources == {**good[2], "cbar_today": named.publisher}
    assert rates == [date(2026, 11, 21)]
    assert publishing.is_written(store, place.over)
    # Nothing lies there at all: another machine, on which a backup is restored.
    shutil.rmtree(place.over)
    asked("restore", str(tmp_path / "good.gz"), "--replace")
    # A rate that no backup has is there again where the servers of a store share it.
    *told, sources, rates = readers(place)
    shared = published_files.is_shared(store)
    assert told == list(good[:2])
    assert sources == good[2] | ({"cbar_today": named.publisher} if shared else {})
    assert rates == ([date(2026, 11, 21)] if shared else [])


def test_a_restored_backup_without_a_round_leaves_readers_none_and_a_start_alone_takes_none_away(
    store, place, tmp_path
):
    asked("backup", str(tmp_path / "empty.gz"))
    publishing.close(store, place, [confirmed(store)], by="bob", now=NOW)
    publishing.close_ranges(store, place, [talked(store)], by="bob", now=NOW)
    before = bytes_of(place.over)
    other = open_store(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert publishing.is_written(other, place.over)
    other.dispose()
    assert bytes_of(place.over) == before
    asked("restore", str(tmp_path / "empty.gz"), "--replace")
    assert bytes_of(place.over) == {}


@pytest.mark.whole
def test_a_round_closed_by_a_process_that_is_killed_at_any_step_is_whole_after_the_next_start(
    store, url, place, monkeypatch
):
    """Readers see whole data at every moment; store and files agree once the server has started again."""
    ids = [confirmed(store, fee=dec(100 + n)) for n in range(80)]
    fees = {id: 100 + n for n, id in enumerate(ids)}
    outcomes: list[tuple[str, bool, bool]] = []
    looked: dict[tuple[bytes, ...], set[object]] = {}
    with writers(1, "closes", url, str(place.over), *ids) as (child,):
        for id in ids:
            said, how = child.stdout.readline().split()
            assert said == id
            seen = laid(place, looked)
            now = {fees[kept.id] for kept in price_entries.published(store)}
            assert seen <= now, "nothing is shown that the store has not published"
            outcomes.append((how, fees[id] in now, fees[id] in seen))
            assert list(hitches(words("en"))) == []
            assert publishing.is_written(store, place.over)
            assert laid(place, looked) == now
            if how == "closed":
                break
            child.stdin.write("\n")
            child.stdin.flush()
    assert outcomes[-1] == ("closed", True, True)
    assert {("killed", False, False), ("killed", True, False)} <= set(outcomes)
