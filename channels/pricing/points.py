"""The points of a price: the amounts for which somebody was told it, and the principals that each covers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from channels.money import ZERO
from channels.records.observations import Observation
from channels.terms import Basis, Evidence, Grade

T = TypeVar("T")

Wait = tuple[int | None, int | None]
"""Least and most minutes."""


@dataclass(frozen=True, slots=True)
class Told:
    """The price of one amount, and what was told with it: how long it takes, how it is paid and handed over.

    The price covers every principal from `least` up to the amount: who asks for the amount in all sends less
    by the fee. `seen` is the day of the look, `measured` the best grade that the reference of then allows,
    `expired` that it was to hold until a day that is over.
    """

    amount: Decimal
    least: Decimal
    price: Observation
    seen: date
    measured: Grade = Grade.CURRENT
    expired: bool = False

    @property
    def wait(self) -> Wait:
        """Least and most minutes."""
        return self.price.minutes_least, self.price.minutes_most

    def covers(self, amount: Decimal) -> bool:
        """Whether a principal has this price."""
        return self.least <= amount <= self.amount


def through(points: Sequence[tuple[Decimal, Decimal | None]]) -> Callable[[Decimal], Decimal | None]:
    """The margin at an amount: interpolated in percent, the nearest point's beyond the ends."""
    own = dict(points)

    def at(amount: Decimal) -> Decimal | None:
        if amount in own:
            return own[amount]
        if amount <= points[0][0]:
            return points[0][1]
        for (a, of_a), (b, of_b) in pairwise(points):
            if amount <= b:
                if of_a is None or of_b is None:
                    return None
                return of_a + (of_b - of_a) * (amount - a) / (b - a)
        return points[-1][1]

    return at


def told_points(
    at: Mapping[Decimal, Observation],
    worth: Mapping[str, Decimal],
    looks: Mapping[Decimal, tuple[date, Grade, bool]],
) -> tuple[Told, ...]:
    """What was told with each amount's price, least amount first, with the principals that the price covers.

    `looks`: by amount the day of the look, the grade that it allows, and whether it has expired.

    A price that somebody took covers its principal and its outlay alike: who hands over its amount in all
    sends less by the fee, at the same fee and margin. It takes nothing from what the price below covers, and
    a survey's higher points, which nobody handed over, cover their own amount alone.
    """
    found: list[Told] = []
    sent = in_all = ZERO
    for amount, point in sorted(at.items()):
        fee = (point.fee or ZERO) * worth[point.currency]
        apart = point.evidence is not Evidence.SURVEYED and amount - fee > sent and amount > in_all
        least = amount - fee if apart or not found else amount
        found.append(Told(amount, least, point, *looks[amount]))
        sent, in_all = amount, amount + fee
    return tuple(found)


def over(told: Sequence[Told], points: Sequence[tuple[Decimal, T]]) -> list[tuple[Decimal, T]]:
    """Points with what each says at its amount said at the least principal of its price too."""
    own = dict(points)
    starts = [(one.least, own[one.amount]) for one in told[1:] if one.least < one.amount]
    return sorted([*points, *starts], key=lambda point: point[0])


def basis_of(told: Sequence[Told]) -> Callable[[Decimal], Basis]:
    """How a principal's price is known: as it was told, between two that were told, or beyond all of them."""

    def at(amount: Decimal) -> Basis:
        if any(one.covers(amount) for one in told):
            return Basis.EXACT
        return Basis.INTERPOLATED if told[0].amount < amount < told[-1].amount else Basis.ESTIMATE

    return at
