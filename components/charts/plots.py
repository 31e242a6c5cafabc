"""Drawings as Plotly figures: rows, grids, tiles and lines in the theme of the page."""

from collections.abc import Callable
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from components.charts import lanes
from components.charts.drawings import Drawing, DrawingForm, Field, Level
from components.charts.frame import CONFIG, SMALL, Canvas, axis, blank, round_ticks, safe
from components.charts.hover import Publishers, over_field, over_row
from components.charts.lanes import MARKS
from components.charts.palette import Palette
from components.i18n import Words
from components.words import gaps as gap_words

LANE = 26
"""Pixels of a field of a grid."""
HEAD = 9
"""Letters of a column's head that stand beside each other on a phone."""
MOST_FLAT = 4
"""Columns beyond which their heads stand upright."""
MOST_MARKS = 20
"""Points of a line beyond which their marks would hide each other; the first line always has them."""
TILE = 74
SIDES = 4
AXIS_YEARS = 8
"""Years beyond which only every second has its name on an axis, though each has its tick."""


def plot(drawing: Drawing, words: Words, palette: Palette, known: Publishers | None = None) -> go.Figure:
    """The figure of a drawing, whatever its shape. `known`: who says so, for what is read over a mark."""
    rows: dict[DrawingForm, Callable[[Drawing, Words, Palette, Publishers], Canvas]] = {
        DrawingForm.TRACKS: lanes.tracks,
        DrawingForm.BARS: lanes.bars,
        DrawingForm.STEPS: lanes.steps,
        DrawingForm.BULLETS: lanes.bullets,
        DrawingForm.GRID: _grid,
        DrawingForm.TILES: _tiles,
        DrawingForm.LINES: _lines,
    }
    figure = rows[drawing.shape](drawing, words, palette, known or {}).drawn()
    figure.update_layout(
        modebar={"color": palette.quiet, "activecolor": palette.ink, "bgcolor": "rgba(0,0,0,0)"}
    )
    return figure


def config(drawing: Drawing, words: Words) -> dict[str, Any]:
    """How a picture is shown: still, with the camera as its only button, in the reader's language."""
    said = {
        "Download plot as a PNG": words("policy.camera"),
        "Download plot as a png": words("policy.camera"),
    }
    said["Taking snapshot - this may take a few seconds"] = words("policy.camera_takes")
    said["Snapshot succeeded"] = words("policy.camera_done")
    return CONFIG | {
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": f"pulyolu-{drawing.id}", "scale": 2},
        "locale": words.language,
        "locales": {words.language: {"dictionary": said, "format": {}}},
    }


def _marker(n: int, palette: Palette) -> dict[str, Any]:
    colours = (palette.accent, palette.ink, palette.quiet, palette.paper)
    return {
        "symbol": MARKS[n % len(MARKS)], "size": 9, "color": colours[n % len(colours)],
        "line": {"color": colours[n % len(colours)], "width": 1.5},
    }  # fmt: skip


