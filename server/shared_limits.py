"""Limits that count on all servers of a store together, within half a second; without one, on this alone."""

import time
from collections.abc import Callable
from datetime import date
from functools import cache

from sqlalchemy import Engine

from channels.store import limits
from channels.store.limits import TakenTokens
from channels.store.published_files import is_shared
from server.middleware.rate_limit import Bucket, household
from server.server_secret import signature

AT_ONCE = 1_000
"""Buckets of a kind that are counted together in one go; the others wait for the next."""
FORGETS_EVERY = 60.0


class SharedLimits:
    """The buckets that all servers share, by name. In one with fewer than half of its tokens all count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._buckets: dict[str, Bucket] = {}
        self._clock = clock
        self._forgot = clock()

    def bucket(self, name: str, a_minute: int) -> Bucket:
        """A new bucket of a name, in the place of the one before."""
        self._buckets[name] = Bucket(a_minute, is_shared=True)
        return self._buckets[name]

    def count(self, engine: Engine) -> None:
        """Tell the store what was taken here, and learn what was taken elsewhere. Raises SQLAlchemyError."""
        taken = {
            (name, hashed(name, one.key)): (bucket, one)
            for name, bucket in self._buckets.items()
            for one in bucket.takings(AT_ONCE)
        }
        if taken:
            left = limits.count(
                engine,
                [
                    TakenTokens(name, address, one.tokens, one.full, one.a_second)
                    for (name, address), (_, one) in taken.items()
                ],
            )
            for whose, (bucket, one) in taken.items():
                bucket.learn(one.key, left[whose])
        if self._clock() - self._forgot >= FORGETS_EVERY:
            self._forgot = self._clock()
            limits.forget(engine)


def once(engine: Engine, address: str, what: str, day: date) -> bool:
    """Note in a store that others share that an address does a thing on a day; False where it has already."""
    assert is_shared(engine)
    return limits.once(engine, what, hashed(f"{day} {what}", household(address)), day)


def hashed(what: str, key: str) -> str:
    """What stands for an address: for another thing it is another, and only these servers can make it."""
    return signature(f"limit {what} {key}")


@cache
def shared_limits() -> SharedLimits:
    """One for the process."""
    return SharedLimits()
