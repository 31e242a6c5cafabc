"""The follow-up questions as plain values, one flat row a service: what JSON and CSV add to a comparison."""

from collections.abc import Callable
from typing import Any

from channels.compare.follow_ups import More
from channels.compare.second_benchmark import NoSecond
from channels.money import plain
from channels.pricing.offers import Offer

Row = dict[str, Any]


def document(more: More) -> Row:
    """What was asked, for which outlay, and a list of rows for each question; None for one not asked."""
    wanted, transfer = more.wanted, more.whole.transfer
    visit = wanted.visit
    return {
        "asked": {
            "parts": wanted.parts,
            "times_a_year": wanted.times,
            "fare": None if visit is None else plain(visit.fare),
            "travel_minutes": None if visit is None else visit.travel,
            "waiting_minutes": None if visit is None else visit.waiting,
            "benchmark": wanted.benchmark,
            "one_percent": wanted.off,
        },
        "outlay": plain(transfer.send),
        "currency": transfer.currency,
        "no_benchmark": more.second.value if isinstance(more.second, NoSecond) else None,
        **{section: rows(more) for section, rows in SECTIONS.items()},
    }


def cited(more: More) -> tuple[str, ...]:
    """The ids of every source that the answers rest on beyond those of the comparison."""
    found = [road.offer for road in more.parts or ()]
    second = () if more.second is None or isinstance(more.second, NoSecond) else more.second.reference.sources
    return tuple(dict.fromkeys([*(s for offer in found for s in offer.sources), *second]))


def _parts(more: More) -> list[Row] | None:
    if more.parts is None:
        return None
    rows = []
    for road in more.parts:
        for split in dict.fromkeys((*road.splits, road.least)):
            limit = split.refusal.limit if split.refusal is not None else None
            rows.append(
                _road(road.offer)
                | {
                    "parts": split.count,
                    "first_part": plain(split.outlays[0]),
                    "every_other_part": plain(split.outlays[-1]) if split.count > 1 else None,
                    "received": plain(split.received),
                    "total_cost": plain(split.total_cost),
                    "reason": None if split.refusal is None else split.refusal.reason,
                    "limit": None if limit is None else plain(limit.amount),
                    "limit_currency": None if limit is None else limit.currency,
                    "fee_for_each": None if split.anew is None else plain(split.anew.amount),
                    "fee_for_each_currency": None if split.anew is None else split.anew.currency,
                    "estimate": split.estimate,
                }
            )
    return rows


def _year(more: More) -> list[Row] | None:
    if more.year is None:
        return None
    return [
        _road(road.offer) | {"cost": plain(road.cost), "best_leaves": plain(road.kept)} for road in more.year
    ]


def _door(more: More) -> list[Row] | None:
    if more.door is None:
        return None
    return [
        _road(road.offer) | {"visit": road.visit, "left": plain(road.left), "minutes": road.minutes}
        for road in more.door
    ]


def _benchmark(more: More) -> list[Row] | None:
    found = more.second
    if found is None or isinstance(found, NoSecond):
        return None
    return [
        _road(road.offer)
        | {
            "total_cost": plain(road.offer.total_cost),
            "place": road.place,
            "other_total_cost": None if road.other is None else plain(road.other.total_cost),
            "other_place": road.other_place,
            "other_reference_rate": plain(found.reference.rate),
            "other_reference_day": found.reference.day.isoformat(),
        }
        for road in found.roads
    ]


def _stability(more: More) -> list[Row] | None:
    if more.stability is None:
        return None
    return [
        _road(road.offer)
        | {
            "place": road.place,
            "place_if_worse": road.worse,
            "place_if_better": road.better,
            "rate_decides": road.moved,
        }
        for road in more.stability.roads
    ]


SECTIONS: dict[str, Callable[[More], list[Row] | None]] = {
    "parts": _parts,
    "year": _year,
    "door": _door,
    "benchmark": _benchmark,
    "stability": _stability,
}
"""The questions by the names under which their rows stand."""


def _road(offer: Offer) -> Row:
    """Which road a row is about, with the age and the sources of its price."""
    return {
        "provider": offer.provider,
        "service": offer.service,
        "payout": offer.payout,
        "received_currency": offer.currency,
        "grade": offer.grade,
        "period": offer.period,
        "observed": None if offer.observed is None else offer.observed.isoformat(),
        "sources": list(offer.sources),
    }
