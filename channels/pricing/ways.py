"""What was told with the price of an amount: how long it takes, how it is paid and how it is handed over."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from channels.pricing.points import Told, Wait
from channels.pricing.quotes import Terms
from channels.pricing.routes import Route
from channels.terms import AccessPoint, DisbursementMethod, Evidence, Grade, PaymentInstrument


def minutes(route: Route, terms: Terms, amount: Decimal | None = None) -> Wait:
    """Least and most minutes: as told with the price of an amount, else as the counter or service says.

    Of all prices where no amount is named.
    """
    waits = [told.wait for told in _beside(terms, amount) if told.wait != (None, None)]
    if waits:
        most = [most for _, most in waits if most is not None]
        least = min((least for least, _ in waits if least is not None), default=None)
        return least, max(most) if len(most) == len(waits) else None
    speed = (route.payout.speed if route.payout else None) or route.service.speed
    return (speed.least, speed.most) if speed is not None else (None, None)


def form(route: Route, terms: Terms, amount: Decimal | None = None) -> DisbursementMethod | None:
    """How the money of an amount is handed over: as the counter or service says, else as its price tells.

    Where no price in force tells it, as an older one told; None where it is not known, and where the prices
    beside the amount tell different forms.
    """
    fixed = route.payout is not None or route.service.disbursement is not None
    if fixed or all(told.price.disbursement is None for told in terms.told):
        return route.form
    forms = {told.price.disbursement for told in _beside(terms, amount)}
    return forms.pop() if len(forms) == 1 else None


def pay_in(route: Route, terms: Terms, amount: Decimal | None = None) -> PaymentInstrument | None:
    """How the sender pays for an amount, as `form` says how it is handed over."""
    if route.service.pay_in is not None or all(told.price.pay_in is None for told in terms.told):
        return route.pay_in
    found = {told.price.pay_in for told in _beside(terms, amount)}
    return found.pop() if len(found) == 1 else None


def access_point(route: Route, terms: Terms, amount: Decimal | None = None) -> AccessPoint | None:
    """Where the sender pays for an amount, as `form` says how it is handed over."""
    if route.service.access_point is not None or all(told.price.access_point is None for told in terms.told):
        return route.access_point
    found = {told.price.access_point for told in _beside(terms, amount)}
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Look:
    """When and how somebody saw the price of an amount; the fields as those of `Terms` and `Told`."""

    evidence: Evidence
    seen: date | None
    period: str | None
    asked: datetime | None
    promotion: bool
    measured: Grade
    expired: bool


def look_at(terms: Terms, amount: Decimal | None = None) -> Look:
    """The look on which the price of an amount rests: of two, the older one, with what either of them says.

    The last one where no amount is named, and of a list of charges.
    """
    beside = _beside(terms, amount)
    expired = any(told.expired for told in beside)
    if amount is None or not beside:
        return Look(
            terms.evidence, terms.seen, terms.period, terms.asked, terms.promotion, terms.measured, expired
        )
    older = min(beside, key=lambda told: told.seen)
    asked = [told.price.asked for told in beside if told.price.asked is not None]
    return Look(
        evidence=older.price.evidence,
        seen=older.seen,
        period=older.price.period,
        asked=max(asked) if len(asked) == len(beside) else None,
        promotion=any(told.price.promotion for told in beside),
        measured=max((told.measured for told in beside), key=lambda grade: grade.rank),
        expired=expired,
    )


def _beside(terms: Terms, amount: Decimal | None) -> tuple[Told, ...]:
    """The prices of an amount: the one that covers it, else the ones just below and above.

    All where no amount is named.
    """
    if amount is None:
        return terms.told
    own = terms.covering(amount)
    if own is not None:
        return (own,)
    below = [told for told in terms.told if told.amount <= amount][-1:]
    return (*below, *[told for told in terms.told if told.amount > amount][:1])
