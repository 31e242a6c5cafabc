"""What the charges of a tariff come to for an amount, and the amount that a budget can carry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from channels.money import HUNDRED, ZERO
from channels.records.providers import Charge
from channels.terms import Payer

TWELVE_PLACES = Decimal("1E-12")
USD_200, USD_500 = Decimal(200), Decimal(500)
"""The amounts at which the World Bank's survey (RPW) prices a transfer, US dollars."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The charge for amounts over `above` up to and with `up_to`: `fixed` + `rate` x amount."""

    above: Decimal
    up_to: Decimal | None
    fixed: Decimal
    rate: Decimal


Schedule = tuple[Piece, ...]
"""Pieces in order, without a hole, from 0 to any amount."""
FREE: Schedule = (Piece(ZERO, None, ZERO, ZERO),)


def schedule(
    charges: Sequence[Charge],
    payer: Payer,
    *,
    most: bool = True,
    worth: Callable[[str], Decimal | None] | None = None,
) -> Schedule | None:
    """All of one payer's charges as one function of the amount.

    `most` takes the upper end where a charge is a range. `worth` gives one unit of a charge's own
    currency in the currency of the amount; None is returned where it does not know one.
    """
    lines: list[_ChargeLine] = []
    for charge in charges:
        if charge.payer is not payer:
            continue
        factor = Decimal(1) if charge.currency is None or worth is None else worth(charge.currency)
        if factor is None:
            return None
        lines.append(_line(charge, factor, most=most))
    if not lines:
        return FREE
    cuts = sorted({cut for line in lines for cut in line.cuts})
    return tuple(_piece(lines, low, high) for low, high in zip(cuts, [*cuts[1:], None], strict=True))


def between(points: Sequence[tuple[Decimal, Decimal]]) -> Schedule:
    """The fee through observed (amount, fee) points, ordered by amount.

    Between two points it is interpolated in money. Below the first and above the last it is the
    dearer of that point's fee in money and in percent.
    """
    first_amount, first_fee = points[0]
    pieces = [Piece(ZERO, first_amount, first_fee, ZERO)]
    for (a, fee_a), (b, fee_b) in pairwise(points):
        rate = (fee_b - fee_a) / (b - a)
        pieces.append(Piece(a, b, fee_a - rate * a, rate))
    last_amount, last_fee = points[-1]
    return (*pieces, Piece(last_amount, None, ZERO, last_fee / last_amount))


def due(pieces: Schedule, amount: Decimal) -> Decimal:
    """The charge for an amount above 0, in the currency of the schedule.

    Exact, but for a charge without end, as interpolation makes them: that is cut to 12 decimals, so
    that all sums with it are exact.
    """
    return _charge(piece_at(pieces, amount), amount)


def fee_percent(fee: Decimal, amount: Decimal) -> Decimal:
    """A fee in percent of the amount above 0 that is sent besides it."""
    return fee / amount * HUNDRED


def rpw_cost(fee: Decimal, amount: Decimal, margin: Decimal | None) -> Decimal | None:
    """RPW's total cost: fee / amount x 100 + margin, in percent of the amount; None without the margin.

    Source: World Bank, Remittance Prices Worldwide, methodology.
    """
    return None if margin is None else fee_percent(fee, amount) + margin


def piece_at(pieces: Schedule, amount: Decimal) -> Piece:
    """The piece that holds for an amount above 0."""
    for piece in pieces:
        if piece.up_to is None or amount <= piece.up_to:
            return piece
    raise ValueError("a schedule has no end")


def _charge(piece: Piece, amount: Decimal) -> Decimal:
    charge = piece.fixed + piece.rate * amount
    exponent = charge.as_tuple().exponent
    return charge.quantize(TWELVE_PLACES) if isinstance(exponent, int) and exponent < -12 else charge


def principal(pieces: Schedule, budget: Decimal, unit: Decimal) -> Decimal | None:
    """The largest amount in whole minor units that with its charge stays within the budget.

    None when the charge eats the whole budget. Found band by band, because amount + charge may
    fall where a band begins.
    """
    for piece in reversed(pieces):
        top = piece.up_to
        # Where the fee falls by more than the amount grows, the end of the piece is the cheapest.
        if 1 + piece.rate > 0:
            reach = (budget - piece.fixed) / (1 + piece.rate)
            top = reach if top is None else min(top, reach)
        if top is None:
            continue
        floor = top.quantize(unit, rounding=ROUND_FLOOR)
        # A slope or a quotient is rounded somewhere: the last unit is decided by the charge itself.
        for amount in (floor + unit, floor, floor - unit):
            inside = amount > max(piece.above, ZERO) and (piece.up_to is None or amount <= piece.up_to)
            if inside and amount + _charge(piece, amount) <= budget:
                return amount
    return None


@dataclass(frozen=True, slots=True)
class _ChargeLine:
    charge: Charge
    flat: Decimal
    rate: Decimal
    at_least: Decimal | None
    at_most: Decimal | None
    cuts: frozenset[Decimal]

    def at(self, amount: Decimal) -> tuple[Decimal, Decimal]:
        """The fixed part and the rate that hold around an amount inside this line's band."""
        over = self.charge.over
        fixed, rate = (self.flat, ZERO) if amount <= over else (self.flat - self.rate * over, self.rate)
        value = fixed + rate * amount
        if self.at_least is not None and value < self.at_least:
            return self.at_least, ZERO
        if self.at_most is not None and value > self.at_most:
            return self.at_most, ZERO
        return fixed, rate


def _line(charge: Charge, factor: Decimal, *, most: bool) -> _ChargeLine:
    percent = charge.percent_most if most and charge.percent_most is not None else charge.percent
    flat = (charge.flat_most if most and charge.flat_most is not None else charge.flat) * factor
    rate = percent / HUNDRED
    floor = None if charge.at_least is None else charge.at_least * factor
    ceiling = None if charge.at_most is None else charge.at_most * factor
    cuts = {ZERO, charge.above}
    if charge.up_to is not None:
        cuts.add(charge.up_to)
    if charge.over > charge.above:
        cuts.add(charge.over)
    if rate:
        for bound in (floor, ceiling):
            if bound is not None and bound > flat:
                cuts.add(charge.over + (bound - flat) / rate)
    return _ChargeLine(charge, flat, rate, floor, ceiling, frozenset(cuts))


def _piece(lines: Sequence[_ChargeLine], low: Decimal, high: Decimal | None) -> Piece:
    inside = low + 1 if high is None else (low + high) / 2
    fixed = rate = ZERO
    for line in lines:
        band = line.charge
        if inside > band.above and (band.up_to is None or inside <= band.up_to):
            more_fixed, more_rate = line.at(inside)
            fixed += more_fixed
            rate += more_rate
    return Piece(low, high, fixed, rate)
