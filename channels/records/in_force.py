"""The one rule of what is in force: nothing has taken its place, and it began by the day asked about."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Correctable(Protocol):
    """A record that a correction may take the place of; `begins` None = nobody says since when it holds."""

    @property
    def superseded(self) -> str | None:
        """Why it does not hold any more; None while it does."""

    @property
    def begins(self) -> date | None:
        """The day from which it is known."""


C = TypeVar("C", bound=Correctable)


def is_in_force(one: Correctable, day: date | None = None) -> bool:
    """Whether a record holds, and began not after a day where one is given; one without a day always did."""
    return one.superseded is None and (day is None or one.begins is None or one.begins <= day)


def in_force(found: Iterable[C], day: date | None = None) -> list[C]:
    """The records that hold, in their order; of a day where one is given."""
    return [one for one in found if is_in_force(one, day)]


def last_in_force(found: Iterable[C], day: date | None = None) -> C | None:
    """The record that began last of those that hold, of one day's the first; None without any."""
    return max(in_force(found, day), key=lambda one: one.begins or date.min, default=None)
