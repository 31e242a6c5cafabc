"""What the workshop says of a story's routes layer by layer: figures, parts and headings."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from channels.compare.comparison import compare
from channels.dataset.dataset import Dataset
from channels.money import ZERO
from channels.pricing.informal import Informal
from channels.pricing.routes import licence_on
from channels.records.stories import SIGNS, PriceSet, Shape, StepKind
from channels.terms import InformalKind, Licence
from channels.workshop.story_prices import Layer, PricedStory, RankedRoute, StoryRoute, looks
from components.i18n import Words
from components.words import expected as expected_words
from components.words import offers as offer_words

HALF = Decimal("0.5")
LOSING = (StepKind.FEE, StepKind.RATE, StepKind.RECEIPT, StepKind.TRAVEL)
"""The layers that each take a part, in the order in which they are uncovered."""


@dataclass(frozen=True, slots=True)
class ShownRoute:
    """One road on the screen. `figure` is what seems to arrive so far, or that it is not known.

    `part` is what this layer uncovers; `less` is None for the first road and where it is not known.
    """

    shape: Shape
    sign: str
    name: str
    figure: str
    part: str
    less: str | None
    time: str


def prices_line(deal: PricedStory, words: Words) -> str:
    """Where the prices come from: invented, or real and last seen then."""
    if deal.prices is PriceSet.TEACHING:
        return words("teaching.banner")
    seen = [offer_words.seen(row.offer, words) for row in deal.rows if row.offer is not None]
    if not seen:
        return words("workshop.no_prices")
    return words("workshop.prices_of", when=words.listed(list(dict.fromkeys(seen))))


def road_name(row: StoryRoute, data: Dataset, words: Words) -> str:
    """A road under its shape: who carries the money, how it is handed over, in how many parts."""
    if row.outside is not None:
        name = row.outside.road.name.text_in(words.language)
    elif row.offer is not None:
        who = offer_words.provider(row.offer.provider, data, words)
        name = words("road.name", provider=who, place=_place(row, data, words))
    else:
        name = "" if row.route is None else row.route.provider.name.text_in(words.language)
    return words.count("workshop.in_parts", row.times, name=name) if row.times > 1 else name


def short_name(row: StoryRoute, data: Dataset, words: Words) -> str:
    """A road in a heading: its shape and who carries the money."""
    if row.outside is not None:
        who = row.outside.road.name.text_in(words.language)
    else:
        who = "" if row.route is None else offer_words.provider(row.route.provider.id, data, words)
    return f"{SIGNS[row.shape]} {who}".strip()


def shown(placed: RankedRoute, kind: StepKind, data: Dataset, deal: PricedStory, words: Words) -> ShownRoute:
    """One road of a layer, ready for the screen or for paper."""
    row = placed.row
    less = None
    if placed.looks is not None and placed.less is not None and placed.less > 0:
        amount = apart(placed.looks + placed.less, placed.looks, row, words)
        less = words("workshop.less", amount=amount)
    return ShownRoute(
        row.shape,
        SIGNS[row.shape],
        road_name(row, data, words),
        words("workshop.not_offered") if row.refusal else _amount(placed.looks, row, words),
        part(row, kind, deal, words),
        less,
        words.duration(row.minutes_least, row.minutes_most),
    )


def part(row: StoryRoute, kind: StepKind, deal: PricedStory, words: Words) -> str:
    """What a layer uncovers of a road; the reason where it is not offered; "not known" where it is not."""
    if row.refusal is not None:
        return offer_words.refusal(row.refusal, words)
    if kind is StepKind.RISK:
        return _risk(row, deal, words)
    amount = _uncovered(row, kind)
    if kind is StepKind.TRAVEL:
        if amount is None or row.hand is None:
            return words("unknown.short")
        wait = row.card.wait
        if not row.travel and not wait:
            return words("workshop.no_way")
        minutes = words.count("time.minutes", wait)
        way = _coins(amount, row, words)
        return words("workshop.part_travel", amount=way, time=minutes)
    if amount is None:
        return words("unknown.short")
    key = f"workshop.part_{kind}"
    if kind is StepKind.RATE and amount < 0:
        return words("workshop.part_rate_better", amount=_coins(-amount, row, words))
    return words(key, amount=_coins(amount, row, words))


def lost(row: StoryRoute, kind: StepKind) -> list[Decimal]:
    """What each layer up to this one takes of a road, as the room sees it, in the currency received.

    Empty where a part or what arrives is not known; below 0 where the rate is better than the official one.
    """
    upto = LOSING.index(kind) + 1 if kind in LOSING else len(LOSING)
    found = [_uncovered(row, one) for one in LOSING[:upto]]
    known = [part for part in found if part is not None]
    return known if len(known) == len(found) and looks(row, kind) is not None else []


def most_lost(deal: PricedStory) -> Decimal:
    """The most that is lost by any road as far as it is known: the end of the scale of all layers."""
    sums = [sum(max(ZERO, part) for part in lost(row, kind)) for row in deal.rows for kind in LOSING]
    return max([ZERO, *(Decimal(one) for one in sums)])


def figure_and_unit(figure: str, amount: Decimal, words: Words) -> tuple[str, str, str]:
    """A figure as it is written, parted into what stands before its number, the number, and what follows."""
    return figure.partition(words.number(whole(amount)))


def whole(amount: Decimal) -> Decimal:
    """An amount as the room sees it. Half a unit goes up: so two that are whole units apart stay so."""
    return amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def outside_note(road: Informal, words: Words) -> str:
    """What must be known of a road outside the formal system."""
    unlicensed = road.kind is InformalKind.UNLICENSED
    return words("informal.unlicensed_note" if unlicensed else "workshop.risk_carried")


def finding(layer: Layer, data: Dataset, words: Words) -> str:
    """What a layer shows, as the screen's heading: which road seems best now."""
    if layer.kind is StepKind.RISK:
        return words("workshop.finds_risk")
    if layer.looks_best is None:
        return words("workshop.finds_none")
    name = short_name(layer.looks_best, data, words)
    if not layer.checked:
        return words("workshop.finds_old", name=name)
    return words(f"workshop.finds_{layer.kind}", name=name)


