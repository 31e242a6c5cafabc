"""What many requests may take: caches with an end, threads of the store's own, sessions a minute."""

import asyncio
import threading

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

import asgi
from channels.refresh.publishing import TRIAL
from channels.store.faults import StoreError
from components.light import first_answer as first_markup
from components.light import page as light
from components.words.links import FEED_PATH, LIGHT_PATH
from server.data_cache import STORE_THREADS, shelf
from server.metrics import Measures
from server.middleware.open_sockets import OpenSockets
from server.middleware.rate_limit import Bucket
from server.routes import feed, first_answer, light_page
from server.settings import Settings
from tests.support.asgi_server import answered
from tests.support.kills import Place, _empty, _refreshed


def counted(monkeypatch, module, name) -> list[object]:
    """Each call of a function that makes something which is then kept."""
    made: list[object] = []
    real = getattr(module, name)

    def counting(*given, **named):
        made.append(given)
        return real(*given, **named)

    monkeypatch.setattr(module, name, counting)
    return made


def no_price(*_: object) -> None:
    return None


async def first_asked(answer, query: str) -> None:
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": query.encode(), "headers": []}
    await answer(Request(scope))


@pytest.mark.parametrize("kind", ["light pages", "feeds", "first answers"])
def test_what_is_kept_in_memory_has_an_end(monkeypatch, tmp_path, kind):
    if kind == "light pages":
        monkeypatch.setattr(light_page, "MOST_KEPT", 3)
        made = counted(monkeypatch, light, "page")
        site = Starlette(routes=[Route(LIGHT_PATH, light_page.light_page(shelf(), no_price, Bucket(0)))])

        def ask(amount: int) -> None:
            answered(site, f"{LIGHT_PATH}?lang=en&sending=RU&send={amount}")
    elif kind == "feeds":
        monkeypatch.setattr(feed, "MOST_KEPT", 3)
        made = counted(monkeypatch, feed, "_made")
        made_by = feed.feeds(shelf(), _no_store, lambda: tmp_path, Bucket(0))
        site = Starlette(routes=[Route(f"{FEED_PATH}/{{name}}", made_by)])

        def ask(amount: int) -> None:
            answered(site, f"{FEED_PATH}/RU-AZ.atom?lang=en&send={amount}")
    else:
        monkeypatch.setattr(first_answer, "MOST_KEPT", 3)
        made = counted(monkeypatch, first_markup, "markup")
        answer = first_answer.answering(shelf(), Bucket(0))

        def ask(amount: int) -> None:
            asyncio.run(first_asked(answer, f"lang=en&sending=RU&send={amount}"))

    ask(20_000)
    ask(20_000)
    assert len(made) == 1, "kept"
    for amount in range(20_001, 20_005):
        ask(amount)
    ask(20_004)
    assert len(made) == 5
    ask(20_000)
    assert len(made) == 6, "the first one had to go"


def _no_store():
    raise StoreError("unusable", "nowhere")


def test_a_store_that_hangs_keeps_no_reader_of_a_page_waiting():
    # 60 requests to it held every thread, and a page took 57 seconds.
    served = threading.Event()

    def hangs():
        served.wait(30)
        return _no_store()

    site = asgi.ours(Settings(a_minute=0), shelf(), hangs, Measures(shelf(), hangs))

    async def pages() -> list[int]:
        transport = httpx.ASGITransport(app=site)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as browser:
            phones = [asyncio.create_task(browser.get("/v/BCHK")) for _ in range(3 * STORE_THREADS)]
            await asyncio.sleep(0.1)
            found = [(await browser.get(f"/l?lang=en&sending=RU&send={n}")).status_code for n in (300, 301)]
            assert not any(phone.done() for phone in phones)
            served.set()
            await asyncio.gather(*phones)
        return found

    assert asyncio.run(pages()) == [200, 200]


def test_a_killed_refresh_leaves_no_folder_for_ever(tmp_path):
    place = Place(_empty(tmp_path))
    left = place.var / "refresh" / f"{TRIAL}of-one-that-was-killed"
    left.mkdir(parents=True)
    (left / "rates.csv").write_text("half")
    _refreshed(place, what="cbar")
    assert not list((place.var / "refresh").glob(f"{TRIAL}*"))


def test_one_address_begins_so_many_dashboards_a_minute():
    begun: list[str] = []

    async def session(scope, receive, send) -> None:
        begun.append(scope["client"][0])

    site = OpenSockets(session, a_minute=5)
    refused = []

    async def dial(address: str) -> None:
        async def receive():
            return {"type": "websocket.connect"}

        async def send(message) -> None:
            refused.append(message)

        scope = {
            "type": "websocket", "client": (address, 1), "headers": [], "path": "/_stcore/stream",
            "extensions": {"websocket.http.response": {}},
        }  # fmt: skip
        await site(scope, receive, send)

    for _ in range(8):
        asyncio.run(dial("192.0.2.1"))
    asyncio.run(dial("192.0.2.2"))
    assert begun == ["192.0.2.1"] * 5 + ["192.0.2.2"]
    assert [m["status"] for m in refused if m["type"] == "websocket.http.response.start"] == [429] * 3
