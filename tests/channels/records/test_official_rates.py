"""A sheet of the Central Bank as a source: its title and its publisher in every language of the pages."""

from datetime import date

import pytest

from channels.records.official_rates import SheetRead, sheet_source
from channels.terms import Confidence
from components.i18n import LANGUAGES, words
from components.words import offers as offer_words

DAY = date(2026, 11, 30)
URL = "https://www.cbar.az/currencies/30.11.2026.xml"


@pytest.mark.parametrize("read", SheetRead)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_is_cited_in_the_readers_language(language, read):
    spoken = words(language)
    found = sheet_source("a_sheet", DAY, read, url=URL, retrieved=DAY)
    assert spoken.day(DAY) in found.title_in(language)
    line = offer_words.source_line(found, spoken)
    assert ("Central Bank" in line) == (language == "en")
    assert ("Official" in line) == (language == "en")


def test_no_two_titles_are_the_same():
    titles = {read.title(DAY, language) for read in SheetRead for language in LANGUAGES}
    assert len(titles) == len(SheetRead) * len(LANGUAGES)


def test_what_another_passes_on_is_second_hand():
    own = sheet_source("a_sheet", DAY, SheetRead.BY_PROGRAM, url=URL, retrieved=DAY)
    copy = sheet_source(
        "a_sheet", DAY, SheetRead.PASSED_ON, url=URL, retrieved=DAY, copy=("Frankfurter", URL)
    )
    assert (own.confidence, copy.confidence) == (Confidence.PRIMARY, Confidence.SECONDARY)
    assert copy.copy_by == "Frankfurter" and own.copy_by is None
