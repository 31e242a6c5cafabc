"""The workshop in Streamlit's test harness: choosing, leading, counting, phones, notes."""

import csv
import io
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from streamlit.testing.v1 import AppTest

from channels import clock
from channels.records.stories import LENGTHS, PriceSet, StepKind
from channels.store import rooms
from channels.store.engine import shared
from channels.store.faults import StoreError, StoreFault
from channels.workshop import hand_counts
from channels.workshop import session as workshop_session
from channels.workshop.seeds import SIGNS
from channels.workshop.session import Session
from channels.workshop.story_prices import layer, looks
from components.i18n import LANGUAGES, words
from components.pages.trainer.controls import LIVE
from components.pages.trainer.presenter_sync import Following
from components.pages.trainer.screens import as_csv
from components.widgets.theme import plain
from components.words import story_prices as price_words
from components.words import workshop as workshop_words
from components.workshop.scene import scene, under_shapes
from tests.support.datasets import real, teaching
from tests.support.lanes import sampled, spread

DAY = date(2026, 11, 22)
MOTHER = Session("mother_lankaran", 45, PriceSet.TEACHING, "K7MT", "en")
PLACES = ("http://10.42.0.1:8501/", "http://192.168.1.5:8501/")


@cache
def sets():
    return {PriceSet.EVIDENCE: real(), PriceSet.TEACHING: teaching()}


KEY = "a-presenters-browser-and-no-other"


def opened(url=None, language="en", *, key=KEY, windows=None, **address):
    """The page with what stands in the address; without `url` no store can be used.

    `key` is that of the browser, `windows` where the meetings of other windows stand.
    """

    def script(url, language, key, windows):
        import streamlit as st  # noqa: PLC0415

        from components.i18n import words  # noqa: PLC0415
        from components.pages.trainer import page as trainer  # noqa: PLC0415
        from components.pages.trainer.presenter_sync import Leader  # noqa: PLC0415
        from components.widgets import state  # noqa: PLC0415
        from tests.components.pages.trainer.test_page import DAY, PLACES, sets, store_at  # noqa: PLC0415

        def compare_page():
            st.title("Comparison")

        def workshop_page():
            spoken = words(state.language())
            places = lambda: PLACES  # noqa: E731
            store = lambda: store_at(url)  # noqa: E731
            leader = Leader(key, windows)
            trainer.page(sets(), spoken, DAY, store=store, leader=leader, places=places, back=back)

        back = st.Page(compare_page, title="Comparison", url_path="compare")
        here = st.Page(workshop_page, title="Workshop", url_path="workshop", default=True)
        st.navigation([back, here], position="hidden").run()

    around = (url, language, key, windows or Following())
    page = AppTest.from_function(script, args=around, default_timeout=30)
    page.query_params["lang"] = language
    for key, value in address.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def store_at(url):
    if url is None:
        raise StoreError(StoreFault.UNUSABLE, "nowhere")
    return shared(url)


@pytest.fixture
def place(tmp_path):
    return f"sqlite:///{tmp_path / 'store.sqlite3'}"


def at(step, session=MOTHER):
    return workshop_session.written(replace(session, step=step, heard=True))


def param(page, key):
    """What the address holds, which the harness gives as a list or as it was put there."""
    held = page.query_params[key]
    return held if isinstance(held, str) else held[0]


def link(page):
    return param(page, "s")


def step_of(page):
    return link(page).split("-")[-2]


def texts(page):
    return "\n".join(str(p.value) for p in (*page.title, *page.markdown, *page.caption, *page.subheader))


def press(page, key):
    page.button(key=key).click()
    page.run()
    assert not page.exception


def labelled(page, label):
    return next(button for button in page.button if button.label == label)


def test_the_choice_says_which_plan_has_no_quiz():
    say = words("az")
    for length in LENGTHS:
        line = say("workshop.no_quiz", time=say.count("time.minutes", length))
        shown = texts(opened(language="az", story="mother_lankaran", length=str(length)))
        assert (plain(line) in shown) is (length == 20)


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_a_story_is_chosen_and_begun(language):
    page = opened(language=language, story="mother_lankaran", length="45")
    say = words(language)
    assert page.title[0].value == say("room.title")
    page.text_input(key="seed").set_value("k7mt").run()
    next(b for b in page.button if say("room.begin") in b.label).click().run()
    assert not page.exception
    assert link(page) == f"mother_lankaran-45-t-K7MT-{language}-title-0"
    assert page.title[0].value == plain(scene(MOTHER, sets(), DAY).story.title.text_in(language))


