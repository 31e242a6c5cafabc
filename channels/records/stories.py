"""What a workshop is led by: stories, chance cards and the questions of the quiz, as a clerk writes them."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from channels.records.base import (
    Amount,
    CorridorKey,
    Country,
    Currency,
    Id,
    LocalText,
    Minutes,
    Number,
    Percent,
    Record,
    Whole,
)
from channels.terms import Channel, DisbursementMethod, InformalKind, Ordered


class Shape(Ordered):
    """What stands on the four cards that a room holds up, so that nobody needs to read."""

    CIRCLE = "circle"
    TRIANGLE = "triangle"
    SQUARE = "square"
    STAR = "star"


SIGNS = {
    Shape.CIRCLE: "\N{BLACK CIRCLE}",
    Shape.TRIANGLE: "\N{BLACK UP-POINTING TRIANGLE}",
    Shape.SQUARE: "\N{BLACK SQUARE}",
    Shape.STAR: "\N{BLACK STAR}",
}


class PriceSet(Ordered):
    """Where the prices of a story come from; the two are never mixed."""

    EVIDENCE = "evidence"
    TEACHING = "teaching"


class StepKind(Ordered):
    """The screens of a meeting in their order. A plan leaves some out, and never changes the order."""

    TITLE = "title"
    QUIZ_BEFORE = "quiz_before"
    PEOPLE = "people"
    GUESS = "guess"
    COUNT = "count"
    FEE = "fee"
    RATE = "rate"
    RECEIPT = "receipt"
    TRAVEL = "travel"
    HAND = "hand"
    RISK = "risk"
    ANSWERS = "answers"
    CHANCE = "chance"
    ROLE_PLAY = "role_play"
    DEBRIEF = "debrief"
    UNKNOWNS = "unknowns"
    QUIZ_AFTER = "quiz_after"
    GAIN = "gain"
    END = "end"


LAYERS = (
    StepKind.FEE,
    StepKind.RATE,
    StepKind.RECEIPT,
    StepKind.TRAVEL,
    StepKind.HAND,
    StepKind.RISK,
)
"""What a price is made of, in the order in which it is uncovered."""

ALWAYS = (
    StepKind.TITLE,
    StepKind.GUESS,
    StepKind.COUNT,
    StepKind.DEBRIEF,
    StepKind.UNKNOWNS,
    StepKind.END,
)
"""What no plan leaves out."""
LENGTHS = (20, 45, 90)
"""How many minutes a meeting may last."""


class CardKind(Ordered):
    """The five strokes of luck or trouble."""

    RATE_MOVES = "rate_moves"
    BRANCH_CLOSED = "branch_closed"
    COURIER_LATE = "courier_late"
    NAME_MISSPELT = "name_misspelt"
    LIMIT_HIT = "limit_hit"


class Person(Record):
    """A character of a story; no real person."""

    name: LocalText
    age: Annotated[Whole, Field(ge=6, le=99)]
    place: LocalText
    role: LocalText


class StoryOffer(Record):
    """The road that stands under a shape: a service with its counter, or a road outside the formal system.

    `travel` is what the way to the counter costs in the currency received, `wait` the minutes that it
    takes: both belong to the story, no source says them. `times`: the amount goes in so many equal parts.
    """

    shape: Shape
    provider: Id | None = None
    service: Id | None = None
    payout: Id | None = None
    road: Id | None = None
    times: Annotated[Whole, Field(ge=1, le=12)] = 1
    travel: Amount
    wait: Minutes

    @model_validator(mode="after")
    def _one_road(self) -> Self:
        formal = self.provider is not None and self.service is not None
        if formal == (self.road is not None) or (self.road is not None and self.payout is not None):
            raise ValueError("give provider and service, or road")
        return self


class Lineup(Record):
    """Up to four roads from one set of prices, a shape each."""

    set: PriceSet
    offers: tuple[StoryOffer, ...]

    @model_validator(mode="after")
    def _a_shape_each(self) -> Self:
        shapes = [offer.shape for offer in self.offers]
        if not shapes or len(set(shapes)) < len(shapes):
            raise ValueError("give one to four offers, a shape each")
        return self


class StoryAnswer(Record):
    """What somebody in the story could do, and what comes of it. `rules` are ids in rules.toml."""

    shape: Shape
    text: LocalText
    right: bool = False
    why: LocalText
    rules: tuple[Id, ...] = ()


class Spoken(Record):
    """What is said aloud at a screen: a turning point of the story, or a line of the script."""

    at: StepKind
    text: LocalText


class Plan(Record):
    """How many minutes each screen has in a meeting of 20, 45 or 90 minutes; without minutes, no screen."""

    length: Whole
    minutes: dict[StepKind, Annotated[Whole, Field(ge=1, le=60)]]


class RolePlayLine(Record):
    """One line of a role-play."""

    who: LocalText
    says: LocalText


class RolePlay(Record):
    """A scene at the counter, for bank and post staff."""

    task: LocalText
    lines: Annotated[tuple[RolePlayLine, ...], Field(min_length=2)]


class Story(Record):
    """A story for a room. The question is about money (`lineups`) or about what to do (`answers`).

    `level` goes from 1, the easiest, to 3. `send` is the sender's whole outlay in `currency`; `within` is
    in minutes; `rules` are ids in rules.toml that the debrief shows beside the law. Its file's name is its
    id.
    """

    id: Id
    title: LocalText
    level: Annotated[Whole, Field(ge=1, le=3)] = 1
    aims: Annotated[tuple[LocalText, ...], Field(min_length=1)]
    people: Annotated[tuple[Person, ...], Field(min_length=1)]
    corridor: CorridorKey
    currency: Currency
    send: Annotated[Number, Field(gt=0, le=Decimal(1_000_000_000))]
    within: Minutes | None = None
    region: Id | None = None
    pay_out: DisbursementMethod | None = None
    scene: Annotated[tuple[LocalText, ...], Field(min_length=1)]
    needs: Annotated[tuple[LocalText, ...], Field(min_length=1)]
    question: LocalText
    lineups: tuple[Lineup, ...] = ()
    answers: Annotated[tuple[StoryAnswer, ...], Field(max_length=4)] = ()
    turns: tuple[Spoken, ...] = ()
    plans: tuple[Plan, ...]
    notes: Annotated[tuple[LocalText, ...], Field(min_length=1)]
    script: Annotated[tuple[Spoken, ...], Field(min_length=1)]
    role_play: RolePlay | None = None
    debrief: Annotated[tuple[LocalText, ...], Field(min_length=1)]
    rules: tuple[Id, ...] = ()

    @property
    def about_money(self) -> bool:
        """Whether the room guesses the road of which most arrives, and not what somebody should do."""
        return not self.answers


class CardRule(Record):
    """What holds for one kind of road when a card is drawn; the first that fits a road counts.

    `forms` of pay-out and the sending country `out_of` narrow it; without them it holds for all. `rule`
    is an id in rules.toml.
    """

    channels: tuple[Channel, ...] = ()
    forms: tuple[DisbursementMethod, ...] = ()
    out_of: Country | None = None
    outside: tuple[InformalKind, ...] = ()
    text: LocalText
    rule: Id | None = None


class Card(Record):
    """A chance card. Its figures are of the game, not of any source.

    `percent`: how far the rate moves, or which part of the amount the limit leaves. `minutes`: how much
    later the money comes.
    """

    kind: CardKind
    title: LocalText
    text: LocalText
    percent: Percent | None = None
    minutes: Minutes | None = None
    rules: Annotated[tuple[CardRule, ...], Field(min_length=1)]


class QuizAnswer(Record):
    """One of the answers to a question."""

    text: LocalText
    right: bool = False


class QuizQuestion(Record):
    """A question of the quiz with its reason and who says so."""

    id: Id
    topic: Id
    level: Annotated[Whole, Field(ge=1, le=3)]
    text: LocalText
    answers: tuple[QuizAnswer, ...]
    reason: LocalText
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_is_right(self) -> Self:
        if not 2 <= len(self.answers) <= 4 or sum(answer.right for answer in self.answers) != 1:
            raise ValueError("give two to four answers, one of them right")
        return self

    @property
    def right(self) -> int:
        """The place of the right answer, from 0."""
        return [answer.right for answer in self.answers].index(True)
