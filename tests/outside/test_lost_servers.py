"""A server is killed, PostgreSQL stops, nginx reloads, under load: nobody is left alone, nothing is lost."""

import http.client
import itertools
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy.exc import SQLAlchemyError

from channels.clock import now, today
from channels.dataset.locations import DataFolders
from channels.records.entries import Entry
from channels.store import price_entries, publishing, rooms
from channels.store.faults import StoreError
from components.i18n import LANGUAGES, words
from tests.support.builders import dec
from tests.support.cluster import Answer, Cluster, cluster
from tests.support.examples import cheap_kills
from tests.support.server import ROOT

pytestmark = pytest.mark.whole
READERS, VOTERS = range(2, 10), range(10, 16)
PAUSE = 0.25
"""Seconds between two questions of one of fourteen: some forty a second in all."""
PUBLISHES_EVERY = 2.0
AWAY = 10.0
"""Seconds for which PostgreSQL is away."""
STUCK = 45.0
SETTLED = 2.0
TOLD_WHAT_TO_DO = ("away.what", "vote.broken", "vote.busy")
KNOWN = [words(code)(key) for code in LANGUAGES for key in TOLD_WHAT_TO_DO]
ROAD = {"corridor": "RU-AZ", "provider": "zolotaya_korona", "service": "cash_kapital_bank"}
PATHS = (
    "/l?sending=RU&receiving=AZ&send={}",
    "/?lang=ru&send={}",
    "/gaps?send={}",
    "/api/v1/compare?sending=TR&receiving=AZ&send={}",
)


class Load:
    """People who read, vote, enter and publish until they are told to end; and what each was answered."""

    def __init__(self, servers: Cluster) -> None:
        self.servers = servers
        self.ends = threading.Event()
        self.bad: list[str] = []
        self.answers: Counter[tuple[str, int]] = Counter()
        self.slowest: dict[int, float] = {}
        self.voted: dict[str, int] = {}
        self.entered: list[int] = []
        self.failures = 0
        self.room, lead = rooms.open_room(servers.store, language="en", now=now())
        rooms.ask(servers.store, lead, "guess", choices=3, now=now())

    def noted(self, what: str, answer: Answer) -> Answer:
        """An answer, put down where it leaves its reader alone."""
        self.answers[what, answer.status] += 1
        if answer.status not in (200, 303) and not any(text in answer.text for text in KNOWN):
            self.bad.append(f"{what}: {answer.status} {answer.text[:300]}")
        return answer

    def lasting(self, work: Callable[[int], None], of: int, pause: float = PAUSE) -> None:
        """Do some work again and again; an answer that does not come is one that leaves a reader alone."""
        for number in itertools.count():
            if self.ends.wait(pause):
                return
            began = time.monotonic()
            try:
                work(number)
                self.slowest[of] = max(self.slowest.get(of, 0.0), time.monotonic() - began)
            except (OSError, http.client.HTTPException) as error:
                self.bad.append(f"{of}: {error!r}")

    def read(self, of: int) -> Callable[[int], None]:
        """Read one page after the other."""

        def once(number: int) -> None:
            path = PATHS[number % len(PATHS)].format(of * 1_000 + number)
            self.noted("read", self.servers.read(path, of=of))

        return once

    def vote(self, of: int) -> Callable[[int], None]:
        """Vote as one phone after the other; as long as a vote is not kept it is sent again."""
        path = f"/v/{self.room.code}?lang=en"
        phone: list[str] = []

        def once(number: int) -> None:
            if not phone:
                cookie = self.noted("door", self.servers.read(path, of=of)).cookie
                if cookie.startswith("phone="):
                    phone.append(cookie)
                return
            form = {"ballot": "guess", "choice": str(of % 3)}
            answer = self.noted("vote", self.servers.send(path, form, of=of, cookie=phone[0]))
            if answer.status == 303:
                assert "said" not in answer.headers["location"], answer.headers["location"]
                self.voted[phone.pop()] = of % 3

        return once

    def publish(self, number: int) -> None:
        """Enter, check and publish a price, the next on the other server's folder; done again until it is."""
        replica = self.servers.replicas[len(self.entered) % 2]
        place, amount = DataFolders(ROOT / "data", replica.over), 10_000 + len(self.entered)
        at = now() + timedelta(minutes=len(self.entered))
        told = Entry(
            **ROAD, amount=amount, currency="RUB", fee=150, received=320, pays="AZN",
            method="mystery_shopping", collected=today() - timedelta(days=1), organisation="Centre",
        )  # fmt: skip
        try:
            one = price_entries.add(self.servers.store, told, by="Leyla", now=at, origin=f"row {amount}")
            if not one.checked_by:
                price_entries.confirm(self.servers.store, one.id, by="Murad", now=at)
            if not one.published:
                publishing.close(self.servers.store, place, [one.id], by="Murad", now=at)
            self.entered.append(amount)
        except (StoreError, SQLAlchemyError):
            self.failures += 1


