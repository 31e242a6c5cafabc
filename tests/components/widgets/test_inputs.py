"""The form: what a reader chooses and types becomes one question to the domain."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from channels.pricing.fx import reference
from channels.pricing.informal import AskedPrice
from channels.pricing.reader_quote import ReaderQuote
from channels.terms import DisbursementMethod, PaymentInstrument
from components.i18n import LANGUAGES, words
from components.widgets import inputs, remembered
from tests.support.datasets import shipped
from tests.support.lanes import sampled

DATA = Path(__file__).parents[3] / "data"
DAY = date(2026, 11, 21)
OFFICIAL_RATE = "rate.RUB.en"


@cache
def market(name):
    """A shipped set of data."""
    return shipped(name)


def call(function, *args):
    function(*args)


def app(function, *args, **address):
    """A page that is one function of this file, opened with what stands in the address."""
    page = AppTest.from_function(call, args=(function, *args), default_timeout=120)
    for name, code in address.items():
        page.query_params[name] = code
    page.run()
    assert not page.exception
    return page


def form(name="teaching", language="en"):
    st.session_state["result"] = inputs.question(market(name), words(language), DAY)


def asked(page):
    """The transfer that the form describes."""
    assert not page.exception
    return page.session_state["result"].transfer


def amount(page):
    return page.text_input[0]


def warnings(page):
    return [warning.value for warning in page.warning]


# The question


def test_the_form_first_asks_for_roubles_from_russia():
    transfer = asked(app(form, "real", "az"))
    assert transfer.corridor.key == "RU-AZ"
    assert (transfer.send, transfer.receive, transfer.currency) == (20_000, None, "RUB")
    wishes = (transfer.pay_in, transfer.pay_out, transfer.within, transfer.region, transfer.promotions)
    assert wishes == (None, None, None, None, False)


def test_the_five_usual_countries_stand_first_and_the_others_by_the_readers_alphabet():
    for language in LANGUAGES:
        spoken = words(language)
        shown = app(form, "real", language).selectbox(key="sending").options
        usual = [spoken.country(code) for code in ("RU", "TR", "US", "GE", "GB")]
        assert shown[:5] == usual
        assert shown[-1] == spoken.country("AZ")
        assert shown[5:-1] == sorted(shown[5:-1], key=spoken.sort_key)
        assert len(set(shown)) == len(shown) > 10


@pytest.mark.whole
def test_every_sending_country_asks_for_its_own_currency():
    corridors = [c for c in market("real").tables.corridors if c.receiving == "AZ"]
    assert len(corridors) > 10
    for corridor in corridors:
        page = app(form, "real", sending=corridor.sending, receiving="AZ")
        assert asked(page).corridor == corridor
        assert asked(page).currency == corridor.sends


@pytest.mark.parametrize("first", ["DE", "US", "TR", "AZ"])
def test_another_country_brings_its_own_currency(first):
    page = app(form, "real", sending=first)
    page.selectbox(key="sending").set_value("RU").run()
    assert asked(page).currency == "RUB"
    assert asked(page).send == 20_000


def test_a_currency_that_the_reader_chose_is_kept():
    page = app(form, "real")
    page.selectbox(key="currency").set_value("USD").run()
    amount(page).set_value("250").run()
    assert (asked(page).currency, asked(page).send) == ("USD", 250)
    assert page.query_params["currency"] in ("USD", ["USD"])


def test_money_that_leaves_goes_to_each_country_that_is_listed():
    for corridor in market("real").tables.corridors:
        if corridor.sending == "AZ":
            transfer = asked(app(form, "real", sending="AZ", receiving=corridor.receiving))
            assert transfer.corridor == corridor
            assert transfer.currency == "AZN"


def test_what_must_arrive_is_asked_in_the_currency_received():
    page = app(form, sending="TR")
    page.segmented_control(key="ask").set_value("receive").run()
    transfer = asked(page)
    assert (transfer.send, transfer.receive, transfer.currency) == (None, 400, "TRY")
    assert page.selectbox(key="receive_currency").options == [words("en").currency("AZN")]
    amount(page).set_value("550").run()
    assert asked(page).receive == 550


def test_a_link_that_says_what_must_arrive_is_understood():
    transfer = asked(app(form, receive="550"))
    assert (transfer.send, transfer.receive) == (None, 550)


def test_nobody_asks_what_must_arrive_where_the_currency_is_not_known():
    page = app(form, "teaching", sending="AZ", receiving="any", receive="550", ask="receive")
    assert asked(page).receive is None
    assert asked(page).send is not None


def test_every_wish_becomes_the_domains_word():
    transfer = asked(
        app(form, pay_out="card", within="3d", region="baku", pay_in="cash", promotions="1", send="350")
    )
    assert transfer.pay_out is DisbursementMethod.CARD
    assert transfer.pay_in is PaymentInstrument.CASH
    assert (transfer.within, transfer.region, transfer.promotions) == (4_320, "baku", True)


@pytest.mark.parametrize(("code", "minutes"), [("1h", 60), ("1d", 1_440), ("3d", 4_320), ("any", None)])
def test_how_soon_is_in_minutes(code, minutes):
    page = app(form)
    page.selectbox(key="within").set_value(code).run()
    assert asked(page).within == minutes


def test_nonsense_in_the_address_asks_the_first_question():
    nonsense = {
        "sending": "XX",
        "receiving": "QQ",
        "send": "1e30",
        "currency": "QQQ",
        "pay_out": "<script>",
        "within": "9h",
        "region": "atlantis",
        "pay_in": "gold",
        "promotions": "perhaps",
        "ask": "nothing",
    }
    assert asked(app(form, "real", "en", **nonsense)) == asked(app(form, "real"))


def test_regions_stand_in_the_readers_alphabet_below_the_whole_country():
    for language in LANGUAGES:
        spoken = words(language)
        shown = app(form, "real", language).selectbox(key="region").options
        assert shown[0] == spoken("form.region_all")
        assert shown[1:] == sorted(shown[1:], key=spoken.sort_key)
        assert len(shown) == 15


# Amounts


@pytest.mark.parametrize("language", sampled(LANGUAGES))
@pytest.mark.parametrize(
    ("typed", "fault"),
    [("1e30", "too_large"), ("-5", "negative"), ("abc", "not_a_number"), ("0", "zero"), ("", "empty")],
)
def test_an_amount_that_cannot_be_read_asks_nothing_and_says_why(language, typed, fault):
    page = app(form, "teaching", language)
    amount(page).set_value(typed).run()
    assert not page.exception
    assert page.session_state["result"] is None
    assert warnings(page) == [words(language)(f"amount.{fault}")]


@pytest.mark.parametrize(("language", "typed"), [("az", "20,000"), ("ru", "20.000"), ("en", "20.000")])
@pytest.mark.parametrize(("button", "expected"), [(0, 20), (1, 20_000)])
def test_an_ambiguous_amount_is_asked_back_and_each_button_settles_it(language, typed, button, expected):
    page = app(form, "teaching", language)
    amount(page).set_value(typed).run()
    assert page.session_state["result"] is None
    assert warnings(page) == [words(language)("amount.ambiguous")]
    assert [entry.label for entry in page.button] == [words(language).number(n) for n in (20, 20_000)]
    page.button[button].click().run()
    assert asked(page).send == expected
    assert warnings(page) == []


# Today's official rate


def test_the_rate_that_the_reader_types_is_todays():
    page = app(form, "real")
    page.text_input(key=OFFICIAL_RATE).set_value("1.96").run()
    found = reference(page.session_state["result"].data.rates, DAY, base="RUB", quote="AZN")
    assert (found.rate, found.day, found.fresh) == (Decimal("0.0196"), DAY, True)


def test_a_rate_far_from_the_last_one_known_is_asked_back_and_counts_once_the_reader_is_sure():
    page = app(form, "real")
    page.text_input(key=OFFICIAL_RATE).set_value("3").run()
    (asked_back,) = warnings(page)
    assert all(part in asked_back.replace("\\", "") for part in ("100 roubles = 1.9579 manat", "3 manat"))
    assert page.session_state["result"].data is market("real")
    page.checkbox[0].check().run()
    found = reference(page.session_state["result"].data.rates, DAY, base="RUB", quote="AZN")
    assert found.rate == Decimal("0.03")
    page.text_input(key=OFFICIAL_RATE).set_value("4").run()
    assert page.session_state["result"].data is market("real")


def test_a_rate_that_cannot_be_read_is_said_so():
    page = app(form, "real")
    page.text_input(key=OFFICIAL_RATE).set_value("about two").run()
    assert warnings(page) == [words("en")("amount.not_a_number")]
    assert asked(page).send == 20_000


def test_a_typed_rate_is_remembered_and_there_again_when_the_page_is_opened_anew(monkeypatch):
    page = app(form, "real")
    page.text_input(key=OFFICIAL_RATE).set_value("1.96").run()
    (said,) = [caption.value for caption in page.caption if remembered.PATH in caption.value]
    assert remembered.rate_picture("RUB", Decimal("1.96")) in said
    assert words("en")("rate.remembered") in said.replace("\\", "")
    cookies = {"pulyolu_rate_RUB": f"{DAY}_1.96"}
    monkeypatch.setattr(remembered, "cookies", lambda: cookies)
    page = app(form, "real")
    assert page.text_input(key=OFFICIAL_RATE).value == "1.96"
    found = reference(page.session_state["result"].data.rates, DAY, base="RUB", quote="AZN")
    assert (found.rate, found.fresh) == (Decimal("0.0196"), True)
    page.text_input(key=OFFICIAL_RATE).set_value("").run()
    assert page.session_state["result"].data is market("real")
    assert remembered.rate_picture("RUB", None) in [markdown.value for markdown in page.markdown]


def test_what_another_day_remembered_is_not_todays(monkeypatch):
    monkeypatch.setattr(remembered, "cookies", lambda: {"pulyolu_rate_RUB": "2026-11-20_1.96"})
    assert app(form, "real").text_input(key=OFFICIAL_RATE).value == ""


def test_no_rate_is_asked_for_in_the_teaching_set_nor_inside_the_country():
    assert len(app(form, "teaching").text_input) == 1
    assert len(app(form, "real", sending="AZ", receiving="AZ").text_input) == 1


@pytest.mark.parametrize(("currency", "units"), [("USD", 1), ("EUR", 1), ("RUB", 100)])
def test_the_rate_is_asked_for_the_currency_that_is_sent(currency, units):
    page = app(form, "real", currency=currency)
    assert asked(page).currency == currency
    label = words("en")("rate.ask", units=words("en").money(Decimal(units), currency, whole=True))
    assert [entry.label for entry in page.text_input[1:]] == [label]


# Told prices


def told_form(language="en"):
    question = inputs.question(market("teaching"), words(language), DAY)
    st.session_state["result"] = inputs.told(question, words(language))


def row(page, number, **parts):
    """Type a told price into its row."""
    for part, text in parts.items():
        key = f"told.{number}.{part}" if part == "name" else f"told.{number}.{part}.en"
        page.text_input(key=key).set_value(text)
    page.run()
    assert not page.exception


def test_an_empty_row_is_no_told_price():
    assert app(told_form).session_state["result"] == []


def test_a_told_price_has_the_rate_of_one_unit():
    page = app(told_form)
    row(page, 1, name="Bank", fee="200", rate="1.92")
    told = ReaderQuote(name="Bank", fee=Decimal(200), rate=Decimal("0.0192"))
    assert page.session_state["result"] == [told]


def test_a_fee_of_nothing_is_a_fee():
    page = app(told_form)
    row(page, 1, fee="0", received="380.50")
    assert page.session_state["result"] == [
        ReaderQuote(name=words("en")("told.nameless", number=1), fee=Decimal(0), received=Decimal("380.50"))
    ]


def test_up_to_four_told_prices_stand_beside_each_other():
    page = app(told_form)
    for number in range(1, 5):
        row(page, number, name=f"Bank {number}", fee=str(number), received="380")
        another = [entry for entry in page.button if entry.label == words("en")("told.another")]
        assert bool(another) == (number < 4)
        if another:
            another[0].click().run()
    assert [told.name for told in page.session_state["result"]] == [f"Bank {n}" for n in range(1, 5)]


def test_a_told_figure_that_cannot_be_read_is_said_so_and_left_out():
    page = app(told_form)
    row(page, 1, fee="-5", received="380")
    assert warnings(page) == [words("en")("amount.negative")]
    assert [told.fee for told in page.session_state["result"]] == [None]


def test_an_ambiguous_told_figure_is_asked_back_with_its_two_readings():
    page = app(told_form)
    row(page, 1, fee="1.200")
    assert warnings(page) == [words("en")("amount.ambiguous")]
    labels = [entry.label for entry in page.button]
    assert {"1.2", "1,200"} <= set(labels)
    page.button[labels.index("1,200")].click().run()
    assert [told.fee for told in page.session_state["result"]] == [1_200]


# What an unlicensed service asks


def informal_form(language="en"):
    st.session_state["result"] = inputs.asked_price(words(language), "AZN")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12", AskedPrice(amount=Decimal(12))),
        ("2.5 %", AskedPrice(percent=Decimal("2.5"))),
        ("3%", AskedPrice(percent=Decimal(3))),
        ("", None),
    ],
)
def test_an_asked_price_is_money_or_a_percentage(typed, expected):
    page = app(informal_form)
    page.text_input[0].set_value(typed).run()
    assert page.session_state["result"] == expected
    assert warnings(page) == []


@pytest.mark.parametrize("typed", ["abc", "-3", "1e30", "100%", "250%"])
def test_an_absurd_asked_price_is_refused_in_words(typed):
    page = app(informal_form)
    page.text_input[0].set_value(typed).run()
    assert page.session_state["result"] is None
    assert len(warnings(page)) == 1


# A road between other countries


@pytest.mark.parametrize(("sending", "receiving"), [("DE", "MD"), ("IT", "AL"), ("CH", "AL"), ("US", "AM")])
def test_a_link_opens_a_road_of_a_neighbour_that_the_form_does_not_offer(sending, receiving):
    page = app(form, "real", sending=sending, receiving=receiving)
    corridor = asked(page).corridor
    assert (corridor.sending, corridor.receiving) == (sending, receiving)
    plain = app(form, "real")
    assert "Moldova" not in [option for box in plain.selectbox for option in box.options]
    assert asked(app(form, "real", sending=sending)).corridor.receiving == "AZ"


def test_from_a_neighbours_road_one_choice_leads_home():
    page = app(form, "real", sending="DE", receiving="MD")
    sending = next(box for box in page.selectbox if box.key == "sending")
    sending.set_value("RU").run()
    assert asked(page).corridor.key == "RU-AZ"


def test_a_link_to_countries_without_a_road_is_the_default():
    assert asked(app(form, "real", sending="DE", receiving="BR")).corridor.key == "DE-AZ"
