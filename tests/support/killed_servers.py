"""Two servers of one PostgreSQL, one of them killed at any moment in an entry, a round or a vote.

Run as `python -m tests.support.killed_servers URL FOLDER KILLS SEED`: after each kill the other server does
the same work again, as the person would who had no answer. It prints how many were killed before their end.
"""

import os
import random
import signal
import sys
import time
import traceback
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from channels.clock import VARIABLE
from channels.dataset.loading import load
from channels.dataset.locations import DataFolders
from channels.store import mending, price_entries, publishing, rooms
from channels.store.engine import open_store
from channels.store.published_files import follow
from channels.terms import Stage
from tests.channels.dataset.test_loading import small
from tests.support.builders import an_entry, dec
from tests.support.kills import OWN
from tests.support.writers import NOW

CHOICES = 3
LATEST = 1.2
"""How much later than the work lasts it may be killed, as a part of that."""


class Servers:
    """A room, the data, and for each of two servers a folder of its own."""

    def __init__(self, url: str, folder: Path) -> None:
        data = small(folder / "data")
        self.url = url
        self.places = [DataFolders(data, folder / name / "published") for name in "ab"]
        store = open_store(url)
        self.room, self.lead = rooms.open_room(store, language="en", now=NOW)
        store.dispose()

    def asked(self, store: Engine, number: int) -> str:
        """What is voted on now: another thing whenever a room has all the votes that it takes for one."""
        key = f"guess_{number // rooms.MOST_VOTES}"
        if number % rooms.MOST_VOTES == 0:
            rooms.ask(store, self.lead, key, choices=CHOICES, now=NOW)
        return key

    def work(self, store: Engine, place: DataFolders, number: int) -> None:
        """An entry that is checked and published with its round, and a vote; what is done already stays."""
        now = NOW + timedelta(minutes=number)
        entry = an_entry(amount=dec(1_000 + number), **OWN)
        one = price_entries.add(store, entry, by="ann", now=now, origin=f"row {number}")
        if one.stage is Stage.ENTERED:
            one = price_entries.confirm(store, one.id, by="bob", now=now)
        if not one.published:
            publishing.close(store, place, [one.id], by="bob", now=now)
        key = self.asked(store, number)
        rooms.vote(store, self.room.code, key, f"phone {number}", number % CHOICES, now=NOW)

    def check(self, store: Engine, number: int) -> None:
        """Nothing of what was done so far is missing, or there twice, on either server."""
        kept = price_entries.kept(store)
        assert sorted(one.entry.amount for one in kept) == [1_000 + n for n in range(number + 1)]
        assert all(one.published for one in kept)
        votes = rooms.tally(store, self.room.code).values()
        assert sum(map(sum, votes)) == number + 1
        found = []
        for place in self.places:
            assert place.over is not None
            follow(store, place.over)
            assert publishing.is_written(store, place.over)
            # A draft that was never finished may stay; it is nobody's.
            paths = [path for path in place.over.rglob("*.*") if not path.name.startswith(".")]
            found.append({path.relative_to(place.over).as_posix(): path.read_bytes() for path in paths})
        assert found[0] == found[1]

    def holds(self, store: Engine) -> None:
        """What a reader of either server sees holds, in the state in which the killed one left it."""
        for place in self.places:
            assert place.over is not None
            load(place.folder, place.over if place.over.is_dir() else None)
            mending.settle(store, place.over)
            load(place.folder, place.over if place.over.is_dir() else None)


def killed(servers: Servers, number: int, after: float | None) -> bool:
    """Whether a server was killed in its work, so many seconds after its begin; None = it may end."""
    child = os.fork()
    if not child:
        try:
            servers.work(open_store(servers.url), servers.places[number % 2], number)
        except BaseException:
            traceback.print_exc()
            os._exit(3)
        os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or not status, f"ended with {status}"
    return os.WIFSIGNALED(status)


def main(url: str, folder: str, kills: str, seed: str) -> None:
    """Let two end, the second to know how long it lasts, and kill so many."""
    os.environ[VARIABLE] = NOW.isoformat()
    chance = random.Random(seed)
    servers = Servers(url, Path(folder))
    # What the work loads is loaded here, once for all who are killed.
    store = open_store(url)
    servers.work(store, servers.places[0], 0)
    store.dispose()
    began = time.monotonic()
    killed(servers, 1, None)
    lasts, cut = time.monotonic() - began, 0
    for number in range(2, int(kills) + 2):
        cut += killed(servers, number, chance.uniform(0, LATEST * lasts))
        # Lines are no child's: each process has its own.
        store = open_store(url)
        servers.holds(store)
        servers.work(store, servers.places[(number + 1) % 2], number)
        servers.check(store, number)
        store.dispose()
    print(cut)


if __name__ == "__main__":
    main(*sys.argv[1:])
