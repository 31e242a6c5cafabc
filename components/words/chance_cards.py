"""What a chance card does to each route, in whole sentences."""

from dataclasses import dataclass
from decimal import Decimal

from channels.dataset.dataset import Dataset
from channels.records.stories import SIGNS, CardKind, Shape
from channels.workshop.chance_cards import Stroke
from channels.workshop.story_prices import StoryRoute
from components.i18n import Words
from components.words import offers as offer_words
from components.words.story_prices import apart, road_name


@dataclass(frozen=True, slots=True)
class CardEffect:
    """What a chance card does to one road: in the numbers, and by its rule, if there is one."""

    shape: Shape
    sign: str
    name: str
    change: str
    rule: str | None


def stroke_lines(stroke: Stroke, data: Dataset, words: Words) -> list[CardEffect]:
    """What a card does to each road, and what the road's rules say to it."""
    rules = dict(stroke.says)
    said = []
    for row in stroke.after.rows:
        rule = rules.get(row.shape)
        said.append(
            CardEffect(
                row.shape,
                SIGNS[row.shape],
                road_name(row, data, words),
                _change(stroke, row, words),
                None if rule is None else rule.text.text_in(words.language),
            )
        )
    return said


def direction(stroke: Stroke, words: Words) -> str | None:
    """Which way the rate has moved; None for another card."""
    if stroke.card.kind is not CardKind.RATE_MOVES or stroke.card.percent is None:
        return None
    transfer = stroke.before.transfer
    foreign = transfer.currency if transfer.currency != "AZN" else transfer.corridor.receives or ""
    key = "workshop.rate_up" if stroke.up else "workshop.rate_down"
    return words(key, currency=words.currency(foreign), percent=words.percent(stroke.card.percent, 0))


def _change(stroke: Stroke, row: StoryRoute, words: Words) -> str:
    if row.refusal is not None:
        return offer_words.refusal(row.refusal, words)
    if row.shape in stroke.unknown:
        return words("unknown.short")
    if row.shape not in stroke.touched:
        return words("workshop.card_same")
    change = stroke.change(row.shape)
    if change is None:
        return words("unknown.short")
    before = next(old for old in stroke.before.rows if old.shape is row.shape)
    time = words.duration(row.minutes_least, row.minutes_most)
    unit = abs(change) >= Decimal("0.01")
    if not unit:
        later = (before.minutes_least, before.minutes_most) != (row.minutes_least, row.minutes_most)
        return words("workshop.card_time", time=time) if later else words("workshop.card_same")
    assert before.hand is not None and row.hand is not None
    amount = apart(before.hand, row.hand, row, words)
    key = "workshop.card_more" if change > 0 else "workshop.card_less"
    return words(key, amount=amount, time=time)
