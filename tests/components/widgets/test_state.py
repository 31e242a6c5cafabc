"""The reader's choices: codes in the address, kept through reruns, nonsense ignored."""

from decimal import Decimal

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components.i18n import AmountFault, Misread, words
from components.widgets import choices, fields, state

LABELS = {
    "en": {"cost": "By cost", "speed": "By speed", "name": "By name"},
    "ru": {"cost": "По цене", "speed": "По скорости", "name": "По имени"},
}


def call(function, *args, **more):
    function(*args, **more)


def app(function, *args, address=None, **more):
    """A page that is one function of this file, opened with what stands in the address."""
    page = AppTest.from_function(call, args=(function, *args), kwargs=more, default_timeout=30)
    for name, code in (address or {}).items():
        page.query_params[name] = code
    page.run()
    assert not page.exception
    return page


def rerun(page, *args):
    """The same page with other arguments: the language has changed, say."""
    page.args = (page.args[0], *args)
    page.run()
    assert not page.exception
    return page


def address(page):
    """The codes that stand in the address."""
    codes = {}
    for name, code in page.query_params.items():
        codes[name] = code[-1] if isinstance(code, list) else code
    return codes


def result(page):
    """What the function on the page returned."""
    return page.session_state["result"]


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


def an_amount(language="en", unit="RUB", keep=True):
    st.session_state["result"] = choices.amount(
        "Amount", "send", words(language), unit=unit, default=Decimal(20_000), keep=keep
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
    ["1e30", "1000000000.01", "-5", "0", "", "abc", "NaN", "Infinity", "1.234", "20,000", "1" * 500, "<b>"],
)
def test_an_absurd_amount_in_the_address_gives_way_to_the_default(code):
    page = app(an_amount, address={"send": code})
    assert result(page) == 20_000
    assert address(page) == {"send": "20000"}


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
def test_what_cannot_be_read_is_a_fault_and_leaves_the_address_as_it_was(typed, fault):
    page = app(an_amount)
    field(page).set_value("350").run()
    field(page).set_value(typed).run()
    assert isinstance(result(page), Misread)
    assert result(page).fault is fault
    assert address(page) == {"send": "350"}


def test_an_amount_that_is_not_to_be_kept_leaves_the_address_alone():
    page = app(an_amount, keep=False)
    field(page).set_value("350").run()
    assert result(page) == 350
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


# What stays out of the address


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


def test_a_told_figure_may_be_nought_and_may_be_empty():
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
    order(always=True)
    an_amount()
    private()
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
