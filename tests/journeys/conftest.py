"""What opens the dashboard for the journeys."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support.chromium import Chromium
from tests.support.dashboard import LOCALES, PHONE, settled, stays_here
from tests.support.site import Site

Open = Callable[..., Page]


@pytest.fixture
def evidence(site: Site) -> Path:
    """The folder of the data that the dashboard shows."""
    return site.data


@pytest.fixture
def opened(chrome: Chromium, site: Site) -> Iterator[Open]:
    """Opens the page; fails the test if the browser asked for anything outside loopback, or a page broke."""
    pages: list[Page] = []
    asked: list[str] = []
    broken: list[str] = []

    def open_page(
        choices: str = "",
        language: str = "az",
        *,
        size: tuple[int, int] = PHONE,
        address: str = site.address,
        link: str | None = None,
    ) -> Page:
        context = chrome.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=LOCALES[language],
            color_scheme="light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.on("pageerror", lambda error: broken.append(str(error)))
        pages.append(page)
        page.goto(link or f"{address}/?{choices}")
        settled(page)
        return page

    yield open_page
    for page in pages:
        if page.get_by_test_id("stException").count():
            broken.append(page.get_by_test_id("stException").first.inner_text())
        page.context.close()
    assert asked
    assert [url for url in asked if not stays_here(url)] == []
    assert broken == []
