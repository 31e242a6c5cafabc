"""The bank of quiz questions as Moodle reads it: one XML file in three languages."""

import base64
from collections.abc import Sequence
from html import escape
from xml.dom.minidom import Document, Element

from channels.dataset.dataset import Dataset
from channels.records.base import LocalText
from channels.records.stories import QuizQuestion
from components.i18n import LANGUAGES, words
from components.paper import sheets
from components.words import offers as offer_words

ROOM = "$course$/top/Pulyolu"
"""The category below which the topics stand; Moodle writes `$course$` for the course that imports."""
RIGHT, WRONG = "100", "0"
PENALTY = "0.3333333"
PICTURED = "parts_of_cost"
"""The question that shows the three parts of a cost."""
PICTURE = "cost-parts.png"


def as_moodle(data: Dataset) -> bytes:
    """Every question of the quiz as Moodle XML in UTF-8: a category a topic, one right answer a question.

    Every text stands in three languages for the filter of multi-language content (`{mlang az}...{mlang}`).
    The same data give the same bytes. The form is that of Moodle's own export.
    """
    sheet = Document()
    quiz = sheet.appendChild(sheet.createElement("quiz"))
    topics = list(dict.fromkeys(question.topic for question in data.tables.questions))
    for topic in topics:
        quiz.appendChild(_category(sheet, topic))
        asked = [question for question in data.tables.questions if question.topic == topic]
        for number, question in enumerate(asked, start=1):
            quiz.appendChild(_question(sheet, question, number, data))
    return sheet.toprettyxml(indent=" ", encoding="utf-8")


def _category(sheet: Document, topic: str) -> Element:
    category = _of_type(sheet, "category")
    # A stroke divides the names of a path; no topic has one.
    category.appendChild(_holder(sheet, "category", f"{ROOM}/{_mlang(_topic(topic))}"))
    return category


def _question(sheet: Document, question: QuizQuestion, number: int, data: Dataset) -> Element:
    found = _of_type(sheet, "multichoice")
    name = _mlang([f"{topic} {number}" for topic in _topic(question.topic)])
    found.appendChild(_holder(sheet, "name", name))
    found.appendChild(_asked(sheet, question))
    found.appendChild(_html(sheet, "generalfeedback", _reason(question, data)))
    for tag, text in (
        ("defaultgrade", "1"),
        ("penalty", PENALTY),
        ("hidden", "0"),
        ("idnumber", question.id),
    ):
        found.appendChild(_plain(sheet, tag, text))
    for tag, text in (("single", "true"), ("shuffleanswers", "true"), ("answernumbering", "abc")):
        found.appendChild(_plain(sheet, tag, text))
    found.appendChild(_html(sheet, "correctfeedback", _paragraph(_each("moodle.right"))))
    found.appendChild(_html(sheet, "incorrectfeedback", _paragraph(_each("moodle.wrong"))))
    for answer in question.answers:
        fraction = RIGHT if answer.right else WRONG
        given = _html(sheet, "answer", _paragraph(_all(answer.text)))
        given.setAttribute("fraction", fraction)
        verdict = _each("moodle.right" if answer.right else "moodle.wrong")
        given.appendChild(_html(sheet, "feedback", _paragraph(verdict) + _paragraph(_all(question.reason))))
        found.appendChild(given)
    return found


def _asked(sheet: Document, question: QuizQuestion) -> Element:
    """The question, with its picture where it has one."""
    if question.id != PICTURED:
        return _html(sheet, "questiontext", _paragraph(_all(question.text)))
    image = f'<p><img src="@@PLUGINFILE@@/{PICTURE}" alt="{_each("moodle.parts")}" width="480"></p>'
    asked = _html(sheet, "questiontext", _paragraph(_all(question.text)) + image)
    file = _plain(sheet, "file", base64.b64encode(sheets.parts_picture()).decode())
    for name, value in (("name", PICTURE), ("path", "/"), ("encoding", "base64")):
        file.setAttribute(name, value)
    asked.appendChild(file)
    return asked


def _reason(question: QuizQuestion, data: Dataset) -> str:
    """Why the right answer is right, and who says so on which day."""
    lines = [_paragraph(_all(question.reason))]
    for name in question.sources:
        source = data.sources[name]
        said = _mlang([offer_words.source_line(source, words(code)) for code in LANGUAGES])
        lines.append(_paragraph(f'<a href="{escape(source.address)}">{said}</a>' if source.address else said))
    return "".join(lines)


def _topic(topic: str) -> list[str]:
    """What a topic is called, a text a language."""
    key = f"moodle.topic_{topic}"
    return [words(code)(key) for code in LANGUAGES]


def _each(key: str) -> str:
    """A message in the three languages."""
    return _mlang([words(code)(key) for code in LANGUAGES])


def _all(text: LocalText) -> str:
    """A text of the data in the three languages."""
    return _mlang([text.text_in(code) for code in LANGUAGES])


def _mlang(texts: Sequence[str]) -> str:
    """One text a language, for the filter; a brace of the text itself is none of the filter's."""
    parts = zip(LANGUAGES, texts, strict=True)
    return "".join(f"{{mlang {code}}}{escape(text).replace('{', '&#123;')}{{mlang}}" for code, text in parts)


def _paragraph(inner: str) -> str:
    return f"<p>{inner}</p>"


def _of_type(sheet: Document, kind: str) -> Element:
    found = sheet.createElement("question")
    found.setAttribute("type", kind)
    return found


def _plain(sheet: Document, tag: str, text: str) -> Element:
    found = sheet.createElement(tag)
    found.appendChild(sheet.createTextNode(text))
    return found


def _holder(sheet: Document, tag: str, text: str) -> Element:
    """An element with a `text` inside, as CDATA, because the filter's marks stand among HTML."""
    found = sheet.createElement(tag)
    inner = found.appendChild(sheet.createElement("text"))
    inner.appendChild(sheet.createCDATASection(text))
    return found


def _html(sheet: Document, tag: str, text: str) -> Element:
    found = _holder(sheet, tag, text)
    found.setAttribute("format", "html")
    return found
