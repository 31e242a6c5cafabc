"""One question, the whole answer: what the page, the command and the paper all say."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, localcontext

from channels.compare.expected import Answered, Expected, expected
from channels.compare.history import History
from channels.compare.minimum_fee import MinimumFee, minimum_fee
from channels.dataset.dataset import Dataset
from channels.dataset.licence_registers import LicenceRegisters
from channels.money import EXACT
from channels.pricing.fees import USD_200, due, fee_percent
from channels.pricing.fx import Reference, worth
from channels.pricing.informal import AskedPrice, Informal, informal
from channels.pricing.offers import Offer, price
from channels.pricing.quotes import Terms, terms_on
from channels.pricing.ranking import best, best_current, headline, less_than, ranked
from channels.pricing.reader_quote import ReaderQuote, ReaderQuoteFault, told_offer
from channels.pricing.routes import NotOffered, Route, Transfer
from channels.terms import Evidence, InformalKind

NOT_YET = object()
TAKEN = (Evidence.OBSERVED, Evidence.SURVEYED)
"""How a price is known that somebody took on a day, and not from a published list."""


@dataclass(frozen=True, slots=True)
class LastChecked:
    """What the worth of USD 200 cost when prices were last seen, stopped services included.

    `least` and `most` are percent of the principal at the worth of USD 200 (RPW cost, a margin that
    is not known left out, so `at_least` tells that it may be more). `period` or `day` says when;
    both None where the price lists carry no day. `checked`: somebody took the prices on that day; else it is
    the day of a published list.
    """

    least: Decimal
    most: Decimal
    period: str | None
    day: date | None
    at_least: bool
    sources: tuple[str, ...]
    checked: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that is known about a transfer on a day, in the reader's order.

    `reference` None = no rate for the pair; then amounts are worth in the sending currency.
    `less` and `dearer` tell, by an offer's key, how much less arrives than by the best that fits,
    or how much larger the outlay is. `expected` is what to expect, None where a current price is known.
    `minimum_fee` tells under which amount the banks' least fee is over five percent; None where not known.
    `past` is how its prices have moved lately, None where nobody looked that up.
    """

    transfer: Transfer
    day: date
    reference: Reference | None
    headline: Offer | None
    offers: tuple[Offer, ...]
    told: tuple[Offer, ...]
    told_faults: tuple[tuple[ReaderQuote, ReaderQuoteFault], ...]
    informal: tuple[Informal, ...]
    not_offered: tuple[NotOffered, ...]
    best: Offer | None
    last_checked: LastChecked | None
    invented: bool
    expected: Expected | None = None
    minimum_fee: MinimumFee | None = None
    past: History | None = None
    registers: LicenceRegisters | None = field(default=None, repr=False, compare=False)

    def less(self, offer: Offer) -> Decimal | None:
        """How much less arrives than by the best that fits; None where not known or an outlay is asked."""
        if self.transfer.send is None or self._aside(offer):
            return None
        return less_than(offer, self.best)

    def dearer(self, offer: Offer) -> Decimal | None:
        """How much larger the outlay is than the best's; None where not known or the budget is given."""
        if self.transfer.send is not None or self.best is None or self._aside(offer):
            return None
        if offer.outlay is None or self.best.outlay is None:
            return None
        return offer.outlay - self.best.outlay

    def _aside(self, offer: Offer) -> bool:
        return offer.promotion and not self.transfer.promotions


def compare(
    dataset: Dataset,
    transfer: Transfer,
    day: date,
    *,
    told: Sequence[ReaderQuote] = (),
    asked: AskedPrice | None = None,
    counter_rate: Decimal | None = None,
) -> Comparison:
    """The whole answer to one question. Pure: the same data, question and day give the same answer.

    `counter_rate` is what the reader says that an exchange counter gives for one unit of the sender's
    currency, in the currency received.
    """
    with localcontext(EXACT):
        return _compare(dataset, transfer, day, told, asked, counter_rate)


