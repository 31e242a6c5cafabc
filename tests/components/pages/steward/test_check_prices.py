"""Three amounts of one visit: one card, one confirmation; one alone where one is wrong."""

import pytest

from channels.clock import now
from channels.store import observations
from channels.terms import Stage
from components.i18n import LANGUAGES, words
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
    return observations.enter(store, entries, by="aysel", now=now())


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
    assert {one.stage for one in observations.kept(store)} == {Stage.CONFIRMED}


def test_they_go_back_together_with_one_reason(store):
    visit(store)
    page = named(shown("check"), "Murad")
    next(t for t in page.text_input if (t.key or "").startswith("why")).set_value("of another counter")
    press(again(page), "return")
    assert {one.steps[-1].reason for one in observations.kept(store)} == {"of another counter"}


def test_one_alone_may_be_confirmed_and_then_the_others_together(store):
    first, *_ = visit(store)
    page = named(shown("check"), "Murad")
    page.button(key=f"confirm.{first.id}").click()
    page = again(page)
    assert EN("steward.confirmed") in texts(page)
    assert [one.stage for one in observations.kept(store)].count(Stage.CONFIRMED) == 1
    assert len(buttons(page, "confirm")) == 1 + 2
    press(page, "confirm")
    assert {one.stage for one in observations.kept(store)} == {Stage.CONFIRMED}


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
