"""A meeting in a real Chromium: led by keys at a projector's size, with phones that vote."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page, expect

from channels import clock
from channels.records.stories import PriceSet, StepKind
from channels.store import rooms
from channels.workshop import session as workshop_session
from channels.workshop.session import Session
from components.i18n import LANGUAGES, words
from components.workshop.presenter_key import COOKIE
from components.workshop.scene import Scene, scene, under_shapes
from tests.support.asgi_server import serving
from tests.support.chromium import Chromium
from tests.support.dashboard import AT_REST, settled, stays_here
from tests.support.datasets import real, teaching
from tests.support.lanes import sampled

pytestmark = pytest.mark.browser

PROJECTOR, PHONE = (1280, 720), (390, 844)
TEXT, TITLE, AMOUNT = 0.04, 0.06, 0.08
"""Parts of the screen's height: what is read from the last row."""
LOOKED_AT = "mother_lankaran"
"""The story with each kind of screen where money is sent: axe looks at all of them."""
SETS = {PriceSet.EVIDENCE: real(), PriceSet.TEACHING: teaching()}
STORIES = SETS[PriceSet.EVIDENCE].tables.stories
FORWARD = ("ArrowRight", "PageDown", "Space")
IN_BOTH = {StepKind.GUESS, StepKind.RATE, StepKind.END}
"""Screens that are looked at in both themes: fields, colours, buttons."""
SETTINGS = {"PULYOLU_WORKSHOP": "1", "PULYOLU_BIND": "127.0.0.1"}


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    with serving(var=tmp_path_factory.mktemp("var"), settings=SETTINGS) as (found, _):
        yield found


def surroundings(chrome: Chromium, size: tuple[int, int], *, script: bool = True) -> BrowserContext:
    """A browser of its own: its cookies, its size, its store of files."""
    return chrome.new_context(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", java_script_enabled=script
    )


@pytest.fixture(scope="module")
def projector(chrome) -> Iterator[BrowserContext]:
    """The presenter's browser, the same for all stories: it loads the dashboard's files but once."""
    found = surroundings(chrome, PROJECTOR)
    yield found
    found.close()


@pytest.fixture
def opened(chrome, projector) -> Iterator[Callable[..., Page]]:
    """Opens a page; nothing may be asked for outside this machine, and no page may break.

    `phone` opens it on a phone of its own, with or without script.
    """
    pages: list[Page] = []
    asked: list[str] = []
    broken: list[str] = []

    def open_page(link: str, *, phone: bool = False, script: bool = True) -> Page:
        page = (surroundings(chrome, PHONE, script=script) if phone else projector).new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: broken.append(str(error)))
        pages.append(page)
        page.goto(link)
        return page

    yield open_page
    for page in pages:
        if page.get_by_test_id("stException").count():
            broken.append(page.get_by_test_id("stException").first.inner_text())
        page.close()
    for context in {page.context for page in pages} - {projector}:
        context.close()
    assert asked
    assert [url for url in asked if not stays_here(url)] == []
    assert broken == []


STANDS = """
([link, place]) => new URLSearchParams(location.search).get('s') === link
  && document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
  && !document.querySelector('[data-stale=true]')
  && [...document.querySelectorAll('[data-testid=stCaptionContainer] p')].some(p => p.innerText === place)
"""
"""Whether the screen of a link stands, with its place in the plan."""
AT_EASE = "() => new Promise(done => requestIdleCallback(() => requestIdleCallback(done)))"
"""A drawn page listens to keys a moment later, when the browser has nothing else to do."""
MEASURED = """
() => {
  const main = document.querySelector('[data-testid=stMain]')
  const said = [...main.querySelectorAll('h1, [data-testid=stMarkdownContainer] :is(p, li)')]
    .filter(e => !e.closest('button, label, details, [data-testid=stCaptionContainer]'))
  const amount = main.querySelector('[class*=st-key-way_] > :nth-child(3) strong')
  return [main.querySelectorAll('h1').length,
    Math.min(...said.map(e => parseFloat(getComputedStyle(e).fontSize))),
    parseFloat(getComputedStyle(main.querySelector('h1')).fontSize),
    amount && parseFloat(getComputedStyle(amount).fontSize),
    main.scrollHeight, main.scrollWidth]
}
"""
"""Headings, letters of what is said, of the title and of an amount, how tall and wide the screen is."""


