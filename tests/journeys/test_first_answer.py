"""The answer in the first response, in Chromium: without scripts, with late ones, and when they have come."""

import pytest
from playwright.sync_api import expect

from channels.clock import today
from channels.compare.comparison import compare
from components.i18n import LANGUAGES, words
from components.light import form as light_form
from components.words.answer_view import answer_view
from tests.support.dashboard import LOCALES, PHONE, TEACHING, dataset, settled
from tests.support.lanes import sampled

pytestmark = pytest.mark.browser
QUESTIONS = ["sending=DE&send=263", "set=teaching&sending=TR&send=7500"]
MOST_MOVED = 0.1
"""Cumulative layout shift: what a reader sees jump."""
MOVED = """
window.moved = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
}).observe({type: 'layout-shift', buffered: true});
"""


def said(evidence, language: str, question: str) -> str:
    """The first sentence or the large number of the answer."""
    asked = dict(pair.split("=") for pair in question.split("&"))
    say, data = words(language), dataset(TEACHING if "set" in asked else evidence)
    form = light_form.read(asked, data, say, today())
    head = answer_view(compare(data, form.transfer, today()), data, say).headline
    return head.number or head.said[0]


@pytest.fixture
def evidence(site):
    return site.data


@pytest.mark.parametrize("question", sampled(QUESTIONS))
@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_the_answer_stands_without_any_script(chrome, site, evidence, language, question):
    context = chrome.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, locale=LOCALES[language], java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{site.address}/?{question}")
    answer = page.locator("#first").get_by_text(said(evidence, language, question), exact=False).first
    expect(answer).to_be_in_viewport()
    assert page.get_attribute("html", "lang") == language
    context.close()


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_late_scripts_find_it_there_and_put_the_dashboards_own_in_its_place(chrome, site, evidence, language):
    question = QUESTIONS[0]
    context = chrome.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, locale=LOCALES[language])
    page = context.new_page()
    page.add_init_script(MOVED)
    page.route("**/static/js/index.*.js", lambda route: None)
    page.goto(f"{site.address}/?{question}", wait_until="commit")
    first = page.locator("#first")
    expect(first.get_by_text(said(evidence, language, question), exact=False).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.unroute("**/static/js/index.*.js")
    expect(first).to_be_hidden()
    settled(page)
    own = page.get_by_test_id("stMain").get_by_text(said(evidence, language, question), exact=False).first
    expect(own).to_be_in_viewport()
    assert page.evaluate("window.moved") < MOST_MOVED
    context.close()


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_another_question_is_asked_without_any_script(chrome, site, evidence, language):
    context = chrome.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, locale=LOCALES[language], java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{site.address}/?sending=RU&send=20000&pay_out=cash")
    form = page.locator("#first form")
    form.locator("[name=sending]").select_option("DE")
    form.locator("button").click()
    # The roubles that stood there are no euros: the amount is the usual one of the new country.
    page.wait_for_url("**sending=DE**")
    assert "pay_out=cash" in page.url and "20000" not in page.url and "was=" not in page.url
    form.locator("[name=send]").fill("263")
    form.locator("button").click()
    page.wait_for_url("**send=263**")
    answer = said(evidence, language, "sending=DE&send=263&pay_out=cash")
    expect(page.locator("#first").get_by_text(answer, exact=False).first).to_be_visible()
    context.close()


@pytest.mark.whole
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_types_in_it_when_the_scripts_come_is_let_finish(chrome, site, evidence, language):
    context = chrome.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, locale=LOCALES[language])
    page = context.new_page()
    page.route("**/static/js/index.*.js", lambda route: None)
    page.goto(f"{site.address}/?sending=DE&send=200", wait_until="commit")
    field = page.locator("#first [name=send]")
    field.fill("26")
    page.unroute("**/static/js/index.*.js")
    page.wait_for_selector(".st-key-after .stButton", state="attached")
    # Beside the fields, where a finger lands that has done with the keyboard.
    page.mouse.click(5, 5)
    page.wait_for_timeout(500)
    assert page.locator("#first").is_visible()
    field.press("End")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    settled(page)
    own = page.get_by_test_id("stMain").get_by_text(said(evidence, language, QUESTIONS[0]), exact=False)
    expect(own.first).to_be_in_viewport()
    expect(page.locator("#first")).to_be_hidden()
    context.close()


@pytest.mark.whole
def test_every_script_of_the_first_page_was_announced(chrome, site):
    context = chrome.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{site.address}/?lang=en")
    settled(page)
    text = context.request.get(f"{site.address}/?lang=en").text()
    assert [name for name in asked if name.endswith(".js") and name not in text] == []
    context.close()
