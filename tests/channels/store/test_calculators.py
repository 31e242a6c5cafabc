"""The switch of a calculator: who read the terms turns it on, and a prohibition keeps it off."""

from datetime import date, timedelta

import pytest

from channels.records.calculators import CalculatorState
from channels.store import calculators, price_entries
from channels.store.engine import open_store
from channels.store.price_entries import StepRefused
from tests.support.calculators import NOW

DAY = date(2026, 9, 5)


@pytest.fixture
def store(tmp_path):
    found = open_store(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    yield found
    found.dispose()


def state(store):
    return calculators.states(store).get("paysend", CalculatorState("paysend"))


@pytest.mark.smoke
def test_it_is_off_until_somebody_who_read_the_terms_turns_it_on(store):
    assert not state(store).may_ask(documented=False)
    assert state(store).may_ask(documented=True)
    with pytest.raises(StepRefused):
        calculators.switch(store, "paysend", True, read=None, by="Ann", now=NOW)
    calculators.switch(store, "paysend", True, read=DAY, by="Ann", now=NOW)
    assert state(store).may_ask(documented=False)
    assert (state(store).who, state(store).at, state(store).terms_read) == ("Ann", NOW, DAY)
    calculators.switch(store, "paysend", False, read=None, by="Bob", now=NOW)
    assert not state(store).may_ask(documented=True)
    assert [line.what for line in price_entries.history(store)] == ["calculator.off", "calculator.on"]


def test_a_prohibition_in_the_terms_keeps_it_off_for_everyone(store):
    calculators.switch(store, "paysend", True, read=DAY, by="Ann", now=NOW)
    calculators.prohibit(store, "paysend", True, read=DAY, by="Bob", now=NOW)
    assert not state(store).may_ask(documented=True)
    with pytest.raises(StepRefused):
        calculators.switch(store, "paysend", True, read=DAY, by="Ann", now=NOW)
    calculators.prohibit(store, "paysend", False, read=DAY, by="Bob", now=NOW)
    assert not state(store).may_ask(documented=True), "it stays off until somebody turns it on"
    calculators.switch(store, "paysend", True, read=DAY, by="Ann", now=NOW)
    assert state(store).may_ask(documented=False)
    assert not state(store).may_ask(documented=True, prohibited=True)


def test_a_host_that_is_left_alone_was_not_asked_and_its_fault_is_as_old_as_it_was(store):
    calculators.told(store, "paysend", asked=NOW, answered=None, fault="refused", holes={"status": "403"})
    later = NOW + timedelta(hours=6)
    calculators.told(store, "paysend", asked=later, answered=None, fault="busy", was_put=False)
    assert (state(store).fault, state(store).asked, state(store).fault_since) == ("busy", NOW, NOW)


def test_a_fault_keeps_its_first_moment_until_an_answer_is_right(store):
    for hours in (0, 6):
        at = NOW + timedelta(hours=hours)
        calculators.told(store, "paysend", asked=at, answered=None, fault="web_page", holes={"field": "x"})
    assert (state(store).fault_since, state(store).asked) == (NOW, NOW + timedelta(hours=6))
    calculators.told(store, "paysend", asked=NOW, answered=NOW)
    assert (state(store).fault, state(store).fault_since, state(store).answered) == (None, None, NOW)
    assert state(store).fault_holes == {}
