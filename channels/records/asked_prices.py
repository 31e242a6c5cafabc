"""What a provider's own calculator answered a program: one price or "not offered", and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from channels.money import MOST
from channels.records.base import (
    Amount,
    CorridorKey,
    Currency,
    Id,
    Minutes,
    Moment,
    Number,
    Price,
    Record,
    Sha256,
)
from channels.records.observations import NoPrice, Observation
from channels.terms import (
    BAKU,
    Answer,
    DisbursementMethod,
    Evidence,
    Method,
    Ordered,
    PaymentInstrument,
)

OWN_SOURCE = "asked"
"""How the sources of what was asked by machine begin, and their files in data/ are named."""
OWN_SERVICE = "calculator"
"""The service that a price is of where no service of the provider lists the corridor."""
SAME_AMOUNT = Decimal("0.05")
"""Two amounts as near as this share are one point of a price: the newer takes the place of the older."""
A_DAY = timedelta(days=1)

Positive = Annotated[Number, Field(gt=0, le=MOST)]


class CalculatorPrice(Record):
    """One price that a provider's calculator told on a moment, or that it told none ("not offered").

    `asked_amount` in `currency` is what the calculator was asked about; None where only the direction was.
    `outlay` is all that the sender hands over, `principal` that without the `fee`; all three are in
    `currency`. `received` is in `pays`, None where the calculator tells none: it follows then from
    `principal` and `rate`. `promotion`: a price of a first transfer or a campaign; `usual_fee` and
    `usual_rate` are the price without it, None where that was not told. Four clocks: `asked` and `answered`
    are ours, `quoted` and `valid_until` the provider's, None where it tells none. `sha256` is the hash of the
    raw answer. `documented`: the provider itself describes the interface. `answer` is `observed` for a
    price and `no_service` where it is not offered.
    """

    provider: Id
    corridor: CorridorKey
    answer: Answer = Answer.OBSERVED
    asked_amount: Positive | None = None
    currency: Currency
    outlay: Positive | None = None
    principal: Positive | None = None
    fee: Amount | None = None
    rate: Price | None = None
    received: Positive | None = None
    pays: Currency | None = None
    pay_in: PaymentInstrument | None = None
    disbursement: DisbursementMethod | None = None
    minutes_least: Minutes | None = None
    minutes_most: Minutes | None = None
    promotion: bool = False
    usual_fee: Amount | None = None
    usual_rate: Price | None = None
    asked: Moment
    answered: Moment
    quoted: Moment | None = None
    valid_until: Moment | None = None
    sha256: Sha256
    documented: bool

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        figures = (self.outlay, self.principal, self.fee, self.rate, self.pays)
        if self.answer is Answer.OBSERVED and (None in figures or self.asked_amount is None):
            raise ValueError("a price needs amount, outlay, principal, fee, rate and pays")
        told = (self.outlay, self.principal, self.fee, self.rate, self.received)
        if self.answer is not Answer.OBSERVED and any(figure is not None for figure in told):
            raise ValueError("what is not offered has no figures")
        least, most = self.minutes_least, self.minutes_most
        if least is not None and most is not None and least > most:
            raise ValueError("minutes_least is more than minutes_most")
        if self.answered < self.asked:
            raise ValueError("answered before it was asked")
        return self

    @property
    def is_price(self) -> bool:
        """Whether a price was told."""
        return self.answer is Answer.OBSERVED

    @property
    def day(self) -> date:
        """The day here on which the answer came: that of the price, whatever the provider's clock says."""
        return self.answered.astimezone(BAKU).date()

    @property
    def source(self) -> str:
        """The id of the source under which readers see it, one for each provider."""
        return f"{OWN_SOURCE}_{self.provider}"

    def is_same_point(self, other: "CalculatorPrice") -> bool:
        """Whether another answer is of the same direction, way and, within 5 percent, amount."""
        mine = (self.provider, self.corridor, self.currency, self.pays, self.pay_in, self.disbursement)
        its = (other.provider, other.corridor, other.currency, other.pays, other.pay_in, other.disbursement)
        if mine != its or self.promotion is not other.promotion:
            return False
        if self.asked_amount is None or other.asked_amount is None:
            return self.asked_amount is other.asked_amount
        return abs(self.asked_amount - other.asked_amount) <= SAME_AMOUNT * other.asked_amount

    def denies(self, other: "CalculatorPrice") -> bool:
        """Whether this is "not offered" of what the other is a price of: a direction, or about its amount."""
        if self.is_price or not other.is_price or other.asked_amount is None:
            return False
        asked = self.asked_amount
        return asked is None or abs(asked - other.asked_amount) <= SAME_AMOUNT * other.asked_amount


