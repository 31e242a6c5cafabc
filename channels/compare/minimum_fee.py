"""The trap of a minimum fee: below which amount it is more than five percent of what is sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal, localcontext

from channels.compare.expected_marks import MOST_PERCENT
from channels.money import EXACT, HUNDRED, ZERO, Money
from channels.pricing.offers import Offer
from channels.pricing.quotes import terms_on
from channels.pricing.routes import Market, NotOffered, Route, Transfer
from channels.records.in_force import in_force, last_in_force
from channels.records.providers import Charge, Tariff
from channels.terms import HOME, Channel, Payer

WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class MinimumFee:
    """The least that a bank keeps, and the amount in the sender's currency under which that bites.

    Under `under`, a whole number, the bank's fee is more than five percent of the amount sent.
    """

    provider: str
    fee: Money
    under: Decimal
    sources: tuple[str, ...]


def minimum_fee(offers: Sequence[Offer], transfer: Transfer, day: date, market: Market) -> MinimumFee | None:
    """The bank whose minimum fee bites least: under its amount every known bank takes more than five percent.

    Only of money that leaves or stays in the country, and by the price lists that price it: one in a currency
    in which nobody is priced on this way says nothing of it. None where no bank's price list is known, where
    one way of a bank takes a fee without any minimum, or where the official rate of its fee is not known or
    old.
    """
    if transfer.corridor.sending != HOME:
        return None
    routes = [offer.route for offer in _of_banks(offers) if offer.route is not None]
    with localcontext(EXACT):
        found = {r.provider.id: _of(r.provider.id, routes, transfer, day, market) for r in routes}
    known = [one for one in found.values() if one is not None]
    if len(known) < len(found):
        return None
    return min(known, key=lambda one: (one.under, one.provider), default=None)


def _of_banks(offers: Iterable[Offer]) -> list[Offer]:
    return [offer for offer in offers if offer.channel is Channel.BANK and not offer.promotion]


def _of(
    provider: str, routes: Sequence[Route], transfer: Transfer, day: date, market: Market
) -> MinimumFee | None:
    """The trap of one bank, by its way on which it bites least; None where one way has none that is known."""
    found = []
    for route in (route for route in routes if route.provider.id == provider):
        tariff = _in_use(route, transfer, day, market)
        bound = None if tariff is None else _bound(tariff)
        if tariff is None or bound is None:
            return None
        fee, under = bound
        used = market.reference(transfer, day, base=fee.currency, quote=transfer.currency)
        if used is None or not used.fresh:
            return None
        whole = (under * used.rate).quantize(WHOLE, rounding=ROUND_FLOOR)
        found.append(MinimumFee(provider, fee, whole, (tariff.source, *used.sources)))
    return min(found, key=lambda one: one.under, default=None)


def _in_use(route: Route, transfer: Transfer, day: date, market: Market) -> Tariff | None:
    """The price list by which the way is priced; None where it is priced by what somebody saw."""
    terms = terms_on(route, transfer, day, market)
    if isinstance(terms, NotOffered):
        return None
    return last_in_force(
        tariff
        for tariff in in_force(route.service.tariffs, day)
        if tariff.currency == terms.currency and tariff.source in terms.sources
    )


def _bound(tariff: Tariff) -> tuple[Money, Decimal] | None:
    """What a price list takes at least of a small amount, and up to which amount that is over five percent.

    Band by band from the smallest amount on. None where the smallest amount has no minimum, or where several
    charges are added up.
    """
    lines = sorted((c for c in tariff.charges or () if c.payer is Payer.SENDER), key=lambda c: c.above)
    several = len({line.above for line in lines}) < len(lines)
    if not lines or several or len({line.currency for line in lines}) > 1:
        return None
    fee = max(lines[0].at_least or ZERO, lines[0].flat)
    under = ZERO
    for line in lines:
        if line.above > under:
            break
        under = max(under, min(_bites(line), line.up_to) if line.up_to is not None else _bites(line))
    if not fee or not under:
        return None
    return Money(fee, lines[0].currency or tariff.currency), under


def _bites(line: Charge) -> Decimal:
    """The amount under which a charge is more than five percent; 0 where it never is, or always."""
    if line.percent >= MOST_PERCENT or line.over:
        return ZERO
    return max(
        (line.at_least or ZERO) * HUNDRED / MOST_PERCENT, line.flat * HUNDRED / (MOST_PERCENT - line.percent)
    )
