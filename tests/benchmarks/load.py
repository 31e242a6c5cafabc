"""A busy hour on this machine: dashboards, light pages and feeds through nginx, and how long each waits.

Run by `make load`. Two servers and the shipped nginx on loopback; the readers have two hundred addresses of
loopback, since nginx and the servers count requests by address. It stops by itself after `SECONDS`.
"""

import asyncio
import os
import re
import ssl
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.benchmarks.measure import say
from tests.support.asgi_server import started
from tests.support.nginx import NAME, Front, front

SECONDS = 30
DASHBOARDS, ASKS, LIGHT_PAGES, FEEDS = 200, 20, 200, 50
"""Dashboards that are open; of them so many ask each second; light pages and feeds each second."""
FOLLOWED = range(10_000, 60_000, 5_000)
"""Amounts whose feeds are read: many readers follow the same few."""
LIMIT_MS = 500
LINES = 100
"""Connections for light pages and feeds, each from an address of its own."""
SUBPROTOCOL = Subprotocol("streamlit")
WITHIN = 60
BEHIND_NGINX = {
    "PULYOLU_HOSTS": NAME,
    "PULYOLU_ADDRESS": f"https://{NAME}/",
    "PULYOLU_PROXIES": "127.0.0.1",
    "PULYOLU_STEWARDS": "none",
}


@dataclass
class Waits:
    """Milliseconds that each answer took from the moment at which it was due, and what was no answer."""

    took: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def told(self) -> str:
        """The figures in one line."""
        if len(self.took) < 2:
            return f"{len(self.took)} answers, {len(self.failed)} failed"
        parts = statistics.quantiles(self.took, n=100)
        held = "held" if parts[94] <= LIMIT_MS and not self.failed else "not held"
        failed = f", {len(self.failed)} failed, first: {self.failed[0]}" if self.failed else ""
        return (
            f"p50 {parts[49]:.0f}, p95 {parts[94]:.0f}, p99 {parts[98]:.0f} ms of {len(self.took)}"
            f" ({LIMIT_MS} ms at p95: {held}){failed}"
        )


def addresses() -> Iterator[str]:
    """Addresses of loopback, again and again."""
    return cycle(f"127.0.{1 + number // 100}.{1 + number % 100}" for number in range(200))


class Line:
    """One reader's connection over TLS, which is kept open."""

    def __init__(self, where: Front, source: str) -> None:
        self._where, self._source = where, source
        self._secured = where.trusting("http/1.1")
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str) -> int:
        """The status of the answer, its body read to the end. Raises OSError or an error of the stream."""
        if self._open is None:
            self._open = await asyncio.open_connection(
                "127.0.0.1", self._where.secured, ssl=self._secured, server_hostname=NAME,
                local_addr=(self._source, 0),
            )  # fmt: skip
        reader, writer = self._open
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.I)
            if length is None:
                await _chunks(reader)
            else:
                await reader.readexactly(int(length[1]))
        except BaseException:
            writer.close()
            self._open = None
            raise
        return int(head.split(b" ", 2)[1])

    def close(self) -> None:
        """End it."""
        if self._open is not None:
            self._open[1].close()


async def _chunks(reader: asyncio.StreamReader) -> None:
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()


async def by_the_second(a_second: int, ask: Callable[[], "asyncio.Task[None]"], until: float) -> None:
    """Start so many questions a second, each when it is due, whatever became of those before."""
    asked, due = [], time.perf_counter()
    while due < until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        asked.append(ask())
        due += 1 / a_second
    _, unanswered = await asyncio.wait(asked, timeout=WITHIN)
    for task in unanswered:
        task.cancel()
    await asyncio.wait(asked)


class Readers:
    """Readers of one kind of page, who take turns on their lines."""

    def __init__(
        self, where: Front, sources: Iterator[str], lines: int, path: str, amounts: Iterable[int]
    ) -> None:
        self.waits = Waits()
        self._path, self._amounts = path, iter(amounts)
        self._free: asyncio.Queue[Line] = asyncio.Queue()
        for _ in range(lines):
            self._free.put_nowait(Line(where, next(sources)))

    def ask(self) -> "asyncio.Task[None]":
        """Begin with the next question."""
        return asyncio.create_task(self._ask(self._path.format(next(self._amounts)), time.perf_counter()))

    async def _ask(self, path: str, due: float) -> None:
        line = await self._free.get()
        try:
            status = await asyncio.wait_for(line.ask(path), WITHIN)
            if status != 200:
                self.waits.failed.append(f"{path}: {status}")
                return
            self.waits.took.append((time.perf_counter() - due) * 1_000)
        except (OSError, EOFError, TimeoutError, asyncio.CancelledError) as error:
            self.waits.failed.append(f"{path}: {error!r}")
        finally:
            self._free.put_nowait(line)

    def close(self) -> None:
        """End all lines."""
        while not self._free.empty():
            self._free.get_nowait().close()


