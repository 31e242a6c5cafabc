"""Where the focus goes when the reader opens a panel or clears the page: to its heading."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.i18n import Words
from components.widgets import state
from components.widgets.theme import plain, take_focus


def after_clearing(top: DeltaGenerator, words: Words) -> None:
    """Say that everything is cleared, and go back to the head of the page."""
    if not state.just_cleared():
        return
    with top:
        take_focus(state.TOP)
    st.toast(plain(words("form.cleared")), icon=":material/check:")


def to_panel(open_panel: DeltaGenerator | None) -> None:
    """Go to the panel that the reader opened; one that the address opened leaves the focus alone."""
    opened = state.opened()
    if open_panel is None or opened is None:
        return
    with open_panel:
        take_focus(f"panel_{opened}")
