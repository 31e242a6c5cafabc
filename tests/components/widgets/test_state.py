"""What a window holds beside its fields: panels, the teaching set, the language, what is forgotten."""

from decimal import Decimal

import pytest
import streamlit as st

from components.i18n import words
from components.widgets import choices, fields, state
from tests.support.widget_page import address, app, rerun, result

# What the address says after a press on Back


def followed():
    state.follow_address()
    say = words(state.language())
    choices.choose("Pay-out", "pay_out", ["all", "cash", "card"], str, default="all")
    st.session_state["result"] = choices.amount("Amount", "send", say, unit="RUB", default=Decimal(20_000))
    st.session_state["panel"] = state.panel()
    state.teaching_switch("Training data set")
    state.note_fields()


def back(page, **codes):
    """The page at another address of the same window."""
    for name in list(page.query_params):
        if name not in codes:
            del page.query_params[name]
    for name, code in codes.items():
        page.query_params[name] = code
    page.run()
    assert not page.exception
    return page


def test_back_undoes_the_last_choice_and_no_other():
    page = app(followed, address={"lang": "en"})
    page.selectbox(key="pay_out").set_value("cash").run()
    page.text_input[0].set_value("30000").run()
    assert (result(page), page.selectbox[0].value) == (Decimal(30_000), "cash")
    back(page, lang="en", send="20000", pay_out="cash")
    assert (result(page), page.selectbox[0].value) == (Decimal(20_000), "cash")
    back(page, lang="en", send="20000")
    assert (result(page), page.selectbox[0].value) == (Decimal(20_000), "all")


def test_back_opens_the_panel_and_the_market_of_its_address():
    page = app(followed, address={"lang": "en", "open": "told", "set": "teaching"})
    assert (page.session_state["panel"], page.toggle[0].value) == ("told", True)
    back(page, lang="en", send="20000")
    assert (page.session_state["panel"], page.toggle[0].value) == (None, False)


def test_a_field_that_is_changed_before_the_address_comes_loses_nothing():
    page = app(followed, address={"lang": "en"})
    page.text_input[0].set_value("30000").run()
    page.selectbox(key="pay_out").set_value("cash")
    # The browser still has the address of before the amount.
    back(page, lang="en", send="20000")
    assert (result(page), page.selectbox[0].value) == (Decimal(30_000), "cash")
    assert address(page) == {"lang": "en", "send": "30000", "pay_out": "cash"}


def test_what_the_window_wrote_itself_changes_nothing_that_was_typed():
    page = app(followed, address={"lang": "en"})
    page.text_input[0].set_value("1,5x").run()
    page.selectbox(key="pay_out").set_value("card").run()
    assert page.text_input[0].value == "1,5x"
    assert address(page) == {"lang": "en", "pay_out": "card"}


# Panels, the teaching set, the language


def panels():
    st.button("told", on_click=state.toggle_panel, args=("told",))
    st.button("write", on_click=state.toggle_panel, args=("write",))
    st.session_state["result"] = state.panel()


def test_one_panel_is_open_at_most_and_the_address_says_which():
    page = app(panels)
    assert result(page) is None
    page.button[0].click().run()
    assert (result(page), address(page)) == ("told", {"open": "told"})
    page.button[1].click().run()
    assert (result(page), address(page)) == ("write", {"open": "write"})
    page.button[1].click().run()
    assert (result(page), address(page)) == (None, {})


@pytest.mark.parametrize(("code", "expected"), [("told", "told"), ("write", "write"), ("everything", None)])
def test_a_link_opens_a_panel_that_there_is(code, expected):
    assert result(app(panels, address={"open": code})) == expected


def teaching():
    st.session_state["result"] = state.teaching_switch("Training data set")
    st.button("try", on_click=state.try_teaching)


@pytest.mark.parametrize(("code", "expected"), [("teaching", True), ("real", False), ("1", False)])
def test_the_teaching_set_is_chosen_by_its_name(code, expected):
    page = app(teaching, address={"set": code})
    assert result(page) is expected
    assert address(page) == ({"set": "teaching"} if expected else {})


def test_the_teaching_set_is_switched_on_and_off():
    page = app(teaching)
    page.toggle[0].set_value(True).run()
    assert (result(page), address(page)) == (True, {"set": "teaching"})
    page.toggle[0].set_value(False).run()
    assert (result(page), address(page)) == (False, {})
    page.button[0].click().run()
    assert (result(page), address(page)) == (True, {"set": "teaching"})


def spoken():
    st.session_state["result"] = state.language()


@pytest.mark.parametrize(
    ("code", "expected"), [("ru", "ru"), ("en", "en"), ("az", "az"), ("zz", "az"), ("", "az"), ("RU", "ru")]
)
def test_the_link_names_the_language_and_an_unknown_one_is_azerbaijani(code, expected):
    assert result(app(spoken, address={"lang": code})) == expected


def test_the_language_that_was_chosen_goes_before_that_of_the_link():
    page = app(spoken, address={"lang": "ru"})
    page.session_state["lang"] = "en"
    page.run()
    assert result(page) == "en"


def rows():
    st.session_state["result"] = state.count("rows", 1, 3)
    st.button("more", on_click=state.more, args=("rows", 3))


def test_a_number_of_rows_grows_to_its_most():
    page = app(rows)
    seen = [result(page)]
    for _ in range(4):
        page.button[0].click().run()
        seen.append(result(page))
    assert seen == [1, 2, 3, 3, 3]


def everything():
    choices.choose("Order", "order", ("cost", "speed"), str, default="cost", always=True)
    choices.amount("Amount", "send", words("en"), unit="RUB", default=Decimal(20_000))
    fields.figure("Fee", "told.1.fee", words("en"), places=2, zero=True)
    fields.text("Who", "told.1.name")
    choices.switch("Promotions", "promotions")
    state.teaching_switch("Training data set")
    st.button("clear", on_click=state.clear)
    st.session_state["result"] = state.panel()


def test_clearing_forgets_every_choice_but_the_language():
    chosen = {"lang": "ru", "order": "speed", "send": "350", "promotions": "1"}
    page = app(everything, address={**chosen, "set": "teaching", "open": "told"})
    assert result(page) == "told"
    page.text_input[2].set_value("Bank").run()
    page.button[0].click().run()
    assert not page.exception
    assert result(page) is None
    assert page.selectbox(key="order").value == "cost"
    assert [entry.value for entry in page.text_input] == ["20,000", "", ""]
    assert [entry.value for entry in page.toggle] == [False, False]
    assert address(page) == {"lang": "ru", "order": "cost", "send": "20000"}


def moved():
    st.button("move", on_click=state.move, args=({"a": "1", "b": None},))


def test_a_move_writes_some_choices_and_takes_others_out():
    page = app(moved, address={"b": "2", "c": "3"})
    page.button[0].click().run()
    assert address(page) == {"a": "1", "c": "3"}


def timed(now, what):
    st.caption(str(state.since("screen", what, now)))
    st.caption(state.kept("seed", lambda: str(now)))


def test_a_clock_begins_with_each_new_thing_and_what_is_made_once_stays():
    page = app(timed, 10.0, "fee")
    rerun(page, 12.0, "fee")
    assert [caption.value for caption in page.caption] == ["10.0", "10.0"]
    rerun(page, 15.0, "rate")
    assert [caption.value for caption in page.caption] == ["15.0", "10.0"]
