"""Countries by three letters, as the World Bank writes them, in the two letters of ISO 3166-1."""

import re
from functools import cache

from babel.core import get_global

_BANKS_OWN = {
    "KSV": "XK",
    "XKX": "XK",
    "ROM": "RO",
    "DRC": "CD",
    "ADO": "AD",
    "IMY": "IM",
    "WBG": "PS",
}
"""Codes that the World Bank uses, or has used, and ISO does not. Kosovo has no code of ISO's."""
_NOBODYS = re.compile("AA|Q[M-Z]|X[A-Z]|ZZ")
"""Codes that ISO leaves to anyone's use."""


@cache
def country(code: str) -> str | None:
    """The two letters for three; None for what is no country's code, or was that of several."""
    upper = code.strip().upper()
    if upper in _BANKS_OWN:
        return _BANKS_OWN[upper]
    if len(upper) != 3 or not upper.isalpha():
        return None
    found = list(get_global("territory_aliases").get(upper, ()))
    return found[0] if len(found) == 1 and not _NOBODYS.fullmatch(found[0]) else None


def corridor(codes: str) -> tuple[str, str] | None:
    """Sending and receiving country of a corridor such as DEUXKX; None if either is no country's code."""
    text = codes.strip()
    sending, receiving = country(text[:3]), country(text[3:])
    return (sending, receiving) if sending and receiving else None
