"""The brief for policymakers: the five largest gaps with their pictures, a roadmap, method, sources."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from channels.gaps.gap import Gap
from channels.gaps.overview import Study
from channels.policy_terms import Measure
from components.charts.drawings import Drawing, DrawingForm, SeriesRow, told
from components.charts.frame import figures, round_ticks
from components.gaps import access, gap_list, readiness, speed, transparency
from components.gaps.contents import Chosen
from components.gaps.tiles import Tile, tiles
from components.i18n import Words
from components.paper.typeset import printed
from components.words import gaps as gap_words
from components.words import offers as offer_words

LONGEST = 420
"""Letters of the longest text: a rule's or a meaning's."""
MOST_ROWS = 12
TILES_ON_PAPER = 5
"""Tiles on the first page."""
THOUSAND = 1_000


def brief(study: Study, chosen: Chosen, words: Words) -> bytes:
    """The brief as PDF, on as many pages of A4 as it needs. The same study and words give the same bytes."""
    return printed("brief", brief_text(study, chosen, words), study.day, longest=LONGEST)


def brief_text(study: Study, chosen: Chosen, words: Words) -> dict[str, Any]:
    """Everything that stands in the brief, as plain texts and thousandths of a picture's width."""
    found = gap_list.largest(study)
    plan = gap_list.roadmap(study, words)
    sourced = [_sourced(gap, study, words) for gap in gap_list.planned(study)]
    return {
        "lang": words.language,
        "title": words("gaps.title"),
        "day": words("policy.computed_on", day=words.day(study.day)),
        "whose": words("brief.whose", version=study.day.isoformat()),
        "tiles": [_tile(one, words) for one in tiles(study, words)[:TILES_ON_PAPER]],
        "actions_title": words("brief.actions"),
        "actions_head": [words(key) for key in ("table.measure", "table.gap", "brief.who", "table.by")],
        "actions": [_action(gap, study, words) for gap in found],
        "actions_note": words("brief.blank"),
        "annex": words("brief.annex"),
        "gaps_title": words("policy.five"),
        "gaps": [_gap(gap, study, chosen, words) for gap in found],
        "plan_title": plan.title,
        "plan_head": [*plan.head[:2], words("brief.who"), *plan.head[3:]],
        "plan": [
            [str(row[0]), str(row[1]), "", str(row[3]), by]
            for row, by in zip(plan.rows, sourced, strict=True)
        ],
        "plan_note": words("brief.blank"),
        "method_title": words("evidence.part_method"),
        "method": [
            words("policy.how_ranked"),
            words("policy.method_targets"),
            words("policy.method_unknown"),
            words("policy.method_samples"),
            words("policy.readiness_note"),
            readiness.whose(study.recounted, words),
        ],
        "sources_title": words("sources.title"),
        "sources": _sources(study, found, plan.sources, words),
        "page": words("policy.page"),
    }


def _tile(one: Tile, words: Words) -> dict[str, str]:
    """A tile of the page for paper: the word on its age stands with its day."""
    when = f"{one.when} · {words('tile.old')}" if one.old else one.when
    return {"name": one.name, "value": one.value, "against": one.against, "when": when, "change": one.change}


def _action(gap: Gap, study: Study, words: Words) -> list[str]:
    """What to do about a gap, and by when the target says; who stays blank, because no source names them."""
    return [gap_list.measure(gap, words), gap_words.title(gap, words), "", _sourced(gap, study, words)]


def _sourced(gap: Gap, study: Study, words: Words) -> str:
    """By when, with the source that says so; blank where none does."""
    target = gap.target
    by = "" if target is None or target.by is None else gap_list.by_when(gap, words)
    source = None if target is None or not by else study.data.sources.get(target.source)
    return "" if source is None else words("brief.by", when=by, source=source.publisher_in(words.language))


