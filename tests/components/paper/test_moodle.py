import base64
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import cv2
import numpy as np
import pytest

from channels.records.base import LocalText
from components.i18n import LANGUAGES, words
from components.paper import moodle
from tests.support.datasets import real

ROOT = Path(__file__).parents[3]
FRACTIONS = {"0", "100", "90", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25", "20"}
MLANG = re.compile(r"\{mlang\s+([a-z]+)\}(.*?)\{mlang\}", re.S)


@pytest.fixture(scope="module")
def data():
    return real()


@pytest.fixture(scope="module")
def bank(data):
    return ElementTree.fromstring(moodle.as_moodle(data))


def text_of(element, path):
    """A text as Moodle's reader takes it: the content of the `text` element, trimmed."""
    return element.findtext(f"{path}/text").strip()


def in_language(text, code):
    """A text as the filter leaves it for a reader of one language."""
    return MLANG.sub(lambda found: found[2] if found[1] == code else "", text)


def asked(bank):
    return [question for question in bank if question.get("type") != "category"]


def test_a_category_stands_before_its_questions_and_every_topic_has_one(bank, data):
    seen, topics = None, []
    for question in bank:
        assert question.tag == "question"
        if question.get("type") == "category":
            seen = text_of(question, "category")
            topics.append(seen)
        else:
            assert seen is not None
    assert len(topics) == len(set(topics)) == len({one.topic for one in data.tables.questions})
    for path in topics:
        assert path.startswith("$course$/top/Pulyolu/")
        assert path.count("/") == 3
        assert [found[0] for found in MLANG.findall(path)] == list(LANGUAGES)


def test_every_question_of_the_quiz_is_there_once_under_its_own_number(bank, data):
    numbers = [question.findtext("idnumber") for question in asked(bank)]
    assert sorted(numbers) == sorted(question.id for question in data.tables.questions)
    names = [text_of(question, "name") for question in asked(bank)]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) < 255, "Moodle cuts a longer name, and with it a mark of the filter"


def test_one_answer_is_right_and_every_fraction_is_one_that_moodle_knows(bank, data):
    known = {question.id: question for question in data.tables.questions}
    for question in asked(bank):
        record = known[question.findtext("idnumber")]
        assert question.get("type") == "multichoice"
        assert question.findtext("single") == "true"
        fractions = [answer.get("fraction") for answer in question.findall("answer")]
        assert set(fractions) <= FRACTIONS
        assert fractions.count("100") == 1
        assert fractions.index("100") == record.right
        assert len(fractions) == len(record.answers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_reads_its_own_texts_and_nothing_of_another(bank, data, language):
    known = {question.id: question for question in data.tables.questions}
    for question in asked(bank):
        record = known[question.findtext("idnumber")]
        assert shown(text_of(question, "questiontext"), language) == record.text.text_in(language)
        for answer, given in zip(question.findall("answer"), record.answers, strict=True):
            assert shown(answer.findtext("text"), language) == given.text.text_in(language)
            said = shown(text_of(answer, "feedback"), language)
            verdict = words(language)("moodle.right" if given.right else "moodle.wrong")
            assert said == verdict + record.reason.text_in(language)
        why = shown(text_of(question, "generalfeedback"), language)
        assert why.startswith(record.reason.text_in(language))
        assert all(data.sources[name].publisher_in(language) in why for name in record.sources)


class Texts(HTMLParser):
    """The text of a piece of HTML, as a browser shows it."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_data(self, data):
        self.found.append(data)


def shown(text, language):
    reader = Texts()
    reader.feed(in_language(text, language))
    return "".join(reader.found)


def test_what_is_html_says_so_and_stands_in_cdata(bank, data):
    for question in asked(bank):
        for tag in ("questiontext", "generalfeedback", "correctfeedback", "incorrectfeedback", "answer"):
            assert {found.get("format") for found in question.findall(tag)} == {"html"}
        assert {found.get("format") for found in question.findall("answer/feedback")} == {"html"}
    raw = moodle.as_moodle(data).decode()
    assert raw.count("<text><![CDATA[") == raw.count("<text>")


def test_the_picture_of_a_question_travels_with_it(bank):
    (pictured,) = [question for question in asked(bank) if question.find("questiontext/file") is not None]
    file = pictured.find("questiontext/file")
    assert (file.get("encoding"), file.get("path")) == ("base64", "/")
    assert f'src="@@PLUGINFILE@@/{file.get("name")}"' in text_of(pictured, "questiontext")
    picture = cv2.imdecode(np.frombuffer(base64.b64decode(file.text), np.uint8), cv2.IMREAD_GRAYSCALE)
    height, width = picture.shape
    assert width > height
    left, right = picture[height // 5, width // 9], picture[height // 5, -width // 9]
    assert left < 80 < 200 < right


def test_marks_of_html_and_of_the_filter_in_a_text_stay_text(data):
    hostile = LocalText(**dict.fromkeys(LANGUAGES, "<b>a</b> & {mlang xx}b{mlang} ]]> c"))
    question = data.tables.questions[0].model_copy(update={"text": hostile})
    tables = replace(data.tables, questions=(question,))
    found = ElementTree.fromstring(moodle.as_moodle(replace(data, tables=tables)))
    (only,) = asked(found)
    for language in LANGUAGES:
        assert shown(text_of(only, "questiontext"), language) == hostile.text_in(language)


def test_the_same_data_give_the_same_bytes(data):
    assert moodle.as_moodle(data) == moodle.as_moodle(data)
