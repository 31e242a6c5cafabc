"""The light page on which readers say what arrived: a form, its answer, and never a copy in memory."""

from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from channels.clock import today
from channels.dataset.dataset import DatasetError
from channels.records.arrivals import Arrival, ArrivalFault
from components import i18n
from components.i18n import Words
from components.light import arrivals as light
from components.light import page as light_page
from components.light import templates
from server.data_cache import DataCache, in_store
from server.middleware.form_body import filled
from server.middleware.security_headers import is_foreign, plain_policy
from server.reader_quotes import HERE
from server.routes.light_page import LONGEST_QUERY

LONGEST_FORM = 2_000
"""Bytes: three figures of forty letters that are not Latin, and two codes."""

Tell = Callable[[Arrival, str], ArrivalFault | None]
"""Keeps a report that came from an address; why not, where it is not kept."""


def arrivals(data: DataCache, tell: Tell) -> Callable[[Request], Awaitable[Response]]:
    """What answers a request for the form, and takes the reports that readers send there."""
    headers = {"content-security-policy": plain_policy(templates.style()), "cache-control": "no-store"}

    async def sent(request: Request, address: dict[str, str], words: Words) -> Response:
        facts = data.dataset("real")
        body = None if is_foreign(request.headers) else await filled(
            request, longest=LONGEST_FORM, most_fields=len(light.FIELDS) + 1
        )  # fmt: skip
        form = light.read(address, body or {}, facts, words, today())
        fault = ArrivalFault.BUSY if body is None else None
        if form.arrival is not None:
            host = request.client.host if request.client else HERE
            fault = await in_store(partial(tell, form.arrival, host))
            if fault is None:
                back = light.answered(form, facts, words, in_full=form.arrival.in_full)
                return RedirectResponse(back, status_code=303, headers={"cache-control": "no-store"})
        shown = light.page(address, form, facts, words, was_sent=True, fault=fault)
        return HTMLResponse(shown, status_code=200 if fault is None else 429, headers=headers)

    async def page(request: Request) -> Response:
        address = dict(parse_qsl(request.url.query[:LONGEST_QUERY], keep_blank_values=True))
        words = i18n.spoken(address, request.headers.get("accept-language"))
        try:
            if request.method == "POST":
                return await sent(request, address, words)
            facts = data.dataset("real")
            form = light.read(address, {}, facts, words, today())
            return HTMLResponse(light.page(address, form, facts, words), headers=headers)
        except DatasetError:
            return HTMLResponse(light_page.broken(words), status_code=503, headers=headers)

    return page
