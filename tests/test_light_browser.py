"""The light page in a real Chromium without script: readable on a small phone, usable by form and links."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from components.i18n import LANGUAGES, words
from tests.around import serving
from tests.browser import chromium

pytestmark = pytest.mark.browser

EACH = pytest.mark.parametrize("language", LANGUAGES)
SMALLEST, PHONE, TARGET = 240, 390, 40
"""Pixels: the narrowest old phone, a usual one, and the least height of what a finger presses."""


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    with serving(var=tmp_path_factory.mktemp("var"), settings={"PULYOLU_LIMIT": "0"}) as (found, _):
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def opened(browser, address):
    """Opens a page of the server and gathers what the browser complains of."""
    contexts, complaints = [], []

    def open_page(path, *, width=PHONE, script=False, dark=False, policy=False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 700},
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            bypass_csp=script and not policy,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@EACH
@pytest.mark.parametrize("chosen", ["", "&set=teaching"])
@pytest.mark.parametrize("width", [SMALLEST, PHONE])
def test_nothing_stands_out_of_the_screen(opened, language, chosen, width):
    page = opened(f"/l?lang={language}{chosen}", width=width, script=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@EACH
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("query", ["", "&set=teaching", "&send=1,500,0", "&sending=AZ&within=1h"])
def test_there_is_nothing_to_blame_for_axe(opened, language, dark, query):
    # Axe itself is a script; the page is the same with scripts allowed, because it has none.
    page = opened(f"/l?lang={language}{query}", dark=dark, script=True)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(page)
    assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []


@EACH
def test_the_form_answers_without_script(opened, language):
    say = words(language)
    page = opened(f"/l?lang={language}&set=teaching")
    page.select_option("select[name=sending]", "TR")
    page.click("button")
    assert page.input_value("select[name=sending]") == "TR"
    assert say("teaching.banner") in page.inner_text("body")
    assert page.input_value("input[name=send]") != "20 000"
    page.fill("input[name=send]", "abc")
    page.click("button")
    assert page.input_value("input[name=send]") == "abc"
    assert say("amount.not_a_number") in page.inner_text("#e")
    page.fill("input[name=send]", "7500")
    page.click("button")
    assert page.locator("#e").count() == 0
    assert page.locator(".n").inner_text()


def test_the_languages_and_the_other_amount_are_links(opened):
    page = opened("/l?lang=az&set=teaching&send=20000")
    page.click("a[hreflang=ru]")
    assert page.get_attribute("html", "lang") == "ru"
    page.click(f"text={words('ru')('form.ask_receive')}")
    assert page.input_value("input[name=receive]") == "400"
    page.click(f"text={words('ru')('light.real')}")
    assert words("ru")("teaching.banner") not in page.inner_text("body")


def test_the_first_language_is_the_browsers(browser, address):
    context = browser.new_context(java_script_enabled=False, locale="ru-RU")
    try:
        page = context.new_page()
        page.goto(address + "/l")
        assert page.get_attribute("html", "lang") == "ru"
    finally:
        context.close()


def test_what_a_finger_presses_is_high_enough(opened):
    page = opened("/l?lang=az", script=True)
    for element in page.query_selector_all("select:visible, input[type=text]:visible, button:visible"):
        assert element.bounding_box()["height"] >= TARGET


@EACH
def test_the_dashboard_works_under_the_policy(opened, language):
    page = opened(f"/?lang={language}&set=teaching", script=True, policy=True)
    page.get_by_role("heading", name=words(language)("recipient.title")).wait_for()
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator("h2").first.wait_for()
