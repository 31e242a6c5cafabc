"""The server around the dashboard: the light page, the JSON route, fewer bytes, careful headers."""

import webbrowser
from collections.abc import Awaitable, Callable
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
from components import light, plainform
from components.i18n import LANGUAGES, Words
from components.theme import language_script
from server.api import api
from server.guard import Guard, dashboard_policy, plain_policy
from server.limits import Bucket
from server.packing import Packing
from server.quiet import quiet
from server.settings import Settings
from server.shelf import Shelf, shelf, today

ROOT = Path(__file__).resolve().parent
INDEX_SCRIPT = "\n      window.prerenderReady = false\n    "
"""The one script that stands in Streamlit's own page."""
LONGEST_QUERY = 2_000
MOST_KEPT = 400
"""Light pages kept in memory, of 16 KB each."""
OPENED_AFTER = 1.5
"""Seconds until the server surely listens."""


def server(settings: Settings, data: Shelf) -> App:
    """The dashboard with everything around it."""
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
        ],
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
        spoken = plainform.spoken(address, request.headers.get("accept-language"))
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
