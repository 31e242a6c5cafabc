"""Chance cards: what luck and trouble do to each road of a story, by the same pricing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal

from channels.dataset.dataset import Dataset
from channels.money import HUNDRED, minor_unit
from channels.pricing.fx import MANAT, ten_places
from channels.pricing.routes import Market, Route
from channels.records.informal import OutsideRoad
from channels.records.observations import Rate
from channels.records.providers import Limit, Speed
from channels.records.stories import Card, CardKind, CardRule, PriceSet, Shape, Story
from channels.terms import DisbursementMethod
from channels.workshop.seeds import laid, tossed
from channels.workshop.story_prices import Luck, PricedStory, StoryRoute, deal

COUNTERS = frozenset({DisbursementMethod.CASH})
"""Where somebody must be there to hand the money over."""
NAMED = frozenset({DisbursementMethod.CASH, DisbursementMethod.ACCOUNT, DisbursementMethod.HOME_DELIVERY})
"""What is paid to a name, and not to the number of a card or a wallet."""
VAIN_TRIPS = 2
CARD_SOURCE = "chance_card"
"""Where a rate comes from that a card has moved: the game, no source."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A card on the table: the roads before and after it. `up`: which way the rate moved, else None.

    `touched` are the shapes that it changes in money, in time, or by refusing them, `unknown` those of
    which nobody can say whether it does; `says` is what holds for each shape's kind of road.
    """

    card: Card
    before: PricedStory
    after: PricedStory
    up: bool | None
    touched: frozenset[Shape]
    unknown: frozenset[Shape]
    says: tuple[tuple[Shape, CardRule], ...]

    def change(self, shape: Shape) -> Decimal | None:
        """How much more is in the hand after the card; negative for less, None where not known."""
        before, after = _of(self.before, shape), _of(self.after, shape)
        if before.hand is None or after.hand is None:
            return None
        return after.hand - before.hand


def dealt(cards: Sequence[Card], seed: str, before: PricedStory) -> tuple[Card, ...]:
    """The cards that can touch a road of the deal, in the order in which the seed lays them.

    The same seed, story and set of prices give the same cards in every room.
    """
    fit = [card for card in cards if _can_touch(card.kind, before)]
    return tuple(laid(seed, f"chance:{before.story.id}:{before.prices}", fit, lambda card: card.kind))


def play(card: Card, seed: str, story: Story, prices: PriceSet, data: Dataset, day: date) -> Stroke:
    """What a card does to every road of a story: the same question asked again with changed facts."""
    up = tossed(seed, f"rate:{story.id}") if card.kind is CardKind.RATE_MOVES else None
    before = deal(story, prices, data, day)
    after = deal(story, prices, data, day, _luck(card, before, up))
    pairs = list(zip(before.rows, after.rows, strict=True))
    touched = frozenset(new.shape for old, new in pairs if _differ(old, new))
    unknown = frozenset(row.shape for row in after.rows if _is_unknown(card.kind, row)) - touched
    sending = before.transfer.corridor.sending
    found = ((row.shape, _said(card, row, sending)) for row in after.rows)
    says = tuple((shape, said) for shape, said in found if said is not None)
    return Stroke(card, before, after, up, touched, unknown, says)


def _luck(card: Card, before: PricedStory, up: bool | None) -> Luck:
    late = card.minutes or 0
    share = (card.percent or Decimal(0)) / HUNDRED

    def again(forms: frozenset[DisbursementMethod], route: Route) -> Route:
        return _later(route, late) if route.form in forms else route

    match card.kind:
        case CardKind.RATE_MOVES:
            factor = 1 + share if up else 1 - share
            return Luck(market=lambda market: _moved(market, before, factor))
        case CardKind.BRANCH_CLOSED:
            return Luck(route=lambda route: again(COUNTERS, route), trips=_twice)
        case CardKind.COURIER_LATE:
            return Luck(road=lambda road: _late_road(road, late))
        case CardKind.NAME_MISSPELT:
            return Luck(route=lambda route: again(NAMED, route), trips=_twice)
        case CardKind.LIMIT_HIT:
            send, unit = before.transfer.send or Decimal(0), minor_unit(before.transfer.currency)
            # The limit always leaves one half through, so that two transfers carry the whole.
            left = max(send * share, send / 2).quantize(unit, rounding=ROUND_CEILING)
            limit = Limit(amount=left, currency=before.transfer.currency)
            return Luck(route=lambda route: _limited(route, limit), halves=True)


def _moved(market: Market, before: PricedStory, factor: Decimal) -> Market:
    """The market with the foreign currency of the deal at another rate, on the banks' boards too."""
    transfer, day = before.transfer, before.day
    foreign = transfer.currency if transfer.currency != MANAT else transfer.corridor.receives
    quote = market.rates.quote(foreign, day) if foreign not in (None, MANAT) else None
    if foreign is None or quote is None:
        return market
    value = ten_places(quote.per_unit * factor)
    rate = Rate(day=day, currency=foreign, nominal=1, value=value, source=CARD_SOURCE)
    boards = tuple(
        board.model_copy(update={"buy": board.buy * factor, "sell": board.sell * factor})
        if (board.currency, board.priced_in) == (foreign, MANAT)
        else board
        for board in market.boards
    )
    return Market(market.rates.with_rate(rate), boards, invented=market.invented)


