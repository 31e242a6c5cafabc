"""How records that were published while the program runs take the place of their like in data/."""

from typing import Any

from channels.dataset.kinds import RecordKind


def laid_over(kind: RecordKind, below: tuple[Any, ...], over: tuple[Any, ...]) -> tuple[Any, ...]:
    """The records of a kind with those laid over them, which take the place of their like.

    Of several laid over the last counts, but of those that keep their places every one stays. What stands
    twice among the records below is left for the rule on duplicates.
    """
    if not kind.identity:
        return below + over
    if kind.placed:
        told = {kind.identity_of(record) for _, record in over}
        return tuple(placed for placed in below if kind.identity_of(placed[1]) not in told) + over
    latest = {kind.identity_of(record): record for record in over}
    return (*(record for record in below if kind.identity_of(record) not in latest), *latest.values())
