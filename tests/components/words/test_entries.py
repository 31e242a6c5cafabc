"""An entry and its way in words."""

from datetime import UTC, datetime

import pytest

from channels.records.entries import EntryStep, Kept
from channels.terms import Stage
from components.i18n import LANGUAGES, words
from components.words.entries import by_amount, steps
from tests.support.builders import an_entry

AT = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_ends_in_a_dot_has_no_second_one_after_it(language):
    way = (EntryStep(Stage.ENTERED, "Aysel M.", AT), EntryStep(Stage.CONFIRMED, "Murad B.", AT))
    said = steps(Kept("1", an_entry(), way), words(language))
    assert "Aysel M. " in said and "Murad B. " in said
    assert ".." not in said


def test_what_one_price_of_a_visit_has_alone_is_not_said_of_the_others():
    told = [["302 euros", "until 27 November", "by card"], ["500 euros", "by card"]]
    assert by_amount(told) == [
        (0, "302 euros"),
        (1, "until 27 November"),
        (0, "500 euros"),
        (0, "by card"),
    ]


def test_a_price_alone_has_all_of_its_lines_side_by_side():
    assert by_amount([["500 euros", "by card"]]) == [(0, "500 euros"), (0, "by card")]
