"""What the address says of countries and currencies, put into the codes that are known here, or said."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from channels.dataset.dataset import Dataset
from components.i18n import Words
from components.widgets import state
from components.widgets.theme import plain
from components.words import form_options
from components.words.form_options import LinkedCodes

NAMES = ("sending", "receiving", "currency")
OWN, UNKNOWN = "linked.own", "linked.unknown"


def settle(data: Dataset, words: Words) -> None:
    """Put the codes of a link that was followed into the form's; what is not known here leaves the address.

    With an unknown country or currency the amount leaves it too: it was in another currency.
    """
    codes = {name: code for name in NAMES if (code := state.asked(name)) is not None}
    if codes == state.noted(OWN):
        return
    found = form_options.linked_codes(codes, data, words)
    for name, code in zip(NAMES, (found.sending, found.receiving, found.held), strict=True):
        state.put(name, code)
    if found.unknown:
        if state.asked("receive") is not None:
            state.put("ask", "receive")
        state.put("send", None)
        state.put("receive", None)
    state.note(UNKNOWN, (found, None) if found.unknown else None)


def say(place: DeltaGenerator, chosen: tuple[str, ...], words: Words) -> None:
    """Say what the link named in vain, until the reader chooses another country or currency."""
    state.note(OWN, {name: code for name in NAMES if (code := state.asked(name)) is not None})
    noted: tuple[LinkedCodes, tuple[str, ...] | None] | None = state.noted(UNKNOWN)
    if noted is None:
        return
    found, first = noted
    if first not in (None, chosen):
        state.note(UNKNOWN, None)
        return
    state.note(UNKNOWN, (found, chosen))
    with place:
        for sentence in found.said(words):
            st.warning(plain(sentence), icon=":material/help:")
