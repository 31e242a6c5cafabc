"""A day in a title reads as on the pages."""

from datetime import date

import pytest

from channels.records.written_days import written_day
from components.i18n import LANGUAGES, words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_in_a_title_is_written_as_on_the_pages(language, month):
    day = date(2026, month, month)
    assert written_day(day, language) == words(language).day(day)
