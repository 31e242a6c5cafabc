"""The first part of the policymakers' page: the largest gap, the list by group, and one gap in full."""

import streamlit as st

from channels.gaps.catalogue import GapKind
from channels.gaps.overview import Study
from channels.policy_terms import Whom
from components.gaps import standing
from components.i18n import Words
from components.pages.policymaker import exhibits
from components.widgets import choices, state
from components.widgets.citations import sources
from components.widgets.theme import plain
from components.words import gaps as gap_words

FIRST = 10


def part(study: Study, words: Words) -> None:
    """The largest gap, then what falls short and what is unknown for a group, then one gap in full."""
    known = study.data.sources
    if not study.gaps:
        st.markdown(words("gaps.none"))
        return
    with st.container(border=True, gap="xsmall"):
        st.caption(words("gaps.largest"))
        st.subheader(plain(gap_words.title(study.gaps[0], words)), anchor=False)
        st.caption(plain(gap_words.decides(study.gaps[0], words)))
    whom = Whom(
        choices.choose(
            words("gaps.whom"), "whom", [str(group) for group in standing.GROUPS],
            lambda code: words(f"whom.{code}"), default=str(Whom.ALL.value), width=300,
        )
    )  # fmt: skip
    cut = FIRST if state.count("gaps_all", 1, 2) == 1 else None
    exhibits.show(standing.short(study, words, whom, cut), known, words)
    more = len(standing.of(study, GapKind.SHORT, whom)) - FIRST
    if cut is not None and more > 0:
        st.button(
            words.count("evidence.rest", more), key="gaps_rest", icon=":material/expand_more:",
            on_click=state.more, args=("gaps_all", 2),
        )  # fmt: skip
    exhibits.show(standing.unknown(study, words, whom), known, words)
    _closer(study, words)


def _closer(study: Study, words: Words) -> None:
    """One gap with everything that is known of it."""
    by_id = {gap.id: gap for gap in study.gaps if gap.kind is not GapKind.RULE}
    st.subheader(words("gaps.closer"), anchor=False)
    chosen = choices.choose(
        words("gaps.which"), "gap", list(by_id), lambda code: gap_words.title(by_id[code], words),
        default=next(iter(by_id)), label_visibility="collapsed",
    )  # fmt: skip
    gap = by_id[chosen]
    exhibits.lines(standing.details(gap, words))
    sources([study.data.sources[name] for name in gap.sources if name in study.data.sources], words)