def begun(session: Session) -> Scene:
    return scene(session, SETS, clock.today())


def at_screen(page: Page, session: Session) -> None:
    """The address names the screen, and the screen stands."""
    here = begun(session)
    page.wait_for_function(
        STANDS, arg=[workshop_session.written(session), f"{here.place} / {len(here.plan)}"]
    )
    page.evaluate(AT_EASE)


def led(page: Page, first: Session, each: Callable[[Page, Scene], None]) -> None:
    """Lead a story from its first screen to its last by keys alone; each can be read from the last row."""
    here = begun(first)
    for number in range(len(here.plan)):
        at_screen(page, here.session)
        headings, smallest, title, amount, tall, wide = page.evaluate(MEASURED)
        assert headings == 1, here.step.code
        assert smallest >= TEXT * PROJECTOR[1], here.step.code
        assert title >= TITLE * PROJECTOR[1], here.step.code
        assert amount is None or amount >= AMOUNT * PROJECTOR[1], here.step.code
        assert tall <= PROJECTOR[1], here.step.code
        assert wide <= PROJECTOR[0], here.step.code
        each(page, here)
        if here.following() is not None:
            page.keyboard.press(FORWARD[number % len(FORWARD)])
            here = begun(workshop_session.forward(here.session, here.plan))
    assert here.step.kind is StepKind.END


def blamed(page: Page, *, dark: bool = False) -> dict[str, list[str]]:
    """What axe finds that is serious, in light and where asked in dark too. A page learns axe but once."""
    found = {}
    for scheme in ("light", "dark") if dark else ("light",):
        if dark:
            page.emulate_media(color_scheme=scheme)
            expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
            page.wait_for_function(AT_REST)
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        for one in page.evaluate("() => axe.run()")["violations"]:
            if one["impact"] in ("serious", "critical"):
                found[f"{scheme}: {one['id']}"] = [node["html"] for node in one["nodes"]]
    if dark:
        page.emulate_media(color_scheme="light")
    return found


@pytest.mark.parametrize("number", sampled(range(len(STORIES))), ids=lambda number: STORIES[number].id)
def test_every_story_is_led_to_its_end_by_keys(opened, address, number):
    story = STORIES[number]
    prices = story.lineups[-1].set if story.lineups else PriceSet.EVIDENCE
    looked_at = story.id == LOOKED_AT
    first = Session(story.id, 90 if looked_at else 20, prices, "K7MT", LANGUAGES[number % len(LANGUAGES)])
    seen: set[StepKind] = set()

    def look(page: Page, here: Scene) -> None:
        if looked_at and here.step.kind not in seen:
            assert blamed(page, dark=here.step.kind in IN_BOTH) == {}, here.step.code
            assert page.get_by_test_id("stSidebar").count() == 0
        seen.add(here.step.kind)

    # With the room's guess beside it a screen is at its tallest.
    page = opened(
        f"{address}/workshop?lang={first.language}&n=guess-12-31-8-10&s={workshop_session.written(first)}"
    )
    led(page, first, look)
    if looked_at:
        assert seen == set(StepKind) - {StepKind.ANSWERS}
    page.keyboard.press("ArrowLeft")
    at_screen(page, workshop_session.back(replace(first, step=StepKind.END, heard=True), begun(first).plan))


@pytest.mark.whole
def test_the_keys_are_seen_while_the_mouse_moves(opened, address):
    first = Session(LOOKED_AT, 20, PriceSet.TEACHING, "K7MT", "az")
    page = opened(f"{address}/workshop?lang=az&s={workshop_session.written(first)}")
    at_screen(page, first)
    keys = page.locator(".st-key-controls")
    expect(keys).to_have_css("opacity", "0")
    page.mouse.move(600, 200)
    page.mouse.move(640, 220)
    expect(keys).to_have_css("opacity", "1")
    expect(keys).to_have_css("opacity", "0", timeout=30_000)


