"""Published files put right: faulty lines set aside, what the store has written anew, also at a start."""

from datetime import datetime
from pathlib import Path
from re import compile as pattern

from sqlalchemy import Engine

from channels import files as atomic_files
from channels.dataset.dataset import DatasetError
from channels.dataset.loading import load
from channels.dataset.locations import DataFolders
from channels.dataset.tables import Issue
from channels.store import publishing
from channels.store.published_files import follow, is_shared, turn

ASIDE = "set_aside"
"""The folder beside the published files in which nothing is lost."""
LINE = pattern(r"(?P<file>[^:]+\.csv): line (?P<number>\d+)")
TRIES = 5


def mend(engine: Engine, place: DataFolders, *, now: datetime) -> tuple[str, ...]:
    """What was set aside so that the published files hold with the data again: lines, files, at last all.

    Of a file of rounds everything that the store knows stands there afterwards. Raises `DatasetError` where
    the data themselves have faults, `StoreError` and OSError.
    """
    over = place.over
    assert over is not None
    load(place.folder)
    aside = over.parent / ASIDE / f"{now:%Y-%m-%dT%H%M%S}"
    gone: list[str] = []
    with turn(engine, over) as staged:
        held = DataFolders(place.folder, staged)
        for last in range(TRIES, 0, -1):
            faults = _faults(held)
            if not faults:
                return tuple(dict.fromkeys(gone))
            gone += _moved(faults, staged, aside, everything=last == 1)
            publishing.lay(engine, staged)
    return tuple(dict.fromkeys(gone))


def settle(engine: Engine, over: Path) -> None:
    """Bring the readers' folder to what is published, at a start: what was cut off there is finished.

    The first of several machines hands in what its folder holds. Raises `StoreError` and OSError.
    """
    if is_shared(engine) and follow(engine, over) is None and any(over.rglob("*")):
        publishing.write(engine, over)
    if not publishing.is_written(engine, over):
        publishing.write(engine, over)


def _faults(place: DataFolders) -> tuple[Issue, ...]:
    try:
        load(place.folder, place.over)
    except DatasetError as error:
        return error.issues
    return ()


def _moved(faults: tuple[Issue, ...], over: Path, aside: Path, *, everything: bool) -> list[str]:
    """Move faulty lines, or their files, away; everything where that is not known or has not helped."""
    lines: dict[str, set[int]] = {}
    whole: set[str] = set()
    for issue in faults:
        at = LINE.match(issue.where)
        name = at["file"] if at else issue.where.partition(":")[0]
        if (over / name).is_file():
            lines.setdefault(name, set()).add(int(at["number"])) if at else whole.add(name)
    if everything or not (lines or whole):
        whole = {path.relative_to(over).as_posix() for path in over.rglob("*") if path.is_file()}
    for name in whole:
        _away((over / name).read_bytes(), aside / name)
        (over / name).unlink()
    for name in lines.keys() - whole:
        rows = (over / name).read_bytes().splitlines(keepends=True)
        bad = {number for number in lines[name] if number > 1}
        if 1 in lines[name] or not bad:
            bad = set(range(1, len(rows) + 1))
        _away(b"".join(rows[number - 1] for number in sorted(bad)), aside / name)
        kept = b"".join(row for number, row in enumerate(rows, start=1) if number not in bad)
        atomic_files.replace(over / name, kept) if len(bad) < len(rows) else (over / name).unlink()
    named = [f"{name} {number}" for name, numbers in lines.items() for number in sorted(numbers)]
    return [*sorted(whole), *(one for one in named if one.partition(" ")[0] not in whole)]


def _away(content: bytes, to: Path) -> None:
    known = atomic_files.read(to) or b""
    # A mending that was cut off may have put them there already.
    if not known.endswith(content):
        atomic_files.replace(to, known + content)
