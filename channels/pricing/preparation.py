"""What a route offers on a day before any amount is named: terms, conversion, charges on receipt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from channels.pricing.conversion import Path, older, path_of
from channels.pricing.fees import USD_200, USD_500, schedule
from channels.pricing.fx import grade, rate_grade
from channels.pricing.quotes import Terms, seen_on, terms_on
from channels.pricing.routes import (
    NOT_KNOWN,
    Market,
    NamedCodes,
    NotOffered,
    OnDay,
    Route,
    Transfer,
    closed_on,
    licence_on,
    status_of,
)
from channels.pricing.ways import Look
from channels.records.in_force import last_in_force
from channels.records.providers import Charge, Payout, Tariff
from channels.terms import Grade, Licence, Payer, Reason

MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One route, one transfer, one day: what every step of a price is asked about."""

    route: Route
    transfer: Transfer
    day: date
    market: Market


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a route offers on a day before any amount is named; `refusal` where it offers nothing.

    `status_refusal` holds whatever else is asked; `refusal` comes after what is known not to fit.
    `beside` are the grades of what the price is computed by: the rates on the way, the counter's list.
    """

    route: Route
    status: OnDay
    status_refusal: NotOffered | None
    refusal: NotOffered | None = None
    terms: Terms | None = None
    path: Path | None = None
    beside: tuple[Grade, ...] = ()
    licence: Licence = Licence.NOT_CHECKED
    receipt_known: bool = False
    sources: tuple[str, ...] = ()
    regions: NamedCodes = NOT_KNOWN
    documents: NamedCodes = NOT_KNOWN
    rpw: tuple[Decimal | None, Decimal | None] = (None, None)


def prepared(asked: Inquiry) -> Prepared:
    """What does not depend on the amount, computed once for each route, currency, benchmark and day."""
    transfer, memo = asked.transfer, asked.market.memo
    key = (id(asked.route), transfer.corridor.key, transfer.currency, transfer.benchmark, asked.day)
    known = memo.get(key)
    # The route is kept with the answer, so that its id cannot pass to another.
    if known is None or known.route is not asked.route:
        if len(memo) > MOST_REMEMBERED:
            memo.clear()
        known = memo[key] = _prepare(asked)
    assert isinstance(known, Prepared)
    return known


def _prepare(asked: Inquiry) -> Prepared:
    route, day = asked.route, asked.day
    status = status_of(route, day, invented=asked.market.invented)
    closed = closed_on(route, day, status)
    if closed is not None:
        return Prepared(route, status, closed)
    licence = licence_on(route.provider, day)
    counters = _of_counter(route.payout)
    terms = terms_on(route, asked.transfer, day, asked.market)
    if isinstance(terms, NotOffered):
        return Prepared(route, status, None, terms, regions=counters[0])
    path = path_of(route, terms, asked.transfer, day, asked.market)
    counter = None if terms.receipt_whole else _counter_tariff(asked, path)
    with_receipt = _with_receipt(asked, terms, path, counter)
    if with_receipt is None:
        refusal = NotOffered(route, Reason.NO_RATE, terms.seen, terms.sources[0])
        return Prepared(route, status, None, refusal, regions=terms.regions or counters[0])
    beside = [path.grade]
    sources = terms.sources
    if counter is not None:
        beside.append(grade(seen_on(counter, day), day))
        sources = (*sources, counter.source)
    return Prepared(
        route,
        status,
        None,
        terms=terms,
        path=with_receipt,
        beside=tuple(beside),
        licence=licence,
        receipt_known=counter is not None or bool(terms.receipt) or asked.market.invented,
        sources=tuple(dict.fromkeys((*sources, *path.sources))),
        regions=terms.regions or counters[0],
        documents=terms.documents or counters[1],
        rpw=(_rpw_cost(asked, terms, path, USD_200), _rpw_cost(asked, terms, path, USD_500)),
    )


@dataclass(frozen=True, slots=True)
class Aged:
    """How old the price of an amount is: with the rates by which it is computed, and by its own day alone.

    `notes` names what keeps a price that is current itself from counting as current.
    """

    grade: Grade
    price_grade: Grade
    notes: frozenset[str] = frozenset()


def aged(asked: Inquiry, look: Look, path: Path, beside: Sequence[Grade]) -> Aged:
    """How old a price is by the look on which it rests; `beside` as `Prepared` has them."""
    if asked.market.invented:
        return Aged(Grade.CURRENT, Grade.CURRENT)
    grades = [grade(look.seen, asked.day), look.measured, *beside]
    return Aged(older(*grades), grades[0], _too_old(grades, look, path, asked.day))


def _too_old(grades: Sequence[Grade], look: Look, path: Path, day: date) -> frozenset[str]:
    """Which pieces beside a current price are too old; `grades` are of price, margin, path and counter."""
    price, measured, of_path, *counter = (each is Grade.CURRENT for each in grades)
    if not price:
        return frozenset()
    old_rate = any(rate_grade(r, day) is not Grade.CURRENT for r in (path.mid, path.total) if r is not None)
    codes = {
        "rate_old": old_rate,
        "rate_then_old": not measured and not look.expired,
        "board_old": not of_path and not old_rate,
        "receipt_old": not all(counter),
    }
    return frozenset(code for code, old in codes.items() if old)


def _of_counter(payout: Payout | None) -> tuple[NamedCodes, NamedCodes]:
    """The counter's own regions and documents; nothing where no counter is known."""
    if payout is None:
        return NOT_KNOWN, NOT_KNOWN
    both = (payout.regions, payout.documents)
    regions, documents = (NamedCodes(c, payout.day, payout.source) if c else NOT_KNOWN for c in both)
    return regions, documents


def _counter_tariff(asked: Inquiry, path: Path) -> Tariff | None:
    """The counter's own charges on receipt in the currency paid out; None where they are not known."""
    payout, home = asked.route.payout, asked.transfer.corridor.receives
    currency = home if "worth_only" in path.notes else path.paid_currency
    lists = payout.tariffs if payout else ()
    told = (t for t in lists if t.charges is not None and t.currency == currency)
    return last_in_force(told, asked.day)


def _with_receipt(asked: Inquiry, terms: Terms, path: Path, counter: Tariff | None) -> Path | None:
    """The path with the service's and the counter's charges on receipt; None where a rate is missing."""

    def worth(currency: str) -> Decimal | None:
        return worth_at_reference(asked, Decimal(1), currency, path.paid_currency)

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


def worth_at_reference(asked: Inquiry, amount: Decimal, currency: str, other: str) -> Decimal | None:
    """What an amount is worth in another currency at the day's reference; None where there is none."""
    unit = asked.market.unit_worth(asked.transfer, asked.day, currency, other)
    return None if unit is None else amount * unit


def _rpw_cost(asked: Inquiry, terms: Terms, path: Path, dollars: Decimal) -> Decimal | None:
    """RPW's cost: fee / principal x 100 + margin, sender's fees only, at the worth of USD 200 or 500.

    None for domestic transfers, and where the fee, the margin or the dollar's rate is not known.
    """
    corridor = asked.transfer.corridor
    if corridor.sending == corridor.receiving:
        return None
    amount = worth_at_reference(asked, dollars, "USD", terms.currency)
    return None if amount is None else terms.rpw_cost(amount, changed=not path.same)
