"""Drawings as Plotly figures: names over their bars, so that a phone has room for both."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from channels.policy_terms import Unit
from components.charts.drawings import Drawing, DrawingForm, Field, Level, SeriesRow, told
from components.charts.drawings import figure as figure_of
from components.charts.frame import CONFIG, SMALL, TYPE, Canvas, axis, blank, figures, round_ticks, safe
from components.charts.palette import Palette
from components.i18n import Words

LETTERS = 46
"""Letters of a row's name that stand beside each other on a phone."""
SMALL_LETTERS = 52
LANE = 26
"""Pixels of a bar or a dot."""
TEXT = 19
"""Pixels from one line of a name to the next, as Plotly sets them."""
BETWEEN = 14
HEAD = 9
"""Letters of a column's head that stand beside each other on a phone."""
MOST_MARKS = 20
"""Points of a line beyond which their marks would hide each other; the first line always has them."""
TILE = 74
SIDES = 4
MARKS = ("circle", "diamond", "square", "triangle-up")
DASHES = ("solid", "dot")


def plot(drawing: Drawing, words: Words, palette: Palette) -> go.Figure:
    """The figure of a drawing, whatever its shape."""
    made: dict[DrawingForm, Callable[[Drawing, Words, Palette], Canvas]] = {
        DrawingForm.TRACKS: _tracks,
        DrawingForm.BARS: _bars,
        DrawingForm.GRID: _grid,
        DrawingForm.TILES: _tiles,
        DrawingForm.LINES: _lines,
        DrawingForm.STEPS: _steps,
    }
    figure = made[drawing.shape](drawing, words, palette).drawn()
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


def _tracks(drawing: Drawing, words: Words, palette: Palette) -> Canvas:
    """A lane for each row: its values as dots on a line from the least to the most."""
    ends = [value for row in drawing.rows for value in row.values if value is not None]
    ends += [aim.value for aim in drawing.aims]
    low, high = _ends(ends, drawing)
    canvas, places = _lanes(drawing, words, palette, low=low, high=high)
    for row, y in zip(drawing.rows, places, strict=True):
        known = [float(value) for value in row.values if value is not None]
        if len(known) > 1:
            canvas.shape(
                type="line", x0=min(known), x1=max(known), y0=y, y1=y, layer="below",
                line={"color": palette.quiet, "width": 3},
            )  # fmt: skip
        if not known:
            _nothing(canvas, y, low, words, palette)
    for n, name in enumerate(drawing.series):
        seen = [(row, y) for row, y in zip(drawing.rows, places, strict=True) if row.values[n] is not None]
        canvas.figure.add_scatter(
            mode="markers", name=safe(name), x=[float(row.values[n] or 0) for row, _ in seen],
            y=[y for _, y in seen], marker=_marker(n, palette),
            customdata=[figure_of(drawing, row.values[n], words) for row, _ in seen],
            hovertemplate="%{fullData.name}: %{customdata}<extra></extra>",
        )  # fmt: skip
    return canvas


def _marker(n: int, palette: Palette) -> dict[str, Any]:
    colours = (palette.accent, palette.ink, palette.quiet, palette.paper)
    return {
        "symbol": MARKS[n % len(MARKS)], "size": 13, "color": colours[n % len(colours)],
        "line": {"color": palette.paper if n < 3 else palette.ink, "width": 1.5},
    }  # fmt: skip


def _nothing(canvas: Canvas, y: float, low: float, words: Words, palette: Palette) -> None:
    canvas.text(
        text=safe(words("gap.not_known")), x=low, y=y, xanchor="left",
        font={"size": SMALL, "color": palette.quiet},
    )  # fmt: skip


