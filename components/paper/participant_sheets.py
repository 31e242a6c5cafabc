"""The sheets of a workshop for participants: worksheet, quiz, cards, poster and what goes home."""

from collections.abc import Sequence
from decimal import Decimal

from channels.pricing.fx import MANAT
from channels.records.stories import Shape, StepKind
from channels.workshop import chance_cards, story_prices
from channels.workshop.story_prices import PricedStory, StoryRoute
from components.paper.handout_blocks import (
    Block,
    Handout,
    cards_block,
    column_names,
    group_block,
    head_blocks,
    heading_block,
    lead_block,
    marked,
    note_block,
    plain_list_block,
    table_block,
    text_block,
)
from components.words import chance_cards as card_words
from components.words import offers as offer_words
from components.words import story_prices as price_words
from components.words import workshop as workshop_words

BEST = 3
HUNTS = 8
ASKED_SEND, ASKED_IN = Decimal(200), "USD"
FIELDS = 9
PARTS = 4
CARD = 62
"""Height of a card that is cut out, in millimetres: eight stand on a page of A4."""
TALL_CARD = 84
"""Six on a page."""


def worksheet(handout: Handout) -> list[Block]:
    """The roads with empty cells, or the replies with room for a reason."""
    words, deal = handout.words, handout.deal
    blocks = [*head_blocks(handout, "worksheet"), lead_block(handout.story.question.text_in(words.language))]
    if deal is None:
        rows = [
            [marked(r.shape, r.text), ""] for r in workshop_words.replies(handout.story, handout.facts, words)
        ]
        columns = [words("handout.col_reply"), words("handout.col_why")]
        return [*blocks, table_block(columns, [4, 5], rows, tall=True)]
    rows = [
        [marked(row.shape, price_words.road_name(row, handout.data, words)), *[""] * 5] for row in deal.rows
    ]
    return [
        *blocks,
        table_block(column_names(words), [5, 4, 3, 3, 3, 4], rows, tall=True),
        note_block("handout.guess", words),
    ]


def takeaway(handout: Handout) -> list[Block]:
    """The card for a family: the best roads that may be recommended, or what to do; what to ask; the code."""
    words, deal = handout.words, handout.deal
    roads: list[str] = []
    replies = workshop_words.replies(handout.story, handout.facts, words)
    right = [" ".join([reply.text, reply.why, *reply.rules]) for reply in replies if reply.right]
    if deal is not None:
        best = [p for p in by_hand(deal) if p.row.hand is not None and _may_be_first(p.row)][:BEST]
        shown = [price_words.shown(placed, StepKind.HAND, handout.data, deal, words) for placed in best]
        roads = [words("handout.road", name=one.name, amount=one.figure) for one in shown]
    half = [
        {"kind": "lead", "text": handout.story.question.text_in(words.language)},
        *(
            [text_block(price_words.prices_line(deal, words)), plain_list_block(roads, numbered=True)]
            if roads and deal
            else []
        ),
        *([text_block(words("share.none"))] if deal is not None and not roads else []),
        *([plain_list_block(right)] if deal is None else []),
        heading_block("sheet.questions", words),
        _questions(handout),
        {"kind": "box", "text": words("safety.code")},
    ]
    return [*head_blocks(handout, "takeaway"), *half]


def hunt(handout: Handout) -> list[Block]:
    """Cards for asking prices in the town: eight, each with room for an answer."""
    words, story, deal = handout.words, handout.story, handout.deal
    # A story about what to do asks for what prices are surveyed by.
    send, currency, receives = (ASKED_SEND, ASKED_IN, MANAT)
    if deal is not None:
        send, currency = story.send, story.currency
        receives = deal.transfer.corridor.receives or currency
    amount, paid = words.money(send, currency, whole=True), words.currency(receives)
    items = [
        {
            "title": words(f"handout.hunt_{n}", amount=amount, currency=paid),
            "lines": [words("handout.hunt_where")],
            "blank": True,
        }
        for n in range(1, HUNTS + 1)
    ]
    return [
        *head_blocks(handout, "hunt"),
        note_block("handout.hunt_how", words),
        cards_block(items, CARD - 8),
    ]


