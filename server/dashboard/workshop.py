"""The trainer's page, with the facts and the invented market for its stories."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from channels.clock import today
from channels.dataset.dataset import Dataset, DatasetError
from channels.records.stories import PriceSet
from components.i18n import Words
from components.pages import faults
from components.pages.trainer import page as trainer
from components.pages.trainer.presenter_sync import Following, Leader
from components.workshop import presenter_key
from server import addresses
from server.data_cache import DataCache, store


def draw(known: DataCache, facts: Dataset, spoken: Words, *, back: StreamlitPage) -> None:
    """Draw the page, or what is wrong with the invented market."""
    try:
        taught = known.dataset("teaching")
    except DatasetError as error:
        faults.page(error.issues, spoken)
        return
    sets = {PriceSet.EVIDENCE: facts, PriceSet.TEACHING: taught}
    leader = Leader(presenter_key.key(st.context.cookies), windows())
    trainer.page(sets, spoken, today(), store=store, leader=leader, places=addresses.places, back=back)


@st.cache_resource
def windows() -> Following:
    """Where the meetings stand that are led from this machine."""
    return Following()
