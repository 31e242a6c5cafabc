"""The page for policymakers in a real Chromium: there and back, used by everyone, its files read back."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from channels.gaps.overview import Study, studied
from components.gaps import gap_list
from components.gaps.contents import Chosen, file_name, tables
from components.gaps.tiles import tiles
from components.i18n import LANGUAGES, words
from components.words import gaps as gap_words
from tests.journeys.test_sources import go
from tests.support.dashboard import LAPTOP, PHONE, TABLET, choices, dataset, serious, settled, today
from tests.support.lanes import sampled

pytestmark = pytest.mark.browser


@pytest.fixture
def study(evidence) -> Study:
    """The study that the server shows."""
    return studied(dataset(evidence), today())


def saved(page: Page, name: str) -> tuple[str, bytes]:
    """The name and the bytes of what a button downloads; by a key, as a growing picture moves the button."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).first.press("Enter")
    download = waiting.value
    return download.suggested_filename, download.path().read_bytes()


def test_a_policymaker_comes_from_the_comparison_and_leaves_with_brief_numbers_and_picture(opened, study):
    language, spoken = "az", words("az")
    page = opened(f"lang={language}&sending=TR", language)
    go(page, spoken("bar.gaps"))
    expect(page.get_by_role("heading", name=spoken("gaps.title"))).to_be_visible()
    for one in tiles(study, spoken):
        expect(page.get_by_text(one.value, exact=True).first).to_be_visible()

    name, paper = saved(page, spoken("policy.brief"))
    assert name == file_name("brief", study, spoken, "pdf")
    text = "".join("".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(paper)).pages)
    for gap in gap_list.largest(study):
        assert "".join(gap_words.title(gap, spoken).split()) in text.replace("\u200b", "")

    name, book = saved(page, spoken("policy.workbook"))
    assert name == file_name("gaps", study, spoken, "xlsx")
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book))
    wanted = tables(study, Chosen(), spoken)
    assert len(sheets.sheet_names) == len(wanted) + 1
    lines = sheets.get_sheet_by_name("all_gaps").to_python(skip_empty_area=False)[3:]
    assert [line[0] for line in lines] == [row[0] for row in wanted[0].rows]

    camera = page.locator("[data-title]").first
    assert camera.get_attribute("data-title") == spoken("policy.camera")
    camera.scroll_into_view_if_needed()
    with page.expect_download() as waiting:
        camera.click()
    assert waiting.value.suggested_filename == "pulyolu-inflow.png"
    assert waiting.value.path().read_bytes().startswith(b"\x89PNG")

    page.get_by_role("radio", name=spoken("gaps.part_price"), exact=True).click()
    page.wait_for_url(lambda url: "view=price" in url)
    settled(page)
    page.get_by_role("button", name=gap_words.place("DE-MD", spoken)).click()
    page.wait_for_url(lambda url: urlsplit(url).path != "/gaps")
    settled(page)
    expect(page.get_by_role("heading", name=spoken("recipient.title_there"))).to_be_visible()
    asked = choices(page)
    assert (asked["sending"], asked["receiving"], asked["lang"]) == ("DE", "MD", language)
    assert "view" not in parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize("part", sampled(["gaps", "openness", "informal", "law", "change"]))
@pytest.mark.whole
def test_every_part_can_be_used_by_everyone_on_a_phone(opened, site, part):
    page = opened(link=f"{site.address}/gaps?lang=az&view={part}", language="az", size=PHONE)
    assert serious(page) == {}
    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= PHONE[0]


@pytest.mark.whole
def test_a_link_opens_a_part_with_its_neighbours_and_its_table_is_a_file(opened, site):
    spoken = words("ru")
    page = opened(link=f"{site.address}/gaps?lang=ru&view=price&beside=UA", language="ru", size=TABLET)
    expect(page.get_by_role("radio", name=spoken("gaps.part_price"), exact=True)).to_be_checked()
    # Behind the rank and the history stand the prices of the neighbours that the link names.
    exhibit = page.locator(".st-key-exhibit-neighbours")
    exhibit.get_by_text(spoken("picture.table")).click()
    with page.expect_download() as waiting:
        exhibit.get_by_role("button", name=spoken("paper.csv")).press("Enter")
    name, told = waiting.value.suggested_filename, waiting.value.path().read_bytes()
    assert name == "pulyolu-neighbours-ru.csv"
    rows = list(csv.reader(io.StringIO(told.decode("utf-8-sig"))))
    assert rows[1][0] == gap_words.place("RU-AZ", spoken)
    assert all("Украина" in row[0] for row in rows[2 : rows.index([])])


@pytest.mark.parametrize("language", sampled(LANGUAGES))
@pytest.mark.whole
def test_one_screen_of_a_laptop_tells_the_story(opened, site, language):
    page = opened(link=f"{site.address}/gaps?lang={language}", language=language, size=LAPTOP)
    for name in ("inflow", "standing"):
        expect(page.locator(f".st-key-exhibit-{name} .main-svg").first).to_be_visible()
    for part in (".st-key-filters", ".st-key-tiles", ".st-key-exhibit-inflow", ".st-key-exhibit-standing"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= LAPTOP[1], part
    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= LAPTOP[0]
    for tile in page.locator("[class*=st-key-tile_] .stMarkdown p").all():
        assert tile.evaluate("p => p.scrollWidth <= p.clientWidth + 1"), tile.inner_text()


@pytest.mark.whole
def test_a_part_on_paper_has_its_tables_whole_pictures_and_nothing_to_press(opened, site):
    page = opened(link=f"{site.address}/gaps?lang=az&view=price", language="az", size=LAPTOP)
    expect(page.locator(".st-key-exhibit-standing .main-svg").first).to_be_visible()
    page.emulate_media(media="print")
    for control in (".st-key-filters", ".st-key-bar", ".modebar-container", ".stDownloadButton"):
        assert not any(one.is_visible() for one in page.locator(control).all()), control
    assert page.locator(".st-key-view button:visible").count() == 1
    paper = 718  # A4 within margins of 10 mm, in the pixels of a style sheet
    widths = page.locator(".stPlotlyChart .main-svg").evaluate_all("all => all.map(one => one.clientWidth)")
    assert widths and max(widths) <= paper
    tables = page.locator("[class*=st-key-exhibit] table").all()
    assert tables and all(one.is_visible() for one in tables)


@pytest.mark.whole
def test_back_leads_from_part_to_part_also_where_one_has_no_filter_of_the_other(opened, site):
    spoken = words("en")
    page = opened(link=f"{site.address}/gaps?lang=en", language="en", size=LAPTOP)
    for part in ("speed", "law"):
        page.get_by_role("radio", name=spoken(f"gaps.part_{part}"), exact=True).click()
        page.wait_for_url(lambda url, part=part: f"view={part}" in url)
        settled(page)
    for part in ("speed", "gaps"):
        page.go_back()
        expect(page.get_by_role("radio", name=spoken(f"gaps.part_{part}"), exact=True)).to_be_checked()
        settled(page)
