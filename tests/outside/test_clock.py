"""A clock a year ahead or a day back: pages answer, ages are right, nothing stays locked once it is set.

A server reads the hour through one module; tests set it there.
"""

from datetime import timedelta

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from channels import clock
from channels.dataset.locations import ROOT, DataFolders
from channels.pricing.fx import reference
from channels.readers.failed import Failed
from channels.readers.fetching import FetchedAnswer
from channels.records.entries import EntryFault
from channels.refresh import fetch_log, hosts, intake
from channels.refresh.setting import IntakeSetting
from channels.store import arrivals, price_entries, provider_checks, publishing, rooms
from channels.store.engine import open_store
from channels.store.price_entries import StepRefused
from channels.terms import Grade
from server.middleware.rate_limit import OncePerDay
from tests.channels.dataset.test_loading import small
from tests.support.asgi_server import serving
from tests.support.builders import a_provider_check, an_arrival, an_entry
from tests.support.datasets import real
from tests.support.publishers import sheet
from tests.support.writers import NOW

YEAR, DAY = timedelta(days=365), timedelta(days=1)
AHEAD, BACK = NOW + YEAR, NOW - DAY
TODAY = NOW.date()


@pytest.fixture
def store(tmp_path):
    found = open_store(f"sqlite:///{tmp_path / 'var' / 'store.sqlite3'}")
    yield found
    found.dispose()


@pytest.fixture
def place(tmp_path):
    return DataFolders(small(tmp_path / "data"), tmp_path / "var" / "published")


def at(moment, place, monkeypatch, *, fault: Failed | None = None) -> intake.RateSheet:
    """Ask the Central Bank at a moment."""

    def fetched(*_: object, **__: object) -> FetchedAnswer:
        if fault is not None:
            raise fault
        return FetchedAnswer("https://example.org/x", sheet(TODAY).encode(), moment, moment)

    monkeypatch.setattr(hosts, "fetch", fetched)
    return intake.refresh_cbar(IntakeSetting(place, place.over.parent, now=lambda: moment), TODAY)


def test_a_rest_that_was_noted_a_year_ahead_does_not_last_a_year(place, monkeypatch):
    with pytest.raises(Failed, match="busy"):
        at(AHEAD, place, monkeypatch, fault=Failed("busy", until=AHEAD + timedelta(hours=3)))
    assert fetch_log.rests(place.over.parent)
    assert at(NOW, place, monkeypatch).added
    # One that was asked for now still holds, also where the clock is then set back.
    with pytest.raises(Failed, match="busy"):
        at(NOW, place, monkeypatch, fault=Failed("busy", until=NOW + timedelta(hours=3)))
    for moment in (NOW + timedelta(hours=1), NOW - timedelta(hours=1)):
        with pytest.raises(Failed, match="busy"):
            at(moment, place, monkeypatch)


def test_rooms_that_were_opened_a_year_ahead_are_gone_when_the_clock_is_set(store):
    for _ in range(rooms.MOST_OF_ONE):
        rooms.open_room(store, language="az", now=AHEAD)
    old, lead = rooms.open_room(store, language="az", now=AHEAD, leader="a leader")
    assert rooms.room(store, old.code, now=AHEAD)
    assert rooms.room(store, old.code, now=NOW) is None
    assert rooms.purge(store, now=NOW) == rooms.MOST_OF_ONE + 1
    assert rooms.led(store, lead, now=NOW) is None


def test_a_room_outlives_a_clock_that_is_set_back_or_on_by_hours(store):
    room, lead = rooms.open_room(store, language="az", now=NOW)
    rooms.ask(store, lead, "guess", choices=2, now=NOW)
    for moment in (NOW - timedelta(hours=20), NOW + timedelta(hours=20)):
        assert rooms.purge(store, now=moment) == 0
        assert rooms.vote(store, room.code, "guess", "a phone", 1, now=moment) == "kept"


def test_one_report_a_day_is_counted_again_after_the_clock_was_set():
    once = OncePerDay()
    assert once.take("192.0.2.1", "paysend", AHEAD.date())
    assert once.take("192.0.2.1", "paysend", TODAY)
    assert not once.take("192.0.2.1", "paysend", TODAY)


def test_what_was_kept_a_year_ahead_is_neither_lost_nor_in_the_way(store, place):
    """A price, a check and a report of before are taken on by a clock that was set right."""
    entry = an_entry(service="account", collected=TODAY)
    first = price_entries.add(store, entry, by="ann", now=AHEAD)
    check = provider_checks.add(store, a_provider_check(day=TODAY, looked=TODAY), by="ann", now=AHEAD)
    arrivals.tell(store, an_arrival(day=TODAY), now=AHEAD)
    price_entries.confirm(store, first.id, by="bob", now=NOW)
    provider_checks.confirm(store, check.id, by="bob", now=NOW)
    publishing.close(store, place, [first.id], by="bob", now=NOW)
    publishing.close_checks(store, place, [check.id], by="bob", now=NOW)
    second = price_entries.add(store, entry, by="ann", now=NOW)
    assert {one.id for one in price_entries.kept(store)} == {first.id, second.id}
    assert publishing.is_written(store, place.over)
    assert arrivals.kept(store, today=TODAY)


def test_with_a_clock_a_day_back_what_was_entered_stays_and_what_is_of_tomorrow_waits(store, place):
    entry = an_entry(service="account", collected=TODAY)
    kept = price_entries.add(store, entry, by="ann", now=NOW)
    price_entries.confirm(store, kept.id, by="bob", now=BACK)
    publishing.close(store, place, [kept.id], by="bob", now=BACK)
    assert publishing.is_written(store, place.over)
    with pytest.raises(StepRefused) as stop:
        price_entries.add(store, an_entry(collected=TODAY + DAY), by="ann", now=BACK)
    assert stop.value.fault is EntryFault.FUTURE


@pytest.mark.parametrize("days", [-1, 365])
def test_an_official_rate_is_as_old_as_it_is(days):
    data = real()
    last = max(rate.day for rate in data.tables.rates if rate.currency == "USD")
    used = reference(data.rates, last + timedelta(days=days), base="USD", quote="AZN")
    if days < 0:
        assert used is None or used.day < last, "a rate of tomorrow is not used today"
    else:
        assert used is not None
        assert (used.day, used.fresh) == (last, False)


@pytest.mark.whole
@pytest.mark.parametrize("moment", [AHEAD, BACK], ids=["a year ahead", "a day back"])
def test_the_dashboard_answers(moment, monkeypatch):
    monkeypatch.setenv(clock.VARIABLE, moment.isoformat())
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.query_params["lang"] = "en"
    page.run()
    assert not page.exception


@pytest.mark.whole
@pytest.mark.parametrize("moment", [AHEAD, BACK], ids=["a year ahead", "a day back"])
def test_the_server_starts_and_answers_every_reader(moment, tmp_path):
    with serving(var=tmp_path, settings={clock.VARIABLE: moment.isoformat()}) as (address, log):
        with httpx.Client(base_url=address, trust_env=False, timeout=60) as browser:
            for path in ("/healthz", "/l?lang=en", "/v", "/", "/l/arrived"):
                assert browser.get(path).status_code == 200, path
            answer = browser.get("/api/v1/compare?sending=RU&receiving=AZ&send=20000").json()
        assert answer["transfer"]["day"] == moment.date().isoformat()
        graded = {offer["grade"] for offer in answer["offers"] if "grade" in offer}
        assert moment == BACK or Grade.CURRENT.value not in graded
        assert "Traceback" not in log()
