"""The page for policymakers: every part in three languages, its filters in the address, bad input."""

from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from streamlit.testing.v1 import AppTest

from channels.compare.beside_informal import beside_informal
from channels.dataset.dataset import Dataset
from channels.gaps.catalogue import Weight
from channels.gaps.overview import Study, studied
from channels.gaps.what_if import Inputs, Lever, levers
from channels.policy_terms import Whom
from components.charts.drawings import alt, table
from components.gaps import beside_informal as beside
from components.gaps import bullets, gap_list, price, rules, unmeasured, what_if
from components.gaps.contents import Chosen, drawings
from components.gaps.tiles import tiles
from components.i18n import LANGUAGES, words
from components.pages.policymaker import what_if_form
from components.pages.policymaker.gap_list import FIRST
from components.pages.policymaker.page import PARTS
from components.widgets.theme import plain
from components.words import gaps as gap_words
from tests.support.datasets import real, teaching
from tests.support.lanes import sampled

DAY = date(2026, 11, 21)
SPOKEN = pytest.mark.parametrize("language", sampled(LANGUAGES))
ON_THE_PAGE = {
    "gaps": ["inflow", "standing", "bullets_price", "bullets_speed", "bullets_access"],
    "price": ["standing", "history", "neighbours", "averages", "spread", "cash_premium", "parts_corridor"],
    "speed": ["within_hour", "within_day"],
    "access": [
        "groups_account", "account_waves", "places", "reasons", "groups_bills_online", "digital", "regions",
    ],
    "openness": ["states", "told"],
    "informal": ["beside_informal"],
    "law": [],
    "data": ["coverage", "requirements", "recount", "world"],
    "change": ["levers", "steps"],
}  # fmt: skip


@cache
def data() -> Dataset:
    return real()


@cache
def study() -> Study:
    return studied(data(), DAY)


def shown(language: str = "en", *, invented: bool = False, **choices: str) -> AppTest:
    """The page with choices in its address."""

    def script(language: str, invented: bool) -> None:
        import streamlit as st  # noqa: PLC0415

        from components.i18n import words  # noqa: PLC0415
        from components.pages.policymaker import page as policymaker  # noqa: PLC0415
        from tests.components.pages.policymaker.test_page import study  # noqa: PLC0415
        from tests.support.datasets import real, teaching  # noqa: PLC0415

        def compare_page() -> None:
            st.title("Comparison")

        def gaps_page() -> None:
            policymaker.page(study(), words(language), market=teaching() if invented else real(), back=other)

        other = st.Page(compare_page, title="Comparison", url_path="compare")
        gaps = st.Page(gaps_page, title="Gaps", url_path="gaps", default=True)
        st.navigation([other, gaps], position="hidden").run()

    page = AppTest.from_function(script, args=(language, invented), default_timeout=30)
    for key, value in choices.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def texts(page: AppTest) -> str:
    """Everything that the page says."""
    parts = (*page.markdown, *page.caption, *page.subheader, *page.warning, *page.info)
    return "\n".join(str(part.value) for part in parts)


def files(page: AppTest) -> set[str]:
    """The keys of the files that the page offers."""
    return {button.proto.id.rpartition("-")[2] for button in page.get("download_button")}


@SPOKEN
@pytest.mark.parametrize("view", PARTS)
def test_every_part_shows_its_pictures_with_title_table_and_sources(view, language):
    spoken = words(language)
    page = shown(language, view=view)
    assert [title.value for title in page.title] == [spoken("gaps.title")]
    known = {drawing.id: drawing for drawing in drawings(study(), Chosen(), spoken)}
    found = beside_informal(data(), data().corridor("RU", "AZ"), DAY, assumed=Decimal(1))
    known["beside_informal"] = beside.drawing(found, data(), spoken)
    said = texts(page)
    assert "{" not in said.replace("\\{", "")
    charts = [chart.proto for chart in page.get("plotly_chart")]
    assert len(charts) == len(ON_THE_PAGE[view])
    read = {chart.alt for chart in charts}
    for name in ON_THE_PAGE[view]:
        drawing = known[name]
        assert plain(drawing.title) in said
        assert name == "bullets_access" or alt(drawing, spoken) in read
        assert f"csv.{name}" in files(page)
    if view == "law":
        rulings, others = rules.rulings(study(), spoken), rules.harmless(study(), spoken)
        assert plain(rules.answer(rulings, spoken)) in said
        assert all(plain(text) in said for text in [*(one.text for one in rulings), *(t for t, _ in others)])
    else:
        assert len(page.table) >= len(charts)
        heads = [list(one.value.reset_index().columns) for one in page.table]
        for name in ON_THE_PAGE[view]:
            assert list(table(known[name]).head) in heads


