"""Records of single prices, of answers without a price, of official rates and exchange boards."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from channels.records.base import (
    Amount,
    CorridorKey,
    Currency,
    Day,
    Id,
    Margin,
    Minutes,
    Moment,
    Number,
    Period,
    Price,
    Record,
    Sha256,
    Text,
    Whole,
    parted,
    quarter_end,
    quarter_of,
)
from channels.terms import (
    AccessPoint,
    Answer,
    BoardKind,
    DisbursementMethod,
    Document,
    Evidence,
    Method,
    PaymentInstrument,
)


class Observation(Record):
    """What a transfer of one amount cost, as seen on a day or surveyed over a quarter.

    `fee` is in `currency`, as `amount` is. `margin_percent` or `rate` may be unknown. A survey gives
    its `period`, from whose last day its age counts, and `observed` too where it tells the day.
    `dollars` names which of the survey's amounts this is, where `amount` is its round worth in another
    currency (RPW: USD 200 and 500). `receipt_charge` is what the recipient pays, in `pays`, not yet
    taken off. Beside the day of the quote stand `collected`, `source_updated` and `valid_until`,
    `method` says how it was learnt, `of_provider` that the provider's own staff told it, `checked` that
    a second person confirmed it: what the minimum requirements for a price database ask of each price.
    `pay_in` and `access_point` are how and where the sender paid, `disbursement` how the money is
    handed over. `regions` are where it can be collected, `all` the whole country, `main_cities` these
    alone; any of `documents` is enough; empty = not known. `payout` is the counter of which they were
    told, None where none was named. `received` is what was told to arrive, in `pays`, a charge on
    receipt taken off: where no rate was told, `rate` was computed from it. `evidence_sha256` is the
    hash of the receipt or page that was seen. `asked` is the moment at which the provider's own calculator
    answered a program; None where a person asked.
    """

    provider: Id
    service: Id
    corridor: CorridorKey
    evidence: Evidence
    observed: Day | None = None
    period: Period | None = None
    amount: Annotated[Number, Field(gt=0, le=Decimal(1_000_000_000))]
    currency: Currency
    dollars: Annotated[Whole, Field(gt=0, le=10_000)] | None = None
    fee: Amount | None = None
    margin_percent: Margin | None = None
    rate: Price | None = None
    pays: Currency | None = None
    received: Annotated[Amount, Field(gt=0)] | None = None
    receipt_charge: Amount | None = None
    minutes_least: Minutes | None = None
    minutes_most: Minutes | None = None
    pay_in: PaymentInstrument | None = None
    access_point: AccessPoint | None = None
    disbursement: DisbursementMethod | None = None
    payout: Id | None = None
    regions: Annotated[tuple[Id, ...], BeforeValidator(parted)] = ()
    documents: Annotated[tuple[Document, ...], BeforeValidator(parted)] = ()
    promotion: bool = False
    collected: Day | None = None
    source_updated: Day | None = None
    valid_until: Day | None = None
    method: Method | None = None
    of_provider: bool = False
    checked: bool = False
    evidence_sha256: Sha256 | None = None
    asked: Moment | None = None
    source: Id
    superseded: Text | None = None

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if self.observed is None and self.period is None:
            raise ValueError("give observed or period")
        if self.observed is not None and self.period not in (None, quarter_of(self.observed)):
            raise ValueError("give observed or period, or a day within the period")
        if self.margin_percent is not None and self.rate is not None:
            raise ValueError("give margin_percent or rate, not both")
        if self.rate is not None and self.pays is None:
            raise ValueError("a rate needs the currency it leads to (pays)")
        if self.received is not None and self.pays is None:
            raise ValueError("an amount received needs its currency (pays)")
        if self.receipt_charge is not None and self.pays is None:
            raise ValueError("a charge on receipt needs its currency (pays)")
        return self

    @property
    def last_day(self) -> date:
        """The day of the quote, or the last day of the survey's quarter."""
        if self.period is not None:
            return quarter_end(self.period)
        assert self.observed is not None
        return self.observed

    @property
    def independent(self) -> bool:
        """Whether neither the provider's own staff nor its own calculator told it."""
        return not self.of_provider and self.asked is None

    @property
    def survey_dollars(self) -> Decimal | None:
        """Which of the survey's amounts in US dollars this is; None where it is none."""
        if self.dollars is not None:
            return Decimal(self.dollars)
        return self.amount if self.currency == "USD" else None

    @property
    def begins(self) -> date | None:
        """The day from which it is known: its last day."""
        return self.last_day


class NoPrice(Record):
    """What somebody got who asked a service for its price on a day and was told none.

    `amount` in `currency` is what was asked about, None where no amount was named. `payout` is the counter
    that was asked, `organisation` the collector's, never a person's name. `method`, `of_provider`, `checked`
    and `evidence_sha256` say how it was learnt, as with a price. It is never a price, nor a reason for one.
    """

    provider: Id
    service: Id
    corridor: CorridorKey
    answer: Answer
    day: Day
    amount: Annotated[Number, Field(gt=0, le=Decimal(1_000_000_000))] | None = None
    currency: Currency | None = None
    payout: Id | None = None
    method: Method | None = None
    organisation: Text | None = None
    of_provider: bool = False
    checked: bool = False
    evidence_sha256: Sha256 | None = None
    source: Id
    superseded: Text | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.answer is Answer.OBSERVED:
            raise ValueError("a price that was observed stands in observations/")
        if (self.amount is None) is not (self.currency is None):
            raise ValueError("give amount and currency, or neither")
        return self

    @property
    def begins(self) -> date | None:
        """The day from which it is known."""
        return self.day


class Rate(Record):
    """An official rate: `value` manat for `nominal` units of a currency, from a day on."""

    day: Day
    currency: Currency
    nominal: Annotated[Whole, Field(gt=0, le=1_000_000)]
    value: Price
    source: Id

    @property
    def per_unit(self) -> Decimal:
        """Manat for one unit."""
        return self.value / self.nominal


class Board(Record):
    """A bank's rates for a currency: what it gives for one unit, and takes for one.

    Both are in `priced_in`: manat, or of a bank abroad its country's own currency. `official` is what that
    country's central bank said of one unit on the same day, in the same currency, as the source tells it;
    None = the source tells none. A bank that names one rate for both ways has it twice.
    """

    day: Day
    provider: Id
    kind: BoardKind
    currency: Currency
    priced_in: Currency = "AZN"
    buy: Price
    sell: Price
    official: Price | None = None
    source: Id

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.buy > self.sell:
            raise ValueError("buy is more than sell")
        if self.currency == self.priced_in:
            raise ValueError("a currency is priced in another one")
        return self
