"""The dashboard in a real Chromium, as a reader uses it: on a phone, in three languages, light and dark.

What must be read on the page comes from `channels.compare.comparison` and the catalogues, never typed here.
The server shows the shipped evidence with the official rates of 4 September 2026 and earlier, so that
no price for money from abroad is current, whenever these tests run.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from channels.clock import today
from channels.compare.comparison import compare
from channels.compare.door_to_door import Visit
from channels.compare.follow_ups import Wanted, more
from channels.compare.split_transfers import USUAL_PARTS
from channels.compare.yearly_cost import RHYTHMS
from channels.dataset.dataset import Dataset
from channels.pricing.fx import TOLD_SOURCE
from channels.pricing.reader_quote import ReaderQuote
from channels.pricing.routes import Transfer
from channels.records.observations import Rate
from channels.terms import Benchmark, DisbursementMethod
from components.i18n import LANGUAGES, Words, words
from components.words import offer_layout
from components.words import offers as offer_words
from components.words import reader_quote as quote_words
from components.words.follow_ups import findings
from tests.support.dashboard import (
    LAPTOP,
    PHONE,
    TABLET,
    TEACHING,
    amount_field,
    answer,
    choices,
    choose,
    dataset,
    expect_address,
    expect_answer,
    expect_choice,
    headline_text,
    open_fold,
    pick,
    press,
    serious,
    settled,
    speak,
    stays_here,
    switch,
    top,
    type_a_told_price,
    unfold,
)
from tests.support.lanes import sampled
from tests.support.server import ROOT, serving

pytestmark = pytest.mark.browser

# The form and the answer


@pytest.mark.parametrize("language", sampled(["az", "ru"]))
def test_the_form_is_filled_on_a_phone_and_the_answer_read_back(opened, language):
    spoken, data = words(language), dataset(TEACHING)
    page = opened("set=teaching", language)
    choose(page, spoken("form.from"), spoken.country("TR"))
    expect_choice(page, sending="TR")
    amount_field(page, spoken("form.send")).fill("20 000")
    pick(page, spoken("form.pay_out_cash"))
    found = answer(data, "TR", pay_out=DisbursementMethod.CASH)
    assert found.headline is not None
    expect_answer(page, found, data, spoken)
    expect_address(page, set="teaching", sending="TR", send="20000", pay_out="cash")


def test_without_a_current_price_the_form_is_answered_by_what_is_known(opened, evidence):
    spoken, data = words("az"), dataset(evidence)
    page = opened()
    expect(page.get_by_role("heading", name=spoken("answer.none"), exact=True)).to_be_visible()
    amount_field(page, spoken("form.send")).fill("35 000")
    expect_address(page, send="35000")
    found = answer(data, send=35_000)
    assert found.headline is None and found.last_checked is not None
    expect_answer(page, found, data, spoken)
    questions = page.get_by_text(" ".join(offer_words.questions(found, spoken)))
    expect(questions).to_be_visible()


@pytest.mark.whole
@pytest.mark.parametrize("link", sampled(["", "set=teaching"]), ids=["no-checked-price", "checked-price"])
def test_the_headline_and_its_two_buttons_are_on_the_first_screen(opened, evidence, link):
    found = answer(dataset(TEACHING if link else evidence))
    assert (found.headline is not None) == bool(link)
    page = opened(link)
    below = {}
    for language in LANGUAGES:
        spoken = speak(page, language)
        shown = {
            "headline": page.get_by_role("heading", name=headline_text(found, spoken), exact=True),
            "write": page.get_by_role("button", name=spoken("answer.write"), exact=True),
            "told": page.get_by_role("button", name=spoken("answer.told"), exact=True),
        }
        for name, element in shown.items():
            expect(element).to_be_visible()
            box = element.bounding_box()
            assert box is not None and box["y"] >= 0
            if box["y"] + box["height"] > PHONE[1]:
                below[language, name] = box["y"] + box["height"]
    assert below == {}


# The told price


@pytest.mark.parametrize("language", sampled(["az", "en"]))
def test_a_told_price_is_checked_by_the_official_rate_that_the_reader_types(opened, evidence, language):
    spoken = words(language)
    page = opened("", language)
    press(page, spoken("answer.told"))
    # The field of the official rate moves into the panel.
    expect(page.get_by_role("heading", name=spoken("told.title"), exact=True)).to_be_visible()
    settled(page)
    type_a_told_price(page, spoken)
    # 20,000 roubles at 1.96 are 392 manat; 19,800 at 1.92 are 380.16: 12 manat less.
    worth, less = (spoken.money(Decimal(n), "AZN", whole=True) for n in (392, 12))
    verdict = page.get_by_text(spoken("told.official", worth=worth, less=less))
    expect(verdict).to_be_visible()
    official = Rate(day=today(), currency="RUB", nominal=100, value=Decimal("1.96"), source=TOLD_SOURCE)
    told = ReaderQuote(name=spoken("told.nameless", number=1), fee=Decimal(200), rate=Decimal("0.0192"))
    found = answer(dataset(evidence).with_rate(official), told=(told,))
    expect(verdict).to_have_text(" ".join(quote_words.verdict(found.told[0], found, spoken)))
    expect_address(page, open="told", send="20000")


@pytest.mark.whole
def test_told_prices_are_ranked_against_each_other(opened):
    spoken = words("az")
    page = opened("open=told")
    type_a_told_price(page, spoken)
    page.get_by_label(spoken("told.name"), exact=True).fill("Birinci")
    press(page, spoken("told.another"))
    second = {
        spoken("told.name"): "İkinci",
        spoken("told.fee", currency=spoken.currency("RUB")): "0",
        spoken("told.received", currency=spoken.currency("AZN")): "390",
    }
    for label, text in second.items():
        page.get_by_label(label, exact=True).nth(1).fill(text)
    better = page.locator("strong").filter(has_text="İkinci")
    worse = page.locator("strong").filter(has_text="Birinci")
    expect(better).to_be_visible()
    assert top(better) < top(worse)


# Languages and links


@pytest.mark.whole
def test_a_change_of_language_keeps_every_choice(opened):
    page = opened("set=teaching")
    before = words("az")
    choose(page, before("form.from"), before.country("DE"))
    expect_choice(page, sending="DE")
    amount_field(page, before("form.send")).fill("350")
    pick(page, before("form.pay_out_card"))
    press(page, before("form.more"))
    choose(page, before("form.within"), before("form.within_1d"))
    page.keyboard.press("Escape")
    codes = {"set": "teaching", "sending": "DE", "send": "350", "pay_out": "card", "within": "1d"}
    expect_address(page, **codes)
    found = answer(dataset(TEACHING), "DE", send=350, pay_out=DisbursementMethod.CARD, within=1_440)
    for language in ("ru", "en", "az"):
        spoken = speak(page, language)
        expect(page).to_have_title(spoken("app.title"))
        assert not re.search(r"\d", page.title())
        expect(page.get_by_role("heading", name=spoken("recipient.title"), exact=True)).to_be_visible()
        sending = page.get_by_role("combobox", name=spoken("form.from"), exact=True)
        expect(sending).to_have_value(spoken.country("DE"))
        expect(amount_field(page, spoken("form.send"))).to_have_value("350")
        expect(page.get_by_role("radio", name=spoken("form.pay_out_card"), exact=True)).to_be_checked()
        expect_answer(page, found, dataset(TEACHING), spoken)
        expect_address(page, **codes)


@pytest.mark.whole
def test_a_link_opens_the_same_comparison_in_another_language(opened):
    first = opened("set=teaching", "ru")
    spoken = words("ru")
    choose(first, spoken("form.from"), spoken.country("TR"))
    expect_choice(first, sending="TR")
    amount_field(first, spoken("form.send")).fill("7500")
    pick(first, spoken("form.pay_out_card"))
    expect_address(first, set="teaching", sending="TR", send="7500", pay_out="card")
    found = answer(dataset(TEACHING), "TR", send=7_500, pay_out=DisbursementMethod.CARD)
    expect_answer(first, found, dataset(TEACHING), spoken)
    link = re.sub(r"lang=\w+", "lang=az", first.url)
    assert "lang=az" in link
    second = opened(language="ru", link=link)
    expect_answer(second, found, dataset(TEACHING), words("az"))
    shown = words("az").number(Decimal(7_500))
    expect(amount_field(second, words("az")("form.send"))).to_have_value(shown)


TAMPERED = (
    "sending=XX&receiving=QQ&send=1e30&pay_out=%3Cscript%3Ealert(1)%3C/script%3E&lang=zz&currency=QQQ"
    "&region=atlantis&within=9h&pay_in=gold&ask=nothing&open=everything&promotions=yes&set=mixed"
)


@pytest.mark.whole
def test_a_tampered_link_falls_back_to_the_defaults(opened, evidence):
    page = opened(TAMPERED)
    spoken = words("az")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    expect_answer(page, answer(dataset(evidence)), dataset(evidence), spoken)
    expect(page.get_by_role("combobox", name=spoken("form.from"), exact=True)).to_have_value(
        spoken.country("RU")
    )
    expect(amount_field(page, spoken("form.send"))).to_have_value(spoken.number(Decimal(20_000)))
    expect(page.get_by_test_id("stAlertContentWarning")).to_have_text(
        re.compile(re.escape(spoken("link.unknown_country", code="XX")))
    )
    kept = choices(page)
    assert kept["lang"] == "az"
    assert kept["send"] == "20000"
    wishes = ("sending", "currency", "pay_out", "region", "within", "pay_in", "ask", "promotions", "set")
    assert [wish for wish in wishes if wish in kept] == []


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_the_first_language_is_the_browsers_and_the_page_says_which_it_is(opened, language):
    page = opened("send=34567&open=write", language)
    spoken = words(language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("heading", name=spoken("recipient.title"), exact=True)).to_be_visible()
    expect(page).to_have_title(spoken("app.title"))
    assert not re.search(r"\d", page.title())


# The teaching set


@pytest.mark.whole
def test_the_teaching_set_is_switched_on_and_off(opened, evidence):
    spoken = words("az")
    page = opened()
    banner = page.get_by_test_id("stAlertContentWarning").get_by_text(spoken("teaching.banner"), exact=True)
    expect(banner).to_have_count(0)
    switch(page, spoken("header.teaching"), on=True)
    expect(banner).to_be_in_viewport()
    expect_answer(page, answer(dataset(TEACHING)), dataset(TEACHING), spoken)
    expect_address(page, set="teaching", send="20000")
    switch(page, spoken("header.teaching"), on=False)
    expect(banner).to_have_count(0)
    expect_answer(page, answer(dataset(evidence)), dataset(evidence), spoken)
    expect_address(page, send="20000")
    open_fold(page, spoken("recipient.more"))
    press(page, spoken("teaching.try"))
    expect(banner).to_be_visible()
    expect_answer(page, answer(dataset(TEACHING)), dataset(TEACHING), spoken)
    expect_address(page, set="teaching", send="20000")


@pytest.mark.whole
def test_the_teaching_set_has_invented_prices_only_and_no_real_name(opened, evidence):
    spoken, data = words("az"), dataset(TEACHING)
    page = opened("set=teaching")
    expect(
        page.get_by_test_id("stAlertContentWarning").get_by_text(spoken("teaching.banner"), exact=True)
    ).to_be_in_viewport()
    unfold(page)
    invented = page.get_by_test_id("stCaptionContainer").filter(has_text=spoken("age.invented"))
    expect(invented).to_have_count(len(answer(data).offers))
    named = set(page.get_by_role("main").locator("strong").all_inner_texts())
    real = {provider.name.text_in("az") for provider in dataset(evidence).providers.values()}
    assert {provider.name.text_in("az") for provider in data.providers.values()} & named
    assert real & named == set()


# Outside the formal system


@pytest.mark.parametrize("link", sampled(["", "set=teaching"]), ids=["evidence", "teaching"])
@pytest.mark.whole
def test_no_informal_row_stands_before_a_formal_one(opened, evidence, link):
    spoken, data = words("az"), dataset(TEACHING if link else evidence)
    page = opened(link)
    found = answer(data)
    unfold(page)
    informal = {road.road.name.text_in("az") for road in found.informal}
    formal = {offer_words.provider(offer.provider, data, spoken) for offer in found.offers}
    assert informal and formal
    rows = page.get_by_role("main").locator("strong")
    shown = rows.evaluate_all("rows => rows.map(e => [e.getBoundingClientRect().top, e.innerText.trim()])")
    first_informal = min(y for y, text in shown if text in informal)
    refused = top(
        page.get_by_text(spoken.count("refused.title", len(offer_layout.refused(found))), exact=True)
    )
    placed = [y for y, text in shown if text in formal and y < refused]
    assert len(placed) >= len({offer.provider for offer in found.offers})
    title = page.locator("summary").filter(has_text=spoken("informal.title"))
    assert max(placed) < top(title) < first_informal < refused
    assert headline_text(found, spoken) not in informal


def test_the_text_for_the_sender_names_the_price_with_its_amounts_and_no_informal_road(opened):
    reader = "az"
    spoken, data = words(reader), dataset(TEACHING)
    page = opened("set=teaching", reader)
    found = answer(data)
    press(page, spoken("answer.write"))
    text = page.get_by_test_id("stCode").first
    expect(text).to_contain_text(spoken("sender.hello"))
    expect(text).to_contain_text(offer_words.provider(found.headline.provider, data, spoken))
    expect(text).to_contain_text(offer_words.received(found.headline, spoken))
    told = text.inner_text()
    assert spoken("sender.invented") in told
    assert spoken("question.fee") not in told
    for road in found.informal:
        name = road.road.name.text_in(reader)
        assert name not in told
    other = {"az": "ru", "ru": "az"}[reader]
    pick(page, spoken(f"language.{other}"))
    expect(text).to_contain_text(words(other)("sender.hello"))


# Reading with other means


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.whole
def test_axe_finds_nothing_serious_in_the_evidence(opened, language):
    spoken = words(language)
    page = opened("open=told", language)
    type_a_told_price(page, spoken)
    expect(page.get_by_text(spoken("told.nameless", number=1), exact=True)).to_be_visible()
    settled(page)
    found = {"told": serious(page)}
    press(page, spoken("form.more"))
    expect(page.get_by_role("combobox", name=spoken("form.within"), exact=True)).to_be_visible()
    found["more"] = serious(page)
    assert {state: findings for state, findings in found.items() if findings} == {}


@pytest.mark.whole
def test_axe_finds_nothing_serious_in_the_teaching_set(opened):
    page = opened("set=teaching&send=100000&more=1")
    found = {}
    for language in LANGUAGES:
        spoken = speak(page, language)
        if language == LANGUAGES[0]:
            press(page, spoken("answer.write"))
        expect(page.get_by_test_id("stCode").first).to_be_visible()
        unfold(page)
        found[language, "write, all unfolded"] = serious(page)
    assert {state: findings for state, findings in found.items() if findings} == {}


# What may not be read

BUILT_IN = ("Press Enter", "Choose", "No results", "required", "Select", "Options")
FORBIDDEN = ("marja", "tranzaksiya", "benefisiar", "konvertasiya", "kanal", "havala")
CODES = re.compile(r"\b(AZN|RUB|TRY|USD|EUR)\b|₼")


@pytest.mark.parametrize(
    "link", sampled(["open=told", "set=teaching&open=told"]), ids=["evidence", "teaching"]
)
@pytest.mark.whole
def test_no_english_no_code_and_no_word_of_the_trade_is_left(opened, link):
    page = opened(link)
    found = {}
    for language in ("az", "ru"):
        spoken = speak(page, language)
        read = _readable(page, spoken)
        found[language] = (
            [word for word in BUILT_IN if word in read],
            sorted(set(CODES.findall(read))),
            [word for word in FORBIDDEN if re.search(rf"\b{word}", read, re.IGNORECASE)],
        )
    assert found == {"az": ([], [], []), "ru": ([], [], [])}


def _readable(page: Page, spoken: Words) -> str:
    """All that can be read on a page with everything opened, the sources' own titles aside."""
    open_fold(page, spoken("informal.title"))
    asked = page.get_by_label(spoken("informal.asked", currency=spoken.currency("AZN")), exact=True)
    asked.fill("")
    asked.press_sequentially("12")  # while it is typed, a wide field shows Streamlit's own hint
    texts = [page.locator("body").inner_text()]
    unfold(page)
    press(page, spoken("form.more"))
    region = page.get_by_role("combobox", name=spoken("form.region"), exact=True)
    region.click()
    expect(page.get_by_role("option", name=spoken("form.region_all"), exact=True)).to_be_visible()
    texts.append(page.locator("body").inner_text())
    texts += page.locator("input:placeholder-shown").evaluate_all("all => all.map(e => e.placeholder)")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(region).to_be_hidden()
    read = " ".join("\n".join(texts).split())
    titles = {" ".join(source.title.split()) for source in dataset(ROOT / "data").sources.values()}
    for title in sorted(titles, key=len, reverse=True):
        read = read.replace(title, "")
    return read


