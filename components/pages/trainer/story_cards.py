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


def chosen(stories: Mapping[str, Story]) -> str:
    """The id of the story that the trainer chose, which stands in the address; else the first."""
    asked = state.asked("story")
    return asked if asked is not None and asked in stories else _ordered(stories)[0]


def cards(stories: Mapping[str, Story], picked: str, facts: Dataset, words: Words) -> None:
    """A card for each story; a press anywhere on a card chooses its story."""
    with st.container(key="stories"):
        for name in _ordered(stories):
            # The stylesheet knows the chosen card by its key.
            key = f"story_chosen_{name}" if name == picked else f"story_{name}"
            with st.container(border=True, gap="xxsmall", key=key):
                _card(stories[name], facts, words, picked=name == picked)


def _ordered(stories: Mapping[str, Story]) -> list[str]:
    return sorted(stories, key=lambda name: name != FIRST)


def _card(story: Story, facts: Dataset, words: Words, *, picked: bool) -> None:
    title = story.title.text_in(words.language)
    st.button(
        main_label(title) if picked else f"**{plain(title)}**", key=f"story.{story.id}", type="tertiary",
        icon=":material/check:" if picked else None, on_click=state.move, args=({"story": story.id},),
    )  # fmt: skip
    st.markdown(plain(story.aims[0].text_in(words.language)))
    with st.container(gap=None, key=f"told_{story.id}"):
        for line in _told(story, facts, words):
            st.caption(plain(line))


def _told(story: Story, facts: Dataset, words: Words) -> list[str]:
    """Corridor of a story, then its minutes and its level."""
    lengths = [plan.length for plan in story.plans]
    sending, receiving = story.corridor.split("-")
    corridor = facts.corridor(sending, receiving)
    minutes = words("room.lengths", least=min(lengths), most=max(lengths))
    return [
        *([] if corridor is None else [links.corridor_name(corridor, words)]),
        f"{minutes} · {words(f'room.level_{story.level}')}",
    ]
