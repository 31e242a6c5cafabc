"""A year: every transfer costs the same again, and changing to the best road leaves the difference."""

from decimal import Decimal, localcontext

from hypothesis import given
from hypothesis import strategies as st

from channels.compare.amount_curves import side_by_side
from channels.compare.comparison import compare
from channels.compare.yearly_cost import MOST_TIMES, RHYTHMS, over_a_year
from channels.money import EXACT
from tests.channels.compare.test_amount_curves import asked
from tests.support.builders import DAY, a_dataset, a_provider, a_route, a_tariff, a_transfer, charge


@given(
    send=st.integers(1, 200_000),
    sending=st.sampled_from(["RU", "TR", "AZ"]),
    times=st.integers(1, MOST_TIMES),
)
def test_a_year_is_one_transfer_so_many_times(send, sending, times):
    comparison = asked(send, sending)
    found = over_a_year(comparison, times)
    assert [road.offer for road in found] == list(side_by_side(comparison))
    if not found:
        return
    with localcontext(EXACT):
        assert all(road.cost == road.offer.total_cost * times for road in found)
        best = max(road.offer.received for road in found)
        assert all(road.kept == (best - road.offer.received) * times for road in found)
    assert found[0].kept == 0
    assert all(road.kept >= 0 for road in found)
    kept = [road.kept for road in found]
    assert kept == sorted(kept)


def test_a_first_transfer_offer_makes_no_year():
    data = a_dataset(
        a_route(a_tariff(promotion=True)), a_route(a_tariff(charge(flat=9)), provider=a_provider("other"))
    )
    found = over_a_year(compare(data, a_transfer(600, promotions=True), DAY), 12)
    assert [(road.offer.provider, road.kept) for road in found] == [("other", Decimal(0))]


def test_without_a_price_there_is_no_year():
    data = a_dataset(a_route(a_tariff(charges=None)))
    assert over_a_year(compare(data, a_transfer(), DAY), 12) == ()


def test_the_rhythms_fit_into_a_year():
    assert all(1 < times <= MOST_TIMES for times in RHYTHMS.values())
    assert list(RHYTHMS.values()) == sorted(RHYTHMS.values(), reverse=True)
