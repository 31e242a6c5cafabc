"""The server stops while a page is open, and comes back: a sentence that helps, and nothing typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from components.i18n import words
from tests.support.asgi_server import started
from tests.support.dashboard import LOCALES, PHONE, settled
from tests.support.lanes import sampled
from tests.support.server import free_port

pytestmark = [pytest.mark.browser, pytest.mark.whole]


@pytest.mark.parametrize("language", sampled(["az", "ru"]))
def test_a_server_that_stops_is_told_in_the_readers_language_and_what_was_typed_stays(
    chrome, tmp_path, language
):
    # A stock dialog in English told a villager to run a command.
    say, port = words(language), free_port()
    context = chrome.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, locale=LOCALES[language])
    page = context.new_page()
    with started(var=tmp_path, port=port) as server:
        page.goto(f"{server.address}/?lang={language}&sending=RU&send=20000")
        settled(page)
        field = page.locator(f".st-key-send-RUB-{language} input").first
        field.fill("7500")
        field.press("Enter")
        expect(page).to_have_url(re.compile("send=7500"))
        settled(page)
    box = page.get_by_role("dialog")
    expect(box.get_by_text(say("offline.said"))).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Streamlit server", exact=False)).to_be_hidden()
    expect(box.get_by_role("link", name=say("offline.again"))).to_have_attribute("href", page.url)
    light = box.get_by_role("link", name=say("light.open"))
    assert "send=7500" in light.get_attribute("href")
    assert light.get_attribute("href").startswith("/l?")
    with started(var=tmp_path, port=port):
        expect(box).to_have_count(0, timeout=60_000)
        settled(page)
        expect(field).to_have_value("7500")
        assert "send=7500" in page.url
        field.fill("9000")
        field.press("Enter")
        expect(page).to_have_url(re.compile("send=9000"))
    context.close()
