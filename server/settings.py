"""Settings of the server, read from the environment."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from channels.collect.stewards import DeskAccess, desk
from channels.readers.workbooks import LARGEST_FILE
from channels.refresh.permission import BadRefreshSetting, RefreshMode, contact, mode
from server.log_lines import BadForm, as_json

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
A_MINUTE = 120
ADDRESS = "127.0.0.1"
EVERYWHERE = "0.0.0.0"
"""Where a workshop listens, so that the phones in the room reach it."""
PORT = 8501
STEWARDS = "PULYOLU_STEWARDS"
"""Shuts the steward's page: "none" = for everybody, "login" = for all who do not sign in."""

TOKEN = "PULYOLU_METRICS_TOKEN"
SHORTEST_TOKEN = 32


class BadSetting(ValueError):
    """A setting that cannot be read; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the server listens, by which names it answers, whose word on the address it takes.

    `hosts` from PULYOLU_HOSTS: names by which the server may be called, beside this machine's own.
    `proxies` from PULYOLU_PROXIES: addresses of proxies whose forwarded headers are believed; none
    unless set. `a_minute` from PULYOLU_LIMIT: questions a minute that one address may put to the JSON
    route; 0 = no limit. `opens_browser`: there is a screen, and PULYOLU_BROWSER is not 0.
    `workshop` from PULYOLU_WORKSHOP=1: a room is led from this machine, in large letters; phones that name
    it by its number are answered.
    `uploads` from PULYOLU_UPLOADS: megabytes of the largest file that the server takes; None = as large as
    a workbook may be where nobody but this machine reaches the server, else as the configuration says.
    `refresh` from PULYOLU_REFRESH: whom the program asks by itself. `contact` from PULYOLU_CONTACT: whom they
    may turn to; None = only central banks and the World Bank are asked.
    `metrics_token` from PULYOLU_METRICS_TOKEN: what must be shown for `/metrics`; None = it is this machine's
    alone. `json_lines` from PULYOLU_LOG=json: the log is lines of JSON.
    """

    address: str = ADDRESS
    port: int = PORT
    hosts: tuple[str, ...] = LOOPBACK
    proxies: tuple[str, ...] = ()
    a_minute: int = A_MINUTE
    opens_browser: bool = False
    workshop: bool = False
    uploads: int | None = None
    refresh: RefreshMode = RefreshMode.OFF
    contact: str | None = None
    metrics_token: str | None = field(default=None, repr=False)
    json_lines: bool = False

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "Settings":
        """The settings of an environment. Raises `BadSetting`."""
        workshop = environ.get("PULYOLU_WORKSHOP") == "1"
        try:
            refresh, reached_at = mode(environ), contact(environ)
            json_lines = as_json(environ)
        except (BadRefreshSetting, BadForm) as fault:
            raise BadSetting(str(fault)) from None
        return cls(
            address=environ.get("PULYOLU_BIND") or (EVERYWHERE if workshop else ADDRESS),
            port=_number(environ, "PULYOLU_PORT", PORT, most=65_535),
            hosts=(*LOOPBACK, *_names(environ, "PULYOLU_HOSTS")),
            proxies=_names(environ, "PULYOLU_PROXIES"),
            a_minute=_number(environ, "PULYOLU_LIMIT", A_MINUTE, most=1_000_000),
            opens_browser=_has_screen(environ) and environ.get("PULYOLU_BROWSER") != "0",
            workshop=workshop,
            uploads=_number(environ, "PULYOLU_UPLOADS", 0, most=LARGEST_FILE // 2**20) or None,
            refresh=refresh,
            contact=reached_at,
            metrics_token=_token(environ),
            json_lines=json_lines,
        )


def desk_of(environ: Mapping[str, str], *, address: str | None, hosts: Iterable[str]) -> DeskAccess:
    """For whom the steward's page exists on a server that listens at an address and answers to some names.

    The environment can shut the page and never open it: a workshop is led without it.
    """
    asked = DeskAccess.NONE if environ.get("PULYOLU_WORKSHOP") == "1" else environ.get(STEWARDS, "")
    return desk(asked, address=address or "", hosts=hosts, proxies=_names(environ, "PULYOLU_PROXIES"))


def _token(environ: Mapping[str, str]) -> str | None:
    token = environ.get(TOKEN, "").strip()
    if token and (len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable()):
        raise BadSetting(f"{TOKEN}: {SHORTEST_TOKEN} letters and figures or more are needed")
    return token or None


def _has_screen(environ: Mapping[str, str]) -> bool:
    return sys.platform != "linux" or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def _names(environ: Mapping[str, str], key: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in environ.get(key, "").split(",") if name.strip())


def _number(environ: Mapping[str, str], key: str, usual: int, *, most: int) -> int:
    text = environ.get(key, "").strip()
    if not text:
        return usual
    if not text.isascii() or not text.isdigit() or int(text) > most:
        raise BadSetting(f"{key}={text}: a whole number from 0 to {most} is needed")
    return int(text)
