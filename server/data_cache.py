"""The data as they stand now, one copy for the process, read again when a file has changed; the store."""

import gc
import time
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from anyio import CapacityLimiter, to_thread

from channels.dataset import locations
from channels.dataset.dataset import Dataset
from channels.dataset.locations import DataFolders
from channels.panel import price_history
from channels.readers.ecb_history import dollars
from server.kept_data import keep, kept

if TYPE_CHECKING:
    from sqlalchemy import Engine

LOOKED_AT_EVERY = 2.0
"""Seconds between two looks at the files: a hundred readers a second do not look a hundred times."""

STORE_THREADS = 20
"""Questions to the store at one time; a room's phones take milliseconds each."""

T = TypeVar("T")


class DataCache:
    """Where the data lie, and which of them was looked at when.

    The data themselves are kept once for the process, however many caches there are.
    """

    def __init__(
        self,
        real: DataFolders,
        teaching: DataFolders,
        *,
        every: float = LOOKED_AT_EVERY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._places: Mapping[str, DataFolders] = {"real": real, "teaching": teaching}
        self._every = every
        self._clock = clock
        self._seen: dict[str, tuple[float | None, str]] = {}

    def dataset(self, name: str) -> Dataset:
        """A set of data. Raises `DatasetError` with every fault."""
        place = self._places[name]
        now = self._clock()
        looked, stamp = self._seen.get(name, (None, ""))
        if looked is None or now - looked >= self._every:
            stamp = place.stamp()
            self._seen[name] = (now, stamp)
        return _loaded(place, stamp)

    def keep(self, name: str) -> None:
        """Keep a set of data, as it is now, for the next start. Raises `DatasetError` with every fault."""
        place = self._places[name]
        stamp = place.stamp()
        if kept(place, stamp) is None:
            keep(place, stamp, _read(place, stamp))


def shelf(*, every: float = LOOKED_AT_EVERY) -> DataCache:
    """The data that the environment names; `every` is the least time between two looks, in seconds."""
    return DataCache(locations.real(environ), locations.teaching(), every=every)


def store() -> "Engine":
    """The store that the environment names, the same for everybody in this process. Raises `StoreError`."""
    from channels.store.engine import address, shared  # noqa: PLC0415  large libraries: loaded only when used

    return shared(address(environ))


def quotes_folder() -> Path:
    """Where the quotes' panel lies, as the environment says; it need not exist."""
    return price_history.quotes_folder(locations.var(environ))


async def in_store(work: Callable[[], T]) -> T:
    """What comes of some work with the store, in one of the store's own threads.

    One that waits for a stuck database keeps no reader of a page waiting.
    """
    return await to_thread.run_sync(work, limiter=_threads())


@cache
def _threads() -> CapacityLimiter:
    return CapacityLimiter(STORE_THREADS)


def address_shown() -> str:
    """The store that the environment names, without its password. Raises `StoreError`."""
    from sqlalchemy import make_url  # noqa: PLC0415  a large library: loaded only when used

    from channels.store.engine import address  # noqa: PLC0415  as above

    return make_url(address(environ)).render_as_string()


@lru_cache(maxsize=4)
def _loaded(place: DataFolders, stamp: str) -> Dataset:
    found = _read(place, stamp)
    # What was loaded until now stays: no later sweep goes through it again.
    gc.freeze()
    return found.with_ecb(dollars)


@lru_cache(maxsize=4)
def _read(place: DataFolders, stamp: str) -> Dataset:
    found = kept(place, stamp)
    if found is not None:
        return found
    from channels.dataset.loading import load_what_holds  # noqa: PLC0415  only where no data are kept

    return load_what_holds(place.folder, place.over)
