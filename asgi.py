"""The server around the dashboard: the light page, the phones' page, the JSON route, careful headers."""

import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from os import environ
from pathlib import Path
from threading import Timer

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from streamlit.starlette import App
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from channels.stewards import desk
from channels.store.faults import StoreError
from components.i18n import LANGUAGES, words
from components.phone import PATH as PHONES_PATH
from components.sharing import LIGHT_PATH
from components.theme import language_script
from server.api import api
from server.front import Front, Ours
from server.guard import Guard, dashboard_policy
from server.lightpage import light_page
from server.limits import Bucket
from server.packing import Packing
from server.phones import Store, phones, tidied
from server.quiet import quiet
from server.settings import STEWARDS, Settings
from server.shelf import Shelf, shelf, store, today

ROOT = Path(__file__).resolve().parent
INDEX_SCRIPT = "\n      window.prerenderReady = false\n    "
"""The one script that stands in Streamlit's own page."""
HEALTH = "/healthz"
API = "/api/v1"
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
        Middleware(Ours, ours=ours(settings, data, votes), names=(HEALTH, LIGHT_PATH, API, PHONES_PATH)),
        Middleware(Front),
    ]
    if settings.proxies:
        around.insert(0, Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.proxies)))
    return App(ROOT / "app.py", lifespan=lasting, middleware=around)


def ours(settings: Settings, data: Shelf, votes: Store) -> Starlette:
    """What is not Streamlit's: the light page, the phones' page, the JSON route, the health route."""
    return Starlette(
        routes=[
            Route(HEALTH, _healthy),
            Route(LIGHT_PATH, light_page(data)),
            Mount(API, api(data.dataset, today, Bucket(settings.a_minute))),
            *phones(votes, Bucket(settings.a_minute * PHONES)),
        ]
    )


async def _healthy(_request: Request) -> Response:
    return PlainTextResponse("ok\n", headers={"cache-control": "no-store"})


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
    environ[STEWARDS] = desk(
        environ.get(STEWARDS, ""), address=settings.address, hosts=settings.hosts, proxies=settings.proxies
    )
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
