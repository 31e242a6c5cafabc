"""The stewards' way to today's official rates and to prices that others publish."""

from collections.abc import Callable
from typing import Protocol

import streamlit as st

from channels.terms import BAKU
from components.i18n import Words
from components.widgets.theme import plain
from components.words import last_asked as asked_words
from components.words.last_asked import AskedByItself
from components.words.refresh import RefreshOutcome, outcome

WHAT = ("cbar", "ecb", "wise", "rpw")
LOOKED_AT_EVERY = 2
"""Seconds between two looks whether an answer is there."""


class RefreshRequests(Protocol):
    """What asks outside, beside the page."""

    def ask(self, what: str) -> bool:
        """Begin to ask; False while another answer is awaited."""

    def last(self) -> RefreshOutcome | None:
        """What was asked last; None before the first time."""


def part(
    outside: RefreshRequests, note: Callable[[str], None], words: Words, *, may: bool,
    by_itself: AskedByItself | None = None,
) -> None:  # fmt: skip
    """A button for each, and what came of the last one. `note` puts down who asked; `may` press them.

    `by_itself`: whom the program asks without a press, and when it last did.
    """
    st.subheader(words("steward.rates"), anchor=False)
    st.caption(words("steward.rates_how"))
    last = outside.last()
    awaited = last is not None and last.ended is None
    with st.container(horizontal=True, gap="xsmall"):
        for what in WHAT:
            label = words(f"refresh.who_{what}")
            if st.button(label, key=f"refresh.{what}", disabled=awaited or not may):
                if outside.ask(what):
                    note(what)
                st.rerun()
    if awaited:
        _await(outside, words)
    elif last is not None:
        lines = [f"- {plain(line)}" for line in outcome(last, words)]
        moment = f"{last.began.astimezone(BAKU):%H:%M}"
        st.markdown("\n".join([words("steward.asked_at", time=moment), "", *lines]))
    if by_itself is not None:
        st.markdown(f"**{words('refresh.by_itself')}**")
        st.markdown("\n".join(f"- {plain(line)}" for line in asked_words.lines(by_itself, words)))


@st.fragment(run_every=LOOKED_AT_EVERY)
def _await(outside: RefreshRequests, words: Words) -> None:
    """Says that an answer is awaited, and shows the page anew once it is there."""
    last = outside.last()
    if last is not None and last.ended is not None:
        st.rerun()
    st.info(words("steward.asking"), icon=":material/hourglass_empty:")
    if last is not None and last.share:
        st.progress(min(1.0, last.share))
