"""A real PostgreSQL server for tests, on loopback, that stops by itself. Run by `make test`."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from tests.support.server import free_port

STARTS_WITHIN = 60
"""Seconds until a server that does not answer counts as broken."""
USER = "pulyolu"
OTHER = "nobody"
"""Who runs the server where the tests run as root, which PostgreSQL refuses."""
DIES_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux: a server does not outlive tests that were killed."""
MISSING = "The tests need a real database server; on Debian: apt-get install postgresql"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=120")


class Postgres:
    """A server with its files; its address stays the same however often it is stopped and started."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"postgresql+psycopg://{USER}@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it answers. Raises RuntimeError with the log if it does not."""
        folder = self._folder
        command = [_program("postgres"), "-D", str(folder / "data"), "-k", str(folder), "-p", str(self._port)]
        for setting in ("listen_addresses=127.0.0.1", *FAST):
            command += ["-c", setting]
        with (folder / "log").open("a+") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, preexec_fn=_die_with_parent, **_owner()
            )
        _wait(self.url, self._process, folder / "log")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: all lines are cut, and what was committed is there afterwards."""
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


@contextmanager
def stoppable(tmp: Path | None = None) -> Iterator[Postgres]:
    """A server that a test may stop and start, with an empty database; else as `server`."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=tmp))
    found = Postgres(folder)
    try:
        _as_owner(folder)
        _run(
            "initdb", "-D", str(folder / "data"), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"
        )
        found.start()
        yield found
    finally:
        found.stop(signal.SIGQUIT)  # at once: nothing of it is wanted any more
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server(tmp: Path | None = None) -> Iterator[str]:
    """The address of an empty database, such as `postgresql+psycopg://pulyolu@127.0.0.1:5433/postgres`.

    `tmp` is a folder for the server's files that everybody may enter; one of its own if left out, because
    pytest's folders are closed to others. Raises RuntimeError with the log if the server does not start.
    """
    with stoppable(tmp) as found:
        yield found.url


def database(url: str) -> str:
    """The address of a new, empty database on a running server."""
    name = f"t{uuid4().hex}"
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return url.removesuffix("postgres") + name


def owned(url: str) -> str:
    """The address by which a new user of a running server reaches an empty schema of its own.

    For a test that only needs tables: the three hundred files of each further database take long to delete. A
    user's tables lie in the schema of its name, as PostgreSQL looks there first.
    """
    name = f"u{uuid4().hex}"
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute(f'CREATE ROLE "{name}" LOGIN SUPERUSER')
        connection.execute(f'CREATE SCHEMA "{name}" AUTHORIZATION "{name}"')
    return url.replace(f"{USER}@", f"{name}@")


def plain(url: str) -> str:
    """An address as psycopg itself takes it."""
    return url.replace("postgresql+psycopg://", "postgresql://")


def found(name: str) -> str | None:
    """The newest of PostgreSQL's programs of a name; Debian keeps the server's away from the path."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    return str(places[-1]) if places else shutil.which(name)


def _program(name: str) -> str:
    program = found(name)
    if program is None:
        raise RuntimeError(MISSING)
    return program


def _owner() -> dict[str, Any]:
    return {"user": OTHER, "extra_groups": []} if os.geteuid() == 0 else {}


def _as_owner(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, OTHER)


def _run(name: str, *options: str) -> None:
    done = subprocess.run(
        [_program(name), *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=STARTS_WITHIN,
        **_owner(),
    )
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stdout}{done.stderr}")


def _die_with_parent() -> None:
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGINT)


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    last = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < last and process.poll() is None:
        try:
            psycopg.connect(plain(url), connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL does not start:\n{log.read_text()}")


def _install() -> None:
    """Install the server from the system's packages where that is allowed."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"]
        subprocess.run(command, check=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


if __name__ == "__main__":
    if found("initdb") is None:
        _install()
    if found("initdb") is None:
        sys.exit(MISSING)
