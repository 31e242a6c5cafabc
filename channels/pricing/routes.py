"""The ways through the data, and what is known of each on a day: working, stopped, licensed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from channels.money import Money
from channels.pricing.fx import Rates, Reference, reference
from channels.records.base import Corridor
from channels.records.in_force import in_force, last_in_force
from channels.records.observations import Board, Observation
from channels.records.providers import LicenceCheck, Payout, Provider, Service, Standing
from channels.terms import (
    AccessPoint,
    Benchmark,
    DisbursementMethod,
    Evidence,
    Licence,
    PaymentInstrument,
    Reason,
    Status,
)

CONFIRMED_DAYS = 90


@dataclass(frozen=True, slots=True)
class Transfer:
    """What the reader asks: a corridor, and either the budget or what must arrive.

    `within` is in minutes. None = no wish.
    """

    corridor: Corridor
    currency: str
    send: Decimal | None = None
    receive: Decimal | None = None
    pay_in: PaymentInstrument | None = None
    pay_out: DisbursementMethod | None = None
    within: int | None = None
    region: str | None = None
    promotions: bool = False
    benchmark: Benchmark = Benchmark.CBAR

    @property
    def received_currency(self) -> str:
        """The currency usual where the money goes; the sender's where there is no such."""
        return self.corridor.receives or self.currency


@dataclass(frozen=True, slots=True)
class Market:
    """The tables that every price rests on. `invented`: the teaching set, whose prices count as current.

    `memo` keeps what was once computed from these very tables, because they never change.
    """

    rates: Rates
    boards: tuple[Board, ...] = ()
    invented: bool = False
    memo: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    def reference(
        self, transfer: Transfer, day: date, *, base: str | None = None, quote: str | None = None
    ) -> Reference | None:
        """The rate by which a transfer is judged on a day, by its benchmark; None where none is known.

        From the sender's currency to the one usual where the money goes, unless others are named.
        """
        base, quote = base or transfer.currency, quote or transfer.received_currency
        return reference(self.rates, day, base=base, quote=quote, benchmark=transfer.benchmark)

    def unit_worth(self, transfer: Transfer, day: date, base: str, quote: str) -> Decimal | None:
        """One unit of a currency in another by the rate that judges a transfer; None where none is known."""
        found = self.reference(transfer, day, base=base, quote=quote)
        return None if found is None else found.rate


@dataclass(frozen=True, slots=True)
class Route:
    """One way through the data: a provider's service on a corridor, to one counter or account."""

    provider: Provider
    service: Service
    corridor: Corridor
    payout: Payout | None = None
    partner: Provider | None = None
    observations: tuple[Observation, ...] = ()

    @property
    def form(self) -> DisbursementMethod | None:
        """How the money is handed over: as the counter or service says, else the last price; or None."""
        if self.payout is not None:
            return self.payout.form
        if self.service.disbursement is not None:
            return self.service.disbursement
        last = self._last_price("disbursement")
        return None if last is None else last.disbursement

    @property
    def pay_in(self) -> PaymentInstrument | None:
        """How the sender pays: as the service says, else as the last price was asked; or None."""
        if self.service.pay_in is not None:
            return self.service.pay_in
        last = self._last_price("pay_in")
        return None if last is None else last.pay_in

    @property
    def ways_in(self) -> frozenset[PaymentInstrument | None]:
        """How the sender may pay: as the service says, else as its prices tell, None where one does not."""
        if self.service.pay_in is not None:
            return frozenset({self.service.pay_in})
        return frozenset(price.pay_in for price in in_force(self.observations)) or frozenset({None})

    @property
    def access_point(self) -> AccessPoint | None:
        """Where the sender pays: as the service says, else as the last price was asked; or None."""
        if self.service.access_point is not None:
            return self.service.access_point
        last = self._last_price("access_point")
        return None if last is None else last.access_point

    def _last_price(self, field: str) -> Observation | None:
        """The last price that tells of a field; None where none does."""
        return last_in_force(o for o in self.observations if getattr(o, field) is not None)

    def seen(self, day: date) -> Observation | None:
        """The last price that somebody took of this way itself, not after a day; None where nobody did.

        A survey of a quarter is no price of a day. Of several counters the price must name the one.
        """
        observed = (o for o in self.observations if o.evidence is Evidence.OBSERVED)
        return last_in_force((o for o in observed if self.is_of_counter(o)), day)

    def is_of_counter(self, price: Observation) -> bool:
        """Whether a price was told of this counter: of several it must name the one."""
        if price.payout is None:
            return len(self.service.payouts) <= 1
        return self.payout is None or self.payout.id == price.payout

    @property
    def key(self) -> tuple[str, str, str]:
        """Provider, service and payout: what tells one route from every other on its corridor."""
        return self.provider.id, self.service.id, self.payout.id if self.payout else ""


