"""The key that a presenter's browser is given with the workshop's page, so that no address holds it."""

import secrets

from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from channels.workshop.room import KEPT_FOR
from components.workshop import presenter_key

PATH = "/workshop"


class Presenting:
    """Gives each browser that opens the workshop a random key, for a day from the last time it was opened.

    `everywhere`: with each of Streamlit's pages, because one may come to the workshop without asking anew.
    """

    def __init__(self, app: ASGIApp, *, everywhere: bool) -> None:
        self._app = app
        self._everywhere = everywhere

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; a page of Streamlit's goes out with the key."""
        if scope["type"] != "http" or not (self._everywhere or scope["path"].rstrip("/") == PATH):
            await self._app(scope, receive, send)
            return
        cookies = cookie_parser(MutableHeaders(scope=scope).get("cookie", ""))
        known = presenter_key.key(cookies) or secrets.token_urlsafe(24)

        async def give(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("set-cookie", _cookie(known, secure=scope["scheme"] == "https"))
            await send(message)

        await self._app(scope, receive, give)


def _cookie(key: str, *, secure: bool) -> str:
    lasting = int(KEPT_FOR.total_seconds())
    only = "; Secure" if secure else ""
    return f"{presenter_key.COOKIE}={key}; Max-Age={lasting}; Path=/; HttpOnly; SameSite=Strict{only}"
