"""The steward's third part: confirm what another person entered, or send it back."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from channels.collect.rounds import stages
from channels.collect.stewards import Steward
from channels.collect.visits import visits
from channels.records.entries import Kept
from channels.store import price_entries as store
from channels.terms import Stage
from components.i18n import Words
from components.pages.steward import discussions, official_rates
from components.pages.steward.actions import act, button
from components.pages.steward.desk import Desk
from components.pages.steward.kept_receipts import forget
from components.pages.steward.visit_card import described, joined, send_back, shown_receipts
from components.widgets.theme import main_label, plain
from components.words import entries as entry_words


def part(desk: Desk, known: Sequence[Kept], who: Steward, name: str, words: Words) -> None:
    """What waits for another person: prices by visit first, then official rates and discussions."""
    waiting = stages(known)[Stage.ENTERED]
    st.markdown(words("steward.check_how"))
    if not (waiting or discussions.waiting(desk) or official_rates.waiting(desk)):
        st.info(words("steward.nothing_to_check"))
    for visit in visits(waiting):
        with st.container(border=True):
            described(visit, desk, words)
            shown_receipts(visit, desk, words)
            if not name or visit[0].is_own_of(name):
                st.caption(words("steward.own" if name else "steward.name_first"))
                continue
            _decide(desk, visit, name, words)
            if len(visit) > 1:
                _one_by_one(desk, visit, name, words)
    official_rates.check(desk, who, name, words)
    discussions.check(desk, name, words)


def _decide(desk: Desk, visit: Sequence[Kept], name: str, words: Words) -> None:
    """Confirm the prices of a visit in one, or send them back in one."""
    action = f"confirm.{joined(visit)}"
    whole = words.count("steward.confirm_all", len(visit)) if len(visit) > 1 else words("steward.confirm")
    if button(main_label(whole), action):
        act(action, partial(_confirm, desk, visit, name, words), words)
    send_back(desk, visit, name, words)


def _one_by_one(desk: Desk, visit: Sequence[Kept], name: str, words: Words) -> None:
    """The same for each price alone, one tap away: one of three may be wrong."""
    with st.expander(words("steward.one_by_one"), icon=":material/expand_more:"):
        for kept in visit:
            with st.container(border=True):
                st.markdown(plain(entry_words.told(kept.entry, words)))
                _decide(desk, (kept,), name, words)


def _confirm(desk: Desk, visit: Sequence[Kept], name: str, words: Words) -> str:
    store.confirm_all(desk.engine, [kept.id for kept in visit], by=name, now=desk.now())
    for kept in visit:
        forget(desk, kept, name)
    return words("steward.confirmed")
