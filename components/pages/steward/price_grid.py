"""The steward's grid of services and amounts: how old each price is."""

from collections.abc import Sequence

import streamlit as st

from channels.collect.grid import Cell, grid
from channels.dataset.dataset import Dataset
from channels.records.entries import Kept
from components.charts.tables import named
from components.i18n import Words
from components.pages.steward.desk import Desk
from components.widgets import choices
from components.widgets.theme import plain
from components.words import entries as entry_words

EVERY = "every"
OPEN = 3
"""Corridors whose cells stand open: the rest is one tap away."""


def part(desk: Desk, known: Sequence[Kept], words: Words) -> None:
    """Corridor by corridor: a row a service, a column an amount, each cell in words and in colour."""
    _, cells = chosen_cells(desk, known, words)
    st.subheader(words("steward.grid"), anchor=False)
    ways: dict[str, list[Cell]] = {}
    for cell in cells:
        ways.setdefault(cell.corridor, []).append(cell)
    shown = list(ways)
    for corridor in shown[:OPEN]:
        _way_grid(corridor, ways[corridor], desk.data, words)
    if shown[OPEN:]:
        with st.expander(words.count("evidence.rest", len(shown) - OPEN), icon=":material/expand_more:"):
            for corridor in shown[OPEN:]:
                _way_grid(corridor, ways[corridor], desk.data, words)


def chosen_cells(desk: Desk, known: Sequence[Kept], words: Words) -> tuple[str, list[Cell]]:
    """The choice of a corridor, or of every one, and its cells."""
    every = grid(desk.data, known, desk.today)
    ways = list(dict.fromkeys(cell.corridor for cell in every))
    only = choices.choose(
        words("steward.corridor"), "only", [EVERY, *ways],
        lambda code: words("steward.every_way") if code == EVERY else entry_words.way(code, words),
        default=EVERY, width=330,
    )  # fmt: skip
    return only, [cell for cell in every if only in (EVERY, cell.corridor)]


def _way_grid(corridor: str, cells: Sequence[Cell], data: Dataset, words: Words) -> None:
    services: dict[str, dict[str, str]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.road, cell.dollars)):
        row = services.setdefault(cell.road, {})
        row[words("steward.service")] = plain(entry_words.road(cell.provider, cell.service, data, words))
        row[entry_words.cell_amount(cell, words)] = entry_words.mark(cell, words)
    with st.container(gap="xsmall"):
        hides = cells[0].hides
        head = f"**{plain(entry_words.way(corridor, words))}**"
        if hides is not None:
            head += " · " + plain(words("steward.hides_this", percent=words.percent(hides)))
        st.markdown(head)
        st.table(named(list(services.values())))