# Layout

WIDER_THAN_SHOWN = """
() => [...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(e => e.clientWidth > 2 && e.scrollWidth > e.clientWidth + 1 && e.checkVisibility())
  .filter(e => e.tagName === 'INPUT' || getComputedStyle(e).overflowX !== 'visible')
  .map(e => `${e.tagName} ${e.value || e.innerText}: ${e.scrollWidth} > ${e.clientWidth}`)
"""
CUT = """
const cut = (input, text) => {
  const before = input.value;
  input.value = text;
  const wide = input.scrollWidth > input.clientWidth;
  input.value = before;
  return wide;
};
"""
HINTS_TOO_LONG = (
    "inputs => {" + CUT + "return inputs.filter(e => cut(e, e.placeholder)).map(e => e.placeholder)}"
)
TOO_LONG_FOR = "(input, texts) => {" + CUT + "return texts.filter(text => cut(input, text))}"


@pytest.mark.parametrize(
    "link", ["open=told", "set=teaching&open=told&more=1&about=door"], ids=["evidence", "teaching"]
)
@pytest.mark.whole
def test_nothing_is_cut_off_and_nothing_scrolls_sideways(opened, link):
    page = opened(link)
    faults = {}
    for language in LANGUAGES:
        speak(page, language)
        unfold(page)
        for width, height in (PHONE, TABLET, LAPTOP):
            page.set_viewport_size({"width": width, "height": height})
            settled(page)
            found = page.evaluate(WIDER_THAN_SHOWN)
            found += page.locator("input:placeholder-shown").evaluate_all(HINTS_TOO_LONG)
            if page.get_by_test_id("stMain").evaluate("e => e.scrollWidth > e.clientWidth"):
                found.append("the page scrolls sideways")
            if found:
                faults[language, width] = found
    assert faults == {}


