"""The counts of a room: as the link carries them, and phones and hands together."""

from hypothesis import given
from hypothesis import strategies as st

from channels.records.stories import Shape, StepKind
from channels.workshop import hand_counts
from channels.workshop.quiz import Tally, drawn
from channels.workshop.session import SessionStep, steps
from tests.support.datasets import real

DATA = real()
QUESTIONS = drawn(DATA.tables.questions, "K7MT")
COUNTS = st.dictionaries(
    st.sampled_from(
        [
            hand_counts.GUESS,
            hand_counts.CAME,
            hand_counts.WOMEN,
            *(hand_counts.quiz_key("before", q) for q in DATA.tables.questions),
        ]
    ),
    st.lists(st.integers(0, hand_counts.MOST), min_size=1, max_size=4).map(tuple),
    max_size=12,
)


@given(COUNTS)
def test_what_is_written_is_read(counts):
    assert hand_counts.read(hand_counts.written(counts)) == counts


@given(st.text(max_size=80))
def test_nonsense_is_left_out(text):
    found = hand_counts.read(text)
    assert all(0 <= number <= hand_counts.MOST for numbers in found.values() for number in numbers)
    assert hand_counts.read(hand_counts.written(found)) == found


def test_one_part_that_cannot_be_read_leaves_the_others():
    assert hand_counts.read("guess-3-5~came-x~quiz.after.zero_fee-1-2") == {
        "guess": (3, 5),
        "quiz.after.zero_fee": (1, 2),
    }


def test_hands_and_phones_are_added_up():
    assert hand_counts.together({"guess": (3, 0, 1, 2)}, {"guess": (1, 4)}, "guess") == (4, 4, 1, 2)
    assert hand_counts.together({}, {"guess": (1, 0)}, "guess") == (1, 0)


def test_a_ballot_without_votes_is_no_count():
    assert hand_counts.together({}, {"guess": (0, 0)}, "guess") is None
    assert hand_counts.guesses({}, {"guess": (0, 0)}, [Shape.CIRCLE]) is None


def test_guesses_are_those_of_the_shapes_in_view():
    found = hand_counts.guesses({"guess": (3, 5)}, {}, [Shape.TRIANGLE, Shape.STAR])
    assert found == {Shape.TRIANGLE: 5, Shape.STAR: 0}


def test_a_tally_counts_the_right_answers():
    first = QUESTIONS[0]
    numbers = tuple(7 if n == first.right else 2 for n in range(len(first.answers)))
    found = hand_counts.tallies({hand_counts.quiz_key("before", first): numbers}, {}, "before", QUESTIONS)
    assert found[0] == Tally(first.id, sum(numbers), 7)
    assert found[1] == Tally(QUESTIONS[1].id, 0, 0)


def test_only_the_guess_and_the_quiz_ask_the_room():
    story = next(one for one in DATA.tables.stories if one.id == "mother_lankaran")
    asking = {step.kind for step in steps(story, 45) if hand_counts.key_of(step, QUESTIONS) is not None}
    assert asking == {StepKind.GUESS, StepKind.QUIZ_BEFORE, StepKind.QUIZ_AFTER}
    assert (
        hand_counts.key_of(SessionStep(StepKind.QUIZ_AFTER, 2, 5, 60), QUESTIONS)
        == f"quiz.after.{QUESTIONS[1].id}"
    )
