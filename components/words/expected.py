"""What to expect where no current price is known, in whole sentences: never a price, never a promise."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from channels.compare.expected import Expected
from channels.compare.expected_marks import ExpectedKind, Span
from channels.compare.expected_rows import Figure
from channels.pricing.routes import Transfer
from components.i18n import Words

NAMED, MOST_COUNTRIES = 3, 4
"""Countries named where there are many, and how many are all named."""


def sentences(found: Expected, transfer: Transfer, words: Words) -> list[str]:
    """About what a transfer leaves, up to where an offer is a good one, and what that rests on."""
    if found.reason is not None or found.span is None:
        return [] if found.reason is None else [words(f"expected.none_{found.reason}")]
    if found.kind is ExpectedKind.EXCHANGE:
        return [*_exchange(found, found.span, words), *_basis(found, words)]
    said = [_range(found, found.span, transfer, words)]
    return [line for line in said if line is not None] + _good(found, transfer, words) + _basis(found, words)


def keep_asking(found: Expected | None, transfer: Transfer, words: Words) -> str | None:
    """The amount below which an offer is dear, so that others should be asked too; None where not known.

    Of fewer than five companies it is what the dearest of them left. Under an old official rate a cost.
    """
    if found is None or found.kind is not ExpectedKind.ELSEWHERE or found.span is None:
        return None
    least = found.span.worst if found.marks is None else found.marks.usual
    if transfer.send is not None and least.arrives is not None and found.received_currency is not None:
        return words(
            "sender.keep_asking", amount=words.money(least.arrives, found.received_currency, whole=True)
        )
    if least.cost is None:
        return None
    return words("sender.keep_asking_cost", cost=_cost(least, found, words))


def _range(found: Expected, span: Span, transfer: Transfer, words: Words) -> str | None:
    """From least to most: what arrives, what must be paid, or under an old official rate the cost."""
    ends = (span.worst, span.best)
    if transfer.send is None:
        outlays = [end.outlay for end in ends]
        if None not in outlays:
            return _from_to("outlay", outlays, found.currency, found, words)
    elif found.received_currency is not None and None not in (arrives := [end.arrives for end in ends]):
        return _from_to("arrives", arrives, found.received_currency, found, words)
    return _from_to("cost", [end.cost for end in ends], found.currency, found, words)


def _from_to(
    what: str, ends: Sequence[Decimal | None], currency: str, found: Expected, words: Words
) -> str | None:
    """A range of an amount, or the one amount where both ends read alike; None where one is not known.

    Of prices of years ago it is what they would leave, with their time in the same sentence.
    """
    known = sorted(end for end in ends if end is not None)
    if len(known) < len(ends):
        return None
    least, most = (words.money(end, currency, whole=True) for end in (known[0], known[-1]))
    if found.kind is ExpectedKind.HISTORY:
        when = _when(found, words)
        if least == most:
            return words(f"expected.history_{what}_one", amount=least, when=when)
        return words(f"expected.history_{what}_range", least=least, most=most, when=when)
    if least == most:
        return words(f"expected.{what}_one", amount=least)
    return words(f"expected.{what}_range", least=least, most=most)


def _exchange(found: Expected, span: Span, words: Words) -> list[str]:
    """What the exchange alone leaves at most, before any fee."""
    if span.best.arrives is not None and found.received_currency is not None:
        shown = words.money(span.best.arrives, found.received_currency, whole=True)
        return [words("expected.exchange", amount=shown)]
    if span.best.cost is None:
        return []
    return [words("expected.exchange_cost", cost=words.money(span.best.cost, found.currency, whole=True))]


def _basis(found: Expected, words: Words) -> list[str]:
    """What the figures rest on: whose prices, between which countries, of when.

    Of prices of years ago nothing is added: the figure's own sentence says it.
    """
    if found.kind is ExpectedKind.HISTORY:
        return []
    when = _when(found, words)
    if found.kind is ExpectedKind.ELSEWHERE:
        return [_elsewhere(found, when, words)]
    if found.kind is ExpectedKind.TARIFF:
        return [words("expected.tariff")]
    if found.kind is ExpectedKind.EXCHANGE:
        return [words("expected.boards", when=when)]
    return [words("expected.estimate", when=when)]


def _elsewhere(found: Expected, when: str, words: Words) -> str:
    """Between which countries: those with most rows by name, the others by their number."""
    rows = Counter(row.receiving for row in found.rows)
    names = [words.country(code) for code in sorted(found.countries, key=lambda code: (-rows[code], code))]
    alone = len(found.providers) == 1
    if len(names) <= MOST_COUNTRIES:
        key = "expected.elsewhere_one" if alone else "expected.elsewhere"
        return words(key, countries=words.listed(names), when=when)
    named, others = ", ".join(names[:NAMED]), len(names) - NAMED
    key = "expected.elsewhere_one_more" if alone else "expected.elsewhere_more"
    return words.count(key, others, countries=named, when=when)


def _when(found: Expected, words: Words) -> str:
    """The quarters in which the rows were taken, else the first and the last day; or that none is known."""
    if found.quarters:
        return words.listed([words.period(quarter) for quarter in found.quarters])
    if not found.days:
        return words("seen.undated")
    return words.listed(list(dict.fromkeys(words.day(day) for day in (found.days[0], found.days[-1]))))


def _good(found: Expected, transfer: Transfer, words: Words) -> list[str]:
    """Up to where an offer is good and usual; nothing where too few providers are known."""
    if found.marks is None:
        return []
    good, usual = found.marks.good, found.marks.usual
    currency, ends = found.received_currency, (good.arrives, usual.arrives)
    if transfer.send is not None and currency is not None and None not in ends:
        least, enough = (words.money(end, currency, whole=True) for end in ends if end is not None)
        return [words("expected.good", good=least, usual=enough)]
    return [words("expected.good_cost", good=_cost(good, found, words), usual=_cost(usual, found, words))]


def _cost(figure: Figure, found: Expected, words: Words) -> str:
    assert figure.cost is not None
    return words.money(figure.cost, found.currency, whole=True)
