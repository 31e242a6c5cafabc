"""What a collector was told on one day, and its way over a second person to the reader."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from channels.money import EXACT, MOST, agrees
from channels.records.base import (
    Amount,
    CorridorKey,
    Currency,
    Day,
    Id,
    Minutes,
    Number,
    Price,
    Record,
    Sha256,
    Text,
)
from channels.records.informal import Discussion
from channels.records.observations import NoPrice, Observation
from channels.records.people import identity
from channels.terms import (
    AccessPoint,
    Answer,
    DisbursementMethod,
    Document,
    Evidence,
    Method,
    PaymentInstrument,
    Stage,
)

TEN_PLACES = Decimal("1E-10")
LOWEST_RATE = Decimal("1E-9")
Told = Annotated[Amount, Field(decimal_places=10)]
Positive = Annotated[Number, Field(gt=0, le=MOST, decimal_places=10)]
Shown = Annotated[Price, Field(decimal_places=12)]
FORMULA = ("=", "+", "-", "@")
LONGEST = 600
"""Characters of a text in a file of data/."""


class Clash(StrEnum):
    """Which figures of a price do not fit together."""

    PAYS_MISSING = "pays_missing"
    AMOUNT_MISSING = "amount_missing"
    NO_FIGURE = "no_figure"
    NO_PRICE = "no_price"
    MINUTES_ORDER = "minutes_order"
    SAID_LATER = "said_later"
    RATE_IMPOSSIBLE = "rate_impossible"
    DAYS_ORDER = "days_order"

    def error(self, said: str) -> PydanticCustomError:
        """The fault as pydantic passes it on: its type is the code, by which the reader is told."""
        return PydanticCustomError(self.value, said)


def one_line(said: str) -> str | None:
    """A free text as a cell of a file: in one line, no formula for a spreadsheet; None for nothing."""
    line = " ".join(said.split())
    return (("'" + line if line.startswith(FORMULA) else line)[:LONGEST]).rstrip() or None


class Quoted(Record):
    """The figures of one price as somebody was told them: of rate and received one gives the other.

    `amount` is what is sent, without the fee; fee and amount are in `currency`. `received` and
    `receipt_charge` are in `pays`; what is received has the charge taken off already.
    """

    corridor: CorridorKey
    amount: Positive | None = None
    currency: Currency
    fee: Told | None = None
    rate: Shown | None = None
    received: Positive | None = None
    pays: Currency | None = None

    @model_validator(mode="after")
    def _currencies_named(self) -> Self:
        if (self.rate is not None or self.received is not None) and self.pays is None:
            raise Clash.PAYS_MISSING.error(
                "a rate or an amount received needs the currency it leads to (pays)"
            )
        if self.received is not None and self.amount is None:
            raise Clash.AMOUNT_MISSING.error("an amount received needs the amount sent")
        return self

    @property
    def told(self) -> bool:
        """Whether any figure of the price is known."""
        return any(figure is not None for figure in (self.fee, self.rate, self.received))


class Entry(Quoted):
    """What one person was told on one day by one service. Derived figures are not kept.

    None = not known. `regions` are where it can be collected, `all` the whole country, `main_cities` these
    alone, empty = not known. Four clocks: `collected` by us, `quoted` by the provider, `source_updated` as
    its page says, `valid_until` as it promises. `of_provider`: the collector works for a listed provider.
    `evidence` is the SHA-256 of a receipt or a page. `remark` says why an unusual figure is right.
    Source of the questions: the World Bank's minimum requirements for national price databases.
    """

    provider: Id
    service: Id
    pay_in: PaymentInstrument | None = None
    access_point: AccessPoint | None = None
    disbursement: DisbursementMethod | None = None
    payout: Id | None = None
    answer: Answer = Answer.OBSERVED
    receipt_charge: Told | None = None
    minutes_least: Minutes | None = None
    minutes_most: Minutes | None = None
    regions: tuple[Id, ...] = ()
    documents: tuple[Document, ...] = ()
    promotion: bool = False
    method: Method
    organisation: Text
    of_provider: bool = False
    collected: Day
    quoted: Day | None = None
    source_updated: Day | None = None
    valid_until: Day | None = None
    evidence: Sha256 | None = None
    remark: Text | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        observed = self.answer is Answer.OBSERVED
        if observed and (self.amount is None or not self.told):
            raise Clash.NO_FIGURE.error("an observed price needs the amount and a figure")
        if not observed and (self.told or self.receipt_charge is not None):
            raise Clash.NO_PRICE.error("only an observed price has figures")
        if self.receipt_charge is not None and self.pays is None:
            raise Clash.PAYS_MISSING.error("a charge on receipt needs its currency (pays)")
        least, most = self.minutes_least, self.minutes_most
        if least is not None and most is not None and least > most:
            raise Clash.MINUTES_ORDER.error("minutes_least is more than minutes_most")
        if any(day is not None and day > self.collected for day in (self.quoted, self.source_updated)):
            raise Clash.SAID_LATER.error("nothing can be collected before it was said")
        if self.paid_rate is not None and not LOWEST_RATE <= self.paid_rate <= MOST:
            raise Clash.RATE_IMPOSSIBLE.error("the amount received cannot come of the amount sent")
        if self.quoted is not None and self.valid_until is not None and self.valid_until < self.quoted:
            raise Clash.DAYS_ORDER.error("valid_until is before quoted")
        return self

    @property
    def paid_rate(self) -> Decimal | None:
        """What is paid out for one unit sent: the rate told, or where the amount received says another, that.

        A known charge on receipt is put back to the amount received; an unknown one stays hidden in the
        rate, so that the money in hand is right. None where neither was told.
        """
        if self.received is None:
            return self.rate
        assert self.amount is not None and self.pays is not None
        paid = EXACT.add(self.received, self.receipt_charge or Decimal(0))
        if self.rate is not None and agrees(self.amount, self.rate, paid, self.pays):
            return self.rate
        return EXACT.quantize(EXACT.divide(paid, self.amount), TEN_PLACES)

    def observation(
        self, source: str, *, superseded: str | None = None, checked: bool = False
    ) -> Observation | None:
        """The entry as data/observations/ keeps it, from a source; None where no price was observed."""
        if self.answer is not Answer.OBSERVED:
            return None
        across = self.pays is not None and self.pays != self.currency
        return Observation(
            provider=self.provider,
            service=self.service,
            corridor=self.corridor,
            evidence=Evidence.OBSERVED,
            observed=self.quoted or self.collected,
            amount=self.amount,
            currency=self.currency,
            fee=self.fee,
            rate=self.paid_rate if across else None,
            pays=self.pays,
            received=self.received,
            receipt_charge=self.receipt_charge,
            minutes_least=self.minutes_least,
            minutes_most=self.minutes_most,
            pay_in=self.pay_in,
            access_point=self.access_point,
            disbursement=self.disbursement,
            payout=self.payout,
            regions=self.regions,
            documents=self.documents,
            promotion=self.promotion,
            collected=self.collected,
            source_updated=self.source_updated,
            valid_until=self.valid_until,
            method=self.method,
            of_provider=self.of_provider,
            checked=checked,
            evidence_sha256=self.evidence,
            source=source,
            superseded=superseded,
        )

    def no_price(
        self, source: str, *, superseded: str | None = None, checked: bool = False
    ) -> NoPrice | None:
        """The entry as data/answers/ keeps it, from a source; None where a price was observed."""
        if self.answer is Answer.OBSERVED:
            return None
        return NoPrice(
            provider=self.provider,
            service=self.service,
            corridor=self.corridor,
            answer=self.answer,
            day=self.collected,
            amount=self.amount,
            currency=None if self.amount is None else self.currency,
            payout=self.payout,
            method=self.method,
            organisation=one_line(self.organisation),
            of_provider=self.of_provider,
            checked=checked,
            evidence_sha256=self.evidence,
            source=source,
            superseded=superseded,
        )


KEPT_BACK = {
    "answer": "what was observed stands among the prices, any other answer among the answers",
    "quoted": "is the price's own day, `observed`; where it is not known, the day of collecting is",
    "organisation": "is the publisher of the round's source",
    "remark": "is the collector's word to the person who checks, and may name somebody",
}
"""The fields of an entry that no published price has under their name, each with the reason."""


class Lead(Quoted):
    """A price that a reader was told or charged: a lead for a collector, never an observation.

    It has no text of the reader's own, so that no name comes along. `charged`: paid already, and it was
    another price than ours.
    """

    provider: Id | None = None
    day: Day
    charged: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.told:
            raise ValueError("a lead needs a figure")
        return self


@dataclass(frozen=True, slots=True)
class EntryStep:
    """One step: who took it when, as the name was written, and for a return or a correction why.

    A correction has its reason in its own first step, and in the last one of what it corrects.
    """

    stage: Stage
    who: str
    at: datetime
    reason: str | None = None


class OnItsWay:
    """Something that a second person checks before readers see it, with its steps so far."""

    __slots__ = ()
    steps: tuple[EntryStep, ...]

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        return self.steps[-1].stage

    @property
    def by(self) -> str:
        """Who entered it."""
        return self.steps[0].who

    @property
    def own_names(self) -> tuple[str, ...]:
        """Whose own it is: who was told it, and who handed it in where that is another; as first written."""
        own = [step.who for step in self.steps if step.stage in (Stage.DRAFT, Stage.ENTERED)]
        return tuple({identity(name): name for name in reversed(own)}.values())[::-1]

    @property
    def own_of(self) -> tuple[str, ...]:
        """The same people by identity."""
        return tuple(map(identity, self.own_names))

    def is_own_of(self, name: str) -> bool:
        """Whether it is this person's own, however the name is written."""
        return identity(name) in self.own_of

    @property
    def checked_by(self) -> str | None:
        """Who confirmed it; None where nobody has."""
        return next((step.who for step in self.steps if step.stage is Stage.CONFIRMED), None)

    @property
    def published(self) -> bool:
        """Whether readers have seen it, and see it still, marked as superseded where it is."""
        return any(step.stage is Stage.PUBLISHED for step in self.steps)


