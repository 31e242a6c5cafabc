"""The folder data/ as one immutable dataset, or one error that lists every fault."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from channels.dataset.checks import faults, notices
from channels.dataset.dataset import Dataset, DatasetError, routes_by_corridor
from channels.dataset.issues import issue, nearest
from channels.dataset.overlay import by_id, by_sheet, by_telling, laid_over, rows_over
from channels.dataset.provider_checks import with_checks
from channels.dataset.story_checks import lineup_faults, workshop_faults
from channels.dataset.tables import Issue, Tables
from channels.pricing.fx import Rates
from channels.records.base import Corridor, Record, Source
from channels.records.definitions import Definition, Example
from channels.records.forms import Form, Frame
from channels.records.informal import GroupRange, OutsideReference, OutsideRoad
from channels.records.observations import Board, NoPrice, Observation, Rate
from channels.records.policy import (
    Conflict,
    CorridorQuarter,
    GlobalQuarter,
    PriceDatabase,
    Region,
    Rule,
    Statistic,
    Survey,
    Target,
)
from channels.records.provider_checks import LicenceRow, StandingRow
from channels.records.providers import Payout, Provider
from channels.records.stories import Card, PriceSet, QuizQuestion, Story

LARGEST_FILE = 5_000_000
"""Bytes; a clerk's file is a thousandth of this."""
CORRIDORS = "indicators/corridor_quarters.csv"
WORLDWIDE = "indicators/global_quarters.csv"
BY_ROUND = ("observations", "answers")
"""The folders with a file a round."""
KEYS = {
    "sources.toml": {"sources"},
    "corridors.toml": {"corridors"},
    "payouts.toml": {"payouts"},
    "outside.toml": {"roads", "references"},
    "rules.toml": {"rules"},
    "regions.toml": {"regions"},
    "conflicts.toml": {"conflicts"},
    "databases.toml": {"databases"},
    "targets.toml": {"targets"},
    "surveys.toml": {"surveys"},
    "definitions.toml": {"definitions"},
    "frames.toml": {"frames"},
}
"""The lists that each file may hold; every other file holds one of its own name."""

R = TypeVar("R", bound=Record)


