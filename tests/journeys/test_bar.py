"""From page to page in Chromium: bar, titles, one press on Back, an address that there is not, paper."""

import io
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from components.i18n import LANGUAGES, words
from tests.support.dashboard import PHONE, settled
from tests.support.lanes import sampled

pytestmark = pytest.mark.browser
LAPTOP = (1280, 800)
TITLES = {
    "bar.gaps": ("/gaps", "gaps.title"),
    "bar.workshop": ("/workshop", "room.title"),
    "bar.sources": ("/sources", "evidence.title"),
}


def test_back_undoes_one_choice_a_press_and_then_leaves(opened):
    say = words("en")
    page = opened("lang=en", "en", size=LAPTOP)
    for code in ("cash", "card"):
        page.get_by_role("radio", name=say(f"form.pay_out_{code}"), exact=True).click()
        page.wait_for_url(lambda url, code=code: f"pay_out={code}" in url)
        settled(page)
    for code in ("cash", "all"):
        page.go_back()
        expect(page.get_by_role("radio", name=say(f"form.pay_out_{code}"), exact=True)).to_be_checked()
        settled(page)
    assert "pay_out" not in page.url


@pytest.mark.whole
@pytest.mark.parametrize("size", [PHONE, (768, 1024), LAPTOP])
@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_every_page_is_one_way_from_the_bar_and_is_named_in_the_title(opened, language, size):
    say = words(language)
    page = opened(f"lang={language}&sending=TR&pay_out=card", language, size=size)
    for label, (path, title) in TITLES.items():
        if size == PHONE:
            expect(page.get_by_role("link", name=say("bar.sources"), exact=True)).to_have_count(0)
            page.get_by_text(say("bar.menu"), exact=True).click()
        page.get_by_role("link", name=say(label), exact=True).click()
        page.wait_for_url(lambda url, path=path: urlsplit(url).path == path)
        settled(page)
        assert "sending=TR" in page.url and "pay_out=card" in page.url
        assert page.title() == f"{say(title)} · Pulyolu"
        expect(page.locator("#first")).to_be_hidden()


@pytest.mark.whole
@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_laptop_the_ways_stand_beside_the_answer(opened, language):
    say = words(language)
    page = opened(f"lang={language}&set=teaching", language, size=LAPTOP)
    expect(page.get_by_text(say("answer.told"), exact=True)).to_be_in_viewport()
    expect(page.get_by_text(say("recipient.not_an_offer"), exact=True)).to_be_visible()
    answer = page.locator(".st-key-answered").bounding_box()
    ways = page.locator(".st-key-ways").bounding_box()
    assert answer is not None and ways is not None
    assert answer["x"] + answer["width"] <= ways["x"]
    assert abs(answer["y"] - ways["y"]) < 4


@pytest.mark.whole
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_that_there_is_not_is_a_page_with_ways_on(chrome, site, language):
    say = words(language)
    page = chrome.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}).new_page()
    for path in ("/nonsense", "/gaps/xyz", "/light", "/l/xyz"):
        answer = page.goto(f"{site.address}{path}?lang={language}")
        assert answer is not None and answer.status == 404
        expect(page.get_by_role("heading", name=say("lost.title"))).to_be_visible()
    page.get_by_role("link", name=say("bar.compare")).click()
    expect(page.get_by_role("heading", name=say("recipient.title"))).to_be_visible()
    page.context.close()


@pytest.mark.whole
def test_on_paper_there_is_what_is_said_and_nothing_to_press(opened):
    say = words("en")
    page = opened("lang=en&set=teaching", "en", size=LAPTOP)
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in paper.pages)
    assert say("recipient.title") in text
    assert say("late.step_1") in text
    for pressed in ("answer.told", "form.clear", "bar.workshop"):
        assert say(pressed) not in text
