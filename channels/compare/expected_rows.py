"""The rows that what to expect rests on: prices of the same providers elsewhere, and the corridor's own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from channels.dataset.dataset import Dataset
from channels.money import ZERO
from channels.pricing.offers import Offer, price
from channels.pricing.quotes import point_margin
from channels.pricing.routes import Market, NotOffered, Route, Transfer, is_closed
from channels.records.base import Corridor
from channels.records.in_force import is_in_force
from channels.records.observations import Board, Observation
from channels.terms import Channel, DisbursementMethod, Evidence, Grade, PaymentInstrument

MOST_DAYS = 2 * 365
"""How old a row may be: two years."""
NOT_BUILT = object()


@dataclass(frozen=True, slots=True)
class Figure:
    """What a transfer of the amount asked costs and leaves; never a price.

    `cost` is in the sender's currency, what stays unspent left out; `cost_percent` is of what the sender
    pays. `arrives` is in the currency received, None where the official rate is too old or missing.
    `outlay` is the sender's whole budget: the one asked, or the smallest of which enough arrives; then None
    under an old rate. `cost` is None only for carried cash under an old rate, which needs none to be counted.
    """

    cost: Decimal | None
    cost_percent: Decimal | None
    arrives: Decimal | None
    outlay: Decimal | None


@dataclass(frozen=True, slots=True)
class Row:
    """One price, or one way through two exchange boards, set to the amount asked.

    `sending` and `receiving` are the countries between which it was taken. `period` or `day` says when;
    both None for a tariff without a day. `currency` is that of what arrives. `partner` is the bank here
    whose board turns the money into manat, `stand_in` the board that stood in for the sending bank's own.
    """

    provider: str
    service: str | None
    channel: Channel | None
    sending: str
    receiving: str
    period: str | None
    day: date | None
    figure: Figure
    currency: str
    evidence: Evidence | None
    pay_in: PaymentInstrument | None
    pay_out: DisbursementMethod | None
    minutes_least: int | None
    minutes_most: int | None
    sources: tuple[str, ...]
    partner: str | None = None
    stand_in: Board | None = None

    @property
    def order(self) -> tuple[object, ...]:
        """The steady order of rows: the least cost first, then by name and place."""
        cost = self.figure.cost if self.figure.cost is not None else ZERO
        return cost, self.provider, self.service or "", self.partner or "", self.receiving, self.sending


def of_offer(offer: Offer, corridor: Corridor, transfer: Transfer) -> Row:
    """The row of a complete offer; `corridor` is the one that its price was taken on."""
    assert offer.route is not None
    return Row(
        provider=offer.provider,
        service=offer.service,
        channel=offer.channel,
        sending=corridor.sending,
        receiving=corridor.receiving,
        period=offer.period,
        day=offer.observed,
        figure=_figure(offer, transfer),
        currency=offer.currency,
        evidence=offer.evidence,
        pay_in=offer.route.service.pay_in,
        pay_out=offer.form,
        minutes_least=offer.minutes_least,
        minutes_most=offer.minutes_most,
        sources=offer.sources,
        stand_in=offer.stand_in,
    )


def _figure(offer: Offer, transfer: Transfer) -> Figure:
    used = offer.reference
    assert used is not None and offer.total_cost is not None
    judged = used.fresh and not used.worth_only
    asked = transfer.send is not None
    return Figure(
        cost=offer.total_cost / used.rate,
        cost_percent=offer.total_cost_percent,
        arrives=offer.received if judged else None,
        outlay=offer.outlay if asked or judged else None,
    )


# The same provider elsewhere


def elsewhere(
    dataset: Dataset, transfer: Transfer, day: date, providers: Iterable[str], *, older: bool = False
) -> tuple[tuple[Row, ...], tuple[NotOffered, ...]]:
    """What some providers took from the sending country, else in its currency, to other countries.

    Surveyed or observed prices of the last two years (`older`: of before), set to the amount asked by the
    rule of every price; and those that it does not fit. Empty where there are none.
    """
    asked = frozenset(providers)
    near, far = _nearby(dataset, transfer, day, older=older)
    refused: tuple[NotOffered, ...] = ()
    for routes in (near, far):
        rows, off = [], []
        for corridor, route in routes:
            other = transfer.pay_in is not None and route.service.pay_in not in (None, transfer.pay_in)
            if other or route.provider.id not in asked:
                continue
            found = price(route, transfer, day, dataset.market)
            if isinstance(found, NotOffered):
                off.append(found)
            elif found.complete:
                rows.append(of_offer(found, corridor, transfer))
        if rows:
            return tuple(sorted(rows, key=lambda row: row.order)), ()
        refused += tuple(off)
    return (), refused


Nearby = tuple[tuple[Corridor, Route], ...]


def _nearby(dataset: Dataset, transfer: Transfer, day: date, *, older: bool) -> tuple[Nearby, Nearby]:
    """The services with prices from the same country, and from others in the same currency, made once."""
    memo = dataset.market.memo
    key = ("elsewhere", transfer.corridor.key, transfer.currency, transfer.benchmark, day, older)
    found = memo.get(key, NOT_BUILT)
    if found is NOT_BUILT:
        # Another reader may empty the memo at any moment, so nothing is read back from it.
        found = memo[key] = _built(dataset, transfer, day, older=older)
    assert isinstance(found, tuple)
    return found


def _built(dataset: Dataset, transfer: Transfer, day: date, *, older: bool) -> tuple[Nearby, Nearby]:
    asked, market = transfer.corridor, dataset.market
    if asked.sending == asked.receiving:
        return (), ()
    listing = {route.provider.id for route in dataset.routes(asked)}
    near: list[tuple[Corridor, Route]] = []
    far: list[tuple[Corridor, Route]] = []
    for route in dataset.observed_routes:
        taken = route.corridor
        if taken.key == asked.key or route.provider.id not in listing or taken.sends != transfer.currency:
            continue
        if is_closed(route, day, invented=market.invented):
            continue
        kept = tuple(_as_here(o, transfer, market) for o in route.observations if _counts(o, day, older))
        told = tuple(o for o in kept if o.fee is not None and o.margin_percent)
        if told:
            service = route.service.model_copy(update={"tariffs": (), "speed": None})
            here = Route(route.provider, service, asked, observations=told)
            (near if taken.sending == asked.sending else far).append((taken, here))
    return tuple(near), tuple(far)


def _counts(seen: Observation, day: date, older: bool) -> bool:
    """Whether a price may be a row at all: no promotion, of the right age, in the currency of its country."""
    age = (day - seen.last_day).days
    of_age = age > MOST_DAYS if older else 0 <= age <= MOST_DAYS
    taken = seen.evidence in (Evidence.SURVEYED, Evidence.OBSERVED)
    return of_age and taken and not seen.promotion and is_in_force(seen)


def _as_here(seen: Observation, transfer: Transfer, market: Market) -> Observation:
    """A price as fee and margin alone, so that it can be set on the corridor asked.

    The margin is None where it is not known, or where the money would have to be changed before.
    """
    margin, _ = point_margin(seen, market, transfer.benchmark)
    if seen.evidence is Evidence.OBSERVED and seen.currency != transfer.currency:
        margin = None
    plain = {"rate": None, "pays": None, "received": None, "receipt_charge": None, "payout": None}
    return seen.model_copy(
        update={
            **plain,
            "corridor": transfer.corridor.key,
            "margin_percent": margin,
            "regions": (),
            "documents": (),
        }
    )


# What is known of the corridor itself


def own_tariffs(offers: Iterable[Offer], transfer: Transfer) -> tuple[Row, ...]:
    """The complete offers that rest on a tariff or on a board that stands in."""
    found = [o for o in _whole(offers) if o.evidence is Evidence.PUBLISHED or o.stand_in is not None]
    return _of_offers(found, transfer)


def own_estimates(offers: Iterable[Offer], transfer: Transfer) -> tuple[Row, ...]:
    """The complete offers that rest on prices which somebody saw on the corridor within 90 days."""
    return _of_offers([o for o in _own(offers) if o.price_grade is Grade.CURRENT], transfer)


def own_history(offers: Iterable[Offer], transfer: Transfer) -> tuple[Row, ...]:
    """The complete offers that rest on prices once surveyed or observed on the corridor, not of late."""
    return _of_offers([o for o in _own(offers) if o.price_grade is not Grade.CURRENT], transfer)


def _own(offers: Iterable[Offer]) -> Iterator[Offer]:
    """Those by a price that was surveyed or observed, and not by a tariff or a board that stands in."""
    seen = (Evidence.SURVEYED, Evidence.OBSERVED, Evidence.ESTIMATE)
    return (o for o in _whole(offers) if o.evidence in seen and o.stand_in is None)


def _whole(offers: Iterable[Offer]) -> Iterator[Offer]:
    return (o for o in offers if o.complete and not o.promotion and o.reference is not None)


def _of_offers(offers: Sequence[Offer], transfer: Transfer) -> tuple[Row, ...]:
    rows = [of_offer(o, transfer.corridor, transfer) for o in offers]
    return tuple(sorted(rows, key=lambda row: row.order))
