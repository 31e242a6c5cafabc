"""Whether a route meets what the reader asked for: form of pay-out, region and time."""

from collections.abc import Collection

from channels.pricing.points import Wait
from channels.pricing.quotes import Terms
from channels.pricing.routes import NamedCodes, NotOffered, Route, Transfer, cite
from channels.records.base import EVERYWHERE, MAIN_CITIES
from channels.terms import DisbursementMethod, PaymentInstrument, Reason


def misfit(
    route: Route, transfer: Transfer, regions: NamedCodes, forms: Collection[DisbursementMethod | None]
) -> NotOffered | None:
    """Why this route is known not to meet a wish, with the day and source of that; None where it may.

    `forms` are those in which its prices may be paid out, None among them where one does not tell.
    """
    if transfer.pay_out is not None and not {None, transfer.pay_out}.intersection(forms):
        return NotOffered(route, Reason.OTHER_PAYOUT, *cite(route))
    if transfer.region is not None and _is_in(transfer.region, regions) is False:
        return NotOffered(route, Reason.OTHER_PAYOUT, regions.day, regions.source)
    return None


def too_slow(route: Route, transfer: Transfer, terms: Terms, took: Wait) -> NotOffered | None:
    """The refusal of a route that takes longer than asked; `took` in minutes; None where it may be."""
    within, (least, most) = transfer.within, took
    worst = most if most is not None else least
    if within is None or worst is None or worst <= within:
        return None
    speed = (route.payout.speed if route.payout else None) or route.service.speed
    if speed is not None and took == (speed.least, speed.most):
        return NotOffered(route, Reason.TOO_SLOW, speed.day, speed.source)
    return NotOffered(route, Reason.TOO_SLOW, terms.seen, terms.sources[0])


def unknown_fits(
    transfer: Transfer,
    most: int | None,
    regions: NamedCodes,
    form: DisbursementMethod | None,
    pay_in: PaymentInstrument | None,
) -> frozenset[str]:
    """The codes of the wishes that nobody knows a way to meet; `most` is its longest time in minutes."""
    wishes = {
        "pay_out": transfer.pay_out is not None and form is None,
        "pay_in": transfer.pay_in is not None and pay_in is None,
        "region": transfer.region is not None and not _is_in(transfer.region, regions),
        "within": transfer.within is not None and most is None,
    }
    return frozenset(wish for wish, unknown in wishes.items() if unknown)


def _is_in(region: str, regions: NamedCodes) -> bool | None:
    """Whether money can be collected in a region; None where not known, as of the main cities alone."""
    if EVERYWHERE in regions.codes or region in regions.codes:
        return True
    return None if not regions.codes or MAIN_CITIES in regions.codes else False
