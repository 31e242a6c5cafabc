"""Leading a room: the screens of a story in a plan, where the meeting stands, and the link that says so."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from channels.records.stories import LENGTHS, PriceSet, StepKind, Story
from channels.workshop import seeds
from channels.workshop.quiz import ASKED

CARDS = {20: 1, 45: 2, 90: 3}
"""How many chance cards a plan of so many minutes deals."""

TALKS = 2
"""The debrief has one screen for what the room says, and one for the law and the rules."""

MANY = frozenset({StepKind.QUIZ_BEFORE, StepKind.QUIZ_AFTER, StepKind.CHANCE, StepKind.DEBRIEF})
"""What may have several screens, one a question or a card."""

HEARD = f"{StepKind.DEBRIEF}{TALKS}"
"""The screen with the law, which has to be left forwards before the end."""

_LINK = re.compile(
    r"([a-z0-9_]{1,80})-([0-9]{2})-([et])-([0-9A-Z]{4})-([a-z]{2})-([a-z_]{1,20}[0-9]?)-([01])"
)
_SETS = {"e": PriceSet.EVIDENCE, "t": PriceSet.TEACHING}
_LETTERS = {prices: letter for letter, prices in _SETS.items()}


@dataclass(frozen=True, slots=True)
class SessionStep:
    """One screen: the `number`-th of `of` alike, and for how many seconds it is meant."""

    kind: StepKind
    number: int
    of: int
    seconds: int

    @property
    def code(self) -> str:
        """The screen in the link: `fee`, `chance2`."""
        return f"{self.kind}{self.number}" if self.kind in MANY else self.kind


@dataclass(frozen=True, slots=True)
class Session:
    """Where a meeting stands; the whole of it stands in the link.

    `step` is a screen's code. `heard`: the debrief has been on the screen and was left forwards.
    """

    story: str
    length: int
    prices: PriceSet
    seed: str
    language: str
    step: str = StepKind.TITLE
    heard: bool = False


def steps(story: Story, length: int, *, cards: int | None = None) -> tuple[SessionStep, ...]:
    """The screens of a story in a plan, in their order; their seconds come to the whole length.

    `cards` is how many chance cards can be dealt, where that is fewer than the plan has; without any
    their time goes to the debrief. Raises `KeyError` for a length without plan.
    """
    minutes = {plan.length: plan.minutes for plan in story.plans}[length]
    wanted = dict(minutes)
    dealt = CARDS[length] if cards is None else min(CARDS[length], cards)
    if not dealt and StepKind.CHANCE in wanted:
        wanted[StepKind.DEBRIEF] += wanted.pop(StepKind.CHANCE)
    many = {
        StepKind.QUIZ_BEFORE: ASKED,
        StepKind.QUIZ_AFTER: ASKED,
        StepKind.CHANCE: dealt,
        StepKind.DEBRIEF: TALKS,
    }
    return tuple(
        SessionStep(kind, number, many.get(kind, 1), wanted[kind] * 60 // many.get(kind, 1))
        for kind in StepKind
        if kind in wanted
        for number in range(1, many.get(kind, 1) + 1)
    )


def placed(session: Session, plan: Sequence[SessionStep]) -> Session:
    """The session at a screen of the plan: the first for an unknown one, the debrief until it was heard.

    So no link leads past the debrief on unlicensed services, and no deal ends without it.
    """
    codes = [step.code for step in plan]
    if session.step not in codes:
        return replace(session, step=codes[0], heard=False)
    if not session.heard and codes.index(session.step) > codes.index(HEARD):
        return replace(session, step=codes[codes.index(HEARD) - TALKS + 1])
    return session


def at(session: Session, plan: Sequence[SessionStep]) -> SessionStep:
    """The screen that is shown."""
    code = placed(session, plan).step
    return next(step for step in plan if step.code == code)


def forward(session: Session, plan: Sequence[SessionStep]) -> Session:
    """One screen on; at the last one it stays."""
    here = placed(session, plan)
    codes = [step.code for step in plan]
    following = codes[min(codes.index(here.step) + 1, len(codes) - 1)]
    return replace(here, step=following, heard=here.heard or here.step == HEARD)


def back(session: Session, plan: Sequence[SessionStep]) -> Session:
    """One screen back; at the first one it stays."""
    here = placed(session, plan)
    codes = [step.code for step in plan]
    return replace(here, step=codes[max(codes.index(here.step) - 1, 0)])


def jump(session: Session, plan: Sequence[SessionStep], code: str) -> Session:
    """At another screen, as far as that is allowed."""
    return placed(replace(session, step=code), plan)


def reset(session: Session) -> Session:
    """From the beginning, with the same story, plan, prices, seed and language."""
    return replace(session, step=StepKind.TITLE, heard=False)


def written(session: Session) -> str:
    """The session as one short word for a link: `mother_lankaran-20-t-K7MT-az-fee-0`."""
    parts = (
        session.story,
        str(session.length),
        _LETTERS[session.prices],
        session.seed,
        session.language,
        session.step,
        str(int(session.heard)),
    )
    return "-".join(parts)


def read(text: str, stories: Mapping[str, Story], languages: Sequence[str]) -> Session | None:
    """The session of a link; None for anything that `written` would not write of these stories."""
    found = _LINK.fullmatch(text)
    if found is None:
        return None
    name, length, letter, seed, language, step, heard = found.groups()
    story = stories.get(name)
    if story is None or int(length) not in LENGTHS or language not in languages or seeds.read(seed) != seed:
        return None
    prices = _SETS[letter]
    if story.about_money and prices not in [lineup.set for lineup in story.lineups]:
        return None
    session = Session(name, int(length), prices, seed, language, step, heard == "1")
    plan = steps(story, session.length)
    return session if placed(session, plan) == session else None
