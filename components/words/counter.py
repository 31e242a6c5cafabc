"""What the recipient brings to a counter, must know there and where it is, in whole sentences."""

from channels.compare.comparison import Comparison
from channels.dataset.dataset import Dataset
from channels.pricing.offers import Offer
from channels.records.base import EVERYWHERE, MAIN_CITIES
from components.i18n import Words
from components.words.offers import is_outbound


def bring(offer: Offer, words: Words) -> str | None:
    """The documents to bring; None where not known."""
    named = offer.documents.codes
    if not named:
        return None
    return words("bring.documents", things=words.listed([words(f"document.{d}") for d in named]))


def know(offer: Offer, words: Words) -> str | None:
    """What the recipient must know at the counter; None where not known."""
    payout = offer.route.payout if offer.route is not None else None
    if payout is None or not payout.know:
        return None
    return words("bring.know", things=words.listed([words(f"know.{k}") for k in payout.know]))


def at_the_counter(offer: Offer, comparison: Comparison, words: Words) -> list[str]:
    """What the recipient brings and must know; nothing where the money is collected abroad."""
    if is_outbound(comparison):
        return []
    return [line for line in (bring(offer, words), know(offer, words)) if line is not None]


def where(offer: Offer, comparison: Comparison, data: Dataset, words: Words) -> str | None:
    """In which regions the money can be collected; None where not known, and for money collected abroad."""
    codes = offer.regions.codes
    if not codes or is_outbound(comparison):
        return None
    if EVERYWHERE in codes:
        return words("bring.where_all")
    if codes == (MAIN_CITIES,):
        return words("bring.where_main_cities")
    names = [data.regions[code].name.text_in(words.language) for code in codes if code in data.regions]
    return words("bring.where", places=words.listed(names))


def told_on(offer: Offer, comparison: Comparison, words: Words) -> list[str]:
    """The day of what is said of its regions and of its documents, as far as that is shown and dated."""
    if is_outbound(comparison):
        return []
    said = {"steward.where": offer.regions, "steward.documents": offer.documents}
    return [
        words("bring.seen", what=words(label), day=words.day(named.day))
        for label, named in said.items()
        if named.codes and named.day is not None
    ]
