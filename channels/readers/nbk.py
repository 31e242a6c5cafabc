"""The official rates of the National Bank of Kazakhstan: XML, tenge for a quantity."""

from datetime import date

from channels.readers.foreign_sheets import ForeignSheet, day_of, line, not_after, sheet, xml

ADDRESS = "https://nationalbank.kz/rss/get_rates.cfm"
BASE = "KZT"
DAY = r"(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d{4})$"


def question(day: date, base: str = ADDRESS) -> tuple[str, dict[str, str]]:
    """The address and the parameters of a day's sheet."""
    return base, {"fdate": f"{day:%d.%m.%Y}"}


def read(body: bytes, *, latest: date) -> ForeignSheet:
    """The sheet in an answer's bytes, of the day that it names itself. Raises `Failed`."""
    root = xml(body, "utf-8-sig", "cp1251")
    day = day_of(root.findtext("date"), DAY)
    rows = (
        line(row.findtext("title"), row.findtext("quant"), row.findtext("description"))
        for row in root.iter("item")
    )
    return not_after(sheet(day, BASE, (row for row in rows if row is not None)), latest)
