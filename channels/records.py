"""What the files under data/ hold: each figure with its day and its source."""

import re
from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from channels.terms import (
    AccessPoint,
    Answer,
    BoardKind,
    Channel,
    Confidence,
    Decider,
    Digital,
    DisbursementMethod,
    Document,
    Evidence,
    InformalKind,
    Lens,
    Licence,
    Measure,
    Method,
    Payer,
    PaymentInstrument,
    Principle,
    RspType,
    Status,
    Unit,
    Whom,
)

ANY = "any"
"""A receiving country that stands for every country abroad."""
OUTSIDE_BAKU = "outside_baku"
"""The whole country but its capital: the finest division that some figures have."""
EVERYWHERE = "all"
"""Among the regions in which money can be collected: the whole country."""
MAIN_CITIES = "main_cities"
"""Among the regions in which money can be collected: only its main cities, nobody says which."""

PLAIN_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?([eE][+-]?[0-9]{1,4})?")
PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _plain_number(value: object) -> object:
    """Figures as a clerk writes them; pydantic alone would also read 1_7, other scripts and true."""
    if isinstance(value, bool) or (isinstance(value, str) and not PLAIN_NUMBER.fullmatch(value)):
        raise PydanticCustomError("decimal_parsing", "not a number")
    return value


def _plain_day(value: object) -> object:
    """A day as 2026-11-21; pydantic alone would take a bare number for seconds since 1970."""
    written = isinstance(value, str) and PLAIN_DAY.fullmatch(value)
    if isinstance(value, datetime) or not (written or isinstance(value, date)):
        raise PydanticCustomError("date_type", "not a day")
    return value


def _parted(value: object) -> object:
    """A list as it stands in one cell of a file, its codes parted by spaces."""
    return tuple(value.split()) if isinstance(value, str) else value


Number = Annotated[Decimal, BeforeValidator(_plain_number)]
Whole = Annotated[int, BeforeValidator(_plain_number)]
Day = Annotated[date, BeforeValidator(_plain_day)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Destination = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|any)$")]
CorridorKey = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-([A-Z]{2}|any)$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=80)]
Period = Annotated[str, StringConstraints(pattern=r"^(19|20)[0-9]{2}-Q[1-4]$")]
Span = Annotated[str, StringConstraints(pattern=r"^(19|20)[0-9]{2}(-(Q[1-4]|H[12]|M0[1-9]|M1[0-2]))?$")]
"""A year, a quarter, a half year, or the months from January to the one named: 2024, 2024-H1, 2023-M09."""
Place = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|[a-z]+(_[a-z]+)*)$")]
Letter = Annotated[str, StringConstraints(pattern=r"^[a-i]$")]
Mark = Annotated[
    str, StringConstraints(pattern=r"^(rounded|model|unit_corrected|parts_do_not_add|legacy|boundary)$")
]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=400)]
Percent = Annotated[Number, Field(ge=0, le=100)]
Amount = Annotated[Number, Field(ge=0, le=Decimal(1_000_000_000))]
Minutes = Annotated[Whole, Field(ge=0, le=525_600)]
Margin = Annotated[Number, Field(ge=-60, le=60)]
Price = Annotated[Number, Field(ge=Decimal("1E-9"), le=Decimal(1_000_000_000))]
"""A rate between two currencies."""


class Record(BaseModel):
    """Immutable, and a misspelt field is an error, not a silent default."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Record):
    """One text in the three languages of the page; `az` and `ru` fall back to English where equal."""

    en: Text
    az: Text | None = None
    ru: Text | None = None

    def text_in(self, language: str) -> str:
        """The text in a language, in English where that language has no other."""
        return {"az": self.az, "ru": self.ru}.get(language) or self.en


class Source(Record):
    """Who says so. `published` is None for a page that prints no date."""

    id: Id
    title: Text
    publisher: Text
    url: Url | None = None
    published: Day | None = None
    retrieved: Day
    confidence: Confidence
    licence: Text = "not stated"


class Corridor(Record):
    """A sending and a receiving country, with the currencies usual at both ends."""

    sending: Country
    receiving: Destination
    sends: Currency
    receives: Currency | None = None
    usual: Annotated[Whole, Field(ge=1, le=20)] | None = None
    source: Id

    @property
    def key(self) -> str:
        """The corridor as one code, such as `RU-AZ`."""
        return f"{self.sending}-{self.receiving}"


class Standing(Record):
    """Whether something works, as a source said on a day. A later day takes its place.

    `country` None = everywhere; else it holds only for money into, out of or inside that country.
    """

    state: Status
    day: Day
    source: Id
    country: Country | None = None
    note: Words | None = None


class LicenceCheck(Record):
    """What a register or an authority says of a provider's licence, on a day."""

    state: Licence
    day: Day
    source: Id
    number: Text | None = None


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
    note: Words | None = None

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


class Coverage(Record):
    """A source lists the destination, without a price. `day` is None where the list has none."""

    day: Day | None = None
    source: Id
    currencies: tuple[Currency, ...] = ()
    note: Words | None = None


