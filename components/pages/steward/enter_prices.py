"""The steward's second part: the form for a price, and the saving of what stands in it."""

from functools import partial

import streamlit as st

from channels.records.entries import Kept
from channels.store import observations as store
from channels.store import receipts
from components.i18n import Words
from components.pages.steward import discussions, price_form
from components.pages.steward.actions import act
from components.pages.steward.desk import Desk
from components.widgets import completed_actions
from components.widgets.theme import main_label, plain


def part(desk: Desk, known: tuple[Kept, ...], name: str, words: Words) -> None:
    """The form for prices, then that for a group discussion."""
    st.markdown(words("steward.enter_how"))
    st.caption(words("steward.unlicensed"))
    entered = price_form.form(desk.data, known, words, desk.today, who=store.person(name) if name else None)
    if entered is not None:
        _hand_in(desk, entered, name, words)
    discussions.enter(desk, name, words)


def _hand_in(desk: Desk, entered: price_form.Entered, name: str, words: Words) -> None:
    deed = f"save.{completed_actions.form('save')}"
    pressed = st.button(main_label(words("steward.save")), key=deed, disabled=not name)
    if pressed and entered.faults:
        for fault in dict.fromkeys(entered.faults):
            st.error(plain(fault), icon=":material/edit:")
    elif pressed and name:
        act(deed, partial(_save, desk, entered, name, words), words)


def _save(desk: Desk, entered: price_form.Entered, name: str, words: Words) -> str:
    entries, now = entered.entries, desk.now()
    if entered.receipt is not None:
        kept = receipts.keep(desk.var, entered.receipt)
        entries = tuple(entry.model_copy(update={"evidence": kept}) for entry in entries)
    if entered.corrects is None:
        store.enter(desk.engine, entries, by=name, now=now)
    else:
        # The form lets no more than one price correct another.
        (entry,) = entries
        store.supersede(desk.engine, entered.corrects, entry, reason=entered.reason, by=name, now=now)
    return words.count("steward.saved", len(entries))
