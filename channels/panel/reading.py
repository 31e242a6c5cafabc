"""Reads one file into Parquet files and a result, as a process of its own.

What a large file takes in memory is given back when the process ends, and a hostile one that asks for
more than `MOST_MEMORY` ends this process and no other. One JSON line a step goes to standard output.
"""

import csv
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from channels.export.cells import safe
from channels.panel.check import PUBLISHED, SERVICES, checked
from channels.panel.progress import ImportStep
from channels.readers import databank, rpw
from channels.readers.guarded import limit_memory, say
from channels.readers.workbooks import Unreadable, examine

MOST_MEMORY = 4 * 2**30
TOLD_MARKS = rpw.MARKS[:6]
Told = Callable[[ImportStep], None]


def read_workbook(path: Path, told: Told) -> tuple[pd.DataFrame, rpw.Reading]:
    """The services of a workbook, checked, and the reading that they come from. Raises `Unreadable`."""
    examine(path)
    told(ImportStep(0.1))
    sheets = rpw.data_sheets(path)
    readings: list[rpw.Reading] = []
    for sheet in sheets:
        readings.append(_read(path, sheet, readings, 0.8 / len(sheets), told))
    reading = rpw.joined(readings)
    return checked(reading.services, SERVICES), reading


def _read(path: Path, sheet: str, before: Sequence[rpw.Reading], share: float, told: Told) -> rpw.Reading:
    start, rows = 0.1 + share * len(before), sum(reading.rows for reading in before)
    told(ImportStep(start, sheet, rows))
    return rpw.read_sheet(
        path, sheet, lambda part, n: told(ImportStep(start + share * part, sheet, rows + n))
    )


def read_corridors(path: Path, told: Told) -> tuple[pd.DataFrame, rpw.Reading]:
    """The figures of DataBank's export, checked, and the reading. Raises `Unreadable`."""
    figures, reading = databank.read(path)
    told(ImportStep(0.9, rows=reading.rows))
    return checked(figures, PUBLISHED), reading


READERS = {"services": read_workbook, "published": read_corridors}


def stage(table: str, path: Path, folder: Path, told: Told) -> dict[str, Any]:
    """Write a file's quarters and its quarantine into a folder; returns the counts of the result."""
    rows, reading = READERS[table](path, told)
    if not reading.rows:
        raise Unreadable("no_data_rows")
    if rows.empty:
        raise Unreadable("no_rows", rows=reading.rows, row=int(reading.quarantine.iloc[0]["row"]))
    for quarter, part in rows.groupby("quarter", sort=True):
        content = pa.Table.from_pandas(part, preserve_index=False).replace_schema_metadata()
        pq.write_table(content, folder / f"{quarter}.parquet", compression="zstd")
    _write_quarantine(reading.quarantine, folder / "quarantine.csv")
    marks = rpw.marked(reading.services)
    told(ImportStep(1.0, rows=reading.rows))
    return {
        "rows": reading.rows,
        "accepted": len(reading.services),
        "quarantined": len(reading.quarantine),
        "marks": {mark: marks[mark] for mark in TOLD_MARKS},
        "quarters": int(rows["quarter"].nunique()),
        "corridors": len(rows[["sending", "receiving"]].drop_duplicates()),
        "other_marks": {mark: marks[mark] for mark in rpw.MARKS if mark not in TOLD_MARKS},
        "reasons": dict(Counter(reading.quarantine["reason"].tolist())),
    }


def _write_quarantine(rows: pd.DataFrame, path: Path) -> None:
    """The quarantined rows as CSV, safe to open in a spreadsheet."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(rows.columns)
        for line in rows.itertuples(index=False):
            writer.writerow(safe(cell) for cell in line)


def main(table: str, path: str, folder: str) -> int:
    """Read a file into a folder, telling each step on standard output."""
    limit_memory(MOST_MEMORY)
    try:
        say(done=stage(table, Path(path), Path(folder), lambda step: say(step=step._asdict())))
    except Unreadable as error:
        say(fault=error.code, holes=error.holes)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
