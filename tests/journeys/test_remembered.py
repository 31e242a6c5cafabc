"""What a real Chromium keeps for its reader: today's rate and a steward's name are there after a reload."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from components.i18n import words
from components.widgets.remembered import PATH
from tests.support.asgi_server import serving
from tests.support.dashboard import settled

pytestmark = pytest.mark.browser
EN = words("en")
WIDE = {"width": 390, "height": 900}


@pytest.mark.whole
def test_a_rate_and_a_name_that_were_typed_are_there_after_a_reload(chrome, tmp_path):
    with serving(var=tmp_path) as (address, _):
        page = chrome.new_context(viewport=WIDE).new_page()
        page.goto(f"{address}/?lang=en&sending=RU")
        settled(page)
        label = EN("rate.ask", units=EN.money(Decimal(100), "RUB", whole=True))
        field = page.get_by_label(label, exact=True)
        # Beside the sentence that asks for it, in view without opening anything.
        expect(field).to_be_visible()
        asks = page.get_by_text(EN("rate.old"))
        expect(asks).to_be_visible()
        assert asks.bounding_box()["y"] < field.bounding_box()["y"] < asks.bounding_box()["y"] + 200
        with page.expect_response(lambda answer: PATH in answer.url) as kept:
            field.fill("1.96")
            field.press("Tab")
        assert kept.value.status == 200
        settled(page)
        page.reload()
        settled(page)
        expect(page.get_by_label(label, exact=True)).to_have_value("1.96")
        expect(page.get_by_text(EN("rate.old"))).to_have_count(0)
        page.goto(f"{address}/steward?lang=en")
        settled(page)
        with page.expect_response(lambda answer: PATH in answer.url):
            page.get_by_label(EN("steward.name"), exact=True).fill("Nigar Əliyeva")
            page.get_by_label(EN("steward.name"), exact=True).press("Tab")
        settled(page)
        page.reload()
        settled(page)
        expect(page.get_by_label(EN("steward.name"), exact=True)).to_have_value("Nigar Əliyeva")
        page.context.close()
