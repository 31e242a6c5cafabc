"""What a reader sees when the script of a page fails: one sentence, and no traceback."""

import streamlit as st

from components.i18n import first_language, words
from components.widgets import state


def told(_error: Exception) -> bool:
    """Say that the page did not open, in the reader's language; True, so that Streamlit says nothing more."""
    # Not the language in the session's state: that may be what failed.
    spoken = words(first_language(state.asked("lang") or st.context.locale))
    st.error(spoken("app.fault"))
    return True
