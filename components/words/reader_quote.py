"""How a price quoted to the reader stands beside the known ones, in whole sentences."""

from decimal import Decimal

from channels.compare.comparison import Comparison
from channels.pricing.offers import Offer
from channels.terms import Grade
from components.i18n import LANGUAGES, Words
from components.words import costs
from components.words.costs import ONE
from components.words.offers import refusal as refusal_words
from components.words.offers import whole


def verdict(offer: Offer, comparison: Comparison, words: Words) -> list[str]:
    """How a told price stands beside the official rate and the known roads, and what to ask next.

    Without a current price it is set beside what such services took. By an old official rate it is judged
    too, and that is said.
    """
    if offer.total_cost is None or offer.received is None or offer.total_cost_percent is None:
        return []
    if offer.reference is None:
        return [words("told.need_rate")]
    said = _closed(offer, comparison, words)
    said.append(_beside_official(offer.received, offer.total_cost, offer.currency, words))
    last = comparison.last_checked
    beside = _beside_best(offer, comparison)
    judged = None if comparison.expected is None else comparison.expected.verdict(offer)
    if beside is not None:
        gap, currency, keys = beside
        shown = words.money(abs(gap), currency, whole=True)
        key = "told.same_as_known" if abs(gap) < ONE else keys[gap < 0]
        said.append(words(key, amount=shown))
    elif judged is not None:
        said.append(words(f"told.{judged}"))
    elif last is not None:
        when = words.period(last.period) if last.period else words("seen.undated")
        paid = offer.total_cost_percent
        key = "told.dearer_than_last" if paid > last.most else "told.like_last"
        key = "told.cheaper_than_last" if paid < last.least else key
        said.append(words(key, when=when))
    more_hidden = (offer.hidden or Decimal(0)) > (offer.fee or Decimal(0))
    said.append(words("told.ask_rate" if more_hidden else "told.ask_receipt"))
    if not offer.reference.fresh:
        said.append(words("told.old_rate", day=words.day(offer.reference.day)))
    return said


def _beside_official(received: Decimal, cost: Decimal, currency: str, words: Words) -> str:
    """How much more the official rate would bring, or less: the difference of the amounts that are shown.

    Under one unit both are told to the coin.
    """
    if cost < 0:
        return words("told.better_than_official", amount=words.money(abs(cost), currency, whole=True))
    if cost < ONE:
        less, worth = costs.alone(cost, currency, words), words.money(received + cost, currency)
        return words("told.official", worth=worth, less=less)
    worth_shown, received_shown = whole(received + cost), whole(received)
    less = words.money(worth_shown - received_shown, currency, whole=True)
    return words("told.official", worth=words.money(worth_shown, currency, whole=True), less=less)


def _closed(offer: Offer, comparison: Comparison, words: Words) -> list[str]:
    """That the provider of a told price takes no money any more, where the reader named such a one."""
    name = offer.provider.strip().casefold()
    for refusal in comparison.not_offered:
        of = refusal.route.provider
        names = {of.id, *(of.name.text_in(language).casefold() for language in LANGUAGES)}
        if refusal.reason.is_closed and name in names:
            return [words("answer.refused", road=offer.provider, why=refusal_words(refusal, words))]
    return []


def _beside_best(offer: Offer, comparison: Comparison) -> tuple[Decimal, str, tuple[str, str]] | None:
    """How much better a told price is than the best checked road, and how to say so; None without one."""
    top = comparison.best
    if top is None or top.grade is not Grade.CURRENT:
        return None
    if comparison.transfer.send is None:
        if offer.outlay is None or top.outlay is None:
            return None
        keys = ("told.less_outlay", "told.more_outlay")
        return top.outlay - offer.outlay, comparison.transfer.currency, keys
    if offer.received is None or top.received is None or offer.currency != top.currency:
        return None
    return offer.received - top.received, offer.currency, ("told.above_known", "told.below_known")
