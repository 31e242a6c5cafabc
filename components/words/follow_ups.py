"""Sentences for the follow-up questions: the finding, a small table, what stands behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal

from channels.compare.comparison import Comparison
from channels.compare.door_to_door import ToTheDoor, order_changes
from channels.compare.follow_ups import More
from channels.compare.rank_stability import Stability
from channels.compare.second_benchmark import Judged, NoSecond, Second
from channels.compare.serialise import cited_by
from channels.compare.split_transfers import InParts, Split
from channels.compare.yearly_cost import Yearly
from channels.dataset.dataset import Dataset
from channels.pricing.offers import Offer
from channels.pricing.ranking import in_senders_currency
from channels.terms import Grade, Reason
from components.i18n import Words
from components.words import costs
from components.words import offers as offer_words

MOST_ROWS = 6
MOST_SAID = 3
"""How many limits, and how many fees, are told one by one."""
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one further question: `title`, the table's rows, what else is `said`, remarks.

    Each row is a road, named by its first column. `sources` are the ids of what it rests on.
    """

    title: str
    said: Sequence[str] = ()
    rows: Sequence[dict[str, str]] = ()
    notes: Sequence[str] = ()
    sources: Sequence[str] = ()


def findings(more: More, data: Dataset, words: Words) -> list[Finding]:
    """What was asked, in the order of the questions."""
    found: list[Finding] = []
    if more.parts is not None:
        found.append(parts(more, more.parts, data, words))
    if more.year is not None:
        found.append(year(more, more.year, data, words))
    if more.door is not None:
        found.append(door(more, more.door, data, words))
    if more.second is not None:
        found.append(second(more, more.second, data, words))
    if more.wanted.off:
        found.append(steady(more, more.stability, data, words))
    if not more.computed:
        return found
    transfer = more.whole.transfer
    outlay = words.money(transfer.send or Decimal(0), transfer.currency, whole=True)
    first = words("more.outlay", send=outlay)
    return [replace(f, notes=(first, *f.notes)) if f.rows else f for f in found]


def parts(more: More, roads: Sequence[InParts], data: Dataset, words: Words) -> Finding:
    """Whether one transfer is best, which limits make parts necessary, which fees make them dear."""
    if not roads:
        return Finding(words("more.none"))
    most = len(roads[0].splits)
    shown = _part_rows(roads)
    head = words("parts.head", currency=words.currency(roads[0].offer.currency))
    rows = []
    for road in shown:
        if all(split.received is None for split in road.splits):
            continue
        row = {head: _name(road.offer, data, words)}
        for split in road.splits:
            key = words("parts.in", number=split.count) if split.count > 1 else words("parts.at_once")
            row[key] = _arrives(split, more.whole, words)
        rows.append(row)
    notes = [words("parts.ask")]
    if any(split.estimate for road in shown for split in road.splits):
        notes.append(words("parts.estimate"))
    offers = [road.offer for road in shown]
    return Finding(
        _parts_title(roads, most, data, words),
        _limits_and_fees(shown, data, words),
        rows,
        [*notes, *_days(more.whole, offers, data, words)],
        cited_by(more.whole, offers),
    )


def _parts_title(roads: Sequence[InParts], most: int, data: Dataset, words: Words) -> str:
    whole = [(road, split) for road in roads if (split := road.splits[0]).received is not None]
    top = roads[0]
    who, best = offer_words.provider(top.offer.provider, data, words), top.best
    if not whole:
        amount = words.money(best.received or Decimal(0), top.offer.currency, whole=True)
        return words("parts.needed", number=best.count, provider=who, amount=amount)
    road, one = max(whole, key=lambda pair: pair[1].received or Decimal(0))
    gain = (best.received or Decimal(0)) - (one.received or Decimal(0))
    if gain >= ONE:
        amount = words.money(gain, top.offer.currency, whole=True)
        return words("parts.several", number=best.count, provider=who, amount=amount)
    who, several = offer_words.provider(road.offer.provider, data, words), road.splits[-1]
    if several.received is None:
        return words("parts.one")
    loss = (one.received or Decimal(0)) - several.received
    if loss < ONE:
        return words("parts.same", number=most, provider=who)
    amount = words.money(loss, road.offer.currency, whole=True)
    return words("parts.one_best", number=most, provider=who, amount=amount)


def _part_rows(roads: Sequence[InParts]) -> list[InParts]:
    """The few that matter: the best three, the best for the whole, and those that a limit parts."""
    whole = [road for road in roads if road.splits[0].received is not None]
    first = sorted(whole, key=lambda road: -(road.splits[0].received or 0))[:1]
    parted = [road for road in roads if road.least.count > 1]
    wanted = dict.fromkeys(road.offer.key for road in (*roads[:3], *first, *parted))
    return [road for road in roads if road.offer.key in list(wanted)[:MOST_ROWS]]


