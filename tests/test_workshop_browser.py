"""A meeting in a real Chromium: led by keys at a projector's size, with phones that vote."""

from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from channels import workshop
from channels.dataset import load
from channels.stories import PriceSet, StepKind
from channels.workshop import Session
from components.i18n import LANGUAGES, words
from components.scene import Scene, scene
from tests.around import serving
from tests.browser import chromium
from tests.server import ROOT
from tests.test_browser import FLAGS, PATIENCE, _stays_here, serious

pytestmark = pytest.mark.browser

PROJECTOR, PHONE = (1280, 720), (390, 844)
LEAST = 28
"""Pixels: what is read from the last row."""
SETS = {PriceSet.EVIDENCE: load(ROOT / "data"), PriceSet.TEACHING: load(ROOT / "data" / "teaching")}
STORIES = SETS[PriceSet.EVIDENCE].tables.stories
FORWARD = ("ArrowRight", "PageDown", "Space")
IN_BOTH = {StepKind.GUESS, StepKind.RATE, StepKind.END}
"""Screens that are looked at in both themes: fields, colours, buttons."""
SETTINGS = {"PULYOLU_WORKSHOP": "1", "PULYOLU_BIND": "127.0.0.1"}


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    with serving(var=tmp_path_factory.mktemp("var"), settings=SETTINGS) as (found, _):
        yield found


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(chrome) -> Iterator[Callable[..., Page]]:
    """Opens a page; nothing may be asked for outside this machine, and no page may break."""
    pages: list[Page] = []
    asked: list[str] = []
    broken: list[str] = []

    def open_page(link: str, size: tuple[int, int] = PROJECTOR, *, script: bool = True) -> Page:
        context = chrome.new_context(
            viewport={"width": size[0], "height": size[1]},
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: broken.append(str(error)))
        pages.append(page)
        page.goto(link)
        return page

    yield open_page
    for page in pages:
        if page.get_by_test_id("stException").count():
            broken.append(page.get_by_test_id("stException").first.inner_text())
        page.context.close()
    assert asked
    assert [url for url in asked if not _stays_here(url)] == []
    assert broken == []


def begun(session: Session) -> Scene:
    return scene(session, SETS, datetime.now(ZoneInfo("Asia/Baku")).date())


def at_screen(page: Page, session: Session) -> None:
    """The address names the screen, and the screen stands."""
    wanted = workshop.written(session)
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("s") == [wanted], timeout=PATIENCE)
    place = f"{begun(session).place} / {len(begun(session).plan)}"
    expect(page.get_by_text(place, exact=True)).to_be_visible()
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_attached()
    expect(page.locator("[data-stale=true]")).to_have_count(0)


def led(page: Page, first: Session, each: Callable[[Page, Scene], None]) -> None:
    """Lead a story from its first screen to its last by keys alone."""
    here = begun(first)
    for number in range(len(here.plan)):
        at_screen(page, here.session)
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_count(1)
        size = heading.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert size >= LEAST
        each(page, here)
        if here.following() is not None:
            page.keyboard.press(FORWARD[number % len(FORWARD)])
            here = begun(workshop.forward(here.session, here.plan))
    assert here.step.kind is StepKind.END


def blamed(page: Page, *, dark: bool) -> dict[str, list[str]]:
    """What axe finds that is serious, in light and where asked in dark too."""
    if dark:
        return serious(page)
    found = Axe().run(page).response["violations"]
    return {
        one["id"]: [node["html"] for node in one["nodes"]]
        for one in found
        if one["impact"] in ("serious", "critical")
    }


def nothing(_page: Page, _scene: Scene) -> None:
    """Only the keys and the heading are looked at."""


def session_of(number: int, length: int) -> Session:
    story = STORIES[number]
    prices = story.lineups[-1].set if story.lineups else PriceSet.EVIDENCE
    return Session(story.id, length, prices, "K7MT", LANGUAGES[number % len(LANGUAGES)])


@pytest.mark.parametrize("number", range(len(STORIES)), ids=lambda number: STORIES[number].id)
def test_every_story_is_led_to_its_end_by_keys(opened, address, number):
    first = session_of(number, 20)
    page = opened(f"{address}/workshop?lang={first.language}&s={workshop.written(first)}")
    led(page, first, nothing)
    page.keyboard.press("ArrowLeft")
    before_last = begun(first).plan[-2].code
    page.wait_for_url(lambda url: f"-{before_last}-1" in url, timeout=PATIENCE)


