"""A line for each kind of service: its figure, or why there is none, and what was last known of the post."""

from decimal import Decimal

import pytest

from channels.compare.comparison import compare
from channels.pricing.routes import Transfer
from channels.terms import Channel, InformalKind
from components.i18n import LANGUAGES, words
from components.words.answer_view import answer_view
from components.words.channel_lines import channel_lines
from tests.components.words.test_offers import ask, real, teaching
from tests.support.builders import DAY, a_dataset, a_route, a_transfer, an_observation

EACH = pytest.mark.parametrize("language", LANGUAGES)


def lines(corridor, language="en", data=None, **more):
    """The lines of an answer by their kind."""
    known = data or real()
    return {
        line.kind: line for line in answer_view(ask(known, corridor, **more), known, words(language)).lines
    }


@EACH
def test_every_direction_has_a_line_for_each_kind_with_a_figure_or_a_reason(language):
    spoken = words(language)
    reasons = {spoken(f"line.none_{code}") for code in ("no_provider", "no_price", "no_board", "incomplete",
               "not_operating", "not_fitting", "amount", "no_road", "no_outlay")}  # fmt: skip
    for corridor in real().tables.corridors:
        if "AZ" not in (corridor.sending, corridor.receiving):
            continue
        found = lines(corridor.key, language, send="300")
        assert list(found) == [*Channel, InformalKind.CARRIED]
        for line in found.values():
            assert (line.said in reasons) != any(sign.isdigit() for sign in line.said)
            assert line.time is None or line.said not in reasons


@EACH
def test_a_post_office_that_nobody_prices_says_what_was_last_known_of_it(language):
    spoken = words(language)
    for corridor in ("RU-AZ", "DE-AZ", "AZ-RU"):
        post = lines(corridor, language, send="300")[Channel.POST_OFFICE]
        assert post.last is not None and "2024" in post.last
        assert post.said in (spoken("line.none_no_provider"), spoken("line.none_no_board"))
    assert lines("AZ-AZ", language, send="300")[Channel.POST_OFFICE].last is None


def test_what_a_line_rests_on_is_said_where_no_company_took_it_lately():
    euro, lira, home = lines("DE-AZ", send="263"), lines("TR-AZ", send="12000"), lines("AZ-AZ", send="500")
    assert euro[Channel.DIGITAL].said.startswith("cost: ")
    assert lira[Channel.BANK].said.startswith("the exchange alone: ")
    assert home[Channel.BANK].said.endswith(" by the price list")
    assert lines("RU-AZ", send="20000")[Channel.DIGITAL].said.startswith("cost in the past: ")


def test_a_price_of_today_for_another_amount_is_not_called_old():
    data = a_dataset(a_route(observations=[an_observation(), an_observation(amount=5_000)]))
    seen = compare(data, a_transfer(20_000), DAY)
    assert seen.headline is None
    (said,) = [line.said for line in channel_lines(seen, data, words("en")) if line.kind is Channel.BANK]
    assert said.startswith("about ")
    assert said.endswith("manat")


def test_beside_a_current_price_there_are_no_lines():
    assert lines("RU-AZ", data=teaching()) == {}


def test_the_counters_rate_gives_carried_cash_an_amount_of_its_own():
    found = lines("US-AZ", send="294")[InformalKind.CARRIED]
    assert found.said.endswith("manat")
    assert lines("DE-AZ", send="263")[InformalKind.CARRIED].said == words("en")("line.none_no_board")


@pytest.mark.parametrize(("corridor", "said"), [("AZ-TR", "680 manat"), ("AZ-AZ", "16 manat")])
def test_the_trap_of_a_minimum_fee_is_said_of_money_that_leaves_or_stays(corridor, said):
    view = answer_view(ask(real(), corridor, "500"), real(), words("en"))
    assert said in view.minimum_fee
    assert answer_view(ask(real(), "DE-AZ", "263"), real(), words("en")).minimum_fee is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_cash_that_is_taken_abroad_has_an_amount_once_the_counters_rate_is_typed(language):
    found, say = real(), words(language)
    transfer = Transfer(found.corridor("AZ", "TR"), "AZN", send=Decimal(500))
    for rate, shown in (
        (None, say("line.none_no_board")),
        (Decimal("28.5"), say.money(Decimal(14_250), "TRY")),
    ):
        lines = channel_lines(compare(found, transfer, DAY, counter_rate=rate), found, say)
        assert [line.said for line in lines if line.kind is InformalKind.CARRIED] == [shown]
