"""The dashboard: load the data, choose the language, list the pages, run."""

from datetime import date, datetime
from functools import partial
from os import environ
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from channels import places
from channels.dataset import Dataset, DatasetError, load
from channels.places import Place
from channels.readers.ecb import dollars
from components import inputs, state
from components.i18n import words
from components.pages import faults, recipient, sources
from components.theme import page_language

ROOT = Path(__file__).parent
BAKU = ZoneInfo("Asia/Baku")
SENDERS = ("az", "ru")


@st.cache_resource(max_entries=4, show_spinner=False)
def loaded(place: Place, stamp: str) -> Dataset:
    """The dataset of a place, read again only when one of its files has changed."""
    return load(place.folder, place.over).with_ecb(dollars)


def dataset(name: str) -> Dataset:
    """A set of data as it stands now. Raises `DatasetError` with every fault."""
    place = places.real(environ) if name == "real" else places.teaching()
    return loaded(place, place.stamp())


def main() -> None:
    """Run the page that the reader asked for."""
    spoken = words(state.language())
    st.set_page_config(
        page_title=spoken("app.title"), page_icon=str(ROOT / "assets" / "icon.png"), layout="centered"
    )
    page_language(spoken.language)
    inputs.header(spoken, spoken.language)
    invented = state.teaching()
    if invented:
        st.warning(spoken("teaching.banner"), icon=":material/school:")
    try:
        facts = dataset("real")
        data = dataset("teaching") if invented else facts
    except DatasetError as error:
        st.navigation(
            [st.Page(partial(faults.page, error.issues, spoken), title="Pulyolu")], position="hidden"
        ).run()
        return
    today: date = datetime.now(BAKU).date()
    senders = tuple(words(code) for code in SENDERS)

    def compare_page() -> None:
        recipient.page(data, spoken, today, senders=senders, facts=facts)
        sources.link(spoken, evidence)

    def sources_page() -> None:
        sources.page(data, spoken, today, facts=facts, back=comparison)

    comparison = st.Page(compare_page, title=spoken("app.title"), url_path="compare", default=True)
    evidence = st.Page(sources_page, title=spoken("evidence.title"), url_path="sources")
    st.navigation([comparison, evidence], position="hidden").run()


main()
