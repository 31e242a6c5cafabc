"""Whether a price that a calculator told goes to readers at once, waits for a steward, or is none at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from channels.dataset.dataset import Dataset
from channels.money import EXACT, HUNDRED, ZERO, agrees, to_minor
from channels.pricing.fees import USD_200, USD_500
from channels.pricing.fx import MANAT, Reference, reference, worth
from channels.pricing.routes import Route, closed_on, holding, licence_on, standing_on, status_of
from channels.records.asked_prices import OWN_SERVICE, AskedReason, AskedState, CalculatorPrice, JudgedPrice
from channels.records.base import ANY, Corridor
from channels.terms import HOME, DisbursementMethod, Licence, PaymentInstrument, Status

RATE_OFF = Decimal(10)
"""Percent by which a rate may be off the reference."""
MOVED = Decimal(20)
"""Percent by which what is left of the outlay may be off what the last price left."""
MANATS = tuple(map(Decimal, (50, 100, 150, 200, 300, 500, 1_000, 2_000, 5_000)))
"""What a calculator is asked about, in manat's worth of the sender's currency."""
DOLLARS = (USD_200, USD_500)
"""And the amounts of the World Bank's price surveys."""
WAYS_IN = (
    PaymentInstrument.ACCOUNT,
    PaymentInstrument.CARD,
    PaymentInstrument.WALLET,
    PaymentInstrument.CASH,
)
WAYS_OUT = (
    DisbursementMethod.ACCOUNT, DisbursementMethod.CARD, DisbursementMethod.CASH, DisbursementMethod.WALLET,
)  # fmt: skip
"""Of several ways in one answer the first is the service's price: one way for every amount."""
CANNOT_BE = (AskedReason.UPSIDE_DOWN, AskedReason.CLOSED)
"""What no steward can let through."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a provider on a corridor before an answer is judged.

    `last` are the prices of its calculator that readers see; `released`: a steward once let its first price
    on the corridor through.
    """

    last: tuple[CalculatorPrice, ...] = ()
    released: bool = False


def amounts(data: Dataset, currency: str, day: date) -> tuple[Decimal, ...]:
    """What a calculator is asked about in a currency, to two figures, smallest first; none without a rate."""
    dollars = (_worth(data, amount, "USD", currency, day) for amount in DOLLARS)
    found = {amount for amount in dollars if amount is not None}
    return tuple(sorted(found | {*manats_worth(data, currency, day).values()}))


def manats_worth(data: Dataset, currency: str, day: date) -> dict[Decimal, Decimal]:
    """What each amount of `MANATS` is in a currency, to two figures; none without a rate."""
    found = {manats: _worth(data, manats, MANAT, currency, day) for manats in MANATS}
    return {manats: amount for manats, amount in found.items() if amount is not None}


def _worth(data: Dataset, amount: Decimal, base: str, currency: str, day: date) -> Decimal | None:
    """An amount in another currency, to two figures; None without a rate, and below one unit."""
    exact = worth(data.rates, day, amount, base=base, quote=currency)
    return None if exact is None or exact < 1 else Decimal(f"{exact:.1e}").quantize(Decimal(1))


