"""The JSON route: the options and the answer of the command `compare`, a sentence for what cannot be read."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from channels.compare.query import SETS, Further, InvalidQuery, Options, answer_all, one_of
from channels.compare.serialise import as_document
from channels.dataset.dataset import Dataset, DatasetError
from components.i18n import LANGUAGES, words
from components.words.refusals import misasked
from server.middleware.rate_limit import Bucket
from server.routes.openapi import description
from server.routes.openapi_types import Schema

KNOWN = (
    "sending", "receiving", "send", "receive", "currency", "pay_in", "pay_out", "within", "region",
    "promotions", "day", "reference", "official", "told", "asked", "counter_rate", "set", "language",
    "parts", "times_a_year", "fare", "travel", "waiting", "benchmark", "one_percent",
)  # fmt: skip
FOR_ANYBODY = {"access-control-allow-origin": "*"}
"""A page of another site may read the answers: nothing in them is the reader's, and no cookie comes along."""
LONGEST = 2_000
"""Characters of a question; a longer one is a mistake or a burden."""
SAID_IN = "en"

Written = Mapping[str, tuple[str, ...]]


def api(dataset: Callable[[str], Dataset], today: Callable[[], date], bucket: Bucket) -> Starlette:
    """The routes below /api/v1: `compare`, and `openapi.json` which describes it."""

    async def compare(request: Request) -> Response:
        wait = bucket.wait(request.client.host if request.client else "")
        query = request.url.query
        language = _language(query)
        if wait:
            fault = InvalidQuery("too_many", seconds=str(wait))
            return _refusal(fault, language, status=429, headers={"retry-after": str(wait)})
        try:
            written = _written(query)
            # Said first, because the sentences for all other faults are in this language.
            one_of("language", _one(written, "language", SAID_IN), LANGUAGES)
            data = dataset(one_of("set", _one(written, "set", "real"), SETS))
            asked, further = _options(written), _further(written)
            found, beyond = answer_all(asked, further, data, today(), words(language))
        except InvalidQuery as fault:
            return _refusal(fault, language)
        except DatasetError:
            return _json({"error": words(language)("faults.title"), "code": "faults"}, status=503)
        return _json(as_document(found, beyond))

    made: list[tuple[tuple[Dataset, ...], Schema]] = []

    async def described(_request: Request) -> Response:
        try:
            known = tuple(dataset(name) for name in SETS)
            # A tenth of a second: made once for the data, which never change but are replaced.
            if not made or any(old is not new for old, new in zip(made[0][0], known, strict=True)):
                made[:] = [(known, description(list(known)))]
            # Each asker's own answer: packing it for one writes into its headers.
            return _json(made[0][1])
        except DatasetError:
            return _json({"error": words(SAID_IN)("faults.title"), "code": "faults"}, status=503)

    async def missing(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = error.detail.lower().replace(" ", "_")
        headers = dict(error.headers or {})
        said = {"error": error.detail, "code": code}
        return _json(said, status=error.status_code, headers=headers, open=request.method == "GET")

    return Starlette(
        routes=[Route("/compare", compare), Route("/openapi.json", described)],
        exception_handlers={HTTPException: missing},
    )


def _written(query: str) -> Written:
    """Every option with what was written for it. Raises `InvalidQuery` for one not known or given twice."""
    if len(query) > LONGEST:
        raise InvalidQuery("too_long", most=str(LONGEST))
    found: dict[str, tuple[str, ...]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name not in KNOWN:
            raise InvalidQuery("unknown_option", option=name[:40], known=", ".join(KNOWN))
        if name in found and name != "told":
            raise InvalidQuery("given_twice", option=name)
        found[name] = (*found.get(name, ()), value)
    return found


def _options(written: Written) -> Options:
    for name in ("sending", "receiving"):
        if name not in written:
            raise InvalidQuery("missing", option=name)
    singles = {
        name: values[0]
        for name, values in written.items()
        if name in Options.__slots__ and name not in ("told", "promotions")
    }
    return Options(**singles, promotions=_yes(written, "promotions"), told=written.get("told", ()))


def _further(written: Written) -> Further:
    singles = {
        name: values[0]
        for name, values in written.items()
        if name in Further.__slots__ and name != "one_percent"
    }
    return Further(**singles, one_percent=_yes(written, "one_percent"))


def _yes(written: Written, name: str) -> bool:
    return one_of(name, _one(written, name, "0"), ("0", "1")) == "1"


def _one(written: Written, name: str, usual: str) -> str:
    return written.get(name, (usual,))[0]


def _language(query: str) -> str:
    """The language of the sentences: the one asked for, if it is one of ours and asked for once."""
    asked = [value for name, value in parse_qsl(query[:LONGEST]) if name == "language"]
    return asked[0] if len(asked) == 1 and asked[0] in LANGUAGES else SAID_IN


def _refusal(
    fault: InvalidQuery, language: str, *, status: int = 400, headers: Mapping[str, str] | None = None
) -> Response:
    said = {"error": misasked(fault, words(language)), "code": fault.code}
    return _json(said, status=status, headers=headers)


def _json(
    value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None, open: bool = True
) -> Response:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    more = {"cache-control": "no-cache, private", **(FOR_ANYBODY if open else {}), **(headers or {})}
    return Response(text, status_code=status, headers=more, media_type="application/json")
