"""What the trainer's screen says: whole sentences in three languages, the same figures as the core."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.compare.comparison import compare
from channels.dataset.dataset import Dataset
from channels.records.stories import LAYERS, CardKind, PriceSet, Shape, StepKind
from channels.workshop.chance_cards import dealt, play
from channels.workshop.quiz import Gain
from channels.workshop.report import Counted, report
from channels.workshop.session import Session
from channels.workshop.story_prices import PricedStory, deal, layer
from components.i18n import LANGUAGES, words
from components.words import chance_cards as card_words
from components.words import expected as expected_words
from components.words import story_prices as price_words
from components.words import workshop as workshop_words
from tests.support.datasets import shipped

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)
EACH = pytest.mark.parametrize("language", LANGUAGES)


@cache
def data(prices: PriceSet) -> Dataset:
    return shipped("real" if prices is PriceSet.EVIDENCE else "teaching")


EVIDENCE, TEACHING = PriceSet.EVIDENCE, PriceSet.TEACHING
STORIES = {story.id: story for story in data(EVIDENCE).tables.stories}
CARDS = {card.kind: card for card in data(EVIDENCE).tables.cards}
LINEUPS = [(story, lineup.set) for story in STORIES.values() for lineup in story.lineups]


def of(name: str, prices: PriceSet = TEACHING) -> PricedStory:
    return deal(STORIES[name], prices, data(prices), DAY)


def whole(text: str) -> None:
    assert text and text == text.strip() and not re.search(r"[{}]|None|  ", text), text


@EACH
def test_every_screen_of_every_story_has_its_words(language):
    say = words(language)
    for story in STORIES.values():
        for kind in StepKind:
            whole(workshop_words.step_name(kind, say))
            for line in (*workshop_words.turns(story, kind, say), *workshop_words.aloud(story, kind, say)):
                whole(line)
        for number in range(len(story.people)):
            line = workshop_words.person(story, number, say)
            whole(line)
            assert str(story.people[number].age) in line
        for line in (
            *workshop_words.debrief_lines(story, data(EVIDENCE), say),
            *workshop_words.unknown_lines(story, say),
        ):
            whole(line)


@EACH
def test_every_layer_and_every_card_of_every_deal_has_its_words(language):
    say = words(language)
    for story, prices in LINEUPS:
        found = deal(story, prices, data(prices), DAY)
        whole(price_words.prices_line(found, say))
        for kind in LAYERS:
            seen = layer(found, kind)
            whole(price_words.finding(seen, data(prices), say))
            for placed in seen.ranked:
                row = price_words.shown(placed, kind, data(prices), found, say)
                for text in (row.sign, row.name, row.figure, row.part, row.time):
                    whole(text)
            for outside in seen.outside:
                whole(price_words.part(outside, kind, found, say))
        for line in price_words.truth_lines(found, data(prices), say):
            whole(line)
        for card in dealt(tuple(CARDS.values()), "K7MT", found):
            stroke = play(card, "K7MT", story, prices, data(prices), DAY)
            for told in card_words.stroke_lines(stroke, data(prices), say):
                whole(told.change)
                if told.rule is not None:
                    whole(told.rule)
                whole(told.name)


def test_the_zero_fee_trap_is_said_layer_by_layer():
    say = words("en")
    found = of("mother_lankaran")
    said = [price_words.finding(layer(found, kind), data(TEACHING), say) for kind in LAYERS]
    assert said == [
        "By the fee alone ● App F looks best",
        "With the rate counted, ■ System C is ahead",
        "With the recipient's charge counted, ■ System C is ahead",
        "With the trip counted, ▲ Post is ahead",
        "Most money in hand: ▲ Post",
        "If the money does not come, who can be asked?",
    ]
    hand = layer(found, StepKind.HAND)
    last = price_words.shown(hand.ranked[-1], StepKind.HAND, data(TEACHING), found, say)
    assert (last.sign, last.figure, last.part, last.less) == (
        "\N{BLACK CIRCLE}",
        "325 manat",
        "Total cost: 16 manat",
        "10 manat less",
    )
    assert price_words.truth_lines(found, data(TEACHING), say) == [
        "Most money in hand: Post (cash), 335 manat."
    ]


AMOUNTS = st.just(Decimal(0)) | st.decimals(1, 90, places=2)
HIDDEN = AMOUNTS | st.decimals(-30, -1, places=2)
ROADS = st.lists(st.tuples(AMOUNTS, HIDDEN, AMOUNTS, st.integers(0, 9)), min_size=2,
                 max_size=4)  # fmt: skip


def number(text):
    """The manat in a line, negative where the rate is better than the official one, none of small coin."""
    found = int(re.search(r"[0-9]+", text)[0])
    return 0 if "qapik" in text else -found if re.search("Better|\N{MINUS SIGN}", text) else found


@given(st.decimals(300, 900, places=2), ROADS)
def test_what_is_shown_adds_up(worth, roads):
    say = words("en")
    found = of("mother_lankaran")
    rows = []
    for row, (fee, hidden, receipt, travel) in zip(found.rows, roads, strict=False):
        paid = worth - fee - hidden
        hand = paid - receipt - travel
        rows.append(replace(row, worth=worth, fee=fee, hidden=hidden, paid=paid, receipt=receipt,
                            received=paid - receipt, travel=Decimal(travel), hand=hand))  # fmt: skip
    found = replace(found, rows=tuple(rows))
    costs: dict[Any, Any] = {}
    for kind in LAYERS:
        if kind is StepKind.RISK:
            continue
        placed = layer(found, kind).ranked
        shown = [price_words.shown(one, kind, data(TEACHING), found, say) for one in placed]
        for one, road in zip(placed, shown, strict=True):
            less = number(road.less) if road.less else 0
            assert number(road.figure) == number(shown[0].figure) - less
            cost = 0 if road.part == say("workshop.no_way") else number(road.part)
            if kind is StepKind.HAND:
                assert cost == costs[one.row.shape] == price_words.whole(worth) - number(road.figure)
            else:
                costs[one.row.shape] = costs.get(one.row.shape, 0) + cost


def test_a_part_says_what_the_layer_uncovers():
    say = words("en")
    found = of("mother_lankaran")
    circle = found.rows[0]
    assert [price_words.part(circle, kind, found, say) for kind in LAYERS] == [
        "Fee: 0 manat",
        "Lost in the exchange rate: 12 manat",
        "Charged to the recipient: 2 manat",
        "Trip: 2 manat · 90 minutes",
        "Total cost: 16 manat",
        "licensed · you get a receipt and can complain",
    ]
    village = of("pensioner_village")
    refused = price_words.part(village.rows[3], StepKind.FEE, village, say)
    assert refused == say("reason.other_payout")
    parts = of("once_or_five")
    name = price_words.road_name(parts.rows[0], data(TEACHING), say)
    assert name == "System C (Bank A, cash), in 5 transfers"


def test_what_is_not_known_is_said_and_the_real_licence_is_not_claimed():
    say = words("en")
    found = of("student_istanbul", EVIDENCE)
    seen = layer(found, StepKind.HAND)
    row = price_words.shown(seen.ranked[0], StepKind.HAND, data(EVIDENCE), found, say)
    assert (row.figure, row.part, row.less, row.time) == ("not known", "not known", None, "time not known")
    assert "the rate was not recorded" in price_words.finding(seen, data(EVIDENCE), say)
    assert price_words.truth_lines(found, data(EVIDENCE), say)[0] == say("workshop.truth_none")
    risk = price_words.part(found.rows[0], StepKind.RISK, found, say)
    assert risk.startswith("licence not checked yet")
    receipt = of("mother_lankaran", EVIDENCE)
    assert price_words.part(receipt.rows[0], StepKind.RECEIPT, receipt, say) == "not known"


def test_real_prices_say_when_they_were_last_seen_and_invented_ones_that_they_are():
    say = words("en")
    assert price_words.prices_line(of("mother_lankaran", EVIDENCE), say) == (
        "Real prices. Last price check: October–December 2021."
    )
    assert "invented" in price_words.prices_line(of("mother_lankaran"), say)
    lines = price_words.truth_lines(of("mother_lankaran", EVIDENCE), data(EVIDENCE), say)
    assert "nobody wins" in lines[0]
    assert "4 September 2026" in lines[1]
    assert lines[1].endswith("This rate is old.")
    assert price_words.old_rate(of("mother_lankaran"), say) is None
    old = price_words.finding(layer(of("mother_lankaran", EVIDENCE), StepKind.HAND), data(EVIDENCE), say)
    assert old == "At these old prices ● Paysend seems ahead"


@EACH
def test_every_debrief_says_the_law_and_that_nobody_measured(language):
    say = words(language)
    law = next(rule for rule in data(EVIDENCE).tables.rules if rule.topic == "law")
    for story in STORIES.values():
        said = workshop_words.debrief_lines(story, data(EVIDENCE), say)
        assert law.text.text_in(language) in said
        assert say("workshop.nobody_measured") in said
        assert len(set(said)) == len(said)


def test_the_unlicensed_road_has_no_receipt_on_the_screen_of_the_risk():
    found = of("courier_no_fee")
    seen = layer(found, StepKind.RISK)
    said = [price_words.part(row, StepKind.RISK, found, words("en")) for row in seen.outside]
    assert said == ["No licence, no receipt, nowhere to complain."] * 2


@EACH
def test_a_story_about_what_to_do_has_one_right_reply_and_says_why(language):
    asked = [story for story in STORIES.values() if not story.about_money]
    assert {story.id for story in asked} == {"caller_code", "keep_share", "money_not_come", "system_ended"}
    for story in asked:
        found = workshop_words.replies(story, data(EVIDENCE), words(language))
        assert [reply.shape for reply in found] == list(Shape)
        assert sum(reply.right for reply in found) == 1
        for reply in found:
            for text in (reply.sign, reply.text, reply.why, *reply.rules):
                whole(text)
        assert next(reply for reply in found if reply.right).rules


@EACH
def test_a_rule_that_says_where_to_write_gives_the_address(language):
    for name in ("caller_code", "money_not_come", "courier_no_fee", "keep_share"):
        said = workshop_words.debrief_lines(STORIES[name], data(EVIDENCE), words(language))
        assert [line for line in said if line.endswith(" contact.e-cbar.az")]
        assert not [line for line in said if "https:" in line]


@pytest.mark.parametrize(("story", "prices"), LINEUPS, ids=lambda one: getattr(one, "id", one))
def test_a_card_that_changes_something_does_not_say_by_nothing(story, prices):
    say = words("en")
    for card in dealt(tuple(CARDS.values()), "K7MT", of(story.id, prices)):
        stroke = play(card, "K7MT", story, prices, data(prices), DAY)
        for told in card_words.stroke_lines(stroke, data(prices), say):
            assert not re.match(r"0 [a-z]+ (more|less)", told.change), (card.kind, told)


def test_a_card_says_what_changes_and_what_does_not():
    say = words("en")
    story = STORIES["emergency_tonight"]
    stroke = play(CARDS[CardKind.BRANCH_CLOSED], "K7MT", story, TEACHING, data(TEACHING), DAY)
    said = [told.change for told in card_words.stroke_lines(stroke, data(TEACHING), say)]
    assert said[1] == "Nothing changes"
    assert said[2] == say("reason.too_slow")
    late = play(
        CARDS[CardKind.COURIER_LATE], "K7MT", STORIES["courier_no_fee"], TEACHING, data(TEACHING), DAY
    )
    said = [told.change for told in card_words.stroke_lines(late, data(TEACHING), say)]
    assert said == [
        "Same money, different time: up to 18 days",
        "Same money, different time: up to 17 days",
        "Nothing changes",
        "Nothing changes",
    ]
    moved = play(
        CARDS[CardKind.RATE_MOVES], "K7MT", STORIES["mother_lankaran"], TEACHING, data(TEACHING), DAY
    )
    assert card_words.direction(moved, say) == "This time the rate falls: rouble, 3%."
    assert card_words.direction(late, say) is None
    assert card_words.stroke_lines(moved, data(TEACHING), say)[0].change.startswith("10 manat less in hand")


@EACH
def test_the_report_names_nobody_and_leaves_out_what_nobody_counted(language):
    say = words(language)
    session = Session("mother_lankaran", 45, TEACHING, "K7MT", language)
    counted = Counted(present=38, women=21, guesses={Shape.CIRCLE: 30, Shape.TRIANGLE: 8})
    found = report(session, DAY, counted, best=Shape.TRIANGLE)
    said = workshop_words.report_lines(found, list(STORIES.values()), say)
    for line in said:
        whole(line)
    assert "38" in said[1] and "21" in said[2] and "8" in said[3]
    assert said[4] == say("workshop.gain_none")
    bare = workshop_words.report_lines(
        report(session, DAY, Counted(), best=None), list(STORIES.values()), say
    )
    assert len(bare) == len(said) - 3


def test_the_gain_is_said_in_percent():
    found = Gain(Decimal("40.0"), Decimal("80.0"), Decimal("40.0"))
    assert workshop_words.gain_line(found, words("en")) == "Right answers: 40% before, 80% now."


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_checked_price_the_room_hears_what_to_expect(language):
    say, found = words(language), of("mother_lankaran", EVIDENCE)
    seen = compare(data(EVIDENCE), found.transfer, found.day)
    assert seen.expected is not None
    lines = price_words.expected_lines(found, data(EVIDENCE), say)
    assert lines == expected_words.sentences(seen.expected, found.transfer, say) != []


def test_of_invented_prices_nothing_is_expected():
    assert price_words.expected_lines(of("mother_lankaran"), data(TEACHING), words("en")) == []
