"""All facts of a folder, indexed for questions; and the error that lists every fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from channels.dataset.licence_registers import LicenceRegisters
from channels.dataset.tables import Issue, Tables
from channels.pricing.fx import EcbCross, Rates
from channels.pricing.routes import Market, Route
from channels.records.base import ANY, Corridor, Source
from channels.records.in_force import is_in_force, last_in_force
from channels.records.informal import GroupRange, OutsideRoad
from channels.records.observations import NoPrice, Observation, Rate
from channels.records.policy import Region, Register, Target
from channels.records.providers import Payout, Provider


class DatasetError(Exception):
    """The data cannot be used. `issues` has every fault that was found, never only the first."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        super().__init__(f"{len(issues)} faults in the data")
        self.issues = tuple(issues)


@dataclass(frozen=True)
class Dataset:
    """Everything that is known: immutable, shared by all readers."""

    tables: Tables
    rates: Rates
    _routes: Mapping[str, tuple[Route, ...]] = field(repr=False, default_factory=dict)
    set_aside: tuple[Issue, ...] = ()
    """What is wrong with that which was published since, so that none of it is shown."""

    @cached_property
    def invented(self) -> bool:
        """Whether this is the teaching set."""
        return self.tables.invented

    @cached_property
    def market(self) -> Market:
        """The tables that every price rests on."""
        return Market(self.rates, tuple(self.tables.boards), invented=self.invented)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Sources by id."""
        return {source.id: source for source in self.tables.sources}

    @cached_property
    def providers(self) -> Mapping[str, Provider]:
        """Providers by id."""
        return {provider.id: provider for provider in self.tables.providers}

    @cached_property
    def regions(self) -> Mapping[str, Region]:
        """Economic regions by id."""
        return {region.id: region for region in self.tables.regions}

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """Targets by id."""
        return {target.id: target for target in self.tables.targets}

    @cached_property
    def first_day(self) -> date | None:
        """The first day on which any price or rate is known; None without any."""
        days = [seen.last_day for _, seen in self.tables.observations]
        days += [rate.day for rate in self.tables.rates]
        for provider in self.tables.providers:
            for service in provider.services:
                days += [d for t in service.tariffs for d in (t.since, t.verified) if d is not None]
        return min(days, default=None)

    @cached_property
    def _corridors(self) -> Mapping[str, Corridor]:
        return {corridor.key: corridor for corridor in self.tables.corridors}

    def corridor(self, sending: str, receiving: str) -> Corridor | None:
        """The corridor between two countries, else the one to any country abroad; None without either."""
        own = self._corridors.get(f"{sending}-{receiving}")
        if own is not None or sending == receiving:
            return own
        return self._corridors.get(f"{sending}-{ANY}")

    def register(self, country: str) -> Register | None:
        """Who keeps the register of licences of a country, and where; None where nobody is known to."""
        return next((one for one in self.tables.registers if country in one.countries), None)

    @cached_property
    def licence_registers(self) -> LicenceRegisters:
        """Where licences are looked up."""
        return LicenceRegisters(self.tables)

    def routes(self, corridor: Corridor) -> tuple[Route, ...]:
        """Every way through the data on a corridor, those for any country abroad included."""
        own = self._routes.get(corridor.key, ())
        if corridor.receiving in (ANY, corridor.sending):
            return own
        named = {route.key for route in own}
        anywhere = self._routes.get(f"{corridor.sending}-{ANY}", ())
        return own + tuple(route for route in anywhere if route.key not in named)

    @cached_property
    def observed_routes(self) -> tuple[Route, ...]:
        """Every service on a corridor of which a price was once seen, its counters left out."""
        found: dict[tuple[str, str, str], Route] = {}
        for routes in self._routes.values():
            for route in routes:
                if route.observations:
                    key = (route.corridor.key, route.provider.id, route.service.id)
                    found.setdefault(key, replace(route, payout=None, partner=None))
        return tuple(found.values())

    def roads(self, corridor: Corridor) -> tuple[OutsideRoad, ...]:
        """The roads outside the formal system on a corridor."""
        return tuple(road for road in self.tables.roads if corridor.key in road.corridors)

    def told_range(self, corridor: Corridor, day: date) -> GroupRange | None:
        """What group discussions last said of unlicensed services on a corridor; None where nothing is."""
        return last_in_force((t for t in self.tables.ranges if t.corridor == corridor.key), day)

    def asked_in_vain(self, provider: str, corridor: Corridor, day: date) -> NoPrice | None:
        """The last time that somebody asked a provider on a corridor and was told no price; None without."""
        of = (provider, corridor.key)
        found = (said for _, said in self.tables.answers if (said.provider, said.corridor) == of)
        return last_in_force(found, day)

    def with_ecb(self, ecb: EcbCross) -> "Dataset":
        """The same data with the ECB's cross rates behind the official ones; the teaching set stays alone."""
        return self if self.invented else replace(self, rates=self.rates.with_ecb(ecb))

    def with_tables(self, tables: Tables) -> "Dataset":
        """The same rates over other tables, such as those of a what-if."""
        return replace(self, tables=tables, _routes=routes_by_corridor(tables))

    def with_rate(self, rate: Rate) -> "Dataset":
        """The same data with one more official rate, such as today's that the reader typed."""
        return replace(self, rates=self.rates.with_rate(rate))


def routes_by_corridor(tables: Tables) -> dict[str, tuple[Route, ...]]:
    """Routes by corridor: every service with each of its counters, those that only a price named included."""
    providers = {provider.id: provider for provider in tables.providers}
    payouts = {payout.id: payout for payout in tables.payouts}
    corridors = {corridor.key: corridor for corridor in tables.corridors}
    seen: dict[tuple[str, str, str], list[Observation]] = {}
    for _, one in tables.observations:
        seen.setdefault((one.provider, one.service, one.corridor), []).append(one)
    routes: dict[str, list[Route]] = {}
    for provider in tables.providers:
        for service in provider.services:
            for key in service.corridors:
                observed = tuple(seen.get((provider.id, service.id, key), ()))
                told = [o.payout for o in observed if o.payout is not None and is_in_force(o)]
                names = dict.fromkeys((*service.payouts, *told))
                counters: list[Payout | None] = [payouts[name] for name in names if name in payouts]
                for counter in counters or [None]:
                    partner = providers.get(counter.partner or "") if counter is not None else None
                    route = Route(provider, service, corridors[key], counter, partner, observed)
                    routes.setdefault(key, []).append(route)
    return {key: tuple(found) for key, found in routes.items()}
