"""What each picture says: its finding in one sentence, and the whole picture in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from channels.compare.amount_curves import Beside, Curve, subject
from channels.compare.comparison import Comparison
from channels.dataset.dataset import Dataset
from channels.pricing.offers import Offer
from channels.pricing.ranking import known_cost
from components.i18n import Words
from components.words import costs as costs_shown
from components.words import offers as offer_words

MOST_READ = 6
"""How many roads a text alternative reads out; the table has them all."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A picture's finding, and what stands for it where it cannot be seen."""

    title: str
    alt: str


def costs(comparison: Comparison, roads: Sequence[Offer], data: Dataset, words: Words) -> Caption:
    """What the first road costs beside the dearest one, and what each road costs."""
    top = subject(comparison, roads)
    dear = max(roads, key=lambda o: known_cost(o) or Decimal(0))
    who = offer_words.provider(top.provider, data, words)
    if dear is top:
        title = _plain(comparison, top, who, words)
    else:
        key = "title.costs_known" if comparison.headline is None else "title.costs"
        name = offer_words.road_name if dear.provider == top.provider else _provider
        title = words(
            key,
            provider=name(top, data, words),
            cost=_cost(top, words),
            other=name(dear, data, words),
            more=_cost(dear, words),
        )
    rows = [_row(o, offer_words.road_name(o, data, words), words) for o in roads[:MOST_READ]]
    return Caption(title, words("alt.costs", title=title, rows=words.listed(rows)))


def amounts(comparison: Comparison, found: Sequence[Curve], data: Dataset, words: Words) -> Caption:
    """Whether the road that costs least stays the same for other amounts, and the costs at the one asked."""
    send, currency = comparison.transfer.send, comparison.transfer.currency
    assert send is not None
    shown = words.money(send, currency, whole=True)
    top = found[0].at(send) or found[0].offer
    who = offer_words.provider(top.provider, data, words)
    now, always = _cheapest(found, send)
    if now is not found[0] or len(found) == 1 or offer_words.is_old(found[0].offer):
        title = _plain(comparison, top, who, words)
    elif always:
        most = words.money(max(a for a, _ in now.points), currency, whole=True)
        title = words("title.amounts_same", provider=who, most=most)
    else:
        title = words("title.amounts_change", provider=who, send=shown)
    rows = [
        _row(curve.offer, offer_words.provider(curve.offer.provider, data, words), words)
        for curve in sorted(found, key=lambda c: known_cost(c.offer) or Decimal(0))
    ]
    return Caption(title, words("alt.amounts", title=title, send=shown, rows=words.listed(rows)))


def _plain(comparison: Comparison, offer: Offer, who: str, words: Words) -> str:
    """What the transfer costs by one road, where there is nothing to set beside it."""
    send = words.money(comparison.transfer.send or Decimal(0), comparison.transfer.currency, whole=True)
    return words("title.amounts_plain", provider=who, send=send, cost=_cost(offer, words))


def _cost(offer: Offer, words: Words) -> str:
    return costs_shown.total(offer, words) or words("unknown.short")


def _provider(offer: Offer, data: Dataset, words: Words) -> str:
    return offer_words.provider(offer.provider, data, words)


def _cheapest(found: Sequence[Curve], send: Decimal) -> tuple[Curve, bool]:
    """The road that costs least at an amount, and whether it does at every amount that all curves share."""

    def cost(curve: Curve, outlay: Decimal) -> Decimal | None:
        offer = curve.at(outlay)
        return None if offer is None else known_cost(offer)

    def least(outlay: Decimal) -> Curve | None:
        priced = [(c, n) for n, curve in enumerate(found) if (c := cost(curve, outlay)) is not None]
        return found[min(priced)[1]] if priced else None

    shared = set.intersection(*({amount for amount, _ in curve.points} for curve in found))
    now = least(send) or found[0]
    return now, all(least(outlay) is now for outlay in shared)


def times(
    comparison: Comparison, roads: Sequence[Offer], best: Sequence[Offer], data: Dataset, words: Words
) -> Caption:
    """Whether one road is both the soonest and brings most, or which is which; of old prices neither."""
    title = _soonest_and_most(best, data, words) if best else words("title.times_known")
    timed = [o for o in roads if o.minutes_most is not None]
    rows = [
        words(
            "alt.row_time",
            road=offer_words.road_name(o, data, words),
            amount=offer_words.received(o, words),
            time=offer_words.duration(o, words),
        )
        for o in timed[:MOST_READ]
    ]
    return Caption(title, words("alt.times", title=title, rows=words.listed(rows)))


def _soonest_and_most(best: Sequence[Offer], data: Dataset, words: Words) -> str:
    most, fast = best[0], best[-1]
    amount = offer_words.received(most, words)
    who, soonest = (offer_words.provider(o.provider, data, words) for o in (most, fast))
    time = offer_words.duration(fast, words)
    if most is fast:
        return words("title.times_one", provider=who, time=time, amount=amount)
    return words("title.times_more", fast=soonest, time=time, most=who, amount=amount)


def outside(comparison: Comparison, found: Sequence[Beside], data: Dataset, words: Words) -> Caption:
    """How much less, or more, the unlicensed road hands over at the price that the reader was asked."""
    send = comparison.transfer.send
    now = next(row for row in found if row.outlay == send)
    assert send is not None and now.formal is not None and now.outside.difference is not None
    road, gap = now.outside, now.outside.difference
    amount = words.money(abs(gap), road.currency, whole=True)
    if road.break_even is not None:
        title = words("title.outside_more", amount=amount)
    else:
        title = words("title.outside_less" if gap < 0 else "title.outside_same", amount=amount)
    taken = outside_cost(now, comparison)
    rows = [
        _row(now.formal, offer_words.provider(now.formal.provider, data, words), words),
        words(
            "alt.row",
            road=road.road.name.text_in(words.language),
            amount=costs_shown.alone(taken, comparison.transfer.currency, words),
        ),
    ]
    shown = words.money(send, comparison.transfer.currency, whole=True)
    return Caption(title, words("alt.outside", title=title, send=shown, rows=words.listed(rows)))


def outside_cost(row: Beside, comparison: Comparison) -> Decimal:
    """What the unlicensed road takes of an amount at the official rate, in the sender's currency."""
    assert comparison.reference is not None
    return row.outlay - (row.outside.received or Decimal(0)) / comparison.reference.rate


def _row(offer: Offer, road: str, words: Words) -> str:
    return words("alt.row", road=road, amount=_cost(offer, words))
