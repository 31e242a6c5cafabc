"""What the last prices took, where none is current: of the amount for which that is known, with their day."""

from decimal import Decimal

from channels.compare.comparison import Comparison
from channels.money import HUNDRED
from channels.pricing.fees import USD_200
from components.i18n import Words

ONE = Decimal(1)


def last_checked(comparison: Comparison, words: Words) -> list[str]:
    """What the worth of 200 dollars cost by the last prices; what else there is to say without any price.

    It is said in the dollars in which it was computed: what another amount cost is not known by it.
    """
    last = comparison.last_checked
    if last is None:
        return [words("answer.never_checked")]
    least, most = (
        words.money_exact(_tidy(share * USD_200 / HUNDRED), "USD") for share in (last.least, last.most)
    )
    holes = {"sent": words.money(USD_200, "USD", whole=True), "least": least, "most": most}
    said = []
    if last.period is not None:
        said.append(words("answer.last_period", when=words.period(last.period)))
    elif last.day is not None and not last.checked:
        said.append(words("answer.last_list", when=words.day(last.day)))
    elif last.day is not None:
        said.append(words("answer.last_day", when=words.day(last.day)))
    else:
        said.append(words("answer.last_undated"))
    if least == most:
        said.append(words("answer.cost_from" if last.at_least else "answer.cost_one", **holes))
    else:
        said.append(words("answer.cost_range", **holes))
    return said


def _tidy(amount: Decimal) -> Decimal:
    """Money to the whole unit from 10 on and to the tenth below."""
    if amount >= 10:
        return amount.quantize(ONE)
    tenth = amount.quantize(Decimal("0.1"))
    return tenth.quantize(ONE) if tenth == tenth.to_integral_value() else tenth
