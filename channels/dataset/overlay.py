"""How records that were published while the program runs take the place of their like in data/."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from channels.records.base import Source
from channels.records.informal import GroupRange
from channels.records.observations import Rate
from channels.records.provider_checks import LicenceRow, StandingRow

T = TypeVar("T")
R = TypeVar("R", StandingRow, LicenceRow)


def laid_over(below: tuple[T, ...], over: tuple[T, ...], key: Callable[[T], object]) -> tuple[T, ...]:
    """Records with those laid over them, which take the place of their like; of several the last counts.

    What stands twice among the records below is left for the rule on duplicates.
    """
    latest = {key(record): record for record in over}
    return (*(record for record in below if key(record) not in latest), *latest.values())


def by_id(source: Source) -> str:
    """What tells a source from every other: its id."""
    return source.id


def by_sheet(rate: Rate) -> tuple[date, str]:
    """What tells an official rate from every other: its day and currency."""
    return rate.day, rate.currency


def by_telling(told: GroupRange) -> tuple[str, str]:
    """What tells a range from every other: its corridor and source."""
    return told.corridor, told.source


def rows_over(below: tuple[tuple[str, R], ...], over: tuple[tuple[str, R], ...]) -> tuple[tuple[str, R], ...]:
    """Rows of one file with those laid over them; what stands twice in one file is left for the rule on it.

    Each comes with its place.
    """
    latest = {row_key(row) for _, row in over}
    return tuple(placed for placed in below if row_key(placed[1]) not in latest) + over


def row_key(row: StandingRow | LicenceRow) -> tuple[object, ...]:
    """Of whom it is said, of which day, by which source."""
    if isinstance(row, StandingRow):
        return row.provider, row.service, row.country, row.day, row.source
    return row.provider, row.day, row.source
