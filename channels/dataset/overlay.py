"""How records that were published while the program runs take the place of their like in data/."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from channels.records.base import Source
from channels.records.informal import GroupRange
from channels.records.observations import Rate
from channels.records.provider_checks import LicenceRow, StandingRow

T = TypeVar("T")


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


def by_row(placed: tuple[str, StandingRow | LicenceRow]) -> tuple[object, ...]:
    """What tells a published status or licence check, with its place, from every other of its file."""
    return row_key(placed[1])


def row_key(row: StandingRow | LicenceRow) -> tuple[object, ...]:
    """Of whom it is said, of which day, by which source."""
    if isinstance(row, StandingRow):
        return row.provider, row.service, row.country, row.day, row.source
    return row.provider, row.day, row.source
