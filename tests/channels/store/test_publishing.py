"""A round closed: on the readers' pages at once, with its source; the same files for a commit."""

import csv
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from channels import files
from channels.collect.rounds import rounds as all_rounds
from channels.dataset.dataset import DatasetError
from channels.dataset.loading import load, read
from channels.dataset.locations import DataFolders
from channels.export.cells import FORMULA_STARTS
from channels.export.data_package import as_package
from channels.records.entries import EntryStep, Kept
from channels.store import discussions, price_entries, publishing
from channels.store.engine import open_store
from channels.store.price_entries import StepRefused
from channels.terms import Answer, Evidence, Stage
from tests.channels.store.test_price_entries import entries
from tests.support.builders import DAY, a_discussion, an_entry, dec
from tests.support.examples import costly
from tests.support.lanes import spread
from tests.support.writers import NOW

ROOT = Path(__file__).parents[3]
AS_TOLD = (
    "amount",
    "fee",
    "received",
    "payout",
    "regions",
    "documents",
    "minutes_most",
    "collected",
    "valid_until",
)
"""What a price is published with exactly as it was entered."""
AS_ASKED = ("corridor", "provider", "service", "answer", "amount", "payout", "method", "of_provider")
"""What an answer without a price is published with exactly as it was entered."""
REFUSAL = {"answer": Answer.REFUSED, "amount": None, "fee": None, "rate": None, "pays": None}
ROAD = {"provider": "zolotaya_korona", "service": "cash_kapital_bank", "amount": dec(17_000)}


