"""The price in force on a day: a tariff, or what was observed, as a function of the amount."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from channels.money import ZERO, to_minor
from channels.pricing.fees import Schedule, between, due, rpw_cost, schedule
from channels.pricing.fx import grade, margin_of
from channels.pricing.points import Told, basis_of, over, through, told_points
from channels.pricing.routes import Market, NamedCodes, NotOffered, Route, Transfer, cite
from channels.records.base import ANY, Corridor
from channels.records.in_force import in_force, last_in_force
from channels.records.observations import Observation
from channels.records.providers import Charge, Tariff
from channels.terms import (
    Basis,
    Benchmark,
    Evidence,
    Grade,
    Payer,
    Reason,
)

ROUND_DAYS = 45
"""Observations this close to the latest one belong to the same round."""

Span = tuple[Decimal, Decimal | None]
"""Above an amount, up to and with another; None = without end."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A price in force: the fee as a function of the amount, the margin, and how both are known.

    `worst` and `best` are the ends of a range; None = the fee is not known. `measured` is the best
    grade that the reference allows by which a quoted rate was turned into a margin. `receipt_whole`: what the
    recipient pays was told with the price, so that the counter's own list adds nothing to it;
    `receipt_open`: above and up to which amounts paid out it was left open. `told`: what was told with each
    amount's price, least amount first. `regions` and
    `documents` are what was told with the price, None where nothing was. `asked` is when the provider's own
    calculator told it to this program; None where people saw it.
    """

    currency: str
    pays: tuple[str, ...]
    evidence: Evidence
    seen: date | None
    period: str | None
    sources: tuple[str, ...]
    worst: Schedule | None
    best: Schedule | None
    margin: Callable[[Decimal], Decimal | None]
    margin_best: Callable[[Decimal], Decimal | None]
    basis: Callable[[Decimal], Basis]
    least: Decimal | None = None
    most: Decimal | None = None
    promotion: bool = False
    told: tuple[Told, ...] = ()
    notes: frozenset[str] = frozenset()
    ranged: bool = False
    steps: tuple[Decimal, ...] = ()
    receipt: tuple[Charge, ...] = ()
    receipt_whole: bool = False
    receipt_open: tuple[Span, ...] = ()
    regions: NamedCodes | None = None
    documents: NamedCodes | None = None
    measured: Grade = Grade.CURRENT
    asked: datetime | None = None

    def covering(self, amount: Decimal) -> Told | None:
        """What was told with the price that covers a principal; None where it lies between them or beyond."""
        return next((told for told in self.told if told.covers(amount)), None)

    def rpw_cost(self, amount: Decimal, *, changed: bool) -> Decimal | None:
        """RPW's cost of an amount in the service's currency, in percent; None where a part is not known.

        Where no money is `changed` there is no margin.
        """
        margin = self.margin(amount) if changed else ZERO
        return None if self.worst is None else rpw_cost(due(self.worst, amount), amount, margin)


def terms_on(route: Route, transfer: Transfer, day: date, market: Market) -> Terms | NotOffered:
    """The best-known price in force on a day: the freshest, then the best evidence."""
    tariff = _tariff_on(route.service.tariffs, transfer, day)
    inside = transfer.corridor.sending == transfer.corridor.receiving
    if tariff is not None and inside and tariff.currency != transfer.currency:
        # Inside the country no rate is known at which money would be changed in order to send it.
        return NotOffered(route, Reason.NO_RATE, tariff.verified, tariff.source)
    of_tariff = None if tariff is None else _tariff_terms(route, tariff, transfer, day, market)
    of_points = _observed_terms(route, transfer, day, market)
    found = [t for t in (of_tariff, of_points) if isinstance(t, Terms)]
    if found:
        return min(found, key=lambda t: (grade(t.seen, day).rank, t.evidence.rank))
    for refusal in (of_tariff, of_points):
        if isinstance(refusal, NotOffered):
            return refusal
    cover = next(iter(route.service.coverage), None)
    where = (cover.day, cover.source) if cover else cite(route)
    return NotOffered(route, Reason.NOT_PUBLISHED, *where)


def _tariff_on(tariffs: Sequence[Tariff], transfer: Transfer, day: date) -> Tariff | None:
    """The tariff in force: in the sender's currency, else the recipient's, else the first listed."""
    alive = in_force(tariffs, day)
    for currency in (transfer.currency, transfer.corridor.receives, alive[0].currency if alive else None):
        last = last_in_force(t for t in alive if t.currency == currency)
        if last is not None:
            return last
    return None


def _tariff_terms(
    route: Route, tariff: Tariff, transfer: Transfer, day: date, market: Market
) -> Terms | NotOffered:
    def worth(currency: str) -> Decimal | None:
        return market.unit_worth(transfer, day, currency, tariff.currency)

    charges = tariff.charges
    worst = None if charges is None else schedule(charges, Payer.SENDER, worth=worth)
    best = None if charges is None else schedule(charges, Payer.SENDER, most=False, worth=worth)
    if charges is not None and (worst is None or best is None):
        return NotOffered(route, Reason.NO_RATE, tariff.verified, tariff.source)
    low = high = tariff.margin
    measured = Grade.CURRENT
    if tariff.margin_most is not None:
        high = tariff.margin_most
    if tariff.rate is not None and tariff.verified is not None:
        margin, measured = margin_of(
            market.rates, tariff.verified, tariff.rate,
            base=tariff.currency, quote=tariff.pays[0], benchmark=transfer.benchmark,
        )  # fmt: skip
        low = high = margin
    return Terms(
        currency=tariff.currency,
        pays=tariff.pays,
        evidence=tariff.evidence,
        seen=day if market.invented else seen_on(tariff, day),
        period=None,
        sources=(tariff.source,),
        worst=worst,
        best=best,
        margin=lambda _: high,
        margin_best=lambda _: low,
        basis=lambda _: Basis.EXACT,
        least=tariff.least,
        most=tariff.most,
        promotion=tariff.promotion,
        ranged=low != high or worst != best,
        receipt=tuple(c for c in charges or () if c.payer is Payer.RECIPIENT),
        measured=measured,
    )


def _taken_currency(route: Route, transfer: Transfer, points: Sequence[Observation]) -> str:
    """The currency that the service takes: a quote's, where the sender holds it; never a survey's dollars."""
    quoted = {p.currency for p in points if p.evidence is not Evidence.SURVEYED}
    if transfer.currency in quoted or route.corridor.receiving == ANY:
        return transfer.currency if transfer.currency in quoted else points[0].currency
    return route.corridor.sends


def seen_on(tariff: Tariff, day: date) -> date | None:
    """The last day, not after the one asked, on which somebody saw the tariff in force."""
    return tariff.verified if tariff.verified is not None and tariff.verified <= day else None


def _observed_terms(route: Route, transfer: Transfer, day: date, market: Market) -> Terms | NotOffered | None:
    points = last_round(route.observations, day)
    if not points:
        return None
    currency = _taken_currency(route, transfer, points)
    pays = {p.pays for p in points}
    worth: dict[str, Decimal] = {}
    for point in points:
        unit = market.unit_worth(transfer, day, point.currency, currency)
        if unit is None:
            return NotOffered(route, Reason.NO_RATE, point.last_day, point.source)
        worth[point.currency] = unit
    # One point an amount, once all stand in one currency; the latest look at an amount wins.
    at = {p.amount * worth[p.currency]: p for p in sorted(points, key=lambda p: p.last_day)}
    fees: list[tuple[Decimal, Decimal]] = []
    margins: list[tuple[Decimal, Decimal | None]] = []
    notes: set[str] = set()
    looks: dict[Decimal, tuple[date, Grade, bool]] = {}
    points = [at[amount] for amount in sorted(at)]
    for amount, point in zip(sorted(at), points, strict=True):
        if point.fee is not None:
            fees.append((amount, point.fee * worth[point.currency]))
        margin, by = point_margin(point, market, transfer.benchmark)
        # Of a price that was to hold until a day that is over nobody says that it holds still.
        expired = point.valid_until is not None and point.valid_until < day
        measured = max(by, Grade.AGEING, key=lambda g: g.rank) if expired else by
        looks[amount] = (day if market.invented else point.last_day, measured, expired)
        if _is_unproved_zero(point, margin, route.corridor):
            margin = None
            notes.add("zero_margin")
        margins.append((amount, margin))
    told = told_points(at, worth, looks)
    pieces = between(over(told, fees)) if len(fees) == len(points) else None
    margins = over(told, margins)
    margin_at = through(margins)
    last = max(points, key=lambda p: p.last_day)
    receipt, receipt_open = _receipt_charges(points)
    return Terms(
        currency=currency,
        pays=tuple(p for p in pays if p is not None) if len(pays) == 1 else (),
        evidence=last.evidence,
        seen=day if market.invented else last.last_day,
        period=last.period,
        sources=tuple(dict.fromkeys(p.source for p in points)),
        worst=pieces,
        best=pieces,
        margin=margin_at,
        margin_best=margin_at,
        basis=basis_of(told),
        promotion=any(p.promotion for p in points),
        told=told,
        measured=max((measured for _, measured, _ in looks.values()), key=lambda g: g.rank),
        notes=frozenset(notes),
        steps=tuple(amount for amount, _ in margins),
        receipt=receipt,
        receipt_whole=bool(receipt),
        receipt_open=receipt_open,
        regions=_named("regions", points, route),
        documents=_named("documents", points, route),
        asked=_asked(points),
    )


def _asked(points: Sequence[Observation]) -> datetime | None:
    """When a calculator last told these points; None where a person saw one of them."""
    told = [p.asked for p in points if p.asked is not None]
    return max(told) if len(told) == len(points) else None


def _named(field: str, points: Sequence[Observation], route: Route) -> NamedCodes | None:
    """What the last look that tells of it names; of one day's looks what all of these name."""
    told = [p for p in points if getattr(p, field) and route.is_of_counter(p)]
    day = max((p.last_day for p in told), default=None)
    last = [p for p in told if p.last_day == day]
    if not last:
        return None
    shared = set.intersection(*(set(getattr(p, field)) for p in last))
    return NamedCodes(tuple(c for c in getattr(last[0], field) if c in shared), day, last[0].source)


