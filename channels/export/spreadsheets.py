"""Tables as files: one as CSV, many as a workbook, each with the sources it rests on."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from channels.export.cells import legible, safe
from channels.records.base import Source

if TYPE_CHECKING:
    import xlsxwriter

Cell = str | Decimal | int | date | None
SOURCE_HEAD = ("source", "title", "publisher", "url", "published", "retrieved", "confidence")
PLACES = Decimal("1E-6")
"""What is finer than that is a trace of dividing, not a figure."""
LONGEST_NAME = 31
"""Letters that a sheet's name may have in Excel."""
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]|[^\u0000-\uffff]")
"""Signs that Excel forbids, and those that it counts as two letters."""
WIDEST = 60


@dataclass(frozen=True, slots=True)
class WordedTable:
    """A table in the reader's words: heads, rows of as many cells, the ids of its sources."""

    id: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sources: tuple[str, ...]


def as_csv(table: WordedTable, sources: Mapping[str, Source]) -> str:
    """The table, an empty line, its sources. Numbers with a point; text never begins a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([safe(cell) for cell in table.head])
    writer.writerows([safe(_plain(cell)) for cell in row] for row in table.rows)
    writer.writerow([])
    writer.writerow(SOURCE_HEAD)
    writer.writerows([safe(cell) for cell in line] for line in _source_rows([table], sources))
    return out.getvalue()


def as_workbook(
    tables: Sequence[WordedTable], sources: Mapping[str, Source], *, sources_name: str, about: Sequence[str]
) -> bytes:
    """One sheet a table, named by its id, and a last one of sources, which also says what it is about.

    Numbers are numbers, days are days, all else is text whatever it begins with.
    """
    import xlsxwriter  # noqa: PLC0415  a large library: loaded only when used

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        taken: set[str] = set()
        for table in tables:
            sheet = book.add_worksheet(_name(table.id, taken))
            sheet.write_string(0, 0, legible(table.title), book.add_format({"bold": True}))
            _write(sheet, 2, [table.head, *table.rows], bold, day)
            sheet.freeze_panes(3, 1)
        sheet = book.add_worksheet(_name(sources_name, taken))
        for row, line in enumerate(about):
            sheet.write_string(row, 0, legible(line))
        _write(sheet, len(about) + 1, [SOURCE_HEAD, *_source_rows(tables, sources)], bold, day)
    return out.getvalue()


def _write(
    sheet: "xlsxwriter.worksheet.Worksheet",
    top: int,
    lines: Sequence[Sequence[Cell]],
    bold: "xlsxwriter.format.Format",
    day: "xlsxwriter.format.Format",
) -> None:
    for r, line in enumerate(lines):
        for c, cell in enumerate(line):
            if isinstance(cell, date):
                sheet.write_datetime(top + r, c, cell, day)
            elif isinstance(cell, (Decimal, int)):
                sheet.write_number(top + r, c, _round(cell))
            elif cell is not None:
                sheet.write_string(top + r, c, legible(cell), bold if r == 0 else None)
    for c in range(len(lines[0])):
        longest = max(len(str(_plain(line[c]) or "")) for line in lines)
        sheet.set_column(c, c, min(WIDEST, longest + 2))


def _round(cell: Decimal | int) -> Decimal:
    return Decimal(cell).quantize(PLACES).normalize()


def _plain(cell: Cell) -> str | None:
    if isinstance(cell, date):
        return cell.isoformat()
    return format(_round(cell), "f") if isinstance(cell, (Decimal, int)) else cell


def _name(wanted: str, taken: set[str]) -> str:
    """A name that a workbook takes, and no two alike."""
    name = NOT_IN_A_NAME.sub(" ", wanted).strip("' ")[:LONGEST_NAME].strip("' ") or "1"
    while name.casefold() in taken:
        number = str(len(taken) + 1)
        name = name[: LONGEST_NAME - len(number) - 1] + " " + number
    taken.add(name.casefold())
    return name


def _source_rows(
    tables: Sequence[WordedTable], sources: Mapping[str, Source]
) -> list[tuple[str | None, ...]]:
    found: list[tuple[str | None, ...]] = []
    for name in dict.fromkeys(source for table in tables for source in table.sources):
        source = sources.get(name)
        if source is None:
            found.append((name, None, None, None, None, None, None))
            continue
        days = [None if day is None else day.isoformat() for day in (source.published, source.retrieved)]
        found.append((name, source.title, source.publisher, source.address, *days, source.confidence))
    return found