def outage(servers: Cluster) -> None:
    """What goes wrong, one thing after the other."""
    ours, theirs = servers.replicas
    time.sleep(SETTLED)
    ours.kill()
    time.sleep(SETTLED)
    ours.start()
    time.sleep(SETTLED)
    servers.postgres.stop()
    time.sleep(AWAY)
    servers.postgres.start()
    time.sleep(SETTLED)
    servers.front.reload()
    theirs.kill()
    theirs.start()
    servers.front.reload()
    time.sleep(SETTLED)


def test_nobody_is_left_alone_and_nothing_is_lost_while_one_part_after_the_other_fails(tmp_path):
    with cluster(tmp_path) as servers:
        load = Load(servers)
        with ThreadPoolExecutor(len(READERS) + len(VOTERS) + 1) as pool:
            for of in READERS:
                pool.submit(load.lasting, load.read(of), of)
            for of in VOTERS:
                pool.submit(load.lasting, load.vote(of), of)
            pool.submit(load.lasting, load.publish, 0, PUBLISHES_EVERY)
            began = time.monotonic()
            try:
                outage(servers)
            finally:
                load.ends.set()
        lasted = time.monotonic() - began
        assert load.bad == []
        # Some thirty a second where nothing else runs.
        assert load.answers.total() / lasted > 5
        assert max(load.slowest.values()) < STUCK
        assert load.answers["read", 200] > 10 * load.answers["read", 503]
        assert load.answers["vote", 503] > 0
        _nothing_is_lost(servers, load)


def _nothing_is_lost(servers: Cluster, load: Load) -> None:
    counts = rooms.counts(servers.store, load.room.code, "guess")
    acknowledged = Counter(load.voted.values())
    assert len(load.voted) > 20
    # A vote whose answer was lost is kept, and was sent again as the same phone: one for each at most.
    assert all(acknowledged[n] <= counts[n] <= acknowledged[n] + len(VOTERS) for n in range(3))
    assert load.failures > 0
    assert len(load.entered) > 3
    kept = price_entries.kept(servers.store)
    amounts = sorted(int(one.entry.amount or dec(0)) for one in kept)
    assert amounts == sorted(set(amounts))
    assert {*load.entered} <= {int(one.entry.amount or dec(0)) for one in kept if one.published}
    until = time.monotonic() + 30
    while not all(publishing.is_written(servers.store, one.over) for one in servers.replicas):
        assert time.monotonic() < until
        time.sleep(0.2)
    ours, theirs = (
        {path.relative_to(one.over): path.read_bytes() for path in one.over.rglob("[!.]*.*")}
        for one in servers.replicas
    )
    assert ours == theirs
    for replica in servers.replicas:
        assert servers.read("/readyz", line=replica.line()).text == "ready\n"


def test_one_of_two_servers_killed_at_any_moment_loses_and_doubles_nothing(postgres_database, tmp_path):
    number = cheap_kills()
    url = postgres_database.replace("postgresql://", "postgresql+psycopg://")
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killed_servers", url, str(tmp_path), str(number), str(today())],
        cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3_000:]
    assert number // 4 <= int(done.stdout) <= number
