"""A large file from a server outside, taken to the disk piece by piece, and on from where it broke off."""

import asyncio
import hashlib
import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from channels import files
from channels.clock import now as moment
from channels.readers.failed import Failed
from channels.readers.fetching import PASSING, Limits, agent, judge

Told = Callable[[int, int | None], None]
"""Called with the bytes that are there and those of the whole; None where the server does not say."""
RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15})")


@dataclass(frozen=True, slots=True)
class DownloadLimits:
    """How much is taken, and how long is waited for.

    `size`: bytes of the whole. `seconds`: until the answer begins, and between two pieces. `pace`: bytes a
    second that a server must keep over `window` seconds. `tries`: how often, each on from where it broke off.
    """

    size: int = 256 * 2**20
    seconds: float = 20.0
    pace: int = 4_096
    window: float = 30.0
    tries: int = 6
    pause: float = 1.0


def download(
    url: str, path: Path, *, contact: str | None = None, limits: DownloadLimits | None = None,
    told: Told = lambda *_: None, now: Callable[[], datetime] = moment,
) -> str:  # fmt: skip
    """The SHA-256 of a file that stands whole at `path` now.

    What a broken download left behind is gone on with where the server says that its file is the same; else
    it begins anew. Not to be called from a running event loop. Raises `Failed`, and OSError where nothing
    can be written; then `path` is as it was.
    """
    bounds = limits or DownloadLimits()
    part = _Part(path)
    for number in range(bounds.tries):
        try:
            asyncio.run(_take(url, part, contact, bounds, told, now))
            break
        except _Other:
            part.forget()
            if number == bounds.tries - 1:
                raise Failed("broken_off") from None
        except Failed as fault:
            if fault.code == "too_large":
                part.forget()
            again = fault.code in PASSING and fault.until is None and not fault.unwelcome
            if not again or number == bounds.tries - 1:
                raise
            time.sleep(bounds.pause * 2**number)
    with part.body.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    part.body.replace(path)
    part.forget()
    return digest


class _Other(Exception):
    """What comes is no continuation of what is there: begin anew."""


class _Part:
    """The beginning of a file, and by what the server knows the file again."""

    def __init__(self, path: Path) -> None:
        self.body = path.with_name(f"{path.name}.part")
        self._note = path.with_name(f"{path.name}.part.json")

    def state(self, url: str) -> tuple[int, str]:
        """How many bytes are there, and by what the server knows them; 0 where it cannot tell."""
        try:
            note: Any = json.loads((files.read(self._note) or b"").decode())
            size = self.body.stat().st_size
        except (OSError, ValueError):
            return 0, ""
        known = note.get("mark") if isinstance(note, dict) and note.get("url") == url else None
        return (size, known) if isinstance(known, str) and known else (0, "")

    def begin(self, url: str, mark: str) -> None:
        """Forget what is there, and note by what the server knows what comes."""
        self.forget()
        files.replace(self._note, json.dumps({"url": url, "mark": mark}).encode())

    def forget(self) -> None:
        """As if nothing had come."""
        for path in (self.body, self._note):
            path.unlink(missing_ok=True)


async def _take(
    url: str, part: _Part, contact: str | None, limits: DownloadLimits, told: Told,
    now: Callable[[], datetime],
) -> None:  # fmt: skip
    size, mark = part.state(url)
    headers = {"user-agent": agent(contact), "accept-encoding": "identity"}
    if size:
        headers |= {"range": f"bytes={size}-", "if-range": mark}
    try:
        async with httpx.AsyncClient(
            headers=headers, timeout=limits.seconds, follow_redirects=False
        ) as client:
            async with asyncio.timeout(limits.seconds):
                response = await client.send(client.build_request("GET", url), stream=True)
            try:
                whole = _begun(response, url, part, size, limits, now())
                await _pieces(response, part, whole, limits, told)
            finally:
                with suppress(httpx.HTTPError):
                    await response.aclose()
    except (TimeoutError, httpx.TimeoutException):
        raise Failed("too_slow") from None
    except (httpx.ReadError, httpx.RemoteProtocolError):
        raise Failed("broken_off") from None
    except (httpx.TransportError, httpx.InvalidURL):
        raise Failed("unreachable") from None


def _begun(
    response: httpx.Response, url: str, part: _Part, size: int, limits: DownloadLimits, now: datetime
) -> int | None:
    """The bytes of the whole; None where the server does not say. Raises `Failed`."""
    if size and response.status_code == 206:
        found = RANGE.fullmatch(response.headers.get("content-range", ""))
        if found is None or int(found[1]) != size:
            raise _Other
        if int(found[2]) > limits.size:
            raise Failed("too_large")
        return int(found[2])
    if size and response.status_code == 416:
        raise _Other
    judge(response, Limits(size=limits.size), now)
    length = response.headers.get("content-length", "")
    etag = response.headers.get("etag", "")
    strong = "" if etag.startswith("W/") else etag
    part.begin(url, strong or response.headers.get("last-modified", ""))
    return int(length) if length.isascii() and length.isdigit() else None


async def _pieces(
    response: httpx.Response, part: _Part, whole: int | None, limits: DownloadLimits, told: Told
) -> None:
    began, kept = time.monotonic(), 0
    with part.body.open("ab") as file:
        there = file.tell()
        async for piece in response.aiter_raw():
            file.write(piece)
            there += len(piece)
            kept += len(piece)
            if there > limits.size:
                raise Failed("too_large")
            passed = time.monotonic() - began
            if passed > limits.window:
                if kept < limits.pace * passed:
                    raise Failed("too_slow")
                began, kept = time.monotonic(), 0
            told(there, whole)
    if whole is not None and there != whole:
        raise Failed("broken_off") if there < whole else _Other
    if not there:
        raise Failed("empty")
