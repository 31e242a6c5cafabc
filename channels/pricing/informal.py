"""What a road outside the formal system hands over, and the loss rate at which it stops saving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from channels.money import HUNDRED, to_minor
from channels.pricing.fees import due, schedule
from channels.pricing.fx import MANAT, TOLD_SOURCE, allowed_age, latest_boards
from channels.pricing.offers import Offer
from channels.pricing.routes import Market, Transfer
from channels.records.informal import GroupRange, OutsideRoad
from channels.records.observations import Board
from channels.terms import BoardKind, InformalKind, Payer


@dataclass(frozen=True, slots=True)
class AskedPrice:
    """The price that the reader was asked: percent, or an amount in the received currency."""

    percent: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Informal:
    """A road outside the formal system beside the best current formal offer; None where not known.

    `received` is the worse end and `received_most` the better, in `currency`. `difference` is what
    it hands over more than the formal offer. `break_even` is the share of transfers lost, each
    wholly, at which it stops saving. Nobody has measured how often money is lost. `told` is what group
    discussions said that unlicensed services take: percent, never an amount here. `asked`: the reader typed
    the price that an unlicensed service asks.
    """

    road: OutsideRoad
    kind: InformalKind
    currency: str
    received: Decimal | None = None
    received_most: Decimal | None = None
    difference: Decimal | None = None
    break_even: Decimal | None = None
    sources: tuple[str, ...] = ()
    told: GroupRange | None = None
    asked: bool = False

    @property
    def may_show_price(self) -> bool:
        """Whether its amount may be shown to recipients: of an unlicensed service only if it was asked."""
        return self.kind is not InformalKind.UNLICENSED or self.asked


def informal(
    road: OutsideRoad,
    transfer: Transfer,
    day: date,
    market: Market,
    *,
    formal: Offer | None,
    asked: AskedPrice | None = None,
    counter_rate: Decimal | None = None,
) -> Informal:
    """What the road hands over for the same outlay as the formal offer, where that can be said.

    Carried cash is changed at a counter here: at the reader's `counter_rate`, in the received currency for
    one unit, else at the banks' boards; without either it is not known. An unlicensed service has an amount
    only when a source or the reader gives its price.
    """
    currency = transfer.received_currency
    outlay = transfer.send if transfer.send is not None else (formal.outlay if formal else None)
    sources: tuple[str, ...] = (road.source,)
    ends: tuple[Decimal, Decimal] | None = None
    if outlay is not None and road.kind is InformalKind.CARRIED:
        ends, more = _carried(outlay, transfer, currency, day, market, counter_rate)
        sources += more
    elif outlay is not None:
        ends, more = _unlicensed(road, outlay, transfer, currency, day, market, asked)
        sources += more
    typed = asked is not None and road.kind is InformalKind.UNLICENSED
    if ends is None:
        return Informal(road, road.kind, currency, sources=sources, asked=typed)
    least, most = ends
    difference, risk = beside(least, formal if formal and formal.currency == currency else None)
    cited = tuple(dict.fromkeys(sources))
    return Informal(road, road.kind, currency, least, most, difference, risk, cited, asked=typed)


def beside(least: Decimal, formal: Offer | None) -> tuple[Decimal | None, Decimal | None]:
    """The difference to the best current formal offer, and the break-even loss rate.

    break_even = (informal received - formal received) / informal received; None if it is not
    positive, if a range crosses the other side, or without a current formal offer.
    """
    if formal is None or formal.received is None or formal.received_most is None:
        return None, None
    difference = least - formal.received
    if least <= formal.received_most:
        return difference, None
    return difference, difference / least


def _carried(
    outlay: Decimal,
    transfer: Transfer,
    currency: str,
    day: date,
    market: Market,
    counter_rate: Decimal | None,
) -> tuple[tuple[Decimal, Decimal] | None, tuple[str, ...]]:
    if transfer.currency == currency:
        return (outlay, outlay), ()
    if counter_rate is not None:
        told = to_minor(outlay * counter_rate, currency)
        return (told, told), (TOLD_SOURCE,)
    boards = _fresh_boards(market, transfer.currency, day) if currency == MANAT else ()
    if not boards:
        return None, ()
    amounts = sorted(to_minor(outlay * board.buy, currency) for board in boards)
    return (amounts[0], amounts[-1]), tuple(dict.fromkeys(board.source for board in boards))


def _fresh_boards(market: Market, currency: str, day: date) -> Sequence[Board]:
    """Each bank's latest cash board for a currency, while it is young enough to judge a price."""
    asked = (BoardKind.CASH, currency, MANAT)
    known = (b for b in market.boards if (b.kind, b.currency, b.priced_in) == asked)
    return latest_boards(known, day, most_days=None if market.invented else allowed_age(currency))


def _unlicensed(
    road: OutsideRoad,
    outlay: Decimal,
    transfer: Transfer,
    currency: str,
    day: date,
    market: Market,
    asked: AskedPrice | None,
) -> tuple[tuple[Decimal, Decimal] | None, tuple[str, ...]]:
    official = market.reference(transfer, day)
    if official is None or not official.fresh or (asked is None and road.charges is None):
        # An old rate judges nothing.
        return None, ()
    if asked is not None:
        worth = outlay * official.rate
        taken = worth * (asked.percent or Decimal(0)) / HUNDRED + (asked.amount or Decimal(0))
        left = to_minor(worth - taken, currency)
        return ((left, left), official.sources) if left > 0 else (None, ())
    ends = []
    low, high = road.margin or Decimal(0), road.margin_most if road.margin_most is not None else road.margin
    for most, margin in ((True, high or Decimal(0)), (False, low)):
        pieces = schedule(road.charges or (), Payer.SENDER, most=most)
        assert pieces is not None
        left = outlay - due(pieces, outlay)
        ends.append(to_minor(left * official.rate * (1 - margin / HUNDRED), currency))
    return ((min(ends), max(ends)), official.sources) if min(ends) > 0 else (None, ())
