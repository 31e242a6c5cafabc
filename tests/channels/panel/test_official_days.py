"""The official rates of the panel's days: on each day and pair that a told rate needs, none too old."""

from datetime import timedelta

import pyarrow.parquet as pq
import pytest

from channels.panel import official_days, quote_indicators
from channels.panel.faults import BrokenPanel
from channels.panel.quotes_engine import opened_with_rates
from channels.pricing.fx import Rates
from tests.support.builders import a_rate
from tests.support.quote_tables import DAY, a_quote, table


@pytest.fixture
def folder(tmp_path):
    told = {"margin_percent": None, "pays": "AZN"}
    rows = [
        a_quote(rate="0.0195", **told), a_quote(rate="0.0195", day=DAY + timedelta(days=20), **told),
        a_quote(provider="beta"),
    ]  # fmt: skip
    pq.write_table(table(rows), tmp_path / "2026-11.parquet")
    return tmp_path


def test_a_rate_holds_until_it_is_too_old_to_judge_by(folder):
    rates = Rates([a_rate("RUB", "0.02", DAY - timedelta(days=1)), a_rate("USD", "1.7", DAY)])
    number = official_days.write(folder, rates)
    (path,) = official_days.path(folder)
    found = pq.read_table(path).to_pylist()
    assert number == len(found) == 7
    assert found[0] == {"day": DAY, "currency": "RUB", "pays": "AZN", "rate": 0.02}
    assert found[-1]["day"] == DAY + timedelta(days=6)


def test_beside_it_a_told_rate_is_a_margin(folder):
    with opened_with_rates(folder) as (_, none):
        assert none is None
    official_days.write(folder, Rates([a_rate("RUB", "0.02", DAY)]))
    with opened_with_rates(folder) as (quotes, rates):
        (found,) = quote_indicators.rows("averages", quotes, rates)
    assert (found["services"], found["disclosed"], found["mean"]) == (2, 2, 3.25)


def test_without_a_panel_there_are_none_and_a_broken_month_is_told(tmp_path, folder):
    assert official_days.write(tmp_path / "none", Rates([])) == 0
    (folder / "2026-11.parquet").write_bytes(b"PAR1 broken")
    with pytest.raises(BrokenPanel):
        official_days.write(folder, Rates([]))
