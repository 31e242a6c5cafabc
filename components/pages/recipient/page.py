"""The page for recipients: through which service most of the money arrives."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from channels.compare.comparison import Comparison, compare
from channels.dataset.dataset import Dataset
from channels.pricing.informal import AskedPrice
from channels.records.entries import EntryFault, Lead
from components.i18n import Words
from components.pages.recipient import arrivals, cards, charts, follow_ups, send_quote
from components.widgets import citations, downloads, inputs, state
from components.widgets.theme import plain
from components.words.answer_view import AnswerView, answer_view


class Takers(NamedTuple):
    """What keeps a told price and a report of what arrived for the stewards; None = none is taken."""

    quotes: Callable[[Lead], EntryFault | None] | None = None
    reports: arrivals.Tell | None = None


NOTHING_TAKEN = Takers()


def page(
    data: Dataset,
    words: Words,
    today: date,
    *,
    senders: tuple[Words, ...],
    facts: Dataset,
    taken: Takers = NOTHING_TAKEN,
) -> None:
    """The form, the answer, the routes, what stands outside.

    `senders` are the languages of the text for the sender; `facts` has the law and the rules, which
    hold whatever market is shown. `taken` keeps what readers send to the stewards.
    """
    st.title(words("recipient.title"), anchor=False)
    panel = None if state.panel() == "arrived" and taken.reports is None else state.panel()
    form, answer, rate = st.container(), st.container(), st.container(gap="xsmall")
    open_panel = st.container(border=True) if panel is not None else None
    formal = st.container()
    quoted: _QuotePlaces | None = None
    if open_panel is not None and panel == "told":
        with open_panel:
            quoted = _quote_places(words)
    with form:
        asked = inputs.question(data, words, today, rate_place=rate)
    if asked is None:
        _below(facts, words)
        return
    told = []
    if quoted is not None:
        with quoted.rows:
            told = inputs.told(asked, words)
    st.subheader(words("informal.title"), anchor=False)
    outside = st.container()
    asked_price = None
    if asked.data.roads(asked.transfer.corridor):
        asked_price = inputs.asked_price(words, asked.transfer.corridor.receives or asked.transfer.currency)
    citations.law(facts, words)
    found = compare(asked.data, asked.transfer, today, told=told, asked=asked_price)
    view = answer_view(found, asked.data, words)
    with answer:
        cards.answer(view, words, arrivals=taken.reports is not None)
        if view.remarks:
            st.caption(plain(" ".join(view.remarks)))
    if quoted is not None:
        with quoted.verdicts:
            cards.told(view)
            if taken.quotes is not None and told:
                send_quote.offer(told, asked, data, words, today, taken.quotes)
    elif open_panel is not None:
        with open_panel:
            if panel == "arrived" and taken.reports is not None:
                place = arrivals.Place(asked.transfer.corridor, data, today)
                arrivals.report(place, facts, words, taken.reports)
            else:
                _write(found, asked.data, words, senders)
    with formal:
        _formal(found, view, asked.data, words, asked_price)
    with outside:
        for row in view.outside:
            cards.outside(row, words)
    cards.refused(view, words)
    _below(facts, words)
    citations.all_sources(view.sources, words)


def _write(found: Comparison, data: Dataset, words: Words, senders: tuple[Words, ...]) -> None:
    """The text for the sender, what can be passed on, and paper."""
    amounts = cards.write(partial(answer_view, found, data), words, languages=senders)
    downloads.share(found, data, words, amounts=amounts)
    downloads.paper(found, data, words)


class _QuotePlaces(NamedTuple):
    """Where a price quoted to the reader is typed, and where it is answered."""

    rows: DeltaGenerator
    verdicts: DeltaGenerator


def _quote_places(words: Words) -> _QuotePlaces:
    st.subheader(words("told.title"), anchor=False)
    st.caption(words("told.how"))
    return _QuotePlaces(st.container(), st.container())


def _formal(
    found: Comparison, view: AnswerView, data: Dataset, words: Words, asked_price: AskedPrice | None
) -> None:
    """The formal routes, drawn and asked further; the way to the invented market where none has an answer."""
    cards.roads(view, words)
    charts.pictures(found, data, words, asked_price)
    follow_ups.further(found, data, words)
    cards.listed(view, words)
    if not data.invented and view.headline.number is None:
        st.button(
            words("teaching.try"), icon=":material/school:", type="tertiary", on_click=state.try_teaching
        )


def _below(facts: Dataset, words: Words) -> None:
    """What stands at the foot of every answer."""
    cards.help_when_late(facts, words)
    citations.rules(facts, words)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(words("recipient.not_an_offer"), width="content")
        st.button(words("form.clear"), icon=":material/delete_sweep:", type="tertiary", on_click=state.clear)
    cards.light_page(words)
