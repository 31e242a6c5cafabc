"""The data as they were read, kept for the next start: reading and checking them takes a third of a second.

What is kept counts only for the same files and the same program; else the data are read again.
"""

import dataclasses
import gc
import logging
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from io import BytesIO
from os import environ
from pathlib import Path
from typing import Any

from pydantic import VERSION

from channels.dataset import locations
from channels.dataset.dataset import Dataset
from channels.dataset.locations import DataFolders

LOG = logging.getLogger(__name__)
FOLDER = "kept"
OWN = "channels."
PLAIN = {("datetime", "date"), ("datetime", "datetime"), ("decimal", "Decimal")}
"""What records are made of beside the program's own classes."""
DIGEST = 32
"""Bytes of a digest: first that of what the data were read from, then that of what is kept."""


def kept(place: DataFolders, stamp: str) -> Dataset | None:
    """The data of a place in the state that the stamp marks; None where they are not kept, or not whole."""
    where, of = _where(place), _of(place, stamp)
    try:
        told = where.read_bytes()
    except OSError:
        return None
    content = told[2 * DIGEST :]
    if told[:DIGEST] != of or told[DIGEST : 2 * DIGEST] != sha256(content).digest():
        return None
    try:
        with _unswept():
            found = _Records(BytesIO(content)).load()
    except pickle.UnpicklingError:
        return None
    return found if isinstance(found, Dataset) else None


def keep(place: DataFolders, stamp: str, data: Dataset) -> None:
    """Keep the data of a place for the next start; where nothing can be written they are read again then."""
    from channels.files import replace  # noqa: PLC0415  a database's library: only where something is kept

    # A new one of the same tables: what readers' questions have left in it meanwhile is not kept.
    content = pickle.dumps(dataclasses.replace(data), protocol=5)
    try:
        replace(_where(place), _of(place, stamp) + sha256(content).digest() + content)
    except OSError as error:
        LOG.debug("the data are not kept: %s", error)


def _where(place: DataFolders) -> Path:
    name = sha256(str(place).encode()).hexdigest()[:16]
    return locations.var(environ) / FOLDER / f"{name}.pickle"


def _of(place: DataFolders, stamp: str) -> bytes:
    """What data were read from, and by which program."""
    return sha256("\n".join((str(place), stamp, _program())).encode()).digest()


@contextmanager
def _unswept() -> Iterator[None]:
    """Meanwhile no garbage is looked for: new records are none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Records(pickle.Unpickler):
    """Makes records and what they are made of, and calls nothing else, whatever a file says."""

    def find_class(self, module: str, name: str) -> Any:
        found = (
            super().find_class(module, name) if module.startswith(OWN) or (module, name) in PLAIN else None
        )
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


@cache
def _program() -> str:
    """A mark of the code that reads the data: another one as soon as a file of it was changed."""
    seen = sha256(f"{sys.version}\n{VERSION}".encode())
    for path in sorted((locations.ROOT / "channels").rglob("*.py")):
        about = path.stat()
        seen.update(f"{path}\n{about.st_size}\n{about.st_mtime_ns}\n".encode())
    return seen.hexdigest()
