"""The dashboard as a process of its own on a free port, for tests in a real browser.

Run as `python -m tests.support.server run app.py ...` it is `streamlit` itself under a guard: a look-up or a
connection that leaves this machine raises where it is asked for, and is told in the server's own log.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.error import URLError
from urllib.request import urlopen

from streamlit.web.cli import main as streamlit

from channels.clock import VARIABLE

ROOT = Path(__file__).parents[2]
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")
STARTS_WITHIN = 60
"""Seconds until a server that does not answer counts as broken."""
TOUCHED = "the network was asked for"
OURS = ("PULYOLU_", "DATABASE_URL")
"""Variables of the tests' own environment that the server must not see."""


def _guard(event: str, parts: tuple[Any, ...]) -> None:
    """Refuse whatever would leave this machine: an audit hook, because it also sees C code."""
    if event not in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        return
    address = parts[1] if event != "socket.getaddrinfo" else (parts[0], parts[1])
    if not isinstance(address, tuple) or address[0] is None:
        return
    host = address[0].decode() if isinstance(address[0], bytes) else str(address[0])
    if host and not host.startswith(LOOPBACK):
        print(f"{TOUCHED} {host}", file=sys.stderr, flush=True)
        raise ConnectionRefusedError(f"{TOUCHED} {host}")


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(*, var: Path, data: Path | None = None) -> Iterator[str]:
    """The address of a dashboard that runs until the block ends, however it ends.

    `var` and `data` are its PULYOLU_VAR and PULYOLU_DATA; without `data` it shows the shipped evidence.
    Raises RuntimeError with the server's log if it does not start or asks for the network.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "tests.support.server", "run", "app.py", "--server.headless", "true"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    surroundings = {
        name: value for name, value in os.environ.items() if name == VARIABLE or not name.startswith(OURS)
    }
    surroundings |= {"PULYOLU_VAR": str(var), "PULYOLU_REFRESH": "off"}
    if data is not None:
        surroundings["PULYOLU_DATA"] = str(data)
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=log, stderr=log, text=True)
        try:
            _wait(address, process, log)
            yield address
        finally:
            _stop(process)
        if TOUCHED in _text(log):
            raise RuntimeError(_text(log))


def _wait(address: str, process: "subprocess.Popen[str]", log: IO[str]) -> None:
    last = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < last and process.poll() is None:
        try:
            with urlopen(f"{address}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the dashboard does not start:\n{_text(log)}")


def _stop(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _text(log: IO[str]) -> str:
    log.seek(0)
    return log.read()


if __name__ == "__main__":
    sys.addaudithook(_guard)
    streamlit(prog_name="streamlit")
