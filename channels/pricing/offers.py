"""What one road does with one transfer on one day: an offer, or the reason why there is none."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from channels.money import EXACT, HUNDRED, ZERO, Money, floor_minor, minor_unit
from channels.pricing.conversion import Path, carry, net_of, older, path_of
from channels.pricing.fees import due, piece_at, principal, schedule
from channels.pricing.fx import Reference, grade, reference
from channels.pricing.quotes import Terms, minutes, seen_on, terms_on
from channels.pricing.required_budget import edge_outlays, smallest_outlay
from channels.pricing.routes import (
    NOT_KNOWN,
    Market,
    Named,
    NotOffered,
    OnDay,
    Route,
    Transfer,
    cite,
    last_check,
    licence_on,
    status_of,
)
from channels.records.base import ANY, EVERYWHERE, MAIN_CITIES
from channels.records.observations import Board
from channels.records.providers import Charge, Limit, Payout, Tariff
from channels.terms import (
    Basis,
    Channel,
    DisbursementMethod,
    Evidence,
    Grade,
    Licence,
    Payer,
    Reason,
    Status,
)

RPW_AMOUNTS = (Decimal(200), Decimal(500))
MOST_REMEMBERED = 20_000

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """What one road does with the transfer. Amounts are exact, and None where not known.

    Outlay, unspent and principal are in the sending currency; fee, hidden, receipt, received and
    total cost in `currency`, and fee + hidden + receipt = total cost. `received` is the worse end
    of a range, `received_most` the better; equal where there is none. `unknown_fits` names the
    wishes that nobody knows it to meet; `notes` are codes of what the reader must be told. `regions` and
    `documents` were told with the price, else are those of its counter. `stand_in` is another bank's board
    by which the sender's money was changed; then the offer is an estimate.
    """

    provider: str
    service: str
    payout: str | None
    channel: Channel | None
    form: DisbursementMethod | None
    status: OnDay
    evidence: Evidence
    grade: Grade
    currency: str
    basis: Basis = Basis.EXACT
    complete: bool = False
    recommended: bool = False
    period: str | None = None
    observed: date | None = None
    outlay: Decimal | None = None
    unspent: Decimal | None = None
    principal: Decimal | None = None
    fee: Decimal | None = None
    hidden: Decimal | None = None
    receipt: Decimal | None = None
    paid_out: Money | None = None
    received: Decimal | None = None
    received_most: Decimal | None = None
    total_cost: Decimal | None = None
    total_cost_percent: Decimal | None = None
    rpw_cost_percent: Decimal | None = None
    rpw_cost_percent_500: Decimal | None = None
    minutes_least: int | None = None
    minutes_most: int | None = None
    regions: Named = NOT_KNOWN
    documents: Named = NOT_KNOWN
    promotion: bool = False
    sources: tuple[str, ...] = ()
    reference: Reference | None = None
    unknown_fits: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    any_country: bool = False
    receipt_known: bool = False
    stand_in: Board | None = None
    route: Route | None = field(default=None, repr=False)

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells this offer from every other in a comparison."""
        return self.provider, self.service, self.payout or ""


@dataclass(frozen=True, slots=True)
class _Question:
    """One road, one transfer, one day: what every step below is asked about."""

    route: Route
    transfer: Transfer
    day: date
    market: Market


@dataclass(frozen=True, slots=True)
class _Ready:
    """What a road offers on a day before any amount is named; `refusal` where it offers nothing.

    `status_refusal` holds whatever else is asked; `refusal` comes after what is known not to fit.
    """

    route: Route
    status: OnDay
    status_refusal: NotOffered | None
    refusal: NotOffered | None = None
    terms: Terms | None = None
    path: Path | None = None
    grade: Grade = Grade.HISTORICAL
    licensed: bool = False
    receipt_known: bool = False
    sources: tuple[str, ...] = ()
    minutes: tuple[int | None, int | None] = (None, None)
    regions: Named = NOT_KNOWN
    documents: Named = NOT_KNOWN
    rpw: tuple[Decimal | None, Decimal | None] = (None, None)


