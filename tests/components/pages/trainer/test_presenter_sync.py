"""Where the meetings of one presenter's windows stand, and the key of a browser."""

from dataclasses import replace
from threading import Thread

import pytest

from channels.records.stories import PriceSet
from channels.workshop.session import Session, written
from components.pages.trainer.presenter_sync import MOST, Following, MeetingPosition
from components.workshop.presenter_key import COOKIE, key

HERE = Session("mother_lankaran", 20, PriceSet.TEACHING, "K7MT", "az", "fee")
KEY = "a-presenters-browser-and-no-other"


def test_a_meeting_stands_where_it_was_moved_to_last_whatever_the_language():
    windows = Following()
    assert windows.place(KEY, HERE) is None
    assert windows.move(KEY, HERE) == MeetingPosition(1, written(HERE))
    there = replace(HERE, step="rate", language="ru")
    assert windows.move(KEY, there) == windows.place(KEY, HERE) == MeetingPosition(2, written(there))


@pytest.mark.parametrize(
    "other", [{"story": "courier_no_fee"}, {"length": 45}, {"prices": PriceSet.EVIDENCE}, {"seed": "CCCC"}]
)
def test_another_meeting_or_another_browser_is_not_moved(other):
    windows = Following()
    windows.move(KEY, HERE)
    assert windows.place(KEY, replace(HERE, **other)) is None
    assert windows.place(KEY[::-1], HERE) is None


def test_many_meetings_are_remembered_and_the_stillest_is_forgotten_first():
    windows = Following()
    for number in range(MOST):
        windows.move(f"{KEY}{number}", HERE)
    windows.move(f"{KEY}0", HERE)
    windows.move(KEY, HERE)
    assert windows.place(f"{KEY}1", HERE) is None
    assert windows.place(f"{KEY}0", HERE).number == 2
    assert windows.place(KEY, HERE).number == 1


def test_windows_that_move_at_once_lose_no_move():
    windows = Following()
    many = [Thread(target=lambda: [windows.move(KEY, HERE) for _ in range(50)]) for _ in range(4)]
    for one in many:
        one.start()
    for one in many:
        one.join()
    assert windows.place(KEY, HERE).number == 200


@pytest.mark.parametrize("kept", ["", "short", "x" * 65, "no spaces are allowed here", "<" * 30])
def test_what_is_no_key_is_none(kept):
    assert key({COOKIE: kept}) is None
    assert key({}) is None
    assert key({COOKIE: KEY}) == KEY
