"""Rules across records: what one file says against what the others say."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

from channels.dataset.provider_checks import check_faults
from channels.dataset.tables import INVENTED, KINDS, Issue, Tables, kind_of
from channels.policy_terms import Measure, Unit
from channels.pricing.fx import AGEING_DAYS, ECB_SOURCE
from channels.records.base import (
    EVERYWHERE,
    MAIN_CITIES,
    OUTSIDE_BAKU,
    Record,
    named_fields,
    span_end,
    with_inner,
)
from channels.records.entries import LEAST
from channels.records.forms import faults as form_faults
from channels.records.in_force import in_force, is_in_force
from channels.records.providers import Charge, Tariff

TRACKING = (
    "utm_",
    "gclid",
    "fbclid",
    "yclid",
    "ref",
    "referrer",
    "aff",
    "affiliate",
    "partner",
    "click",
    "promo",
)


def faults(tables: Tables, today: date | None = None) -> list[Issue]:
    """Every fault across the records; empty for whole data. `today` turns on the rule on future days."""
    rules = (
        _duplicates, _sources, _links, _corridors, _names, _statuses, _bands, _definitions, _indicators,
        _forms, check_faults,
    )  # fmt: skip
    found = [issue for rule in rules for issue in rule(tables)]
    if today is not None:
        found.extend(_future(tables, today))
    return found


def notices(tables: Tables, today: date) -> list[Issue]:
    """What is old, undated or cited by nobody: not a fault, but worth a clerk's hour."""
    found = []
    for where, tariff in _tariffs(tables):
        if tables.invented or not is_in_force(tariff):
            continue
        if tariff.verified is None:
            found.append(Issue(where, "undated_tariff"))
        elif (today - tariff.verified).days > AGEING_DAYS:
            found.append(Issue(where, "old_tariff", tariff.verified.isoformat()))
    cited = {source for _, source in _citations(tables)} | {ECB_SOURCE}
    found.extend(
        Issue("sources.toml", "unused_source", source.id)
        for source in tables.sources
        if source.id not in cited
    )
    return found


def _tariffs(tables: Tables) -> Iterator[tuple[str, Tariff]]:
    for provider in tables.providers:
        for service in provider.services:
            for number, tariff in enumerate(service.tariffs):
                yield f"providers/{provider.id}.toml: services.{service.id}.tariffs.{number}", tariff
    for payout in tables.payouts:
        for number, tariff in enumerate(payout.tariffs):
            yield f"payouts.toml: {payout.id}.tariffs.{number}", tariff


def _citations(tables: Tables) -> Iterator[tuple[str, str]]:
    """Every cited source id with its place, wherever in a record it stands."""
    for place, record in _records(tables):
        for inner in with_inner(record):
            for name in named_fields(type(inner), ("source", "limits_source")):
                cited = getattr(inner, name)
                if cited is not None:
                    yield place, cited
    for question in tables.questions:
        yield from ((f"quiz.toml: {question.id}", cited) for cited in question.sources)


def _records(tables: Tables) -> Iterator[tuple[str, Record]]:
    for kind in KINDS:
        yield from tables.of(kind)


def _duplicates(tables: Tables) -> Iterator[Issue]:
    """What stands twice: in its file, which lists of several kinds share, or a row at its own place."""
    groups: dict[str, list[str]] = defaultdict(list)
    groups["surveys.toml"] = [str(measure) for survey in tables.surveys for measure in survey.measures]
    for kind in KINDS:
        if kind.placed and kind.identity:
            told = [(where, kind.said(row)) for where, row in tables.of(kind)]
            twice = {said for said, count in Counter(said for _, said in told).items() if count > 1}
            yield from (Issue(where, "duplicate", said) for where, said in told if said in twice)
        elif kind.identity:
            groups[kind.file] += [kind.said(record) for _, record in tables.of(kind)]
    for provider in tables.providers:
        file = f"providers/{provider.id}.toml"
        groups[file] += [service.id for service in provider.services]
        for service in provider.services:
            alive = in_force(service.tariffs)
            groups[f"{file}: services.{service.id}"] += [f"{t.since} {t.currency}" for t in alive]
    for where, names in groups.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield Issue(where, "duplicate", name)


