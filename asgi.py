"""The server around the dashboard: the light page, the phones' page, the JSON route, careful headers."""

import sys
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from os import environ
from pathlib import Path
from threading import Timer
from urllib.parse import parse_qsl

import uvicorn
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from streamlit.starlette import App
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from channels.dataset import Dataset, DatasetError
from channels.store.faults import StoreError
from components import light
from components.i18n import LANGUAGES, Words, words
from components.theme import language_script
from server.api import api
from server.guard import Guard, dashboard_policy, plain_policy
from server.limits import Bucket
from server.packing import Packing
from server.phones import Store, phones, tidied
from server.quiet import quiet
from server.settings import Settings
from server.shelf import Shelf, shelf, store, today

ROOT = Path(__file__).resolve().parent
INDEX_SCRIPT = "\n      window.prerenderReady = false\n    "
"""The one script that stands in Streamlit's own page."""
LONGEST_QUERY = 2_000
MOST_KEPT = 400
"""Light pages kept in memory, of 16 KB each."""
PHONES = 30
"""Phones that one address stands for: a whole room shares a hotspot, and each asks every few seconds."""
OPENED_AFTER = 1.5
"""Seconds until the server surely listens."""


def server(settings: Settings, data: Shelf, votes: Store) -> App:
    """The dashboard with everything around it."""

    @asynccontextmanager
    async def lasting(_app: App) -> AsyncIterator[None]:
        async with tidied(votes):
            yield

    scripts = [INDEX_SCRIPT, *(language_script(code) for code in LANGUAGES)]
    around = [
        Middleware(Guard, policy=dashboard_policy(scripts)),
        Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False),
        Middleware(Packing),
    ]
    if settings.proxies:
        around.insert(0, Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.proxies)))
    return App(
        ROOT / "app.py",
        routes=[
            Route("/healthz", _healthy),
            Route(light.PATH, _light(data)),
            Mount("/api/v1", api(data.dataset, today, Bucket(settings.a_minute))),
            *phones(votes, Bucket(settings.a_minute * PHONES)),
        ],
        lifespan=lasting,
        middleware=around,
    )


async def _healthy(_request: Request) -> Response:
    return PlainTextResponse("ok\n", headers={"cache-control": "no-store"})


def _light(data: Shelf) -> Callable[[Request], Awaitable[Response]]:
    headers = {
        "content-security-policy": plain_policy(light.style()),
        "cache-control": "no-cache, private",
        "vary": "Accept-Language",
    }

    kept: dict[tuple[object, ...], tuple[Dataset, Dataset, str]] = {}

    def written(address: dict[str, str], spoken: Words) -> str:
        """The page, from memory if the same was asked of the same data on the same day."""
        facts = data.dataset("real")
        shown = data.dataset("teaching") if address.get("set") == "teaching" else facts
        key = (spoken.language, today(), *sorted(address.items()))
        known = kept.get(key)
        if known is not None and known[0] is facts and known[1] is shown:
            return known[2]
        if len(kept) >= MOST_KEPT:
            kept.clear()
        html = light.page(address, shown, spoken, today(), facts=facts)
        kept[key] = (facts, shown, html)
        return html

    async def page(request: Request) -> Response:
        address = dict(parse_qsl(request.url.query[:LONGEST_QUERY], keep_blank_values=True))
        spoken = light.spoken(address, request.headers.get("accept-language"))
        try:
            return HTMLResponse(written(address, spoken), headers=headers)
        except DatasetError:
            return HTMLResponse(light.broken(spoken), status_code=503, headers=headers)

    return page


def main() -> None:
    """Serve until stopped, and open the page where there is a browser."""
    settings = Settings.of(environ)
    url = f"http://{settings.address}:{settings.port}"
    print(f"Pulyolu: {url}", flush=True)
    if settings.opens_browser:
        Timer(OPENED_AFTER, webbrowser.open, [url]).start()
    try:
        store()
    except StoreError as error:
        # Prices are compared without it; the phones' page says that no vote is kept.
        print(words("en")(f"cli.store_{error.fault}", place=error.place), file=sys.stderr, flush=True)
    quiet()
    uvicorn.run(
        server(settings, shelf(), store),
        host=settings.address,
        port=settings.port,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        ws_per_message_deflate=False,
    )


if __name__ == "__main__":
    main()
