"""A round closed: published in the store, and written as data/ keeps it, for the readers or for a commit."""

import csv
import io
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from channels import keeping, ledger
from channels.dataset import load
from channels.entries import Kept, Step
from channels.places import Place
from channels.publishing import as_toml
from channels.records import Observation, Source
from channels.rounds import Round, rounds
from channels.store import observations
from channels.terms import Stage

SOURCES = "sources.toml"
COLUMNS = tuple(Observation.model_fields)


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
        _try(place, over, rounds(after))
        done = observations.publish(engine, chosen, by=by, now=now)
        _lay(over, rounds(observations.published(engine)))
    return done


def write(engine: Engine, over: Path) -> None:
    """Write every published round once more into the folder laid over the data. Raises OSError."""
    with keeping.alone(ledger.folder(over.parent)):
        _lay(over, rounds(observations.published(engine)))


def export(engine: Engine, folder: Path) -> int:
    """Write every published round as files for data/; how many rounds. Raises OSError.

    `sources.toml` there has the rounds' own sources, to be put behind those of data/.
    """
    found = rounds(observations.published(engine))
    for name, content in files(found).items():
        keeping.replace(folder / name, content)
    if found:
        text = "".join(as_toml(source) for each in found for source in each.sources)
        keeping.replace(folder / SOURCES, text.lstrip("\n").encode())
    return len(found)


def is_written(engine: Engine, over: Path) -> bool:
    """Whether the files of every published round stand there as they should."""
    found = files(rounds(observations.published(engine)))
    return all(keeping.read(over / name) == content for name, content in found.items())


def files(found: Iterable[Round]) -> dict[str, bytes]:
    """The observations of rounds by the name of their file in data/."""
    return {f"observations/{each.name}.csv": _csv(each.rows) for each in found if each.rows}


def _try(place: Place, over: Path, found: Iterable[Round]) -> None:
    """Raise `DatasetError` if the data would not load with these rounds laid over it."""
    with TemporaryDirectory() as scratch:
        trial = Path(scratch) / "published"
        if over.is_dir():
            shutil.copytree(over, trial)
        _lay(trial, tuple(found))
        load(place.folder, trial)


def _lay(over: Path, found: Iterable[Round]) -> None:
    # The sources first: a price without one would be a fault, a source without a price is none.
    found = tuple(found)
    listed = keeping.lines(over / SOURCES)
    new = [s for each in found for s in each.sources if not _is_listed(s, listed)]
    if new:
        text = "".join(as_toml(source) for source in new)
        keeping.replace(over / SOURCES, keeping.longer(over / SOURCES, text))
    for name, content in files(found).items():
        if keeping.read(over / name) != content:
            keeping.replace(over / name, content)


def _is_listed(source: Source, lines: list[str]) -> bool:
    return f'id = "{source.id}"' in lines


def _csv(rows: Iterable[Observation]) -> bytes:
    """Observations as data/observations/ has them."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(getattr(row, name)) for name in COLUMNS])
    return lines.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str) or not hasattr(value, "as_tuple") else f"{value:f}"
