"""The table of all questions and what is answered, as `docs/answers.md` has it.

`python -m tests.support.answers` writes it anew, by the shipped evidence on the day that stands in the file.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from pathlib import Path

from channels.compare.comparison import Comparison, compare
from channels.compare.headline import AnswerState, answer_state
from channels.dataset.dataset import Dataset
from channels.dataset.loading import load
from channels.pricing.fx import MANAT, reference
from channels.pricing.routes import Transfer
from channels.records.base import Corridor
from channels.terms import HOME
from components.i18n import Words, words
from components.words.answer_view import AnswerView, answer_view

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "answers.md"
WORTH = (Decimal(100), Decimal(500), Decimal(2_000))
"""Manat."""
DAY = re.compile(r"as of (\d{4}-\d{2}-\d{2})")
HEAD = """# Answers

What is answered to each question, as of {day}: the fourteen directions in, those out and the one
inside, at the worth of 100, 500 and 2,000 manat (in hryvnias, of which no official rate is known, those
figures themselves). It is made from the shipped evidence alone, in English; the pages say the same in
three languages. *Kind* is the state of the answer and what the expectation rests on, *rows* how many
prices or pairs of boards are behind it, *ask* who is named first.

A test makes this table anew and compares. After a change of the evidence or of the words that is meant,
write it with `python -m tests.support.answers` and read what changed. To ask of another day, change the
day in the first paragraph and run the same command.

| question | answer | kind | rows | ask |
|---|---|---|---|---|
"""


@cache
def evidence() -> Dataset:
    """The shipped evidence, without anything published or refreshed over it."""
    return load(ROOT / "data")


def written_day() -> date:
    """The day that stands in the file."""
    found = DAY.search(FILE.read_text(encoding="utf-8"))
    assert found is not None, "docs/answers.md names no day"
    return date.fromisoformat(found[1])


def directions(data: Dataset) -> list[Corridor]:
    """Every direction that a reader can ask of: in, out, inside."""
    ours = [c for c in data.tables.corridors if HOME in (c.sending, c.receiving)]
    return sorted(ours, key=lambda c: (c.sending == HOME, c.receiving == HOME, c.key))


def asked(corridor: Corridor, worth: Decimal, day: date, data: Dataset) -> Transfer:
    """The transfer of so many manat's worth in the sender's currency, in whole units."""
    used = reference(data.rates, day, base=MANAT, quote=corridor.sends)
    amount = worth if used is None else worth * used.rate
    return Transfer(
        corridor=corridor,
        currency=corridor.sends,
        send=amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN),
    )


def questions(day: date) -> Iterator[tuple[Comparison, AnswerView, Words]]:
    """Each question with its answer."""
    data, spoken = evidence(), words("en")
    for corridor in directions(data):
        for worth in WORTH:
            found = compare(data, asked(corridor, worth, day, data), day)
            yield found, answer_view(found, data, spoken), spoken


def table(day: date) -> str:
    """The whole file as of a day."""
    return HEAD.format(day=day.isoformat()) + "".join(_row(*one) + "\n" for one in questions(day))


def first_words(view: AnswerView) -> str:
    """What stands on the first screen: the price, or what to expect, or why nothing can be said."""
    head = view.headline
    if head.number is not None:
        return f"{head.label}: {head.number}."
    return " ".join((head.label + ".", *head.can, *head.expect[: head.expect_first]))


def _row(found: Comparison, view: AnswerView, spoken: Words) -> str:
    transfer = found.transfer
    assert transfer.send is not None
    where = f"{spoken.country(transfer.corridor.sending)} → {spoken.country(transfer.corridor.receiving)}"
    amount = spoken.money(transfer.send, transfer.currency, whole=True)
    kind = [answer_state(found).state.value]
    rows = len(found.offers)
    if found.expected is not None:
        reason = found.expected.reason
        kind.append(found.expected.kind.value if reason is None else reason.value)
        rows = len(found.expected.rows)
    names = () if view.companies is None else view.companies.to_try
    cells = (f"{where}, {amount}", first_words(view), ", ".join(kind), str(rows), ", ".join(names) or "–")
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def has_figure(view: AnswerView) -> bool:
    """Whether the first screen says an amount."""
    return any(sign.isdigit() for sign in first_words(view))


def is_unpriced(found: Comparison) -> bool:
    """Whether no current price is known of a transfer."""
    return answer_state(found).state is AnswerState.NONE


if __name__ == "__main__":
    FILE.write_text(table(written_day()), encoding="utf-8")
