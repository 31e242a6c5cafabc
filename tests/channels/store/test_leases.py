"""Leases: of several who would do the same work one does it, and not again before it is due."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from channels.store import leases
from channels.store.engine import open_store

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def store(url):
    found = open_store(url)
    yield found
    found.dispose()


def take(store, holder, at=NOW, name="rates") -> bool:
    return leases.take(store, name, holder=holder, now=at, lasts=HOUR)


@pytest.mark.smoke
def test_work_is_one_holders_until_it_is_finished_or_its_time_is_over(store):
    assert take(store, "ann")
    assert not take(store, "bob")
    assert take(store, "bob", name="prices")
    assert not take(store, "bob", NOW + HOUR - timedelta(seconds=1))
    assert take(store, "bob", NOW + HOUR)
    assert not take(store, "ann", NOW + HOUR)


def test_who_was_killed_takes_its_own_lease_again(store):
    assert take(store, "ann")
    assert take(store, "ann")


def test_finished_work_is_nobodys_until_it_is_due(store):
    assert take(store, "ann")
    leases.finish(store, "rates", holder="ann", now=NOW, due=NOW + 5 * HOUR)
    assert not take(store, "ann", NOW + 4 * HOUR)
    assert not take(store, "bob", NOW + 4 * HOUR)
    assert take(store, "bob", NOW + 5 * HOUR)


def test_work_that_failed_is_anybodys_at_once(store):
    assert take(store, "ann")
    leases.finish(store, "rates", holder="ann", now=NOW, due=NOW)
    assert take(store, "bob")


def test_who_lost_a_lease_cannot_finish_it(store):
    assert take(store, "ann")
    assert take(store, "bob", NOW + HOUR)
    leases.finish(store, "rates", holder="ann", now=NOW + HOUR, due=NOW + 9 * HOUR)
    assert not take(store, "eve", NOW + HOUR)
    assert take(store, "eve", NOW + 2 * HOUR)


def test_a_moment_far_ahead_of_another_clock_holds_nobody_up(store):
    later = NOW + timedelta(days=400)
    assert take(store, "ann", later)
    leases.finish(store, "rates", holder="ann", now=later, due=later + HOUR)
    assert take(store, "bob")


@pytest.mark.smoke
def test_of_many_at_once_one_has_it(store):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: take(store, f"holder {number}"), range(16)))
    assert found.count(True) == 1
