"""The form asks what a customer asks at a counter, and echoes what was typed."""

import pytest

from channels.store import price_entries
from components.i18n import LANGUAGES, words
from tests.support.builders import dec
from tests.support.lanes import sampled
from tests.support.price_desk import KEY, a_form, again, filled, named, press, shown, texts

SPOKEN = pytest.mark.parametrize("language", sampled(LANGUAGES))
EN = words("en")


def test_in_all_the_fee_is_taken_off_and_the_checker_sees_both(store):
    press(filled(a_form(), amount0="17000", fee0="99", rate="1.94"), "save")
    (found,) = price_entries.kept(store)
    assert (found.entry.amount, found.entry.fee) == (16_901, 99)
    said = texts(named(shown("check"), "Murad"))
    assert "17,000 roubles in all: 16,901 roubles sent, fee 99 roubles" in said
    assert "100 roubles = 1.94 manat" in said


def test_on_top_the_amount_is_what_is_sent_and_the_checker_sees_both(store):
    page = filled(a_form(), amount0="17000", fee0="99", rate="1.94")
    page.radio(key=KEY + "asks").set_value("on_top")
    press(again(page), "save")
    (found,) = price_entries.kept(store)
    assert (found.entry.amount, found.entry.fee) == (17_000, 99)
    assert "17,099 roubles in all: 17,000 roubles sent, fee 99 roubles" in texts(
        named(shown("check"), "Murad")
    )


def test_without_a_fee_the_form_says_so_and_the_whole_counts_as_sent(store):
    page = filled(a_form(), amount0="17000", rate="1.94")
    assert EN("steward.fee_not_known") in texts(page)
    press(page, "save")
    (found,) = price_entries.kept(store)
    assert (found.entry.amount, found.entry.fee) == (17_000, None)
    page.radio(key=KEY.replace("enter1", "enter2") + "asks").set_value("on_top")
    assert EN("steward.fee_not_known") not in texts(again(page))


def test_a_fee_of_nothing_is_known(store):
    page = filled(a_form(), amount0="17000", fee0="0", rate="1.94")
    assert EN("steward.fee_not_known") not in texts(page)
    press(page, "save")
    assert [(k.entry.amount, k.entry.fee) for k in price_entries.kept(store)] == [(17_000, dec(0))]


def test_a_fee_above_all_that_is_handed_over_contradicts_it(store):
    page = press(filled(a_form(), amount0="90", fee0="99", rate="1.94"), "save")
    assert EN("steward.contradiction") in texts(page)
    assert price_entries.kept(store) == ()


@SPOKEN
def test_the_switch_is_there_in_every_language(language):
    page = named(shown("enter", language), "Aysel")
    (switch,) = page.radio
    spoken = words(language)
    assert switch.options == [spoken("steward.asks_in_all"), spoken("steward.asks_on_top")]


@pytest.mark.parametrize(
    ("form", "pays", "asked"), [("cash", "AZN", True), ("card", "AZN", False), ("account", "USD", True)]
)
def test_which_counter_pays_is_asked_just_where_it_changes_something(store, form, pays, asked):
    page = a_form()
    page.selectbox(key=KEY + "disbursement").set_value(form)
    page.selectbox(key=KEY + "pays").set_value(pays)
    again(page)
    assert (KEY + "payout" in [box.key for box in page.selectbox]) is asked
