"""The page for recipients: through which service most of the money arrives."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from channels.compare.comparison import Comparison, compare
from channels.dataset.dataset import Dataset
from channels.pricing.informal import AskedPrice
from channels.records.entries import EntryFault, Lead
from channels.terms import HOME, DisbursementMethod, InformalKind
from components.i18n import Words
from components.pages.recipient import (
    arrivals,
    cards,
    charts,
    focus,
    follow_ups,
    reader_quote_panel,
    send_reader_quote,
)
from components.widgets import citations, counter_rate, downloads, inputs, remembered, state
from components.widgets.theme import plain
from components.words.answer_view import AnswerView, answer_view, title


class Takers(NamedTuple):
    """What keeps a told price and a report of what arrived for the stewards; None = none is taken."""

    quotes: Callable[[Lead], EntryFault | None] | None = None
    reports: arrivals.Tell | None = None


NOTHING_TAKEN = Takers()
A_WEEK = 10
"""Days that are looked back at for the price of a week ago."""


def page(
    data: Dataset,
    words: Words,
    today: date,
    *,
    senders: tuple[Words, ...],
    facts: Dataset,
    taken: Takers = NOTHING_TAKEN,
    past: charts.Past | None = None,
) -> None:
    """The form, the answer, the routes, what stands outside.

    `senders` are the languages of the text for the sender; `facts` has the law and the rules, which
    hold whatever market is shown. `taken` keeps what readers send to the stewards, `past` how prices moved.
    """
    panel = None if state.panel() == "arrived" and taken.reports is None else state.panel()
    # On a laptop the question and its answer stand left, the ways right; on a phone one below the other.
    with st.container(key="halves"):
        answered, ways, after = (st.container(key=key) for key in ("answered", "ways", "after"))
    with answered:
        heading, form, answer = (st.container() for _ in range(3))
        rate = st.container(gap="xsmall")
        open_panel = st.container(border=True, key=f"panel_{panel}") if panel is not None else None
    focus.after_clearing(answered, words)
    with ways:
        formal = st.container(gap="xsmall")
    quoted = (
        reader_quote_panel.places(open_panel, words) if open_panel is not None and panel == "told" else None
    )
    with form:
        asked = inputs.question(data, words, today, rate_place=rate)
    if asked is None:
        heading.title(title(None, words), anchor=False)
        with after:
            _below(facts, words)
        return
    told = reader_quote_panel.typed(quoted, asked, words)
    with ways:
        outside = _outside_places(asked, facts, words, today)
    found = compare(
        asked.data, asked.transfer, today, told=told, asked=outside.asked, counter_rate=outside.counter_rate
    )
    found = found if past is None else replace(found, past=past(found.transfer, A_WEEK))
    view = answer_view(found, asked.data, words)
    heading.title(title(view, words), anchor=False)
    with answer:
        cards.answer(view, words, arrivals=taken.reports is not None and not view.outbound)
        if view.remarks:
            st.caption(plain(" ".join(view.remarks)))
    if quoted is not None:
        with quoted.verdicts:
            cards.told(view)
            if taken.quotes is not None and told:
                send_reader_quote.offer(told, asked, data, words, today, taken.quotes)
    elif open_panel is not None:
        with open_panel:
            if panel == "arrived" and taken.reports is not None:
                place = arrivals.Place(asked.transfer.corridor, data, today)
                arrivals.report(place, facts, words, taken.reports)
            else:
                _write(found, asked.data, words, senders)
    focus.to_panel(open_panel)
    with formal:
        pictures = partial(charts.pictures, found, asked.data, words, outside.asked, past=past)
        _formal(found, view, asked.data, words, pictures)
    with outside.rows:
        for row in view.outside:
            cards.outside(row, words)
    with after:
        _below(facts, words, view, invented=asked.data.invented)


class _OutsidePlaces(NamedTuple):
    """Where the roads outside the formal system stand, and what the reader typed of them."""

    rows: DeltaGenerator
    asked: AskedPrice | None
    counter_rate: Decimal | None


def _outside_places(asked: inputs.AskedTransfer, facts: Dataset, words: Words, today: date) -> _OutsidePlaces:
    """The law in view, the roads and their fields one tap away."""
    transfer = asked.transfer
    roads = asked.data.roads(transfer.corridor)
    rows, price, given = st.container(), None, None
    with st.container(gap="xxsmall"):
        if roads:
            with st.expander(words("informal.title"), icon=":material/luggage:"):
                rows = st.container(gap="xsmall")
                if any(road.kind is InformalKind.CARRIED for road in roads):
                    given = counter_rate.counter_rate(asked, words, today)
                price = inputs.asked_price(words, transfer.corridor.receives or transfer.currency)
        citations.law(facts, words)
    return _OutsidePlaces(rows, price, given)


def _to_account(found: Comparison) -> bool:
    """Whether the money goes to an account here: as the reader chose, else as the best price pays out."""
    if found.transfer.corridor.receiving != HOME:
        return False
    form = found.transfer.pay_out or (None if found.headline is None else found.headline.form)
    return form is DisbursementMethod.ACCOUNT


def _write(found: Comparison, data: Dataset, words: Words, senders: tuple[Words, ...]) -> None:
    """The text for the sender, what can be passed on, and paper."""
    amounts = cards.write(partial(answer_view, found, data), words, languages=senders)
    if _to_account(found):
        cards.account(words)
    downloads.share(found, data, words, amounts=amounts)
    downloads.follow(found, words)
    downloads.paper(found, data, words)


def _formal(
    found: Comparison, view: AnswerView, data: Dataset, words: Words, pictures: Callable[..., None]
) -> None:
    """The formal routes, drawn and asked further; the way to the invented market where none has an answer."""
    cards.lines(view)
    if view.headline.number is not None:
        cards.roads(view, words)
    else:
        cards.companies(view, words)
    with st.container(horizontal=True):
        switches = st.container(width="content"), st.container(width="content")
    pictures(switch=switches[0])
    follow_ups.further(found, data, words, switch=switches[1])
    if view.headline.number is not None:
        cards.companies(view, words)


def _below(facts: Dataset, words: Words, view: AnswerView | None = None, *, invented: bool = False) -> None:
    """What stands at the foot of every answer; what few readers need is one tap away."""
    with st.container(gap="xsmall"):
        cards.help_when_late(facts, words)
        with st.expander(words("recipient.more"), icon=":material/expand_more:"):
            if view is not None:
                cards.refused(view, words)
            citations.rules(facts, words)
            if view is not None:
                citations.all_sources(view.sources, words)
                if not invented and view.headline.number is None:
                    cards.teaching(words)
            cards.light_page(words)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(words("recipient.not_an_offer"), width="content")
            st.button(
                words("form.clear"), icon=":material/delete_sweep:", type="tertiary", on_click=state.clear
            )
        if state.forgets():
            st.markdown(remembered.forgetting_picture())