def poster(handout: Handout) -> list[Block]:
    """How much of the money stays on the way, by road, in the order of the money in hand."""
    words, deal = handout.words, handout.deal
    assert deal is not None
    placed = on_poster(deal)
    split = {p.row.shape: bar_parts(p.row) for p in placed}
    longest = max((sum(parts, Decimal(0)) for parts in split.values() if parts), default=Decimal(0))
    rows = []
    for one in placed:
        shown = price_words.shown(one, StepKind.HAND, handout.data, deal, words)
        parts = split[one.row.shape]
        bar = [int(part * 1_000 / longest) for part in parts] if parts is not None and longest else None
        rows.append(
            {
                **marked(one.row.shape, shown.name),
                "amount": shown.figure,
                "bar": bar,
                "line": "" if shown.part == shown.figure else shown.part,
            }
        )
    finds = price_words.finding(story_prices.layer(deal, StepKind.HAND), handout.data, words)
    parts_of = [words(f"sheet.part_{part}") for part in ("fee", "hidden", "receipt")]
    parts_of.append(words("handout.part_way"))
    sent = words.money(deal.transfer.send or Decimal(0), deal.transfer.currency, whole=True)
    return [
        *head_blocks(handout, "poster"),
        lead_block(finds),
        text_block(words("handout.sent", amount=sent)),
        {"kind": "bars", "parts": parts_of, "rows": rows},
        heading_block("sheet.questions", words),
        plain_list_block(
            offer_words.three_questions(not handout.story.corridor.endswith("-AZ"), words), numbered=True
        ),
    ]


def shapes(handout: Handout) -> list[Block]:
    """One shape a page, to hold up for an answer."""
    words = handout.words
    pages: list[Block] = []
    for shape in Shape:
        pages += [{"kind": "break"}] if pages else []
        pages.append({"kind": "shape", "shape": shape.value, "text": workshop_words.shape_name(shape, words)})
    return pages


def chance(handout: Handout) -> list[Block]:
    """The chance cards to cut out, in the order of the seed."""
    words = handout.words
    items = []
    for card in handout.cards:
        stroke = chance_cards.play(
            card, handout.seed, handout.story, handout.prices, handout.data, handout.day
        )
        way = card_words.direction(stroke, words)
        lines = [card.text.text_in(words.language), *([] if way is None else [way])]
        items.append({"title": card.title.text_in(words.language), "lines": lines, "blank": False})
    return [*head_blocks(handout, "chance"), cards_block(items, CARD)]


def quiz(handout: Handout) -> list[Block]:
    """The five questions with the shapes of the answers; the key stands in the guide."""
    words = handout.words
    blocks = head_blocks(handout, "quiz")
    for number, question in enumerate(handout.questions, start=1):
        text = question.text.text_in(words.language)
        heading = {"kind": "heading", "text": words("handout.numbered", number=number, text=text)}
        rows = [
            [marked(shape, answer.text.text_in(words.language)), ""]
            for shape, answer in zip(Shape, question.answers, strict=False)
        ]
        blocks.append(group_block([heading, table_block(["", ""], [8, 1], rows)]))
    return blocks


def late(handout: Handout) -> list[Block]:
    """Cards to cut out: what to do if the money has not come, and to tell nobody the code."""
    words = handout.words
    late = {
        "title": words("late.title"),
        "lines": [words(f"late.step_{n}") for n in range(1, 4)],
        "blank": False,
    }
    code = {"title": words("safety.code"), "lines": [words("handout.code_why")], "blank": False}
    return [*head_blocks(handout, "late"), cards_block([late, code] * 3, TALL_CARD - 16)]


def help_card(handout: Handout) -> list[Block]:
    """A form for help with a transfer: fields to fill in by hand."""
    words = handout.words
    labels = [words(f"handout.field_{n}") for n in range(1, FIELDS + 1)]
    return [
        *head_blocks(handout, "help"),
        note_block("handout.help_how", words),
        {"kind": "fields", "labels": labels},
    ]


def _questions(handout: Handout) -> Block:
    """The three questions for the counter."""
    abroad = not handout.story.corridor.endswith("-AZ")
    return plain_list_block(offer_words.three_questions(abroad, handout.words), numbered=True)


def by_hand(deal: PricedStory) -> Sequence[story_prices.RankedRoute]:
    """Every route at its place by the money in hand, those of the invented set outside among them."""
    return story_prices.layer(deal, StepKind.HAND).ranked


def on_poster(deal: PricedStory) -> list[story_prices.RankedRoute]:
    """The formal routes that are offered, in the order of the money in hand."""
    return [placed for placed in by_hand(deal) if placed.row.formal and placed.row.refusal is None]


def _may_be_first(row: StoryRoute) -> bool:
    """Whether each price of a road is checked, of a licensed business that works, and known to fit."""
    return row.offer is not None and row.offer.recommended


def bar_parts(row: StoryRoute) -> list[Decimal] | None:
    """Fee, hidden in the rate, taken on receipt, the way to the counter; None where a part is not known."""
    parts = [part for part in (row.fee, row.hidden, row.receipt, row.travel) if part is not None]
    return [max(part, Decimal(0)) for part in parts] if len(parts) == PARTS else None
