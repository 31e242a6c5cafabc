"""`compare` in a terminal says of a told price and of the rate what the pages say."""

from decimal import Decimal

import pytest

from channels.commands.comparing import text_lines
from channels.pricing.reader_quote import ReaderQuote
from components.i18n import LANGUAGES, words
from components.words.answer_view import answer_view
from components.words.costs import shown, text
from tests.components.words.test_offers import ask, real


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_told_price_has_its_cost_in_the_senders_currency(language):
    say, data = words(language), real()
    found = ask(data, "DE-AZ", "263", told=[ReaderQuote("Wise", Decimal("4.99"), Decimal("1.84"))])
    lines = text_lines(answer_view(found, data, say), say)
    cost = shown(found.told[0])
    assert cost.currency == "EUR"
    assert any(text(cost.fee, "EUR", say) in line and text(cost.hidden, "EUR", say) in line for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_old_rate_is_said_to_be_old(language):
    say, data = words(language), real()
    lines = text_lines(answer_view(ask(data, "RU-AZ"), data, say), say)
    assert sum(say("rate.old") in line for line in lines) == 1
