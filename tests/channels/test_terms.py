"""The field's words stand in their natural order, and a misspelt one is no word."""

import pytest

from channels.terms import (
    BAND_MINUTES,
    Basis,
    Evidence,
    Grade,
    Licence,
    Reason,
    SpeedBand,
    Status,
    band,
)

ORDERS = {
    Evidence: "observed published surveyed told estimate",
    Grade: "current ageing historical",
    Status: "operating not_confirmed stopped suspended",
    Licence: "licensed not_checked not_found suspended unlicensed",
    Basis: "exact interpolated estimate",
    SpeedBand: "under_an_hour same_day next_day two_days three_to_five_days six_days_or_more",
}


@pytest.mark.parametrize("kind", ORDERS, ids=lambda kind: kind.__name__)
def test_the_best_word_stands_first(kind):
    shuffled = sorted(kind)
    in_order = sorted(shuffled, key=lambda word: word.rank)
    assert " ".join(in_order) == ORDERS[kind]
    assert [word.rank for word in kind] == list(range(len(kind)))


def test_a_misspelt_word_is_refused_and_does_not_become_the_last_one():
    with pytest.raises(ValueError, match="slowest"):
        SpeedBand("slowest")


def test_every_reason_of_the_design_is_a_word():
    reasons = (
        "above_limit below_minimum other_payout too_slow stopped suspended unlicensed not_published no_rate"
    )
    assert " ".join(Reason) == reasons


def test_the_speed_bands_are_those_of_the_world_bank():
    hour, day = 60, 1_440
    longest = {"under_an_hour": hour, "same_day": day, "next_day": 2 * day, "two_days": 3 * day}
    assert longest | {"three_to_five_days": 6 * day} == BAND_MINUTES


@pytest.mark.parametrize(
    ("minutes", "name"),
    [
        (0, SpeedBand.UNDER_AN_HOUR),
        (61, SpeedBand.SAME_DAY),
        (2_000, SpeedBand.NEXT_DAY),
        (4_000, SpeedBand.TWO_DAYS),
        (5_000, SpeedBand.THREE_TO_FIVE_DAYS),
        (8_641, SpeedBand.SIX_DAYS_OR_MORE),
    ],
)
def test_a_transfer_stands_in_the_band_of_its_longest_wait(minutes, name):
    assert band(minutes) is name


def test_a_wait_that_nobody_knows_is_in_no_band():
    assert band(None) is None
