"""Who is who, however a name is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.records.people import as_written, identity


@pytest.mark.parametrize("name", ["Nigar Əliyeva", " Nigar  Əliyeva ", "Nigar\u200b Əliyeva"])
def test_a_name_stays_as_it_was_written_without_what_nobody_sees(name):
    assert as_written(name) == "Nigar Əliyeva"


@pytest.mark.parametrize(
    "name", ["ANN@example.org", "ann@EXAMPLE.org", " ann@example.org\n", "ａnn@example.org"]
)
def test_capitals_and_wide_letters_make_no_other_person(name):
    assert identity(name) == "ann@example.org"


@given(st.text(max_size=40))
def test_what_was_written_names_the_same_person_and_is_cleaned_once(name):
    assert identity(as_written(name)) == identity(name)
    assert identity(identity(name)) == identity(name)
