"""The order of offers: by money in hand, and which of them no other beats."""

from collections.abc import Sequence
from decimal import Decimal

from channels.money import EXACT
from channels.pricing.offers import Offer
from channels.terms import Basis, Grade

FOREVER = 10**9


def ranked(
    offers: Sequence[Offer], *, by_outlay: bool = False, promotions: bool = False
) -> tuple[Offer, ...]:
    """Offers in the reader's order.

    Complete before incomplete, prices before estimates, what is known to fit before what may fit, a
    service that names the country before one for any; inside these by form of pay-out, the form
    with the best offer first; then by money received, or by smallest outlay. Of incomplete offers the
    one whose known cost is least, in the sender's currency, stands first. Promotions stand last unless
    asked for.
    """
    rows = [(_doubt(o, promotions=promotions), _worth(o, by_outlay=by_outlay), o) for o in offers]
    best_of_form: dict[object, Decimal] = {}
    for doubt, worth, offer in rows:
        if worth is not None:
            group = (doubt, offer.form)
            best_of_form[group] = max(worth, best_of_form.get(group, worth))

    def key(row: tuple[tuple[bool, ...], Decimal | None, Offer]) -> tuple[object, ...]:
        doubt, worth, offer = row
        group = (doubt, offer.form)
        return (
            doubt,
            -best_of_form[group] if group in best_of_form else Decimal(FOREVER),
            offer.form.rank if offer.form is not None else FOREVER,
            -worth if worth is not None else _known_or_last(offer),
            offer.minutes_most if offer.minutes_most is not None else FOREVER,
            offer.key,
        )

    return tuple(offer for _, _, offer in sorted(rows, key=key))


def _doubt(offer: Offer, *, promotions: bool) -> tuple[bool, ...]:
    """What puts an offer below others, whatever arrives by it."""
    return (
        offer.promotion and not promotions,
        not offer.complete,
        offer.basis is Basis.ESTIMATE,
        bool(offer.unknown_fits),
        offer.any_country,
    )


def headline(offers: Sequence[Offer], *, by_outlay: bool = False) -> Offer | None:
    """The recommended offer of which most arrives, of those that name the country if any does; or None."""
    fit = [offer for offer in offers if offer.recommended]
    return _first(fit, by_outlay=by_outlay)


def best(offers: Sequence[Offer], *, by_outlay: bool = False) -> Offer | None:
    """The best that fits: of prices, not estimates or promotions, that are known to fit; None without one."""
    prices = [o for o in offers if o.complete and not o.promotion and o.basis is not Basis.ESTIMATE]
    fit = [o for o in prices if not o.unknown_fits] or prices
    return _first(fit, by_outlay=by_outlay)


def best_current(offers: Sequence[Offer], *, by_outlay: bool = False) -> Offer | None:
    """The best that fits among prices checked within 90 days; None without one."""
    return best([o for o in offers if o.grade is Grade.CURRENT], by_outlay=by_outlay)


def less_than(offer: Offer, top: Offer | None) -> Decimal | None:
    """How much less arrives than by the best that fits; None where not known or in another currency."""
    if top is None or offer.received is None or top.received is None or offer.currency != top.currency:
        return None
    return top.received - offer.received


def unbeaten(offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """The complete offers that no other beats on money and time together, most money first."""
    timed = [o for o in offers if o.complete and o.minutes_most is not None]
    timed.sort(key=lambda o: (-(o.received or 0), o.minutes_most or 0, o.key))
    found: list[Offer] = []
    for offer in timed:
        if not found or (offer.minutes_most or 0) < (found[-1].minutes_most or 0):
            found.append(offer)
    return tuple(found)


def first_of_forms(offers: Sequence[Offer], most: int) -> list[Offer]:
    """The few to show first: the best of each form of pay-out in turn, in the reader's order."""
    order = {offer.key: n for n, offer in enumerate(offers)}
    tiers: dict[object, list[Offer]] = {}
    for offer in offers:
        tiers.setdefault(offer.form, []).append(offer)
    picked: list[Offer] = []
    while len(picked) < most and any(tiers.values()):
        heads = sorted((line[0] for line in tiers.values() if line), key=lambda o: order[o.key])
        for offer in heads[: most - len(picked)]:
            picked.append(tiers[offer.form].pop(0))
    return sorted(picked, key=lambda o: order[o.key])


def known_cost(offer: Offer) -> Decimal | None:
    """The part of an offer's cost that is known, in the sender's currency; None where no part of it is.

    The whole cost of a complete offer; of an incomplete one its fee, turned at the reference.
    """
    return in_senders_currency(offer.total_cost if offer.total_cost is not None else offer.fee, offer)


def in_senders_currency(amount: Decimal | None, offer: Offer) -> Decimal | None:
    """An amount of an offer in the currency received, turned at its reference; None where unknown."""
    if amount is None or offer.reference is None:
        return None
    return EXACT.divide(amount, offer.reference.rate)


def _known_or_last(offer: Offer) -> Decimal:
    """What an incomplete offer is ordered by: the part of its cost that is known, the dearest last."""
    cost = known_cost(offer)
    return cost if cost is not None else Decimal(FOREVER)


def _first(offers: Sequence[Offer], *, by_outlay: bool) -> Offer | None:
    return min(
        offers, key=lambda o: (o.any_country, -(_worth(o, by_outlay=by_outlay) or 0), o.key), default=None
    )


def _worth(offer: Offer, *, by_outlay: bool) -> Decimal | None:
    """What offers are ordered by: the worth of what arrives in the sending currency, or the outlay saved."""
    if not offer.complete or offer.received is None:
        return None
    if by_outlay:
        return None if offer.outlay is None else -offer.outlay
    return offer.received / offer.reference.rate if offer.reference is not None else offer.received
