"""A table from a stranger is read in a process of its own: one sentence, exit code 1, little memory."""

import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from channels.dataset.locations import ROOT
from channels.readers import cells, guarded
from channels.readers.workbooks import Unreadable
from components.i18n import words
from tests.support.lanes import sampled

EN = words("en")
SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'

MEASURED = """
import resource, subprocess, sys
code = subprocess.run([sys.executable, "-m", "channels", *sys.argv[1:]]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""
"""Runs a command and says how much memory its largest process held."""
LONG = "(400 MB)"
"""Stands for as much text, which no test needs to hold itself."""


def sheet(path: Path, rows: str) -> Path:
    """A workbook whose first sheet has these rows, as they stand in the file."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    del parts["xl/worksheets/sheet1.xml"]
    before, _, after = rows.partition(LONG)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
        with packed.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f"{SHEET}<sheetData>{before}".encode())
            for _ in range(400 if LONG in rows else 0):
                part.write(b"x" * 1_000_000)
            part.write(f"{after}</sheetData></worksheet>".encode())
    return path


def cell(at: str, text: str) -> str:
    return f'<row r="{at[3:] or 1}"><c r="{at}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def far(folder: Path) -> Path:
    return sheet(folder / "far.xlsx", cell("XFD1048576", "x"))


def long(folder: Path) -> Path:
    return sheet(folder / "long.xlsx", cell("A1", LONG))


def many(folder: Path) -> Path:
    file = folder / "many.csv"
    file.write_text(";" * 10_000_000, encoding="utf-8")
    return file


@pytest.mark.parametrize("made", sampled([far, long, many]))
def test_a_table_that_would_take_the_memory_is_one_sentence(made, tmp_path):
    file = made(tmp_path)
    surroundings = {**os.environ, "PULYOLU_VAR": str(tmp_path / "var")}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "import", "kobo", str(file)],
        cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, EN("cli.file_too_heavy", file=file.name) + "\n")
    if sys.platform == "linux":
        assert int(done.stdout.split()[-1]) < 600 * 1024


def test_cells_come_back_with_their_kinds(tmp_path):
    path = tmp_path / "kinds.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["ü ə", 1.5, 2, True, ""])
        page.write_datetime(0, 5, date(2026, 11, 30))
    assert cells.apart(path) == cells.tables(path)
    assert date(2026, 11, 30) in cells.apart(path)[0].rows[0]


def test_a_child_that_breaks_down_or_takes_too_long_is_told(monkeypatch):
    with pytest.raises(Unreadable, match="too_heavy"):
        list(guarded.steps("channels.no_such_module", seconds=30))
    with pytest.raises(Unreadable, match="too_heavy"):
        list(guarded.steps("http.server", "0", "--bind", "127.0.0.1", seconds=1))
