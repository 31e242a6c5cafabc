"""Ranges of unlicensed services' prices, as group discussions name them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from channels.collect.rounds import names_by_moment, why_superseded
from channels.collect.source_titles import told_titles
from channels.records.base import Source
from channels.records.entries import LEAST, KeptDiscussion
from channels.records.informal import GroupRange
from channels.terms import BAKU, Confidence, Stage


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the checked group discussions of a corridor come to, not yet seen by readers.

    `enough`: so many people spoke that nobody's words can be told from the range.
    """

    corridor: str
    discussions: tuple[KeptDiscussion, ...]
    people: int
    least: Decimal
    most: Decimal

    @property
    def enough(self) -> bool:
        """Whether the range may be published."""
        return self.people >= LEAST


@dataclass(frozen=True, slots=True)
class Ranges:
    """The ranges that were published at one moment, with their source."""

    at: datetime
    rows: tuple[GroupRange, ...]
    source: Source


def gathered(kept: Iterable[KeptDiscussion]) -> tuple[Gathered, ...]:
    """The confirmed discussions of each corridor taken together, by corridor."""
    found: dict[str, list[KeptDiscussion]] = defaultdict(list)
    for one in kept:
        if one.stage is Stage.CONFIRMED:
            found[one.discussion.corridor].append(one)
    return tuple(_together(corridor, mine) for corridor, mine in sorted(found.items()))


def _together(corridor: str, kept: Sequence[KeptDiscussion]) -> Gathered:
    said = [one.discussion for one in kept]
    return Gathered(
        corridor, tuple(kept), sum(one.people for one in said),
        min(one.least for one in said), max(one.most for one in said),
    )  # fmt: skip


def ranges(kept: Iterable[KeptDiscussion]) -> tuple[Ranges, ...]:
    """What group discussions said, as data/ranges.csv has it: a row a corridor and moment of publishing.

    Oldest first, always the same for the same discussions. Each discussion stands in one row alone, so
    that no two rows can be subtracted.
    """
    at: dict[datetime, dict[str, list[KeptDiscussion]]] = defaultdict(lambda: defaultdict(list))
    for one in kept:
        moment = next((step.at for step in one.steps if step.stage is Stage.PUBLISHED), None)
        if moment is not None:
            at[moment][one.discussion.corridor].append(one)
    names = names_by_moment("ranges", at)
    return tuple(_ranges(names[moment], moment, at[moment]) for moment in sorted(at))


def _ranges(name: str, at: datetime, kept: Mapping[str, Sequence[KeptDiscussion]]) -> Ranges:
    rows = []
    for corridor, mine in sorted(kept.items()):
        days = [one.discussion.day for one in mine]
        all_told = _together(corridor, mine)
        why = next((why_superseded(one) for one in mine if why_superseded(one) is not None), None)
        rows.append(
            GroupRange(
                corridor=corridor, since=min(days), day=max(days), groups=len(mine), people=all_told.people,
                least=all_told.least, most=all_told.most, source=name, superseded=why,
            )
        )  # fmt: skip
    everyone = [one.discussion for mine in kept.values() for one in mine]
    last = max(one.day for one in everyone)
    titles = told_titles(min(one.day for one in everyone), last)
    source = Source(
        id=name,
        title=titles["en"],
        title_az=titles["az"],
        title_ru=titles["ru"],
        publisher=", ".join(sorted({one.organisation for one in everyone}))[:600],
        published=at.astimezone(BAKU).date(),
        retrieved=last,
        confidence=Confidence.WEAK,
    )
    return Ranges(at, tuple(rows), source)
