"""The desk's part on calculators: a switch that needs reading, prices that wait, what readers then see."""

import os
from datetime import date, timedelta

import pytest

from channels.collect.asked_prices import Known, judge
from channels.dataset import locations
from channels.records.asked_prices import AskedState
from channels.store import asked_prices, asked_publishing, calculators, engine
from components.i18n import words
from server.data_cache import shelf
from tests.support.calculators import NOW, a_price
from tests.support.datasets import real
from tests.support.price_desk import again, named, press, shown, texts

EN = words("en")


@pytest.fixture
def kept(monkeypatch):
    """The page's own store, on a day on which official rates are fresh."""
    monkeypatch.setenv("PULYOLU_NOW", NOW.isoformat())
    return engine.shared(engine.address(os.environ))


def waits(kept, **changed):
    found = judge(a_price(**changed), real(), NOW.date(), ("transfer",), Known())
    assert found.state is AskedState.WAITING
    return asked_prices.keep(kept, [found], now=NOW)[0]


def key_of(page, start):
    return next(button for button in page.button if (button.key or "").startswith(start))


def test_an_undocumented_calculator_is_switched_on_only_by_somebody_who_read_the_terms(kept):
    page = named(shown("calculators"), "Ann")
    assert EN("calculator.undocumented") in texts(page) and EN("calculator.no_contact") in texts(page)
    assert key_of(page, "on.paysend").disabled
    next(tick for tick in page.checkbox if tick.key.startswith("read.paysend")).check()
    page = press(again(page), "on.paysend")
    state = calculators.states(kept)["paysend"]
    assert (state.on, state.who, state.terms_read) == (True, "Ann", NOW.date())
    page = press(named(shown("calculators"), "Bob"), "forbid.paysend")
    assert calculators.states(kept)["paysend"].prohibited
    assert EN("calculator.state_forbidden") in texts(page)
    assert not [b for b in page.button if (b.key or "").startswith("on.paysend")]


def test_a_first_price_is_released_after_a_look_at_the_licence_and_readers_see_it(kept):
    waits(kept)
    page = named(shown("calculators"), "Ann")
    assert EN("calculator.why_first") in texts(page)
    assert "192.08" in texts(page) and "1.95" in texts(page)
    assert key_of(page, "release_asked").disabled
    next(tick for tick in page.checkbox if tick.key.startswith("looked.")).check()
    page = press(again(page), "release_asked")
    assert EN("calculator.released") in texts(page)
    seen = [o for _, o in shelf(every=0).dataset("real").tables.observations if o.asked is not None]
    assert [(o.provider, o.amount) for o in seen] == [("wise", a_price().principal)]
    assert asked_prices.published(kept)[0].released_by == "Ann"
    assert EN("calculator.none_wait") in texts(shown("calculators"))


def test_a_price_that_does_not_hold_together_shows_both_values(kept):
    waits(kept, rate=a_price().rate * 2, received=None)
    said = texts(named(shown("calculators"), "Ann"))
    assert EN("calculator.why_rate_off_against", value="1.9765") in said and "3.9" in said


def test_what_readers_see_is_taken_back_with_a_reason(kept):
    one = waits(kept)
    place = locations.real(os.environ)
    asked_publishing.release(kept, place, [one.id], by="Bob", now=NOW)
    page = named(shown("calculators"), "Ann")
    field = next(f for f in page.text_input if f.key.startswith("back_asked."))
    field.set_value("the page says otherwise")
    press(again(page), "withdraw_asked")
    assert asked_prices.published(kept) == ()
    assert not [o for _, o in shelf(every=0).dataset("real").tables.observations if o.asked is not None]


def test_a_refusal_without_a_reason_is_told(kept):
    waits(kept)
    page = press(named(shown("calculators"), "Ann"), "refuse_asked")
    assert EN("entry_fault.no_reason") in texts(page)
    assert len(asked_prices.waiting(kept)) == 1


def test_a_broken_calculator_stands_on_the_list_of_things_to_do_with_the_missing_field(kept):
    calculators.told(
        kept, "wise", asked=NOW - timedelta(hours=3), answered=None, fault="field_missing",
        holes={"field": "paymentOptions"},
    )  # fmt: skip
    waits(kept)
    labels = [button.label for button in shown("todo").button]
    assert EN.count("calculator.trouble", 1) in labels and EN.count("calculator.wait", 1) in labels
    assert "paymentOptions" in texts(shown("calculators"))


def test_who_may_not_publish_changes_no_switch_and_releases_nothing(kept):
    waits(kept)
    page = named(shown("calculators", roles="enter"), "Ann")
    starts = ("on.", "off.", "forbid.", "release_asked", "refuse_asked")
    assert not [b.key for b in page.button if (b.key or "").startswith(starts)]
    assert EN("calculator.may_not") in texts(page)


def test_beside_the_form_stands_the_page_on_which_a_person_reads_the_price(kept):
    page = shown("enter", way="DE-AZ", road="xoom.transfer")
    assert any(getattr(link, "url", "") == "https://www.xoom.com/" for link in page.get("link_button")) or (
        "https://www.xoom.com/" in str([link.proto for link in page.get("link_button")])
    )


def test_the_switch_of_a_day_is_dated(kept):
    calculators.switch(kept, "profee", True, read=date(2026, 9, 1), by="Ann", now=NOW)
    assert "1 September 2026" in texts(shown("calculators"))
