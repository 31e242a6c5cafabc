"""A report of what arrived: figures alone, within limits, and nothing of who reported."""

import pytest
from pydantic import ValidationError

from channels.records.arrivals import FAR_MORE, MOST_DAYS, Arrival, is_far_more
from tests.support.builders import an_arrival, dec


@pytest.mark.parametrize(
    "wrong",
    [
        {"promised": dec(0)}, {"promised": dec(-400)}, {"promised": dec("1E10")}, {"promised": "20000 rubl"},
        {"promised": dec("400.001")}, {"promised": None}, {"promised": dec("NaN")},
        {"received": dec(0)}, {"received": dec(-1)}, {"received": dec(4000)}, {"received": True},
        {"days": -1}, {"days": MOST_DAYS + 1}, {"days": dec("1.5")}, {"days": None},
        {"provider": ""}, {"provider": "Банк"}, {"provider": "<b>"}, {"corridor": "Russia"},
        {"currency": "manat"}, {"day": "yesterday"}, {"note": "my name is Leyla"},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(wrong):
    with pytest.raises(ValidationError):
        an_arrival(**wrong)


def test_there_is_no_field_for_who_reported_or_at_what_hour():
    assert set(Arrival.model_fields) == {
        "provider", "corridor", "promised", "received", "currency", "days", "day",
    }  # fmt: skip


@pytest.mark.parametrize("days", [0, MOST_DAYS])
def test_a_transfer_takes_from_no_day_to_sixty(days):
    assert an_arrival(days=days).days == days


def test_the_promised_amount_or_more_is_in_full_and_a_minor_unit_less_is_not():
    assert an_arrival().in_full
    assert an_arrival(received=dec("400.01")).in_full
    assert not an_arrival(received=dec("399.99")).in_full


def test_what_is_missing_is_a_share_of_what_was_promised():
    assert an_arrival().short_percent is None
    assert an_arrival(received=dec(390)).short_percent == dec("2.5")


def test_ten_times_the_promise_is_a_slip_of_the_finger():
    assert is_far_more(dec(400), dec(400) * FAR_MORE)
    assert not is_far_more(dec(400), dec(400) * FAR_MORE - dec("0.01"))
