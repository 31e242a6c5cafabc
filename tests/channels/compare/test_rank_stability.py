"""How firmly the order stands: one rate moves one road, never another."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from channels.compare.amount_curves import side_by_side
from channels.compare.comparison import compare
from channels.compare.rank_stability import OFF, rate_off, stability
from tests.channels.compare.test_amount_curves import asked, teaching
from tests.support.builders import (
    DAY,
    a_corridor,
    a_dataset,
    a_market,
    a_provider,
    a_route,
    a_tariff,
    a_transfer,
    an_observation,
    charge,
    dec,
    priced,
)
from tests.support.examples import costly


def places(*margins, send=10_000):
    data = a_dataset(
        *(a_route(a_tariff(margin=dec(m)), provider=a_provider(f"number_{n}")) for n, m in enumerate(margins))
    )
    return stability(data, compare(data, a_transfer(send), DAY))


def test_a_lead_of_half_a_percent_falls_with_one():
    found = places("0.5", "1")
    assert [(r.place, r.worse, r.better) for r in found.roads] == [(1, 2, 1), (2, 2, 1)]
    assert found.next_first.provider == "number_1"
    assert [o.provider for o in found.risers] == ["number_1"]
    assert not found.firm


def test_a_lead_of_three_percent_stays():
    found = places("0", "3")
    assert [(r.place, r.worse, r.better) for r in found.roads] == [(1, 1, 1), (2, 2, 2)]
    assert found.firm and found.next_first.provider == "number_0" and found.risers == ()


def test_the_first_may_stay_while_the_order_below_it_changes():
    found = places("0", "3", "3.5")
    assert found.roads[0].worse == 1 and not found.firm
    assert (found.roads[1].worse, found.roads[2].better) == (3, 2)


def test_one_road_alone_has_no_order():
    assert places("1") is None


def test_where_no_money_is_changed_no_rate_decides():
    inside = a_corridor("AZ-AZ", "AZN")
    routes = [
        a_route(
            a_tariff(charge(flat=fee), currency="AZN"), corridor=inside, provider=a_provider(f"number_{fee}")
        )
        for fee in (1, 2)
    ]
    data = a_dataset(*routes)
    found = stability(data, compare(data, a_transfer(100, corridor=inside, currency="AZN"), DAY))
    assert found.firm and not any(road.moved for road in found.roads)


def test_a_rate_is_worse_by_a_percentage_of_itself_however_it_is_written():
    market = a_market()
    for route in (
        a_route(a_tariff(rate="0.0198")),
        a_route(a_tariff(margin=1)),
        a_route(observations=[an_observation(fee=0, margin_percent=1)]),
        a_route(observations=[an_observation(fee=0, rate="0.0198")]),
    ):
        now = priced(route, market=market)
        worse = priced(rate_off(route, -OFF), market=market)
        better = priced(rate_off(route, OFF), market=market)
        assert (worse.received, now.received, better.received) == (dec("196.02"), 198, dec("199.98"))
    unknown = a_route(a_tariff(margin=None))
    assert rate_off(unknown, OFF) == unknown


def test_both_ends_of_a_range_move():
    route = a_route(a_tariff(margin=1, margin_most=2))
    worse = priced(rate_off(route, -OFF))
    assert (worse.received, worse.received_most) == (dec("194.04"), dec("196.02"))


def test_nothing_is_left_behind_in_the_market():
    comparison = asked(20_000)
    before = dict(teaching().market.memo)
    stability(teaching(), comparison)
    assert teaching().market.memo == before


@costly()
@given(send=st.integers(1, 200_000), sending=st.sampled_from(["RU", "TR", "DE", "AZ"]))
def test_a_worse_rate_never_helps_and_a_better_one_never_hurts(send, sending):
    comparison = asked(send, sending)
    found = stability(teaching(), comparison)
    if found is None:
        assert len(side_by_side(comparison)) < 2
        return
    count = len(found.roads)
    assert [road.place for road in found.roads] == list(range(1, count + 1))
    for road in found.roads:
        assert 1 <= road.better <= road.place <= road.worse <= count
    assert (found.next_first.key == found.roads[0].offer.key) is (found.roads[0].worse == 1)


@costly()
@given(send=st.integers(100, 200_000), sending=st.sampled_from(["RU", "TR"]))
def test_a_place_is_what_the_comparison_gives_with_that_road_changed(send, sending):
    comparison = asked(send, sending)
    found = stability(teaching(), comparison)
    assert found is not None
    market = replace(teaching().market, memo={})
    road = found.roads[0]
    worse = priced(rate_off(road.offer.route, -OFF), comparison.transfer, market)
    others = [(-o.received, o.key) for o in side_by_side(comparison) if o.key != road.offer.key]
    expected = sorted([*others, (-worse.received, road.offer.key)]).index((-worse.received, road.offer.key))
    assert road.worse == expected + 1
    assert isinstance(worse.received, Decimal)
