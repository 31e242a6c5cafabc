"""Texts of the data and of people, shown letter by letter on every page: no link or icon comes of them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.asgi_server import started
from tests.support.hostile_data import HOST, hostile_data, hostile_store

pytestmark = [pytest.mark.browser, pytest.mark.whole]

DESK = (
    "todo",
    "enter",
    "check",
    "publish",
    "rates",
    "providers",
    "leads",
    "grid",
    "coverage",
    "requirements",
)
ROAD = "way=RU-AZ&road=zolotaya_korona.cash_kapital_bank"
PAGES = (
    "/?lang=en&sending=RU&send=20000",
    "/?lang=en&sending=RU&send=20000&open=told",
    "/?lang=en&sending=AZ&receiving=RU&send=500",
    "/?lang=en&sending=DE&send=200",
    "/sources?lang=en",
    "/gaps?lang=en",
    "/workshop?lang=en",
    f"/steward?lang=en&desk=enter&{ROAD}",
    "/steward?lang=en&desk=providers&firm=zolotaya_korona",
    *(f"/steward?lang=en&desk={part}" for part in DESK),
    "/l?lang=en&sending=RU&send=20000",
    "/l/arrived?lang=en&sending=RU&send=20000",
)
WITHOUT = tuple(f"desk={part}" for part in ("enter", "rates", "leads", "coverage", "requirements"))
"""The parts that show no text of others, or only in lists to choose from."""
MADE = f"""() => [
    ...[...document.querySelectorAll('a')].filter(a => /{HOST}|mailto/.test(a.href)).map(a => a.href),
    ...[...document.querySelectorAll('img')].filter(i => /{HOST}|[/]g$/.test(i.src)).map(i => i.src),
    ...[...document.querySelectorAll('[data-testid=stIconMaterial]')].map(i => i.textContent)
        .filter(t => t == 'bomb'),
    ...[...document.querySelectorAll('.katex')].map(k => k.textContent),
]"""
"""The links, images, icons and formulas that a hostile text has become."""


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    data, var = hostile_data(folder), folder / "var"
    var.mkdir()
    hostile_store(var)
    with started(var=var, settings={"PULYOLU_DATA": str(data)}) as server:
        yield server.address


def opened_in_full(page: Page) -> None:
    """Wait until the page stands still, and open whatever is closed on it."""
    page.wait_for_load_state("load")
    if page.locator("[data-testid=stApp]").count():
        expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    page.evaluate("() => document.querySelectorAll('details:not([open]) > summary').forEach(s => s.click())")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_comes_of_a_hostile_text(chrome, address, path):
    context = chrome.new_context()
    asked: list[str] = []
    try:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + path)
        opened_in_full(page)
        page.wait_for_timeout(500)
        if not path.endswith(WITHOUT):
            expect(page.locator("body")).to_contain_text("bomb")
        assert page.evaluate(MADE) == []
        assert not [url for url in asked if HOST in url]
    finally:
        context.close()