def test_a_room_votes_by_phone_and_a_restart_loses_nothing(opened, tmp_path):
    language = "ru"
    say = words(language)
    first = Session("mother_lankaran", 20, PriceSet.TEACHING, "K7MT", language)
    plan = begun(first).plan
    with serving(var=tmp_path, settings=SETTINGS) as (address, _):
        page = opened(f"{address}/workshop?lang={language}&s={workshop.written(first)}")
        at_screen(page, first)
        page.get_by_role("button", name=say("room.open")).click()
        page.wait_for_url(lambda url: "lead=" in url)
        codes = {name: found[0] for name, found in parse_qs(urlsplit(page.url).query).items()}
        expect(page.get_by_text(codes["room"], exact=True)).to_be_visible()
        assert codes["lead"] not in page.locator("body").inner_text()
        way = f"{address}/v/{codes['room']}"
        expect(page.get_by_text(way.removeprefix("http://"), exact=True)).to_be_visible()
        phone = opened(way, PHONE, script=False)
        expect(phone.locator("main")).to_contain_text(say("vote.wait"))
        here = first
        while here.step != StepKind.GUESS:
            page.keyboard.press("ArrowRight")
            here = workshop.forward(here, plan)
            at_screen(page, here)
        expect(page.get_by_text("● 0 · ▲ 0 · ■ 0 · ★ 0")).to_be_visible()
        phone.reload()
        phone.get_by_role("button", name=say("vote.shape_1")).click()
        expect(page.get_by_text("● 0 · ▲ 1 · ■ 0 · ★ 0")).to_be_visible()
        page.keyboard.press("ArrowRight")
        here = workshop.forward(here, plan)
        at_screen(page, here)
        field = page.get_by_role("textbox").first
        field.fill("12")
        field.press("ArrowRight")
        page.wait_for_url(lambda url: "n=guess-12-0-0-0" in url)
        at_screen(page, here)
        query = urlsplit(page.url).query
    with serving(var=tmp_path, settings=SETTINGS) as (address, _):
        again = opened(f"{address}/workshop?{query}")
        at_screen(again, here)
        expect(again.get_by_text("● 12 · ▲ 1 · ■ 0 · ★ 0")).to_be_visible()
        expect(again.get_by_role("textbox").first).to_have_value("12")


def test_every_kind_of_screen_is_for_everyone(opened, address):
    first = Session("courier_no_fee", 90, PriceSet.TEACHING, "K7MT", "az")
    seen: set[StepKind] = set()

    def look(page: Page, here: Scene) -> None:
        if here.step.kind in seen:
            return
        seen.add(here.step.kind)
        assert blamed(page, dark=here.step.kind in IN_BOTH) == {}, here.step.code
        wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert wide <= PROJECTOR[0], here.step.code
        assert page.get_by_test_id("stSidebar").count() == 0

    page = opened(f"{address}/workshop?lang=az&s={workshop.written(first)}")
    led(page, first, look)
    assert seen == {step.kind for step in begun(first).plan}
    # What somebody should do, the choice of a story, and the notes.
    caller = Session("caller_code", 20, PriceSet.EVIDENCE, "K7MT", "ru", "answers")
    for link in (
        f"lang=ru&s={workshop.written(caller)}",
        "lang=en",
        f"lang=az&s={workshop.written(first)}&notes=1",
    ):
        other = opened(f"{address}/workshop?{link}", PHONE)
        expect(other.get_by_role("heading", level=1)).to_be_visible()
        expect(other.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_attached()
        assert blamed(other, dark=False) == {}, link
        wide = other.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert wide <= PHONE[0], link


def test_the_way_to_the_comparison_and_back_keeps_the_meeting(opened, address):
    say = words("en")
    here = Session("mother_lankaran", 20, PriceSet.TEACHING, "K7MT", "en", "rate")
    page = opened(f"{address}/workshop?lang=en&n=guess-3-5-0-1&s={workshop.written(here)}")
    at_screen(page, here)
    page.get_by_text(say("room.menu"), exact=True).click()
    page.get_by_role("link", name=say("room.compare")).click()
    expect(page.get_by_role("heading", name=say("recipient.title"))).to_be_visible()
    page.get_by_role("link", name=say("room.link")).click()
    at_screen(page, here)
    expect(page.get_by_text("● 3 · ▲ 5 · ■ 0 · ★ 1")).to_be_visible()
