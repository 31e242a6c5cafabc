"""How large the letters of a slide may be: the shorter its texts, the larger."""

from collections.abc import Sequence
from math import ceil

from channels.records.stories import StepKind
from channels.workshop import session
from components.words import workshop as workshop_words
from components.workshop.scene import Scene, under_shapes

SIZES = (("large", 52, 9), ("medium", 63, 11))
"""The name of a size, how many letters stand in a line, how many lines on a screen with gaps between them."""
USUAL = "usual"


def letters(shown: Sequence[str]) -> str:
    """The name of the largest size in which these lines fit on one screen below its title."""
    for name, wide, most in SIZES:
        # Each text has the height of half a line as its distance from the next.
        if shown and sum(ceil(len(line) / wide) + 0.5 for line in shown) <= most:
            return name
    return USUAL


def texts(scene: Scene) -> list[str]:
    """What a screen of text alone shows below its title; empty for a screen with more than text."""
    story, words = scene.story, scene.words
    match scene.step.kind:
        case StepKind.PEOPLE:
            people = [workshop_words.person(story, number, words) for number in range(len(story.people))]
            return people + [text.text_in(words.language) for text in story.scene]
        case StepKind.QUESTION:
            asked = [story.question.text_in(words.language)]
            return asked + [text.text_in(words.language) for text in story.needs]
        case StepKind.GUESS:
            return [story.question.text_in(words.language), *under_shapes(scene).values()]
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
