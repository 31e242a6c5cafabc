"""Who may report what arrived, and how often: a few a minute, one a day of a provider from one address."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import inspect, text

from channels import clock
from channels.clock import now, today
from channels.records.arrivals import ArrivalFault
from channels.records.entries import EntryFault
from channels.store import arrivals as kept
from channels.store.engine import FILE, address, open_store, reading
from channels.store.price_entries import StepRefused
from server import arrivals
from server.reader_quotes import A_MINUTE
from tests.support.builders import an_arrival

HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    arrivals._limits.cache_clear()
    found = open_store(address(os.environ))
    yield found
    found.dispose()
    arrivals._limits.cache_clear()


def told(provider="paysend", place=HERE, **fields):
    return arrivals.tell(an_arrival(provider=provider, day=today(), **fields), place)


def test_an_address_reports_once_a_day_on_a_provider_and_on_others_too(store):
    assert told() is None
    assert told(days=3) is ArrivalFault.AGAIN
    assert told("contact") is None
    assert told(place=THERE) is None
    assert len(kept.kept(store, today=today())) == 3


def test_the_next_day_an_address_may_report_again(monkeypatch):
    assert told() is None
    later = an_arrival(day=today() + timedelta(days=1))
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(days=1))
    assert arrivals.tell(later, HERE) is None


def test_more_than_a_few_a_minute_have_to_wait(store):
    found = [told(f"provider_{number}") for number in range(A_MINUTE + 2)]
    assert found == [None] * A_MINUTE + [ArrivalFault.BUSY] * 2
    assert told("provider_9", THERE) is None


def test_a_report_that_could_not_be_kept_may_be_sent_again(tmp_path, store, monkeypatch):
    def broken():
        raise StepRefused(EntryFault.FULL)

    with monkeypatch.context() as patched:
        patched.setattr(arrivals, "store", broken)
        assert told() is ArrivalFault.BUSY
    assert told() is None


def test_nothing_of_the_sender_is_in_the_store(store, tmp_path):
    assert told(place="203.0.113.77") is None
    with reading(store) as connection:
        rows = {
            name: connection.execute(text(f'SELECT * FROM "{name}"')).all()
            for name in inspect(store).get_table_names()
        }
    assert {name for name, found in rows.items() if found} == {"alembic_version", "arrivals"}
    assert "203.0.113" not in repr(rows)
    for file in tmp_path.glob(f"{FILE}*"):
        assert b"203.0.113" not in file.read_bytes()


def test_several_servers_of_one_store_count_a_day_together(postgres_database, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", postgres_database)
    assert told() is None
    # Another server, or this one after a start: nothing is in its memory.
    arrivals._limits.cache_clear()
    assert told() is ArrivalFault.AGAIN
    assert told("contact") is None
    with monkeypatch.context() as patched:
        patched.setattr(kept, "tell", _full)
        assert told(place=THERE) is ArrivalFault.BUSY
    assert told(place=THERE) is None
    shared = open_store(address(os.environ))
    with reading(shared) as connection:
        rows = connection.execute(text("SELECT * FROM done_today")).all()
    assert len(rows) == 3
    assert "192.0.2" not in repr(rows)
    shared.dispose()


def _full(*_given, **_more):
    raise StepRefused(EntryFault.FULL)