def _later(route: Route, minutes: int) -> Route:
    """The route when it takes so many minutes more, wherever its time is written."""

    def more(speed: Speed | None) -> Speed | None:
        if speed is None:
            return None
        return speed.model_copy(
            update={"least": _plus(speed.least, minutes), "most": _plus(speed.most, minutes)}
        )

    seen = tuple(
        one.model_copy(
            update={
                "minutes_least": _plus(one.minutes_least, minutes),
                "minutes_most": _plus(one.minutes_most, minutes),
            }
        )
        for one in route.observations
    )
    payout = route.payout
    return replace(
        route,
        service=route.service.model_copy(update={"speed": more(route.service.speed)}),
        payout=None if payout is None else payout.model_copy(update={"speed": more(payout.speed)}),
        observations=seen,
    )


def _late_road(road: OutsideRoad, minutes: int) -> OutsideRoad:
    later = {"minutes_least": _plus(road.minutes_least, minutes)}
    return road.model_copy(update={**later, "minutes_most": _plus(road.minutes_most, minutes)})


def _plus(known: int | None, minutes: int) -> int | None:
    return None if known is None else known + minutes


def _limited(route: Route, limit: Limit) -> Route:
    return replace(route, service=route.service.model_copy(update={"limits": (limit,)}))


def _twice(route: Route) -> int:
    """How often somebody goes to the counter when the first way was for nothing."""
    return VAIN_TRIPS if route.form in COUNTERS else 1


def _can_touch(kind: CardKind, before: PricedStory) -> bool:
    formal = [row for row in before.rows if row.route is not None and row.offer is not None]
    if kind is CardKind.RATE_MOVES:
        return before.reference is not None and before.reference.base != before.reference.quote
    if kind is CardKind.COURIER_LATE:
        return any(not row.formal for row in before.rows) or bool(before.outside)
    if kind is CardKind.LIMIT_HIT:
        return any(row.times == 1 for row in formal)
    forms = COUNTERS if kind is CardKind.BRANCH_CLOSED else NAMED
    return any(row.route is not None and row.route.form in forms for row in formal)


def _differ(old: StoryRoute, new: StoryRoute) -> bool:
    def shown(row: StoryRoute) -> tuple[object, ...]:
        return row.hand, row.fee, row.minutes_least, row.minutes_most, row.times, row.refusal is None

    return shown(old) != shown(new)


def _is_unknown(kind: CardKind, row: StoryRoute) -> bool:
    """Whether nobody knows what a card does to a road: the form of pay-out, the time, or the amount."""
    if row.route is None or row.refusal is not None:
        return False
    if kind in (CardKind.BRANCH_CLOSED, CardKind.NAME_MISSPELT):
        forms = COUNTERS if kind is CardKind.BRANCH_CLOSED else NAMED
        named = row.route.form
        return named is None or (named in forms and row.minutes_least is None and row.minutes_most is None)
    return kind is not CardKind.COURIER_LATE and row.hand is None


def _said(card: Card, row: StoryRoute, sending: str) -> CardRule | None:
    """What holds for a road; nothing for one that is not offered, or of whose form it would be a guess."""
    if row.refusal is not None:
        return None
    for said in card.rules:
        if said.out_of not in (None, sending):
            continue
        if row.outside is not None and row.outside.kind in said.outside:
            return said
        route = row.route
        if route is None or route.provider.channel not in said.channels:
            continue
        if not said.forms or route.form in said.forms:
            return said
    return None


def _of(of: PricedStory, shape: Shape) -> StoryRoute:
    return next(row for row in of.rows if row.shape is shape)
