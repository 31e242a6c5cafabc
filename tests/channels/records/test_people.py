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


ALIKE = {
    "Cyrillic letters": "\u0410ys\u0435l",
    "capitals": "AYSEL",
    "spaces": " Ay  sel ",
    "a sign that nobody sees": "Ays\u200bel",
    "a mark of direction": "Aysel\u202e",
    "accents": "Áysél",
    "an accent of its own": "Ayse\u0301l",
    "points and hyphens": "A.y-sel'",
    "wide letters": "ＡＹＳＥＬ",
    "mathematical letters": "\U0001d400\U0001d432\U0001d42c\U0001d41e\U0001d425",
    "small capitals": "\u1d00\u028f\ua731\u1d07\u029f",
    "the letter of Azerbaijani": "Aysəl",
    "a Greek letter": "\u0391ysel",
    "a capital i": "AyseI",
    "a figure": "Ayse1",
}


@pytest.mark.parametrize("name", ALIKE.values(), ids=ALIKE)
def test_a_name_that_reads_alike_makes_no_second_person(name):
    assert identity(name) == identity("Aysel")


@pytest.mark.parametrize(
    ("one", "other"),
    [("İlham", "ılham"), ("İLHAM", "Ilham"), ("ŞÜKÜR", "Şükür"), ("Вагиф", "ВАГИФ"), ("Ὰλέξης", "ΑΛΕΞΗΣ")],
)
def test_the_letters_of_three_alphabets_are_the_same_in_both_sizes(one, other):
    assert identity(one) == identity(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Aysel", "Murad"), ("Анна", "Инна"), ("Vahid", "Nahid"), ("Murad", "Murat"), ("Leyla", "Leyli")],
)
def test_people_with_other_names_stay_two(one, other):
    assert identity(one) != identity(other)


def test_in_an_address_points_and_figures_count():
    assert identity("a.b@example.org") != identity("ab@example.org")
    assert identity("desk1@example.org") != identity("deskl@example.org")
    assert identity("\u0430.b@example.org") == identity("a.b@example.org")
