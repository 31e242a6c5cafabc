"""One card for the prices of one visit: what was told, what is unusual, and the way back."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from channels.collect.doubts import doubts
from channels.records.entries import Kept
from channels.store import price_entries as store
from channels.store import shared_receipts
from components.i18n import Words
from components.pages.steward import discussions
from components.pages.steward.actions import act
from components.pages.steward.desk import Desk
from components.pages.steward.kept_receipts import forget
from components.widgets.theme import plain
from components.words import entries as entry_words

RECEIPT = 660
"""Pixels across, so that small print can be read; less on a phone."""


def described(visit: Sequence[Kept], desk: Desk, words: Words) -> None:
    """Prices in full: the service, each amount with its own, what all share, what is odd, who did what."""
    entry = visit[0].entry
    road = entry_words.road(entry.provider, entry.service, desk.data, words)
    st.markdown(f"**{plain(entry_words.way(entry.corridor, words))} · {plain(road)}**")
    told = [entry_words.entry_lines(kept, desk.data, words) for kept in visit]
    st.markdown("\n".join(f"{'    ' * depth}- {plain(line)}" for depth, line in entry_words.by_amount(told)))
    # However it came: what is unusual is said again, even where a remark explains it.
    for kept in visit:
        for doubt in doubts(desk.data, kept.entry, kept.entry.collected):
            said = words(f"doubt.{doubt}")
            if len(visit) > 1 and kept.entry.amount is not None:
                amount = words.money(kept.entry.amount, kept.entry.currency)
                said = words("steward.at_amount", amount=amount, doubt=said)
            st.warning(said, icon=":material/help:")
    for line in dict.fromkeys(entry_words.steps(kept, words) for kept in visit):
        st.caption(plain(line))


def shown_receipts(visit: Sequence[Kept], desk: Desk, words: Words) -> None:
    """Every receipt on which the prices rest, once."""
    for name in dict.fromkeys(kept.entry.evidence for kept in visit):
        content = None if name is None else shared_receipts.read(desk.engine, desk.var, name)
        if content is None:
            st.caption(words("steward.no_receipt" if name is None else "steward.receipt_gone"))
        else:
            st.image(content, width=RECEIPT)


def send_back(desk: Desk, visit: Sequence[Kept], name: str, words: Words) -> None:
    """The field and the button that send prices back, all together, to the person who entered them."""
    action, reason, pressed = discussions.back(joined(visit), words)
    if pressed:
        act(action, partial(_return, desk, visit, name, reason, words), words)


def joined(visit: Sequence[Kept]) -> str:
    """The name of a visit's prices in a button's key: a press meant for others finds no button."""
    return ".".join(kept.id for kept in visit)


def _return(desk: Desk, visit: Sequence[Kept], name: str, reason: str, words: Words) -> str:
    ids = [kept.id for kept in visit]
    store.send_back_all(desk.engine, ids, reason=reason, by=name, now=desk.now())
    for kept in visit:
        forget(desk, kept, name)
    return words("steward.sent_back")
