"""Frankfurter, an open project that passes on the sheets of central banks, one bank at a time.

It stands in on days when a bank's own address is down, and is no bank: what it says is marked as its copy.
"""

from collections.abc import Collection
from datetime import date

from channels.readers.failed import Failed
from channels.readers.foreign_sheets import (
    MOST_RATES,
    ForeignSheet,
    Line,
    day_of,
    line,
    not_after,
    read_json,
    sheet,
)

ADDRESS = "https://api.frankfurter.dev/v2/rates"
DAY = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)$"


def question(
    day: date, bank: str, base: str, quotes: Collection[str], address: str = ADDRESS
) -> tuple[str, dict[str, str]]:
    """The address and the parameters: what one unit of `base` is worth in `quotes` by a bank's sheet."""
    asked = {"date": day.isoformat(), "base": base, "quotes": ",".join(quotes), "providers": bank.upper()}
    return address, asked


def read(body: bytes, *, base: str, latest: date) -> ForeignSheet:
    """The sheet in an answer's bytes: what one unit of each currency is worth in `base`.

    Rows of an older day than the newest are left out. Raises `Failed`, also for rows of another base.
    """
    rows = read_json(body)
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_RATES:
        raise Failed("not_a_sheet")
    found = [_row(row, base) for row in rows]
    newest = max(day for day, _ in found)
    return not_after(sheet(newest, base, (known for day, known in found if day == newest)), latest)


def _row(row: object, base: str) -> tuple[date, Line]:
    if not isinstance(row, dict) or row.get("base") != base:
        raise Failed("not_a_sheet")
    known = line(row.get("quote"), 1, row.get("rate"))
    if known is None:
        raise Failed("not_a_sheet")
    return day_of(row.get("date"), DAY), (known[0], 1 / known[1])
