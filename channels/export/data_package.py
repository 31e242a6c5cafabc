"""The whole data as one Frictionless data package: a ZIP of tables with a description of every column."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from channels.dataset.dataset import Dataset
from channels.dataset.kinds import RecordKind
from channels.dataset.tables import KINDS, Tables
from channels.export.table_schema import Cell, cells, fields, text
from channels.records.base import LocalText, Record, Source
from channels.records.policy import (
    ElsewhereFigure,
    Hindrance,
    Side,
    Threshold,
)
from channels.records.providers import (
    Charge,
    Coverage,
    LicenceCheck,
    Limit,
    Payout,
    Service,
    Standing,
    Tariff,
)
from channels.records.stories import (
    CardRule,
    Person,
    QuizAnswer,
    RolePlayLine,
    Story,
    StoryAnswer,
)

Row = tuple[tuple[Cell, ...], Record | None]

STAMP = (1980, 1, 1, 0, 0, 0)
"""The day of every file inside the ZIP, so that the same data make the same bytes."""
ABOUT = (
    "What sending money to and from Azerbaijan costs, as far as sources say: every figure with its day and "
    "its source. An empty cell means not known, never zero. Lists inside a cell are parted by a space. "
    "Text that a spreadsheet would take for a formula begins with an apostrophe."
)


LICENCE = (
    "The tables and their descriptions are under the MIT licence of the Pulyolu contributors. Every figure "
    "stays under the terms of the source that it names: name the publisher when you use it."
)


@dataclass(frozen=True)
class Resource:
    """One resource: `keys` stand before the record's own columns and point at the records around it."""

    name: str
    model: type[Record] | None
    keys: tuple[str, ...]
    rows: tuple[Row, ...]
    primary: tuple[str, ...] = ()

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The columns with their types, as a Table Schema has them."""
        kinds = {"number": "integer"}
        keys = [{"name": key, "type": kinds.get(key, "string")} for key in self.keys]
        return keys + (list(fields(self.model)) if self.model is not None else [])

    def lines(self) -> Iterator[list[str]]:
        """The header and every row as text."""
        yield [str(field["name"]) for field in self.fields]
        for keys, record in self.rows:
            own = cells(record) if record is not None else ()
            yield [text(cell) for cell in (*keys, *own)]


POINTS_AT = {
    "source": ("sources", "id"),
    "speed_source": ("sources", "id"),
    "limits_source": ("sources", "id"),
    "provider": ("providers", "id"),
    "system": ("providers", "id"),
    "partner": ("providers", "id"),
    "payout": ("payouts", "id"),
    "corridor": ("corridors", "corridor"),
    "tariff": ("tariffs", "tariff"),
    "road": ("outside_roads", "id"),
    "conflict": ("conflicts", "id"),
    "rule": ("rules", "id"),
}
"""Which column of which table a column's values stand in."""
KEY_COLUMNS = {"corridors": ("corridor",)}
"""How the key of a kind is called in the package where it is no field of its records."""


def as_package(data: Dataset) -> bytes:
    """The data as a ZIP: `datapackage.json` and a CSV file a table. The same data make the same bytes."""
    found = tables(data)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "datapackage.json", json.dumps(description(data, found), ensure_ascii=False, indent=1))
        _put(archive, "CITATION.cff", citation(data))
        _put(archive, "LICENCE.txt", licence(data))
        for table in found:
            lines = io.StringIO()
            csv.writer(lines, lineterminator="\n").writerows(table.lines())
            _put(archive, f"data/{table.name}.csv", lines.getvalue())
    return out.getvalue()


def file_name(data: Dataset) -> str:
    """What the download is called."""
    return f"{_name(data)}.zip"


def description(data: Dataset, found: Sequence[Resource]) -> dict[str, Any]:
    """The package's `datapackage.json`: every table with its columns, keys and where they point."""
    day = day_of(data)
    return {
        "profile": "tabular-data-package",
        "name": _name(data),
        "title": "Pulyolu, the invented teaching set" if data.invented else "Pulyolu, the data",
        "description": ABOUT,
        "version": day,
        **({"created": f"{day}T00:00:00Z"} if day else {}),
        "licenses": [{"name": "MIT", "path": "LICENCE.txt", "title": LICENCE}],
        "sources": [_cited(source) for source in data.tables.sources],
        "resources": [_resource(table) for table in found],
    }


def day_of(data: Dataset) -> str:
    """The day of the newest thing in the data, as 2026-11-30; empty where nothing has a day."""
    known = data.tables
    days = [source.retrieved for source in known.sources]
    days += [seen.last_day for _, seen in known.observations]
    days += [rate.day for rate in known.rates]
    return max(days).isoformat() if days else ""


