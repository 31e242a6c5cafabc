"""What stands on Streamlit's page until its script runs, or where none does: the answer, and ways on."""

import re
from collections.abc import Awaitable, Callable, Mapping
from html import escape
from urllib.parse import parse_qsl

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.i18n import LANGUAGES, spoken, words
from components.light import lost as lost_page
from components.light.kept import MANIFEST, SCRIPT
from components.light.templates import style
from components.words.links import light_link
from server.announced import links
from server.middleware.security_headers import plain_policy
from server.middleware.small_files import small_files
from server.routes import connecting, lost_connection

LONGEST_QUERY = 2_000
NOTICE = re.compile(r"<noscript>.*?</noscript>", re.S)
ROOM = '<div id="root"></div>'
"""Where Streamlit puts its page, and clears away what stood there."""
TITLE, LANGUAGE = "<title>Streamlit</title>", '<html lang="en">'
HEAD_ENDS, BODY_ENDS = "</head>", "</body>"
KEEPING = f'<link rel="manifest" href="{MANIFEST}"><script async src="{SCRIPT}"></script>'
"""Makes the page for a phone without network ready, once the dashboard's has loaded."""
FONT = re.compile(r'<link\s+rel="preload"\s+href="[^"]*\.woff2"[^>]*>')
"""Streamlit announces its font before its scripts: 170 KB that nothing waits for but the letters' shape."""
INDEX_SCRIPT = "\n      window.prerenderReady = false\n    "
"""The one script that stands in Streamlit's own page, for machines that make pictures of pages."""
SHEET = re.compile(r'<link rel="stylesheet"[^>]*>')
ANSWERING = ("/", "/compare")
"""The names under which the dashboard answers a question."""
FirstAnswer = Callable[[Request], Awaitable[str | None]]
"""The answer to a request for the dashboard as a part of its page; None where there is none now."""
SentQuestion = Callable[[Request], str | None]
"""The plain address of a question that the first answer's form sent; None for any other request."""
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

    def __init__(self, app: ASGIApp, pages: frozenset[str], answer: FirstAnswer, sent: SentQuestion) -> None:
        self._app = app
        self._pages = pages
        self._answer = answer
        self._sent = sent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; a page of Streamlit's is gathered, changed and sent."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        asked = Request(scope)
        plain_address = self._sent(asked) if scope["path"] in ANSWERING else None
        if plain_address is not None:
            await RedirectResponse(plain_address, status_code=303)(scope, receive, send)
            return
        if scope["method"] == "HEAD":
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
                    first = await self._answer(asked) if scope["path"] in ANSWERING else None
                    await _send_changed(send, started[0], bytes(body), asked, first)

        # Compressed it could not be changed; that is done once, further out.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self._app({**scope, "headers": plain}, receive, change)
        if lost:
            await self._not_found(scope)(scope, receive, send)

    def _not_found(self, scope: Scope) -> Response:
        """The page for a name that is none; one with a stroke too many at its end leads to the name."""
        request = Request(scope)
        name, asked = scope["path"].rstrip("/"), request.url.query[:LONGEST_QUERY]
        if name in self._pages:
            return RedirectResponse(name + ("?" + asked if asked else ""), status_code=308)
        return not_found(request)


def not_found(request: Request, _why: Exception | None = None) -> Response:
    """The page for an address that there is not, in the reader's language."""
    words = spoken(address(request), request.headers.get("accept-language"))
    headers = {"content-security-policy": plain_policy(style()), "vary": "Accept-Language"}
    return HTMLResponse(lost_page.page(words), status_code=404, headers=headers)


def with_way(page: str, asked: Mapping[str, str], accepted: str | None, first: str | None = None) -> str:
    """Streamlit's page in the reader's language, with the first answer and links to the light page.

    Its stylesheet comes after the answer, which is so read before it.
    """
    say = spoken(asked, accepted)
    ways = "<br>".join(_link(code, asked) for code in LANGUAGES)
    filled = f'<div id="root"><style>{STYLE}</style>{AT_ONCE}<p id="way"><b>Pulyolu</b><br>{ways}</p></div>'
    sheets = "".join(SHEET.findall(page))
    if (named := small_files().sheet) is not None:
        sheets = sheets.replace(*named)
    page = SHEET.sub("", FONT.sub("", NOTICE.sub("", page))).replace(ROOM, (first or "") + sheets + filled)
    page = page.replace(HEAD_ENDS, links() + KEEPING + HEAD_ENDS)
    page = page.replace(BODY_ENDS, lost_connection.markup() + BODY_ENDS)
    page = page.replace(LANGUAGE, f'<html lang="{say.language}">')
    return page.replace(TITLE, f"<title>{escape(say('app.title'))}</title>")


def address(request: Request) -> dict[str, str]:
    """The codes in the address of a request."""
    return dict(parse_qsl(request.url.query[:LONGEST_QUERY], keep_blank_values=True))


def _link(language: str, asked: Mapping[str, str]) -> str:
    address = light_link({**asked, "lang": language})
    return f'<a lang="{language}" href="{escape(address)}">{escape(words(language)("light.open"))}</a>'


def _is_page(start: Message) -> bool:
    headers = MutableHeaders(scope=start)
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")


async def _send_changed(send: Send, start: Message, body: bytes, asked: Request, first: str | None) -> None:
    accepted = asked.headers.get("accept-language")
    page = with_way(body.decode(), address(asked), accepted, first)
    if connecting.may_connect(asked.cookies):
        page = page.replace(INDEX_SCRIPT, connecting.script())
    changed = page.encode()
    headers = MutableHeaders(scope=start)
    for name in ("etag", "last-modified", "accept-ranges"):
        del headers[name]
    headers["content-length"] = str(len(changed))
    await send(start)
    await send({"type": "http.response.body", "body": changed})
