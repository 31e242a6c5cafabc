"""The feed of a corridor and an amount, and the reminder to look again: no account, nothing of the reader."""

import hashlib
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from os import environ
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from channels import clock
from channels.compare.changes import changes
from channels.compare.history import best_ways, history
from channels.compare.query import InvalidQuery, Options, one_of, question
from channels.dataset.dataset import Dataset, DatasetError
from channels.panel.price_history import known_prices, stamp
from channels.pricing.routes import Transfer
from channels.records.dated_prices import day_of
from channels.records.official_rates import OfficialRate
from channels.store import official_rates
from channels.store.faults import StoreError
from components.i18n import LANGUAGES, Words, words
from components.light.feed import Feed, FeedPlace, feed
from components.light.reminder import reminder
from components.words.links import base_address, feed_link
from components.words.refusals import misasked
from server.data_cache import DataCache, in_store
from server.middleware.rate_limit import Bucket

NAME = re.compile(r"([A-Z]{2})-([A-Z]{2}|any)\.(atom|ics)")
KNOWN = ("send", "currency", "pay_out", "passes", "lang")
LONGEST = 500
"""Characters of a query; a longer one is a mistake or a burden."""
DAYS = 30
"""How far back a feed goes."""
BEFORE = 120
"""Days of prices that are read: what was known when the feed begins."""
MOST_KEPT = 200
LASTS = 300.0
"""Seconds for which a feed is served from memory, if nothing that it rests on has changed before."""
NOT_THERE = frozenset({"no_corridor", "unknown_country"})


class _Asked(NamedTuple):
    """A feed or reminder that was asked for."""

    transfer: Transfer
    passes: Decimal | None
    words: Words
    ending: str


class _Kept(NamedTuple):
    """A feed in memory, with what it rests on."""

    facts: Dataset
    panel: str
    until: float
    feed: Feed


def feeds(
    data: DataCache, store: Callable[[], Engine], folder: Callable[[], Path], bucket: Bucket
) -> Callable[[Request], Awaitable[Response]]:
    """What answers a request for a feed or a reminder.

    `folder` is the quotes' panel's; `bucket`: how many of those that are not in memory an address may have
    made in a minute.
    """
    kept: dict[tuple[object, ...], _Kept] = {}

    async def known(asked: _Asked, facts: Dataset, place: FeedPlace, host: str) -> Feed:
        day, panel = clock.today(), stamp(folder())
        key = (day, asked.transfer, asked.passes, asked.words.language, place)
        found = kept.get(key)
        if found and found.facts is facts and found.panel == panel and time.monotonic() < found.until:
            return found.feed
        _spend(bucket, host)
        made = await in_store(partial(_made, asked, facts, place, folder(), store, day))
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = _Kept(facts, panel, time.monotonic() + LASTS, made)
        return made

    async def answer(request: Request) -> Response:
        query = _query(request.url.query)
        spoken = words(query.get("lang", "") if query.get("lang") in LANGUAGES else "az")
        host = request.client.host if request.client else ""
        try:
            facts = data.dataset("real")
            asked = _asked(request, facts, spoken)
            page = _page(request)
            if asked.ending == "ics":
                _spend(bucket, host)
                return _calendar(reminder(asked.transfer, spoken, page, clock.today(), clock.now()), asked)
            own = page.rstrip("/") + feed_link(asked.transfer, spoken.language, passes=asked.passes)
            return _atom(request, await known(asked, facts, FeedPlace(page, own, asked.passes), host))
        except InvalidQuery as fault:
            status = 429 if fault.code == "too_many" else 404 if fault.code in NOT_THERE else 400
            more = {"retry-after": fault.holes["seconds"]} if status == 429 else {}
            return _refusal(misasked(fault, spoken), status, more)
        except _NoFeed:
            return _refusal(spoken("feed.none", example="RU-AZ.atom"), 404)
        except DatasetError:
            return _refusal(spoken("faults.title"), 503)

    return answer


class _NoFeed(Exception):
    """The address names no feed."""


def _spend(bucket: Bucket, host: str) -> None:
    wait = bucket.wait(host)
    if wait:
        raise InvalidQuery("too_many", seconds=str(wait))


