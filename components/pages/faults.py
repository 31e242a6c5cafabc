"""The page that stands in for all others when the data cannot be used."""

from collections.abc import Sequence

import streamlit as st

from channels.dataset.tables import Issue
from components.i18n import Words
from components.widgets.theme import plain


def page(issues: Sequence[Issue], words: Words) -> None:
    """Every fault in the data with its place, and how to mend it."""
    st.title(words("faults.title"), anchor=False)
    st.markdown(words("faults.what"))
    for issue in issues:
        st.markdown(f"- **{plain(issue.where)}**: {plain(words.fault(issue.code, issue.note))}")
    st.code("python -m channels check", language=None)
