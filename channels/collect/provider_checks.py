"""Licences and statuses of providers: what is due to be looked up, and what was published of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from channels.collect.grid import corridors
from channels.collect.rounds import OWN, why_superseded
from channels.dataset.dataset import Dataset
from channels.pricing.routes import CONFIRMED_DAYS, holding, last_check, standing_on
from channels.records.base import Source
from channels.records.entries import one_line
from channels.records.in_force import is_in_force
from channels.records.provider_checks import KeptCheck, LicenceRow, ProviderCheck, StandingRow
from channels.records.providers import LicenceCheck, Provider, Service, Standing
from channels.terms import BAKU, HOME, Evidence, Licence, Ordered, Stage, Status

LICENCE_AGAIN = timedelta(days=365)
"""After this time a licence is looked up again."""
STATUS_AGAIN = timedelta(days=CONFIRMED_DAYS)
"""After this time somebody asks again whether a provider works."""
CLOSED = (Status.STOPPED, Status.SUSPENDED)


class CheckKind(Ordered):
    """What is looked up of a provider."""

    LICENCE = "licence"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be looked up of a provider again. `since`: from which day on; None = nobody ever did."""

    provider: str
    kind: CheckKind
    since: date | None


@dataclass(frozen=True, slots=True)
class ProviderState:
    """What is known of a provider on a day, and from when on each is due to be looked up again.

    `licence` None: nobody has looked. `standing` is the last word on it or on one of its services here;
    None without any. `seen` is the last day on which a price was taken of it, None without one.
    """

    provider: Provider
    licence: LicenceCheck | None
    standing: Standing | None
    seen: date | None
    due: tuple[Due, ...]

    @property
    def works(self) -> date | None:
        """The last day on which it is known to have worked; None where it is closed or nobody says so."""
        if self.standing is not None and self.standing.state in CLOSED:
            return None
        said = self.standing if self.standing and self.standing.state is Status.OPERATING else None
        return max((day for day in (said.day if said else None, self.seen) if day is not None), default=None)


def states(data: Dataset, day: date) -> tuple[ProviderState, ...]:
    """Every provider of the corridors of this country: those with something due first.

    Of these the ones of the corridors by which most money comes, then those with more to be looked up, then
    what nobody ever did before what is overdue longest; by id only where nothing tells them apart.
    """
    wanted = _places(data)

    def order(one: ProviderState) -> tuple[object, ...]:
        since = min((what.since or date.min for what in one.due), default=date.max)
        return not one.due, wanted.get(one.provider.id, len(wanted)), -len(one.due), since, one.provider.id

    return tuple(sorted((_state(data, provider, day) for provider in home_providers(data)), key=order))


def _places(data: Dataset) -> Mapping[str, int]:
    """The place of the most wanted corridor of each provider and partner that has one."""
    found: dict[str, int] = {}
    for place, corridor in enumerate(corridors(data)):
        for route in data.routes(corridor):
            for who in (route.provider, route.partner):
                if who is not None:
                    found.setdefault(who.id, place)
    return found


def due(data: Dataset, day: date) -> tuple[Due, ...]:
    """The licences and statuses to be looked up: what nobody ever did first, then the longest overdue."""
    found = [one for state in states(data, day) for one in state.due]
    return tuple(sorted(found, key=lambda one: (one.since or date.min, one.provider, one.kind.rank)))


def home_providers(data: Dataset) -> tuple[Provider, ...]:
    """The providers of this country, those with a service into or out of it, and the partners that pay."""
    names: dict[str, None] = {}
    for corridor in data.tables.corridors:
        if HOME in (corridor.sending, corridor.receiving):
            for route in data.routes(corridor):
                names[route.provider.id] = None
                if route.partner is not None:
                    names[route.partner.id] = None
    return tuple(p for p in data.tables.providers if p.country == HOME or p.id in names)


def home_services(provider: Provider) -> tuple[Service, ...]:
    """A provider's services into, out of or inside this country."""
    return tuple(s for s in provider.services if any(HOME in key.split("-") for key in s.corridors))


def register(data: Dataset, provider: Provider) -> Source | None:
    """The register in which a provider's licence is looked up; None where the data knows none.

    It is the one in which a steward looked last, else that of its country, else what the data cites for the
    licence.
    """
    last = last_check(provider, date.max)
    if last is not None and OWN.fullmatch(last.source):
        return data.sources.get(last.source)
    known = data.register(provider.country)
    if known is not None and known.url is not None:
        return data.sources.get(known.source)
    return None if last is None else data.sources.get(last.source)


def outweighed(data: Dataset, check: ProviderCheck, day: date) -> Standing | LicenceCheck | None:
    """What readers would still see after a check was published: a later word that says otherwise.

    None where the check will count. A service stays closed as long as its provider as a whole is.
    """
    provider = data.providers.get(check.provider)
    if provider is None:
        return None
    if check.licence is not None:
        last = last_check(provider, day)
        later = last is not None and last.state is not Licence.NOT_CHECKED and last.day > check.day
        return last if last is not None and later and last.state is not check.licence else None
    services = [s for s in provider.services if s.id == check.service]
    own = services[0].status if services else provider.status
    said = _last(own, check.country, day)
    if said is not None and said.day > check.day and said.state is not check.status:
        return said
    whole = _last(provider.status, check.country, day)
    blocks = check.service is not None and whole is not None and whole.state in CLOSED
    return whole if blocks and check.status is Status.OPERATING else None


