"""The panel for prices that the reader was told: where each is typed, and where it is answered."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from channels.pricing.reader_quote import ReaderQuote
from components.i18n import Words
from components.widgets import inputs


class ReaderQuotePlaces(NamedTuple):
    """Where a told price is typed, and where it is answered."""

    rows: DeltaGenerator
    verdicts: DeltaGenerator


def places(panel: DeltaGenerator, words: Words) -> ReaderQuotePlaces:
    """The panel opened: its heading, and the two places below it."""
    with panel:
        st.subheader(words("told.title"), anchor=False)
        st.caption(words("told.how"))
        return ReaderQuotePlaces(st.container(), st.container())


def typed(found: ReaderQuotePlaces | None, asked: inputs.AskedTransfer, words: Words) -> list[ReaderQuote]:
    """The prices that the reader typed; none where the panel is not open."""
    if found is None:
        return []
    with found.rows:
        return inputs.told(asked, words)
