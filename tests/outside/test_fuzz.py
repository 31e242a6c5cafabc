"""Ten thousand drawn questions to every reader of them: no breakdown, and one reading or a question back.

`make test` draws a few hundred. A failure names its seed.
"""

import asyncio
import random
from decimal import Decimal
from urllib.parse import quote, urlencode

import httpx
import pytest
from markupsafe import escape
from streamlit.testing.v1 import AppTest

import asgi
from channels import clock
from channels.amounts import Misread, read_amount
from channels.compare.query import InvalidQuery, Options, Query, question
from channels.dataset.locations import ROOT
from channels.store.engine import open_store
from channels.terms import Benchmark
from components.i18n import LANGUAGES, words
from components.light import first_answer
from components.light import form as light_form
from components.widgets import remembered
from components.words import form_options
from server.data_cache import shelf
from server.metrics import Measures
from server.middleware.rate_limit import Bucket
from server.routes.api import api
from server.settings import Settings
from tests.support import fuzz
from tests.support.datasets import real, shipped, with_ecb
from tests.support.lanes import sampled
from tests.support.writers import NOW

TODAY = NOW.date()
SEEDS = sampled(range(34), kept=1)
"""One in `make test`."""
QUESTIONS, ANSWERS, REQUESTS = 300, 20, 60
"""Of one seed."""


def seeded(seed: int, what: str) -> random.Random:
    return random.Random(f"{what} {seed}")


def as_command(drawn: dict[str, str], language: str) -> Query | InvalidQuery:
    """What the command line and the JSON route read."""
    try:
        return question(Options(**drawn), real(), TODAY, words(language))
    except InvalidQuery as fault:
        return fault


def is_about_amounts(fault: InvalidQuery) -> bool:
    return fault.code in ("bad_amount", "ambiguous_amount")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_reader_of_a_question_reads_the_same_or_asks_back(seed):
    chance, read = seeded(seed, "questions"), 0
    for number in range(QUESTIONS):
        drawn, language = fuzz.question(chance), chance.choice(LANGUAGES)
        typed = as_command(drawn, language)
        page = light_form.read(drawn, real(), words(language), TODAY)
        told = (seed, number, language, drawn, typed, page.typed, page.amount, page.unknown)
        if page.unknown:
            # Said above the question; what is then shown is the usual question, not a reading.
            assert isinstance(typed, InvalidQuery) or "currency" in drawn, told
        elif isinstance(page.amount, Misread):
            assert isinstance(typed, InvalidQuery), told
        elif isinstance(typed, InvalidQuery):
            # A page fills in what a question leaves out; a question without its places is refused.
            assert not is_about_amounts(typed) or "receive" in drawn, told
        else:
            read += 1
            asked = typed.transfer
            assert page.transfer is not None
            assert (page.corridor, page.wants) == (asked.corridor, "send" if asked.send else "receive"), told
            assert page.amount == (asked.send or asked.receive), told
            assert page.wants == "receive" or page.currency == asked.currency, told
        # A cell of a file, in nobody's language, is never read as what some language reads otherwise.
        for text in (drawn.get("send"), drawn.get("receive")):
            cell = Misread if text is None else read_amount(text, None)
            if isinstance(cell, Decimal):
                for spoken in LANGUAGES:
                    other = read_amount(text, spoken)
                    assert isinstance(other, Misread) or other == cell, (*told, spoken, cell)
    assert read > QUESTIONS // 20


