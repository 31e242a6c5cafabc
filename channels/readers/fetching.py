"""One question to a server outside: its answer whole and in time, or one reason why there is none."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import stamina

from channels.clock import now as moment
from channels.readers.failed import Failed

VERSION = "0.1.0"
"""The program's version, as pyproject.toml has it."""
PURPOSE = "remittance comparison for Azerbaijan"
PASSING = frozenset({"unreachable", "broken_off", "too_slow", "server_error", "busy"})
"""What may be otherwise a moment later."""
LONGEST_REST = timedelta(days=365)
"""A longer Retry-After counts as this, so that no figure is too large for a day."""
# Each further try is told by an exception at the end; stamina would print it in between.
logging.getLogger("stamina").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much is waited for.

    `seconds`: one try, from the first look-up of the name to the last byte. `tries`: how often. `patience`:
    the longest Retry-After, in seconds, that is waited for. `size`: bytes.
    """

    seconds: float = 10.0
    tries: int = 3
    patience: float = 30.0
    size: int = 1_000_000


@dataclass(frozen=True, slots=True)
class FetchedAnswer:
    """The bytes of an answer as they came, with the clocks of question and answer, in UTC."""

    url: str
    body: bytes
    asked: datetime
    answered: datetime

    @property
    def sha256(self) -> str:
        """The hash of the bytes."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked: a GET with parameters, or a POST of JSON where there is something to post."""

    url: str
    parameters: Mapping[str, str]
    json_body: Any = None

    def sent_by(self, client: httpx.AsyncClient) -> httpx.Request:
        """The request. Raises `httpx.InvalidURL` for what is no address."""
        if self.json_body is None:
            return client.build_request("GET", self.url, params=dict(self.parameters))
        return client.build_request("POST", self.url, params=dict(self.parameters), json=self.json_body)


def agent(contact: str | None = None) -> str:
    """How the program names itself to a server: with its version, and whom its keeper named for questions."""
    return f"Pulyolu/{VERSION} ({PURPOSE}{f'; {contact}' if contact else ''})"


def fetch(
    url: str,
    parameters: Mapping[str, str] | None = None,
    *,
    json_body: Any = None,
    contact: str | None = None,
    limits: Limits | None = None,
    now: Callable[[], datetime] = moment,
) -> FetchedAnswer:
    """The answer to a GET, or to a POST of `json_body` as JSON, with status 200.

    `contact`: an address that stands in the User-Agent. Not to be called from a running event loop.
    Redirects are not followed and packed answers not unpacked: both could lead anywhere. A short
    Retry-After is kept to, a long one is handed on; 429 without one is not asked again. Raises `Failed`.
    """
    return asyncio.run(_fetch(_Question(url, parameters or {}, json_body), contact, limits or Limits(), now))


async def _fetch(
    question: _Question, contact: str | None, limits: Limits, now: Callable[[], datetime]
) -> FetchedAnswer:
    def again(fault: Exception) -> bool | float:
        if not isinstance(fault, Failed) or fault.code not in PASSING:
            return False
        if fault.until is None:
            return not fault.unwelcome
        rest = (fault.until - now()).total_seconds()
        return max(rest, 0.0) if rest <= limits.patience else False

    pause = limits.seconds / 20
    tries = stamina.retry_context(
        on=again, attempts=limits.tries, timeout=None,
        wait_initial=pause, wait_max=limits.seconds, wait_jitter=pause,
    )  # fmt: skip
    headers = {"user-agent": agent(contact), "accept-encoding": "identity"}
    async with httpx.AsyncClient(headers=headers, timeout=limits.seconds, follow_redirects=False) as client:
        async for attempt in tries:
            with attempt:
                return await _once(client, question, limits, now)
    raise AssertionError("the last try has raised")


async def _once(
    client: httpx.AsyncClient, question: _Question, limits: Limits, now: Callable[[], datetime]
) -> FetchedAnswer:
    asked = now()
    body = bytearray()
    try:
        # httpx limits each read; a server that sends a byte now and then would hold us for ever.
        async with asyncio.timeout(limits.seconds):
            response = await client.send(question.sent_by(client), stream=True)
            try:
                judge(response, limits, now())
                async for part in response.aiter_raw():
                    body += part
                    if len(body) > limits.size:
                        raise Failed("too_large")
            finally:
                await response.aclose()
    except (TimeoutError, httpx.TimeoutException):
        raise Failed("too_slow") from None
    except (httpx.ReadError, httpx.RemoteProtocolError):
        raise Failed("broken_off") from None
    except (httpx.TransportError, httpx.InvalidURL):
        raise Failed("unreachable") from None
    if not body:
        raise Failed("empty")
    return FetchedAnswer(str(response.url), bytes(body), asked, now())


def judge(response: httpx.Response, limits: Limits, now: datetime) -> None:
    """Raise `Failed` for an answer that is not to be read, by its status and what its head says of it."""
    status = str(response.status_code)
    if response.status_code in (429, 503):
        until = _until(response.headers.get("retry-after"), now)
        if response.status_code == 429 or until is not None:
            raise Failed("busy", until=until, status=status)
    if response.status_code // 100 == 3:
        raise Failed("redirected", status=status)
    if response.status_code >= 500:
        raise Failed("server_error", status=status)
    if response.status_code != 200:
        raise Failed("refused", status=status)
    if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise Failed("packed")
    length = response.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and len(length) < 20 and int(length) > limits.size:
        raise Failed("too_large")


def _until(rest: str | None, now: datetime) -> datetime | None:
    """When a Retry-After is over, whether it counts seconds or names a time; None where it says neither."""
    text = (rest or "").strip()
    if text.isascii() and text.isdigit():
        seconds = int(text[:10]) if len(text) <= 10 else int(LONGEST_REST.total_seconds())
        return now + min(timedelta(seconds=seconds), LONGEST_REST)
    try:
        named = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return min(named if named.tzinfo else named.replace(tzinfo=UTC), now + LONGEST_REST)
