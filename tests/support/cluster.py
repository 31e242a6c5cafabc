"""Two servers with folders of their own, one PostgreSQL and the shipped nginx before them, on loopback."""

import http.client
import os
import signal
import socket
import ssl
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import Engine

from channels.store.engine import open_store
from tests.support.asgi_server import Started, started
from tests.support.nginx import NAME, Front, front
from tests.support.postgres import Postgres, plain, stoppable
from tests.support.server import ROOT, free_port

PATIENCE = 90.0
"""Seconds until an answer that does not come counts as none."""


@dataclass(frozen=True)
class Answer:
    """An answer: its status, its headers with small letters, its text."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def cookie(self) -> str:
        """The first cookie that it gives, as a browser sends it back; empty where it gives none."""
        return self.headers.get("set-cookie", "").partition(";")[0]


class Replica:
    """A server of the cluster, which may be killed and started again at the same address."""

    def __init__(self, var: Path, url: str, settings: Mapping[str, str]) -> None:
        self.var, self.port = var, free_port()
        self._settings = {**settings, "DATABASE_URL": url}
        self._stack = ExitStack()
        self._running: Started | None = None

    @property
    def over(self) -> Path:
        """Its folder of published files."""
        return self.var / "published"

    def start(self) -> None:
        """Start, and wait until it answers."""
        self._running = self._stack.enter_context(
            started(var=self.var, settings=self._settings, port=self.port)
        )

    def stop(self) -> None:
        """End as `systemctl stop` does."""
        self._stack.close()

    def kill(self) -> None:
        """End at once, whatever it is doing."""
        assert self._running is not None
        os.kill(self._running.pid, signal.SIGKILL)
        self._stack.close()

    def line(self) -> socket.socket:
        """A line to it that passes by nginx."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)


@dataclass(frozen=True)
class Cluster:
    """All of it, and a way of the test's own to the store."""

    replicas: tuple[Replica, Replica]
    postgres: Postgres
    front: Front
    store: Engine
    trusting: ssl.SSLContext

    def read(self, path: str, *, of: int = 1, line: socket.socket | None = None, **headers: str) -> Answer:
        """What a reader gets through nginx, one of many addresses of this machine; or on another line."""
        return self._asked("GET", path, None, of, line, headers)

    def send(
        self, path: str, form: Mapping[str, str], *, of: int = 1, line: socket.socket | None = None,
        **headers: str,
    ) -> Answer:  # fmt: skip
        """What comes of a form that a reader sends."""
        return self._asked("POST", path, urlencode(form), of, line, headers)

    def _asked(
        self, method: str, path: str, body: str | None, of: int, line: socket.socket | None,
        headers: Mapping[str, str],
    ) -> Answer:  # fmt: skip
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            given |= {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
        if line is not None:
            # nginx speaks so to the servers, and they believe it alone.
            given |= {"x-forwarded-for": f"127.0.0.{of}", "x-forwarded-proto": "https"}
        connection = http.client.HTTPConnection(NAME, timeout=PATIENCE)
        connection.sock = line or self._secured(of)
        try:
            connection.request(method, path, body=body, headers=given)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, text)
        finally:
            connection.close()

    def _secured(self, of: int) -> socket.socket:
        place, source = ("127.0.0.1", self.front.secured), (f"127.0.0.{of}", 0)
        line = socket.create_connection(place, timeout=PATIENCE, source_address=source)
        return self.trusting.wrap_socket(line, server_hostname=NAME)


def shipped_settings() -> dict[str, str]:
    """The settings of deploy/pulyolu.env that are not places of a real machine."""
    lines = (ROOT / "deploy" / "pulyolu.env").read_text(encoding="utf-8").splitlines()
    found = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {name: value for name, value in found.items() if not value.startswith("/")}


@contextmanager
def cluster(folder: Path, **settings: str) -> Iterator[Cluster]:
    """Two servers that were started at once on an empty database, with nginx before them."""
    with ExitStack() as stack:
        postgres = stack.enter_context(stoppable())
        shipped = {**shipped_settings(), **settings}
        one, other = (Replica(folder / name, plain(postgres.url), shipped) for name in "ab")
        for replica in (one, other):
            stack.callback(replica.stop)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(Replica.start, (one, other)))
        found = stack.enter_context(front(folder, one.port, other.port))
        store = open_store(postgres.url)
        stack.callback(store.dispose)
        yield Cluster((one, other), postgres, found, store, found.trusting())
