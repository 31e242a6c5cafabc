"""The key of the steward's page at this machine: made at each start, shown there, kept by the browser.

A visitor through a proxy or a tunnel has a browser without it, whatever headers come along.
"""

import secrets
from collections.abc import Mapping
from functools import cache
from os import environ
from re import fullmatch

from components.i18n import Words

SET = "PULYOLU_DESK_KEY"
"""A key of one's own, at least 32 letters and figures, so that it outlives a start."""
COOKIE = "pulyolu_desk"
PATH = "/desk"


@cache
def key() -> str:
    """The key of this process."""
    asked = environ.get(SET, "")
    return asked if fullmatch(r"[A-Za-z0-9_-]{32,200}", asked) else secrets.token_urlsafe(32)


def link(server: str) -> str:
    """The address that gives the browser the key and leads to the page."""
    return f"{server}{PATH}/{key()}"


def said(link: str, words: Words) -> str:
    """The sentence with which the start shows the address."""
    return words("cli.desk", link=link)


def is_key(said: object) -> bool:
    """Whether somebody says the key of this process."""
    return isinstance(said, str) and secrets.compare_digest(said.encode(errors="replace"), key().encode())


def is_known(cookies: Mapping[str, str]) -> bool:
    """Whether a browser was given the key of this process."""
    return is_key(cookies.get(COOKIE))
