"""The official rates of the Bank of Russia: XML in windows-1251, decimal commas, roubles for a nominal."""

from datetime import date

from channels.readers.foreign_sheets import ForeignSheet, day_of, line, not_after, sheet, xml

ADDRESS = "https://www.cbr.ru/scripts/XML_daily.asp"
BASE = "RUB"
DAY = r"(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d{4})$"


def question(day: date, base: str = ADDRESS) -> tuple[str, dict[str, str]]:
    """The address and the parameters of a day's sheet; a day without one is answered with the last before."""
    return base, {"date_req": f"{day:%d/%m/%Y}"}


def read(body: bytes, *, latest: date) -> ForeignSheet:
    """The sheet in an answer's bytes, of the day that it names itself. Raises `Failed`."""
    root = xml(body, "cp1251", "utf-8-sig")
    day = day_of(root.attrib.get("Date"), DAY)
    rows = (
        line(row.findtext("CharCode"), row.findtext("Nominal"), row.findtext("Value"))
        for row in root.iter("Valute")
    )
    return not_after(sheet(day, BASE, (row for row in rows if row is not None)), latest)
