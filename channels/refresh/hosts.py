"""Manners towards a server outside: one question at a time, and a rest where it asked for one."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from channels import files
from channels.clock import now as moment
from channels.readers.failed import Failed
from channels.readers.fetching import FetchedAnswer, Limits, fetch
from channels.refresh import fetch_log

LONGEST_REST = timedelta(days=1)
"""A server that asks for a longer rest is asked again after this one."""
UNWELCOME_REST = timedelta(days=1)
"""How long a server that answered 403 or 429 is left alone."""


def ask(
    var: Path,
    url: str,
    parameters: Mapping[str, str] | None = None,
    *,
    json_body: Any = None,
    contact: str | None = None,
    limits: Limits | None = None,
    pause: float = 0.0,
    now: Callable[[], datetime] = moment,
) -> FetchedAnswer:
    """An answer, as `channels.readers.fetching.fetch` has it; the next question to its host waits for this.

    `pause`: seconds for which the host is left in peace behind the answer. A rest that the host asked for is
    kept to and written down, and 403 or 429 lead to one of a day. Raises `Failed`, with the code `busy` and
    its end while a rest lasts, and `not_written` where `var` cannot be written.
    """
    limit = limits or Limits()
    with turn(var, url, longest=limit.tries * limit.seconds, pause=pause, now=now):
        return fetch(url, parameters, json_body=json_body, contact=contact, limits=limit, now=now)


@contextmanager
def turn(
    var: Path, url: str, *, longest: float, pause: float = 0.0, now: Callable[[], datetime] = moment
) -> Iterator[None]:
    """Be the only one who asks a host, with the same manners. `longest`: seconds that others may take.

    A `Failed` that is raised in the block leads to the rest that is due. Raises `Failed` itself, as `ask`.
    """
    host = host_of(url)
    try:
        with files.alone(_folder(var, host), wait=files.LONGEST_WAIT + longest + pause):
            until, here = fetch_log.rests(var).get(host), now()
            # A longer rest was written down while the clock was wrong.
            if until is not None and here < until <= here + max(LONGEST_REST, UNWELCOME_REST):
                raise Failed("busy", until=until)
            try:
                yield
            except Failed as fault:
                until = _rest(var, host, fault, now())
                if fault.unwelcome and fault.until is not None:
                    # It is left alone for longer than it asked, and each that asks is told so.
                    raise Failed.kept(fault.code, fault.holes, until) from None
                raise
            finally:
                time.sleep(pause)
    except files.FolderTaken:
        raise Failed("busy") from None
    except OSError:
        raise Failed("not_written", folder=str(var)) from None


def host_of(url: str) -> str:
    """The name by which a server is left alone: its host, with the port where one is named."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def _rest(var: Path, host: str, fault: Failed, at: datetime) -> datetime | None:
    """Until when a host is to be left alone, written down; None where it is not."""
    if fault.unwelcome:
        until = at + UNWELCOME_REST
    elif fault.until is not None:
        until = min(fault.until, at + LONGEST_REST)
    else:
        return None
    with files.alone(fetch_log.folder(var)):
        fetch_log.note_rest(var, host, until)
    return until


def _folder(var: Path, host: str) -> Path:
    """Where the lock of a host lies; what no file may be called is written otherwise."""
    name = "".join(letter if letter.isalnum() or letter in ".-" else "_" for letter in host)
    return fetch_log.folder(var) / "hosts" / (name.strip(".") or "_")
