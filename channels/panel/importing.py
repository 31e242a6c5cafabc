"""Takes a file of the World Bank's into the panel: once, whole, and quarter by quarter."""

import hashlib
import logging
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from threading import Event, Thread

from channels import clock, files
from channels.panel import storage
from channels.panel.faults import BrokenPanel
from channels.panel.price_history import FOLDER
from channels.panel.progress import ImportStep, Teller
from channels.panel.storage import Result
from channels.readers import guarded
from channels.readers.workbooks import Unreadable, opened

LOG = logging.getLogger(__name__)
Told = Callable[[ImportStep], None]
"""Called with each step of the work."""
TABLES = {".xlsx": "services", ".csv": "published"}
"""Which table a file fills, by how its name ends: the workbook, or DataBank's export."""
LONGEST_NAME = 120
SECONDS = 3_600.0
"""The published workbook takes a minute or two."""


@dataclass(frozen=True)
class PanelImport:
    """What an import came to, the file with the rows it quarantined, and whether all this was known."""

    result: Result
    quarantine: Path
    known: bool


def import_file(table: str, path: Path, folder: Path, told: Told = lambda _: None) -> PanelImport:
    """Read a workbook (`services`) or DataBank's export (`published`) into the panel in a folder.

    The same bytes change nothing while all their quarters are in force. Only the quarters that the file
    has are replaced. How far it is stands in `progress.path`. Raises `Unreadable`, after which the panel
    is as it was.
    """
    began = time.monotonic()
    digest = _digest(path)
    try:
        with storage.staged(folder) as stage:
            teller = Teller(folder, path.name)

            def at(step: ImportStep) -> None:
                teller.at(step)
                told(step)

            at(ImportStep(0.0))
            try:
                done = _take(table, path, folder, digest, stage, began, at)
                _note(table, done.result, folder)
            except (Unreadable, OSError, ValueError) as error:
                teller.refused(_refusal(error, folder))
                raise
            teller.done(done.result, known=done.known)
            return done
    except (Unreadable, OSError, ValueError) as error:
        raise _refusal(error, folder) from error


def begin(name: str, content: bytes | memoryview, folder: Path) -> Unreadable | None:
    """Take in a file that somebody sent, in the background; its copy on the disk goes when it was read.

    Returns as soon as the work has begun: then `progress.read` tells the rest. Else why it has not.
    """
    # Looked at before anything is kept: of two who send a file at once the second is told so.
    if files.is_taken(folder):
        return Unreadable("busy")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        own = Path(mkdtemp(prefix=storage.UPLOAD, dir=folder))
        path = own / _file_name(name)
        path.write_bytes(content)
    except OSError:
        return Unreadable("no_place", folder=str(folder))
    begun, refused = Event(), list[Unreadable]()

    def work() -> None:
        try:
            import_file(TABLES.get(path.suffix, "services"), path, folder, lambda _: begun.set())
        except Unreadable as fault:
            if not begun.is_set():
                refused.append(fault)
        finally:
            shutil.rmtree(own, ignore_errors=True)
            begun.set()

    Thread(target=work, name="import", daemon=True).start()
    begun.wait()
    return refused[0] if refused else None


def _file_name(name: str) -> str:
    """A sent file's name as it may stand on this disk: no path, no control sign, not too long."""
    plain = Path(re.sub(r"[^\w .()-]", "_", re.split(r"[/\\]", name)[-1]).strip(" ."))
    return f"{plain.stem[:LONGEST_NAME] or 'file'}{plain.suffix.lower()[:8]}"


def _refusal(error: Exception, folder: Path) -> Unreadable:
    """The reason in the terms of `Unreadable`."""
    if isinstance(error, Unreadable):
        return error
    if isinstance(error, files.FolderTaken):
        return Unreadable("busy")
    if isinstance(error, OSError):
        return Unreadable("no_place", folder=str(folder))
    return Unreadable("broken_panel", folder=str(folder))


def _take(
    table: str, path: Path, folder: Path, digest: str, stage: Path, began: float, told: Told
) -> PanelImport:
    now = storage.read(folder)
    result = now.imports.get(digest)
    # Where a newer file took the place of one of its quarters, the file is taken in again.
    if result is not None and now.stands(table, result):
        return PanelImport(result, storage.quarantine(folder, result), known=True)
    counts = _read_apart(table, path, stage, told)
    other = {name: counts.pop(name) for name in ("other_marks", "reasons")}
    took = round(time.monotonic() - began, 2)
    result = {"file": path.name, "sha256": digest, **counts, "seconds": took, **other}
    storage.publish(now, stage, table, result)
    return PanelImport(result, storage.quarantine(folder, result), known=False)


def _note(table: str, result: Result, folder: Path) -> None:
    """Append the prices of an import to the quotes' panel beside the panel's folder.

    Done again whenever the same file is taken in: what is there already is not appended twice.
    """
    if table != "services":
        return
    from channels.panel import rpw_quotes  # noqa: PLC0415  a large library: loaded only when used

    try:
        paths = [
            path for path in storage.read(folder).paths(table) if str(result["sha256"])[:12] in path.name
        ]
        rpw_quotes.append(paths, folder.with_name(FOLDER), clock.now())
    except (OSError, BrokenPanel) as error:
        LOG.warning("the quotes' panel waits for %s: %s", result["file"], error)


def _digest(path: Path) -> str:
    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_apart(table: str, path: Path, stage: Path, told: Told) -> Result:
    """Read the file in a process of its own. Raises `Unreadable`, also if that process breaks down."""
    where = table, str(path.absolute()), str(stage.absolute())
    last: Result = {}
    for last in guarded.steps("channels.panel.reading", *where, seconds=SECONDS):
        if "step" in last:
            told(ImportStep(**last["step"]))
    return dict(last["done"])
