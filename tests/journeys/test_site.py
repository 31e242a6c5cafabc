"""The folder of all answers, opened in Chromium without any server."""

import pytest
from playwright.sync_api import expect

from channels import files
from components.i18n import LANGUAGE_NAMES, LANGUAGES, words
from components.light import site
from tests.components.light.test_site import DAY
from tests.support.dashboard import PHONE
from tests.support.datasets import with_ecb

pytestmark = pytest.mark.browser


def test_a_reader_walks_through_it_from_a_folder(chrome, tmp_path):
    pages = site.pages(with_ecb("teaching"), DAY, facts=with_ecb("real"))
    files.fill(tmp_path / "site", ((name, page.encode()) for name, page in pages))
    context = chrome.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "site" / site.INDEX).as_uri())
    page.get_by_role("link", name=words("az")("site.all")).click()
    page.locator("main a").first.click()
    amount = page.locator(".d a").last
    label = amount.inner_text()
    amount.click()
    expect(page.locator("h2").first).to_contain_text(label)
    for language in LANGUAGES[1:]:
        page.get_by_role("link", name=LANGUAGE_NAMES[language]).click()
        expect(page.get_by_text(words(language).day(DAY)).first).to_be_visible()
        assert page.get_attribute("html", "lang") == language
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert all(url.startswith(("file:", "data:")) for url in asked)
    context.close()
