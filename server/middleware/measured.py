"""Counts every request by the name of its route and its status, and how long its answer took."""

import time
from collections.abc import Callable
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

NO_ANSWER = "none"
"""The status of a request that ended before an answer began."""
BROKEN = "500"


class RequestCount(Protocol):
    """What counts."""

    def ended(self, route: str, status: str, seconds: float | None) -> None:
        """A request has ended; `seconds` None for a websocket, which lasts as long as its reader stays."""

    def opened(self, change: int) -> None:
        """One more dashboard is connected, or one less."""


class Measured:
    """Stands around everything else, so that refusals are counted too.

    `name` finds the name of a path's route, of a list that no reader adds to.
    """

    def __init__(
        self,
        app: ASGIApp,
        tally: RequestCount,
        name: Callable[[str], str],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._app, self._tally, self._name, self._clock = app, tally, name, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and count."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        status, is_open, is_whole = NO_ANSWER, False, False

        async def seen(message: Message) -> None:
            nonlocal status, is_open
            kind = message["type"]
            if kind in ("http.response.start", "websocket.http.response.start"):
                status = str(message["status"])
            elif kind == "websocket.accept":
                status, is_open = "101", True
                self._tally.opened(1)
            elif kind == "websocket.close" and status == NO_ANSWER:
                status = "403"
            await send(message)

        began = self._clock()
        try:
            await self._app(scope, receive, seen)
            is_whole = True
        finally:
            if is_open:
                self._tally.opened(-1)
            if not is_whole and status == NO_ANSWER:
                status = BROKEN
            seconds = self._clock() - began if scope["type"] == "http" else None
            self._tally.ended(self._name(scope["path"]), status, seconds)