class AskedState(Ordered):
    """What became of an answer.

    `WAITING`: a steward looks at it first. `APART`: kept, but shown nowhere, as a promotion is. `DROPPED`:
    it cannot be a price. `REPLACED`: a newer answer took its place.
    """

    PUBLISHED = "published"
    WAITING = "waiting"
    APART = "apart"
    DROPPED = "dropped"
    REPLACED = "replaced"


class AskedReason(Ordered):
    """Why an answer was not published at once."""

    FIRST = "first"
    CONTRADICTION = "contradiction"
    RATE_OFF = "rate_off"
    NO_FRESH_RATE = "no_fresh_rate"
    MOVED = "moved"
    NOT_LISTED = "not_listed"
    DATA_FAULTY = "data_faulty"
    PROMOTION = "promotion"
    OTHER_WAY = "other_way"
    UPSIDE_DOWN = "upside_down"
    CLOSED = "closed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class JudgedPrice:
    """An answer with what became of it.

    `service` is the provider's service in data/ that it is a price of; None where none lists the corridor.
    `reason` is None where it was published at once. `against` is the value that speaks against it: the
    official rate, what the last price left, or what the other figures give; None where none does.
    """

    price: CalculatorPrice
    state: AskedState
    service: str | None = None
    reason: AskedReason | None = None
    against: Decimal | None = None

    def observation(self, superseded: str | None = None) -> Observation | None:
        """The price as data/observations/ has it; None where there is no price or no service."""
        asked = self.price
        if not asked.is_price or self.service is None:
            return None
        across = asked.pays != asked.currency
        return Observation(
            evidence=Evidence.OBSERVED, observed=asked.day, amount=asked.principal, fee=asked.fee,
            rate=asked.rate if across else None, pays=asked.pays, received=asked.received,
            minutes_least=asked.minutes_least, minutes_most=asked.minutes_most, pay_in=asked.pay_in,
            disbursement=asked.disbursement, promotion=asked.promotion, collected=asked.day,
            source_updated=_day(asked.quoted, asked.day), valid_until=self._holds_until,
            asked=asked.answered, superseded=superseded, **self._shared(),
        )  # fmt: skip

    def no_price(self, superseded: str | None = None) -> NoPrice | None:
        """What is not offered as data/answers/ has it; None for a price, or without a service."""
        asked = self.price
        if asked.is_price or self.service is None:
            return None
        return NoPrice(
            answer=asked.answer, day=asked.day, amount=asked.asked_amount,
            currency=None if asked.asked_amount is None else asked.currency,
            superseded=superseded, **self._shared(),
        )  # fmt: skip

    @property
    def _holds_until(self) -> date | None:
        """The last day on which the price holds; None where the promise is of less than a day.

        It is then of one order and says nothing of the price.
        """
        until = self.price.valid_until
        return None if until is None or until - self.price.answered < A_DAY else _day(until)

    def _shared(self) -> dict[str, Any]:
        asked = self.price
        named = {"provider": asked.provider, "service": self.service, "corridor": asked.corridor}
        known = {"method": Method.API, "evidence_sha256": asked.sha256, "source": asked.source}
        return {**named, **known, "currency": asked.currency} if asked.is_price else {**named, **known}


@dataclass(frozen=True, slots=True)
class KeptAsked:
    """A judged answer as the store keeps it; `released_by` is the steward who let it through, or None."""

    id: str
    judged: JudgedPrice
    released_by: str | None = None
    released: datetime | None = None


def _day(moment: datetime | None, latest: date | None = None) -> date | None:
    """A moment's day here, no later than another; None for none."""
    if moment is None:
        return None
    day = moment.astimezone(BAKU).date()
    return day if latest is None else min(day, latest)
