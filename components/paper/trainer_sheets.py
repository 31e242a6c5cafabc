"""The sheets of a workshop for the trainer: the guide, the script and the answers."""

from decimal import Decimal
from typing import Any

from channels.records.stories import LENGTHS, Card, QuizQuestion, StepKind
from channels.workshop import chance_cards, session
from channels.workshop.story_prices import PricedStory, StoryRoute
from components.i18n import Words
from components.paper.handout_blocks import (
    Block,
    Handout,
    column_names,
    group_block,
    head_blocks,
    heading_block,
    lead_block,
    list_block,
    marked,
    plain_list_block,
    rules_block,
    table_block,
    text_block,
    text_blocks,
)
from components.paper.participant_sheets import by_hand
from components.words import chance_cards as card_words
from components.words import story_prices as price_words
from components.words import workshop as workshop_words


def guide(handout: Handout) -> list[Block]:
    """The trainer's guide: aims, people, plan, notes, answers, cards, role play, debrief, quiz key."""
    words, story = handout.words, handout.story
    people = [workshop_words.person(story, number, words) for number in range(len(story.people))]
    blocks = [
        *head_blocks(handout, "guide"),
        heading_block("handout.aims", words),
        list_block(story.aims, words),
        heading_block("workshop.step_people", words),
        {"kind": "list", "numbered": False, "items": people},
        *text_blocks(story.scene, words),
        *text_blocks(story.needs, words),
        lead_block(story.question.text_in(words.language)),
        heading_block("handout.plan", words),
        *_plan(handout),
        heading_block("handout.notes", words),
        list_block(story.notes, words),
    ]
    blocks += _found(handout)
    for card in handout.cards:
        blocks += _stroke(handout, card)
    if story.role_play is not None:
        play = story.role_play
        blocks += [
            heading_block("workshop.step_role_play", words),
            text_block(play.task.text_in(words.language)),
        ]
        lines = [
            words(
                "handout.line",
                who=line.who.text_in(words.language),
                says=line.says.text_in(words.language),
            )
            for line in play.lines
        ]
        blocks.append({"kind": "list", "numbered": False, "items": lines})
    blocks += [
        heading_block("workshop.step_debrief", words),
        plain_list_block(workshop_words.debrief_lines(story, handout.facts, words)),
        heading_block("workshop.step_unknowns", words),
        plain_list_block(workshop_words.unknown_lines(story, words)),
        group_block(
            [
                heading_block("workshop.step_quiz_before", words),
                plain_list_block([_key(question, words) for question in handout.questions], numbered=True),
            ]
        ),
    ]
    return blocks


def script(handout: Handout) -> list[Block]:
    """What is read aloud at each step, for a room without reading."""
    words, story = handout.words, handout.story
    blocks = head_blocks(handout, "script")
    for kind in StepKind:
        said = [*workshop_words.turns(story, kind, words), *workshop_words.aloud(story, kind, words)]
        if kind is StepKind.PEOPLE:
            said = [text.text_in(words.language) for text in story.scene] + said
        if kind is StepKind.GUESS:
            said += [story.question.text_in(words.language), *_called(handout)]
        if kind is StepKind.DEBRIEF:
            said += workshop_words.debrief_lines(story, handout.facts, words)
        if said:
            blocks.append({"kind": "heading", "text": workshop_words.step_name(kind, words)})
            blocks += [{"kind": "aloud", "text": line} for line in said]
    return blocks


def answers(handout: Handout) -> list[Block]:
    """The worksheet filled in, on a sheet of its own."""
    return [*head_blocks(handout, "answers"), *_found(handout)]


