"""How phones find a room: its address, the code as a picture, and the words of what is asked."""

import io
from collections.abc import Mapping, Sequence
from datetime import date

import segno

from channels.dataset.dataset import Dataset
from channels.records.stories import PriceSet, QuizQuestion, Shape, Story
from channels.workshop.hand_counts import GUESS
from channels.workshop.room import Ballot, Room
from channels.workshop.story_prices import deal
from components.i18n import Words
from components.words import story_prices as price_words
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


def named(story: Story, prices: PriceSet) -> str:
    """What a room keeps of its story: which it is, and out of which set its prices come."""
    return f"{story.id}.{prices}"


def asked(
    room: Room, ballot: Ballot, sets: Mapping[PriceSet, Dataset], day: date, words: Words
) -> phone_page.BallotQuestion | None:
    """The words of what a room is asked on a day, for its phones; None where the screen alone has them.

    `sets` are the evidence and the invented market, out of which the ways of a story are named.
    """
    facts = sets[PriceSet.EVIDENCE]
    if ballot.key == GUESS:
        return _guess(room, ballot, sets, day, words)
    return _question(ballot.key.rpartition(".")[2], facts.tables.questions, words)


def _guess(
    room: Room, ballot: Ballot, sets: Mapping[PriceSet, Dataset], day: date, words: Words
) -> phone_page.BallotQuestion | None:
    name, _, prices = (room.story or "").partition(".")
    story = next((one for one in sets[PriceSet.EVIDENCE].tables.stories if one.id == name), None)
    if story is None:
        return None
    said = {answer.shape: answer.text.text_in(words.language) for answer in story.answers}
    if story.about_money and prices in [lineup.set for lineup in story.lineups]:
        said = _ways(story, PriceSet(prices), sets, day, words)
    # A shape under which nothing stands keeps its own name.
    names = [said.get(shape, words(f"vote.shape_{shape.rank}")) for shape in list(Shape)[: ballot.choices]]
    return phone_page.BallotQuestion(story.question.text_in(words.language), names if said else ())


def _ways(
    story: Story, prices: PriceSet, sets: Mapping[PriceSet, Dataset], day: date, words: Words
) -> dict[Shape, str]:
    data = sets[prices]
    rows = deal(story, prices, data, day).rows
    return {row.shape: price_words.road_name(row, data, words) for row in rows}


def _question(name: str, questions: Sequence[QuizQuestion], words: Words) -> phone_page.BallotQuestion | None:
    found = next((one for one in questions if one.id == name), None)
    if found is None:
        return None
    answers = [answer.text.text_in(words.language) for answer in found.answers]
    return phone_page.BallotQuestion(found.text.text_in(words.language), answers)
