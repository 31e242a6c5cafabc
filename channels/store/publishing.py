"""What was checked, published in the store and written as data/ keeps it, for the readers or for a commit."""

import csv
import io
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from channels import files as atomic_files
from channels.collect.group_ranges import Ranges, gathered, ranges
from channels.collect.official_rates import PublishedRates, judged, published_rates
from channels.collect.provider_checks import PublishedChecks, next_moment, published_checks
from channels.collect.rounds import OWN, Round, rounds
from channels.dataset.loading import load
from channels.dataset.locations import DataFolders
from channels.dataset.tables import BY_ROUND
from channels.readers.providers.catalogue import sources
from channels.records.asked_prices import OWN_SERVICE, OWN_SOURCE, JudgedPrice
from channels.records.base import Record, Source
from channels.records.entries import EntryFault, EntryStep, Kept, KeptDiscussion
from channels.records.informal import GroupRange
from channels.records.observations import NoPrice, Observation, Rate
from channels.records.official_rates import KeptRate
from channels.records.provider_checks import KeptCheck, LicenceRow, StandingRow
from channels.refresh.publishing import ids_of, with_sources
from channels.store import (
    asked_prices,
    discussions,
    official_rates,
    price_entries,
    provider_checks,
    quote_keeping,
)
from channels.store.faults import StoreError, StoreFault
from channels.store.price_entries import StepRefused
from channels.store.published_files import turn
from channels.terms import Stage

MOST_NAMED = 10
"""Damaged rows that are told by name."""
SOURCES = "sources.toml"
RANGES = "ranges.csv"
STANDINGS = "standings.csv"
LICENCES = "licences.csv"
RATES = "rates.csv"
OF_WHOM: dict[type[Record], tuple[str, ...]] = {
    GroupRange: ("corridor", "source"),
    StandingRow: ("provider", "service", "country", "day", "source"),
    LicenceRow: ("provider", "day", "source"),
    Rate: ("day", "currency", "source"),
}
"""What tells a row of each file from every other."""


def close(
    engine: Engine, place: DataFolders, ids: Iterable[str], *, by: str, now: datetime
) -> tuple[Kept, ...]:
    """Publish confirmed entries and lay them over the data, after trying whether the data holds with them.

    Raises `DatasetError`, `StoreError`, OSError or `StepRefused`; before the store has taken the step nothing
    has changed.
    Files that then could not be written are written by `write` later: they follow from the store.
    """
    over = place.over
    assert over is not None
    chosen = set(ids)
    with turn(engine, over) as staged:
        known = price_entries.kept(engine)
        step = EntryStep(Stage.PUBLISHED, by, now)
        after = [
            Kept(k.id, k.entry, (*k.steps, step), k.supersedes) if k.id in chosen else k
            for k in known
            if k.published or k.id in chosen
        ]
        attempt(place, staged, replace(everything(engine), rounds=rounds(after)))
        done = price_entries.publish(engine, chosen, by=by, now=now)
        found = everything(engine)
        _lay(staged, found)
    at = {one.steps[-1].at for one in done}
    quote_keeping.note_round(engine, over.parent, [each for each in found.rounds if each.at in at], now)
    return done


def close_ranges(
    engine: Engine, place: DataFolders, ids: Iterable[str], *, by: str, now: datetime
) -> tuple[KeptDiscussion, ...]:
    """Publish confirmed discussions and lay their ranges over the data, after a trial as in `close`.

    Raises `DatasetError`, `StoreError`, OSError or `StepRefused`, also where too few people spoke.
    """
    chosen = set(ids)
    with turn(engine, place.over) as staged:
        step = EntryStep(Stage.PUBLISHED, by, now)
        after = [
            KeptDiscussion(one.id, one.discussion, (*one.steps, step)) if one.id in chosen else one
            for one in discussions.kept(engine)
        ]
        if not all(one.enough for one in gathered(k for k in discussions.kept(engine) if k.id in chosen)):
            raise price_entries.StepRefused(EntryFault.TOO_FEW)
        attempt(place, staged, replace(everything(engine), ranges=ranges(after)))
        done = discussions.publish(engine, chosen, by=by, now=now)
        _lay(staged, everything(engine))
    return done


def close_checks(
    engine: Engine, place: DataFolders, ids: Iterable[str], *, by: str, now: datetime
) -> tuple[KeptCheck, ...]:
    """Publish confirmed provider checks and lay them over the data, after a trial as in `close`.

    Raises `DatasetError`, `StoreError`, OSError or `StepRefused`.
    """
    chosen = set(ids)
    with turn(engine, place.over) as staged:
        known = provider_checks.kept(engine)
        step = EntryStep(Stage.PUBLISHED, by, next_moment(known, now))
        after = [
            KeptCheck(one.id, one.check, (*one.steps, step)) if one.id in chosen else one for one in known
        ]
        attempt(place, staged, replace(everything(engine), checks=published_checks(after)))
        done = provider_checks.publish(engine, chosen, by=by, now=now)
        _lay(staged, everything(engine))
    return done