def test_the_story_of_the_hidden_rate_stands_first_and_another_is_chosen_by_its_card():
    page = opened()
    cards = [button for button in page.button if str(button.key).startswith("story.")]
    assert cards[0].key == "story.mother_lankaran"
    assert len(cards) == len(sets()[PriceSet.EVIDENCE].tables.stories)
    press(page, "story.keep_share")
    assert param(page, "story") == "keep_share"
    story = scene(replace(MOTHER, story="keep_share", prices=PriceSet.EVIDENCE), sets(), DAY).story
    assert plain(story.aims[0].text_in("en")) in texts(page)
    assert words("en")(f"room.level_{story.level}") in texts(page)


def test_what_is_lost_grows_by_a_part_on_each_layer_and_adds_up_to_what_arrives():
    for kind, number in ((StepKind.FEE, 1), (StepKind.RATE, 2), (StepKind.RECEIPT, 3), (StepKind.HAND, 4)):
        found = scene(replace(MOTHER, step=kind), sets(), DAY)
        for placed in layer(found.dealt, kind).ranked:
            parts = price_words.lost(placed.row, kind)
            assert len(parts) == number
            left = price_words.whole(placed.row.worth) - sum(map(price_words.whole, parts))
            assert abs(left - price_words.whole(placed.looks)) <= 1
            assert sum(parts) <= price_words.most_lost(found.dealt)


def test_what_is_not_known_has_no_bar():
    found = scene(replace(MOTHER, prices=PriceSet.EVIDENCE), sets(), DAY)
    for row in found.dealt.rows:
        for kind in price_words.LOSING:
            assert not (looks(row, kind) is None and price_words.lost(row, kind))


def test_a_quiz_that_nobody_counted_warns_and_one_that_was_counted_does_not():
    said = words("en")("room.uncounted")
    key = hand_counts.quiz_key("before", scene(MOTHER, sets(), DAY).questions[0])
    assert said in texts(opened(s=at("quiz_before1")))
    assert said not in texts(opened(s=at("quiz_before1"), n=f"{key}-3-5-1"))


def test_a_room_that_is_gone_offers_a_new_one_on_any_screen(place):
    page = opened(place, s=at(StepKind.GUESS), room="BCHK")
    assert words("en")("room.broken") in texts(page)
    labelled(page, words("en")("room.open")).click().run()
    assert not page.exception
    assert param(page, "room") != "BCHK"
    assert words("en")("room.broken") not in texts(page)


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_a_story_without_real_prices_says_so_where_it_is_chosen(language):
    said = words(language)("room.no_real")
    asked = {"language": language, "length": "20"}
    assert said in texts(opened(story="pensioner_village", **asked))
    assert said not in texts(opened(story="mother_lankaran", **asked))
    assert said not in texts(opened(story="caller_code", **asked))


def test_a_seed_that_is_none_begins_nothing():
    page = opened(story="mother_lankaran")
    page.text_input(key="seed").set_value("0OIL").run()
    assert words("en")("room.bad_seed", signs=SIGNS) in texts(page)
    assert not [b for b in page.button if words("en")("room.begin") in b.label]


def test_a_broken_link_is_said_and_the_choice_stands_there():
    page = opened(s="mother_lankaran-45-t-K7MT-en-nonsense-0")
    assert words("en")("room.unread") in texts(page)
    assert page.button(key="story.mother_lankaran").label


