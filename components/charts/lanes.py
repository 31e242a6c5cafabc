"""Pictures of rows: names in a column at the left, marks on one scale, what they say at the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor
from textwrap import wrap
from typing import Any

from channels.money import HUNDRED
from channels.policy_terms import Unit
from components.charts.drawings import Drawing, DrawingForm, Level, SeriesRow, shown
from components.charts.frame import SMALL, TYPE, Canvas, axis, blank, figures, round_ticks, safe
from components.charts.hover import Publishers, over_row
from components.charts.palette import Palette
from components.i18n import Words

NAME = 17
"""Letters of a name that stand beside each other."""
SAID = 13
"""Letters beside each other at the right of a row."""
LETTER = 7.0
"""Pixels of a letter."""
TEXT = 17
"""Pixels from one line to the next."""
LANE = 30
"""Pixels of a row of one line."""
LOW_LANE = 21
MANY = 7
"""Rows beyond which those of one line are low, so that a picture stays on one screen with its heading."""
MARKS = ("circle", "diamond", "square", "triangle-up")
DASHES = ("solid", "dot")
CLEAR = "rgba(0,0,0,0)"
MARK_SIGNS = ("●", "◆", "■", "▲", "▼")
FULL_SIGNS = ("■", "▨", "□")
AIM_SIGNS = ("|", "¦")
KEY_LINE = 20
PHONE = 330
"""Pixels that a key has beside each other on a phone."""
Entry = tuple[str, str, str]
"""A sign, its colour, what it means."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """The frame of a picture of rows, and the height of each row's middle."""

    canvas: Canvas
    places: list[float]


def tracks(drawing: Drawing, words: Words, palette: Palette, known: Publishers) -> Canvas:
    """A lane for each row: its values as dots on a line from the least to the most."""
    ends = [value for row in drawing.rows for value in row.values if value is not None]
    low, high = span(drawing, [*ends, *(aim.value for aim in drawing.aims)])
    made = _frame(drawing, words, palette, low, high)
    for row, y in zip(drawing.rows, made.places, strict=True):
        dots = [float(value) for value in row.values if value is not None]
        made.canvas.shape(
            type="line", x0=low, x1=high, y0=y, y1=y, layer="below", line={"color": palette.grid, "width": 1}
        )
        if len(dots) > 1:
            made.canvas.shape(
                type="line", x0=min(dots), x1=max(dots), y0=y, y1=y, layer="below",
                line={"color": palette.other, "width": 4},
            )  # fmt: skip
    for n, name in enumerate(drawing.series):
        rows = [(r, y) for r, y in zip(drawing.rows, made.places, strict=True) if r.values[n] is not None]
        made.canvas.figure.add_scatter(
            mode="markers", cliponaxis=False, name=safe(name),
            x=[float(row.values[n] or 0) for row, _ in rows],
            y=[y for _, y in rows], marker=_dots(drawing, [row for row, _ in rows], n, palette),
            customdata=[over_row(drawing, row, n, words, known) for row, _ in rows],
            hovertemplate="%{customdata}<extra></extra>",
        )  # fmt: skip
    return made.canvas


def _dots(drawing: Drawing, rows: Sequence[SeriesRow], n: int, palette: Palette) -> dict[str, Any]:
    """The marks of one series: the country's own in colour among greys, old ones hollow."""
    colours = _colours(palette)
    alone = len(drawing.series) == 1 and any(row.own for row in drawing.rows)
    found = [palette.accent if row.own or not alone else palette.other for row in rows]
    if n:
        found = [colours[n % len(colours)]] * len(rows)
    edge = palette.ink if n >= 3 else palette.paper
    return {
        "symbol": [MARKS[n % len(MARKS)] + ("-open" if row.old else "") for row in rows],
        "size": [17 if row.own and alone else 13 for row in rows],
        "opacity": 1,
        "color": found,
        "line": {
            "color": [c if row.old else edge for c, row in zip(found, rows, strict=True)],
            "width": [(4 if row.own else 3) if row.old else 1.5 for row in rows],
        },
    }


def _colours(palette: Palette) -> tuple[str, ...]:
    """The colours of the series of a track, in their order."""
    return palette.accent, palette.ink, palette.quiet, palette.other


