"""The recipient's page on a phone, in Chromium: the answer on the first screen, and no page too long."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from channels.clock import today
from channels.compare.comparison import compare
from components.i18n import LANGUAGES, words
from components.words.answer_view import answer_view
from tests.support.answers import WORTH, asked, directions, evidence
from tests.support.dashboard import PHONE, dataset

pytestmark = pytest.mark.browser

LONGEST = 2_400
"""Pixels before anything is unfolded."""
HEIGHT = "Math.max(...[...document.querySelectorAll('[data-testid=stMain]')].map(e => e.scrollHeight))"
CASES = [(corridor.key, language) for language in LANGUAGES for corridor in directions(evidence())]


def first_screen_ends(page: Page, text: str) -> float:
    """Where a text ends on the page."""
    shown = page.get_by_test_id("stMain").get_by_text(text, exact=False).first
    expect(shown).to_be_visible()
    box = shown.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


@pytest.mark.whole
@pytest.mark.parametrize(("key", "language"), CASES)
def test_the_answer_is_on_the_first_screen_and_the_page_is_short(opened, evidence, key, language):
    data, spoken = dataset(evidence), words(language)
    corridor = data.corridor(*key.split("-"))
    heights = {}
    for worth in WORTH:
        transfer = asked(corridor, worth, today(), data)
        view = answer_view(compare(data, transfer, today()), data, spoken)
        page = opened(
            f"sending={corridor.sending}&receiving={corridor.receiving}"
            f"&send={transfer.send}&currency={transfer.currency}&lang={language}",
            language,
        )
        head = view.headline
        said = head.number or (head.expect[0] if head.expect else head.label)
        assert first_screen_ends(page, said) <= PHONE[1], worth
        heights[worth] = Decimal(page.evaluate(HEIGHT))
    assert max(heights.values()) <= LONGEST, heights
