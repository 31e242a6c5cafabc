"""The steward's page with the store, for those who may write."""

from os import environ

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from channels.clock import now, today
from channels.collect.stewards import Steward
from channels.dataset import locations
from channels.dataset.dataset import Dataset
from channels.refresh.permission import contact
from channels.store.faults import StoreError
from components.i18n import Words
from components.pages.steward import page as steward
from components.pages.steward.desk import Desk
from components.widgets.theme import plain
from server.data_cache import store
from server.refresh_jobs import by_itself, outside


def draw(facts: Dataset, who: Steward | None, spoken: Words) -> None:
    """Draw the page; say so where nobody may write here, or the store does not answer."""
    if who is None:
        steward.refused(spoken, signed_in=bool(st.user.is_logged_in))
        return
    try:
        engine = store()
    except StoreError as error:
        st.error(plain(spoken(f"cli.store_{error.fault}", place=error.place)))
        return
    place, folder = locations.real(environ), locations.var(environ)
    own = Desk(facts, engine, place, folder, today(), now, outside(), by_itself(), contact(environ))
    try:
        steward.page(own, who, spoken)
    except StoreError as error:
        st.error(plain(spoken(f"cli.store_{error.fault}", place=error.place)), icon=":material/block:")
    except SQLAlchemyError:
        st.error(spoken("steward.no_answer"), icon=":material/block:")