@dataclass(frozen=True, slots=True)
class OnDay:
    """An operating status with the day and source it comes from; both None where nobody said anything."""

    state: Status
    day: date | None = None
    source: str | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class NamedCodes:
    """Codes, such as regions or documents, as a source names them on a day; no codes = not known."""

    codes: tuple[str, ...] = ()
    day: date | None = None
    source: str | None = None


NOT_KNOWN = NamedCodes()
"""Where nobody names any."""


@dataclass(frozen=True, slots=True)
class NotOffered:
    """Why a road is not offered for this transfer."""

    route: Route
    reason: Reason
    day: date | None = None
    source: str | None = None
    limit: Money | None = None
    standing: Standing | None = None


def standing_on(records: Sequence[Standing], day: date, *, invented: bool = False) -> OnDay:
    """The last status not after a day; operating only if confirmed within 90 days.

    Not confirmed, without day or source, where nobody had said anything by then.
    """
    # Of one day's words the one that stands last in the file counts.
    last = max((s for s in reversed(records) if s.day <= day), key=lambda s: s.day, default=None)
    if last is None:
        return OnDay(Status.NOT_CONFIRMED)
    state = last.state
    old = (day - last.day).days > CONFIRMED_DAYS
    if state is Status.OPERATING and old and not invented:
        state = Status.NOT_CONFIRMED
    return OnDay(state, last.day, last.source, last)


def holding(records: Sequence[Standing], corridors: Sequence[str]) -> tuple[Standing, ...]:
    """The statuses that hold for money on any of some corridors: a country's word ends at its border."""
    ends = {end for key in corridors for end in key.split("-")}
    return tuple(said for said in records if said.country is None or said.country in ends)


def status_of(route: Route, day: date, *, invented: bool = False) -> OnDay:
    """The worst of what is known of the provider or service and of its counter, by sources and prices.

    A service's own status takes the place of its provider's. A price that somebody took confirms that its
    service operated on that day, where no source said otherwise later; it never ends a stop or a suspension.
    """
    general = holding(route.provider.status, (route.corridor.key,))
    own = holding(route.service.status, (route.corridor.key,)) or general
    found = [standing_on(own, day, invented=invented)]
    if route.payout is not None and route.payout.status:
        found.append(standing_on(route.payout.status, day, invented=invented))
    whole = standing_on(general, day, invented=invented)
    if whole.state.rank >= Status.STOPPED.rank:
        found.append(whole)
    worst = max(found, key=lambda s: s.state.rank)
    seen = route.seen(day)
    if seen is None or worst.state.rank >= Status.STOPPED.rank:
        return worst
    if worst.day is not None and worst.day > seen.last_day:
        return worst
    recent = invented or (day - seen.last_day).days <= CONFIRMED_DAYS
    return OnDay(Status.OPERATING if recent else Status.NOT_CONFIRMED, seen.last_day, seen.source)


def last_check(provider: Provider, day: date) -> LicenceCheck | None:
    """The last check of a provider's licence not after a day; None without one.

    A note that nobody has looked yet counts only as long as nobody has.
    """
    known = [check for check in reversed(provider.licence) if check.day <= day]
    looked = [check for check in known if check.state is not Licence.NOT_CHECKED]
    return max(looked or known, key=lambda check: check.day, default=None)


def licence_on(provider: Provider, day: date) -> Licence:
    """What is known of a provider's licence on a day; not checked where nothing is."""
    last = last_check(provider, day)
    return last.state if last is not None else Licence.NOT_CHECKED


def closed_on(route: Route, day: date, status: OnDay) -> NotOffered | None:
    """Why a service with a status is refused to everybody on a day; None where it is not.

    It or its counter has stopped or was suspended, or its provider's licence was, or a source names the
    provider as working without one. No price ends any of these.
    """
    if status.state in (Status.STOPPED, Status.SUSPENDED):
        return NotOffered(
            route, Reason(status.state.value), status.day, status.source, standing=status.standing
        )
    check = last_check(route.provider, day)
    if check is None or check.state not in (Licence.SUSPENDED, Licence.UNLICENSED):
        return None
    return NotOffered(route, Reason(check.state.value), check.day, check.source)


def is_closed(route: Route, day: date, *, invented: bool = False) -> bool:
    """Whether a service is refused to everybody on a day."""
    return closed_on(route, day, status_of(route, day, invented=invented)) is not None


def cite(route: Route) -> tuple[date | None, str | None]:
    """The day and source of what is known about how a route takes money in and hands it over."""
    if route.payout is not None:
        return route.payout.day, route.payout.source
    for tariff in route.service.tariffs:
        return tariff.verified, tariff.source
    for cover in route.service.coverage:
        return cover.day, cover.source
    for observation in route.observations:
        return observation.last_day, observation.source
    return None, None
