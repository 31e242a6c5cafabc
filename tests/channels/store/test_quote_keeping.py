"""What the store and the data know reaches the quotes' panel: at once, later, and never twice."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from channels.panel import quotes
from channels.panel.price_history import quotes_folder
from channels.records.dated_prices import QuoteOrigin
from channels.store import asked_prices, price_entries, quote_keeping
from channels.store.engine import open_store
from channels.terms import Evidence
from tests.channels.records.test_dated_prices import judged
from tests.support.builders import a_dataset, an_entry, an_observation, no_price

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)


@pytest.fixture
def store(url):
    found = open_store(url)
    yield found
    found.dispose()


def facts():
    wrong = an_observation(superseded="wrong", fee=7)
    told = (an_observation(), an_observation(evidence=Evidence.SURVEYED), wrong)
    found = a_dataset()
    placed = tuple((f"made {n}", one) for n, one in enumerate(told))
    return replace(found, tables=replace(found.tables, observations=placed, answers=(("made", no_price()),)))


def kept(var):
    return quotes.read(quotes_folder(var))


def test_the_data_are_caught_up_with_once(tmp_path):
    assert [quote_keeping.catch_up(None, facts(), tmp_path, NOW) for _ in range(2)] == [4, 0]
    found = sorted((one.origin, one.shown) for one in kept(tmp_path))
    desk = QuoteOrigin.DESK
    assert found == [(desk, False), (desk, True), (desk, True), (QuoteOrigin.SURVEY, True)]


@pytest.mark.smoke
def test_a_calculators_answer_is_kept_whatever_became_of_it(store, tmp_path):
    asked_prices.keep(store, [judged()], now=NOW)
    assert quote_keeping.catch_up(store, a_dataset(), tmp_path, NOW) == 1
    assert [(one.origin, one.shown) for one in kept(tmp_path)] == [(QuoteOrigin.CALCULATOR, True)]
    asked_prices.withdraw(store, "wise", "DE-AZ", reason="wrong", by="ann", now=NOW)
    assert [quote_keeping.catch_up(store, a_dataset(), tmp_path, NOW) for _ in range(2)] == [1, 0]
    assert [one.shown for one in kept(tmp_path)] == [False]


def test_what_was_appended_at_once_is_not_caught_up_with_again(store, tmp_path):
    found = asked_prices.keep(store, [judged()], now=NOW)
    quote_keeping.note_asked(tmp_path, [one.judged for one in found], NOW)
    assert len(kept(tmp_path)) == 1
    assert quote_keeping.catch_up(store, a_dataset(), tmp_path, NOW) == 0


def test_a_price_from_a_form_is_known_as_one(store, tmp_path):
    entry = an_entry()
    price_entries.add(store, entry, by="ann", now=NOW, origin="kobo 1")
    found = a_dataset()
    price = entry.observation("round_2026_11_30")
    found = replace(found, tables=replace(found.tables, observations=(("made", price),)))
    quote_keeping.catch_up(store, found, tmp_path, NOW)
    assert [one.origin for one in kept(tmp_path)] == [QuoteOrigin.FORM]


def test_a_panel_that_cannot_be_written_keeps_nothing_back(tmp_path):
    (tmp_path / "quotes").write_text("a file where the folder would be")
    quote_keeping.note_asked(tmp_path, [judged()], NOW)
    with pytest.raises(OSError):
        quote_keeping.catch_up(None, facts(), tmp_path, NOW)
