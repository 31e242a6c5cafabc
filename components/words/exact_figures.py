"""Every amount of an offer to the smallest coin, for its details."""

from decimal import Decimal

from channels.compare.comparison import Comparison
from channels.money import minor_unit
from channels.pricing.offers import Offer
from channels.pricing.ranking import in_senders_currency
from components.i18n import Words
from components.words import costs


def exact_figures(offer: Offer, comparison: Comparison, words: Words) -> list[str]:
    """Every known amount to the smallest coin, one sentence each: costs in the sender's currency."""
    currency, held = offer.currency, comparison.transfer.currency
    cost = costs.shown(offer, to_the_coin=True)
    fee = in_senders_currency(offer.fee, offer) if cost is None else cost.fee
    known = cost is not None and offer.receipt_known
    figures = (
        ("figure.outlay", offer.outlay, held),
        ("figure.unspent", _payable(offer.unspent, held), held),
        ("figure.fee", fee, held),
        ("figure.hidden", None if cost is None else cost.hidden, held),
        ("figure.receipt", cost.receipt if cost is not None and known else None, held),
        ("figure.received", offer.received, currency),
    )
    lines = [
        words(key, amount=words.money(amount, unit)) for key, amount, unit in figures if amount is not None
    ]
    if offer.paid_out is not None and offer.paid_out.currency != currency:
        paid = words.money(offer.paid_out.amount, offer.paid_out.currency)
        lines.append(words("figure.paid_out", amount=paid))
    if cost is not None and offer.total_cost_percent is not None:
        percent = words.percent(offer.total_cost_percent)
        lines.append(words("figure.total", amount=words.money(cost.total, held), percent=percent))
    return lines


def _payable(amount: Decimal | None, currency: str) -> Decimal | None:
    """An amount that can be paid; None for less than the smallest coin."""
    return amount if amount is not None and amount >= minor_unit(currency) else None
