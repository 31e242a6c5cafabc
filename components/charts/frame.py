"""The frame of every picture: paper, type, axes in the reader's language, labels that do not cross."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from components.charts.palette import Palette
from components.i18n import Words

TYPE = 14
SMALL = 13
LINE = 17
"""Pixels from one line of small type to the next."""
NAME_WIDTH = 15
"""Letters after which a name at a line's end goes on below."""
PLOT = 270
"""Pixels of the inner height of a picture with two axes."""
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}
"""How a picture is shown: without Plotly's own buttons and hints, which are in English."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name that belongs at a point of a picture, both in the picture's own units."""

    x: float
    y: float
    text: str
    colour: str


@dataclass(frozen=True)
class Canvas:
    """A figure with the texts and shapes that are still to be put on it, all at once.

    Plotly validates all that is there each time that one is added.
    """

    figure: go.Figure
    texts: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)

    def text(self, **what: Any) -> None:
        """A text, with the properties of Plotly's annotations."""
        self.texts.append({"showarrow": False, **what})

    def shape(self, **what: Any) -> None:
        """A shape, with Plotly's properties."""
        self.shapes.append(what)

    def drawn(self) -> go.Figure:
        """The figure with everything on it."""
        return self.figure.update_layout(annotations=self.texts, shapes=self.shapes)


def safe(text: str) -> str:
    """A text as Plotly shows it letter by letter."""
    return escape(text, quote=False)


def folded(name: str) -> str:
    """A name in lines short enough for a phone's margin."""
    return "<br>".join(safe(line) for line in wrap(name, NAME_WIDTH, break_long_words=False))


def blank(palette: Palette, height: int, *, right: int = 8, top: int = 8, bottom: int = 8) -> go.Figure:
    """An empty picture on its own paper, readable at 390 pixels; nothing in it moves under a finger."""
    figure = go.Figure()
    figure.update_layout(
        template="none",
        height=height,
        margin={"l": 8, "r": right, "t": top, "b": bottom, "pad": 4},
        paper_bgcolor=palette.paper,
        plot_bgcolor=palette.paper,
        font={"family": '"Source Sans", "Source Sans Pro", sans-serif', "size": TYPE, "color": palette.ink},
        hoverlabel={"bgcolor": palette.paper, "bordercolor": palette.ink, "font": {"color": palette.ink}},
        dragmode=False,
        showlegend=False,
        legend={
            "orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom",
            "itemclick": False, "itemdoubleclick": False, "traceorder": "normal",
        },
    )  # fmt: skip
    return figure


def axis(
    palette: Palette, ticks: Sequence[float], texts: Sequence[str], *, title: str = "", **more: Any
) -> dict[str, Any]:
    """An axis with these ticks and this title, all already in the reader's language."""
    return {
        "title": {"text": safe(title), "standoff": 8, "font": {"size": SMALL, "color": palette.quiet}},
        "tickmode": "array",
        "tickvals": list(ticks),
        "ticktext": list(texts),
        "tickfont": {"color": palette.ink, "size": SMALL},
        "gridcolor": palette.grid,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        **more,
    }


def round_ticks(low: float, high: float, most: int) -> list[float]:
    """At most so many round whole numbers that lie between two, in even steps of 1, 2, 5, 10 and so on."""
    span = high - low
    step = next(
        size
        for power in range(12)
        for size in (1 * 10.0**power, 2 * 10.0**power, 5 * 10.0**power)
        if span / size <= most - 1
    )
    first = int(-(-low // step))
    return [n * step for n in range(first, int(high // step) + 1)]


def figures(ticks: Sequence[float], words: Words) -> list[str]:
    """Ticks as the language writes numbers."""
    return [
        words.number(Decimal(str(tick)).normalize() if tick % 1 else Decimal(int(tick))) for tick in ticks
    ]


def over_the_axis(figure: go.Figure, text: str, palette: Palette) -> None:
    """Name the upright axis by a line of text over it, which a phone has room for."""
    figure.add_annotation(
        text=safe(text), xref="paper", yref="paper", x=0, y=1, xanchor="left", yanchor="bottom",
        yshift=10, showarrow=False, font={"size": SMALL, "color": palette.quiet}, align="left",
    )  # fmt: skip


def mark(figure: go.Figure, x: float, text: str, palette: Palette) -> None:
    """An upright line at the amount that the reader asked about."""
    figure.add_shape(
        type="line", xref="x", yref="paper", x0=x, x1=x, y0=0, y1=1, layer="below",
        line={"color": palette.quiet, "width": 1.5, "dash": "dot"},
    )  # fmt: skip
    figure.add_annotation(
        text=safe(text), xref="x", yref="paper", x=x, y=1, xanchor="left", yanchor="top", xshift=4,
        showarrow=False, font={"size": SMALL, "color": palette.quiet}, bgcolor=palette.paper, borderpad=1,
    )  # fmt: skip


def name_at(
    figure: go.Figure, labels: Sequence[Label], palette: Palette, *, at: Callable[[float], float],
    left: bool = False,
) -> None:  # fmt: skip
    """Put names beside their points, moved up or down until no two cross.

    `at` gives the height in the plot for a value of the upright axis (`pixels`). `left` puts the names
    on the left of their points.
    """
    sizes = [LINE * (label.text.count("<br>") + 1) for label in labels]
    places = spread([at(label.y) for label in labels], sizes, PLOT)
    for label, place in zip(labels, places, strict=True):
        figure.add_annotation(
            text=label.text, x=label.x, y=label.y, ax=-14 if left else 14, ay=at(label.y) - place,
            xanchor="right" if left else "left", yanchor="middle", align="right" if left else "left",
            showarrow=True, arrowhead=0, arrowwidth=1, arrowcolor=label.colour, standoff=5,
            font={"size": SMALL, "color": label.colour}, bgcolor=palette.paper, borderpad=1,
        )  # fmt: skip


def pixels(low: float, high: float) -> Callable[[float], float]:
    """The height in the plot, in pixels from its foot, of a value on the upright axis."""
    return lambda value: (value - low) / (high - low) * PLOT


def spread(wanted: Sequence[float], sizes: Sequence[float], height: float) -> list[float]:
    """Places near the wanted ones where things of these sizes do not cross, in the height if it can be."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    places = [0.0] * len(wanted)
    floor = 0.0
    for n in order:
        places[n] = max(wanted[n], floor + sizes[n] / 2)
        floor = places[n] + sizes[n] / 2
    ceiling = max(height, sum(sizes))
    for n in reversed(order):
        places[n] = min(places[n], ceiling - sizes[n] / 2)
        ceiling = places[n] - sizes[n] / 2
    return places