@pytest.mark.whole
def test_a_room_votes_by_phone_and_a_restart_loses_nothing(opened, tmp_path):
    language = "ru"
    say = words(language)
    first = Session("mother_lankaran", 20, PriceSet.TEACHING, "K7MT", language)
    plan = begun(first).plan
    with serving(var=tmp_path, settings=SETTINGS) as (address, _):
        page = opened(f"{address}/workshop?lang={language}&s={workshop_session.written(first)}")
        at_screen(page, first)
        page.get_by_role("button", name=say("room.open")).click()
        page.wait_for_function("() => new URLSearchParams(location.search).has('room')")
        (code,) = parse_qs(urlsplit(page.url).query)["room"]
        expect(page.get_by_text(code, exact=True)).to_be_visible()
        # What leads is a cookie that no script reads; neither the address nor the screen has it.
        (leads,) = [one for one in page.context.cookies() if one["name"] == COOKIE]
        assert leads["httpOnly"] and leads["sameSite"] == "Strict"
        for shown in (page.url, page.locator("body").inner_text()):
            assert leads["value"] not in shown
            assert rooms.lead_of(leads["value"], code) not in shown
        notes = opened(f"{page.url}&notes=1")
        expect(notes.get_by_role("heading", level=1)).to_have_text(say("workshop.step_title"))
        way = f"{address}/v/{code}"
        expect(page.get_by_text(way.removeprefix("http://"), exact=True)).to_be_visible()
        phone = opened(way, phone=True, script=False)
        expect(phone.locator("main")).to_contain_text(say("vote.wait"))
        here = first
        while here.step != StepKind.GUESS:
            page.keyboard.press("ArrowRight")
            here = workshop_session.forward(here, plan)
            at_screen(page, here)
        expect(page.get_by_text("● 0 · ▲ 0 · ■ 0 · ★ 0")).to_be_visible()
        # The notes have followed, and the keys of that window turn both.
        at_screen(notes, here)
        for key, step in (("ArrowLeft", workshop_session.back), ("PageDown", workshop_session.forward)):
            here = step(here, plan)
            notes.keyboard.press(key)
            at_screen(page, here)
        phone.reload()
        second = list(under_shapes(begun(here)).values())[1]
        phone.get_by_role("button", name=second).click()
        expect(page.get_by_text("● 0 · ▲ 1 · ■ 0 · ★ 0")).to_be_visible()
        page.keyboard.press("ArrowRight")
        here = workshop_session.forward(here, plan)
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


@pytest.mark.whole
def test_a_small_screen_has_the_choice_the_notes_and_the_answers(opened, address):
    caller = Session("caller_code", 20, PriceSet.EVIDENCE, "K7MT", "ru", "answers")
    first = Session(LOOKED_AT, 90, PriceSet.TEACHING, "K7MT", "az")
    for link in (
        f"lang=ru&s={workshop_session.written(caller)}",
        "lang=en",
        f"lang=az&s={workshop_session.written(first)}&notes=1",
    ):
        page = opened(f"{address}/workshop?{link}", phone=True)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_attached()
        assert blamed(page) == {}, link
        wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert wide <= PHONE[0], link


@pytest.mark.whole
def test_the_way_to_the_comparison_and_back_keeps_the_meeting(opened, address):
    say = words("en")
    here = Session("mother_lankaran", 20, PriceSet.TEACHING, "K7MT", "en", "rate")
    page = opened(f"{address}/workshop?lang=en&n=guess-3-5-0-1&s={workshop_session.written(here)}")
    at_screen(page, here)
    page.get_by_text(say("room.menu"), exact=True).click()
    page.get_by_role("link", name=say("room.compare")).click()
    expect(page.get_by_role("heading", name=say("recipient.title"))).to_be_visible()
    settled(page)
    page.get_by_role("link", name=say("bar.workshop")).click()
    at_screen(page, here)
    expect(page.get_by_text("● 3 · ▲ 5 · ■ 0 · ★ 1")).to_be_visible()
