"""The cells of a foreign table, CSV or XLSX, with their kinds; nothing of them is understood here.

Run as `python -m channels.readers.cells FILE` it is the child of `channels.readers.guarded` for `apart`.
"""

import csv
import io
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from channels.readers import guarded
from channels.readers.workbooks import Unreadable, examine, opened

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

Cell = Any
Table = list[list[Cell]]


def apart(path: Path) -> list[Table]:
    """The tables of a file as `tables` has them, read in a process of its own. Raises `Unreadable`."""
    opened(path, LARGEST_TABLE).close()
    found: dict[int, Table] = {}
    for step in guarded.steps("channels.readers.cells", str(path.absolute()), seconds=SECONDS):
        if "row" in step:
            found.setdefault(step["table"], []).append([_read(cell) for cell in step["row"]])
        elif "broken" in step:
            found.pop(step["broken"], None)
    return list(found.values())


def tables(path: Path) -> list[Table]:
    """The first sheet of a workbook, or a text as each delimiter would have it. Raises `Unreadable`."""
    found: dict[int, Table] = {}
    for number, row in _rows(path):
        if row is None:
            found.pop(number, None)
        else:
            found.setdefault(number, []).append(row)
    return list(found.values())


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
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415

    examine(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False):
                yield 0, list(row)
    except CalamineError as error:
        raise Unreadable("broken_workbook") from error


def _text(path: Path) -> Iterator[tuple[int, list[Cell] | None]]:
    with opened(path, LARGEST_TABLE) as file:
        data = file.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("not_csv") from error
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
