"""The room's votes on a slide: a bar for each answer beside its words, the right one marked."""

from collections.abc import Mapping, Sequence

import streamlit as st

from channels.records.stories import Shape
from channels.workshop import hand_counts
from components.charts import slides
from components.charts.palette import palette
from components.pages.trainer.controls import Audience
from components.widgets.theme import scheme
from components.workshop.scene import Scene


def guesses(scene: Scene, people: Audience) -> Mapping[Shape, int] | None:
    """The room's first guess, shape by shape; None where nobody counted."""
    return hand_counts.guesses(people.hands, people.votes, scene.shapes)


def answers(scene: Scene, people: Audience) -> list[int] | None:
    """How many chose each answer of the quiz on this screen; None where nobody counted."""
    question = scene.question
    counted = None if scene.key is None else hand_counts.together(people.hands, people.votes, scene.key)
    if question is None or counted is None:
        return None
    return [counted[n] if n < len(counted) else 0 for n in range(len(question.answers))]


def beside(lines: Sequence[str], numbers: Sequence[int], right: int | None) -> None:
    """Lines of Markdown, each with its bar of votes; `right` is the place of the right answer."""
    for place, (line, number) in enumerate(zip(lines, numbers, strict=True)):
        with st.container(key=f"voted_{place}"):
            st.markdown(line)
            bar(number, max(numbers), right=place == right)


def bar(number: int, most: int, *, right: bool, wide: int = slides.VOTES) -> None:
    """One bar of votes on a scale up to `most`."""
    drawn = slides.votes(number, most, palette(scheme()), right=right, wide=wide)
    st.image(drawn, width="stretch", alt=str(number))
