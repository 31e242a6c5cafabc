"""Sentences for the workshop's screens and handouts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlsplit

from channels.dataset.dataset import Dataset
from channels.pricing.informal import Informal
from channels.pricing.routes import licence_on
from channels.records.policy import Rule
from channels.records.stories import SIGNS, CardKind, PriceSet, Shape, StepKind, Story
from channels.terms import InformalKind, Licence
from channels.workshop import session
from channels.workshop.chance_cards import Stroke
from channels.workshop.quiz import Gain
from channels.workshop.report import Meeting
from channels.workshop.story_prices import Deal, Layer, Placed, Row, looks
from components.i18n import Words
from components.words import offers as offer_words

HALF = Decimal("0.5")
LAW = "law"
"""The topic of the rule that no debrief leaves out."""


@dataclass(frozen=True, slots=True)
class Shown:
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


@dataclass(frozen=True, slots=True)
class Told:
    """What a chance card does to one road: in the numbers, and by its rule, if there is one."""

    shape: Shape
    sign: str
    name: str
    change: str
    rule: str | None


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody in a story could do: whether it is right, why, and which rules say so."""

    shape: Shape
    sign: str
    text: str
    right: bool
    why: str
    rules: tuple[str, ...]


def step_name(kind: StepKind, words: Words) -> str:
    """The heading of a screen."""
    return words(f"workshop.step_{kind}")


def shape_name(shape: Shape, words: Words) -> str:
    """A shape as it is called out: circle, triangle."""
    return words(f"workshop.shape_{shape}")


def person(story: Story, number: int, words: Words) -> str:
    """A character in one line: name, age, place and part in the story."""
    one = story.people[number]
    name, place, role = (text.text_in(words.language) for text in (one.name, one.place, one.role))
    return words.count("workshop.person", one.age, name=name, place=place, role=role)


def turns(story: Story, kind: StepKind, words: Words) -> list[str]:
    """The turning points of a story that stand before a screen."""
    return [turn.text.text_in(words.language) for turn in story.turns if turn.at is kind]


def aloud(story: Story, kind: StepKind, words: Words) -> list[str]:
    """What is read aloud at a screen, for a room without reading."""
    return [line.text.text_in(words.language) for line in story.script if line.at is kind]


def replies(story: Story, data: Dataset, words: Words) -> list[Reply]:
    """What somebody in the story could do, in the order of the shapes; `data` is the evidence."""
    named = {rule.id: rule_line(rule, words) for rule in data.tables.rules}
    return [
        Reply(
            answer.shape,
            SIGNS[answer.shape],
            answer.text.text_in(words.language),
            answer.right,
            answer.why.text_in(words.language),
            tuple(named[rule] for rule in answer.rules),
        )
        for answer in sorted(story.answers, key=lambda answer: answer.shape.rank)
    ]


def prices_line(deal: Deal, words: Words) -> str:
    """Where the prices come from: invented, or real and last seen then."""
    if deal.prices is PriceSet.TEACHING:
        return words("teaching.banner")
    seen = [offer_words.seen(row.offer, words) for row in deal.rows if row.offer is not None]
    if not seen:
        return words("workshop.no_prices")
    return words("workshop.prices_of", when=words.listed(list(dict.fromkeys(seen))))


def road_name(row: Row, data: Dataset, words: Words) -> str:
    """A road under its shape: who carries the money, how it is handed over, in how many parts."""
    if row.outside is not None:
        name = row.outside.road.name.text_in(words.language)
    elif row.offer is not None:
        who = offer_words.provider(row.offer.provider, data, words)
        name = words("road.name", provider=who, place=_place(row, data, words))
    else:
        name = "" if row.route is None else row.route.provider.name.text_in(words.language)
    return words.count("workshop.in_parts", row.times, name=name) if row.times > 1 else name


