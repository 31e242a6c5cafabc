"""What one road does with one transfer on one day: an offer, or the reason why there is none."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Generic, TypeVar

from channels.money import EXACT, Money, floor_minor, minor_unit
from channels.pricing.conversion import Path, carry, net_of
from channels.pricing.fees import piece_at, principal
from channels.pricing.offer_parts import Cost, KnownPrice, KnownWay
from channels.pricing.preparation import Inquiry, Prepared, aged, prepared, worth_at_reference
from channels.pricing.quotes import Terms
from channels.pricing.required_budget import edge_outlays, smallest_outlay
from channels.pricing.routes import Market, NotOffered, Route, Transfer
from channels.pricing.ways import access_point, form, look_at, minutes, pay_in
from channels.pricing.wishes import misfit, too_slow, unknown_fits
from channels.records.base import ANY
from channels.records.providers import Limit
from channels.terms import Basis, DisbursementMethod, Evidence, Grade, Reason, Status

T_co = TypeVar("T_co", covariant=True)


if TYPE_CHECKING:

    class _Read(Generic[T_co]):
        """A property whose type is that of what is read: mypy takes a bare `property(...)` for anything."""

        def __init__(self, read: "Callable[[Offer], T_co]") -> None: ...

        def __get__(self, offer: "Offer", owner: "type[Offer]") -> T_co: ...

else:
    _Read = property


@dataclass(frozen=True, slots=True)
class Offer:
    """What one road does with the transfer: what is known of the way, the price in force, the cost by it.

    Each part says what its fields mean; they are read from the offer itself.
    """

    way: KnownWay
    price: KnownPrice
    cost: Cost
    recommended: bool = False

    provider = _Read(lambda offer: offer.way.provider)
    service = _Read(lambda offer: offer.way.service)
    payout = _Read(lambda offer: offer.way.payout)
    channel = _Read(lambda offer: offer.way.channel)
    form = _Read(lambda offer: offer.way.form)
    pay_in = _Read(lambda offer: offer.way.pay_in)
    access_point = _Read(lambda offer: offer.way.access_point)
    status = _Read(lambda offer: offer.way.status)
    licence = _Read(lambda offer: offer.way.licence)
    minutes_least = _Read(lambda offer: offer.way.minutes_least)
    minutes_most = _Read(lambda offer: offer.way.minutes_most)
    regions = _Read(lambda offer: offer.way.regions)
    documents = _Read(lambda offer: offer.way.documents)
    unknown_fits = _Read(lambda offer: offer.way.unknown_fits)
    any_country = _Read(lambda offer: offer.way.any_country)
    route = _Read(lambda offer: offer.way.route)

    evidence = _Read(lambda offer: offer.price.evidence)
    grade = _Read(lambda offer: offer.price.grade)
    currency = _Read(lambda offer: offer.price.currency)
    price_grade = _Read(lambda offer: offer.price.price_grade)
    basis = _Read(lambda offer: offer.price.basis)
    seen = _Read(lambda offer: offer.price.seen)
    period = _Read(lambda offer: offer.price.period)
    observed = _Read(lambda offer: offer.price.observed)
    asked = _Read(lambda offer: offer.price.asked)
    promotion = _Read(lambda offer: offer.price.promotion)
    receipt_known = _Read(lambda offer: offer.price.receipt_known)
    rpw_cost_percent = _Read(lambda offer: offer.price.rpw_cost_percent)
    rpw_cost_percent_500 = _Read(lambda offer: offer.price.rpw_cost_percent_500)
    reference = _Read(lambda offer: offer.price.reference)
    stand_in = _Read(lambda offer: offer.price.stand_in)
    sources = _Read(lambda offer: offer.price.sources)
    notes = _Read(lambda offer: offer.price.notes)

    complete = _Read(lambda offer: offer.cost.complete)
    outlay = _Read(lambda offer: offer.cost.outlay)
    unspent = _Read(lambda offer: offer.cost.unspent)
    principal = _Read(lambda offer: offer.cost.principal)
    paid_out = _Read(lambda offer: offer.cost.paid_out)
    fee = _Read(lambda offer: offer.cost.fee)
    hidden = _Read(lambda offer: offer.cost.hidden)
    receipt = _Read(lambda offer: offer.cost.receipt)
    received = _Read(lambda offer: offer.cost.received)
    received_most = _Read(lambda offer: offer.cost.received_most)
    total_cost = _Read(lambda offer: offer.cost.total)
    total_cost_percent = _Read(lambda offer: offer.cost.percent)

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells this offer from every other in a comparison."""
        return self.provider, self.service, self.payout or ""

    def as_usual_price(self) -> "Offer":
        """The same offer with its promotion counted as any other price, for readers who want promotions."""
        return replace(self, price=replace(self.price, promotion=False)) if self.promotion else self

    def without_arrival(self) -> "Offer":
        """The same offer with nothing said of what arrives."""
        return replace(self, cost=self.cost.only_fee(), recommended=False)


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
        own = terms.covering(amount)
        fixed = piece_at(terms.worst, amount if own is None else own.least).fixed
        return Money(fixed, terms.currency) if fixed > 0 else None


def _price(asked: Inquiry) -> Offer | NotOffered:
    ready = prepared(asked)
    if ready.status_refusal is not None:
        return ready.status_refusal
    route = asked.route
    forms = {route.form} if ready.terms is None else _forms(route, ready.terms)
    unmet = misfit(route, asked.transfer, ready.regions, forms)
    if unmet is not None:
        return unmet
    if ready.refusal is not None:
        return ready.refusal
    terms, path = ready.terms, ready.path
    assert terms is not None and path is not None
    amounts: list[Decimal | None] = [*(told.amount for told in terms.told)] or [None]
    late = [too_slow(route, asked.transfer, terms, minutes(route, terms, amount)) for amount in amounts]
    return late[0] if late[0] is not None and None not in late else _offer(asked, ready, terms, path)


