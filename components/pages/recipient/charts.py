"""The comparison as a picture, on the page only when the reader asks for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from channels.compare.amount_curves import beside_outside, curves, no_other_beats, side_by_side, subject
from channels.compare.comparison import Comparison, for_a_budget
from channels.compare.history import History
from channels.compare.serialise import cited_by
from channels.dataset.dataset import Dataset
from channels.pricing.informal import AskedPrice
from channels.pricing.routes import Transfer
from components.charts import amounts, captions, moved, tables
from components.charts import offers as offer_charts
from components.charts.captions import Caption
from components.charts.frame import CONFIG
from components.charts.palette import palette
from components.i18n import Words
from components.widgets import choices
from components.widgets.citations import sources
from components.widgets.theme import plain, scheme
from components.words import offers as offer_words

if TYPE_CHECKING:
    import pandas as pd

LEAST_POINTS = 2
"""One point alone compares nothing."""
PICTURES = ("costs", "amounts", "times", "outside")
OVER_TIME = "moved"
"""The picture of what has moved, offered only where there are prices of more than one day."""
SPANS = {"month": 30, "year": 365}
"""How many days back the picture over time goes."""

Past = Callable[[Transfer, int], History]
"""The history of an amount over so many days until today."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its finding, its table, the sources it rests on, and what must be said under it."""

    caption: Caption
    figure: go.Figure
    table: "pd.DataFrame"
    sources: Sequence[str]
    notes: Sequence[str] = ()


def pictures(
    comparison: Comparison,
    data: Dataset,
    words: Words,
    asked: AskedPrice | None,
    *,
    switch: DeltaGenerator | None = None,
    past: Past | None = None,
) -> None:
    """A switch; behind it a choice of pictures, the one chosen, its table and its sources.

    `switch` is where the switch stands, None = here. `past` looks up how prices have moved, None = nobody.
    """
    if not side_by_side(comparison):
        return
    with switch or st.container():
        wanted = choices.switch(words("picture.show"), "picture")
    if not wanted:
        return
    budget = for_a_budget(data, comparison)
    # The shorter time first: it is enough nearly always, and the longer one takes ten times as long.
    moves = past is not None and any(past(budget.transfer, days).moves for days in SPANS.values())
    chosen = choices.choose(
        words("picture.choose"), "chart", (*PICTURES, *([OVER_TIME] if moves else ())),
        lambda code: words("picture.moved") if code == OVER_TIME else words(f"picture.{code}"),
        default=PICTURES[0], widget=st.pills, required=True, label_visibility="collapsed",
    )  # fmt: skip
    if chosen == OVER_TIME:
        found = _moved(budget.transfer, past, data, words)
    else:
        found = draw(chosen, budget, data, words, asked, scheme())
    if isinstance(found, str):
        st.caption(plain(found))
        return
    st.markdown("**" + plain(found.caption.title) + "**")
    st.plotly_chart(found.figure, theme=None, key=f"chart.{chosen}", config=CONFIG, alt=found.caption.alt)
    for note in found.notes:
        st.caption(plain(note))
    with st.expander(words("picture.table"), icon=":material/table_rows:"):
        st.table(found.table, alt=found.caption.title)
    sources([data.sources[name] for name in found.sources if name in data.sources], words)


def draw(
    chosen: str,
    comparison: Comparison,
    data: Dataset,
    words: Words,
    asked: AskedPrice | None,
    theme: str | None,
) -> Picture | str:
    """One picture, or the sentence that says what it lacks."""
    if chosen == "outside":
        return _outside(comparison, data, words, asked, theme)
    roads = side_by_side(comparison)
    if not roads or comparison.transfer.send is None:
        return words("picture.none")
    colours, named = palette(theme), cited_by(comparison, roads)
    known = words("road.seen", when=offer_words.seen(subject(comparison, roads), words))
    notes = () if comparison.headline is not None else (known,)
    if chosen == "costs":
        given = (comparison, roads, data, words)
        return Picture(
            captions.costs(*given), offer_charts.costs(*given, colours), tables.costs(*given), named, notes
        )
    if chosen == "amounts":
        found = curves(data, comparison)
        if not found:
            return words("picture.none")
        of = (comparison, found, data, words)
        notes = (words("picture.one_each"), *notes)
        return Picture(
            captions.amounts(*of), amounts.amounts(*of, colours), tables.amounts(*of), named, notes
        )
    best = no_other_beats(comparison)
    if len([o for o in roads if o.minutes_most is not None]) < LEAST_POINTS:
        return words("picture.none")
    notes = (words("picture.ringed"), *notes) if best else notes
    these = (comparison, roads, best, data, words)
    return Picture(
        captions.times(*these), offer_charts.times(*these, colours), tables.times(*these), named, notes
    )


def _moved(transfer: Transfer, past: Past | None, data: Dataset, words: Words) -> Picture | str:
    """How what arrives has moved, over a time that the reader chooses."""
    names = {"month": words("history.month"), "year": words("history.year")}
    span = choices.choose(
        words("history.choose"), "span", tuple(SPANS), lambda code: names[code], default="month",
        widget=st.segmented_control, required=True, label_visibility="collapsed",
    )  # fmt: skip
    return moved_over(None if past is None else past(transfer, SPANS[span]), data, words, scheme())


def moved_over(found: History | None, data: Dataset, words: Words, theme: str | None) -> Picture | str:
    """The picture of a history, or the sentence that says what it lacks."""
    if found is None or not found.moves:
        return words("history.none")
    return Picture(
        moved.caption(found, data, words), moved.moved(found, data, words, palette(theme)),
        moved.table(found, data, words), moved.cited(found), moved.notes(found, words),
    )  # fmt: skip


def _outside(
    comparison: Comparison, data: Dataset, words: Words, asked: AskedPrice | None, theme: str | None
) -> Picture | str:
    if asked is None:
        return words("picture.need_asked")
    found = beside_outside(data, comparison, asked)
    if not found:
        return words("picture.none_checked")
    of = (comparison, found, data, words)
    named = [name for row in found if row.formal for name in row.formal.sources]
    named += [name for row in found for name in row.outside.sources]
    return Picture(
        captions.outside(*of),
        amounts.outside(*of, palette(theme)),
        tables.outside(*of),
        tuple(dict.fromkeys(named)),
        (words("informal.nobody_measured"),),
    )
