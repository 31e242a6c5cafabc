"""The point whose answer lets a browser remember; for no other site's page."""

from http.cookies import SimpleCookie

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from channels.clock import today
from components.widgets import remembered
from server.routes.remember import POINT, remember
from tests.support.asgi_server import answered

APP = Starlette(routes=[Route(remembered.PATH, remember)])
RATE = f"{remembered.PATH}?what=rate&currency=RUB&value=1.96"


def test_the_rate_is_kept_for_the_day_where_no_script_reads_it():
    status, headers, body = answered(APP, RATE)
    cookie = SimpleCookie(headers["set-cookie"])["pulyolu_rate_RUB"]
    assert (status, body, headers["content-type"]) == (200, POINT, "image/gif")
    assert headers["cache-control"] == "no-store"
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert 0 < int(cookie["max-age"]) <= 24 * 3_600
    assert str(remembered.rate("RUB", today(), {"pulyolu_rate_RUB": cookie.value})) == "1.96"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_another_sites_page_lets_nothing_be_kept(site):
    status, headers, _ = answered(APP, RATE, **{"sec-fetch-site": site})
    assert (status, headers.get("set-cookie")) == (400, None)


def test_the_kept_answers_are_forgotten_at_the_word_of_our_own_page_alone():
    asked = f"{remembered.PATH}?what=kept"
    status, headers, _ = answered(APP, asked)
    assert (status, headers["clear-site-data"], "set-cookie" in headers) == (200, '"storage"', False)
    status, headers, _ = answered(APP, asked, **{"sec-fetch-site": "cross-site"})
    assert (status, headers.get("clear-site-data")) == (400, None)


@pytest.mark.parametrize("query", ["", "?what=rate&currency=RUB&value=x", "?what=name&value=" + "a" * 600])
def test_nonsense_keeps_nothing(query):
    status, headers, _ = answered(APP, remembered.PATH + query)
    assert (status, headers.get("set-cookie")) == (400, None)
