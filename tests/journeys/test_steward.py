"""Two people at one computer in a real Chromium: enter, check, publish, see it; a stranger finds no page."""

import re
import sqlite3
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from channels.clock import today
from components.i18n import words
from tests.support.asgi_server import serving
from tests.support.chromium import Chromium

pytestmark = pytest.mark.browser

EN = words("en")
ENTER = "/steward?lang=en&desk=enter&way=RU-AZ&road=zolotaya_korona.cash_kapital_bank"


def opened(chrome: Chromium, url: str, **headers: str) -> Page:
    context = chrome.new_context(viewport={"width": 390, "height": 900}, extra_http_headers=headers)
    page = context.new_page()
    page.goto(url)
    return page


def settled(page: Page) -> None:
    """Wait until the page has answered."""
    page.wait_for_timeout(700)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=20_000)


def write(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True).first
    field.fill(text)
    field.press("Tab")
    settled(page)


def name(page: Page, who: str) -> None:
    write(page, EN("steward.name"), who)


def test_an_empty_cell_is_filled_checked_published_and_seen_by_readers(chrome, tmp_path):
    with serving(var=tmp_path) as (address, _):
        page = opened(chrome, address + ENTER)
        name(page, "Aysel")
        write(page, EN("steward.fee"), "150")
        write(page, EN("told.rate", units=EN.money(Decimal(100), "RUB", whole=True)), "2.0")
        write(page, EN("steward.organisation"), "Training centre")
        found = Axe().run(page).response["violations"]
        assert [v["id"] for v in found if v["impact"] == "critical"] == []
        # The keyboard alone is enough. The store is slow, and a second press writes nothing twice.
        slow = sqlite3.connect(tmp_path / "store.sqlite3", isolation_level=None)
        slow.execute("BEGIN IMMEDIATE")
        save = page.get_by_role("button", name=EN("steward.save"))
        save.press("Enter")
        expect(page.get_by_text(EN("steward.writing"))).to_be_visible()
        save.press("Enter")
        page.wait_for_timeout(500)
        slow.execute("ROLLBACK")
        expect(page.get_by_text("1 price waits for the check.").first).to_be_visible()
        settled(page)
        assert slow.execute("SELECT count(*) FROM entries").fetchone() == (1,)
        slow.close()
        page.goto(address + "/steward?lang=en&desk=check")
        name(page, "Aysel")
        expect(page.get_by_text(EN("steward.own"))).to_be_visible()
        name(page, "Murad")
        page.get_by_role("button", name=EN("steward.confirm"), exact=True).click()
        expect(page.get_by_text(EN("steward.confirmed")).first).to_be_visible()
        page.goto(address + "/steward?lang=en&desk=publish")
        name(page, "Murad")
        page.get_by_role("button", name="Publish 1 price").click()
        expect(page.get_by_text("1 price is published.").first).to_be_visible()
        reader = opened(chrome, address + "/compare?lang=en&sending=RU&send=17000")
        card = reader.get_by_text(re.compile("337")).first
        expect(card).to_be_visible()
        expect(reader.get_by_text(re.compile("Training centre")).first).to_be_attached()
        expect(reader.get_by_text(re.compile(EN.day(today()))).first).to_be_attached()


@pytest.mark.whole
def test_a_forwarded_question_and_a_server_for_a_workshop_find_no_page(chrome, tmp_path):
    with serving(var=tmp_path) as (address, _):
        for header in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"):
            page = opened(chrome, address + ENTER, **{header: "127.0.0.1"})
            expect(page.get_by_text(EN("recipient.title")).first).to_be_visible()
            expect(page.get_by_text(EN("steward.link"))).to_have_count(0)
            expect(page.get_by_label(EN("steward.name"))).to_have_count(0)
    with serving(var=tmp_path, settings={"PULYOLU_STEWARDS": "none"}) as (address, _):
        page = opened(chrome, address + ENTER)
        expect(page.get_by_text(EN("recipient.title")).first).to_be_visible()
        expect(page.get_by_label(EN("steward.name"))).to_have_count(0)