@dataclass(frozen=True, slots=True)
class Kept(OnItsWay):
    """An entry with its way so far. `supersedes` is the entry that it corrects."""

    id: str
    entry: Entry
    steps: tuple[EntryStep, ...]
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class KeptDiscussion(OnItsWay):
    """A group discussion with its way so far."""

    id: str
    discussion: Discussion
    steps: tuple[EntryStep, ...]


@dataclass(frozen=True, slots=True)
class KeptLead:
    """A reader's lead, and who settled it when; None while nobody has."""

    id: str
    lead: Lead
    at: datetime
    settled_by: str | None = None
    settled: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log: when who did what, such as `entry.confirmed`, to which entry or lead."""

    at: datetime
    who: str
    what: str
    subject: str | None = None
    note: str | None = None


class EntryFault(StrEnum):
    """Why a step cannot be taken."""

    UNKNOWN = "unknown"
    WRONG_STAGE = "wrong_stage"
    OWN = "own"
    NOT_OWN = "not_own"
    NO_REASON = "no_reason"
    FUTURE = "future"
    FULL = "full"
    TOO_FEW = "too_few"


BEFORE = {
    Stage.ENTERED: frozenset({Stage.DRAFT}),
    Stage.RETURNED: frozenset({Stage.ENTERED, Stage.CONFIRMED}),
    Stage.CONFIRMED: frozenset({Stage.ENTERED}),
    Stage.PUBLISHED: frozenset({Stage.CONFIRMED}),
    Stage.SUPERSEDED: frozenset(Stage) - {Stage.SUPERSEDED},
}
"""From where each stage can be reached."""


def fault(kept: OnItsWay, stage: Stage, who: str, reason: str | None = None) -> EntryFault | None:
    """Why `who` may not take an entry to a stage; None where nothing stands against it.

    Who entered a price or loaded it neither confirms nor returns it; a return and a correction need a reason.
    """
    if kept.stage not in BEFORE[stage]:
        return EntryFault.WRONG_STAGE
    if stage is Stage.ENTERED and identity(who) != identity(kept.by):
        return EntryFault.NOT_OWN
    if stage in (Stage.CONFIRMED, Stage.RETURNED) and kept.is_own_of(who):
        return EntryFault.OWN
    if stage in (Stage.RETURNED, Stage.SUPERSEDED) and not reason:
        return EntryFault.NO_REASON
    return None


LEAST = 30
"""Answers behind a figure that may be shown."""