@pytest.mark.whole
def test_every_option_fits_into_its_list(opened, evidence):
    """Each is put into the field for a moment: a text that is wider than its field is cut off."""
    page = opened("sending=AZ")
    cut = {}
    for language in LANGUAGES:
        spoken = speak(page, language)
        press(page, spoken("form.more"))
        expect(page.get_by_role("combobox", name=spoken("form.within"), exact=True)).to_be_visible()
        for label, texts in options(spoken, dataset(evidence)).items():
            field = page.get_by_role("combobox", name=label, exact=True)
            assert field.evaluate(TOO_LONG_FOR, ["x" * 200])
            if found := field.evaluate(TOO_LONG_FOR, texts):
                cut[language, label] = found
        page.keyboard.press("Escape")
    assert cut == {}


def options(spoken: Words, data: Dataset) -> dict[str, list[str]]:
    """What each list of the form can show, by its label."""
    corridors = data.tables.corridors
    abroad = [c.receiving for c in corridors if c.sending == "AZ" and c.receiving != "AZ"]
    currencies = {c.sends for c in corridors} | {c.receives for c in corridors if c.receives}
    return {
        spoken("form.from"): [spoken.country(c.sending) for c in corridors],
        spoken("form.to"): [spoken("form.inside"), *(spoken.country(code) for code in abroad)],
        spoken("form.currency"): sorted(spoken.currency(code) for code in currencies),
        spoken("form.within"): [spoken(f"form.within_{code}") for code in ("any", "1h", "1d", "3d")],
        spoken("form.region"): [
            spoken("form.region_all"),
            *(region.name.text_in(spoken.language) for region in data.tables.regions),
        ],
        spoken("form.pay_in"): [
            spoken(f"form.pay_in_{code}") for code in ("any", "cash", "account", "card", "wallet")
        ],
    }


