"""What a screen rests on, for every story, and the report of a meeting."""

from dataclasses import replace
from datetime import date

import pytest

from channels.records.stories import PriceSet, Shape, StepKind
from channels.workshop import hand_counts
from channels.workshop import session as workshop_session
from channels.workshop.session import Session
from components.i18n import LANGUAGES
from components.workshop.scene import report, report_rows, said_of_room, scene
from tests.support.datasets import real, teaching

SETS = {PriceSet.EVIDENCE: real(), PriceSet.TEACHING: teaching()}
STORIES = SETS[PriceSet.EVIDENCE].tables.stories
DAY = date(2026, 11, 22)
MOTHER = Session("mother_lankaran", 45, PriceSet.TEACHING, "K7MT", "en")


def at(step, session=MOTHER):
    return scene(replace(session, step=step, heard=True), SETS, DAY)


def sessions():
    for story in STORIES:
        for prices in [lineup.set for lineup in story.lineups] or [PriceSet.EVIDENCE]:
            yield Session(story.id, 90, prices, "K7MT", "az")


@pytest.mark.parametrize("session", list(sessions()), ids=workshop_session.written)
def test_every_screen_of_every_story_can_be_set_up(session):
    first = scene(session, SETS, DAY)
    assert (first.dealt is not None) == first.story.about_money
    seen = []
    here = first
    while here.following() is not None:
        seen.append(here.step.kind)
        if here.step.kind is StepKind.CHANCE:
            assert here.stroke().card is here.deck[here.step.number - 1]
        here = scene(workshop_session.forward(here.session, here.plan), SETS, DAY)
    assert here.step.kind is StepKind.END
    assert StepKind.DEBRIEF in seen
    assert here.place == len(here.plan)


@pytest.mark.parametrize("session", list(sessions()), ids=workshop_session.written)
def test_a_phone_has_a_button_for_every_shape_in_view(session):
    found = at(StepKind.GUESS, session)
    assert 2 <= found.choices <= len(Shape)
    assert all(shape.rank < found.choices for shape in found.shapes)


def test_the_right_guess_is_the_road_that_leaves_most():
    found = at(StepKind.GUESS)
    hand = {row.shape: row.hand for row in found.dealt.rows}
    assert hand[found.best] == max(hand.values())


def test_with_real_prices_nobody_is_right():
    found = at(StepKind.GUESS, replace(MOTHER, prices=PriceSet.EVIDENCE))
    assert found.best is None
    counted = report(found, {"guess": (3, 5)}, {})
    assert counted.guessed == 8
    assert counted.right is None


def test_the_report_counts_hands_and_phones():
    found = at(StepKind.END)
    right = found.best.rank
    votes = {"guess": tuple(4 if n == right else 1 for n in range(4))}
    counted = report(found, {"came": (40,), "women": (22,), "guess": (2, 2, 2, 2)}, votes)
    assert (counted.present, counted.women) == (40, 22)
    assert counted.guessed == 4 + 3 + 8
    assert counted.right == 6
    rows = dict(report_rows(counted))
    assert rows["right"] == "6"
    assert rows["right_before_percent"] == ""


def test_women_whom_nobody_counted_are_not_reported_as_none():
    assert report(at(StepKind.END), {"came": (40,)}, {}).women is None
    counted = report(at(StepKind.END), {"women": (0,)}, {})
    assert (counted.present, counted.women) == (None, 0)


def test_the_gain_is_that_of_the_five_questions():
    found = at(StepKind.GAIN)
    counts = {}
    for question in found.questions:
        wrong = 1 if question.right == 0 else 0
        for round_, right in (("before", 2), ("after", 8)):
            numbers = [0] * len(question.answers)
            numbers[question.right], numbers[wrong] = right, 10 - right
            counts[hand_counts.quiz_key(round_, question)] = tuple(numbers)
    gained = report(found, counts, {}).gain
    assert (gained.before, gained.after, gained.points) == (20, 80, 60)


def test_the_room_is_said_shape_by_shape_and_nothing_of_an_uncounted_one():
    found = at(StepKind.FEE)
    assert said_of_room(found, {}, {}) is None
    line = said_of_room(found, {"guess": (3, 5, 0, 1)}, {})
    assert "● 3 · ▲ 5 · ■ 0 · ★ 1" in line


def test_more_women_than_people_is_refused():
    with pytest.raises(ValueError, match="women"):
        report(at(StepKind.END), {"came": (3,), "women": (5,)}, {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_meetings_language_is_the_sessions(language):
    assert scene(replace(MOTHER, language=language), SETS, DAY).words.language == language
