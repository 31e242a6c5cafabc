"""The reminder as a calendar file: valid by the rules of RFC 5545, read by a reader of our own."""

from datetime import UTC, date, datetime

import pytest

from components.i18n import LANGUAGES, Words, read_catalogue, words
from components.light.reminder import reminder
from tests.support.builders import a_transfer

TODAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 9, 14, tzinfo=UTC)
PAGE = "https://pul.example/"


def made(language: str = "az", **changed) -> bytes:
    return reminder(a_transfer(**changed), words(language), PAGE, TODAY, NOW)


def read(content: bytes) -> list[tuple[str, str]]:
    """The properties of a calendar, unfolded; what no reader of a calendar may meet fails."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    for line in lines:
        assert len(line) <= 75 and b"\n" not in line and b"\r" not in line
        line.decode()
    text = content.decode().replace("\r\n ", "")
    unfolded = text.split("\r\n")[:-1]
    assert all(":" in line for line in unfolded)
    pairs = [(line.partition(":")[0], line.partition(":")[2]) for line in unfolded]
    open_parts = []
    for name, value in pairs:
        if name == "BEGIN":
            open_parts.append(value)
        elif name == "END":
            assert open_parts.pop() == value
    assert not open_parts
    return pairs


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calendar_is_whole_and_folded(language):
    pairs = read(made(language))
    event = pairs[pairs.index(("BEGIN", "VEVENT")) : pairs.index(("BEGIN", "VALARM"))]
    names = [name for name, _ in event]
    assert len(names) == len(set(names))
    found = dict(event)
    assert found["DTSTAMP"] == "20261130T091400Z"
    assert found["DTSTART"] == "20261207T100000"
    assert found["RRULE"] == "FREQ=WEEKLY;COUNT=26"
    assert found["UID"].endswith("@pulyolu")
    assert found["URL"] == f"https://pul.example/?lang={language}&sending=RU&send=10000"
    assert dict(pairs[:5])["VERSION"] == "2.0" and dict(pairs[:5])["PRODID"]


def test_the_same_question_has_the_same_reminder_and_another_one_another():
    assert dict(read(made()))["UID"] == dict(read(made("ru")))["UID"]
    assert dict(read(made()))["UID"] != dict(read(made(send=20_000)))["UID"]


def test_marks_that_mean_something_to_a_calendar_are_escaped():
    messages = read_catalogue("en") | {"reminder.title": ("One, two; three \\ {corridor}\nfour",)}
    content = reminder(a_transfer(), Words("en", messages), PAGE, TODAY, NOW)
    assert dict(read(content))["SUMMARY"].startswith("One\\, two\\; three \\\\ ")
    assert dict(read(content))["SUMMARY"].endswith("\\nfour")