def _bars(drawing: Drawing, words: Words, palette: Palette) -> Canvas:
    """A bar for each row, its parts one after another; what hides a figure is hatched."""
    sums = [sum((value or Decimal(0) for value in row.values), Decimal(0)) for row in drawing.rows]
    _, high = _ends([*sums, *(aim.value for aim in drawing.aims)], drawing)
    canvas, places = _lanes(drawing, words, palette, low=0, high=high)
    for row, y in zip(drawing.rows, places, strict=True):
        if drawing.most is not None:
            _box(canvas, 0, high, y, palette.grid)
        if all(value is None for value in row.values):
            _nothing(canvas, y, high * 0.01, words, palette)
    fills = _fills(drawing, palette)
    for n, name in enumerate(drawing.series):
        colour, pattern = fills[n]
        hatched = ["/" if row.hatched else pattern for row in drawing.rows]
        canvas.figure.add_bar(
            orientation="h", name=safe(name), y=list(places), width=LANE - 10,
            x=[float(row.values[n] or 0) for row in drawing.rows],
            customdata=[figure_of(drawing, row.values[n], words) for row in drawing.rows],
            hovertemplate="%{fullData.name}: %{customdata}<extra></extra>",
            marker={
                "color": colour, "line": {"color": palette.ink, "width": 0.5},
                "pattern": {
                    "shape": hatched, "fillmode": "overlay", "fgcolor": palette.paper, "fgopacity": 0.9,
                    "size": 7, "solidity": 0.35,
                },
            },
        )  # fmt: skip
    canvas.figure.update_layout(barmode="stack")
    return canvas


def _fills(drawing: Drawing, palette: Palette) -> list[tuple[str, str]]:
    """The colour and the hatching of each part."""
    if len(drawing.series) == 2:
        return [(palette.parts[0], ""), (palette.parts[1], "/")]
    return [(palette.accent, ""), (palette.accent, "/"), (palette.grid, "")]


def _lanes(
    drawing: Drawing, words: Words, palette: Palette, *, low: float, high: float
) -> tuple[Canvas, list[float]]:
    """The frame of a picture of lanes: names, small lines and targets; and the height of each lane."""
    blocks = [_block(drawing, row, words) for row in drawing.rows]
    heights = [TEXT * (len(name) + len(small)) + LANE + BETWEEN for name, small in blocks]
    keys = [*(drawing.series if len(drawing.series) > 1 else ()), *(aim.name for aim in drawing.aims)]
    top, foot = 34 + 21 * _key_lines(keys), 34
    whole = sum(heights)
    canvas = Canvas(blank(palette, whole + top + foot, top=top, bottom=foot, right=26))
    canvas.figure.update_layout(margin={"l": 16, "autoexpand": False})
    places, y = [], 0.0
    for row, (name, small), height in zip(drawing.rows, blocks, heights, strict=True):
        _text(canvas, name, y, TYPE, palette.ink, bold=row.own)
        _text(canvas, small, y + TEXT * len(name), SMALL, palette.ink)
        places.append(y + height - BETWEEN - LANE / 2)
        y += height
    ticks = round_ticks(low, high, 6) if high - low >= 4 else [low, (low + high) / 2, high]
    canvas.figure.update_layout(
        xaxis=axis(
            palette,
            ticks,
            _tick_texts(drawing, ticks, words),
            range=[low, high],
            showgrid=False,
            automargin=False,
            tickcolor=palette.quiet,
            showline=True,
            linecolor=palette.grid,
        )
        | {"ticks": "outside"},
        yaxis={"visible": False, "fixedrange": True, "range": [whole, 0]},
        showlegend=bool(keys),
        legend={"font": {"size": SMALL}, "y": 1, "yanchor": "bottom"},
    )
    for aim, dash in zip(drawing.aims, DASHES, strict=False):
        # A tick across each lane: a line through the words would strike them out.
        across = [float(aim.value), float(aim.value), None] * len(places)
        upright = [end for y in places for end in (y - LANE / 2, y + LANE / 2, None)]
        canvas.figure.add_scatter(
            mode="lines", name=safe(aim.name), x=across, y=upright, hoverinfo="skip",
            line={"color": palette.ink, "width": 2.5, "dash": dash},
        )  # fmt: skip
    return canvas, places


def _text(
    canvas: Canvas, lines: Sequence[str], y: float, size: int, colour: str, *, bold: bool = False
) -> None:
    """Lines of text from a height downwards, at the picture's left."""
    if not lines:
        return
    shown = "<br>".join(safe(line) for line in lines)
    canvas.text(
        text=f"<b>{shown}</b>" if bold else shown, xref="paper", x=0, y=y, xanchor="left", yanchor="top",
        align="left", font={"size": size, "color": colour},
    )  # fmt: skip


def _tick_texts(drawing: Drawing, ticks: Sequence[float], words: Words) -> list[str]:
    """Ticks as the language writes them, percentages as such."""
    texts = figures(ticks, words)
    return [words("form.percent", number=text) for text in texts] if drawing.unit is Unit.PERCENT else texts


