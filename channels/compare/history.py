"""How what arrives of one amount has moved: each day by the prices that somebody saw on that very day.

Nothing is carried from one day to the next: a day without a price is a gap. Every amount comes from the
same pricing as the comparison's.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from channels.dataset.dataset import Dataset
from channels.pricing.offers import Offer, price
from channels.pricing.ranking import headline, ranked
from channels.pricing.routes import Market, Route, Transfer
from channels.records.asked_prices import SAME_AMOUNT
from channels.records.dated_prices import Said
from channels.records.in_force import is_in_force
from channels.records.observations import NoPrice, Observation
from channels.terms import Answer, Basis, Evidence

LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
"""Before every moment at which a calculator was asked."""
A_WEEK = 7
ABOUT_A_WEEK = (6, 8)
"""Days between two prices that are told as a week apart."""
LEAST_DAYS = 2
"""Days with a price that make a movement."""

WayKey = tuple[str, str, str]
"""Provider, service and counter, as an offer's own key."""


@dataclass(frozen=True, slots=True)
class DayPrice:
    """What one way left of the amount on a day on which somebody saw its price.

    `received` is in `currency`. `cost` is percent of the amount, `rpw_cost` RPW's for USD 200; None where the
    official rate of the day is not known. `asked` is when a calculator told it, None where people saw it.
    """

    day: date
    key: WayKey
    received: Decimal
    currency: str
    cost: Decimal | None
    rpw_cost: Decimal | None
    asked: datetime | None
    sources: tuple[str, ...]

    @property
    def provider(self) -> str:
        """Whose price it is."""
        return self.key[0]


@dataclass(frozen=True, slots=True)
class OfficialDay:
    """An official rate on its own day, and what the whole amount is worth by it."""

    day: date
    rate: Decimal
    worth: Decimal
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeekChange:
    """What arrives by one way now less what arrived a week before, in `currency`; both days are of prices."""

    key: WayKey
    day: date
    before: date
    difference: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class CheapestChange:
    """A day on which another provider's way was seen to leave the most than before."""

    day: date
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WeekCost:
    """A provider's mean cost in a week from a Monday on, in percent; over how many days with a price."""

    monday: date
    provider: str
    cost: Decimal
    days: int


