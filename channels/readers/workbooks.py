"""Whether a file is an Excel workbook that can be read without harm; nothing of it is understood here."""

import zipfile
import zlib
from io import BufferedReader
from pathlib import Path
from typing import IO

LARGEST_FILE = 200 * 2**20
LARGEST_CONTENT = 2 * 2**30
MOST_PARTS = 2_000
MOST_COLUMNS = 200
MOST_CELLS = 60_000_000
"""Five times the published workbook, whose declared range is 74 columns wide."""

OLD_WORKBOOK = bytes.fromhex("D0CF11E0A1B11AE1")
"""How a file of Excel's before 2007 begins."""
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED = 1
_CHUNK = 2**20


class Unreadable(Exception):
    """A file that cannot be read: a code for a message, and what fills its holes."""

    def __init__(self, code: str, /, **holes: object) -> None:
        super().__init__(code, holes)
        self.code = code
        self.holes = holes


def examine(path: Path) -> None:
    """Return if the file is a whole XLSX workbook within the limits, its formulas saved with their values.

    Everything in it is unpacked once and thrown away, because a ZIP file may lie about its sizes.
    Raises `Unreadable`.
    """
    with opened(path) as file:
        start = file.read(len(OLD_WORKBOOK))
        if start == OLD_WORKBOOK:
            raise Unreadable("password" if _has_password(file) else "old_workbook")
        if not start.startswith(b"PK"):
            raise Unreadable("not_a_workbook")
        try:
            with zipfile.ZipFile(file) as parts:
                _check(parts)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            # RuntimeError stands for a method of packing that is not known.
            raise Unreadable("broken_workbook") from error


def opened(path: Path, largest: int = LARGEST_FILE) -> BufferedReader:
    """A file, open for reading. Raises `Unreadable` if it is missing, a folder, empty or too large."""
    try:
        if path.is_dir():
            raise Unreadable("is_folder")
        size = path.stat().st_size
        if not path.is_file():
            raise Unreadable("no_file")
        if size == 0:
            raise Unreadable("empty_file")
        if size > largest:
            raise Unreadable("large_file", most=largest // 2**20)
        return path.open("rb")
    except (OSError, ValueError) as error:
        raise Unreadable("no_file") from error


def _has_password(file: IO[bytes]) -> bool:
    last = b""
    while chunk := file.read(_CHUNK):
        if _PASSWORD in last + chunk:
            return True
        last = chunk[-len(_PASSWORD) :]
    return False


def _check(parts: zipfile.ZipFile) -> None:
    listed = parts.infolist()
    if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > LARGEST_CONTENT:
        raise Unreadable("bomb", most=LARGEST_CONTENT // 2**30)
    if any(part.flag_bits & _ENCRYPTED for part in listed):
        raise Unreadable("password")
    if "xl/workbook.xml" not in parts.namelist():
        raise Unreadable("not_a_workbook")
    left, unsaved = LARGEST_CONTENT, 0
    for part in listed:
        sheet = part.filename.startswith("xl/worksheets/")
        # What is unpacked ends where the packed bytes end, and not where the file says.
        part.file_size = LARGEST_CONTENT + 1
        rest = b""
        with parts.open(part) as content:
            while chunk := content.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Unreadable("bomb", most=LARGEST_CONTENT // 2**30)
                if sheet:
                    cells, rest = _whole_cells(rest + chunk)
                    unsaved += _unsaved(cells)
    if unsaved:
        raise Unreadable("formulas", n=unsaved)


def _whole_cells(text: bytes) -> tuple[bytes, bytes]:
    cut = text.rfind(b"</c>") + len(b"</c>")
    return (text[:cut], text[cut:]) if cut >= len(b"</c>") else (b"", text[-_CHUNK:])


def _unsaved(cells: bytes) -> int:
    """How many formulas stand without the value that they came to."""
    count, at = 0, cells.find(b"<f")
    while at >= 0:
        if cells[at + 2 : at + 3] in (b">", b" ", b"/"):
            cell = cells[cells.rfind(b"<c ", 0, at) : cells.find(b"</c>", at)]
            value = cell.find(b"<v>")
            # Text may come to nothing at all.
            count += b't="str"' not in cell and (value < 0 or cell.startswith(b"</v>", value + 3))
        at = cells.find(b"<f", at + 2)
    return count
