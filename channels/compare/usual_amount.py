"""The amount with which readers begin, and for which prices are collected first."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from channels.dataset.dataset import Dataset
from channels.pricing.fees import USD_200
from channels.pricing.fx import worth

NEAR = Decimal("0.25")
"""A price of an amount within a quarter of a price point counts for it."""


def usual_amount(data: Dataset, currency: str, day: date) -> Decimal | None:
    """The worth of 200 dollars as people say it; None where no rate is known.

    In one figure and zeros, or in two where one figure is more than a quarter off.
    """
    exact = worth(data.rates, day, USD_200, base="USD", quote=currency)
    if exact is None:
        return None
    short = rounded(exact, 1)
    return short if is_near(short, exact) else rounded(exact, 2)


def first_amount(data: Dataset, currency: str, day: date) -> Decimal:
    """The amount that stands in readers' form at first: the usual one, a thousand where no rate is known."""
    return usual_amount(data, currency, day) or Decimal(1_000)


def is_near(amount: Decimal, point: Decimal) -> bool:
    """Whether a price of an amount counts for a price point, both in the same currency."""
    return abs(amount / point - 1) <= NEAR


def rounded(exact: Decimal, figures: int) -> Decimal:
    """An amount to so many figures, half to even, and zeros."""
    step = Decimal(10) ** (exact.adjusted() - figures + 1)
    return (exact / step).quantize(Decimal(1), rounding=ROUND_HALF_EVEN) * step
