"""What the survey of remittance practices comes to: shares by road, sex and region, and what was paid."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import TypeVar

from channels.collect.disclosure_control import TOTAL, Rows, hidden_of_parts
from channels.compare.comparison import compare
from channels.dataset.dataset import Dataset
from channels.gaps.averages import median, simple_mean, weighted_mean
from channels.money import EXACT, HUNDRED, ZERO, to_minor
from channels.pricing.fees import USD_200, fee_percent, rpw_cost
from channels.pricing.fx import Rates, margin_percent, reference, worth
from channels.pricing.offers import Offer
from channels.pricing.routes import Transfer
from channels.records.base import quarter_end
from channels.records.entries import LEAST
from channels.records.forms import Frame, Stratum
from channels.records.replies import TEN, Group, Reply, Way

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

ALL = "all"
PARTS: Mapping[str, Callable[[Reply], str | None]] = {
    "sex": lambda reply: reply.sex,
    "region": lambda reply: reply.region,
}
"""By what the shares are told apart."""
PLAUSIBLE = Decimal(60)
"""Percent: a margin beyond it is a slip of the pen or of memory, and no price."""
ROUGH = 10


@dataclass(frozen=True, slots=True)
class ShareRow:
    """The shares of the roads in percent, of one part of those asked; None = not shown.

    `part` is `all`, `sex` or `region`, `value` which of them. `answers` is their number.
    """

    part: str
    value: str | None
    answers: int | None
    shares: Mapping[Way, Decimal | None]


@dataclass(frozen=True, slots=True)
class Roads:
    """By which road money goes, of those asked who named their road and each part that is shown.

    `frame` None = nobody can say whom those asked stand for, so every answer counts one.
    """

    group: Group
    frame: str | None
    rows: tuple[ShareRow, ...]


@dataclass(frozen=True, slots=True)
class OutsideShare:
    """Of the families that those asked know, the share in percent whose money goes outside the formal roads.

    `lost`: of these, the share that once lost some. `answers` is rounded down to tens. None = not shown.
    """

    group: Group
    frame: str | None
    answers: int
    share: Decimal | None
    lost: Decimal | None


@dataclass(frozen=True, slots=True)
class Realised:
    """What people on one corridor paid last time, in percent of what was sent, the fee and the rate together.

    The World Bank's cost: the sender's fee and the margin to the official rate of the day, on formal roads.
    A frame weights the mean; in the median each counts one. `answers` is rounded down to tens.
    """

    group: Group
    frame: str | None
    corridor: str
    answers: int
    mean: Decimal | None
    median: Decimal | None


@dataclass(frozen=True, slots=True)
class Listed:
    """The average of the prices that providers tell, the World Bank's cost in percent for USD 200.

    `oldest` is the day of the oldest of them, None where one has no day.
    """

    mean: Decimal
    services: int
    oldest: date | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that may be shown. `kept` is the number of replies in whole tens, None below 30.

    `elsewhere`: some were met in a branch, by a link or nobody knows where; they stand in `realised` alone.
    """

    kept: int | None
    elsewhere: bool
    roads: tuple[Roads, ...]
    outside: tuple[OutsideShare, ...]
    realised: tuple[Realised, ...]


def findings(replies: Sequence[Reply], rates: Rates, frames: Mapping[str, Frame]) -> Findings:
    """What the replies come to; nothing rests on fewer than 30 answers or gives such a number away.

    Replies of one group and one sampling frame stand together, and only a frame weights them.
    """
    roads: list[Roads] = []
    outside: list[OutsideShare] = []
    realised: list[Realised] = []
    known = [(reply, frames.get(reply.frame or "")) for reply in replies]
    with localcontext(EXACT):
        for group in Group:
            for frame in (None, *frames.values()):
                found = [reply for reply, of in known if reply.group is group and of is frame]
                met = [reply for reply in found if reply.meets_everybody]
                roads += _roads(group, frame, met)
                outside += _outside(group, frame, met)
                realised += _realised(group, frame, found, rates)
    return Findings(
        kept=_rough(len(replies)) if len(replies) >= LEAST else None,
        elsewhere=any(not reply.meets_everybody for reply in replies),
        roads=tuple(roads),
        outside=tuple(outside),
        realised=tuple(realised),
    )


