"""Three amounts of one visit: one card, one confirmation; one alone where one is wrong."""

import pytest

from channels.clock import now
from channels.store import price_entries
from channels.terms import Stage
from components.i18n import LANGUAGES, words
from components.words import entries as entry_words
from tests.support.builders import an_entry, dec
from tests.support.lanes import sampled
from tests.support.price_desk import ROAD, again, named, press, shown, texts

SPOKEN = pytest.mark.parametrize("language", sampled(LANGUAGES))
EN = words("en")
AMOUNTS = (17_000, 43_000, 85_000)


def visit(store, **fields):
    provider, service = ROAD.split(".")
    way = {"provider": provider, "service": service, **fields}
    entries = [an_entry(amount=dec(amount), **way) for amount in AMOUNTS]
    return price_entries.enter(store, entries, by="aysel", now=now())


def buttons(page, start):
    return [b for b in page.button if (b.key or "").startswith(start)]


@SPOKEN
def test_one_card_and_one_confirmation_for_the_amounts_of_a_visit(store, language):
    visit(store)
    spoken = words(language)
    page = named(shown("check", language), "Murad")
    assert spoken.count("steward.confirm_all", 3) in buttons(page, "confirm")[0].label.replace("\\", "")
    assert len(buttons(page, "confirm")) == 1 + 3
    press(page, "confirm")
    assert {one.stage for one in price_entries.kept(store)} == {Stage.CONFIRMED}


def test_they_go_back_together_with_one_reason(store):
    visit(store)
    page = named(shown("check"), "Murad")
    next(t for t in page.text_input if (t.key or "").startswith("why")).set_value("of another counter")
    press(again(page), "return")
    assert {one.steps[-1].reason for one in price_entries.kept(store)} == {"of another counter"}


def test_one_alone_may_be_confirmed_and_then_the_others_together(store):
    first, *_ = visit(store)
    page = named(shown("check"), "Murad")
    page.button(key=f"confirm.{first.id}").click()
    page = again(page)
    assert EN("steward.confirmed") in texts(page)
    assert [one.stage for one in price_entries.kept(store)].count(Stage.CONFIRMED) == 1
    assert len(buttons(page, "confirm")) == 1 + 2
    press(page, "confirm")
    assert {one.stage for one in price_entries.kept(store)} == {Stage.CONFIRMED}


def test_a_second_visit_is_a_card_of_its_own(store):
    visit(store)
    visit(store, provider="paysend", service="transfer")
    page = named(shown("check"), "Murad")
    assert len([b for b in buttons(page, "confirm") if b.key.count(".") == 3]) == 2


def test_what_is_unusual_says_at_which_amount(store):
    visit(store, fee=dec(9_000))
    said = texts(named(shown("check"), "Murad"))
    assert f"17,000 roubles: {EN('doubt.fee_high')}" in said
    assert f"85,000 roubles: {EN('doubt.fee_high')}" not in said


@SPOKEN
def test_the_shortest_and_the_longest_time_are_both_there_to_be_compared(store, language):
    visit(store, minutes_least=5, minutes_most=95)
    spoken = words(language)
    time = spoken("entry.minutes", least="5", most="95")
    assert spoken("entry.time", time=time) in texts(named(shown("check", language), "Murad"))


@pytest.mark.parametrize("what", ["confirm", "return"])
def test_who_comes_too_late_is_told_who_was_faster_and_that_nothing_was_written(store, what):
    found = visit(store)
    late = named(shown("check"), "Leyla")
    for one in found:
        price_entries.confirm(store, one.id, by="Murad", now=now())
    page = press(late, what)
    last = price_entries.kept(store)[0].steps[-1]
    when = entry_words.moment(last.at, EN)
    assert EN("steward.taken_confirmed", who="Murad", when=when) in texts(page)
    assert {one.steps[-1].who for one in price_entries.kept(store)} == {"Murad"}
    assert EN("steward.taken_confirmed", who="Murad", when=when) not in texts(again(page))


def test_who_publishes_too_late_is_told_that_another_has(store):
    found = visit(store)
    for one in found:
        price_entries.confirm(store, one.id, by="Murad", now=now())
    late = named(shown("publish"), "Leyla")
    press(named(shown("publish"), "Rena"), "publish.")
    page = press(late, "publish.")
    assert "Rena has published it already" in texts(page)


def test_ones_own_second_press_is_no_other_person(store):
    visit(store)
    page = press(named(shown("check"), "Murad"), "confirm")
    assert EN("steward.confirmed") in texts(page)
    assert EN("steward.taken") not in texts(page)
