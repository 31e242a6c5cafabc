"""The door of the steward's page at this machine: with the key a cookie, without it nothing."""

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from server import desk_key
from server.routes.desk import desk
from tests.support.asgi_server import answered

APP = Starlette(routes=[Route(f"{desk_key.PATH}/{{key}}", desk)])


def test_the_key_becomes_a_cookie_for_this_page_alone():
    status, headers, _ = answered(APP, desk_key.link(""))
    assert (status, headers["location"], headers["cache-control"]) == (303, "/", "no-store")
    name, _, rest = headers["set-cookie"].partition("=")
    value, *flags = rest.split("; ")
    assert (name, desk_key.is_known({name: value})) == (desk_key.COOKIE, True)
    assert {flag.lower() for flag in flags} == {"httponly", "path=/", "samesite=strict"}


@pytest.mark.parametrize(
    "guess",
    ["x", "é", "\udcff", desk_key.key()[:-1], desk_key.key() + "x"],
    ids=["short", "no_ascii", "no_text", "one_less", "one_more"],
)
def test_a_guess_finds_nothing(guess):
    assert not desk_key.is_key(guess)
    assert not desk_key.is_known({desk_key.COOKIE: guess})


def test_a_guess_in_the_address_is_not_found():
    status, headers, _ = answered(APP, f"{desk_key.PATH}/guess")
    assert (status, "set-cookie" in headers) == (404, False)
    assert not desk_key.is_known({})
