"""A thread that brings this server's folder to what any server of the store has published.

PostgreSQL tells it at once, and every two seconds it looks by itself. No request ever waits for it.
"""

import logging
import random
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from anyio import to_thread
from sqlalchemy import Engine, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from channels.dataset import locations
from channels.store import mending, published_files
from channels.store.engine import address
from channels.store.faults import StoreError, StoreFault
from channels.store.tables import PUBLISHED_STATE
from server import server_secret

if TYPE_CHECKING:
    import psycopg

LOG = logging.getLogger(__name__)
EVERY = 2.0
"""Seconds between two looks at the number of what is published: the net below what PostgreSQL tells."""
SLICE = 0.5
"""Seconds for which it listens in one go: after so many a server that ends waits no longer for it."""
SHORTEST, LONGEST = 0.2, 3.0
"""Seconds until it tries again where the store does not answer; each time twice as many."""
BEHIND = 10.0
"""Seconds without a look after which others' publications may be missing here."""
ANSWERS_WITHIN = 5
"""Seconds in which PostgreSQL has to take a line, or to answer on it."""
LOST = (StoreError, SQLAlchemyError, OSError)
"""What is raised where the store does not answer, or the folder cannot be written now."""


class StoreLine(Protocol):
    """A line to the store on which it tells that something was published."""

    def told(self, seconds: float) -> bool:
        """Whether anything is told within so many seconds."""

    def number(self) -> int | None:
        """The number of what is published now."""


class PostgresLine:
    """A line of its own to PostgreSQL, on which the server only listens and looks."""

    def __init__(self, connection: "psycopg.Connection[tuple[int]]") -> None:
        self._connection = connection
        self._number = str(select(PUBLISHED_STATE.c.number))
        connection.execute(f"LISTEN {published_files.CHANNEL}")

    def told(self, seconds: float) -> bool:
        """Whether anything is told within so many seconds. Raises psycopg.Error."""
        return any(self._connection.notifies(timeout=seconds, stop_after=1))

    def number(self) -> int | None:
        """The number of what is published now. Raises psycopg.Error."""
        found = self._connection.execute(self._number).fetchone()
        return None if found is None else found[0]


@contextmanager
def listening(engine: Engine) -> Iterator[StoreLine]:
    """A line to PostgreSQL. Raises `StoreError` as soon as it is lost."""
    import psycopg  # noqa: PLC0415  only where there is a PostgreSQL

    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(
            url,
            autocommit=True,
            connect_timeout=ANSWERS_WITHIN,
            # A machine that has gone says nothing: so it is noticed all the same.
            keepalives_idle=ANSWERS_WITHIN,
            keepalives_interval=1,
            keepalives_count=3,
            tcp_user_timeout=ANSWERS_WITHIN * 1_000,
            options=f"-c statement_timeout={ANSWERS_WITHIN}s",
        ) as connection:
            yield PostgresLine(connection)
    except psycopg.Error as error:
        raise StoreError(StoreFault.UNUSABLE, engine.url.render_as_string()) from error


class Follower:
    """Follows what is published as long as it runs, whatever becomes of the store meanwhile.

    `beside` is what else is done with the store twice a second; it may raise what the store raises.
    """

    def __init__(
        self,
        votes: Callable[[], Engine],
        over: Path,
        *,
        line: Callable[[Engine], AbstractContextManager[StoreLine]] = listening,
        beside: Callable[[Engine], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._votes, self._over, self._line, self._beside = votes, over, line, beside
        self._clock = clock
        self._seen, self._pause, self._is_lost = clock(), SHORTEST, False
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._live, name="publications", daemon=True)
        self.number: int | None = None
        """The number of the state in which the folder is; None before the first."""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; returns when it has."""
        self._ends.set()
        self._thread.join()

    def is_behind(self) -> bool:
        """Whether publications of other servers may be missing here."""
        return self._clock() - self._seen > BEHIND

    def _live(self) -> None:
        while not self._ends.is_set():
            try:
                self._follow()
            except LOST as error:
                if not self._is_lost:
                    LOG.warning("publications of other servers do not arrive: %s", type(error).__name__)
                self._is_lost = True
            self._ends.wait(self._pause * random.uniform(0.8, 1.2))
            self._pause = min(LONGEST, self._pause * 2)

    def _follow(self) -> None:
        """Follow until the end, or until the store is lost. Raises what `LOST` names."""
        engine = self._votes()
        with self._line(engine) as line:
            server_secret.share(engine)
            mending.settle(engine, self._over)
            self.number = published_files.follow(engine, self._over)
            self._looked()
            looked = self._clock()
            while not self._ends.is_set():
                told = line.told(SLICE)
                self._beside(engine)
                if told or self._clock() - looked >= EVERY:
                    looked = self._clock()
                    if line.number() != self.number:
                        self.number = published_files.follow(engine, self._over)
                    self._looked()

    def _looked(self) -> None:
        if self._is_lost:
            LOG.warning("publications of other servers arrive again")
        self._is_lost, self._pause, self._seen = False, SHORTEST, self._clock()


def follower(
    votes: Callable[[], Engine], beside: Callable[[Engine], None] = lambda _: None
) -> Follower | None:
    """What follows the store that the environment names; None where no other server can share it."""
    over = locations.real(environ).over
    try:
        is_file = make_url(address(environ)).drivername == "sqlite"
    except StoreError:
        return None
    return None if is_file or over is None else Follower(votes, over, beside=beside)


@asynccontextmanager
async def following(found: Follower | None) -> AsyncIterator[None]:
    """Follow as long as the block lasts."""
    if found is None:
        yield
        return
    found.start()
    try:
        yield
    finally:
        await to_thread.run_sync(found.stop)
