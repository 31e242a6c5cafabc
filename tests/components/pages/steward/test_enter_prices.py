"""After handing in: an empty form, the message where the button was, and what comes next one tap away."""

from urllib.parse import quote

import pytest

from channels.records.people import identity
from channels.store import price_entries
from components.i18n import LANGUAGES, words
from components.widgets import remembered
from tests.support.builders import dec
from tests.support.lanes import sampled
from tests.support.price_desk import KEY, ROAD, a_form, again, filled, named, press, shown, texts

SPOKEN = pytest.mark.parametrize("language", sampled(LANGUAGES))
EN = words("en")


def handed_in():
    return press(filled(a_form(), amount0="17000", fee0="99", rate="1.94"), "save")


def test_the_form_is_empty_and_the_message_stands_where_the_button_was(store):
    page = handed_in()
    fields = [f for f in page.text_input if (f.key or "").startswith("enter") and "RU-AZ" in f.key]
    assert fields
    assert [field.value for field in fields] == [""] * len(fields)
    assert page.text_input(key="organisation").value == "Training centre"
    assert [success.value.replace("\\", "") for success in page.success] == [EN.count("steward.saved", 1)]
    assert EN.count("steward.saved", 1) in [toast.value.replace("\\", "") for toast in page.toast]


def test_the_next_service_is_one_tap_away(store):
    page = handed_in()
    page.button(key="then").click()
    page = again(page)
    assert page.selectbox(key="road").value != ROAD
    assert not page.success


def test_ones_own_list_is_one_tap_away(store):
    page = handed_in()
    page.button(key="my_list").click()
    page = again(page)
    assert EN("steward.mine") in [head.value for head in page.subheader]
    assert EN.count("steward.mine_wait", 1) in [expander.label for expander in page.expander]


def test_nothing_is_next_before_anything_was_handed_in(store):
    assert not {"then", "my_list"} & {button.key for button in a_form().button}


@SPOKEN
def test_the_name_stays_as_it_was_written_and_the_browser_remembers_it(store, monkeypatch, language):
    spoken = words(language)
    page = named(shown("enter", language), "Nigar Əliyeva")
    assert any(remembered.name_picture("Nigar Əliyeva") in caption.value for caption in page.caption)
    assert spoken("steward.name_kept") in texts(page)
    monkeypatch.setattr(remembered, "cookies", lambda: {"pulyolu_name": quote("Nigar Əliyeva", safe="")})
    assert shown("enter", language).text_input(key="steward_name").value == "Nigar Əliyeva"


def test_who_checks_reads_the_name_as_written_and_a_time_in_baku(store):
    handed_in()
    (kept,) = price_entries.kept(store)
    assert (kept.by, kept.own_of) == ("Aysel", (identity("Aysel"),))
    said = texts(named(shown("check"), "Murad"))
    assert "Entered by Aysel." in said
    assert "(Baku)" in said


def test_without_a_login_the_desk_says_once_that_nothing_proves_a_second_person(store):
    said = texts(shown("check"))
    assert said.count(EN("steward.no_login")) == 1
    assert "Nothing proves" in EN("steward.no_login")


def test_a_rate_is_echoed_as_it_was_typed(store):
    handed_in()
    (kept,) = price_entries.kept(store)
    assert kept.entry.rate == dec("0.0194")
    assert "100 roubles = 1.94 manat" in texts(named(shown("check"), "Murad"))
    assert KEY.startswith("enter1.")


def test_the_address_of_a_stopped_service_opens_its_own_form_and_says_that_it_stays_hidden(store):
    page = shown("enter", way="US-AZ", road="ria.transfer")
    assert page.selectbox(key="road").value == "ria.transfer"
    assert EN("steward.road_closed", road="|").partition("|")[2] in texts(page)


@pytest.mark.parametrize(
    ("way", "road", "key", "named_there"),
    [
        ("TR-AZ", "vtb.transfer", "steward.link_road", "VTB"),
        ("RU-AZ", "no_such_firm.transfer", "steward.link_road", "no_such_firm"),
        ("RU-US", "vtb.transfer", "steward.link_way", "Russia"),
        ("all of them", "vtb.transfer", "steward.link_way", "all of them"),
    ],
)
def test_what_a_link_names_in_vain_is_said_until_something_else_is_chosen(store, way, road, key, named_there):
    page = shown("enter", way=way, road=road)
    before, after = EN(key, **{key.rpartition("_")[2]: "|"}).split("|")
    said = next(text for text in texts(page).splitlines() if before in text)
    assert named_there in said and after in said
    page.selectbox(key="way").set_value("RU-AZ" if way == "TR-AZ" else "TR-AZ")
    assert before not in texts(again(page))


def test_a_link_to_a_service_of_its_corridor_says_nothing_of_links(store):
    assert "link names" not in texts(shown("enter", way="RU-AZ", road=ROAD))


def test_one_amount_is_not_handed_in_twice(store):
    twice = filled(a_form(), amount0="17000", fee0="99", amount1="17,000", fee1="150", rate="1.94")
    assert EN("steward.same_amount") in texts(press(twice, "save"))
    assert price_entries.kept(store) == ()


def test_a_correction_begins_with_all_that_was_said_beside_the_price(store):
    page = filled(a_form(), amount0="17000", fee0="99", rate="1.94", charge="0", least="10", most="60")
    page.selectbox(key=KEY + "pay_in").set_value("card")
    page.selectbox(key=KEY + "access").set_value("mobile")
    page.selectbox(key=KEY + "where").set_value("main_cities")
    press(again(page), "save")
    (first,) = price_entries.kept(store)
    page = a_form()
    page.selectbox(key=KEY + "corrects").set_value(first.id)
    page = filled(again(page), amount0="17000", fee0="150", rate="1.94")
    page.text_input(key=KEY + "reason").set_value("fee misread")
    press(page, "save")
    entry = next(kept.entry for kept in price_entries.kept(store) if kept.supersedes)
    beside = ("receipt_charge", "minutes_least", "minutes_most", "pay_in", "access_point", "regions")
    assert [getattr(entry, name) for name in beside] == [getattr(first.entry, name) for name in beside]
    assert (entry.fee, entry.pay_in, entry.regions) == (150, "card", ("main_cities",))
