"""Which currencies the money passes through, at which rates, and what becomes of a principal on the way."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from channels.money import HUNDRED, ZERO, to_minor
from channels.pricing.fees import FREE, Schedule, due
from channels.pricing.fx import (
    CURRENT_DAYS,
    MANAT,
    Reference,
    board_on,
    dearest_board,
    grade,
    rate_grade,
)
from channels.pricing.quotes import Terms
from channels.pricing.routes import Market, Route, Transfer
from channels.records.base import ANY
from channels.records.observations import Board
from channels.records.providers import Provider
from channels.terms import HOME, BoardKind, DisbursementMethod, Grade, PaymentInstrument

ONE = Decimal(1)
THIRTY_PLACES = Decimal("1E-30")


@dataclass(frozen=True, slots=True)
class Path:
    """The factors between the sender's purse and the recipient's hand; None where one is not known.

    `in_rate`: sending currency for one unit of the service's. `mid`: the reference from the
    service's to the currency paid out. `out_rate`: received currency for one unit paid out.
    `total`: the reference from the sending to the received currency. `fee_worth`: received currency
    for one unit of the service's, at the reference. `grade`: the best that these rates allow. The
    schedules are of the charges on receipt, in the currency paid out. `stand_in`: another bank's board by
    which the sender's money is changed, where the sending bank's own is not known.
    """

    paid_currency: str
    received_currency: str
    in_rate: Decimal | None
    mid: Reference | None
    out_rate: Decimal | None
    total: Reference | None
    fee_worth: Decimal | None
    sources: tuple[str, ...]
    notes: frozenset[str]
    grade: Grade
    same: bool
    receipt_worst: Schedule = FREE
    receipt_best: Schedule = FREE
    stand_in: Board | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """A principal, its fee, what is paid out, and what is taken on receipt; None where not known."""

    principal: Decimal
    fee: Decimal
    paid: Decimal | None
    receipt: Decimal | None


def path_of(route: Route, terms: Terms, transfer: Transfer, day: date, market: Market) -> Path:
    """The way of the money on a day: through the sender's board, the provider's rate, the counter's board."""
    home = transfer.corridor.receives
    paid = _paid_currency(route, terms, home)
    into_azerbaijan = transfer.corridor.receiving == "AZ"
    received = home if into_azerbaijan and home is not None else paid
    notes, boards = set(terms.notes), []
    out_rate: Decimal | None = ONE
    if paid != received:
        board = _board(market, day, route.partner, BoardKind.CASH, paid)
        out_rate = None if board is None else board.buy
        boards.append(board)
        if board is None:
            notes.add("no_board_here" if route.partner else "no_partner")
    in_rate: Decimal | None = ONE
    if transfer.currency != terms.currency:
        board = _sender_board(route, terms, transfer, day, market)
        in_rate = None if board is None else board.sell
        boards.append(board)

    def official(base: str, quote: str) -> Reference | None:
        return market.reference(transfer, day, base=base, quote=quote)

    mid, total = official(terms.currency, paid), official(transfer.currency, received)
    worth = official(terms.currency, received)
    stand_in = None
    if in_rate is None:
        whole = out_rate is not None and mid is not None and total is not None and _is_priced(terms, paid)
        stand_in = _stand_in(terms, transfer, day, market) if whole else None
        if stand_in is None:
            notes.add("no_board_sender")
        else:
            in_rate = stand_in.sell
            boards.append(stand_in)
    if (mid is None or total is None) and in_rate == ONE == out_rate:
        mid = total = worth = worth_only(transfer.currency, day)
        paid = received = transfer.currency
        notes.add("worth_only")
    found = [board for board in boards if board is not None]
    used = [r for r in (mid, total) if r is not None]
    grades = [grade(b.day, day) for b in found] + [rate_grade(r, day) for r in used]
    return Path(
        paid_currency=paid,
        received_currency=received,
        in_rate=in_rate,
        mid=mid,
        out_rate=out_rate,
        total=total,
        fee_worth=None if worth is None else worth.rate,
        sources=tuple(dict.fromkeys([b.source for b in found] + [s for r in used for s in r.sources])),
        notes=frozenset(notes),
        grade=Grade.CURRENT if market.invented else older(Grade.CURRENT, *grades),
        same=paid == terms.currency and "worth_only" not in notes,
        stand_in=stand_in,
    )