# A shared phone


@pytest.mark.whole
def test_the_clear_button_forgets_every_choice_but_the_language(opened, evidence):
    spoken = words("ru")
    page = opened("lang=ru&sending=DE&send=350&pay_out=card&within=1d&open=told", "az")
    page.get_by_label(spoken("told.name"), exact=True).fill("Bank")
    euros = spoken("told.fee", currency=spoken.currency("EUR"))
    page.get_by_label(euros, exact=True).fill("5")
    expect(page.get_by_role("main").get_by_text("Bank", exact=False).first).to_be_visible()
    press(page, spoken("form.clear"))
    expect(page.get_by_label(spoken("told.name"), exact=True)).to_have_count(0)
    expect(page.get_by_role("combobox", name=spoken("form.from"), exact=True)).to_have_value(
        spoken.country("RU")
    )
    expect(amount_field(page, spoken("form.send"))).to_have_value(re.compile(r"^20\s000$"))
    expect(page.get_by_role("radio", name=spoken("form.pay_out_all"), exact=True)).to_be_checked()
    expect_answer(page, answer(dataset(evidence)), dataset(evidence), spoken)
    codes = choices(page)
    assert codes.pop("lang") == "ru"
    assert codes in ({}, {"send": "20000"})
    press(page, spoken("answer.told"))
    expect(page.get_by_label(spoken("told.name"), exact=True)).to_have_value("")


