"""What each corridor cost in a quarter: computed from surveyed services, or as published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from channels.dataset.dataset import Dataset
from channels.gaps.averages import median, simple_mean
from channels.gaps.surveyed_prices import (
    HOUR,
    NEXT_DAY,
    Share,
    Smart,
    Surveyed,
    cash_premium,
    digital_share,
    into_account,
    smart_of,
    surveyed,
    within,
    without_cash,
)
from channels.pricing.fees import USD_200
from channels.records.policy import CorridorQuarter
from channels.terms import HOME


@dataclass(frozen=True, slots=True)
class CorridorFigures:
    """What one corridor cost in one quarter, at one amount; percent, None where not known.

    `services` are the rows that the survey counts, `listed` those that differ from one another.
    `published`: the figure stands so in a published series; else it was computed from its rows.
    """

    sending: str
    receiving: str
    quarter: str
    amount: Decimal
    services: int | None
    mean: Decimal | None
    sources: tuple[str, ...]
    published: bool
    median: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    fee: Decimal | None = None
    margin: Decimal | None = None
    smart: Smart | None = None
    listed: int | None = None
    zero_margins: int = 0
    within_hour: Share | None = None
    within_day: Share | None = None
    digital: Share | None = None
    into_account: Share | None = None
    without_cash: Share | None = None
    premium: Decimal | None = None

    @property
    def corridor(self) -> str:
        """The corridor as one code, such as `RU-AZ`."""
        return f"{self.sending}-{self.receiving}"


def figures_of(rows: Sequence[Surveyed], dollars: Decimal = USD_200) -> CorridorFigures:
    """The figures of one corridor in one quarter, of its surveyed services at one amount."""
    told = [row for row in rows if row.total is not None]
    totals = [row.total for row in told if row.total is not None]
    sending, receiving = rows[0].corridor.split("-")
    alike = {(r.provider, r.service, r.fee, r.margin) for r in rows}
    return CorridorFigures(
        sending=sending,
        receiving=receiving,
        quarter=rows[0].quarter,
        amount=dollars,
        services=len(rows),
        mean=simple_mean(totals),
        sources=tuple(dict.fromkeys(row.source for row in rows)),
        published=False,
        median=median(totals),
        least=min(totals, default=None),
        most=max(totals, default=None),
        fee=simple_mean([row.fee for row in told]),
        margin=simple_mean([row.margin for row in told if row.margin is not None]),
        smart=smart_of(rows),
        listed=len(alike),
        zero_margins=sum(row.zero_margin for row in rows),
        within_hour=within(rows, HOUR),
        within_day=within(rows, NEXT_DAY),
        digital=digital_share(rows),
        into_account=into_account(rows),
        without_cash=without_cash(rows),
        premium=simple_mean([pair.premium for pair in cash_premium(rows)]),
    )


def computed(data: Dataset, dollars: Decimal = USD_200) -> tuple[CorridorFigures, ...]:
    """The figures of every corridor and quarter whose services stand in the data, by corridor."""

    def place(row: Surveyed) -> tuple[str, str]:
        return row.corridor, row.quarter

    rows = sorted(surveyed(data, dollars=dollars), key=place)
    return tuple(figures_of(list(same), dollars) for _, same in groupby(rows, place))


def series(data: Dataset, corridor: str, dollars: Decimal = USD_200) -> tuple[CorridorFigures, ...]:
    """What a corridor cost through the quarters, the published figure where there are two."""
    sending, receiving = corridor.split("-")
    by_quarter: dict[str, CorridorFigures] = {}
    for row in data.tables.corridor_quarters:
        if (row.sending, row.receiving, Decimal(row.amount)) != (sending, receiving, dollars):
            continue
        own, other = _shipped(row), by_quarter.get(row.quarter)
        if other is None or (own.published and not other.published):
            by_quarter[row.quarter] = own
    for found in computed(data, dollars):
        if found.corridor == corridor:
            by_quarter[found.quarter] = found
    return tuple(by_quarter[quarter] for quarter in sorted(by_quarter))


def _shipped(row: CorridorQuarter) -> CorridorFigures:
    return CorridorFigures(
        sending=row.sending,
        receiving=row.receiving,
        quarter=row.quarter,
        amount=Decimal(row.amount),
        services=row.services,
        mean=row.cost,
        sources=(row.source,),
        published=row.services is None,
        margin=row.margin,
        fee=None if row.margin is None else row.cost - row.margin,
    )


def deviations(data: Dataset) -> tuple[tuple[CorridorFigures, CorridorFigures], ...]:
    """Every corridor-quarter with a published and a recomputed figure for USD 200, as such pairs."""
    kept: dict[tuple[str, str], dict[bool, CorridorFigures]] = {}
    for found in _for_usd_200(data):
        kept.setdefault((found.corridor, found.quarter), {})[found.published] = found
    return tuple((both[True], both[False]) for both in kept.values() if len(both) == 2)


def published(data: Dataset) -> dict[tuple[str, str], Decimal]:
    """The published average for USD 200 by corridor and quarter, percent."""
    found = (one for one in _for_usd_200(data) if one.published)
    return {(one.corridor, one.quarter): one.mean for one in found if one.mean is not None}


def _for_usd_200(data: Dataset) -> Iterator[CorridorFigures]:
    return (_shipped(row) for row in data.tables.corridor_quarters if Decimal(row.amount) == USD_200)


def neighbours(
    data: Dataset,
    quarter: str | None = None,
    dollars: Decimal = USD_200,
    *,
    more: Sequence[CorridorFigures] = (),
) -> tuple[CorridorFigures, ...]:
    """Each corridor's figures in a quarter, or its last before it; the home country's first, then by country.

    `quarter` None = each corridor's last. `more` are figures from elsewhere, such as an imported
    workbook; they go before the shipped ones of the same quarter. A page that shows them marks those whose
    `quarter` is another.
    """
    last: dict[str, CorridorFigures] = {}
    shipped = [_shipped(row) for row in data.tables.corridor_quarters if Decimal(row.amount) == dollars]
    for found in (*shipped, *computed(data, dollars), *more):
        if quarter is not None and found.quarter > quarter:
            continue
        known = last.get(found.corridor)
        if known is None or found.quarter >= known.quarter:
            last[found.corridor] = found
    return tuple(sorted(last.values(), key=lambda f: (f.receiving != HOME, f.receiving, f.sending)))
