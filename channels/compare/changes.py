"""What changed on a corridor for one amount, day by day: what a feed tells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from channels.compare.history import DayPrice, History, WayKey
from channels.dataset.dataset import Dataset
from channels.pricing.offers import Offer
from channels.pricing.routes import holding
from channels.records.official_rates import OfficialRate
from channels.records.providers import Standing
from channels.terms import Ordered, Status

MOVED_BY = Decimal(1)
"""Percent of what arrived by which a price must have moved to be told."""


class ChangeKind(Ordered):
    """What a change is of."""

    BEST = "best"
    PASSES = "passes"
    MOVED = "moved"
    STOPPED = "stopped"
    STARTED = "started"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class CorridorChange:
    """One change on a day. Which fields are known depends on its kind; the others are None.

    `provider` is whose price it is, `was` who was best before. `received` in `currency` is what arrives now
    and `before` what arrived before. `moment` is when a calculator told it. A held-back rate has `currency`,
    `rate` per unit and `known`, the official rate that it contradicts.
    """

    kind: ChangeKind
    day: date
    provider: str | None = None
    key: WayKey | None = None
    was: str | None = None
    received: Decimal | None = None
    before: Decimal | None = None
    currency: str | None = None
    moment: datetime | None = None
    rate: Decimal | None = None
    known: Decimal | None = None


def changes(
    data: Dataset,
    found: History,
    ways: Sequence[tuple[date, Offer | None]],
    held: Iterable[OfficialRate] = (),
    passes: Decimal | None = None,
    *,
    since: date,
) -> tuple[CorridorChange, ...]:
    """What changed from a day on until the end of a history, newest first.

    `ways` are the best ways of its days (`best_ways`), `held` the official rates that are held back. With
    `passes` only the days on which by the best way that much came to arrive.
    """
    if passes is not None:
        told = _passing(ways, passes, since)
    else:
        told = [
            *_best(ways),
            *_moved(found),
            *_statuses(data, found),
            *_served(found),
            *_held(data, found, held),
        ]
    inside = [one for one in told if since <= one.day <= found.until]
    return tuple(sorted(inside, key=lambda one: (-one.day.toordinal(), one.kind.rank, one.provider or "")))


def _best(ways: Sequence[tuple[date, Offer | None]]) -> list[CorridorChange]:
    """The days on which the answer became another provider's."""
    told, last = [], None
    for day, offer in ways:
        if offer is None:
            continue
        if last is not None and offer.provider != last.provider:
            told.append(_of_offer(ChangeKind.BEST, day, offer, was=last.provider, before=last.received))
        last = offer
    return told


def _passing(ways: Sequence[tuple[date, Offer | None]], passes: Decimal, since: date) -> list[CorridorChange]:
    """The days on which what arrives by the best way came to reach an amount.

    What arrived on the first day already came to do so before: it would be told anew every day.
    """
    told, above = [], False
    for day, offer in ways:
        now = offer is not None and offer.received is not None and offer.received >= passes
        if now and not above and day > since:
            assert offer is not None
            told.append(_of_offer(ChangeKind.PASSES, day, offer))
        above = now
    return told


def _of_offer(
    kind: ChangeKind, day: date, offer: Offer, *, was: str | None = None, before: Decimal | None = None
) -> CorridorChange:
    moment = offer.asked if offer.seen == day else None
    return CorridorChange(
        kind, day, provider=offer.provider, key=offer.key, was=was, received=offer.received, before=before,
        currency=offer.currency, moment=moment,
    )  # fmt: skip


def _moved(found: History) -> list[CorridorChange]:
    """Prices of a way that left over one percent more or less than when it was last seen."""
    ways: dict[WayKey, list[DayPrice]] = {}
    for one in found.prices:
        ways.setdefault(one.key, []).append(one)
    told: dict[tuple[date, str], CorridorChange] = {}
    for seen in ways.values():
        for old, new in pairwise(seen):
            if (
                old.currency != new.currency
                or abs(new.received - old.received) * 100 <= MOVED_BY * old.received
            ):
                continue
            # The counters of one service share its price: it is told once.
            told.setdefault(
                (new.day, f"{new.provider} {new.key[1]}"),
                CorridorChange(
                    ChangeKind.MOVED, new.day, provider=new.provider, key=new.key, received=new.received,
                    before=old.received, currency=new.currency, moment=new.asked,
                ),
            )  # fmt: skip
    return list(told.values())


def _statuses(data: Dataset, found: History) -> list[CorridorChange]:
    """What sources said of a provider or service in the time: that it stopped, or works again."""
    corridor = found.transfer.corridor
    told: dict[tuple[date, str, ChangeKind], CorridorChange] = {}
    for route in data.routes(corridor):
        for records in (route.provider.status, route.service.status):
            for change in _turns(holding(records, (corridor.key,))):
                kind, day = change
                name = route.provider.id
                told.setdefault((day, name, kind), CorridorChange(kind, day, provider=name, key=route.key))
    return list(told.values())


def _turns(records: Sequence[Standing]) -> list[tuple[ChangeKind, date]]:
    """Where a status turned to stopped or suspended, or back to operating."""
    turns, closed = [], False
    for said in sorted(records, key=lambda said: said.day):
        now = said.state in (Status.STOPPED, Status.SUSPENDED)
        if now and not closed:
            turns.append((ChangeKind.STOPPED, said.day))
        elif closed and said.state is Status.OPERATING:
            turns.append((ChangeKind.STARTED, said.day))
        closed = now or (closed and said.state is not Status.OPERATING)
    return turns


def _served(found: History) -> list[CorridorChange]:
    """Where a provider told that it does not serve the corridor, after a price, or gave one again."""
    said: dict[str, dict[date, bool]] = {}
    for day, provider in found.denied:
        said.setdefault(provider, {})[day] = False
    for one in found.prices:
        # A price of the same day says more than that another way is not served.
        said.setdefault(one.provider, {})[one.day] = True
    told = []
    for provider, days in said.items():
        for (_, before), (day, now) in pairwise(sorted(days.items())):
            if before is not now:
                kind = ChangeKind.STARTED if now else ChangeKind.STOPPED
                told.append(CorridorChange(kind, day, provider=provider))
    return told


def _held(data: Dataset, found: History, held: Iterable[OfficialRate]) -> list[CorridorChange]:
    """Official rates of the corridor's currencies that are held back: they contradict the known ones."""
    transfer = found.transfer
    own = {transfer.currency, transfer.received_currency}
    told = []
    for rate in dict.fromkeys(held):
        if rate.currency in own:
            known = data.rates.official(rate.currency, rate.day)
            told.append(
                CorridorChange(
                    ChangeKind.HELD, rate.day, currency=rate.currency, rate=rate.per_unit,
                    known=None if known is None else known.per_unit,
                )
            )  # fmt: skip
    return told