@pytest.fixture
def store(tmp_path):
    found = open_store(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    yield found
    found.dispose()


@pytest.fixture
def place(tmp_path):
    return DataFolders(ROOT / "data", tmp_path / "published")


def confirmed(store, **fields):
    found = price_entries.add(store, an_entry(**(ROAD | fields)), by="ann", now=NOW)
    return price_entries.confirm(store, found.id, by="bob", now=NOW).id


def seen(folder, over=None):
    """The prices of our service that a reader of these folders sees."""
    of = ROAD["provider"], ROAD["service"]
    return [o for _, o in load(folder, over).tables.observations if (o.provider, o.service) == of]


@pytest.mark.smoke
def test_a_confirmed_price_reaches_the_readers_with_its_source_when_the_round_is_closed(store, place):
    id = confirmed(store)
    assert seen(place.folder, place.over) == []
    publishing.close(store, place, [id], by="bob", now=NOW)
    (found,) = seen(place.folder, place.over)
    assert (found.amount, found.fee, found.rate) == (17_000, 99, dec("0.0192"))
    assert found.evidence is Evidence.OBSERVED
    source = load(place.folder, place.over).sources[found.source]
    assert source.publisher == "Training centre"
    assert publishing.is_written(store, place.over)


def test_what_is_not_confirmed_is_not_published(store, place):
    waiting = price_entries.add(store, an_entry(**ROAD), by="ann", now=NOW)
    with pytest.raises(StepRefused):
        publishing.close(store, place, [waiting.id], by="bob", now=NOW)
    assert seen(place.folder, place.over) == []


def test_a_round_with_which_the_data_would_not_hold_changes_nothing(store, place):
    id = confirmed(store, provider="nobody")
    with pytest.raises(DatasetError):
        publishing.close(store, place, [id], by="bob", now=NOW)
    found = price_entries.entry(store, id)
    assert found is not None
    assert found.stage is Stage.CONFIRMED
    assert not (place.over / "observations").exists()


def test_the_export_is_what_a_commit_needs_and_counts_once_beside_what_was_published(store, place, tmp_path):
    publishing.close(store, place, [confirmed(store)], by="bob", now=NOW)
    out = tmp_path / "out"
    assert publishing.export(store, out) == 1
    for path in (place.over / "observations").iterdir():
        assert (out / "observations" / path.name).read_bytes() == path.read_bytes()
    committed = tmp_path / "data"
    shutil.copytree(ROOT / "data", committed)
    shutil.copytree(out / "observations", committed / "observations", dirs_exist_ok=True)
    with (committed / "sources.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + (out / "sources.toml").read_text(encoding="utf-8"))
    assert len(seen(committed)) == 1
    assert len(seen(committed, place.over)) == 1


def test_where_and_with_what_a_price_is_collected_is_in_the_files_and_in_the_package(store, place):
    where = {"payout": "zolotaya_korona_kapital_bank", "regions": ("baku", "lankaran_astara")}
    id = confirmed(store, **where, documents=("id_card", "passport"))
    publishing.close(store, place, [id], by="bob", now=NOW)
    (file,) = (place.over / "observations").iterdir()
    assert "zolotaya_korona_kapital_bank,baku lankaran_astara,id_card passport" in file.read_text()
    (price,) = seen(place.folder, place.over)
    assert (price.payout, price.regions, price.documents) == (*where.values(), ("id_card", "passport"))
    with zipfile.ZipFile(io.BytesIO(as_package(load(place.folder, place.over)))) as package:
        rows = csv.DictReader(io.TextIOWrapper(package.open("data/observations.csv"), encoding="utf-8"))
        (row,) = [row for row in rows if row["service"] == ROAD["service"]]
    assert (row["payout"], row["regions"], row["documents"]) == (
        "zolotaya_korona_kapital_bank", "baku lankaran_astara", "id_card passport",
    )  # fmt: skip


@pytest.mark.whole
def test_the_hash_of_what_was_seen_and_the_amount_told_to_arrive_are_in_the_files_and_in_the_package(
    store, place
):
    seen_as = "5" * 64
    id = confirmed(store, rate=None, received=dec(320), receipt_charge=dec(2), evidence=seen_as)
    publishing.close(store, place, [id], by="bob", now=NOW)
    (price,) = seen(place.folder, place.over)
    # 320 arrive of 322 paid out: the rate is computed once, and stands beside what it came of.
    assert (price.received, price.evidence_sha256, price.rate) == (320, seen_as, dec("0.0189411765"))
    with zipfile.ZipFile(io.BytesIO(as_package(load(place.folder, place.over)))) as package:
        rows = csv.DictReader(io.TextIOWrapper(package.open("data/observations.csv"), encoding="utf-8"))
        (row,) = [row for row in rows if row["service"] == ROAD["service"]]
    assert (row["received"], row["evidence_sha256"]) == ("320", seen_as)


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    spread(
        [
            ("evidence_sha256", "5" * 63, "wrong_form"),
            ("evidence_sha256", "F" * 64, "wrong_form"),
            ("received", "0", "out_of_range"),
            ("received", "320", "contradiction"),
        ],
        each=2,
    ),
)
def test_a_slip_in_what_was_seen_or_told_to_arrive_is_named(store, place, field, cell, code):
    """The last one says an amount and no currency."""
    publishing.close(store, place, [confirmed(store)], by="bob", now=NOW)
    (file,) = (place.over / "observations").iterdir()
    (row,) = csv.DictReader(io.StringIO(file.read_text()))
    row |= {"rate": "", "pays": "", "receipt_charge": "", field: cell}
    file.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    with pytest.raises(DatasetError) as error:
        load(place.folder, place.over)
    assert [issue.code for issue in error.value.issues] == [code]


def test_a_region_that_is_not_there_stops_the_round_and_is_named(store, place):
    id = confirmed(store, regions=("atlantis",))
    with pytest.raises(DatasetError) as error:
        publishing.close(store, place, [id], by="bob", now=NOW)
    assert ("unknown_region", "atlantis") in {(issue.code, issue.note) for issue in error.value.issues}
    assert not (place.over / "observations").exists()


def test_a_correction_marks_the_price_that_it_corrects(store, place):
    old = confirmed(store)
    publishing.close(store, place, [old], by="bob", now=NOW)
    new = price_entries.supersede(
        store, old, an_entry(**ROAD, fee=dec(50)), reason="a slip", by="ann", now=NOW
    )
    price_entries.confirm(store, new.id, by="bob", now=NOW)
    publishing.close(store, place, [new.id], by="bob", now=NOW.replace(hour=(NOW.hour + 1) % 24))
    found = {o.fee: o.superseded for o in seen(place.folder, place.over)}
    assert found == {dec(99): "a slip", dec(50): None}


def test_lost_files_are_written_again_from_the_store(store, place):
    publishing.close(store, place, [confirmed(store)], by="bob", now=NOW)
    shutil.rmtree(place.over)
    assert not publishing.is_written(store, place.over)
    publishing.write(store, place.over)
    assert publishing.is_written(store, place.over)
    assert len(seen(place.folder, place.over)) == 1


def silent(folder, over=None):
    """The answers without a price that readers of these folders have of our service."""
    data = load(folder, over)
    return [(said.answer, said.day, said.superseded) for _, said in data.tables.answers]


@pytest.mark.whole
def test_who_was_asked_in_vain_is_published_beside_the_prices_and_in_the_package(store, place, tmp_path):
    refusal = confirmed(store, **REFUSAL, evidence="5" * 64)
    publishing.close(store, place, [refusal, confirmed(store)], by="bob", now=NOW)
    data = load(place.folder, place.over)
    assert silent(place.folder, place.over) == [(Answer.REFUSED, DAY, None)]
    assert len(seen(place.folder, place.over)) == 1
    assert data.sources["round_2026_11_21"].publisher == "Training centre"
    with zipfile.ZipFile(io.BytesIO(as_package(data))) as package:
        (row,) = csv.DictReader(io.TextIOWrapper(package.open("data/answers.csv"), encoding="utf-8"))
    assert {name: cell for name, cell in row.items() if cell} == {
        "provider": ROAD["provider"], "service": ROAD["service"], "corridor": "RU-AZ", "answer": "refused",
        "day": "2026-11-21", "method": "mystery_shopping", "organisation": "Training centre",
        "of_provider": "false", "checked": "true", "evidence_sha256": "5" * 64, "source": "round_2026_11_21",
    }  # fmt: skip
    for lost in ("answers", "observations"):
        assert publishing.is_written(store, place.over)
        shutil.rmtree(place.over / lost)
        assert not publishing.is_written(store, place.over)
        publishing.write(store, place.over)
    assert silent(place.folder, place.over) == [(Answer.REFUSED, DAY, None)]


@pytest.mark.whole
def test_a_round_of_answers_alone_has_a_source_and_a_corrected_answer_gives_way_to_the_price(store, place):
    old = confirmed(store, **REFUSAL)
    publishing.close(store, place, [old], by="bob", now=NOW)
    assert not (place.over / "observations").exists()
    assert "round_2026_11_21" in load(place.folder, place.over).sources
    new = price_entries.supersede(store, old, an_entry(**ROAD), reason="asked again", by="ann", now=NOW)
    price_entries.confirm(store, new.id, by="bob", now=NOW)
    publishing.close(store, place, [new.id], by="bob", now=NOW.replace(hour=(NOW.hour + 1) % 24))
    assert silent(place.folder, place.over) == [(Answer.REFUSED, DAY, "asked again")]
    assert len(seen(place.folder, place.over)) == 1


def test_an_answer_of_a_round_that_the_store_does_not_know_goes_and_a_clerks_own_stays(store, place):
    publishing.close(store, place, [confirmed(store, **REFUSAL)], by="bob", now=NOW)
    file = place.over / "answers" / "round_2026_11_21.csv"
    for name in ("round_2026_01_01", "by_hand"):
        (file.parent / f"{name}.csv").write_bytes(file.read_bytes())
    assert not publishing.is_written(store, place.over)
    publishing.write(store, place.over)
    assert {path.stem for path in file.parent.iterdir()} == {"round_2026_11_21", "by_hand"}


def talked(store, **fields):
    found = discussions.add(store, a_discussion(**fields), by="ann", now=NOW)
    return discussions.confirm(store, found.id, by="bob", now=NOW).id


def told(folder, over=None):
    """What readers of these folders see of the road from Russia."""
    data = load(folder, over)
    found = data.told_range(data.corridor("RU", "AZ"), NOW.date())
    return found if found is None else (found.least, found.most, found.people, data.sources[found.source])


@pytest.mark.whole
def test_what_groups_said_reaches_the_readers_beside_the_rounds_once_enough_have_spoken(
    store, place, tmp_path
):
    publishing.close(store, place, [confirmed(store)], by="bob", now=NOW)
    few = talked(store, people=20, least=dec("1.5"))
    with pytest.raises(StepRefused):
        publishing.close_ranges(store, place, [few], by="bob", now=NOW)
    assert told(place.folder, place.over) is None
    publishing.close_ranges(store, place, [few, talked(store, people=15)], by="bob", now=NOW)
    least, most, people, source = told(place.folder, place.over)
    assert (least, most, people, source.retrieved) == (1, 3, 35, DAY)
    assert len(seen(place.folder, place.over)) == 1
    assert publishing.is_written(store, place.over)
    out = tmp_path / "out"
    assert publishing.export(store, out) == 1
    committed = tmp_path / "data"
    shutil.copytree(ROOT / "data", committed)
    shutil.copytree(out / "observations", committed / "observations", dirs_exist_ok=True)
    shutil.copy(out / "ranges.csv", committed)
    with (committed / "sources.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + (out / "sources.toml").read_text(encoding="utf-8"))
    assert told(committed) == told(committed, place.over) == (least, most, people, source)


def test_a_range_taken_back_is_gone_from_the_readers_and_says_why_in_its_file(store, place):
    id = talked(store, people=40)
    publishing.close_ranges(store, place, [id], by="bob", now=NOW)
    publishing.withdraw(store, place.over, id, reason="counted twice", by="bob", now=NOW)
    assert told(place.folder, place.over) is None
    assert "counted twice" in (place.over / "ranges.csv").read_text()


@pytest.mark.parametrize(
    ("line", "code"),
    spread(
        [
            ("RU-AZ,2026-11-01,2026-11-02,1,29,1,3,cbar", "too_few_people"),
            ("XX-AZ,2026-11-01,2026-11-02,1,30,1,3,cbar", "unknown_corridor"),
            ("RU-AZ,2026-11-01,2026-11-02,1,30,3,1,cbar", "contradiction"),
            ("RU-AZ,2026-11-03,2026-11-02,1,30,1,3,cbar", "contradiction"),
            ("RU-AZ,2026-11-01,2026-11-02,31,30,1,3,cbar", "contradiction"),
            ("RU-AZ,2026-11-01,2026-11-02,1,30,1,3,nobody", "unknown_source"),
        ],
        each=3,
    ),
)
def test_a_clerks_slip_in_the_ranges_is_named(place, line, code):
    place.over.mkdir()
    (place.over / "ranges.csv").write_text(f"corridor,since,day,groups,people,least,most,source\n{line}\n")
    with pytest.raises(DatasetError) as error:
        load(place.folder, place.over)
    assert code in {issue.code for issue in error.value.issues}


@costly(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(entries, min_size=1, max_size=4), st.text('ab,"\n\r\x85\u2028=', max_size=20), st.booleans())
def test_what_is_published_is_read_back_digit_by_digit(place, collected, reason, corrected):
    way = [
        EntryStep(Stage.ENTERED, "ann", NOW),
        EntryStep(Stage.CONFIRMED, "bob", NOW),
        EntryStep(Stage.PUBLISHED, "bob", NOW),
    ]
    way += [EntryStep(Stage.SUPERSEDED, "ann", NOW, reason)] if corrected else []
    (found,) = all_rounds(Kept(str(n), entry, tuple(way)) for n, entry in enumerate(collected))
    shutil.rmtree(place.over, ignore_errors=True)
    for name, content in publishing.files(publishing.Published((found,))).items():
        files.replace(place.over / name, content)
    place.over.mkdir(exist_ok=True)
    tables, _ = read(place.over.parent, place.over)
    assert [said for _, said in tables.answers] == list(found.answers)
    assert [str(said) for _, said in tables.answers] == [str(said) for said in found.answers]
    assert [row for _, row in tables.observations] == list(found.rows)
    assert [str(row) for _, row in tables.observations] == [str(row) for row in found.rows]
    priced = [entry for entry in collected if entry.answer is Answer.OBSERVED]
    # Those of providers' own staff stand last.
    priced.sort(key=lambda entry: entry.of_provider)
    for entry, (_, row) in zip(priced, tables.observations, strict=True):
        assert all(getattr(row, name) == getattr(entry, name) for name in AS_TOLD)
        assert row.evidence_sha256 == entry.evidence
    silent = [entry for entry in collected if entry.answer is not Answer.OBSERVED]
    silent.sort(key=lambda entry: entry.of_provider)
    for entry, (_, said) in zip(silent, tables.answers, strict=True):
        assert all(getattr(said, name) == getattr(entry, name) for name in AS_ASKED)
        assert (said.day, said.evidence_sha256) == (entry.collected, entry.evidence)
        assert said.currency == (None if entry.amount is None else entry.currency)
        assert said.organisation in (entry.organisation, "'" + entry.organisation)
        assert not said.organisation.startswith(FORMULA_STARTS)
