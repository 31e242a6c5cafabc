"""Roads as pictures: what the cost of each is made of, and how soon and how much it brings."""

from collections.abc import Callable, Sequence
from math import log10

import plotly.graph_objects as go

from channels.compare.comparison import Comparison
from channels.compare.expected_marks import ExpectedKind
from channels.dataset.dataset import Dataset
from channels.pricing.offers import Offer
from channels.pricing.ranking import in_senders_currency, known_cost
from channels.terms import Channel
from components.charts.frame import (
    PLOT,
    SMALL,
    TYPE,
    Label,
    axis,
    blank,
    figures,
    folded,
    name_at,
    over_the_axis,
    pixels,
    round_ticks,
    safe,
)
from components.charts.palette import MARKERS, PATTERNS, Palette
from components.i18n import Words
from components.words import offers as offer_words
from components.words.costs import shown as costs_shown
from components.words.costs import text as cost_text
from components.words.costs import total as total_cost

MOST_BARS = 8
MOST_NAMES = 6
ROW = 54
TIMES = (5, 15, 60, 240, 1_440, 4_320, 10_080)
"""Minutes that stand under the picture of time, as far as they are needed."""


def costs(
    comparison: Comparison, roads: Sequence[Offer], data: Dataset, words: Words, palette: Palette
) -> go.Figure:
    """A bar for each road, the three parts of its cost one after another, the dearest at the foot."""
    shown = by_cost(roads)[:MOST_BARS]
    figure = blank(palette, ROW * len(shown) + 84, right=84, top=76)
    for part, key in enumerate(part_keys(comparison)):
        _part(figure, part, words(key), shown, words, palette)
    for row, offer in enumerate(shown):
        _bar_words(figure, row, offer, offer_words.road_name(offer, data, words), words, palette)
    ends = [[sum(p for p in parts_of(o) if (p < 0) == below) for o in shown] for below in (True, False)]
    band = expected_band(comparison, roads)
    if band is not None:
        _band(figure, band, words, palette)
        ends[1].append(band[1])
    figure.update_layout(
        barmode="relative",
        showlegend=True,
        legend={"font": {"size": SMALL}, "y": 1, "yanchor": "bottom"},
        xaxis={"visible": False, "fixedrange": True, "range": [min(ends[0]), max(*ends[1], 1.0)]},
        yaxis={"visible": False, "fixedrange": True, "range": [len(shown) - 0.6, -0.85]},
    )
    return figure


def expected_band(comparison: Comparison, roads: Sequence[Offer]) -> tuple[float, float] | None:
    """The least and the most that what to expect would cost, in the sender's currency like the bars.

    None where the expectation rests on the bars themselves, on an exchange alone, or on nothing.
    """
    found = comparison.expected
    if not roads or found is None or found.span is None or found.kind is not ExpectedKind.ELSEWHERE:
        return None
    ends = [end.cost for end in (found.span.best, found.span.worst)]
    costs_here = [float(cost) for cost in ends if cost is not None]
    return (costs_here[0], costs_here[1]) if len(costs_here) == len(ends) else None


def _band(figure: go.Figure, band: tuple[float, float], words: Words, palette: Palette) -> None:
    """What is expected, behind the bars and named over them."""
    figure.add_vrect(
        x0=band[0], x1=band[1], layer="below", line_width=0, fillcolor=palette.ink, opacity=0.12,
        annotation={
            "text": safe(words("chart.expected")), "font": {"size": SMALL, "color": palette.ink},
            "yanchor": "bottom",
        },
        annotation_position="bottom left",
    )  # fmt: skip


def by_cost(roads: Sequence[Offer]) -> list[Offer]:
    """The cheapest first; of equal ones the order stays."""
    return sorted(roads, key=lambda o: known_cost(o) or 0)


def part_keys(comparison: Comparison) -> tuple[str, str, str]:
    """The names of the three parts of a cost, as the reader stands to them."""
    if offer_words.is_outbound(comparison):
        return "part.fee_there", "part.hidden", "part.receipt_there"
    return "part.fee_here", "part.hidden", "part.receipt_here"


def parts_of(offer: Offer) -> tuple[float, float, float]:
    """From the sender, hidden in the rate, on receipt, in the sender's currency; they sum to the cost."""
    fee, hidden, receipt = (
        float(in_senders_currency(part, offer) or 0) for part in (offer.fee, offer.hidden, offer.receipt)
    )
    return fee, hidden, receipt


def _part(
    figure: go.Figure, part: int, name: str, shown: Sequence[Offer], words: Words, palette: Palette
) -> None:
    texts = []
    for offer in shown:
        cost = costs_shown(offer)
        known = cost is not None and (part < 2 or offer.receipt_known)
        texts.append(
            cost_text(cost.parts[part], cost.currency, words)
            if cost is not None and known
            else words("unknown.short")
        )
    figure.add_bar(
        orientation="h", name=safe(name), width=0.34, y=list(range(len(shown))),
        x=[parts_of(offer)[part] for offer in shown],
        customdata=texts, hovertemplate="%{fullData.name}: %{customdata}<extra></extra>",
        marker={
            "color": palette.parts[part],
            "line": {"color": palette.ink, "width": 1},
            "pattern": {
                "shape": PATTERNS[part], "fillmode": "overlay", "fgcolor": palette.paper,
                "fgopacity": 0.85, "size": 7, "solidity": 0.25,
            },
        },
    )  # fmt: skip


