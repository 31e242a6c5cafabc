"""Surveyed prices, service by service: SmaRT, shares by speed and form, what cash costs more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from channels.dataset.dataset import Dataset
from channels.gaps.averages import simple_mean
from channels.money import HUNDRED
from channels.pricing.fees import USD_200, fee_percent, rpw_cost
from channels.records.base import quarter_of
from channels.records.in_force import is_in_force
from channels.records.observations import Observation
from channels.records.providers import Provider, Service, digital
from channels.terms import Digital, DisbursementMethod, Evidence, PaymentInstrument, RspType

HOUR = 60
NEXT_DAY = 2_880
"""The end of RPW's band "next day": at most one business day."""
SMART_MINUTES = 8_640
"""The end of RPW's band "3 to 5 days": the slowest that qualifies for SmaRT."""
SMART_SERVICES = 3
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
        if seen.evidence is not Evidence.SURVEYED or not is_in_force(seen) or seen.promotion:
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
        fee=fee_percent(seen.fee, seen.amount),
        margin=margin,
        total=rpw_cost(seen.fee, seen.amount, margin),
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
