"""A sheet of rates of another country's central bank, and what a currency is worth in manat by it."""

import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn
from xml.etree import ElementTree

from channels.pricing.rate_guard import NEW_LIRA, NEW_MANAT, OLD_LIRA
from channels.readers.exact_json import exact
from channels.readers.failed import Failed

MANAT = "AZN"
DOLLAR = "USD"
MOST_RATES = 400
"""No bank quotes half as many currencies."""
LARGEST_NOMINAL = 1_000_000
CODE = re.compile(r"[A-Z]{3}")
FIGURE = re.compile(r"[0-9]{1,15}([.,][0-9]{1,20})?")
NOMINAL = re.compile(r"[0-9]{1,7}")
DECLARATION = re.compile(r"^<\?xml[^>]*\?>")

Line = tuple[str, Decimal]
"""A currency and what one unit of it is worth in the bank's own money."""


@dataclass(frozen=True, slots=True)
class ForeignSheet:
    """What a bank quotes for a day: its own currency, and what one unit of each other is worth in it.

    A currency that stood in the sheet twice is left out, for nobody knows which line holds.
    """

    day: date
    base: str
    rates: Mapping[str, Decimal]

    def manat(self, currency: str, dollar: Decimal | None = None) -> Decimal | None:
        """Manat for one unit: by the bank's own rate of the manat, else over the dollar.

        `dollar`: manat for one dollar. None where the sheet does not say; for the dollar itself where the
        bank has no manat; and for money of before the new manat or the new lira.
        """
        if self.day < NEW_MANAT or currency == OLD_LIRA or (currency == "TRY" and self.day < NEW_LIRA):
            return None
        one = Decimal(1) if currency == self.base else self.rates.get(currency)
        manat, dollars = self.rates.get(MANAT), self.rates.get(DOLLAR)
        if one is None:
            return None
        if self.base == MANAT:
            return one
        if manat is not None:
            return one / manat
        if dollars is None or dollar is None or currency == DOLLAR:
            return None
        return one / dollars * dollar


def sheet(day: date, base: str, lines: Iterable[Line]) -> ForeignSheet:
    """A sheet of some lines. Raises `Failed` for one without a line, or with more than any bank has."""
    found = list(lines)
    if not 0 < len(found) <= MOST_RATES:
        raise Failed("not_a_sheet")
    counts = Counter(code for code, _ in found)
    return ForeignSheet(day, base, {code: value for code, value in found if counts[code] == 1})


def xml(body: bytes, *encodings: str) -> ElementTree.Element:
    """The root of XML in one of some encodings, the first in which it can be read. Raises `Failed`.

    What the file itself says of its encoding is passed over: a wrong word of it would lose the figures.
    """
    text = _text(body, encodings)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Failed("doctype")
    try:
        return ElementTree.fromstring(DECLARATION.sub("", text.lstrip()))
    except (ElementTree.ParseError, RecursionError, ValueError):
        raise Failed("not_a_sheet") from None


def read_json(body: bytes) -> Any:
    """What JSON says, with exact figures. Raises `Failed`."""
    try:
        return exact(_text(body, ("utf-8-sig",)))
    except ValueError:
        raise Failed("not_a_sheet") from None


def line(code: object, nominal: object, value: object) -> Line | None:
    """A currency with what one unit is worth; None for a line that cannot be read.

    Figures may have a comma. A nominal is a whole number from 1 to a million.
    """
    units, worth = _written(nominal), _written(value)
    if not (isinstance(code, str) and CODE.fullmatch(code.strip())):
        return None
    if not NOMINAL.fullmatch(units) or not FIGURE.fullmatch(worth):
        return None
    number, figure = int(units), Decimal(worth.replace(",", "."))
    if not 1 <= number <= LARGEST_NOMINAL or figure <= 0:
        return None
    return code.strip(), figure / number


def day_of(written: object, form: str) -> date:
    """A day, written as `form` says in the letters of a regular expression. Raises `Failed`."""
    found = re.match(form, written.strip()) if isinstance(written, str) else None
    try:
        return date(*(int(found[part]) for part in ("year", "month", "day"))) if found else _no_sheet()
    except ValueError:
        raise Failed("not_a_sheet") from None


def not_after(found: ForeignSheet, latest: date) -> ForeignSheet:
    """The sheet, unless it is of a later day than was asked for. Raises `Failed`."""
    if found.day > latest:
        raise Failed("future_sheet", day=found.day.isoformat())
    return found


def _text(body: bytes, encodings: Iterable[str]) -> str:
    for encoding in ("utf-8-sig",) if body.startswith(BOM_UTF8) else encodings:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        # With a zero byte it is UTF-16, which no bank here writes.
        if "\0" not in text:
            return text
    raise Failed("not_utf8")


def _written(value: object) -> str:
    """A figure as it would be written; empty for what is none."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() and abs(value.adjusted()) < 16 else ""
    return str(value).strip() if isinstance(value, str) or abs(value) < 10**15 else ""


def _no_sheet() -> NoReturn:
    raise Failed("not_a_sheet")
