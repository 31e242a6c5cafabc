"""The official rates of the Central Bank of Azerbaijan, from the sheet that it publishes as XML."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from pydantic import ValidationError

from channels.readers.failed import Failed
from channels.records.base import Source
from channels.records.observations import Rate
from channels.records.official_rates import CENTRAL_BANK, SheetRead, sheet_source

if TYPE_CHECKING:
    from cbar_currency_rates import CurrencyRate, ExchangeRateTable

ADDRESS = CENTRAL_BANK
NOT_CURRENCIES = frozenset({"SDR", "XDR"})
"""Drawing rights of the International Monetary Fund, which nobody can send."""
CURRENCIES = "Xarici valyutalar"
"""How a sheet heads its currencies, to tell them from metals."""
MOST_RATES = 200
"""A sheet has about forty."""
LONGEST_CODE = 10
MOST_FIGURES = 15
"""Figures before or behind the point."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rates that hold from a day on, as the bank published them, and the sheet as their source.

    `twice`: currencies that stand in the sheet more than once, of which only the last line was read. `odd`:
    the codes of lines that cannot be read, as they stand there.
    """

    day: date
    source: Source
    rates: tuple[Rate, ...]
    twice: frozenset[str] = frozenset()
    odd: tuple[str, ...] = ()


def sheet_url(day: date, base: str = ADDRESS) -> str:
    """Where the sheet of a day lies. On a day without a sheet it is that of the last day that has one."""
    return f"{base.rstrip('/')}/{day:%d.%m.%Y}.xml"


def read(body: bytes, *, url: str, retrieved: date, latest: date) -> Sheet:
    """The rates of currencies in a sheet's bytes, of the day that the sheet itself names.

    A rate is manat for `nominal` units: 100 roubles today, one in 2018. Metals are left out. A line that
    cannot be read is named and loses none of the others. Raises `Failed` for what is no sheet, without the
    dollar or with more odd lines than good ones, and for a sheet of a day after `latest`.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Failed("not_utf8") from None
    # With a zero byte the parser would take the text for UTF-16, and find in it what we do not see.
    if "\0" in text:
        raise Failed("not_utf8")
    # A sheet has no use for either; entities could blow up or name files.
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Failed("doctype")
    table, unread = _parsed(text)
    if table.date > latest:
        raise Failed("future_sheet", day=table.date.isoformat())
    name = f"cbar_sheet_{table.date:%Y_%m_%d}"
    rows = [row for row in table.rates.values() if row.code not in NOT_CURRENCIES]
    if len(rows) + len(unread) > MOST_RATES:
        raise Failed("not_a_sheet")
    read = {row.code: _rate(row, name) for row in rows}
    rates = tuple(rate for rate in read.values() if rate is not None)
    odd = (*unread, *(code for code, rate in read.items() if rate is None))
    if not any(rate.currency == "USD" for rate in rates) or len(odd) > len(rates):
        raise Failed("not_a_sheet")
    try:
        source = sheet_source(
            name,
            table.date,
            SheetRead.BY_PROGRAM,
            url=url,
            retrieved=retrieved,
            licence="none stated; the page invites importing the file",
        )
    except ValidationError:
        raise Failed("not_a_sheet") from None
    return Sheet(table.date, source, rates, _twice(text), tuple(code[:LONGEST_CODE] for code in odd))


def _parsed(text: str) -> "tuple[ExchangeRateTable, tuple[str, ...]]":
    """The sheet, and the codes of the lines that the library cannot read. Raises `Failed`."""
    from cbar_currency_rates import CBARError, CBARRates  # noqa: PLC0415  it loads requests, which we never use

    parse = CBARRates().parse_rate_table
    with suppress(CBARError):
        return parse(text), ()
    try:
        root = ElementTree.fromstring(text)
        lines = [(kind, line) for kind in root.iter("ValType") for line in kind.findall("Valute")]
        if not 0 < len(lines) <= MOST_RATES:
            raise Failed("not_a_sheet")
        unread = []
        for kind, line in lines:
            alone = ElementTree.Element(root.tag, root.attrib)
            ElementTree.SubElement(alone, kind.tag, kind.attrib).append(line)
            try:
                parse(ElementTree.tostring(alone, encoding="unicode"))
            except CBARError:
                kind.remove(line)
                unread.append(line.attrib.get("Code", ""))
        return parse(ElementTree.tostring(root, encoding="unicode")), tuple(unread)
    except (CBARError, ElementTree.ParseError, RecursionError):
        raise Failed("not_a_sheet") from None


def _twice(sheet: str) -> frozenset[str]:
    """The codes that more than one line of currencies has; metals are counted apart."""
    counts = Counter(
        line.attrib.get("Code", "").strip().upper()
        for kind in ElementTree.fromstring(sheet).iter("ValType")
        if kind.attrib.get("Type") == CURRENCIES
        for line in kind.iter("Valute")
    )
    return frozenset(code for code, count in counts.items() if count > 1)


def _rate(row: "CurrencyRate", source: str) -> Rate | None:
    """A rate as it will stand in the file, so that what is accepted here is accepted there; None for none."""
    # The library takes the first number in a nominal: of "1 000" it would be 1.
    if not (row.nominal_text.isascii() and row.nominal_text.isdigit()):
        return None
    if not row.value.is_finite() or abs(row.value.adjusted()) > MOST_FIGURES:
        return None
    written: dict[str, Any] = {
        "day": row.date.isoformat(),
        "currency": row.code,
        "nominal": row.nominal_text,
        "value": plain(row.value),
        "source": source,
    }
    try:
        return Rate.model_validate(written)
    except ValidationError:
        return None


def plain(number: Decimal) -> str:
    """A number in plain figures, without an exponent."""
    return f"{number:f}"
