"""Every story leads from its first screen to its last, through the debrief; the link says where one is."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.records.stories import LAYERS, LENGTHS, PriceSet, StepKind, Story
from channels.workshop import seeds
from channels.workshop.session import (
    HEARD,
    TALKS,
    Session,
    at,
    back,
    forward,
    placed,
    read,
    reset,
    steps,
    written,
)
from tests.support.datasets import real

ROOT = Path(__file__).parents[3]
LANGUAGES = ("az", "ru", "en")


@cache
def stories() -> dict[str, Story]:
    return {story.id: story for story in real().tables.stories}


PLANS = [(name, length) for name in stories() for length in LENGTHS]
EACH = pytest.mark.parametrize(("name", "length"), PLANS)


def session(name: str = "mother_lankaran", length: int = 20, **fields) -> Session:
    return Session(name, length, PriceSet.TEACHING, "K7MT", "az", **fields)


@EACH
def test_a_story_leads_from_its_first_screen_to_its_last_through_the_debrief(name, length):
    plan = steps(stories()[name], length)
    here, seen = session(name, length), []
    for _ in plan:
        seen.append(at(here, plan).kind)
        here = forward(here, plan)
    assert seen == [step.kind for step in plan]
    assert (seen[0], seen[-1]) == (StepKind.TITLE, StepKind.END)
    assert seen.count(StepKind.DEBRIEF) == TALKS
    assert forward(here, plan) == here
    assert here.heard and at(here, plan).kind is StepKind.END


@EACH
def test_the_screens_fill_the_time_in_the_order_of_the_layers(name, length):
    plan = steps(stories()[name], length)
    assert sum(step.seconds for step in plan) == length * 60
    assert min(step.seconds for step in plan) >= 30
    ranks = [step.kind.rank for step in plan]
    assert ranks == sorted(ranks)
    kinds = {step.kind for step in plan}
    wanted = set(LAYERS) if stories()[name].about_money else {StepKind.ANSWERS}
    assert wanted <= kinds
    assert len({step.code for step in plan}) == len(plan)


def test_the_debrief_stands_after_every_deal_and_before_what_is_not_known():
    for name, length in PLANS:
        kinds = [step.kind for step in steps(stories()[name], length)]
        debrief = kinds.index(StepKind.DEBRIEF) + TALKS - 1
        deals = {*LAYERS, StepKind.CHANCE, StepKind.ANSWERS, StepKind.GUESS}
        assert not deals & set(kinds[debrief:])
        assert kinds[debrief + 1] is StepKind.UNKNOWNS


def opened(session, plan, code):
    """At the screen that a link names, as far as that is allowed."""
    return placed(replace(session, step=code), plan)


@EACH
def test_no_way_leads_past_the_debrief_that_was_not_heard(name, length):
    plan = steps(stories()[name], length)
    codes = [step.code for step in plan]
    for code in codes[codes.index(HEARD) + 1 :]:
        here = opened(session(name, length), plan, code)
        assert (here.step, here.heard) == ("debrief1", False)
        assert at(session(name, length, step=code), plan).kind is StepKind.DEBRIEF
    assert not forward(opened(session(name, length), plan, "debrief1"), plan).heard
    heard = forward(opened(session(name, length), plan, HEARD), plan)
    assert heard.heard
    assert opened(heard, plan, "end").step == "end"
    assert not opened(session(name, length), plan, "hand" if "hand" in codes else "answers").heard


def test_five_questions_stand_before_and_after_and_cards_as_many_as_the_plan_has():
    counts = {}
    for length in LENGTHS:
        kinds = [step.kind for step in steps(stories()["mother_lankaran"], length)]
        counts[length] = [
            kinds.count(kind) for kind in (StepKind.QUIZ_BEFORE, StepKind.CHANCE, StepKind.QUIZ_AFTER)
        ]
    assert counts == {20: [0, 1, 0], 45: [5, 2, 5], 90: [5, 3, 5]}


def test_a_deck_without_a_card_gives_its_time_to_the_debrief():
    story = stories()["mother_lankaran"]
    plan = steps(story, 45, cards=0)
    assert StepKind.CHANCE not in {step.kind for step in plan}
    assert sum(step.seconds for step in plan) == 45 * 60
    one = [step for step in steps(story, 45, cards=1) if step.kind is StepKind.CHANCE]
    assert [(step.code, step.seconds) for step in one] == [("chance1", 240)]


def test_back_undoes_forward_and_stays_at_the_first():
    plan = steps(stories()["mother_lankaran"], 45)
    here = session(length=45)
    assert back(here, plan) == here
    for _ in plan[:-1]:
        assert back(forward(here, plan), plan).step == here.step
        here = forward(here, plan)


def test_a_reset_begins_anew_with_the_same_choices():
    here = session(step="end", heard=True)
    assert reset(here) == session()


def test_a_screen_that_the_plan_does_not_have_is_the_first():
    plan = steps(stories()["mother_lankaran"], 20)
    assert placed(session(step="role_play", heard=True), plan) == session()


# The link


@EACH
def test_the_link_brings_one_back_to_every_screen(name, length):
    plan = steps(stories()[name], length)
    here = session(name, length)
    for _ in plan:
        assert read(written(here), stories(), LANGUAGES) == here
        here = forward(here, plan)


def test_the_link_is_short_and_stays_as_it_was():
    link = written(session(step="fee"))
    assert link == "mother_lankaran-20-t-K7MT-az-fee-0"
    assert max(len(written(session(name, 45, step="quiz_before5"))) for name in stories()) < 60


@pytest.mark.parametrize(
    "link",
    [
        "",
        "mother_lankaran",
        "mother_lankaran-20-t-K7MT-az-fee",
        "mother_lankaran-20-t-K7MT-az-fee-0-1",
        " mother_lankaran-20-t-K7MT-az-fee-0",
        "mother_lankaran-20-t-K7MT-az-fee-0\n",
        "nobody-20-t-K7MT-az-fee-0",
        "mother_lankaran-21-t-K7MT-az-fee-0",
        "mother_lankaran-٢٠-t-K7MT-az-fee-0",
        "mother_lankaran-20-x-K7MT-az-fee-0",
        "mother_lankaran-20-t-K0MT-az-fee-0",
        "mother_lankaran-20-t-k7mt-az-fee-0",
        "mother_lankaran-20-t-K7MT-fr-fee-0",
        "mother_lankaran-20-t-K7MT-az-nowhere-0",
        "mother_lankaran-20-t-K7MT-az-role_play-0",
        "mother_lankaran-20-t-K7MT-az-end-0",
        "courier_no_fee-20-e-K7MT-az-fee-0",
    ],
)
def test_a_link_that_nobody_wrote_is_not_read(link):
    assert read(link, stories(), LANGUAGES) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text):
    found = read(text, stories(), LANGUAGES)
    assert found is None or written(found) == text


@given(
    st.sampled_from(PLANS),
    st.integers(0, 10**6),
    st.sampled_from(LANGUAGES),
    st.lists(st.sampled_from(["on", "back", "end", "debrief1", HEARD, "title"]), max_size=40),
)
def test_however_one_clicks_the_end_is_reached_only_through_the_debrief(plan_of, number, language, clicks):
    name, length = plan_of
    plan = steps(stories()[name], length)
    here = replace(session(name, length), seed=seeds.made(number), language=language)
    heard = False
    for click in clicks:
        was = here.step
        if click == "on":
            here = forward(here, plan)
            heard = heard or was == HEARD
        else:
            here = back(here, plan) if click == "back" else opened(here, plan, click)
        assert here.heard is heard
        assert here.step != "end" or heard
        assert read(written(here), stories(), LANGUAGES) == here