class Service(Record):
    """One provider's one way in and one form of pay-out, on one or more corridors with equal terms.

    None means not known, never "any". `payouts` empty = the paying partner is not known.
    """

    id: Id
    corridors: Annotated[tuple[CorridorKey, ...], Field(min_length=1)]
    name: Words | None = None
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
    note: Words | None = None

    @model_validator(mode="after")
    def _limits_cited(self) -> Self:
        if self.limits and self.limits_source is None:
            raise ValueError("limits need limits_source")
        return self


class Reference(Record):
    """A real figure of this provider for another destination: never a price for Azerbaijan."""

    kind: Annotated[str, StringConstraints(pattern=r"^(fee|rate|limit|speed|receipt|other)$")]
    what: Words
    value: Text
    day: Day | None = None
    source: Id
    confidence: Confidence


class Provider(Record):
    """A remittance service provider: a business. Its file's name is its id."""

    id: Id
    name: Words
    channel: Channel
    rsp_type: RspType
    country: Country
    website: Url | None = None
    licence: tuple[LicenceCheck, ...] = ()
    status: tuple[Standing, ...] = ()
    services: tuple[Service, ...] = ()
    references: tuple[Reference, ...] = ()
    note: Words | None = None


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
    note: Words | None = None


class Observation(Record):
    """What a transfer of one amount cost, as seen on a day or surveyed over a quarter.

    `fee` is in `currency`, as `amount` is. `margin_percent` or `rate` may be unknown. A survey gives
    its `period`, from whose last day its age counts, and `observed` too where it tells the day.
    `dollars` names which of the survey's amounts this is, where `amount` is its round worth in another
    currency (RPW: USD 200 and 500). `receipt_charge` is what the recipient pays, in `pays`, not yet taken
    off. Beside the day of the quote stand `collected`, `source_updated` and `valid_until`, `method` says how
    it was learnt, `of_provider` that the provider's own staff told it, `checked` that a second person
    confirmed it: what the minimum requirements for a price database ask of each price. `regions` are where
    it can be collected, `all` the whole country, `main_cities` these alone; any of `documents` is enough;
    empty = not known. `payout` is the counter of which they were told, None where none was named. `received`
    is what was told to arrive, in `pays`, a charge on receipt taken off: where no rate was told, `rate` was
    reckoned from it. `evidence_sha256` is the hash of the receipt or page that was seen.
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
    payout: Id | None = None
    regions: Annotated[tuple[Id, ...], BeforeValidator(_parted)] = ()
    documents: Annotated[tuple[Document, ...], BeforeValidator(_parted)] = ()
    promotion: bool = False
    collected: Day | None = None
    source_updated: Day | None = None
    valid_until: Day | None = None
    method: Method | None = None
    of_provider: bool = False
    checked: bool = False
    evidence_sha256: Sha256 | None = None
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
    def survey_dollars(self) -> Decimal | None:
        """Which of the survey's amounts in US dollars this is; None where it is none."""
        if self.dollars is not None:
            return Decimal(self.dollars)
        return self.amount if self.currency == "USD" else None


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
    """A bank's rates for a currency: manat it gives for one unit, and takes for one."""

    day: Day
    provider: Id
    kind: BoardKind
    currency: Currency
    buy: Price
    sell: Price
    source: Id

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.buy > self.sell:
            raise ValueError("buy is more than sell")
        return self


class OutsideRoad(Record):
    """A road outside the formal system on given corridors, with a price only where a source gives one.

    `charges` None = the price is not known. `exchange` = the cash is changed at a bank's counter here.
    """

    id: Id
    kind: InformalKind
    name: Words
    corridors: Annotated[tuple[CorridorKey, ...], Field(min_length=1)]
    charges: tuple[Charge, ...] | None = None
    margin: Margin | None = None
    margin_most: Margin | None = None
    minutes_least: Minutes | None = None
    minutes_most: Minutes | None = None
    day: Day | None = None
    source: Id
    note: Words | None = None


class OutsideReference(Record):
    """What a source found about informal roads elsewhere: for specialists, never an Azerbaijan figure."""

    id: Id
    topic: Annotated[str, StringConstraints(pattern=r"^(cost|speed|share|reason|loss)$")]
    kind: InformalKind | None = None
    place: Words
    year: Text
    value: Words
    source: Id
    confidence: Confidence


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


class Threshold(Record):
    """The amount at which a rule begins or ends; `each` says in which time."""

    amount: Amount
    currency: Currency
    each: Annotated[str, StringConstraints(pattern=r"^(transfer|day|month|year)$")] = "transfer"


class Hindrance(Record):
    """Whom a rule hinders, from which side, and who can change it: what makes a rule a gap.

    `letters` are those of objective 20 of the Global Compact for Migration. `unknown`: nobody could
    say whether the rule holds today, or what it sets.
    """

    whom: Annotated[tuple[Whom, ...], Field(min_length=1)]
    principle: Principle
    letters: tuple[Letter, ...] = ()
    lens: Lens
    decides: Annotated[tuple[Decider, ...], Field(min_length=1)]
    unknown: bool = False