def _query(text: str) -> dict[str, str]:
    return dict(parse_qsl(text[:LONGEST], keep_blank_values=True))


def _asked(request: Request, facts: Dataset, spoken: Words) -> _Asked:
    """What a request asks for. Raises `InvalidQuery`, and `_NoFeed` where its name is none."""
    named = NAME.fullmatch(request.path_params["name"])
    if named is None:
        raise _NoFeed
    if len(request.url.query) > LONGEST:
        raise InvalidQuery("too_long", most=str(LONGEST))
    given = _query(request.url.query)
    for option in given:
        if option not in KNOWN:
            raise InvalidQuery("unknown_option", option=option[:40], known=", ".join(KNOWN))
    one_of("lang", given.get("lang", "az"), LANGUAGES)
    if "send" not in given:
        raise InvalidQuery("missing", option="send")
    options = Options(
        named[1], named[2], send=given["send"], currency=given.get("currency"), pay_out=given.get("pay_out")
    )
    transfer = question(options, facts, clock.today(), spoken).transfer
    passes = None
    if "passes" in given:
        wished = Options(named[1], named[2], receive=given["passes"], currency=given.get("currency"))
        try:
            passes = question(wished, facts, clock.today(), spoken).transfer.receive
        except InvalidQuery as fault:
            # It is read as an amount to receive, and told by the name that it has here.
            if fault.holes.get("option") == "receive":
                fault.holes["option"] = "passes"
            raise
    return _Asked(transfer, passes, spoken, named[3])


def _made(
    asked: _Asked, facts: Dataset, place: FeedPlace, folder: Path, store: Callable[[], Engine], day: date
) -> Feed:
    """A feed, computed from all that is known of its corridor."""
    since, transfer = day - timedelta(days=DAYS), asked.transfer
    first = day - timedelta(days=BEFORE)
    said = known_prices(facts, transfer.corridor, folder, first)
    past = history(facts, transfer, said, first, day)
    days = {day_of(one) for one in said if since <= day_of(one) <= day} | {since}
    ways = best_ways(facts, transfer, said, days)
    found = changes(facts, past, ways, _held(store), asked.passes, since=since)
    return feed(found, transfer, facts, asked.words, place, since=since)


def _held(store: Callable[[], Engine]) -> tuple[OfficialRate, ...]:
    """The official rates that a sheet had held back; none where the store cannot be read."""
    try:
        return tuple(one.rate for one in official_rates.kept(store()) if one.by == official_rates.SHEET)
    except (StoreError, SQLAlchemyError):
        return ()


def _page(request: Request) -> str:
    """The page's own address: by the setting PULYOLU_ADDRESS, else as it was called."""
    return base_address(environ.get("PULYOLU_ADDRESS"), str(request.base_url)) or "/"


def _atom(request: Request, found: Feed) -> Response:
    """The feed, or nothing but that it is still the same."""
    tag = f'"{hashlib.sha256(found.content).hexdigest()[:32]}"'
    headers = {
        "etag": tag,
        "last-modified": format_datetime(found.updated.astimezone(UTC), usegmt=True),
        "cache-control": "no-cache",
    }
    if _is_known(request.headers, tag, found.updated):
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type="application/atom+xml", headers=headers)


def _is_known(headers: Mapping[str, str], tag: str, updated: datetime) -> bool:
    """Whether a reader has this very feed already; of both ways to ask the tag counts."""
    known = headers.get("if-none-match")
    if known is not None:
        return "*" in known or tag in (one.strip().removeprefix("W/") for one in known.split(","))
    try:
        since = parsedate_to_datetime(headers["if-modified-since"])
        return updated.replace(microsecond=0) <= since
    except (KeyError, ValueError, TypeError, OverflowError):
        return False


def _calendar(content: bytes, asked: _Asked) -> Response:
    name = f"pulyolu-{asked.transfer.corridor.key.lower()}.ics"
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/calendar", headers=headers)


def _refusal(said: str, status: int, more: Mapping[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{said}\n", status, headers={"cache-control": "no-store", **(more or {})})
