"""A reader's report of what arrived, beside what was promised."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple

import streamlit as st

from channels.dataset.dataset import Dataset
from channels.records.arrivals import Arrival, ArrivalFault
from channels.records.base import Corridor
from components.i18n import Words
from components.widgets import completed_actions, fields, state
from components.widgets.citations import rule_lines
from components.widgets.theme import main_label, plain
from components.words import arrivals as arrival_words
from components.words.arrivals import TypedArrival

Tell = Callable[[Arrival], ArrivalFault | None]
HALF = 156
"""Width of a field in pixels: two stand side by side on a phone."""
SENT = "arrival"
"""Under which key the window notes that a report was sent, and whether all had arrived."""


class _NotKept(Exception):
    """A report that was not kept, and why."""

    def __init__(self, fault: ArrivalFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Place(NamedTuple):
    """For which corridor is asked, with which data, on which day."""

    corridor: Corridor
    data: Dataset
    today: date


def report(place: Place, facts: Dataset, words: Words, tell: Tell) -> None:
    """The form, or after it was sent the thanks and what to do next. `facts` has the rules of complaint."""
    st.subheader(words("arrival.title"), anchor=False)
    sent = state.noted(SENT)
    if sent is not None:
        _thanks(facts, words, in_full=sent == "full")
        return
    start = f"arrival.{completed_actions.form('arrival')}."
    st.caption(words("arrival.how"))
    typed = _fields(start, place, words)
    _readings(start, typed, words)
    st.caption(f"{plain(words('arrival.what'))} {plain(words('arrival.unpublished'))}")
    if not st.button(main_label(words("arrival.send")), key="arrival_send", icon=":material/outbox:"):
        return
    made = arrival_words.made(typed, place.corridor, place.today)
    if made is None:
        for said in arrival_words.at_fields(arrival_words.faults(typed, words), words):
            st.warning(plain(said), icon=":material/edit:")
        return
    _send(start, made, words, tell)


def _fields(key: str, place: Place, words: Words) -> TypedArrival:
    names = {"": words("arrival.choose"), **arrival_words.providers(place.data, place.corridor, words)}
    provider = fields.pick(
        words("arrival.provider"), f"{key}provider.{place.corridor.key}", list(names),
        lambda code: names[code], default="",
    )  # fmt: skip
    st.caption(words("arrival.listed"))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        promised, received = (
            fields.figure(label, f"{key}{name}", words, places=2, width=HALF)
            for name, label in (
                ("promised", words("arrival.promised")),
                ("received", words("arrival.received")),
            )
        )
        codes = arrival_words.currencies(place.corridor)
        currency = fields.pick(
            words("arrival.currency"), f"{key}currency.{place.corridor.key}", codes, words.currency,
            default=codes[0], width=HALF,
        )  # fmt: skip
        days = fields.figure(words("arrival.days"), f"{key}days", words, places=0, zero=True, width=2 * HALF)
    return TypedArrival(provider, currency, promised, received, days)


def _readings(key: str, typed: TypedArrival, words: Words) -> None:
    """Of an amount that can be read in two ways, the readings to choose between."""
    for name, read in (("promised", typed.promised), ("received", typed.received)):
        choices = arrival_words.meant(read)
        if not choices:
            continue
        st.warning(words("amount.ambiguous"), icon=":material/help:")
        with st.container(horizontal=True):
            for choice in choices:
                text = words.field(choice)
                st.button(
                    words.number(choice), key=f"meant.{key}{name}.{choice}",
                    on_click=fields.refill, args=(f"{key}{name}", words.language, text),
                )  # fmt: skip


def _send(key: str, made: Arrival, words: Words, tell: Tell) -> None:
    """Hand the report in, once in this window however often the button is pressed."""

    def work() -> str:
        fault = tell(made)
        if fault is not None:
            raise _NotKept(fault)
        return ""

    try:
        completed_actions.once(key, work)
    except _NotKept as refused:
        st.warning(plain(arrival_words.not_kept(refused.fault, words)), icon=":material/block:")
        return
    state.note(SENT, "full" if made.in_full else "less")
    st.rerun()


def _thanks(facts: Dataset, words: Words, *, in_full: bool) -> None:
    st.success(words("arrival.thanks"), icon=":material/check:")
    st.markdown(plain(" ".join(arrival_words.next_steps(words, in_full=in_full))))
    if not in_full:
        rule_lines(arrival_words.complaint_rules(facts), facts, words)
    st.button(
        words("arrival.another"), key="arrival_another", type="tertiary", icon=":material/add:",
        on_click=partial(state.note, SENT, None),
    )  # fmt: skip