def price(route: Route, transfer: Transfer, day: date, market: Market) -> Offer | NotOffered:
    """What this road does with the transfer on the day.

    Principal = the largest amount that with its fee stays within the outlay; paid out = principal x
    reference x (1 - margin); received = paid out less the charges on receipt; total cost = the
    outlay's worth at the reference less what is received. Raises nothing for thin data: what is not
    known is None in the offer.
    """
    with localcontext(EXACT):
        return _price(_Question(route, transfer, day, market))


def edges(route: Route, transfer: Transfer, day: date, market: Market) -> tuple[Decimal, ...]:
    """The budgets at which this road's price takes another form, and the last before each.

    In the sending currency; empty where the road has no price.
    """
    with localcontext(EXACT):
        ready = _ready(_Question(route, transfer, day, market))
        if ready.terms is None or ready.path is None:
            return ()
        return edge_outlays(ready.terms, transfer, ready.path)


def taken_anew(route: Route, transfer: Transfer, day: date, market: Market) -> Money | None:
    """The part of the sender's fee that every transfer of about this outlay pays, whatever its size.

    A flat fee, a floor, a ceiling, or the flat part of a fee with a percentage, in the service's
    currency. None where the fee is a bare percentage, was not seen for such an amount, or is not known.
    """
    with localcontext(EXACT):
        asked = _Question(route, transfer, day, market)
        ready = _ready(asked)
        terms, path = ready.terms, ready.path
        if terms is None or terms.worst is None or path is None or transfer.send is None:
            return None
        budget = _budget(asked, terms, path, transfer.send)
        amount = None if budget is None else principal(terms.worst, budget, minor_unit(terms.currency))
        if amount is None or terms.basis(amount) is not Basis.EXACT:
            return None
        fixed = piece_at(terms.worst, amount).fixed
        return Money(fixed, terms.currency) if fixed > 0 else None


def _price(asked: _Question) -> Offer | NotOffered:
    ready = _ready(asked)
    if ready.status_refusal is not None:
        return ready.status_refusal
    misfit = _misfit(asked.route, asked.transfer, ready.regions)
    if misfit is not None:
        return misfit
    if ready.refusal is not None:
        return ready.refusal
    assert ready.terms is not None and ready.path is not None
    return _too_slow(asked, ready.terms, ready.minutes) or _offer(asked, ready, ready.terms, ready.path)


def _ready(asked: _Question) -> _Ready:
    """What does not depend on the amount, reckoned once for each road, currency, benchmark and day."""
    transfer, memo = asked.transfer, asked.market.memo
    key = (id(asked.route), transfer.corridor.key, transfer.currency, transfer.benchmark, asked.day)
    known = memo.get(key)
    # The route is kept with the answer, so that its id cannot pass to another.
    if known is None or known.route is not asked.route:
        if len(memo) > MOST_REMEMBERED:
            memo.clear()
        known = memo[key] = _prepare(asked)
    assert isinstance(known, _Ready)
    return known


def _prepare(asked: _Question) -> _Ready:
    route, day = asked.route, asked.day
    status = status_of(route, day, invented=asked.market.invented)
    if status.state in (Status.STOPPED, Status.SUSPENDED):
        reason = Reason(status.state.value)
        refusal = NotOffered(route, reason, status.day, status.source, standing=status.standing)
        return _Ready(route, status, refusal)
    licence = licence_on(route.provider, day)
    if licence in (Licence.SUSPENDED, Licence.UNLICENSED):
        check = last_check(route.provider, day)
        assert check is not None
        return _Ready(route, status, NotOffered(route, Reason.SUSPENDED, check.day, check.source))
    counters = _of_counter(route.payout)
    terms = terms_on(route, asked.transfer, day, asked.market)
    if isinstance(terms, NotOffered):
        return _Ready(route, status, None, terms, regions=counters[0])
    path = path_of(route, terms, asked.transfer, day, asked.market)
    counter = None if terms.receipt_whole else _counter_tariff(asked, path)
    with_receipt = _with_receipt(asked, terms, path, counter)
    if with_receipt is None:
        refusal = NotOffered(route, Reason.NO_RATE, terms.seen, terms.sources[0])
        return _Ready(route, status, None, refusal, regions=terms.regions or counters[0])
    grades = [grade(terms.seen, day), terms.measured, path.grade]
    sources = terms.sources
    if counter is not None:
        grades.append(grade(seen_on(counter, day), day))
        sources = (*sources, counter.source)
    return _Ready(
        route,
        status,
        None,
        terms=terms,
        path=with_receipt,
        grade=Grade.CURRENT if asked.market.invented else older(*grades),
        licensed=licence is Licence.LICENSED,
        receipt_known=counter is not None or bool(terms.receipt) or asked.market.invented,
        sources=tuple(dict.fromkeys((*sources, *path.sources))),
        minutes=minutes(route, terms),
        regions=terms.regions or counters[0],
        documents=terms.documents or counters[1],
        rpw=(_rpw_cost(asked, terms, path, RPW_AMOUNTS[0]), _rpw_cost(asked, terms, path, RPW_AMOUNTS[1])),
    )


