"""How phones find a room: its address, the code as a picture, and the words of what is asked."""

import io
from collections.abc import Sequence

import segno

from channels.dataset.dataset import Dataset
from channels.records.stories import QuizQuestion, Story
from channels.workshop.hand_counts import GUESS
from channels.workshop.room import Ballot, Room
from components.i18n import Words
from components.workshop import phone_page

STILL = 4
"""White modules around the code: what a camera needs."""


def address(base: str, code: str) -> str:
    """The address of a room's page on the server at `base`, such as `http://10.42.0.1:8501/v/BKHM`."""
    return base.rstrip("/") + phone_page.address(code, {})


def picture(text: str) -> str:
    """A text as a QR code: an SVG, black on white in either theme."""
    drawing = io.BytesIO()
    made = segno.make_qr(text, error="m")
    made.save(drawing, kind="svg", xmldecl=False, border=STILL, light="#fff", scale=8, omitsize=False)
    return drawing.getvalue().decode()


def asked(room: Room, ballot: Ballot, data: Dataset, words: Words) -> phone_page.BallotQuestion | None:
    """The words of what a room is asked, for its phones; None where the screen alone has them.

    The roads of a story are named on the screen; phones have their shapes. `data` is the evidence.
    """
    if ballot.key == GUESS:
        return _guess(room, data.tables.stories, words)
    return _question(ballot.key.rpartition(".")[2], data.tables.questions, words)


def _guess(room: Room, stories: Sequence[Story], words: Words) -> phone_page.BallotQuestion | None:
    story = next((one for one in stories if one.id == room.story), None)
    if story is None:
        return None
    answers = sorted(story.answers, key=lambda answer: answer.shape.rank)
    return phone_page.BallotQuestion(
        story.question.text_in(words.language), [answer.text.text_in(words.language) for answer in answers]
    )


def _question(name: str, questions: Sequence[QuizQuestion], words: Words) -> phone_page.BallotQuestion | None:
    found = next((one for one in questions if one.id == name), None)
    if found is None:
        return None
    answers = [answer.text.text_in(words.language) for answer in found.answers]
    return phone_page.BallotQuestion(found.text.text_in(words.language), answers)