# Amounts that cannot be read


@pytest.mark.whole
def test_an_amount_that_cannot_be_read_is_answered_in_the_readers_language(opened):
    spoken, data = words("az"), dataset(TEACHING)
    page = opened("set=teaching")
    wrong = {
        "1e30": "too_large",
        "99999999999": "too_large",
        "-5": "negative",
        "abc": "not_a_number",
        "0": "zero",
        "1,2345": "too_fine",
        "": "empty",
    }
    for typed, fault in wrong.items():
        amount_field(page, spoken("form.send")).fill(typed)
        expect(page.get_by_text(spoken(f"amount.{fault}"), exact=True)).to_be_visible()
    for language, typed, fault in (("ru", "abc", "not_a_number"), ("en", "1e30", "too_large")):
        spoken = speak(page, language)
        expect_answer(page, answer(data), data, spoken)
        amount_field(page, spoken("form.send")).fill(typed)
        expect(page.get_by_text(spoken(f"amount.{fault}"), exact=True)).to_be_visible()
    amount_field(page, spoken("form.send")).fill("20 000")
    expect_answer(page, answer(data), data, spoken)


@pytest.mark.whole
def test_an_ambiguous_amount_is_asked_back_and_a_button_settles_it(opened):
    spoken, data = words("az"), dataset(TEACHING)
    page = opened("set=teaching")
    field = amount_field(page, spoken("form.send"))
    field.fill("500")
    expect_address(page, set="teaching", send="500")
    field.fill("20,000")
    question = page.get_by_text(spoken("amount.ambiguous"), exact=True)
    expect(question).to_be_visible()
    for choice in (Decimal(20), Decimal(20_000)):
        expect(page.get_by_role("button", name=spoken.number(choice), exact=True)).to_be_visible()
    assert serious(page) == {}
    press(page, spoken.number(Decimal(20_000)))
    expect(question).to_have_count(0)
    expect_answer(page, answer(data), data, spoken)
    expect_address(page, set="teaching", send="20000")