def _receipt_charges(
    points: Sequence[Observation],
) -> tuple[tuple[Charge, ...], tuple[Span, ...]]:
    """What the recipient was told to pay, amount by amount, and between which amounts that stays open.

    Amounts are paid out, in `pays`; nothing where the points pay out in several currencies. A charge holds
    up to the amount paid out at its point, the last one beyond it too: between two points the upper one's,
    so that no charge is understated where charges rise. A point that leaves its charge open leaves open
    what lies between the point below and itself, the last point what lies beyond it too.
    """
    pays = {p.pays for p in points}
    told: dict[Decimal, Decimal | None] = {}
    for p in points:
        if p.rate is None or p.pays is None or len(pays) > 1:
            return (), ()
        paid = to_minor(p.amount * p.rate, p.pays)
        told[paid] = p.receipt_charge
    if all(charge is None for charge in told.values()):
        return (), ()
    known = [(paid, charge) for paid, charge in sorted(told.items()) if charge is not None]
    edges = [paid for paid, _ in known]
    charges = tuple(
        Charge(payer=Payer.RECIPIENT, flat=charge, above=above, up_to=up_to, currency=points[0].pays)
        for above, (_, charge), up_to in zip([Decimal(0), *edges], known, [*edges[:-1], None], strict=False)
    )
    steps = [Decimal(0), *sorted(told)]
    unknown: list[Span] = [(below, paid) for below, paid in pairwise(steps) if told[paid] is None]
    if told[steps[-1]] is None:
        unknown.append((steps[-1], None))
    return charges, tuple(unknown)


