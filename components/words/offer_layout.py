"""What stands where below the answer: which roads first, under which heading, with which marks."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from channels.compare.comparison import Comparison
from channels.dataset.dataset import Dataset
from channels.pricing.offers import Offer
from channels.pricing.ranking import first_of_forms
from channels.pricing.routes import NotOffered
from channels.records.base import Source
from channels.terms import Answer, DisbursementMethod, Grade, Reason
from components.i18n import Words
from components.words import offers as offer_words

FIRST_ROADS = 3


def without_figure(comparison: Comparison) -> list[Offer]:
    """The offers of companies of which only a part of an old cost is known: these have no row of a price."""
    if comparison.headline is not None:
        return []
    priced = {o.provider for o in comparison.offers if o.complete or o.price_grade is Grade.CURRENT}
    return [offer for offer in comparison.offers if offer.provider not in priced]


def first(comparison: Comparison) -> tuple[list[Offer], list[Offer]]:
    """The three to show first, and the rest, both in the reader's order.

    Where nothing is current each company stands there once; its other ways are its `variants`.
    """
    if comparison.headline is None:
        heads = [ways[0] for ways in _by_company(comparison).values()]
        return heads[:FIRST_ROADS], heads[FIRST_ROADS:]
    picked = first_of_forms(comparison.offers, FIRST_ROADS)
    names = {offer.key for offer in picked}
    return picked, [offer for offer in comparison.offers if offer.key not in names]


def variants(offer: Offer, comparison: Comparison) -> list[Offer]:
    """The other ways of the same company, where it stands there once: only where nothing is current."""
    if comparison.headline is not None:
        return []
    return [way for way in _by_company(comparison).get(offer.provider, []) if way.key != offer.key]


def _by_company(comparison: Comparison) -> dict[str, list[Offer]]:
    """The offers that have a card, by company, in the reader's order."""
    apart = {offer.key for offer in without_figure(comparison)}
    found: dict[str, list[Offer]] = {}
    for offer in comparison.offers:
        if offer.key not in apart:
            found.setdefault(offer.provider, []).append(offer)
    return found


def grouped(
    offers: Sequence[Offer], comparison: Comparison
) -> Iterator[tuple[DisbursementMethod | None, bool, list[Offer]]]:
    """Offers by form of pay-out, and whether the form is a heading.

    It is none if the reader chose one, or where a company stands there once with all its ways.
    """
    if comparison.headline is None:
        if offers:
            yield None, False, list(offers)
        return
    headed = comparison.transfer.pay_out is None and len({o.form for o in comparison.offers}) > 1
    for form, group in groupby(offers, key=lambda o: o.form):
        yield form, headed, list(group)


def roads_title(comparison: Comparison, words: Words) -> str:
    """The heading over all roads: with an answer by what arrives, without one the last known prices."""
    if comparison.headline is None:
        return words("roads.known")
    return words("roads.checked_there" if offer_words.is_outbound(comparison) else "roads.checked")


def marks(offer: Offer, comparison: Comparison, words: Words) -> list[tuple[str, str]]:
    """What is to be seen of a road at a glance: each mark with its kind (good, less, doubt, news)."""
    found = []
    if offer_words.is_best(comparison, offer):
        key = "offer.best_outlay" if comparison.transfer.send is None else "offer.best"
        found.append(("good", words(key)))
    less = offer_words.less_line(comparison, offer, words)
    if less is not None:
        found.append(("less", less))
    if offer_words.is_in_doubt(offer):
        found.append(("doubt", words(f"status.{offer.status.state}")))
    if offer.promotion:
        found.append(("news", words("offer.promotion")))
    return [*found, *(("doubt", line) for line in offer_words.unknown_fits(offer, words))]


def listed(comparison: Comparison) -> list[NotOffered]:
    """Who says that they serve the corridor, without a price that anybody could find; each provider once."""
    priced = {offer.provider for offer in comparison.offers}
    found: dict[str, NotOffered] = {}
    for item in comparison.not_offered:
        provider = item.route.provider.id
        if item.reason is Reason.NOT_PUBLISHED and provider not in priced:
            found.setdefault(provider, item)
    return list(found.values())


def listed_lines(item: NotOffered, day: date, data: Dataset, words: Words) -> tuple[list[str], list[Source]]:
    """Since when a provider without a price is listed, when it was asked in vain, and who says so."""
    asked = data.asked_in_vain(item.route.provider.id, item.route.corridor, day)
    lines = [] if item.day is None else [words("listed.seen", day=words.day(item.day))]
    if asked is not None:
        key = "listed.not_offered" if asked.answer is Answer.NO_SERVICE else "listed.asked"
        lines.append(words(key, day=words.day(asked.day)))
    cited = dict.fromkeys((item.source, None if asked is None else asked.source))
    return lines, [data.sources[name] for name in cited if name is not None and name in data.sources]


def refused(comparison: Comparison) -> list[NotOffered]:
    """What is not offered. A service without any price is none of it: its provider stands among those to ask.

    So does the provider of whom another service has a price: it is not told twice, once with a price and once
    that none was found.
    """
    return [item for item in comparison.not_offered if item.reason is not Reason.NOT_PUBLISHED]


def sources_of(offer: Offer, data: Dataset) -> list[Source]:
    """The sources of an offer's price, of its status, and of where and with what it is collected."""
    names = dict.fromkeys((*offer.sources, offer.status.source, offer.regions.source, offer.documents.source))
    return [data.sources[name] for name in names if name is not None and name in data.sources]
