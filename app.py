"""The dashboard: load the data, choose the language, list the pages, run."""

from datetime import date
from functools import partial
from os import environ
from pathlib import Path

import streamlit as st

from channels import places
from channels.dataset import Dataset, DatasetError
from channels.panel.imported import imported
from channels.study import Imported, Study, studied
from components import inputs, state
from components.i18n import words
from components.pages import faults, policymaker, recipient, sources
from components.theme import page_language
from server.shelf import shelf, today

ROOT = Path(__file__).parent
SENDERS = ("az", "ru")


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs={Dataset: id, Imported: id})
def study(data: Dataset, day: date, workbook: Imported | None) -> Study:
    """The gaps of a day, reckoned once for all readers. It holds the data, so that their id stays theirs."""
    return studied(data, day, workbook)


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
    known = shelf(every=0)
    try:
        facts = known.dataset("real")
        data = known.dataset("teaching") if invented else facts
    except DatasetError as error:
        st.navigation(
            [st.Page(partial(faults.page, error.issues, spoken), title="Pulyolu")], position="hidden"
        ).run()
        return
    senders = tuple(words(code) for code in SENDERS)

    def compare_page() -> None:
        recipient.page(data, spoken, today(), senders=senders, facts=facts)
        sources.link(spoken, evidence)
        policymaker.link(spoken, decisions)

    def sources_page() -> None:
        sources.page(data, spoken, today(), facts=facts, back=comparison)
        policymaker.link(spoken, decisions)

    def gaps_page() -> None:
        found = study(facts, today(), imported(places.var(environ) / "panel"))
        policymaker.page(found, spoken, invented=invented, back=comparison, evidence=evidence)

    comparison = st.Page(compare_page, title=spoken("app.title"), url_path="compare", default=True)
    evidence = st.Page(sources_page, title=spoken("evidence.title"), url_path="sources")
    decisions = st.Page(gaps_page, title=spoken("gaps.title"), url_path="gaps")
    st.navigation([comparison, evidence, decisions], position="hidden").run()


main()
