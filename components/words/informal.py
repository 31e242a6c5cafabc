"""What the tool says about informal routes, in whole sentences."""

from decimal import Decimal

from channels.compare.comparison import Comparison
from channels.pricing.informal import Informal
from channels.records.informal import GroupRange
from channels.terms import InformalKind
from components.i18n import Words
from components.words.offers import is_outbound, percent_range, whole


def line(road: Informal, comparison: Comparison, words: Words) -> str | None:
    """What the road hands over beside the best checked formal offer, in money; None where not known."""
    if road.received is None or road.difference is None:
        return None
    shown = words.money(abs(road.difference), road.currency, whole=True)
    if road.break_even is not None:
        return words("informal.more", amount=shown)
    return words("informal.less" if road.difference < 0 else "informal.same", amount=shown)


def amount(road: Informal, words: Words) -> str:
    """What the road hands over; "not known" where nobody gives a price."""
    if road.received is None or road.received_most is None:
        return words("offer.unknown_amount")
    low = words.money(road.received, road.currency, whole=True)
    high = words.money(road.received_most, road.currency, whole=True)
    if low == high:
        return low
    return words("form.range", low=words.number(whole(road.received), 0), high=high)


def note(road: Informal, comparison: Comparison, words: Words) -> str:
    """What must be known of the road: who changes the money, what the law says."""
    if road.kind is InformalKind.UNLICENSED:
        note = words("informal.unlicensed_note")
        return note if road.told is None else f"{note} {told_range(road.told, words)}"
    if comparison.transfer.currency == road.currency:
        return words("informal.carried_same")
    return words("informal.carried_note_there" if is_outbound(comparison) else "informal.carried_note")


def told_range(told: GroupRange, words: Words) -> str:
    """What group discussions said that unlicensed services take, with how many people and until when."""
    people = words.number(Decimal(told.people), 0)
    shown = percent_range(told.least, told.most, words)
    return words("informal.told", range=shown, people=people, day=words.day(told.day))
