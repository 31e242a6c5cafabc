"""The reference rate on a day, a provider's margin against it, and a bank's board."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from channels.records.observations import Board, Observation, Rate
from channels.terms import Benchmark, BoardKind, Grade

MANAT = "AZN"
ECB_SOURCE = "ecb_reference_rates"
TOLD_SOURCE = "told_by_reader"
TEN_PLACES = Decimal("1E-10")
FLOATING_DAYS = 7
DOLLAR_DAYS = 90
CURRENT_DAYS = 90
AGEING_DAYS = 365
MOST_REMEMBERED = 10_000

EcbCross = Callable[[str, date], tuple[date, Decimal] | None]
"""US dollars for one unit of a currency in the ECB's last sheet not after a day, with that day."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Manat for one unit of a currency, with the day and the sources of the figure."""

    per_unit: Decimal
    day: date
    sources: tuple[str, ...]
    fresh: bool
    stood_in: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """The rate that a provider's rate is judged by: `rate` units of `quote` for one of `base`.

    `stood_in`: the ECB cross took the Central Bank's place. `worth_only`: no rate is known for the
    pair, so amounts are shown as their worth in the sending currency, with rate 1.
    """

    base: str
    quote: str
    rate: Decimal
    day: date
    sources: tuple[str, ...]
    fresh: bool
    benchmark: Benchmark = Benchmark.CBAR
    stood_in: bool = False
    worth_only: bool = False


class Rates:
    """Dated official rates, with the ECB's cross rates behind them where given. Immutable."""

    def __init__(
        self, rates: Iterable[Rate], ecb: EcbCross | None = None, *, always_fresh: bool = False
    ) -> None:
        by_currency: dict[str, list[Rate]] = {}
        for rate in sorted(rates, key=lambda r: r.day):
            by_currency.setdefault(rate.currency, []).append(rate)
        self._points = {c: (tuple(r.day for r in points), tuple(points)) for c, points in by_currency.items()}
        self._ecb = ecb
        self._always_fresh = always_fresh
        self._references: dict[tuple[date, str, str, Benchmark], Reference | None] = {}

    @property
    def first_day(self) -> date | None:
        """The day of the oldest official rate; None without any."""
        return min((days[0] for days, _ in self._points.values()), default=None)

    @property
    def currencies(self) -> frozenset[str]:
        """The currencies that have an official rate on some day, and the manat."""
        return frozenset(self._points) | {MANAT}

    def with_rate(self, rate: Rate) -> "Rates":
        """The same rates and one more."""
        points = [r for _, of_currency in self._points.values() for r in of_currency]
        return Rates([*points, rate], self._ecb, always_fresh=self._always_fresh)

    def with_ecb(self, ecb: EcbCross) -> "Rates":
        """The same rates with the ECB's behind them."""
        points = [r for _, of_currency in self._points.values() for r in of_currency]
        return Rates(points, ecb, always_fresh=self._always_fresh)

    def quote(self, currency: str, day: date, benchmark: Benchmark = Benchmark.CBAR) -> Quote | None:
        """Manat for one unit on a day; None where no sheet not after the day has it.

        By the Central Bank, unless its rate is missing or older than the ECB's cross; by the ECB's
        cross alone when that is asked for.
        """
        if currency == MANAT:
            return Quote(Decimal(1), day, (), fresh=True)
        official = self.official(currency, day)
        if benchmark is Benchmark.CBAR and official is not None and official.day == day:
            return official
        cross = self._cross(currency, day)
        if benchmark is Benchmark.ECB:
            return cross
        if official is None or (cross is not None and cross.day > official.day):
            return cross
        return official

    def second(self, currency: str, day: date) -> Decimal | None:
        """Manat for one unit by the ECB's sheet of that very day; None where there is none."""
        cross = self._cross(currency, day)
        return cross.per_unit if cross is not None and cross.day == day else None

    def reference(self, day: date, base: str, quote: str, benchmark: Benchmark) -> Reference | None:
        """The reference between two currencies (`reference`), computed once for each question."""
        key = (day, base, quote, benchmark)
        try:
            return self._references[key]
        except KeyError:
            if len(self._references) > MOST_REMEMBERED:
                self._references.clear()
            found = self._references[key] = _reference(self, day, base, quote, benchmark)
            return found

    def official(self, currency: str, day: date) -> Quote | None:
        """The Central Bank's rate of the last sheet not after a day; None where no such sheet has it."""
        days, points = self._points.get(currency, ((), ()))
        index = bisect_right(days, day)
        if not index:
            return None
        rate = points[index - 1]
        fresh = self._always_fresh or (day - rate.day).days <= allowed_age(currency)
        return Quote(rate.per_unit, rate.day, (rate.source,), fresh)

    def _cross(self, currency: str, day: date) -> Quote | None:
        if self._ecb is None or currency == "USD":
            return None
        dollar = self.official("USD", day)
        found = self._ecb(currency, day)
        if dollar is None or found is None:
            return None
        on, dollars = found
        fresh = dollar.fresh and (day - on).days <= allowed_age(currency)
        return Quote(dollars * dollar.per_unit, on, (ECB_SOURCE, *dollar.sources), fresh, stood_in=True)


def allowed_age(currency: str) -> int:
    """For how many days a rate may judge a price: 90 for the dollar, 7 for a floating currency."""
    return DOLLAR_DAYS if currency == "USD" else FLOATING_DAYS