def _block(drawing: Drawing, row: SeriesRow, words: Words) -> tuple[list[str], list[str]]:
    """A row's name and its small lines, folded for a phone: its figures, then what is to know of them."""
    known = any(value is not None for value in row.values)
    figures_told = told(drawing, row, words) if known and not row.hatched else ""
    said = dict.fromkeys(text for text in (figures_told, row.detail) if text)
    small = [line for text in said for line in wrap(text, SMALL_LETTERS)]
    return wrap(row.label, LETTERS), small


def _key_lines(keys: Sequence[str]) -> int:
    """How many lines the key needs on a phone."""
    if not keys:
        return 0
    # Plotly gives each entry the width of the longest.
    beside = max(1, LETTERS // (max(len(key) for key in keys) + 7))
    return -(-len(keys) // beside)


def _ends(values: Sequence[Decimal], drawing: Drawing) -> tuple[float, float]:
    low = min([0.0, *(float(value) for value in values)])
    high = max([float(value) for value in values], default=1.0)
    if drawing.most is not None:
        high = max(high, float(drawing.most))
    room = (high - low) * 0.03 or 1.0
    return (low - room if low < 0 else 0.0), high if drawing.most is not None else high + room


def _box(canvas: Canvas, x0: float, x1: float, y: float, colour: str) -> None:
    canvas.shape(
        type="rect", x0=x0, x1=x1, y0=y - LANE / 2 + 5, y1=y + LANE / 2 - 5, layer="below",
        line={"color": colour, "width": 1},
    )  # fmt: skip


def _grid(drawing: Drawing, words: Words, palette: Palette) -> Canvas:
    """A row of fields for each row's name, under heads that stand once."""
    columns = len(drawing.series)
    heads = [wrap(name, HEAD, break_long_words=False) for name in drawing.series]
    top = 20 + 15 * max(len(head) for head in heads)
    row_height = TEXT + LANE + 8
    whole = row_height * len(drawing.rows)
    canvas = Canvas(blank(palette, whole + top + 30, top=top + 22))
    for n, head in enumerate(heads):
        canvas.text(
            text="<br>".join(safe(line) for line in head), x=n + 0.5, yref="paper", y=1, yanchor="bottom",
            font={"size": SMALL - 1, "color": palette.quiet},
        )  # fmt: skip
    for r, row in enumerate(drawing.rows):
        y = r * row_height
        canvas.text(
            text=safe(row.label), xref="paper", x=0, y=y, xanchor="left", yanchor="top",
            font={"size": TYPE, "color": palette.ink},
        )  # fmt: skip
        for n, field in enumerate(row.fields):
            _field(canvas, field, (n + 0.03, n + 0.97), (y + TEXT + 4, y + TEXT + 4 + LANE), palette)
    canvas.figure.update_layout(
        xaxis={"visible": False, "fixedrange": True, "range": [0, columns]},
        yaxis={"visible": False, "fixedrange": True, "range": [whole, 0]},
    )
    # Without any trace Plotly draws axes of its own choice.
    canvas.figure.add_scatter(x=[0], y=[0], mode="markers", marker={"opacity": 0}, hoverinfo="skip")
    return canvas


def _field(
    canvas: Canvas, field: Field, across: tuple[float, float], down: tuple[float, float], palette: Palette
) -> None:
    fills = {
        Level.FULL: palette.accent, Level.PART: palette.paper, Level.NONE: palette.paper,
        Level.UNKNOWN: palette.grid,
    }  # fmt: skip
    dashes = {Level.NONE: "dot", Level.UNKNOWN: "dot"}
    canvas.shape(
        type="rect", x0=across[0], x1=across[1], y0=down[0], y1=down[1], fillcolor=fills[field.level],
        layer="below",
        line={
            "color": palette.accent if field.level in (Level.FULL, Level.PART) else palette.quiet,
            "width": 2 if field.level is Level.PART else 1, "dash": dashes.get(field.level, "solid"),
        },
    )  # fmt: skip
    full = field.level is Level.FULL
    canvas.text(
        text=safe(field.text), x=sum(across) / 2, y=sum(down) / 2,
        font={"size": SMALL, "color": palette.paper if full else palette.ink},
    )  # fmt: skip


def _tiles(drawing: Drawing, words: Words, palette: Palette) -> Canvas:
    """A tile for each region, roughly where it lies."""
    placed = [row for row in drawing.rows if row.place is not None]
    rows = max(place[1] for row in placed if (place := row.place)) + 1
    canvas = Canvas(blank(palette, TILE * rows + 44, top=36))
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
    canvas.figure.add_scatter(x=[0], y=[0], mode="markers", marker={"opacity": 0}, hoverinfo="skip")
    return canvas


def _lines(drawing: Drawing, words: Words, palette: Palette) -> Canvas:
    """A line for each series through time; what was noted otherwise has open marks, the break a line."""
    values = [value for row in drawing.rows for value in row.values if value is not None]
    low, high = _ends([*values, *(aim.value for aim in drawing.aims)], drawing)
    keys = [*drawing.series, *(aim.name for aim in drawing.aims), *(drawing.breaks or ())[1:]]
    canvas = Canvas(blank(palette, 330 + 21 * _key_lines(keys), top=34 + 21 * _key_lines(keys), right=14))
    across = list(range(len(drawing.rows)))
    for n, name in enumerate(drawing.series):
        marker = _marker(n, palette)
        open_ = [row.hatched and n == 0 for row in drawing.rows]
        marker["symbol"] = [marker["symbol"] + ("-open" if one else "") for one in open_]
        marker["size"] = 9
        marker["line"] = {"color": marker["color"], "width": 1.5}
        canvas.figure.add_scatter(
            mode="lines+markers" if any(open_) or len(across) <= MOST_MARKS else "lines", name=safe(name),
            connectgaps=not drawing.gapped, x=across,
            y=[None if row.values[n] is None else float(row.values[n] or 0) for row in drawing.rows],
            line={"color": marker["color"], "width": 2, "dash": "solid" if n == 0 else "dot"}, marker=marker,
            customdata=[
                [safe(row.label), figure_of(drawing, row.values[n], words)] for row in drawing.rows
            ],
            hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
        )  # fmt: skip
    for aim, dash in zip(drawing.aims, ("dash", "dashdot"), strict=False):
        canvas.figure.add_scatter(
            mode="lines", name=safe(aim.name), x=[across[0], across[-1]], y=[float(aim.value)] * 2,
            hoverinfo="skip", line={"color": palette.ink, "width": 1.5, "dash": dash},
        )  # fmt: skip
    if drawing.breaks is not None:
        at, text = drawing.breaks
        canvas.figure.add_scatter(
            mode="lines", name=safe(text), x=[at - 0.5] * 2, y=[low, high], hoverinfo="skip",
            line={"color": palette.quiet, "width": 1.5, "dash": "dot"},
        )  # fmt: skip
    steps = round_ticks(low, high, 6)
    few = sorted({0, len(across) // 2, len(across) - 1})
    names = [drawing.rows[n].tick or drawing.rows[n].label for n in few]
    canvas.figure.update_layout(
        showlegend=True,
        legend={"font": {"size": SMALL}, "y": 1, "yanchor": "bottom"},
        xaxis=axis(palette, few, ["<br>".join(safe(x) for x in wrap(name, 12)) for name in names],
                   range=[-0.5, len(across) - 0.5]),
        yaxis=axis(palette, steps, _tick_texts(drawing, steps, words), range=[low, high]),
    )  # fmt: skip
    return canvas


def _steps(drawing: Drawing, words: Words, palette: Palette) -> Canvas:
    """A waterfall lying on its side: each step begins where the one before ends; sums begin at nothing."""
    tops = [float(row.values[-1] or 0) for row in drawing.rows]
    high = max(tops) * 1.03
    canvas, places = _lanes(drawing, words, palette, low=0, high=high)
    canvas.figure.update_layout(showlegend=False)
    at = 0.0
    starts, sizes, colours, shapes = [], [], [], []
    for row, value in zip(drawing.rows, tops, strict=True):
        start = 0.0 if row.own else at if value >= 0 else at + value
        starts.append(start)
        sizes.append(abs(value))
        at = value if row.own else at + value
        colours.append(palette.ink if row.own else palette.parts[0] if value >= 0 else palette.accent)
        shapes.append("" if row.own or value >= 0 else "/")
    canvas.figure.add_bar(
        orientation="h", y=places, x=sizes, base=starts, width=LANE - 8,
        marker={
            "color": colours, "line": {"color": palette.ink, "width": 0.5},
            "pattern": {"shape": shapes, "fillmode": "overlay", "fgcolor": palette.paper, "size": 7},
        },
        customdata=[row.detail for row in drawing.rows],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    return canvas
