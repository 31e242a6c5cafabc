"""What one screen of a meeting rests on: story, plan, prices, cards and questions, and what was counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from channels.dataset.dataset import Dataset
from channels.records.stories import SIGNS, Card, PriceSet, QuizQuestion, Shape, StepKind, Story
from channels.workshop import chance_cards, hand_counts, quiz
from channels.workshop import report as workshop_report
from channels.workshop import session as workshop_session
from channels.workshop.chance_cards import Stroke
from channels.workshop.hand_counts import Counts
from channels.workshop.session import Session, SessionStep
from channels.workshop.story_prices import PricedStory, deal
from components.i18n import Words, words
from components.words import story_prices as price_words
from components.words import workshop as workshop_words


@dataclass(frozen=True, slots=True)
class Scene:
    """A screen of a meeting. `facts` is the evidence, with law and rules; `data` the set of the prices.

    `dealt` is None in a story that is not about money.
    """

    session: Session
    story: Story
    plan: tuple[SessionStep, ...]
    step: SessionStep
    dealt: PricedStory | None
    deck: tuple[Card, ...]
    questions: tuple[QuizQuestion, ...]
    facts: Dataset
    data: Dataset
    day: date

    @property
    def words(self) -> Words:
        """The words of the meeting's language."""
        return words(self.session.language)

    @property
    def place(self) -> int:
        """Which screen of the plan this is, from 1."""
        return self.plan.index(self.step) + 1

    @property
    def key(self) -> str | None:
        """Under which key this screen asks the room; None for one that asks nothing."""
        return hand_counts.key_of(self.step, self.questions)

    @property
    def question(self) -> QuizQuestion | None:
        """The question of the quiz on this screen; None for another screen."""
        if self.step.kind in (StepKind.QUIZ_BEFORE, StepKind.QUIZ_AFTER):
            return self.questions[self.step.number - 1]
        return None

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes between which the room guesses."""
        if self.dealt is not None:
            return tuple(row.shape for row in self.dealt.rows)
        return tuple(answer.shape for answer in self.story.answers)

    @property
    def choices(self) -> int:
        """How many buttons a phone has for what this screen asks: up to the last shape that is used."""
        question = self.question
        if question is not None:
            return len(question.answers)
        return max(2, *(shape.rank + 1 for shape in self.shapes))

    @property
    def best(self) -> Shape | None:
        """The shape that was right to guess; None where no price is checked to the end."""
        if self.dealt is None:
            return next((answer.shape for answer in self.story.answers if answer.right), None)
        truth = self.dealt.truth
        return None if truth is None else truth.shape

    @property
    def was_asked(self) -> bool:
        """Whether the room has guessed before this screen."""
        kinds = [step.kind for step in self.plan]
        return self.place - 1 > kinds.index(StepKind.COUNT)

    def stroke(self) -> Stroke:
        """What the card of this screen does. Only on a screen with a card."""
        card = self.deck[self.step.number - 1]
        session = self.session
        return chance_cards.play(card, session.seed, self.story, session.prices, self.data, self.day)

    def following(self) -> SessionStep | None:
        """The next screen; None on the last."""
        return self.plan[self.place] if self.place < len(self.plan) else None


def scene(session: Session, sets: Mapping[PriceSet, Dataset], day: date) -> Scene:
    """The screen at which a session stands on a day."""
    facts, data = sets[PriceSet.EVIDENCE], sets[session.prices]
    story = next(one for one in facts.tables.stories if one.id == session.story)
    dealt = deal(story, session.prices, data, day) if story.about_money else None
    deck = () if dealt is None else chance_cards.dealt(facts.tables.cards, session.seed, dealt)
    plan = workshop_session.steps(story, session.length, cards=len(deck))
    questions = quiz.drawn(facts.tables.questions, session.seed)
    return Scene(
        session, story, plan, workshop_session.at(session, plan), dealt, deck, questions, facts, data, day
    )


def report(of: Scene, counted: Counts, votes: Counts) -> workshop_report.Meeting:
    """The meeting in counts. Raises `ValueError` where more women came than people."""
    came, women = (next(iter(counted.get(key, ())), None) for key in (hand_counts.CAME, hand_counts.WOMEN))
    asked = {step.kind for step in of.plan}
    rounds = {
        "before": hand_counts.tallies(counted, votes, "before", of.questions),
        "after": hand_counts.tallies(counted, votes, "after", of.questions),
    }
    return workshop_report.report(
        of.session,
        of.day,
        workshop_report.Counted(
            present=came,
            women=women,
            guesses=hand_counts.guesses(counted, votes, of.shapes),
            before=rounds["before"] if StepKind.QUIZ_BEFORE in asked else (),
            after=rounds["after"] if StepKind.QUIZ_AFTER in asked else (),
        ),
        best=of.best,
        cards=[card.kind for card in of.deck[: sum(s.kind is StepKind.CHANCE for s in of.plan)]],
    )


def report_rows(found: workshop_report.Meeting) -> list[tuple[str, str]]:
    """The report as rows of a name and a value, for a table; empty where nobody counted."""
    gained = found.gain
    rows: list[tuple[str, object]] = [
        ("day", found.day.isoformat()),
        ("story", found.story),
        ("minutes", found.length),
        ("prices", found.prices),
        ("seed", found.seed),
        ("language", found.language),
        ("present", found.present),
        ("women", found.women),
        ("guessed", found.guessed),
        ("right", found.right),
        *((f"guess_{shape}", number) for shape, number in found.guesses),
        ("best", found.best),
        ("cards", " ".join(found.cards)),
        ("right_before_percent", None if gained is None else gained.before),
        ("right_after_percent", None if gained is None else gained.after),
    ]
    return [(name, "" if value is None else str(value)) for name, value in rows]


def said_of_room(of: Scene, counted: Counts, votes: Counts) -> str | None:
    """The room's guess in one line, shape by shape; None where nobody counted."""
    found = hand_counts.guesses(counted, votes, of.shapes)
    if found is None:
        return None
    return of.words("room.guessed", counts=signs_line(found))


def under_shapes(of: Scene) -> dict[Shape, str]:
    """What stands under each shape: a road, or what somebody could do."""
    if of.dealt is not None:
        rows = sorted(of.dealt.rows, key=lambda row: row.shape.rank)
        return {row.shape: price_words.road_name(row, of.data, of.words) for row in rows}
    return {reply.shape: reply.text for reply in workshop_words.replies(of.story, of.facts, of.words)}


def signs_line(found: Mapping[Shape, int]) -> str:
    """Shapes with their counts: `● 3 · ▲ 5`."""
    return " · ".join(f"{SIGNS[shape]} {number}" for shape, number in found.items())