def citation(data: Dataset) -> str:
    """How the data are to be cited, in the Citation File Format."""
    title = "Pulyolu, the invented teaching set" if data.invented else "Pulyolu, the data"
    day = day_of(data)
    lines = [
        "cff-version: 1.2.0",
        "message: Please cite these data with their day, and each figure with the source that it names.",
        f"title: {json.dumps(title)}",
        "type: dataset",
        "authors:",
        "  - name: The Pulyolu contributors",
        "license: MIT",
        f"abstract: {json.dumps(LICENCE)}",
    ]
    lines += [f'version: "{day}"', f'date-released: "{day}"'] if day else []
    return "\n".join(lines) + "\n"


def licence(data: Dataset) -> str:
    """Under which terms the tables and each source's figures may be used."""
    lines = [LICENCE, "", "The terms of each source, as its publisher prints them:"]
    for one in data.tables.sources:
        lines.append(f"- {one.id}: {one.publisher}, {one.title}. Licence: {one.licence}.")
    return "\n".join(lines) + "\n"


def tables(data: Dataset) -> tuple[Resource, ...]:
    """Every record of the data, in flat tables: those of each kind, then those inside its records."""
    known = data.tables
    inside = {
        "providers": _of_providers, "payouts": _of_both, "rules": _of_rules, "conflicts": _of_conflicts,
        "stories": _of_stories, "cards": _of_cards, "questions": _of_questions,
    }  # fmt: skip
    found: list[Resource] = []
    for kind in KINDS:
        found += [] if kind.table is None else [_of_kind(kind, known)]
        found += inside[kind.name](known) if kind.name in inside else ()
    return tuple(found)


def _of_kind(kind: RecordKind, known: Tables) -> Resource:
    """The records of one kind; a key that is no field of theirs stands before them, under their own name."""
    assert kind.table is not None
    keys = () if set(kind.identity) <= set(kind.record.model_fields) else KEY_COLUMNS[kind.name]
    records = (record for _, record in known.of(kind))
    placed = _rows((kind.identity_of(record) if keys else (), record) for record in records)
    return Resource(kind.table, kind.record, keys, placed, keys or kind.identity)


def _of_conflicts(known: Tables) -> tuple[Resource, ...]:
    sides = _rows(((c.id,), side) for c in known.conflicts for side in c.sides)
    return (Resource("conflict_sides", Side, ("conflict",), sides),)


def _of_stories(known: Tables) -> tuple[Resource, ...]:
    """What stories hold. Their roads may be of the invented set: no pointing."""
    stories = known.stories
    roads = [
        (s.id, lineup.set, o.shape, o.provider, o.service, o.payout, o.road, o.times, o.travel, o.wait)
        for s in stories
        for lineup in s.lineups
        for o in lineup.offers
    ]
    plans = [
        (s.id, plan.length, kind, minutes)
        for s in stories
        for plan in s.plans
        for kind, minutes in plan.minutes.items()
    ]
    names = ("story", "set", "shape", "by", "service", "counter", "outside", "times", "travel", "wait")
    return (
        Resource(
            "story_people", Person, ("story",), _rows(((s.id,), one) for s in stories for one in s.people)
        ),
        Resource("story_roads", None, names, _rows((row, None) for row in roads)),
        Resource(
            "story_answers", StoryAnswer, ("story",), _rows(((s.id,), a) for s in stories for a in s.answers)
        ),
        Resource("story_texts", LocalText, ("story", "part", "step", "number"), _rows(_texts(stories))),
        Resource("story_lines", RolePlayLine, ("story", "number"), _rows(_lines(stories))),
        Resource(
            "story_plans", None, ("story", "length", "step", "minutes"), _rows((p, None) for p in plans)
        ),
    )


def _of_cards(known: Tables) -> tuple[Resource, ...]:
    rules = _rows(((card.kind,), said) for card in known.cards for said in card.rules)
    return (Resource("card_rules", CardRule, ("card",), rules),)


def _of_questions(known: Tables) -> tuple[Resource, ...]:
    answers = _rows(((q.id, n), a) for q in known.questions for n, a in enumerate(q.answers))
    return (Resource("question_answers", QuizAnswer, ("question", "number"), answers),)


def _texts(stories: Sequence[Story]) -> Iterator[Row]:
    for s in stories:
        plain = {"aim": s.aims, "scene": s.scene, "need": s.needs, "note": s.notes, "debrief": s.debrief}
        for part, said in plain.items():
            yield from (((s.id, part, None, n), one) for n, one in enumerate(said))
        for part, spoken in {"turn": s.turns, "script": s.script}.items():
            yield from (((s.id, part, one.at, n), one.text) for n, one in enumerate(spoken))
        if s.role_play is not None:
            yield (s.id, "role_play", None, 0), s.role_play.task


