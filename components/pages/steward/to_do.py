"""The steward's first part: what is one's own, what is overdue, what to collect next."""

from collections.abc import Sequence

import streamlit as st

from channels.collect.grid import Cell
from channels.collect.rounds import stages
from channels.collect.to_do import Services, ToDo, to_do
from channels.dataset.dataset import Dataset
from channels.records.entries import Kept
from channels.store import price_entries as store
from channels.terms import Stage
from components.i18n import Words
from components.pages.steward import calculators, discussions, official_rates, providers
from components.pages.steward.desk import Desk
from components.pages.steward.price_grid import EVERY, chosen_cells
from components.widgets import state
from components.widgets.theme import plain
from components.words import entries as entry_words

OPEN = 5
"""Services to collect next that stand open: the rest is one tap away."""


def part(desk: Desk, known: Sequence[Kept], name: str, words: Words) -> None:
    """What waits for somebody; what came back to this person or is on its way; what to collect."""
    only, cells = chosen_cells(desk, known, words)
    mine = to_do(known, cells, name or None, desk.today)
    told = [kept for kept in store.leads(desk.engine) if only in (EVERY, kept.lead.corridor)]
    with st.container(horizontal=True, gap="medium"):
        if told:
            link_to("leads", words.count("steward.leads_wait", len(told)), ":material/mail:")
        if only == EVERY:
            _under_way(desk, known, mine, words)
            calculators.link(desk, words)
            providers.link(desk, words)
    if name:
        _mine(mine, desk.data, words)
    if mine.overdue:
        st.subheader(words("steward.overdue"), anchor=False)
        _services("overdue", mine.overdue, desk.data, words)
    st.subheader(words("steward.next"), anchor=False)
    if not mine.next:
        st.info(words("steward.nothing_to_collect"), icon=":material/check:")
    _services("next", mine.next, desk.data, words)


def link_to(part: str, label: str, icon: str) -> None:
    """The way to another part of the page."""
    st.button(
        label, key=f"{part}_wait", icon=icon, type="tertiary", on_click=state.turn, kwargs={"desk": part}
    )


def _under_way(desk: Desk, known: Sequence[Kept], mine: ToDo, words: Words) -> None:
    """What others have handed in, and what is confirmed, with the way to it."""
    waiting = len(mine.to_check) + len(discussions.waiting(desk)) + len(official_rates.waiting(desk))
    if waiting:
        link_to("check", words.count("steward.check_waits", waiting), ":material/rule:")
    ready = len(stages(known)[Stage.CONFIRMED])
    if ready:
        link_to("publish", words.count("steward.publish_waits", ready), ":material/publish:")


def _mine(mine: ToDo, data: Dataset, words: Words) -> None:
    """What came back to this person, and what of theirs is on its way."""
    st.subheader(words("steward.mine"), anchor=False)
    if not (mine.returned or mine.waiting or mine.confirmed):
        st.caption(words("steward.nothing_of_mine"))
        return
    for kept in mine.returned:
        last, entry = kept.steps[-1], kept.entry
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            said = words(
                "steward.returned",
                reason=last.reason or "",
                who=last.who,
                what=entry_words.told(entry, words),
            )
            st.warning(plain(said), icon=":material/undo:")
            st.button(
                words("steward.enter_again"), key=f"again.{kept.id}", on_click=state.turn,
                kwargs={"desk": "enter", "way": entry.corridor, "road": f"{entry.provider}.{entry.service}"},
            )  # fmt: skip
    for key, own in (("steward.mine_wait", mine.waiting), ("steward.mine_confirmed", mine.confirmed)):
        if own:
            with st.expander(words.count(key, len(own)), icon=":material/hourglass:"):
                st.markdown("\n".join(f"- {plain(_line(kept, data, words))}" for kept in own))


def _line(kept: Kept, data: Dataset, words: Words) -> str:
    entry = kept.entry
    return " · ".join(
        (
            entry_words.way(entry.corridor, words),
            entry_words.road(entry.provider, entry.service, data, words),
            entry_words.told(entry, words),
            entry_words.moment(kept.steps[0].at, words),
        )
    )


def _services(key: str, services: Services, data: Dataset, words: Words) -> None:
    """Services to collect, each with the way to its form; the first ones stand open."""
    for number, service in enumerate(services[:OPEN]):
        _wanted(f"{key}{number}", service, data, words)
    rest = services[OPEN:]
    if rest:
        with st.expander(words.count("evidence.rest", len(rest)), icon=":material/expand_more:"):
            for number, service in enumerate(rest, start=OPEN):
                _wanted(f"{key}{number}", service, data, words)


def _wanted(key: str, service: Sequence[Cell], data: Dataset, words: Words) -> None:
    """A service to collect now, with the way to its form."""
    first = service[0]
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(width="stretch", gap=None):
            st.markdown(f"**{plain(entry_words.road(first.provider, first.service, data, words))}**")
            st.caption(plain(entry_words.wanted(service, words)))
        calculators.page_of(first.provider, first.corridor, f"{key}_page", words)
        st.button(
            words("steward.enter_this"), key=key, on_click=state.turn,
            kwargs={"desk": "enter", "way": first.corridor, "road": first.road},
        )  # fmt: skip