@SPOKEN
def test_six_tiles_stand_over_the_first_part_and_lead_to_the_others(language):
    spoken = words(language)
    page = shown(language)
    for one in tiles(study(), spoken):
        for text in (one.name, one.value, one.against):
            assert plain(text) in texts(page)
        assert page.button(key=f"open_{one.topic}").label == spoken(f"gaps.part_{one.part}")
    assert plain(spoken("tile.old")) in texts(page)
    page.button(key="open_cost").click().run()
    assert page.query_params["view"] == "price"
    assert not [button for button in page.button if button.key == "open_cost"]


@SPOKEN
def test_the_largest_gaps_of_a_group_stand_there_and_the_rest_are_one_tap_away(language):
    spoken = words(language)
    page = shown(language)
    access = dict(bullets.grouped(study(), spoken, Whom.ALL, price.USUAL))["access"]
    read = page.get("plotly_chart")[-1].proto.alt
    assert access.rows[FIRST - 1].detail in read
    assert access.rows[FIRST].detail not in read
    page.button(key="gaps_rest").click().run()
    assert access.rows[FIRST].detail in page.get("plotly_chart")[-1].proto.alt


@SPOKEN
def test_the_rules_that_hinder_most_stand_open_and_the_rest_are_one_tap_away(language):
    spoken = words(language)
    page = shown(language, view="law")
    found = rules.rulings(study(), spoken)
    folded = {one.label: "\n".join(line.value for line in one.markdown) for one in page.expander}
    for weight in Weight:
        some = rules.weighing(found, weight)
        label = spoken.count(f"policy.rules_{weight}", len(some))
        assert (label in folded) is (weight is not Weight.EVERYDAY)
        hidden = folded.get(label, "")
        assert [plain(one.text) in hidden for one in some] == [label in folded] * len(some)
    everywhere = "\n".join(folded.values())
    heavy = rules.weighing(found, Weight.EVERYDAY)
    assert 0 < len(heavy) < 8
    assert not any(plain(one.text) in everywhere for one in heavy)


@SPOKEN
def test_one_gap_is_told_with_everything_that_is_known_of_it(language):
    spoken = words(language)
    gap = next(one for one in study().gaps if one.id == "account.women")
    page = shown(language, gap=gap.id)
    for name, text in gap_list.details(gap, spoken):
        assert plain(text) in texts(page), name


def test_what_falls_short_is_narrowed_by_a_code_in_the_address():
    page = shown(whom="women")
    found = bullets.grouped(study(), words("en"), Whom.WOMEN, price.USUAL)
    assert [group for group, _ in found] == ["access"]
    (drawing,) = (drawing for _, drawing in found)
    assert [*page.table[2].value.index] == [plain(row.label) for row in drawing.rows]


def test_a_direction_and_a_quarter_of_the_address_choose_whose_prices_are_ranked():
    page = shown(quarter="2019-Q3")
    assert "Q3 2019" in page.get("plotly_chart")[1].proto.alt
    page = shown(direction="DE")
    assert words("en").country("DE") in page.get("plotly_chart")[1].proto.alt
    page = shown(direction="IL")
    spoken = words("en")
    assert plain(spoken("find.standing_nothing", country=spoken.country("IL"))) in texts(page)