def _lines(stories: Sequence[Story]) -> Iterator[Row]:
    for s in stories:
        if s.role_play is not None:
            yield from (((s.id, n), line) for n, line in enumerate(s.role_play.lines))


def _of_providers(known: Tables) -> tuple[Resource, ...]:
    """Services, and what only businesses and services have."""
    providers = known.providers
    by_provider, by_service = ("provider",), ("provider", "service")
    services = [(p, s) for p in providers for s in p.services]
    return (
        Resource(
            "licences", LicenceCheck, by_provider, _rows(((p.id,), x) for p in providers for x in p.licence)
        ),
        Resource(
            "services", Service, by_provider, _rows(((p.id,), s) for p, s in services), ("provider", "id")
        ),
        Resource(
            "service_corridors",
            None,
            (*by_service, "corridor"),
            _rows(((p.id, s.id, key), None) for p, s in services for key in s.corridors),
        ),
        Resource(
            "service_payouts",
            None,
            (*by_service, "payout"),
            _rows(((p.id, s.id, name), None) for p, s in services for name in s.payouts),
        ),
        Resource(
            "coverage",
            Coverage,
            by_service,
            _rows(((p.id, s.id), x) for p, s in services for x in s.coverage),
        ),
        Resource(
            "references",
            ElsewhereFigure,
            by_provider,
            _rows(((p.id,), x) for p in providers for x in p.references),
        ),
    )


def _of_both(known: Tables) -> tuple[Resource, ...]:
    """What a service has and a counter too: tariffs with their charges, limits, statuses."""
    keys = ("provider", "service", "payout")
    owners: list[tuple[tuple[str, str | None, str | None], Service | Payout]] = []
    owners += [((p.id, s.id, None), s) for p in known.providers for s in p.services]
    owners += [((payout.system, None, payout.id), payout) for payout in known.payouts]
    tariffs = [
        ((f"{who[2] or f'{who[0]}.{who[1]}'}.{n}", *who), tariff)
        for who, owner in owners
        for n, tariff in enumerate(owner.tariffs)
    ]
    charges: list[Row] = [
        ((name[0], None, n, tariff.source), charge)
        for name, tariff in tariffs
        for n, charge in enumerate(tariff.charges or ())
    ]
    charges += [((None, r.id, n, r.source), c) for r in known.roads for n, c in enumerate(r.charges or ())]
    statuses: list[Row] = [((p.id, None, None), said) for p in known.providers for said in p.status]
    statuses += [(who, said) for who, owner in owners for said in owner.status]
    limits = [((*who, _limits_source(owner)), limit) for who, owner in owners for limit in owner.limits]
    return (
        Resource("tariffs", Tariff, ("tariff", *keys), _rows(tariffs), ("tariff",)),
        Resource("charges", Charge, ("tariff", "road", "number", "source"), _rows(charges)),
        Resource("limits", Limit, (*keys, "source"), _rows(limits)),
        Resource("statuses", Standing, keys, _rows(statuses)),
    )


def _of_rules(known: Tables) -> tuple[Resource, ...]:
    """The amounts at which rules begin, and whom they hinder."""
    rules = known.rules
    return (
        Resource(
            "rule_thresholds", Threshold, ("rule", "source"),
            _rows(((r.id, r.source), t) for r in rules for t in r.thresholds),
        ),
        Resource(
            "rule_hindrances", Hindrance, ("rule", "source"),
            _rows(((r.id, r.source), r.hinders) for r in rules if r.hinders is not None), ("rule",),
        ),
    )  # fmt: skip


def _limits_source(owner: Service | Payout) -> str | None:
    return owner.source if isinstance(owner, Payout) else owner.limits_source


def _rows(found: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(found)


def _name(data: Dataset) -> str:
    return "pulyolu-teaching" if data.invented else "pulyolu-data"


def _put(archive: zipfile.ZipFile, name: str, content: str) -> None:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content.encode("utf-8"))


def _cited(source: Source) -> dict[str, str]:
    named = {"title": f"{source.publisher}: {source.title}"}
    return named if source.address is None else {**named, "path": source.address}


def _resource(table: Resource) -> dict[str, Any]:
    names = [str(field["name"]) for field in table.fields]
    schema: dict[str, Any] = {"fields": table.fields, "missingValues": [""]}
    if table.primary:
        schema["primaryKey"] = list(table.primary)
    pointing = [
        {"fields": [name], "reference": {"resource": where, "fields": [field]}}
        for name in names
        if name in POINTS_AT
        for where, field in (POINTS_AT[name],)
        if (table.name, name) != (where, field)
    ]
    if pointing:
        schema["foreignKeys"] = pointing
    described = "" if table.model is None else " ".join((table.model.__doc__ or "").split())
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"data/{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": described or "Which one belongs to which.",
        "schema": schema,
    }
