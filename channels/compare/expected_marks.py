"""Ranges of what is expected, and up to where an offer is a good one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from channels.compare.expected_rows import Figure, Row
from channels.money import HUNDRED, minor_unit
from channels.pricing.fx import Reference
from channels.pricing.routes import Transfer
from channels.terms import Channel, Ordered

FEWEST_TO_JUDGE = 5
"""Providers without which no offer is called good, usual or dear."""
FEWEST_FOR_THE_MIDDLE = 8
"""Providers without which the middle half is not told."""
MOST_PERCENT = Decimal(5)
"""No offer above this cost is called good."""


class ExpectedKind(Ordered):
    """What an expectation rests on.

    `estimate`: a price of the last 90 days that is not the answer as it stands, such as one carried to
    another amount; `history`: prices that nobody saw so lately.
    """

    ELSEWHERE = "elsewhere"
    TARIFF = "tariff"
    ESTIMATE = "estimate"
    EXCHANGE = "exchange_alone"
    HISTORY = "history"
    NONE = "none"


class NoMarks(Ordered):
    """Why no offer can be called good, usual or dear."""

    FEW_PROVIDERS = "few_providers"
    NOT_ELSEWHERE = "not_elsewhere"


class Verdict(Ordered):
    """How an offer stands to what similar services took."""

    GOOD = "good"
    USUAL = "usual"
    DEAR = "dear"


@dataclass(frozen=True, slots=True)
class Span:
    """From the worst to the best of some figures; the middle half from eight providers on, else None."""

    worst: Figure
    best: Figure
    middle_worst: Figure | None = None
    middle_best: Figure | None = None


@dataclass(frozen=True, slots=True)
class ByProvider:
    """What one provider took: the median of its rows, the dearest, the cheapest, where and how fast."""

    provider: str
    channel: Channel | None
    median: Figure
    worst: Figure
    best: Figure
    countries: tuple[str, ...]
    minutes_least: int | None
    minutes_most: int | None
    rows: int


@dataclass(frozen=True, slots=True)
class Marks:
    """Up to `good` an offer is good, up to `usual` it is usual, beyond it is dear.

    `good` is what the best quarter of the providers leaves, `usual` what the best three quarters do.
    `capped`: even the best quarter takes more than 5 percent, so that `good` is a cost of 5 percent.
    """

    good: Figure
    usual: Figure
    capped: bool

    def verdict(self, cost: Decimal) -> Verdict:
        """How a cost in the sender's currency, for the amount asked, is called."""
        assert self.good.cost is not None and self.usual.cost is not None
        if cost <= self.good.cost:
            return Verdict.GOOD
        return Verdict.USUAL if cost <= self.usual.cost else Verdict.DEAR


def by_provider(rows: Sequence[Row]) -> tuple[ByProvider, ...]:
    """One value a provider, the median of its rows; the least cost first, then by name."""
    several = len({row.currency for row in rows}) > 1
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.provider, []).append(row)
    found = []
    for provider, own in groups.items():
        figures = _by_cost(_comparable(row.figure, several=several) for row in own)
        least, most = minutes_of(own)
        found.append(
            ByProvider(
                provider=provider,
                channel=own[0].channel,
                median=_median(figures),
                worst=figures[-1],
                best=figures[0],
                countries=tuple(sorted({row.receiving for row in own})),
                minutes_least=least,
                minutes_most=most,
                rows=len(own),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.median.cost or 0, one.provider)))


def span(kind: ExpectedKind, rows: Sequence[Row]) -> Span | None:
    """From least to most: of the providers' values, of the exchange alone of every pair of banks."""
    if not rows:
        return None
    several = len({row.currency for row in rows}) > 1
    if kind is ExpectedKind.EXCHANGE:
        values = _by_cost(_comparable(row.figure, several=several) for row in rows)
    else:
        values = [one.median for one in by_provider(rows)]
    if kind is not ExpectedKind.ELSEWHERE or len(values) < FEWEST_FOR_THE_MIDDLE:
        return Span(values[-1], values[0])
    return Span(values[-1], values[0], _of_best(values, 3), _of_best(values, 1))


def _comparable(figure: Figure, *, several: bool) -> Figure:
    """The figure, without what arrives where the rows pay out several currencies."""
    return replace(figure, arrives=None) if several else figure


def _by_cost(figures: Iterable[Figure]) -> list[Figure]:
    return sorted(figures, key=lambda f: (f.cost or 0, -(f.arrives or 0), f.outlay or 0))


def _median(figures: Sequence[Figure]) -> Figure:
    """The middle figure of some in their order, or the mean of the middle two."""
    half = len(figures) // 2
    if len(figures) % 2:
        return figures[half]
    low, high = figures[half - 1], figures[half]

    def mean(one: Decimal | None, other: Decimal | None) -> Decimal | None:
        return None if one is None or other is None else (one + other) / 2

    return Figure(
        cost=mean(low.cost, high.cost),
        cost_percent=mean(low.cost_percent, high.cost_percent),
        arrives=mean(low.arrives, high.arrives),
        outlay=mean(low.outlay, high.outlay),
    )


def _of_best(values: Sequence[Figure], quarters: int) -> Figure:
    """What the best so many quarters of some ordered values leave at least: one of the values."""
    return values[-(-quarters * len(values) // 4) - 1]


def marks(
    transfer: Transfer, used: Reference | None, kind: ExpectedKind, providers: Sequence[ByProvider]
) -> tuple[Marks | None, NoMarks | None]:
    """Which offers are good, usual and dear, or why none can be called so: one of the two is None."""
    if kind is not ExpectedKind.ELSEWHERE:
        return None, NoMarks.NOT_ELSEWHERE
    if len(providers) < FEWEST_TO_JUDGE:
        return None, NoMarks.FEW_PROVIDERS
    values = [one.median for one in providers]
    good, usual = _of_best(values, 1), _of_best(values, 3)
    assert good.cost_percent is not None
    capped = good.cost_percent > MOST_PERCENT
    return Marks(_at_most_percent(transfer, used, good) if capped else good, usual, capped), None


def _at_most_percent(transfer: Transfer, used: Reference | None, other: Figure) -> Figure:
    """What a cost of 5 percent leaves of the amount asked, or needs for it."""
    left = 1 - MOST_PERCENT / HUNDRED
    if transfer.send is not None:
        arrives = None
        if other.arrives is not None and used is not None:
            unit = minor_unit(used.quote)
            arrives = (transfer.send * left * used.rate).quantize(unit, rounding=ROUND_CEILING)
        return Figure(transfer.send * MOST_PERCENT / HUNDRED, MOST_PERCENT, arrives, transfer.send)
    assert transfer.receive is not None and used is not None
    budget = transfer.receive / used.rate / left
    unit = minor_unit(transfer.currency)
    outlay = None if other.outlay is None else budget.quantize(unit, rounding=ROUND_FLOOR)
    arrives = None if other.arrives is None else transfer.receive
    return Figure(budget * MOST_PERCENT / HUNDRED, MOST_PERCENT, arrives, outlay)


def minutes_of(rows: Sequence[Row]) -> tuple[int | None, int | None]:
    """Least and most minutes of some rows; the most is None where it is not known of one of them."""
    least = min((row.minutes_least for row in rows if row.minutes_least is not None), default=None)
    waits = [row.minutes_most for row in rows if row.minutes_most is not None]
    return least, max(waits) if waits and len(waits) == len(rows) else None
