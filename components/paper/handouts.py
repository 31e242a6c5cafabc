"""The paper of a workshop as PDF: what a trainer prints for a story, from the numbers of the screen."""

import io
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from channels.pricing.fx import MANAT
from channels.records.stories import LENGTHS, Card, PriceSet, Question, Shape, StepKind
from channels.workshop import chance_cards, session, story_prices
from channels.workshop.story_prices import Deal, Row
from components.i18n import Words
from components.paper import typeset
from components.paper.handout_blocks import (
    Block,
    Handout,
    _cards,
    _columns,
    _group,
    _head,
    _heading,
    _lead,
    _list,
    _marked,
    _note,
    _plain_list,
    _rules,
    _table,
    _text,
    _texts,
)
from components.words import offers as offer_words
from components.words import workshop as workshop_words

LONGEST_TEXT = 1_500


BEST = 3


HUNTS = 8


ASKED_SEND, ASKED_IN = Decimal(200), "USD"


FIELDS = 9


PARTS = 4


CARD = 62
"""Height of a card that is cut out, in millimetres: eight stand on a page of A4."""


TALL_CARD = 84
"""Six on a page."""


SCALES = {"script": 1.15, "poster": 1.6, "takeaway": 1.5, "late": 1.15, "help": 1.25}
"""Type larger than on the other sheets: for a wall, for a weak eye, for reading while standing."""