def truth_lines(deal: PricedStory, data: Dataset, words: Words) -> list[str]:
    """Which formal road leaves most in the end; nobody wins without a price that is checked to the end."""
    top = deal.truth
    if top is None or top.hand is None:
        said = [words("workshop.truth_none")]
    else:
        amount = words.money(whole(top.hand), top.currency, whole=True)
        said = [words("workshop.truth", name=road_name(top, data, words), amount=amount)]
    old = old_rate(deal, words)
    return said if old is None else [*said, old]


def expected_lines(deal: PricedStory, data: Dataset, words: Words) -> list[str]:
    """What to expect of a story's transfer; nothing where a checked price says it, or prices are invented."""
    if deal.prices is PriceSet.TEACHING or deal.truth is not None:
        return []
    found = compare(data, deal.transfer, deal.day)
    return [] if found.expected is None else expected_words.sentences(found.expected, deal.transfer, words)


def old_rate(deal: PricedStory, words: Words) -> str | None:
    """That the official rate is old, with its day; None where it is fresh, or there is none."""
    if deal.reference is None or deal.reference.fresh:
        return None
    return words("workshop.rate_old", rate=offer_words.reference_line(deal.reference, words))


def _place(row: StoryRoute, data: Dataset, words: Words) -> str:
    """Where the money is collected, short: the form alone where the counter is its own or not known."""
    assert row.offer is not None
    partner = None if row.route is None else row.route.partner
    if row.offer.form is not None and (partner is None or partner.id == row.offer.provider):
        return words(f"form_of.{row.offer.form}")
    return offer_words.place(row.offer, data, words)


def _amount(amount: Decimal | None, row: StoryRoute, words: Words) -> str:
    if amount is None:
        return words("offer.unknown_amount")
    return words.money(whole(amount), row.currency, whole=True)


def _uncovered(row: StoryRoute, kind: StepKind) -> Decimal | None:
    """What a layer uncovers in whole units, so that the parts and the figures beside them add up.

    Less than a unit stays as it is, for small coin.
    """
    part, before = {
        StepKind.FEE: (row.fee, row.worth),
        StepKind.RATE: (row.hidden, looks(row, StepKind.FEE)),
        StepKind.RECEIPT: (row.receipt, row.paid),
        StepKind.TRAVEL: (row.travel, row.received),
        StepKind.HAND: (_cost(row), row.worth),
    }[kind]
    if part is None or (abs(part) < 1 and kind is not StepKind.HAND):
        return part
    if before is None:
        return whole(part)
    left, seems = before - part, looks(row, kind)
    if seems is not None and abs(seems - left) < 1:
        # A trifle that could not be sent along is not told apart.
        left = seems
    return whole(before) - whole(left) or part


def apart(one: Decimal, other: Decimal, row: StoryRoute, words: Words) -> str:
    """How far two figures are apart, as they are shown; where that shows nothing, to the last coin."""
    return _coins(abs(whole(one) - whole(other) or one - other), row, words)


def _coins(amount: Decimal, row: StoryRoute, words: Words) -> str:
    """Whole units, or what is less than one: up to the half in small coin with a name, else in decimals."""
    small = abs(amount) <= HALF and words.has(f"coin.{row.currency}")
    return words.money(amount, row.currency, whole=small)


def _cost(row: StoryRoute) -> Decimal | None:
    """All that is gone on the way: the outlay's worth less what is left in the hand."""
    return None if row.worth is None or row.hand is None else row.worth - row.hand


def _risk(row: StoryRoute, deal: PricedStory, words: Words) -> str:
    if row.outside is not None:
        return outside_note(row.outside, words)
    assert row.route is not None
    licence = licence_on(row.route.provider, deal.day)
    said = words(f"evidence.licence_{licence}")
    sure = licence is Licence.LICENSED
    return words("workshop.risk_formal" if sure else "workshop.risk_unchecked", licence=said)
