"""The light page for what arrived: small, plain, in three languages, hostile texts shown as texts."""

import html
import re
from datetime import date

import pytest

from channels.records.arrivals import ArrivalFault
from components.i18n import LANGUAGES, words
from components.light import arrivals as light
from components.light import page as main_page
from components.words import arrivals as arrival_words
from components.words.links import ARRIVALS_PATH
from tests.support.builders import an_arrival, dec
from tests.support.datasets import real as data

DAY = date(2026, 11, 21)
EACH = pytest.mark.parametrize("language", LANGUAGES)
MOST_BYTES = 7_000
FILLED = {"provider": "paysend", "promised": "400", "received": "390", "currency": "AZN", "days": "2"}


def form(language="en", sent=None, **address):
    return light.read(address, sent or {}, data(), words(language), DAY)


def page(language="en", sent=None, fault=None, **address):
    found = form(language, sent, **address)
    return light.page(address, found, data(), words(language), was_sent=sent is not None, fault=fault)


def texts(markup):
    body = re.sub(r"<style>.*?</style>", "", markup, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


@EACH
def test_the_form_is_small_for_every_corridor(language):
    for corridor in data().tables.corridors:
        markup = page(language, sending=corridor.sending, receiving=corridor.receiving)
        assert len(markup.encode()) < MOST_BYTES, corridor.key
        assert "<script" not in markup
        for name in arrival_words.providers(data(), corridor, words(language)).values():
            assert name in html.unescape(markup)


@EACH
def test_the_answer_page_leads_to_the_form_and_the_form_back_to_the_same_question(language):
    say = words(language)
    markup = main_page.page(
        {"sending": "TR", "send": "7500"}, data(), say, DAY, facts=data()
    )  # fmt: skip
    (there,) = re.findall(rf'href="({ARRIVALS_PATH}[^"]*)">{re.escape(say("answer.arrived"))}<', markup)
    assert "sending=TR" in there and "send=7500" in there
    back = page(language, sending="TR", send="7500")
    assert re.search(rf'href="/l\?[^"]*send=7500[^"]*">{re.escape(say("arrival.back"))}<', back)
    assert say.country("TR") in texts(back)


def test_a_filled_form_is_a_report():
    assert form(sent=FILLED).arrival == an_arrival(received=dec(390), day=DAY)
    assert form(sent={**FILLED, "days": "0", "currency": "USD"}).arrival.currency == "USD"


@EACH
def test_what_is_wrong_stands_at_its_field_and_all_that_was_typed_is_there_still(language):
    say = words(language)
    sent = {**FILLED, "promised": "20000 rubl", "received": "", "days": "61"}
    assert form(language, sent).arrival is None
    markup = page(language, sent)
    shown = texts(markup)
    assert say("arrival.check") in shown
    assert say("amount.other_currency") in shown
    assert say("amount.empty") in shown
    assert say("arrival.need_days", most=60) in shown
    assert 'value="20000 rubl"' in markup and 'value="61"' in markup
    assert '<option value="paysend" selected>' in markup
    assert markup.count("aria-invalid") == 3
    assert markup.count("autofocus") == 1


@pytest.mark.parametrize("fault", list(ArrivalFault))
def test_a_report_that_was_not_kept_says_why_and_keeps_what_was_typed(fault):
    say = words("az")
    markup = page("az", FILLED, fault)
    assert arrival_words.not_kept(fault, say) in texts(markup)
    assert 'value="390"' in markup
    assert "aria-invalid" not in markup


@pytest.mark.parametrize(
    "hostile",
    ['"><script>alert(1)</script>', "'; DROP TABLE arrivals", "\x00\u202e", "🙂" * 99],
    ids=["tag", "quote", "unseen", "long"],
)
@pytest.mark.parametrize("name", light.FIELDS)
def test_a_hostile_text_is_a_text(name, hostile):
    markup = page("ru", {**FILLED, name: hostile})
    assert "<script" not in markup
    assert len(markup.encode()) < MOST_BYTES


def test_an_unknown_provider_and_currency_are_not_taken():
    assert form(sent={**FILLED, "provider": "western_onion"}).arrival is None
    assert form(sent={**FILLED, "currency": "XXX"}).arrival.currency == "AZN"


def test_an_amount_with_two_readings_is_settled_by_a_button():
    sent = {**FILLED, "promised": "1,230", "received": "1200"}
    markup = page("az", sent)
    assert re.findall(r'name="meant" value="([^"]*)"', markup) == ["promised 1,23", "promised 1.230"]
    # The first button is what the Enter key presses: it names no reading.
    assert re.search(r"<button[^>]*>", markup).group() == "<button hidden>"
    assert form("az", {**sent, "meant": "promised 1.230"}).arrival.promised == 1230
    assert form("az", {**sent, "meant": "days 1.230"}).arrival is None


@EACH
def test_the_thanks_say_what_to_do_next_and_where_to_complain_only_after_a_shortfall(language):
    say = words(language)
    less, full = (texts(light.page({"sent": kind}, form(language), data(), say)) for kind in ("less", "full"))
    for shown in (less, full):
        assert say("arrival.thanks") in shown
        assert say("arrival.send") not in shown
    assert say("arrival.less") in less and say("late.step_3") in less
    assert say("arrival.full") in full and say("late.step_3") not in full
    for rule in arrival_words.complaint_rules(data()):
        assert rule.text.text_in(language) in less
        assert rule.text.text_in(language) not in full


def test_no_address_holds_a_figure_of_the_report():
    found = form(sent=FILLED)
    assert light.answered(found, data(), words("en"), in_full=False).endswith("&sent=less")
    assert "390" not in light.answered(found, data(), words("en"), in_full=False)


def test_each_language_is_a_link_to_the_same_page():
    markup = light.page({"sent": "less"}, form("az", sending="TR"), data(), words("az"))
    for language in ("ru", "en"):
        (there,) = re.findall(rf'href="([^"]*)" lang="{language}"', markup)
        assert there.startswith(ARRIVALS_PATH)
        assert f"lang={language}" in there and "sent=less" in there and "sending=TR" in there