def bars(drawing: Drawing, words: Words, palette: Palette, known: Publishers) -> Canvas:
    """A bar for each row, its parts one after another; what hides a figure is hatched, what is old hollow."""
    sums = [sum((value or Decimal(0) for value in row.values), Decimal(0)) for row in drawing.rows]
    _, high = span(drawing, [*sums, *(aim.value for aim in drawing.aims)])
    made = _frame(drawing, words, palette, 0.0, high)
    canvas = made.canvas
    alone = len(drawing.series) == 1 and any(row.own for row in drawing.rows)
    for row, total, y in zip(drawing.rows, sums, made.places, strict=True):
        if drawing.most is not None:
            _box(canvas, high, y, palette.grid, "solid")
        if row.missing:
            _box(canvas, float(total), y, palette.accent, "dash")
    for n, (name, (colour, pattern)) in enumerate(
        zip(drawing.series, _fills(drawing, palette), strict=False)
    ):
        fills, edges = [], []
        for row in drawing.rows:
            own = colour if row.own or not alone else palette.other
            fills.append(CLEAR if row.missing else palette.paper if row.old else own)
            edges.append(CLEAR if row.missing else own if row.old else palette.ink)
        canvas.figure.add_bar(
            orientation="h", name=safe(name), y=made.places, width=17,
            x=[float(row.values[n] or 0) for row in drawing.rows],
            customdata=[over_row(drawing, row, n, words, known) for row in drawing.rows],
            hovertemplate="%{customdata}<extra></extra>",
            marker={
                "color": fills,
                "line": {"color": edges, "width": [2.5 if row.old else 0.5 for row in drawing.rows]},
                "pattern": {
                    "shape": ["/" if row.hatched else "" if row.missing or row.old else pattern
                              for row in drawing.rows],
                    "fillmode": "overlay", "fgcolor": palette.paper, "fgopacity": 0.9, "size": 7,
                    "solidity": 0.35,
                },
            },
        )  # fmt: skip
    canvas.figure.update_layout(barmode="stack")
    return canvas


def _fills(drawing: Drawing, palette: Palette) -> list[tuple[str, str]]:
    """The colour and the hatching of each part."""
    if drawing.levels:
        inks = {Level.FULL: palette.accent, Level.NONE: palette.ink, Level.UNKNOWN: palette.grid}
        return [(inks.get(level, palette.other), "") for level in drawing.levels]
    if len(drawing.series) == 2:
        return [(palette.parts[0], ""), (palette.parts[1], "/")]
    return [(palette.accent, ""), (palette.accent, "/"), (palette.grid, "")]