def _arrives(split: Split, comparison: Comparison, words: Words) -> str:
    """What arrives, or why nothing does."""
    if split.received is not None:
        return _figure(split.received, words)
    refusal = split.refusal
    if refusal is None:
        return words("unknown.short")
    limit = refusal.limit
    if limit is None or refusal.reason is not Reason.ABOVE_LIMIT:
        return words("table.not_sent")
    alone = limit.currency == comparison.transfer.currency
    shown = _figure(limit.amount, words) if alone else words.money(limit.amount, limit.currency, whole=True)
    return words("table.limit", limit=shown)


def _limits_and_fees(roads: Sequence[InParts], data: Dataset, words: Words) -> list[str]:
    """What makes parts necessary, impossible or dear; of one provider's equal fees the first."""
    limits: list[str] = []
    fees: dict[tuple[str, Decimal], str] = {}
    for road in roads:
        who = _name(road.offer, data, words)
        refusal = next((s.refusal for s in road.splits if s.refusal is not None), None)
        if refusal is not None and refusal.limit is not None:
            limit = words.money(refusal.limit.amount, refusal.limit.currency, whole=True)
            if road.least.count > 1:
                limits.append(words("parts.limit", road=who, limit=limit, number=road.least.count))
            elif refusal.reason is Reason.BELOW_MINIMUM:
                limits.append(words("parts.too_small", road=who, limit=limit))
        anew = road.splits[-1].anew
        if anew is not None and len(road.splits) > 1:
            fee = words.money(anew.amount, anew.currency)
            fees.setdefault((road.offer.provider, anew.amount), words("parts.anew", road=who, fee=fee))
    return [*limits[:MOST_SAID], *list(fees.values())[:MOST_SAID]]


def year(more: More, roads: Sequence[Yearly], data: Dataset, words: Words) -> Finding:
    """What the best road leaves in a year beside the dearest, and what each costs."""
    if not roads:
        return Finding(words("more.none"))
    currency, times = roads[0].offer.currency, more.wanted.times
    worst = max(roads, key=lambda road: road.kept)
    if worst.kept >= ONE:
        who, other = _two(roads[0].offer, worst.offer, data, words)
        kept = words.money(worst.kept, currency, whole=True)
        title = words("year.gain", provider=who, other=other, amount=kept)
    else:
        who = offer_words.provider(roads[0].offer.provider, data, words)
        cost = _year_cost(roads[0], words)
        title = words("year.one", provider=who, amount=cost)
    shown = roads[:MOST_ROWS] if worst in roads[:MOST_ROWS] else [*roads[: MOST_ROWS - 1], worst]
    rows = [
        {
            words("table.road"): _name(road.offer, data, words),
            words("year.cost"): _year_cost(road, words),
            words("year.kept"): words.money(road.kept, currency, whole=True),
        }
        for road in shown
    ]
    send = words.money(more.whole.transfer.send or Decimal(0), more.whole.transfer.currency, whole=True)
    offers = [road.offer for road in shown]
    return Finding(
        title,
        [words("year.times", number=times, send=send)],
        rows,
        [words("year.if_same"), *_days(more.whole, offers, data, words)],
        cited_by(more.whole, offers),
    )


def door(more: More, roads: Sequence[ToTheDoor], data: Dataset, words: Words) -> Finding:
    """By which road most is left once the way is counted, and whether that changes the order."""
    known = [road for road in roads if road.left is not None]
    if not known:
        return Finding(words("door.unknown") if roads else words("more.none"))
    currency = roads[0].offer.currency
    top = known[0]
    before = min(known, key=lambda road: (-(road.offer.received or 0), road.offer.key))
    left = words.money(top.left or Decimal(0), currency, whole=True)
    if top.offer.key != before.offer.key:
        who, other = _two(top.offer, before.offer, data, words)
        title = words("door.first_changes", provider=who, other=other, amount=left)
    else:
        who = offer_words.provider(before.offer.provider, data, words)
        title = words("door.rest_changes" if order_changes(roads) else "door.same", provider=who, amount=left)
    shown = roads[:MOST_ROWS]
    rows = [
        {
            words("table.road_in", currency=words.currency(currency)): _name(road.offer, data, words),
            words("door.left"): words("unknown.short") if road.left is None else _figure(road.left, words),
            words("table.time"): words.duration(None, road.minutes),
        }
        for road in shown
    ]
    offers = [road.offer for road in shown]
    return Finding(title, (), rows, _days(more.whole, offers, data, words), cited_by(more.whole, offers))


