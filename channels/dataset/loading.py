"""The folder data/ as one immutable dataset, or one error that lists every fault."""

import csv
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from channels.dataset.asked_services import with_asked
from channels.dataset.checks import faults, notices
from channels.dataset.dataset import Dataset, DatasetError, routes_by_corridor
from channels.dataset.issues import issue, nearest
from channels.dataset.kinds import Layout, RecordKind
from channels.dataset.overlay import laid_over
from channels.dataset.provider_checks import with_checks
from channels.dataset.story_checks import lineup_faults, workshop_faults
from channels.dataset.tables import KINDS, Issue, Tables
from channels.pricing.fx import Rates
from channels.records.base import Record
from channels.records.stories import PriceSet

LARGEST_FILE = 5_000_000
"""Bytes; a clerk's file is a thousandth of this."""
R = TypeVar("R", bound=Record)


def load(folder: Path, over: Path | None = None, *, today: date | None = None) -> Dataset:
    """The data in a folder, with what was published laid over it.

    That is prices, rates, sources, and what was found of providers.

    Raises `DatasetError` with every fault in every file. `today` turns on the rule on future days.
    """
    tables, issues = read(folder, over)
    tables = with_asked(tables)
    if not issues:
        issues = faults(tables, today) + _workshop(folder, tables)
    if issues:
        raise DatasetError(issues)
    tables = with_checks(tables)
    return Dataset(tables, Rates(tables.rates, always_fresh=tables.invented), routes_by_corridor(tables))


def load_what_holds(folder: Path, over: Path | None) -> Dataset:
    """The data in a folder with what was published laid over it, or alone where the two do not hold together.

    What was published is then `set_aside`. Raises `DatasetError` where the folder itself has faults.
    """
    try:
        return load(folder, over)
    except DatasetError as error:
        if over is None:
            raise
        return replace(load(folder), set_aside=error.issues)


def examine(folder: Path, today: date) -> tuple[Tables, list[Issue], list[Issue]]:
    """Everything a clerk wants to hear of a folder: what was read, every fault, every notice."""
    tables, issues = read(folder)
    # Rules across records would blame good files for what a broken one took with it.
    issues = issues or faults(tables, today) + _workshop(folder, tables)
    return tables, issues, [] if issues else notices(tables, today)


def read(folder: Path, over: Path | None = None) -> tuple[Tables, list[Issue]]:
    """The records of every file, and the faults of each file by itself."""
    issues: list[Issue] = []
    if not folder.is_dir():
        return Tables(), [Issue(folder.name, "missing_folder")]
    below = _Reader(folder, issues)
    later = _Reader(over, issues) if over is not None and over.is_dir() else None
    found: dict[str, tuple[Any, ...]] = {}
    for kind in KINDS:
        if later is None or not kind.laid_over:
            found[kind.name] = below.all_of(kind)
        else:
            own = below.all_of(kind, without=later.files(kind))
            found[kind.name] = laid_over(kind, own, later.all_of(kind, optional=True))
    return Tables(**found), issues


def _workshop(folder: Path, tables: Tables) -> list[Issue]:
    """The faults in what a workshop is led by; each story is held against the set of its prices."""
    found = workshop_faults(tables)
    found += lineup_faults(tables.stories, tables, PriceSet.EVIDENCE)
    if any(lineup.set is PriceSet.TEACHING for story in tables.stories for lineup in story.lineups):
        taught, broken = read(folder / "teaching")
        # A fault inside the other set is told by its own check.
        found += [] if broken else lineup_faults(tables.stories, taught, PriceSet.TEACHING)
    return found


