"""The report of a meeting: counts only."""

from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest

from channels.records.stories import CardKind, PriceSet, Shape
from channels.workshop.quiz import Tally
from channels.workshop.report import Counted, Meeting, report
from channels.workshop.session import Session

DAY = date(2026, 11, 21)
SESSION = Session("mother_lankaran", 45, PriceSet.TEACHING, "K7MT", "az")


def test_the_report_counts_people_guesses_and_what_the_room_gained():
    counted = Counted(
        present=38,
        women=21,
        guesses={Shape.CIRCLE: 20, Shape.TRIANGLE: 9},
        before=(Tally("zero_fee", 36, 9),),
        after=(Tally("zero_fee", 36, 27),),
    )
    found = report(SESSION, DAY, counted, best=Shape.TRIANGLE, cards=[CardKind.LIMIT_HIT])
    assert (found.present, found.women, found.guessed, found.right) == (38, 21, 29, 9)
    assert found.guesses == (
        (Shape.CIRCLE, 20),
        (Shape.TRIANGLE, 9),
        (Shape.SQUARE, 0),
        (Shape.STAR, 0),
    )
    assert found.gain.points == Decimal("50.0")
    assert found.cards == (CardKind.LIMIT_HIT,)


def test_what_nobody_counted_is_not_known_and_not_zero():
    found = report(SESSION, DAY, Counted(), best=None)
    assert (found.present, found.women, found.guessed, found.right, found.gain) == (None,) * 5
    assert found.guesses == ()
    assert report(SESSION, DAY, Counted(guesses={Shape.STAR: 3}), best=None).right is None
    assert report(SESSION, DAY, Counted(guesses={Shape.STAR: 3}), best=Shape.CIRCLE).right == 0


def test_nothing_in_the_report_could_name_somebody():
    kinds = {field.name: field.type for field in fields(Meeting)}
    texts = {name for name, kind in kinds.items() if "str" in str(kind)}
    assert texts == {"story", "seed", "language"}


@pytest.mark.parametrize(
    "counted", [Counted(present=-1), Counted(present=3, women=4), Counted(guesses={Shape.STAR: -2})]
)
def test_counts_that_cannot_be_are_a_slip(counted):
    with pytest.raises(ValueError, match=r"below nothing|more women"):
        report(SESSION, DAY, counted, best=None)
