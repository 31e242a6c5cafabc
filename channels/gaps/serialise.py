"""The gaps as plain values and JSON, each with its sources."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from channels.gaps.gap import Gap
from channels.gaps.requirements import Requirement
from channels.money import plain
from channels.records.base import Source

Row = dict[str, Any]


def document(
    found: Sequence[Gap], tested: Sequence[Requirement], sources: Mapping[str, Source], day: date
) -> Row:
    """Gaps in their order, the twelve requirements and the sources, as plain values: figures as strings."""
    cites = dict.fromkeys(source for gap in found for source in gap.sources)
    known = [sources[name] for name in cites if name in sources]
    return {
        "day": day.isoformat(),
        "gaps": [row(gap) for gap in found],
        "requirements": [
            {
                "number": one.number,
                "met": one.met,
                "done": one.done,
                "of": one.of,
                "counts": "prices" if one.prices else "services",
            }
            for one in tested
        ],
        "sources": [
            {
                "id": source.id,
                "title": source.title,
                "publisher": source.publisher,
                "url": source.address,
                "published": source.published and source.published.isoformat(),
                "retrieved": source.retrieved.isoformat(),
                "confidence": source.confidence,
            }
            for source in known
        ],
    }


def as_json(
    found: Sequence[Gap], tested: Sequence[Requirement], sources: Mapping[str, Source], day: date
) -> str:
    """The gaps as JSON text, readable and in a steady order."""
    return json.dumps(document(found, tested, sources, day), ensure_ascii=False, indent=2)


def row(gap: Gap) -> Row:
    """One gap as plain values; None where not known."""
    nature, chance = gap.nature, gap.chance
    return {
        "id": gap.id,
        "indicator": gap.indicator,
        "kind": gap.kind,
        "theme": nature.theme,
        "value": plain(gap.value),
        "value_most": plain(gap.value if gap.value_most is None else gap.value_most),
        "unit": nature.unit,
        "aim": plain(gap.aim),
        "target": None if gap.target is None else gap.target.id,
        "distance": plain(gap.distance),
        "size": plain(gap.size),
        "hides_percent_of_inflow": plain(gap.hides),
        "whom": list(gap.whom),
        "beside": gap.beside,
        "where": gap.where,
        "period": gap.period,
        "day": gap.day and gap.day.isoformat(),
        "since": gap.since if gap.rule is None else gap.rule.since and gap.rule.since.isoformat(),
        "evidence": gap.evidence,
        "principle": nature.principle.rank + 1,
        "letters": list(nature.letters),
        "lens": nature.lens,
        "decides": list(nature.decides),
        "rule": None if gap.rule is None else gap.rule.id,
        "sample": None if chance is None or chance.survey is None else chance.survey.sample,
        "design_effect": None
        if chance is None or chance.survey is None
        else plain(chance.survey.design_effect),
        "clear_from_points": None if chance is None else plain(chance.margin),
        "notes": list(gap.notes),
        "sources": list(gap.sources),
    }
