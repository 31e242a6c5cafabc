"""The parts of an offer: a cost that does not sum to its whole cannot be made."""

from dataclasses import fields, replace

import pytest

from channels.pricing.offer_parts import ContradictoryCost, Cost, KnownPrice, KnownWay
from tests.support.builders import a_route, a_tariff, changed_offer, charge, dec, priced, told_by

FEE = Cost(outlay=dec(100), fee=dec(5))
WHOLE = FEE.with_received(dec(100), dec(90), dec(91), dec(2))
ARRIVAL = ["hidden", "receipt", "received", "received_most", "total", "percent"]


def test_a_whole_cost_is_made_by_subtraction():
    assert (WHOLE.fee, WHOLE.hidden, WHOLE.receipt, WHOLE.total, WHOLE.percent) == (5, 3, 2, 10, 10)
    assert (WHOLE.received, WHOLE.received_most, WHOLE.complete) == (90, 91, True)


def test_only_the_fee_may_be_known_alone():
    assert not FEE.complete
    assert WHOLE.only_fee() == FEE
    with pytest.raises(ContradictoryCost):
        Cost().with_received(dec(100), dec(90), dec(90), dec(0))


@pytest.mark.parametrize(
    "part", ["fee", "hidden", "receipt", "received", "received_most", "total", "percent"]
)
def test_a_whole_cost_lacks_no_part(part):
    with pytest.raises(ContradictoryCost):
        replace(WHOLE, **{part: None})


@pytest.mark.parametrize("part", ARRIVAL)
def test_nothing_of_what_arrives_is_known_by_itself(part):
    with pytest.raises(ContradictoryCost):
        replace(FEE, **{part: dec(1)})


@pytest.mark.parametrize("part", ["fee", "hidden", "receipt", "total"])
def test_a_smallest_difference_to_the_sum_is_refused(part):
    with pytest.raises(ContradictoryCost):
        replace(WHOLE, **{part: getattr(WHOLE, part) + dec("1E-20")})


def test_the_longest_figures_sum_exactly():
    worth, received = dec("1" * 30 + "." + "3" * 30), dec("7" * 25 + "." + "1" * 35)
    whole = Cost(fee=dec("5." + "9" * 59)).with_received(worth, received, received, dec("2." + "1" * 40))
    assert whole.hidden is not None
    assert whole.complete


def test_an_offer_is_read_from_its_parts():
    offer = priced(a_route(a_tariff(charge(flat=10), margin=1)))
    told = told_by(offer)
    parts = [*fields(KnownWay), *fields(KnownPrice), *fields(Cost)]
    assert len(told) == len(parts) + len(("complete", "recommended"))
    assert offer.total_cost == offer.cost.total == offer.fee + offer.hidden + offer.receipt
    assert told["total_cost_percent"] == offer.cost.percent
    assert offer.complete


def test_a_promotion_may_count_as_any_price_and_an_arrival_be_left_unsaid():
    offer = priced(a_route(a_tariff(charge(flat=10), margin=1)))
    assert offer.as_usual_price() is offer
    promotion = changed_offer(offer, promotion=True)
    assert promotion.as_usual_price() == offer
    silent = offer.without_arrival()
    assert (silent.complete, silent.received, silent.total_cost) == (False, None, None)
    assert (silent.fee, silent.outlay, silent.provider) == (offer.fee, offer.outlay, offer.provider)
