"""What one steward has to do: what is their own, what is overdue, what is due next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from channels.collect.grid import Cell, next_to_collect
from channels.records.entries import Kept
from channels.terms import Stage

Services = tuple[tuple[Cell, ...], ...]
"""Services to be collected, each with its cells."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """What waits for one steward, and what anybody may collect.

    `returned` came back to them and has no correction yet; `waiting` and `confirmed` are their own on their
    way; `to_check` was entered by others. `overdue` should have been collected again by now.
    """

    returned: tuple[Kept, ...]
    waiting: tuple[Kept, ...]
    confirmed: tuple[Kept, ...]
    to_check: tuple[Kept, ...]
    overdue: Services
    next: Services


def to_do(known: Iterable[Kept], cells: Sequence[Cell], who: str | None, day: date) -> ToDo:
    """What `who` has to do on a day; nothing is anybody's own where nobody has said a name."""
    entries = tuple(known)
    corrected = {kept.supersedes for kept in entries}
    own = [kept for kept in entries if who is not None and who in kept.own_of]
    others = [kept for kept in entries if who is None or who not in kept.own_of]

    def of(kept: Iterable[Kept], stage: Stage) -> tuple[Kept, ...]:
        return tuple(one for one in kept if one.stage is stage and one.id not in corrected)

    wanted = next_to_collect(cells, day)
    return ToDo(
        returned=of(own, Stage.RETURNED),
        waiting=of(own, Stage.ENTERED),
        confirmed=of(own, Stage.CONFIRMED),
        to_check=of(others, Stage.ENTERED),
        overdue=tuple(service for service in wanted if _is_overdue(service, day)),
        next=tuple(service for service in wanted if not _is_overdue(service, day)),
    )


def _is_overdue(service: Sequence[Cell], day: date) -> bool:
    return any(cell.due is not None and cell.due < day for cell in service)
