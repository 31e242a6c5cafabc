"""Money: an exact amount in one currency."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal

USUAL_PLACES = 2
PLACES = {
    **dict.fromkeys(
        (
            "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV",
            "XAF", "XOF", "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}  # fmt: skip
"""Decimals of every currency that has not two, by ISO 4217, list one (SIX, the maintenance agency),
published on 1 January 2026."""
MOST = Decimal(1_000_000_000)
"""The largest amount that the tool reads; above it an amount is a slip of the finger."""
HOLDS_TOGETHER = Decimal("0.1")
"""Percent by which what is paid out may be off what principal and rate give."""

EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
"""Wide enough that no sum or product of amounts, rates and fees is ever rounded on the way."""

_UNITS = {places: Decimal(1).scaleb(-places) for places in {*PLACES.values(), USUAL_PLACES}}


class MixedCurrencies(ValueError):
    """Two amounts in different currencies were put together."""


def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency that can be paid (ISO 4217): 0.01 for most."""
    return _UNITS[PLACES.get(currency, USUAL_PLACES)]


def is_payable(amount: Decimal, currency: str) -> bool:
    """Whether a currency has coins as small as an amount needs."""
    return amount.is_finite() and -int(amount.normalize().as_tuple().exponent) <= PLACES.get(
        currency, USUAL_PLACES
    )


def to_minor(amount: Decimal, currency: str) -> Decimal:
    """The amount rounded half-even to the currency's minor unit."""
    return amount.quantize(minor_unit(currency), rounding=ROUND_HALF_EVEN)


def floor_minor(amount: Decimal, currency: str) -> Decimal:
    """The largest payable amount that is not above the given one."""
    return amount.quantize(minor_unit(currency), rounding=ROUND_FLOOR)


def agrees(principal: Decimal, rate: Decimal, paid: Decimal, pays: str) -> bool:
    """Whether principal and rate give what is paid out, to the minor unit or within 0.1 percent."""
    left = EXACT.multiply(principal, rate)
    return abs(paid - left) <= max(minor_unit(pays), left * HOLDS_TOGETHER / HUNDRED)


def plain(amount: Decimal | None) -> str | None:
    """The shortest exact text of an amount: no exponent, no zeros behind the last figure; None for None."""
    if amount is None:
        return None
    text = format(amount, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def _same(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise MixedCurrencies(f"{self.currency} and {other.currency}")
        return other.amount


ZERO = Decimal(0)
HUNDRED = Decimal(100)
