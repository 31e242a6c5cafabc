"""Money: an exact amount in one currency."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal

WHOLE_UNIT_CURRENCIES = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF"})
THREE_PLACE_CURRENCIES = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
MOST = Decimal(1_000_000_000)
"""The largest amount that the tool reads; above it an amount is a slip of the finger."""

EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
"""Wide enough that no sum or product of amounts, rates and fees is ever rounded on the way."""

_ONE, _CENT, _MILLE = Decimal(1), Decimal("0.01"), Decimal("0.001")


class MixedCurrencies(ValueError):
    """Two amounts in different currencies were put together."""


def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency that can be paid (ISO 4217): 0.01 for most."""
    if currency in WHOLE_UNIT_CURRENCIES:
        return _ONE
    if currency in THREE_PLACE_CURRENCIES:
        return _MILLE
    return _CENT


def to_minor(amount: Decimal, currency: str) -> Decimal:
    """The amount rounded half-even to the currency's minor unit."""
    return amount.quantize(minor_unit(currency), rounding=ROUND_HALF_EVEN)


def floor_minor(amount: Decimal, currency: str) -> Decimal:
    """The largest payable amount that is not above the given one."""
    return amount.quantize(minor_unit(currency), rounding=ROUND_FLOOR)


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