@dataclass(frozen=True, slots=True)
class History:
    """The prices of one amount on a corridor, day by day; oldest first.

    `denied` are the days on which a provider told that it does not serve the corridor, or not the amount.
    """

    transfer: Transfer
    since: date
    until: date
    prices: tuple[DayPrice, ...] = ()
    official: tuple[OfficialDay, ...] = ()
    denied: tuple[tuple[date, str], ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which any price was seen."""
        return tuple(sorted({one.day for one in self.prices}))

    @property
    def providers(self) -> tuple[str, ...]:
        """Who had a price, the one that left the most on its last day first."""
        last = {one.provider: one for one in self.best_of_days()}
        return tuple(sorted(last, key=lambda name: (-last[name].received, name)))

    @property
    def moves(self) -> bool:
        """Whether anybody had prices on more than one day, so that there is a movement to show."""
        return bool(self.moving)

    @property
    def moving(self) -> tuple[str, ...]:
        """Those of `providers` who had prices on more than one day, in the same order."""
        return tuple(name for name in self.providers if len(self.of(name)) >= LEAST_DAYS)

    def best_of_days(self) -> tuple[DayPrice, ...]:
        """The best way of each provider on each day, oldest first."""
        best: dict[tuple[date, str], DayPrice] = {}
        for one in self.prices:
            known = best.get((one.day, one.provider))
            if known is None or (one.received, one.key) > (known.received, known.key):
                best[one.day, one.provider] = one
        return tuple(best[at] for at in sorted(best))

    def of(self, provider: str) -> tuple[DayPrice, ...]:
        """A provider's best way on each day, oldest first."""
        return tuple(one for one in self.best_of_days() if one.provider == provider)


def history(data: Dataset, transfer: Transfer, told: Iterable[Said], since: date, until: date) -> History:
    """The history of an amount from what was told, days from `since` to `until` alone.

    Surveys of a quarter are no price of a day, an estimate beyond the amounts seen is none, and promotions
    count only where the reader wants them. Empty where no outlay is given.
    """
    empty = History(transfer, since, until)
    if transfer.send is None:
        return empty
    said = [one for one in told if since <= _day(one) <= until and is_in_force(one)]
    seen = [one for one in said if isinstance(one, Observation) and _counts(one, transfer)]
    market = Market(data.rates, data.market.boards, invented=data.invented)
    prices = [
        _day_price(offer, day)
        for route in data.routes(transfer.corridor)
        for day, observed in _by_day(seen, route).items()
        for offer in _offers(route, observed, transfer, day, market)
    ]
    return replace(
        empty,
        prices=tuple(sorted(prices, key=lambda one: (one.day, one.key))),
        official=_official(market, transfer, since, until),
        denied=_denied(said, transfer),
    )


def week_change(found: History, key: WayKey) -> WeekChange | None:
    """What a way's last price leaves against a week before; None where no price is about a week older."""
    own = [one for one in found.prices if one.key == key]
    if not own:
        return None
    last = own[-1]
    least, most = ABOUT_A_WEEK
    older = [one for one in own if least <= (last.day - one.day).days <= most]
    if not older:
        return None
    then = min(older, key=lambda one: (abs((last.day - one.day).days - A_WEEK), one.day))
    return WeekChange(key, last.day, then.day, last.received - then.received, last.currency)


def cheapest_changes(found: History) -> tuple[CheapestChange, ...]:
    """The days on which another provider was seen to leave more than the one that had left the most.

    Only a day on which the earlier one was asked too tells that: its price was seen, or it was not offered.
    """
    by_day: dict[date, list[DayPrice]] = defaultdict(list)
    for one in found.best_of_days():
        by_day[one.day].append(one)
    changes, leader = [], None
    for day in sorted(by_day):
        known = {one.provider: one.received for one in by_day[day]}
        most = max(known.values())
        if leader is None:
            leader = min(name for name in known if known[name] == most)
        elif known.get(leader) != most and (leader in known or (day, leader) in found.denied):
            after = min(name for name in known if known[name] == most)
            changes.append(CheapestChange(day, leader, after))
            leader = after
    return tuple(changes)


def weekly_costs(found: History) -> tuple[WeekCost, ...]:
    """RPW's cost of each provider's best way by week, for USD 200; weeks without a cost are left out."""
    weeks: dict[tuple[date, str], list[Decimal]] = defaultdict(list)
    for one in found.best_of_days():
        if one.rpw_cost is not None:
            weeks[one.day - timedelta(days=one.day.weekday()), one.provider].append(one.rpw_cost)
    return tuple(
        WeekCost(monday, provider, sum(costs, Decimal(0)) / len(costs), len(costs))
        for (monday, provider), costs in sorted(weeks.items())
    )


def best_ways(
    data: Dataset, transfer: Transfer, told: Sequence[Said], days: Iterable[date]
) -> tuple[tuple[date, Offer | None], ...]:
    """The price that was the answer on each day by what was known until then; None where none was current."""
    if transfer.send is None:
        return ()
    market = Market(data.rates, data.market.boards, invented=data.invented)
    seen = [one for one in told if isinstance(one, Observation) and is_in_force(one)]
    denials = _denials(told)
    routes = data.routes(transfer.corridor)
    found = []
    for day, known in standing(seen, days):
        by_service: dict[tuple[str, str, str], list[Observation]] = defaultdict(list)
        for one in known:
            if one.asked is not None and any(_denies(word, one, day) for word in denials[_way(one)]):
                continue
            by_service[one.provider, one.service, one.corridor].append(one)
        offers = [
            offer
            for route in routes
            for own in [by_service.get((route.provider.id, route.service.id, route.corridor.key), [])]
            for offer in _offers(route, own, transfer, day, market, tariffs=True)
        ]
        found.append((day, headline(ranked(offers, by_outlay=False, promotions=transfer.promotions))))
    return tuple(found)


def _denied(said: Iterable[Said], transfer: Transfer) -> tuple[tuple[date, str], ...]:
    """The days on which a provider told that it does not serve the corridor, or not the amount.

    Of amounts that it denied, those count between whose least and greatest the amount lies. Who gave no
    answer, or none to a stranger, has said nothing of that.
    """
    amounts: dict[tuple[date, str], list[Decimal | None]] = defaultdict(list)
    for one in said:
        if isinstance(one, NoPrice) and one.answer is Answer.NO_SERVICE:
            own = one.currency in (None, transfer.currency)
            amounts[one.day, one.provider].append(one.amount if own else None)
    return tuple(at for at in sorted(amounts) if _is_among(transfer.send, amounts[at]))


def _is_among(outlay: Decimal | None, amounts: Sequence[Decimal | None]) -> bool:
    known = [amount for amount in amounts if amount is not None]
    if outlay is None or len(known) < len(amounts):
        return True
    return min(known) * (1 - SAME_AMOUNT) <= outlay <= max(known) * (1 + SAME_AMOUNT)


def _denials(told: Iterable[Said]) -> Mapping[tuple[str, str, str], Sequence[NoPrice]]:
    """Each "not offered", by provider, service and corridor."""
    found: dict[tuple[str, str, str], list[NoPrice]] = defaultdict(list)
    for one in told:
        if isinstance(one, NoPrice) and one.answer is Answer.NO_SERVICE and is_in_force(one):
            found[_way(one)].append(one)
    return found


def _denies(word: NoPrice, one: Observation, day: date) -> bool:
    """Whether a calculator's price was over by a day: it is not offered any more, at all or at its amount."""
    if not one.last_day < word.day <= day:
        return False
    outlay = one.amount + (one.fee or 0)
    return word.amount is None or abs(word.amount - outlay) <= SAME_AMOUNT * outlay


def _way(said: Said) -> tuple[str, str, str]:
    return said.provider, said.service, said.corridor


def ends(told: Iterable[Said]) -> tuple[Said, ...]:
    """What a comparison with a week ago needs of the prices told.

    Each service's last prices, and those of six to eight days before.
    """
    told = tuple(told)
    last: dict[tuple[str, str, str], date] = {}
    for one in told:
        key = (one.provider, one.service, one.corridor)
        last[key] = max(last.get(key, date.min), _day(one))
    least, most = ABOUT_A_WEEK
    wanted = {0, *range(least, most + 1)}
    return tuple(
        one for one in told if (last[one.provider, one.service, one.corridor] - _day(one)).days in wanted
    )


def standing(
    seen: Iterable[Observation], days: Iterable[date]
) -> Iterator[tuple[date, tuple[Observation, ...]]]:
    """The prices that stood on each of some days, oldest day first.

    A calculator's newer price takes the place of one of about its amount.
    """
    known: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    waiting = sorted(seen, key=_moment, reverse=True)
    for day in sorted(set(days)):
        while waiting and waiting[-1].last_day <= day:
            _put(known, waiting.pop())
        yield day, tuple(one for group in known.values() for one in group)


def _put(known: dict[tuple[object, ...], list[Observation]], one: Observation) -> None:
    group = known[
        one.provider, one.service, one.corridor, one.currency, one.pays, one.pay_in,
        one.disbursement, one.promotion, one.asked is None,
    ]  # fmt: skip
    if one.asked is not None:
        group[:] = [old for old in group if abs(old.amount - one.amount) > SAME_AMOUNT * one.amount]
    group.append(one)


def _day(said: Said) -> date:
    return said.last_day if isinstance(said, Observation) else said.day


def _counts(one: Observation, transfer: Transfer) -> bool:
    return one.evidence is Evidence.OBSERVED and (transfer.promotions or not one.promotion)


def _by_day(seen: Iterable[Observation], route: Route) -> dict[date, list[Observation]]:
    found: dict[date, list[Observation]] = defaultdict(list)
    for one in sorted(_of(seen, route), key=_moment):
        found[one.last_day].append(one)
    return found


def _of(seen: Iterable[Observation], route: Route) -> list[Observation]:
    """The prices of a route's own service on its corridor."""
    of = (route.provider.id, route.service.id, route.corridor.key)
    return [one for one in seen if (one.provider, one.service, one.corridor) == of]


def _offers(
    route: Route, seen: Sequence[Observation], transfer: Transfer, day: date, market: Market,
    *, tariffs: bool = False,
) -> list[Offer]:  # fmt: skip
    """What a route offers by some prices; nothing where its amount is not known or is only an estimate."""
    service = route.service if tariffs else route.service.model_copy(update={"tariffs": ()})
    found = price(replace(route, service=service, observations=tuple(seen)), transfer, day, market)
    if not isinstance(found, Offer):
        return []
    if tariffs:
        return [found]
    known = found.received is not None and found.basis is not Basis.ESTIMATE
    return [found] if known else []


def _day_price(offer: Offer, day: date) -> DayPrice:
    assert offer.received is not None
    return DayPrice(
        day=day, key=offer.key, received=offer.received, currency=offer.currency,
        cost=offer.total_cost_percent, rpw_cost=offer.rpw_cost_percent, asked=offer.asked,
        sources=offer.sources,
    )  # fmt: skip


def _official(market: Market, transfer: Transfer, since: date, until: date) -> tuple[OfficialDay, ...]:
    """The official rates of a time, each on its own day."""
    assert transfer.send is not None
    found: dict[date, OfficialDay] = {}
    for number in range((until - since).days + 1):
        used = market.reference(transfer, since + timedelta(days=number))
        if used is not None and used.day >= since and used.base != used.quote:
            worth = transfer.send * used.rate
            found.setdefault(used.day, OfficialDay(used.day, used.rate, worth, used.sources))
    return tuple(found[day] for day in sorted(found))


def _moment(one: Observation) -> tuple[date, datetime]:
    return one.last_day, one.asked or LONG_AGO
