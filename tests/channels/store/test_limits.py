"""Limits that servers count together in PostgreSQL, and what may be done once a day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

from channels.store import limits
from channels.store.engine import one_step, open_store
from channels.store.limits import TakenTokens
from channels.store.tables import ADDRESS_LIMITS, DONE_TODAY

DAY = date(2026, 11, 30)


@pytest.fixture
def store(postgres_database):
    found = open_store(postgres_database.replace("postgresql://", "postgresql+psycopg://"))
    yield found
    found.dispose()


def taken(tokens, address="a", name="pages", full=10.0, a_second=0.0) -> TakenTokens:
    return TakenTokens(name, address, tokens, full, a_second)


def count(engine, table) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def test_what_one_server_takes_the_other_has_less(store):
    assert limits.count(store, [taken(6)]) == {("pages", "a"): 4}
    assert limits.count(store, [taken(3), taken(1, "b")]) == {("pages", "a"): 1, ("pages", "b"): 9}
    assert limits.count(store, [taken(2, name="api")]) == {("api", "a"): 8}
    assert limits.count(store, []) == {}


def test_a_debt_is_never_more_than_a_full_bucket(store):
    for _ in range(5):
        found = limits.count(store, [taken(10)])
    assert found["pages", "a"] == -10


def test_a_bucket_fills_by_the_clock_of_the_database_and_is_forgotten(store):
    limits.count(store, [taken(10)])
    with store.begin() as connection:
        connection.execute(text("UPDATE address_limits SET at = at - interval '4 seconds'"))
    assert limits.count(store, [taken(0, a_second=2.0)])["pages", "a"] == pytest.approx(8, abs=0.5)
    limits.forget(store)
    assert count(store, ADDRESS_LIMITS) == 1
    with store.begin() as connection:
        connection.execute(text("UPDATE address_limits SET at = at - interval '3 minutes'"))
    limits.forget(store)
    assert count(store, ADDRESS_LIMITS) == 0


def test_a_thing_is_done_once_a_day_and_the_day_before_is_forgotten(store):
    assert limits.once(store, "arrival x", "a", DAY)
    assert not limits.once(store, "arrival x", "a", DAY)
    assert limits.once(store, "arrival x", "b", DAY)
    assert limits.once(store, "arrival y", "a", DAY)
    assert limits.once(store, "arrival x", "a", DAY + timedelta(days=1))
    assert count(store, DONE_TODAY) == 1


def test_a_thing_that_came_to_nothing_may_be_done_again(store):
    with pytest.raises(ZeroDivisionError), one_step(store):
        assert limits.once(store, "arrival x", "a", DAY)
        raise ZeroDivisionError
    assert limits.once(store, "arrival x", "a", DAY)


def test_no_log_of_the_database_has_them(store):
    with store.connect() as connection:
        unlogged = connection.execute(text("SELECT relname FROM pg_class WHERE relpersistence = 'u'"))
        assert {"address_limits", "done_today"} <= {row.relname for row in unlogged}