def _gap(gap: Gap, study: Study, chosen: Chosen, words: Words) -> dict[str, Any]:
    pictures = [gap_list.one(gap, words)]
    beyond = _picture(gap, study, chosen, words)
    pictures += [beyond] if beyond is not None else []
    return {
        "title": gap_words.title(gap, words),
        "lines": [f"{name}: {text}" for name, text in gap_list.details(gap, words, decides=False)],
        "pictures": [drawn(picture, words, titled=n > 0) for n, picture in enumerate(pictures)],
    }


def _picture(gap: Gap, study: Study, chosen: Chosen, words: Words) -> Drawing | None:
    """The picture of the page that belongs to a gap; None where its own bar says it all."""
    made: dict[str, Callable[[], Drawing | None]] = {
        "none_since": lambda: readiness.coverage(study, words),
        "within_hour": lambda: speed.share(study, words, chosen.beside, "within_hour"),
        "within_day": lambda: speed.share(study, words, chosen.beside, "within_day"),
        "requirements": lambda: readiness.requirements(study, words),
        "total_cost_told": lambda: (
            transparency.found_of(study, words) if transparency.looked_at(study) else None
        ),
        "account": lambda: access.groups(study, words, Measure.ACCOUNT),
        "bills_gap": lambda: access.groups(study, words, Measure.BILLS_ONLINE),
        "atms_outside": lambda: access.places(study, words),
        "pos_outside": lambda: access.places(study, words),
    }
    return made[gap.indicator]() if gap.indicator in made else None


def drawn(drawing: Drawing, words: Words, *, titled: bool) -> dict[str, Any]:
    """A drawing as the template draws it: places in thousandths of its width, None where not known."""
    values = [abs(v) for row in drawing.rows for v in row.values if v is not None]
    high = max(
        [*values, *(aim.value for aim in drawing.aims), *([drawing.most] if drawing.most else [])],
        default=Decimal(1),
    )
    if drawing.shape is DrawingForm.BARS:
        sums = [sum((v or Decimal(0) for v in row.values), Decimal(0)) for row in drawing.rows]
        high = max([high, *sums])
    ticks = round_ticks(0.0, float(high), 6) if high >= 4 else [0.0, float(high)]
    return {
        "shape": drawing.shape.value,
        "title": drawing.title if titled else None,
        "key": list(drawing.series) if len(drawing.series) > 1 or drawing.shape is DrawingForm.GRID else [],
        "aims": [{"at": _at(aim.value, high), "name": aim.name} for aim in drawing.aims],
        "ticks": [
            {"at": _at(Decimal(str(tick)), high), "text": text}
            for tick, text in zip(ticks, figures(ticks, words), strict=True)
        ],
        "rows": [_row(drawing, row, high, words) for row in drawing.rows[:MOST_ROWS]],
        "more": words.count("evidence.rest", len(drawing.rows) - MOST_ROWS)
        if len(drawing.rows) > MOST_ROWS
        else None,
    }


def _row(drawing: Drawing, row: SeriesRow, high: Decimal, words: Words) -> dict[str, Any]:
    known = any(value is not None for value in row.values)
    said = (told(drawing, row, words) if known else "", row.detail)
    return {
        "label": row.label,
        "small": " · ".join(dict.fromkeys(text for text in said if text)),
        "values": [None if value is None else _at(value, high) for value in row.values],
        "fields": [{"text": field.text, "level": field.level.value} for field in row.fields],
        "unknown": None if known or row.fields else words("gap.not_known"),
    }


def _at(value: Decimal, high: Decimal) -> int:
    return int(max(value, Decimal(0)) * THOUSAND / high) if high else 0


def _sources(study: Study, found: tuple[Gap, ...], more: tuple[str, ...], words: Words) -> list[str]:
    names = dict.fromkeys([*(source for gap in found for source in gap.sources), *more, *study.flow_sources])
    known = [study.data.sources[name] for name in names if name in study.data.sources]
    return [offer_words.source_line(source, words) for source in known]
