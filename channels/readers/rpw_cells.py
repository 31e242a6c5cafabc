"""What one cell of RPW's workbook says: text, number, quarter, country, speed, day, class of firm."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from channels.readers.countries import country
from channels.terms import PaymentInstrument, RspType, SpeedBand

Cell = Any
SPEEDS = {
    "Less than one hour": SpeedBand.UNDER_AN_HOUR,
    "Same day": SpeedBand.SAME_DAY,
    "Next day": SpeedBand.NEXT_DAY,
    "2 days": SpeedBand.TWO_DAYS,
    "3-5 days": SpeedBand.THREE_TO_FIVE_DAYS,
    "6 days or more": SpeedBand.SIX_DAYS_OR_MORE,
}
"""RPW's own spelling; any other is a stray."""
_STRAY_SPEEDS = {name.casefold(): band for name, band in SPEEDS.items()} | {
    # The longest wait counts, and three days stand in the band of three to five.
    "1-3 days": SpeedBand.THREE_TO_FIVE_DAYS,
    "1 hour or less": SpeedBand.UNDER_AN_HOUR,
}
_FIRM_TYPES = {
    "mto": RspType.MONEY_TRANSFER_OPERATOR,
    "non-bank fi": RspType.NON_BANK_FI,
} | {kind.value.replace("_", " "): kind for kind in RspType}
_INSTRUMENTS = {
    "cash": PaymentInstrument.CASH,
    "bank account transfer": PaymentInstrument.ACCOUNT,
    "bank account": PaymentInstrument.ACCOUNT,
    "debit card": PaymentInstrument.CARD,
    "credit card": PaymentInstrument.CARD,
    "debit/credit card": PaymentInstrument.CARD,
    "prepaid card": PaymentInstrument.CARD,
    "mobile money": PaymentInstrument.WALLET,
    "mobile wallet": PaymentInstrument.WALLET,
}
_MISSING = {"", "..", "n/a", "#n/a"}
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_PERIOD = re.compile(r"(20\d\d)[_ -]?(?:([1-4])q|q([1-4]))", re.ASCII | re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(r"(\d{1,2})[/ -]([A-Za-z]{3})[a-z]*[/ -](\d{4})", re.ASCII)
_FIRST_SERIAL = date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)
"""Excel's numbers for the days of 2000 to 2099."""


def shown(cell: Cell) -> str:
    """A cell as a fault quotes it, cut to 80 characters."""
    return str(cell)[:80]


def as_text(cell: Cell) -> str | None:
    """A cell's text with single spaces; None for what stands for missing."""
    if type(cell) is float and cell.is_integer():
        cell = int(cell)
    text = " ".join(str(cell).split())
    return None if text.casefold() in _MISSING else text


def as_quarter(cell: Cell) -> str | None:
    """The quarter, such as `2025-Q3`; None for anything else."""
    found = _PERIOD.fullmatch(cell.strip()) if type(cell) is str else None
    return f"{found[1]}-Q{found[2] or found[3]}" if found else None


def as_country(cell: Cell) -> str | None:
    """The country's two-letter code; None where it is not known."""
    return country(cell) if type(cell) is str else None


def as_number(text: str) -> float | None:
    """The number that a text is; NaN for one that stands for missing, None for any other."""
    plain = text.strip()
    if plain.casefold() in _MISSING:
        return float("nan")
    if _NUMBER.fullmatch(plain):
        return float(plain)
    return float(plain.replace(",", "")) if _THOUSANDS.fullmatch(plain) else None


def as_disclosed(cell: Cell) -> bool | str | None:
    """Whether the rate was disclosed; None where the cell is empty, "" where it says something else."""
    if type(cell) is bool:
        return bool(cell)
    text = as_text(cell)
    return None if text is None else {"yes": True, "no": False}.get(text.casefold(), "")


def as_speed(cell: Cell) -> tuple[SpeedBand | None, bool]:
    """The band, and whether it was spelt in another way than RPW's."""
    if cell in SPEEDS:
        return SPEEDS[cell], False
    text = as_text(cell)
    return (None, False) if text is None else (_STRAY_SPEEDS.get(text.casefold()), True)


def as_day(cell: Cell) -> date | bool | None:
    """The day; None where the cell is empty, False where it says something else."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if type(cell) is float and int(cell) in _SERIALS:
        return _FIRST_SERIAL + timedelta(days=int(cell))
    text = as_text(cell)
    if text is None:
        return None
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1])) if found else False
    except ValueError:
        return False


def as_firm_type(cell: Cell) -> str | None:
    """RPW's class; where a firm is of two, both, in the order of the alphabet: bank+post_office."""
    return _several(cell, "/", _FIRM_TYPES)


def as_instruments(cell: Cell) -> str | None:
    """What may be paid with; where several, all, in the order of the alphabet: account+card."""
    return _several(cell, ",", _INSTRUMENTS)


def _several(cell: Cell, between: str, known: Mapping[str, str]) -> str | None:
    text = as_text(cell)
    if text is None:
        return None
    parts = {" ".join(part.split()).casefold() for part in text.split(between)} - {""}
    codes = {str(known.get(part, re.sub(r"\W+", "_", part).strip("_"))) for part in parts}
    return "+".join(sorted(codes)) or None
