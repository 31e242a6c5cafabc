"""A handout's contents before it is typeset: what it is made from, and the blocks of its sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from channels.dataset.dataset import Dataset
from channels.records.stories import Card, PriceSet, QuizQuestion, Shape, Story
from channels.workshop import chance_cards, quiz, story_prices
from channels.workshop.story_prices import PricedStory
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
    def deal(self) -> PricedStory | None:
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
    def questions(self) -> tuple[QuizQuestion, ...]:
        """The five questions of the seed."""
        return quiz.drawn(self.facts.tables.questions, self.seed)


def column_names(words: Words) -> list[str]:
    """The heads of the worksheet's columns."""
    return [words(f"handout.col_{name}") for name in ("road", "fee", "rate", "received", "time", "wrong")]


def head_blocks(handout: Handout, kind: str) -> list[Block]:
    """The story and the name of a sheet, above all else."""
    title = handout.story.title.text_in(handout.words.language)
    return [{"kind": "note", "text": title}, {"kind": "title", "text": handout.words(f"handout.name_{kind}")}]


def marked(shape: Shape, text: str) -> Block:
    """A text under its shape, for a cell."""
    return {"shape": shape.value, "text": text}


def table_block(columns: list[str], widths: list[int], rows: list[list[Any]], *, tall: bool = False) -> Block:
    """A table; `widths` are parts of the line, `tall` leaves room to write."""
    return {"kind": "table", "columns": columns, "widths": widths, "rows": rows, "tall": tall}


def group_block(blocks: list[Block]) -> Block:
    """Blocks that stand on one page together."""
    return {"kind": "group", "blocks": blocks}


def rules_block(rules: list[Block]) -> Block:
    """Rules, each with the shapes for which it holds."""
    return {"kind": "rules", "rules": rules}


def cards_block(items: list[Block], height: int) -> Block:
    """Cards to cut out, two in a row; `height` in millimetres."""
    return {"kind": "cards", "columns": 2, "height": height, "items": items}


def heading_block(key: str, words: Words) -> Block:
    """A heading, by its message key."""
    return {"kind": "heading", "text": words(key)}


def note_block(key: str, words: Words) -> Block:
    """A paragraph, by its message key."""
    return {"kind": "text", "text": words(key)}


def lead_block(text: str) -> Block:
    """A paragraph in larger type."""
    return {"kind": "lead", "text": text}


def text_block(text: str) -> Block:
    """A paragraph."""
    return {"kind": "text", "text": text}


def text_blocks(said: Sequence[Any], words: Words) -> list[Block]:
    """Paragraphs out of the data, in the language of the sheet."""
    return [text_block(text.text_in(words.language)) for text in said]


def list_block(said: Sequence[Any], words: Words) -> Block:
    """A list out of the data, in the language of the sheet."""
    return plain_list_block([text.text_in(words.language) for text in said])


def plain_list_block(items: Sequence[str], *, numbered: bool = False) -> Block:
    """A list of texts that are ready."""
    return {"kind": "list", "numbered": numbered, "items": list(items)}
