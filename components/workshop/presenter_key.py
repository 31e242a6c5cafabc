"""The presenter's key in the browser: the cookie and its form."""

import re
from collections.abc import Mapping

COOKIE = "pulyolu_lead"
"""The key of a presenter's browser, which leads the rooms that it opens; no address shows it."""
KEY = re.compile(r"[A-Za-z0-9_-]{20,64}")


def key(cookies: Mapping[str, str]) -> str | None:
    """The key among a browser's cookies; None without a well-formed one."""
    found = cookies.get(COOKIE, "")
    return found if KEY.fullmatch(found) else None
