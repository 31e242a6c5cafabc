"""The dashboard: load the data, choose the language, list the pages, run."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from os import environ
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from channels.dataset import Dataset, DatasetError, load
from channels.readers.ecb import dollars
from channels.study import Study, studied
from components import inputs, state
from components.i18n import words
from components.pages import faults, policymaker, recipient, sources
from components.theme import page_language

ROOT = Path(__file__).parent
BAKU = ZoneInfo("Asia/Baku")
SENDERS = ("az", "ru")


def folders() -> Mapping[str, Path]:
    """Where the two sets of data lie."""
    data = Path(environ.get("PULYOLU_DATA", ROOT / "data"))
    return {"real": data, "teaching": ROOT / "data" / "teaching"}


@st.cache_resource(max_entries=4, show_spinner=False)
def loaded(folder: Path, over: Path | None, stamp: float) -> Dataset:
    """The dataset of a folder, read again only when one of its files has changed."""
    return load(folder, over).with_ecb(dollars)


def stamp(folder: Path) -> float:
    """The time of the newest change in a folder; 0.0 where there is none."""
    places = [folder, *folder.rglob("*")] if folder.is_dir() else []
    return max((path.stat().st_mtime for path in places), default=0.0)


def dataset(name: str) -> Dataset:
    """A set of data as it stands now. Raises `DatasetError` with every fault."""
    folder = folders()[name]
    over = Path(environ.get("PULYOLU_VAR", ROOT / "var")) / "published" if name == "real" else None
    return loaded(folder, over, max(stamp(folder), stamp(over) if over else 0.0))


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs={Dataset: id})
def study(data: Dataset, day: date) -> Study:
    """The gaps of a day, reckoned once for all readers; held with the data, so that the id stays theirs."""
    return studied(data, day)


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
        policymaker.link(spoken, decisions)

    def sources_page() -> None:
        sources.page(data, spoken, today, facts=facts, back=comparison)
        policymaker.link(spoken, decisions)

    def gaps_page() -> None:
        policymaker.page(study(facts, today), spoken, invented=invented, back=comparison, evidence=evidence)

    comparison = st.Page(compare_page, title=spoken("app.title"), url_path="compare", default=True)
    evidence = st.Page(sources_page, title=spoken("evidence.title"), url_path="sources")
    decisions = st.Page(gaps_page, title=spoken("gaps.title"), url_path="gaps")
    st.navigation([comparison, evidence, decisions], position="hidden").run()


main()
