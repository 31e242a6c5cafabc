"""What a reader received of a transfer, beside what was promised: figures, provider and day alone."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from channels.money import EXACT, MOST
from channels.records.base import CorridorKey, Currency, Day, Id, Number, Record, Whole

MOST_DAYS = 60
"""Days that a transfer may have taken; more is a slip of the finger, or a transfer that was lost."""
FAR_MORE = 10
"""From so many times the promised amount on, what was received is a slip of the finger."""

Handed = Annotated[Number, Field(gt=0, le=MOST, decimal_places=2)]


class ArrivalFault(StrEnum):
    """Why a report is not kept: too many at once, or one of this provider and day from here already."""

    BUSY = "busy"
    AGAIN = "again"


class Arrival(Record):
    """One transfer that arrived: a lead for stewards, never an observation.

    `promised` and `received` are both in `currency`, the one that was received. `days` is how many days it
    took, 0 = the same day; `day` is the day of the report, not of the transfer. No field is a free text, so
    that no name comes along, and nothing says who reported.
    """

    provider: Id
    corridor: CorridorKey
    promised: Handed
    received: Handed
    currency: Currency
    days: Annotated[Whole, Field(ge=0, le=MOST_DAYS)]
    day: Day

    @model_validator(mode="after")
    def _of_one_size(self) -> Self:
        if is_far_more(self.promised, self.received):
            raise ValueError("received is far more than promised")
        return self

    @property
    def in_full(self) -> bool:
        """Whether at least the promised amount was received."""
        return self.received >= self.promised

    @property
    def short_percent(self) -> Decimal | None:
        """How much of the promised amount is missing, in percent; None where nothing is."""
        if self.in_full:
            return None
        return EXACT.divide(EXACT.multiply(self.promised - self.received, Decimal(100)), self.promised)


def is_far_more(promised: Decimal, received: Decimal) -> bool:
    """Whether an amount received cannot be meant beside the promised one."""
    return received >= promised * FAR_MORE
