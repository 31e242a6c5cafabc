"""Headers that keep strangers' pages, scripts and frames away; a websocket for its own page alone."""

import base64
import hashlib
from collections.abc import Iterable
from functools import partial
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
OVER_TLS = "max-age=31536000"
"""A browser that once came by TLS does not come without for a year."""
FOR_PAGES = {
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": ", ".join(
        f"{power}=()"
        for power in (
            "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation",
            "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment",
            "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
        )
    ),
}  # fmt: skip


def hashed(text: str) -> str:
    """What a policy calls an inline script or style that it allows."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def dashboard_policy(scripts: Iterable[str]) -> str:
    """The policy for Streamlit's pages: nothing from elsewhere, no inline script but those given.

    Streamlit builds its styles while it runs and so needs inline ones.
    """
    allowed = " ".join(["'self'", *(hashed(script) for script in scripts)])
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {allowed}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self' blob:",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def plain_policy(*styles: str) -> str:
    """The policy for a plain page: no script at all, its own inline styles, a form to this server."""
    style = " ".join(hashed(text) for text in styles) or "'none'"
    return (
        f"default-src 'none'; style-src {style}; img-src data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def kept_policy(style: str) -> str:
    """The policy for the page that keeps answers: this server's scripts, its own inline style, no form."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src {hashed(style)}",
            "img-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


class Guard:
    """Puts the headers on every answer, and turns away a websocket that another page opens."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the headers."""
        if scope["type"] == "websocket" and is_foreign(Headers(scope=scope)):
            await PlainTextResponse("Forbidden", status_code=403)(scope, receive, send)
            return
        answers = (
            partial(_with_headers, send, self._policy, scope.get("scheme") == "https")
            if scope["type"] == "http"
            else send
        )
        await self._app(scope, receive, answers)


class HostCheck:
    """Answers requests that name this machine by its number, or by a name that is its own.

    A stranger's page could only reach it under a name of the stranger's, so numbers are safe to answer;
    and a hotspot's number is not known before the hotspot is there.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self._app = app
        self._names = frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or turn away."""
        if scope["type"] in ("http", "websocket") and not self._is_own(Headers(scope=scope).get("host", "")):
            await PlainTextResponse("Invalid host header", status_code=400)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_own(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        try:
            ip_address(name)
        except ValueError:
            return name in self._names
        return True


def _secure(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header; a cookie such that no browser sends it without TLS, Streamlit's own too."""
    is_open = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return name, value + b"; Secure" if is_open else value


def is_foreign(headers: Headers) -> bool:
    """Whether a page of another origin asks. Streamlit would look up this machine's address to find out."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    try:
        return origin is not None and urlsplit(origin).netloc != headers.get("host")
    except ValueError:
        return True


async def _with_headers(send: Send, policy: str, over_tls: bool, message: Message) -> None:
    if message["type"] == "http.response.start":
        headers = MutableHeaders(scope=message)
        for name, value in ALWAYS.items():
            headers[name] = value
        # A refusal, and whatever nobody further in said: asked for each time.
        headers.setdefault("cache-control", "no-cache")
        if over_tls:
            headers["strict-transport-security"] = OVER_TLS
            headers.raw[:] = [_secure(*pair) for pair in headers.raw]
        # A first load is a hundred files: what only a page obeys is not sent a hundred times.
        if headers.get("content-type", "").startswith("text/html"):
            for name, value in FOR_PAGES.items():
                headers[name] = value
            headers.setdefault("content-security-policy", policy)
    await send(message)
