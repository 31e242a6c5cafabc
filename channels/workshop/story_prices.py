"""A story's roads priced and uncovered layer by layer, by the same rules as everywhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from channels.dataset.dataset import Dataset
from channels.money import EXACT, ZERO
from channels.pricing.fees import due, schedule
from channels.pricing.fx import Reference
from channels.pricing.informal import Informal, informal
from channels.pricing.offers import Offer, price
from channels.pricing.ranking import best_current
from channels.pricing.routes import Market, NotOffered, Route, Transfer
from channels.records.informal import OutsideRoad
from channels.records.stories import Lineup, PriceSet, Shape, StepKind, Story, StoryOffer
from channels.terms import Basis, Grade, InformalKind, Payer, Reason


class NoLineup(ValueError):
    """A story has no roads from the set of prices asked for."""


@dataclass(frozen=True, slots=True)
class Luck:
    """What a chance card changes before the roads are priced, and how often the counter is visited.

    `halves`: an amount that is above a limit goes in two halves.
    """

    market: Callable[[Market], Market] = lambda market: market
    route: Callable[[Route], Route] = lambda route: route
    road: Callable[[OutsideRoad], OutsideRoad] = lambda road: road
    trips: Callable[[Route], int] = lambda route: 1
    halves: bool = False


@dataclass(frozen=True, slots=True)
class StoryRoute:
    """The road under a shape with all its transfers together; None where not known.

    `outlay` is in the sending currency, the rest in `currency`: `worth` is the outlay at the official
    rate, `paid` what is paid out, `hand` what is left after the way to the counter. `receipt` is None
    too where nobody knows whether something is taken; then nothing is taken off. `offer` is one of
    `times` equal transfers, `refusal` why there is none. A road outside the formal system has `outside`
    instead, at the worse end of its range.
    """

    card: StoryOffer
    currency: str
    times: int
    outlay: Decimal
    route: Route | None = None
    offer: Offer | None = None
    refusal: NotOffered | None = None
    outside: Informal | None = None
    worth: Decimal | None = None
    fee: Decimal | None = None
    hidden: Decimal | None = None
    paid: Decimal | None = None
    receipt: Decimal | None = None
    received: Decimal | None = None
    travel: Decimal | None = None
    hand: Decimal | None = None
    minutes_least: int | None = None
    minutes_most: int | None = None
    sources: tuple[str, ...] = ()

    @property
    def shape(self) -> Shape:
        """The shape that the room holds up for it."""
        return self.card.shape

    @property
    def formal(self) -> bool:
        """Whether the road is a licensed one, and not outside the formal system."""
        return self.card.road is None


@dataclass(frozen=True, slots=True)
class PricedStory:
    """A story's roads on a day from one set of prices. `outside` stands in a section of its own."""

    story: Story
    prices: PriceSet
    day: date
    transfer: Transfer
    reference: Reference | None
    rows: tuple[StoryRoute, ...]
    outside: tuple[Informal, ...] = ()

    @property
    def truth(self) -> StoryRoute | None:
        """The formal road of which most is left in the hand; None without a checked price to the end."""
        sure = [row for row in self.rows if row.offer is not None and row.offer.grade is Grade.CURRENT]
        return _first(sure, lambda row: row.hand)

    @property
    def checked(self) -> bool:
        """Whether every price in view was checked within 90 days, or is invented for teaching."""
        found = [row.offer for row in self.rows if row.offer is not None]
        return bool(found) and all(offer.grade is Grade.CURRENT for offer in found)


@dataclass(frozen=True, slots=True)
class RankedRoute:
    """A row at its place: how much seems to arrive as far as uncovered, and how much less than by the first.

    Both None where not known.
    """

    row: StoryRoute
    looks: Decimal | None
    less: Decimal | None


@dataclass(frozen=True, slots=True)
class Layer:
    """What the room sees when one more part of the price is uncovered.

    `ranked` in the order of what seems to arrive, unknown last; `outside` is the section of its own.
    `looks_best` is the road that seems best so far, `truth` the best in the end; `trap`: they differ.
    `checked`: every price in view was checked within 90 days, or is invented for teaching.
    """

    kind: StepKind
    ranked: tuple[RankedRoute, ...]
    outside: tuple[StoryRoute, ...]
    others: tuple[Informal, ...]
    looks_best: StoryRoute | None
    truth: StoryRoute | None
    checked: bool