@pytest.mark.parametrize("seed", SEEDS)
def test_the_json_route_answers_every_question_or_says_why_not(seed):
    chance, route = seeded(seed, "answers"), api(shipped, lambda: TODAY, Bucket(0))

    async def answers() -> set[int]:
        statuses = set()
        transport = httpx.ASGITransport(app=route)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            for _ in range(ANSWERS):
                drawn = fuzz.question(chance) | fuzz.more(chance)
                answer = await client.get("/compare?" + urlencode(drawn))
                assert answer.status_code in (200, 400), drawn
                said = answer.json()
                statuses.add(answer.status_code)
                if answer.status_code == 400:
                    assert said["error"] and said["code"], drawn
                    assert "{" not in said["error"] or "{" in str(drawn), drawn
                elif set(drawn) <= {"sending", "receiving", "send", "receive", "currency"}:
                    typed = as_command(drawn, "en")
                    assert isinstance(typed, Query), drawn
                    asked = typed.transfer.send or typed.transfer.receive
                    assert Decimal(said["transfer"]["send"] or said["transfer"]["receive"]) == asked, drawn
        return statuses

    assert 400 in asyncio.run(answers())


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """What this project answers itself, over a store of its own."""
    var = tmp_path_factory.mktemp("fuzz")
    store = open_store(f"sqlite:///{var / 'store.sqlite3'}")
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("PULYOLU_VAR", str(var))
        surroundings.delenv("DATABASE_URL", raising=False)
        yield asgi.ours(Settings(a_minute=0), shelf(), lambda: store, Measures(shelf(), lambda: store))
    store.dispose()


PATHS = (
    "/l", "/l", "/l", "/l/arrived", "/v", "/v/BCHK", "/v/{}", "/desk/{}", "/remember", "/healthz",
    "/api/v1/compare", "/api/v1/{}", "/l/{}",
)  # fmt: skip
LIGHT = (
    "lang", "ask", "open", "was", "told", "fee.RUB", "rate.RUB.AZN", "received.AZN", "official.RUB", "sure",
    "sent",
    "code", "said", "still", "what", "value", "currency",
)  # fmt: skip
HEADERS = (
    "accept-language", "cookie", "origin", "sec-fetch-site", "content-type", "accept-encoding",
    "if-none-match", "if-modified-since", "host",
)  # fmt: skip
FEEDS = ("RU-AZ.atom", "RU-AZ.ics", "AZ-any.atom", "DE-AZ.ics", "RU-RU.atom", "{}.atom", "{}")


def drawn_request(chance: random.Random) -> httpx.Request:
    """A request to one of the routes, its query, headers and form drawn too."""
    junk = chance.choice(fuzz.HOSTILE)
    path = chance.choice(PATHS).replace("{}", quote(junk, safe="") or "x")
    query = fuzz.question(chance) | fuzz.more(chance, ("pay_in", "pay_out", "within", "region", "promotions"))
    query |= {name: code_of(chance) for name in chance.sample(LIGHT, chance.randint(0, 4))}
    if chance.random() < 0.2:
        path = "/feed/" + chance.choice(FEEDS).replace("{}", quote(junk, safe="") or "x")
        query = feed_query(chance)
    headers = {name: junk_header(chance) for name in chance.sample(HEADERS[:-1], chance.randint(0, 3))}
    is_post = chance.random() < 0.25
    names = (
        "ballot",
        "choice",
        "provider",
        "promised",
        "received",
        "currency",
        "days",
        "meant",
        "price",
        "charged",
    )
    form = {name: code_of(chance) for name in chance.sample(names, chance.randint(0, 5))}
    body = urlencode(form).encode() if chance.random() < 0.8 else os_bytes(chance)
    return httpx.Request(
        "POST" if is_post else "GET",
        f"http://127.0.0.1{path}?{urlencode(query)}",
        headers=headers,
        content=body if is_post else None,
    )


def feed_query(chance: random.Random) -> dict[str, str]:
    """What a feed or a reminder may be asked, each option right or hostile."""
    found = {"send": chance.choice(("20000", fuzz.amount(chance)))}
    if chance.random() < 0.3:
        found["passes"] = fuzz.amount(chance)
    if chance.random() < 0.3:
        found["currency"] = fuzz.code(chance, fuzz.CURRENCIES, fuzz.ODD_CURRENCIES)
    if chance.random() < 0.3:
        found["pay_out"] = fuzz.code(chance, fuzz.RIGHT["pay_out"], fuzz.HOSTILE)
    return found | ({"lang": chance.choice((*LANGUAGES, "xx"))} if chance.random() < 0.5 else {})


