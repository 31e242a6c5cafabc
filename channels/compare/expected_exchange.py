"""What the exchange alone takes, before any fee: dated bank boards against the central banks' rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from itertools import product

from channels.compare.expected_rows import MOST_DAYS, Figure, Row
from channels.dataset.dataset import Dataset
from channels.money import HUNDRED, minor_unit, to_minor
from channels.pricing.conversion import ONE, worth_only
from channels.pricing.fx import MANAT, Reference, latest_boards, reference
from channels.pricing.routes import Market, Transfer
from channels.records.observations import Board
from channels.terms import HOME, BoardKind, Channel


@dataclass(frozen=True, slots=True)
class _Leg:
    """One exchange: whose board, of which day, and the share of the money's worth that it leaves."""

    bank: str
    day: date
    share: Decimal
    source: str


def exchange_alone(dataset: Dataset, transfer: Transfer, day: date) -> tuple[Row, ...]:
    """What dated bank boards leave of the money, before any fee; empty where no boards meet.

    The sending bank's selling board against the central bank's rate of its day, then the buying board of a
    bank here: one row for each pair of banks. Only into Azerbaijan.
    """
    if transfer.corridor.receiving != HOME or transfer.corridor.sending == HOME:
        return ()
    held = transfer.currency
    young = latest_boards(dataset.market.boards, day, most_days=MOST_DAYS)
    rows = []
    for currency in sorted({b.currency for b in young} | {held}):
        there = _sold(dataset, young, transfer, currency) if currency != held else (None,)
        here = _bought(dataset, young, currency) if currency != MANAT else (None,)
        rows += [_through(transfer, day, dataset.market, legs) for legs in product(there, here)]
    return tuple(sorted((row for row in rows if row is not None), key=lambda row: row.order))


def _sold(dataset: Dataset, boards: Sequence[Board], transfer: Transfer, currency: str) -> tuple[_Leg, ...]:
    """The boards at which banks of the sending country sell a currency for the one that the sender holds."""
    country = transfer.corridor.sending
    found = []
    for board in boards:
        if (board.currency, board.priced_in) != (currency, transfer.currency):
            continue
        official = board.official or _fresh(dataset, board, currency, transfer.currency)
        if official is not None and _is_of(dataset, board, country):
            found.append(_Leg(board.provider, board.day, official / board.sell, board.source))
    return tuple(found)


def _bought(dataset: Dataset, boards: Sequence[Board], currency: str) -> tuple[_Leg, ...]:
    """The boards at which banks here buy a currency over the counter for manat."""
    found = []
    for board in boards:
        if (board.currency, board.priced_in, board.kind) != (currency, MANAT, BoardKind.CASH):
            continue
        official = _fresh(dataset, board, currency, MANAT)
        if official is not None and _is_of(dataset, board, HOME):
            found.append(_Leg(board.provider, board.day, board.buy / official, board.source))
    return tuple(found)


def _is_of(dataset: Dataset, board: Board, country: str) -> bool:
    bank = dataset.providers.get(board.provider)
    return bank is not None and bank.country == country


def _fresh(dataset: Dataset, board: Board, currency: str, priced_in: str) -> Decimal | None:
    """The reference of a board's own day; None where it is not known or was old on that day."""
    used = reference(dataset.market.rates, board.day, base=currency, quote=priced_in)
    return used.rate if used is not None and used.fresh else None


def _through(transfer: Transfer, day: date, market: Market, legs: Sequence[_Leg | None]) -> Row | None:
    """One way of the money through one or two boards; None where it is never changed, or nothing is known."""
    known = [leg for leg in legs if leg is not None]
    used = market.reference(transfer, day) or worth_only(transfer.currency, day)
    share = ONE
    for leg in known:
        share *= leg.share
    figure = _of_share(transfer, used, share)
    if not known or figure is None:
        return None
    return Row(
        provider=known[0].bank,
        service=None,
        channel=Channel.BANK,
        sending=transfer.corridor.sending,
        receiving=transfer.corridor.receiving,
        period=None,
        day=min(leg.day for leg in known),
        figure=figure,
        currency=transfer.received_currency,
        evidence=None,
        pay_in=None,
        pay_out=None,
        minutes_least=None,
        minutes_most=None,
        sources=tuple(dict.fromkeys((*(leg.source for leg in known), *used.sources))),
        partner=known[1].bank if len(known) > 1 else None,
    )


def _of_share(transfer: Transfer, used: Reference, share: Decimal) -> Figure | None:
    """The figure where a share of the worth arrives; None where what must arrive has no worth."""
    judged, budget = used.fresh and not used.worth_only, transfer.send
    if budget is None:
        if transfer.receive is None or used.worth_only:
            return None
        unit = minor_unit(transfer.currency)
        budget = (transfer.receive / (used.rate * share)).quantize(unit, rounding=ROUND_CEILING)
    return Figure(
        cost=budget * (1 - share),
        cost_percent=(1 - share) * HUNDRED,
        arrives=to_minor(budget * used.rate * share, used.quote) if judged else None,
        outlay=budget if transfer.send is not None or judged else None,
    )
