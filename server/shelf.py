"""The data as they stand now, one copy for the process, read again when a file has changed; the store."""

import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from os import environ
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from channels.dataset import Dataset, load
from channels.readers.ecb import dollars
from channels.store.engine import address, shared

ROOT = Path(__file__).resolve().parent.parent
BAKU = ZoneInfo("Asia/Baku")
LOOKED_AT_EVERY = 2.0
"""Seconds between two looks at the files: a hundred readers a second do not look a hundred times."""


class Shelf:
    """Where the data lie, and which of them was looked at when.

    The data themselves are kept once for the process, however many shelves there are.
    """

    def __init__(
        self,
        real: Path,
        over: Path,
        teaching: Path,
        *,
        every: float = LOOKED_AT_EVERY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folders: Mapping[str, tuple[Path, Path | None]] = {
            "real": (real, over),
            "teaching": (teaching, None),
        }
        self._every = every
        self._clock = clock
        self._seen: dict[str, tuple[float | None, float]] = {}

    def dataset(self, name: str) -> Dataset:
        """A set of data. Raises `DatasetError` with every fault."""
        folder, over = self._folders[name]
        now = self._clock()
        looked, newest = self._seen.get(name, (None, 0.0))
        if looked is None or now - looked >= self._every:
            newest = max(_newest(folder), _newest(over) if over else 0.0)
            self._seen[name] = (now, newest)
        return _loaded(folder, over, newest)


def shelf(*, every: float = LOOKED_AT_EVERY) -> Shelf:
    """The shelf that the environment names; `every` is the least time between two looks, in seconds."""
    data = Path(environ.get("PULYOLU_DATA", ROOT / "data"))
    over = Path(environ.get("PULYOLU_VAR", ROOT / "var")) / "published"
    return Shelf(data, over, ROOT / "data" / "teaching", every=every)


def store() -> Engine:
    """The store that the environment names, the same for everybody in this process. Raises `StoreError`."""
    return shared(address(environ))


def today() -> date:
    """Today in Baku."""
    return datetime.now(BAKU).date()


@lru_cache(maxsize=4)
def _loaded(folder: Path, over: Path | None, newest: float) -> Dataset:
    return load(folder, over).with_ecb(dollars)


def _newest(folder: Path) -> float:
    """The time of the newest change in a folder; 0.0 where there is none."""
    places = [folder, *folder.rglob("*")] if folder.is_dir() else []
    return max((path.stat().st_mtime for path in places), default=0.0)
