"""What readers sent: prices that they were quoted, to be looked into, and what arrived, in counts."""

from functools import partial

import streamlit as st

from channels.collect.grid import collectable, corridors
from channels.collect.stewards import Role, Steward
from channels.records.entries import Lead
from channels.store import price_entries as store
from components.i18n import Words
from components.pages.steward import arrivals
from components.pages.steward.actions import act
from components.pages.steward.desk import Desk
from components.widgets import state
from components.widgets.theme import plain
from components.words import entries as entry_words

MOST_LEADS = 20
"""Readers' leads on one screen."""


def part(desk: Desk, who: Steward, name: str, words: Words) -> None:
    """The quotes that nobody has settled yet, each with the way to its form; below them what arrived."""
    _quotes(desk, who, name, words)
    arrivals.counts(desk, words)


def _quotes(desk: Desk, who: Steward, name: str, words: Words) -> None:
    st.markdown(words("steward.leads_how"))
    found = store.leads(desk.engine)
    if not found:
        st.info(words("steward.no_leads"))
    elif len(found) > MOST_LEADS:
        st.caption(words.count("steward.more_leads", len(found) - MOST_LEADS))
    # Who has paid already comes first, then who waits longest.
    for kept in sorted(found, key=lambda kept: not kept.lead.charged)[:MOST_LEADS]:
        with st.container(border=True):
            st.markdown(plain(entry_words.lead_line(kept, desk.data, words)))
            with st.container(horizontal=True):
                st.button(
                    words("steward.enter_this"), key=f"lead.{kept.id}", on_click=state.turn,
                    kwargs={"desk": "enter", **_form_of(kept.lead, desk)},
                )  # fmt: skip
                action = f"settle.{kept.id}"
                if who.may(Role.ENTER) and st.button(words("steward.settle"), key=action, disabled=not name):
                    act(action, partial(_settle, desk, kept.id, name, words), words)


def _form_of(lead: Lead, desk: Desk) -> dict[str, str]:
    """Which form a lead opens: the corridor's, of the provider's first service where it names one."""
    ways = [corridor for corridor in corridors(desk.data) if corridor.key == lead.corridor]
    for route in (route for way in ways for route in collectable(desk.data, way, desk.today)):
        if route.provider.id == lead.provider:
            return {"way": lead.corridor, "road": f"{route.provider.id}.{route.service.id}"}
    return {"way": lead.corridor}


def _settle(desk: Desk, lead: str, name: str, words: Words) -> str:
    store.settle(desk.engine, lead, by=name, now=desk.now())
    return words("steward.settled")
