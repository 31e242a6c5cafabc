"""A picture of one point whose answer lets the browser keep what its reader typed; other sites get none."""

import base64

from starlette.requests import Request
from starlette.responses import Response

from channels.clock import now
from components.widgets import remembered

POINT = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""A transparent GIF."""
LONGEST_QUERY = 500


async def remember(request: Request) -> Response:
    """The point, with the cookie that its address asks for, or with the word to forget the kept answers.

    Where the browser says that another site's page asks, nothing is kept.
    """
    own = request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
    asked = remembered.cookie(request.query_params, now()) if own and _is_short(request) else None
    headers = {"cache-control": "no-store"}
    if own and request.query_params.get("what") == remembered.KEPT:
        # All that scripts of this place keep: the kept answers, and nothing else that is a reader's.
        return Response(POINT, 200, headers | {"clear-site-data": '"storage"'}, "image/gif")
    if asked is not None:
        name, value, seconds = asked
        only = "; Secure" if request.url.scheme == "https" else ""
        headers["set-cookie"] = f"{name}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Strict{only}"
    return Response(POINT, 200 if asked is not None else 400, headers, "image/gif")


def _is_short(request: Request) -> bool:
    return len(request.url.query) <= LONGEST_QUERY
