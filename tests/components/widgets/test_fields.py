"""Fields that stay out of the address: figures and texts, kept through reruns."""

from decimal import Decimal

import streamlit as st

from channels.amounts import AmountFault, Misread
from components.i18n import words
from components.widgets import fields, state
from tests.support.widget_page import address, app, rerun, result


def private(language="en"):
    st.session_state["result"] = (
        fields.figure("Fee", "told.1.fee", words(language), places=2, zero=True),
        fields.text("Who", "told.1.name"),
    )


def test_what_the_reader_was_told_stays_out_of_the_address():
    page = app(private)
    page.text_input[0].set_value("12.5").run()
    page.text_input[1].set_value("  Bank  ").run()
    assert result(page) == (Decimal("12.5"), "Bank")
    assert address(page) == {}


def test_a_told_figure_may_be_zero_and_may_be_empty():
    page = app(private)
    assert result(page)[0] == Misread(AmountFault.EMPTY)
    page.text_input[0].set_value("0").run()
    assert result(page)[0] == 0


def test_what_the_reader_was_told_survives_a_change_of_language():
    page = app(private, "en")
    page.text_input[0].set_value("12.5").run()
    page.text_input[1].set_value("Bank").run()
    rerun(page, "az")
    assert result(page) == (Decimal("12.5"), "Bank")


def test_a_long_text_is_cut():
    page = app(private)
    page.text_input[1].set_value("x" * 5_000).run()
    assert result(page)[1] == "x" * fields.LONGEST_TEXT


def typed_field():
    st.caption(fields.field("Hands", "hands.guess.0", st.query_params.get("start", "")))
    st.button("forget", on_click=state.forget, args=("hands.",))


def test_a_field_begins_with_what_is_given_keeps_what_is_typed_and_can_be_forgotten():
    page = app(typed_field, address={"start": "12"})
    assert page.caption[0].value == "12"
    page.text_input[0].set_value("15").run()
    assert page.caption[0].value == "15"
    page.button[0].click().run()
    assert page.caption[0].value == "12"
