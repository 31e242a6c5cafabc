"""The light page in a real Chromium without script, and in a text browser: readable, usable, linked."""

import re
import subprocess
from decimal import Decimal
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from channels.clock import today
from channels.compare.comparison import compare
from channels.pricing.reader_quote import ReaderQuote
from components.i18n import LANGUAGES, words
from components.light import form as light_form
from components.words import offer_layout
from components.words import offers as offer_words
from components.words import reader_quote as quote_words
from tests.support.browser import w3m
from tests.support.datasets import with_ecb
from tests.support.lanes import sampled

pytestmark = pytest.mark.browser

EACH = pytest.mark.parametrize("language", sampled(LANGUAGES))
SMALLEST, PHONE, TARGET = 240, 390, 40
"""Pixels: the narrowest old phone, a usual one, and the least height of what a finger presses."""


@pytest.fixture
def address(site) -> str:
    return site.address


@pytest.fixture
def opened(chrome, address):
    """Opens a page of the server and gathers what the browser complains of."""
    contexts, complaints = [], []

    def open_page(path, *, width=PHONE, script=False, dark=False, policy=False) -> Page:
        context = chrome.new_context(
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
@pytest.mark.parametrize(
    "chosen", sampled(["&set=teaching&open=told&fee.RUB=200&rate.RUB=2", "", "&set=teaching"])
)
@pytest.mark.parametrize("width", sampled([SMALLEST, PHONE]))
@pytest.mark.whole
def test_nothing_stands_out_of_the_screen(opened, language, chosen, width):
    page = opened(f"/l?lang={language}{chosen}", width=width, script=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@EACH
@pytest.mark.parametrize("dark", sampled([False, True]), ids=["light", "dark"])
@pytest.mark.parametrize(
    "query",
    sampled(
        ["&set=teaching", "", "&send=1,500,0", "&sending=AZ&within=1h", "&open=told&fee.RUB=-1&rate.RUB=2,1"]
    ),
)
@pytest.mark.whole
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


@EACH
def test_a_told_price_is_checked_without_script(opened, language):
    say = words(language)
    page = opened(f"/l?lang={language}&set=teaching&within=1d")
    page.click(f"text={say('answer.told')}")
    page.fill("input[name=told]", "Bank & Co")
    page.fill("input[name='fee.RUB']", "200")
    page.fill("input[name='rate.RUB']", "2.1" if language == "en" else "2,1")
    page.click("button")
    told = page.locator("section.a").first
    assert "Bank & Co" in told.inner_text()
    assert say("told.ask_rate") in told.inner_text() or say("told.ask_receipt") in told.inner_text()
    page.click(f"text={say('form.more')}")
    assert page.input_value("select[name=within]") == "1d"


def test_a_told_price_is_sent_to_the_stewards_without_script(opened):
    page = opened("/l?lang=az&sending=RU&open=told&told=X&fee.RUB=200&rate.RUB=2,1")
    say = words("az")
    page.check(f"text={say('lead.was_charged')}")
    page.click(f"text={say('lead.send')}")
    expect(page.get_by_role("status")).to_have_text(say("lead.sent"))
    assert page.input_value("input[name='fee.RUB']") == "200"
    expect(page.get_by_role("button", name=say("lead.send"))).to_have_count(0)


def test_what_arrived_is_reported_without_script(opened):
    say = words("ru")
    page = opened("/l?lang=ru&sending=TR&send=7500", width=SMALLEST)
    page.click(f"text={say('answer.arrived')}")
    page.fill("[name=promised]", "20000 rubl")
    page.click("button")
    assert page.input_value("[name=promised]") == "20000 rubl"
    assert say("amount.other_currency") in page.inner_text("#epromised")
    page.select_option("[name=provider]", index=1)
    for name, text in {"promised": "400", "received": "400", "days": "0"}.items():
        page.fill(f"[name={name}]", text)
    page.click("button")
    expect(page.get_by_role("status")).to_have_text(say("arrival.thanks"))
    page.click(f"text={say('arrival.back')}")
    assert words("ru").amount(page.input_value("[name=send]")) == 7500


@pytest.mark.parametrize("path", ["/l/arrived?sent=less", "/l/arrived"])
@pytest.mark.whole
def test_there_is_nothing_to_blame_for_axe_where_arrivals_are_reported(opened, path):
    page = opened(path, width=SMALLEST, script=True)
    if "sent" not in path:
        page.click("button")
    found = Axe().run(page)
    assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST


def test_the_languages_and_the_other_amount_are_links(opened):
    page = opened("/l?lang=az&set=teaching&send=20000")
    page.click("a[hreflang=ru]")
    assert page.get_attribute("html", "lang") == "ru"
    page.click(f"text={words('ru')('form.ask_receive')}")
    assert page.input_value("input[name=receive]") == "400"
    page.click(f"text={words('ru')('light.real')}")
    assert words("ru")("teaching.banner") not in page.inner_text("body")


def test_the_first_language_is_the_browsers(chrome, address):
    context = chrome.new_context(java_script_enabled=False, locale="ru-RU")
    try:
        page = context.new_page()
        page.goto(address + "/l")
        assert page.get_attribute("html", "lang") == "ru"
    finally:
        context.close()


@pytest.mark.whole
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


# The way to it


@EACH
def test_where_no_script_runs_the_first_page_leads_to_the_light_one(opened, language):
    page = opened("/?sending=TR&send=7500&set=teaching")
    assert "JavaScript" not in page.inner_text("body")
    page.goto(urljoin(page.url, f"/?lang={language}&sending=TR&send=7500&set=teaching"))
    page.get_by_role("link", name=words(language)("light.open")).click()
    assert page.get_attribute("html", "lang") == language
    assert page.input_value("select[name=sending]") == "TR"
    assert words(language).amount(page.input_value("input[name=send]")) == 7_500
    assert words(language)("teaching.banner") in page.inner_text("body")


@EACH
def test_the_dashboards_foot_leads_to_the_same_question_on_the_light_page(opened, language):
    say = words(language)
    page = opened(f"/?lang={language}&set=teaching&sending=TR&send=7500.5", script=True, policy=True)
    # Behind the icon's name; "10 more options" is another fold.
    label = re.compile(re.escape(say("recipient.more")) + "$")
    more = page.locator("summary").filter(has_text=label)
    more.wait_for()
    more.click()
    link = page.get_by_role("link", name=say("light.open"))
    link.wait_for()
    page.goto(urljoin(page.url, link.get_attribute("href")))
    assert page.get_attribute("html", "lang") == language
    assert page.input_value("select[name=sending]") == "TR"
    assert words(language).amount(page.input_value("input[name=send]")) == Decimal("7500.5")


# In a text browser


def dumped(url):
    """A page as the text browser w3m shows it, in one line."""
    browser = w3m()
    assert browser
    done = subprocess.run(
        [browser, "-dump", "-cols", "200", "-I", "UTF-8", "-O", "UTF-8", "-no-proxy", url],
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    return " ".join(done.stdout.decode("utf-8").split())


@EACH
def test_a_text_browser_shows_the_whole_answer(address, language):
    say, known = words(language), with_ecb("teaching")
    fee = f"fee.RUB=200&rate.RUB=2{'.' if language == 'en' else ','}1&told=Bank"
    shown = dumped(f"{address}/l?lang={language}&set=teaching&send=20000&open=told&{fee}")
    form = light_form.read({"send": "20000"}, known, say, today())
    found = compare(known, form.transfer, today(), told=[ReaderQuote("Bank", Decimal(200), Decimal("0.021"))])
    top = found.headline
    expected = [say("recipient.title"), say("form.send"), say("told.title")]
    expected += quote_words.verdict(found.told[0], found, say)
    expected += [offer_words.answer_label(found, top, known, say), offer_words.answer_number(found, top, say)]
    for offer in (*offer_layout.first(found)[0], *offer_layout.first(found)[1]):
        name = offer_words.provider(offer.provider, known, say)
        expected += [
            f"{name} {offer_words.amount_of(found, offer, say)}",
            offer_words.cost_line(found, offer, say),
        ]
    expected += [say("informal.title"), say("safety.code"), say("recipient.not_an_offer")]
    at = 0
    for part in expected:
        at = shown.find(" ".join(part.split()), at)
        assert at >= 0, part
