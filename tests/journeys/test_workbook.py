"""The World Bank's workbook in a real Chromium: sent, watched, counted; refused; and started elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from channels.panel import progress, storage
from channels.panel.progress import State, Teller
from components.i18n import words
from components.words import imports as import_words
from tests.channels.panel.test_importing import OLD, QUIRKS
from tests.support.asgi_server import serving
from tests.support.workbooks import write_workbook

pytestmark = pytest.mark.browser

EN = words("en")
DATA = "/steward?lang=en&desk=workbook"


@pytest.fixture
def page(chrome) -> Iterator[Page]:
    context = chrome.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    yield page
    context.close()


def send(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    button = page.get_by_role("button", name=EN("import.start"))
    expect(button).to_be_enabled()
    button.click()


@pytest.mark.whole
def test_a_workbook_is_sent_watched_and_counted_and_a_bad_one_changes_nothing(page, tmp_path, monkeypatch):
    folder = tmp_path / "var" / "panel"
    with serving(var=folder.parent) as (address, _):
        page.goto(address + DATA)
        expect(page.get_by_text(EN("import.none"))).to_be_visible()
        send(page, write_workbook(tmp_path / "prices.xlsx", QUIRKS, OLD))
        done = page.get_by_text(EN("import.done", file="prices.xlsx"))
        expect(done).to_be_visible()
        page.goto(address + DATA)
        expect(done).to_be_visible()
        told = progress.read(folder)
        assert told is not None
        assert told.state is State.DONE
        for line in import_words.found(told.result, EN):
            expect(page.get_by_text(line)).to_be_visible()
        found = Axe().run(page).response["violations"]
        assert [v["id"] for v in found if v["impact"] in ("critical", "serious")] == []
        wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert wide <= 390
        assert not list(folder.glob(f"{storage.UPLOAD}*"))

        bad = tmp_path / "bad.xlsx"
        bad.write_text("id,period\n")
        send(page, bad)
        expect(page.get_by_text(EN("cli.file_not_a_workbook", file="bad.xlsx"))).to_be_visible()
        assert set(storage.read(folder).imports) == {told.result["sha256"]}

        # An import from the terminal, as far as it is: the page finds out by itself, and takes no second one.
        monkeypatch.setattr(progress, "EVERY", 0.0)
        with storage.staged(folder):
            Teller(folder, "terminal.xlsx").at(progress.ImportStep(0.4, "Dataset", 120_000))
            expect(page.get_by_text("120,000")).to_be_visible()
            expect(page.get_by_test_id("stProgress")).to_be_visible()
            expect(page.locator("input[type=file]")).to_have_count(0)
        expect(page.get_by_text(EN("import.broken_off", file="terminal.xlsx"))).to_be_visible()
