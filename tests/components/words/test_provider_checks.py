"""What is known of a provider, in lines that do not contradict each other."""

from datetime import timedelta

import pytest

from channels.collect.provider_checks import ProviderState
from channels.terms import Status
from components.i18n import words
from components.words.provider_checks import state_lines
from tests.support.builders import DAY, a_provider, standing

EN = words("en")


@pytest.mark.parametrize(
    ("state", "days_before", "lines"),
    [
        (Status.NOT_CONFIRMED, 9, 2),
        (Status.NOT_CONFIRMED, -1, 3),
        (Status.STOPPED, 9, 3),
        (Status.OPERATING, 9, 3),
    ],
)
def test_that_nobody_confirms_it_does_not_stand_beside_a_later_price(state, days_before, lines):
    said = standing(state, day=DAY - timedelta(days=days_before))
    found = state_lines(ProviderState(a_provider(), None, said, DAY, ()), EN)
    assert len(found) == lines
    assert found[-1] == EN("provider_check.price_seen", day=EN.day(DAY))