def _of_counter(payout: Payout | None) -> tuple[Named, Named]:
    """The counter's own regions and documents; nothing where no counter is known."""
    if payout is None:
        return NOT_KNOWN, NOT_KNOWN
    both = (payout.regions, payout.documents)
    regions, documents = (Named(c, payout.day, payout.source) if c else NOT_KNOWN for c in both)
    return regions, documents


def _misfit(route: Route, transfer: Transfer, regions: Named) -> NotOffered | None:
    """Why this road is known not to meet a wish, with the day and source of that; None where it may."""
    if transfer.pay_out is not None and route.form not in (None, transfer.pay_out):
        return NotOffered(route, Reason.OTHER_PAYOUT, *cite(route))
    if transfer.region is not None and _is_in(transfer.region, regions) is False:
        return NotOffered(route, Reason.OTHER_PAYOUT, regions.day, regions.source)
    return None


def _is_in(region: str, regions: Named) -> bool | None:
    """Whether money can be collected in a region; None where not known, as of the main cities alone."""
    if EVERYWHERE in regions.codes or region in regions.codes:
        return True
    return None if not regions.codes or MAIN_CITIES in regions.codes else False


def _too_slow(asked: _Question, terms: Terms, took: tuple[int | None, int | None]) -> NotOffered | None:
    within, route = asked.transfer.within, asked.route
    least, most = took
    worst = most if most is not None else least
    if within is None or worst is None or worst <= within:
        return None
    speed = (route.payout.speed if route.payout else None) or route.service.speed
    if speed is not None and terms.minutes is None:
        return NotOffered(route, Reason.TOO_SLOW, speed.day, speed.source)
    return NotOffered(route, Reason.TOO_SLOW, terms.seen, terms.sources[0])


def _unknown_fits(route: Route, transfer: Transfer, most: int | None, regions: Named) -> frozenset[str]:
    wishes = {
        "pay_out": transfer.pay_out is not None and route.form is None,
        "pay_in": transfer.pay_in is not None and route.service.pay_in is None,
        "region": transfer.region is not None and not _is_in(transfer.region, regions),
        "within": transfer.within is not None and most is None,
    }
    return frozenset(wish for wish, unknown in wishes.items() if unknown)


def _offer(asked: _Question, ready: _Ready, terms: Terms, path: Path) -> Offer | NotOffered:
    outlay = asked.transfer.send
    if terms.worst is None:
        return Offer(**_known(asked, ready, terms, path, "fee_unknown") | {"outlay": outlay})
    if outlay is None:
        outlay = smallest_outlay(terms, asked.transfer, path)
        if outlay is None:
            return Offer(**_known(asked, ready, terms, path, "no_outlay"))
    return _carried_out(asked, ready, terms, path, outlay)


