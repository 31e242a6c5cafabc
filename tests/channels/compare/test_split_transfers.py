"""One transfer or several: parts sum to the whole, limits make them necessary, floors make them dear."""

from dataclasses import replace
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.compare.comparison import compare
from channels.compare.split_transfers import MOST_PARTS, InParts, parts, shares
from channels.money import EXACT, Money, minor_unit
from channels.pricing.offers import price, taken_anew
from channels.pricing.routes import NotOffered, Route
from channels.terms import Reason
from tests.channels.compare.test_amount_curves import asked, teaching
from tests.support.builders import (
    DAY,
    a_dataset,
    a_limit,
    a_market,
    a_provider,
    a_route,
    a_service,
    a_tariff,
    a_transfer,
    an_observation,
    charge,
    dec,
)


def in_parts(*routes: Route, send: str | int = 600, most: int = 3) -> tuple[InParts, ...]:
    data = a_dataset(*routes)
    return parts(data, compare(data, a_transfer(send), DAY), most)


def received(road: InParts) -> list[Decimal | None]:
    return [split.received for split in road.splits]


def test_a_flat_fee_is_paid_for_each_part():
    (road,) = in_parts(a_route(a_tariff(charge(flat=12))))
    assert received(road) == [dec("11.76"), dec("11.52"), dec("11.28")]
    assert [split.outlays for split in road.splits] == [(600,), (300, 300), (200, 200, 200)]
    assert [split.anew for split in road.splits] == [Money(dec(12), "RUB")] * 3
    assert road.best is road.least is road.splits[0]


def test_a_limit_makes_parts_necessary():
    service = a_service(a_tariff(charge(flat=10)), limits=(a_limit(250),), limits_source="a_sheet")
    (road,) = in_parts(a_route(service=service))
    assert received(road) == [None, None, 3 * dec("3.80")]
    first = road.splits[0].refusal
    assert first is not None and first.reason is Reason.ABOVE_LIMIT and first.limit == Money(dec(250), "RUB")
    assert road.least is road.splits[2] and road.offer.outlay == 200


