"""What stands on Streamlit's page until its script runs, or where none does: the way to the light page."""

import re
from html import escape
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.i18n import LANGUAGES, spoken, words
from components.light import lost as lost_page
from components.light.templates import style
from components.words.links import light_link
from server.middleware.security_headers import plain_policy

LONGEST_QUERY = 2_000
NOTICE = re.compile(r"<noscript>.*?</noscript>", re.S)
ROOM = '<div id="root"></div>'
"""Where Streamlit puts its page, and clears away what stood there."""
TITLE = "<title>Streamlit</title>"
# On a quick line nobody sees it: the page itself comes within these seconds.
STYLE = (
    "#way{animation:way 0s 2s both;font:17px/2.4 sans-serif;margin:1em}"
    "@keyframes way{from{visibility:hidden}}"
)
AT_ONCE = "<noscript><style>#way{animation:none}</style></noscript>"


class Ours:
    """Hands what this project answers itself to `ours`, so that none of Streamlit's own layers is run for it.

    These would begin a session for every reader, and compress a second time.
    """

    def __init__(self, app: ASGIApp, ours: ASGIApp, names: tuple[str, ...]) -> None:
        self._app = app
        self._ours = ours
        self._names = tuple(f"{name}/" for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on to the one or the other, by the first part of the path."""
        is_ours = scope["type"] == "http" and f"{scope['path']}/".startswith(self._names)
        await (self._ours if is_ours else self._app)(scope, receive, send)


class Front:
    """Writes the links to the light page into the page that Streamlit serves.

    Streamlit serves it for every name that is no file; for one that is no page of ours there is another.
    """

    def __init__(self, app: ASGIApp, pages: frozenset[str]) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; a page of Streamlit's is gathered, changed and sent."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        started: list[Message] = []
        body = bytearray()
        is_ours = scope["path"] in self._pages
        lost = False

        async def change(message: Message) -> None:
            nonlocal lost
            if message["type"] == "http.response.start" and _is_page(message):
                if not is_ours:
                    lost = True
                    return
                started.append(message)
            elif lost:
                return
            elif not started:
                await send(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await _send_changed(send, started[0], bytes(body), scope["query_string"])

        # Compressed it could not be changed; that is done once, further out.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self._app({**scope, "headers": plain}, receive, change)
        if lost:
            await self._not_found(scope)(scope, receive, send)

    def _not_found(self, scope: Scope) -> Response:
        """The page for a name that is none; one with a stroke too many at its end leads to the name."""
        name, asked = scope["path"].rstrip("/"), scope["query_string"].decode("latin-1")[:LONGEST_QUERY]
        if name in self._pages:
            return RedirectResponse(name + ("?" + asked if asked else ""), status_code=308)
        words = spoken(dict(parse_qsl(asked)), Headers(scope=scope).get("accept-language"))
        headers = {"content-security-policy": plain_policy(style()), "vary": "Accept-Language"}
        return HTMLResponse(lost_page.page(words), status_code=404, headers=headers)


def with_way(page: str, query: str) -> str:
    """Streamlit's page with the links to the light page that asks the same question."""
    asked = dict(parse_qsl(query[:LONGEST_QUERY]))
    links = "<br>".join(_link(code, asked) for code in LANGUAGES)
    filled = f'<div id="root"><style>{STYLE}</style>{AT_ONCE}<p id="way"><b>Pulyolu</b><br>{links}</p></div>'
    page = NOTICE.sub("", page).replace(ROOM, filled)
    return page.replace(TITLE, "<title>Pulyolu</title>")


def _link(language: str, asked: dict[str, str]) -> str:
    address = light_link({**asked, "lang": language})
    return f'<a lang="{language}" href="{escape(address)}">{escape(words(language)("light.open"))}</a>'


def _is_page(start: Message) -> bool:
    headers = MutableHeaders(scope=start)
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")


async def _send_changed(send: Send, start: Message, body: bytes, query: bytes) -> None:
    changed = with_way(body.decode(), query.decode("latin-1")).encode()
    headers = MutableHeaders(scope=start)
    for name in ("etag", "last-modified", "accept-ranges"):
        del headers[name]
    headers["content-length"] = str(len(changed))
    await send(start)
    await send({"type": "http.response.body", "body": changed})
