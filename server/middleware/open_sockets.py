"""How many dashboards one address may hold open, and begin in a minute: each is a session in memory."""

import logging
from functools import partial

import anyio
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.middleware.rate_limit import Bucket, OpenCount

log = logging.getLogger("uvicorn.error")

EACH = 100
"""Sockets of an address: a school's computers share one, and so do a mobile operator's readers."""
TOGETHER = 1_000
AT_ONCE = 20
"""Messages that a dashboard may send without a pause."""
PAUSE = 0.25
"""Seconds between two looks whether there is time for a message."""
OF_SOCKET = 180
"""Messages a minute of one dashboard: each runs its page anew. More have to wait, none is lost."""
OF_ADDRESS = 600
"""Messages a minute of all dashboards of an address."""


class OpenSockets:
    """Turns a websocket away, before it is a session, where its address has enough of them."""

    def __init__(self, app: ASGIApp, a_minute: int, each: int = EACH, together: int = TOGETHER) -> None:
        self._app = app
        self._new = Bucket(a_minute)
        self._held = OpenCount(each, together)
        self._limited = bool(a_minute)
        self._messages = Bucket(OF_ADDRESS if a_minute else 0, at_once=AT_ONCE * 10)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or turn away."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        address = scope["client"][0] if scope.get("client") else ""
        wait = self._new.wait(address)
        if wait or not self._held.take(address):
            log.warning(
                "Dashboards were turned away: one address opens too many. "
                "Behind a proxy, PULYOLU_PROXIES tells readers apart."
            )
            headers = {"retry-after": str(wait or 60)}
            await PlainTextResponse("Too many", status_code=429, headers=headers)(scope, receive, send)
            return
        own = Bucket(OF_SOCKET if self._limited else 0, at_once=AT_ONCE)
        try:
            await self._app(scope, partial(self._in_time, receive, own, address), send)
        finally:
            self._held.give_back(address)

    async def _in_time(self, receive: Receive, own: Bucket, address: str) -> Message:
        """The next message, as soon as there is time for it; meanwhile nothing is read from the line."""
        message = await receive()
        if message["type"] == "websocket.receive":
            for bucket in (own, self._messages):
                while bucket.wait(address):
                    await anyio.sleep(PAUSE)
        return message