def everything(handout: Handout) -> bytes:
    """Every sheet of a story in one ZIP file, in the order in which a trainer needs them.

    No amount stands in a name. The same story, prices, seed, day and language give the same bytes.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, kind in enumerate(kinds(handout), start=1):
            name = f"{number:02}-{kind}-{_named(handout)}.pdf"
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), printed(handout, kind))
    return file.getvalue()


def file_name(handout: Handout) -> str:
    """The name of the ZIP file: story, set of prices, day, signs and language; no two files share one."""
    return f"pulyolu-{handout.story.id}-{_named(handout)}.zip"


def _named(handout: Handout) -> str:
    return f"{handout.prices}-{handout.day.isoformat()}-{handout.seed}-{handout.words.language}"


def kinds(handout: Handout) -> list[str]:
    """The codes of the sheets that a story has: no chance card without roads, no poster without a bar."""
    deal = handout.deal
    left_out = [] if deal is not None else ["chance"]
    if deal is None or all(_split(placed.row) is None for placed in _on_poster(deal)):
        left_out.append("poster")
    return [kind for kind in SHEETS if kind not in left_out]


def printed(handout: Handout, kind: str) -> bytes:
    """One sheet as PDF, A4. Raises `KeyError` for an unknown code."""
    return typeset.printed("handout", texts(handout, kind), handout.day, longest=LONGEST_TEXT)


def texts(handout: Handout, kind: str) -> dict[str, Any]:
    """Everything that stands on a sheet, as plain texts in blocks."""
    words, deal = handout.words, handout.deal
    invented = deal is not None and deal.prices is PriceSet.TEACHING
    footer = [handout.story.title.text_in(words.language), words("workshop.seed", seed=handout.seed)]
    if deal is not None:
        # The day of invented prices is the sheet's; real ones have days of their own.
        day = words.day(handout.day)
        footer += (
            [words("sheet.day", day=day)]
            if invented
            else [workshop_words.prices_line(deal, words), words("handout.reckoned", day=day)]
        )
    name = words(f"handout.name_{kind}")
    return {
        "title": f"Pulyolu: {name}",
        "lang": words.language,
        "wide": kind in ("worksheet", "answers"),
        "scale": SCALES.get(kind, 1),
        "banner": words("teaching.banner") if invented else None,
        "footer": " · ".join(footer),
        "blocks": SHEETS[kind](handout),
    }


def _guide(handout: Handout) -> list[Block]:
    words, story = handout.words, handout.story
    people = [workshop_words.person(story, number, words) for number in range(len(story.people))]
    blocks = [
        *_head(handout, "guide"),
        _heading("handout.aims", words),
        _list(story.aims, words),
        _heading("workshop.step_people", words),
        {"kind": "list", "numbered": False, "items": people},
        *_texts(story.scene, words),
        *_texts(story.needs, words),
        _lead(story.question.text_in(words.language)),
        _heading("handout.plan", words),
        *_plan(handout),
        _heading("handout.notes", words),
        _list(story.notes, words),
    ]
    blocks += _found(handout)
    for card in handout.cards:
        blocks += _stroke(handout, card)
    if story.role_play is not None:
        play = story.role_play
        blocks += [_heading("workshop.step_role_play", words), _text(play.task.text_in(words.language))]
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
        _heading("workshop.step_debrief", words),
        _plain_list(workshop_words.debrief_lines(story, handout.facts, words)),
        _heading("workshop.step_unknowns", words),
        _plain_list(workshop_words.unknown_lines(story, words)),
        _group(
            [
                _heading("workshop.step_quiz_before", words),
                _plain_list([_key(question, words) for question in handout.questions], numbered=True),
            ]
        ),
    ]
    return blocks


def _script(handout: Handout) -> list[Block]:
    words, story = handout.words, handout.story
    blocks = _head(handout, "script")
    for kind in StepKind:
        said = [*workshop_words.turns(story, kind, words), *workshop_words.aloud(story, kind, words)]
        if kind is StepKind.PEOPLE:
            said = [text.text_in(words.language) for text in story.scene] + said
        if kind is StepKind.QUESTION:
            said += [story.question.text_in(words.language), *_called(handout)]
        if kind is StepKind.DEBRIEF:
            said += workshop_words.debrief_lines(story, handout.facts, words)
        if said:
            blocks.append({"kind": "heading", "text": workshop_words.step_name(kind, words)})
            blocks += [{"kind": "aloud", "text": line} for line in said]
    return blocks


def _worksheet(handout: Handout) -> list[Block]:
    """The roads with empty cells, or the replies with room for a reason."""
    words, deal = handout.words, handout.deal
    blocks = [*_head(handout, "worksheet"), _lead(handout.story.question.text_in(words.language))]
    if deal is None:
        rows = [
            [_marked(r.shape, r.text), ""]
            for r in workshop_words.replies(handout.story, handout.facts, words)
        ]
        columns = [words("handout.col_reply"), words("handout.col_why")]
        return [*blocks, _table(columns, [4, 5], rows, tall=True)]
    rows = [
        [_marked(row.shape, workshop_words.road_name(row, handout.data, words)), *[""] * 5]
        for row in deal.rows
    ]
    return [
        *blocks,
        _table(_columns(words), [5, 4, 3, 3, 3, 4], rows, tall=True),
        _note("handout.guess", words),
    ]


def _answers(handout: Handout) -> list[Block]:
    return [*_head(handout, "answers"), *_found(handout)]


def _found(handout: Handout) -> list[Block]:
    """The worksheet filled in, and what comes of it."""
    words, deal = handout.words, handout.deal
    if deal is None:
        replies = workshop_words.replies(handout.story, handout.facts, words)
        verdicts = [words("handout.right" if reply.right else "handout.wrong") for reply in replies]
        rows = [
            [_marked(reply.shape, reply.text), verdict, " ".join([reply.why, *reply.rules])]
            for reply, verdict in zip(replies, verdicts, strict=True)
        ]
        columns = [words("handout.col_reply"), "", words("handout.col_why")]
        return [_heading("workshop.step_answers", words), _table(columns, [4, 2, 6], rows)]
    rows = [_filled(row, deal, handout) for row in deal.rows]
    table = _table(_columns(words), [40, 34, 30, 29, 27, 40], rows)
    lines = [workshop_words.prices_line(deal, words), *workshop_words.truth_lines(deal, handout.data, words)]
    return [_heading("workshop.step_hand", words), table, *[_text(line) for line in lines]]


def _filled(row: Row, deal: Deal, handout: Handout) -> list[Any]:
    words = handout.words
    placed = next(p for p in _placed(deal) if p.row is row)
    shown = workshop_words.shown(placed, StepKind.HAND, handout.data, deal, words)
    parts = [workshop_words.part(row, kind, deal, words) for kind in (StepKind.FEE, StepKind.RATE)]
    risk = workshop_words.part(row, StepKind.RISK, deal, words)
    if row.refusal is not None:
        parts, risk = ["", ""], workshop_words.part(row, StepKind.FEE, deal, words)
    return [_marked(row.shape, shown.name), *parts, shown.figure, shown.time, risk]


def _takeaway(handout: Handout) -> list[Block]:
    """The card for a family: the best roads that may be recommended, or what to do; what to ask; the code."""
    words, deal = handout.words, handout.deal
    roads: list[str] = []
    replies = workshop_words.replies(handout.story, handout.facts, words)
    right = [" ".join([reply.text, reply.why, *reply.rules]) for reply in replies if reply.right]
    if deal is not None:
        best = [p for p in _placed(deal) if p.row.hand is not None and _may_be_first(p.row)][:BEST]
        shown = [workshop_words.shown(placed, StepKind.HAND, handout.data, deal, words) for placed in best]
        roads = [words("handout.road", name=one.name, amount=one.figure) for one in shown]
    half = [
        {"kind": "lead", "text": handout.story.question.text_in(words.language)},
        *(
            [_text(workshop_words.prices_line(deal, words)), _plain_list(roads, numbered=True)]
            if roads and deal
            else []
        ),
        *([_text(words("share.none"))] if deal is not None and not roads else []),
        *([_plain_list(right)] if deal is None else []),
        _heading("sheet.questions", words),
        _questions(handout),
        {"kind": "box", "text": words("safety.code")},
    ]
    return [*_head(handout, "takeaway"), *half]


def _hunt(handout: Handout) -> list[Block]:
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
    return [*_head(handout, "hunt"), _note("handout.hunt_how", words), _cards(items, CARD - 8)]


def _poster(handout: Handout) -> list[Block]:
    """How much of the money stays on the way, by road, in the order of the money in hand."""
    words, deal = handout.words, handout.deal
    assert deal is not None
    placed = _on_poster(deal)
    split = {p.row.shape: _split(p.row) for p in placed}
    longest = max((sum(parts, Decimal(0)) for parts in split.values() if parts), default=Decimal(0))
    rows = []
    for one in placed:
        shown = workshop_words.shown(one, StepKind.HAND, handout.data, deal, words)
        parts = split[one.row.shape]
        bar = [int(part * 1_000 / longest) for part in parts] if parts is not None and longest else None
        rows.append(
            {
                **_marked(one.row.shape, shown.name),
                "amount": shown.figure,
                "bar": bar,
                "line": "" if shown.part == shown.figure else shown.part,
            }
        )
    finds = workshop_words.finding(story_prices.layer(deal, StepKind.HAND), handout.data, words)
    parts_of = [words(f"sheet.part_{part}") for part in ("fee", "hidden", "receipt")]
    parts_of.append(words("handout.part_way"))
    sent = words.money(deal.transfer.send or Decimal(0), deal.transfer.currency, whole=True)
    return [
        *_head(handout, "poster"),
        _lead(finds),
        _text(words("handout.sent", amount=sent)),
        {"kind": "bars", "parts": parts_of, "rows": rows},
        _heading("sheet.questions", words),
        _plain_list(
            offer_words.three_questions(not handout.story.corridor.endswith("-AZ"), words), numbered=True
        ),
    ]


def _shapes(handout: Handout) -> list[Block]:
    words = handout.words
    pages: list[Block] = []
    for shape in Shape:
        pages += [{"kind": "break"}] if pages else []
        pages.append({"kind": "shape", "shape": shape.value, "text": workshop_words.shape_name(shape, words)})
    return pages


def _chance(handout: Handout) -> list[Block]:
    words = handout.words
    items = []
    for card in handout.cards:
        stroke = chance_cards.play(
            card, handout.seed, handout.story, handout.prices, handout.data, handout.day
        )
        way = workshop_words.direction(stroke, words)
        lines = [card.text.text_in(words.language), *([] if way is None else [way])]
        items.append({"title": card.title.text_in(words.language), "lines": lines, "blank": False})
    return [*_head(handout, "chance"), _cards(items, CARD)]


def _quiz(handout: Handout) -> list[Block]:
    """The five questions with the shapes of the answers; the key stands in the guide."""
    words = handout.words
    blocks = _head(handout, "quiz")
    for number, question in enumerate(handout.questions, start=1):
        text = question.text.text_in(words.language)
        heading = {"kind": "heading", "text": words("handout.numbered", number=number, text=text)}
        rows = [
            [_marked(shape, answer.text.text_in(words.language)), ""]
            for shape, answer in zip(Shape, question.answers, strict=False)
        ]
        blocks.append(_group([heading, _table(["", ""], [8, 1], rows)]))
    return blocks


def _late(handout: Handout) -> list[Block]:
    """Cards to cut out: what to do if the money has not come, and to tell nobody the code."""
    words = handout.words
    late = {
        "title": words("late.title"),
        "lines": [words(f"late.step_{n}") for n in range(1, 4)],
        "blank": False,
    }
    code = {"title": words("safety.code"), "lines": [words("handout.code_why")], "blank": False}
    return [*_head(handout, "late"), _cards([late, code] * 3, TALL_CARD - 16)]


def _help(handout: Handout) -> list[Block]:
    words = handout.words
    labels = [words(f"handout.field_{n}") for n in range(1, FIELDS + 1)]
    return [*_head(handout, "help"), _note("handout.help_how", words), {"kind": "fields", "labels": labels}]


SHEETS: dict[str, Callable[[Handout], list[Block]]] = {
    "guide": _guide,
    "script": _script,
    "worksheet": _worksheet,
    "answers": _answers,
    "chance": _chance,
    "quiz": _quiz,
    "shapes": _shapes,
    "poster": _poster,
    "hunt": _hunt,
    "takeaway": _takeaway,
    "late": _late,
    "help": _help,
}
"""The sheets by their codes, in the order in which a trainer needs them."""


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
    table = _table(columns, [5, *[2] * len(lengths)], rows)
    return [table, *[_text(line) for line in without if line is not None]]


def _stroke(handout: Handout, card: Card) -> list[Block]:
    """A chance card and what it does to every road."""
    words = handout.words
    stroke = chance_cards.play(card, handout.seed, handout.story, handout.prices, handout.data, handout.day)
    way = workshop_words.direction(stroke, words)
    told = workshop_words.stroke_lines(stroke, handout.data, words)
    rows = [[_marked(one.shape, one.name), one.change] for one in told]
    columns = [words("handout.col_road"), words("handout.col_change")]
    # A rule is written once, with the shapes of all the roads for which it holds.
    rules = [
        {"shapes": [one.shape.value for one in told if one.rule == rule], "text": rule}
        for rule in dict.fromkeys(one.rule for one in told if one.rule)
    ]
    lines = [card.text.text_in(words.language), *([] if way is None else [way])]
    title = words("handout.card", title=card.title.text_in(words.language))
    heading = {"kind": "heading", "text": title}
    return [_group([heading, *[_text(line) for line in lines], _table(columns, [1, 1], rows), _rules(rules)])]


def _called(handout: Handout) -> list[str]:
    """The choices as they are called out, each under its shape."""
    words, deal = handout.words, handout.deal
    if deal is None:
        named = [(r.shape, r.text) for r in workshop_words.replies(handout.story, handout.facts, words)]
    else:
        named = [(row.shape, workshop_words.road_name(row, handout.data, words)) for row in deal.rows]
    return [
        words("handout.called", shape=workshop_words.shape_name(s, words), name=name) for s, name in named
    ]


def _questions(handout: Handout) -> Block:
    """The three questions for the counter."""
    abroad = not handout.story.corridor.endswith("-AZ")
    return _plain_list(offer_words.three_questions(abroad, handout.words), numbered=True)


def _key(question: Question, words: Words) -> str:
    right = question.answers[question.right].text.text_in(words.language)
    return words(
        "handout.key",
        question=question.text.text_in(words.language),
        answer=right,
        reason=question.reason.text_in(words.language),
    )


def _placed(deal: Deal) -> Sequence[story_prices.Placed]:
    """Every road at its place by the money in hand, those of the invented set outside among them."""
    return story_prices.layer(deal, StepKind.HAND).ranked


def _on_poster(deal: Deal) -> list[story_prices.Placed]:
    return [placed for placed in _placed(deal) if placed.row.formal and placed.row.refusal is None]


def _may_be_first(row: Row) -> bool:
    """Whether each price of a road is checked, of a licensed business that works, and known to fit."""
    return row.offer is not None and row.offer.recommended


def _split(row: Row) -> list[Decimal] | None:
    """Fee, hidden in the rate, taken on receipt, the way to the counter; None where a part is not known."""
    parts = [part for part in (row.fee, row.hidden, row.receipt, row.travel) if part is not None]
    return [max(part, Decimal(0)) for part in parts] if len(parts) == PARTS else None
