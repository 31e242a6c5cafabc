"""How what arrives has moved: a line for each provider over the days, and one at the official rate."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from channels.compare.history import DayPrice, History, cheapest_changes
from channels.dataset.dataset import Dataset
from components.charts.captions import Caption
from components.charts.frame import (
    PLOT,
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
from components.charts.palette import DASHES, MARKERS, Palette
from components.charts.tables import named
from components.i18n import Words
from components.words import offers as offer_words

if TYPE_CHECKING:
    import pandas as pd

MOST = 5
"""Providers whose lines can be told apart."""
RIGHT = 112
"""Pixels for the names at the lines' ends."""
BANK_HOLIDAYS = 5
"""Days without a sheet of the central bank over which its last rate holds; a longer time is a gap."""

Point = tuple[date, Decimal | None]


def moved(found: History, data: Dataset, words: Words, palette: Palette) -> go.Figure:
    """The lines of a history. A day without a price is a gap in a line, never bridged."""
    lines = [_with_gaps([(p.day, p.received) for p in found.of(name)], 1) for name in _shown(found)]
    bank = _with_gaps([(one.day, one.worth) for one in found.official], BANK_HOLIDAYS)
    values = [float(y) for line in (*lines, bank) for _, y in line if y is not None]
    low, high = min(values), max(values)
    room = max((high - low) * 0.08, 1.0)
    low, high = low - room, high + room
    figure = blank(palette, PLOT + 100, right=RIGHT, top=44)
    labels = []
    for name, line, dash in zip(_shown(found), lines, DASHES, strict=False):
        channel = data.providers[name].channel if name in data.providers else None
        colour, shown = palette.of(channel), offer_words.provider(name, data, words)
        figure.add_scatter(
            mode="lines+markers", name=safe(shown), x=[day.toordinal() for day, _ in line],
            y=[None if y is None else float(y) for _, y in line], connectgaps=False,
            line={"color": colour, "dash": dash, "width": 2.5},
            marker={"symbol": MARKERS[channel], "size": 7, "color": colour},
            customdata=[[words.day(day), _money(y, found, words)] for day, y in line],
            hovertemplate="%{fullData.name} · %{customdata[0]}: %{customdata[1]}<extra></extra>",
        )  # fmt: skip
        labels.append(_label(line, shown, colour))
    if bank:
        official = words("history.official")
        figure.add_scatter(
            mode="lines", name=safe(official), x=[day.toordinal() for day, _ in bank],
            y=[None if y is None else float(y) for _, y in bank], connectgaps=False,
            line={"color": palette.quiet, "width": 1.5, "shape": "hv"}, hoverinfo="skip",
        )  # fmt: skip
        labels.append(_label(bank, official, palette.quiet))
    # Two days in full are all that a phone has room for.
    ticks, steps = (found.since, found.until), round_ticks(low, high, 6)
    first, last = found.since.toordinal(), found.until.toordinal()
    figure.update_layout(
        xaxis=axis(
            palette, [day.toordinal() for day in ticks], [words.day(day) for day in ticks],
            range=[first, last + 0.5],
        ),
        yaxis=axis(palette, steps, figures(steps, words), range=[low, high]),
    )  # fmt: skip
    over_the_axis(figure, words("axis.received", currency=words.currency(_currency(found))), palette)
    name_at(figure, labels, palette, at=pixels(low, high))
    return figure


def caption(found: History, data: Dataset, words: Words) -> Caption:
    """What arrived by the provider that leaves most of those with two days, on its first and last one."""
    names = _shown(found)
    name = next((name for name in names if name in found.moving), found.moving[0])
    first, last = found.of(name)[0], found.of(name)[-1]
    title = words(
        "history.title", provider=offer_words.provider(name, data, words),
        first=_money(first.received, found, words), since=words.day(first.day),
        last=_money(last.received, found, words), until=words.day(last.day),
    )  # fmt: skip
    rows = [
        words(
            "alt.row", road=offer_words.provider(name, data, words),
            amount=_money(found.of(name)[-1].received, found, words),
        )
        for name in names
    ]  # fmt: skip
    return Caption(title, words("history.alt", title=title, rows=words.listed(rows)))


def table(found: History, data: Dataset, words: Words) -> "pd.DataFrame":
    """A row for each price, the newest first."""
    rows = [
        {
            words("history.day"): words.day(one.day),
            words("table.provider"): offer_words.provider(one.provider, data, words),
            words("axis.received", currency=words.currency(one.currency)): words.number(one.received, 2),
        }
        for one in reversed(found.best_of_days())
        if one.provider in _shown(found)
    ]
    return named(rows)


def notes(found: History, words: Words) -> tuple[str, ...]:
    """What a gap means; on which days another company came first."""
    days = [words.day(change.day) for change in cheapest_changes(found)]
    changed = (words("history.cheapest", days=words.listed(days)),) if days else ()
    return (*changed, words("history.gap"))


def cited(found: History) -> tuple[str, ...]:
    """The sources of the prices and of the official rates."""
    prices: list[DayPrice] = [one for one in found.prices if one.provider in _shown(found)]
    told = [source for one in prices for source in one.sources]
    told += [source for one in found.official for source in one.sources]
    return tuple(dict.fromkeys(told))


def _shown(found: History) -> tuple[str, ...]:
    return found.providers[:MOST]


def _with_gaps(points: Sequence[Point], most: int) -> list[Point]:
    """Points with an empty one wherever more than so many days lie between two."""
    line: list[Point] = []
    for day, value in points:
        if line and (day - line[-1][0]).days > most:
            line.append((line[-1][0] + timedelta(days=1), None))
        line.append((day, value))
    return line


def _label(line: Sequence[Point], text: str, colour: str) -> Label:
    day, value = line[-1]
    return Label(day.toordinal(), float(value or 0), folded(text), colour)


def _currency(found: History) -> str:
    return found.prices[-1].currency


def _money(amount: Decimal | None, found: History, words: Words) -> str:
    return "" if amount is None else words.money(amount, _currency(found), whole=True)
