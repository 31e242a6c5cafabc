"""A drawing on the page: its finding, the picture, what to know, the table, the file, the sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from channels.export.spreadsheets import Cell, WordedTable, as_csv
from channels.records.base import Source
from components.charts.drawings import Drawing, alt, table
from components.charts.palette import palette
from components.charts.plots import config, plot
from components.i18n import Words
from components.widgets.citations import publisher_link, source_link
from components.widgets.theme import plain, scheme
from components.words import gaps as gap_words

MOST_SOURCES = 3
AROUND, TITLE_LINE, NOTE_LINE = 75, 22, 18
"""Pixels of a frame and of a line, about: they only weigh one column of pictures against the other."""
TITLE_LETTERS, NOTE_LETTERS = 62, 80


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A picture of a part; `over` is a word above its heading, `empty` the sentence in its place."""

    drawing: Drawing | None
    over: str | None = None
    empty: str | None = None


def halves(found: Sequence[Exhibit], known: Mapping[str, Source], words: Words, *, key: str) -> None:
    """Pictures in two columns from a laptop on, which end at about the same height: no half stays blank."""
    pictures = [_picture(one.drawing, known, words) for one in found]
    heights = [_height(one, picture) for one, picture in zip(found, pictures, strict=True)]
    sides = columns(heights)
    with st.container(key=f"pair_{key}"):
        for side in (0, 1):
            with st.container(key=f"half_{side}_{key}"):
                for one, picture, place in zip(found, pictures, sides, strict=True):
                    if place == side:
                        _show(one, picture, known, words)


def _height(found: Exhibit, picture: go.Figure | None) -> int:
    """About how high a frame is in half a laptop's width, in pixels."""
    drawing = found.drawing
    if drawing is None or picture is None:
        return AROUND
    lines = ceil(len(drawing.title) / TITLE_LETTERS) * TITLE_LINE
    notes = sum(ceil(len(note) / NOTE_LETTERS) * NOTE_LINE for note in drawing.notes)
    return AROUND + lines + notes + int(picture.layout.height)


def columns(heights: Sequence[int]) -> list[int]:
    """The column of each thing by its height, so that both end at about the same; the first in column 0."""
    ends, found = [0, 0], [0] * len(heights)
    for n in sorted(range(len(heights)), key=lambda n: (-heights[n], n)):
        found[n] = 0 if ends[0] <= ends[1] else 1
        ends[found[n]] += heights[n]
    return [abs(side - found[0]) for side in found]


def show(
    drawing: Drawing | None,
    known: Mapping[str, Source],
    words: Words,
    *,
    over: str | None = None,
    empty: str | None = None,
) -> None:
    """One picture in a frame with all that belongs to it; a sentence where there are too few figures."""
    _show(Exhibit(drawing, over, empty), _picture(drawing, known, words), known, words)


def _picture(drawing: Drawing | None, known: Mapping[str, Source], words: Words) -> go.Figure | None:
    """What is drawn; None where there is nothing to draw."""
    if drawing is None or not drawing.rows:
        return None
    names = [*drawing.sources, *(name for row in drawing.rows for name in row.sources or ())]
    publishers = {name: known[name].publisher_in(words.language) for name in names if name in known}
    return plot(drawing, words, palette(scheme()), publishers)


def _show(found: Exhibit, picture: go.Figure | None, known: Mapping[str, Source], words: Words) -> None:
    drawing = found.drawing
    if drawing is None:
        with st.container(border=True, gap="xsmall"):
            st.markdown(plain(found.empty or words("policy.too_few")))
        return
    with st.container(border=True, gap="xsmall", key=f"exhibit.{drawing.id}"):
        with st.container(gap="xxsmall", key=f"finding.{drawing.id}"):
            if found.over is not None:
                st.caption(found.over)
            st.markdown("**" + plain(drawing.title) + "**")
        cited_here = [known[name] for name in drawing.sources if name in known]
        if picture is not None:
            st.plotly_chart(
                picture, theme=None, key=f"plot.{drawing.id}", config=config(drawing, words),
                alt=alt(drawing, words),
            )  # fmt: skip
        if drawing.notes:
            st.caption("\n\n".join(plain(note) for note in drawing.notes))
        with st.container(gap="xsmall", key=f"foot.{drawing.id}"):
            _said_by(cited_here, words)
            file(table(drawing), known, words, cited_here)


def _said_by(found: Sequence[Source], words: Words) -> None:
    """Who says so, in a line; the full titles stand behind the table."""
    by_name = {source.publisher_in(words.language): source for source in reversed(found)}
    links = [publisher_link(source, words) for source in reversed(by_name.values())]
    if links:
        more = f" +{len(links) - MOST_SOURCES}" if len(links) > MOST_SOURCES else ""
        st.caption(words("sources.title") + " " + " · ".join(links[:MOST_SOURCES]) + more)


def file(found: WordedTable, known: Mapping[str, Source], words: Words, cited: Sequence[Source] = ()) -> None:
    """The table behind a tap, and as a file, with the full titles of its sources."""
    with st.expander(words("picture.table"), icon=":material/table_rows:", type="compact"):
        st.table(frame(found, words), alt=found.title)
        st.download_button(
            words("paper.csv"), lambda: as_csv(found, known).encode("utf-8-sig"), key=f"csv.{found.id}",
            file_name=f"pulyolu-{found.id}-{words.language}.csv", mime="text/csv", on_click="ignore",
            icon=":material/download:",
        )  # fmt: skip
        if cited:
            st.caption("\n".join(f"- {source_link(source, words)}" for source in cited))


def frame(found: WordedTable, words: Words) -> pd.DataFrame:
    """The table in the reader's way of writing figures, named by its first column."""
    rows = [[_shown(cell, words) for cell in row] for row in found.rows]
    return pd.DataFrame(rows, columns=list(found.head)).set_index(found.head[0])


def _shown(cell: Cell, words: Words) -> str:
    if cell is None:
        return words("gap.not_known")
    if isinstance(cell, date):
        return words.day(cell)
    if isinstance(cell, (Decimal, int)):
        tenth = Decimal(cell).quantize(gap_words.TENTH)
        return words.number(tenth, 0 if tenth == tenth.to_integral_value() else 1)
    return plain(cell)


def lines(said: Sequence[tuple[str, str]]) -> None:
    """Names and what they are, a line each."""
    st.markdown("\n".join(f"- {plain(name)}: {plain(text)}" for name, text in said))
