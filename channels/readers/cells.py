"""The cells of every foreign table, CSV or XLSX, with their kinds; what they mean is not understood here.

Run as `python -m channels.readers.cells FILE` it is the child of `channels.readers.guarded` for `apart`.
"""

import codecs
import csv
import io
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from channels.readers import guarded
from channels.readers.workbooks import OLD_WORKBOOK, Unreadable, examine, opened

LARGEST_TABLE = 50 * 2**20
DELIMITERS = (";", ",", "\t")
"""KoboToolbox writes the first, spreadsheets the others."""
MOST_CELLS = 3_000_000
MOST_TEXT = 100_000_000
"""Characters of all cells of a file."""
LONGEST_CELL = 32_767
"""Characters of a cell, as a spreadsheet allows."""
MOST_MEMORY = 600 * 2**20
SECONDS = 120.0

SEPARATOR = re.compile(r"sep=(.)", re.IGNORECASE)
"""The line with which spreadsheets tell each other what parts the cells."""
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How a text begins that a spreadsheet saved as "Unicode text"."""
BINARY = re.compile(rb"[\x01-\x08\x0b\x0e-\x19\x1b-\x1f]")
FIRST = 1_000
"""Bytes among which a file that is no text has such a sign."""
HEAD_AMONG = 20
"""In one of so many first rows stand the heads: people put a title above them."""
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
DOTTED_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")

Cell = Any
Rows = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, or a text as one delimiter would have it, with its rows in their order.

    `parted_by` is that delimiter; None for a sheet.
    """

    rows: Rows
    parted_by: str | None = None

    @property
    def plain_commas(self) -> bool:
        """Whether a comma in a cell can only be for decimals: commas do not part the cells."""
        return self.parted_by not in (None, ",")


def with_point(text: str, *, plain_commas: bool) -> str:
    """A number's text with a point for decimals, where the file makes plain that its comma stands for one."""
    return text.replace(",", ".") if plain_commas and DECIMAL_COMMA.fullmatch(text) else text


def with_dashes(text: str, *, plain_commas: bool) -> str:
    """A day such as 20.11.2026 as 2026-11-20, in a file that is written by the customs of such days."""
    found = DOTTED_DAY.fullmatch(text) if plain_commas else None
    return text if found is None else f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"


def apart(path: Path) -> list[Table]:
    """The tables of a file as `tables` has them, read in a process of its own. Raises `Unreadable`."""
    opened(path, LARGEST_TABLE).close()
    found: dict[int, Rows] = {}
    for step in guarded.steps("channels.readers.cells", str(path.absolute()), seconds=SECONDS):
        if "row" in step:
            found.setdefault(step["table"], []).append([_read(cell) for cell in step["row"]])
        elif "broken" in step:
            found.pop(step["broken"], None)
    return _tables(path, found)


def tables(path: Path) -> list[Table]:
    """The sheets of a workbook, or a text as each delimiter would have it. Raises `Unreadable`."""
    found: dict[int, Rows] = {}
    for number, row in _rows(path):
        if row is None:
            found.pop(number, None)
        else:
            found.setdefault(number, []).append(row)
    return _tables(path, found)


def _tables(path: Path, found: Mapping[int, Rows]) -> list[Table]:
    if _is_workbook(path):
        return [Table(rows) for _, rows in sorted(found.items())]
    return [Table(rows, DELIMITERS[number]) for number, rows in sorted(found.items())]


def _rows(path: Path) -> Iterator[tuple[int, list[Cell] | None]]:
    """Each row with the number of its table; None for a table that is none after all."""
    cells = text = 0
    for number, row in _workbook(path) if _is_workbook(path) else _text(path):
        for cell in row or ():
            size = len(cell) if isinstance(cell, str) else 1
            cells, text = cells + 1, text + size
            if size > LONGEST_CELL or cells > MOST_CELLS or text > MOST_TEXT:
                raise Unreadable("too_heavy")
        yield number, row


def _is_workbook(path: Path) -> bool:
    with opened(path) as file:
        return file.read(2) == b"PK" or path.suffix.lower() == ".xlsx"


def _workbook(path: Path) -> Iterator[tuple[int, list[Cell]]]:
    # A tenth of a second that no other command needs.
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum  # noqa: PLC0415

    examine(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            kinds = [sheet.typ for sheet in book.sheets_metadata]
            for number, kind in enumerate(kinds):
                if kind == SheetTypeEnum.WorkSheet:
                    for row in book.get_sheet_by_index(number).to_python(skip_empty_area=False):
                        yield number, list(row)
    except CalamineError as error:
        raise Unreadable("broken_workbook") from error


def _text(path: Path) -> Iterator[tuple[int, list[Cell] | None]]:
    with opened(path, LARGEST_TABLE) as file:
        data = file.read()
    text = _decoded(data)
    first, _, rest = text.partition("\n")
    said = SEPARATOR.fullmatch(first.strip("\r"))
    if said is not None:
        # An empty line in its place, so that the rows keep their numbers.
        text = "\n" + rest
    broken = 0
    for number, delimiter in enumerate(DELIMITERS):
        try:
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
                yield number, list(row)
        except csv.Error:
            broken += 1
            yield number, None
    if broken == len(DELIMITERS):
        raise Unreadable("not_csv")


def _decoded(data: bytes) -> str:
    """A text in UTF-8, or in UTF-16 where its first bytes say so. Raises `Unreadable`.

    Which of the old code pages another text is in nobody can tell: guessed wrong, names would be garbled.
    """
    if data.startswith(OLD_WORKBOOK):
        raise Unreadable("old_workbook")
    try:
        text = data.decode("utf-16" if data.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("not_csv" if BINARY.search(data[:FIRST]) else "other_letters") from error
    if "\0" in text:
        # Every second sign in UTF-16 that does not say so, three of four in UTF-32.
        raise Unreadable("other_letters" if text.count("\0") * 4 > len(text) else "not_csv")
    return text


def _said(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return {"at": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell if cell is None or isinstance(cell, (str, bool, int, float)) else str(cell)


def _read(said: Any) -> Cell:
    if not isinstance(said, dict):
        return said
    return datetime.fromisoformat(said["at"]) if "at" in said else date.fromisoformat(said["day"])


def main(path: str) -> int:
    """Read a file, telling each row on standard output."""
    guarded.limit_memory(MOST_MEMORY)
    try:
        for number, row in _rows(Path(path)):
            if row is None:
                guarded.say(broken=number)
            else:
                guarded.say(table=number, row=[_said(cell) for cell in row])
        guarded.say(done={})
    except Unreadable as error:
        guarded.say(fault=error.code, holes=error.holes)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