class _Reader:
    """Reads files of one folder into records and gathers the faults."""

    def __init__(self, folder: Path, issues: list[Issue]) -> None:
        self.folder = folder
        self.issues = issues
        self._parsed: dict[str, dict[str, Any] | None] = {}

    def text(self, name: str, *, optional: bool = False) -> str | None:
        path = self.folder / name
        if not path.is_file():
            if not optional:
                self.issues.append(Issue(name, "missing_file"))
            return None
        try:
            if path.stat().st_size > LARGEST_FILE:
                self.issues.append(Issue(name, "too_large"))
                return None
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            self.issues.append(Issue(name, "not_utf8", f"byte {error.start}"))
        except OSError:
            self.issues.append(Issue(name, "unreadable"))
        return None

    def parsed(self, name: str, *, optional: bool = False) -> dict[str, Any] | None:
        if name not in self._parsed:
            text = self.text(name, optional=optional)
            self._parsed[name] = None
            if text is not None:
                try:
                    self._parsed[name] = tomllib.loads(text, parse_float=Decimal)
                except (tomllib.TOMLDecodeError, RecursionError, InvalidOperation, ValueError) as error:
                    self.issues.append(Issue(name, "broken_toml", str(error)[:200]))
        return self._parsed[name]

    def toml(self, name: str, key: str, model: type[R], *, optional: bool = False) -> tuple[R, ...]:
        content = self.parsed(name, optional=optional)
        if content is None:
            return ()
        self._stray(name, content, {kind.key for kind in KINDS if kind.file == name} or {key})
        rows = content.get(key, [])
        if not isinstance(rows, list):
            self.issues.append(Issue(f"{name}: {key}", "not_a_list"))
            return ()
        made = (self.record(f"{name}: {_label(key, n, row)}", model, row) for n, row in enumerate(rows))
        return tuple(record for record in made if record is not None)

    def _stray(self, name: str, content: dict[str, Any], known: set[str]) -> None:
        for key in content:
            stray = Issue(f"{name}: {key}", "unknown_field", nearest(key, known))
            if key not in known and stray not in self.issues:
                self.issues.append(stray)

    def csv(self, name: str, model: type[R], *, optional: bool = False) -> Iterator[tuple[str, R]]:
        text = self.text(name, optional=optional)
        if text is None:
            return
        try:
            rows = list(csv.reader(text.splitlines(), strict=True))
        except csv.Error as error:
            self.issues.append(Issue(name, "broken_csv", str(error)))
            return
        if not any(any(cell.strip() for cell in row) for row in rows):
            self.issues.append(Issue(name, "empty_file"))
            return
        header, fields = [cell.strip() for cell in rows[0]], model.model_fields
        for column in header:
            if column not in fields:
                note = nearest(column, fields)
                self.issues.append(Issue(f"{name}: line 1, {column or '(empty)'}", "unknown_field", note))
        for number, row in enumerate(rows[1:], start=2):
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                note = f"{len(row)} / {len(header)}"
                self.issues.append(Issue(f"{name}: line {number}", "wrong_columns", note))
                continue
            values = {k: v.strip() for k, v in zip(header, row, strict=True) if v.strip() and k in fields}
            record = self.record(f"{name}: line {number}", model, values)
            if record is not None:
                yield f"{name}: line {number}", record

    def all_of(
        self, kind: RecordKind, *, without: frozenset[str] = frozenset(), optional: bool = False
    ) -> Any:
        """The records of a kind as its table holds them, but for those of some files of a folder."""
        optional = optional or not kind.required
        if kind.layout is Layout.LIST:
            return self.toml(kind.file, kind.key, kind.record, optional=optional)
        if kind.layout is Layout.ROWS:
            placed = list(self.csv(kind.file, kind.record, optional=optional))
        else:
            names = sorted(self.files(kind) - without, key=_by_number)
            if not names and not optional:
                self.issues.append(Issue(kind.file, "missing_file"))
            if kind.layout is Layout.LISTS:
                return tuple(one for name in names for one in self.toml(name, kind.key, kind.record))
            if kind.layout is Layout.FILE_EACH:
                return tuple(self.one_a_file(names, kind.record))
            placed = [row for name in names for row in self.csv(name, kind.record)]
        return tuple(placed) if kind.placed else tuple(record for _, record in placed)

    def files(self, kind: RecordKind) -> frozenset[str]:
        """The files of a kind that has a folder, those left out that are another kind's own."""
        ending = {Layout.LISTS: "*.toml", Layout.FILE_EACH: "*.toml", Layout.ROWS_OF_FOLDER: "*.csv"}
        if kind.layout not in ending:
            return frozenset()
        found = (self.folder / kind.file).glob(ending[kind.layout])
        return frozenset(f"{kind.file}/{path.name}" for path in found) - {other.file for other in KINDS}

    def one_a_file(self, names: Sequence[str], model: type[R]) -> Iterator[R]:
        """The records of files whose names are their ids."""
        for name in names:
            content = self.parsed(name)
            if content is None:
                continue
            if "id" in content:
                self.issues.append(Issue(f"{name}: id", "id_is_file_name"))
                continue
            record = self.record(name, model, {**content, "id": Path(name).stem})
            if record is not None:
                yield record

    def record(self, where: str, model: type[R], row: object) -> R | None:
        try:
            return model.model_validate(row)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                self.issues.append(issue(where, model, dict(fault)))
        return None


def _label(key: str, number: int, row: object) -> str:
    """A record's own id where it has one, else its number in the file, from 1."""
    name = row.get("id") if isinstance(row, dict) else None
    return f"{key}.{name}" if isinstance(name, str) else f"{key}.{number + 1}"


def _by_number(name: str) -> list[str | int]:
    """What a file stands by in its folder: of a day's rounds the tenth comes after the second."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name)]