class Dashboards:
    """Dashboards that stay open; the one that has waited longest asks next."""

    def __init__(self) -> None:
        self.waits = Waits()
        self._amounts = count(20_000)
        self._free: asyncio.Queue[ClientConnection] = asyncio.Queue()

    async def open(self, stack: AsyncExitStack, where: Front, source: str, secured: ssl.SSLContext) -> None:
        """Open one more and wait until it is drawn."""
        made = connect(
            f"wss://{NAME}/_stcore/stream", host="127.0.0.1", port=where.secured, ssl=secured,
            server_hostname=NAME, origin=f"https://{NAME}", subprotocols=[SUBPROTOCOL],
            max_size=None, local_addr=(source, 0), open_timeout=WITHIN,
        )  # fmt: skip
        line = await stack.enter_async_context(made)
        await self._draw(line)
        self._free.put_nowait(line)

    def ask(self) -> "asyncio.Task[None]":
        """Let the next one ask about another amount."""
        return asyncio.create_task(self._ask(time.perf_counter()))

    async def _ask(self, due: float) -> None:
        line = await self._free.get()
        try:
            await asyncio.wait_for(self._draw(line), WITHIN)
            self.waits.took.append((time.perf_counter() - due) * 1_000)
        except (OSError, TimeoutError, RuntimeError, asyncio.CancelledError) as error:
            self.waits.failed.append(repr(error))
        finally:
            self._free.put_nowait(line)

    async def _draw(self, line: ClientConnection) -> None:
        asked, told = BackMsg(), ForwardMsg()
        asked.rerun_script.query_string = f"lang=az&sending=RU&send={next(self._amounts)}"
        await line.send(asked.SerializeToString())
        while told.WhichOneof("type") != "script_finished":
            told.ParseFromString(await line.recv())
        if told.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            raise RuntimeError("the page was not drawn")


async def busy(where: Front, memory: Callable[[], str], part: float) -> None:
    """Open the dashboards, then let everybody ask for `SECONDS`; `part`: that much of what is aimed at."""
    asks, pages, follows = (max(1, round(part * rate)) for rate in (ASKS, LIGHT_PAGES, FEEDS))
    sources, dashboards = addresses(), Dashboards()
    light = Readers(where, sources, LINES, "/l?lang=az&sending=RU&send={}", amounts=count(20_000))
    feeds = Readers(where, sources, LINES, "/feed/RU-AZ.atom?send={}", amounts=cycle(FOLLOWED))
    say("memory of the two servers before", memory())
    async with AsyncExitStack() as stack:
        secured = where.trusting()
        for _ in range(DASHBOARDS):
            await dashboards.open(stack, where, next(sources), secured)
        say(f"memory with {DASHBOARDS} dashboards open", memory())
        dashboards.waits = Waits()
        until = time.perf_counter() + SECONDS
        await asyncio.gather(
            by_the_second(asks, dashboards.ask, until),
            by_the_second(pages, light.ask, until),
            by_the_second(follows, feeds.ask, until),
        )
        say(f"{asks} questions a second on {DASHBOARDS} dashboards", dashboards.waits.told())
        say(f"{pages} light pages a second, each another question", light.waits.told())
        say(f"{follows} feeds a second", feeds.waits.told())
        say("memory after", memory())
    light.close()
    feeds.close()


def main() -> None:
    """Run it once, with the whole load or the part that is named: `python -m tests.benchmarks.load 0.5`."""
    part = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    say("load of the machine before", " ".join(f"{load:.1f}" for load in os.getloadavg()))
    with tempfile.TemporaryDirectory() as made, ExitStack() as stack:
        folder = Path(made)
        servers = [
            stack.enter_context(started(var=folder / name, settings=BEHIND_NGINX))
            for name in ("first", "second")
        ]
        ports = [int(urlsplit(server.address).port or 0) for server in servers]
        where = stack.enter_context(front(folder, *ports))

        def memory() -> str:
            return " and ".join(f"{server.memory():.0f} MB" for server in servers)

        asyncio.run(busy(where, memory, part))


if __name__ == "__main__":
    main()
