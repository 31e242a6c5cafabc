"""Choices in the address: by code, as an amount, as a yes or no; kept through reruns, nonsense ignored."""

from decimal import Decimal

import pytest
import streamlit as st

from channels.amounts import AmountFault, Misread
from components.i18n import words
from components.widgets import choices
from tests.support.lanes import spread
from tests.support.widget_page import address, app, rerun, result

LABELS = {
    "en": {"cost": "By cost", "speed": "By speed", "name": "By name"},
    "ru": {"cost": "По цене", "speed": "По скорости", "name": "По имени"},
}


# A selection


def order(language="en", options=("cost", "speed", "name"), default="cost", widget=st.selectbox, **more):
    st.session_state["result"] = choices.choose(
        "Order", "order", options, LABELS[language].get, default=default, widget=widget, **more
    )


def test_the_default_is_chosen_and_stays_out_of_the_address():
    page = app(order)
    assert result(page) == "cost"
    assert address(page) == {}


def test_a_choice_stands_in_the_address_by_its_code():
    page = app(order, "ru")
    page.selectbox(key="order").set_value("speed").run()
    assert result(page) == "speed"
    assert address(page) == {"order": "speed"}
    page.selectbox(key="order").set_value("cost").run()
    assert address(page) == {}


def test_a_default_that_is_always_written_stands_in_the_address():
    assert address(app(order, always=True)) == {"order": "cost"}


def test_a_link_chooses_in_every_language():
    for language in LABELS:
        page = app(order, language, address={"order": "speed"})
        assert result(page) == "speed"
        assert address(page) == {"order": "speed"}
        assert page.selectbox(key="order").format_func("speed") == LABELS[language]["speed"]


@pytest.mark.parametrize("code", ["By speed", "По скорости", "", "SPEED", "<script>", "0", "x" * 5_000])
def test_nonsense_in_the_address_is_ignored_and_taken_out(code):
    page = app(order, address={"order": code})
    assert result(page) == "cost"
    assert address(page) == {}


@pytest.mark.parametrize("widget", [st.selectbox, st.segmented_control, st.pills, st.radio])
def test_a_choice_survives_a_change_of_language(widget):
    page = app(order, "en", widget=widget, address={"order": "speed"})
    rerun(page, "ru")
    assert result(page) == "speed"
    rerun(page, "en")
    assert result(page) == "speed"
    assert address(page) == {"order": "speed"}


def test_a_choice_that_is_no_longer_an_option_gives_way_to_the_default():
    page = app(order, "en", ("cost", "speed"), address={"order": "speed"})
    rerun(page, "en", ("cost", "name"))
    assert result(page) == "cost"
    assert address(page) == {}


def test_a_default_that_nobody_chose_gives_way_to_another_default():
    page = app(order, "en")
    rerun(page, "en", ("cost", "speed", "name"), "speed")
    assert result(page) == "speed"
    assert address(page) == {}


def test_a_choice_stays_when_the_default_changes():
    page = app(order, "en")
    page.selectbox(key="order").set_value("name").run()
    rerun(page, "en", ("cost", "speed", "name"), "speed")
    assert result(page) == "name"
    assert address(page) == {"order": "name"}


def test_a_list_shows_no_search_box_with_english_in_it():
    drawn = app(order).selectbox(key="order").proto
    assert "FILTER_MODE_NONE" in str(drawn)
    assert not drawn.accept_new_options


def test_two_readers_do_not_share_a_choice():
    one, other = app(order), app(order)
    one.selectbox(key="order").set_value("name").run()
    other.run()
    assert result(other) == "cost"


def yes_or_no():
    st.session_state["result"] = choices.switch("Promotions", "promotions")


@pytest.mark.parametrize(("code", "expected"), [("1", True), ("0", False), ("yes", False), ("", False)])
def test_only_a_one_in_the_address_switches_on(code, expected):
    page = app(yes_or_no, address={"promotions": code})
    assert result(page) is expected
    assert address(page) == ({"promotions": "1"} if expected else {})


def test_a_switch_is_written_as_a_one_and_taken_out_again():
    page = app(yes_or_no)
    page.toggle(key="promotions").set_value(True).run()
    assert (result(page), address(page)) == (True, {"promotions": "1"})
    page.toggle(key="promotions").set_value(False).run()
    assert (result(page), address(page)) == (False, {})


# Amounts


def an_amount(language="en", unit="RUB"):
    st.session_state["result"] = choices.amount(
        "Amount", "send", words(language), unit=unit, default=Decimal(20_000)
    )


def field(page):
    return page.text_input[0]


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "20,000"), ("az", "20.000"), ("ru", "20\N{NO-BREAK SPACE}000")]
)
def test_an_amount_is_shown_as_the_language_writes_it_and_kept_as_a_plain_number(language, shown):
    page = app(an_amount, language)
    assert field(page).value == shown
    assert result(page) == 20_000
    assert address(page) == {"send": "20000"}


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("az", "35 000", "35000"),
        ("az", "35.000", "35000"),
        ("az", "1,5", "1.5"),
        ("ru", "35 000,50", "35000.50"),
        ("en", "35,000", "35000"),
        ("az", "20 min", "20000"),
    ],
)
def test_an_amount_is_read_in_the_readers_language(language, typed, number):
    page = app(an_amount, language)
    field(page).set_value(typed).run()
    assert result(page) == Decimal(number)
    assert Decimal(address(page)["send"]) == Decimal(number)
    assert "e" not in address(page)["send"].lower()


