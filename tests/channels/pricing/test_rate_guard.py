"""Official rates are guarded: worked examples, and what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.pricing.fx import Rates
from channels.pricing.rate_guard import MOST_OFF, RateFault, allowed_percent, judge, judge_sheet
from tests.support.builders import DAY, a_rate, dec

KNOWN = Rates(
    [a_rate("RUB", "2.00", DAY - timedelta(days=10), nominal=100), a_rate("USD", "1.70", DAY - timedelta(10))]
)


@pytest.mark.parametrize(
    ("value", "days", "fault"),
    [
        ("0.0220", 10, None),
        ("0.0221", 10, RateFault.FAR_OFF),
        ("0.0180", 10, None),
        ("0.0179", 10, RateFault.FAR_OFF),
        ("0.0221", 29, RateFault.FAR_OFF),
        ("0.0222", 30, None),
        ("0.0223", 30, RateFault.FAR_OFF),
        ("0.0224", 60, None),
        ("0.0250", 450, None),
        ("0.0250", 5_000, None),
        ("0.0251", 5_000, RateFault.FAR_OFF),
        ("1.9579", 10, RateFault.FAR_OFF),
    ],
)
def test_ten_percent_and_a_point_for_every_thirty_days_at_most_twenty_five(value, days, fault):
    known = Rates([a_rate("RUB", "2.00", DAY - timedelta(days=days), nominal=100)])
    found = judge(dec(value), "RUB", DAY, known)
    assert (found.fault, found.last, found.last_day) == (fault, dec("0.02"), DAY - timedelta(days=days))
    assert found.accepted is (fault is None)


@pytest.mark.parametrize("days", [0, 400, 4_000])
def test_the_manat_is_held_to_the_dollar(days):
    known = Rates([a_rate("USD", "1.70", DAY - timedelta(days=days))])
    assert judge(dec("1.717"), "USD", DAY, known).accepted
    assert judge(dec("1.718"), "USD", DAY, known).fault is RateFault.FAR_OFF


def test_a_second_official_source_of_the_day_lets_through_or_holds_back():
    assert judge(dec("0.03"), "RUB", DAY, KNOWN).fault is RateFault.FAR_OFF
    assert judge(dec("0.03"), "RUB", DAY, KNOWN, dec("0.0305")).accepted
    held = judge(dec("0.02"), "RUB", DAY, KNOWN, dec("0.0205"))
    assert (held.fault, held.second, held.may_be_released) == (RateFault.SECOND_DIFFERS, dec("0.0205"), True)


def test_with_nothing_known_before_it_a_rate_is_accepted():
    found = judge(dec(5), "KZT", DAY, KNOWN)
    assert (found.accepted, found.last, found.off) == (True, None, None)
    assert judge(dec(5), "RUB", DAY - timedelta(days=11), KNOWN).accepted


@pytest.mark.parametrize(
    ("currency", "day", "fault"),
    [
        ("USD", date(2005, 12, 31), RateFault.OLD_MANAT),
        ("USD", date(2006, 1, 1), None),
        ("TRY", date(2004, 12, 31), RateFault.OLD_LIRA),
        ("TRL", DAY, RateFault.OLD_LIRA),
        ("TRY", DAY, None),
    ],
)
def test_the_old_manat_and_the_old_lira_are_refused_and_nobody_releases_them(currency, day, fault):
    found = judge(dec("1.7"), currency, day, Rates([]), dec("1.7"))
    assert found.fault is fault
    assert found.may_be_released is (fault is None)


def test_a_currency_twice_in_a_sheet_is_refused_each_time():
    rates = [a_rate("USD", "1.70"), a_rate("RUB", "2.01", nominal=100), a_rate("RUB", "2.01", nominal=100)]
    assert [one.fault for one in judge_sheet(rates, KNOWN)] == [None, RateFault.TWICE, RateFault.TWICE]
    assert [one.fault for one in judge_sheet(rates[:2], KNOWN, twice={"RUB"})] == [None, RateFault.TWICE]


def test_the_second_source_of_a_sheet_is_asked_with_its_own_dollar():
    asked = []

    def second(currency, day, dollar):
        asked.append((currency, day, dollar))
        return dec("0.021") if currency == "RUB" else None

    rates = [a_rate("USD", "1.70"), a_rate("RUB", "2.5", nominal=100)]
    assert [one.fault for one in judge_sheet(rates, KNOWN, second=second)] == [
        None, RateFault.SECOND_DIFFERS,
    ]  # fmt: skip
    assert asked == [("USD", DAY, dec("1.70")), ("RUB", DAY, dec("1.70"))]


rates = st.decimals("0.0001", "10000", places=4)


@given(last=rates, value=rates, days=st.integers(0, 9_000), nominal=st.sampled_from([1, 10, 100]))
def test_what_is_accepted_is_never_more_than_a_quarter_off_whatever_the_unit(last, value, days, nominal):
    """The law: accepted is within 25 percent, what stays the same is accepted, units change nothing."""
    day = DAY - timedelta(days=days)
    known = Rates([a_rate("RUB", last, day)])
    scaled = Rates([a_rate("RUB", last * nominal, day, nominal=nominal)])
    found = judge(value, "RUB", DAY, known)
    if found.accepted:
        assert abs(value - last) * 100 <= MOST_OFF * last
    assert judge(last, "RUB", DAY, known).accepted
    assert judge(value, "RUB", DAY, scaled).fault is found.fault


@given(days=st.integers(0, 9_000), more=st.integers(0, 9_000))
def test_time_never_makes_the_guard_narrower(days, more):
    assert 10 <= allowed_percent("RUB", days) <= allowed_percent("RUB", days + more) <= MOST_OFF


@given(value=rates, later=rates, days=st.integers(1, 9_000), last=st.none() | rates)
def test_what_became_known_of_later_days_judges_no_old_day(value, later, days, last):
    before = [] if last is None else [a_rate("RUB", last, DAY - timedelta(days=40))]
    after = a_rate("RUB", later, DAY + timedelta(days=days))
    assert judge(value, "RUB", DAY, Rates([*before, after])) == judge(value, "RUB", DAY, Rates(before))
