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
                st.markdown(_text(one, words))
                st.image(tiles.mark(found, study, colours), width="stretch", alt="")
                st.button(
                    words(f"gaps.part_{one.part}"), key=f"open_{found.topic}", type="tertiary",
                    icon=":material/chevron_right:", icon_position="right",
                    on_click=state.turn, kwargs={"view": one.part},
                )  # fmt: skip


def _text(one: tiles.Tile, words: Words) -> str:
    """The tile's lines, the value in bold; an old day in another colour and with the word."""
    when = plain(one.when)
    if one.old:
        when = f":orange[{when} · {plain(words('tile.old'))}]"
    lines = [plain(one.name), f"**{plain(one.value)}**", plain(one.against), when, plain(one.change)]
    return "\n\n".join(line for line in lines if line)
