"""The bar at the top of every page: the ways to the other pages, the language, the teaching set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.i18n import Words
from components.widgets import inputs, state


@dataclass(frozen=True, slots=True)
class Destination:
    """A page that the bar leads to, by what name, and which of the choices in the address go along."""

    page: st.Page
    label: str
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar that was drawn, where its ways are still missing."""

    ways: tuple[DeltaGenerator, DeltaGenerator]

    def lead_to(self, places: Sequence[Destination]) -> None:
        """Draw the ways: after the page, so that they carry what was chosen on it."""
        for way in self.ways:
            with way:
                for place in places:
                    st.page_link(place.page, label=place.label, query_params=dict(place.choices))


def bar(words: Words, *, teaching: bool = True) -> Bar:
    """The bar. On a phone the ways stand in one menu; the stylesheet of the pages shows one of the two.

    `teaching`: the switch between the evidence and the teaching set stands in it too.
    """
    with st.container(key="bar", horizontal=True, horizontal_alignment="distribute", gap="xsmall"):
        places = st.container(key="places", horizontal=True, gap=None, width="content")
        with st.container(key="menu", width="content"), st.popover(words("bar.menu"), icon=":material/menu:"):
            menu = st.container(key="menu_places", gap=None)
        with st.container(
            key="settings", horizontal=True, vertical_alignment="center", gap="small", width="content"
        ):
            if teaching:
                state.teaching_switch(words("header.teaching"))
            inputs.languages(words, words.language)
    return Bar((places, menu))
