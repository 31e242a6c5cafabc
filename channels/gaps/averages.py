"""Means and medians of exact figures."""

from collections.abc import Sequence
from decimal import Decimal

from channels.money import ZERO


def simple_mean(values: Sequence[Decimal]) -> Decimal | None:
    """The mean in which every service counts alike (RPW: the Global Average); None of none."""
    return sum(values, ZERO) / len(values) if values else None


def weighted_mean(values: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """The mean of (value, weight) pairs; None without any weight."""
    whole = sum((weight for _, weight in values), ZERO)
    return sum((value * weight for value, weight in values), ZERO) / whole if whole else None


def median(values: Sequence[Decimal]) -> Decimal | None:
    """The middle value, or the mean of the middle two; None of none."""
    ordered = sorted(values)
    if not ordered:
        return None
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