def _bar_words(figure: go.Figure, row: int, offer: Offer, name: str, words: Words, palette: Palette) -> None:
    """The road's name over its bar, and the whole cost at the bar's end."""
    figure.add_annotation(
        text=safe(name), xref="paper", x=0, y=row, xanchor="left", yanchor="bottom", yshift=10,
        showarrow=False, font={"size": TYPE, "color": palette.ink},
    )  # fmt: skip
    figure.add_annotation(
        text=f"<b>{safe(total_cost(offer, words) or words('unknown.short'))}</b>",
        x=sum(p for p in parts_of(offer) if p > 0), y=row, xanchor="left", xshift=6, showarrow=False,
        font={"size": TYPE, "color": palette.ink},
    )  # fmt: skip


def times(
    comparison: Comparison, roads: Sequence[Offer], best: Sequence[Offer], data: Dataset, words: Words,
    palette: Palette,
) -> go.Figure:  # fmt: skip
    """A point for each road: how soon and how much; those that no other beats stand on one line."""
    timed = [o for o in roads if o.minutes_most is not None]
    figure = blank(palette, PLOT + 150, right=20, top=92)
    figure.add_scatter(
        mode="lines+markers", name=safe(words("chart.unbeaten")), x=[_wait(o) for o in best],
        y=[float(o.received or 0) for o in best], hoverinfo="skip", showlegend=False,
        line={"color": palette.ink, "width": 1.5, "shape": "hv"},
        marker={"symbol": "circle-open", "size": 22, "color": palette.ink, "line": {"width": 1.5}},
    )  # fmt: skip
    for kind in dict.fromkeys(o.channel for o in sorted(timed, key=lambda o: o.channel or "")):
        _points(figure, kind, [o for o in timed if o.channel is kind], data, words, palette)
    amounts_seen = [float(o.received or 0) for o in timed]
    room = max((max(amounts_seen) - min(amounts_seen)) * 0.12, 1.0)
    low, high = min(amounts_seen) - room, max(amounts_seen) + room
    ends = [min(_wait(o) for o in timed), max(_wait(o) for o in timed)]
    waits = [t for t in TIMES if ends[0] - 0.4 <= log10(t) <= ends[1] + 0.4]
    steps = round_ticks(low, high, 6)
    figure.update_layout(
        showlegend=True,
        legend={"font": {"size": SMALL}, "y": 1 + 34 / PLOT},
        xaxis=axis(
            palette, [log10(t) for t in waits], [folded(words.duration(t, t)) for t in waits],
            range=[ends[0] - 0.3, ends[1] + 0.3], title=words("axis.time"),
        ),
        yaxis=axis(palette, steps, figures(steps, words), range=[low, high]),
    )  # fmt: skip
    currency = words.currency(roads[0].currency)
    over_the_axis(figure, words("axis.received", currency=currency), palette)
    _names(figure, timed, best, sum(ends) / 2, pixels(low, high), data, words, palette)
    return figure


def _wait(offer: Offer) -> float:
    return log10(max(offer.minutes_most or 1, 1))


def _points(
    figure: go.Figure,
    kind: Channel | None,
    offers: Sequence[Offer],
    data: Dataset,
    words: Words,
    palette: Palette,
) -> None:
    figure.add_scatter(
        mode="markers", name=safe(words(f"channel.{kind or 'unknown'}")), x=[_wait(o) for o in offers],
        y=[float(o.received or 0) for o in offers],
        marker={
            "symbol": MARKERS[kind], "size": 12, "color": palette.of(kind),
            "line": {"color": palette.paper, "width": 1},
        },
        customdata=[
            [
                safe(offer_words.road_name(o, data, words)),
                offer_words.received(o, words),
                offer_words.duration(o, words),
            ]
            for o in offers
        ],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )  # fmt: skip


def _names(
    figure: go.Figure, timed: Sequence[Offer], best: Sequence[Offer], middle: float,
    at: Callable[[float], float], data: Dataset, words: Words, palette: Palette,
) -> None:  # fmt: skip
    """Names for the roads that no other beats and the next best, each provider once."""
    first: dict[str, Offer] = {}
    for offer in (*best, *timed):
        first.setdefault(offer.provider, offer)
    named = list(first.values())[:MOST_NAMES]
    for left in (False, True):
        labels = [
            Label(
                _wait(o),
                float(o.received or 0),
                folded(offer_words.provider(o.provider, data, words)),
                palette.of(o.channel),
            )
            for o in named
            if (_wait(o) > middle) is left
        ]
        name_at(figure, labels, palette, at=at, left=left)
