"""What is asked of a room at a screen, and the hands that were counted, as the link carries them."""

import re
from collections.abc import Mapping, Sequence

from channels.records.stories import QuizQuestion, Shape, StepKind
from channels.workshop.quiz import Tally
from channels.workshop.session import SessionStep

GUESS = "guess"
"""The key under which the first guess is asked."""
CAME, WOMEN = "came", "women"
"""The keys of two counts that nobody votes on: how many people came, how many of them are women."""
MOST = 9_999
"""More hands than this are in no room."""

Counts = Mapping[str, tuple[int, ...]]

_PART = re.compile(r"([a-z0-9_]{1,60}(?:\.[a-z0-9_]{1,60}){0,2})((?:-[0-9]{1,4}){1,4})")
_LONGEST = 2_000
_ROUNDS = {StepKind.QUIZ_BEFORE: "before", StepKind.QUIZ_AFTER: "after"}


def key_of(step: SessionStep, questions: Sequence[QuizQuestion]) -> str | None:
    """Under which key a screen asks the room; None for a screen that asks nothing."""
    if step.kind is StepKind.GUESS:
        return GUESS
    if step.kind in _ROUNDS and step.number <= len(questions):
        return quiz_key(_ROUNDS[step.kind], questions[step.number - 1])
    return None


def quiz_key(round_: str, question: QuizQuestion) -> str:
    """The key of a question in a round, `before` or `after`."""
    return f"quiz.{round_}.{question.id}"


def written(counts: Counts) -> str:
    """The counts as one word for a link: `guess-3-5-2-1~came-40-22`."""
    return "~".join("-".join([key, *map(str, numbers)]) for key, numbers in sorted(counts.items()))


def read(text: str) -> dict[str, tuple[int, ...]]:
    """The counts of a link; what `written` would not write is left out."""
    found = {}
    for part in text[:_LONGEST].split("~"):
        match = _PART.fullmatch(part)
        if match is not None:
            found[match[1]] = tuple(int(number) for number in match[2][1:].split("-"))
    return found


def together(hands: Counts, votes: Counts, key: str) -> tuple[int, ...] | None:
    """The hands and the phones of one key added up; None where nobody counted and nobody voted."""
    raised, tapped = hands.get(key, ()), votes.get(key, ())
    if not raised and not sum(tapped):
        return None
    length = max(len(raised), len(tapped))
    return tuple(sum(of[n] for of in (raised, tapped) if n < len(of)) for n in range(length))


def guesses(hands: Counts, votes: Counts, shapes: Sequence[Shape]) -> dict[Shape, int] | None:
    """How many guessed each of the shapes; None where nobody counted."""
    counted = together(hands, votes, GUESS)
    if counted is None:
        return None
    return {shape: counted[shape.rank] if shape.rank < len(counted) else 0 for shape in shapes}


def tallies(
    hands: Counts, votes: Counts, round_: str, questions: Sequence[QuizQuestion]
) -> tuple[Tally, ...]:
    """How many answered each question of a round, and how many of them were right."""
    found = []
    for question in questions:
        counted = together(hands, votes, quiz_key(round_, question)) or ()
        right = counted[question.right] if question.right < len(counted) else 0
        found.append(Tally(question.id, sum(counted), right))
    return tuple(found)
