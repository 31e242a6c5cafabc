"""The screens that a room sees: one decision each, in large letters, led by keys."""

from collections.abc import Callable, Sequence

import streamlit as st

from channels.records.stories import StepKind
from channels.workshop import hand_counts
from components.pages.trainer.controls import (
    Audience,
    figures_note,
    is_answer_shown,
    is_counting,
    key_row,
    menu,
    new_room,
)
from components.pages.trainer.letters import BESIDE, USUAL, above, letters, texts
from components.pages.trainer.presenter_sync import Leader
from components.pages.trainer.screens import SCREENS
from components.widgets import state
from components.widgets.theme import page_language, plain, slides_style, watch_mouse
from components.workshop import votes
from components.workshop.scene import Scene
from components.workshop.votes import Store


def present(
    scene: Scene, store: Store, leader: Leader, places: Sequence[str], links: Callable[[], None]
) -> None:
    """One screen with its keys. `links` draws the ways to other pages into the folded menu."""
    lead = votes.lead(leader.key, state.asked("room"))
    room = votes.led(store, lead)
    open_now = scene.key if not is_counting(scene) and not is_answer_shown(scene) else None
    if room is not None and lead is not None and not room.over:
        votes.ask(store, lead, room, open_now, scene.choices)
    counted = hand_counts.read(state.asked("n") or "")
    people = Audience(store, leader.key, room, tuple(places), counted)
    beside = room is not None and not room.over and scene.key is not None
    part = BESIDE if beside else 1
    # Over fields, and over the way in on the title, there is room for the usual letters alone.
    full = is_counting(scene) or (room is not None and scene.step.kind is StepKind.TITLE)
    size = USUAL if full else letters(texts(scene), above=above(scene), part=part)
    slides_style()
    with st.container(key="slide"):
        with st.container(key=f"screen_{size}"):
            SCREENS[scene.step.kind](scene, people)
        if state.asked("room") is not None and room is None:
            with st.container(key="broken", horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(scene.words("room.broken"), width="content")
                if scene.step.kind is not StepKind.TITLE:
                    new_room(scene, people, "again")
        note = figures_note(scene)
        if note is not None:
            st.caption(plain(note))
    with st.container(key="controls", gap=None):
        key_row(scene, leader)
        menu(scene, store, lead, room, links)
    page_language(scene.session.language)
    watch_mouse()