# Faults in the data


@pytest.fixture(scope="module")
def own_data(tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """A dashboard of its own, and the folder of its data, for tests that change them."""
    folder = tmp_path_factory.mktemp("own") / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("teaching"))
    with serving(var=tmp_path_factory.mktemp("own_var"), data=folder) as address:
        yield address, folder


@pytest.fixture
def changed(own_data) -> Iterator[Callable[[str, str, str], str]]:
    """Changes a text in a file of the dashboard's data and gives its address; afterwards all is as before."""
    address, folder = own_data
    before: dict[Path, str] = {}

    def change(name: str, old: str, new: str) -> str:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        before.setdefault(path, text)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return address

    yield change
    for path, text in before.items():
        path.write_text(text, encoding="utf-8")


@pytest.mark.whole
def test_broken_data_start_with_a_page_that_names_every_fault(opened, changed):
    changed("corridors.toml", 'sends = "RUB"', 'sends = "RUB')
    address = changed("providers/wise.toml", "channel = ", "chanel = ")
    page = opened(address=address)
    for language in LANGUAGES:
        spoken = speak(page, language)
        expect(page.get_by_role("heading", name=spoken("faults.title"), exact=True)).to_be_visible()
        text = page.get_by_role("main").inner_text()
        assert "corridors.toml" in text
        assert "providers/wise.toml: chanel" in text
        assert spoken.fault("unknown_field", "channel") in text
        assert spoken.fault("missing_field") in text
        assert "Traceback" not in text
    assert serious(page) == {}


