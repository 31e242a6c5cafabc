"""Formal beside informal: the same money by each way, and the loss rate from which the formal way wins."""

from datetime import date
from decimal import Decimal

import pytest

from channels.compare.beside_informal import KnownBy, WayKind, beside_informal
from channels.compare.comparison import compare
from channels.dataset.dataset import Dataset
from channels.pricing.informal import AskedPrice
from channels.pricing.routes import Transfer
from channels.terms import InformalKind
from tests.support.datasets import real, teaching

DAY = date(2026, 11, 21)


def ways(data: Dataset, sending: str, assumed: Decimal | None = None) -> dict:
    found = beside_informal(data, data.corridor(sending, "AZ"), DAY, assumed=assumed)
    return {(one.way, one.known): one for one in found.ways}


def test_in_the_teaching_set_every_way_has_a_price_and_the_cheapest_is_the_comparison_s_own():
    data = teaching()
    found = beside_informal(data, data.corridor("RU", "AZ"), DAY)
    assert found.formal_is_current
    cheapest, usual = found.ways[:2]
    top = compare(data, Transfer(data.corridor("RU", "AZ"), "RUB", send=found.outlay), DAY)
    assert cheapest.name == top.best.provider
    assert cheapest.least == top.best.total_cost_percent
    assert cheapest.least <= usual.least
    roads = [one for one in found.ways if one.way is WayKind.UNLICENSED]
    assert {one.known for one in roads} == {KnownBy.INVENTED}
    by_id = {road.road.id: road for road in top.informal if road.kind is InformalKind.UNLICENSED}
    assert {one.name: one.break_even for one in roads} == {i: r.break_even for i, r in by_id.items()}


def test_without_a_current_formal_price_no_loss_rate_is_told_whatever_is_assumed():
    found = beside_informal(real(), real().corridor("RU", "AZ"), DAY, assumed=Decimal(0))
    assert not found.formal_is_current
    assert all(one.break_even is None for one in found.ways)
    (assumed,) = (one for one in found.ways if one.known is KnownBy.ASSUMED)
    assert (assumed.least, assumed.most) == (0, 0)


def test_what_is_not_a_price_is_marked_as_what_it_is():
    known = {one.known for one in beside_informal(real(), real().corridor("RU", "AZ"), DAY).ways}
    assert KnownBy.PRICE not in known
    assert known <= {KnownBy.EXPECTED, KnownBy.HISTORY, KnownBy.BOARDS, KnownBy.UNKNOWN}


@pytest.mark.parametrize("percent", [0, 1, 5])
def test_the_loss_rate_is_the_one_that_the_comparison_tells_of_the_same_asked_price(percent):
    data, asked = teaching(), Decimal(percent)
    corridor = data.corridor("RU", "AZ")
    outlay = beside_informal(data, corridor, DAY).outlay
    answer = compare(
        data, Transfer(corridor, corridor.sends, send=outlay), DAY, asked=AskedPrice(percent=asked)
    )
    road = next(r for r in answer.informal if r.kind is InformalKind.UNLICENSED)
    if percent == 5:
        assert road.break_even is None
    else:
        assert 0 < road.break_even < 1


def test_a_direction_without_anything_known_has_every_way_and_no_figure():
    found = ways(real(), "IL")
    assert {way for way, _ in found} == set(WayKind)
    assert all(one.least is None or one.known is not KnownBy.UNKNOWN for one in found.values())
