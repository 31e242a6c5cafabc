"""The two sets of data as they stand now, read again only when one of their files has changed; the store."""

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
    """Where the data lie, and which of them was looked at when."""

    def __init__(
        self, real: Path, over: Path, teaching: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folders: Mapping[str, tuple[Path, Path | None]] = {
            "real": (real, over),
            "teaching": (teaching, None),
        }
        self._clock = clock
        self._seen: dict[str, tuple[float | None, float]] = {}

    def dataset(self, name: str) -> Dataset:
        """A set of data. Raises `DatasetError` with every fault."""
        folder, over = self._folders[name]
        now = self._clock()
        looked, newest = self._seen.get(name, (None, 0.0))
        if looked is None or now - looked >= LOOKED_AT_EVERY:
            newest = max(_newest(folder), _newest(over) if over else 0.0)
            self._seen[name] = (now, newest)
        return _loaded(folder, over, newest)


def shelf() -> Shelf:
    """The shelf that the environment names, as the dashboard reads it."""
    data = Path(environ.get("PULYOLU_DATA", ROOT / "data"))
    over = Path(environ.get("PULYOLU_VAR", ROOT / "var")) / "published"
    return Shelf(data, over, ROOT / "data" / "teaching")


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
    return max((path.stat().st_mtime for path in folder.rglob("*")), default=0.0)