def test_an_amount_survives_a_change_of_language_and_is_written_anew():
    page = app(an_amount, "az")
    field(page).set_value("35.000,5").run()
    rerun(page, "en")
    assert field(page).value == "35,000.5"
    assert result(page) == Decimal("35000.5")
    rerun(page, "ru")
    assert result(page) == Decimal("35000.5")


def test_each_unit_remembers_its_own_amount():
    page = app(an_amount, "en", "RUB")
    field(page).set_value("35000").run()
    rerun(page, "en", "USD")
    assert result(page) == 20_000
    field(page).set_value("200").run()
    rerun(page, "en", "RUB")
    assert result(page) == 35_000
    rerun(page, "en", "USD")
    assert result(page) == 200


@pytest.mark.parametrize("code", ["35000", "35000.5", "0.01", "1000000000"])
def test_an_amount_is_taken_from_the_address(code):
    assert result(app(an_amount, address={"send": code})) == Decimal(code)


@pytest.mark.parametrize(
    "code",
    spread(
        [
            "1e30",
            "1000000000.01",
            "-5",
            "0",
            "abc",
            "NaN",
            "Infinity",
            "1.234",
            "1" * 500,
            "<b>",
        ],
        each=3,
    ),
)
def test_what_is_no_amount_in_the_address_is_said_and_written_nowhere(code):
    page = app(an_amount, address={"send": code})
    assert isinstance(result(page), Misread)
    assert field(page).value == code[:41]
    assert address(page) == {}
    field(page).set_value("350").run()
    assert (result(page), address(page)) == (350, {"send": "350"})


@pytest.mark.parametrize("code", ["20 000", "20,000", "20\N{NO-BREAK SPACE}000"])
def test_an_amount_in_the_address_is_read_as_if_it_were_typed(code):
    page = app(an_amount, address={"send": code})
    assert (result(page), address(page)) == (20_000, {"send": "20000"})


def test_an_empty_amount_in_the_address_is_asked_back_as_in_every_other_place():
    page = app(an_amount, address={"send": ""})
    assert (result(page), address(page)) == (Misread(AmountFault.EMPTY), {})
    assert field(page).value == ""


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("1e30", AmountFault.TOO_LARGE),
        ("-5", AmountFault.NEGATIVE),
        ("abc", AmountFault.NOT_A_NUMBER),
        ("20.000", AmountFault.AMBIGUOUS),
        ("", AmountFault.EMPTY),
    ],
)
def test_what_cannot_be_read_is_a_fault_and_stands_in_no_address(typed, fault):
    page = app(an_amount)
    field(page).set_value("350").run()
    field(page).set_value(typed).run()
    assert isinstance(result(page), Misread)
    assert result(page).fault is fault
    assert address(page) == {}


def settled():
    an_amount()
    st.button("20,000", on_click=choices.settle, args=("send", "RUB", "en", "20,000"))


def test_a_reading_that_the_reader_picks_is_put_into_the_field():
    page = app(settled)
    field(page).set_value("20.000").run()
    assert isinstance(result(page), Misread)
    page.button[0].click().run()
    assert result(page) == 20_000
    assert field(page).value == "20,000"


# Several of a list


def some(default=("cost",)):
    st.session_state["result"] = choices.several(
        "Some", "some", ["cost", "speed", "name"], LABELS["en"].get, default=default,
        first=["cost", "speed", "name"], more="more",
    )  # fmt: skip


@pytest.mark.parametrize(
    "linked, chosen",
    [("speed.name", ("speed", "name")), ("name.speed", ("speed", "name")), ("", ()), ("x.speed", ("speed",))],
)
def test_several_codes_stand_in_a_link_with_dots_between_them(linked, chosen):
    page = app(some, address={"some": linked})
    assert result(page) == chosen
    assert address(page)["some"] == ".".join(chosen)


def test_several_are_chosen_and_left_and_the_default_stays_out_of_the_address():
    page = app(some)
    assert result(page) == ("cost",)
    assert "some" not in address(page)
    page.pills(key="some").set_value(["name", "cost"]).run()
    assert result(page) == ("cost", "name")
    assert address(page)["some"] == "cost.name"
    page.pills(key="some").set_value([]).run()
    assert result(page) == ()
    assert address(page)["some"] == ""
    page.pills(key="some").set_value(["cost"]).run()
    assert "some" not in address(page)


def many():
    codes = ["cost", "name", "speed", "way"]
    st.session_state["result"] = choices.several(
        "Many", "many", codes, str.upper, default=["cost"], first=["cost", "name"], more="another"
    )


def test_an_option_that_is_not_among_the_first_is_added_from_a_list():
    page = app(many, address={"many": "name.speed.x"})
    assert result(page) == ("name", "speed")
    assert page.pills(key="many").options == ["COST", "NAME", "SPEED"]
    assert page.selectbox(key="many.more").options == ["WAY"]
    page.selectbox(key="many.more").select("way").run()
    assert result(page) == ("name", "speed", "way")
    assert address(page)["many"] == "name.speed.way"
    assert not page.selectbox
    page.pills(key="many").set_value(["cost"]).run()
    assert result(page) == ("cost",)
    assert "many" not in address(page)
    page.run()
    assert page.selectbox(key="many.more").options == ["SPEED", "WAY"]
    assert page.selectbox(key="many.more").value is None
