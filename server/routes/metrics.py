"""The numbers for a program that watches the server: at this machine, or for who has the token."""

import hmac
from collections.abc import Awaitable, Callable

from anyio import to_thread
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from channels.collect.stewards import is_loopback
from server.metrics import Measures

PATH = "/metrics"
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""What a proxy adds: then the one who asks is not at this machine, though the connection is."""


def metrics(measures: Measures, token: str | None) -> Callable[[Request], Awaitable[Response]]:
    """What answers with the numbers.

    With a `token` it is asked of everybody; without one only this machine is answered, others as if nothing
    were there.
    """

    async def answer(request: Request) -> Response:
        if token is not None and not _has(request, token):
            return PlainTextResponse("The token is missing or wrong\n", 401, {"www-authenticate": "Bearer"})
        if token is None and not _is_here(request):
            return PlainTextResponse("Not Found", 404)
        text = await to_thread.run_sync(measures.text)
        return Response(text, media_type=CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"})

    return answer


def _has(request: Request, token: str) -> bool:
    given = request.headers.get("authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def _is_here(request: Request) -> bool:
    """Whether the one who asks is at this machine: no header opens anything, and a proxy's closes it."""
    if any(name in request.headers for name in FORWARDED):
        return False
    address = request.client.host if request.client else ""
    return is_loopback(address) and is_loopback(request.headers.get("host", ""))
