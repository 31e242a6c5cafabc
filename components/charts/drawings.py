"""A picture before it is drawn: the same values for the screen, the paper, the table and the ear."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from channels.export.spreadsheets import Cell, WordedTable
from channels.policy_terms import Unit
from components.i18n import Words
from components.words import gaps as gap_words

MOST_READ = 12
"""Rows that the text in the picture's stead names; the table has them all."""


class DrawingForm(StrEnum):
    """How a picture is drawn."""

    TRACKS = "tracks"
    BARS = "bars"
    GRID = "grid"
    TILES = "tiles"
    LINES = "lines"
    STEPS = "steps"
    BULLETS = "bullets"


class Level(StrEnum):
    """What a field of a grid says without words."""

    FULL = "full"
    PART = "part"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a grid or tile: a text and its level; `short` is drawn, a sign and a line below it."""

    text: str
    level: Level
    short: str = ""


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One row: a value for each series, None where not known, and a small line below its name.

    `own` marks the country's own row. `place`: column and row of a tile. `hatched`: what is drawn is not
    a figure but what hides one. `tick`: its short name on an axis of time. `old` and `missing` are drawn
    hollow and dashed. `mark` is a word or two after the value. `said` stands in the value's place.
    `end`: the end of the row's own scale. `sources`: its own; None = those of
    all rows.
    """

    label: str
    values: tuple[Decimal | None, ...] = ()
    fields: tuple[Field, ...] = ()
    detail: str = ""
    own: bool = False
    place: tuple[int, int] | None = None
    hatched: bool = False
    tick: str = ""
    old: bool = False
    missing: bool = False
    mark: str = ""
    said: str | None = None
    end: Decimal | None = None
    sources: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """A line across the picture: a target, with its name."""

    value: Decimal
    name: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture's values and words. `id` names its file; the title states the finding.

    `series` name the values of each row; `rows_name` heads the rows in the table. `most`: the end of
    the axis where it is fixed, as 100 percent. `places`: the decimals of percentages. `breaks`: the row
    from which on something else was noted, and what. `self_told`: the small lines tell the values.
    `gapped`: a line breaks where a value is not known. `scope`: where and when all its figures are, read
    over a mark whose own lines do not tell it. `levels`: what the parts of its bars say without words.
    """

    id: str
    shape: DrawingForm
    title: str
    rows_name: str
    series: tuple[str, ...]
    rows: tuple[SeriesRow, ...]
    sources: tuple[str, ...]
    unit: Unit = Unit.PERCENT
    aims: tuple[Aim, ...] = ()
    notes: tuple[str, ...] = ()
    most: Decimal | None = None
    places: int = 1
    gapped: bool = False
    detail_name: str | None = None
    breaks: tuple[int, str] | None = None
    self_told: bool = False
    scope: str = ""
    levels: tuple[Level, ...] = ()


def percent_of(value: Decimal, places: int, words: Words) -> str:
    """A percentage with so many decimals, a half rounded up: so that fee and loss add up as shown."""
    return words.percent(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP), places)


def figure(drawing: Drawing, value: Decimal | None, words: Words) -> str:
    """A value of a drawing in its unit."""
    if value is not None and drawing.places != 1 and drawing.unit is Unit.PERCENT:
        return percent_of(value, drawing.places, words)
    return gap_words.amount(value, drawing.unit, words)


def told(drawing: Drawing, row: SeriesRow, words: Words) -> str:
    """The values of a row in words, each with the name of its series."""
    if drawing.self_told:
        return row.detail
    if row.fields:
        pairs = zip(drawing.series, (field.text for field in row.fields), strict=True)
    elif len(drawing.series) == 1:
        return figure(drawing, row.values[0], words) if row.values else ""
    else:
        shown = [figure(drawing, value, words) for value in row.values]
        pairs = zip(drawing.series, shown, strict=True)
    return " · ".join(f"{name}: {text}" for name, text in pairs)


def shown(drawing: Drawing, row: SeriesRow, words: Words) -> str:
    """What stands beside a row's mark: its figures alone, and a word on their age."""
    if row.said is not None:
        figures = row.said
    elif len(drawing.series) == 3 and drawing.shape is DrawingForm.BARS:
        least, perhaps, _ = (value or Decimal(0) for value in row.values)
        figures = gap_words.ranged(least, least + perhaps, drawing.unit, words)
    elif all(value is None for value in row.values):
        figures = words("gap.not_known")
    elif drawing.shape is DrawingForm.STEPS:
        figures = row.detail
    else:
        figures = " · ".join(figure(drawing, value, words) for value in row.values if value is not None)
    return f"{figures}, {row.mark}" if row.mark else figures


def alt(drawing: Drawing, words: Words) -> str:
    """The picture for who cannot see it: its finding, its first rows, its targets."""
    rows = [f"{row.label}: {told(drawing, row, words) or row.detail}" for row in drawing.rows[:MOST_READ]]
    if len(drawing.rows) > MOST_READ:
        rows.append(words.count("evidence.rest", len(drawing.rows) - MOST_READ))
    aims = [aim.name for aim in drawing.aims]
    return words("policy.alt", title=drawing.title.rstrip("."), rows="; ".join([*rows, *aims]))


def table(drawing: Drawing) -> WordedTable:
    """The same values as a table: a row for each row, a column for each series, then the small lines."""
    rows: list[tuple[Cell, ...]] = []
    for row in drawing.rows:
        cells: tuple[Cell, ...] = tuple(f.text for f in row.fields) if row.fields else row.values
        rows.append((row.label, *cells, *([row.detail] if drawing.detail_name else [])))
    head = (drawing.rows_name, *drawing.series, *([drawing.detail_name] if drawing.detail_name else []))
    return WordedTable(drawing.id, drawing.title, head, tuple(rows), drawing.sources)
