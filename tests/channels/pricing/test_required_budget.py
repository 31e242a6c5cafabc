"""Inverse pricing: the smallest send amount that delivers a required amount."""

import pytest

from tests.support.builders import (
    a_board,
    a_corridor,
    a_market,
    a_payout,
    a_provider,
    a_route,
    a_tariff,
    a_transfer,
    an_observation,
    charge,
    dec,
    priced,
    taken_on_receipt,
)

ABROAD = a_corridor("AZ-RU", "AZN", "RUB")


@pytest.mark.parametrize(
    ("charges", "margin", "must_arrive", "outlay"),
    [
        ([], 0, 400, 200),
        ([charge(flat=5)], 0, 400, 205),
        ([charge(percent=1)], 0, 400, 202),
        ([charge(flat=5)], 20, 400, 255),
        ([], -25, 400, 160),
        ([taken_on_receipt(flat=4)], 0, 396, 200),
        ([taken_on_receipt(percent=1)], 0, 396, 200),
        ([charge(flat=5, flat_most=6)], 0, 400, 206),
    ],
    ids=["free", "flat", "percent", "margin", "better rate", "taken flat", "taken percent", "range"],
)
def test_the_outlay_is_what_must_arrive_with_all_that_is_taken_on_the_way(
    charges, margin, must_arrive, outlay
):
    euro = a_corridor("DE-AZ", "EUR")  # one euro is two manat
    route = a_route(a_tariff(*charges, margin=margin, currency="EUR"), corridor=euro)
    offer = priced(route, a_transfer(receive=must_arrive, corridor=euro))
    assert (offer.outlay, offer.received, offer.unspent) == (outlay, must_arrive, 0)


def test_half_a_qapik_is_used_where_rounding_gives_it():
    # 0.50 roubles are 0.01 manat, and so are 0.26, which are 0.0052.
    assert priced(a_route(), a_transfer(receive="0.01")).outlay == dec("0.26")


def test_a_fraction_of_the_smallest_coin_is_rounded_up_to_a_payable_outlay():
    offer = priced(a_route(a_tariff(charge(percent="0.3"))), a_transfer(receive=1))
    assert offer.outlay == dec("49.90")  # 49.75 with a fee of 0.14925, of which 0.995 is paid out as 1.00
    assert offer.received == 1


@pytest.mark.parametrize(
    "tariff",
    [a_tariff(margin=None), a_tariff(charges=None), a_tariff(pays=("USD",)), a_tariff(currency="USD")],
    ids=["rate", "fee", "board here", "board there"],
)
def test_where_what_arrives_is_not_known_the_outlay_is_not_known(tariff):
    offer = priced(a_route(tariff), a_transfer(receive=400))
    assert (offer.outlay, offer.received, offer.complete) == (None, None, False)


def test_where_another_currency_arrives_than_must_the_outlay_is_not_known():
    route = a_route(a_tariff(currency="AZN", pays=("USD",)), corridor=ABROAD)
    offer = priced(route, a_transfer(receive=400, corridor=ABROAD))
    assert (offer.outlay, offer.notes) == (None, {"no_outlay"})


def test_where_the_counter_keeps_everything_no_outlay_is_enough():
    offer = priced(a_route(a_tariff(taken_on_receipt(percent=100))), a_transfer(receive=400))
    assert (offer.outlay, offer.notes) == (None, {"no_outlay"})


def test_the_dollars_that_must_be_handed_over_are_found_through_the_paying_banks_board():
    partner = a_provider("a_paying_bank")
    tariff = a_tariff(charge(flat=5), currency="USD", pays=("USD",))
    route = a_route(tariff, payout=a_payout(currencies=("USD",)), partner=partner)
    market = a_market(a_board(provider=partner.id, buy="1.6"))
    offer = priced(route, a_transfer(receive=400, currency="USD"), market)
    assert (offer.outlay, offer.received) == (255, 400)


@pytest.mark.parametrize(
    ("fee", "outlay"),
    [
        ({"flat": 5}, "213.75"),  # (120 + 5) x 1.71
        ({"percent": 1}, "207.26"),  # 121.20 x 1.71 = 207.252
        ({"percent": "0.3"}, "205.82"),  # 120.36 x 1.71 = 205.8156
    ],
)
def test_manat_that_are_changed_first_are_computed_back_through_the_sending_banks_board(fee, outlay):
    # 10,200 roubles are 204 manat or 120 dollars.
    route = a_route(a_tariff(charge(**fee), currency="USD", pays=("RUB",)), corridor=ABROAD)
    offer = priced(route, a_transfer(receive=10_200, corridor=ABROAD), a_market(a_board(sell="1.71")))
    assert offer.received >= 10_200
    assert offer.outlay == dec(outlay)


@pytest.mark.parametrize("must_arrive", [1_000, 3_333, 5_000, 7_777, 10_000])
def test_a_fee_with_fractions_of_a_cent_has_an_outlay_through_the_sending_banks_board_too(must_arrive):
    route = a_route(a_tariff(charge(percent=1), currency="USD", pays=("RUB",)), corridor=ABROAD)
    market = a_market(a_board(sell="1.71"))
    offer = priced(route, a_transfer(receive=must_arrive, corridor=ABROAD), market)
    assert offer.outlay is not None
    assert offer.received >= must_arrive
    less = priced(route, a_transfer(offer.outlay - dec("0.01"), corridor=ABROAD), market)
    assert less.received < must_arrive


def test_a_budget_that_jumps_into_a_dearer_band_of_the_counter_is_passed_over():
    # From 1,000.01 on no fee is taken, so no budget carries 960; the counter takes 10 % above 1,000.
    tariff = a_tariff(
        charge(flat=50, up_to=1_000),
        charge(above=1_000),
        taken_on_receipt(up_to=1_000),
        taken_on_receipt(percent=10, above=1_000),
        currency="AZN",
    )
    route = a_route(tariff)
    offer = priced(route, a_transfer(receive=960, currency="AZN"))
    assert offer.outlay == dec("1066.67")
    assert offer.received >= 960


def test_a_band_of_the_counter_is_found_although_the_margin_changes_with_the_amount():
    observed = [
        an_observation(amount=10_000, fee=0, margin_percent=0),
        an_observation(amount=20_000, fee=0, margin_percent=20),
    ]
    bands = a_tariff(taken_on_receipt(up_to=300), taken_on_receipt(flat=40, above=300), currency="AZN")
    route = a_route(observations=observed, payout=a_payout(tariffs=(bands,)))
    assert priced(route, a_transfer("16775")).received >= 290
    assert priced(route, a_transfer(receive=290)).outlay <= 16_775
