"""What one road does with one transfer on one day: an offer, or the reason why there is none."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from channels.money import EXACT, HUNDRED, Money, floor_minor, minor_unit
from channels.pricing.conversion import Path, carry, net_of
from channels.pricing.fees import piece_at, principal
from channels.pricing.fx import Reference
from channels.pricing.preparation import Inquiry, Prepared, prepared, worth_at_reference
from channels.pricing.quotes import Terms
from channels.pricing.required_budget import edge_outlays, smallest_outlay
from channels.pricing.routes import NOT_KNOWN, Market, NamedCodes, NotOffered, OnDay, Route, Transfer
from channels.pricing.wishes import misfit, too_slow, unknown_fits
from channels.records.base import ANY
from channels.records.observations import Board
from channels.records.providers import Limit
from channels.terms import Basis, Channel, DisbursementMethod, Evidence, Grade, Licence, Reason, Status

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """What one road does with the transfer. Amounts are exact, and None where not known.

    Outlay, unspent and principal are in the sending currency; fee, hidden, receipt, received and
    total cost in `currency`, and fee + hidden + receipt = total cost. `received` is the worse end
    of a range, `received_most` the better; equal where there is none. `unknown_fits` names the
    wishes that nobody knows it to meet; `notes` are codes of what the reader must be told. `seen` is the last
    day on which somebody saw the price, `price_grade` its age by that day alone, whatever the age of the
    rates; `grade` is never better than these allow. `regions` and
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
    price_grade: Grade = Grade.HISTORICAL
    seen: date | None = None
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
    regions: NamedCodes = NOT_KNOWN
    documents: NamedCodes = NOT_KNOWN
    promotion: bool = False
    sources: tuple[str, ...] = ()
    reference: Reference | None = None
    unknown_fits: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    any_country: bool = False
    receipt_known: bool = False
    licence: Licence = Licence.NOT_CHECKED
    stand_in: Board | None = None
    route: Route | None = field(default=None, repr=False)

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells this offer from every other in a comparison."""
        return self.provider, self.service, self.payout or ""


def price(route: Route, transfer: Transfer, day: date, market: Market) -> Offer | NotOffered:
    """What this road does with the transfer on the day.

    Principal = the largest amount that with its fee stays within the outlay; paid out = principal x
    reference x (1 - margin); received = paid out less the charges on receipt; total cost = the
    outlay's worth at the reference less what is received. Raises nothing for thin data: what is not
    known is None in the offer.
    """
    with localcontext(EXACT):
        return _price(Inquiry(route, transfer, day, market))


def edges(route: Route, transfer: Transfer, day: date, market: Market) -> tuple[Decimal, ...]:
    """The budgets at which this road's price takes another form, and the last before each.

    In the sending currency; empty where the road has no price.
    """
    with localcontext(EXACT):
        ready = prepared(Inquiry(route, transfer, day, market))
        if ready.terms is None or ready.path is None:
            return ()
        return edge_outlays(ready.terms, transfer, ready.path)


def taken_anew(route: Route, transfer: Transfer, day: date, market: Market) -> Money | None:
    """The part of the sender's fee that every transfer of about this outlay pays, whatever its size.

    A flat fee, a floor, a ceiling, or the flat part of a fee with a percentage, in the service's
    currency. None where the fee is a bare percentage, was not seen for such an amount, or is not known.
    """
    with localcontext(EXACT):
        asked = Inquiry(route, transfer, day, market)
        ready = prepared(asked)
        terms, path = ready.terms, ready.path
        if terms is None or terms.worst is None or path is None or transfer.send is None:
            return None
        budget = _budget(asked, terms, path, transfer.send)
        amount = None if budget is None else principal(terms.worst, budget, minor_unit(terms.currency))
        if amount is None or terms.basis(amount) is not Basis.EXACT:
            return None
        fixed = piece_at(terms.worst, amount).fixed
        return Money(fixed, terms.currency) if fixed > 0 else None


def _price(asked: Inquiry) -> Offer | NotOffered:
    ready = prepared(asked)
    if ready.status_refusal is not None:
        return ready.status_refusal
    unmet = misfit(asked.route, asked.transfer, ready.regions)
    if unmet is not None:
        return unmet
    if ready.refusal is not None:
        return ready.refusal
    terms, path = ready.terms, ready.path
    assert terms is not None and path is not None
    late = too_slow(asked.route, asked.transfer, terms, ready.minutes)
    return late or _offer(asked, ready, terms, path)


def _offer(asked: Inquiry, ready: Prepared, terms: Terms, path: Path) -> Offer | NotOffered:
    outlay = asked.transfer.send
    if terms.worst is None:
        return Offer(**_known(asked, ready, terms, path, "fee_unknown") | {"outlay": outlay})
    if outlay is None:
        outlay = smallest_outlay(terms, asked.transfer, path)
        if outlay is None:
            return Offer(**_known(asked, ready, terms, path, "no_outlay"))
    return _carried_out(asked, ready, terms, path, outlay)


def _known(asked: Inquiry, ready: Prepared, terms: Terms, path: Path, note: str | None = None) -> Fields:
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
        "price_grade": ready.price_grade,
        "seen": terms.seen,
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
        "unknown_fits": unknown_fits(route, asked.transfer, most, ready.regions),
        "notes": path.notes | ready.aged | (set() if note is None else {note}),
        "any_country": route.corridor.receiving == ANY,
        "receipt_known": ready.receipt_known,
        "licence": ready.licence,
        "stand_in": path.stand_in,
        "route": route,
    }


def _carried_out(
    asked: Inquiry, ready: Prepared, terms: Terms, path: Path, outlay: Decimal
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
    if worst.paid is not None and any(
        above < worst.paid and (up_to is None or worst.paid <= up_to) for above, up_to in terms.receipt_open
    ):
        found["receipt_known"] = False
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


def _budget(asked: Inquiry, terms: Terms, path: Path, outlay: Decimal) -> Decimal | None:
    """The outlay in the service's currency: at the sender's board, else its worth at the reference."""
    if path.in_rate is not None:
        return floor_minor(outlay / path.in_rate, terms.currency)
    worth = worth_at_reference(asked, outlay, asked.transfer.currency, terms.currency)
    return None if worth is None else floor_minor(worth, terms.currency)


def _better_end(asked: Inquiry, terms: Terms, path: Path, budget: Decimal) -> Decimal | None:
    """What arrives at the better end of a range."""
    assert terms.best is not None
    amount = principal(terms.best, budget, minor_unit(terms.currency))
    if amount is None or _outside_limits(asked, terms, amount) is not None:
        return None
    return net_of(carry(amount, terms, path, worst=False), path)


def _recommended(
    asked: Inquiry, ready: Prepared, terms: Terms, basis: Basis, unknown: frozenset[str]
) -> bool:
    """Whether the offer may be the headline: a current price, of a service that operates, that fits.

    A licence that nobody checked is a caution beside it, not a bar.
    """
    return (
        ready.status.state is Status.OPERATING
        and ready.grade is Grade.CURRENT
        and basis is not Basis.ESTIMATE
        and (asked.transfer.promotions or not terms.promotion)
        and not unknown
    )


def _outside_limits(asked: Inquiry, terms: Terms, amount: Decimal) -> NotOffered | None:
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
            top = worth_at_reference(asked, limit.amount, limit.currency, terms.currency)
            if top is not None and amount > top:
                said = Money(limit.amount, limit.currency)
                return NotOffered(route, Reason.ABOVE_LIMIT, day, source, said)
    return None
