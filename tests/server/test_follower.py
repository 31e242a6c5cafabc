"""The thread that brings this server's folder to what others publish, also when the store goes away."""

import time
from contextlib import contextmanager
from threading import Event
from unittest.mock import MagicMock

import pytest
from sqlalchemy import Engine

from channels.store import published_files
from channels.store.engine import open_store
from channels.store.faults import StoreError, StoreFault
from server import follower as module
from server.follower import BEHIND, EVERY, Follower, follower, listening

SOON = 20.0
"""Seconds in which a thread of a busy machine surely did something."""


class FakeLine:
    """A line on which a test tells what it likes."""

    def __init__(self) -> None:
        self.numbers, self.news, self.fails, self.looks = [1], Event(), Event(), 0

    def told(self, _seconds):
        time.sleep(0.001)
        if self.fails.is_set():
            self.fails.clear()
            raise StoreError(StoreFault.UNUSABLE, "somewhere")
        if self.news.is_set():
            self.news.clear()
            return True
        return False

    def number(self):
        self.looks += 1
        return self.numbers[-1]


@pytest.fixture
def engine(tmp_path):
    found = open_store(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    yield found
    found.dispose()


@pytest.fixture
def line(monkeypatch):
    found = FakeLine()
    monkeypatch.setattr(published_files, "follow", lambda *_: found.numbers[-1])
    monkeypatch.setattr(module, "SHORTEST", 0.01)
    return found


@contextmanager
def running(engine, line, tmp_path, *, votes=None, **more):
    @contextmanager
    def lined(_engine):
        yield line

    found = Follower(votes or (lambda: engine), tmp_path / "published", line=lined, **more)
    found.start()
    try:
        yield found
    finally:
        found.stop()


def until(held):
    end = time.monotonic() + SOON
    while not held():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_what_is_told_is_followed_at_once(engine, line, tmp_path):
    with running(engine, line, tmp_path, clock=lambda: 0.0) as found:
        until(lambda: found.number == 1)
        line.numbers.append(2)
        line.news.set()
        until(lambda: found.number == 2)


def test_what_nobody_told_is_found_by_looking(engine, line, tmp_path):
    now = [0.0]
    with running(engine, line, tmp_path, clock=lambda: now[0]) as found:
        until(lambda: found.number == 1)
        line.numbers.append(2)
        now[0] += EVERY
        until(lambda: found.number == 2)


def test_a_store_that_went_away_is_told_once_and_followed_again(engine, line, tmp_path, caplog):
    now = [0.0]
    with running(engine, line, tmp_path, clock=lambda: now[0]) as found:
        until(lambda: found.number == 1)
        line.numbers.append(2)
        line.fails.set()
        until(lambda: found.number == 2)
    said = [record.message for record in caplog.records if record.name == module.__name__]
    assert said == [
        "publications of other servers do not arrive: StoreError",
        "publications of other servers arrive again",
    ]


def test_without_a_store_it_is_behind_and_goes_on_trying(engine, line, tmp_path):
    now, tries = [0.0], []

    def votes():
        tries.append(1)
        raise StoreError(StoreFault.UNUSABLE, "somewhere")

    with running(engine, line, tmp_path, votes=votes, clock=lambda: now[0]) as found:
        until(lambda: len(tries) > 2)
        assert not found.is_behind()
        now[0] += BEHIND + 1
        assert found.is_behind()


def test_only_a_store_that_others_can_share_is_followed(monkeypatch, tmp_path):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    for url, followed in (("", False), ("mysql://x/y", False), ("postgresql://127.0.0.1/pulyolu", True)):
        monkeypatch.setenv("DATABASE_URL", url)
        assert (follower(lambda: MagicMock(spec=Engine)) is not None) == followed


def test_a_publication_arrives_within_five_seconds_and_after_the_line_was_cut(postgres_database, tmp_path):
    url = postgres_database.replace("postgresql://", "postgresql+psycopg://")
    engine, over = open_store(url), tmp_path / "b" / "published"
    found = Follower(lambda: engine, over)
    found.start()
    try:
        for name in ("first", "second"):
            with published_files.turn(engine, tmp_path / "a" / "published") as staged:
                staged.mkdir(exist_ok=True)
                (staged / f"{name}.csv").write_bytes(b"x")
            began = time.monotonic()
            until(lambda name=name: (over / f"{name}.csv").exists())
            assert time.monotonic() - began < 5
            with engine.connect() as connection:
                connection.exec_driver_sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
    finally:
        found.stop()
        engine.dispose()


def test_a_line_hears_what_is_published_elsewhere(postgres_database, tmp_path):
    url = postgres_database.replace("postgresql://", "postgresql+psycopg://")
    engine = open_store(url)
    with listening(engine) as line:
        assert (line.told(0), line.number()) == (False, None)
        with published_files.turn(engine, tmp_path / "published") as staged:
            staged.mkdir()
            (staged / "a.csv").write_bytes(b"x")
        assert line.told(5)
        assert line.number() == 1
    engine.dispose()