def second(more: More, found: Second | NoSecond, data: Dataset, words: Words) -> Finding:
    """What the second benchmark does to cost and order, or why there is none."""
    if isinstance(found, NoSecond):
        return Finding(
            words(f"second_benchmark.{found}", currency=words.currency(more.whole.transfer.currency))
        )
    said = [
        offer_words.reference_line(r, words) for r in (more.whole.reference, found.reference) if r is not None
    ]
    notes = [] if found.reference.fresh else [words("second_benchmark.old")]
    roads = [road for road in found.roads if road.other is not None]
    if not roads:
        return Finding(words("more.none"), said, (), notes)
    rows = [
        {
            words("table.road"): _name(road.offer, data, words),
            words("second_benchmark.official"): _cost_and_place(road.offer, road.place, words),
            words("second_benchmark.european"): _cost_and_place(road.other, road.other_place, words),
        }
        for road in roads[:MOST_ROWS]
    ]
    offers = [road.offer for road in roads[:MOST_ROWS]]
    days = _days(more.whole, offers, data, words)
    sources = (*cited_by(more.whole, offers), *found.reference.sources)
    return Finding(
        _second_title(roads, data, words), said, rows, [*notes, *days], tuple(dict.fromkeys(sources))
    )


def _second_title(roads: Sequence[Judged], data: Dataset, words: Words) -> str:
    now = roads[0]
    then = min(roads, key=lambda road: road.other_place or 0)
    cost, before = (_cost(offer, words) for offer in (now.other, now.offer))
    if then is not now:
        who, other = _two(then.offer, now.offer, data, words)
        return words("second_benchmark.first_changes", provider=who, other=other)
    places = [road.other_place or 0 for road in roads]
    key = "second_benchmark.same" if places == sorted(places) else "second_benchmark.rest_changes"
    return words(
        key, provider=offer_words.provider(now.offer.provider, data, words), cost=cost, before=before
    )


def steady(more: More, found: Stability | None, data: Dataset, words: Words) -> Finding:
    """Which road would be first if a rate were 1 % off, and how firmly each place stands."""
    if found is None:
        return Finding(words("more.none"))
    first = found.roads[0].offer
    if not any(road.moved for road in found.roads):
        return Finding(words("steady.no_rate"), sources=cited_by(more.whole, [first]))
    if found.firm:
        title = words("steady.stays")
    elif found.next_first is not first:
        who, other = _two(first, found.next_first, data, words)
        title = words("steady.first_changes", provider=who, other=other)
    else:
        title = words("steady.first_stays", provider=offer_words.provider(first.provider, data, words))
    risers = dict.fromkeys(_name(offer, data, words) for offer in found.risers)
    said = [words("steady.risers", roads=words.listed(list(risers)[:MOST_SAID]))] if risers else []
    if not risers and not found.firm:
        said = [words("steady.no_risers")]
    shown = found.roads[:MOST_ROWS]
    rows = [
        {
            words("table.road"): _name(road.offer, data, words),
            words("steady.worse"): words.number(road.worse),
            words("steady.now"): words.number(road.place),
            words("steady.better"): words.number(road.better),
        }
        for road in shown
    ]
    offers = [road.offer for road in shown]
    notes = [words("steady.how"), *_days(more.whole, offers, data, words)]
    return Finding(title, said, rows, notes, cited_by(more.whole, offers))


def _name(offer: Offer, data: Dataset, words: Words) -> str:
    return offer_words.road_name(offer, data, words)


def _two(one: Offer, other: Offer, data: Dataset, words: Words) -> tuple[str, str]:
    """Two roads by their providers, or in full where one provider has both."""
    if one.provider == other.provider:
        return _name(one, data, words), _name(other, data, words)
    return offer_words.provider(one.provider, data, words), offer_words.provider(other.provider, data, words)


def _cost(offer: Offer | None, words: Words) -> str:
    return words("unknown.short") if offer is None else costs.total(offer, words) or words("unknown.short")


def _year_cost(road: Yearly, words: Words) -> str:
    """What a year costs, in the sender's currency."""
    cost, used = in_senders_currency(road.cost, road.offer), road.offer.reference
    return words("unknown.short") if cost is None or used is None else costs.alone(cost, used.base, words)


def _cost_and_place(offer: Offer | None, place: int | None, words: Words) -> str:
    return words("second_benchmark.cell", cost=_cost(offer, words), place=place)


def _figure(amount: Decimal, words: Words) -> str:
    """A whole figure alone: its currency stands once, over the first column."""
    return words.number(amount.quantize(ONE, rounding=ROUND_HALF_EVEN), 0)


def _days(comparison: Comparison, offers: Sequence[Offer], data: Dataset, words: Words) -> list[str]:
    """When the prices that are not current were last seen; the invented ones have no such day."""
    if comparison.invented:
        return []
    old = [offer for offer in offers if offer.grade is not Grade.CURRENT]
    lines = [
        words(
            "more.seen",
            provider=offer_words.provider(offer.provider, data, words),
            when=offer_words.seen(offer, words),
        )
        for offer in old
    ]
    return list(dict.fromkeys(lines))