@pytest.mark.parametrize(
    ("story", "prices"),
    spread(
        (story.id, prices)
        for story in sets()[PriceSet.EVIDENCE].tables.stories
        for prices in [lineup.set for lineup in story.lineups] or [PriceSet.EVIDENCE]
    ),
)
@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_every_story_is_led_to_its_end_and_no_debrief_is_skipped(story, prices, language):
    session = Session(story, 20, prices, "K7MT", language)
    plan = scene(session, sets(), DAY).plan
    page = opened(language=session.language, s=workshop_session.written(session))
    seen = [step_of(page)]
    for _ in plan[1:]:
        press(page, "room.next")
        seen.append(step_of(page))
    assert seen == [step.code for step in plan]
    law = [rule for rule in sets()[PriceSet.EVIDENCE].tables.rules if rule.topic == workshop_words.LAW]
    press(page, "room.back")
    while step_of(page) != workshop_session.HEARD:
        press(page, "room.back")
    assert all(plain(rule.text.text_in(session.language)) in texts(page) for rule in law)


def test_a_link_past_the_debrief_that_was_not_heard_is_refused():
    page = opened(s="mother_lankaran-45-t-K7MT-en-end-0")
    assert words("en")("room.unread") in texts(page)


@pytest.mark.parametrize("kind", [StepKind.FEE, StepKind.RATE, StepKind.HAND, StepKind.RISK])
def test_a_layers_heading_is_its_finding_and_the_guess_stands_beside(kind):
    page = opened(s=at(kind), n="guess-3-5-0-1")
    found = scene(replace(MOTHER, step=kind), sets(), DAY)
    seen = layer(found.dealt, kind)
    assert page.title[0].value == plain(price_words.finding(seen, found.data, words("en")))
    assert ("● 3 · ▲ 5 · ■ 0 · ★ 1" in texts(page)) is (kind is not StepKind.RISK)
    for row in found.dealt.rows:
        assert plain(price_words.road_name(row, found.data, words("en"))) in texts(page)


@pytest.mark.parametrize("kind", [StepKind.FEE, StepKind.HAND, StepKind.RISK])
def test_invented_prices_are_called_so_once_on_each_layer(kind):
    said = plain(words("en")("teaching.banner"))
    assert texts(opened(s=at(kind), n="guess-3-5-0-1")).count(said) == 1
    assert said not in texts(opened(s=at(kind, replace(MOTHER, prices=PriceSet.EVIDENCE))))


@pytest.mark.parametrize("prices", PriceSet)
def test_roads_outside_stand_apart_with_the_law(prices):
    name = "courier_no_fee" if prices is PriceSet.TEACHING else "mother_lankaran"
    page = opened(s=at(StepKind.RISK, replace(MOTHER, story=name, prices=prices)))
    assert [heading.value for heading in page.subheader] == [words("en")("informal.title")]
    law = [rule for rule in sets()[PriceSet.EVIDENCE].tables.rules if rule.topic == workshop_words.LAW]
    assert law
    assert all(plain(rule.text.text_in("en")) in texts(page) for rule in law)


def test_old_prices_are_called_old_in_the_heading():
    page = opened(s=at(StepKind.FEE, replace(MOTHER, prices=PriceSet.EVIDENCE)))
    name = page.title[0].value
    begin = words("en")("workshop.finds_old", name="|").partition("|")[0]
    assert name.startswith(begin)


def test_hands_are_typed_and_stand_in_the_link():
    page = opened(s=at(StepKind.COUNT))
    for number, typed in enumerate(("3", "12", "", "1")):
        page.text_input(key=f"hands.guess.{number}").set_value(typed)
    page.run()
    assert param(page, "n") == "guess-3-12-0-1"
    page.text_input(key="hands.guess.0").set_value("many").run()
    assert words("en")("room.not_a_count") in texts(page)
    assert param(page, "n") == "guess-3-12-0-1"


def test_a_count_that_is_still_being_typed_goes_along_to_the_next_screen():
    page = opened(s=at(StepKind.COUNT), n="guess-3-5-0-1")
    page.text_input(key="hands.guess.1").set_value("7")
    press(page, "room.next")
    assert step_of(page) == StepKind.FEE
    assert param(page, "n") == "guess-3-7-0-1"
    assert "● 3 · ▲ 7 · ■ 0 · ★ 1" in texts(page)


