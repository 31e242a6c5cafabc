"""The quotes' panel arranged for reading: each price once, a file for each corridor and year.

A corridor's file is sorted by currency, amount and day, in small groups of rows whose least and greatest
values stand in the file: so an engine reads of one question what it asks for, and little else. Beside it lies
what each provider's best way left on each day, a twenty-fourth of the rows where a provider is asked every
hour: what a page asks for while somebody waits.

The months' files stay what counts. `arranged.json` says from which of them each year was made; a year whose
months have changed since is read from the months until it is arranged again.
"""

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
from pydantic import Field

from channels import files
from channels.panel import folders, quotes
from channels.panel.engines import as_pattern
from channels.panel.faults import BrokenPanel
from channels.panel.history_words import QUOTES, history_words, quoted
from channels.records.base import Record

FOLDER, LIST = folders.ARRANGED, "arranged.json"
ROWS = 30_000
"""Rows in a group: a corridor's question of some months."""
MOST_MEMORY = "1500MB"
"""What the engine may take while it arranges; beyond that it sorts on the disk."""
DAYS = 4_096
"""Rows in a group of the days: a question's year."""
ORDER = "currency, amount, day, provider, service, asked, id"


class ArrangedYear(Record):
    """A year as it was arranged: what its months were, and its file of each corridor."""

    stamp: str
    files: dict[str, str]


class ArrangedPanel(Record):
    """What `arranged.json` holds, by year."""

    years: dict[str, ArrangedYear] = Field(default_factory=dict)


def arrange(folder: Path) -> dict[str, int]:
    """Arrange the years whose months have changed; how many prices each of them has.

    Raises OSError (`files.FolderTaken` where another one is at it), and `BrokenPanel` for a month's file that
    cannot be read: then everything is as it was.
    """
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    with files.alone(place):
        known, done = _listed(folder), {}
        years = dict(known.years)
        for year, months in by_year(folder).items():
            stamp = stamp_of(months)
            if year not in years or years[year].stamp != stamp:
                done[year], named = _arrange(place, year, months, stamp)
                years[year] = ArrangedYear(stamp=stamp, files=named)
                written = ArrangedPanel(years=years)
                files.replace(place / LIST, written.model_dump_json().encode())
        _tidy(place, known, ArrangedPanel(years=years))
    return done


def paths(folder: Path, corridor: str | None = None, since: str = "") -> tuple[list[Path], list[Path]]:
    """The panel's files in force: those that are arranged, and the months of the years that are not.

    Of one corridor, and of the months from `since` (such as 2026-11) on, where these are given: files that
    hold nothing else are left out.
    """
    known = _listed(folder)
    arranged, months = [], []
    for year, own in by_year(folder).items():
        if year < since[:4]:
            continue
        there = known.years.get(year)
        if there is not None and there.stamp == stamp_of(own):
            arranged += [
                folder / FOLDER / name for key, name in there.files.items() if corridor in (None, key)
            ]
        else:
            months += [path for path in own if path.stem >= since]
    return arranged, months


def days_of(path: Path) -> Path:
    """The file with the days of an arranged file: the columns of `quote_indicators.history`."""
    return path.with_suffix(".days.parquet")


def by_year(folder: Path) -> dict[str, list[Path]]:
    """The months' files of each year, oldest first."""
    found: dict[str, list[Path]] = {}
    for path in quotes.month_files(folder):
        found.setdefault(path.stem[:4], []).append(path)
    return found


def stamp_of(months: Sequence[Path]) -> str:
    """What tells months' files from what they were: each is only ever replaced whole."""
    seen = []
    for path in months:
        found = path.stat()
        seen.append(f"{path.name}:{found.st_size}:{found.st_mtime_ns}")
    return sha256("|".join(seen).encode()).hexdigest()[:16]


def _listed(folder: Path) -> ArrangedPanel:
    """What is arranged; nothing where the list is not there or broken."""
    with suppress(OSError, ValueError):
        return ArrangedPanel.model_validate_json(files.read(folder / FOLDER / LIST) or b"")
    return ArrangedPanel()


def _arrange(place: Path, year: str, months: Sequence[Path], stamp: str) -> tuple[int, dict[str, str]]:
    """Write a year's files; how many prices it has, and its file of each corridor."""
    named: dict[str, str] = {}
    scratch = place / "scratch"
    number = 0
    try:
        with duckdb.connect(config={"memory_limit": MOST_MEMORY, "temp_directory": str(scratch)}) as engine:
            engine.execute("SET preserve_insertion_order = false")
            of = {"paths": [as_pattern(path) for path in months]}
            table = "read_parquet($paths, union_by_name = true)"
            keys = engine.execute(f"SELECT DISTINCT corridor FROM {table} ORDER BY 1", of).fetchall()
            for (corridor,) in keys:
                path = place / str(corridor) / f"{year}-{stamp}.parquet"
                path.parent.mkdir(exist_ok=True)
                number += _write(engine, table, {**of, "corridor": corridor}, path)
                named[str(corridor)] = path.relative_to(place).as_posix()
    except duckdb.Error as error:
        raise BrokenPanel from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return number, named


def _write(engine: Any, table: str, of: Mapping[str, Any], path: Path) -> int:
    """Write one corridor's file beside its place, and then into it; how many prices it has."""
    draft = path.with_suffix(".draft")
    found = engine.execute(
        f"COPY (SELECT * FROM {table} WHERE corridor = $corridor "
        "QUALIFY row_number() OVER (PARTITION BY id ORDER BY appended DESC, digest) = 1 "
        f"ORDER BY {ORDER}) TO {quoted(draft)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS})",
        of,
    ).fetchone()
    _write_days(engine, draft, days_of(path))
    draft.replace(path)
    return int(found[0])


def _write_days(engine: Any, prices: Path, path: Path) -> None:
    """Write the days of one corridor's prices, which stand there once each."""
    draft = path.with_suffix(".draft")
    engine.execute(
        f"CREATE OR REPLACE TEMP VIEW {QUOTES} AS SELECT * FROM read_parquet({quoted(as_pattern(prices))})"
    )
    engine.execute(
        f"COPY (SELECT * FROM ({history_words(once=True)}) ORDER BY currency, amount, day, provider)"
        f" TO {quoted(draft)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {DAYS})"
    )
    draft.replace(path)


def _tidy(place: Path, *known: ArrangedPanel) -> None:
    """Take away what neither this list nor the one before it names: somebody may still read the latter."""
    prices = {place / name for one in known for year in one.years.values() for name in year.files.values()}
    named = prices | {days_of(path) for path in prices}
    for path in (*place.glob("*/*.parquet"), *place.glob("*/*.draft")):
        if path not in named:
            path.unlink(missing_ok=True)
