"""Roads over the amount as pictures: a line for each, with its steps, its floors and its limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import plotly.graph_objects as go

from channels.compare.amount_curves import Beside, Curve
from channels.compare.comparison import Comparison
from channels.dataset.dataset import Dataset
from channels.pricing.ranking import known_cost
from channels.terms import InformalKind
from components.charts.captions import outside_cost
from components.charts.frame import (
    PLOT,
    Label,
    axis,
    blank,
    figures,
    folded,
    mark,
    name_at,
    over_the_axis,
    pixels,
    round_ticks,
    safe,
)
from components.charts.palette import DASHES, MARKERS, Kind, Palette
from components.i18n import Words
from components.words import costs
from components.words import offers as offer_words

RIGHT = 112
"""Pixels for the names at the lines' ends."""
LONGEST_TICK = 7
"""Letters of which three stand beside each other on a phone."""


def amounts(
    comparison: Comparison, found: Sequence[Curve], data: Dataset, words: Words, palette: Palette
) -> go.Figure:
    """A line for each road: its cost for other amounts, to where its limit is."""
    lines = [
        AmountLine(
            name=offer_words.provider(curve.offer.provider, data, words),
            kind=curve.offer.channel,
            points=[(float(a), None if o is None else float(known_cost(o) or 0)) for a, o in curve.points],
            limit=None if curve.limit is None else float(curve.limit),
        )
        for curve in found
    ]
    return _lines(comparison, lines, words, palette)


def outside(
    comparison: Comparison, found: Sequence[Beside], data: Dataset, words: Words, palette: Palette
) -> go.Figure:
    """Two lines: what the best checked road and the unlicensed one take of the same amount."""
    first = next(row for row in found if row.outlay == comparison.transfer.send)
    assert first.formal is not None
    formal = [
        (float(r.outlay), None if r.formal is None else float(known_cost(r.formal) or 0)) for r in found
    ]
    taken = [
        (float(r.outlay), None if r.outside.received is None else float(outside_cost(r, comparison)))
        for r in found
    ]
    road = first.outside.road.name.text_in(words.language)
    lines = [
        AmountLine(words("table.formal"), first.formal.channel, formal),
        AmountLine(road, InformalKind.UNLICENSED, taken),
    ]
    return _lines(comparison, lines, words, palette)


@dataclass(frozen=True, slots=True)
class AmountLine:
    """One line of a picture of amounts: outlay and cost, None where there is no price."""

    name: str
    kind: Kind | None
    points: Sequence[tuple[float, float | None]]
    limit: float | None = None

    @property
    def end(self) -> tuple[float, float]:
        """The last point that has a price."""
        return next((x, y) for x, y in reversed(self.points) if y is not None)


def _lines(comparison: Comparison, lines: Sequence[AmountLine], words: Words, palette: Palette) -> go.Figure:
    """Lines over the amounts, each with its name at its end, the amount asked marked on them."""
    transfer = comparison.transfer
    assert transfer.send is not None
    send = float(transfer.send)
    costs_seen = [y for line in lines for _, y in line.points if y is not None]
    low, high = min(0.0, *costs_seen), max(*costs_seen, 1.0)
    most = max(x for line in lines for x, _ in line.points)
    figure = blank(palette, PLOT + 110, right=RIGHT, top=44)
    for line, dash in zip(lines, DASHES, strict=False):
        figure.add_scatter(
            mode="lines", name=safe(line.name), x=[x for x, _ in line.points], y=[y for _, y in line.points],
            line={"color": palette.of(line.kind), "dash": dash, "width": 2.5}, connectgaps=False,
            hoverinfo="skip",
        )  # fmt: skip
    _asked(figure, lines, send, transfer.currency, words, palette)
    _limits(figure, lines, transfer.currency, words, palette)
    ticks, steps = [send, 2 * send, most], round_ticks(low, high, 6)
    if max(len(text) for text in figures(ticks, words)) > LONGEST_TICK:
        ticks = [send, most]
    sent = words("axis.sent", currency=words.currency(transfer.currency))
    figure.update_layout(
        xaxis=axis(palette, ticks, figures(ticks, words), range=[0, most], title=sent),
        yaxis=axis(palette, steps, figures(steps, words), range=[low, high * 1.04]),
    )
    mark(figure, send, words("chart.chosen"), palette)
    over_the_axis(figure, words("axis.cost", currency=words.currency(transfer.currency)), palette)
    labels = [Label(*line.end, folded(line.name), palette.of(line.kind)) for line in lines]
    name_at(figure, labels, palette, at=pixels(low, high * 1.04))
    return figure


def _asked(
    figure: go.Figure, lines: Sequence[AmountLine], send: float, currency: str, words: Words, palette: Palette
) -> None:
    """A mark on each line at the amount asked."""
    marked = [(line, y) for line in lines for x, y in line.points if x == send and y is not None]
    figure.add_scatter(
        mode="markers", name=safe(words("chart.chosen")), x=[send] * len(marked), y=[y for _, y in marked],
        marker={
            "symbol": [MARKERS[line.kind] for line, _ in marked], "size": 11,
            "color": [palette.of(line.kind) for line, _ in marked],
            "line": {"color": palette.paper, "width": 1.5},
        },
        customdata=[[safe(line.name), costs.alone(Decimal(y), currency, words)] for line, y in marked],
        hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
    )  # fmt: skip


def _limits(
    figure: go.Figure, lines: Sequence[AmountLine], currency: str, words: Words, palette: Palette
) -> None:
    """A bar across the end of each line that a limit ends."""
    ended = [line for line in lines if line.limit is not None]
    if not ended:
        return
    limits = [words.money(Decimal(line.limit or 0), currency, whole=True) for line in ended]
    figure.add_scatter(
        mode="markers", name=safe(words("chart.limit")),
        x=[line.end[0] for line in ended], y=[line.end[1] for line in ended],
        marker={
            "symbol": "line-ns-open", "size": 16,
            "line": {"width": 3, "color": [palette.of(line.kind) for line in ended]},
            "color": [palette.of(line.kind) for line in ended],
        },
        customdata=limits, hovertemplate="%{fullData.name}: %{customdata}<extra></extra>",
    )  # fmt: skip
