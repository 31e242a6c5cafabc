"""Headers, cookies and error pages of every route, by a list: a route added without them fails here."""

import http.client
from collections.abc import Iterator
from dataclasses import dataclass
from unittest.mock import MagicMock
from urllib.parse import urlsplit

import pytest
from starlette.routing import BaseRoute
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

import asgi
from server.data_cache import shelf, store
from server.metrics import Measures
from server.settings import Settings
from tests.support.websocket import DESK_KEY

PLAIN, PAGE, LIGHT = "plain", "page", "a page without script"
QUESTION = "sending=RU&receiving=AZ&send=20000"


@dataclass(frozen=True)
class Expected:
    """What a route answers: as what it is asked for, with which status, as which kind, with which cookies."""

    path: str
    status: int = 200
    kind: str = PLAIN
    cookies: frozenset[str] = frozenset()
    method: str = "GET"


STREAMLITS = frozenset({"_streamlit_xsrf"})
SIGNED_IN = frozenset({"_streamlit_user", "_streamlit_user_tokens"})
ROUTES = {
    "/healthz": Expected("/healthz"),
    "/readyz": Expected("/readyz"),
    "/metrics": Expected("/metrics"),
    "/remember": Expected("/remember", 400),
    "/desk/{key}": Expected(f"/desk/{DESK_KEY}", 303, cookies=frozenset({"pulyolu_desk"})),
    "/l": Expected(f"/l?{QUESTION}", kind=LIGHT),
    "/l/arrived": Expected("/l/arrived", kind=LIGHT),
    "/kept": Expected(f"/kept?{QUESTION}", kind=PAGE),
    "/kept/answer": Expected(f"/kept/answer?{QUESTION}", kind=LIGHT),
    "/kept/kept.js": Expected("/kept/kept.js"),
    "/kept/worker.js": Expected("/kept/worker.js"),
    "/kept/app.webmanifest": Expected("/kept/app.webmanifest"),
    "/kept/icon.png": Expected("/kept/icon.png"),
    "/favicon.png": Expected("/favicon.png"),
    "/api/v1/compare": Expected(f"/api/v1/compare?{QUESTION}"),
    "/api/v1/openapi.json": Expected("/api/v1/openapi.json"),
    "/feed/{name}": Expected("/feed/RU-AZ.atom?send=20000"),
    "/v": Expected("/v", kind=LIGHT),
    "/v/{code}": Expected("/v/BCHK", 404, kind=LIGHT),
    "/_stcore/health": Expected("/_stcore/health", cookies=STREAMLITS),
    "/_stcore/metrics": Expected("/_stcore/metrics", 404),
    "/_stcore/host-config": Expected("/_stcore/host-config"),
    "/media/{file_id:path}": Expected("/media/none", 404),
    "/_stcore/upload_file/{session_id}/{file_id}": Expected("/_stcore/upload_file/a/b", 403, method="PUT"),
    "/component/{path:path}": Expected("/component/none/x", 404),
    "/_stcore/bidi-components/{path:path}": Expected("/_stcore/bidi-components/none/x", 404),
    "/_stcore/stream": Expected("/_stcore/stream", 404, kind=LIGHT),
    "/auth/login": Expected("/auth/login", 302),
    "/auth/logout": Expected("/auth/logout", 302, cookies=SIGNED_IN),
    "/oauth2callback": Expected("/oauth2callback", 302),
    "/_stcore/agent/interact": Expected("/_stcore/agent/interact", 404, method="POST"),
    "/_stcore/agent/openapi.json": Expected("/_stcore/agent/openapi.json", 404),
    "/_stcore/agent/mcp": Expected("/_stcore/agent/mcp", 404, method="POST"),
    "": Expected("/", kind=PAGE),
}
ERRORS = {
    "no such question": Expected("/api/v1/none", 404),
    "another method": Expected("/api/v1/compare", 405, method="POST"),
    "no question": Expected("/api/v1/compare?sending=XX", 400),
    "a vote that is none": Expected("/v/BCHK", 400, kind=LIGHT, method="POST"),
    "no such code": Expected("/v?code=x", 400, kind=LIGHT),
    "a guessed key": Expected("/desk/x", 404),
    "no such feed": Expected("/feed/none", 404),
    "a feed of a corridor that is none": Expected("/feed/RU-XX.atom?send=20000", 404),
    "a feed without an amount": Expected("/feed/RU-AZ.atom", 400),
    "an amount that is none": Expected("/l?send=x", kind=LIGHT),
    "an answer without an amount": Expected("/kept/answer?send=x", 303),
    "no such page": Expected("/none", 404, kind=LIGHT),
    "no such part of a page": Expected("/gaps/none?lang=ru", 404, kind=LIGHT),
    "up and out": Expected("/static/..%2f..%2fapp.py", 400),
}
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


def paths(routes: list[BaseRoute], before: str = "") -> Iterator[str]:
    """The path of every route, those of mounted ones with what they are mounted at."""
    for route in routes:
        path = before + getattr(route, "path", "")
        inner: list[BaseRoute] | None = getattr(route, "routes", None)
        if inner:
            yield from paths(inner, path)
        else:
            yield path


def test_every_route_stands_in_the_list():
    ours = paths(asgi.ours(Settings(), shelf(), store, Measures(shelf(), store)).routes)
    assert {*ours, *paths(create_streamlit_routes(MagicMock()))} == ROUTES.keys()


@pytest.mark.parametrize("name", [*ROUTES, *ERRORS])
def test_every_answer_has_its_headers_and_cookies(site, name):
    expected = (ROUTES | ERRORS)[name]
    place = urlsplit(site.address)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)
    connection.request(expected.method, expected.path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    assert answer.status == expected.status, body[:200]
    assert ALWAYS.items() <= headers.items()
    assert "server" not in headers
    shared = expected.path.startswith("/api/v1/") and expected.method == "GET"
    assert headers.get("access-control-allow-origin") == ("*" if shared else None)
    assert headers["cache-control"].startswith(("no-cache", "no-store"))
    is_page = headers.get("content-type", "").startswith("text/html")
    assert is_page == (expected.kind != PLAIN)
    if is_page:
        assert headers["x-frame-options"] == "DENY"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-eval" not in policy
        assert ("script-src" in policy) == (expected.kind == PAGE)
    assert b"Traceback" not in body
    given = answer.headers.get_all("set-cookie") or []
    assert {cookie.partition("=")[0] for cookie in given} == set(expected.cookies) | (
        {"phone"} if expected.path.startswith("/v/") and expected.status == 200 else set()
    )
    for cookie in given:
        assert "samesite" in cookie.lower()
        taken_back = "max-age=0" in cookie.lower()
        assert taken_back or "httponly" in cookie.lower() or cookie.startswith("_streamlit_xsrf")
