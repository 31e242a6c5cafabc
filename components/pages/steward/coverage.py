"""The steward's parts on what the prices come to: how much is covered, which requirements are met."""

from collections.abc import Sequence

import streamlit as st

from channels.collect.grid import covered, grid
from channels.gaps.requirements import requirements
from channels.records.entries import Kept
from components.charts.tables import named
from components.i18n import Words
from components.pages.steward.desk import Desk
from components.widgets.theme import plain
from components.words import entries as entry_words
from components.words import gaps as gap_words

FEW = 8
"""Rows of coverage: the rest is one tap away."""


def part(desk: Desk, known: Sequence[Kept], words: Words) -> None:
    """How many services of each corridor have a current, independent price at both amounts."""
    st.subheader(words("steward.coverage"), anchor=False)
    st.markdown(words("steward.coverage_how"))
    rows = [
        {
            words("steward.corridor"): plain(entry_words.way(row.corridor, words)),
            words("steward.covered_head"): words("steward.of", done=row.done, of=row.of),
            words("steward.market"): words("steward.not_known" if row.done else "steward.none_covered"),
        }
        for row in covered(grid(desk.data, known, desk.today))
    ]
    if not rows:
        st.info(words("steward.no_road"))
        return
    st.table(named(rows[:FEW]))
    if rows[FEW:]:
        with st.expander(words.count("evidence.rest", len(rows) - FEW), icon=":material/expand_more:"):
            st.table(named(rows[FEW:]))


def twelve(desk: Desk, words: Words) -> None:
    """The twelve, tested on what readers see: what is not published yet does not count."""
    tested = requirements(desk.data, desk.today)
    st.subheader(words("steward.requirements"), anchor=False)
    met = sum(one.met is True for one in tested)
    st.markdown(plain(words("gap.requirements", value=words.number(met))))
    icons = {True: ":material/check:", False: ":material/close:", None: ":material/help:"}
    said = [f"{icons[one.met]} {one.number}. {plain(gap_words.requirement(one, words))}" for one in tested]
    st.markdown("  \n".join(said))