def _known(asked: _Question, ready: _Ready, terms: Terms, path: Path, note: str | None = None) -> Fields:
    """The part of an offer that does not depend on the amount."""
    route = asked.route
    least, most = ready.minutes
    return {
        "provider": route.provider.id,
        "service": route.service.id,
        "payout": route.payout.id if route.payout else None,
        "channel": route.provider.channel,
        "form": route.form,
        "status": ready.status,
        "evidence": terms.evidence,
        "grade": ready.grade,
        "currency": path.received_currency,
        "period": terms.period,
        "observed": None if terms.period else terms.seen,
        "rpw_cost_percent": ready.rpw[0],
        "rpw_cost_percent_500": ready.rpw[1],
        "minutes_least": least,
        "minutes_most": most,
        "promotion": terms.promotion,
        "sources": ready.sources,
        "reference": path.total,
        "regions": ready.regions,
        "documents": ready.documents,
        "unknown_fits": _unknown_fits(route, asked.transfer, most, ready.regions),
        "notes": path.notes if note is None else path.notes | {note},
        "any_country": route.corridor.receiving == ANY,
        "receipt_known": ready.receipt_known,
        "stand_in": path.stand_in,
        "route": route,
    }


def _carried_out(
    asked: _Question, ready: _Ready, terms: Terms, path: Path, outlay: Decimal
) -> Offer | NotOffered:
    """The offer with its amounts, by subtraction, so that the parts sum to the whole."""
    assert terms.worst is not None
    too_small = NotOffered(asked.route, Reason.BELOW_MINIMUM, terms.seen, terms.sources[0])
    budget = _budget(asked, terms, path, outlay)
    if budget is None:
        return NotOffered(asked.route, Reason.NO_RATE, terms.seen, terms.sources[0])
    amount = principal(terms.worst, budget, minor_unit(terms.currency))
    if amount is None:
        return too_small
    outside = _outside_limits(asked, terms, amount)
    if outside is not None:
        return outside
    worst = carry(amount, terms, path, worst=True)
    net = net_of(worst, path)
    if net is not None and net <= 0:
        return too_small
    basis = terms.basis(amount) if path.stand_in is None else Basis.ESTIMATE
    fee = None if path.fee_worth is None else worst.fee * path.fee_worth
    found: Fields = _known(asked, ready, terms, path) | {
        "outlay": outlay,
        "fee": fee,
        "basis": basis,
        "paid_out": None if worst.paid is None else Money(worst.paid, path.paid_currency),
    }
    if basis is Basis.ESTIMATE:
        found["evidence"] = Evidence.ESTIMATE
    if path.in_rate is not None:
        spent = (worst.principal + worst.fee) * path.in_rate
        found |= {"unspent": outlay - spent, "principal": worst.principal * path.in_rate}
    if net is None or fee is None or path.total is None or worst.receipt is None or path.out_rate is None:
        return Offer(**found)
    worth = spent * path.total.rate
    receipt = worst.receipt * path.out_rate
    ranged = terms.ranged or path.receipt_worst != path.receipt_best
    most = _better_end(asked, terms, path, budget) if ranged else net
    return Offer(
        **found,
        complete=True,
        recommended=_recommended(asked, ready, terms, basis, found["unknown_fits"]),
        hidden=worth - net - fee - receipt,
        receipt=receipt,
        received=net,
        received_most=net if most is None else max(net, most),
        total_cost=worth - net,
        total_cost_percent=(worth - net) / worth * HUNDRED,
    )


def _budget(asked: _Question, terms: Terms, path: Path, outlay: Decimal) -> Decimal | None:
    """The outlay in the service's currency: at the sender's board, else its worth at the reference."""
    if path.in_rate is not None:
        return floor_minor(outlay / path.in_rate, terms.currency)
    worth = _worth(asked, outlay, asked.transfer.currency, terms.currency)
    return None if worth is None else floor_minor(worth, terms.currency)


def _better_end(asked: _Question, terms: Terms, path: Path, budget: Decimal) -> Decimal | None:
    """What arrives at the better end of a range."""
    assert terms.best is not None
    amount = principal(terms.best, budget, minor_unit(terms.currency))
    if amount is None or _outside_limits(asked, terms, amount) is not None:
        return None
    return net_of(carry(amount, terms, path, worst=False), path)


