"""One way in which the country falls short, and the order of such gaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from channels.gaps.catalogue import BY_GROUP, INDICATORS, GapKind, Nature, Weight
from channels.gaps.indicators import Difference
from channels.money import ZERO
from channels.policy_terms import Theme, Whom
from channels.records.base import span_end
from channels.records.policy import Rule, Target
from channels.terms import HOME, Evidence


@dataclass(frozen=True, slots=True)
class Gap:
    """One way in which the country falls short; percent, points or counts by `unit`.

    `value` to `value_most` is a range where they differ; `value` None = not known. `aim` is what it is
    held against: the target's figure, another group's or an earlier year's. `distance` is how far the
    worse end lies from it, never negative; None where the value is not known. `size` is what the list
    is ordered by (`ranked`), from 0 to 1. `hides`: percent of the inflow behind what is not known.
    `where`: a corridor, a country or a place. `since`: the last quarter with a price. `notes` are codes of
    what must be said beside it.
    """

    indicator: str
    kind: GapKind
    nature: Nature
    value: Decimal | None = None
    value_most: Decimal | None = None
    aim: Decimal | None = None
    target: Target | None = None
    distance: Decimal | None = None
    size: Decimal = ZERO
    hides: Decimal | None = None
    whom: tuple[Whom, ...] = (Whom.ALL,)
    beside: Whom | None = None
    where: str = HOME
    seen: date | None = None
    period: str | None = None
    since: str | None = None
    evidence: Evidence | None = None
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rule: Rule | None = None
    weight: Weight | None = None
    chance: Difference | None = None

    @property
    def day(self) -> date | None:
        """The day that the evidence speaks of, its period's last where it names no other; None undated."""
        return self.seen if self.seen is not None or self.period is None else span_end(self.period)

    @property
    def id(self) -> str:
        """What tells this gap from every other."""
        if self.rule is not None:
            return f"{self.indicator}.{self.rule.id}"
        return f"{self.indicator}.{self.whom[0]}" if self.indicator in BY_GROUP else self.indicator


def ranked(found: Sequence[Gap]) -> tuple[Gap, ...]:
    """Gaps in order: where the country stands, then what falls short, what is unknown, rules, the unclear.

    What falls short is ordered by the part of the way that is missing: of a target that a value is to
    stay under, the part of the value above it; of one it is to reach, the part of the target not
    reached; of a target of nothing, the value itself out of 100. What is unknown is ordered by the part
    of the inflow that it hides. Both are shares of one, at the worse end of a range. Rules are ordered by
    `weight`, then by whom they hinder first: those who receive, those who send, migrants, people without
    an account, firms. Equals stand in the order of the page.
    """
    order = {name: number for number, name in enumerate(INDICATORS)}

    def key(gap: Gap) -> tuple[bool, int, int, Decimal, int, int]:
        elsewhere = gap.nature.theme is not Theme.STANDING
        kind = gap.kind.rank if elsewhere else 0
        weighs = 0 if gap.weight is None else gap.weight.rank
        return elsewhere, kind, weighs, -gap.size, order[gap.indicator], gap.whom[0].rank

    return tuple(sorted(found, key=key))