def test_more_parts_than_are_shown_are_sought_for_a_road_that_does_not_take_the_whole():
    service = a_service(a_tariff(), limits=(a_limit(100),), limits_source="a_sheet")
    (road,) = in_parts(a_route(service=service))
    assert received(road) == [None, None, None]
    assert road.least.count == 6 and road.best.received == 12
    tiny = a_service(a_tariff(), limits=(a_limit(600 // MOST_PARTS - 1),), limits_source="a_sheet")
    assert in_parts(a_route(service=tiny)) == ()


def test_parts_may_be_too_small():
    (road,) = in_parts(a_route(a_tariff(least=250)))
    assert received(road) == [12, 12, None]
    refusal = road.splits[2].refusal
    assert refusal is not None and refusal.reason is Reason.BELOW_MINIMUM


def test_a_fee_that_jumps_makes_parts_cheaper():
    (road,) = in_parts(a_route(a_tariff(charge(flat=1, up_to=300), charge(flat=100, above=300))))
    assert road.best.count == 2
    assert road.best.received == 2 * dec("5.98")


def test_what_rounding_alone_brings_is_no_reason_to_part():
    (road,) = in_parts(a_route(a_tariff()), send=10_000)
    assert received(road) == [200, 200, dec("200.01")]
    assert road.best.count == 1


def test_a_promotion_holds_for_one_part_alone_and_is_left_out():
    data = a_dataset(
        a_route(a_tariff(promotion=True)), a_route(a_tariff(charge(flat=9)), provider=a_provider("other"))
    )
    found = parts(data, compare(data, a_transfer(600, promotions=True), DAY))
    assert [road.offer.provider for road in found] == ["other"]


def test_a_limit_brings_back_no_road_that_could_not_stand_beside_the_others():
    small = {"limits": (a_limit(300),), "limits_source": "a_sheet"}
    routes = [a_route(a_tariff(), provider=a_provider("whole"))]
    for name, tariff in (
        ("current", a_tariff()),
        ("old", a_tariff(verified=DAY.replace(year=2025))),
        ("first_time", a_tariff(promotion=True)),
        ("without_a_rate", a_tariff(margin=None)),
    ):
        routes.append(a_route(service=a_service(tariff, **small), provider=a_provider(name)))
    assert [road.offer.provider for road in in_parts(*routes)] == ["current", "whole"]


def test_a_price_for_a_part_that_nobody_saw_is_an_estimate():
    points = [an_observation(amount=500), an_observation(amount=1_000)]
    (road,) = in_parts(a_route(observations=points), send=700)
    assert [split.estimate for split in road.splits] == [False, True, True]
    assert all(split.anew is None for split in road.splits)


def test_an_outlay_of_fewer_coins_than_parts_is_refused():
    data = a_dataset(a_route(a_tariff(currency="USD")))
    (road,) = parts(data, compare(data, a_transfer("0.02", currency="USD"), DAY))
    assert [split.refusal is None for split in road.splits] == [True, True, False]


def test_what_must_arrive_has_no_outlay_to_part():
    data = a_dataset(a_route())
    assert parts(data, compare(data, a_transfer(receive=100), DAY)) == ()


def test_the_fee_that_every_part_pays_is_what_does_not_grow_with_it():
    market = a_market()

    def anew(*charges, send=1_000):
        return taken_anew(a_route(a_tariff(*charges)), a_transfer(send), DAY, market)

    assert anew(charge(percent=1)) is None
    assert anew(charge(percent=1, flat=5)) == Money(dec(5), "RUB")
    assert anew(charge(percent=1, at_least=30)) == Money(dec(30), "RUB")
    assert anew(charge(percent=1, at_least=30), send=4_000) is None
    assert anew(charge(percent=1, at_most=8)) == Money(dec(8), "RUB")
    assert taken_anew(a_route(a_tariff(charges=None)), a_transfer(), DAY, market) is None
    assert anew(charge(flat=2_000)) is None


@given(
    cents=st.integers(1, 10**9), count=st.integers(1, MOST_PARTS), currency=st.sampled_from(["RUB", "JPY"])
)
def test_parts_are_payable_equal_but_for_the_first_and_sum_to_the_whole(cents, count, currency):
    unit = minor_unit(currency)
    outlay = cents * unit
    found = shares(outlay, count, currency)
    assert len(found) == count and sum(found) == outlay
    assert len(set(found[1:])) <= 1
    assert all(part % unit == 0 for part in found)
    assert 0 <= found[0] - found[-1] < count * unit


@given(
    send=st.integers(1, 200_000),
    sending=st.sampled_from(["RU", "TR", "DE", "AZ"]),
    most=st.integers(2, 5),
)
def test_each_part_is_priced_as_a_transfer_of_its_own(send, sending, most):
    found = asked(send, sending)
    market = teaching().market
    for road in parts(teaching(), found, most):
        assert [split.count for split in road.splits] == list(range(1, most + 1))
        for split in (*road.splits, road.least):
            assert sum(split.outlays) == send
            one = [
                price(road.offer.route, replace(found.transfer, send=o), DAY, market)
                for o in split.outlays
                if o
            ]
            refused = any(isinstance(o, NotOffered) for o in one) or not all(split.outlays)
            assert refused is (split.refusal is not None)
            if not refused:
                with localcontext(EXACT):
                    assert split.received == sum(o.received for o in one)
                    assert split.total_cost == sum(o.total_cost for o in one)
        assert road.least.received is not None
        assert all(s.received is None for s in road.splits if s.count < road.least.count)


@pytest.mark.parametrize("send", [700, 60_000, 400_000])
def test_the_roads_that_stand_side_by_side_are_all_there_in_the_order_of_their_best_split(send):
    found = parts(teaching(), asked(send))
    best = [road.best.received for road in found]
    assert best == sorted(best, reverse=True) and best
    for road in found:
        if road.splits[0].received is not None:
            assert road.splits[0].received == road.offer.received


def test_a_large_amount_brings_back_roads_that_a_limit_had_refused():
    whole = asked(100_000)
    back = {road.offer.key for road in parts(teaching(), whole) if road.least.count > 1}
    assert back and back <= {r.route.key for r in whole.not_offered if r.reason is Reason.ABOVE_LIMIT}
