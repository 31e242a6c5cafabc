"""The blocks that a handout is set from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from channels.dataset.dataset import Dataset
from channels.records.stories import Card, PriceSet, Question, Shape, Story
from channels.workshop import chance_cards, quiz, story_prices
from channels.workshop.story_prices import Deal
from components.i18n import Words

Block = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Handout:
    """What is printed: a story with its prices, the signs on the board, and the language.

    `data` is the set that `prices` names, `facts` the evidence, where stories and rules stand.
    """

    story: Story
    prices: PriceSet
    seed: str
    day: date
    data: Dataset
    facts: Dataset
    words: Words

    @cached_property
    def deal(self) -> Deal | None:
        """The story's roads; None for a story about what to do. Raises `NoLineup` without such prices."""
        if not self.story.about_money:
            return None
        return story_prices.deal(self.story, self.prices, self.data, self.day)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The chance cards in the order of the seed; none for a story about what to do."""
        if self.deal is None:
            return ()
        return chance_cards.dealt(self.facts.tables.cards, self.seed, self.deal)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The five questions of the seed."""
        return quiz.drawn(self.facts.tables.questions, self.seed)


def _columns(words: Words) -> list[str]:
    return [words(f"handout.col_{name}") for name in ("road", "fee", "rate", "received", "time", "wrong")]


def _head(handout: Handout, kind: str) -> list[Block]:
    title = handout.story.title.text_in(handout.words.language)
    return [{"kind": "note", "text": title}, {"kind": "title", "text": handout.words(f"handout.name_{kind}")}]


def _marked(shape: Shape, text: str) -> Block:
    return {"shape": shape.value, "text": text}


def _table(columns: list[str], widths: list[int], rows: list[list[Any]], *, tall: bool = False) -> Block:
    return {"kind": "table", "columns": columns, "widths": widths, "rows": rows, "tall": tall}


def _group(blocks: list[Block]) -> Block:
    """Blocks that stand on one page together."""
    return {"kind": "group", "blocks": blocks}


def _rules(rules: list[Block]) -> Block:
    return {"kind": "rules", "rules": rules}


def _cards(items: list[Block], height: int) -> Block:
    return {"kind": "cards", "columns": 2, "height": height, "items": items}


def _heading(key: str, words: Words) -> Block:
    return {"kind": "heading", "text": words(key)}


def _note(key: str, words: Words) -> Block:
    return {"kind": "text", "text": words(key)}


def _lead(text: str) -> Block:
    return {"kind": "lead", "text": text}


def _text(text: str) -> Block:
    return {"kind": "text", "text": text}


def _texts(said: Sequence[Any], words: Words) -> list[Block]:
    return [_text(text.text_in(words.language)) for text in said]


def _list(said: Sequence[Any], words: Words) -> Block:
    return _plain_list([text.text_in(words.language) for text in said])


def _plain_list(items: Sequence[str], *, numbered: bool = False) -> Block:
    return {"kind": "list", "numbered": numbered, "items": list(items)}
