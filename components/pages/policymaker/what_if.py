"""The policymakers' part about change: one lever at a time, what a reader supposes, what would follow."""

import streamlit as st

from channels.gaps.overview import Study
from channels.gaps.what_if import Inputs, Result
from components.gaps import what_if
from components.i18n import Words
from components.pages.policymaker import exhibits, what_if_form
from components.pages.policymaker.exhibits import Exhibit
from components.widgets.theme import plain
from components.words import gaps as gap_words


def part(study: Study, words: Words) -> Inputs:
    """One lever with its range and its figures below it; then all of them beside each other."""
    known = study.data.sources
    st.caption(plain(words("policy.what_if")))
    chosen = what_if_form.lever(words)
    with st.container(key="pair_lever"):
        answer = st.container(border=True, gap="xsmall", key="what_if")
        with st.container(key="lever_figures"):
            inputs = what_if_form.asked(study, chosen, words)
    found = what_if.results(study, inputs)
    with answer:
        _outcome(next(one for one in found if one.lever is chosen), inputs, words)
    ranges = what_if.ranges(found, words, chosen, scope=what_if.computed_from(study, words))
    charts = [Exhibit(ranges), Exhibit(what_if.steps(study, inputs, words))]
    exhibits.halves(charts, known, words, key="change")
    exhibits.file(what_if.table(found, words), known, words)
    return inputs


def _outcome(one: Result, inputs: Inputs, words: Words) -> None:
    """What is supposed, what follows as a range, what it may break, on what it rests."""
    st.markdown(plain(what_if.supposed(one, inputs, words)))
    st.subheader(plain(gap_words.outcome(one, words)), anchor=False)
    for warning in gap_words.warnings(one, words):
        st.caption(":material/warning: " + plain(warning))
    taken = gap_words.assumptions(one, words)
    if taken:
        with st.expander(words("policy.assumed"), type="compact"):
            st.markdown("\n".join(f"- {plain(line)}" for line in taken))
