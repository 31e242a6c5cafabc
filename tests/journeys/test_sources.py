"""The page of sources in a real Chromium: there and back with the choices kept, and read on a phone."""

import zipfile
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from components.i18n import LANGUAGES, words
from tests.support.dashboard import (
    PHONE,
    TEACHING,
    answer,
    choices,
    dataset,
    expect_answer,
    serious,
    settled,
    speak,
)
from tests.support.lanes import sampled

pytestmark = pytest.mark.browser


def go(page, name):
    """Follow a link of the bar to another page of the dashboard; on a phone the links are in the menu."""
    before = urlsplit(page.url).path
    menu = page.get_by_role("button", name=words(page.locator("html").get_attribute("lang"))("bar.menu"))
    if menu.count():
        menu.click()
    page.get_by_role("link", name=name).click()
    page.wait_for_url(lambda url: urlsplit(url).path != before)
    settled(page)


@pytest.mark.parametrize("language", sampled(LANGUAGES))
@pytest.mark.whole
def test_the_way_to_the_sources_and_back_keeps_language_set_and_question(opened, language):
    spoken, data = words(language), dataset(TEACHING)
    page = opened(f"lang={language}&set=teaching&sending=TR&send=25000&pay_out=cash", "az")
    before = choices(page)
    go(page, spoken("bar.sources"))
    expect(page.get_by_role("heading", name=spoken("evidence.title"))).to_be_visible()
    assert urlsplit(page.url).path == "/sources"
    assert choices(page) == before
    expect(page.get_by_role("switch", name=spoken("header.teaching"))).to_be_checked()
    page.get_by_role("radio", name=spoken("evidence.part_status"), exact=True).click()
    page.wait_for_url(lambda url: "part=status" in url)
    settled(page)
    go(page, spoken("bar.compare"))
    found = answer(data, "TR", send=25_000, pay_out="cash")
    expect_answer(page, found, data, spoken)
    assert choices(page) == before


@pytest.mark.whole
def test_a_language_chosen_on_the_page_of_sources_holds_on_the_way_back(opened):
    page = opened("lang=az&sending=TR")
    go(page, words("az")("bar.sources"))
    spoken = speak(page, "ru")
    go(page, spoken("bar.compare"))
    expect(page.get_by_role("heading", name=spoken("recipient.title"))).to_be_visible()
    assert choices(page)["sending"] == "TR"
    assert choices(page)["lang"] == "ru"


@pytest.mark.whole
def test_a_link_to_a_part_opens_it_and_a_reload_keeps_it(opened, site):
    spoken = words("en")
    page = opened(link=f"{site.address}/sources?lang=en&part=conflicts&sending=TR", language="en")
    for _ in range(2):
        expect(page.get_by_role("radio", name=spoken("evidence.part_conflicts"), exact=True)).to_be_checked()
        page.reload()
        settled(page)
    go(page, spoken("bar.compare"))
    expect(page.get_by_role("heading", name=spoken("recipient.title"))).to_be_visible()
    assert choices(page)["sending"] == "TR"
    assert "part" not in choices(page)


@pytest.mark.parametrize("part", ["sources", "status", "conflicts", "method", "unknown", "data"])
@pytest.mark.whole
def test_every_part_can_be_used_by_everyone_on_a_phone(opened, site, part):
    page = opened(link=f"{site.address}/sources?lang=az&part={part}", language="az", size=PHONE)
    assert serious(page) == {}
    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= PHONE[0]


def test_the_whole_data_is_downloaded_and_opens(opened, site, tmp_path):
    page = opened(link=f"{site.address}/sources?lang=en&part=data", language="en")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=words("en")("package.download")).click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.name == "pulyolu-data.zip"
    with zipfile.ZipFile(path) as archive:
        assert "datapackage.json" in archive.namelist()
        assert archive.testzip() is None
