"""The page for policymakers with what it needs: the gaps of a day and the panel that was imported."""

from datetime import date
from os import environ

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from channels.clock import today
from channels.dataset import locations
from channels.dataset.dataset import Dataset
from channels.gaps.overview import Imported, Study, studied
from channels.panel.imported import imported
from components.i18n import Words
from components.pages.policymaker import page as policymaker


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs={Dataset: id, Imported: id})
def study(data: Dataset, day: date, workbook: Imported | None) -> Study:
    """The gaps of a day, computed once for all readers. It holds the data, so that their id stays theirs."""
    return studied(data, day, workbook)


def draw(facts: Dataset, market: Dataset, spoken: Words, *, back: StreamlitPage) -> None:
    """Draw the page; `market` is the set of data that the comparison shows."""
    found = study(facts, today(), imported(locations.var(environ) / "panel"))
    policymaker.page(found, spoken, market=market, back=back)