def load(folder: Path, over: Path | None = None, *, today: date | None = None) -> Dataset:
    """The data in a folder, with what was published laid over it: prices, rates, sources, what was found
    of providers.

    Raises `DatasetError` with every fault in every file. `today` turns on the rule on future days.
    """
    tables, issues = read(folder, over)
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
    reader = _Reader(folder, issues)
    observations = list(_by_round(reader, "observations", Observation, over))
    answers = list(_by_round(reader, "answers", NoPrice, over))
    sources = reader.toml("sources.toml", "sources", Source)
    rates = tuple(rate for _, rate in reader.csv("rates.csv", Rate))
    ranges = tuple(found for _, found in reader.csv("ranges.csv", GroupRange, optional=True))
    standings = tuple(reader.csv("standings.csv", StandingRow, optional=True))
    licences = tuple(reader.csv("licences.csv", LicenceRow, optional=True))
    if over is not None and over.is_dir():
        later = _Reader(over, issues)
        observations += _by_round(later, "observations", Observation)
        answers += _by_round(later, "answers", NoPrice)
        sources = laid_over(sources, later.toml("sources.toml", "sources", Source, optional=True), by_id)
        newer = tuple(rate for _, rate in later.csv("rates.csv", Rate, optional=True))
        rates = laid_over(rates, newer, by_sheet)
        told = tuple(found for _, found in later.csv("ranges.csv", GroupRange, optional=True))
        ranges = laid_over(ranges, told, by_telling)
        standings = rows_over(standings, tuple(later.csv("standings.csv", StandingRow, optional=True)))
        licences = rows_over(licences, tuple(later.csv("licences.csv", LicenceRow, optional=True)))
    tables = Tables(
        sources=sources,
        corridors=reader.toml("corridors.toml", "corridors", Corridor),
        providers=tuple(_providers(reader)),
        payouts=reader.toml("payouts.toml", "payouts", Payout, optional=True),
        observations=tuple(observations),
        answers=tuple(answers),
        rates=rates,
        boards=tuple(board for _, board in reader.csv("boards.csv", Board, optional=True)),
        roads=reader.toml("outside.toml", "roads", OutsideRoad, optional=True),
        references=reader.toml("outside.toml", "references", OutsideReference, optional=True),
        ranges=ranges,
        standings=standings,
        licences=licences,
        rules=reader.toml("rules.toml", "rules", Rule, optional=True),
        regions=reader.toml("regions.toml", "regions", Region, optional=True),
        conflicts=reader.toml("conflicts.toml", "conflicts", Conflict, optional=True),
        databases=reader.toml("databases.toml", "databases", PriceDatabase, optional=True),
        targets=reader.toml("targets.toml", "targets", Target, optional=True),
        surveys=reader.toml("surveys.toml", "surveys", Survey, optional=True),
        corridor_quarters=tuple(q for _, q in reader.csv(CORRIDORS, CorridorQuarter, optional=True)),
        global_quarters=tuple(q for _, q in reader.csv(WORLDWIDE, GlobalQuarter, optional=True)),
        statistics=tuple(_statistics(reader)),
        definitions=reader.toml("definitions.toml", "definitions", Definition, optional=True),
        examples=tuple(_examples(reader)),
        forms=tuple(_one_a_file(reader, "forms", Form)),
        frames=reader.toml("frames.toml", "frames", Frame, optional=True),
        stories=tuple(_one_a_file(reader, "stories", Story)),
        cards=reader.toml("cards.toml", "cards", Card, optional=True),
        questions=reader.toml("quiz.toml", "questions", QuizQuestion, optional=True),
    )
    return tables, issues


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
        self._stray(name, content, KEYS.get(name, {key}))
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

    def record(self, where: str, model: type[R], row: object) -> R | None:
        try:
            return model.model_validate(row)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                self.issues.append(issue(where, model, dict(fault)))
        return None


def _by_round(
    reader: _Reader, kind: str, model: type[R], over: Path | None = None
) -> Iterator[tuple[str, R]]:
    """The rows of every file of a folder; a file laid over the data takes the place of its namesake."""
    laid = {path.name for path in (over / kind).glob("*.csv")} if over is not None else set()
    for path in sorted((reader.folder / kind).glob("*.csv")):
        if path.name not in laid:
            yield from reader.csv(f"{kind}/{path.name}", model)


def _statistics(reader: _Reader) -> Iterator[Statistic]:
    for path in sorted((reader.folder / "indicators").glob("*.csv")):
        name = f"indicators/{path.name}"
        if name not in (CORRIDORS, WORLDWIDE):
            yield from (said for _, said in reader.csv(name, Statistic))


def _examples(reader: _Reader) -> Iterator[Example]:
    for path in sorted((reader.folder / "examples").glob("*.toml")):
        yield from reader.toml(f"examples/{path.name}", "example", Example)


def _one_a_file(reader: _Reader, folder: str, model: type[R]) -> Iterator[R]:
    """The records of a folder whose files' names are their ids."""
    for path in sorted((reader.folder / folder).glob("*.toml")):
        name = f"{folder}/{path.name}"
        content = reader.parsed(name)
        if content is None:
            continue
        if "id" in content:
            reader.issues.append(Issue(f"{name}: id", "id_is_file_name"))
            continue
        record = reader.record(name, model, {**content, "id": path.stem})
        if record is not None:
            yield record


def _providers(reader: _Reader) -> Iterator[Provider]:
    if not list((reader.folder / "providers").glob("*.toml")):
        reader.issues.append(Issue("providers", "missing_file"))
    yield from _one_a_file(reader, "providers", Provider)


def _label(key: str, number: int, row: object) -> str:
    """A record's own id where it has one, else its number in the file, from 1."""
    name = row.get("id") if isinstance(row, dict) else None
    return f"{key}.{name}" if isinstance(name, str) else f"{key}.{number + 1}"
