"""Empty stores, migrated once in a process: a new SQLite file begins as a copy of the first one.

What opens a store then finds the newest version and goes on as with any file of its own. The tests of the
migrations ask for the real way by `every_time`.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from inspect import unwrap
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

import pytest
from sqlalchemy import Engine

from channels.store import engine


def migrated_once() -> None:
    """Let every new SQLite store of this process begin as a copy."""
    # Nobody undoes it.
    pytest.MonkeyPatch().setattr(engine, "_bring_up_to_date", _copied(engine._bring_up_to_date))


def every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the migrations for each new store until the test has ended."""
    monkeypatch.setattr(engine, "_bring_up_to_date", unwrap(engine._bring_up_to_date))


def _put(file: Path, content: bytes) -> None:
    """Write a file that only its owner reads; of those that begin at once the first one's stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent) as whole, suppress(FileExistsError):
        whole.write(content)
        whole.flush()
        os.link(whole.name, file)


def _copied(migrate: Callable[[Engine, str], None]) -> Callable[[Engine, str], None]:
    kept: list[bytes] = []

    def newest() -> bytes:
        if not kept:
            with TemporaryDirectory() as folder:
                file = Path(folder) / engine.FILE
                first = engine._engine(f"sqlite:///{file}")
                migrate(first, str(file))
                first.dispose()
                kept.append(file.read_bytes())
        return kept[0]

    @wraps(migrate)
    def bring_up_to_date(opened: Engine, place: str) -> None:
        file = opened.url.database
        if opened.dialect.name == "sqlite" and file and not Path(file).exists():
            _put(Path(file), newest())
        migrate(opened, place)

    return bring_up_to_date
