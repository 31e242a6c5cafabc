"""A price that the reader was told, turned into an offer and set beside the others."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum

from channels.money import EXACT, MOST, Money, floor_minor, to_minor
from channels.pricing.fx import Reference, rate_grade
from channels.pricing.offer_parts import Cost, KnownPrice, KnownWay
from channels.pricing.offers import Offer
from channels.pricing.routes import Market, Transfer
from channels.terms import Evidence, Grade

FARTHEST = Decimal(2)
"""A told rate more than this many times off the reference is taken for a slip."""
AGREEING = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class ReaderQuote:
    """What the reader was told: any two of the fee, the rate and the amount received.

    The fee is in the sending currency, the rate in received currency for one unit sent.
    """

    name: str = ""
    fee: Decimal | None = None
    rate: Decimal | None = None
    received: Decimal | None = None


class ReaderQuoteFault(StrEnum):
    """Why a told price cannot be computed, as a code the page can put into words."""

    NEED_TWO = "need_two"
    NEED_AMOUNT = "need_amount"
    FEE_EATS_ALL = "fee_eats_all"
    RATE_UPSIDE_DOWN = "rate_upside_down"
    RATE_ABSURD = "rate_absurd"
    DISAGREE = "disagree"
    NO_REFERENCE = "no_reference"


def is_near(rate: Decimal, official: Reference | None) -> bool:
    """Whether a rate that somebody tells can be meant: at most `FARTHEST` times off the official one.

    Without an official rate every rate can.
    """
    return official is None or official.rate / FARTHEST <= rate <= official.rate * FARTHEST


def told_offer(told: ReaderQuote, transfer: Transfer, day: date, market: Market) -> Offer | ReaderQuoteFault:
    """The told price as an offer of today, or why it makes none."""
    with localcontext(EXACT):
        return _told_offer(told, transfer, day, market)


def _told_offer(told: ReaderQuote, transfer: Transfer, day: date, market: Market) -> Offer | ReaderQuoteFault:
    quote = transfer.received_currency
    official = market.reference(transfer, day)
    if official is None:
        return ReaderQuoteFault.NO_REFERENCE
    computed = _compute(told, transfer, quote)
    if isinstance(computed, ReaderQuoteFault):
        return computed
    principal, fee, received = computed
    if principal <= 0 or received <= 0:
        return ReaderQuoteFault.RATE_ABSURD
    rate = received / principal
    if not is_near(rate, official):
        return (
            ReaderQuoteFault.RATE_UPSIDE_DOWN if is_near(1 / rate, official) else ReaderQuoteFault.RATE_ABSURD
        )
    worth = (principal + fee) * official.rate
    told_cost = Cost(
        outlay=transfer.send if transfer.send is not None else principal + fee,
        unspent=Decimal(0),
        principal=principal,
        paid_out=Money(received, quote),
        fee=fee * official.rate,
    )
    return Offer(
        KnownWay(told.name, "told"),
        KnownPrice(
            evidence=Evidence.TOLD,
            grade=Grade.CURRENT if market.invented else rate_grade(official, day),
            currency=quote,
            observed=day,
            reference=official,
            sources=official.sources,
        ),
        told_cost.with_received(worth, received, received, Decimal(0)),
    )


def _compute(
    told: ReaderQuote, transfer: Transfer, quote: str
) -> tuple[Decimal, Decimal, Decimal] | ReaderQuoteFault:
    """Principal, fee and amount received out of what was told."""
    if sum(part is not None for part in (told.fee, told.rate, told.received)) < 2:
        return ReaderQuoteFault.NEED_TWO
    budget = transfer.send
    if budget is None:
        if told.fee is None or told.rate is None or transfer.receive is None:
            return ReaderQuoteFault.NEED_AMOUNT
        needed = transfer.receive / told.rate
        if needed > MOST:
            return ReaderQuoteFault.RATE_ABSURD
        principal = to_minor(needed, transfer.currency)
        return principal, told.fee, transfer.receive
    if told.fee is not None:
        principal = budget - told.fee
        if principal <= 0:
            return ReaderQuoteFault.FEE_EATS_ALL
        if told.received is None:
            assert told.rate is not None
            return principal, told.fee, to_minor(principal * told.rate, quote)
        if told.rate is not None and abs(principal * told.rate / told.received - 1) > AGREEING:
            return ReaderQuoteFault.DISAGREE
        return principal, told.fee, told.received
    assert told.rate is not None and told.received is not None
    needed = told.received / told.rate
    if needed > budget * (1 + AGREEING):
        return ReaderQuoteFault.DISAGREE
    principal = min(floor_minor(needed, transfer.currency), budget)
    if principal <= 0:
        return ReaderQuoteFault.DISAGREE
    return principal, budget - principal, told.received
