"""The light page as the server sends it: in the reader's language, packed, under a policy without script."""

import gzip
from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from channels.clock import today
from channels.dataset.dataset import Dataset, DatasetError
from channels.records.entries import EntryFault, Lead
from components import i18n
from components.i18n import Words
from components.light import page as light
from components.light import templates
from components.words.links import LIGHT_PATH
from server.data_cache import DataCache, in_store
from server.middleware.form_body import filled
from server.middleware.rate_limit import Bucket
from server.middleware.security_headers import is_foreign, plain_policy
from server.reader_quotes import HERE

LONGEST_QUERY = 2_000
MOST_KEPT = 400
"""Pages kept in memory, packed to 6 KB each."""


class TooMany(Exception):
    """An address has had enough pages made for now; in `seconds` it may have another."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


Key = tuple[object, ...]
Tell = Callable[[Lead, str], EntryFault | None]
"""Keeps a told price that came from an address; why not, where it is not kept."""


def light_page(data: DataCache, tell: Tell, bucket: Bucket) -> Callable[[Request], Awaitable[Response]]:
    """What answers a request for the light page, and takes the prices that readers send there.

    `bucket`: how many pages that are not in memory one address may have made in a minute.
    """
    kept: dict[Key, tuple[Dataset, Dataset, bytes]] = {}
    headers = {
        "content-security-policy": plain_policy(templates.style()),
        "cache-control": "no-cache, private",
        "vary": "Accept-Language, Accept-Encoding",
    }

    def packed(address: dict[str, str], words: Words, host: str) -> bytes:
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
        wait = bucket.wait(host)
        if wait:
            raise TooMany(wait)
        page = light.page(address, shown, words, day, facts=facts)
        found = gzip.compress(page.encode(), 6, mtime=0)
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = (facts, shown, found)
        return found

    async def sent(request: Request, address: dict[str, str], words: Words) -> Response:
        form = None if is_foreign(request.headers) else await filled(request)
        known, day = data.dataset("real"), today()
        charged = form is not None and form.get(light.CHARGED) == "1"
        lead = None if form is None else light.lead_of(address, known, words, day, charged=charged)
        host = request.client.host if request.client else HERE
        kept = lead is not None and await in_store(partial(tell, lead, host)) is None
        back = light.answered(address, known, words, day, kept=kept)
        return RedirectResponse(LIGHT_PATH + back, status_code=303, headers={"cache-control": "no-store"})

    async def page(request: Request) -> Response:
        address = dict(parse_qsl(request.url.query[:LONGEST_QUERY], keep_blank_values=True))
        words = i18n.spoken(address, request.headers.get("accept-language"))
        try:
            if request.method == "POST":
                return await sent(request, address, words)
            found = packed(address, words, request.client.host if request.client else HERE)
        except TooMany as busy:
            more = headers | {"retry-after": str(busy.seconds)}
            return HTMLResponse(light.busy(words), status_code=429, headers=more)
        except DatasetError:
            return HTMLResponse(light.broken(words), status_code=503, headers=headers)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return HTMLResponse(gzip.decompress(found), headers=headers)
        return HTMLResponse(found, headers=headers | {"content-encoding": "gzip"})

    return page
