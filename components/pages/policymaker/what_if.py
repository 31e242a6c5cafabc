"""The policymakers' part about change: what a reader supposes, and what would follow."""

import streamlit as st

from channels.gaps.overview import Study
from channels.gaps.scenarios import Inputs
from components.gaps import change
from components.i18n import Words
from components.pages.policymaker import exhibits, scenario_form
from components.widgets.theme import plain
from components.words import gaps as gap_words


def part(study: Study, words: Words) -> Inputs | None:
    """The form for what a reader supposes, and what follows; None where the form is not filled."""
    known = study.data.sources
    st.markdown(plain(words("policy.what_if")))
    inputs = scenario_form.asked(study, words)
    if inputs is None:
        return None
    found = change.results(study, inputs)
    exhibits.show(change.ranges(found, words), known, words)
    for one in found:
        with st.container(border=True, gap="xsmall"):
            st.markdown("**" + plain(gap_words.lever(one, words)) + "**")
            st.markdown(plain(gap_words.outcome(one, words)))
            for warning in gap_words.warnings(one, words):
                st.caption(":material/warning: " + plain(warning))
            taken = gap_words.assumptions(one, words)
            if taken:
                with st.expander(words("policy.assumed"), type="compact"):
                    st.markdown("\n".join(f"- {plain(line)}" for line in taken))
    exhibits.file(change.table(found, words), known, words)
    exhibits.show(change.steps(study, inputs, words), known, words)
    return inputs