def _recommended(
    asked: _Question, ready: _Ready, terms: Terms, basis: Basis, unknown: frozenset[str]
) -> bool:
    """Whether the offer may be the headline: checked, working, licensed, fitting, and a price."""
    return (
        ready.status.state is Status.OPERATING
        and ready.grade is Grade.CURRENT
        and basis is not Basis.ESTIMATE
        and (asked.transfer.promotions or not terms.promotion)
        and not unknown
        and ready.licensed
    )


def _counter_tariff(asked: _Question, path: Path) -> Tariff | None:
    """The counter's own charges on receipt in the currency paid out; None where they are not known."""
    payout, home = asked.route.payout, asked.transfer.corridor.receives
    currency = home if "worth_only" in path.notes else path.paid_currency
    alive = [
        t
        for t in (payout.tariffs if payout else ())
        if t.superseded is None
        and t.charges is not None
        and t.currency == currency
        and (t.since is None or t.since <= asked.day)
    ]
    return max(alive, key=lambda t: t.since or date.min, default=None)


def _with_receipt(asked: _Question, terms: Terms, path: Path, counter: Tariff | None) -> Path | None:
    """The path with the service's and the counter's charges on receipt; None where a rate is missing."""

    def worth(currency: str) -> Decimal | None:
        return _worth(asked, Decimal(1), currency, path.paid_currency)

    charges = (*terms.receipt, *(counter.charges or () if counter is not None else ()))
    if not charges:
        return path
    if "worth_only" in path.notes and any(not _is_percent(charge) for charge in charges):
        return None
    worst = schedule(charges, Payer.RECIPIENT, worth=worth)
    best = schedule(charges, Payer.RECIPIENT, most=False, worth=worth)
    return None if worst is None or best is None else replace(path, receipt_worst=worst, receipt_best=best)


def _is_percent(charge: Charge) -> bool:
    """Whether a charge is a bare percentage, and so the same in every currency."""
    bounds = (charge.flat, charge.flat_most, charge.at_least, charge.at_most, charge.above, charge.up_to)
    return not any(bounds) and not charge.over


def _outside_limits(asked: _Question, terms: Terms, amount: Decimal) -> NotOffered | None:
    route = asked.route
    for reason, bound, outside in (
        (Reason.BELOW_MINIMUM, terms.least, terms.least is not None and amount < terms.least),
        (Reason.ABOVE_LIMIT, terms.most, terms.most is not None and amount > terms.most),
    ):
        if outside and bound is not None:
            return NotOffered(route, reason, terms.seen, terms.sources[0], Money(bound, terms.currency))
    places: list[tuple[tuple[Limit, ...], date | None, str | None]] = [
        (route.service.limits, None, route.service.limits_source)
    ]
    if route.payout is not None:
        places.append((route.payout.limits, route.payout.day, route.payout.source))
    for limits, day, source in places:
        same = [limit for limit in limits if limit.currency == terms.currency]
        for limit in same or limits[:1]:
            top = _worth(asked, limit.amount, limit.currency, terms.currency)
            if top is not None and amount > top:
                said = Money(limit.amount, limit.currency)
                return NotOffered(route, Reason.ABOVE_LIMIT, day, source, said)
    return None


def _worth(asked: _Question, amount: Decimal, currency: str, other: str) -> Decimal | None:
    benchmark = asked.transfer.benchmark
    found = reference(asked.market.rates, asked.day, base=currency, quote=other, benchmark=benchmark)
    return None if found is None else amount * found.rate


def _rpw_cost(asked: _Question, terms: Terms, path: Path, dollars: Decimal) -> Decimal | None:
    """RPW's cost: fee / principal x 100 + margin, sender's fees only, at the worth of USD 200 or 500.

    None for domestic transfers, and where the fee, the margin or the dollar's rate is not known.
    """
    corridor = asked.transfer.corridor
    if corridor.sending == corridor.receiving or terms.worst is None:
        return None
    amount = _worth(asked, dollars, "USD", terms.currency)
    if amount is None:
        return None
    margin = ZERO if path.same else terms.margin(amount)
    return None if margin is None else due(terms.worst, amount) / amount * HUNDRED + margin
