"""Connections as uvicorn makes them: so many an address, so many in all, and a request's head soon.

uvicorn itself closes a connection that is idle after an answer, and none that never asks.
"""

import asyncio
import logging
import sys
from collections import OrderedDict
from collections.abc import Collection
from functools import partial
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from server.middleware.rate_limit import OpenCount

log = logging.getLogger("uvicorn.error")

HEAD_WITHIN = 10.0
"""Seconds from a connection, or from the first byte of a further request, to the end of its head."""
MOST = 4_000
SPARE_FILES = 200
"""Files that the program needs beside its connections."""
SHARE = 4
"""One address may hold a quarter of all."""
LONGEST_HEAD = 32 * 1024
"""Bytes of a request's head; the dashboard's longest address with its cookies is a third of this."""
BACKLOG = 128
"""Connections that are taken in at one go, before those inside are answered."""
MESSAGE = 256 * 1024
"""Bytes of a message on a websocket: what a page's fields hold is a few thousand. Files go by upload."""


def limits(proxies: Collection[str] = ()) -> dict[str, Any]:
    """What uvicorn is told so that nobody takes the server from the others."""
    doors = Doors(most_connections(), proxies)
    return {
        "http": partial(PatientHttp, doors=doors),
        "ws": partial(CountedSocket, doors=doors),
        "ws_max_size": MESSAGE,
        "h11_max_incomplete_event_size": LONGEST_HEAD,
        "backlog": BACKLOG,
    }


def most_connections() -> int:
    """How many connections there may be: fewer than files may be open, so that some are left to read data."""
    if sys.platform == "win32":
        return MOST
    import resource  # noqa: PLC0415  not on Windows

    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + SPARE_FILES
    if files != resource.RLIM_INFINITY and files < wanted:
        files = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return MOST if files == resource.RLIM_INFINITY else max(50, min(MOST, files - SPARE_FILES))


class Doors:
    """Who is connected. Where all places are taken, a request that was never finished makes room.

    `proxies` stand for many readers each: they are limited together with all, and by name further in.
    """

    def __init__(self, most: int, proxies: Collection[str] = ()) -> None:
        self._held = OpenCount(max(1, most // SHARE), most)
        self._proxies = frozenset(proxies)
        self._waiting: OrderedDict[PatientHttp, None] = OrderedDict()

    def enter(self, connection: "PatientHttp", address: str) -> bool:
        """Whether a new connection may stay."""
        limited = address not in self._proxies
        taken = self._held.take(address, limited=limited)
        if not taken and self._held.is_full() and self._waiting:
            oldest, _ = self._waiting.popitem(last=False)
            oldest.shut()
            taken = self._held.take(address, limited=limited)
        if taken:
            self._waiting[connection] = None
        else:
            log.warning("Connections were turned away: one address, or all together, hold too many.")
        return taken

    def heard(self, connection: "PatientHttp") -> None:
        """A whole head has come, or none will."""
        self._waiting.pop(connection, None)

    def leave(self, address: str) -> None:
        """A connection has ended."""
        self._held.give_back(address, limited=address not in self._proxies)


class PatientHttp(H11Protocol):
    """A connection that is shut where a request's head does not come in time."""

    def __init__(self, *, doors: Doors, **given: Any) -> None:
        super().__init__(**given)
        self._doors = doors
        self._address: str | None = None
        self._alarm: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Stay, or be turned away without a word."""
        assert isinstance(transport, asyncio.Transport)
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        if not self._doors.enter(self, address):
            transport.abort()
            return
        self._address = address
        self._expect()

    def data_received(self, data: bytes) -> None:
        """Some of a head or of a body."""
        if self._is_between():
            self._expect()
        super().data_received(data)
        if not self._is_between():
            self._heard()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand the line over with its place."""
        self._heard()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """The end."""
        self._let_go()
        super().connection_lost(exc)

    def shut(self) -> None:
        """End now: the head has not come."""
        self._let_go()
        self.transport.abort()

    def _is_between(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _expect(self) -> None:
        if self._alarm is None:
            self._alarm = self.loop.call_later(HEAD_WITHIN, self.shut)

    def _heard(self) -> None:
        self._doors.heard(self)
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _let_go(self) -> None:
        self._heard()
        if self._address is not None:
            self._doors.leave(self._address)
            self._address = None


class CountedSocket(WebSocketsSansIOProtocol):
    """A websocket that gives its place back when it ends."""

    def __init__(self, *, doors: Doors, **given: Any) -> None:
        super().__init__(**given)
        self._doors = doors

    def connection_lost(self, exc: Exception | None) -> None:
        """The end."""
        super().connection_lost(exc)
        self._doors.leave(self.client[0] if self.client else "")
