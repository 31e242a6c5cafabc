"""The arranged panel: every price once, the newest always, whole or by question as the months have it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from channels import files
from channels.panel import arranged, price_history, quote_indicators, quotes
from channels.panel.arranged import FOLDER, LIST, arrange, paths
from channels.panel.faults import BrokenPanel
from channels.panel.price_history import known_prices
from channels.panel.question_history import corridor_prices, question_history
from channels.panel.quote_indicators import KINDS
from channels.panel.quotes_engine import opened
from tests.support.builders import a_corridor, a_dataset, a_route
from tests.support.panel_engine import assert_same
from tests.support.quote_tables import DAY, NOW, a_quote, by_lot, table

JANUARY = date(2027, 1, 5)


@pytest.fixture
def folder(tmp_path):
    """A panel of some months of two years."""
    write(tmp_path, [*by_lot(400), *(a_quote(day=JANUARY, rate="0.02", pays="AZN") for _ in range(3))])
    return tmp_path


def write(folder, rows):
    numbered = [{"id": f"{at:032x}"} | row for at, row in enumerate(rows)]
    for month in sorted({f"{row['day']:%Y-%m}" for row in numbered}):
        content = table(row for row in numbered if f"{row['day']:%Y-%m}" == month)
        pq.write_table(content, folder / f"{month}.parquet")


def figures(folder, **asked):
    with opened(folder, **asked) as found:
        return {kind: quote_indicators.rows(kind, found) for kind in KINDS}


def test_what_is_arranged_says_what_the_months_say(folder):
    before = figures(folder)
    done = arrange(folder)
    assert done == {"2026": 400, "2027": 3}
    assert paths(folder)[1] == []
    after = figures(folder)
    for kind in KINDS:
        assert_same(before[kind], after[kind])
    assert arrange(folder) == {}


def test_a_corridor_has_a_file_a_year_and_no_other_is_read(folder):
    arrange(folder)
    read, months = paths(folder, "RU-AZ", "2027-01")
    assert (len(read), months) == (1, [])
    assert pq.read_table(read[0], partitioning=None).column("corridor").unique().to_pylist() == ["RU-AZ"]
    here = figures(folder, corridor="RU-AZ", since=JANUARY)
    assert [row["prices"] for row in here["coverage"]] == [3]


def test_a_year_that_has_changed_is_read_from_its_months_until_it_is_arranged_again(folder):
    arrange(folder)
    write(folder, [a_quote(day=JANUARY, rate="0.02", pays="AZN") for _ in range(5)])
    read, months = paths(folder, "RU-AZ")
    assert ({path.stem[:4] for path in read}, [path.stem for path in months]) == ({"2026"}, ["2027-01"])
    assert figures(folder, since=JANUARY)["coverage"][0]["prices"] == 5
    assert arrange(folder) == {"2027": 5}
    assert figures(folder, since=JANUARY)["coverage"][0]["prices"] == 5


def test_the_last_word_alone_is_arranged(tmp_path):
    words = [a_quote(id="1"), a_quote(id="1", shown=False, appended=NOW + timedelta(hours=1), digest="b")]
    pq.write_table(table(words), tmp_path / "2026-11.parquet")
    assert arrange(tmp_path) == {"2026": 1}
    assert figures(tmp_path)["coverage"][0]["taken_back"] == 1


def test_files_that_no_list_names_go_and_those_of_the_list_before_stay_once(folder):
    arrange(folder)
    first = set(paths(folder)[0])
    (folder / FOLDER / "RU-AZ" / "2026-left.draft").write_bytes(b"half")
    write(folder, [a_quote(day=JANUARY)])
    arrange(folder)
    assert all(path.exists() for path in first)
    assert not list((folder / FOLDER).glob("*/*.draft"))
    arrange(folder)
    gone = {path for path in first if path.stem.startswith("2027")}
    assert {path for path in first if not path.exists()} == gone
    assert not any(arranged.days_of(path).exists() for path in gone)


def test_a_broken_month_changes_nothing_and_a_broken_list_is_none(folder):
    arrange(folder)
    before = (folder / FOLDER / LIST).read_bytes()
    (folder / "2027-01.parquet").write_bytes(b"PAR1 broken")
    with pytest.raises(BrokenPanel):
        arrange(folder)
    assert (folder / FOLDER / LIST).read_bytes() == before
    (folder / FOLDER / LIST).write_text("{")
    assert paths(folder)[0] == []


def test_one_arranges_at_a_time(folder, monkeypatch):
    monkeypatch.setattr(files, "LONGEST_WAIT", 0.05)
    with files.alone(folder / FOLDER), pytest.raises(files.FolderTaken):
        arrange(folder)
    assert arranged.by_year(folder).keys() == {"2026", "2027"}


# One question


@pytest.mark.parametrize("is_arranged", [False, True], ids=["months", "arranged"])
def test_a_questions_history_is_that_of_the_indicator(folder, is_arranged):
    if is_arranged:
        arrange(folder)
    since = DAY - timedelta(days=40)
    found = question_history(folder, "RU-AZ", "RUB", Decimal(200), since)
    wanted = [
        row
        for row in figures(folder, corridor="RU-AZ", since=since)["history"]
        if (row["currency"], row["amount"]) == ("RUB", 200.0)
    ]
    assert_same(sorted(wanted, key=lambda r: (r["day"], r["provider"], r["pays"])),
                sorted(found, key=lambda r: (r["day"], r["provider"], r["pays"])))  # fmt: skip


def test_a_question_that_nobody_asked_has_no_history(folder, tmp_path):
    for corridor, amount in (("RU-AZ", Decimal("1.5")), ("XX'; DROP", Decimal(200))):
        assert question_history(folder, corridor, "RUB", amount, DAY) == []
    assert question_history(tmp_path / "none", "RU-AZ", "RUB", Decimal(200), DAY) == []
    (folder / "2027-01.parquet").write_bytes(b"PAR1 broken")
    with pytest.raises(BrokenPanel):
        question_history(folder, "RU-AZ", "RUB", Decimal(200), DAY)


# The prices of a corridor


def asked_at(hour: int, **fields) -> dict:
    moment = datetime(DAY.year, DAY.month, DAY.day, hour, tzinfo=UTC)
    told = {"asked": moment, "observed": DAY, "source": "asked_alfa", "id": f"{hour:032x}", "method": "api"}
    return a_quote(**told, **fields)


def test_of_a_days_answers_to_one_question_the_last_one_is_read(tmp_path):
    rows = [
        asked_at(1), asked_at(9, fee="120"), asked_at(5, fee="110"), asked_at(6, amount="20000"),
        a_quote(id="f" * 32, observed=DAY, source="a_desk", fee="90"),
    ]  # fmt: skip
    pq.write_table(table(rows), tmp_path / "2026-11.parquet")
    whole = {one.id for one in corridor_prices(tmp_path, "RU-AZ", DAY)}
    assert len(whole) == 5
    arrange(tmp_path)
    found = corridor_prices(tmp_path, "RU-AZ", DAY)
    assert [one.id[-1] for one in found] == ["f", "6", "9"]
    assert set(found) <= set(quotes.read(tmp_path, corridor="RU-AZ", since=DAY))
    assert corridor_prices(tmp_path, "RU-AZ", DAY + timedelta(days=1)) == ()


def test_a_page_reads_what_is_arranged(tmp_path):
    rows = [asked_at(hour, rate=f"0.0{190 + hour}", margin_percent=None, pays="AZN") for hour in range(9)]
    pq.write_table(table(rows), tmp_path / "2026-11.parquet")
    facts, since = a_dataset(a_route()), DAY - timedelta(days=30)
    before = known_prices(facts, a_corridor(), tmp_path, since)
    arrange(tmp_path)
    # What is remembered of the months is forgotten with another one.
    price_history._read.cache_clear()
    after = known_prices(facts, a_corridor(), tmp_path, since)
    assert (len(before), len(after)) == (9, 1)
    assert after[0] == before[-1]
