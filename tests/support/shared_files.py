"""The shipped files, read once in a process: a page in the test harness took half its time for that.

A folder of a test's own is read as it stands each time.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

import pytest

from channels.dataset import loading
from channels.dataset.checks import faults
from channels.dataset.kinds import RecordKind
from channels.dataset.tables import KINDS, Issue, Tables
from tests.support.datasets import FOLDERS


def read_once() -> None:
    """Keep the records of the shipped folders, and what their checks find, for every later reading."""
    records: dict[tuple[Any, ...], Any] = {}
    reader = loading._Reader
    patch = pytest.MonkeyPatch()  # that nobody undoes
    patch.setattr(reader, "all_of", _kept_records(reader.all_of, records))
    patch.setattr(loading, "faults", _kept_faults(faults, records))


def _kept_records(read: Callable[..., Any], records: dict[tuple[Any, ...], Any]) -> Callable[..., Any]:
    @wraps(read)
    def all_of(self: Any, kind: RecordKind, **more: Any) -> Any:
        key = (self.folder.resolve(), kind.name, *sorted(more.items()))
        if key[0] not in FOLDERS.values():
            return read(self, kind, **more)
        if key not in records:
            before = len(self.issues)
            found = read(self, kind, **more)
            if len(self.issues) > before:
                return found
            records[key] = found
        return records[key]

    return all_of


def _kept_faults(
    look: Callable[[Tables, date | None], list[Issue]], records: dict[tuple[Any, ...], Any]
) -> Callable[..., list[Issue]]:
    kept: dict[tuple[Any, ...], list[Issue]] = {}

    @wraps(look)
    def kept_faults(tables: Tables, today: date | None = None) -> list[Issue]:
        parts = [id(getattr(tables, kind.name)) for kind in KINDS]
        if not {id(part) for part in records.values()}.issuperset(parts):
            return look(tables, today)
        key = (today, *parts)
        if key not in kept:
            kept[key] = look(tables, today)
        return list(kept[key])

    return kept_faults
