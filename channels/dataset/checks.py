"""Rules across records: what one file says against what the others say."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

from channels.dataset.provider_checks import check_faults
from channels.dataset.tables import INVENTED, Issue, Tables
from channels.policy_terms import Measure, Unit
from channels.pricing.fx import AGEING_DAYS, ECB_SOURCE, MANAT
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
from channels.records.informal import GroupRange
from channels.records.observations import Board
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
    for corridor in tables.corridors:
        yield f"corridors.toml: {corridor.key}", corridor
    for provider in tables.providers:
        yield f"providers/{provider.id}.toml", provider
    for payout in tables.payouts:
        yield f"payouts.toml: {payout.id}", payout
    yield from tables.looks
    yield from tables.standings
    yield from tables.licences
    for rate in tables.rates:
        yield f"rates.csv: {rate.day} {rate.currency}", rate
    for board in tables.boards:
        yield f"boards.csv: {board.day} {board.provider} {board.currency}", board
    for road in tables.roads:
        yield f"outside.toml: {road.id}", road
    for elsewhere in tables.references:
        yield f"outside.toml: {elsewhere.id}", elsewhere
    for told in tables.ranges:
        yield _range(told), told
    for rule in tables.rules:
        yield f"rules.toml: {rule.id}", rule
    for region in tables.regions:
        yield f"regions.toml: {region.id}", region
    for conflict in tables.conflicts:
        yield f"conflicts.toml: {conflict.id}", conflict
    for database in tables.databases:
        yield f"databases.toml: {database.id}", database
    for frame in tables.frames:
        yield f"frames.toml: {frame.id}", frame
    for target in tables.targets:
        yield f"targets.toml: {target.id}", target
    for survey in tables.surveys:
        yield f"surveys.toml: {survey.id}", survey
    for priced in tables.corridor_quarters:
        place = f"{priced.sending}-{priced.receiving} {priced.quarter}"
        yield f"indicators/corridor_quarters.csv: {place}", priced
    for worldwide in tables.global_quarters:
        yield f"indicators/global_quarters.csv: {worldwide.quarter}", worldwide
    for said in tables.statistics:
        yield f"indicators: {said.measure} {said.place} {said.period}", said


def _range(told: GroupRange) -> str:
    return f"ranges.csv: {told.day} {told.corridor}"


def _board(board: Board) -> str:
    """What tells a board from every other one; the currency it is priced in only where that is not manat."""
    said = f"{board.day} {board.provider} {board.kind} {board.currency}"
    return said if board.priced_in == MANAT else f"{said} {board.priced_in}"


def _duplicates(tables: Tables) -> Iterator[Issue]:
    groups: list[tuple[str, Iterable[object]]] = [
        ("sources.toml", [s.id for s in tables.sources]),
        ("corridors.toml", [c.key for c in tables.corridors]),
        ("payouts.toml", [p.id for p in tables.payouts]),
        ("outside.toml", [r.id for r in tables.roads] + [r.id for r in tables.references]),
        ("ranges.csv", [(r.corridor, r.source) for r in tables.ranges]),
        ("rules.toml", [r.id for r in tables.rules]),
        ("regions.toml", [r.id for r in tables.regions]),
        ("conflicts.toml", [c.id for c in tables.conflicts]),
        ("databases.toml", [d.id for d in tables.databases]),
        ("targets.toml", [t.id for t in tables.targets]),
        ("surveys.toml", [s.id for s in tables.surveys]),
        ("surveys.toml", [measure for s in tables.surveys for measure in s.measures]),
        (
            "indicators/corridor_quarters.csv",
            [
                f"{q.sending}-{q.receiving} {q.quarter} {q.amount} {q.source}"
                for q in tables.corridor_quarters
            ],
        ),
        ("indicators/global_quarters.csv", [q.quarter for q in tables.global_quarters]),
        (
            "indicators",
            [f"{s.measure} {s.place} {s.whom} {s.period} {s.source}" for s in tables.statistics],
        ),
        ("definitions.toml", [d.id for d in tables.definitions]),
        ("frames.toml", [f.id for f in tables.frames]),
        ("quiz.toml", [q.id for q in tables.questions]),
        ("cards.toml", [card.kind for card in tables.cards]),
        ("rates.csv", [f"{r.day} {r.currency}" for r in tables.rates]),
        ("boards.csv", [_board(b) for b in tables.boards]),
    ]
    for provider in tables.providers:
        file = f"providers/{provider.id}.toml"
        groups.append((file, [s.id for s in provider.services]))
        for service in provider.services:
            alive = in_force(service.tariffs)
            groups.append((f"{file}: services.{service.id}", [f"{t.since} {t.currency}" for t in alive]))
    for where, names in groups:
        for name, times in Counter(names).items():
            if times > 1:
                yield Issue(where, "duplicate", str(name))


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
            yield Issue(_range(told), "unknown_corridor", told.corridor)
        if told.people < LEAST:
            yield Issue(_range(told), "too_few_people", str(LEAST))
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
    sources = ((f"sources.toml: {source.id}", source) for source in tables.sources)
    for place, record in (*sources, *_records(tables)):
        for inner in with_inner(record):
            for name in named_fields(type(inner), ("day", "verified", "observed", "published", "retrieved")):
                found = getattr(inner, name)
                if isinstance(found, date) and found > today:
                    yield Issue(place, "future_day", f"{name} {found.isoformat()}")
            for name in named_fields(type(inner), ("period", "quarter")):
                span = getattr(inner, name)
                if span is not None and span_end(span) > today:
                    yield Issue(place, "future_day", f"{name} {span}")
