"""A story's ways on a slide: what is lost by each as a bar beside what arrives, in the order of the layer."""

import streamlit as st

from channels.money import ZERO
from channels.records.stories import LAYERS, StepKind
from channels.workshop import story_prices
from channels.workshop.story_prices import Layer, RankedRoute, StoryRoute
from components.charts import slides
from components.charts.palette import palette
from components.pages.trainer import vote_bars
from components.pages.trainer.controls import Audience
from components.widgets.theme import COLOURS, plain, scheme
from components.words import story_prices as price_words
from components.workshop.scene import Scene

KEY = ("fee", "hidden", "receipt", "travel")
"""The names of the parts of what is lost, in the order of `price_words.LOSING`."""
STEPS = 10
"""In so many steps the stylesheet knows from where a bar grows."""


def ways(scene: Scene, seen: Layer, people: Audience) -> None:
    """A row for each way with what is lost up to this layer, and under them the key to the colours."""
    assert scene.dealt is not None
    voted = vote_bars.guesses(scene, people) if seen.kind is StepKind.HAND else None
    with st.container(key="ways" if voted is None else "ways_voted"):
        for place, placed in enumerate(seen.ranked):
            with st.container(key=_key(scene, seen, place, placed.row)):
                _way(scene, seen, placed)
                if voted is not None:
                    number, right = voted.get(placed.row.shape, 0), placed.row.shape is scene.best
                    vote_bars.bar(number, max(voted.values()), right=right, wide=slides.FEW)
    uncovered = [price_words.lost(placed.row, seen.kind) for placed in seen.ranked]
    _legend(scene, max(map(len, uncovered), default=0))


def _way(scene: Scene, seen: Layer, placed: RankedRoute) -> None:
    dealt, words, row = scene.dealt, scene.words, placed.row
    assert dealt is not None
    one = price_words.shown(placed, seen.kind, scene.data, dealt, words)
    st.markdown(f":{_colour(row)}[**{one.sign} {plain(one.name)}**]")
    # Not known twice says no more than once.
    said = [part for part in (one.part, one.less) if part and part != one.figure]
    with st.container(gap=None):
        parts = price_words.lost(row, seen.kind)
        if parts:
            end = float(price_words.most_lost(dealt))
            drawn = [(float(part), words.number(price_words.whole(part))) for part in parts]
            st.image(slides.losses(drawn, end, palette(scheme())), width="stretch", alt=one.part)
        if said:
            st.markdown(plain(" · ".join(said)))
    figure = plain(one.figure)
    if placed.looks is not None:
        before, number, unit = price_words.figure_and_unit(one.figure, placed.looks, words)
        figure = f"{plain(before)}**{plain(number)}** {plain(unit)}" if number else figure
    best = seen.looks_best is not None and row.shape is seen.looks_best.shape
    st.markdown(f":green[{figure}]" if best else figure)


def _colour(row: StoryRoute) -> str:
    """The colour of a way's kind, by the name that the theme gives it."""
    if row.outside is not None:
        return COLOURS[row.outside.kind]
    return "gray" if row.route is None else COLOURS[row.route.provider.channel]


def _key(scene: Scene, seen: Layer, place: int, row: StoryRoute) -> str:
    """The name of a row for the stylesheet: from which place it comes, and from where its bar grows."""
    assert scene.dealt is not None
    number = LAYERS.index(seen.kind)
    if not number:
        return f"way_a_{row.shape}_by0_from0"
    before = LAYERS[number - 1]
    order = [placed.row.shape for placed in story_prices.layer(scene.dealt, before).ranked]
    moved = order.index(row.shape) - place
    end = price_words.most_lost(scene.dealt)
    had = sum(max(ZERO, part) for part in price_words.lost(row, before))
    grown = int(STEPS * had / end) if end else 0
    way = f"up{moved}" if moved > 0 else f"down{-moved}" if moved else "by0"
    # Two names by turns, so that the browser begins the movement anew on each layer.
    return f"way_{'ab'[number % 2]}_{row.shape}_{way}_from{grown}"


def _legend(scene: Scene, uncovered: int) -> None:
    if not uncovered:
        return
    with st.container(key="legend", horizontal=True, vertical_alignment="center", gap="small"):
        for number, name in enumerate(KEY[:uncovered]):
            said = scene.words(f"sheet.part_{name}")
            st.image(slides.swatch(number, palette(scheme())), width=22, alt=said)
            st.markdown(plain(said), width="content")
