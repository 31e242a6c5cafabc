"""Prices that one person got at one counter on one day: they are checked together."""

from collections.abc import Iterable

from channels.records.entries import Kept


def visits(entries: Iterable[Kept]) -> tuple[tuple[Kept, ...], ...]:
    """Entries by who was told them, provider, service, corridor, counter and day, in the order they came.

    Inside a visit they stand by amount. A correction stands alone, because it is held against what it
    corrects.
    """
    found: dict[tuple[object, ...], list[Kept]] = {}
    for kept in entries:
        found.setdefault(_visit(kept), []).append(kept)
    return tuple(tuple(sorted(same, key=_amount)) for same in found.values())


def _visit(kept: Kept) -> tuple[object, ...]:
    if kept.supersedes is not None:
        return (kept.id,)
    entry = kept.entry
    counter = (entry.provider, entry.service, entry.corridor, entry.payout)
    return (kept.own_of, *counter, entry.collected, entry.answer)


def _amount(kept: Kept) -> tuple[object, ...]:
    return kept.entry.currency, kept.entry.amount or 0, kept.id
