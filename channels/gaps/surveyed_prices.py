"""Indicators from surveyed prices of a corridor and quarter: averages, SmaRT, shares by speed and form."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from channels.dataset.dataset import Dataset
from channels.gaps.averages import median, simple_mean
from channels.money import HUNDRED
from channels.records.base import quarter_of
from channels.records.observations import Observation
from channels.records.policy import CorridorQuarter
from channels.records.providers import Provider, Service, digital
from channels.terms import (
    HOME,
    Digital,
    DisbursementMethod,
    Evidence,
    PaymentInstrument,
    RspType,
)

HOUR = 60


NEXT_DAY = 2_880
"""The end of RPW's band "next day": at most one business day."""


SMART_MINUTES = 8_640
"""The end of RPW's band "3 to 5 days": the slowest that qualifies for SmaRT."""


SMART_SERVICES = 3


USD_200, USD_500 = Decimal(200), Decimal(500)


INTO_ACCOUNT = frozenset({DisbursementMethod.ACCOUNT, DisbursementMethod.CARD, DisbursementMethod.WALLET})


WITHOUT_CASH = frozenset({PaymentInstrument.ACCOUNT, PaymentInstrument.CARD, PaymentInstrument.WALLET})


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One service as a survey saw it, at one of its amounts; fee, margin and total in percent of it.

    `total` is None where the service did not disclose its rate (RPW: not transparent). `zero_margin`:
    a margin of exactly 0 across currencies, which RPW counts as 0 and a recipient may not.
    """

    corridor: str
    provider: str
    service: str
    rsp_type: RspType
    pay_in: PaymentInstrument | None
    disbursement: DisbursementMethod | None
    digital: Digital | None
    quarter: str
    day: date
    fee: Decimal
    margin: Decimal | None
    total: Decimal | None
    minutes_least: int | None
    minutes_most: int | None
    zero_margin: bool
    source: str

    @property
    def transparent(self) -> bool:
        """Whether the rate was disclosed."""
        return self.total is not None


@dataclass(frozen=True, slots=True)
class Smart:
    """SmaRT with the number of services that it rests on, three at most; no value where none qualifies."""

    value: Decimal | None
    services: int

    def meets(self, target: Decimal) -> bool | None:
        """Whether the target is met; None where fewer than three services qualify, which cannot show it."""
        if self.value is None or self.services < SMART_SERVICES:
            return None
        return self.value <= target


@dataclass(frozen=True, slots=True)
class Share:
    """A share of services in percent: at least and at most, because of some nobody knows; of how many."""

    least: Decimal
    most: Decimal
    services: int


@dataclass(frozen=True, slots=True)
class Matched:
    """One provider's price in cash and into an account on one corridor, paid in alike; percent."""

    corridor: str
    provider: str
    pay_in: PaymentInstrument | None
    cash: Decimal
    account: Decimal

    @property
    def premium(self) -> Decimal:
        """How much more cash costs, in percentage points; negative where it costs less."""
        return self.cash - self.account


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
    matched: int = 0

    @property
    def corridor(self) -> str:
        """The corridor as one code, such as `RU-AZ`."""
        return f"{self.sending}-{self.receiving}"


def smart(services: Iterable[tuple[Decimal | None, int | None]]) -> Smart:
    """SmaRT of (total cost in percent, most minutes) pairs, one a service.

    The simple mean of the three cheapest qualifying services for the worth of USD 200. Qualifying:
    the rate is disclosed (there is a total) and the money arrives within five days. Whether a user can
    reach the service is not in these data: every one counts as accessible. Source: World Bank, RPW.
    """
    cheapest = sorted(
        total for total, most in services if total is not None and most is not None and most <= SMART_MINUTES
    )[:SMART_SERVICES]
    return Smart(simple_mean(cheapest), len(cheapest))


def smart_of(rows: Sequence[Surveyed]) -> Smart:
    """SmaRT of surveyed services, each row counted as the survey counts it."""
    return smart((row.total, row.minutes_most) for row in rows)


# Surveyed services


def surveyed(
    data: Dataset, *, corridor: str | None = None, quarter: str | None = None, dollars: Decimal = USD_200
) -> tuple[Surveyed, ...]:
    """Every service of the surveys at one of their amounts; rows that are alike stay, as published."""
    services = {(p.id, s.id): (p, s) for p in data.tables.providers for s in p.services}
    currencies = {c.key: (c.sends, c.receives) for c in data.tables.corridors}
    found = []
    for _, seen in data.tables.observations:
        if seen.evidence is not Evidence.SURVEYED or seen.superseded is not None or seen.promotion:
            continue
        if seen.survey_dollars != dollars or seen.fee is None:
            continue
        if corridor not in (None, seen.corridor):
            continue
        if quarter in (None, seen.period or quarter_of(seen.last_day)):
            sends, receives = currencies[seen.corridor]
            across = sends != receives and seen.pays != receives
            found.append(_surveyed(seen, *services[seen.provider, seen.service], across=across))
    return tuple(found)


