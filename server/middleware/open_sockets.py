"""How many dashboards one address may hold open, and begin in a minute: each is a session in memory."""

import logging

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from server.middleware.rate_limit import Bucket, OpenCount

log = logging.getLogger("uvicorn.error")

EACH = 100
"""Sockets of an address: a school's computers share one, and so do a mobile operator's readers."""
TOGETHER = 1_000


class OpenSockets:
    """Turns a websocket away, before it is a session, where its address has enough of them."""

    def __init__(self, app: ASGIApp, a_minute: int, each: int = EACH, together: int = TOGETHER) -> None:
        self._app = app
        self._new = Bucket(a_minute)
        self._held = OpenCount(each, together)

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
        try:
            await self._app(scope, receive, send)
        finally:
            self._held.give_back(address)
