"""The two sets of data as they stand now, read again only when one of their files has changed."""

import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from os import environ
from zoneinfo import ZoneInfo

from channels import places
from channels.dataset import Dataset, load
from channels.places import Place
from channels.readers.ecb import dollars

BAKU = ZoneInfo("Asia/Baku")
LOOKED_AT_EVERY = 2.0
"""Seconds between two looks at the files: a hundred readers a second do not look a hundred times."""


class Shelf:
    """Where the data lie, and which of them was looked at when."""

    def __init__(self, real: Place, teaching: Place, clock: Callable[[], float] = time.monotonic) -> None:
        self._places: Mapping[str, Place] = {"real": real, "teaching": teaching}
        self._clock = clock
        self._seen: dict[str, tuple[float | None, str]] = {}

    def dataset(self, name: str) -> Dataset:
        """A set of data. Raises `DatasetError` with every fault."""
        place = self._places[name]
        now = self._clock()
        looked, stamp = self._seen.get(name, (None, ""))
        if looked is None or now - looked >= LOOKED_AT_EVERY:
            stamp = place.stamp()
            self._seen[name] = (now, stamp)
        return _loaded(place, stamp)


def shelf() -> Shelf:
    """The shelf that the environment names, as the dashboard reads it."""
    return Shelf(places.real(environ), places.teaching())


def today() -> date:
    """Today in Baku."""
    return datetime.now(BAKU).date()


@lru_cache(maxsize=4)
def _loaded(place: Place, stamp: str) -> Dataset:
    return load(place.folder, place.over).with_ecb(dollars)