class Rule(Record):
    """A rule or a helping hand, in neutral sentences, with its source.

    A rule of the topic `policy` touches no family at the counter, only those who make the market.
    """

    id: Id
    topic: Annotated[
        str, StringConstraints(pattern=r"^(law|law_more|border|sending|receiving|help|safety|policy)$")
    ]
    text: Words
    url: Url | None = None
    since: Day | None = None
    thresholds: tuple[Threshold, ...] = ()
    hinders: Hindrance | None = None
    source: Id


class Region(Record):
    """An economic region of Azerbaijan."""

    id: Id
    name: Words
    source: Id


class Side(Record):
    """What one source says where sources disagree. `day` is None where it prints none."""

    source: Id
    day: Day | None = None
    says: Words


class Conflict(Record):
    """A point on which sources disagree, every side with its source, and what is shown meanwhile."""

    id: Id
    title: Words
    providers: tuple[Id, ...] = ()
    countries: tuple[Country, ...] = ()
    sides: Annotated[tuple[Side, ...], Field(min_length=2)]
    shown: Words


class PriceDatabase(Record):
    """A public price comparison of others. `approved`: it says that the World Bank approved it."""

    id: Id
    name: Text
    url: Url
    approved: bool
    text: Words
    source: Id


class Target(Record):
    """What an indicator is held against, and in whose words.

    `at_most`: the value is to stay at or under the figure, else at or over it. `unconfirmed`: the
    authority's own text was not read, or not in full. `proxy`: the indicator is not what the target
    speaks of, but stands near it.
    """

    id: Id
    text: Words
    value: Amount
    unit: Unit
    at_most: bool
    by: Annotated[Whole, Field(ge=2000, le=2100)] | None = None
    principle: Principle
    letters: tuple[Letter, ...] = ()
    unconfirmed: bool = False
    proxy: bool = False
    source: Id


class CorridorQuarter(Record):
    """What a corridor cost in a quarter, as published or as recomputed from a published workbook.

    `cost` and `margin` are percent of the amount sent, the mean over the corridor's services, of
    USD `amount`. `services` None where the source does not tell how many.
    """

    sending: Country
    receiving: Country
    quarter: Period
    amount: Annotated[Whole, Field(gt=0, le=10_000)]
    cost: Number
    margin: Number | None = None
    services: Annotated[Whole, Field(ge=0)] | None = None
    source: Id


class GlobalQuarter(Record):
    """What USD 200 cost in all corridors of a quarter: percent, over services that disclose their rate.

    `mean_without_russia` is what comes nearest to the published average; `published` is None where no
    published figure was found, and `confirmed` tells whether it was read in the issue itself.
    """

    quarter: Period
    services: Annotated[Whole, Field(gt=0)]
    corridors: Annotated[Whole, Field(gt=0)]
    mean: Number
    median: Number
    fee: Number
    margin: Number
    mean_without_russia: Number
    published: Number | None = None
    confirmed: bool | None = None
    source: Id


class Statistic(Record):
    """One figure: of what, where, for whom, when, who says so.

    `place` is `AZ`, an economic region, `outside_baku`, or a country at the other end of a flow. `mark`
    is a code of what must be known of the figure, `conflict` the point on which sources disagree.
    """

    measure: Measure
    place: Place = "AZ"
    whom: Whom = Whom.ALL
    period: Span
    value: Number
    unit: Unit
    mark: Mark | None = None
    conflict: Id | None = None
    source: Id


class Survey(Record):
    """How many were asked, so that a difference can be told from chance.

    `sample` and `design_effect` None = not known; `assumed`: the number is taken from what is usual.
    """

    id: Id
    name: Words
    sample: Annotated[Whole, Field(gt=0)] | None = None
    assumed: bool = False
    design_effect: Annotated[Number, Field(ge=1)] | None = None
    measures: Annotated[tuple[Measure, ...], Field(min_length=1)]
    source: Id


def span_end(span: str) -> date:
    """The last day of a year, half year, quarter, or of the months from January to the one named."""
    year, part = int(span[:4]), span[5:]
    month = 12 if not part else int(part[1:]) * {"Q": 3, "H": 6, "M": 1}[part[0]]
    return date(year, month, monthrange(year, month)[1])


def quarter_end(period: str) -> date:
    """The last day of a quarter written as `2021-Q4`."""
    return span_end(period)


def quarter_of(day: date) -> str:
    """The quarter of a day, written as `2021-Q4`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


DIGITAL_ACCESS = frozenset({AccessPoint.INTERNET, AccessPoint.MOBILE})
DIGITAL_INSTRUMENTS = frozenset({PaymentInstrument.ACCOUNT, PaymentInstrument.CARD, PaymentInstrument.WALLET})
DIGITAL_PAYOUTS = frozenset({DisbursementMethod.ACCOUNT, DisbursementMethod.CARD, DisbursementMethod.WALLET})


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
