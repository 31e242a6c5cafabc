"""Five questions before and after: which ones a seed draws, and what a room has gained."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from channels.money import HUNDRED
from channels.records.stories import QuizQuestion
from channels.workshop.seeds import laid

ASKED = 5
"""How many questions a quiz has."""
LEAST_ANSWERS = 5
"""With fewer answers to a question a share would tell of single people, not of the room."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answered a question, and how many of them were right."""

    question: str
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class Gain:
    """What the room knew before and after: percent of right answers, and the difference in points."""

    before: Decimal
    after: Decimal
    points: Decimal


def drawn(questions: Sequence[QuizQuestion], seed: str) -> tuple[QuizQuestion, ...]:
    """The five questions of a seed, the same before and after, from as many topics as there are.

    Fewer where the bank has fewer. The easier ones come first.
    """
    order = laid(seed, "quiz", questions, lambda question: question.id)
    first_of = {question.topic: question for question in reversed(order)}
    heads = [question for question in order if first_of[question.topic] is question]
    rest = [question for question in order if first_of[question.topic] is not question]
    return tuple(sorted((heads + rest)[:ASKED], key=lambda question: question.level))


def gain(before: Sequence[Tally], after: Sequence[Tally]) -> Gain | None:
    """What the room gained; None when a question was answered by fewer than five, or differs.

    The share of a round is that of all its answers together. Raises `ValueError` for more right answers
    than answers.
    """
    for tally in (*before, *after):
        if not 0 <= tally.right <= tally.answered:
            raise ValueError(f"{tally.question}: {tally.right} right of {tally.answered}")
    if not before or {t.question for t in before} != {t.question for t in after}:
        return None
    if any(tally.answered < LEAST_ANSWERS for tally in (*before, *after)):
        return None
    was, now = _share(before), _share(after)
    return Gain(was, now, now - was)


def _share(round_: Sequence[Tally]) -> Decimal:
    right, answered = sum(t.right for t in round_), sum(t.answered for t in round_)
    return (Decimal(right) * HUNDRED / answered).quantize(Decimal("0.1"))
