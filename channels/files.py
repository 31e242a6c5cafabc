"""Atomic file writes and a per-folder lock."""

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp, mkstemp

LONGEST_WAIT = 30.0
"""Seconds until another writer counts as stuck."""
LOCK = ".lock"


class FolderTaken(OSError):
    """Another writer holds the folder."""


@contextmanager
def alone(folder: Path, wait: float | None = None) -> Iterator[None]:
    """Be the only writer of a folder, which is made if there is none.

    `wait`: seconds that another writer is waited for. Raises `FolderTaken` after them, and OSError
    where nothing can be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # SQLite's lock works alike on every system and ends with its process, however that ends.
    seconds = LONGEST_WAIT if wait is None else wait
    try:
        lock = sqlite3.connect(folder / LOCK, timeout=seconds, isolation_level=None)
    except sqlite3.Error as error:
        raise OSError(f"nothing can be written to {folder}") from error
    with closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise (FolderTaken if _is_busy(error) else OSError)(f"{folder} is locked") from error
        yield


def is_taken(folder: Path) -> bool:
    """Whether a writer holds a folder now, in this process or another."""
    try:
        address = f"{(folder / LOCK).absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=0)) as lock:
            lock.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        return _is_busy(error)
    return False


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


def replace(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part. Raises OSError.

    `mode`: who may read it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = mkstemp(dir=path.parent, prefix=".")
    new = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(mode)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def fill(folder: Path, named: Iterable[tuple[str, bytes]]) -> int:
    """Write files into a new or empty folder, all of them or none; how many.

    Names may have folders before them. Raises FileExistsError for a folder that holds something, and OSError.
    """
    place = folder.resolve()
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise FileExistsError(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(dir=place.parent, prefix="."))
    count = 0
    try:
        for name, content in named:
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            count += 1
        made.chmod(0o755)
        if place.exists():
            place.rmdir()
        made.replace(place)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return count


def read(path: Path) -> bytes | None:
    """A file's content; None where there is no file. Raises OSError."""
    return path.read_bytes() if path.is_file() else None


def longer(path: Path, more: str, *, head: str = "") -> bytes:
    """A file's content with lines behind it; under `head` where there is no file yet. Raises OSError."""
    known = read(path) or head.encode()
    joint = b"" if not known or known.endswith(b"\n") else b"\n"
    return known + joint + more.encode()


def lines(path: Path) -> list[str]:
    """The lines of a file; none where there is no file. What is not UTF-8 in it is marked. Raises OSError."""
    return (read(path) or b"").decode(errors="replace").splitlines()
