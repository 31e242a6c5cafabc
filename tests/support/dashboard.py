"""The dashboard as a reader uses it in a real Chromium: what is pressed, typed and waited for.

What must be read on the page is taken from `channels.compare` and the catalogues, never typed here.
"""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from channels.clock import today
from channels.compare.comparison import Comparison, compare
from channels.compare.headline import AnswerState, answer_state
from channels.dataset.dataset import Dataset
from channels.dataset.loading import load
from channels.pricing.reader_quote import ReaderQuote
from channels.pricing.routes import Transfer
from channels.readers.ecb_history import dollars
from components.i18n import Words, words
from components.words import offers as offer_words
from components.words.answer_headline import headline_view
from tests.support.server import LOOPBACK, ROOT

LOCALES = {"az": "az-AZ", "ru": "ru-RU", "en": "en-US"}
PHONE = (390, 844)
TABLET = (768, 1024)
LAPTOP = (1280, 800)
TEACHING = ROOT / "data" / "teaching"

AT_REST = """
() => document.getAnimations().every(
  a => a.playState !== 'running' || a.effect.getComputedTiming().endTime === Infinity)
"""


def stays_here(url: str) -> bool:
    """Whether an address is asked for on this machine."""
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob") or (parts.hostname or "").startswith(LOOPBACK)


def settled(page: Page) -> None:
    """Wait until the page stands: its script has run to the end, nothing is left of the run before."""
    app = page.locator("[data-testid=stApp][data-test-script-state=notRunning]")
    expect(app.and_(page.locator("[data-test-connection-state=CONNECTED]"))).to_be_attached()
    expect(page.get_by_test_id("stHeading").first).to_be_visible()
    expect(page.locator("[data-stale=true]")).to_have_count(0)


@cache
def dataset(folder: Path) -> Dataset:
    """A folder's data as the dashboard reads it."""
    return load(folder).with_ecb(dollars)


def answer(
    data: Dataset,
    sending: str = "RU",
    *,
    send: int | None = 20_000,
    receiving: str = "AZ",
    told: tuple[ReaderQuote, ...] = (),
    **wishes: Any,
) -> Comparison:
    """What the domain says to a question of the form."""
    corridor = data.corridor(sending, receiving)
    assert corridor is not None
    amount = None if send is None else Decimal(send)
    asked = Transfer(corridor=corridor, currency=corridor.sends, send=amount, **wishes)
    return compare(data, asked, today(), told=told)


def headline_text(found: Comparison, spoken: Words) -> str:
    """The large words of the answer."""
    state = answer_state(found)
    if found.headline is not None:
        return offer_words.answer_number(found, found.headline, spoken)
    if state.state is AnswerState.ELSEWHERE:
        return spoken(f"answer.elsewhere_{state.missing}")
    return spoken("answer.incomplete" if state.state is AnswerState.INCOMPLETE else "answer.none")


def expect_answer(page: Page, found: Comparison, data: Dataset, spoken: Words) -> None:
    """The page shows the headline of a comparison, and the sentence beside it."""
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name=headline_text(found, spoken), exact=True)).to_be_visible()
    view = headline_view(found, data, spoken)
    missing = () if view.missing is None else (view.missing,)
    parts = (*view.expect[view.expect_first :], *view.last) or (*view.can[:1], *missing) or view.expect[:1]
    sentence = view.label if view.number is not None else " ".join(parts)
    expect(main.get_by_text(sentence, exact=True)).to_be_visible()


def choose(page: Page, label: str, option: str) -> None:
    """Take an option of a list."""
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()
    expect(page.get_by_role("combobox", name=label, exact=True)).to_have_value(option)


def pick(page: Page, label: str) -> None:
    """Take one of the choices that stand side by side."""
    page.get_by_role("radio", name=label, exact=True).click()
    expect(page.get_by_role("radio", name=label, exact=True)).to_be_checked()


def switch(page: Page, label: str, *, on: bool) -> None:
    """Turn a switch."""
    page.get_by_test_id("stMain").locator("label").filter(has_text=label).click()
    expect(page.get_by_role("switch", name=label)).to_be_checked(checked=on)


def amount_field(page: Page, label: str) -> Locator:
    """The text field of an amount."""
    return page.get_by_role("textbox", name=label, exact=True)


def press(page: Page, label: str) -> None:
    """Press a button by its words."""
    page.get_by_role("button", name=label, exact=True).click()


def choices(page: Page) -> dict[str, str]:
    """The codes that the address holds."""
    return {name: codes[-1] for name, codes in parse_qs(urlsplit(page.url).query).items()}


def expect_address(page: Page, **codes: str) -> None:
    """The address comes to hold exactly these choices, the language aside."""

    def holds(url: str) -> bool:
        found = {name: found[-1] for name, found in parse_qs(urlsplit(url).query).items()}
        found.pop("lang", None)
        return found == codes

    page.wait_for_url(holds)


def expect_choice(page: Page, **codes: str) -> None:
    """The address comes to hold these choices beside others, and the page stands."""

    def holds(url: str) -> bool:
        found = parse_qs(urlsplit(url).query)
        return all(found.get(name) == [code] for name, code in codes.items())

    page.wait_for_url(holds)
    settled(page)


def open_fold(page: Page, label: str) -> None:
    """Open what is folded under a label."""
    page.locator("summary").filter(has_text=label).click()
    page.wait_for_function(AT_REST)


def unfold(page: Page) -> None:
    """Open everything that is folded."""
    page.evaluate("document.querySelectorAll('details:not([open]) > summary').forEach(s => s.click())")
    expect(page.locator("details:not([open])")).to_have_count(0)
    page.wait_for_function(AT_REST)
    settled(page)


def speak(page: Page, language: str) -> Words:
    """Turn the page to a language, and give its words."""
    spoken = words(language)
    pick(page, language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    settled(page)
    return spoken


def serious(page: Page) -> dict[str, list[str]]:
    """What axe finds that is serious or critical, in light and in dark: where it is, by scheme and rule."""
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        # What lies under the pointer fades from one scheme to the other: half way it can be read by nobody.
        expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
        page.wait_for_function(AT_REST)
        for finding in Axe().run(page).response["violations"]:
            if finding["impact"] in ("serious", "critical"):
                found[f"{scheme}: {finding['id']}"] = [node["html"][:150] for node in finding["nodes"]]
    page.emulate_media(color_scheme="light")
    return found


def official_field(spoken: Words) -> str:
    """The label of the field for today's official rate of the rouble."""
    return spoken("rate.ask", units=spoken.money(Decimal(100), "RUB", whole=True))


def type_a_told_price(page: Page, spoken: Words) -> None:
    """Say that 100 roubles are 1.96 manat today, and that somebody asks 200 roubles and pays 1.92."""
    mark = "." if spoken.language == "en" else ","
    page.get_by_label(official_field(spoken), exact=True).fill(f"1{mark}96")
    roubles = spoken.money(Decimal(100), "RUB", whole=True)
    page.get_by_label(spoken("told.fee", currency=spoken.currency("RUB")), exact=True).fill("200")
    page.get_by_label(spoken("told.rate", units=roubles), exact=True).fill(f"1{mark}92")


def top(element: Locator) -> float:
    """Where an element begins, in pixels from the top of the screen."""
    box = element.bounding_box()
    assert box is not None
    return box["y"]