def _forms(route: Route, terms: Terms) -> set[DisbursementMethod | None]:
    """The forms in which the prices of a route are paid out; None among them where one does not tell."""
    return {form(route, terms, told.amount) for told in terms.told} or {form(route, terms)}


def _offer(asked: Inquiry, ready: Prepared, terms: Terms, path: Path) -> Offer | NotOffered:
    outlay = asked.transfer.send
    if terms.worst is None:
        return Offer(
            _way(asked, ready, terms), _known(asked, ready, terms, path, "fee_unknown"), Cost(outlay)
        )
    if outlay is None:
        outlay = smallest_outlay(terms, asked.transfer, path)
        if outlay is None:
            return Offer(_way(asked, ready, terms), _known(asked, ready, terms, path, "no_outlay"), Cost())
    return _carried_out(asked, ready, terms, path, outlay)


def _way(asked: Inquiry, ready: Prepared, terms: Terms, amount: Decimal | None = None) -> KnownWay:
    """What is known of the way of an amount; of every amount's where none can be named."""
    route = asked.route
    least, most = minutes(route, terms, amount)
    handed_over, paid_in = form(route, terms, amount), pay_in(route, terms, amount)
    return KnownWay(
        provider=route.provider.id,
        service=route.service.id,
        payout=route.payout.id if route.payout else None,
        channel=route.provider.channel,
        form=handed_over,
        pay_in=paid_in,
        access_point=access_point(route, terms, amount),
        status=ready.status,
        licence=ready.licence,
        minutes_least=least,
        minutes_most=most,
        regions=ready.regions,
        documents=ready.documents,
        unknown_fits=unknown_fits(asked.transfer, most, ready.regions, handed_over, paid_in),
        any_country=route.corridor.receiving == ANY,
        route=route,
    )


def _known(
    asked: Inquiry,
    ready: Prepared,
    terms: Terms,
    path: Path,
    *more: str,
    basis: Basis = Basis.EXACT,
    amount: Decimal | None = None,
    paid: Decimal | None = None,
) -> KnownPrice:
    """The price as it is known for one amount, of which `paid` is paid out; `more` are further notes."""
    look = look_at(terms, amount)
    age = aged(asked, look, path, ready.beside)
    expired = {"expired"} if look.expired else frozenset()
    is_open = paid is not None and any(
        above < paid and (up_to is None or paid <= up_to) for above, up_to in terms.receipt_open
    )
    return KnownPrice(
        evidence=Evidence.ESTIMATE if basis is Basis.ESTIMATE else look.evidence,
        grade=age.grade,
        currency=path.received_currency,
        price_grade=age.price_grade,
        basis=basis,
        seen=look.seen,
        period=look.period,
        observed=None if look.period else look.seen,
        asked=look.asked,
        promotion=look.promotion,
        receipt_known=ready.receipt_known and not is_open,
        rpw_cost_percent=ready.rpw[0],
        rpw_cost_percent_500=ready.rpw[1],
        reference=path.total,
        stand_in=path.stand_in,
        sources=ready.sources,
        notes=path.notes | age.notes | expired | frozenset(more),
    )


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
    way = _way(asked, ready, terms, amount)
    took = (way.minutes_least, way.minutes_most)
    unmet = misfit(asked.route, asked.transfer, ready.regions, {way.form})
    unmet = unmet or too_slow(asked.route, asked.transfer, terms, took)
    if unmet is not None:
        return unmet
    worst = carry(amount, terms, path, worst=True)
    net = net_of(worst, path)
    if net is not None and net <= 0:
        return too_small
    basis = terms.basis(amount) if path.stand_in is None else Basis.ESTIMATE
    known = _known(asked, ready, terms, path, basis=basis, amount=amount, paid=worst.paid)
    spent = None if path.in_rate is None else (worst.principal + worst.fee) * path.in_rate
    cost = Cost(
        outlay=outlay,
        unspent=None if spent is None else outlay - spent,
        principal=None if path.in_rate is None else worst.principal * path.in_rate,
        paid_out=None if worst.paid is None else Money(worst.paid, path.paid_currency),
        fee=None if path.fee_worth is None else worst.fee * path.fee_worth,
    )
    if net is None or cost.fee is None or path.total is None:
        return Offer(way, known, cost)
    if worst.receipt is None or path.out_rate is None or spent is None:
        return Offer(way, known, cost)
    ranged = terms.ranged or path.receipt_worst != path.receipt_best
    most = _better_end(asked, terms, path, budget) if ranged else net
    whole = cost.with_received(
        spent * path.total.rate, net, net if most is None else max(net, most), worst.receipt * path.out_rate
    )
    return Offer(way, known, whole, _recommended(asked, ready, known, way.unknown_fits))


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


def _recommended(asked: Inquiry, ready: Prepared, known: KnownPrice, unknown: frozenset[str]) -> bool:
    """Whether the offer may be the headline: a current price, of a service that operates, that fits.

    A licence that nobody checked is a caution beside it, not a bar.
    """
    return (
        ready.status.state is Status.OPERATING
        and known.grade is Grade.CURRENT
        and known.basis is not Basis.ESTIMATE
        and (asked.transfer.promotions or not known.promotion)
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