def counter_matters(form: DisbursementMethod | None, pays: str | None, home: str | None) -> bool:
    """Whether it changes anything which counter or bank pays the money out, in `pays`.

    It does where somebody hands it over, or where it still has to be changed into `home`, the recipient's own
    currency; and where neither is known.
    """
    return form is None or form.is_picked_up or pays is None or pays != home


def worth_only(currency: str, day: date) -> Reference:
    """The reference of a pair without a rate: 1, in the sending currency."""
    return Reference(currency, currency, ONE, day, (), fresh=True, worth_only=True)


def older(*grades: Grade) -> Grade:
    """The worst of some grades."""
    return max(grades, key=lambda g: g.rank)


def carry(amount: Decimal, terms: Terms, path: Path, *, worst: bool) -> Carried:
    """What becomes of a principal, at the worse or the better end of the terms' ranges."""
    fees = terms.worst if worst else terms.best
    assert fees is not None
    fee = due(fees, amount)
    margin = ZERO if path.same else (terms.margin if worst else terms.margin_best)(amount)
    if path.mid is None or margin is None:
        return Carried(amount, fee, None, None)
    paid = to_minor(amount * _provider_rate(path.mid.rate, margin), path.paid_currency)
    taken = path.receipt_worst if worst else path.receipt_best
    return Carried(amount, fee, paid, due(taken, paid) if paid > 0 else ZERO)


def _provider_rate(official: Decimal, margin: Decimal) -> Decimal:
    """What the provider pays for one unit: the reference less the margin.

    A margin that was computed from a rate has no end; cut at 30 decimals it gives that very rate back.
    """
    rate = official * (1 - margin / HUNDRED)
    exponent = rate.as_tuple().exponent
    return rate.quantize(THIRTY_PLACES) if isinstance(exponent, int) and exponent < -30 else rate


def net_of(carried: Carried, path: Path) -> Decimal | None:
    """What is left in the recipient's hand; None where a rate on the way is not known."""
    unknown = path.in_rate is None or path.out_rate is None
    if unknown or carried.paid is None or carried.receipt is None:
        return None
    assert path.out_rate is not None
    return (carried.paid - carried.receipt) * path.out_rate


def _paid_currency(route: Route, terms: Terms, home: str | None) -> str:
    """The recipient's own currency where the counter has it or nobody knows; else the first one named."""
    known = terms.pays
    if route.payout is not None and route.payout.currencies:
        shared = tuple(c for c in route.payout.currencies if not known or c in known)
        known = shared or route.payout.currencies
    if not known:
        abroad = route.corridor.receiving == ANY
        return terms.currency if abroad or home is None else home
    return home if home in known else known[0]


def _sender_board(route: Route, terms: Terms, transfer: Transfer, day: date, market: Market) -> Board | None:
    """The sending bank's board for what the service takes, in the currency that the sender holds."""
    cash = route.pay_in in (None, PaymentInstrument.CASH)
    return board_on(
        market.boards,
        day,
        provider=route.provider.id,
        kind=BoardKind.CASH if cash else BoardKind.CARD,
        currency=terms.currency,
        priced_in=transfer.currency,
    )


def _is_priced(terms: Terms, paid: str) -> bool:
    """Whether fee and rate are known of a service, so that only the change before it may be missing."""
    return terms.worst is not None and (paid == terms.currency or terms.margin(ONE) is not None)


def _stand_in(terms: Terms, transfer: Transfer, day: date, market: Market) -> Board | None:
    """The dearest known board of the very currency that an outgoing service takes; None without one."""
    if transfer.corridor.sending != HOME or transfer.currency != MANAT:
        return None
    most_days = None if market.invented else CURRENT_DAYS
    return dearest_board(market.boards, day, terms.currency, most_days=most_days)


def _board(
    market: Market, day: date, provider: Provider | None, kind: BoardKind, currency: str
) -> Board | None:
    if provider is None:
        return None
    return board_on(market.boards, day, provider=provider.id, kind=kind, currency=currency)
