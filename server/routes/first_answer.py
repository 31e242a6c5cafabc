"""The first answer of the dashboard's page: made once for a question, and kept while nothing changes."""

from collections import OrderedDict

from anyio import to_thread
from starlette.requests import Request

from channels.clock import today
from channels.dataset.dataset import Dataset, DatasetError
from components import i18n
from components.light import first_answer
from components.light import form as light_form
from server.data_cache import DataCache
from server.middleware.rate_limit import Bucket
from server.reader_quotes import HERE
from server.routes.loading_screen import FirstAnswer, SentQuestion, address

MOST_KEPT = 400
"""Answers kept in memory, of about 6 KB each."""


def sent_question(data: DataCache) -> SentQuestion:
    """What finds the plain address of a question that the first answer's form sent."""

    def find(request: Request) -> str | None:
        asked = address(request)
        if light_form.WAS not in asked:
            return None
        words = i18n.spoken(asked, request.headers.get("accept-language"))
        try:
            shown = data.dataset("teaching" if asked.get("set") == "teaching" else "real")
        except DatasetError:
            return None
        return light_form.sent_link(light_form.read(asked, shown, words, today()), shown, words)

    return find


def answering(data: DataCache, bucket: Bucket) -> FirstAnswer:
    """What answers a request for the dashboard; `bucket`: how many answers an address has made a minute."""
    kept: OrderedDict[tuple[object, ...], tuple[Dataset, Dataset, str]] = OrderedDict()

    async def answer(request: Request) -> str | None:
        asked = address(request)
        words = i18n.spoken(asked, request.headers.get("accept-language"))
        try:
            facts = data.dataset("real")
            shown = data.dataset("teaching") if asked.get("set") == "teaching" else facts
        except DatasetError:
            return None
        day = today()
        key = (words.language, day, *sorted(asked.items()))
        known = kept.get(key)
        if known is not None and known[0] is facts and known[1] is shown:
            return known[2]
        if bucket.wait(request.client.host if request.client else HERE):
            return None
        made = await to_thread.run_sync(lambda: first_answer.markup(asked, shown, words, day, facts=facts))
        kept[key] = (facts, shown, made)
        while len(kept) > MOST_KEPT:
            kept.popitem(last=False)
        return made

    return answer
