"""What an offer costs as it is shown: in the sender's currency, in parts that add up to the total told."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from channels.money import minor_unit
from channels.pricing.offers import Offer
from channels.pricing.ranking import in_senders_currency, known_cost
from components.i18n import Words

ONE = Decimal(1)
HUNDRED_CURRENCIES = frozenset({"RUB", "KZT", "JPY", "KRW", "HUF", "UZS", "PKR"})
"""Currencies whose rate people know for a hundred, as the Central Bank quotes them."""
HALF = Decimal("0.5")
SMALL = Decimal(10)
"""Costs under so many units are told to the coin."""


@dataclass(frozen=True, slots=True)
class ShownCost:
    """A whole cost in the sender's currency, rounded as it is shown; fee + hidden + receipt = total."""

    fee: Decimal
    hidden: Decimal
    receipt: Decimal
    currency: str

    @property
    def total(self) -> Decimal:
        """What all the parts come to."""
        return self.fee + self.hidden + self.receipt

    @property
    def parts(self) -> tuple[Decimal, Decimal, Decimal]:
        """From the sender, lost in the rate, on receipt."""
        return self.fee, self.hidden, self.receipt


def shown(offer: Offer, *, to_the_coin: bool = False) -> ShownCost | None:
    """The cost of an offer in parts that add up; None where one of them is not known.

    The total is rounded once, half to even, and the last part that is not nothing is the remainder. All of
    it is told by one step: see `step`; `to_the_coin` asks for the smallest one.
    """
    of = (offer.fee, offer.hidden, offer.receipt, offer.total_cost)
    known = [part for part in (in_senders_currency(p, offer) for p in of) if part is not None]
    if len(known) < len(of) or offer.reference is None:
        return None
    currency = offer.reference.base
    unit = minor_unit(currency) if to_the_coin else step(currency, known)
    *parts, total = (part / unit for part in known)
    fee, hidden, receipt = (part * unit for part in _adding_up(tuple(parts), total))
    return ShownCost(fee, hidden, receipt, currency)


def step(currency: str, amounts: Iterable[Decimal]) -> Decimal:
    """To what a cost is rounded: to the whole unit, and to the coin where that is too coarse.

    It is where all of it is under ten units, or a part that is not nothing would be told as nothing.
    A currency known by the hundred has no coins that count.
    """
    coin = minor_unit(currency)
    if currency in HUNDRED_CURRENCIES:
        return max(ONE, coin)
    sizes = [abs(amount) for amount in amounts]
    return coin if max(sizes) < SMALL or any(coin <= size <= HALF for size in sizes) else ONE


def total(offer: Offer, words: Words) -> str | None:
    """The whole cost in words, as the sum of the parts that are shown; None where it is not known."""
    cost = shown(offer)
    return None if cost is None else text(cost.total, cost.currency, words)


def least(offer: Offer, words: Words) -> str | None:
    """The part of a cost that is known, in words: all of a complete one. None where nothing is known."""
    known = known_cost(offer)
    if known is None or offer.reference is None:
        return None
    return total(offer, words) or alone(known, offer.reference.base, words)


def alone(amount: Decimal, currency: str, words: Words) -> str:
    """A cost that is told without its parts, by the same step."""
    unit = step(currency, (amount,))
    return text((amount / unit).quantize(ONE, rounding=ROUND_HALF_EVEN) * unit, currency, words)


def text(amount: Decimal, currency: str, words: Words) -> str:
    """An amount that was rounded as it is shown: under one unit in small coin where that has a name."""
    return words.money(amount, currency, whole=abs(amount) < ONE and words.has(f"coin.{currency}"))


def _adding_up(exact: tuple[Decimal, ...], all_of_it: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Three parts in whole steps that add up to their whole."""
    total, fee, hidden = (_whole(part) for part in (all_of_it, *exact[:2]))
    if not exact[2] and (total >= fee or exact[1] < 0):
        return fee, total - fee, Decimal(0)
    if exact[2] and total >= fee + hidden:
        return fee, hidden, total - fee - hidden
    floors = [part.to_integral_value(rounding=ROUND_FLOOR) for part in exact]
    missing = int(total - sum(floors))
    # A remainder below nothing: the missing units go to the parts that were cut most instead.
    cut_most = sorted(range(len(exact)), key=lambda n: floors[n] - exact[n])
    fee, hidden, receipt = (part + (n in cut_most[:missing]) for n, part in enumerate(floors))
    return fee, hidden, receipt


def _whole(amount: Decimal) -> Decimal:
    return amount.quantize(ONE, rounding=ROUND_HALF_EVEN)
