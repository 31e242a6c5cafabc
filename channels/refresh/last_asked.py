"""When each side outside was last asked, when it last answered, and what was wrong where it did not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, Field, ValidationError

from channels import files
from channels.readers.failed import Failed
from channels.records.base import Record
from channels.refresh import fetch_log

CALCULATOR = "calculator_"
"""How the codes of providers' own calculators begin, before the provider's id."""


class LastAsked(Record):
    """The last question to one side, by its code such as `cbar`, and the last time that it answered.

    `answered`: None before the first answer that could be read. `fault`: why the last question has no such
    answer, with what fills the sentence's holes, and until when the side wants to be left alone; None where
    it has one.
    """

    what: str
    asked: AwareDatetime
    answered: AwareDatetime | None = None
    fault: str | None = None
    holes: dict[str, str] = Field(default_factory=dict)
    until: AwareDatetime | None = None

    @property
    def failed(self) -> Failed | None:
        """The fault as it was raised; None where the last question was answered."""
        return None if self.fault is None else Failed.kept(self.fault, self.holes, self.until)


@contextmanager
def noted(var: Path, what: str, now: Callable[[], datetime]) -> Iterator[None]:
    """Write down that a side is asked in this block, and whether it answers; its `Failed` goes on.

    Where nothing can be written nothing is lost but this note.
    """
    began = now()
    try:
        yield
    except Failed as fault:
        note(var, what, began, None, fault)
        raise
    note(var, what, began, now(), None)


def last_asked(var: Path) -> tuple[LastAsked, ...]:
    """The last question to each side, in the order in which they were first asked.

    A line that is none is passed over. Raises OSError where the list cannot be read.
    """
    found: dict[str, LastAsked] = {}
    for line in files.lines(_path(var)):
        with suppress(ValidationError):
            one = LastAsked.model_validate_json(line)
            found[one.what] = one
    return tuple(found.values())


def note(var: Path, what: str, asked: datetime, answered: datetime | None, fault: Failed | None) -> None:
    """Write down how a question went. Where the host was left alone, its last question stays the one before.

    Where nothing can be written nothing is lost but this note.
    """
    with suppress(OSError), files.alone(fetch_log.folder(var)):
        known = {one.what: one for one in last_asked(var)}
        before = known.get(what)
        stays = before is not None and fault is not None and not fault.was_put
        known[what] = LastAsked(
            what=what,
            asked=before.asked if before is not None and stays else asked,
            answered=answered or (before.answered if before else None),
            fault=fault.code if fault else None,
            holes=fault.holes if fault else {},
            until=fault.until if fault else None,
        )
        lines = [one.model_dump_json() + "\n" for one in known.values()]
        files.replace(_path(var), "".join(lines).encode())


def _path(var: Path) -> Path:
    return fetch_log.folder(var) / "asked.jsonl"
