"""What a browser keeps: today's rate until midnight in Baku, a steward's name as written."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest

from components.widgets import remembered

NOW = datetime(2026, 11, 30, 6, 30, tzinfo=UTC)
TODAY = date(2026, 11, 30)


def asked(picture: str) -> dict[str, str]:
    """What a picture's address asks the server to keep."""
    assert picture.startswith(f"![]({remembered.PATH}?")
    return dict(parse_qsl(picture[4:-1].partition("?")[2], keep_blank_values=True))


def kept(picture: str, now: datetime = NOW) -> dict[str, str]:
    name, value, _ = remembered.cookie(asked(picture), now)
    return {name: value}


def test_a_rate_is_there_again_on_the_same_day_and_on_no_other():
    cookies = kept(remembered.rate_picture("RUB", Decimal("1.96")))
    assert remembered.rate("RUB", TODAY, cookies) == Decimal("1.96")
    assert remembered.rate("RUB", TODAY + timedelta(days=1), cookies) is None
    assert remembered.rate("USD", TODAY, cookies) is None


@pytest.mark.parametrize(
    ("now", "seconds"),
    [
        (NOW, (13 * 60 + 30) * 60),
        (datetime(2026, 11, 30, 19, 59, 59, tzinfo=UTC), 1),
        (datetime(2026, 11, 30, 20, 0, tzinfo=UTC), 24 * 3_600),
    ],
)
def test_it_lasts_until_midnight_in_baku(now, seconds):
    _, value, lasting = remembered.cookie(asked(remembered.rate_picture("RUB", Decimal(2))), now)
    assert lasting == seconds
    assert value.startswith((now + timedelta(hours=4)).date().isoformat())


def test_an_emptied_field_is_forgotten():
    name, _, lasting = remembered.cookie(asked(remembered.rate_picture("RUB", None)), NOW)
    assert (name, lasting) == ("pulyolu_rate_RUB", 0)


@pytest.mark.parametrize("name", ["Aysel", "Nigar Əliyeva", "O'Neil; x=1", "a" * 60])
def test_a_name_stays_as_it_was_written(name):
    cookies = kept(remembered.name_picture(name))
    assert remembered.name(cookies) == name
    assert not set(next(iter(cookies.values()))) & set('; ,"')


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"what": "lang", "value": "az"},
        {"what": "rate", "currency": "RUB; x", "value": "2"},
        {"what": "rate", "currency": "AZN", "value": "2"},
        {"what": "rate", "currency": "RUB", "value": "2; Path=/x"},
        {"what": "rate", "currency": "RUB", "value": "-2"},
        {"what": "rate", "currency": "RUB", "value": "1e9"},
    ],
)
def test_nothing_else_is_kept(query):
    assert remembered.cookie(query, NOW) is None


@pytest.mark.parametrize(
    "value", ["", "2026-11-30", "2026-11-30_", "2026-11-30_x", "_1.96", "2026-11-30_1_2"]
)
def test_a_cookie_that_is_none_of_ours_is_no_rate(value):
    assert remembered.rate("RUB", TODAY, {"pulyolu_rate_RUB": value}) is None
