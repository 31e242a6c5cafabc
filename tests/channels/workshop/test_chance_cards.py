"""Chance cards: the same in every room, real in the numbers, for formal and informal roads alike."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from channels.dataset.dataset import Dataset
from channels.records.stories import Card, CardKind, PriceSet, Shape
from channels.terms import Channel, DisbursementMethod, InformalKind, Reason
from channels.workshop import seeds
from channels.workshop.chance_cards import CARD_SOURCE, Stroke, dealt, play
from channels.workshop.story_prices import deal
from tests.support.datasets import shipped

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)


@cache
def data(prices: PriceSet) -> Dataset:
    return shipped("real" if prices is PriceSet.EVIDENCE else "teaching")


STORIES = {story.id: story for story in data(PriceSet.EVIDENCE).tables.stories}
CARDS: dict[CardKind, Card] = {card.kind: card for card in data(PriceSet.EVIDENCE).tables.cards}
LINEUPS = [(story.id, lineup.set) for story in STORIES.values() for lineup in story.lineups]
EACH = pytest.mark.parametrize(("name", "prices"), LINEUPS)


def stroke(kind: CardKind, name: str, prices: PriceSet = PriceSet.TEACHING, seed: str = "K7MT") -> Stroke:
    return play(CARDS[kind], seed, STORIES[name], prices, data(prices), DAY)


def row(of, shape: Shape):
    return next(one for one in of.rows if one.shape is shape)


def cards_of(name: str, prices: PriceSet, seed: str) -> list[str]:
    before = deal(STORIES[name], prices, data(prices), DAY)
    return [card.kind for card in dealt(list(CARDS.values()), seed, before)]


def test_the_same_seed_deals_the_same_cards_and_another_seed_others():
    assert cards_of("mother_lankaran", PriceSet.TEACHING, "K7MT") == [
        "branch_closed",
        "rate_moves",
        "name_misspelt",
        "limit_hit",
    ]
    assert cards_of("courier_no_fee", PriceSet.TEACHING, "K7MT")[:2] == ["limit_hit", "courier_late"]
    firsts = {cards_of("mother_lankaran", PriceSet.TEACHING, seeds.made(n))[0] for n in range(30)}
    assert firsts == {"branch_closed", "rate_moves", "name_misspelt", "limit_hit"}


def test_the_order_of_the_cards_in_the_file_changes_nothing():
    before = deal(STORIES["mother_lankaran"], PriceSet.TEACHING, data(PriceSet.TEACHING), DAY)
    cards = list(CARDS.values())
    assert dealt(cards, "K7MT", before) == dealt(cards[::-1], "K7MT", before)


def test_there_is_a_card_of_each_kind_and_each_says_what_holds_for_every_kind_of_road():
    assert set(CARDS) == set(CardKind)
    for card in CARDS.values():
        assert {channel for rule in card.rules for channel in rule.channels} == set(Channel)
        assert {kind for rule in card.rules for kind in rule.outside} == set(InformalKind)


@EACH
def test_every_card_dealt_touches_a_road_or_says_what_holds(name, prices):
    for kind in cards_of(name, prices, "K7MT"):
        found = stroke(CardKind(kind), name, prices)
        offered = [one for one in found.after.rows if one.refusal is None]
        # Nothing is said of money brought to the door on a Sunday: no rule is known.
        silent = (None, DisbursementMethod.HOME_DELIVERY)
        known = {one.shape for one in offered if one.route is None or one.route.form not in silent}
        assert known <= {shape for shape, _ in found.says}
        if prices is PriceSet.TEACHING:
            assert found.touched
        assert found.before == deal(STORIES[name], prices, data(prices), DAY)


def test_the_rate_moves_three_percent_for_licensed_and_unlicensed_roads_alike():
    found = stroke(CardKind.RATE_MOVES, "courier_no_fee")
    assert found.up is True
    assert found.after.reference.rate == Decimal("0.04") * Decimal("1.03")
    assert found.touched == set(Shape)
    # 15,000 lira at 0.0412 less 6 %, and less 3 %.
    assert row(found.after, Shape.CIRCLE).received == Decimal("580.92")
    assert row(found.after, Shape.TRIANGLE).received == Decimal("599.46")
    # System C: 14,880 lira at 0.0412 less 0.8 %, and the bus.
    assert row(found.after, Shape.SQUARE).hand == Decimal("608.15") - 1
    assert CARD_SOURCE in row(found.after, Shape.SQUARE).sources


def test_the_rate_falls_as_often_as_it_rises():
    ways = [stroke(CardKind.RATE_MOVES, "mother_lankaran", seed=seeds.made(n)).up for n in range(40)]
    assert 8 < sum(ways) < 32
    for number in range(4):
        found = stroke(CardKind.RATE_MOVES, "mother_lankaran", seed=seeds.made(number))
        for shape in Shape:
            assert (found.change(shape) > 0) is found.up


def test_carried_cash_moves_with_the_banks_boards():
    story = STORIES["mother_lankaran"]
    lineup = story.lineups[0]
    carried = lineup.offers[0].model_copy(
        update={"provider": None, "service": None, "payout": None, "road": "relative"}
    )
    with_relative = story.model_copy(
        update={"lineups": (lineup.model_copy(update={"offers": (carried, *lineup.offers[1:])}),)}
    )
    found = play(
        CARDS[CardKind.RATE_MOVES], "K7MT", with_relative, PriceSet.TEACHING, data(PriceSet.TEACHING), DAY
    )
    before, after = row(found.before, Shape.CIRCLE), row(found.after, Shape.CIRCLE)
    factor = Decimal("1.03") if found.up else Decimal("0.97")
    assert before.received == Decimal("332.50")
    assert after.received == (before.received * factor).quantize(Decimal("0.01"))


def test_a_closed_branch_takes_a_day_and_the_way_twice_and_leaves_cards_and_drivers_alone():
    found = stroke(CardKind.BRANCH_CLOSED, "mother_lankaran")
    assert found.touched == {Shape.TRIANGLE, Shape.SQUARE}
    assert row(found.after, Shape.SQUARE).minutes_most == 60 + 1440
    assert found.change(Shape.SQUARE) == -2
    assert found.change(Shape.TRIANGLE) == 0
    driven = stroke(CardKind.BRANCH_CLOSED, "courier_no_fee")
    assert driven.touched == {Shape.SQUARE}


def test_what_no_longer_comes_in_time_is_not_offered_any_more():
    found = stroke(CardKind.BRANCH_CLOSED, "emergency_tonight")
    assert row(found.before, Shape.SQUARE).offer is not None
    assert row(found.after, Shape.SQUARE).refusal.reason is Reason.TOO_SLOW
    assert found.change(Shape.SQUARE) is None


def test_the_courier_is_two_weeks_late_and_the_licensed_are_not():
    found = stroke(CardKind.COURIER_LATE, "courier_no_fee")
    assert found.touched == {Shape.CIRCLE, Shape.TRIANGLE}
    assert row(found.after, Shape.TRIANGLE).minutes_most == 4320 + 14 * 1440
    assert all(found.change(shape) == 0 for shape in Shape)


def test_a_misspelt_name_holds_up_what_is_paid_to_a_name():
    found = stroke(CardKind.NAME_MISSPELT, "pensioner_village")
    assert found.touched == {Shape.CIRCLE, Shape.TRIANGLE}
    assert row(found.after, Shape.SQUARE).minutes_most == 15
    assert not stroke(CardKind.NAME_MISSPELT, "courier_no_fee").touched & {Shape.CIRCLE, Shape.TRIANGLE}


def test_a_limit_cuts_the_amount_in_two_and_the_fees_are_paid_twice():
    found = stroke(CardKind.LIMIT_HIT, "emergency_tonight")
    star = row(found.after, Shape.STAR)
    assert star.times == 2
    # Twice 99 roubles instead of once.
    assert star.fee == 2 * 99 * Decimal("0.0195")
    assert row(found.after, Shape.CIRCLE).refusal is not None
    parts = stroke(CardKind.LIMIT_HIT, "once_or_five")
    assert parts.touched == {Shape.TRIANGLE, Shape.STAR}
    assert parts.before.truth.shape is Shape.STAR
    assert parts.after.truth.shape is Shape.SQUARE


def test_where_no_amount_is_known_a_card_makes_none():
    found = stroke(CardKind.RATE_MOVES, "student_istanbul", PriceSet.EVIDENCE)
    assert {row.hand for row in found.after.rows} == {None}
    assert found.change(Shape.CIRCLE) is None
    assert found.unknown == set(Shape) and not found.touched
    late = stroke(CardKind.NAME_MISSPELT, "student_istanbul", PriceSet.EVIDENCE)
    assert late.unknown == set(Shape)
    assert stroke(CardKind.NAME_MISSPELT, "mother_lankaran").unknown == set()
    assert stroke(CardKind.BRANCH_CLOSED, "mother_lankaran", PriceSet.EVIDENCE).unknown == {
        Shape.CIRCLE,
        Shape.TRIANGLE,
    }
    assert {(row.minutes_least, row.minutes_most) for row in late.after.rows} == {(None, None)}
    assert stroke(CardKind.LIMIT_HIT, "student_istanbul", PriceSet.EVIDENCE).touched == set(Shape)


def test_a_card_is_played_twice_with_the_same_end():
    for kind in CardKind:
        if kind in cards_of("courier_no_fee", PriceSet.TEACHING, "HMA4"):
            assert stroke(kind, "courier_no_fee", seed="HMA4") == stroke(kind, "courier_no_fee", seed="HMA4")


@EACH
@pytest.mark.parametrize("kind", CardKind)
def test_what_is_said_of_a_road_is_of_its_form_and_direction(name, prices, kind):
    found = stroke(kind, name, prices)
    for shape, said in found.says:
        one = row(found.after, shape)
        assert one.refusal is None
        assert not said.forms or one.route.form in said.forms
        assert said.out_of in (None, found.before.transfer.corridor.sending)


def test_a_rule_does_not_contradict_the_number_beside_it():
    closed = stroke(CardKind.BRANCH_CLOSED, "mother_lankaran")
    by_counter = [shape for shape, said in closed.says if "cash" in said.forms]
    assert by_counter and set(by_counter) <= closed.touched
    told = dict(stroke(CardKind.NAME_MISSPELT, "mother_lankaran").says)
    # To an account it goes by name, with any sender.
    assert told[Shape.CIRCLE].rule == "correct_before_payout"
    told = dict(stroke(CardKind.LIMIT_HIT, "mother_lankaran").says)
    assert {said.rule for said in told.values()} == {None}
    told = dict(stroke(CardKind.LIMIT_HIT, "migrant_baku").says)
    assert "monthly_limit" in {said.rule for said in told.values()}
