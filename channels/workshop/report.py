"""What a meeting came to, in counts only: nothing in it tells of one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from channels.records.stories import CardKind, PriceSet, Shape
from channels.workshop.quiz import Gain, Tally, gain
from channels.workshop.session import Session


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in the room; None where nobody counted."""

    present: int | None = None
    women: int | None = None
    guesses: Mapping[Shape, int] | None = None
    before: tuple[Tally, ...] = ()
    after: tuple[Tally, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """The report for the funder. `right` is how many guessed the road, or the answer, that was best."""

    day: date
    story: str
    length: int
    prices: PriceSet
    seed: str
    language: str
    present: int | None
    women: int | None
    guessed: int | None
    right: int | None
    guesses: tuple[tuple[Shape, int], ...]
    best: Shape | None
    cards: tuple[CardKind, ...]
    gain: Gain | None


def report(
    session: Session, day: date, counted: Counted, *, best: Shape | None, cards: Sequence[CardKind] = ()
) -> Meeting:
    """The report of a meeting. Raises `ValueError` for counts that cannot be.

    `right` is None where no road was best to the end, or nobody counted the guesses.
    """
    guesses = counted.guesses
    numbers = [counted.present, counted.women, *(guesses or {}).values()]
    if any(number is not None and number < 0 for number in numbers):
        raise ValueError("a count below nothing")
    if counted.present is not None and counted.women is not None and counted.women > counted.present:
        raise ValueError("more women than people")
    return Meeting(
        day=day,
        story=session.story,
        length=session.length,
        prices=session.prices,
        seed=session.seed,
        language=session.language,
        present=counted.present,
        women=counted.women,
        guessed=sum(guesses.values()) if guesses is not None else None,
        right=guesses.get(best, 0) if guesses is not None and best is not None else None,
        guesses=tuple((shape, guesses.get(shape, 0)) for shape in Shape) if guesses is not None else (),
        best=best,
        cards=tuple(cards),
        gain=gain(counted.before, counted.after),
    )