def paid_percent(reply: Reply, rates: Rates) -> Decimal | None:
    """What a transfer by a formal road cost by the World Bank's definition, percent of what was sent.

    None where it is not known, or the road is not. The margin needs what was received and an official rate
    of the day; in one currency it is 0.
    """
    if reply.amount is None or reply.currency is None or reply.fee is None or reply.fee > reply.amount:
        return None
    if reply.channel in (None, Way.ANOTHER_WAY):
        return None
    day = reply.sent or reply.day
    if reply.pays is None or reply.received is None or day is None:
        return None
    if reply.pays == reply.currency:
        return fee_percent(reply.fee, reply.amount)
    official = reference(rates, day, base=reply.currency, quote=reply.pays)
    if official is None or not official.fresh:
        return None
    margin = margin_percent(reply.received / reply.amount, official.rate)
    return rpw_cost(reply.fee, reply.amount, margin) if abs(margin) <= PLAUSIBLE else None


def listed(dataset: Dataset, corridor: str, day: date) -> Listed | None:
    """The simple average of the known prices on a corridor; None where no price there is known.

    A price is what a transfer worth USD 200 costs. Promotions are left out, and a service that several
    counters pay counts once.
    """
    known = next((c for c in dataset.tables.corridors if c.key == corridor), None)
    amount = None if known is None else worth(dataset.rates, day, USD_200, base="USD", quote=known.sends)
    if known is None or amount is None:
        return None
    asked = Transfer(corridor=known, currency=known.sends, send=to_minor(amount, known.sends))
    found: dict[tuple[str, str], Offer] = {}
    for offer in compare(dataset, asked, day).offers:
        if offer.rpw_cost_percent is not None and not offer.promotion:
            found.setdefault((offer.provider, offer.service), offer)
    mean = simple_mean([offer.rpw_cost_percent or ZERO for offer in found.values()])
    if mean is None:
        return None
    days = [_last_day(offer) for offer in found.values()]
    return Listed(
        mean=mean,
        services=len(found),
        oldest=None if None in days else min(day for day in days if day is not None),
        sources=tuple(dict.fromkeys(source for offer in found.values() for source in offer.sources)),
    )


def _last_day(offer: Offer) -> date | None:
    return offer.observed if offer.period is None else quarter_end(offer.period)


def _roads(group: Group, frame: Frame | None, met: Sequence[Reply]) -> Iterator[Roads]:
    named = [reply for reply in met if reply.channel is not None]
    parts = [part for part, of in PARTS.items() if sum(of(reply) is not None for reply in named) >= LEAST]
    # Answers that skip one of them would be the difference between two tables.
    whole = [reply for reply in named if all(PARTS[part](reply) is not None for part in parts)]
    weights = _weights(whole, frame)
    asked = [(reply, weight) for reply, weight in zip(whole, weights, strict=True) if weight is not None]
    if len(asked) < LEAST:
        return
    everybody, tables = _tables([reply for reply, _ in asked], parts)
    gone, gone_of = hidden_of_parts(everybody, tables)
    rows = [ShareRow(ALL, None, len(asked), _shares(asked, gone))]
    for part, table in tables.items():
        for value in sorted(table):
            own = [(reply, weight) for reply, weight in asked if PARTS[part](reply) == value]
            if (value, TOTAL) in gone_of[part]:
                rows.append(ShareRow(part, value, None, dict.fromkeys(Way)))
            else:
                beside = {way.value for way in Way if (value, way) in gone_of[part]}
                rows.append(ShareRow(part, value, len(own), _shares(own, beside)))
    yield Roads(group, None if frame is None else frame.id, tuple(rows))


