"""One Chromium for all tests of a worker, started when first asked for."""

from contextlib import ExitStack
from typing import Any

from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from server.desk_key import COOKIE
from tests.support.browser import chromium
from tests.support.websocket import DESK_KEY

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


PATIENCE = 30_000
"""Milliseconds until what is waited for counts as missing."""


class Chromium:
    """A browser that is there when it is needed.

    While it runs no event loop can be started in its thread, so it is closed before any test that needs none.
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        self._browser: Browser | None = None

    def new_context(self, **options: Any) -> BrowserContext:
        """A context of its own, as Playwright makes it: its cookies, its size, its files."""
        if self._browser is None:
            playwright = self._open.enter_context(sync_playwright())
            self._browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            self._open.callback(self._browser.close)
            expect.set_options(timeout=PATIENCE)
        found = self._browser.new_context(**options)
        found.set_default_timeout(PATIENCE)
        # Who opens a browser at this machine was given the key of the steward's page.
        found.add_cookies([{"name": COOKIE, "value": DESK_KEY, "url": "http://127.0.0.1"}])
        return found

    def close(self) -> None:
        """End the browser, if it runs; a later context starts it again."""
        self._browser = None
        self._open.close()
