"""What a browser keeps for its reader: today's official rate until midnight, a steward's name for a year.

Streamlit sets no cookies. A page that has something to remember shows a picture of one point from this
server, and the answer for it sets the cookie.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from urllib.parse import quote, unquote, urlencode

import streamlit as st

from channels.pricing.fx import MANAT
from channels.records.people import as_written
from channels.terms import BAKU

PATH = "/remember"
RATE, NAME, KEPT = "rate", "name", "kept"
PREFIX = "pulyolu_"
CODE = re.compile(r"[A-Z]{3}")
FIGURE = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
LONGEST_NAME = 60
YEAR = 365 * 24 * 60 * 60


def cookies() -> Mapping[str, str]:
    """What the browser brought when this window was opened."""
    return dict(st.context.cookies)


def rate(currency: str, today: date, kept: Mapping[str, str]) -> Decimal | None:
    """The official rate that a reader typed today, in manat for as many units as are named; else None."""
    day, _, figure = kept.get(f"{PREFIX}{RATE}_{currency}", "").partition("_")
    return Decimal(figure) if day == today.isoformat() and FIGURE.fullmatch(figure) else None


def name(kept: Mapping[str, str]) -> str:
    """The name that a steward used last in this browser; empty for none."""
    return as_written(unquote(kept.get(PREFIX + NAME, "")))[:LONGEST_NAME]


def rate_picture(currency: str, figure: Decimal | None) -> str:
    """Markdown of the picture that lets the browser keep a rate for today; None lets it forget one."""
    said = "" if figure is None else format(figure, "f")
    return f"![]({PATH}?{urlencode({'what': RATE, 'currency': currency, 'value': said})})"


def name_picture(written: str) -> str:
    """Markdown of the picture that lets the browser keep a steward's name."""
    return f"![]({PATH}?{urlencode({'what': NAME, 'value': written})})"


def forgetting_picture() -> str:
    """Markdown of the picture that lets the browser forget the answers that were kept in it."""
    return f"![]({PATH}?{urlencode({'what': KEPT})})"


def cookie(query: Mapping[str, str], now: datetime) -> tuple[str, str, int] | None:
    """The name, value and seconds of the cookie that a picture's address asks for; None for no such thing.

    An empty value is to be forgotten: no seconds at all.
    """
    value = query.get("value", "")
    if query.get("what") == NAME:
        written = as_written(value)[:LONGEST_NAME]
        return PREFIX + NAME, quote(written, safe=""), YEAR if written else 0
    currency = query.get("currency", "")
    if query.get("what") != RATE or not CODE.fullmatch(currency) or currency == MANAT:
        return None
    if value and not FIGURE.fullmatch(value):
        return None
    here = now.astimezone(BAKU)
    midnight = datetime.combine(here.date() + timedelta(days=1), datetime.min.time(), BAKU)
    lasting = max(1, int((midnight - here).total_seconds())) if value else 0
    return f"{PREFIX}{RATE}_{currency}", f"{here.date().isoformat()}_{value}", lasting
