"""What holds for every test: only loopback is reached; the servers, browsers, databases that tests share."""

import socket
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer.main
from streamlit.components.v2 import manifest_scanner

from server import data_cache
from tests.support import examples
from tests.support.chromium import Chromium
from tests.support.fresh_stores import migrated_once
from tests.support.postgres import database, owned, plain, server
from tests.support.server import LOOPBACK
from tests.support.shared_files import read_once
from tests.support.site import Site, running

pytest_plugins = ["tests.support.lanes"]

# Before the tests are read, which count their examples by it.
examples.load_profile()

CHROMIUM = Chromium()

# What stays replaced as long as the tests run: nobody undoes it.
REPLACED = pytest.MonkeyPatch()
# A page in Streamlit's test harness looks through every installed package each time that it runs.
REPLACED.setattr(
    manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests)
)
# Typer builds the whole command anew from its functions each time that a test calls it.
REPLACED.setattr("typer.testing._get_command", cache(typer.main.get_command))
# A server keeps the data that it loaded from every sweep for garbage; tests load many, each for a moment.
REPLACED.setattr(data_cache, "gc", SimpleNamespace(freeze=lambda: None))
read_once()
migrated_once()


class NetworkTouched(AssertionError):
    """A test, or the code under it, asked for an address outside this machine."""


def _refuse(address: Any) -> None:
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode()
    if isinstance(address, tuple) and not str(host).startswith(LOOPBACK):
        raise NetworkTouched(f"the network was asked for {host}")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail any test whose code connects, or asks for a name, outside loopback."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse(address)
        return connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse(address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *rest: Any, **more: Any) -> Any:
        if host is not None:
            _refuse((host, 0))
        return look_up(host, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Chromium ends with the last test that needs it."""
    if item.get_closest_marker("browser") is None:
        CHROMIUM.close()


@pytest.fixture(scope="session")
def chrome() -> Iterator[Chromium]:
    """A real browser; each test has contexts of its own."""
    yield CHROMIUM
    CHROMIUM.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The server of this worker, for tests that only read or write what is theirs alone."""
    with running(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that runs as long as the tests do; started when first asked for."""
    with server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store, once of each kind; in `make test` PostgreSQL for what bears `smoke`."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite3'}"
    return owned(request.getfixturevalue("postgres"))


@pytest.fixture
def postgres_database(postgres: str) -> str:
    """The address of an empty database of the test's own on a real server, as other programs write it."""
    return plain(database(postgres))