NO_LUCK = Luck()


def lineup_of(story: Story, prices: PriceSet) -> Lineup:
    """A story's roads from one set of prices. Raises `NoLineup` where it has none."""
    for lineup in story.lineups:
        if lineup.set is prices:
            return lineup
    raise NoLineup(f"{story.id}: {prices}")


def deal(story: Story, prices: PriceSet, data: Dataset, day: date, luck: Luck = NO_LUCK) -> PricedStory:
    """The roads of a story, each priced for its amount on a day.

    `data` is the set named by `prices`: the invented one for teaching, else the evidence. Raises
    `ValueError` for the other one, `NoLineup` where the story has no roads from it.
    """
    if data.invented is not (prices is PriceSet.TEACHING):
        raise ValueError("the data are of the other set")
    with localcontext(EXACT):
        return _deal(story, prices, data, day, luck)


def layer(of: PricedStory, kind: StepKind) -> Layer:
    """One layer of a deal. From the risk on, roads outside the formal system stand in no order."""
    with localcontext(EXACT):
        apart = [row for row in of.rows if kind is StepKind.RISK and not row.formal]
        inside = [row for row in of.rows if row not in apart]
        seems = {row.shape: looks(row, kind) for row in inside}
        order = sorted(inside, key=lambda row: _place(seems[row.shape], row))
        top = _first(order, lambda row: seems[row.shape])
        most = None if top is None else seems[top.shape]
        placed = [RankedRoute(row, seems[row.shape], _less(most, seems[row.shape])) for row in order]
        others = of.outside if kind is StepKind.RISK else ()
        return Layer(kind, tuple(placed), tuple(apart), others, top, of.truth, of.checked)


def looks(row: StoryRoute, kind: StepKind) -> Decimal | None:
    """How much seems to arrive when a price is uncovered up to a layer; None where not known.

    Advertised fee: the outlay's worth at the official rate less the fee. Rate: what is paid out.
    Charges on receipt: what is received. From the travel on: what is left after the way to the counter.
    """
    if kind is StepKind.FEE:
        return None if row.worth is None or row.fee is None else row.worth - row.fee
    if kind is StepKind.RATE:
        return row.paid
    if kind is StepKind.RECEIPT:
        return row.received
    return row.hand


def _deal(story: Story, prices: PriceSet, data: Dataset, day: date, luck: Luck) -> PricedStory:
    sending, receiving = story.corridor.split("-")
    corridor = data.corridor(sending, receiving)
    if corridor is None:
        raise NoLineup(f"{story.id}: {story.corridor}")
    transfer = Transfer(
        corridor,
        story.currency,
        send=story.send,
        within=story.within,
        region=story.region,
        pay_out=story.pay_out,
    )
    market = luck.market(data.market)
    found = {route.key: route for route in data.routes(corridor)}
    roads = {road.id: luck.road(road) for road in data.roads(corridor)}
    rows: dict[Shape, StoryRoute] = {}
    lineup = lineup_of(story, prices)
    for card in lineup.offers:
        if card.road is None:
            route = found[card.provider or "", card.service or "", card.payout or ""]
            rows[card.shape] = _formal(card, luck.route(route), transfer, day, market, luck)
    singles = [row.offer for row in rows.values() if row.offer is not None and row.times == 1]
    formal = best_current(singles)
    for card in lineup.offers:
        if card.road is not None:
            rows[card.shape] = _outside(card, roads[card.road], transfer, day, market, formal)
    shown = {card.road for card in lineup.offers}
    # The invented roads outside stand where a story puts them, the real ones below every formal road.
    apart = [] if prices is PriceSet.TEACHING else [r for r in roads.values() if r.id not in shown]
    return PricedStory(
        story,
        prices,
        day,
        transfer,
        market.reference(transfer, day),
        tuple(rows[card.shape] for card in lineup.offers),
        tuple(informal(road, transfer, day, market, formal=formal) for road in apart),
    )


