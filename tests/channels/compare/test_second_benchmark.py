"""The second benchmark: its effect on cost and order, or the reason why there is none."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from channels.compare.comparison import compare
from channels.compare.second_benchmark import NoSecond, Second, second
from channels.dataset.dataset import Dataset
from channels.terms import Benchmark
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
    charge,
    dec,
    ecb_cross,
)

GERMANY = a_corridor("DE-AZ", "EUR")


def by_both(*tariffs, dollars="1.20", send=100, **wishes) -> tuple[Dataset, Second | NoSecond]:
    """Roads from Germany by both benchmarks, with the euro at 2 manat and the dollar at 1.70."""
    routes = [
        a_route(
            tariff.model_copy(update={"currency": "EUR"}),
            corridor=GERMANY,
            provider=a_provider(f"number_{n}"),
        )
        for n, tariff in enumerate(tariffs)
    ]
    data = a_dataset(*routes, market=a_market(ecb=ecb_cross(EUR=(DAY, dollars))))
    transfer = a_transfer(send, corridor=GERMANY, currency="EUR", **wishes)
    return data, second(data, compare(data, transfer, DAY))


def test_a_quoted_rate_hands_over_the_same_and_costs_more_by_a_higher_benchmark():
    _, found = by_both(a_tariff(rate="1.96"))
    assert isinstance(found, Second)
    (road,) = found.roads
    assert found.reference.rate == dec("2.04") and found.reference.benchmark is Benchmark.ECB
    assert (road.offer.received, road.other.received) == (196, 196)
    assert (road.offer.total_cost, road.other.total_cost) == (4, 8)
    assert (road.place, road.other_place) == (1, 1)


def test_the_order_may_turn():
    # A margin goes with the benchmark, a quoted rate does not: 198.00 and 197.90, then 201.96 and 197.90.
    _, found = by_both(a_tariff(rate="1.985"), a_tariff(margin=1))
    assert isinstance(found, Second)
    assert [(r.offer.provider, r.place, r.other_place) for r in found.roads] == [
        ("number_0", 1, 2),
        ("number_1", 2, 1),
    ]


def test_the_same_rate_by_both_changes_nothing():
    _, found = by_both(a_tariff(rate="1.96"), a_tariff(charge(percent=1)), dollars=dec(2) / dec("1.7"))
    assert isinstance(found, Second)
    for road in found.roads:
        assert road.place == road.other_place
        assert abs(road.offer.total_cost - road.other.total_cost) < dec("1E-6")


def test_why_there_is_none():
    data, found = by_both(a_tariff(), benchmark=Benchmark.ECB)
    assert found is NoSecond.SAME_RATE
    inside = a_transfer(100, corridor=a_corridor("AZ-AZ", "AZN"), currency="AZN")
    assert second(data, compare(data, inside, DAY)) is NoSecond.SAME_MONEY
    dollars = a_transfer(100, corridor=a_corridor("US-AZ", "USD"), currency="USD")
    assert second(data, compare(data, dollars, DAY)) is NoSecond.DOLLAR
    assert second(data, compare(data, a_transfer(), DAY)) is NoSecond.NOT_QUOTED
    assert second(teaching(), asked()) is NoSecond.INVENTED


def test_where_the_cross_stands_in_there_is_nothing_to_set_beside_it():
    market = a_market(per_unit={"USD": "1.70"}, ecb=ecb_cross(EUR=(DAY, "1.2")))
    data = a_dataset(market=market)
    found = compare(data, a_transfer(100, corridor=GERMANY, currency="EUR"), DAY)
    assert found.reference is not None and found.reference.stood_in
    assert second(data, found) is NoSecond.STANDS_IN


@given(
    dollars=st.integers(100, 140).map(lambda n: dec(n) / 100),
    margins=st.lists(st.integers(0, 40).map(lambda n: dec(n) / 10), min_size=1, max_size=4),
    rates=st.lists(st.integers(190, 200).map(lambda n: dec(n) / 100), max_size=3),
)
def test_it_is_the_same_question_by_the_other_rate(dollars, margins, rates):
    tariffs = [*(a_tariff(margin=m) for m in margins), *(a_tariff(rate=r) for r in rates)]
    data, found = by_both(*tariffs, dollars=dollars)
    assert isinstance(found, Second)
    transfer = a_transfer(100, corridor=GERMANY, currency="EUR")
    direct = compare(data, replace(transfer, benchmark=Benchmark.ECB), DAY)
    assert {r.other.key: r.other for r in found.roads} == {o.key: o for o in direct.offers}
    places = sorted(r.other_place for r in found.roads)
    assert places == [r.place for r in found.roads] == list(range(1, len(tariffs) + 1))
    received = [r.other.received for r in found.roads if r.other.received is not None]
    assert len(received) == len(found.roads)
    assert next(r for r in found.roads if r.other_place == 1).other.received == max(received)
