"""A round closed: published in the store, and written as data/ keeps it, for the readers or for a commit."""

import csv
import io
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from channels import keeping, ledger
from channels.dataset import load
from channels.entries import EntryFault, Kept, KeptDiscussion, Step
from channels.places import Place
from channels.publishing import as_toml
from channels.records import GroupRange, Observation, Record, Source
from channels.rounds import Ranges, Round, gathered, ranges, rounds
from channels.store import discussions, observations
from channels.terms import Stage

SOURCES = "sources.toml"
RANGES = "ranges.csv"


def close(engine: Engine, place: Place, ids: Iterable[str], *, by: str, now: datetime) -> tuple[Kept, ...]:
    """Publish confirmed entries and lay them over the data, after trying whether the data holds with them.

    Raises `DatasetError`, OSError or `Refused`; before the store has taken the step nothing has changed.
    Files that then could not be written are written by `write` later: they follow from the store.
    """
    over = place.over
    assert over is not None
    chosen = set(ids)
    with keeping.alone(ledger.folder(over.parent)):
        known = observations.kept(engine)
        step = Step(Stage.PUBLISHED, by, now)
        after = [
            Kept(k.id, k.entry, (*k.steps, step), k.supersedes) if k.id in chosen else k
            for k in known
            if k.published or k.id in chosen
        ]
        _try(place, over, Published(rounds(after)))
        done = observations.publish(engine, chosen, by=by, now=now)
        _lay(over, _published(engine))
    return done


def close_ranges(
    engine: Engine, place: Place, ids: Iterable[str], *, by: str, now: datetime
) -> tuple[KeptDiscussion, ...]:
    """Publish confirmed discussions and lay their ranges over the data, after a trial as in `close`.

    Raises `DatasetError`, OSError or `Refused`, also where too few people spoke.
    """
    over = place.over
    assert over is not None
    chosen = set(ids)
    with keeping.alone(ledger.folder(over.parent)):
        step = Step(Stage.PUBLISHED, by, now)
        after = [
            KeptDiscussion(one.id, one.discussion, (*one.steps, step)) if one.id in chosen else one
            for one in discussions.kept(engine)
        ]
        if not all(one.enough for one in gathered(k for k in discussions.kept(engine) if k.id in chosen)):
            raise observations.Refused(EntryFault.TOO_FEW)
        _try(place, over, Published(ranges=ranges(after)))
        done = discussions.publish(engine, chosen, by=by, now=now)
        _lay(over, _published(engine))
    return done


def withdraw(engine: Engine, over: Path, id: str, *, reason: str, by: str, now: datetime) -> None:
    """Take a published range back, in the store and in the readers' files. Raises `Refused` and OSError."""
    with keeping.alone(ledger.folder(over.parent)):
        discussions.withdraw(engine, id, reason=reason, by=by, now=now)
        _lay(over, _published(engine))


def write(engine: Engine, over: Path) -> None:
    """Write every published round once more into the folder laid over the data. Raises OSError."""
    with keeping.alone(ledger.folder(over.parent)):
        _lay(over, _published(engine))


def export(engine: Engine, folder: Path) -> int:
    """Write every published round as files for data/; how many rounds. Raises OSError.

    `sources.toml` there has the rounds' own sources, and `ranges.csv` what group discussions said, to be
    put behind those of data/.
    """
    found = _published(engine)
    for name, content in files(found).items():
        keeping.replace(folder / name, content)
    if found.sources:
        text = "".join(as_toml(source) for source in found.sources)
        keeping.replace(folder / SOURCES, text.lstrip("\n").encode())
    return len(found.rounds)


def is_written(engine: Engine, over: Path) -> bool:
    """Whether the files of every published round stand there as they should."""
    found = files(_published(engine))
    return all(keeping.read(over / name) == content for name, content in found.items())


@dataclass(frozen=True, slots=True)
class Published:
    """All that was published: the rounds, and what group discussions said."""

    rounds: tuple[Round, ...] = ()
    ranges: tuple[Ranges, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Their own sources, in the order of the data."""
        return (*(s for each in self.rounds for s in each.sources), *(each.source for each in self.ranges))


def _published(engine: Engine) -> Published:
    return Published(rounds(observations.published(engine)), ranges(discussions.kept(engine)))


def files(found: Published) -> dict[str, bytes]:
    """The observations of rounds, and the ranges, by the name of their file in data/."""
    made = {f"observations/{each.name}.csv": _csv(each.rows) for each in found.rounds if each.rows}
    rows = [row for each in found.ranges for row in each.rows]
    return {**made, **({RANGES: _csv(rows, GroupRange)} if rows else {})}


def _try(place: Place, over: Path, found: Published) -> None:
    """Raise `DatasetError` if the data would not load with these rounds laid over it."""
    with TemporaryDirectory() as scratch:
        trial = Path(scratch) / "published"
        if over.is_dir():
            shutil.copytree(over, trial)
        _lay(trial, found)
        load(place.folder, trial)


def _lay(over: Path, found: Published) -> None:
    # The sources first: a price without one would be a fault, a source without a price is none.
    listed = keeping.lines(over / SOURCES)
    new = [source for source in found.sources if not _is_listed(source, listed)]
    if new:
        text = "".join(as_toml(source) for source in new)
        keeping.replace(over / SOURCES, keeping.longer(over / SOURCES, text))
    for name, content in files(found).items():
        if keeping.read(over / name) != content:
            keeping.replace(over / name, content)


def _is_listed(source: Source, lines: list[str]) -> bool:
    return f'id = "{source.id}"' in lines


def _csv(rows: Iterable[Record], kind: type[Record] = Observation) -> bytes:
    """Records as a file of data/ has them."""
    columns = tuple(kind.model_fields)
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
    return str(value) if isinstance(value, str) or not hasattr(value, "as_tuple") else f"{value:f}"