def withdraw_check(engine: Engine, over: Path, id: str, *, reason: str, by: str, now: datetime) -> None:
    """Take a published provider check back, in the store and in the readers' files.

    Raises `StepRefused`, `StoreError` and OSError.
    """
    with turn(engine, over) as staged:
        provider_checks.withdraw(engine, id, reason=reason, by=by, now=now)
        _lay(staged, everything(engine))


def release_rate(
    engine: Engine, place: DataFolders, id: str, *, by: str, now: datetime, reason: str | None = None
) -> KeptRate:
    """Publish an official rate that another person entered, after a trial as in `close`.

    One that the guard holds back needs a `reason`, which stays in the log. Raises `DatasetError`,
    `StoreError`, OSError or `StepRefused`.
    """
    with turn(engine, place.over) as staged:
        step = EntryStep(Stage.PUBLISHED, by, now)
        every = official_rates.kept(engine)
        held = any(
            one.id == id and not judged(one.rate, load(place.folder, staged)).accepted for one in every
        )
        if held and not reason:
            raise StepRefused(EntryFault.NO_REASON)
        after = [KeptRate(one.id, one.rate, (*one.steps, step)) if one.id == id else one for one in every]
        attempt(place, staged, replace(everything(engine), rates=published_rates(after)))
        done = official_rates.publish(engine, id, by=by, now=now, reason=reason)
        _lay(staged, everything(engine))
    return done


def withdraw_rate(engine: Engine, over: Path, id: str, *, reason: str, by: str, now: datetime) -> None:
    """Take a published official rate back, in the store and in the readers' files.

    Raises `StepRefused`, `StoreError` and OSError.
    """
    with turn(engine, over) as staged:
        official_rates.withdraw(engine, id, reason=reason, by=by, now=now)
        _lay(staged, everything(engine))


def withdraw(engine: Engine, over: Path, id: str, *, reason: str, by: str, now: datetime) -> None:
    """Take a published range back, in the store and in the readers' files.

    Raises `StepRefused`, `StoreError` and OSError.
    """
    with turn(engine, over) as staged:
        discussions.withdraw(engine, id, reason=reason, by=by, now=now)
        _lay(staged, everything(engine))


def write(engine: Engine, over: Path) -> None:
    """Make the folder laid over the data hold every published round, and none that the store does not know.

    What is not of rounds, such as the official rates of a refresh, stays. Raises OSError.
    """
    with turn(engine, over) as staged:
        lay(engine, staged)


def lay(engine: Engine, over: Path) -> None:
    """As `write`, for a writer who has the folder alone already."""
    _lay(over, everything(engine))


def export(engine: Engine, folder: Path) -> int:
    """Lay every published round into a folder like data/; how many rounds. Raises OSError.

    Of what is there, only what has the name of one of these rounds is replaced.
    """
    found = everything(engine)
    _lay(folder, found, beside=True)
    return len(found.rounds)


def is_written(engine: Engine, over: Path) -> bool:
    """Whether the published rounds stand there, and no others.

    A store that never published anything is no reason to take away what others did; one that took all of its
    own back is.
    """
    found = everything(engine)
    untouched = found == Published() and not price_entries.was_published(engine)
    return untouched or all(atomic_files.read(path) == to for path, to in _steps(over, found))


def fits(engine: Engine, place: DataFolders) -> None:
    """Try whether the data hold with what a store publishes. Raises `DatasetError` where they do not."""
    assert place.over is not None
    attempt(place, place.over, everything(engine))


