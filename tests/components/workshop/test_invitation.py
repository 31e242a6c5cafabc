"""How phones find a room, and what they are asked."""

from datetime import UTC, date, datetime

import pytest

from channels.records.stories import PriceSet
from channels.workshop import hand_counts
from channels.workshop.room import Ballot, Room
from channels.workshop.session import Session
from components.i18n import LANGUAGES, words
from components.workshop import invitation
from components.workshop.scene import scene, under_shapes
from tests.support.datasets import real, teaching

DATA = real()
SETS = {PriceSet.EVIDENCE: DATA, PriceSet.TEACHING: teaching()}
DAY = date(2026, 11, 22)


def room(story: str | None, key: str, choices: int) -> tuple[Room, Ballot]:
    ballot = Ballot(key, choices, open=True)
    return Room("BKHM", "az", story, ballot, opened=datetime(2026, 11, 22, tzinfo=UTC), over=False), ballot


def test_the_address_is_the_rooms_page():
    assert invitation.address("http://10.42.0.1:8501/", "BKHM") == "http://10.42.0.1:8501/v/BKHM"


def test_the_picture_is_black_on_white_and_needs_nothing_else():
    drawn = invitation.picture("http://10.42.0.1:8501/v/BKHM")
    assert drawn.startswith("<svg")
    assert 'fill="#fff"' in drawn or 'stroke="#fff"' in drawn
    assert "href" not in drawn
    assert drawn != invitation.picture("http://10.42.0.1:8501/v/BKHP")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_reads_the_storys_question_and_its_answers(language):
    story = next(one for one in DATA.tables.stories if one.id == "caller_code")
    found = invitation.asked(*room(story.id, hand_counts.GUESS, 4), SETS, DAY, words(language))
    assert found.text == story.question.text_in(language)
    assert list(found.choices) == [answer.text.text_in(language) for answer in story.answers]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_reads_the_ways_of_a_story_about_money_as_the_screen_names_them(language):
    session = Session("mother_lankaran", 20, PriceSet.TEACHING, "K7MT", language)
    here = scene(session, SETS, DAY)
    story = invitation.named(here.story, session.prices)
    found = invitation.asked(*room(story, hand_counts.GUESS, here.choices), SETS, DAY, words(language))
    assert list(found.choices) == list(under_shapes(here).values())
    assert len(set(found.choices)) == 4


def test_a_shape_under_which_nothing_stands_keeps_its_name():
    found = invitation.asked(*room("mother_lankaran.evidence", hand_counts.GUESS, 4), SETS, DAY, words("en"))
    assert list(found.choices)[2:] == [words("en")("vote.shape_2"), words("en")("vote.shape_3")]


def test_a_story_whose_prices_nobody_named_leaves_the_shapes_to_the_phone():
    found = invitation.asked(*room("mother_lankaran", hand_counts.GUESS, 4), SETS, DAY, words("en"))
    assert found.text
    assert list(found.choices) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_reads_a_question_of_the_quiz_and_not_which_answer_is_right(language):
    question = DATA.tables.questions[0]
    key = hand_counts.quiz_key("before", question)
    found = invitation.asked(*room(None, key, len(question.answers)), SETS, DAY, words(language))
    assert found.text == question.text.text_in(language)
    assert list(found.choices) == [answer.text.text_in(language) for answer in question.answers]


def test_what_nobody_knows_has_no_words():
    assert invitation.asked(*room("no_such", hand_counts.GUESS, 4), SETS, DAY, words("en")) is None
    assert invitation.asked(*room(None, "quiz.before.no_such", 3), SETS, DAY, words("en")) is None
