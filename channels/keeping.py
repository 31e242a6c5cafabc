"""Files that are written while the program runs: whole or not at all, by one writer at a time."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkstemp

LONGEST_WAIT = 30.0
"""Seconds until another writer counts as stuck."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only writer of a folder, which is made if there is none. Raises OSError if it cannot be."""
    folder.mkdir(parents=True, exist_ok=True)
    # SQLite's lock works alike on every system and ends with its process, however that ends.
    with closing(sqlite3.connect(folder / ".lock", timeout=LONGEST_WAIT, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise OSError(f"{folder} is locked") from error
        yield


def replace(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = mkstemp(dir=path.parent, prefix=".")
    new = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(0o644)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


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