def _compare(
    dataset: Dataset,
    transfer: Transfer,
    day: date,
    told: Sequence[ReaderQuote],
    asked: AskedPrice | None,
    counter_rate: Decimal | None,
) -> Comparison:
    market = dataset.market
    # A way in is a service of its own: one that is known to be another is not what was asked about.
    wanted = frozenset({None, transfer.pay_in})
    routes = [
        route
        for route in dataset.routes(transfer.corridor)
        if transfer.pay_in is None or route.ways_in & wanted
    ]
    answers = [price(route, transfer, day, market) for route in routes]
    if transfer.pay_in is not None:
        answers = [a for a in answers if isinstance(a, NotOffered) or a.pay_in in wanted]
    by_outlay = transfer.send is None
    found = [answer for answer in answers if isinstance(answer, Offer)]
    offers = ranked(found, by_outlay=by_outlay, promotions=transfer.promotions)
    considered = [o.as_usual_price() for o in offers] if transfer.promotions else offers
    priced = [(t, told_offer(t, transfer, day, market)) for t in told]
    told_offers = [o for _, o in priced if isinstance(o, Offer)]
    formal = best_current(considered, by_outlay=by_outlay)
    used = market.reference(transfer, day)
    outside = tuple(
        _with_told(
            informal(road, transfer, day, market, formal=formal, asked=asked, counter_rate=counter_rate),
            dataset,
            transfer,
            day,
        )
        for road in dataset.roads(transfer.corridor)
    )
    refused = tuple(sorted((a for a in answers if isinstance(a, NotOffered)), key=_refusal_order))
    return Comparison(
        transfer=transfer,
        day=day,
        reference=used,
        headline=headline(offers, by_outlay=by_outlay),
        offers=offers,
        told=ranked(told_offers, by_outlay=by_outlay),
        told_faults=tuple((t, o) for t, o in priced if isinstance(o, ReaderQuoteFault)),
        informal=outside,
        not_offered=refused,
        best=best(considered, by_outlay=by_outlay),
        last_checked=last_checked(routes, transfer, day, dataset),
        invented=dataset.invented,
        expected=expected(dataset, Answered(transfer, day, used, offers, refused, outside)),
        minimum_fee=minimum_fee(offers, transfer, day, market),
        registers=dataset.licence_registers,
    )


def _with_told(road: Informal, dataset: Dataset, transfer: Transfer, day: date) -> Informal:
    """An unlicensed road with what group discussions said of its kind on the corridor."""
    told = dataset.told_range(transfer.corridor, day) if road.kind is InformalKind.UNLICENSED else None
    return road if told is None else replace(road, told=told, sources=(*road.sources, told.source))


def for_a_budget(dataset: Dataset, comparison: Comparison) -> Comparison:
    """The comparison for a fixed outlay: the best road's, where the reader said what must arrive.

    The comparison itself where an outlay was asked, or where no road's outlay is known.
    """
    transfer = comparison.transfer
    known = next((o for o in comparison.offers if o.complete), None)
    top = comparison.headline or comparison.best or known
    if transfer.send is not None or top is None or top.outlay is None:
        return comparison
    return compare(dataset, replace(transfer, send=top.outlay, receive=None), comparison.day)


def last_checked(
    routes: Sequence[Route], transfer: Transfer, day: date, dataset: Dataset
) -> LastChecked | None:
    """What the worth of USD 200 cost when last seen, over every service that then had a price; else None."""
    memo = dataset.market.memo
    key = ("last", transfer.corridor.key, transfer.currency, transfer.benchmark, transfer.pay_in, day)
    found = memo.get(key, NOT_YET)
    if found is NOT_YET:
        # Another reader may empty the memo at any moment, so nothing is read back from it.
        found = memo[key] = _last_checked(routes, transfer, day, dataset)
    assert found is None or isinstance(found, LastChecked)
    return found


def _last_checked(
    routes: Sequence[Route], transfer: Transfer, day: date, dataset: Dataset
) -> LastChecked | None:
    market = dataset.market
    found = []
    for route in routes:
        terms = terms_on(route, transfer, day, market)
        if isinstance(terms, NotOffered) or terms.worst is None or terms.promotion:
            continue
        amount = worth(market.rates, day, USD_200, base="USD", quote=terms.currency)
        if amount is not None:
            found.append((route, terms, amount))
    if not found:
        return None
    latest = max((terms.seen for _, terms, _ in found), key=lambda seen: seen or date.min)
    of_then = [row for row in found if row[1].seen == latest]
    costs = [_cost(terms, amount) for _, terms, amount in of_then]
    return LastChecked(
        least=min(cost for cost, _ in costs),
        most=max(cost for cost, _ in costs),
        period=next((terms.period for _, terms, _ in of_then if terms.period), None),
        day=latest,
        at_least=any(floor for _, floor in costs),
        sources=tuple(dict.fromkeys(source for _, terms, _ in of_then for source in terms.sources)),
        checked=any(terms.evidence in TAKEN for _, terms, _ in of_then),
    )


def _cost(terms: Terms, amount: Decimal) -> tuple[Decimal, bool]:
    """RPW cost in percent, and whether it is only a floor because the margin is not known."""
    assert terms.worst is not None
    whole = terms.rpw_cost(amount, changed=terms.pays != (terms.currency,))
    return (fee_percent(due(terms.worst, amount), amount), True) if whole is None else (whole, False)


def _refusal_order(refusal: NotOffered) -> tuple[int, tuple[str, str, str]]:
    return refusal.reason.rank, refusal.route.key
