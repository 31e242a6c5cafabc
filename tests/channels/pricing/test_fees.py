"""What the charges come to, and the amount that a budget can carry."""

from channels.pricing.fees import between, due, fee_percent, principal, rpw_cost, schedule
from channels.terms import Payer
from tests.support.builders import charge, dec, steps, taken_on_receipt

KOPEK = dec("0.01")


def test_an_empty_tariff_is_free():
    assert due(steps(), dec(12_345)) == 0


def test_charges_of_the_other_side_are_left_out():
    lines = [charge(flat=3), taken_on_receipt(flat=5)]
    assert due(steps(*lines), dec(100)) == 3
    assert due(steps(*lines, payer=Payer.RECIPIENT), dec(100)) == 5


def test_a_range_gives_its_worse_end_or_its_better_one():
    line = charge(percent=1, percent_most=2, flat=10, flat_most=15)
    assert due(steps(line), dec(1_000)) == 35
    assert due(steps(line, most=False), dec(1_000)) == 20


def test_a_fee_in_another_currency_is_turned_at_the_given_worth():
    pieces = schedule([charge(flat=5, currency="USD")], Payer.SENDER, worth={"USD": dec(85)}.get)
    assert due(pieces, dec(1_000)) == 425


def test_a_fee_in_a_currency_without_a_rate_is_not_known():
    assert schedule([charge(flat=5, currency="GEL")], Payer.SENDER, worth={"USD": dec(85)}.get) is None


def test_a_fee_that_falls_at_an_edge_lets_the_budget_reach_over_it():
    pieces = steps(charge(flat=50, up_to=1_000), charge(above=1_000))
    assert principal(pieces, dec(1_000), KOPEK) == 950
    assert principal(pieces, dec("1000.01"), KOPEK) == dec("1000.01")


def test_a_fee_that_rises_at_an_edge_keeps_the_principal_on_it():
    pieces = steps(charge(up_to=1_000), charge(flat=50, above=1_000))
    assert principal(pieces, dec("1050"), KOPEK) == 1_000
    assert principal(pieces, dec("1050.01"), KOPEK) == dec("1000.01")


def test_a_charge_that_eats_the_whole_budget_leaves_no_principal():
    assert principal(steps(charge(flat=50)), dec(50), KOPEK) is None


def test_the_budget_of_an_observed_transfer_carries_that_transfer():
    pieces = between([(dec(4), dec("0.95")), (dec(355), dec("7.52"))])
    assert principal(pieces, dec("362.52"), KOPEK) == 355


def test_an_observed_fee_that_falls_as_the_amount_rises_does_not_break_the_budget():
    pieces = between([(dec(100), dec(50)), (dec(120), dec(10))])
    assert principal(pieces, dec(100), dec(1)) == 50


def test_an_observed_fee_that_falls_by_as_much_as_the_amount_rises_has_a_principal():
    pieces = between([(dec(100), dec(20)), (dec(110), dec(10))])
    assert principal(pieces, dec(120), dec(1)) == 110


def test_rpws_cost_is_the_fee_in_percent_of_the_amount_and_the_margin():
    assert fee_percent(dec(5), dec(200)) == dec("2.5")
    assert rpw_cost(dec(5), dec(200), dec("1.25")) == dec("3.75")
    assert rpw_cost(dec(5), dec(200), dec(-3)) == dec("-0.5")
    assert rpw_cost(dec(5), dec(200), None) is None
