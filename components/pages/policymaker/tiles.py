"""The row of six tiles: a figure, what it is held against, its day, its way; a tap leads to its part."""

import streamlit as st

from channels.gaps.headline_figures import headline_figures
from channels.gaps.overview import Study
from components.charts.palette import palette
from components.gaps import tiles
from components.i18n import Words
from components.widgets import state
from components.widgets.theme import plain, scheme


def row(study: Study, words: Words) -> None:
    """Every tile with its mark; nothing where there is nothing to judge."""
    if not study.gaps:
        return
    colours = palette(scheme())
    with st.container(key="tiles"):
        for found in headline_figures(study):
            one = tiles.tile(found, study, words)
            with st.container(border=True, gap="xxsmall", key=f"tile_{found.topic}"):
                st.markdown(plain(one.name))
                st.markdown(f"**{plain(one.value)}**")
                st.image(tiles.mark(found, study, colours), width="stretch", alt="")
                st.markdown(_below(one, words))
                st.button(
                    words(f"gaps.part_{one.part}"), key=f"open_{found.topic}", type="tertiary",
                    icon=":material/chevron_right:", icon_position="right",
                    on_click=state.turn, kwargs={"view": one.part},
                )  # fmt: skip


def _below(one: tiles.Tile, words: Words) -> str:
    """Target and day in a line, an old day in another colour and with the word; then the change."""
    when = plain(one.when)
    if one.old:
        when = f":orange[{when} · {plain(words('tile.old'))}]"
    first = " · ".join(text for text in (plain(one.against), when) if text)
    return "\n\n".join(line for line in (first, plain(one.change)) if line)