def as_text(words: str) -> re.Pattern[str]:
    """A text as it is shown: an unseen sign keeps what looks like an address from becoming a link."""
    return re.compile(re.escape(words).replace("http:", "http:\u2060?"))


MARKUP = "<b>x</b> **y** [z](http://x) $w$ :red[v] ![u](http://x/u.png) `t`"


@pytest.mark.whole
def test_a_name_with_markup_is_shown_as_text(opened, changed, own_data):
    spoken, data = words("en"), dataset(ROOT / "data")
    found = answer(data)
    provider = found.offers[0].provider
    text = (own_data[1] / "providers" / f"{provider}.toml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith(("name", "name.en")))
    address = changed(f"providers/{provider}.toml", line, f"name = {{ en = '{MARKUP}' }}")
    page = opened("", "en", address=address)
    shown = as_text(MARKUP)
    name = page.locator("strong").filter(has_text=shown)
    expect(name.first).to_have_text(shown)
    for element in name.all():
        assert element.locator("b, a, em, strong, img, code, .katex, span").count() == 0
    # A reader's own words are text, too.
    press(page, spoken("answer.told"))
    type_a_told_price(page, spoken)
    typed = "**a** <i>b</i> [c](http://x)"
    page.get_by_label(spoken("told.name"), exact=True).fill(typed)
    expect(page.get_by_text(as_text(typed)).first).to_be_visible()


# Pictures


def chart_requests(asked: list[str]) -> list[str]:
    """The addresses from which the browser took what draws pictures."""
    return [url for url in asked if "plotly" in url.lower()]


@pytest.mark.parametrize("scheme", sampled(["light", "dark"]))
@pytest.mark.whole
def test_a_picture_fits_a_phone_and_is_loaded_only_when_asked_for(opened, scheme):
    spoken = words("az")
    page = opened("set=teaching&send=20000")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.emulate_media(color_scheme=scheme)
    page.reload()
    settled(page)
    assert asked and chart_requests(asked) == []
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(0)
    switch(page, spoken("picture.show"), on=True)
    settled(page)
    for chart in ("costs", "amounts", "times"):
        pick(page, spoken(f"picture.{chart}"))
        begins = spoken(f"alt.{chart}", title="\0", send="", rows="").partition("\0")[0].strip()
        expect(page.get_by_role("figure", name=begins)).to_be_visible()
        chart_box = page.get_by_test_id("stPlotlyChart")
        expect(chart_box).to_have_count(1)
        settled(page)
        expect(chart_box.locator(".main-svg").first).to_be_visible()
        expect(page.locator(".modebar-btn")).to_have_count(0)
        box = chart_box.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= PHONE[0]
        assert page.evaluate(OUTSIDE_PICTURE) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        paper = chart_box.locator(".main-svg").first.evaluate("e => getComputedStyle(e).backgroundColor")
        assert paper == {"light": "rgb(252, 251, 248)", "dark": "rgb(16, 26, 32)"}[scheme]
    unfold(page)
    assert serious(page) == {}
    assert chart_requests(asked)
    assert [url for url in asked if not stays_here(url)] == []


# Further questions


@pytest.mark.parametrize("language", sampled(LANGUAGES))
@pytest.mark.whole
def test_the_further_questions_are_answered_on_a_phone(opened, language):
    spoken, market = words(language), dataset(TEACHING)
    page = opened(f"set=teaching&send=100000&lang={language}")
    corridor = market.corridor("RU", "AZ")
    assert corridor is not None
    found = compare(market, Transfer(corridor=corridor, currency="RUB", send=Decimal(100_000)), today())

    def expect_finding(wanted: Wanted) -> None:
        (finding,) = findings(more(market, found, wanted), market, spoken)
        expect(page.get_by_text(finding.title, exact=True)).to_be_visible()
        expect(page.get_by_test_id("stTable")).to_have_count(int(bool(finding.rows)))
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        assert page.evaluate(WIDER_THAN_SHOWN) == []

    expect(page.get_by_test_id("stTable")).to_have_count(0)
    expect(amount_field(page, spoken("form.send"))).to_have_value(re.compile("100.000"))
    switch(page, spoken("more.show"), on=True)
    expect_finding(Wanted(parts=USUAL_PARTS))
    for about, wanted in (
        ("year", Wanted(times=RHYTHMS["month"])),
        ("second", Wanted(benchmark=Benchmark.ECB)),
        ("steady", Wanted(off=True)),
    ):
        pick(page, spoken(f"more.{about}"))
        expect_finding(wanted)
    pick(page, spoken("more.door"))
    expect(page.get_by_text(spoken("door.ask"), exact=True)).to_be_visible()
    fare = spoken("door.fare", currency=spoken.currency("AZN"))
    page.get_by_label(fare, exact=True).fill("4")
    page.get_by_label(spoken("door.waiting"), exact=True).fill("30")
    expect_finding(Wanted(visit=Visit(Decimal(4), 0, 30)))
    assert choices(page).items() >= {"more": "1", "about": "door"}.items()
    assert "4" not in choices(page).values() and "30" not in choices(page).values()


OUTSIDE_PICTURE = """
() => {
  const box = document.querySelector('[data-testid=stPlotlyChart]').getBoundingClientRect();
  return [...document.querySelectorAll('[data-testid=stPlotlyChart] text')]
    .map(e => [e.textContent, e.getBoundingClientRect()])
    .filter(([t, r]) => t && r.width && (r.left < box.left - 1 || r.right > box.right + 1))
    .map(([t, r]) => `${t}: ${r.left} to ${r.right}`)
}
"""
"""Words of a picture that its edge cuts off."""