def last_round(observations: Sequence[Observation], day: date) -> list[Observation]:
    """The latest round not after a day, the last look at each amount: on these points a price rests.

    Two looks are at one amount where it is sent by both, or handed over in all by both. Of one day's looks
    the one that stands last counts: it was entered or published after the others.
    """
    alive = in_force(observations, day)
    if not alive:
        return []
    last = max(o.last_day for o in alive)
    found: list[Observation] = []
    taken: set[tuple[str, str, Decimal]] = set()
    for o in reversed(sorted(alive, key=lambda o: o.last_day)):
        amounts = {("sent", o.currency, o.amount)}
        if o.fee is not None:
            amounts.add(("in all", o.currency, o.amount + o.fee))
        if (last - o.last_day).days <= ROUND_DAYS and not amounts & taken:
            found.append(o)
            taken |= amounts
    return found[::-1]


def point_margin(point: Observation, market: Market, benchmark: Benchmark) -> tuple[Decimal | None, Grade]:
    """The margin of a quote in percent, None where not known, and the best grade its reference allows."""
    if point.rate is None or point.pays is None:
        return point.margin_percent, Grade.CURRENT
    return margin_of(
        market.rates, point.last_day, point.rate, base=point.currency, quote=point.pays, benchmark=benchmark
    )


def _is_unproved_zero(point: Observation, margin: Decimal | None, corridor: Corridor) -> bool:
    """A surveyed margin of exactly 0 across currencies may mean that the sender's currency was paid out."""
    return (
        margin == 0
        and point.evidence is Evidence.SURVEYED
        and corridor.sends != corridor.receives
        and (point.pays is None or point.pays != corridor.receives)
    )
