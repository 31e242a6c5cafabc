"""Account numbers: the right ones are let through, a slip of one character is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.i18n import LANGUAGES, words
from components.words.account_number import AccountFault, account_fault, account_said

RIGHT = "AZ21NABZ00000000137010001944"
"""The example of the registry of account numbers."""


@pytest.mark.parametrize(
    "written", [RIGHT, "az21 nabz 0000 0000 1370 1000 1944", "AZ21-NABZ-00000000137010001944"]
)
def test_a_right_number_is_right_however_it_is_spaced(written):
    assert account_fault(written) is None


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", AccountFault.COUNTRY),
        ("DE89370400440532013000", AccountFault.COUNTRY),
        (RIGHT[:-1], AccountFault.LENGTH),
        (RIGHT + "0", AccountFault.LENGTH),
        ("AZ22NABZ00000000137010001944", AccountFault.DIGITS),
        ("AZ21NABZ000000001370100019?4", AccountFault.DIGITS),
    ],
)
def test_a_wrong_number_is_told_why(written, fault):
    assert account_fault(written) is fault


@given(st.integers(8, 27), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_found(place, digit):
    changed = RIGHT[:place] + digit + RIGHT[place + 1 :]
    assert (account_fault(changed) is None) == (changed == RIGHT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_never_repeats_the_number(language):
    for written in (RIGHT, RIGHT[:-1], RIGHT[:-1] + "5"):
        right, said = account_said(written, words(language))
        assert right == (written == RIGHT)
        assert written[4:12] not in said
