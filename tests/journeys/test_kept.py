"""Without network: what was kept at a press is there with its day, and nothing else is."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from channels.clock import today
from components.i18n import LANGUAGES, words
from components.light import form as light_form
from components.light import standalone
from tests.journeys.test_first_answer import said
from tests.support.dashboard import LOCALES, PHONE, TEACHING, dataset, settled
from tests.support.lanes import sampled

pytestmark = pytest.mark.browser
ASKED = {"set": "teaching", "sending": "TR", "send": "7500"}
KEPT = "caches.open('pulyolu-kept').then(c => c.keys()).then(k => k.map(r => r.url))"
READY = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"


@pytest.fixture
def phone(chrome):
    contexts: list[BrowserContext] = []

    def opened(language: str) -> Page:
        size = {"width": PHONE[0], "height": PHONE[1]}
        contexts.append(chrome.new_context(viewport=size, locale=LOCALES[language]))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def question(language: str) -> str:
    """The question as the kept answer's heading."""
    form = light_form.read(ASKED, dataset(TEACHING), words(language), today())
    return standalone.asked(form, words(language))


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_a_kept_answer_is_there_without_network_with_its_day(phone, site, language):
    say, page = words(language), phone(language)
    page.goto(f"{site.address}/l?{urlencode(ASKED)}")
    page.get_by_role("link", name=say("kept.later")).click()
    page.get_by_role("button", name=say("kept.keep")).click()
    expect(page.get_by_text(say("kept.done"))).to_be_visible()
    page.wait_for_function(READY)
    page.context.set_offline(True)
    page.goto(f"{site.address}/")
    expect(page.get_by_text(say("kept.offline"))).to_be_visible()
    page.get_by_role("link", name=question(language)).click()
    expect(page.get_by_text(said(None, language, urlencode(ASKED)), exact=False).first).to_be_visible()
    expect(page.get_by_text(say("site.day", day=say.day(today())))).to_be_visible()
    page.goto(f"{site.address}/kept?lang={language}")
    page.get_by_role("button", name=say("form.clear")).click()
    expect(page.get_by_text(say("kept.none"))).to_be_visible()
    assert page.evaluate(KEPT) == []


def test_nothing_is_kept_without_the_press_and_never_the_desk(phone, site):
    say, page = words("az"), phone("az")
    page.goto(f"{site.address}/?{urlencode(ASKED)}")
    settled(page)
    page.wait_for_function(READY)
    page.goto(f"{site.address}/steward")
    settled(page)
    page.goto(f"{site.address}/kept?{urlencode(ASKED)}")
    assert page.evaluate(KEPT) == []
    stored = page.evaluate(
        "caches.keys().then(n => Promise.all(n.map(x => caches.open(x).then(c => c.keys()))))"
        ".then(all => all.flat().map(r => new URL(r.url).pathname))"
    )
    assert set(stored) == {"/kept", "/kept/kept.js", "/kept/icon.png"}
    page.context.set_offline(True)
    page.goto(f"{site.address}/?{urlencode(ASKED)}")
    expect(page.get_by_text(say("kept.offline"))).to_be_visible()
    expect(page.get_by_text(say("kept.none"))).to_be_visible()
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"{site.address}/steward")


@pytest.mark.whole
def test_clear_on_the_dashboard_empties_it(phone, site):
    say, page = words("az"), phone("az")
    page.goto(f"{site.address}/kept?{urlencode(ASKED)}")
    page.get_by_role("button", name=say("kept.keep")).click()
    expect(page.get_by_text(say("kept.done"))).to_be_visible()
    assert len(page.evaluate(KEPT)) == 1
    page.goto(f"{site.address}/?lang=az")
    settled(page)
    with page.expect_response(lambda answer: "what=kept" in answer.url):
        page.get_by_role("button", name=say("form.clear")).click()
    page.wait_for_function(f"{KEPT}.then(k => k.length === 0)")
