"""What was taken in from outside so far, with hashes and clocks, and who asked for a rest."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import AwareDatetime, ValidationError

from channels import files
from channels.records.base import Record

if TYPE_CHECKING:
    from channels.readers.fetching import FetchedAnswer

R = TypeVar("R", bound=Record)


class LoggedImport(Record):
    """An answer that was taken in: what it is about, its hash and bytes, when it was asked for and came."""

    what: str
    about: dict[str, str]
    url: str
    sha256: str
    size: int
    asked: AwareDatetime
    answered: AwareDatetime

    @classmethod
    def of(cls, what: str, about: Mapping[str, str], answer: "FetchedAnswer") -> "LoggedImport":
        """The import of an answer."""
        return cls(
            what=what, about=dict(about), url=answer.url, sha256=answer.sha256, size=len(answer.body),
            asked=answer.asked, answered=answer.answered,
        )  # fmt: skip

    @property
    def answer(self) -> tuple[str, dict[str, str], str]:
        """What makes two answers the same, whenever they came."""
        return self.what, self.about, self.sha256


class Rest(Record):
    """Until when one host is not to be asked."""

    what: str
    until: AwareDatetime


def folder(var: Path) -> Path:
    """The folder of the log; a writer holds `channels.files.alone` on it."""
    return var / "refresh"


def imports(var: Path) -> tuple[LoggedImport, ...]:
    """What was taken in so far, oldest first. Raises OSError where the log cannot be read."""
    return _read(LoggedImport, _imports(var))


def note(var: Path, taken: LoggedImport) -> bool:
    """Write an import down, unless the same answer stands there already; whether it was new.

    Raises OSError.
    """
    if any(known.answer == taken.answer for known in imports(var)):
        return False
    files.replace(_imports(var), files.longer(_imports(var), taken.model_dump_json() + "\n"))
    return True


def rests(var: Path) -> dict[str, datetime]:
    """Until when each host is not to be asked, over or not. Raises OSError."""
    return {rest.what: rest.until for rest in _read(Rest, _rests(var))}


def note_rest(var: Path, what: str, until: datetime) -> None:
    """Write down until when a host is not to be asked; what held before is over. Raises OSError."""
    found = {**rests(var), what: until}
    written = [Rest(what=name, until=time).model_dump_json() + "\n" for name, time in found.items()]
    files.replace(_rests(var), "".join(written).encode())


def _imports(var: Path) -> Path:
    return folder(var) / "ledger.jsonl"


def _rests(var: Path) -> Path:
    return folder(var) / "rests.jsonl"


def _read(model: type[R], path: Path) -> tuple[R, ...]:
    """The records of a file with one a line; a line that is none is passed over."""
    found = []
    for line in files.lines(path):
        try:
            found.append(model.model_validate_json(line))
        except ValidationError:
            continue
    return tuple(found)
