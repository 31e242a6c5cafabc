"""A reader on a phone says in Azerbaijani what arrived: typed wrong, corrected, sent, answered."""

import pytest
from playwright.sync_api import expect

from channels.clock import today
from channels.store import arrivals
from components.i18n import words
from components.words import arrivals as arrival_words
from tests.support.builders import an_arrival, dec
from tests.support.dashboard import PHONE, choose, dataset, press, serious, settled

pytestmark = pytest.mark.browser

SAY = words("az")
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""What to wait for until a scroll has been told to the page."""


@pytest.mark.whole
def test_what_arrived_is_reported_on_a_phone(opened, evidence, site):
    page = opened("sending=RU")
    press(page, SAY("answer.arrived"))
    expect(page.get_by_role("heading", name=SAY("arrival.title"), exact=True)).to_be_visible()
    settled(page)
    # A list closes when the page scrolls, so it is opened where it stands.
    page.get_by_role("combobox", name=SAY("arrival.provider"), exact=True).scroll_into_view_if_needed()
    page.evaluate(TWO_FRAMES)
    name = dataset(evidence).providers["paysend"].name.text_in("az")
    choose(page, SAY("arrival.provider"), name)
    page.get_by_label(SAY("arrival.promised"), exact=True).fill("400")
    page.get_by_label(SAY("arrival.received"), exact=True).fill("20000 rubl")
    page.get_by_label(SAY("arrival.days"), exact=True).fill("2")
    settled(page)
    press(page, SAY("arrival.send"))
    expect(page.get_by_text(SAY("amount.not_a_number"))).to_be_visible()
    expect(page.get_by_label(SAY("arrival.promised"), exact=True)).to_have_value("400")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert serious(page) == {}
    page.get_by_label(SAY("arrival.received"), exact=True).fill("390")
    settled(page)
    press(page, SAY("arrival.send"))
    expect(page.get_by_text(SAY("arrival.thanks"))).to_be_visible()
    expect(page.get_by_text(SAY("arrival.less"))).to_be_visible()
    for rule in arrival_words.complaint_rules(dataset(evidence)):
        expect(page.get_by_text(rule.text.text_in("az")).first).to_be_visible()
    assert an_arrival(received=dec(390), day=today()) in arrivals.kept(site.store, today=today())
    assert "390" not in page.url and "paysend" not in page.url
    press(page, SAY("arrival.another"))
    expect(page.get_by_label(SAY("arrival.promised"), exact=True)).to_have_value("")
