"""What a trainer takes along: everything to print for a story, and the quiz."""

from functools import partial

import streamlit as st

from components.i18n import Words
from components.paper import handout_blocks, handouts, moodle


def meeting(handout: handout_blocks.Handout, words: Words) -> None:
    """Everything to print for a story of the workshop, and the quiz for Moodle."""
    with (
        st.expander(words("room.paper"), icon=":material/print:"),
        st.container(horizontal=True, gap="xsmall"),
    ):
        st.download_button(
            words("room.paper_all"), partial(handouts.everything, handout), key="room.paper_all",
            file_name=handouts.file_name(handout), mime="application/zip", on_click="ignore",
            icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            words("room.paper_moodle"), partial(moodle.as_moodle, handout.facts), key="room.paper_moodle",
            file_name="pulyolu-quiz.xml", mime="application/xml", on_click="ignore",
            icon=":material/download:",
        )  # fmt: skip