@dataclass(frozen=True, slots=True)
class Published:
    """All that was published.

    The rounds, what group discussions said, what was found of providers, the official rates that stewards
    read, and what calculators told.
    """

    rounds: tuple[Round, ...] = ()
    ranges: tuple[Ranges, ...] = ()
    checks: PublishedChecks = field(default_factory=PublishedChecks)
    rates: PublishedRates = field(default_factory=PublishedRates)
    asked: tuple[JudgedPrice, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Their own sources, in the order of the data."""
        prices = (source for each in self.rounds for source in each.sources)
        talks = (each.source for each in self.ranges)
        return (*prices, *talks, *self.checks.sources, *self.rates.sources, *sources(self.asked))


def damaged(engine: Engine) -> tuple[str, ...]:
    """The rows of the store that cannot be read, such as `steps 3`."""
    found: list[str] = []
    price_entries.kept(engine, damaged=found)
    price_entries.leads(engine, damaged=found)
    for table in (discussions, provider_checks, official_rates):
        table.kept(engine, damaged=found)
    asked_prices.published(engine, damaged=found)
    return tuple(found)


def everything(engine: Engine) -> Published:
    """All that was published. Raises `StoreError` where a row cannot be read: its price must not vanish."""
    bad: list[str] = []
    found = Published(
        rounds(price_entries.published(engine, damaged=bad)),
        ranges(discussions.kept(engine, damaged=bad)),
        published_checks(provider_checks.kept(engine, damaged=bad)),
        published_rates(official_rates.kept(engine, damaged=bad)),
        tuple(one.judged for one in asked_prices.published(engine, damaged=bad)),
    )
    if bad:
        raise StoreError(
            StoreFault.DAMAGED, f"{engine.url.render_as_string()}: {', '.join(bad[:MOST_NAMED])}"
        )
    return found


def files(found: Published) -> dict[str, bytes]:
    """The prices of rounds, and the answers without one, by the name of their file in data/."""
    made = {}
    for each in found.rounds:
        if each.rows:
            made[f"observations/{each.name}.csv"] = _csv(Observation, each.rows)
        if each.answers:
            made[f"answers/{each.name}.csv"] = _csv(NoPrice, each.answers)
    told = [price for price in (one.observation() for one in found.asked) if price is not None]
    # A service that a price alone named is none any more once that price is gone.
    named = {(price.provider, price.corridor) for price in told if price.service == OWN_SERVICE}
    in_vain = [
        answer
        for answer in (one.no_price() for one in found.asked)
        if answer and (answer.service != OWN_SERVICE or (answer.provider, answer.corridor) in named)
    ]
    made |= {f"observations/{OWN_SOURCE}.csv": _csv(Observation, told)} if told else {}
    made |= {f"answers/{OWN_SOURCE}.csv": _csv(NoPrice, in_vain)} if in_vain else {}
    return made


def attempt(place: DataFolders, over: Path, found: Published) -> None:
    """Raise `DatasetError` if the data would not load with these rounds laid over it."""
    with TemporaryDirectory() as scratch:
        trial = Path(scratch) / "published"
        if over.is_dir():
            shutil.copytree(over, trial)
        _lay(trial, found)
        load(place.folder, trial)


def _lay(over: Path, found: Published, *, beside: bool = False) -> None:
    for path, content in _steps(over, found, beside=beside):
        if content is None:
            path.unlink(missing_ok=True)
        elif atomic_files.read(path) != content:
            atomic_files.replace(path, content)


def _steps(over: Path, found: Published, *, beside: bool = False) -> list[tuple[Path, bytes | None]]:
    """What the files of a folder are to hold, None for none, in an order in which they hold at each step.

    `beside`: rounds that are not among those found stay too.
    """
    # Sources come first and go last: a price without one would be a fault, a source without a price is none.
    listed = atomic_files.read(over / SOURCES) or b""
    longer = with_sources(listed, found.sources)
    made = {over / name: content for name, content in files(found).items()}
    shared: Mapping[str, tuple[type[Record], Sequence[Record]]] = {
        RANGES: (GroupRange, [row for each in found.ranges for row in each.rows]),
        STANDINGS: (StandingRow, found.checks.standings),
        LICENCES: (LicenceRow, found.checks.licences),
        RATES: (Rate, found.rates.rates),
    }
    told = {
        over / name: _with_rows(atomic_files.read(over / name), model, rows, beside=beside)
        for name, (model, rows) in shared.items()
    }
    steps: list[tuple[Path, bytes | None]] = [(over / SOURCES, longer)] if found.sources else []
    steps += [*made.items(), *told.items()]
    if not beside:
        lying = [path for kind in BY_ROUND for path in sorted((over / kind).glob("*.csv"))]
        steps += [(path, None) for path in lying if OWN.fullmatch(path.stem) and path not in made]
        ours = {source.id for source in found.sources}
        gone = {id for id in ids_of(longer) if OWN.fullmatch(id)} - ours
        kept = with_sources(longer, (), gone=gone)
        steps.append((over / SOURCES, kept if kept.strip() else None))
    return steps


def _with_rows(
    known: bytes | None, model: type[Record], new: Sequence[Record], *, beside: bool
) -> bytes | None:
    """A file that others write too, with these rows behind theirs; None for no row at all.

    Official rates stand before others': a sheet that is taken in puts its lines at the end, and counts.
    """
    fields, keys = tuple(model.model_fields), OF_WHOM[model]
    head, *rows = csv.reader(
        (known or b"").decode("utf-8-sig", "surrogateescape").splitlines() or [",".join(fields)]
    )
    head = [name.strip() for name in head]
    ours = {tuple(_cell(getattr(row, name)) for name in keys) for row in new}
    stays = []
    for row in rows:
        named = dict(zip(head, map(str.strip, row), strict=False))
        is_ours = tuple(named.get(name, "") for name in keys) in ours
        if not is_ours and (beside or OWN.fullmatch(named.get("source", "")) is None):
            stays.append(row)
    if not new and len(stays) == len(rows):
        return known
    more = [name for name in fields if name not in head]
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow([*head, *more])
    theirs = [[*row, *("" for _ in more)] for row in stays]
    own = [[_cell(getattr(row, name, None)) for name in (*head, *more)] for row in new]
    writer.writerows([*own, *theirs] if model is Rate else [*theirs, *own])
    return lines.getvalue().encode(errors="surrogateescape") if stays or new else None


def _csv(model: type[Record], rows: Iterable[Record]) -> bytes:
    """Records as a file of data/ has them."""
    columns = tuple(model.model_fields)
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(getattr(row, name)) for name in columns])
    return lines.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return str(value) if isinstance(value, str) or not hasattr(value, "as_tuple") else f"{value:f}"