def amounts_for(data: Dataset, provider: str, corridor: Corridor, day: date) -> tuple[Decimal, ...]:
    """What a provider is asked about on a corridor: every amount, where one of its services lists it.

    Elsewhere one amount tells whether it serves the direction; no price of it could be shown yet.
    """
    found = amounts(data, corridor.sends, day)
    return found if _routes(data, provider, corridor) else found[len(found) // 2 :][:1]


def corridors_of(data: Dataset, provider: str, day: date, *, anywhere: bool = False) -> tuple[Corridor, ...]:
    """The corridors into and out of this country on which a provider may be asked, in the order of the data.

    Those that one of its services lists, `anywhere` all; never one on which it is stopped, suspended or named
    as unlicensed, nor one without a currency at both ends.
    """
    found = []
    for corridor in data.tables.corridors:
        abroad = HOME in (corridor.sending, corridor.receiving) and corridor.sending != corridor.receiving
        if not abroad or corridor.receives is None or corridor.receiving == ANY:
            continue
        routes = _routes(data, provider, corridor)
        closed = (
            any(_closed(r, data, day) for r in routes) if routes else _barred(data, provider, corridor, day)
        )
        if (routes or anywhere) and not closed:
            found.append(corridor)
    return tuple(found)


def judged(
    prices: Iterable[CalculatorPrice], data: Dataset, day: date, services: Sequence[str], known: Known
) -> tuple[JudgedPrice, ...]:
    """What becomes of the prices of one answer, each by itself.

    `services` are those that a calculator's prices belong to, the first that lists the corridor. Of several
    ways to pay only one is the service's price; a promotion stands apart, beside what the price is without it
    where the calculator tells that.
    """
    told = tuple(prices)
    chosen = _chosen(told)
    found = []
    for price in told:
        if price.promotion:
            found.append(JudgedPrice(price, AskedState.APART, None, AskedReason.PROMOTION))
            usual = without_promotion(price)
            if price is chosen and usual is not None:
                found.append(judge(usual, data, day, services, known))
        elif price is chosen or not price.is_price:
            found.append(judge(price, data, day, services, known))
        else:
            found.append(JudgedPrice(price, AskedState.APART, None, AskedReason.OTHER_WAY))
    return tuple(found)


def judge(
    price: CalculatorPrice, data: Dataset, day: date, services: Sequence[str], known: Known
) -> JudgedPrice:
    """What becomes of one answer: published, waiting for a steward, or dropped, with the reason."""
    route = _route(price, data, services)
    service = OWN_SERVICE if route is None else route.service.id
    if route is not None and _closed(route, data, day):
        return JudgedPrice(price, AskedState.DROPPED, service, AskedReason.CLOSED)
    if not price.is_price:
        # Where nobody says that it goes there, "not offered" is no news.
        apart = JudgedPrice(price, AskedState.APART, None, AskedReason.NOT_LISTED)
        return apart if route is None else JudgedPrice(price, AskedState.PUBLISHED, service)
    official = reference(data.rates, day, base=price.currency, quote=price.pays or price.currency)
    reason, against = _doubt(price, official, known)
    if reason is AskedReason.UPSIDE_DOWN:
        return JudgedPrice(price, AskedState.DROPPED, service, reason, against)
    if reason is not None:
        return JudgedPrice(price, AskedState.WAITING, service, reason, against)
    if not known.released:
        first = AskedReason.NOT_LISTED if route is None else AskedReason.FIRST
        return JudgedPrice(price, AskedState.WAITING, service, first)
    return JudgedPrice(price, AskedState.PUBLISHED, service)


def without_promotion(price: CalculatorPrice) -> CalculatorPrice | None:
    """What a promoted price is without the promotion, for the same outlay; None where that is not told."""
    if price.usual_fee is None or price.usual_rate is None or price.outlay is None:
        return None
    principal = price.outlay - price.usual_fee
    if principal <= 0:
        return None
    changed = {"promotion": False, "usual_fee": None, "usual_rate": None, "received": None}
    usual = {"fee": price.usual_fee, "rate": price.usual_rate, "principal": principal}
    return price.model_copy(update={**changed, **usual})


def leaves(price: CalculatorPrice) -> Decimal | None:
    """What arrives for one unit handed over, fee included; None for what is no price."""
    arrives = received(price)
    return None if arrives is None or not price.outlay else EXACT.divide(arrives, price.outlay)


def received(price: CalculatorPrice) -> Decimal | None:
    """What arrives, as it was told, else as principal and rate give it; None for what is no price."""
    if price.received is not None or price.principal is None or price.rate is None or price.pays is None:
        return price.received
    return to_minor(EXACT.multiply(price.principal, price.rate), price.pays)


def _doubt(
    price: CalculatorPrice, official: Reference | None, known: Known
) -> tuple[AskedReason | None, Decimal | None]:
    """What speaks against a price, with the value that does; nothing where it holds together."""
    assert price.principal is not None and price.rate is not None and price.pays is not None
    assert price.outlay is not None and price.fee is not None
    if price.principal + price.fee != price.outlay:
        return AskedReason.CONTRADICTION, price.principal + price.fee
    if price.pays != price.currency:
        if official is not None and _upside_down(price.rate, official.rate):
            return AskedReason.UPSIDE_DOWN, official.rate
        if official is None or not official.fresh:
            return AskedReason.NO_FRESH_RATE, None if official is None else official.rate
        if _off(price.rate, official.rate) > RATE_OFF:
            return AskedReason.RATE_OFF, official.rate
    if price.received is not None and not agrees(price.principal, price.rate, price.received, price.pays):
        return AskedReason.CONTRADICTION, to_minor(EXACT.multiply(price.principal, price.rate), price.pays)
    return _moved(price, known.last)


def _moved(
    price: CalculatorPrice, before: Sequence[CalculatorPrice]
) -> tuple[AskedReason | None, Decimal | None]:
    """Whether what is left of the outlay is far off what the last price of about this amount left."""
    same = [one for one in before if price.is_same_point(one)]
    if not same:
        return None, None
    last = max(same, key=lambda one: one.answered)
    now, then = leaves(price), leaves(last)
    if now is None or not then or price.outlay is None or price.pays is None or _off(now, then) <= MOVED:
        return None, None
    return AskedReason.MOVED, to_minor(then * price.outlay, price.pays)


def _upside_down(rate: Decimal, official: Decimal) -> bool:
    return _off(rate, official) > RATE_OFF and _off(EXACT.divide(Decimal(1), rate), official) <= RATE_OFF


def _off(value: Decimal, other: Decimal) -> Decimal:
    """By how many percent a value is off another, up or down."""
    return abs(EXACT.divide(value, other) - 1) * HUNDRED


def _chosen(prices: Sequence[CalculatorPrice]) -> CalculatorPrice | None:
    """Of several ways in one answer the one that is the service's price; None where there is no price."""

    def order(price: CalculatorPrice) -> tuple[bool, int, int, Decimal]:
        way_in = WAYS_IN.index(price.pay_in) if price.pay_in is not None else len(WAYS_IN)
        way_out = WAYS_OUT.index(price.disbursement) if price.disbursement in WAYS_OUT else len(WAYS_OUT)
        # A way without promotion goes before one with it only where they are of one kind.
        return way_in == len(WAYS_IN), way_in, way_out, -(received(price) or ZERO)

    return min((one for one in prices if one.is_price), key=order, default=None)


def _route(price: CalculatorPrice, data: Dataset, services: Sequence[str]) -> Route | None:
    """The way through the data that a price is one of: the first service listed that can be it."""
    corridor = data.corridor(*price.corridor.split("-"))
    routes = () if corridor is None else _routes(data, price.provider, corridor)
    for name in (*services, OWN_SERVICE):
        for route in routes:
            own = route.service
            fits = own.pay_in in (None, price.pay_in) and own.disbursement in (None, price.disbursement)
            if own.id == name and (fits or not price.is_price):
                return route
    return None


def _routes(data: Dataset, provider: str, corridor: Corridor) -> tuple[Route, ...]:
    return tuple(r for r in data.routes(corridor) if r.provider.id == provider and r.corridor == corridor)


def _barred(data: Dataset, provider: str, corridor: Corridor, day: date) -> bool:
    """Whether a provider of whom no service lists a corridor is stopped, suspended or unlicensed there."""
    firm = data.providers[provider]
    said = standing_on(holding(firm.status, (corridor.key,)), day, invented=data.invented)
    return said.state in (Status.STOPPED, Status.SUSPENDED) or licence_on(firm, day) in (
        Licence.SUSPENDED, Licence.UNLICENSED,
    )  # fmt: skip


def _closed(route: Route, data: Dataset, day: date) -> bool:
    return closed_on(route, day, status_of(route, day, invented=data.invented)) is not None
