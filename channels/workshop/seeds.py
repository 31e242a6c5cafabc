"""Chance that two rooms share: a few signs on the board decide what is drawn, on any machine."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TypeVar

SIGNS = "23456789ACEHKMPTXY"
"""Digits and capitals that look alike in Latin and Russian and cannot be taken for each other."""

LENGTH = 4
_TYPED = str.maketrans("асенкмртхуАСЕНКМРТХУacehkmptxy", "ACEHKMPTXY" * 3)

T = TypeVar("T")


def read(text: str) -> str | None:
    """A seed as it was typed, with either alphabet and in small letters too; None for anything else."""
    seed = text.strip().translate(_TYPED)
    return seed if len(seed) == LENGTH and all(sign in SIGNS for sign in seed) else None


def made(number: int) -> str:
    """The seed of a number from 0; numbers that are 104,976 apart have the same."""
    signs = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(SIGNS))
        signs.append(SIGNS[place])
    return "".join(reversed(signs))


def laid(seed: str, purpose: str, items: Sequence[T], name: Callable[[T], str] = str) -> list[T]:
    """The items in the order in which they are drawn.

    Each stands at the place of its SHA-256 over `pulyolu:1:SEED:PURPOSE:NAME` in UTF-8, the smallest
    first, so that an item that is added or taken away leaves the order of the others alone.
    """
    return sorted(items, key=lambda item: (_digest(seed, purpose, name(item)), name(item)))


def tossed(seed: str, purpose: str) -> bool:
    """Heads or tails: whether the last bit of the SHA-256 over `pulyolu:1:SEED:PURPOSE:` is set."""
    return bool(_digest(seed, purpose, "")[-1] & 1)


def _digest(seed: str, purpose: str, name: str) -> bytes:
    return sha256(f"pulyolu:1:{seed}:{purpose}:{name}".encode()).digest()
