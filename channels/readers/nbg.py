"""The official rates of the National Bank of Georgia: JSON, lari for a quantity."""

from datetime import date

from channels.readers.failed import Failed
from channels.readers.foreign_sheets import ForeignSheet, day_of, line, not_after, read_json, sheet

ADDRESS = "https://nbg.gov.ge/gw/api/ct/monetarypolicy/currencies/"
BASE = "GEL"
DAY = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(T|$)"


def question(day: date, base: str = ADDRESS) -> tuple[str, dict[str, str]]:
    """The address and the parameters of a day's sheet."""
    return base, {"date": day.isoformat()}


def read(body: bytes, *, latest: date) -> ForeignSheet:
    """The sheet in an answer's bytes, of the day that it names itself. Raises `Failed`, also for none."""
    found = read_json(body)
    if not (isinstance(found, list) and len(found) == 1 and isinstance(found[0], dict)):
        raise Failed("not_a_sheet")
    day, rows = day_of(found[0].get("date"), DAY), found[0].get("currencies")
    if not isinstance(rows, list):
        raise Failed("not_a_sheet")
    lines = (
        line(row.get("code"), row.get("quantity"), row.get("rate")) for row in rows if isinstance(row, dict)
    )
    return not_after(sheet(day, BASE, (row for row in lines if row is not None)), latest)
