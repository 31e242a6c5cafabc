"""Whether readers are served, in one word, for a program that watches the server."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from channels.dataset.dataset import DatasetError
from server.data_cache import DataCache

SERVED, ASIDE, FAULTY = "ok\n", "ok, but published prices are set aside\n", "the data have faults\n"


def healthy(data: DataCache) -> Callable[[Request], Awaitable[Response]]:
    """What answers whether the data hold: 200, also where what was published is set aside, else 503."""

    async def health(_request: Request) -> Response:
        try:
            said, status = ASIDE if data.dataset("real").set_aside else SERVED, 200
        except DatasetError:
            said, status = FAULTY, 503
        return PlainTextResponse(said, status, headers={"cache-control": "no-store"})

    return health
