"""Official rates are guarded: a figure far off the last accepted one waits for a second word."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from channels.money import HUNDRED
from channels.pricing.fx import Rates
from channels.records.observations import Rate
from channels.terms import Ordered

OFF = Decimal(10)
"""Percent by which a rate may be off the last accepted one."""
MORE_EVERY = 30
"""Days since the last accepted rate that allow one point more."""
MOST_OFF = Decimal(25)
DOLLAR_OFF = Decimal(1)
"""The manat is held to the dollar: percent, however old the last rate is."""
SECOND_OFF = Decimal(2)
"""Percent by which a second official source of the same day may differ."""
NEW_MANAT = date(2006, 1, 1)
"""5,000 old manat became one."""
NEW_LIRA = date(2005, 1, 1)
"""A million old lira became one."""
OLD_LIRA = "TRL"
LIRA = (OLD_LIRA, "TRY")

Second = Callable[[str, date, Decimal | None], Decimal | None]
"""Manat for one unit by a second official source of that very day; the sheet's dollar rate is given."""


class RateFault(Ordered):
    """Why an official rate is not taken as it stands."""

    OLD_MANAT = "old_manat"
    OLD_LIRA = "old_lira"
    TWICE = "twice"
    FAR_OFF = "far_off"
    SECOND_DIFFERS = "second_differs"


RELEASABLE = (RateFault.FAR_OFF, RateFault.SECOND_DIFFERS)
"""What a second source or a second person may let through; the rest is no rate of today's money at all."""


@dataclass(frozen=True, slots=True)
class JudgedRate:
    """An official rate that was judged: accepted, or held back with the reason and both values.

    `value`, `last` and `second` are manat for one unit. `last` is the last accepted rate and `last_day` its
    day; None where there is none.
    """

    currency: str
    day: date
    value: Decimal
    fault: RateFault | None = None
    last: Decimal | None = None
    last_day: date | None = None
    second: Decimal | None = None

    @property
    def accepted(self) -> bool:
        """Whether it may be taken as it stands."""
        return self.fault is None

    @property
    def may_be_released(self) -> bool:
        """Whether a second person may let it through."""
        return self.fault is None or self.fault in RELEASABLE

    @property
    def held_against(self) -> tuple[Decimal, date] | None:
        """The rate that speaks against it with its day: the second source's, else the last accepted one."""
        if self.fault is RateFault.SECOND_DIFFERS and self.second is not None:
            return self.second, self.day
        return None if self.last is None or self.last_day is None else (self.last, self.last_day)

    @property
    def off(self) -> Decimal | None:
        """By how many percent it is off the last accepted one, down or up; None without one."""
        return None if self.last is None else off_percent(self.value, self.last)


def judge(
    value: Decimal, currency: str, day: date, known: Rates, second: Decimal | None = None
) -> JudgedRate:
    """A rate of a day, in manat for one unit, held against the last accepted one not after that day.

    It may be 10 percent off, plus one point for every further 30 days, at most 25; the dollar 1 percent. A
    second official source of the same day that agrees within 2 percent lets it through, one that does not
    holds it back. With nothing known before it, it is accepted.
    """
    last = known.official(currency, day)
    before, since = (None, None) if last is None else (last.per_unit, last.day)
    fault = _old_money(currency, day)
    if fault is None and second is not None:
        differs = abs(off_percent(value, second)) > SECOND_OFF
        fault = RateFault.SECOND_DIFFERS if differs else None
    elif fault is None and last is not None:
        allowed = allowed_percent(currency, (day - last.day).days)
        fault = RateFault.FAR_OFF if abs(off_percent(value, last.per_unit)) > allowed else None
    return JudgedRate(currency, day, value, fault, before, since, second)


def judge_sheet(
    rates: Sequence[Rate], known: Rates, *, second: Second | None = None, twice: Collection[str] = ()
) -> tuple[JudgedRate, ...]:
    """Every rate of one sheet, in its order. A currency that stands in it twice is refused each time.

    `twice` are currencies of which the reader of the sheet has kept one line alone.
    """
    counts = Counter(rate.currency for rate in rates)
    dollar = next((rate.per_unit for rate in rates if rate.currency == "USD"), None)
    found = []
    for rate in rates:
        other = None if second is None else second(rate.currency, rate.day, dollar)
        judged = judge(rate.per_unit, rate.currency, rate.day, known, other)
        if counts[rate.currency] > 1 or rate.currency in twice:
            judged = replace(judged, fault=RateFault.TWICE)
        found.append(judged)
    return tuple(found)


def allowed_percent(currency: str, days: int) -> Decimal:
    """By how many percent a rate may be off one that is so many days older."""
    return DOLLAR_OFF if currency == "USD" else min(MOST_OFF, OFF + days // MORE_EVERY)


def off_percent(value: Decimal, other: Decimal) -> Decimal:
    """By how many percent a rate is off another, below nothing where it is lower."""
    return (value / other - 1) * HUNDRED


def _old_money(currency: str, day: date) -> RateFault | None:
    if currency == OLD_LIRA or (currency in LIRA and day < NEW_LIRA):
        return RateFault.OLD_LIRA
    return RateFault.OLD_MANAT if day < NEW_MANAT else None
