"""The trainer's notes to a screen, in a window of their own."""

import streamlit as st

from channels.records.stories import StepKind
from components.pages.trainer.controls import bullets, clicker_keys, key_row
from components.pages.trainer.presenter_sync import Leader
from components.widgets.theme import page_language, plain
from components.words import story_prices as price_words
from components.words import workshop as workshop_words
from components.workshop.scene import Scene


def notes(scene: Scene, leader: Leader) -> None:
    """What the trainer alone reads: what is said at this screen, what is right, what comes next."""
    words = scene.words
    key_row(scene, leader)
    st.title(workshop_words.step_name(scene.step.kind, words), anchor=False)
    page_language(scene.session.language)
    minutes = words.count("time.minutes", max(1, scene.step.seconds // 60))
    st.caption(words("room.meant_for", time=minutes))
    spoken = workshop_words.aloud(scene.story, scene.step.kind, words)
    turning = workshop_words.turns(scene.story, scene.step.kind, words)
    if spoken or turning:
        st.subheader(words("room.aloud"), anchor=False)
        bullets([*spoken, *turning])
    question = scene.question
    if question is not None:
        right = question.answers[question.right].text.text_in(words.language)
        st.subheader(words("room.right"), anchor=False)
        bullets([right, question.reason.text_in(words.language)])
    if scene.step.kind in (StepKind.GUESS, StepKind.COUNT):
        st.subheader(words("room.right"), anchor=False)
        bullets(_truth(scene))
    following = scene.following()
    if following is not None:
        st.markdown(plain(words("room.then", name=workshop_words.step_name(following.kind, words))))
    st.subheader(words("room.notes"), anchor=False)
    bullets([text.text_in(words.language) for text in scene.story.notes])
    with st.expander(words("room.menu"), icon=":material/menu:", type="compact"):
        clicker_keys(scene)


def _truth(scene: Scene) -> list[str]:
    if scene.dealt is not None:
        return price_words.truth_lines(scene.dealt, scene.data, scene.words)
    found = workshop_words.replies(scene.story, scene.facts, scene.words)
    return [f"{reply.sign} {reply.text} {reply.why}" for reply in found if reply.right]