def _surveyed(seen: Observation, provider: Provider, service: Service, *, across: bool) -> Surveyed:
    assert seen.fee is not None
    fee = seen.fee / seen.amount * HUNDRED
    margin = seen.margin_percent
    return Surveyed(
        corridor=seen.corridor,
        provider=provider.id,
        service=service.id,
        rsp_type=provider.rsp_type,
        pay_in=service.pay_in,
        disbursement=service.disbursement,
        digital=digital(service) or _ruled_out(service),
        quarter=seen.period or quarter_of(seen.last_day),
        day=seen.observed or seen.last_day,
        fee=fee,
        margin=margin,
        total=None if margin is None else fee + margin,
        minutes_least=seen.minutes_least,
        minutes_most=seen.minutes_most,
        zero_margin=margin == 0 and across,
        source=seen.source,
    )


def _ruled_out(service: Service) -> Digital | None:
    """Which ends can be said of a service whose way in is known by half; None where both may be digital."""
    cash_in, cash_out = PaymentInstrument.CASH, DisbursementMethod.CASH
    if service.pay_in is cash_in and service.disbursement is not None:
        return Digital.RECEIVING_ONLY if service.disbursement in INTO_ACCOUNT else Digital.NONE
    # Paid out in cash: the sending end may be digital, both cannot.
    return Digital.SENDING_ONLY if service.disbursement is cash_out else None


def within(rows: Sequence[Surveyed], minutes: int) -> Share | None:
    """The share of services that deliver within some minutes; None without services.

    Sure where the longest wait is within them; ruled out where the shortest is not under them.
    """
    sure = [r.minutes_most is not None and r.minutes_most <= minutes for r in rows]
    never = [
        not yes and r.minutes_least is not None and r.minutes_least >= minutes
        for r, yes in zip(rows, sure, strict=True)
    ]
    return _share(sum(sure), sum(never), len(rows))


def digital_share(rows: Sequence[Surveyed]) -> Share | None:
    """The share of services that are digital at both ends (RPW's sense): of services, not of transfers."""
    sure = sum(r.digital is Digital.BOTH for r in rows)
    never = sum(r.digital is not None and r.digital is not Digital.BOTH for r in rows)
    return _share(sure, never, len(rows))


def into_account(rows: Sequence[Surveyed]) -> Share | None:
    """The share of services that pay out into an account, card or wallet."""
    sure = sum(r.disbursement in INTO_ACCOUNT for r in rows)
    never = sum(r.disbursement is not None and r.disbursement not in INTO_ACCOUNT for r in rows)
    return _share(sure, never, len(rows))


def without_cash(rows: Sequence[Surveyed]) -> Share | None:
    """The share of services that are paid in without cash."""
    sure = sum(r.pay_in in WITHOUT_CASH for r in rows)
    never = sum(r.pay_in is PaymentInstrument.CASH for r in rows)
    return _share(sure, never, len(rows))


def _share(sure: int, never: int, of: int) -> Share | None:
    if not of:
        return None
    return Share(sure * HUNDRED / of, (of - never) * HUNDRED / of, of)


def cash_premium(rows: Sequence[Surveyed]) -> tuple[Matched, ...]:
    """What cash costs more than an account, where one provider offers both and is paid alike.

    Matched by corridor, provider and means of payment; several services of one kind count as their mean.
    A margin of exactly 0 is left out: beside one that is known it would only compare what was noted.
    """

    def kind(row: Surveyed) -> tuple[str, str, str]:
        return row.corridor, row.provider, row.pay_in or ""

    found = []
    for _, same in groupby(sorted(rows, key=kind), kind):
        alike = [row for row in same if row.total is not None and not row.zero_margin]
        in_cash = [
            r.total for r in alike if r.disbursement is DisbursementMethod.CASH and r.total is not None
        ]
        inside = [r.total for r in alike if r.disbursement in INTO_ACCOUNT and r.total is not None]
        cash, account = simple_mean(in_cash), simple_mean(inside)
        if cash is not None and account is not None:
            found.append(Matched(alike[0].corridor, alike[0].provider, alike[0].pay_in, cash, account))
    return tuple(found)


# Corridors


def figures_of(rows: Sequence[Surveyed], dollars: Decimal = USD_200) -> CorridorFigures:
    """The figures of one corridor in one quarter, of its surveyed services at one amount."""
    told = [row for row in rows if row.total is not None]
    totals = [row.total for row in told if row.total is not None]
    sending, receiving = rows[0].corridor.split("-")
    matched = cash_premium(rows)
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
        premium=simple_mean([pair.premium for pair in matched]),
        matched=len(matched),
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