def short_name(row: Row, data: Dataset, words: Words) -> str:
    """A road in a heading: its shape and who carries the money."""
    if row.outside is not None:
        who = row.outside.road.name.text_in(words.language)
    else:
        who = "" if row.route is None else offer_words.provider(row.route.provider.id, data, words)
    return f"{SIGNS[row.shape]} {who}".strip()


def shown(placed: Placed, kind: StepKind, data: Dataset, deal: Deal, words: Words) -> Shown:
    """One road of a layer, ready for the screen or for paper."""
    row = placed.row
    less = None
    if placed.looks is not None and placed.less is not None and placed.less > 0:
        amount = _apart(placed.looks + placed.less, placed.looks, row, words)
        less = words("workshop.less", amount=amount)
    return Shown(
        row.shape,
        SIGNS[row.shape],
        road_name(row, data, words),
        words("workshop.not_offered") if row.refusal else _amount(placed.looks, row, words),
        part(row, kind, deal, words),
        less,
        words.duration(row.minutes_least, row.minutes_most),
    )


def part(row: Row, kind: StepKind, deal: Deal, words: Words) -> str:
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


def truth_lines(deal: Deal, data: Dataset, words: Words) -> list[str]:
    """Which formal road leaves most in the end; nobody wins without a price that is checked to the end."""
    top = deal.truth
    if top is None or top.hand is None:
        said = [words("workshop.truth_none")]
    else:
        amount = words.money(whole(top.hand), top.currency, whole=True)
        said = [words("workshop.truth", name=road_name(top, data, words), amount=amount)]
    old = old_rate(deal, words)
    return said if old is None else [*said, old]


def no_quiz_line(story: Story, length: int, words: Words) -> str | None:
    """That a plan has no quiz; None where it has one."""
    if any(step.kind is StepKind.QUIZ_BEFORE for step in session.steps(story, length)):
        return None
    return words("workshop.no_quiz", time=words.count("time.minutes", length))


def old_rate(deal: Deal, words: Words) -> str | None:
    """That the official rate is old, with its day; None where it is fresh, or there is none."""
    if deal.reference is None or deal.reference.fresh:
        return None
    return words("workshop.rate_old", rate=offer_words.reference_line(deal.reference, words))


def guess_lines(
    guesses: Mapping[Shape, int], best: Shape | None, deal: Deal, data: Dataset, words: Words
) -> list[str]:
    """The room's guesses, a line a road in the order of the shapes, then how many guessed the best."""
    names = {row.shape: road_name(row, data, words) for row in deal.rows}
    said = [
        words.count("workshop.guessed", guesses.get(shape, 0), sign=SIGNS[shape], name=name)
        for shape, name in names.items()
    ]
    if best is not None:
        said.append(words.count("workshop.guessed_right", guesses.get(best, 0), all=sum(guesses.values())))
    return said


