"""Records of providers, their services, tariffs, counters and licences."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from channels.records.base import (
    Amount,
    CorridorKey,
    Country,
    Currency,
    Day,
    Id,
    LocalText,
    Margin,
    Minutes,
    Percent,
    Price,
    Record,
    Text,
    Url,
)
from channels.records.policy import ElsewhereFigure
from channels.terms import (
    AccessPoint,
    Channel,
    Digital,
    DisbursementMethod,
    DisclosureItem,
    Document,
    Evidence,
    Licence,
    Payer,
    PaymentInstrument,
    RspType,
    Status,
)

DIGITAL_ACCESS = frozenset({AccessPoint.INTERNET, AccessPoint.MOBILE})
DIGITAL_INSTRUMENTS = frozenset({PaymentInstrument.ACCOUNT, PaymentInstrument.CARD, PaymentInstrument.WALLET})
DIGITAL_PAYOUTS = frozenset({DisbursementMethod.ACCOUNT, DisbursementMethod.CARD, DisbursementMethod.WALLET})


class Standing(Record):
    """Whether something works, as a source said on a day. A later day takes its place.

    `country` None = everywhere; else it holds only for money into, out of or inside that country.
    """

    state: Status
    day: Day
    source: Id
    country: Country | None = None
    note: LocalText | None = None


class LicenceCheck(Record):
    """What a register or an authority says of a provider's licence, on a day."""

    state: Licence
    day: Day
    source: Id
    number: Text | None = None


class DisclosureCheck(Record):
    """What somebody found who looked on a day whether a provider publishes one thing before payment.

    `published` False = looked and not found. Nobody having looked is no record at all.
    """

    item: DisclosureItem
    published: bool
    day: Day
    source: Id


class Speed(Record):
    """Minutes from paying in to collecting. `most` is None where the longest wait is not known."""

    least: Minutes | None = None
    most: Minutes | None = None
    source: Id
    day: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("least is more than most")
        return self


class Limit(Record):
    """The least or most that one transfer can carry, in one currency."""

    amount: Amount
    currency: Currency


class Charge(Record):
    """One line of a tariff: `flat` + `percent` of the amount, not under `at_least`, not over `at_most`.

    It holds for amounts over `above` up to and with `up_to`; `percent` is taken of the part over
    `over`. `percent_most` and `flat_most` are the upper ends where a source gives a range. Unless
    named, the currency is the tariff's own, and of a recipient's charge the one paid out.
    Source of the form: bank and post tariff sheets.
    """

    payer: Payer = Payer.SENDER
    percent: Percent = Decimal(0)
    percent_most: Percent | None = None
    flat: Amount = Decimal(0)
    flat_most: Amount | None = None
    at_least: Amount | None = None
    at_most: Amount | None = None
    above: Amount = Decimal(0)
    up_to: Amount | None = None
    over: Amount = Decimal(0)
    currency: Currency | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.up_to is not None and self.up_to <= self.above:
            raise ValueError("up_to is not more than above")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("at_least is more than at_most")
        if self.percent_most is not None and self.percent_most < self.percent:
            raise ValueError("percent_most is less than percent")
        if self.flat_most is not None and self.flat_most < self.flat:
            raise ValueError("flat_most is less than flat")
        return self


class Tariff(Record):
    """The charges in force from a day on, and who says so.

    `since` is None where the page prints no day: such a tariff is historical. `verified` is the
    last day on which somebody saw it in force. `charges` None = the fee is not known; empty = free.
    `margin` None = the exchange rate is not known. `pays` are the currencies paid out, unknown if empty.
    """

    since: Day | None = None
    verified: Day | None = None
    source: Id
    evidence: Evidence = Evidence.PUBLISHED
    currency: Currency
    charges: tuple[Charge, ...] | None = None
    margin: Margin | None = None
    margin_most: Margin | None = None
    rate: Price | None = None
    pays: tuple[Currency, ...] = ()
    least: Amount | None = None
    most: Amount | None = None
    promotion: bool = False
    superseded: Text | None = None
    note: LocalText | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.margin is not None and self.rate is not None:
            raise ValueError("give margin or rate, not both")
        if self.rate is not None and (self.verified is None or len(self.pays) != 1):
            raise ValueError("a rate needs the day it was seen (verified) and one currency in pays")
        if self.margin_most is not None and (self.margin is None or self.margin_most < self.margin):
            raise ValueError("margin_most is less than margin")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("least is more than most")
        return self

    @property
    def begins(self) -> date | None:
        """The day from which it holds; None where the list prints none."""
        return self.since


class Coverage(Record):
    """A source lists the destination, without a price. `day` is None where the list has none."""

    day: Day | None = None
    source: Id
    currencies: tuple[Currency, ...] = ()
    note: LocalText | None = None


class Service(Record):
    """One provider's one way in and one form of pay-out, on one or more corridors with equal terms.

    None means not known, never "any". `payouts` empty = the paying partner is not known.
    """

    id: Id
    corridors: Annotated[tuple[CorridorKey, ...], Field(min_length=1)]
    name: LocalText | None = None
    pay_in: PaymentInstrument | None = None
    access_point: AccessPoint | None = None
    disbursement: DisbursementMethod | None = None
    payouts: tuple[Id, ...] = ()
    speed: Speed | None = None
    limits: tuple[Limit, ...] = ()
    limits_source: Id | None = None
    status: tuple[Standing, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    tariffs: tuple[Tariff, ...] = ()
    note: LocalText | None = None

    @model_validator(mode="after")
    def _limits_cited(self) -> Self:
        if self.limits and self.limits_source is None:
            raise ValueError("limits need limits_source")
        return self


class Provider(Record):
    """A remittance service provider: a business. Its file's name is its id."""

    id: Id
    name: LocalText
    channel: Channel
    rsp_type: RspType
    country: Country
    website: Url | None = None
    licence: tuple[LicenceCheck, ...] = ()
    status: tuple[Standing, ...] = ()
    services: tuple[Service, ...] = ()
    disclosures: tuple[DisclosureCheck, ...] = ()
    references: tuple[ElsewhereFigure, ...] = ()
    note: LocalText | None = None


class Payout(Record):
    """The counter, account or app that hands the money over: system and partner together.

    `regions` empty = not known, `("all",)` = the whole country. `documents` and `know` are codes of
    what to bring and what to know. `currencies` empty = not known.
    """

    id: Id
    system: Id
    partner: Id | None = None
    form: DisbursementMethod
    currencies: tuple[Currency, ...] = ()
    limits: tuple[Limit, ...] = ()
    documents: tuple[Document, ...] = ()
    know: tuple[Id, ...] = ()
    regions: tuple[Id, ...] = ()
    speed: Speed | None = None
    status: tuple[Standing, ...] = ()
    tariffs: tuple[Tariff, ...] = ()
    day: Day | None = None
    source: Id
    note: LocalText | None = None


def digital(service: Service) -> Digital | None:
    """Which ends of a service are digital (RPW's sense); None where an end is not known.

    The sending end is digital when paid online or self-assisted with a payment instrument, the
    receiving end when the money reaches an account, card or wallet.
    """
    if service.pay_in is None or service.access_point is None or service.disbursement is None:
        return None
    sends = service.pay_in in DIGITAL_INSTRUMENTS and service.access_point in DIGITAL_ACCESS
    receives = service.disbursement in DIGITAL_PAYOUTS
    if sends and receives:
        return Digital.BOTH
    if sends:
        return Digital.SENDING_ONLY
    return Digital.RECEIVING_ONLY if receives else Digital.NONE
