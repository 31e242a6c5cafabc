"""The light page as the server sends it: in the reader's language, packed, under a policy without script."""

import gzip
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from channels.dataset import Dataset, DatasetError
from components import light, plainform
from components.i18n import Words
from server.guard import plain_policy
from server.shelf import Shelf, today

LONGEST_QUERY = 2_000
MOST_KEPT = 400
"""Pages kept in memory, packed to 6 KB each."""

Key = tuple[object, ...]


def light_page(data: Shelf) -> Callable[[Request], Awaitable[Response]]:
    """What answers a request for the light page."""
    kept: dict[Key, tuple[Dataset, Dataset, bytes]] = {}
    headers = {
        "content-security-policy": plain_policy(light.style()),
        "cache-control": "no-cache, private",
        "vary": "Accept-Language, Accept-Encoding",
    }

    def packed(address: dict[str, str], words: Words) -> bytes:
        """The page, from memory if all that it depends on is the same.

        That is everything in the address, the language, the day and the two sets of data, which never
        change but are replaced: so no reader can be given the numbers of another question.
        """
        facts = data.dataset("real")
        shown = data.dataset("teaching") if address.get("set") == "teaching" else facts
        day = today()
        key: Key = (words.language, day, *sorted(address.items()))
        known = kept.get(key)
        if known is not None and known[0] is facts and known[1] is shown:
            return known[2]
        page = light.page(address, shown, words, day, facts=facts)
        found = gzip.compress(page.encode(), 6, mtime=0)
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = (facts, shown, found)
        return found

    async def page(request: Request) -> Response:
        address = dict(parse_qsl(request.url.query[:LONGEST_QUERY], keep_blank_values=True))
        words = plainform.spoken(address, request.headers.get("accept-language"))
        try:
            found = packed(address, words)
        except DatasetError:
            return HTMLResponse(light.broken(words), status_code=503, headers=headers)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return HTMLResponse(gzip.decompress(found), headers=headers)
        return HTMLResponse(found, headers=headers | {"content-encoding": "gzip"})

    return page
