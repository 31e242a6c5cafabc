"""The stories as cards: what each teaches, for how many minutes, from where to where, how hard it is."""

from collections.abc import Mapping

import streamlit as st

from channels.dataset.dataset import Dataset
from channels.records.stories import Story
from components.i18n import Words
from components.widgets import state
from components.widgets.theme import main_label, plain
from components.words import links

FIRST = "mother_lankaran"
"""The story of the hidden rate: what this tool is for."""


def choose(stories: Mapping[str, Story], facts: Dataset, words: Words) -> str:
    """The id of the story that the trainer chose, which stands in the address; else the first."""
    asked = state.asked("story")
    order = sorted(stories, key=lambda name: name != FIRST)
    chosen = asked if asked is not None and asked in stories else order[0]
    st.subheader(words("room.story"), anchor=False)
    with st.container(key="stories"):
        for name in order:
            with st.container(border=True, gap="xxsmall", key=f"story_{name}"):
                _card(stories[name], facts, words, chosen=name == chosen)
    return chosen


def _card(story: Story, facts: Dataset, words: Words, *, chosen: bool) -> None:
    title = story.title.text_in(words.language)
    st.button(
        main_label(title) if chosen else plain(title), key=f"story.{story.id}", width="stretch",
        icon=":material/check:" if chosen else None, on_click=state.move, args=({"story": story.id},),
    )  # fmt: skip
    st.markdown(plain(story.aims[0].text_in(words.language)))
    st.caption(plain(" · ".join(_told(story, facts, words))))


def _told(story: Story, facts: Dataset, words: Words) -> list[str]:
    """Minutes, corridor and level of a story."""
    lengths = [plan.length for plan in story.plans]
    sending, receiving = story.corridor.split("-")
    corridor = facts.corridor(sending, receiving)
    return [
        words("room.lengths", least=min(lengths), most=max(lengths)),
        *([] if corridor is None else [links.corridor_name(corridor, words)]),
        words(f"room.level_{story.level}"),
    ]
