"""A slow line on this machine: a proxy that passes bytes on late and few at a time, websockets too."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

RATE = 50_000
"""Bytes a second each way, of all connections together: 400 kbit."""
LATENCY = 0.4
"""Seconds there and back; a new connection takes as long before its first byte."""
PIECE = 1_400
"""Bytes that are passed on at once, as in a packet."""


@dataclass
class SlowLine:
    """The line's own address, and how many bytes came down it."""

    address: str = ""
    received: int = 0


class _Lane:
    """One direction, in which all connections wait for each other."""

    def __init__(self) -> None:
        self._free = 0.0

    async def take(self, size: int) -> None:
        """Wait until so many bytes have had their time."""
        now = asyncio.get_running_loop().time()
        self._free = max(self._free, now) + size / RATE
        await asyncio.sleep(self._free - now)


@contextmanager
def slow_line(target: str) -> Iterator[SlowLine]:
    """A slow line to a server on this machine, as long as the block runs."""
    line, ready, loop = SlowLine(), threading.Event(), asyncio.new_event_loop()
    place = urlsplit(target)
    down, up = _Lane(), _Lane()
    tasks: set[asyncio.Task[None]] = set()

    async def passed(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, lane: _Lane, *, counts: bool
    ) -> None:
        """Pass on what comes, each piece in its turn and half the latency later."""
        pieces: asyncio.Queue[tuple[float, bytes] | None] = asyncio.Queue()

        async def deliver() -> None:
            # A browser breaks off what it no longer needs.
            with suppress(ConnectionError):
                while (piece := await pieces.get()) is not None:
                    due, content = piece
                    await asyncio.sleep(max(0.0, due - loop.time()))
                    writer.write(content)
                    await writer.drain()
            writer.close()

        delivering = loop.create_task(deliver())
        with suppress(ConnectionError):
            while content := await reader.read(PIECE):
                await lane.take(len(content))
                line.received += len(content) if counts else 0
                pieces.put_nowait((loop.time() + LATENCY / 2, content))
        pieces.put_nowait(None)
        await delivering

    async def opened(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(LATENCY)
        far_reader, far_writer = await asyncio.open_connection(place.hostname, place.port, limit=PIECE)
        for way in (
            passed(reader, far_writer, up, counts=False),
            passed(far_reader, writer, down, counts=True),
        ):
            task = loop.create_task(way)
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    async def serve() -> None:
        server = await asyncio.start_server(opened, "127.0.0.1", 0, limit=PIECE)
        line.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()

    async def ended() -> None:
        left = asyncio.all_tasks(loop) - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def run() -> None:
        loop.run_until_complete(serve())
        loop.run_forever()
        loop.run_until_complete(ended())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
