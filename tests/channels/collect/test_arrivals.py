"""Reports of what arrived in counts: nothing below ten names a provider, and what is said is so."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.collect.arrivals import COUNTED_FOR, LEAST, LEAST_SHORT, summaries, summary
from tests.support.builders import DAY, an_arrival, dec

ARRIVALS = st.builds(
    lambda provider, received, days, ago: an_arrival(
        provider=provider, received=dec(received), days=days, day=DAY - timedelta(days=ago)
    ),
    st.sampled_from(["a_bank", "b_post", "c_app"]),
    st.integers(1, 500),
    st.integers(0, 60),
    st.integers(0, 400),
)


@given(st.lists(ARRIVALS, max_size=45))
def test_nothing_below_ten_names_a_provider_and_whatever_has_ten_is_counted(found):
    counting = Counter(one.provider for one in found if one.day >= DAY - COUNTED_FOR)
    shown = summaries(found, DAY)
    assert {one.provider: one.reports for one in shown} == {
        provider: count for provider, count in counting.items() if count >= LEAST
    }
    named = repr(shown)
    assert not [p for p in ("a_bank", "b_post", "c_app") if counting[p] < LEAST and p in named]
    for one in shown:
        assert 0 <= one.in_full <= one.reports
        assert one.first <= one.last <= DAY
        short = one.reports - one.in_full
        assert (one.short_percent is None) == (short < LEAST_SHORT)
        assert one.short_percent is None or 0 < one.short_percent < 100


@given(st.lists(ARRIVALS, max_size=30), st.randoms())
def test_the_order_of_the_reports_changes_nothing(found, dice):
    mixed = list(found)
    dice.shuffle(mixed)
    assert summaries(mixed, DAY) == summaries(found, DAY)


def test_nine_reports_say_nothing_and_the_tenth_says_all():
    nine = [an_arrival()] * (LEAST - 1)
    assert summary("paysend", nine, DAY) is None
    assert summaries(nine, DAY) == ()
    found = summary("paysend", [*nine, an_arrival(days=60)], DAY)
    assert (found.reports, found.in_full, found.short_percent) == (10, 10, None)
    assert found.full_percent == 100


def test_of_twelve_nine_got_what_was_promised():
    short = [an_arrival(received=dec(received), days=5) for received in (399, 380, 300)]
    found = summary("paysend", [*[an_arrival()] * 9, *short], DAY)
    assert (found.reports, found.in_full, found.full_percent) == (12, 9, 75)
    # Of 0.25, 5 and 25 percent missing the middle one is usual; of the days 2 nine times and 5 three times.
    assert found.short_percent == 5
    assert found.days == 2


def test_the_shortfall_of_one_or_two_people_is_nobodys_usual_one():
    full, short = [an_arrival()] * 10, [an_arrival(received=dec(300))] * LEAST_SHORT
    assert summary("paysend", full + short[1:], DAY).short_percent is None
    assert summary("paysend", full + short, DAY).short_percent == 25


def test_between_two_days_the_usual_time_lies_half_way():
    found = summary("paysend", [an_arrival(days=1)] * 5 + [an_arrival(days=2)] * 5, DAY)
    assert found.days == dec("1.5")


@pytest.mark.parametrize("day", [DAY - COUNTED_FOR - timedelta(days=1), DAY + timedelta(days=1)])
def test_a_report_counts_for_a_year_and_not_before_its_day(day):
    assert summary("paysend", [an_arrival()] * 9 + [an_arrival(day=day)], DAY) is None
    assert summary("paysend", [an_arrival()] * 9 + [an_arrival(day=DAY - COUNTED_FOR)], DAY) is not None


def test_the_provider_with_most_reports_stands_first_and_no_order_judges():
    many = [an_arrival(provider="b", received=dec(100))] * 11
    assert [one.provider for one in summaries([an_arrival(provider="a")] * 10 + many, DAY)] == ["b", "a"]