def steps(drawing: Drawing, words: Words, palette: Palette, known: Publishers) -> Canvas:
    """A waterfall lying on its side: each step begins where the one before ends; sums begin at nothing."""
    tops = [float(row.values[-1] or 0) for row in drawing.rows]
    made = _frame(drawing, words, palette, 0.0, max(tops) * 1.03, key=False)
    at = 0.0
    starts, sizes, colours, shapes = [], [], [], []
    for row, value in zip(drawing.rows, tops, strict=True):
        starts.append(0.0 if row.own else at if value >= 0 else at + value)
        sizes.append(abs(value))
        at = value if row.own else at + value
        colours.append(palette.ink if row.own else palette.parts[0] if value >= 0 else palette.accent)
        shapes.append("" if row.own or value >= 0 else "/")
    made.canvas.figure.add_bar(
        orientation="h", y=made.places, x=sizes, base=starts, width=18,
        marker={
            "color": colours, "line": {"color": palette.ink, "width": 0.5},
            "pattern": {"shape": shapes, "fillmode": "overlay", "fgcolor": palette.paper, "size": 7},
        },
        customdata=[over_row(drawing, row, 0, words, known) for row in drawing.rows],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    return made.canvas


def bullets(drawing: Drawing, words: Words, palette: Palette, known: Publishers) -> Canvas:
    """A bar for what was found on the scale of its unit, the target as a tick, the neighbours as a band.

    The values of a row are found at least and at most; where there are any also the target and the
    neighbours' least and most. Where all rows share one scale (`most`), it has its ticks.
    """
    full = float(drawing.most or HUNDRED)
    made = _frame(drawing, words, palette, 0.0, full, key=False, ticks=drawing.most is not None)
    canvas, edge = made.canvas, palette.accent
    found: dict[str, list[Any]] = {
        "x": [],
        "base": [],
        "y": [],
        "said": [],
        "fill": [],
        "edge": [],
        "hatch": [],
    }
    for row, y in zip(drawing.rows, made.places, strict=True):
        least, most, aim, low, high = (_on(row, value, full) for value in (*row.values, None, None, None)[:5])
        _box(canvas, full, y, palette.grid, "solid")
        if low is not None and high is not None:
            canvas.shape(
                type="rect", x0=low, x1=max(high, low + full * 0.006), y0=y - 12, y1=y + 12, layer="below",
                fillcolor=palette.grid, line={"width": 0},
            )  # fmt: skip
        for start, stop, hatched in ((0.0, least, False), (least or 0.0, most, True)):
            if stop is None or stop <= start:
                continue
            if row.missing:
                _box(canvas, stop, y, edge, "dash")
            found["x"].append(stop - start)
            found["base"].append(start)
            found["y"].append(y)
            found["said"].append(over_row(drawing, row, 0, words, known))
            plain = palette.paper if row.old and not hatched else edge
            found["fill"].append(CLEAR if row.missing else plain)
            found["edge"].append(CLEAR if row.missing else edge)
            found["hatch"].append("/" if hatched and not row.missing else "")
        if aim is not None:
            canvas.shape(
                type="line", x0=aim, x1=aim, y0=y - 13, y1=y + 13, line={"color": palette.ink, "width": 3.5}
            )
    canvas.figure.add_bar(
        orientation="h", x=found["x"], base=found["base"], y=found["y"], width=12, customdata=found["said"],
        hovertemplate="%{customdata}<extra></extra>",
        marker={
            "color": found["fill"], "line": {"color": found["edge"], "width": 2},
            "pattern": {
                "shape": found["hatch"], "fillmode": "overlay", "fgcolor": palette.paper, "fgopacity": 0.9,
                "size": 7, "solidity": 0.35,
            },
        },
    )  # fmt: skip
    canvas.figure.update_layout(barmode="overlay")
    return canvas


def _on(row: SeriesRow, value: Decimal | None, full: float) -> float | None:
    """Where a value lies on an axis that ends at `full`, by the end of its row's own scale."""
    return None if value is None or not row.end else min(full, float(value / row.end) * full)


def _frame(
    drawing: Drawing,
    words: Words,
    palette: Palette,
    low: float,
    high: float,
    *,
    key: bool = True,
    ticks: bool = True,
) -> Lanes:
    """Names, what the marks say, targets and the axis; the columns are as wide as their texts."""
    names = [folded(row.label, NAME) or [""] for row in drawing.rows]
    said = [folded(shown(drawing, row, words), SAID) for row in drawing.rows]
    heights = [lane(max(len(a), len(b)), len(names)) for a, b in zip(names, said, strict=True)]
    left, right = column(names), column(said)
    entries = _entries(drawing, palette) if key else []
    lines = _key_lines(entries)
    top, foot, whole = 8 + KEY_LINE * len(lines), 30 if ticks else 6, float(sum(heights))
    canvas = Canvas(blank(palette, int(whole) + top + foot, top=top, bottom=foot, right=right))
    canvas.figure.update_layout(margin={"l": left, "autoexpand": False})
    _key(canvas, lines, left, palette)
    places, y = [], 0.0
    for row, name, text, height in zip(drawing.rows, names, said, heights, strict=True):
        middle = y + height / 2
        _beside(canvas, name, 0, middle, palette.ink, "right", bold=row.own)
        _beside(canvas, text, 1, middle, palette.ink if row.own else palette.quiet, "left", bold=row.own)
        places.append(middle)
        y += height
    marks = fine_ticks(low, high)
    canvas.figure.update_layout(
        xaxis=axis(
            palette, marks if ticks else [], tick_texts(drawing, marks, words) if ticks else [],
            range=[low, high], showgrid=ticks, automargin=False,
        ),
        yaxis={"visible": False, "fixedrange": True, "range": [whole, 0]},
        showlegend=False,
    )  # fmt: skip
    for aim, dash in zip(drawing.aims, DASHES, strict=False):
        canvas.figure.add_scatter(
            mode="lines", name=safe(aim.name), x=[float(aim.value)] * 2, y=[0, whole], hoverinfo="skip",
            line={"color": palette.ink, "width": 2, "dash": dash},
        )  # fmt: skip
    return Lanes(canvas, places)


def folded(text: str, letters: int) -> list[str]:
    """A text in lines of at most so many letters; what is joined by dots stands apart where it must fold."""
    parts = [text] if len(text) <= letters else text.split(" · ")
    return [line for part in parts for line in wrap(part, letters)]


def lane(lines: int, rows: int) -> int:
    """The pixels of a row with so many lines of text, among so many rows."""
    if lines <= 1:
        return LOW_LANE if rows > MANY else LANE
    return TEXT * lines + 12


def column(texts: Sequence[Sequence[str]]) -> int:
    """The pixels that a column of texts needs, with the room beside it."""
    letters = max((len(line) for lines in texts for line in lines), default=0)
    return int(letters * LETTER) + 14 if letters else 8


def _beside(
    canvas: Canvas, lines: Sequence[str], x: float, y: float, colour: str, side: str, *, bold: bool
) -> None:
    """Lines of text that end or begin at a column's edge."""
    if not lines:
        return
    text = "<br>".join(safe(line) for line in lines)
    canvas.text(
        text=f"<b>{text}</b>" if bold else text, xref="paper", x=x, y=y, xanchor=side, yanchor="middle",
        align=side, xshift=-8 if side == "right" else 8, font={"size": TYPE - 1, "color": colour},
    )  # fmt: skip


def _box(canvas: Canvas, end: float, y: float, colour: str, dash: str) -> None:
    canvas.shape(
        type="rect", x0=0, x1=end, y0=y - 8.5, y1=y + 8.5, layer="below",
        line={"color": colour, "width": 1 if dash == "solid" else 2, "dash": dash},
    )  # fmt: skip


def _entries(drawing: Drawing, palette: Palette) -> list[Entry]:
    """What each series and target is drawn with, and its name; a series alone needs none."""
    found: list[Entry] = []
    if len(drawing.series) > 1:
        of_bars = drawing.shape is DrawingForm.BARS
        colours = [colour for colour, _ in _fills(drawing, palette)] if of_bars else _colours(palette)
        signs: Sequence[str] = FULL_SIGNS if of_bars else MARK_SIGNS
        if drawing.levels:
            signs = FULL_SIGNS[0] * len(drawing.levels)
        found += [(signs[n], colours[n], name) for n, name in enumerate(drawing.series)]
    return found + [(AIM_SIGNS[n], palette.ink, aim.name) for n, aim in enumerate(drawing.aims)]


def _key_lines(entries: Sequence[Entry]) -> list[list[tuple[float, Entry]]]:
    """The entries in lines that a phone has room for, each with its distance from the left."""
    lines: list[list[tuple[float, Entry]]] = []
    at = 0.0
    for entry in entries:
        width = 34 + LETTER * len(entry[2])
        if not lines or at + width > PHONE:
            lines.append([])
            at = 0.0
        lines[-1].append((at, entry))
        at += width
    return lines


def _key(canvas: Canvas, lines: Sequence[Sequence[tuple[float, Entry]]], left: int, palette: Palette) -> None:
    """The key over the rows, from the picture's left: Plotly's own would fold to the width of the plot."""
    for number, line in enumerate(reversed(lines)):
        for at, (sign, colour, name) in line:
            for shift, text, ink in ((0, sign, colour), (18, name, palette.ink)):
                canvas.text(
                    text=safe(text), xref="paper", yref="paper", x=0, y=1, xanchor="left", yanchor="bottom",
                    xshift=at + shift - left + 4, yshift=KEY_LINE * number + 2,
                    font={"size": SMALL, "color": ink},
                )  # fmt: skip


def fine_ticks(low: float, high: float) -> list[float]:
    """At most five round figures between two, tenths and fifths where whole ones are too far apart."""
    if high - low >= 4:
        return round_ticks(low, high, 5)
    step = next(size for size in (0.1, 0.2, 0.5, 1.0) if (high - low) / size <= 4)
    return [round(n * step, 1) for n in range(ceil(low / step), floor(high / step) + 1)]


def tick_texts(drawing: Drawing, ticks: Sequence[float], words: Words) -> list[str]:
    """Ticks as the language writes them, percentages as such."""
    texts = figures(ticks, words)
    return [words("form.percent", number=text) for text in texts] if drawing.unit is Unit.PERCENT else texts


def span(drawing: Drawing, values: Sequence[Decimal]) -> tuple[float, float]:
    """The ends of the axis for some values."""
    low = min([0.0, *(float(value) for value in values)])
    high = max([float(value) for value in values], default=1.0)
    if drawing.most is not None:
        high = max(high, float(drawing.most))
    room = (high - low) * 0.03 or 1.0
    return (low - room if low < 0 else 0.0), high if drawing.most is not None else high + room
