"""How much a rule weighs for those who send or receive money."""

from decimal import Decimal

from channels.gaps.catalogue import BORDER, Weight
from channels.pricing.fees import USD_500
from channels.pricing.fx import MANAT
from channels.records.policy import Rule


def weight(rule: Rule, dollar: Decimal | None) -> Weight | None:
    """How much a rule weighs; None for one that hinders nobody. `dollar` is manat for one dollar.

    Unclear is a rule of which nobody could say whether it holds today, or what it sets. Of the others one
    touches seldom that speaks of cash at the border, or begins only above USD 500, the larger amount of
    the World Bank's survey; a monthly or yearly limit counts like one on a transfer. Every other touches
    everyday transfers, also one whose threshold cannot be told in dollars.
    """
    if rule.hinders is None:
        return None
    if rule.hinders.unknown:
        return Weight.UNCLEAR
    begins = [_dollars(one.amount, one.currency, dollar) for one in rule.thresholds]
    is_large = bool(begins) and all(amount is not None and amount > USD_500 for amount in begins)
    return Weight.SELDOM if is_large or rule.topic == BORDER else Weight.EVERYDAY


def _dollars(amount: Decimal, currency: str, dollar: Decimal | None) -> Decimal | None:
    if currency == "USD":
        return amount
    return amount / dollar if currency == MANAT and dollar is not None else None
