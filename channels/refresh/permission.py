"""What the keeper of the program lets it ask by itself, and in whose name."""

import re
from collections.abc import Mapping

from channels.terms import Ordered

REFRESH = "PULYOLU_REFRESH"
CONTACT = "PULYOLU_CONTACT"
REACHED_AT = re.compile(r"[^\s@/()<>;,]{1,64}@[^\s@/()<>;,]{1,128}|https?://[^\s()<>;]{1,200}")
"""A mail address, or a page's: it stands in a header, between brackets."""


class RefreshMode(Ordered):
    """Whom the program asks by itself: nobody, the central banks and the World Bank, or providers too."""

    OFF = "off"
    OFFICIAL = "official"
    ALL = "all"


class BadRefreshSetting(ValueError):
    """A setting that cannot be read; the message names it."""


def mode(environ: Mapping[str, str]) -> RefreshMode:
    """What PULYOLU_REFRESH says; official rates where it says nothing. Raises `BadRefreshSetting`."""
    written = environ.get(REFRESH, "").strip()
    if not written:
        return RefreshMode.OFFICIAL
    try:
        return RefreshMode(written)
    except ValueError:
        known = ", ".join(RefreshMode)
        raise BadRefreshSetting(f"{REFRESH}={written[:40]}: one of {known} is needed") from None


def contact(environ: Mapping[str, str]) -> str | None:
    """The address that PULYOLU_CONTACT names; None where it names none. Raises `BadRefreshSetting`."""
    written = environ.get(CONTACT, "").strip()
    if not written:
        return None
    if not written.isascii() or not written.isprintable() or not REACHED_AT.fullmatch(written):
        raise BadRefreshSetting(f"{CONTACT}={written[:40]}: a mail address or a page's address is needed")
    return written