def test_a_question_is_counted_by_hand_and_its_answer_shown_only_afterwards():
    found = scene(MOTHER, sets(), DAY)
    question = found.questions[0]
    reason = plain(question.reason.text_in("en"))
    before = opened(s=at("quiz_before1"))
    assert words("en")("room.show_answer") not in [b.label for b in before.button]
    page = opened(s=at("quiz_after1"))
    assert reason not in texts(page)
    labelled(page, words("en")("room.count_hands")).click().run()
    key = hand_counts.quiz_key("after", question)
    page.text_input(key=f"hands.{key}.0").set_value("7").run()
    assert hand_counts.read(param(page, "n"))[key][0] == 7
    labelled(page, words("en")("room.show_answer")).click().run()
    assert reason in texts(page)


def test_a_room_is_opened_phones_vote_and_the_lead_is_never_on_the_screen(place):
    page = opened(place, s=workshop_session.written(MOTHER))
    labelled(page, words("en")("room.open")).click().run()
    assert not page.exception
    code = param(page, "room")
    lead = rooms.lead_of(KEY, code)
    store = shared(place)
    now = clock.now()
    assert code in texts(page)
    assert plain(f"10.42.0.1:8501/v/{code}") in texts(page)
    page.query_params["s"] = at(StepKind.GUESS)
    page.run()
    assert rooms.room(store, code, now=now).ballot.key == hand_counts.GUESS
    assert rooms.room(store, code, now=now).ballot.open
    rooms.vote(store, code, hand_counts.GUESS, "phone one", 1, now=now)
    rooms.vote(store, code, hand_counts.GUESS, "phone two", 1, now=now)
    page.run()
    assert "▲ 2" in texts(page)
    for secret in (KEY, lead):
        assert secret not in texts(page)
        assert secret not in str(page.query_params)
    press(page, "room.next")
    assert not rooms.room(store, code, now=now).ballot.open
    assert "▲ 2" in texts(page)
    # The link alone leads nothing.
    for key in (None, "another-browser-than-the-presenters"):
        stranger = opened(place, key=key, s=at(StepKind.GUESS), room=code)
        assert "▲ 2" not in texts(stranger)
        assert words("en")("room.broken") in texts(stranger)
        assert not rooms.room(store, code, now=now).ballot.open
    # Started again: the link brings everything back in the browser that opened the room.
    other = opened(place, s=at(StepKind.FEE), room=code)
    assert "▲ 2" in texts(other)
    labelled(other, words("en")("room.reset")).click().run()
    assert step_of(other) == StepKind.TITLE
    assert rooms.counts(store, code, hand_counts.GUESS) == ()


def test_without_a_key_no_room_can_be_opened_and_how_to_get_one_is_said(place):
    page = opened(place, key=None, s=workshop_session.written(MOTHER))
    assert words("en")("room.no_key") in texts(page)
    assert words("en")("room.open") not in [button.label for button in page.button]


def test_two_windows_of_a_meeting_go_together_whichever_is_turned():
    windows = Following()
    screen = opened(windows=windows, s=at(StepKind.PEOPLE))
    notes = opened(windows=windows, s=at(StepKind.TITLE), notes="1")
    assert step_of(notes) == StepKind.PEOPLE
    press(screen, "room.next")
    notes.run()
    assert step_of(notes) == step_of(screen) == StepKind.GUESS
    press(notes, "room.next")
    screen.run()
    assert step_of(screen) == StepKind.COUNT
    # A screen that is opened anew stands where its link says, and leads the notes there.
    opened(windows=windows, s=at(StepKind.FEE))
    notes.run()
    assert step_of(notes) == StepKind.FEE
    # Another browser and another meeting of the same browser go their own ways.
    for other in (
        opened(windows=windows, key="another-browser-than-the-presenters", s=at(StepKind.RISK)),
        opened(windows=windows, s=at(StepKind.RISK, replace(MOTHER, seed="CCCC"))),
        opened(windows=windows, key=None, s=at(StepKind.RISK)),
    ):
        assert step_of(other) == StepKind.RISK
    notes.run()
    assert step_of(notes) == StepKind.FEE


def test_a_vote_is_looked_for_often_enough_to_be_seen_within_two_seconds():
    assert 0 < LIVE <= 1.5


def test_a_closed_room_stays_closed(place):
    store = shared(place)
    now = clock.now()
    room, _ = rooms.open_room(store, language="en", story=MOTHER.story, now=now, leader=KEY)
    page = opened(place, s=at(StepKind.GUESS), room=room.code)
    labelled(page, words("en")("room.end")).click().run()
    assert not page.exception
    assert rooms.room(store, room.code, now=now).over
    page.run()
    assert not page.exception


