"""Titles of what the stewards' work publishes: in three languages, each day as the pages write it."""

from datetime import date

import pytest

from channels.collect.source_titles import collected_titles, told_titles
from components.i18n import LANGUAGES, words

FIRST, LAST = date(2026, 11, 28), date(2026, 11, 30)
PRICED, BOTH = frozenset({True}), frozenset({True, False})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_title_has_its_days_in_its_own_language(language):
    titles = [
        collected_titles(FIRST, LAST, BOTH, of_provider=True),
        told_titles(FIRST, LAST),
    ]
    for found in titles:
        assert all(words(language).day(day) in found[language] for day in (FIRST, LAST))


def test_no_two_languages_have_the_same_title():
    found = collected_titles(FIRST, LAST, PRICED, of_provider=False)
    assert len(set(found.values())) == len(LANGUAGES)


def test_one_day_is_no_range_and_who_stands_for_it_is_said():
    checked = collected_titles(LAST, LAST, PRICED, of_provider=False)["en"]
    assert checked == "Prices collected: 30 November 2026, each checked by a second person"
    assert collected_titles(LAST, LAST, frozenset({False}), of_provider=True)["en"].endswith("own staff")
