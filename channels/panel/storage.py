"""Where the panel lies: Parquet files, a quarter each, and one list that names those in force.

A file is never changed. The list is replaced in one step, so that a reader sees the panel as it was
before an import or as it is after it. `panel.json` has, by table and quarter, the file's name; and
the result of every import by the SHA-256 of what was imported. `computed.json` has what was computed from
the files in force, and may go at any time.
"""

import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from channels import files as atomic_files

TABLES = ("services", "published")
NAMES = {"services": "rpw_services", "published": "rpw_published"}
"""How the tables are called in a database."""
LIST = "panel.json"
COMPUTED = "computed.json"
LARGEST = 64 * 2**20
"""Bytes that `COMPUTED` may have; the published workbook's come to a twentieth of that."""
_STAGE = "stage-"
UPLOAD = "upload-"
"""What the folder of a file that somebody sent begins with; it goes when it was read."""
A_DAY = 24 * 60 * 60
WAIT = 0.5
"""Seconds that another import is waited for: long enough for who only looks whether one is running."""

Result = dict[str, Any]
"""What an import came to: what the command prints as JSON, then `other_marks` and `reasons`."""


@dataclass(frozen=True)
class StoredPanel:
    """The panel in a folder, as its list had it when it was read."""

    folder: Path
    files: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    imports: Mapping[str, Result] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    """Files that the list before this one named; someone may still be reading them."""

    def paths(self, table: str) -> list[Path]:
        """The files of a table, by quarter; none if nothing was imported."""
        return [self.folder / name for _, name in sorted(self.files.get(table, {}).items())]

    def quarters(self, table: str) -> list[str]:
        """The quarters that a table has, first one first."""
        return sorted(self.files.get(table, {}))

    def stands(self, table: str, result: Result) -> bool:
        """Whether every quarter of an import is in force as that import wrote it."""
        files = self.files.get(table, {})
        own = sum(name == _file(table, quarter, result) for quarter, name in files.items())
        return bool(own == result["quarters"])


def read(folder: Path) -> StoredPanel:
    """The panel in a folder; an empty one where there is none. Raises ValueError if its list is broken."""
    try:
        listed = json.loads((folder / LIST).read_text(encoding="utf-8"))
        files = {table: dict(listed["files"].get(table, {})) for table in TABLES}
        return StoredPanel(folder, files, dict(listed["imports"]), tuple(listed["before"]))
    except FileNotFoundError:
        return StoredPanel(folder)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(LIST) from error


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A folder to write new files into, for one import at a time. Raises `atomic_files.Taken`, OSError.

    What a killed import left behind is taken away.
    """
    with atomic_files.alone(folder, WAIT):
        for left in (*folder.glob(f"{_STAGE}*"), *filter(_is_old, folder.glob(f"{UPLOAD}*"))):
            shutil.rmtree(left, ignore_errors=True)
        stage = folder / f"{_STAGE}{os.getpid()}"
        stage.mkdir()
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def publish(shelf: StoredPanel, stage: Path, table: str, result: Result) -> StoredPanel:
    """The panel with the staged quarters of a table in place of its own, and the result of the import.

    `stage` holds `<quarter>.parquet` files and `quarantine.csv`. To be called inside `staged`.
    """
    new = {}
    for path in sorted(stage.glob("*.parquet")):
        new[path.stem] = _file(table, path.stem, result)
        _settle(path, shelf.folder / new[path.stem])
    _settle(stage / "quarantine.csv", quarantine(shelf.folder, result))
    files = {**shelf.files, table: {**shelf.files.get(table, {}), **new}}
    before = tuple(name for names in shelf.files.values() for name in names.values())
    done = replace(
        shelf, files=files, imports={**shelf.imports, str(result["sha256"]): result}, before=before
    )
    text = json.dumps({"files": done.files, "imports": done.imports, "before": before}, indent=1)
    draft = stage / LIST
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(shelf.folder / LIST)
    _tidy(done)
    return done


def quarantine(folder: Path, result: Result) -> Path:
    """The file with the rows of an import that were quarantined: sheet, row, reason, value."""
    return folder / f"quarantine-{str(result['sha256'])[:12]}.csv"


def mark(shelf: StoredPanel, formulas: Sequence[Path]) -> str:
    """What tells the files in force, and the code of the formulas, from all others.

    Raises OSError where one of the files is gone.
    """
    seen = sha256()
    for path in (*formulas, *(path for table in TABLES for path in shelf.paths(table))):
        seen.update(f"{path.name}|{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return seen.hexdigest()


def computed(shelf: StoredPanel, of: str) -> Any:
    """What was computed and kept for a mark, its fractions as Decimal; None where nothing was, or not whole.

    Raises ValueError and RecursionError for what is no JSON.
    """
    path = shelf.folder / COMPUTED
    try:
        content = atomic_files.read(path) if path.stat().st_size <= LARGEST else None
    except OSError:
        return None
    head, _, body = (content or b"").partition(b"\n")
    return json.loads(body, parse_float=Decimal) if head == _head(of, body) else None


def keep(shelf: StoredPanel, of: str, rows: Any) -> None:
    """Keep what was computed for a mark, in place of what was kept before. Raises OSError."""
    body = json.dumps(rows, separators=(",", ":"), allow_nan=False).encode()
    atomic_files.replace(shelf.folder / COMPUTED, b"\n".join((_head(of, body), body)))


def _head(of: str, body: bytes) -> bytes:
    """The first line of what is kept: whose it is, and what tells whether it is whole."""
    return f"{of} {sha256(body).hexdigest()}".encode()


def _file(table: str, quarter: str, result: Result) -> str:
    """The name of the file in which an import keeps a quarter: no other import writes one of that name."""
    return f"{table}-{quarter}-{str(result['sha256'])[:12]}.parquet"


def _is_old(path: Path) -> bool:
    try:
        return path.stat().st_mtime < time.time() - A_DAY
    except OSError:
        return False


def _settle(path: Path, place: Path) -> None:
    """Move a staged file to its place, its bytes on the disk first."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    path.replace(place)


def _tidy(shelf: StoredPanel) -> None:
    """Take away the files that neither this list nor the one before it names."""
    named = {name for names in shelf.files.values() for name in names.values()} | set(shelf.before)
    for path in shelf.folder.glob("*.parquet"):
        if path.name not in named:
            path.unlink(missing_ok=True)