def _sources(tables: Tables) -> Iterator[Issue]:
    known = {source.id for source in tables.sources}
    for where, cited in _citations(tables):
        if cited not in known:
            yield Issue(where, "unknown_source", cited)
    if INVENTED in known and not tables.invented:
        yield Issue("sources.toml", "mixed_sets", INVENTED)


def _links(tables: Tables) -> Iterator[Issue]:
    links = [(f"sources.toml: {s.id}", url) for s in tables.sources for url in (s.url, s.copy_url)]
    links += [(f"providers/{p.id}.toml", p.website) for p in tables.providers]
    links += [(f"rules.toml: {r.id}", r.url) for r in tables.rules]
    links += [(f"registers.toml: {r.id}", r.url) for r in tables.registers]
    links += [(f"databases.toml: {d.id}", d.url) for d in tables.databases]
    for where, url in links:
        for name, _ in parse_qsl(urlsplit(url or "").query, keep_blank_values=True):
            if any(
                name.lower().startswith(word) if word.endswith("_") else name.lower() == word
                for word in TRACKING
            ):
                yield Issue(where, "tracking_link", name)


def _corridors(tables: Tables) -> Iterator[Issue]:
    known = {corridor.key for corridor in tables.corridors}
    for provider in tables.providers:
        for service in provider.services:
            for key in service.corridors:
                if key not in known:
                    yield Issue(
                        f"providers/{provider.id}.toml: services.{service.id}", "unknown_corridor", key
                    )
    for road in tables.roads:
        for key in road.corridors:
            if key not in known:
                yield Issue(f"outside.toml: {road.id}", "unknown_corridor", key)
    for told in tables.ranges:
        if told.corridor not in known:
            yield Issue(kind_of("ranges").place(told), "unknown_corridor", told.corridor)
        if told.people < LEAST:
            yield Issue(kind_of("ranges").place(told), "too_few_people", str(LEAST))
    offered = {(p.id, s.id): s.corridors for p in tables.providers for s in p.services}
    for where, seen in tables.looks:
        if (seen.provider, seen.service) not in offered:
            yield Issue(where, "unknown_service", f"{seen.provider} {seen.service}")
        elif seen.corridor not in offered[seen.provider, seen.service]:
            yield Issue(where, "unknown_corridor", seen.corridor)


def _names(tables: Tables) -> Iterator[Issue]:
    providers = {provider.id for provider in tables.providers}
    payouts = {payout.id for payout in tables.payouts}
    regions = {region.id for region in tables.regions} | {EVERYWHERE}
    for payout in tables.payouts:
        where = f"payouts.toml: {payout.id}"
        for name in (payout.system, payout.partner):
            if name is not None and name not in providers:
                yield Issue(where, "unknown_provider", name)
        yield from (Issue(where, "unknown_region", r) for r in payout.regions if r not in regions)
    for where, said in tables.looks:
        if said.payout is not None and said.payout not in payouts:
            yield Issue(where, "unknown_payout", said.payout)
    for where, seen in tables.observations:
        named = regions | {MAIN_CITIES}
        yield from (Issue(where, "unknown_region", r) for r in seen.regions if r not in named)
    for board in tables.boards:
        if board.provider not in providers:
            yield Issue(f"boards.csv: {board.day}", "unknown_provider", board.provider)
    for conflict in tables.conflicts:
        for name in conflict.providers:
            if name not in providers:
                yield Issue(f"conflicts.toml: {conflict.id}", "unknown_provider", name)
    for provider in tables.providers:
        for service in provider.services:
            where = f"providers/{provider.id}.toml: services.{service.id}"
            yield from (Issue(where, "unknown_payout", p) for p in service.payouts if p not in payouts)


