"""Whether the data can carry a judgement: the twelve requirements, the cells that are filled, the recount."""

from decimal import Decimal
from itertools import pairwise

from channels.gaps.overview import Imported, Study
from channels.money import HUNDRED
from channels.policy_terms import Unit
from components.charts.drawings import Drawing, DrawingForm, Field, Level, SeriesRow
from components.gaps.price import PRICE_PLACES
from components.i18n import Words
from components.words import gaps as gap_words

STEPS = (Decimal("0.01"), Decimal("0.1"), Decimal("0.5"))
"""Percentage points up to which two figures count as equal, near and apart."""
OLD = 365
WORKBOOK = "rpw_workbook"
SECOND_SHEET = "2016-Q2"
"""From this quarter on the workbook has its other sheet, and its rows come nearer to what was published."""


def requirements(study: Study, words: Words) -> Drawing:
    """The twelve minimum requirements: the part of the services that has what each asks for."""
    met = sum(one.met is True for one in study.requirements)
    rows = []
    for one in study.requirements:
        state = "unknown" if one.met is None else "yes" if one.met else "no"
        counts = "requirement_met.prices" if one.prices else "requirement_met.counted"
        counted = words(counts, done=one.done, of=one.of) if one.of else ""
        part = Decimal(one.done) * HUNDRED / one.of if one.of else HUNDRED if one.met else Decimal(0)
        said = [words(f"requirement_met.{state}"), counted]
        rows.append(
            SeriesRow(
                f"{one.number}. " + words(f"requirement.{one.number}"),
                (None if one.met is None else part,),
                detail=" · ".join(text for text in said if text),
            )
        )
    target = study.data.targets.get("requirements")
    return Drawing(
        id="requirements",
        shape=DrawingForm.BARS,
        title=words("gap.requirements", value=words.number(met)),
        rows_name=words("table.requirement"),
        series=(words("series.met"),),
        rows=tuple(rows),
        sources=() if target is None else (target.source,),
        most=HUNDRED,
        detail_name=words("table.note"),
        scope=words("policy.computed_on", day=words.day(study.day)),
        notes=(words("policy.readiness_note"), words("gap_note.unconfirmed_target")),
    )


def coverage(study: Study, words: Words) -> Drawing:
    """A row for each corridor into the country: its part of the money, services, prices, their day."""
    rows = []
    for cell in study.coverage:
        part = gap_words.amount(cell.share, Unit.PERCENT, words) if cell.share is not None else None
        old = cell.day is not None and (study.day - cell.day).days > OLD
        day = words("column.no_price") if cell.day is None else str(cell.day.year)
        fields = (
            Field(part or words("policy.unknown_mark"), Level.FULL if part else Level.UNKNOWN),
            Field(words.number(cell.services), Level.FULL if cell.services else Level.NONE),
            Field(words.number(cell.priced), Level.NONE if not cell.priced else Level.PART),
            Field(day, Level.NONE if cell.day is None else Level.PART if old else Level.FULL),
        )
        rows.append(SeriesRow(gap_words.place(cell.corridor, words), fields=fields))
    priced = sum(cell.priced > 0 for cell in study.coverage)
    days = [cell.day for cell in study.coverage if cell.day is not None]
    when = words.day(max(days)) if days else words("gap.not_known")
    keys = ("column.share", "column.services", "column.priced", "column.last")
    return Drawing(
        id="coverage",
        shape=DrawingForm.GRID,
        title=words("find.coverage", n=priced, of=len(rows), day=when),
        rows_name=words("table.corridor"),
        series=tuple(words(key) for key in keys),
        rows=tuple(rows),
        sources=tuple(dict.fromkeys([*study.flow_sources, *(study.last.sources if study.last else ())])),
        scope=words("policy.computed_on", day=words.day(study.day)),
        notes=(words("policy.coverage_note"),),
    )


def recount(study: Study, words: Words) -> Drawing | None:
    """How far published figures lie from those recomputed from their rows."""
    if not study.pairs:
        return None
    apart = [abs(one - other) for one, other in study.pairs]
    shown = [words.number(step) for step in STEPS]
    labels = [
        words("policy.up_to", points=shown[0]),
        *(words("policy.from_to", least=a, most=b) for a, b in pairwise(shown)),
        words("policy.over", points=shown[-1]),
    ]
    edges = [Decimal(-1), *STEPS, Decimal(1_000)]
    counts = [sum(low < gap <= high for gap in apart) for low, high in pairwise(edges)]
    rows = [
        SeriesRow(
            label, (Decimal(count) * HUNDRED / len(apart),), detail=words.count("policy.figures", count)
        )
        for label, count in zip(labels, counts, strict=True)
    ]
    ours = study.recounted
    cited = {
        row.source for row in study.data.tables.corridor_quarters if ours is None or row.services is None
    }
    cited |= set() if ours is None else {WORKBOOK}
    return Drawing(
        id="recount",
        shape=DrawingForm.BARS,
        title=words(
            "find.recount", n=counts[0], of=len(apart), points=shown[0],
            most=_points(max(apart), words),
        ),
        rows_name=words("table.apart"),
        series=(words("series.figures"),),
        rows=tuple(rows),
        sources=tuple(sorted(cited)),
        most=HUNDRED,
        detail_name=words("table.note"),
        scope=words("policy.computed_on", day=words.day(study.day)),
        notes=(whose(study.recounted, words),),
    )  # fmt: skip


def world(study: Study, words: Words) -> Drawing | None:
    """The world's average as recomputed and as published, quarter by quarter from the first published."""
    first = next((one.quarter for one in study.world if one.published is not None), None)
    early, late = _apart(study, until=SECOND_SHEET), _apart(study, since=SECOND_SHEET)
    if first is None or early is None or late is None:
        return None
    shown = [one for one in study.world if one.quarter >= first]
    rows = [
        SeriesRow(words.period(one.quarter), (one.mean, one.published), tick=one.quarter[:4]) for one in shown
    ]
    counted = study.imported if study.imported is not None and study.imported.world else None
    return Drawing(
        id="world",
        shape=DrawingForm.LINES,
        title=words(
            "find.world", since=words.period(SECOND_SHEET),
            late=_points(late, words), early=_points(early, words),
        ),
        rows_name=words("table.quarter"),
        series=(words("series.recomputed"), words("series.published")),
        rows=tuple(rows),
        sources=tuple(dict.fromkeys(row.source for row in study.data.tables.global_quarters)),
        places=PRICE_PLACES,
        notes=(whose(counted, words), words("policy.world_note")),
    )  # fmt: skip


def _apart(study: Study, since: str = "", until: str = "9") -> Decimal | None:
    """The largest difference between recomputed and published from a quarter on, before another; percent."""
    seen = [one for one in study.world if since <= one.quarter < until]
    return max((abs(one.mean - one.published) for one in seen if one.published is not None), default=None)


def _points(apart: Decimal, words: Words) -> str:
    return words.number(apart.quantize(Decimal("0.01")))


def whose(counted: Imported | None, words: Words) -> str:
    """Whether an imported workbook was recounted or the shipped columns were."""
    if counted is None:
        return words("policy.shipped")
    return words("policy.imported", name=counted.name, digest=counted.digest[:12])
