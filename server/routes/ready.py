"""Whether the server can be given readers: data are read, the store answers, publications arrive."""

from collections.abc import Awaitable, Callable
from functools import partial

import anyio
from anyio import CapacityLimiter, to_thread
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from channels.dataset.dataset import DatasetError
from channels.store.engine import reading, version
from channels.store.faults import StoreError, StoreFault
from server.data_cache import DataCache
from server.follower import Follower
from server.routes.phone_pages import Store

PATH = "/readyz"
WITHIN = 3.0
"""Seconds in which data and store have to answer."""
AT_ONCE = 2
"""Questions at one time: those that wait for a stuck database do not pile up."""
READY = "ready\n"
FAULTY = "The data have faults."
UNREAD = "The data are not read yet."
SLOW = "The store does not answer in time."
SILENT = "The store does not answer."
BEHIND = "Publications of other servers do not arrive."
SAID = {
    StoreFault.BAD_ADDRESS: "DATABASE_URL names no database.",
    StoreFault.NEWER: "The store was written by a newer version of this program.",
    StoreFault.DAMAGED: "The store is damaged.",
}
"""One sentence for each fault, without a place or a name in it."""


def ready(
    data: DataCache, votes: Store, follower: Follower | None = None, *, within: float = WITHIN
) -> Callable[[Request], Awaitable[Response]]:
    """What answers 200 where readers can be sent here, else 503 with a sentence for each fault."""
    threads: list[CapacityLimiter] = []

    async def in_time(work: Callable[[], str | None], late: str) -> str | None:
        if not threads:
            threads.append(CapacityLimiter(AT_ONCE))
        with anyio.move_on_after(within):
            return await to_thread.run_sync(work, abandon_on_cancel=True, limiter=threads[0])
        return late

    async def answer(_request: Request) -> Response:
        checks = [
            await in_time(partial(_data_fault, data), UNREAD),
            await in_time(partial(_store_fault, votes), SLOW),
        ]
        if follower is not None and follower.is_behind():
            checks.append(BEHIND)
        faults = [fault for fault in checks if fault is not None]
        said = "".join(f"{fault}\n" for fault in faults) or READY
        return PlainTextResponse(said, 503 if faults else 200, headers={"cache-control": "no-store"})

    return answer


def _data_fault(data: DataCache) -> str | None:
    try:
        data.dataset("real")
    except DatasetError:
        return FAULTY
    return None


def _store_fault(votes: Store) -> str | None:
    try:
        with reading(votes()) as connection:
            version(connection)
    except StoreError as fault:
        return SAID.get(fault.fault, SILENT)
    except (SQLAlchemyError, OSError):
        return SILENT
    return None
