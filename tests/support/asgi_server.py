"""The server around the dashboard as a process of its own, for tests over a real connection.

Run as `python -m tests.support.asgi_server` it is `python asgi.py` under the guard of `tests.support.server`.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asgi
from channels.clock import VARIABLE
from server.desk_key import SET
from tests.support.server import OURS, ROOT, TOUCHED, _guard, _stop, _text, _wait, free_port
from tests.support.websocket import DESK_KEY


@contextmanager
def serving(
    *, var: Path, settings: Mapping[str, str] | None = None, port: int | None = None
) -> Iterator[tuple[str, Callable[[], str]]]:
    """The address of a server that runs until the block ends, and what reads its log; else as `started`."""
    with started(var=var, settings=settings, port=port) as found:
        yield found.address, found.log


@dataclass(frozen=True)
class Started:
    """A server that runs: its address, its process, and what reads its log."""

    address: str
    pid: int
    log: Callable[[], str]

    def memory(self) -> float:
        """The megabytes of real memory that its process holds."""
        (line,) = re.findall(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{self.pid}/status").read_text())
        return int(line) / 1024


@contextmanager
def started(
    *, var: Path, settings: Mapping[str, str] | None = None, port: int | None = None, files: int | None = None
) -> Iterator[Started]:
    """A server that runs until the block ends.

    `settings` are further variables such as PULYOLU_HOSTS; without a `port` it takes a free one. `files`: how
    many it may have open. Raises RuntimeError with the log if it does not start or asks for the network.
    """
    limit = [] if files is None else ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh"]
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    surroundings = {
        name: value for name, value in os.environ.items() if name == VARIABLE or not name.startswith(OURS)
    }
    surroundings |= {"PULYOLU_VAR": str(var), "PULYOLU_PORT": str(port), "PULYOLU_BROWSER": "0"}
    surroundings |= {SET: DESK_KEY, "PULYOLU_REFRESH": "off", **(settings or {})}
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [*limit, sys.executable, "-m", "tests.support.asgi_server"],
            cwd=ROOT, env=surroundings, stdout=log, stderr=log, text=True,
        )  # fmt: skip
        try:
            _wait(address, process, log)
            yield Started(address, process.pid, lambda: _text(log))
        finally:
            _stop(process)
        if TOUCHED in _text(log):
            raise RuntimeError(_text(log))


def answered(
    app: Any, path: str, *, method: str = "GET", **headers: str | bytes
) -> tuple[int, dict[str, str], bytes]:
    """What an application answers to one request, without a server: status, headers, body."""
    plain, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": plain,
        "raw_path": plain.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [
            (name.replace("_", "-").encode(), value if isinstance(value, bytes) else value.encode())
            for name, value in headers.items()
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    start, *parts = sent
    shown = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], shown, b"".join(part.get("body", b"") for part in parts)


if __name__ == "__main__":
    sys.addaudithook(_guard)
    asgi.main()