def test_a_part_shows_the_filters_that_act_on_it_and_no_other():
    acting = {"gaps": {"direction", "quarter", "whom"}, "price": {"direction", "quarter"}, "data": {"whom"}}
    for view in PARTS:
        shown_here = {box.key for box in shown(view=view).selectbox} & {"direction", "quarter", "whom"}
        wanted = acting.get(view, {"direction"} if view == "informal" else set())
        assert shown_here == wanted, view


@SPOKEN
def test_the_teaching_set_is_shown_in_full_where_formal_stands_beside_informal(language):
    spoken = words(language)
    page = shown(language, invented=True, view="informal")
    said = texts(page)
    assert spoken("gaps.not_invented") not in said
    found = beside_informal(teaching(), teaching().corridor("RU", "AZ"), DAY)
    assert found.formal_is_current
    for line in beside.verdicts(found, spoken):
        assert plain(line) in said


@SPOKEN
def test_without_a_current_formal_price_no_loss_rate_is_told(language):
    page = shown(language, view="informal", assumed="3")
    assert plain(words(language)("beside.no_formal")) in texts(page)
    assert page.select_slider(key="assumed").value == "3"


@SPOKEN
def test_what_is_not_measured_is_a_list(language):
    spoken = words(language)
    said = texts(shown(language, view="data"))
    for what, who in unmeasured.lines(study(), spoken):
        assert plain(what) in said
        assert plain(who) in said


def test_the_neighbours_stand_in_the_address_by_their_codes():
    page = shown(view="price", beside="AL")
    rows = next([*one.value.index] for one in page.table if price.SMART in one.value.columns)
    assert all("Albania" in row for row in rows[1:])
    page.pills(key="beside").set_value(["AL", "UA"]).run()
    assert page.query_params["beside"] == "AL.UA"
    page.pills(key="beside").set_value([*price.USUAL]).run()
    assert "beside" not in page.query_params


def test_nonsense_in_the_address_is_ignored():
    page = shown(view="x", whom="y", gap="z", beside="..;QQ", direction="QQ", quarter="1", assumed="x")
    assert len(page.get("plotly_chart")) == len(ON_THE_PAGE["gaps"])
    assert len(shown(view="price", beside="QQ").get("plotly_chart")) == len(ON_THE_PAGE["price"])
    assert not shown(view="change", lever="x", cap="-1", moved_least="zzz", flow_most="1e9").exception


@SPOKEN
def test_every_lever_says_its_range_its_warnings_or_why_it_is_off(language):
    spoken = words(language)
    for one in levers(data(), Inputs(), DAY):
        said = texts(shown(language, view="change", lever=str(one.lever.value)))
        lines = (gap_words.outcome(one, spoken), what_if.supposed(one, Inputs(), spoken))
        for line in (*lines, *gap_words.warnings(one, spoken), *gap_words.assumptions(one, spoken)):
            assert plain(line) in said


def test_another_input_gives_another_range_and_stands_in_the_address():
    page = shown(view="change", lever="post_price", post_price="2.55")
    wanted = next(
        r for r in levers(data(), Inputs(post_price=Decimal("2.55")), DAY) if r.lever is Lever.POST_PRICE
    )
    assert plain(gap_words.outcome(wanted, words("en"))) in texts(page)
    page.select_slider(key="post_price").set_value("2").run()
    assert page.query_params["post_price"] == "2"
    page.select_slider(key="moved_least.moved_most").set_range("20", "40").run()
    assert (page.query_params["moved_least"], page.query_params["moved_most"]) == ("20", "40")


def test_a_lever_shows_the_sliders_that_change_it_and_no_other():
    for lever, asked in what_if_form.ASKED.items():
        page = shown(view="change", lever=str(lever.value))
        keys = {slider.key.split("_")[0] for slider in page.select_slider}
        assert keys == {name.split("_")[0] for name in asked}, lever


@SPOKEN
def test_from_the_teaching_set_the_page_says_that_it_shows_the_evidence(language):
    page = shown(language, invented=True)
    assert [info.value for info in page.info] == [words(language)("gaps.not_invented")]
    assert len(page.get("plotly_chart")) == len(ON_THE_PAGE["gaps"])
