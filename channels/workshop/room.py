"""A meeting's room: a short code by which phones vote, and what is asked of them just now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LETTERS = "BCHKMPTX"
"""Capitals that look alike in Latin and Cyrillic writing; no vowels, so that no word comes of them."""
LENGTH = 4
MOST_CHOICES = 4
KEPT_FOR = timedelta(days=1)
"""After this a room and all that was answered in it is deleted."""

_CYRILLIC = str.maketrans("ВСНКМРТХ", LETTERS)


class Voted(StrEnum):
    """What became of a vote."""

    KEPT = "kept"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Ballot:
    """One thing asked: its key such as `quiz.before.q17`, how many choices there are, whether it is open."""

    key: str
    choices: int
    open: bool


@dataclass(frozen=True, slots=True)
class Room:
    """A room as the presenter left it. `ballot` is what is asked now; `story` names where its words stand."""

    code: str
    language: str
    story: str | None
    ballot: Ballot | None
    opened: datetime
    over: bool


def read_code(typed: str) -> str | None:
    """A room's code as it was typed, in small letters or Cyrillic ones too; None for what can be no code."""
    letters = "".join(typed.upper().split()).translate(_CYRILLIC)
    return letters if len(letters) == LENGTH and set(letters) <= set(LETTERS) else None
