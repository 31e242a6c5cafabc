"""The server around the dashboard: the light page, the JSON route, fewer bytes, careful headers."""

import webbrowser
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

from components.i18n import LANGUAGES
from components.sharing import LIGHT_PATH
from components.theme import language_script
from server.api import api
from server.front import Front, Ours
from server.guard import Guard, dashboard_policy
from server.lightpage import light_page
from server.limits import Bucket
from server.packing import Packing
from server.quiet import quiet
from server.settings import Settings
from server.shelf import Shelf, shelf, today

ROOT = Path(__file__).resolve().parent
INDEX_SCRIPT = "\n      window.prerenderReady = false\n    "
"""The one script that stands in Streamlit's own page."""
HEALTH = "/healthz"
API = "/api/v1"
OPENED_AFTER = 1.5
"""Seconds until the server surely listens."""


def server(settings: Settings, data: Shelf) -> App:
    """The dashboard with everything around it."""
    scripts = [INDEX_SCRIPT, *(language_script(code) for code in LANGUAGES)]
    around = [
        Middleware(Guard, policy=dashboard_policy(scripts)),
        Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False),
        Middleware(Packing),
        Middleware(Ours, ours=ours(settings, data), names=(HEALTH, LIGHT_PATH, API)),
        Middleware(Front),
    ]
    if settings.proxies:
        around.insert(0, Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.proxies)))
    return App(ROOT / "app.py", middleware=around)


def ours(settings: Settings, data: Shelf) -> Starlette:
    """What is not Streamlit's: the light page, the JSON route, the health route."""
    return Starlette(
        routes=[
            Route(HEALTH, _healthy),
            Route(LIGHT_PATH, light_page(data)),
            Mount(API, api(data.dataset, today, Bucket(settings.a_minute))),
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
    quiet()
    uvicorn.run(
        server(settings, shelf()),
        host=settings.address,
        port=settings.port,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        ws_per_message_deflate=False,
    )


if __name__ == "__main__":
    main()
