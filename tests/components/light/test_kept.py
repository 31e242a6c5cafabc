"""What a phone keeps: the answer as one page with its day, and the files that the worker names."""

import json
import re

import pytest

from components.i18n import LANGUAGES, words
from components.light import kept
from server.routes.loading_screen import KEEPING
from tests.components.light.test_page import DAY, EACH, data, texts

ASKED = {"sending": "TR", "send": "7500", "set": "teaching", "open": "told", "told": "Somebody"}


@EACH
def test_a_kept_answer_says_its_question_and_day_and_asks_nothing_of_the_server(language):
    say = words(language)
    page = kept.answer(ASKED, data("teaching"), say, DAY, facts=data("real"))
    assert say.day(DAY) in texts(page)
    assert say("teaching.banner") in texts(page)
    assert not re.search(r"<(script|form|input|button)", page)
    assert set(re.findall(r'href="(/[^"]*)"', page)) == {f"/kept?lang={language}"}


def test_an_amount_that_cannot_be_read_is_no_answer():
    assert kept.answer({"send": "x"}, data("real"), words("en"), DAY, facts=data("real")) is None


@EACH
def test_the_page_offers_to_keep_the_question_of_its_address_without_what_was_told(language):
    page = kept.page(ASKED, data("teaching"), words(language), DAY)
    (place,) = re.findall(r'data-answer="([^"]*)"', page)
    assert place.startswith(kept.ANSWER)
    assert "set=teaching" in place and "told" not in place
    assert "Somebody" not in page
    assert 'id="keep"' not in kept.page({"lang": language}, data("real"), words(language), DAY)


def test_the_worker_names_files_and_no_page_of_the_stewards():
    told = kept.worker()
    named = {
        name: json.loads(value) for name, value in re.findall(r"^const ([A-Z]+) = (.*);$", told, re.M)[:6]
    }
    assert {f"/kept?lang={code}" for code in LANGUAGES} < set(named["FILES"])
    assert all(path.startswith("/kept") for path in named["FILES"])
    assert set(named["NAVIGATIONS"]) == {"/", "/compare", "/l", "/kept"}


@pytest.mark.parametrize("file", [kept.SCRIPT, kept.WORKER, kept.MANIFEST])
def test_the_dashboards_head_and_the_page_name_the_same_files(file):
    page = kept.page({}, data("real"), words("en"), DAY)
    assert file == kept.WORKER or (file in KEEPING and file in page)
