"""How often one address may do a thing, in a minute or a day, and how much it may hold open."""

import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from ipaddress import IPv6Address, ip_address
from threading import Lock

MOST_ADDRESSES = 10_000
WIDER = 8
"""How many times as much a provider's customer (/48 of IPv6) may take as one household (/64) of it."""


@dataclass(frozen=True, slots=True)
class Taking:
    """Tokens that one who asks much took out of a bucket here: whose, how many, how much a full one holds."""

    key: str
    tokens: float
    full: float
    a_second: float


class Bucket:
    """A bucket of tokens for each address: a question takes one, and they come back evenly.

    `at_once`: how many tokens a full bucket has, if fewer than those of a minute. The addresses seen longest
    ago are forgotten, so that memory stays small. `is_shared`: what those take who leave their bucket less
    than half full is kept for the other servers, who are told of it by `takings`.
    """

    def __init__(
        self,
        a_minute: int,
        clock: Callable[[], float] = time.monotonic,
        *,
        at_once: int | None = None,
        is_shared: bool = False,
    ) -> None:
        self._a_minute = a_minute
        self._at_once = a_minute if at_once is None else min(at_once, a_minute)
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._much: dict[str, tuple[float, int]] | None = {} if is_shared else None
        self._lock = Lock()

    def wait(self, address: str) -> int:
        """Takes a token: 0, or the whole seconds until there is one."""
        if not self._a_minute:
            return 0
        with self._lock:
            return max([self._taken(key, times) for key, times in groups(address)])

    def takings(self, most: int) -> list[Taking]:
        """What those took here who ask much, since this was last asked; of so many keys at most."""
        if not self._much:
            return []
        with self._lock:
            for key, (_, times) in [*self._much.items()]:
                if key not in self._left or self._now(key, times)[0] >= self._at_once * times:
                    # Its bucket is full again, here and in the store.
                    del self._much[key]
            found = [(key, *self._much[key]) for key in self._much if self._much[key][0]][:most]
            self._much |= {key: (0.0, times) for key, _, times in found}
        return [
            Taking(key, tokens, self._at_once * times, self._a_minute * times / 60)
            for key, tokens, times in found
        ]

    def learn(self, key: str, left: float) -> None:
        """What is left in a bucket, with what was taken on all servers until `takings` was last asked."""
        with self._lock:
            if self._much and key in self._much:
                self._left[key] = (left - self._much[key][0], self._clock())

    def _now(self, key: str, times: int) -> tuple[float, float]:
        now, full = self._clock(), self._at_once * times
        left, seen = self._left.get(key, (full, now))
        return min(full, left + (now - seen) * self._a_minute * times / 60), now

    def _taken(self, key: str, times: int) -> int:
        left, now = self._now(key, times)
        self._left.pop(key, None)
        self._left[key] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        if left < 1:
            return max(1, math.ceil((1 - left) * 60 / (self._a_minute * times)))
        self._note(key, times, left - 1)
        return 0

    def _note(self, key: str, times: int, left: float) -> None:
        """Keep for the other servers what was taken, as soon as it is much."""
        if self._much is None:
            return
        full = self._at_once * times
        if key in self._much:
            self._much[key] = (self._much[key][0] + 1, times)
        elif left < full / 2 and len(self._much) < MOST_ADDRESSES:
            self._much[key] = (full - left, times)


class OpenCount:
    """How much each address holds open now, of what it may hold and of what all may hold together."""

    def __init__(self, each: int, together: int) -> None:
        self.each = each
        self.together = together
        self._held: Counter[str] = Counter()
        self._all = 0

    def take(self, address: str, *, limited: bool = True) -> bool:
        """One more for an address; False where it has enough, or all together have.

        An address that is not `limited` stands for many and counts towards all alone.
        """
        found = groups(address) if limited else ()
        if self._all >= self.together or any(self._held[key] >= self.each * times for key, times in found):
            return False
        self._all += 1
        self._held.update(key for key, _ in found)
        return True

    def is_full(self) -> bool:
        """Whether all together hold what they may."""
        return self._all >= self.together

    def give_back(self, address: str, *, limited: bool = True) -> None:
        """One less for an address, as it was taken."""
        self._all -= 1
        for key, _ in groups(address) if limited else ():
            self._held[key] -= 1
            if not self._held[key]:
                del self._held[key]


def groups(address: str) -> tuple[tuple[str, int], ...]:
    """Whose limits an address counts against, and how many times the usual limit each of them has.

    An IPv4 address counts alone; one of IPv6 for its household and for the customer of whom that is a part.
    """
    known = _parsed(address)
    if isinstance(known, IPv6Address):
        return (household(address), 1), (f"{int(known) >> 80}/48", WIDER)
    return ((household(address), 1),)


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
    known = _parsed(address)
    if isinstance(known, IPv6Address):
        return str(int(known) >> 64)
    return address if known is None else known


def _parsed(address: str) -> IPv6Address | str | None:
    """An IPv6 address, or an IPv4 address as text; None for no address."""
    try:
        known = ip_address(address)
    except ValueError:
        return None
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return known
    return str(known.ipv4_mapped or known) if isinstance(known, IPv6Address) else str(known)
