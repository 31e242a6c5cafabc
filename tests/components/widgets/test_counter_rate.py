"""The field for what an exchange counter gives: read, asked back where it is far off, and nothing else."""

from datetime import date
from decimal import Decimal

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from channels.pricing.routes import Transfer
from components.i18n import words
from components.widgets.counter_rate import counter_rate
from components.widgets.inputs import AskedTransfer
from tests.components.words.test_offers import real

DAY = date(2026, 11, 21)


def draw(key: str) -> None:
    """The field alone, and what it gives."""
    corridor = real().corridor(*key.split("-"))
    asked = AskedTransfer(Transfer(corridor=corridor, currency=corridor.sends, send=Decimal(100)), real())
    st.markdown(str(counter_rate(asked, words("en"), DAY)))


def call(function, *args):
    function(*args)


def opened(key: str) -> AppTest:
    page = AppTest.from_function(call, args=(draw, key), default_timeout=30).run()
    assert not page.exception
    return page


@pytest.mark.parametrize(
    ("key", "typed", "rate"),
    [("RU-AZ", "1.9", "0.019"), ("US-AZ", "1.695", "1.695"), ("RU-AZ", "", None), ("RU-AZ", "abc", None)],
)
def test_the_rate_is_read_for_one_unit_of_what_is_carried(key, typed, rate):
    page = opened(key)
    page.text_input[0].set_value(typed).run()
    assert page.markdown[-1].value == ("None" if rate is None else rate)


def test_a_rate_far_from_the_official_one_is_asked_back():
    page = opened("RU-AZ")
    page.text_input[0].set_value("0.019").run()
    assert page.markdown[-1].value == "None"
    assert [warning.value for warning in page.warning] == [words("en")("informal.counter_far")]


def test_where_nothing_is_changed_there_is_no_field():
    assert not opened("AZ-AZ").text_input
