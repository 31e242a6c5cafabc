"""The steward's day begins with what is mine, what is overdue and what comes next; all else is elsewhere."""

from datetime import timedelta

import pytest

from channels.clock import now
from channels.store import price_entries
from components.i18n import LANGUAGES, words
from tests.support.builders import an_entry
from tests.support.lanes import sampled
from tests.support.price_desk import ROAD, again, named, shown, texts

SPOKEN = pytest.mark.parametrize("language", sampled(LANGUAGES))
WAY = dict(zip(("provider", "service"), ROAD.split("."), strict=True))
EN = words("en")


@SPOKEN
def test_grid_coverage_and_requirements_are_not_on_the_first_part(language):
    page = named(shown("todo", language), "Aysel")
    spoken = words(language)
    heads = [head.value for head in page.subheader]
    assert heads == [spoken("steward.mine"), spoken("steward.next")]
    assert not page.table
    assert spoken("steward.nothing_of_mine") in texts(page)


def test_what_is_mine_is_told_with_its_way(store):
    price_entries.add(store, an_entry(**WAY), by="aysel", now=now())
    page = named(shown("todo"), "Aysel")
    assert EN.count("steward.mine_wait", 1) in [expander.label for expander in page.expander]
    assert EN.count("steward.check_waits", 1) not in [button.label for button in page.button]
    other = named(shown("todo"), "Murad")
    assert EN.count("steward.check_waits", 1) in [button.label for button in other.button]


def test_what_came_back_to_me_leads_to_its_form(store):
    before = now() - timedelta(days=1)
    one = price_entries.add(store, an_entry(**WAY), by="aysel", now=before)
    price_entries.send_back(store, one.id, reason="a zero too many", by="murad", now=before)
    page = named(shown("todo"), "Aysel")
    assert "a zero too many" in texts(page)
    page.button(key=f"again.{one.id}").click()
    assert again(page).selectbox(key="road").value == ROAD


def test_what_was_to_be_collected_again_by_yesterday_is_overdue(store):
    before = now() - timedelta(days=20)
    entry = an_entry(**WAY, collected=before.date())
    one = price_entries.add(store, entry, by="aysel", now=before)
    price_entries.send_back(store, one.id, reason="a zero too many", by="murad", now=before)
    page = named(shown("todo"), "Murad")
    assert EN("steward.overdue") in [head.value for head in page.subheader]
    page.button(key="overdue0").click()
    assert again(page).selectbox(key="road").value == ROAD
