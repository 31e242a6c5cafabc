"""The first part of the policymakers' page: where the money comes from, the rank, what falls short."""

import streamlit as st

from channels.gaps.catalogue import GapKind
from channels.gaps.overview import Study
from components.gaps import bullets, gap_list, inflow, ranking
from components.i18n import Words
from components.pages.policymaker import exhibits
from components.pages.policymaker.exhibits import Exhibit
from components.pages.policymaker.filters import Filters
from components.widgets import choices, state
from components.widgets.citations import sources
from components.words import gaps as gap_words

FIRST = 6
"""Gaps of a group that stand there before the others are asked for."""


def part(study: Study, words: Words, filters: Filters) -> None:
    """The inflow beside the rank, then what falls short in groups, then one gap in full."""
    known = study.data.sources
    if not study.gaps:
        st.markdown(words("gaps.none"))
        return
    first = [Exhibit(inflow.by_country(study, words)), *rank(study, words, filters)]
    exhibits.halves(first, known, words, key="first")
    st.subheader(words("gaps.short"), anchor=False)
    st.caption(words("gaps.short_note"))
    cut = FIRST if state.count("gaps_all", 1, 2) == 1 else None
    groups = [
        Exhibit(drawing, over=words(f"gaps.group_{group}"))
        for group, drawing in bullets.grouped(study, words, filters.whom, filters.beside, cut)
    ]
    exhibits.halves(groups, known, words, key="gaps")
    more = bullets.beyond(study, filters.whom, FIRST)
    if cut is not None and more:
        st.button(
            words.count("evidence.rest", more), key="gaps_rest", icon=":material/expand_more:",
            on_click=state.more, args=("gaps_all", 2),
        )  # fmt: skip
    _closer(study, words)


def rank(study: Study, words: Words, filters: Filters) -> list[Exhibit]:
    """The country among its neighbours, or the sentence that no price from there was surveyed."""
    sending = filters.direction
    if sending is None:
        return []
    found = ranking.standing(study, words, sending, filters.quarter)
    return [Exhibit(found, empty=words("find.standing_nothing", country=words.country(sending)))]


def _closer(study: Study, words: Words) -> None:
    """One gap with everything that is known of it."""
    first = gap_list.about_the_country(study)
    others = (gap for gap in study.gaps if gap.kind is not GapKind.RULE and gap not in first)
    by_id = {gap.id: gap for gap in (*first, *others)}
    st.subheader(words("gaps.closer"), anchor=False)
    chosen = choices.choose(
        words("gaps.which"), "gap", list(by_id), lambda code: gap_words.title(by_id[code], words),
        default=next(iter(by_id)), label_visibility="collapsed",
    )  # fmt: skip
    gap = by_id[chosen]
    exhibits.lines(gap_list.details(gap, words))
    sources([study.data.sources[name] for name in gap.sources if name in study.data.sources], words)
