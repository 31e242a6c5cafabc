"""An official rate that a steward read on the Central Bank's page, and its way over a second person."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from channels.records.base import Currency, Day, Price, Record, Whole
from channels.records.entries import EntryStep, OnItsWay

CENTRAL_BANK = "https://www.cbar.az/currencies"
"""Where the bank's sheets lie, each under its day."""


class OfficialRate(Record):
    """What somebody read on the Central Bank's page: `value` manat for `nominal` units, from a day on."""

    day: Day
    currency: Currency
    nominal: Annotated[Whole, Field(gt=0, le=1_000_000)]
    value: Price

    @property
    def per_unit(self) -> Decimal:
        """Manat for one unit."""
        return self.value / self.nominal


@dataclass(frozen=True, slots=True)
class KeptRate(OnItsWay):
    """An official rate with its way so far."""

    id: str
    rate: OfficialRate
    steps: tuple[EntryStep, ...]
