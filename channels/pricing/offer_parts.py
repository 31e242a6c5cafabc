"""The parts of an offer: what is known of the way, the price in force, and what the transfer costs by it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Context, Decimal

from channels.money import EXACT, HUNDRED, Money
from channels.pricing.fx import Reference
from channels.pricing.routes import NOT_KNOWN, NamedCodes, OnDay, Route
from channels.records.observations import Board
from channels.terms import (
    AccessPoint,
    Basis,
    Channel,
    DisbursementMethod,
    Evidence,
    Grade,
    Licence,
    PaymentInstrument,
    Status,
)

SUMS = Context(prec=4 * EXACT.prec)
"""Wide enough that no sum of exact products is rounded."""
NOTHING_SAID = OnDay(Status.NOT_CONFIRMED)
"""The status of what nobody said anything of."""


class ContradictoryCost(ValueError):
    """The parts of a cost do not sum to the whole, or it is known only in part where all of it must be."""


@dataclass(frozen=True, slots=True)
class KnownWay:
    """What is known of a way on a day, whatever the amount.

    `unknown_fits` names the wishes that nobody knows it to meet. `regions` and `documents` were told with the
    price, else are those of its counter. `any_country`: the service goes to every country abroad.
    """

    provider: str
    service: str
    payout: str | None = None
    channel: Channel | None = None
    form: DisbursementMethod | None = None
    pay_in: PaymentInstrument | None = None
    access_point: AccessPoint | None = None
    status: OnDay = NOTHING_SAID
    licence: Licence = Licence.NOT_CHECKED
    minutes_least: int | None = None
    minutes_most: int | None = None
    regions: NamedCodes = NOT_KNOWN
    documents: NamedCodes = NOT_KNOWN
    unknown_fits: frozenset[str] = frozenset()
    any_country: bool = False
    route: Route | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class KnownPrice:
    """The price in force: how it is known, how old it is, and by what it is judged.

    `currency` is that of what arrives. `seen` is the last day on which somebody saw the price, `price_grade`
    its age by that day alone, whatever the age of the rates; `grade` is never better than these allow.
    `notes` are codes of what the reader must be told. `stand_in` is another bank's board by which the money
    of the sender was changed; then the price is an estimate. `rpw_cost_percent` is RPW's cost of USD 200.
    `asked` is when the provider's own calculator told it to this program; None where people saw it.
    """

    evidence: Evidence
    grade: Grade
    currency: str
    price_grade: Grade = Grade.HISTORICAL
    basis: Basis = Basis.EXACT
    seen: date | None = None
    period: str | None = None
    observed: date | None = None
    asked: datetime | None = None
    promotion: bool = False
    receipt_known: bool = False
    rpw_cost_percent: Decimal | None = None
    rpw_cost_percent_500: Decimal | None = None
    reference: Reference | None = None
    stand_in: Board | None = None
    sources: tuple[str, ...] = ()
    notes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cost:
    """What becomes of the sender's money. Amounts are exact, and None where not known.

    Outlay, unspent and principal are in the sending currency; fee, hidden, receipt, received and total in the
    one that arrives, and fee + hidden + receipt = total. `received` is the worse end of a range,
    `received_most` the better; equal where there is none. All of what arrives is known, or nothing is: then
    only the fee may be. Raises `ContradictoryCost`.
    """

    outlay: Decimal | None = None
    unspent: Decimal | None = None
    principal: Decimal | None = None
    paid_out: Money | None = None
    fee: Decimal | None = None
    hidden: Decimal | None = None
    receipt: Decimal | None = None
    received: Decimal | None = None
    received_most: Decimal | None = None
    total: Decimal | None = None
    percent: Decimal | None = None

    def __post_init__(self) -> None:
        """Hold the parts against the whole."""
        if self.fee is None or self.hidden is None or self.receipt is None or self.total is None:
            known = (self.hidden, self.receipt, self.received, self.received_most, self.total, self.percent)
            if any(part is not None for part in known):
                raise ContradictoryCost(f"known in part: {self}")
        elif self.received is None or self.received_most is None or self.percent is None:
            raise ContradictoryCost(f"a total without what arrives: {self}")
        elif SUMS.add(SUMS.add(self.fee, self.hidden), self.receipt) != self.total:
            raise ContradictoryCost(f"{self.fee} + {self.hidden} + {self.receipt} is not {self.total}")

    @property
    def complete(self) -> bool:
        """Whether all of it is known."""
        return self.total is not None

    def with_received(self, worth: Decimal, received: Decimal, most: Decimal, receipt: Decimal) -> "Cost":
        """The whole cost by subtraction, where `worth` is that of what was spent, at the reference.

        `received` to `most` arrive, `receipt` is taken of it. Raises `ContradictoryCost` without a known fee.
        """
        if self.fee is None:
            raise ContradictoryCost("a whole cost has a fee")
        total = SUMS.subtract(worth, received)
        known = SUMS.add(self.fee, receipt)
        return Cost(
            outlay=self.outlay,
            unspent=self.unspent,
            principal=self.principal,
            paid_out=self.paid_out,
            fee=self.fee,
            hidden=SUMS.subtract(total, known),
            receipt=receipt,
            received=received,
            received_most=most,
            total=total,
            percent=EXACT.multiply(EXACT.divide(total, worth), HUNDRED),
        )

    def only_fee(self) -> "Cost":
        """The same, with nothing said of what arrives."""
        return Cost(self.outlay, self.unspent, self.principal, self.paid_out, self.fee)
