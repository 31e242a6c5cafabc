"""What is said of a change, and of a price against a week ago: whole sentences in each language."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from channels.compare.comparison import compare
from channels.compare.history import WeekChange, history
from components.i18n import LANGUAGES, words
from components.words import changes
from components.words.answer_view import answer_view
from tests.channels.compare.test_history import DAY, SINCE, data, seen
from tests.support.builders import a_transfer

KEY = ("a_bank", "cash_to_cash", "")


def week(difference: str, language: str) -> str:
    change = WeekChange(KEY, DAY, date(2026, 11, 14), Decimal(difference), "AZN")
    return changes.week(change, words(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_less_and_the_same_are_three_sentences(language):
    told = [week(difference, language) for difference in ("11.2", "-11.2", "0.3")]
    assert len(set(told)) == 3 and all(sentence.endswith(".") for sentence in told)
    assert all("11 " in sentence for sentence in told[:2])
    assert "-" not in told[1] and "\N{MINUS SIGN}" not in told[1]


def test_a_week_ago_is_told_in_so_many_manat():
    assert week("-11", "en") == "11 manat less is received than a week ago (14 November 2026)."
    assert week("-11", "az") == "Bir həftə əvvəlkindən 11 manat az alınır (14 noyabr 2026)."


def details(*told, past=True) -> str:
    facts, transfer = data(*told), a_transfer()
    found = compare(facts, transfer, DAY)
    moved = history(facts, transfer, told, SINCE, DAY)
    view = answer_view(replace(found, past=moved if past else None), facts, words("en"))
    return " ".join(line for row in view.rows for line in row.details)


def test_the_details_of_a_card_say_how_its_price_has_moved():
    told = (seen(0, 700), seen(7, 100))
    assert "12 manat less is received than a week ago" in details(*told)
    assert "a week ago" not in details(*told, past=False)
    assert "a week ago" not in details(seen(0, 700))
