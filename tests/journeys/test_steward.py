"""Two people at one computer in a real Chromium: enter, check, publish, see it; a stranger finds no page."""

import re
import sqlite3
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from channels.clock import today
from components.i18n import words
from tests.support.asgi_server import serving
from tests.support.chromium import Chromium
from tests.support.dashboard import settled

pytestmark = pytest.mark.browser

EN = words("en")
ENTER = "/steward?lang=en&desk=enter&way=RU-AZ&road=zolotaya_korona.cash_kapital_bank"


class Window:
    """A browser's window, and the stream by which it talks with the server."""

    def __init__(self, chrome: Chromium, url: str, *, key: bool = True, **headers: str) -> None:
        context = chrome.new_context(viewport={"width": 390, "height": 900}, extra_http_headers=headers)
        if not key:
            context.clear_cookies()
        self.page = context.new_page()
        self._streams: list[WebSocket] = []
        self.page.on("websocket", lambda stream: self._streams.append(stream))
        self.page.goto(url)

    def write(self, label: str, text: str, nth: int = 0) -> None:
        """Fill a field, go on to the next, and wait until the page has answered."""
        settled(self.page)
        field = self.page.get_by_label(label, exact=True).nth(nth)
        field.fill(text)
        with self._streams[-1].expect_event("framereceived", ends):
            field.press("Tab")
        settled(self.page)

    def choose(self, label: str, option: str) -> None:
        """Take an option of a list, and wait until the page has answered."""
        settled(self.page)
        field = self.page.get_by_role("combobox", name=label, exact=True)
        # A list that opens while the page still scrolls to it closes again.
        field.scroll_into_view_if_needed()
        with self._streams[-1].expect_event("framereceived", ends):
            field.press("ArrowDown")
            self.page.get_by_role("option", name=option, exact=True).click()
        settled(self.page)

    def send(self, button: Locator) -> None:
        """Press a button by a key, and wait until the server was told."""
        with self._streams[-1].expect_event("framesent"):
            button.press("Enter")


def ends(frame: str | bytes) -> bool:
    """Whether the server says that the page's script has run to its end."""
    return isinstance(frame, bytes) and ForwardMsg.FromString(frame).WhichOneof("type") == "script_finished"


def name(window: Window, who: str) -> None:
    window.write(EN("steward.name"), who)


def test_an_empty_cell_is_filled_checked_published_and_seen_by_readers(chrome, tmp_path):
    with serving(var=tmp_path) as (address, _):
        window = Window(chrome, address + ENTER)
        page = window.page
        name(window, "Aysel")
        window.write(EN("steward.fee"), "150")
        window.write(EN("told.rate", units=EN.money(Decimal(100), "RUB", whole=True)), "2.0")
        window.write(EN("steward.organisation"), "Training centre")
        found = Axe().run(page).response["violations"]
        assert [v["id"] for v in found if v["impact"] == "critical"] == []
        # The keyboard alone is enough. The store is slow, and a second press writes nothing twice.
        slow = sqlite3.connect(tmp_path / "store.sqlite3", isolation_level=None)
        slow.execute("BEGIN IMMEDIATE")
        save = page.get_by_role("button", name=EN("steward.save"))
        save.press("Enter")
        expect(page.get_by_text(EN("steward.writing"))).to_be_visible()
        window.send(save)
        slow.execute("ROLLBACK")
        expect(page.get_by_text(EN.count("steward.saved", 1)).first).to_be_visible()
        settled(page)
        assert slow.execute("SELECT count(*) FROM entries").fetchone() == (1,)
        slow.close()
        # The browser remembers who wrote last.
        page.goto(address + "/steward?lang=en&desk=check")
        expect(page.get_by_text(EN("steward.own"))).to_be_visible()
        name(window, "Murad")
        page.get_by_role("button", name=EN("steward.confirm"), exact=True).click()
        expect(page.get_by_text(EN("steward.confirmed")).first).to_be_visible()
        page.goto(address + "/steward?lang=en&desk=publish")
        page.get_by_role("button", name=EN.count("steward.publish", 1)).click()
        expect(page.get_by_text(EN.count("steward.published", 1)).first).to_be_visible()
        reader = Window(chrome, address + "/compare?lang=en&sending=RU&send=20000").page
        card = reader.get_by_test_id("stMain").get_by_text(re.compile("397")).first
        expect(card).to_be_visible()
        expect(reader.get_by_text(re.compile("Training centre")).first).to_be_attached()
        expect(reader.get_by_text(re.compile(EN.day(today()))).first).to_be_attached()


@pytest.mark.whole
def test_without_the_key_no_header_opens_the_page_and_a_server_for_a_workshop_has_none(chrome, tmp_path):
    with serving(var=tmp_path) as (address, _):
        for header in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"):
            page = Window(chrome, address + ENTER, key=False, **{header: "127.0.0.1"}).page
            expect(page.get_by_text(EN("recipient.title")).first).to_be_visible()
            expect(page.get_by_text(EN("bar.desk"))).to_have_count(0)
            expect(page.get_by_label(EN("steward.name"))).to_have_count(0)
    with serving(var=tmp_path, settings={"PULYOLU_STEWARDS": "none"}) as (address, _):
        page = Window(chrome, address + ENTER).page
        expect(page.get_by_text(EN("recipient.title")).first).to_be_visible()
        expect(page.get_by_label(EN("steward.name"))).to_have_count(0)