def reference(
    rates: Rates, day: date, *, base: str, quote: str, benchmark: Benchmark = Benchmark.CBAR
) -> Reference | None:
    """The reference between two currencies on a day; None where a leg is not known.

    Same currency: 1, by identity. A cross rate is rounded half-even to 10 decimals, and that
    number is the reference. Its day is that of the older leg.
    """
    return rates.reference(day, base, quote, benchmark)


def worth(
    rates: Rates,
    day: date,
    amount: Decimal,
    *,
    base: str,
    quote: str,
    benchmark: Benchmark = Benchmark.CBAR,
) -> Decimal | None:
    """What an amount is worth in another currency at the reference of a day; None where there is none."""
    found = reference(rates, day, base=base, quote=quote, benchmark=benchmark)
    return None if found is None else amount * found.rate


def margin_of(
    rates: Rates, day: date, rate: Decimal, *, base: str, quote: str, benchmark: Benchmark
) -> tuple[Decimal | None, Grade]:
    """A provider's rate of a day as a margin in percent, and the best grade that its reference allows.

    The margin is None where no reference is known; that ages nothing.
    """
    then = reference(rates, day, base=base, quote=quote, benchmark=benchmark)
    if then is None:
        return None, Grade.CURRENT
    return margin_percent(rate, then.rate), rate_grade(then, day)


def _reference(rates: Rates, day: date, base: str, quote: str, benchmark: Benchmark) -> Reference | None:
    if base == quote:
        return Reference(base, quote, Decimal(1), day, (), fresh=True, benchmark=benchmark)
    left = rates.quote(base, day, _of(base, benchmark))
    right = rates.quote(quote, day, _of(quote, benchmark))
    if left is None or right is None:
        return None
    sources = tuple(dict.fromkeys((*left.sources, *right.sources)))
    return Reference(
        base,
        quote,
        ten_places(left.per_unit / right.per_unit),
        min(left.day, right.day),
        sources,
        fresh=left.fresh and right.fresh,
        benchmark=benchmark,
        stood_in=benchmark is Benchmark.CBAR and (left.stood_in or right.stood_in),
    )


def _of(currency: str, benchmark: Benchmark) -> Benchmark:
    # The dollar has no cross to itself: under both benchmarks it is the Central Bank's rate.
    return Benchmark.CBAR if currency in (MANAT, "USD") else benchmark


def ten_places(rate: Decimal) -> Decimal:
    """A rate rounded half-even to 10 decimals; one with fewer stays as it is."""
    exponent = rate.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -10:
        return rate.quantize(TEN_PLACES, rounding=ROUND_HALF_EVEN)
    return rate


def margin_percent(rate: Decimal, official: Decimal) -> Decimal:
    """What a provider's rate takes, in percent of the reference; negative where it is the better one.

    Source: RPW, FX margin = (1 - provider's rate / reference) x 100.
    """
    return (1 - rate / official) * 100


def grade(seen: date | None, day: date) -> Grade:
    """How old a price is: 90 days current, a year ageing, older or undated historical."""
    if seen is None or (day - seen).days > AGEING_DAYS:
        return Grade.HISTORICAL
    return Grade.CURRENT if (day - seen).days <= CURRENT_DAYS else Grade.AGEING


def price_grade(seen: Observation, day: date) -> Grade:
    """How old an observed price is; ageing at best once the day until which it was to hold is over."""
    known = grade(seen.last_day, day)
    ended = seen.valid_until is not None and seen.valid_until < day
    return Grade.AGEING if ended and known is Grade.CURRENT else known


def rate_grade(used: Reference, day: date) -> Grade:
    """The best grade that a price may have under this reference."""
    if used.fresh or used.worth_only:
        return Grade.CURRENT
    return max(grade(used.day, day), Grade.AGEING, key=lambda g: g.rank)


def board_on(
    boards: Iterable[Board],
    day: date,
    *,
    provider: str,
    kind: BoardKind,
    currency: str,
    priced_in: str = MANAT,
) -> Board | None:
    """A bank's latest board for a currency not after a day, priced in manat or as named; None without one."""
    asked = (provider, kind, currency, priced_in)
    known = (b for b in boards if (b.provider, b.kind, b.currency, b.priced_in) == asked)
    return next(iter(latest_boards(known, day, most_days=None)), None)


def latest_boards(boards: Iterable[Board], day: date, *, most_days: int | None) -> tuple[Board, ...]:
    """The latest board of each bank, kind and currency not after a day; none older than `most_days`.

    `most_days` None = however old.
    """
    latest: dict[tuple[str, str, str, str], Board] = {}
    for board in boards:
        key = (board.provider, board.kind, board.currency, board.priced_in)
        if board.day <= day and (key not in latest or board.day > latest[key].day):
            latest[key] = board
    return tuple(b for b in latest.values() if most_days is None or (day - b.day).days <= most_days)


def dearest_board(
    boards: Iterable[Board], day: date, currency: str, *, most_days: int | None = CURRENT_DAYS
) -> Board | None:
    """The board that asks most manat for one unit, of those young enough; None without any."""
    young = latest_boards(boards, day, most_days=most_days)
    of_currency = [b for b in young if b.currency == currency and b.priced_in == MANAT]
    return max(of_currency, key=lambda b: (b.sell, b.day, b.provider, b.kind), default=None)
