"""Phones in a meeting: a code opens a room's page, a tap is a vote, a random cookie keeps it to one."""

import logging
import re
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import anyio
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from channels.clock import now
from channels.store import rooms
from channels.store.faults import StoreError
from channels.workshop.room import KEPT_FOR, Room, Voted, read_code
from components import i18n
from components.i18n import LANGUAGES, Words, words
from components.workshop import phone_page
from server.data_cache import in_store
from server.middleware.form_body import filled
from server.middleware.rate_limit import Bucket
from server.middleware.security_headers import is_foreign, plain_policy
from server.server_secret import is_signed, signature

log = logging.getLogger(__name__)

COOKIE = "phone"
KNOWN = re.compile(r"([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{22})")
"""A cookie as it was given: 128 bits, and this server's signature, so that nobody makes phones up."""
NEW_PHONES = 60
"""New phones a minute from one address: a room behind one hotspot, and never a room of one phone."""
TIDIED_EVERY = 600
"""Seconds between two looks for rooms whose day is over."""

Store = Callable[[], Engine]
"""The store, opened when first asked for. Raises `StoreError`."""


def no_words(_room: Room, _ballot: object, _words: Words) -> phone_page.BallotQuestion | None:
    """No words for what is asked: the presenter's screen has them, the phone has the shapes."""
    return None


def phones(
    store: Store, bucket: Bucket, asked: phone_page.Asked = no_words, new: Bucket | None = None
) -> list[Route]:
    """The routes `/v`, where a code is typed, and `/v/ABCD`, where is voted. `new` counts new phones."""

    async def door(request: Request) -> Response:
        typed = request.query_params.get("code")
        spoken = _spoken(request, None)
        if typed is None:
            return _html(phone_page.door(spoken))
        code = read_code(typed[:40])
        if code is None:
            return _html(phone_page.door(spoken, said="vote.no_code"), status=400)
        return _to(code, _codes(request))

    strangers = new or Bucket(NEW_PHONES)

    async def room(request: Request) -> Response:
        host = request.client.host if request.client else ""
        wait = bucket.wait(host) or (0 if _known(request) else strangers.wait(host))
        if wait:
            said = phone_page.door(_spoken(request, None), said="vote.busy")
            return _html(said, status=429, headers={"retry-after": str(wait)})
        try:
            if request.method == "POST":
                return await _voted(request, store)
            return await _shown(request, store, asked)
        except (StoreError, SQLAlchemyError):
            return _html(phone_page.out_of_order(_spoken(request, None)), status=503)

    return [Route(phone_page.PATH, door), Route(f"{phone_page.PATH}/{{code}}", room, methods=["GET", "POST"])]


@asynccontextmanager
async def tidied(store: Store) -> AsyncIterator[None]:
    """While this lasts, rooms are deleted when their day is over, whether or not anybody opens another."""

    async def tidy() -> None:
        while True:
            try:
                await in_store(lambda: rooms.purge(store(), now=now()))
            except (StoreError, SQLAlchemyError) as error:
                log.warning("rooms whose day is over were not deleted: %s", type(error).__name__)
            await anyio.sleep(TIDIED_EVERY)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(tidy)
        yield
        tasks.cancel_scope.cancel()


async def _shown(request: Request, store: Store, asked: phone_page.Asked) -> Response:
    code = read_code(request.path_params["code"])
    known = _known(request)

    def look() -> tuple[Room | None, int | None]:
        found = None if code is None else rooms.room(store(), code, now=now())
        if found is None or found.ballot is None or known is None:
            return found, None
        return found, rooms.choice(store(), found.code, found.ballot.key, known)

    found, chosen = await in_store(look)
    if found is None:
        return _html(phone_page.door(_spoken(request, None), said="vote.no_room"), status=404)
    spoken = _spoken(request, found)
    question = None if found.ballot is None else asked(found, found.ballot, spoken)
    said = request.query_params.get("said")
    answer = _html(phone_page.page(found, chosen, question, spoken, codes=_codes(request), said=said))
    if known is None:
        _give_cookie(request, answer)
    return answer


async def _voted(request: Request, store: Store) -> Response:
    code = read_code(request.path_params["code"])
    form = None if is_foreign(request.headers) else await filled(request)
    if form is None or set(form) != {"ballot", "choice"} or not re.fullmatch("[0-3]", form["choice"]):
        return _html(phone_page.door(_spoken(request, None), said="vote.no_vote"), status=400)
    known = _known(request)

    def keep() -> tuple[Room | None, Voted]:
        found = None if code is None else rooms.room(store(), code, now=now())
        if found is None or known is None:
            return found, Voted.UNKNOWN
        kept = rooms.vote(store(), found.code, form["ballot"], known, int(form["choice"]), now=now())
        return found, kept

    found, kept = await in_store(keep)
    if found is None:
        return _html(phone_page.door(_spoken(request, None), said="vote.no_room"), status=404)
    if known is None:
        page = phone_page.no_cookie(found, _spoken(request, found), codes=_codes(request))
        answer = _html(page, status=400)
        _give_cookie(request, answer)
        return answer
    said = {} if kept is Voted.KEPT else {"said": kept.value}
    return _to(found.code, {**_codes(request), **said})


def _known(request: Request) -> str | None:
    found = request.cookies.get(COOKIE, "")
    parts = KNOWN.fullmatch(found)
    return parts[1] if parts is not None and is_signed(parts[1], parts[2]) else None


def _give_cookie(request: Request, answer: Response) -> None:
    phone = secrets.token_urlsafe(16)
    answer.set_cookie(
        COOKIE,
        f"{phone}.{signature(phone)}",
        max_age=int(KEPT_FOR.total_seconds()),
        path=phone_page.PATH,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def _spoken(request: Request, room: Room | None) -> Words:
    """The language in the address, else the room's, else the browser's."""
    asked = request.query_params.get("lang", "")
    if asked not in LANGUAGES and room is not None and room.language in LANGUAGES:
        return words(room.language)
    return i18n.spoken({"lang": asked}, request.headers.get("accept-language"))


def _codes(request: Request) -> dict[str, str]:
    """What the reader asked for and the next page keeps."""
    asked = request.query_params
    language = {"lang": asked["lang"]} if asked.get("lang") in LANGUAGES else {}
    return language | ({"still": "1"} if asked.get("still") == "1" else {})


def _to(code: str, codes: dict[str, str]) -> Response:
    return RedirectResponse(
        phone_page.address(code, codes), status_code=303, headers={"cache-control": "no-store"}
    )


def _html(text: str, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    policy = plain_policy(phone_page.style())
    more = {"content-security-policy": policy, "cache-control": "no-store", **(headers or {})}
    return HTMLResponse(text, status_code=status, headers=more)
