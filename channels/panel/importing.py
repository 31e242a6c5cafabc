"""Takes a file of the World Bank's into the panel: once, whole, and quarter by quarter."""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from channels.panel import shelf
from channels.panel.shelf import Result
from channels.readers.workbooks import Unreadable, opened

ROOT = Path(__file__).resolve().parents[2]
Told = Callable[[float], None]
"""Called with the share of the work that is done, from 0 to 1."""


@dataclass(frozen=True)
class Import:
    """What an import came to, the file with the rows it quarantined, and whether all this was known."""

    result: Result
    quarantine: Path
    known: bool


def import_file(table: str, path: Path, folder: Path, told: Told = lambda _: None) -> Import:
    """Read a workbook (`services`) or DataBank's export (`published`) into the panel in a folder.

    The same bytes a second time change nothing. Only the quarters that the file has are replaced.
    Raises `Unreadable`, after which the panel is as it was.
    """
    began = time.monotonic()
    digest = _digest(path)
    try:
        with shelf.staged(folder) as stage:
            now = shelf.read(folder)
            if digest in now.imports:
                result = now.imports[digest]
                return Import(result, shelf.quarantine(folder, result), known=True)
            counts = _read_apart(table, path, stage, told)
            other = {name: counts.pop(name) for name in ("other_marks", "reasons")}
            took = round(time.monotonic() - began, 2)
            result = {"file": path.name, "sha256": digest, **counts, "seconds": took, **other}
            shelf.publish(now, stage, table, result)
            return Import(result, shelf.quarantine(folder, result), known=False)
    except shelf.Busy as error:
        raise Unreadable("busy") from error
    except OSError as error:
        raise Unreadable("no_place", folder=str(folder)) from error
    except ValueError as error:
        raise Unreadable("broken_panel", folder=str(folder)) from error


def _digest(path: Path) -> str:
    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_apart(table: str, path: Path, stage: Path, told: Told) -> Result:
    """Read the file in a process of its own. Raises `Unreadable`, also if that process breaks down."""
    command = [
        sys.executable,
        "-m",
        "channels.panel.reading",
        table,
        str(path.absolute()),
        str(stage.absolute()),
    ]
    surroundings = os.environ | {
        "PYTHONPATH": str(ROOT),
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OMP_NUM_THREADS": "1",
    }
    last: Result = {}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            for line in process.stdout or ():
                last = json.loads(line)
                if "share" in last:
                    told(last["share"])
        finally:
            if process.poll() is None and "done" not in last and "fault" not in last:
                process.kill()
    if "fault" in last:
        raise Unreadable(last["fault"], **last["holes"])
    if process.returncode or "done" not in last:
        raise Unreadable("too_heavy")
    return dict(last["done"])