def stroke_lines(stroke: Stroke, data: Dataset, words: Words) -> list[Told]:
    """What a card does to each road, and what the road's rules say to it."""
    rules = dict(stroke.says)
    said = []
    for row in stroke.after.rows:
        rule = rules.get(row.shape)
        said.append(
            Told(
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


def debrief_lines(story: Story, data: Dataset, words: Words) -> list[str]:
    """What every debrief says: what the room is asked, the law, that nobody measured, the story's rules.

    `data` is the evidence, where the rules stand, whichever set the prices come from.
    """
    return [*asked_lines(story, words), *law_lines(story, data, words)]


def asked_lines(story: Story, words: Words) -> list[str]:
    """What a room is asked in the debrief, and that luck and trouble meet every road."""
    return [*(text.text_in(words.language) for text in story.debrief), words("workshop.alike")]


def law_lines(story: Story, data: Dataset, words: Words) -> list[str]:
    """The law in one sentence, that nobody measured how often money is lost, a story's other rules."""
    law = [rule.text.text_in(words.language) for rule in data.tables.rules if rule.topic == LAW]
    named = {rule.id: rule for rule in data.tables.rules}
    rules = [rule_line(named[name], words) for name in story.rules if named[name].topic != LAW]
    return [*law, words("workshop.nobody_measured"), *rules]


def rule_line(rule: Rule, words: Words) -> str:
    """A rule with the address it speaks of, which on paper or a projector nobody can open."""
    text = rule.text.text_in(words.language)
    return text if rule.url is None else f"{text} {urlsplit(rule.url).netloc}"


def unknown_lines(story: Story, words: Words) -> list[str]:
    """What this tool does not know, for the screen before the end."""
    said = [words("unknown.outside"), words("unknown.bans"), words("unknown.today")]
    return [*said, words("workshop.way_invented")] if story.about_money else said


def gain_line(gained: Gain | None, words: Words) -> str:
    """What the room gained; that too few answered where that is so."""
    if gained is None:
        return words("workshop.gain_none")
    before, after = words.percent(gained.before, 0), words.percent(gained.after, 0)
    return words("workshop.gain", before=before, after=after)


def report_lines(meeting: Meeting, stories: Sequence[Story], words: Words) -> list[str]:
    """The report for the funder: counts only, a line each; what nobody counted is left out."""
    title = next(s.title.text_in(words.language) for s in stories if s.id == meeting.story)
    length = words.count("time.minutes", meeting.length)
    said = [words("workshop.report_title", day=words.day(meeting.day), story=title, length=length)]
    if meeting.present is not None:
        said.append(words.count("workshop.report_present", meeting.present))
    if meeting.women is not None:
        said.append(words.count("workshop.report_women", meeting.women))
    if meeting.guessed is not None and meeting.right is not None:
        said.append(words.count("workshop.guessed_right", meeting.right, all=meeting.guessed))
    said.append(gain_line(meeting.gain, words))
    said.append(words("workshop.seed", seed=meeting.seed))
    return [*said, words("workshop.report_no_names")]


def _place(row: Row, data: Dataset, words: Words) -> str:
    """Where the money is collected, short: the form alone where the counter is its own or not known."""
    assert row.offer is not None
    partner = None if row.route is None else row.route.partner
    if row.offer.form is not None and (partner is None or partner.id == row.offer.provider):
        return words(f"form_of.{row.offer.form}")
    return offer_words.place(row.offer, data, words)


def _amount(amount: Decimal | None, row: Row, words: Words) -> str:
    if amount is None:
        return words("offer.unknown_amount")
    return words.money(whole(amount), row.currency, whole=True)


def _uncovered(row: Row, kind: StepKind) -> Decimal | None:
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


def _apart(one: Decimal, other: Decimal, row: Row, words: Words) -> str:
    """How far two figures are apart, as they are shown; where that shows nothing, to the last coin."""
    return _coins(abs(whole(one) - whole(other) or one - other), row, words)


def _coins(amount: Decimal, row: Row, words: Words) -> str:
    """Whole units, or what is less than one: up to the half in small coin with a name, else in decimals."""
    small = abs(amount) <= HALF and words.has(f"coin.{row.currency}")
    return words.money(amount, row.currency, whole=small)


def _cost(row: Row) -> Decimal | None:
    """All that is gone on the way: the outlay's worth less what is left in the hand."""
    return None if row.worth is None or row.hand is None else row.worth - row.hand


def _risk(row: Row, deal: Deal, words: Words) -> str:
    if row.outside is not None:
        return outside_note(row.outside, words)
    assert row.route is not None
    licence = licence_on(row.route.provider, deal.day)
    said = words(f"evidence.licence_{licence}")
    sure = licence is Licence.LICENSED
    return words("workshop.risk_formal" if sure else "workshop.risk_unchecked", licence=said)


def _change(stroke: Stroke, row: Row, words: Words) -> str:
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
    amount = _apart(before.hand, row.hand, row, words)
    key = "workshop.card_more" if change > 0 else "workshop.card_less"
    return words(key, amount=amount, time=time)
