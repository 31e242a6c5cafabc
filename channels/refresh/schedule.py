"""Work that the program does by itself: what is due, by whom, and what came of it."""

import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from pydantic import AwareDatetime, ValidationError

from channels import files
from channels.readers.failed import Failed
from channels.records.base import Record
from channels.refresh import fetch_log

LASTS = timedelta(hours=2)
"""After this a holder that has not finished is thought to be gone."""
EARLY = 0.8
"""Work is due after this part of its time: the clock that wakes it is not exact."""


@dataclass(frozen=True, slots=True)
class Job:
    """Some work: its name, how often it is done, and what does it. `run` may raise `Failed`."""

    name: str
    every: timedelta
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class JobDone:
    """What came of some work; `error` None where it was done. An error that is no `Failed` is a bug."""

    name: str
    error: BaseException | None = None


class Leases(Protocol):
    """Who may do which work now."""

    def take(self, name: str, now: datetime) -> bool:
        """Whether the work is due and ours."""

    def finish(self, name: str, now: datetime, due: datetime) -> None:
        """Let go of it until it is due again."""


def work(jobs: Iterable[Job], leases: Leases, now: Callable[[], datetime]) -> tuple[JobDone, ...]:
    """Do what is due and ours, one after the other; an error in one keeps none of the others back.

    What failed is due again at once.
    """
    done = []
    with ThreadPoolExecutor(1) as pool:
        for job in jobs:
            began = now()
            if not leases.take(job.name, began):
                continue
            error = pool.submit(job.run).exception()
            wait = job.every * EARLY if error is None else timedelta(0)
            leases.finish(job.name, now(), began + wait)
            done.append(JobDone(job.name, error))
    return tuple(done)


class DueAgain(Record):
    """Before when some work is not to be done again."""

    name: str
    due: AwareDatetime


class FileLeases:
    """Leases in a file, for a program without a store; the user of them holds `own_work`."""

    def __init__(self, var: Path) -> None:
        self._path = fetch_log.folder(var) / "due.jsonl"

    def take(self, name: str, now: datetime) -> bool:
        """Whether the work is due. Raises OSError."""
        due = self._known().get(name)
        return due is None or not now < due < now + timedelta(days=8)

    def finish(self, name: str, now: datetime, due: datetime) -> None:
        """Write down when the work is due again. Raises OSError."""
        found = {**self._known(), name: due}
        lines = [DueAgain(name=name, due=due).model_dump_json() + "\n" for name, due in found.items()]
        files.replace(self._path, "".join(lines).encode())

    def _known(self) -> dict[str, datetime]:
        found = {}
        for line in files.lines(self._path):
            with suppress(ValidationError):
                one = DueAgain.model_validate_json(line)
                found[one.name] = one.due
        return found


def own_folder(var: Path) -> Path:
    """The folder that the one process holds, by `channels.files.alone`, that works for a PULYOLU_VAR now."""
    return fetch_log.folder(var) / "worker"


def holder(var: Path) -> str:
    """The name under which the processes of a PULYOLU_VAR hold leases. Raises OSError."""
    path = own_folder(var) / "holder"
    known = (files.read(path) or b"").decode(errors="replace").strip()
    if known.isalnum() and len(known) == 32:
        return known
    made = uuid.uuid4().hex
    files.replace(path, made.encode())
    return made


def fault(done: JobDone) -> Failed | None:
    """Why some work has no result, where it was the other side's doing; None otherwise."""
    return done.error if isinstance(done.error, Failed) else None
