"""The quotes' panel: every price once, whatever is appended again; none lost by a writer who is killed."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from channels.panel import quotes, rpw_quotes
from channels.panel.faults import BrokenPanel, NoPanel
from channels.panel.price_history import known_prices, past
from channels.panel.quotes_engine import opened
from channels.records.dated_prices import kept
from channels.terms import Document
from tests.support.builders import a_corridor, a_dataset, a_route, a_transfer, an_observation, no_price

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
DAY = date(2026, 11, 21)
ROOT = Path(__file__).parents[3]


def price(ago: int = 0, **fields):
    return an_observation(observed=DAY - timedelta(days=ago), **fields)


def full():
    """A price of which every kind of field is known."""
    return price(
        fee=Decimal("1.10"), rate=Decimal("0.020123456789012"), received=Decimal("200.05"),
        asked=datetime(2026, 11, 21, 5, 14, 3, 250_000, tzinfo=UTC), minutes_least=5, minutes_most=60,
        regions=("ganja_dashkasan", "lankaran_astara"), documents=(Document.PASSPORT,),
        evidence_sha256="a" * 64, collected=DAY, valid_until=DAY,
    )  # fmt: skip


def test_what_is_read_back_is_what_was_appended(tmp_path):
    rows = [kept(full()), kept(price(3)), kept(price(40)), kept(no_price(day=DAY))]
    assert quotes.append(tmp_path, rows, NOW) == 4
    assert {one.id: one for one in quotes.read(tmp_path)} == {one.id: one for one in rows}
    assert [path.name for path in quotes.month_files(tmp_path)] == ["2026-10.parquet", "2026-11.parquet"]


def test_nothing_is_appended_twice_and_a_new_word_takes_the_place_of_the_old(tmp_path):
    one = kept(price())
    assert [quotes.append(tmp_path, [one, one], NOW) for _ in range(2)] == [1, 0]
    assert quotes.append(tmp_path, [replace(one, shown=False)], NOW) == 1
    assert [found.shown for found in quotes.read(tmp_path)] == [False]
    assert pq.read_table(tmp_path / "2026-11.parquet").num_rows == 2


def test_a_corridor_and_a_time_can_be_asked_for(tmp_path):
    rows = [kept(price(n, corridor=key)) for key in ("RU-AZ", "TR-AZ") for n in (0, 5, 40)]
    quotes.append(tmp_path, rows, NOW)
    found = quotes.read(tmp_path, corridor="TR-AZ", since=DAY - timedelta(days=5))
    assert [(one.said.corridor, one.day) for one in found] == [
        ("TR-AZ", DAY - timedelta(days=5)), ("TR-AZ", DAY)
    ]  # fmt: skip
    assert quotes.read(tmp_path / "none") == ()


def test_the_panels_engine_reads_each_price_once_by_its_last_word(tmp_path):
    one = kept(price())
    quotes.append(tmp_path, [one, kept(price(40))], NOW)
    quotes.append(tmp_path, [replace(one, shown=False)], NOW + timedelta(hours=1))
    with opened(tmp_path) as table:
        rows = table.order_by("day").to_pyarrow().to_pylist()
    assert [(row["shown"], row["fee"]) for row in rows] == [(True, 100), (False, 100)]
    with pytest.raises(NoPanel), opened(tmp_path / "none"):
        pass


def test_a_broken_file_is_told_and_never_written_over(tmp_path):
    file = tmp_path / "2026-11.parquet"
    file.write_bytes(b"PAR1 broken")
    with pytest.raises(BrokenPanel):
        quotes.append(tmp_path, [kept(price())], NOW)
    with pytest.raises(BrokenPanel):
        quotes.read(tmp_path)
    assert file.read_bytes() == b"PAR1 broken"
    with pytest.raises(BrokenPanel), opened(tmp_path) as table:
        table.count().execute()
    facts = a_dataset(a_route(observations=(price(),)))
    assert known_prices(facts, a_corridor(), tmp_path, DAY - timedelta(days=30)) == ()


def test_an_older_file_without_a_column_is_read_and_appended_to(tmp_path):
    quotes.append(tmp_path, [kept(price())], NOW)
    file = tmp_path / "2026-11.parquet"
    pq.write_table(pq.read_table(file).drop_columns(["asked"]), file)
    assert quotes.append(tmp_path, [kept(full())], NOW) == 1
    assert len(quotes.read(tmp_path)) == 2


@pytest.mark.parametrize("kills", [5, pytest.param(200, marks=pytest.mark.whole)])
def test_a_writer_who_is_killed_loses_no_row_and_leaves_nothing_half(tmp_path, kills):
    command = [sys.executable, "-m", "tests.support.killed_quotes", str(tmp_path), str(kills), str(kills)]
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 3 * kills
    quotes.append(tmp_path, [kept(price(5))], NOW)
    left = [path.name for path in tmp_path.iterdir() if path.name.startswith(".") and path.is_file()]
    assert left in ([], [".lock"])


def services(tmp_path: Path) -> Path:
    rows = [
        {
            "quarter": "2025-Q3", "sending": sending, "receiving": receiving, "id": f"{sending}{receiving}1",
            "firm": "=A Firm", "product": "cash", "currency": "EUR", "day": date(2025, 8, 19),
            "amount": 140.0, "fee": 1.99, "fx_margin": 0.1 + 0.2, "amount_500": 345.0, "fee_500": None,
            "fx_margin_500": None,
        }
        for sending, receiving in (("DE", "AZ"), ("DE", "GE"), ("DE", "BR"), ("RU", "AM"))
    ]  # fmt: skip
    file = tmp_path / "services.parquet"
    pq.write_table(pa.Table.from_pylist(rows), file)
    return file


def test_surveyed_prices_of_the_country_and_its_neighbours_stand_in_the_same_columns(tmp_path):
    file, folder = services(tmp_path), tmp_path / "quotes"
    assert [rpw_quotes.append([file], folder, NOW) for _ in range(2)] == [3, 0]
    table = pq.read_table(folder / "2025-09.parquet")
    assert table.schema.equals(quotes.SCHEMA)
    row = table.to_pylist()[0]
    assert (row["firm"], row["margin_percent"], row["dollars"]) == ("=A Firm", Decimal("0.3"), 200)
    # No provider of ours has a survey's firm: readers' histories know nothing of it.
    assert quotes.read(folder) == ()


def test_a_history_is_of_the_data_and_of_what_was_replaced_since(tmp_path):
    facts = a_dataset(a_route(observations=(price(),)))
    facts = replace(facts, tables=replace(facts.tables, observations=(("made", price()),)))
    quotes.append(tmp_path, [kept(price()), kept(price(7, fee=50)), kept(price(3), shown=False)], NOW)
    found = past(facts, a_transfer(), tmp_path, DAY - timedelta(days=30), DAY)
    assert found.days == (DAY - timedelta(days=7), DAY)
    assert past(facts, a_transfer(), None, DAY - timedelta(days=30), DAY).days == (DAY,)
    quotes.append(tmp_path, [kept(price(2))], NOW)
    assert len(past(facts, a_transfer(), tmp_path, DAY - timedelta(days=30), DAY).days) == 3
