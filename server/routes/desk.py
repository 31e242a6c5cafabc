"""The door of the steward's page at this machine: a visitor with the key gets it as a cookie."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from server import desk_key


async def desk(request: Request) -> Response:
    """To the page, with the key in a cookie that no script and no other site can use; 404 without the key."""
    said = request.path_params["key"]
    headers = {"cache-control": "no-store"}
    if not desk_key.is_key(said):
        return PlainTextResponse("Not Found", 404, headers)
    answer = RedirectResponse("/", 303, headers)
    answer.set_cookie(
        desk_key.COOKIE, said, httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    return answer