def _last(records: Sequence[Standing], country: str | None, day: date) -> Standing | None:
    """The last word on everywhere, or on money into or out of a country."""
    if country is None:
        held = tuple(said for said in records if said.country is None)
    else:
        held = holding(records, [f"{country}-{HOME}"])
    return standing_on(held, day).standing


def _state(data: Dataset, provider: Provider, day: date) -> ProviderState:
    last = last_check(provider, day)
    licence = last if last is not None and last.state is not Licence.NOT_CHECKED else None
    words = [*provider.status, *(said for s in home_services(provider) for said in s.status)]
    standing = standing_on(words, day).standing
    prices = (
        seen.observed
        for _, seen in data.tables.observations
        if seen.provider == provider.id and seen.evidence is Evidence.OBSERVED and is_in_force(seen)
    )
    price = max((seen for seen in prices if seen is not None and seen <= day), default=None)
    state = ProviderState(provider, licence, standing, price, ())
    if standing is not None and standing.state in CLOSED:
        looked: date | None = standing.day
    else:
        looked = state.works
    overdue = (
        _due(provider, CheckKind.LICENCE, licence.day if licence else None, LICENCE_AGAIN, day),
        _due(provider, CheckKind.STATUS, looked, STATUS_AGAIN, day),
    )
    return ProviderState(provider, licence, standing, price, tuple(one for one in overdue if one is not None))


def _due(provider: Provider, kind: CheckKind, looked: date | None, after: timedelta, day: date) -> Due | None:
    since = None if looked is None else looked + after
    return Due(provider.id, kind, since) if since is None or since <= day else None


@dataclass(frozen=True, slots=True)
class PublishedChecks:
    """What was published of providers as data/ keeps it, oldest first, with its sources."""

    standings: tuple[StandingRow, ...] = ()
    licences: tuple[LicenceRow, ...] = ()
    sources: tuple[Source, ...] = ()


def published_checks(kept: Iterable[KeptCheck]) -> PublishedChecks:
    """What readers were told of providers; always the same for the same checks.

    One taken back says why in its row. Names of staff are not in it.
    """
    shown = [(at, one) for one in kept if (at := _published(one)) is not None]
    shown.sort(key=lambda pair: (pair[0], pair[1].steps[0].at, pair[1].id))
    names = _source_names(shown)
    standings: list[StandingRow] = []
    licences: list[LicenceRow] = []
    sources: dict[str, Source] = {}
    for at, one in shown:
        check, name = one.check, names[at, *_source_key(one.check)]
        sources.setdefault(name, _source(name, check))
        if check.status is not None:
            standings.append(
                StandingRow(
                    provider=check.provider, service=check.service, country=check.country,
                    state=check.status, day=check.day, source=name, superseded=why_superseded(one),
                )
            )  # fmt: skip
        elif check.licence is not None:
            number = None if check.number is None else one_line(check.number)
            licences.append(
                LicenceRow(
                    provider=check.provider, state=check.licence, day=check.day, source=name,
                    number=number, superseded=why_superseded(one),
                )
            )  # fmt: skip
    return PublishedChecks(tuple(standings), tuple(licences), tuple(sources.values()))


def next_moment(kept: Iterable[KeptCheck], now: datetime) -> datetime:
    """When checks that are published now count as published: after all before them, by any clock.

    Of one day's words the one published last counts, also where the clock stands still or was set back.
    """
    last = max((at for one in kept if (at := _published(one)) is not None), default=None)
    return now if last is None or last < now else last + timedelta(microseconds=1)


def _published(one: KeptCheck) -> datetime | None:
    return next((step.at for step in one.steps if step.stage is Stage.PUBLISHED), None)


def _source_key(check: ProviderCheck) -> tuple[object, ...]:
    return check.title, check.publisher, check.url, check.looked, check.confidence


def _source_names(shown: Sequence[tuple[datetime, KeptCheck]]) -> Mapping[tuple[object, ...], str]:
    """A name for each source by the day here on which it was published, with a number from the second on."""
    days: dict[date, int] = defaultdict(int)
    found: dict[tuple[object, ...], str] = {}
    for at, one in shown:
        key = (at, *_source_key(one.check))
        if key not in found:
            day = at.astimezone(BAKU).date()
            days[day] += 1
            found[key] = f"provider_checks_{day:%Y_%m_%d}" + (f"_{days[day]}" if days[day] > 1 else "")
    return found


def _source(name: str, check: ProviderCheck) -> Source:
    return Source(
        id=name,
        title=one_line(check.title) or check.title,
        publisher=one_line(check.publisher) or check.publisher,
        url=check.url,
        retrieved=check.looked,
        confidence=check.confidence,
    )
