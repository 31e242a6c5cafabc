"""Fewer bytes for the same page: what Streamlit serves plain is compressed once and kept."""

import gzip
import re
from functools import partial
from pathlib import Path

import anyio
import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

from server.middleware.small_files import SmallFiles, kind

HASHED = re.compile(r"^/static/.+\.[A-Za-z0-9_-]{8}\.(?:js|css|woff2|wasm|json|svg|png|map)$")
"""A file whose name changes with what is in it, so that a copy never grows old."""
PACKABLE = (
    "text/css",
    "text/javascript",
    "application/javascript",
    "application/json",
    "application/wasm",
    "image/svg",
)
"""What is kept packed: never HTML, with which Streamlit answers for any name that is not there."""
SMALLEST = 500
PLAINLY = "identity"
ENCODING = re.compile(r"\b(?:br|gzip)\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))")
Answer = tuple[list[tuple[bytes, bytes]], bytes]
"""The headers and the content of a file."""
NOTHING = SmallFiles()
FOR_EVER = "public, max-age=31536000, immutable"
EACH_TIME = "no-cache"
LASTS_AS_SAID = ("/media/", "/api/", "/l", "/v/", "/desk/", "/healthz")
"""How addresses begin whose answers say themselves how long they last."""


def shipped() -> frozenset[str]:
    """The addresses of Streamlit's own files that are named by hash, each in its one spelling."""
    folder = Path(get_static_dir())
    paths = (f"/{path.relative_to(folder).as_posix()}" for path in folder.glob("static/**/*"))
    return frozenset(path for path in paths if HASHED.match(path))


class Packing:
    """Compresses answers, and keeps the files in `names` in memory as they are sent (7 MB if all are).

    What was made small beforehand is sent as it was made. Other spellings of a file are answered and not
    kept. The websocket passes untouched.
    """

    def __init__(self, app: ASGIApp, names: frozenset[str], small: SmallFiles = NOTHING) -> None:
        self._app = app
        self._names = names
        self._ready = _ready(small)
        self._others = GZipMiddleware(app, minimum_size=SMALLEST, compresslevel=6)
        self._kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or pass on and keep."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        accepted = (*ENCODING.findall(Headers(scope=scope).get("accept-encoding", "")), PLAINLY)
        for packing in ("br", "gzip", PLAINLY):
            ready = self._ready.get((path, packing))
            if ready is not None and packing in accepted and scope["method"] in ("GET", "HEAD"):
                await send({"type": "http.response.start", "status": 200, "headers": ready[0]})
                await send(
                    {"type": "http.response.body", "body": ready[1] if scope["method"] == "GET" else b""}
                )
                return
        if path not in self._names:
            await self._others(scope, receive, partial(_send_dated, send, path))
            return
        headers = Headers(scope=scope)
        plain = "range" in headers or "gzip" not in headers.get("accept-encoding", "")
        if plain or scope["method"] != "GET":
            await self._app(scope, receive, partial(_send_lasting, send))
            return
        if path not in self._kept and not await self._fetch(scope, partial(_send_lasting, send)):
            return
        start, body = self._kept[path]
        await send({"type": "http.response.start", "status": 200, "headers": start})
        await send({"type": "http.response.body", "body": body})

    async def _fetch(self, scope: Scope, send: Send) -> bool:
        """Whether the file is kept now; if it is not one to keep, the answer was sent on.

        It is fetched for everybody: whether the one who asked first is still there is not told, because
        an answer is cut short for somebody who has gone.
        """
        told: list[Message] = []

        async def collect(message: Message) -> None:
            told.append(message)

        fresh = [(name, value) for name, value in scope["headers"] if not name.startswith(b"if-")]
        await self._app({**scope, "headers": fresh}, _stays(), collect)
        start, *parts = told
        headers = MutableHeaders(raw=start.get("headers", []))
        body = b"".join(part.get("body", b"") for part in parts)
        is_whole = headers.get("content-length", str(len(body))) == str(len(body))
        is_packable = headers.get("content-type", "").startswith(PACKABLE)
        if start.get("status") != 200 or not is_packable or not is_whole:
            for message in told:
                await send(message)
            return False
        packed = await anyio.to_thread.run_sync(partial(gzip.compress, body, 9, mtime=0))
        for name in ("etag", "last-modified", "accept-ranges"):
            del headers[name]
        headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(packed))
        headers.add_vary_header("Accept-Encoding")
        _lasting(headers, 200)
        self._kept[scope["path"]] = (headers.raw, packed)
        return True


def _ready(small: SmallFiles) -> dict[tuple[str, str], Answer]:
    """What was made small, by address and packing; the stylesheet also for browsers without Brotli."""
    found = {(path, "br"): _answer(path, content, "br") for path, content in small.packed.items()}
    for path, content in small.plain.items():
        found[path, PLAINLY] = _answer(path, content, PLAINLY)
        if path in small.packed:
            found[path, "gzip"] = _answer(path, gzip.compress(content, 9, mtime=0), "gzip")
    return found


def _answer(path: str, content: bytes, packing: str) -> Answer:
    headers = MutableHeaders(
        {"content-type": kind(path), "content-length": str(len(content)), "cache-control": FOR_EVER}
    )
    if not path.endswith(".woff2"):
        headers["vary"] = "Accept-Encoding"
    if packing != PLAINLY:
        headers["content-encoding"] = packing
    return headers.raw, content


def _stays() -> Receive:
    """Somebody who asks without a body, and waits for the answer however long it takes."""
    whole: Message = {"type": "http.request", "body": b"", "more_body": False}
    asked = iter([whole])

    async def receive() -> Message:
        for message in asked:
            return message
        await anyio.sleep_forever()
        raise AssertionError("for ever has ended")

    return receive


def _lasting(headers: MutableHeaders, status: int) -> None:
    headers["cache-control"] = FOR_EVER if status in (200, 206, 304) else EACH_TIME


async def _send_lasting(send: Send, message: Message) -> None:
    if message["type"] == "http.response.start":
        # A name that is not there answers with the index: that must not last.
        headers = MutableHeaders(scope=message)
        is_index = headers.get("content-type", "").startswith("text/html")
        _lasting(headers, 404 if is_index else message["status"])
    await send(message)


async def _send_dated(send: Send, path: str, message: Message) -> None:
    """What has no hash in its name is asked for each time, unless the answer says how long it lasts."""
    if message["type"] == "http.response.start":
        headers = MutableHeaders(scope=message)
        if "cache-control" not in headers or not path.startswith(LASTS_AS_SAID):
            headers["cache-control"] = EACH_TIME
    await send(message)