def _shares(asked: Sequence[tuple[Reply, Decimal]], gone: Set[str]) -> dict[Way, Decimal | None]:
    """Each road's share in percent; None for those that are not shown."""
    whole = sum((weight for _, weight in asked), ZERO)
    used = {way: sum((w for reply, w in asked if reply.channel is way), ZERO) for way in Way}
    return {way: None if way in gone else weight / whole * HUNDRED for way, weight in used.items()}


def _tables(asked: Sequence[Reply], parts: Sequence[str]) -> tuple[dict[str, int], dict[str, Rows]]:
    """How many went by each road: all of them, and by each part."""

    def counted(replies: Iterable[Reply]) -> dict[str, int]:
        ways = Counter(reply.channel for reply in replies)
        return {way.value: ways[way] for way in Way}

    tables: dict[str, Rows] = {}
    for part in parts:
        own = sorted({PARTS[part](reply) or "" for reply in asked})
        tables[part] = {v: counted(r for r in asked if PARTS[part](r) == v) for v in own}
    return counted(asked), tables


def _outside(group: Group, frame: Frame | None, met: Sequence[Reply]) -> Iterator[OutsideShare]:
    asked = [reply for reply in met if reply.of_ten is not None]
    known = [
        (reply, weight)
        for reply, weight in zip(asked, _weights(asked, frame), strict=True)
        if weight is not None
    ]
    if len(known) < LEAST:
        return
    share = weighted_mean([((reply.of_ten or 0) * TEN, weight) for reply, weight in known])
    losing = [(reply, weight) for reply, weight in known if reply.of_ten and reply.lost_of_ten is not None]
    lost = weighted_mean(
        [(HUNDRED * (r.lost_of_ten or 0) / (r.of_ten or 1), (r.of_ten or 0) * weight) for r, weight in losing]
    )
    yield OutsideShare(
        group,
        None if frame is None else frame.id,
        _rough(len(known)),
        share,
        lost if len(losing) >= LEAST else None,
    )


def _realised(group: Group, frame: Frame | None, found: Sequence[Reply], rates: Rates) -> Iterator[Realised]:
    priced = [(reply, cost) for reply in found if (cost := paid_percent(reply, rates)) is not None]
    weights = _weights([reply for reply, _ in priced], frame)
    known = [
        (reply, cost, weight)
        for (reply, cost), weight in zip(priced, weights, strict=True)
        if weight is not None and reply.corridor is not None
    ]
    for corridor, of in _apart(known, lambda item: item[0].corridor or ""):
        if len(of) >= LEAST:
            yield Realised(
                group,
                None if frame is None else frame.id,
                corridor,
                _rough(len(of)),
                weighted_mean([(cost, weight) for _, cost, weight in of]),
                median([cost for _, cost, _ in of]),
            )


def _weights(replies: Sequence[Reply], frame: Frame | None) -> list[Decimal | None]:
    """How many people each reply stands for: 1 without a frame; None where the frame has no place for it."""
    if frame is None:
        return [Decimal(1)] * len(replies)
    places = [next((s for s in frame.strata if _stands_in(reply, s)), None) for reply in replies]
    return [
        None if place is None else Decimal(place.people) / sum(other is place for other in places)
        for place in places
    ]


def _stands_in(reply: Reply, stratum: Stratum) -> bool:
    known = ((stratum.region, reply.region), (stratum.settlement, reply.settlement), (stratum.sex, reply.sex))
    return all(wanted is None or wanted == said for wanted, said in known)


def _rough(number: int) -> int:
    """A number of answers in whole tens, so that its difference to another tells nobody's silence."""
    return number // ROUGH * ROUGH


def _apart(items: Iterable[T], key: Callable[[T], K]) -> Iterator[tuple[K, list[T]]]:
    found: dict[K, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    yield from found.items()
