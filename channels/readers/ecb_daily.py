"""The European Central Bank's sheet of the last working day: XML, units of each currency for one euro."""

from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

from channels.readers.failed import Failed
from channels.readers.foreign_sheets import ForeignSheet, Line, day_of, line, not_after, sheet, xml

ADDRESS = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"
BASE = "EUR"
CUBE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"
DAY = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)$"


def question(_day: date, base: str = ADDRESS) -> tuple[str, dict[str, str]]:
    """The address of the newest sheet; the bank has one for all, whatever day is meant."""
    return base, {}


def read(body: bytes, *, latest: date) -> ForeignSheet:
    """The sheet in an answer's bytes, of the day that it names itself. Raises `Failed`."""
    root = xml(body, "utf-8-sig")
    days = [cube for cube in root.iter(CUBE) if "time" in cube.attrib]
    if len(days) != 1:
        raise Failed("not_a_sheet")
    return not_after(sheet(day_of(days[0].attrib["time"], DAY), BASE, _lines(days[0])), latest)


def _lines(day: ElementTree.Element) -> Iterator[Line]:
    for cube in day.iter(CUBE):
        if "currency" in cube.attrib:
            found = line(cube.attrib["currency"], 1, cube.attrib.get("rate"))
            if found is not None:
                yield found[0], 1 / found[1]