def _grid(drawing: Drawing, words: Words, palette: Palette, known: Publishers) -> Canvas:
    """A row of fields beside each row's name, under heads that stand once."""
    columns = len(drawing.series)
    # Many columns leave no room for words beside each other on a phone: their heads stand upright.
    upright = columns > MOST_FLAT
    heads = [[name] if upright else wrap(name, HEAD, break_long_words=False) for name in drawing.series]
    names = [lanes.folded(row.label, lanes.NAME - 4) or [""] for row in drawing.rows]
    tall = [any("\n" in field.short for field in row.fields) for row in drawing.rows]
    heights = [
        max(LANE + (14 if two else 2), 17 * len(name) + 8) for two, name in zip(tall, names, strict=True)
    ]
    longest = max(len(name) for name in drawing.series)
    top = 12 + (int(6.6 * longest) if upright else 15 * max(len(head) for head in heads))
    whole = sum(heights)
    left = lanes.column(names)
    canvas = Canvas(blank(palette, whole + top + 8, top=top, right=4))
    canvas.figure.update_layout(margin={"l": left, "autoexpand": False})
    for n, head in enumerate(heads):
        canvas.text(
            text="<br>".join(safe(line) for line in head), x=n + 0.5, yref="paper", y=1, yanchor="bottom",
            textangle=-90 if upright else 0,
            font={"size": SMALL - 1, "color": palette.quiet},
        )  # fmt: skip
    at, over = 0, []
    for row, name, height in zip(drawing.rows, names, heights, strict=True):
        canvas.text(
            text="<br>".join(safe(line) for line in name), xref="paper", x=0, xshift=-6, xanchor="right",
            y=at + height / 2, yanchor="middle", align="right", font={"size": SMALL, "color": palette.ink},
        )  # fmt: skip
        for n, field in enumerate(row.fields):
            _field(canvas, field, (n + 0.04, n + 0.96), (at + 3, at + height - 3), palette)
            over.append((n + 0.5, at + height / 2, over_field(drawing, row, n, known)))
        at += height
    canvas.figure.update_layout(
        xaxis={"visible": False, "fixedrange": True, "range": [0, columns]},
        yaxis={"visible": False, "fixedrange": True, "range": [whole, 0]},
    )
    canvas.figure.add_scatter(
        x=[x for x, _, _ in over], y=[y for _, y, _ in over], customdata=[text for _, _, text in over],
        mode="markers", marker={"opacity": 0, "size": 22}, hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    return canvas


def _field(
    canvas: Canvas, field: Field, across: tuple[float, float], down: tuple[float, float], palette: Palette
) -> None:
    """A field filled, outlined, struck through or dotted, with its short text."""
    fills = {Level.FULL: palette.accent, Level.UNKNOWN: palette.grid}
    canvas.shape(
        type="rect", x0=across[0], x1=across[1], y0=down[0], y1=down[1],
        fillcolor=fills.get(field.level, palette.paper), layer="below",
        line={
            "color": palette.accent if field.level in (Level.FULL, Level.PART) else palette.quiet,
            "width": 2 if field.level in (Level.PART, Level.NONE) else 1,
            "dash": "dot" if field.level is Level.UNKNOWN else "solid",
        },
    )  # fmt: skip
    first, _, below = (field.short or field.text).partition("\n")
    ink = palette.paper if field.level is Level.FULL else palette.ink
    middle = {"x": sum(across) / 2, "y": sum(down) / 2}
    canvas.text(
        text=f"<b>{safe(first)}</b>" if field.short else safe(first), yshift=6 if below else 0, **middle,
        font={"size": SMALL, "color": ink},
    )  # fmt: skip
    if below:
        canvas.text(text=safe(below), yshift=-8, **middle, font={"size": 10, "color": ink})


def _tiles(drawing: Drawing, words: Words, palette: Palette, known: Publishers) -> Canvas:
    """A tile for each region, roughly where it lies."""
    placed = [row for row in drawing.rows if row.place is not None]
    rows = max(place[1] for row in placed if (place := row.place)) + 1
    canvas = Canvas(blank(palette, TILE * rows + 16))
    for row in placed:
        assert row.place is not None
        x, y = row.place
        field = row.fields[0]
        _field(canvas, Field("", field.level), (x + 0.02, x + 0.98), (y + 0.03, y + 0.97), palette)
        lines = [*wrap(row.label, 12, break_long_words=False), f"<b>{safe(field.text)}</b>"]
        text = "<br>".join(line if line.startswith("<b>") else safe(line) for line in lines)
        canvas.text(
            text=text, x=x + 0.5, y=y + 0.5,
            font={"size": 12, "color": palette.paper if field.level is Level.FULL else palette.ink},
        )  # fmt: skip
    canvas.figure.update_layout(
        xaxis={"visible": False, "fixedrange": True, "range": [0, SIDES]},
        yaxis={"visible": False, "fixedrange": True, "range": [rows, 0]},
    )
    over = [(row, row.place) for row in placed if row.place is not None]
    canvas.figure.add_scatter(
        x=[place[0] + 0.5 for _, place in over], y=[place[1] + 0.5 for _, place in over], mode="markers",
        marker={"opacity": 0, "size": 40}, hovertemplate="%{customdata}<extra></extra>",
        customdata=[over_field(drawing, row, 0, known) for row, _ in over],
    )  # fmt: skip
    return canvas


def _lines(drawing: Drawing, words: Words, palette: Palette, known: Publishers) -> Canvas:
    """A line for each series through time, a tick a year; what was noted otherwise has open marks."""
    values = [value for row in drawing.rows for value in row.values if value is not None]
    low, high = lanes.span(drawing, [*values, *(aim.value for aim in drawing.aims)])
    canvas = Canvas(blank(palette, 300, top=30, right=40 if drawing.aims else 14))
    across = list(range(len(drawing.rows)))
    for n, name in enumerate(drawing.series):
        marker = _marker(n, palette)
        open_ = [row.hatched and n == 0 for row in drawing.rows]
        marker["symbol"] = [marker["symbol"] + ("-open" if one else "") for one in open_]
        canvas.figure.add_scatter(
            mode="lines+markers" if any(open_) or len(across) <= MOST_MARKS else "lines", name=safe(name),
            connectgaps=not drawing.gapped, x=across,
            y=[None if row.values[n] is None else float(row.values[n] or 0) for row in drawing.rows],
            line={"color": marker["color"], "width": 2, "dash": "solid" if n == 0 else "dot"}, marker=marker,
            customdata=[over_row(drawing, row, n, words, known) for row in drawing.rows],
            hovertemplate="%{customdata}<extra></extra>",
        )  # fmt: skip
    for aim, dash in zip(drawing.aims, ("dash", "dashdot"), strict=False):
        canvas.figure.add_scatter(
            mode="lines", name=safe(aim.name), x=[across[0], across[-1]], y=[float(aim.value)] * 2,
            hovertemplate="%{fullData.name}<extra></extra>", showlegend=False,
            line={"color": palette.ink, "width": 1.5, "dash": dash},
        )  # fmt: skip
        canvas.text(
            text=safe(gap_words.amount(aim.value, drawing.unit, words)), xref="paper", x=1, xanchor="left",
            xshift=3, y=float(aim.value), font={"size": SMALL, "color": palette.ink},
        )  # fmt: skip
    if drawing.breaks is not None:
        at, text = drawing.breaks
        canvas.figure.add_scatter(
            mode="lines", name=safe(text), x=[at - 0.5] * 2, y=[low, high], showlegend=False,
            hovertemplate="%{fullData.name}<extra></extra>",
            line={"color": palette.quiet, "width": 1.5, "dash": "dot"},
        )  # fmt: skip
        canvas.text(
            text="<br>".join(safe(line) for line in wrap(text, 18)), x=at - 0.5, y=high, xanchor="right",
            yanchor="top", align="right", font={"size": SMALL - 1, "color": palette.quiet},
        )  # fmt: skip
    steps = round_ticks(low, high, 6)
    ticks = _years(drawing)
    named = [text if n % (1 + (len(ticks) > AXIS_YEARS)) == 0 else "" for n, (_, text) in enumerate(ticks)]
    canvas.figure.update_layout(
        showlegend=len(drawing.series) > 1,
        legend={"font": {"size": SMALL}, "y": 1, "yanchor": "bottom"},
        xaxis=axis(palette, [at for at, _ in ticks], [safe(text) for text in named],
                   range=[-0.5, len(across) - 0.5], showgrid=False, tickcolor=palette.quiet)
        | {"ticks": "outside"},
        yaxis=axis(palette, steps, lanes.tick_texts(drawing, steps, words), range=[low, high]),
    )  # fmt: skip
    return canvas


def _years(drawing: Drawing) -> list[tuple[int, str]]:
    """Where on the axis of time each year begins, with its name."""
    found: list[tuple[int, str]] = []
    for n, row in enumerate(drawing.rows):
        name = row.tick or row.label
        if not found or found[-1][1] != name:
            found.append((n, name))
    return found