def _statuses(tables: Tables) -> Iterator[Issue]:
    rows = {(row.provider, row.service) for _, row in tables.standings if is_in_force(row)}
    stated = {provider.id for provider in tables.providers if provider.status}
    stated |= {provider for provider, service in rows if service is None}
    for provider in tables.providers:
        for service in provider.services:
            known = service.status or provider.id in stated or (provider.id, service.id) in rows
            if not known:
                yield Issue(f"providers/{provider.id}.toml: services.{service.id}", "no_status")
    for payout in tables.payouts:
        if not payout.status and payout.system not in stated:
            yield Issue(f"payouts.toml: {payout.id}", "no_status")


def _bands(tables: Tables) -> Iterator[Issue]:
    for where, tariff in _tariffs(tables):
        lines = [c for c in tariff.charges or () if c.above or c.up_to is not None]
        for payer in {line.payer for line in lines}:
            yield from _band_faults(where, [line for line in lines if line.payer is payer])


def _band_faults(where: str, lines: Sequence[Charge]) -> Iterator[Issue]:
    """Bands must meet: a hole would make an amount free, an overlap would charge it twice."""
    reached: Decimal | None = Decimal(0)
    for line in sorted(lines, key=lambda c: c.above):
        if reached is None or line.above < reached:
            yield Issue(where, "band_overlap", str(line.above))
        elif line.above > reached:
            yield Issue(where, "band_hole", f"{reached} .. {line.above}")
        reached = line.up_to
    if reached is not None:
        yield Issue(where, "band_open_end", str(reached))


def _indicators(tables: Tables) -> Iterator[Issue]:
    """A figure names a place and a conflict that exist, and one measure counts one thing."""
    places = {region.id for region in tables.regions} | {OUTSIDE_BAKU}
    conflicts = {conflict.id for conflict in tables.conflicts}
    units: dict[Measure, Unit] = {}
    for said in tables.statistics:
        where = f"indicators: {said.measure} {said.place} {said.period}"
        if said.place.islower() and said.place not in places:
            yield Issue(where, "unknown_region", said.place)
        if said.conflict is not None and said.conflict not in conflicts:
            yield Issue(where, "unknown_conflict", said.conflict)
        if units.setdefault(said.measure, said.unit) is not said.unit:
            yield Issue(where, "other_unit", said.unit)


def _definitions(tables: Tables) -> Iterator[Issue]:
    """A definition has an example of its own name, with every figure that its text names."""
    examples = {example.definition: example for example in reversed(tables.examples)}
    for definition in tables.definitions:
        where = f"definitions.toml: {definition.id}"
        example = examples.get(definition.id)
        if example is None:
            yield Issue(where, "unknown_example", definition.id)
        else:
            lacking = definition.holes() - set(example.figures())
            yield from (Issue(where, "unknown_example", hole) for hole in sorted(lacking))


def _forms(tables: Tables) -> Iterator[Issue]:
    for form in tables.forms:
        for place, code, note in form_faults(form):
            yield Issue(f"forms/{form.id}.toml: {place}", code, note)
    regions = {region.id for region in tables.regions}
    for frame in tables.frames:
        for stratum in frame.strata:
            if stratum.region is not None and stratum.region not in regions:
                yield Issue(f"frames.toml: {frame.id}", "unknown_region", stratum.region)


def _future(tables: Tables, today: date) -> Iterator[Issue]:
    for place, record in _records(tables):
        for inner in with_inner(record):
            for name in named_fields(type(inner), ("day", "verified", "observed", "published", "retrieved")):
                found = getattr(inner, name)
                if isinstance(found, date) and found > today:
                    yield Issue(place, "future_day", f"{name} {found.isoformat()}")
            for name in named_fields(type(inner), ("period", "quarter")):
                span = getattr(inner, name)
                if span is not None and span_end(span) > today:
                    yield Issue(place, "future_day", f"{name} {span}")
