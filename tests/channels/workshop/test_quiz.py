"""Five questions before and after, drawn by the seed, and what the room has gained."""

from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from channels.records.stories import QuizQuestion
from channels.workshop import seeds
from channels.workshop.quiz import ASKED, Gain, Tally, drawn, gain
from tests.support.datasets import real

ROOT = Path(__file__).parents[3]


@cache
def bank() -> tuple[QuizQuestion, ...]:
    return tuple(real().tables.questions)


def test_the_bank_has_thirty_questions_or_more_on_every_topic_and_level():
    assert len(bank()) >= 30
    assert Counter(question.topic for question in bank()).most_common()[-1][1] >= 2
    assert {question.level for question in bank()} == {1, 2, 3}


def test_the_right_answer_stands_at_no_usual_place_and_no_answer_twice():
    places = Counter(question.right for question in bank())
    assert max(places.values()) <= len(bank()) * 0.5
    for question in bank():
        for language in ("az", "ru", "en"):
            texts = [answer.text.text_in(language) for answer in question.answers]
            assert len(set(texts)) == len(texts), question.id


def test_the_same_seed_asks_the_same_five_and_another_seed_others():
    ids = [question.id for question in drawn(bank(), "K7MT")]
    assert ids == ["instant", "fixed_fee_five_times", "misspelt", "others_money", "card_abroad"]
    assert drawn(bank()[::-1], "K7MT") == drawn(bank(), "K7MT")
    assert len({tuple(q.id for q in drawn(bank(), seeds.made(n))) for n in range(30)}) > 25


@given(st.integers(0, 10**6))
def test_five_different_questions_of_five_topics_come_easy_first(number):
    found = drawn(bank(), seeds.made(number))
    assert len({question.id for question in found}) == ASKED
    assert len({question.topic for question in found}) == ASKED
    assert [question.level for question in found] == sorted(question.level for question in found)


def test_every_question_is_drawn_by_some_seed():
    seen = {question.id for n in range(2000) for question in drawn(bank(), seeds.made(n))}
    assert seen == {question.id for question in bank()}


def test_a_small_bank_asks_what_it_has():
    assert len(drawn(bank()[:3], "K7MT")) == 3


def tallies(*counts: tuple[int, int]) -> list[Tally]:
    return [Tally(f"q{n}", answered, right) for n, (answered, right) in enumerate(counts)]


def test_the_gain_is_the_difference_of_the_shares_in_points():
    before = tallies((40, 10), (40, 20), (20, 10))
    after = tallies((40, 30), (30, 30), (30, 20))
    assert gain(before, after) == Gain(Decimal("40.0"), Decimal("80.0"), Decimal("40.0"))
    assert gain(after, before).points == Decimal("-40.0")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], []),
        (tallies((5, 1)), []),
        (tallies((4, 1)), tallies((40, 30))),
        (tallies((40, 1)), tallies((4, 3))),
        (tallies((40, 1), (0, 0)), tallies((40, 1), (40, 3))),
        (tallies((40, 1)), tallies((40, 1), (40, 3))),
    ],
)
def test_too_few_answers_or_other_questions_give_no_gain(before, after):
    assert gain(before, after) is None


def test_more_right_answers_than_answers_is_a_slip():
    with pytest.raises(ValueError, match="6 right of 5"):
        gain(tallies((5, 6)), tallies((5, 5)))


def test_a_question_has_two_to_four_answers_and_one_that_is_right():
    whole = bank()[0].model_dump()
    assert QuizQuestion.model_validate(whole) == bank()[0]
    one, *rest = whole["answers"]
    right = next(answer for answer in whole["answers"] if answer["right"])
    for answers in ([right], [right, right], [a for a in whole["answers"] if not a["right"]] * 2, [one] * 5):
        with pytest.raises(ValidationError):
            QuizQuestion.model_validate({**whole, "answers": answers})
    assert rest
