"""Phones in a real Chromium without script: they vote by tapping, and the next question comes by itself."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from channels import clock
from channels.store import rooms
from components.i18n import LANGUAGES, words

pytestmark = pytest.mark.browser

SMALLEST, PHONE, TARGET = 240, 390, 60
"""Pixels: the narrowest old phone, a usual one, and the least height of a button to vote with."""


def test_three_phones_vote_and_the_next_question_comes_to_them(site, chrome):
    address, store = site.address, site.store
    now = clock.now()
    room, lead = rooms.open_room(store, language="az", now=now)
    contexts = [
        chrome.new_context(viewport={"width": PHONE, "height": 700}, java_script_enabled=False)
        for _ in LANGUAGES
    ]
    try:
        pages = [context.new_page() for context in contexts]
        complaints: list[str] = []
        for page, language in zip(pages, LANGUAGES, strict=True):
            page.on("console", lambda message: complaints.append(message.text))
            page.goto(f"{address}/v?lang={language}")
            page.fill("input[name=code]", room.code.lower())
            page.click("button")
            expect(page.locator("main")).to_contain_text(words(language)("vote.wait"))
        rooms.ask(store, lead, "guess", choices=4, now=now)
        for number, (page, language) in enumerate(zip(pages, LANGUAGES, strict=True)):
            say = words(language)
            # Nobody reloads the page: it renews itself.
            button = page.get_by_role("button", name=say(f"vote.shape_{number}"))
            button.click()
            chosen = say("vote.yours_open", choice=say(f"vote.shape_{number}"))
            expect(page.locator("main")).to_contain_text(chosen)
        pages[0].get_by_role("button", name=words("az")("vote.shape_3")).click()
        expect(pages[0].locator("main")).to_contain_text(words("az")("vote.shape_3"))
        expect(pages[0].locator("button.y")).to_contain_text(words("az")("vote.mine"))
        assert rooms.counts(store, room.code, "guess") == (0, 1, 1, 1)
        rooms.end(store, lead, now=now)
        for page, language in zip(pages, LANGUAGES, strict=True):
            expect(page.locator("main")).to_contain_text(words(language)("vote.over"))
        assert complaints == []
    finally:
        for context in contexts:
            context.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.whole
def test_there_is_nothing_to_blame_for_axe_and_nothing_stands_out(site, chrome, dark):
    address, store = site.address, site.store
    now = clock.now()
    room, lead = rooms.open_room(store, language="ru", now=now)
    rooms.ask(store, lead, "guess", choices=4, now=now)
    # Axe itself is a script; the page is the same with scripts allowed, because it has none.
    scheme = "dark" if dark else "light"
    context = chrome.new_context(
        viewport={"width": SMALLEST, "height": 600}, color_scheme=scheme, bypass_csp=True
    )
    try:
        page = context.new_page()
        for language in LANGUAGES:
            # A page that renews itself is to let that be stopped; what is left is looked at without it.
            path = f"/v/{room.code}?lang={language}"
            page.goto(f"{address}{path}")
            page.click(f"text={words(language)('vote.stay')}")
            for _ in range(2):
                assert page.locator("meta[http-equiv=refresh]").count() == 0
                found = Axe().run(page)
                assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []
                assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST
                heights = [b.bounding_box()["height"] for b in page.query_selector_all("button")]
                assert len(heights) == 4
                assert min(heights) >= TARGET
                page.locator("button").nth(2).click()
            page.goto(f"{address}/v?lang={language}")
            assert Axe().run(page).response["violations"] == []
    finally:
        context.close()
