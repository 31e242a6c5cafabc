"""The page for policymakers: every part in three languages, its choices in the address, bad input."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from channels.dataset.dataset import Dataset
from channels.gaps.catalogue import GapKind, Weight
from channels.gaps.overview import Study, studied
from channels.gaps.scenarios import Inputs, Lever, levers
from channels.panel import progress, storage
from channels.panel.progress import ImportStep, Teller
from channels.readers.workbooks import Unreadable
from components.charts.drawings import alt, table
from components.gaps import law, price, standing
from components.gaps.contents import Chosen, drawings
from components.i18n import LANGUAGES, words
from components.pages.policymaker.gap_list import FIRST
from components.pages.policymaker.page import PARTS
from components.pages.policymaker.panel_import import Imports
from components.widgets.theme import plain
from components.words import gaps as gap_words
from components.words import imports as import_words
from tests.support.datasets import real
from tests.support.lanes import sampled

ROOT = Path(__file__).parents[4]
NOWHERE = ROOT / "none" / "panel"
DAY = date(2026, 11, 21)
SPOKEN = pytest.mark.parametrize("language", sampled(LANGUAGES))
ON_THE_PAGE = {
    "gaps": ["gaps", "unknown"],
    "price": ["neighbours", "averages", "parts_corridor", "cash_premium", "spread", "history"],
    "speed": ["within_hour", "within_day"],
    "access": [
        "groups_account", "account_waves", "groups_bills_online", "reasons", "places", "regions", "digital",
    ],
    "openness": ["told"],
    "law": [],
    "data": ["requirements", "coverage", "recount", "world"],
    "change": ["levers", "steps"],
}  # fmt: skip


@cache
def data() -> Dataset:
    return real()


@cache
def study() -> Study:
    return studied(data(), DAY)


def shown(language: str = "en", *, invented: bool = False, may: bool = False, **choices: str) -> AppTest:
    """The page with choices in its address, for a reader who may import a workbook or not."""

    def script(language: str, invented: bool, imports: object) -> None:
        import streamlit as st  # noqa: PLC0415

        from components.i18n import words  # noqa: PLC0415
        from components.pages.policymaker import page as policymaker  # noqa: PLC0415
        from tests.components.pages.policymaker.test_page import study  # noqa: PLC0415

        def compare_page() -> None:
            st.title("Comparison")

        def gaps_page() -> None:
            policymaker.page(
                study(), words(language), imports=imports, invented=invented, back=other, evidence=other
            )

        other = st.Page(compare_page, title="Comparison", url_path="compare")
        gaps = st.Page(gaps_page, title="Gaps", url_path="gaps", default=True)
        st.navigation([other, gaps], position="hidden").run()

    page = AppTest.from_function(script, args=(language, invented, Imports(NOWHERE, may)), default_timeout=30)
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
    said = texts(page)
    assert "{" not in said.replace("\\{", "")
    charts = [chart.proto for chart in page.get("plotly_chart")]
    assert len(charts) == len(ON_THE_PAGE[view])
    for name, chart in zip(ON_THE_PAGE[view], charts, strict=True):
        drawing = known[name]
        assert plain(drawing.title) in said
        if name != "gaps":
            assert chart.alt == alt(drawing, spoken)
        assert f"csv.{name}" in files(page)
    if view == "law":
        rules, others = law.rulings(study(), spoken), law.harmless(study(), spoken)
        assert plain(law.answer(rules, spoken)) in said
        assert all(plain(text) in said for text in [*(one.text for one in rules), *(t for t, _ in others)])
    else:
        assert len(page.table) >= len(charts)
        heads = [list(one.value.reset_index().columns) for one in page.table]
        for name in ON_THE_PAGE[view]:
            assert list(table(known[name]).head) in heads


@SPOKEN
def test_the_largest_gap_is_said_first_and_the_rest_of_the_list_is_one_tap_away(language):
    spoken = words(language)
    page = shown(language)
    assert page.subheader[0].value == plain(gap_words.title(study().gaps[0], spoken))
    gaps = standing.of(study(), GapKind.SHORT)
    read = page.get("plotly_chart")[0].proto.alt
    assert gap_words.title(gaps[FIRST - 1], spoken) in read
    assert gap_words.title(gaps[FIRST], spoken) not in read
    page.button(key="gaps_rest").click().run()
    assert len(page.table[0].value) == len(gaps)


@SPOKEN
def test_the_rules_that_hinder_most_stand_open_and_the_rest_are_one_tap_away(language):
    spoken = words(language)
    page = shown(language, view="law")
    found = law.rulings(study(), spoken)
    folded = {one.label: "\n".join(line.value for line in one.markdown) for one in page.expander}
    for weight in Weight:
        some = law.weighing(found, weight)
        label = spoken.count(f"policy.rules_{weight}", len(some))
        assert (label in folded) is (weight is not Weight.EVERYDAY)
        hidden = folded.get(label, "")
        assert [plain(one.text) in hidden for one in some] == [label in folded] * len(some)
    everywhere = "\n".join(folded.values())
    heavy = law.weighing(found, Weight.EVERYDAY)
    assert 0 < len(heavy) < 8
    assert not any(plain(one.text) in everywhere for one in heavy)


@SPOKEN
def test_one_gap_is_told_with_everything_that_is_known_of_it(language):
    spoken = words(language)
    gap = next(one for one in study().gaps if one.id == "account.women")
    page = shown(language, gap=gap.id)
    for name, text in standing.details(gap, spoken):
        assert plain(text) in texts(page), name


def test_the_list_is_narrowed_by_a_code_in_the_address():
    page = shown(whom="women")
    women = standing.of(study(), GapKind.SHORT, "women")
    assert [*page.table[0].value.index] == [plain(gap_words.title(g, words("en"))) for g in women]


def test_the_neighbours_stand_in_the_address_by_their_codes():
    page = shown(view="price", beside="AL")
    rows = [*page.table[0].value.index]
    assert all("Albania" in row for row in rows[1:])
    page.pills(key="beside").set_value(["AL", "UA"]).run()
    assert page.query_params["beside"] == "AL.UA"
    page.pills(key="beside").set_value([*price.USUAL]).run()
    assert "beside" not in page.query_params


def test_nonsense_in_the_address_is_ignored():
    page = shown(view="x", whom="y", gap="z", beside="..;QQ", by="w", cap="-1", moved_least="zzz")
    assert page.subheader[0].value == plain(gap_words.title(study().gaps[0], words("en")))
    assert len(shown(view="price", beside="QQ").get("plotly_chart")) == 6


@SPOKEN
def test_every_lever_says_its_range_its_warnings_or_why_it_is_off(language):
    spoken = words(language)
    page = shown(language, view="change")
    for one in levers(data(), Inputs(), DAY):
        assert plain(gap_words.outcome(one, spoken)) in texts(page)
        for line in (*gap_words.warnings(one, spoken), *gap_words.assumptions(one, spoken)):
            assert plain(line) in texts(page)
    assert spoken("off.needs_wallet_survey") in texts(page).replace("\\", "")


def test_another_input_gives_another_range_and_stands_in_the_address():
    page = shown(view="change", post_price="2.5")
    wanted = next(
        r for r in levers(data(), Inputs(post_price=Decimal("2.5")), DAY) if r.lever is Lever.POST_PRICE
    )
    assert plain(gap_words.outcome(wanted, words("en"))) in texts(page)
    page.text_input(key="cap.percent.en").set_value("0.5").run()
    assert page.query_params["cap"] == "0.5"


@pytest.mark.parametrize(
    "field, typed, key",
    [
        ("moved_least.percent", "many", "amount.not_a_number"),
        ("moved_most.percent", "120", "amount.percent"),
        ("moved_least.percent", "60", "input.least_above_most"),
        ("flow_least.million_usd", "5000", "input.least_above_most"),
        ("cap.percent", "", "amount.empty"),
    ],
)
def test_an_input_that_makes_no_sense_gets_one_sentence_and_loses_nothing(field, typed, key):
    page = shown(view="change")
    page.text_input(key=f"{field}.en").set_value(typed).run()
    assert not page.exception
    assert [warning.value for warning in page.warning] == [words("en")(key)]
    assert page.text_input(key=f"{field}.en").value == typed
    assert page.text_input(key="post_price.percent.en").value == "1"
    assert {"brief", "workbook"} <= files(page)


@SPOKEN
def test_from_the_teaching_set_the_page_says_that_it_shows_the_evidence(language):
    page = shown(language, invented=True)
    assert [info.value for info in page.info] == [words(language)("gaps.not_invented")]
    assert len(page.get("plotly_chart")) == 2


# The World Bank's workbook


RESULT = {
    "file": "a*b.xlsx", "sha256": "f" * 64, "rows": 254_000, "accepted": 253_990, "quarantined": 10,
    "marks": {"text_number": 13_300, "stray_speed": 0}, "quarters": 54, "corridors": 373, "seconds": 31.5,
    "other_marks": {"stray_date": 2}, "reasons": {"no_period": 10},
}  # fmt: skip


@pytest.fixture
def panel(tmp_path) -> Path:
    folder = tmp_path / "panel"
    folder.mkdir()
    return folder


def section(language: str, panel: Path, *, may: bool) -> AppTest:
    """The part about the workbook alone."""

    def script(language: str, imports: object) -> None:
        from components.i18n import words  # noqa: PLC0415
        from components.pages.policymaker import panel_import  # noqa: PLC0415

        panel_import.section(imports, words(language))

    page = AppTest.from_function(script, args=(language, Imports(panel, may)), default_timeout=30).run()
    assert not page.exception
    return page


def test_where_nothing_was_imported_only_who_may_import_is_asked_to():
    assert not shown(view="data").get("file_uploader")
    page = shown(view="data", may=True)
    assert words("en")("import.none") in texts(page)
    (field,) = page.get("file_uploader")
    assert list(field.proto.type) == [".xlsx", ".csv"]
    assert page.button(key="import").disabled
    assert not shown(view="price", may=True).get("file_uploader")


@SPOKEN
def test_a_running_import_shows_how_far_it_is_and_takes_no_second_one(language, panel, monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0.0)
    spoken = words(language)
    with storage.staged(panel):
        teller = Teller(panel, "a*b.xlsx")
        wanted = {
            ImportStep(0.1): spoken("import.checking", file="a*b.xlsx"),
            ImportStep(0.5, "Dataset", 120_000): spoken(
                "import.sheet", file="a*b.xlsx", sheet="Dataset", rows=spoken.number(120_000)
            ),
            ImportStep(1.0, rows=254_000): spoken(
                "import.storing", file="a*b.xlsx", rows=spoken.number(254_000)
            ),
        }
        for step, text in wanted.items():
            teller.at(step)
            for may in (True, False):
                page = section(language, panel, may=may)
                (bar,) = page.get("progress")
                assert (bar.proto.value, bar.proto.text) == (int(step.share * 100), plain(text))
                assert not page.get("file_uploader")
    broken = section(language, panel, may=True)
    assert [one.value for one in broken.warning] == [plain(spoken("import.broken_off", file="a*b.xlsx"))]
    assert broken.get("file_uploader")


@SPOKEN
def test_what_an_import_came_to_is_told_to_everyone_and_a_refusal_to_who_sent_it(language, panel):
    spoken = words(language)
    with storage.staged(panel):
        Teller(panel, "a*b.xlsx").done(RESULT, known=False)
    storage.quarantine(panel, RESULT).write_text("sheet,row,reason,value\n")
    for may in (True, False):
        page = section(language, panel, may=may)
        said = texts(page)
        lines = (
            *import_words.found(RESULT, spoken),
            *import_words.marks(RESULT, spoken),
            *import_words.reasons(RESULT, spoken),
        )
        for line in lines:
            assert plain(line) in said
        assert ("set_aside" in files(page)) is may
    with storage.staged(panel):
        Teller(panel, "a*b.xlsx").refused(Unreadable("wide_sheet", sheet="S", columns=9, most=3))
    assert section(language, panel, may=False).get("error") == []
    page = section(language, panel, may=True)
    fault = spoken("cli.file_wide_sheet", file="a*b.xlsx", sheet="S", columns=9, most=3)
    assert [one.value for one in page.error] == [plain(fault)]
    assert page.get("file_uploader")
