"""The panel for what arrived: filled in, corrected, sent once, answered; in three languages."""

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from channels.records.arrivals import ArrivalFault
from components.i18n import LANGUAGES, words
from components.pages.recipient import arrivals
from components.words import arrivals as arrival_words
from tests.support.builders import an_arrival, dec
from tests.support.datasets import real as data
from tests.support.lanes import sampled

DAY = date(2026, 11, 21)
EN = words("en")
EACH = pytest.mark.parametrize("language", sampled(LANGUAGES))
SENT = "arrival_send"


def show(language, given, answers):
    def tell(arrival):
        given.append(arrival)
        return answers.pop(0) if answers else None

    place = arrivals.Place(data().corridor("RU", "AZ"), data(), DAY)
    arrivals.report(place, data(), words(language), tell)


def call(function, *args):
    function(*args)


def opened(language="en", given=None, answers=None):
    given, answers = [] if given is None else given, [] if answers is None else answers
    page = AppTest.from_function(call, args=(show, language, given, answers), default_timeout=30).run()
    assert not page.exception
    return page


def filled(page, language="en", *, form=1, provider="paysend", **figures):
    page.selectbox(key=f"arrival.{form}.provider.RU-AZ").set_value(provider)
    for name, text in {"promised": "400", "received": "390", "days": "2", **figures}.items():
        page.text_input(key=f"arrival.{form}.{name}.{language}").set_value(text)
    return again(page)


def again(page):
    page.run()
    assert not page.exception
    return page


def press(page, key=SENT):
    page.button(key=key).click()
    return again(page)


def texts(page):
    found = [*page.markdown, *page.caption, *page.warning, *page.success]
    return " ".join(element.value.replace("\\", "") for element in found)


@EACH
def test_a_report_is_sent_and_thanked_for_and_a_shortfall_is_answered_with_what_the_data_say(language):
    say = words(language)
    given: list[Any] = []
    page = press(filled(opened(language, given), language))
    assert given == [an_arrival(received=dec(390), day=DAY)]
    shown = texts(page)
    assert say("arrival.thanks") in shown
    assert say("arrival.less") in shown and say("late.step_3") in shown
    for rule in arrival_words.complaint_rules(data()):
        assert rule.text.text_in(language) in shown
    assert SENT not in [button.key for button in page.button]


def test_the_promised_amount_is_answered_without_a_complaint():
    shown = texts(press(filled(opened(), received="400")))
    assert EN("arrival.full") in shown
    assert EN("late.step_3") not in shown
    assert arrival_words.complaint_rules(data())[0].text.en not in shown


def test_what_is_sent_along_is_said_before_it_is_sent():
    shown = texts(opened())
    assert all(EN(f"arrival.{name}") in shown for name in ("how", "listed", "what", "unpublished"))


@EACH
def test_nothing_is_sent_while_something_is_wrong_and_nothing_typed_is_lost(language):
    say = words(language)
    given: list[Any] = []
    wrong = {"provider": "", "promised": "20000 rubl", "received": "-3", "days": "61"}
    page = press(filled(opened(language, given), language, **wrong))
    assert given == []
    assert [warning.value.replace("\\", "") for warning in page.warning] == [
        say("arrival.need_provider"),
        say("arrival.at", field=say("arrival.promised"), said=say("amount.not_a_number")),
        say("arrival.at", field=say("arrival.received"), said=say("amount.negative")),
        say("arrival.need_days", most=60),
    ]  # fmt: skip
    assert page.text_input(key=f"arrival.1.promised.{language}").value == "20000 rubl"
    assert page.text_input(key=f"arrival.1.days.{language}").value == "61"


def test_an_empty_form_says_what_is_missing():
    page = press(opened())
    assert len(page.warning) == 4


def test_an_amount_with_two_readings_is_asked_back_and_a_tap_settles_it():
    given: list[Any] = []
    page = filled(opened("az", given), "az", promised="1,230", received="1200")
    choices = [button for button in page.button if (button.key or "").startswith("meant.")]
    assert [choice.label.replace("\xa0", " ") for choice in choices] == ["1,23", "1.230"]
    choices[1].click()
    press(again(page))
    assert [one.promised for one in given] == [dec(1230)]


@pytest.mark.parametrize("fault", list(ArrivalFault))
def test_a_report_that_is_not_kept_says_why_and_may_be_sent_again(fault):
    given: list[Any] = []
    page = press(filled(opened("en", given, [fault])))
    assert arrival_words.not_kept(fault, EN) in texts(page)
    assert page.text_input(key="arrival.1.promised.en").value == "400"
    assert EN("arrival.thanks") in texts(press(page))
    assert len(given) == 2


def test_another_report_begins_with_an_empty_form():
    given: list[Any] = []
    page = press(press(filled(opened("en", given))), "arrival_another")
    assert page.text_input(key="arrival.2.promised.en").value == ""
    press(filled(page, form=2))
    assert len(given) == 2


def test_the_currency_may_be_another_than_the_countrys_own():
    given: list[Any] = []
    page = opened("en", given)
    page.selectbox(key="arrival.1.currency.RU-AZ").set_value("USD")
    press(filled(page))
    assert given[0].currency == "USD"
