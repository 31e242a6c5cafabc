"""How large the letters of a slide may be: the shorter its texts, the larger."""

from collections.abc import Sequence
from math import ceil

from channels.records.stories import StepKind
from channels.workshop import session
from components.words import story_prices as price_words
from components.words import workshop as workshop_words
from components.workshop.scene import Scene, under_shapes

SIZES = (("large", 52, 9), ("medium", 63, 11))
"""The name of a size, how many letters stand in a line, how many lines on a screen with gaps between them."""
USUAL = "usual"
BESIDE = 0.62
"""The part of the width that is left for text beside the way in for phones."""


def letters(shown: Sequence[str], *, above: int = 0, part: float = 1) -> str:
    """The name of the largest size in which these lines fit on one screen below its title.

    `part` is how much of the width they have; the first lines, as many as `above`, have all of it.
    """
    parts = [1 if place < above else part for place in range(len(shown))]
    for name, wide, most in SIZES:
        # Each text has the height of half a line as its distance from the next.
        lines = sum(ceil(len(line) / (wide * of)) + 0.5 for line, of in zip(shown, parts, strict=True))
        if shown and lines <= most:
            return name
    return USUAL


def above(scene: Scene) -> int:
    """How many of a screen's texts stand over what can be chosen, in the whole width."""
    return 2 if scene.step.kind is StepKind.GUESS else 1


def title_lines(scene: Scene) -> list[str]:
    """What stands under a story's title: whose prices they are, what to expect, and the meeting's signs."""
    words, dealt = scene.words, scene.dealt
    prices = [] if dealt is None else [price_words.prices_line(dealt, words)]
    expected = [] if dealt is None else price_words.expected_lines(dealt, scene.data, words)
    return [*prices, " ".join(expected), words("workshop.seed", seed=scene.session.seed)]


def texts(scene: Scene) -> list[str]:
    """What a screen of text alone shows below its title; empty for a screen with more than text."""
    story, words = scene.story, scene.words
    match scene.step.kind:
        case StepKind.TITLE:
            return [story.title.text_in(words.language), *title_lines(scene), "", ""]
        case StepKind.PEOPLE:
            people = [workshop_words.person(story, number, words) for number in range(len(story.people))]
            return people + [text.text_in(words.language) for text in story.scene]
        case StepKind.GUESS:
            # The line above the question stands in its place.
            given = " ".join(workshop_words.given_lines(story, words))
            return [story.question.text_in(words.language), given, *under_shapes(scene).values(), ""]
        case StepKind.QUIZ_BEFORE | StepKind.QUIZ_AFTER if scene.question is not None:
            # The title of two lines and the buttons take the room of three answers.
            answers = [answer.text.text_in(words.language) for answer in scene.question.answers]
            return [scene.question.text.text_in(words.language), *answers, "", ""]
        case StepKind.UNKNOWNS:
            return workshop_words.unknown_lines(story, words)
        case StepKind.DEBRIEF if scene.step.code == session.HEARD:
            return workshop_words.law_lines(story, scene.facts, words)
        case StepKind.DEBRIEF:
            return workshop_words.asked_lines(story, words)
        case _:
            return []
