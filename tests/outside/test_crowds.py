"""What one stranger sends in great number: names of files, websockets, requests that are never finished.

A stranger asks from an address of loopback of his own, the readers from another.
"""

import http.client
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit.file_util import get_static_dir
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.support.asgi_server import Started, started
from tests.support.websocket import stream

pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(
        not Path("/proc/self/status").exists(),
        reason="memory is read from /proc, and 127.0.0.2 is Linux's own",
    ),
]

STRANGER = "127.0.0.2"
QUARTER = 256 * 1024


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Started]:
    with started(var=tmp_path_factory.mktemp("var"), files=1_024) as found:
        seconds(found)
        with stream(found.address) as reader:
            reader.ask("", "lang=en&sending=RU&send=20000")
        yield found


def seconds(server: Started, path: str = "/l?lang=en&sending=RU&send=20000") -> float:
    """How long a reader waits for a page."""
    place, begun = urlsplit(server.address), time.monotonic()
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=30)
    connection.request("GET", path)
    assert connection.getresponse().read()
    connection.close()
    return time.monotonic() - begun


@contextmanager
def line(server: Started, source: str = STRANGER) -> Iterator[socket.socket]:
    """A connection from another address of this machine."""
    place = urlsplit(server.address)
    found = socket.create_connection((str(place.hostname), place.port or 80), 10, (source, 0))
    with found:
        yield found


def opened(server: Started, stack: ExitStack, source: str = STRANGER) -> ClientConnection:
    """A websocket from another address of this machine, as a page opens it."""
    wire = server.address.replace("http", "ws", 1) + "/_stcore/stream"
    sock = stack.enter_context(line(server, source))
    return stack.enter_context(
        connect(wire, sock=sock, origin=server.address, max_size=None, ping_interval=None, close_timeout=0.1)
    )


# Names of files


def test_other_spellings_of_a_file_are_not_kept(server):
    """Each would be packed and kept for ever: 40 took 67 MB."""
    largest = max(Path(get_static_dir()).glob("static/js/*.js"), key=lambda path: path.stat().st_size)
    place = urlsplit(server.address)
    reader = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)

    def asked(path: str) -> None:
        reader.request("HEAD" if len(path) % 40 else "GET", path, headers={"Accept-Encoding": "gzip"})
        reader.getresponse().read()

    asked(f"/static/js/{largest.name}")
    before = server.memory()
    for number in range(400):
        slashes, dots = "/" * (1 + number % 20), "./" * (number // 20)
        asked(f"/static{slashes}js/{dots}/{largest.name}")
    assert server.memory() - before < 10
    reader.close()


# Websockets


def test_a_strangers_websockets_keep_nothing(server):
    """40 sockets of 14 MB held 1.3 GB, also when they were closed."""
    before, closed = server.memory(), 0
    with ExitStack() as stack:
        for _ in range(40):
            stranger = opened(server, stack)
            message = BackMsg()
            message.rerun_script.widget_states.widgets.add(id="x", string_value="y" * 4_000_000)
            try:
                stranger.send(message.SerializeToString())
                while True:
                    stranger.recv(timeout=3)
            except ConnectionClosed:
                closed += 1
            except TimeoutError:
                pass
    assert closed == 40
    assert server.memory() - before < 40


def test_messages_of_the_size_that_is_allowed_are_soon_forgotten(server):
    """What is held is one wave of them at most, however many come."""

    def wave(source: str) -> float:
        with ExitStack() as stack:
            for _ in range(15):
                message = BackMsg()
                message.rerun_script.widget_states.widgets.add(id="x", string_value="y" * (QUARTER - 100))
                opened(server, stack, source).send(message.SerializeToString())
            time.sleep(1)
        return server.memory()

    before = server.memory()
    first = wave("127.0.0.11")
    assert first - before < 40
    wave("127.0.0.12")
    assert wave("127.0.0.13") - first < 20


def test_open_sockets_are_limited_by_address(server):
    with ExitStack() as stack:
        with pytest.raises((InvalidStatus, OSError)):
            for _ in range(200):
                opened(server, stack, "127.0.0.3")
        opened(server, stack, "127.0.0.4")
        assert seconds(server) < 0.5


def test_an_unknown_widget_is_no_traceback(server):
    with ExitStack() as stack:
        stranger = opened(server, stack, "127.0.0.5")
        for kind in ("trigger_value", "bool_value"):
            message = BackMsg()
            message.rerun_script.widget_states.widgets.add(id="$$ID-0-none", **{kind: True})
            stranger.send(message.SerializeToString())
        message = BackMsg()
        message.rerun_script.widget_states.widgets.add(id="x", string_value="y")
        stranger.send(message.SerializeToString())
        time.sleep(1)
        message = BackMsg()
        message.rerun_script.fragment_id = "none"
        message.rerun_script.widget_states.widgets.add(id="$$ID-0-none", json_value="{")
        stranger.send(message.SerializeToString())
        stranger.send(b"\xff\xff")
        with pytest.raises(ConnectionClosed):
            while True:
                stranger.recv(timeout=20)
    assert "Traceback" not in server.log(), server.log()[:5000]


def test_a_dashboard_that_asks_without_end_keeps_no_reader_waiting(server):
    """Each message runs a page anew: 300 at once kept every reader waiting for more than 20 seconds."""
    with ExitStack() as stack:
        stranger = opened(server, stack, "127.0.0.15")
        message = BackMsg()
        message.rerun_script.query_string = "lang=en&sending=RU&send=20000"
        stack.enter_context(ThreadPoolExecutor(1)).submit(sent_often, stranger, message.SerializeToString())
        time.sleep(3)
        waits = sorted(seconds(server) for _ in range(5))
        stranger.socket.shutdown(socket.SHUT_RDWR)
    assert waits[2] < 1, waits


def sent_often(stranger: ClientConnection, message: bytes) -> None:
    """Send a message 300 times, or until the line is cut."""
    with suppress(ConnectionClosed, OSError):
        for _ in range(300):
            stranger.send(message)


# Requests that are never finished


def test_half_sent_requests_shut_nobody_out(server):
    before = len(server.log())
    with ExitStack() as stack:
        for _ in range(1_100):
            try:
                stack.enter_context(line(server, "127.0.0.6")).sendall(b"GET /l HTTP/1.1\r\nHost: lo")
            except OSError:
                continue
        waits = [seconds(server) for _ in range(10)]
    assert max(waits) < 0.5, waits
    assert len(server.log()) - before < 2_000


def test_a_head_is_there_within_ten_seconds(server):
    with line(server, "127.0.0.7") as stranger:
        stranger.sendall(b"GET /l HTTP/1.1\r\n")
        begun = time.monotonic()
        stranger.settimeout(1)
        while time.monotonic() - begun < 15:
            try:
                stranger.sendall(b"X: y\r\n")
                if not stranger.recv(1000):
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        assert 8 < time.monotonic() - begun < 12


def test_what_is_no_request_fills_no_log(server):
    before = len(server.log())
    for _ in range(300):
        with line(server, "127.0.0.8") as stranger:
            stranger.sendall(b"nonsense\r\n\r\n")
            stranger.recv(1000)
    assert len(server.log()) - before < 500
