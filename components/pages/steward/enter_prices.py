"""The steward's second part: the form for a price, and the saving of what stands in it."""

from functools import partial

import streamlit as st

from channels.collect.grid import grid, next_to_collect
from channels.records.entries import Kept
from channels.store import price_entries as store
from channels.store import shared_receipts
from components.i18n import Words
from components.pages.steward import discussions, price_form
from components.pages.steward.actions import act
from components.pages.steward.desk import Desk
from components.widgets import completed_actions, state
from components.widgets.theme import main_label, plain
from components.words import entries as entry_words


def part(desk: Desk, known: tuple[Kept, ...], name: str, done: str | None, words: Words) -> None:
    """The form for prices, then that for a group discussion. `done`: what was handed in just now."""
    st.markdown(words("steward.enter_how"))
    st.caption(words("steward.unlicensed"))
    entered = price_form.form(desk.data, known, words, desk.today, who=name or None)
    if entered is not None:
        _hand_in(desk, entered, name, words)
    if done is not None:
        st.success(plain(done), icon=":material/check:")
        _next(desk, known, words)
    discussions.enter(desk, name, words)


def _hand_in(desk: Desk, entered: price_form.Entered, name: str, words: Words) -> None:
    action = f"save.{completed_actions.form('save')}"
    pressed = st.button(main_label(words("steward.save")), key=action, disabled=not name)
    if pressed and entered.faults:
        for fault in dict.fromkeys(entered.faults):
            st.error(plain(fault), icon=":material/edit:")
    elif pressed and name:
        act(action, partial(_save, desk, entered, name, words), words)


def _next(desk: Desk, known: tuple[Kept, ...], words: Words) -> None:
    """What comes next, one tap away: the next service to collect, and the list of one's own."""
    wanted = next_to_collect(grid(desk.data, known, desk.today), desk.today, most=1)
    with st.container(horizontal=True, gap="xsmall"):
        for service in wanted:
            first = service[0]
            road = entry_words.road(first.provider, first.service, desk.data, words)
            st.button(
                words("steward.then", way=entry_words.way(first.corridor, words), service=road),
                key="then", icon=":material/arrow_forward:", on_click=state.turn,
                kwargs={"desk": "enter", "way": first.corridor, "road": first.road},
            )  # fmt: skip
        st.button(
            words("steward.my_list"), key="my_list", icon=":material/list:", on_click=state.turn,
            kwargs={"desk": "todo"},
        )  # fmt: skip


def _save(desk: Desk, entered: price_form.Entered, name: str, words: Words) -> str:
    entries, now = entered.entries, desk.now()
    if entered.receipt is not None:
        kept = shared_receipts.keep(desk.engine, desk.var, entered.receipt, now=now)
        entries = tuple(entry.model_copy(update={"evidence": kept}) for entry in entries)
    if entered.corrects is None:
        store.enter(desk.engine, entries, by=name, now=now)
    else:
        # The form lets no more than one price correct another.
        (entry,) = entries
        store.supersede(desk.engine, entered.corrects, entry, reason=entered.reason, by=name, now=now)
    return words.count("steward.saved", len(entries))
