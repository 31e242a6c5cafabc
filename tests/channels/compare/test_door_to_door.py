"""Door to door: the fare and the way fall on cash alone, and what is not known stays so."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.compare.amount_curves import side_by_side
from channels.compare.comparison import compare
from channels.compare.door_to_door import Visit, door_to_door, order_changes
from channels.money import EXACT
from channels.records.providers import Speed
from channels.terms import DisbursementMethod
from tests.channels.compare.test_amount_curves import asked
from tests.support.builders import (
    DAY,
    SOURCE,
    a_dataset,
    a_provider,
    a_route,
    a_service,
    a_tariff,
    a_transfer,
    charge,
)
from tests.support.examples import costly


def roads(*forms_and_fees):
    """A road for each form of pay-out, with a flat fee."""
    return a_dataset(
        *(
            a_route(
                service=a_service(a_tariff(charge(flat=fee)), disbursement=form),
                provider=a_provider(f"number_{n}"),
            )
            for n, (form, fee) in enumerate(forms_and_fees)
        )
    )


def walked(data, visit):
    return door_to_door(compare(data, a_transfer(10_000), DAY), visit)


@pytest.mark.parametrize("form", list(DisbursementMethod))
def test_only_cash_is_fetched(form):
    (road,) = walked(roads((form, 0)), Visit(Decimal(5), 60, 30))
    fetched = form is DisbursementMethod.CASH
    assert road.visit is fetched
    assert road.left == (195 if fetched else 200)
    assert road.minutes == (100 if fetched else 10)


def test_a_fare_may_turn_the_order():
    data = roads(("cash", 100), ("card", 200))
    found = walked(data, Visit(Decimal(3)))
    assert [road.offer.provider for road in found] == ["number_1", "number_0"]
    assert order_changes(found)
    assert not order_changes(walked(data, Visit(Decimal(1))))


def test_how_it_is_handed_over_is_not_known_and_stands_last():
    found = walked(roads((None, 0), ("cash", 500)), Visit(Decimal(3), 60))
    assert [(road.visit, road.left, road.minutes) for road in found] == [
        (True, Decimal(187), 70),
        (None, None, None),
    ]
    assert not order_changes(found)


def test_a_wait_that_nobody_knows_is_not_known_with_the_way_either():
    service = a_service(a_tariff(), speed=Speed(least=5, source=SOURCE))
    (road,) = walked(a_dataset(a_route(service=service)), Visit(travel=60))
    assert road.minutes is None and road.left == 200


VISITS = st.builds(
    Visit,
    st.integers(0, 500).map(lambda n: Decimal(n) / 10),
    st.integers(0, 600),
    st.integers(0, 600),
)


@given(send=st.integers(1, 200_000), sending=st.sampled_from(["RU", "TR", "AZ"]), visit=VISITS)
def test_the_way_takes_the_fare_from_cash_and_nothing_from_others(send, sending, visit):
    comparison = asked(send, sending)
    found = door_to_door(comparison, visit)
    assert {road.offer.key for road in found} == {o.key for o in side_by_side(comparison)}
    left = [road.left for road in found if road.left is not None]
    assert left == sorted(left, reverse=True)
    for road in found:
        fetched = road.offer.form is DisbursementMethod.CASH
        with localcontext(EXACT):
            assert road.left == road.offer.received - (visit.fare if fetched else 0)
        if road.offer.minutes_most is not None:
            assert road.minutes == road.offer.minutes_most + (visit.travel + visit.waiting if fetched else 0)


@given(send=st.integers(1, 200_000), visit=VISITS)
def test_a_dearer_fare_never_brings_a_counter_forward(send, visit):
    comparison = asked(send)
    dearer = Visit(visit.fare + 1, visit.travel, visit.waiting)

    def above(found):
        """For each counter how many roads without one stand above it."""
        keys = [(road.offer.key, road.visit) for road in found]
        return {key: sum(not v for _, v in keys[:n]) for n, (key, visited) in enumerate(keys) if visited}

    before, after = (above(door_to_door(comparison, one)) for one in (visit, dearer))
    assert all(after[key] >= before[key] for key in before)


@given(send=st.integers(1, 200_000))
@costly()
def test_nothing_to_pay_and_no_way_change_nothing(send):
    found = door_to_door(asked(send), Visit())
    assert not order_changes(found)
    assert all(r.left == r.offer.received and r.minutes == r.offer.minutes_most for r in found)