def code_of(chance: random.Random) -> str:
    return chance.choice((fuzz.amount(chance), chance.choice(fuzz.HOSTILE), "az", "told", "1", "2", "guess"))


def junk_header(chance: random.Random) -> bytes:
    text = chance.choice(
        ("az,en;q=0.1", "phone=x.y", "null", "http://127.0.0.1", "gzip", "*", fuzz.amount(chance))
    )
    return "".join(sign for sign in text if sign.isprintable()).encode()


def os_bytes(chance: random.Random) -> bytes:
    return chance.randbytes(chance.randint(0, 3_000))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_first_answer_reads_every_address_as_the_light_page_does(seed):
    chance = seeded(seed, "first answers")
    for _ in range(ANSWERS):
        drawn, language = fuzz.question(chance) | fuzz.more(chance), chance.choice(LANGUAGES)
        drawn |= {name: code_of(chance) for name in chance.sample(LIGHT, chance.randint(0, 3))}
        page = light_form.read(drawn, real(), words(language), TODAY)
        made = first_answer.markup(drawn, real(), words(language), TODAY, facts=real())
        assert "<script" not in made, drawn
        if isinstance(page.amount, Misread):
            assert escape(words(language)(f"amount.{page.amount.fault}")) in made, drawn
        read = page.typed if isinstance(page.amount, Misread) else words(language).field(page.amount)
        assert f'name="{page.wants}" value="{escape(read)}"' in made, drawn


@pytest.mark.parametrize("seed", SEEDS)
def test_no_request_breaks_a_route(app, seed):
    """An exception of a route comes out here as it is."""
    chance = seeded(seed, "requests")

    async def statuses() -> set[int]:
        found = set()
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:
            for _ in range(REQUESTS):
                request = drawn_request(chance)
                answer = await client.send(request)
                assert answer.status_code < 500, (request.method, request.url, request.content)
                assert b"Traceback" not in answer.content
                found.add(answer.status_code)
        return found

    assert {200, 400, 404} <= asyncio.run(statuses())


@pytest.mark.parametrize("seed", sampled(range(25), kept=0))
def test_the_dashboard_reads_its_address_as_the_light_page(seed, monkeypatch):
    monkeypatch.setenv(clock.VARIABLE, NOW.isoformat())
    data, chance = with_ecb("real"), seeded(seed, "dashboard")
    drawn, language = fuzz.question(chance), chance.choice(LANGUAGES)
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for name, code in {"lang": language, **drawn}.items():
        page.query_params[name] = code
    page.run()
    assert not page.exception, drawn
    light = light_form.read(drawn, data, words(language), TODAY)
    held = {
        name: values[0] if isinstance(values, list) else values for name, values in page.query_params.items()
    }
    # What is chosen where nobody chooses does not stand in the address.
    sending = held.get("sending", "RU")
    assert sending == light.corridor.sending, drawn
    usual = form_options.receiving(data, sending)
    assert held.get("receiving", usual[0] if usual else None) == light.corridor.receiving, drawn
    written = held.get(light.wants)
    assert (written is None) is isinstance(light.amount, Misread), drawn
    assert written is None or Decimal(written) == light.amount, drawn


def test_a_rate_that_a_browser_brings_is_a_figure_or_none():
    chance = seeded(0, "cookies")
    for _ in range(QUESTIONS):
        value = f"{TODAY}_{fuzz.amount(chance)}"
        found = remembered.rate("RUB", TODAY, {"pulyolu_rate_RUB": value})
        assert found is None or found >= 0, value


def test_every_benchmark_is_drawn():
    """Else the draws would not know every option."""
    assert set(fuzz.RIGHT["reference"]) == {one.value for one in Benchmark}
    known = {
        name
        for name in Options.__slots__
        if name not in ("sending", "receiving", "send", "receive", "currency")
    }
    assert known <= set(fuzz.RIGHT)
