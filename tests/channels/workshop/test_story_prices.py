"""Every layer of every story against worked examples, and what must hold for all of them."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from channels.dataset.dataset import Dataset
from channels.pricing.offers import Offer, price
from channels.pricing.routes import Transfer
from channels.records.stories import LAYERS, PriceSet, Shape, StepKind, Story
from channels.terms import Reason
from channels.workshop.story_prices import NoLineup, PricedStory, deal, layer, lineup_of
from tests.support.datasets import shipped

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)
CENT = Decimal("0.01")


@cache
def data(prices: PriceSet) -> Dataset:
    return shipped("real" if prices is PriceSet.EVIDENCE else "teaching")


def stories() -> dict[str, Story]:
    return {story.id: story for story in data(PriceSet.EVIDENCE).tables.stories}


def dealt(name: str, prices: PriceSet = PriceSet.TEACHING) -> PricedStory:
    return deal(stories()[name], prices, data(prices), DAY)


LINEUPS = [(story.id, lineup.set) for story in stories().values() for lineup in story.lineups]
EXAMPLES = [e for e in data(PriceSet.EVIDENCE).tables.examples if e.definition == "reveal"]
EACH = pytest.mark.parametrize(("name", "prices"), LINEUPS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_story_step_is_priced_as_on_paper(example):
    found = dealt(example.given["story"], PriceSet(example.given["set"]))
    for kind, expected in example.expected.items():
        seen = layer(found, StepKind(kind))
        assert " ".join(placed.row.shape for placed in seen.ranked) == expected["order"], kind
        for placed in seen.ranked:
            amount = "not known" if placed.looks is None else placed.looks.quantize(CENT)
            assert amount == expected[placed.row.shape], (kind, placed.row.shape)


def test_every_road_of_every_story_stands_in_a_worked_example():
    worked = {(e.given["story"], e.given["set"]) for e in EXAMPLES}
    assert worked == {(name, str(prices)) for name, prices in LINEUPS}
    taught = [e for e in EXAMPLES if e.given["set"] == "teaching"]
    assert all(set(e.expected) == set(LAYERS) for e in taught)


@EACH
def test_the_parts_come_to_the_whole_and_no_layer_brings_more_than_the_one_before(name, prices):
    found = dealt(name, prices)
    for row in found.rows:
        if row.offer is None or row.received is None:
            continue
        assert row.worth is not None and row.fee is not None and row.hidden is not None
        unspent = (row.offer.unspent or 0) * row.times * row.offer.reference.rate
        assert (
            row.worth == row.received + row.fee + row.hidden + (row.offer.receipt or 0) * row.times + unspent
        )
        seems = [next(p.looks for p in layer(found, kind).ranked if p.row is row) for kind in LAYERS]
        assert seems == sorted(seems, reverse=True)


@EACH
def test_every_road_is_priced_or_says_why_not(name, prices):
    for row in dealt(name, prices).rows:
        assert (row.offer is None) != (row.refusal is None) or row.outside is not None
        if row.outside is not None:
            assert prices is PriceSet.TEACHING and row.received is not None


@EACH
def test_the_amounts_of_a_lineup_are_in_one_currency(name, prices):
    assert len({row.currency for row in dealt(name, prices).rows if row.offer or row.outside}) == 1


@pytest.mark.parametrize("name", [name for name, prices in LINEUPS if prices is PriceSet.TEACHING])
def test_a_story_of_the_invented_market_is_told_to_the_end(name):
    found = dealt(name)
    assert found.truth is not None and found.checked
    assert sum(row.hand is not None for row in found.rows) >= 2
    assert layer(found, StepKind.HAND).looks_best is not None


def is_trap(seen):
    """Whether another road seems best than is best in the end."""
    return None not in (seen.looks_best, seen.truth) and seen.looks_best is not seen.truth


def test_the_road_without_a_fee_looks_best_by_the_fee_and_is_not():
    trapped = [name for name, prices in LINEUPS if is_trap(layer(dealt(name, prices), StepKind.FEE))]
    assert {"mother_lankaran", "courier_no_fee", "emergency_tonight", "student_istanbul"} <= set(trapped)
    first = layer(dealt("mother_lankaran"), StepKind.FEE)
    assert first.looks_best.fee == 0
    assert layer(dealt("mother_lankaran"), StepKind.HAND).ranked[-1].row.shape is first.looks_best.shape
    assert not is_trap(layer(dealt("mother_lankaran"), StepKind.HAND))


def test_what_has_no_licence_leaves_the_order_at_the_risk_and_is_never_the_truth():
    found = dealt("courier_no_fee")
    assert {p.row.shape for p in layer(found, StepKind.HAND).ranked} == set(Shape)
    risk = layer(found, StepKind.RISK)
    assert {row.card.road for row in risk.outside} == {"courier_k", "driver"}
    assert all(p.row.formal for p in risk.ranked)
    assert all(
        dealt(name, prices).truth is None or dealt(name, prices).truth.formal for name, prices in LINEUPS
    )


def test_an_unlicensed_road_that_brings_most_is_still_not_the_truth():
    story = stories()["courier_no_fee"]
    lineup = story.lineups[0]
    best = lineup.offers[1].model_copy(update={"road": "hawala_h"})
    better = story.model_copy(
        update={
            "lineups": (lineup.model_copy(update={"offers": (lineup.offers[0], best, lineup.offers[3])}),)
        }
    )
    found = deal(better, PriceSet.TEACHING, data(PriceSet.TEACHING), DAY)
    hand = layer(found, StepKind.HAND)
    assert hand.looks_best.card.road == "hawala_h"
    assert is_trap(hand) and found.truth.shape is Shape.STAR


def test_real_roads_outside_stand_in_a_section_of_their_own_without_an_amount():
    found = dealt("mother_lankaran", PriceSet.EVIDENCE)
    assert all(row.formal for row in found.rows)
    assert {road.road.id for road in layer(found, StepKind.RISK).others} == {
        "carried_cash",
        "unlicensed_service",
    }
    assert all(road.received is None for road in found.outside)
    assert layer(found, StepKind.HAND).others == ()


def test_unknown_stays_unknown_and_nobody_wins():
    found = dealt("student_istanbul", PriceSet.EVIDENCE)
    assert found.truth is None and not found.checked
    old = dealt("mother_lankaran", PriceSet.EVIDENCE)
    assert old.rows[0].hand is not None and old.truth is None
    assert {row.hand for row in found.rows} == {None}
    assert layer(found, StepKind.RATE).looks_best is None
    charge = dealt("mother_lankaran", PriceSet.EVIDENCE).rows[0]
    assert charge.received is not None and charge.receipt is None


def test_the_roads_are_priced_by_the_one_price_rule():
    for name, prices in LINEUPS:
        found = dealt(name, prices)
        for row in found.rows:
            if row.route is None:
                continue
            part = Transfer(
                found.transfer.corridor,
                found.transfer.currency,
                send=found.transfer.send / row.times,
                within=found.transfer.within,
                region=found.transfer.region,
            )
            answer = price(row.route, part, DAY, data(prices).market)
            assert isinstance(answer, Offer) is (row.offer is not None)
            if isinstance(answer, Offer):
                # A room is shown prices, no estimate by another bank's board.
                received = None if answer.stand_in is not None else answer.received
                assert received == row.offer.received
                assert row.received == (None if received is None else received * row.times)


def test_a_road_that_does_not_fit_says_why():
    refused = {
        (name, row.shape): row.refusal.reason
        for name, prices in LINEUPS
        for row in dealt(name, prices).rows
        if row.refusal is not None
    }
    assert refused == {
        ("emergency_tonight", Shape.CIRCLE): Reason.TOO_SLOW,
        ("pensioner_village", Shape.STAR): Reason.OTHER_PAYOUT,
    }


def test_the_two_sets_are_never_mixed():
    story = stories()["mother_lankaran"]
    for prices, other in ((PriceSet.TEACHING, PriceSet.EVIDENCE), (PriceSet.EVIDENCE, PriceSet.TEACHING)):
        with pytest.raises(ValueError, match="other set"):
            deal(story, prices, data(other), DAY)
    with pytest.raises(NoLineup):
        lineup_of(stories()["courier_no_fee"], PriceSet.EVIDENCE)
