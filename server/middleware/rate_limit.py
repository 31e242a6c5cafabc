"""How many questions one address may put in a minute, and what it may do once a day."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from ipaddress import IPv6Address, ip_address
from threading import Lock

MOST_ADDRESSES = 10_000


class Bucket:
    """A bucket of tokens for each address: a question takes one, and they come back evenly.

    The addresses seen longest ago are forgotten, so that memory stays small.
    """

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute = a_minute
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Takes a token: 0, or the whole seconds until there is one."""
        if not self._a_minute:
            return 0
        key, now = household(address), self._clock()
        left, seen = self._left.pop(key, (self._a_minute, now))
        left = min(self._a_minute, left + (now - seen) * self._a_minute / 60)
        self._left[key] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return 0 if left >= 1 else max(1, math.ceil((1 - left) * 60 / self._a_minute))


class OncePerDay:
    """Which address has done which thing today: in memory alone, forgotten the next day.

    Those seen longest ago are forgotten first, so that memory stays small.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._day: date | None = None
        self._done: OrderedDict[tuple[str, str], None] = OrderedDict()

    def take(self, address: str, what: str, day: date) -> bool:
        """Note that an address does a thing on a day; False where it has done so already."""
        with self._lock:
            if day != self._day:
                self._day = day
                self._done.clear()
            key = household(address), what
            if key in self._done:
                return False
            self._done[key] = None
            if len(self._done) > MOST_ADDRESSES:
                self._done.popitem(last=False)
            return True

    def give_back(self, address: str, what: str) -> None:
        """Forget that an address did a thing, which came to nothing."""
        with self._lock:
            self._done.pop((household(address), what), None)


def household(address: str) -> str:
    """Rate-limit key: the IPv6 /64 prefix, or the IPv4 address."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or int(known) >> 64)
    return str(known)
