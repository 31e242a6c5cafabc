"""Every amount of an offer to the smallest coin, for its details."""

from decimal import Decimal

from channels.compare.comparison import Comparison
from channels.money import minor_unit
from channels.pricing.offers import Offer
from components.i18n import Words


def exact_figures(offer: Offer, comparison: Comparison, words: Words) -> list[str]:
    """Every known amount to the smallest coin, one sentence each."""
    currency, held = offer.currency, comparison.transfer.currency
    figures = (
        ("figure.outlay", offer.outlay, held),
        ("figure.unspent", _payable(offer.unspent, held), held),
        ("figure.fee", offer.fee, currency),
        ("figure.hidden", offer.hidden, currency),
        ("figure.receipt", offer.receipt if offer.receipt_known else None, currency),
        ("figure.received", offer.received, currency),
    )
    lines = [
        words(key, amount=words.money(amount, unit)) for key, amount, unit in figures if amount is not None
    ]
    if offer.paid_out is not None and offer.paid_out.currency != currency:
        paid = words.money(offer.paid_out.amount, offer.paid_out.currency)
        lines.append(words("figure.paid_out", amount=paid))
    if offer.total_cost is not None and offer.total_cost_percent is not None:
        percent = words.percent(offer.total_cost_percent)
        lines.append(words("figure.total", amount=words.money(offer.total_cost, currency), percent=percent))
    return lines


def _payable(amount: Decimal | None, currency: str) -> Decimal | None:
    """An amount that can be paid; None for less than the smallest coin."""
    return amount if amount is not None and amount >= minor_unit(currency) else None
