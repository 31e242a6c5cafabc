"""What a steward found of a provider's licence or status, and its way over a second person to the reader."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from channels.records.base import Country, Day, Id, Record, Text
from channels.records.entries import EntryStep, OnItsWay
from channels.records.providers import LicenceCheck, Standing
from channels.terms import Confidence, Licence, Status

FOUND_LICENCES = (Licence.LICENSED, Licence.UNLICENSED, Licence.NOT_FOUND)
"""What somebody who looked a licence up may have found."""
FOUND_STATUSES = (Status.OPERATING, Status.STOPPED, Status.SUSPENDED)
"""What a source may say of whether something works."""

Address = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"]+$", max_length=400)]
"""The page where it was read: only a secure address can be a register's."""
Number = Annotated[Text, Field(max_length=80)]


class ProviderCheck(Record):
    """What one person found on one day of a provider: of its licence, or of whether it works.

    Exactly one of `licence` and `status` is given. A licence is the provider's own; a status may be of one
    `service` alone, and of money into, out of or inside one `country` alone. `day` is the day of which it
    is said: since when it has stopped or been suspended, on which it worked, on which the register was
    read. `looked` is the day on which somebody read the source. `title`, `publisher` and `url` name it.
    """

    provider: Id
    service: Id | None = None
    country: Country | None = None
    licence: Licence | None = None
    status: Status | None = None
    number: Number | None = None
    day: Day
    looked: Day
    title: Text
    publisher: Text
    url: Address
    confidence: Confidence = Confidence.PRIMARY

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.licence is None) is (self.status is None):
            raise ValueError("give licence or status, not both")
        if self.licence is not None and self.licence not in FOUND_LICENCES:
            raise ValueError("who looked found a licence, none, or a warning")
        if self.status is not None and self.status not in FOUND_STATUSES:
            raise ValueError("a source says that it works, has stopped or is suspended")
        if self.licence is not None and (self.service is not None or self.country is not None):
            raise ValueError("a licence is the whole provider's")
        if self.number is not None and self.licence is not Licence.LICENSED:
            raise ValueError("only a licence has a number")
        if self.day > self.looked:
            raise ValueError("day is after looked")
        return self


@dataclass(frozen=True, slots=True)
class KeptCheck(OnItsWay):
    """A provider check with its way so far."""

    id: str
    check: ProviderCheck
    steps: tuple[EntryStep, ...]


class StandingRow(Record):
    """A published status of a provider, or of one of its services, as data/standings.csv has it.

    `superseded` says why it was wrong; None while it stands.
    """

    provider: Id
    service: Id | None = None
    country: Country | None = None
    state: Status
    day: Day
    source: Id
    superseded: Text | None = None

    @property
    def standing(self) -> Standing:
        """The status as a provider or service has it."""
        return Standing(state=self.state, day=self.day, source=self.source, country=self.country)

    @property
    def begins(self) -> date | None:
        """The day from which it is known."""
        return self.day


class LicenceRow(Record):
    """A published licence check of a provider, as data/licences.csv has it.

    `superseded` says why it was wrong; None while it stands.
    """

    provider: Id
    state: Licence
    day: Day
    source: Id
    number: Number | None = None
    superseded: Text | None = None

    @property
    def check(self) -> LicenceCheck:
        """The licence check as a provider has it."""
        return LicenceCheck(state=self.state, day=self.day, source=self.source, number=self.number)

    @property
    def begins(self) -> date | None:
        """The day from which it is known."""
        return self.day
