"""The steward's third part: confirm what another person entered, or send it back."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import streamlit as st

from channels.collect.doubts import doubts
from channels.collect.rounds import stages
from channels.collect.stewards import Steward
from channels.records.entries import Kept
from channels.store import observations as store
from channels.store import receipts
from channels.terms import Stage
from components.i18n import Words
from components.pages.steward import discussions, official_rates
from components.pages.steward.actions import act
from components.pages.steward.desk import Desk
from components.widgets.theme import main_label, plain
from components.words import entries as entry_words

LOST_AFTER = timedelta(hours=1)
"""A receipt that no price names by then belongs to one that was never kept."""
RECEIPT = 660
"""Pixels across, so that small print can be read; less on a phone."""


def part(desk: Desk, known: Sequence[Kept], who: Steward, name: str, words: Words) -> None:
    """What waits for another person: prices first, then official rates and discussions."""
    waiting = stages(known)[Stage.ENTERED]
    st.markdown(words("steward.check_how"))
    if not (waiting or discussions.waiting(desk) or official_rates.waiting(desk)):
        st.info(words("steward.nothing_to_check"))
    for kept in waiting:
        with st.container(border=True):
            described(kept, desk, words)
            _receipt(desk, kept, words)
            if not name or store.person(name) in kept.own_of:
                st.caption(words("steward.own" if name else "steward.name_first"))
                continue
            deed = f"confirm.{kept.id}"
            if st.button(main_label(words("steward.confirm")), key=deed):
                act(deed, partial(_confirm, desk, kept, name, words), words)
            send_back(desk, kept, name, words)
    official_rates.check(desk, who, name, words)
    discussions.check(desk, name, words)


def send_back(desk: Desk, kept: Kept, name: str, words: Words) -> None:
    """The field and the button that send a price back to the person who entered it."""
    deed, reason, pressed = discussions.back(kept.id, words)
    if pressed:
        act(deed, partial(_return, desk, kept, name, reason, words), words)


def described(kept: Kept, desk: Desk, words: Words) -> None:
    """One price in full: the service, its figures, what is unusual, and who did what."""
    entry = kept.entry
    road = entry_words.road(entry.provider, entry.service, desk.data, words)
    st.markdown(f"**{plain(entry_words.way(entry.corridor, words))} · {plain(road)}**")
    st.markdown("\n".join(f"- {plain(line)}" for line in entry_words.entry_lines(kept, desk.data, words)))
    # However it came: what is unusual is said again, even where a remark explains it.
    for doubt in doubts(desk.data, entry, entry.collected):
        st.warning(words(f"doubt.{doubt}"), icon=":material/help:")
    st.caption(plain(entry_words.steps(kept, words)))


def _receipt(desk: Desk, kept: Kept, words: Words) -> None:
    name = kept.entry.evidence
    content = None if name is None else receipts.read(desk.var, name)
    if content is None:
        st.caption(words("steward.no_receipt" if name is None else "steward.receipt_gone"))
    else:
        st.image(content, width=RECEIPT)


def _confirm(desk: Desk, kept: Kept, name: str, words: Words) -> str:
    store.confirm(desk.engine, kept.id, by=name, now=desk.now())
    _forget_receipt(desk, kept, name)
    return words("steward.confirmed")


def _return(desk: Desk, kept: Kept, name: str, reason: str, words: Words) -> str:
    store.send_back(desk.engine, kept.id, reason=reason, by=name, now=desk.now())
    _forget_receipt(desk, kept, name)
    return words("steward.sent_back")


def _forget_receipt(desk: Desk, kept: Kept, name: str) -> None:
    """Delete a receipt once nothing that waits for its check rests on it; its hash stays in the entry."""
    receipt = kept.entry.evidence
    wanted = {other.entry.evidence or "" for other in stages(store.kept(desk.engine))[Stage.ENTERED]}
    if receipt is not None and receipt not in wanted and receipts.delete(desk.var, receipt):
        store.note(desk.engine, "receipt.deleted", by=name, now=desk.now(), subject=kept.id)
    receipts.tidy(desk.var, wanted, before=desk.now() - LOST_AFTER)