def _formal(
    card: StoryOffer, route: Route, transfer: Transfer, day: date, market: Market, luck: Luck
) -> StoryRoute:
    times = card.times
    answer = price(route, _part(transfer, times), day, market)
    if luck.halves and isinstance(answer, NotOffered) and answer.reason is Reason.ABOVE_LIMIT:
        again = price(route, _part(transfer, times * 2), day, market)
        if isinstance(again, Offer):
            answer, times = again, times * 2
    assert transfer.send is not None
    quote = transfer.received_currency
    if isinstance(answer, NotOffered):
        return StoryRoute(card, quote, times, transfer.send, route, refusal=answer)
    if answer.stand_in is not None:
        # A room is shown prices, no estimate by another bank's board.
        answer = answer.without_arrival()
    travel = card.travel * luck.trips(route)
    total = None if answer.reference is None else answer.reference.rate * transfer.send
    received = _times(answer.received, times)
    return StoryRoute(
        card,
        answer.currency,
        times,
        transfer.send,
        route,
        offer=answer,
        worth=total,
        fee=_times(answer.fee, times),
        hidden=_times(answer.hidden, times),
        paid=None if received is None or answer.receipt is None else received + answer.receipt * times,
        receipt=_times(answer.receipt, times) if answer.receipt_known else None,
        received=received,
        travel=travel,
        hand=None if received is None else received - travel,
        minutes_least=answer.minutes_least,
        minutes_most=answer.minutes_most,
        sources=answer.sources,
    )


def _part(transfer: Transfer, times: int) -> Transfer:
    """One of some equal transfers."""
    assert transfer.send is not None
    return Transfer(
        transfer.corridor,
        transfer.currency,
        send=transfer.send / times,
        within=transfer.within,
        region=transfer.region,
        pay_out=transfer.pay_out,
    )


def _times(amount: Decimal | None, times: int) -> Decimal | None:
    return None if amount is None else amount * times


def _outside(
    card: StoryOffer,
    road: OutsideRoad,
    transfer: Transfer,
    day: date,
    market: Market,
    formal: Offer | None,
) -> StoryRoute:
    """A road of the invented set that a story ranks beside the others, at the worse end of its range."""
    assert transfer.send is not None
    found = informal(road, transfer, day, market, formal=formal)
    official = market.reference(transfer, day)
    worth = fee = hidden = None
    if official is not None:
        worth = transfer.send * official.rate
        charges = () if road.kind is InformalKind.CARRIED else road.charges
        pieces = None if charges is None else schedule(charges, Payer.SENDER)
        fee = None if pieces is None else due(pieces, transfer.send) * official.rate
    if worth is not None and fee is not None and found.received is not None:
        hidden = worth - fee - found.received
    return StoryRoute(
        card,
        found.currency,
        card.times,
        transfer.send,
        outside=found,
        worth=worth,
        fee=fee,
        hidden=hidden,
        paid=found.received,
        receipt=ZERO if found.received is not None else None,
        received=found.received,
        travel=card.travel,
        hand=None if found.received is None else found.received - card.travel,
        minutes_least=road.minutes_least,
        minutes_most=road.minutes_most,
        sources=found.sources,
    )


def _place(seems: Decimal | None, row: StoryRoute) -> tuple[object, ...]:
    """Most first; what is not known last, before it estimates and what is not known to fit."""
    offer = row.offer
    doubt = offer is not None and (offer.basis is Basis.ESTIMATE or bool(offer.unknown_fits))
    return seems is None, doubt, -(seems or ZERO), row.shape.rank


def _first(rows: Sequence[StoryRoute], of: Callable[[StoryRoute], Decimal | None]) -> StoryRoute | None:
    known = [row for row in rows if of(row) is not None]
    return min(known, key=lambda row: _place(of(row), row), default=None)


def _less(most: Decimal | None, seems: Decimal | None) -> Decimal | None:
    return None if most is None or seems is None else most - seems
