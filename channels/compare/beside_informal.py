"""What the same money loses by a formal way, as carried cash and by an unlicensed service, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from channels.compare.comparison import Comparison, compare
from channels.compare.expected_marks import ExpectedKind
from channels.compare.expected_rows import Figure
from channels.dataset.dataset import Dataset
from channels.money import HUNDRED
from channels.pricing.fees import USD_200
from channels.pricing.fx import worth
from channels.pricing.informal import AskedPrice, Informal
from channels.pricing.offers import Offer
from channels.pricing.ranking import best_current
from channels.pricing.routes import Transfer
from channels.records.base import Corridor
from channels.terms import Basis, Grade, InformalKind, Ordered

OF_EXPECTED = frozenset({ExpectedKind.ELSEWHERE, ExpectedKind.TARIFF, ExpectedKind.HISTORY})
"""What an expectation may rest on to stand in for a whole price: the exchange alone is only a part of one."""


class WayKind(Ordered):
    """How the money goes, formal ways first."""

    CHEAPEST = "cheapest"
    USUAL = "usual"
    CARRIED = "carried"
    UNLICENSED = "unlicensed"


class KnownBy(Ordered):
    """On what a cost rests: only a price can show that the formal way wins."""

    PRICE = "price"
    EXPECTED = "expected"
    HISTORY = "history"
    BOARDS = "boards"
    TOLD = "told"
    ASSUMED = "assumed"
    INVENTED = "invented"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class WayCost:
    """What one way takes of what the sender pays, in percent at the official rate; None = not known.

    `name` is the provider of a formal price or the road of the teaching set. `break_even` is the share of
    transfers, each lost wholly, from which on the cheapest current formal way leaves more; None without
    one, or where the formal way leaves more without any loss.
    """

    way: WayKind
    known: KnownBy
    least: Decimal | None = None
    most: Decimal | None = None
    name: str | None = None
    break_even: Decimal | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BesideInformal:
    """The ways of one direction side by side, for the worth of 200 dollars on a day.

    `formal_is_current`: a price checked within 90 days stands there; without one no loss rate is told.
    """

    corridor: Corridor
    outlay: Decimal | None
    ways: tuple[WayCost, ...]
    formal_is_current: bool


def beside_informal(
    data: Dataset, corridor: Corridor, day: date, *, assumed: Decimal | None = None
) -> BesideInformal:
    """Every way of a direction with what it takes; `assumed`: percent that an unlicensed service may take."""
    value = worth(data.rates, day, USD_200, base="USD", quote=corridor.sends)
    if value is None:
        unknown = tuple(WayCost(way, KnownBy.UNKNOWN) for way in WayKind)
        return BesideInformal(corridor, None, unknown, formal_is_current=False)
    outlay = value.quantize(Decimal(1))
    transfer = Transfer(corridor=corridor, currency=corridor.sends, send=outlay)
    found = compare(data, transfer, day)
    formal, current = _formal(found)
    outside = [*_carried(found, outlay), *_unlicensed(found, transfer, data, day, assumed)]
    return BesideInformal(corridor, outlay, (*formal, *outside), formal_is_current=current)


def _formal(found: Comparison) -> tuple[list[WayCost], bool]:
    """The cheapest formal way and a usual one: of today's prices, else of what is to be expected."""
    prices = sorted(
        (o for o in found.offers if _is_current(o)), key=lambda o: o.total_cost_percent or Decimal(0)
    )
    top = best_current(found.offers)
    if top is not None and prices:
        middle = prices[len(prices) // 2]
        return [_priced(WayKind.CHEAPEST, top), _priced(WayKind.USUAL, middle)], True
    said = found.expected
    if said is None or said.span is None or said.kind not in OF_EXPECTED:
        return [WayCost(WayKind.CHEAPEST, KnownBy.UNKNOWN), WayCost(WayKind.USUAL, KnownBy.UNKNOWN)], False
    known = KnownBy.HISTORY if said.kind is ExpectedKind.HISTORY else KnownBy.EXPECTED
    usual = (
        (said.marks.good, said.marks.usual) if said.marks is not None else (said.span.best, said.span.worst)
    )
    return [
        _of_figures(WayKind.CHEAPEST, known, (said.span.best,), said.sources),
        _of_figures(WayKind.USUAL, known, usual, said.sources),
    ], False


def _is_current(offer: Offer) -> bool:
    whole = offer.complete and offer.total_cost_percent is not None
    return bool(
        whole and offer.grade is Grade.CURRENT and not offer.promotion and offer.basis is not Basis.ESTIMATE
    )


def _priced(way: WayKind, offer: Offer) -> WayCost:
    percent = offer.total_cost_percent
    return WayCost(way, KnownBy.PRICE, percent, percent, offer.provider, sources=tuple(offer.sources))


def _of_figures(way: WayKind, known: KnownBy, ends: Sequence[Figure], sources: tuple[str, ...]) -> WayCost:
    percents = [one.cost_percent for one in ends if one.cost_percent is not None]
    if not percents:
        return WayCost(way, KnownBy.UNKNOWN)
    return WayCost(way, known, min(percents), max(percents), sources=sources)


def _lost(received: Decimal | None, outlay: Decimal, found: Comparison) -> Decimal | None:
    """The percent of an outlay's worth at the official rate that does not arrive."""
    if received is None or found.reference is None or not found.reference.fresh:
        return None
    value = outlay * found.reference.rate
    return (value - received) * HUNDRED / value


def _carried(found: Comparison, outlay: Decimal) -> list[WayCost]:
    """Cash that a relative brings: what its exchange here takes."""
    road = next((r for r in found.informal if r.kind is InformalKind.CARRIED), None)
    if road is None:
        return [WayCost(WayKind.CARRIED, KnownBy.UNKNOWN)]
    least, most = (_lost(end, outlay, found) for end in (road.received_most, road.received))
    if least is None or most is None:
        return [WayCost(WayKind.CARRIED, KnownBy.UNKNOWN, sources=road.sources)]
    return [WayCost(WayKind.CARRIED, KnownBy.BOARDS, least, most, sources=road.sources)]


def _unlicensed(
    found: Comparison, transfer: Transfer, data: Dataset, day: date, assumed: Decimal | None
) -> list[WayCost]:
    """Unlicensed services: the teaching set's own, else what groups told, and what the viewer assumes."""
    roads = [r for r in found.informal if r.kind is InformalKind.UNLICENSED]
    if data.invented:
        return [_invented(road, transfer, found) for road in roads]
    ways = []
    told = next((road.told for road in roads if road.told is not None), None)
    if told is not None:
        even = _break_even(data, transfer, day, told.most)
        ways.append(
            WayCost(
                WayKind.UNLICENSED,
                KnownBy.TOLD,
                told.least,
                told.most,
                break_even=even,
                sources=(told.source,),
            )
        )
    if assumed is not None:
        even = _break_even(data, transfer, day, assumed)
        ways.append(WayCost(WayKind.UNLICENSED, KnownBy.ASSUMED, assumed, assumed, break_even=even))
    return ways or [WayCost(WayKind.UNLICENSED, KnownBy.UNKNOWN)]


def _invented(road: Informal, transfer: Transfer, found: Comparison) -> WayCost:
    outlay = transfer.send or Decimal(0)
    least, most = (_lost(end, outlay, found) for end in (road.received_most, road.received))
    return WayCost(
        WayKind.UNLICENSED, KnownBy.INVENTED, least, most, road.road.id, road.break_even, tuple(road.sources)
    )


def _break_even(data: Dataset, transfer: Transfer, day: date, percent: Decimal) -> Decimal | None:
    """The loss rate at which an unlicensed service that takes so much stops saving (`Informal`)."""
    answer = compare(data, transfer, day, asked=AskedPrice(percent=percent))
    roads = [r for r in answer.informal if r.kind is InformalKind.UNLICENSED]
    return next((r.break_even for r in roads if r.break_even is not None), None)