def _found(handout: Handout) -> list[Block]:
    """The worksheet filled in, and what comes of it."""
    words, deal = handout.words, handout.deal
    if deal is None:
        replies = workshop_words.replies(handout.story, handout.facts, words)
        verdicts = [words("handout.right" if reply.right else "handout.wrong") for reply in replies]
        rows = [
            [marked(reply.shape, reply.text), verdict, " ".join([reply.why, *reply.rules])]
            for reply, verdict in zip(replies, verdicts, strict=True)
        ]
        columns = [words("handout.col_reply"), "", words("handout.col_why")]
        return [heading_block("workshop.step_answers", words), table_block(columns, [4, 2, 6], rows)]
    rows = [_filled(row, deal, handout) for row in deal.rows]
    table = table_block(column_names(words), [40, 34, 30, 29, 27, 40], rows)
    lines = [price_words.prices_line(deal, words), *price_words.truth_lines(deal, handout.data, words)]
    lines += price_words.expected_lines(deal, handout.data, words)
    return [heading_block("workshop.step_hand", words), table, *[text_block(line) for line in lines]]


def _filled(row: StoryRoute, deal: PricedStory, handout: Handout) -> list[Any]:
    words = handout.words
    placed = next(p for p in by_hand(deal) if p.row is row)
    shown = price_words.shown(placed, StepKind.HAND, handout.data, deal, words)
    parts = [price_words.part(row, kind, deal, words) for kind in (StepKind.FEE, StepKind.RATE)]
    risk = price_words.part(row, StepKind.RISK, deal, words)
    if row.refusal is not None:
        parts, risk = ["", ""], price_words.part(row, StepKind.FEE, deal, words)
    return [marked(row.shape, shown.name), *parts, shown.figure, shown.time, risk]


def _plan(handout: Handout) -> list[Block]:
    """How many minutes each part takes in a meeting of 20, 45 and 90 minutes, and which has no quiz."""
    words = handout.words
    cards = len(handout.cards)
    lengths = [n for n in LENGTHS if any(plan.length == n for plan in handout.story.plans)]
    by_length = {n: session.steps(handout.story, n, cards=cards) for n in lengths}
    rows: list[list[Any]] = []
    for kind in StepKind:
        seconds = [sum(step.seconds for step in by_length[n] if step.kind is kind) for n in lengths]
        if any(seconds):
            minutes = [words.number(Decimal(s) / 60) if s else "–" for s in seconds]
            rows.append([workshop_words.step_name(kind, words), *minutes])
    columns = [words("handout.col_step"), *[words.count("time.minutes", n) for n in lengths]]
    without = [workshop_words.no_quiz_line(handout.story, n, words) for n in lengths]
    table = table_block(columns, [5, *[2] * len(lengths)], rows)
    return [table, *[text_block(line) for line in without if line is not None]]


def _stroke(handout: Handout, card: Card) -> list[Block]:
    """A chance card and what it does to every road."""
    words = handout.words
    stroke = chance_cards.play(card, handout.seed, handout.story, handout.prices, handout.data, handout.day)
    way = card_words.direction(stroke, words)
    told = card_words.stroke_lines(stroke, handout.data, words)
    rows = [[marked(one.shape, one.name), one.change] for one in told]
    columns = [words("handout.col_road"), words("handout.col_change")]
    # A rule is written once, with the shapes of all the roads for which it holds.
    rules = [
        {"shapes": [one.shape.value for one in told if one.rule == rule], "text": rule}
        for rule in dict.fromkeys(one.rule for one in told if one.rule)
    ]
    lines = [card.text.text_in(words.language), *([] if way is None else [way])]
    title = words("handout.card", title=card.title.text_in(words.language))
    heading = {"kind": "heading", "text": title}
    return [
        group_block(
            [
                heading,
                *[text_block(line) for line in lines],
                table_block(columns, [1, 1], rows),
                rules_block(rules),
            ]
        )
    ]


def _called(handout: Handout) -> list[str]:
    """The choices as they are called out, each under its shape."""
    words, deal = handout.words, handout.deal
    if deal is None:
        named = [(r.shape, r.text) for r in workshop_words.replies(handout.story, handout.facts, words)]
    else:
        named = [(row.shape, price_words.road_name(row, handout.data, words)) for row in deal.rows]
    return [
        words("handout.called", shape=workshop_words.shape_name(s, words), name=name) for s, name in named
    ]


def _key(question: QuizQuestion, words: Words) -> str:
    right = question.answers[question.right].text.text_in(words.language)
    return words(
        "handout.key",
        question=question.text.text_in(words.language),
        answer=right,
        reason=question.reason.text_in(words.language),
    )
