"""A room's code: read as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.workshop.room import LENGTH, LETTERS, read_code


@pytest.mark.parametrize("typed", ["BCHK", "bchk", " b c h k ", "ВСНК", "всhк", "BCHК"])
def test_a_code_is_read_in_either_writing_and_size(typed):
    assert read_code(typed) == "BCHK"


@pytest.mark.parametrize("typed", ["", "BCH", "BCHKM", "BCHA", "BCH1", "BCH\u0130", "БСНК", "B-CK", "ﬀHK"])
def test_what_can_be_no_code_is_none(typed):
    assert read_code(typed) is None


@given(st.text(alphabet=LETTERS, min_size=LENGTH, max_size=LENGTH))
def test_every_code_that_is_drawn_is_read(code):
    assert read_code(code) == code == read_code(code.lower())


@given(st.text(max_size=12))
def test_nothing_but_a_code_is_ever_read(typed):
    code = read_code(typed)
    assert code is None or (len(code) == LENGTH and set(code) <= set(LETTERS))


def test_no_word_can_come_of_the_letters():
    assert not set(LETTERS) & set("AEIOUYƏÖÜ")
    assert len(set(LETTERS)) == len(LETTERS)
