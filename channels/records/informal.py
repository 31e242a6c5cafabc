"""Records of ways outside the formal system, and of what groups said of them."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from channels.records.base import (
    CorridorKey,
    Day,
    Id,
    LocalText,
    Margin,
    Minutes,
    Percent,
    Record,
    Text,
    Whole,
)
from channels.records.providers import Charge
from channels.terms import Confidence, InformalKind


class OutsideRoad(Record):
    """A road outside the formal system on given corridors, with a price only where a source gives one.

    `charges` None = the price is not known. `exchange` = the cash is changed at a bank's counter here.
    """

    id: Id
    kind: InformalKind
    name: LocalText
    corridors: Annotated[tuple[CorridorKey, ...], Field(min_length=1)]
    charges: tuple[Charge, ...] | None = None
    margin: Margin | None = None
    margin_most: Margin | None = None
    minutes_least: Minutes | None = None
    minutes_most: Minutes | None = None
    day: Day | None = None
    source: Id
    note: LocalText | None = None


class OutsideReference(Record):
    """What a source found about informal roads elsewhere: for specialists, never an Azerbaijan figure."""

    id: Id
    topic: Annotated[str, StringConstraints(pattern=r"^(cost|speed|share|reason|loss)$")]
    kind: InformalKind | None = None
    place: LocalText
    year: Text
    value: LocalText
    source: Id
    confidence: Confidence


class Discussion(Record):
    """What the people of one group discussion said that unlicensed services take on a corridor.

    `least` to `most` percent of the amount sent, the fee and the rate together. No name, no place, no
    single answer; and nobody asked such a service as if a customer.
    """

    corridor: CorridorKey
    day: Day
    people: Annotated[Whole, Field(ge=2, le=500)]
    least: Percent
    most: Percent
    organisation: Text

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.most:
            raise ValueError("least is more than most")
        return self


class GroupRange(Record):
    """What people in group discussions said that unlicensed services take on a corridor.

    `least` to `most` percent of the amount sent, the fee and the rate together; `people` in `groups`
    discussions from `since` to `day`. Told, not measured: nobody was such a service's customer for it.
    """

    corridor: CorridorKey
    since: Day
    day: Day
    groups: Annotated[Whole, Field(ge=1)]
    people: Annotated[Whole, Field(ge=1)]
    least: Percent
    most: Percent
    source: Id
    superseded: Text | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.least > self.most:
            raise ValueError("least is more than most")
        if self.since > self.day:
            raise ValueError("since is after day")
        if self.groups > self.people:
            raise ValueError("there are more groups than people")
        return self

    @property
    def begins(self) -> date | None:
        """The day from which it is known: the last discussion."""
        return self.day
