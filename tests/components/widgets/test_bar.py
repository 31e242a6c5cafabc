"""The bar of every page: languages, the teaching set, and ways that carry what was chosen."""

import pytest
import streamlit as st

from components.i18n import LANGUAGES, words
from components.widgets.bar import Destination, bar
from tests.support.widget_page import address, app


def draw(language="az", *, teaching=True):
    say = words(language)
    drawn = bar(say, teaching=teaching)
    pages = {
        name: st.Page(lambda: None, title=name, url_path=name, default=name == "compare")
        for name in ("compare", "sources")
    }
    st.navigation(list(pages.values()), position="hidden")
    st.query_params["send"] = "500"
    held = {"send": st.query_params["send"]}
    drawn.lead_to([Destination(page, say(f"bar.{name}"), held) for name, page in pages.items()])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bar_offers_three_languages_and_the_teaching_set(language):
    page = app(draw, language)
    chosen = page.segmented_control(key="lang")
    assert (chosen.options, chosen.value) == (list(LANGUAGES), language)
    assert page.toggle[0].label == words(language)("header.teaching")
    assert address(page)["lang"] == language


def test_where_there_is_no_other_set_there_is_no_switch():
    assert not app(draw, teaching=False).toggle


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_way_stands_in_the_bar_and_in_the_menu_with_what_was_chosen_last(language):
    say = words(language)
    links = [link.proto for link in app(draw, language).get("page_link")]
    assert [link.label for link in links] == [say("bar.compare"), say("bar.sources")] * 2
    assert {link.query_string for link in links} == {"send=500"}
