"""Cells that a spreadsheet takes as text, never as a formula."""

import io
import re
from collections.abc import Mapping, Sequence

LONGEST_TEXT = 32_767
"""Letters of a cell, as a workbook allows; xlsxwriter leaves a longer one out without a word."""
FORMULA_STARTS = ("=", "+", "-", "@")
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
"""A line break in a name would open a new line, in which a formula could stand."""


def as_sheets(tables: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """An XLSX file with a sheet for each table, whose first row is its head. Every cell stays text."""
    import xlsxwriter  # noqa: PLC0415  a large library: loaded only when used

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        for name, lines in tables.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for r, line in enumerate(lines):
                for c, cell in enumerate(line):
                    if cell is not None:
                        sheet.write_string(r, c, legible(str(cell)), bold if r == 0 else None)
    return out.getvalue()


def legible(text: str) -> str:
    """A text that a workbook can hold: half letters are marked, and one that is too long ends with dots."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole if len(whole) <= LONGEST_TEXT else whole[: LONGEST_TEXT - 1] + "…"


def safe(value: object) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay as they are."""
    text = "" if value is None else CONTROL.sub(" ", str(value))
    if text.lstrip().startswith(FORMULA_STARTS) and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()
