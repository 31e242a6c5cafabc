"""Limits that count on all servers together: what is told, what is learnt, and nobody's address."""

from datetime import date
from typing import Any

import pytest

from channels.store import limits
from channels.store.engine import open_store
from server.middleware.rate_limit import Bucket
from server.shared_limits import FORGETS_EVERY, SharedLimits, hashed, once

ADDRESS = "203.0.113.7"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def taken(bucket, times, address=ADDRESS) -> int:
    return sum(bucket.wait(address) == 0 for _ in range(times))


def test_who_asks_little_is_told_to_nobody_and_who_asks_much_with_all():
    bucket = Bucket(10, Clock(), is_shared=True)
    assert taken(bucket, 5) == 5
    assert bucket.takings(9) == []
    assert taken(bucket, 1) == 1
    (found,) = bucket.takings(9)
    assert (found.tokens, found.full, found.a_second) == (6, 10, pytest.approx(1 / 6))
    assert bucket.takings(9) == []
    taken(bucket, 2)
    assert [one.tokens for one in bucket.takings(9)] == [2]


def test_what_was_taken_elsewhere_is_missing_here_with_what_was_taken_since():
    bucket = Bucket(10, Clock(), is_shared=True)
    taken(bucket, 6)
    (found,) = bucket.takings(9)
    taken(bucket, 1)
    bucket.learn(found.key, 2.0)
    assert taken(bucket, 5) == 1


def test_a_bucket_that_is_full_again_is_told_no_more_and_begins_anew():
    clock = Clock()
    bucket = Bucket(10, clock, is_shared=True)
    taken(bucket, 8)
    bucket.takings(9)
    clock.now += 60
    assert bucket.takings(9) == []
    taken(bucket, 1)
    assert bucket.takings(9) == []
    bucket.learn(ADDRESS, -5.0)
    assert taken(bucket, 9) == 9


def test_a_network_of_ipv6_counts_for_the_household_and_the_customer():
    bucket = Bucket(4, Clock(), is_shared=True)
    taken(bucket, 3, "2001:db8::1")
    assert [one.full for one in bucket.takings(9)] == [4]


def test_of_many_so_many_are_told_in_one_go():
    bucket = Bucket(2, Clock(), is_shared=True)
    for number in range(5):
        taken(bucket, 2, f"203.0.113.{number}")
    assert [len(bucket.takings(3)) for _ in range(3)] == [3, 2, 0]


def test_the_store_is_asked_only_where_somebody_asks_much(monkeypatch, tmp_path):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    told: list[Any] = []
    forgotten: list[Any] = []
    clock = Clock()

    def counted(_engine, found):
        told.extend(found)
        return {(one.name, one.address): 0.0 for one in found}

    monkeypatch.setattr(limits, "count", counted)
    monkeypatch.setattr(limits, "forget", forgotten.append)
    shared = SharedLimits(clock)
    pages, _ = shared.bucket("pages", 10), shared.bucket("api", 10)
    taken(pages, 5)
    shared.count("engine")
    assert told == []
    taken(pages, 2)
    shared.count("engine")
    assert [(one.name, one.tokens) for one in told] == [("pages", pytest.approx(7, abs=0.5))]
    assert ADDRESS not in told[0].address
    assert taken(pages, 1) == 0
    clock.now += FORGETS_EVERY
    shared.count("engine")
    assert forgotten == ["engine"]


def test_a_hash_of_an_address_is_another_for_another_thing(monkeypatch, tmp_path):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    assert hashed("pages", ADDRESS) == hashed("pages", ADDRESS) != hashed("api", ADDRESS)


def test_two_servers_count_one_address_together(postgres_database, monkeypatch, tmp_path):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    engine = open_store(postgres_database.replace("postgresql://", "postgresql+psycopg://"))
    ours, theirs = SharedLimits(), SharedLimits()
    here, there = ours.bucket("pages", 60), theirs.bucket("pages", 60)
    assert (taken(here, 40), taken(there, 40)) == (40, 40)
    for one in (ours, theirs, ours):
        one.count(engine)
    taken(here, 1)
    ours.count(engine)
    assert taken(here, 5) == taken(there, 5) == 0
    day = date(2026, 11, 30)
    assert once(engine, ADDRESS, "arrival x", day)
    assert not once(engine, ADDRESS, "arrival x", day)
    engine.dispose()
