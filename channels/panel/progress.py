"""What the running import has done so far, or what the last one came to: told in a file for every page."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from channels import files
from channels.panel.storage import Result
from channels.readers.workbooks import Unreadable

EVERY = 0.3
"""Seconds that lie at least between two words of a running import."""


class ImportStep(NamedTuple):
    """How far an import is: the share of the work from 0 to 1, the sheet it reads, the rows read so far."""

    share: float
    sheet: str = ""
    rows: int = 0


class State(StrEnum):
    """Where an import stands. Broken off: its process ended without a word."""

    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    BROKEN_OFF = "broken_off"


@dataclass(frozen=True, slots=True)
class Progress:
    """The last import. `result` and `known` (nothing was new) once it is done, `fault` if it was refused."""

    state: State
    file: str
    step: ImportStep
    result: Result | None = None
    known: bool = False
    fault: Unreadable | None = None


class Teller:
    """Writes down how far an import is. Its user holds the panel's lock."""

    def __init__(self, folder: Path, file: str) -> None:
        self._path, self._file, self._step = path(folder), file, ImportStep(0.0)
        self._next = 0.0
        self.at(self._step)

    def at(self, step: ImportStep) -> None:
        """The import got so far. Raises OSError."""
        self._step = step
        if time.monotonic() >= self._next:
            self._write({})
            self._next = time.monotonic() + EVERY

    def done(self, result: Result, *, known: bool) -> None:
        """It has ended well. Raises OSError."""
        self._write({"result": result, "known": known})

    def refused(self, fault: Unreadable) -> None:
        """It has ended without a change. Raises OSError."""
        self._write({"fault": fault.code, "holes": fault.holes})

    def _write(self, end: Mapping[str, Any]) -> None:
        told = {"file": self._file, "step": self._step._asdict(), **end}
        files.replace(self._path, json.dumps(told, ensure_ascii=False).encode())


def path(folder: Path) -> Path:
    """The file that tells of the imports into a panel's folder; it lies beside the folder."""
    return folder.with_name(f"{folder.name}-import.json")


def read(folder: Path) -> Progress | None:
    """The running or last import into a panel's folder; None where nothing is told of any."""
    # Looked at before and after: an import may end or begin while its word is read.
    ran = is_running(folder)
    try:
        told = json.loads(path(folder).read_text(encoding="utf-8"))
        file, step = str(told["file"]), ImportStep(**told["step"])
        if "result" in told:
            return Progress(State.DONE, file, step, result=dict(told["result"]), known=bool(told["known"]))
        if "fault" in told:
            fault = Unreadable(str(told["fault"]), **told["holes"])
            return Progress(State.REFUSED, file, step, fault=fault)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Progress(State.RUNNING if ran or is_running(folder) else State.BROKEN_OFF, file, step)


def is_running(folder: Path) -> bool:
    """Whether an import into a panel's folder is running."""
    return files.is_taken(folder)
