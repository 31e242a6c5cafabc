"""What to expect where no current price is known: about how much arrives, and which offer is a good one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from channels.compare.expected_exchange import exchange_alone
from channels.compare.expected_marks import (
    ByProvider,
    ExpectedKind,
    Marks,
    NoMarks,
    Span,
    Verdict,
    by_provider,
    marks,
    minutes_of,
    span,
)
from channels.compare.expected_rows import Figure, Row, elsewhere, own_estimates, own_history, own_tariffs
from channels.dataset.dataset import Dataset
from channels.money import HUNDRED
from channels.pricing.fx import Reference
from channels.pricing.informal import Informal
from channels.pricing.offers import Offer
from channels.pricing.ranking import best_current, known_cost
from channels.pricing.routes import NotOffered, Transfer
from channels.terms import HOME, Channel, InformalKind, Ordered, Reason

LISTED = (Reason.NOT_PUBLISHED, Reason.NO_RATE)
"""Refusals of a service that is known to be there, but of which no price is."""


class NoFigure(Ordered):
    """Why nothing can be expected, of the whole or of one channel."""

    NO_PROVIDER = "no_provider"
    NOT_OPERATING = "not_operating"
    NOT_FITTING = "not_fitting"
    AMOUNT = "amount"
    NO_BOARD = "no_board"
    INCOMPLETE = "incomplete"
    NO_PRICE = "no_price"
    NO_ROAD = "no_road"
    NO_OUTLAY = "no_outlay"


@dataclass(frozen=True, slots=True)
class Line:
    """One channel: a figure and what it rests on, or the reason why there is none.

    `providers` are those that list the corridor. `channel` may be cash that somebody carries.
    """

    channel: Channel | InformalKind
    kind: ExpectedKind
    span: Span | None
    reason: NoFigure | None
    providers: tuple[str, ...] = ()
    minutes_least: int | None = None
    minutes_most: int | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """About what a transfer leaves, from the rows behind it: never a price, and never in the order.

    Costs are in `currency`, the sender's; what arrives is in `received_currency`, None where rows pay
    several. `marks` or `no_marks`, and `span` or `reason`, is None. `quarters` and `days` say when the rows
    were taken, `sending` and `countries` between which countries. Minutes are of all rows, the most None
    where it is not known of one.
    """

    kind: ExpectedKind
    currency: str
    received_currency: str | None
    span: Span | None
    marks: Marks | None
    no_marks: NoMarks | None
    reason: NoFigure | None
    providers: tuple[ByProvider, ...]
    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    sending: tuple[str, ...]
    countries: tuple[str, ...]
    quarters: tuple[str, ...]
    days: tuple[date, ...]
    minutes_least: int | None
    minutes_most: int | None
    sources: tuple[str, ...]

    def verdict(self, offer: Offer) -> Verdict | None:
        """How an offer for the amount asked stands to these; None without marks or without its cost."""
        cost = known_cost(offer) if offer.complete else None
        return None if self.marks is None or cost is None else self.marks.verdict(cost)


@dataclass(frozen=True, slots=True)
class Answered:
    """What the comparison already found for a transfer: the answers that an expectation stands beside."""

    transfer: Transfer
    day: date
    reference: Reference | None
    offers: tuple[Offer, ...]
    not_offered: tuple[NotOffered, ...]
    informal: tuple[Informal, ...]


def expected(dataset: Dataset, found: Answered) -> Expected | None:
    """What to expect of a transfer; None where a current, complete price takes its place.

    Into Azerbaijan what the same providers took elsewhere comes first, out of it and inside it what the
    tariffs say; then a current price that is not the answer as it stands, then the exchange alone, then what
    is known of years ago, then the reason why nothing is.
    """
    promoted = found.transfer.promotions
    offers = [o.as_usual_price() for o in found.offers] if promoted else found.offers
    if best_current(offers) is not None:
        return None
    rows, refused = _rows(dataset, found)
    kind = next((kind for kind in rows if rows[kind]), ExpectedKind.NONE)
    whole = rows.get(kind, ())
    reason = None if whole else _reason(dataset, found, refused, lambda _: True)
    lines = [_line(dataset, found, channel, rows, refused) for channel in Channel]
    return _of_rows(found, kind, whole, reason, (*lines, _carried(found)))


def _rows(
    dataset: Dataset, found: Answered
) -> tuple[dict[ExpectedKind, tuple[Row, ...]], tuple[NotOffered, ...]]:
    """The rows of each kind, in the order in which the kinds are preferred; and rows that do not fit."""
    transfer, day = found.transfer, found.day
    listed = _listed(found)
    near, refused = elsewhere(dataset, transfer, day, listed)
    tariffs = own_tariffs(found.offers, transfer)
    rows: dict[ExpectedKind, tuple[Row, ...]] = {ExpectedKind.ELSEWHERE: near, ExpectedKind.TARIFF: tariffs}
    if transfer.corridor.sending == HOME:
        rows = {ExpectedKind.TARIFF: tariffs, ExpectedKind.ELSEWHERE: near}
    rows[ExpectedKind.ESTIMATE] = own_estimates(found.offers, transfer)
    rows[ExpectedKind.EXCHANGE] = exchange_alone(dataset, transfer, day)
    rows[ExpectedKind.HISTORY] = own_history(found.offers, transfer)
    if not any(rows.values()):
        rows[ExpectedKind.HISTORY], _ = elsewhere(dataset, transfer, day, listed, older=True)
    return rows, refused


def _listed(found: Answered) -> frozenset[str]:
    """The providers that list the corridor, work as far as is known, and may fit what was asked."""
    there = {offer.provider for offer in found.offers}
    return frozenset(there | {r.route.provider.id for r in found.not_offered if r.reason in LISTED})


def _of_rows(
    found: Answered,
    kind: ExpectedKind,
    rows: tuple[Row, ...],
    reason: NoFigure | None,
    lines: tuple[Line, ...],
) -> Expected:
    providers = by_provider(rows)
    found_marks, no_marks = marks(found.transfer, found.reference, kind, providers)
    currencies = {row.currency for row in rows}
    least, most = minutes_of(rows)
    return Expected(
        kind=kind,
        currency=found.transfer.currency,
        received_currency=currencies.pop() if len(currencies) == 1 else None,
        span=span(kind, rows),
        marks=found_marks,
        no_marks=no_marks,
        reason=reason,
        providers=providers,
        rows=rows,
        lines=lines,
        sending=tuple(sorted({row.sending for row in rows})),
        countries=tuple(sorted({row.receiving for row in rows})),
        quarters=tuple(sorted({row.period for row in rows if row.period is not None})),
        days=tuple(sorted({row.day for row in rows if row.day is not None})),
        minutes_least=least,
        minutes_most=most,
        sources=tuple(sorted({source for row in rows for source in row.sources})),
    )


# A line a channel, and reasons


def _line(
    dataset: Dataset,
    found: Answered,
    channel: Channel,
    rows: Mapping[ExpectedKind, tuple[Row, ...]],
    refused: Sequence[NotOffered],
) -> Line:
    listed = _listed(found)
    here = {route.provider.id for route in dataset.routes(found.transfer.corridor)}
    named = {p.id for p in dataset.providers.values() if p.channel is channel and p.id in here & listed}
    for kind, of_kind in rows.items():
        own = [row for row in of_kind if row.channel is channel]
        if own:
            least, most = minutes_of(own)
            sources = tuple(sorted({source for row in own for source in row.sources}))
            return Line(channel, kind, span(kind, own), None, tuple(sorted(named)), least, most, sources)
    reason = _reason(dataset, found, refused, lambda of: of is channel)
    return Line(channel, ExpectedKind.NONE, None, reason, tuple(sorted(named)))


def _carried(found: Answered) -> Line:
    """The line of cash that somebody carries: what the boards, or the reader's counter, give for it."""
    road = next((r for r in found.informal if r.kind is InformalKind.CARRIED), None)
    if road is None or road.received is None or road.received_most is None:
        reason = NoFigure.NO_BOARD if found.transfer.send is not None else NoFigure.NO_OUTLAY
        reason = NoFigure.NO_ROAD if road is None else reason
        return Line(InformalKind.CARRIED, ExpectedKind.NONE, None, reason)
    used, outlay = found.reference, found.transfer.send
    judged = used is not None and used.fresh and outlay is not None

    def figure(received: Decimal) -> Figure:
        if not judged or used is None or outlay is None:
            return Figure(None, None, received, outlay)
        cost = outlay - received / used.rate
        return Figure(cost, cost / outlay * HUNDRED, received, outlay)

    ends = Span(figure(road.received), figure(road.received_most))
    least, most = road.road.minutes_least, road.road.minutes_most
    return Line(InformalKind.CARRIED, ExpectedKind.EXCHANGE, ends, None, (), least, most, road.sources)


def _reason(
    dataset: Dataset,
    found: Answered,
    refused: Sequence[NotOffered],
    wanted: Callable[[Channel | None], bool],
) -> NoFigure:
    """Why nothing can be expected of the channels wanted: what stands nearest to a figure is told."""
    offers = [o for o in found.offers if wanted(o.channel)]
    off = {r.reason for r in found.not_offered if wanted(r.route.provider.channel)}
    if offers:
        if all(o.promotion for o in offers):
            return NoFigure.NO_PRICE
        lacking = any("no_board_sender" in o.notes for o in offers)
        return NoFigure.NO_BOARD if lacking else NoFigure.INCOMPLETE
    if off & set(LISTED):
        off = {r.reason for r in refused if wanted(r.route.provider.channel)}
        if not off:
            return NoFigure.NO_PRICE
    elif not off:
        there = any(wanted(r.provider.channel) for r in dataset.routes(found.transfer.corridor))
        return NoFigure.NOT_FITTING if there else NoFigure.NO_PROVIDER
    if all(reason.is_closed for reason in off):
        return NoFigure.NOT_OPERATING
    return NoFigure.AMOUNT if off & {Reason.ABOVE_LIMIT, Reason.BELOW_MINIMUM} else NoFigure.NOT_FITTING
