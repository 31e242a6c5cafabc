"""The key of a presenter's browser: with which pages it goes out, and how it is kept."""

import asyncio
from http.cookies import SimpleCookie

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from components.workshop.presenter_key import COOKIE, key
from server.middleware.presenter_cookie import Presenting
from tests.support.asgi_server import answered

KEY = "a-presenters-browser-and-no-other"


async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
    """A page for every name, and a file that is none."""
    path = Request(scope).url.path
    answer: Response = PlainTextResponse("x") if path.endswith(".js") else HTMLResponse("<p>page</p>")
    await answer(scope, receive, send)


def given(path: str, *, everywhere: bool = False, scheme: str = "http", **headers: str):
    """The cookie that goes out with an answer; None without."""

    async def under(scope: Scope, receive: Receive, send: Send) -> None:
        await Presenting(streamlit, everywhere=everywhere)({**scope, "scheme": scheme}, receive, send)

    return SimpleCookie(answered(under, path, **headers)[1].get("set-cookie", "")).get(COOKIE)


def test_the_workshops_page_goes_out_with_a_key_that_no_script_and_no_other_page_reads():
    cookie = given("/workshop?lang=az")
    assert key({COOKIE: cookie.value}) == cookie.value
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert int(cookie["max-age"]) == 24 * 60 * 60
    assert not cookie["secure"]
    assert given("/workshop", scheme="https")["secure"]
    assert cookie.value != given("/workshop").value


def test_a_browser_keeps_its_key_and_what_is_none_is_replaced():
    assert given("/workshop", cookie=f"other=1; {COOKIE}={KEY}").value == KEY
    assert given("/workshop", cookie=f"{COOKIE}=short").value != "short"


@pytest.mark.parametrize("path", ["/", "/sources", "/workshops", "/static/workshop.js"])
def test_no_other_page_and_no_file_gives_a_key(path):
    assert given(path) is None


def test_in_a_workshop_each_page_gives_a_key_and_no_file_does():
    assert given("/", everywhere=True) is not None
    assert given("/static/index.js", everywhere=True) is None


def test_what_is_no_request_for_a_page_passes():
    seen = []

    async def below(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    asyncio.run(Presenting(below, everywhere=True)({"type": "lifespan"}, None, None))
    assert seen == ["lifespan"]
