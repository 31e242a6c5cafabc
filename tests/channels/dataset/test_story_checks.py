"""What is wrong with a story, a card or a question is said with its place, and nothing passes unseen."""

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from channels.dataset.dataset import DatasetError
from channels.dataset.loading import load
from channels.dataset.story_checks import lineup_faults, workshop_faults
from channels.dataset.tables import Tables
from channels.records.base import LocalText
from channels.records.stories import LENGTHS, PriceSet, Story
from tests.support.datasets import shipped

ROOT = Path(__file__).parents[3]


@cache
def real() -> Tables:
    return shipped("real").tables


@cache
def taught() -> Tables:
    return shipped("teaching").tables


def story(name: str = "mother_lankaran", **changes: object) -> Story:
    found = next(one for one in real().stories if one.id == name)
    return found.model_copy(update=changes)


def faults(changed: Story) -> set[tuple[str, str]]:
    tables = replace(real(), stories=(changed,), cards=(), questions=())
    found = workshop_faults(tables) + lineup_faults((changed,), real(), PriceSet.EVIDENCE)
    found += lineup_faults((changed,), taught(), PriceSet.TEACHING)
    assert all(issue.where.startswith(f"stories/{changed.id}.toml") for issue in found)
    return {(issue.code, issue.note) for issue in found}


def offers(number: int = 0, at: int = 0, **changes: object) -> dict[str, object]:
    """A story's lineups with one road changed."""
    lineups = list(story().lineups)
    roads = list(lineups[number].offers)
    roads[at] = roads[at].model_copy(update=changes)
    lineups[number] = lineups[number].model_copy(update={"offers": tuple(roads)})
    return {"lineups": tuple(lineups)}


def test_the_shipped_stories_cards_and_questions_are_whole():
    assert workshop_faults(real()) == []
    assert lineup_faults(real().stories, real(), PriceSet.EVIDENCE) == []
    assert lineup_faults(real().stories, taught(), PriceSet.TEACHING) == []


def test_the_stories_are_there_with_their_aims_people_notes_and_script():
    assert {one.id for one in real().stories} == {
        "mother_lankaran",
        "student_istanbul",
        "pensioner_village",
        "courier_no_fee",
        "emergency_tonight",
        "once_or_five",
        "migrant_baku",
        "caller_code",
        "keep_share",
        "money_not_come",
        "system_ended",
    }
    for one in real().stories:
        assert sorted(plan.length for plan in one.plans) == list(LENGTHS)
        assert one.aims and one.notes and one.script and one.debrief and one.turns
    assert sum(one.role_play is not None for one in real().stories) >= 5
    assert [one.id for one in real().stories if PriceSet.EVIDENCE in {x.set for x in one.lineups}] == [
        "migrant_baku",
        "mother_lankaran",
        "student_istanbul",
    ]


def test_a_text_in_one_language_is_told():
    assert ("missing_language", "Only English") in faults(story(question=LocalText(en="Only English")))
    aims = (LocalText(en="An aim", az="Məqsəd"),)
    assert ("missing_language", "An aim") in faults(story(aims=aims))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"region": "atlantis"}, ("unknown_region", "atlantis")),
        ({"rules": ("no_such_rule",)}, ("unknown_rule", "no_such_rule")),
        ({"corridor": "RU-TR"}, ("unknown_corridor", "RU-TR")),
        ({"send": 100, "lineups": ()}, ("story_question", "")),
        (offers(provider="bank_z"), ("unknown_service", "bank_z ru_account")),
        (offers(service="tr_account"), ("unknown_service", "app_f tr_account")),
        (offers(payout="post_counter"), ("unknown_payout", "post_counter")),
        (offers(payout=None), ("unknown_payout", "app_f_account")),
        (offers(provider=None, service=None, payout=None, road="no_road"), ("unknown_road", "no_road")),
        (offers(provider=None, service=None, payout=None, road="courier_k"), ("unknown_road", "courier_k")),
        (
            offers(1, provider=None, service=None, road="unlicensed_service"),
            ("outside_among_offers", "unlicensed_service"),
        ),
        (offers(times=3), ("unpayable", "17500 / 3")),
        (offers(1, provider="app_f", service="ru_account"), ("unknown_service", "app_f ru_account")),
    ],
)
def test_what_does_not_exist_or_does_not_fit_is_told(changes, fault):
    assert fault in faults(story(**changes))


def plan(length: int, changes: dict[str, int | None]) -> tuple:
    plans = []
    for one in story().plans:
        minutes = dict(one.minutes)
        if one.length == length:
            for kind, value in changes.items():
                minutes.pop(kind, None) if value is None else minutes.update({kind: value})
        plans.append(one.model_copy(update={"minutes": minutes}))
    return tuple(plans)


@pytest.mark.parametrize(
    ("plans", "fault"),
    [
        (plan(20, {"debrief": None}), ("plan_lacks", "debrief")),
        (plan(20, {"unknowns": None}), ("plan_lacks", "unknowns")),
        (plan(45, {"rate": None}), ("plan_lacks", "rate")),
        (plan(45, {"gain": None}), ("plan_lacks", "gain")),
        (plan(20, {"debrief": 4}), ("plan_minutes", "22 / 20")),
        (plan(90, {"answers": 3}), ("plan_idle", "answers")),
        (story().plans[:2], ("plan_lengths", "20, 45, 90")),
    ],
)
def test_a_plan_that_does_not_fit_is_told(plans, fault):
    assert fault in faults(story(plans=plans))


def test_a_story_about_what_to_do_needs_one_right_answer_and_shows_no_layers():
    caller = story("caller_code")
    wrong = tuple(answer.model_copy(update={"right": False}) for answer in caller.answers)
    assert ("story_answers", "") in faults(caller.model_copy(update={"answers": wrong}))
    both = caller.model_copy(update={"lineups": story().lineups})
    assert ("story_question", "") in faults(both)
    assert ("plan_idle", "fee") in faults(story(answers=caller.answers, lineups=()))


# In the folder, as a clerk leaves it


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path / "data"


def told(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(DatasetError) as stop:
        load(folder)
    return [(issue.where, issue.code) for issue in stop.value.issues]


def test_a_road_that_the_teaching_set_does_not_have_is_found_when_the_folder_is_read(folder):
    path = folder / "stories" / "mother_lankaran.toml"
    path.write_text(path.read_text("utf-8").replace('"app_f_account"', '"app_g_account"'), "utf-8")
    assert told(folder) == [("stories/mother_lankaran.toml: teaching.circle", "unknown_payout")]


def test_a_misspelt_field_a_wrong_shape_and_a_second_right_answer_are_told_together(folder):
    story_file = folder / "stories" / "mother_lankaran.toml"
    text = story_file.read_text("utf-8").replace("question =", "qestion =").replace('"star"', '"moon"')
    story_file.write_text(text, "utf-8")
    quiz = folder / "quiz.toml"
    quiz.write_text(quiz.read_text("utf-8").replace("right = true", "right = false", 1), "utf-8")
    found = told(folder)
    assert ("stories/mother_lankaran.toml: qestion", "unknown_field") in found
    assert ("stories/mother_lankaran.toml: lineups.0.offers.3.shape", "not_one_of") in found
    assert any(where.startswith("quiz.toml") and code == "contradiction" for where, code in found)


def test_a_question_cites_a_source_that_is_there(folder):
    quiz = folder / "quiz.toml"
    quiz.write_text(quiz.read_text("utf-8").replace('["cbar_register"]', '["nobody"]'), "utf-8")
    assert ("quiz.toml: register", "unknown_source") in told(folder)