def test_without_a_store_the_meeting_goes_on_by_hands():
    page = opened(s=workshop_session.written(MOTHER), room="BCHK")
    assert words("en")("room.broken") in texts(page)
    labelled(page, words("en")("room.open")).click().run()
    assert page.error[0].value == words("en")("room.broken")
    press(page, "room.next")
    assert step_of(page) == "quiz_before1"


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_the_language_is_turned_in_the_middle(language):
    other = next(code for code in LANGUAGES if code != language)
    page = opened(language=other, s=at(StepKind.HAND, replace(MOTHER, language=other)))
    press(page, f"room.lang.{language}")
    assert f"-{language}-hand-" in link(page)
    assert param(page, "lang") == language
    assert words(language)("room.next") in [b.label for b in page.button]


def test_the_report_has_counts_only_and_refuses_more_women_than_people():
    page = opened(s=at(StepKind.END), n="guess-3-5-0-1~came-40~women-22")
    assert words("en").count("workshop.report_present", 40) in texts(page).replace("\\", "")
    page.text_input(key="hands.came.0").set_value("3").run()
    assert words("en")("room.more_women") in texts(page)


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_a_count_that_cannot_be_read_is_said_and_no_report_stands_beside_it(language):
    say = words(language)
    session = replace(MOTHER, language=language)
    page = opened(language=language, s=at(StepKind.END, session), n="came-40~women-22")
    for typed in ("3", "3 people"):
        page.text_input(key="hands.came.0").set_value(typed).run()
        assert not page.exception
        assert not page.get("download_button")
    assert say("room.not_a_count") in texts(page)
    page.text_input(key="hands.came.0").set_value("41").run()
    assert say.count("workshop.report_present", 41) in texts(page).replace("\\", "")


def test_what_nobody_counted_is_left_out_of_link_and_report():
    say = words("en")
    page = opened(s=at(StepKind.END))
    for key, typed, there in (("women", "25", "women-25"), ("came", "40", "came-40~women-25"),
                              ("women", "", "came-40")):  # fmt: skip
        page.text_input(key=f"hands.{key}.0").set_value(typed).run()
        assert not page.exception
        assert param(page, "n") == there
        assert say("room.more_women") not in texts(page)
        assert page.get("download_button")
    assert say.count("workshop.report_women", 0) not in texts(page)
    assert say.count("workshop.report_women", 25) not in texts(page)
    page.text_input(key="hands.came.0").set_value("").run()
    assert "n" not in page.query_params


def test_the_table_of_the_report_opens_in_a_spreadsheet():
    found = as_csv([("story", "a, b"), ("right", "6")])
    assert found.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(found.decode("utf-8-sig"))))
    assert rows == [["name", "value"], ["story", "a, b"], ["right", "6"]]


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_the_notes_say_what_is_right_and_what_comes_next(language):
    say = words(language)
    page = opened(language=language, s=at(StepKind.GUESS, replace(MOTHER, language=language)), notes="1")
    found = scene(replace(MOTHER, language=language), sets(), DAY)
    for line in price_words.truth_lines(found.dealt, found.data, say):
        assert plain(line) in texts(page)
    assert plain(say("room.then", name=workshop_words.step_name(StepKind.COUNT, say))) in texts(page)
    assert say("room.open") not in [b.label for b in page.button]


def test_the_paper_of_a_story_is_offered_where_it_is_chosen():
    names = {entry.proto.label for entry in opened().get("download_button")}
    assert {words("en")("room.paper_all"), words("en")("room.paper_moodle")} <= names


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_one_screen_asks_and_has_what_the_room_needs_to_guess(language):
    say = words(language)
    here = replace(MOTHER, language=language, step=StepKind.GUESS)
    found = scene(here, sets(), DAY)
    page = opened(language=language, s=workshop_session.written(here))
    assert page.title[0].value == plain(found.story.question.text_in(language))
    shown = texts(page)
    for line in (say("workshop.step_guess"), *workshop_words.given_lines(found.story, say)):
        assert plain(line) in shown
    assert all(plain(name) in shown for name in under_shapes(found).values())
