"""What a phone without network shows: the page that keeps answers, its script, worker and manifest."""

from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from channels.clock import today
from channels.dataset.dataset import DatasetError
from components.i18n import spoken
from components.light import kept as kept_pages
from components.light import page as light
from components.light import templates
from components.words.links import KEPT_PATH
from server.data_cache import DataCache
from server.middleware.rate_limit import Bucket
from server.middleware.security_headers import kept_policy, plain_policy
from server.reader_quotes import HERE
from server.routes.loading_screen import address

ICON_FILE = Path(__file__).resolve().parents[2] / "assets" / "icon.png"
FAVICON = "/favicon.png"
"""Where Streamlit's page asks for the picture of its window. To send another, Streamlit would load numpy."""
WORKER_POLICY = "default-src 'none'; connect-src 'self'"
"""The worker asks this server, and nobody else."""


def kept(data: DataCache, bucket: Bucket) -> list[Route]:
    """The routes below /kept. `bucket`: how many pages one address may have made in a minute."""

    async def page(request: Request) -> Response:
        words = spoken(address(request), request.headers.get("accept-language"))
        try:
            known = data.dataset("teaching" if address(request).get("set") == "teaching" else "real")
        except DatasetError:
            return HTMLResponse(light.broken(words), status_code=503, headers=_plain())
        headers = {
            "content-security-policy": kept_policy(templates.style()),
            "vary": "Accept-Language, Accept-Encoding",
        }
        return HTMLResponse(kept_pages.page(address(request), known, words, today()), headers=headers)

    async def answer(request: Request) -> Response:
        asked = address(request)
        words = spoken(asked, request.headers.get("accept-language"))
        wait = bucket.wait(request.client.host if request.client else HERE)
        if wait:
            more = _plain() | {"retry-after": str(wait)}
            return HTMLResponse(light.busy(words), status_code=429, headers=more)
        try:
            facts = data.dataset("real")
            known = data.dataset("teaching") if asked.get("set") == "teaching" else facts
        except DatasetError:
            return HTMLResponse(light.broken(words), status_code=503, headers=_plain())
        made = await to_thread.run_sync(lambda: kept_pages.answer(asked, known, words, today(), facts=facts))
        if made is None:
            back = f"{KEPT_PATH}?{urlencode({'lang': words.language})}"
            return RedirectResponse(back, status_code=303, headers={"cache-control": "no-store"})
        return HTMLResponse(made, headers=_plain())

    async def script(_request: Request) -> Response:
        return Response(kept_pages.script(), media_type="text/javascript")

    async def worker(_request: Request) -> Response:
        headers = {"content-security-policy": WORKER_POLICY, "service-worker-allowed": "/"}
        return Response(kept_pages.worker(), media_type="text/javascript", headers=headers)

    async def manifest(request: Request) -> Response:
        words = spoken(address(request), request.headers.get("accept-language"))
        headers = {"vary": "Accept-Language"}
        return JSONResponse(
            kept_pages.manifest(words), media_type="application/manifest+json", headers=headers
        )

    async def icon(_request: Request) -> Response:
        return Response(_icon(), media_type="image/png")

    return [
        Route(KEPT_PATH, page),
        Route(kept_pages.ANSWER, answer),
        Route(kept_pages.SCRIPT, script),
        Route(kept_pages.WORKER, worker),
        Route(kept_pages.MANIFEST, manifest),
        Route(kept_pages.ICON, icon),
        Route(FAVICON, icon),
    ]


@cache
def _icon() -> bytes:
    return ICON_FILE.read_bytes()


def _plain() -> dict[str, str]:
    return {
        "content-security-policy": plain_policy(templates.style()),
        "vary": "Accept-Language, Accept-Encoding",
    }
