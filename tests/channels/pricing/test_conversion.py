"""Which currencies the money passes through, and what becomes of a principal on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from channels.pricing.conversion import Path, carry, counter_matters, net_of, older, path_of, worth_only
from channels.pricing.fx import Reference
from channels.records.observations import Board
from channels.records.providers import Provider
from channels.terms import Benchmark, DisbursementMethod, Grade, Payer
from tests.support.builders import (
    DAY,
    a_board,
    a_corridor,
    a_market,
    a_payout,
    a_provider,
    a_rate,
    a_route,
    a_service,
    a_transfer,
    charge,
    dec,
    ecb_cross,
    some_terms,
    steps,
    taken_on_receipt,
)

PARTNER = a_provider("a_paying_bank")
ABROAD = a_corridor("AZ-RU", "AZN", "RUB")


def way(
    *boards: Board,
    partner: Provider | None = None,
    currencies: tuple[str, ...] | None = None,
    market=None,
    transfer=None,
    service=None,
    day=DAY,
    **terms,
) -> Path:
    """The way of the money from roubles to manat, at a counter where one is named."""
    transfer = transfer or a_transfer()
    counter = None if partner is None and currencies is None else a_payout(currencies=currencies or ())
    route = a_route(service=service, corridor=transfer.corridor, payout=counter, partner=partner)
    return path_of(route, some_terms(**terms), transfer, day, market or a_market(*boards))


# Straight on


def test_roubles_paid_out_in_manat_pass_through_the_official_rate_alone():
    path = way()
    assert (path.paid_currency, path.received_currency) == ("AZN", "AZN")
    assert (path.in_rate, path.out_rate) == (1, 1)
    assert path.mid.rate == path.total.rate == path.fee_worth == dec("0.02")
    assert path.sources == ("central_bank",)
    assert (path.notes, path.grade, path.same) == (frozenset(), Grade.CURRENT, False)


def test_inside_the_country_no_rate_is_needed():
    home = a_transfer(corridor=a_corridor("AZ-AZ", "AZN"))
    path = way(transfer=home, currency="AZN", market=a_market(rates=[]))
    assert path.same
    assert path.mid.rate == path.total.rate == 1
    assert path.sources == ()


def test_the_second_benchmark_changes_the_reference_of_every_leg():
    market = a_market(per_unit={"USD": "1.70", "EUR": 2}, ecb=ecb_cross(EUR=(DAY, "1.20")))
    euro = a_transfer(corridor=a_corridor("DE-AZ", "EUR"), benchmark=Benchmark.ECB)
    path = way(transfer=euro, currency="EUR", market=market)
    assert path.mid.rate == path.total.rate == path.fee_worth == dec("2.04")


def test_what_the_terms_say_to_the_reader_stays_said():
    assert way(notes=frozenset({"zero_margin"})).notes == {"zero_margin"}


# Which currency is paid out


@pytest.mark.parametrize(
    ("pays", "currencies", "paid"),
    [
        ((), None, "AZN"),
        (("AZN",), None, "AZN"),
        (("USD", "AZN"), None, "AZN"),
        (("USD", "EUR"), None, "USD"),
        ((), ("USD", "EUR"), "USD"),
        ((), ("USD", "AZN"), "AZN"),
        (("USD", "AZN"), ("USD",), "USD"),
        (("AZN", "USD"), ("EUR", "USD"), "USD"),
        (("USD",), ("EUR",), "EUR"),
    ],
)
def test_the_recipients_own_currency_is_paid_out_where_the_counter_has_it(pays, currencies, paid):
    assert way(pays=pays, currencies=currencies).paid_currency == paid


def test_to_any_country_the_services_own_currency_is_paid_out_unless_another_is_named():
    anywhere = a_transfer(corridor=a_corridor("AZ-any", "AZN", None))
    assert way(transfer=anywhere, currency="USD", pays=()).paid_currency == "USD"
    assert way(transfer=anywhere, currency="USD", pays=("EUR",)).paid_currency == "EUR"


def test_a_road_to_any_country_pays_no_guessed_currency_in_a_named_one():
    asked = a_transfer(corridor=ABROAD)
    route = a_route(corridor=a_corridor("AZ-any", "AZN", None))
    path = path_of(route, some_terms(currency="USD", pays=()), asked, DAY, a_market())
    assert (path.paid_currency, path.received_currency) == ("USD", "USD")


# Received through a board


def test_dollars_paid_out_here_become_manat_at_the_paying_banks_buying_board():
    path = way(a_board(provider="a_paying_bank", buy="1.69"), partner=PARTNER, pays=("USD",))
    assert (path.paid_currency, path.received_currency) == ("USD", "AZN")
    assert path.out_rate == dec("1.69")
    assert path.mid.rate == dec("0.0117647059")  # 0.02 / 1.70
    assert path.total.rate == path.fee_worth == dec("0.02")
    assert path.sources == ("a_board", "central_bank")


@pytest.mark.parametrize(
    ("board", "partner", "note"),
    [
        (a_board(provider="a_paying_bank"), None, "no_partner"),
        (a_board(provider="another_bank"), PARTNER, "no_board_here"),
        (a_board("EUR", provider="a_paying_bank"), PARTNER, "no_board_here"),
        (a_board(provider="a_paying_bank", kind="card"), PARTNER, "no_board_here"),
        (a_board(provider="a_paying_bank", day=DAY + timedelta(days=1)), PARTNER, "no_board_here"),
    ],
)
def test_without_the_paying_banks_cash_board_the_amount_is_not_known(board, partner, note):
    path = way(board, partner=partner, pays=("USD",))
    assert path.out_rate is None
    assert note in path.notes


def test_abroad_the_amount_stands_in_the_currency_paid_out():
    path = way(transfer=a_transfer(corridor=ABROAD), currency="AZN", pays=("USD",))
    assert (path.paid_currency, path.received_currency) == ("USD", "USD")
    assert path.out_rate == 1
    assert path.total.rate == dec("0.5882352941")  # 1 / 1.70


# The sender's own exchange


@pytest.mark.parametrize(("pay_in", "sell"), [("cash", 2), (None, 2), ("card", 3), ("account", 3)])
def test_manat_become_dollars_at_the_sending_banks_selling_board(pay_in, sell):
    boards = [a_board(buy=1, sell=2), a_board(buy=1, sell=3, kind="card")]
    service = a_service(pay_in=pay_in, corridors=("AZ-RU",))
    path = way(*boards, transfer=a_transfer(corridor=ABROAD), service=service, currency="USD", pays=("RUB",))
    assert path.in_rate == sell
    assert path.sources == ("a_board", "central_bank")


def test_without_the_sending_banks_board_the_budget_cannot_be_turned():
    path = way(transfer=a_transfer(corridor=ABROAD), currency="USD", pays=("RUB",))
    assert path.in_rate is None
    assert path.notes == {"no_board_sender"}


def test_only_manat_are_changed_at_a_board_of_ours():
    board = a_board("RUB", buy=1, sell=2)
    path = way(board, transfer=a_transfer(currency="USD"), currency="RUB")
    assert path.in_rate is None


# No rate for the pair


def test_without_a_rate_for_the_pair_amounts_are_their_worth_in_the_sending_currency():
    pair = a_transfer(corridor=a_corridor("DE-MD", "EUR", "MDL"))
    path = way(transfer=pair, currency="EUR", pays=("MDL",))
    assert path.mid == path.total == worth_only("EUR", DAY)
    assert (path.paid_currency, path.received_currency, path.fee_worth) == ("EUR", "EUR", 1)
    assert path.notes == {"worth_only"}
    assert path.grade is Grade.CURRENT
    assert not path.same


def test_worth_is_computed_at_one_and_says_so():
    assert worth_only("EUR", DAY) == Reference("EUR", "EUR", dec(1), DAY, (), fresh=True, worth_only=True)


def test_with_a_board_on_the_way_a_missing_rate_leaves_the_amount_not_known():
    path = way(
        a_board(provider="a_paying_bank"),
        partner=PARTNER,
        pays=("USD",),
        market=a_market(a_board(provider="a_paying_bank"), rates=[a_rate("USD", "1.7")]),
    )
    assert path.mid is None
    assert path.total is None
    assert "worth_only" not in path.notes


# The best grade that the rates allow


@pytest.mark.parametrize(
    ("rouble_age", "grade"),
    [(7, Grade.CURRENT), (8, Grade.AGEING), (365, Grade.AGEING), (366, Grade.HISTORICAL)],
)
def test_an_old_official_rate_lowers_the_grade(rouble_age, grade):
    market = a_market(rates=[a_rate("RUB", "0.02", DAY - timedelta(days=rouble_age))])
    assert way(market=market).grade is grade


@pytest.mark.parametrize(
    ("board_age", "grade"), [(90, Grade.CURRENT), (91, Grade.AGEING), (366, Grade.HISTORICAL)]
)
def test_an_old_board_lowers_the_grade(board_age, grade):
    board = a_board(provider="a_paying_bank", day=DAY - timedelta(days=board_age))
    assert way(board, partner=PARTNER, pays=("USD",)).grade is grade


def test_in_the_teaching_set_every_rate_is_current():
    market = a_market(rates=[a_rate("RUB", "0.02", DAY - timedelta(days=900))], invented=True)
    assert way(market=market).grade is Grade.CURRENT


def test_of_some_grades_the_worst_counts():
    assert older(Grade.CURRENT, Grade.HISTORICAL, Grade.AGEING) is Grade.HISTORICAL
    assert older(Grade.CURRENT) is Grade.CURRENT


# A principal on its way

RANGED = {
    "worst": steps(charge(flat=200)),
    "best": steps(charge(flat=100)),
    "margin": lambda _: dec(2),
    "margin_best": lambda _: dec(1),
}


@pytest.mark.parametrize(("worst", "fee", "paid"), [(True, 200, 196), (False, 100, 198)])
def test_a_range_is_carried_at_the_end_asked_for(worst, fee, paid):
    carried = carry(dec(10_000), some_terms(**RANGED), way(), worst=worst)
    assert (carried.principal, carried.fee, carried.paid, carried.receipt) == (10_000, fee, paid, 0)


@pytest.mark.parametrize(
    ("principal", "paid"), [("3.25", "0.06"), ("3.75", "0.08"), ("3.2501", "0.07"), ("0.01", "0")]
)
def test_what_is_paid_out_is_rounded_half_even_to_a_whole_qapik(principal, paid):
    assert carry(dec(principal), some_terms(), way(), worst=True).paid == dec(paid)


def test_a_margin_that_is_not_known_leaves_the_amount_not_known_but_not_the_fee():
    terms = some_terms(worst=steps(charge(flat=200)), margin=lambda _: None)
    carried = carry(dec(10_000), terms, way(), worst=True)
    assert (carried.fee, carried.paid, carried.receipt) == (200, None, None)
    assert net_of(carried, way()) is None


def test_in_one_currency_no_margin_is_taken_although_none_is_known():
    home = a_transfer(corridor=a_corridor("AZ-AZ", "AZN"))
    path = way(transfer=home, currency="AZN")
    assert carry(dec(100), some_terms(currency="AZN", margin=lambda _: None), path, worst=True).paid == 100


def with_receipt(path: Path, *lines) -> Path:
    """The same way with charges on receipt."""
    worst, best = (steps(*lines, payer=Payer.RECIPIENT, most=most) for most in (True, False))
    return replace(path, receipt_worst=worst, receipt_best=best)


def test_charges_on_receipt_are_taken_of_what_is_paid_out():
    path = with_receipt(way(), taken_on_receipt(percent=1, percent_most=2))
    terms = some_terms()
    worst, best = (carry(dec(10_000), terms, path, worst=end) for end in (True, False))
    assert (worst.receipt, best.receipt) == (4, 2)
    assert (net_of(worst, path), net_of(best, path)) == (196, 198)


def test_where_nothing_is_paid_out_nothing_is_taken_on_receipt():
    path = with_receipt(way(), taken_on_receipt(flat=2))
    carried = carry(dec("0.01"), some_terms(), path, worst=True)
    assert (carried.paid, carried.receipt) == (0, 0)


def test_of_a_single_qapik_too_something_is_taken_on_receipt():
    path = with_receipt(way(), taken_on_receipt(percent=50))
    carried = carry(dec("0.50"), some_terms(), path, worst=True)
    assert (carried.paid, carried.receipt) == (dec("0.01"), dec("0.005"))


def test_charges_on_receipt_are_taken_before_the_exchange():
    path = way(
        a_board(provider="a_paying_bank", buy="1.50"),
        partner=PARTNER,
        transfer=a_transfer(currency="USD"),
        currency="USD",
        pays=("USD",),
    )
    path = with_receipt(path, taken_on_receipt(flat=2))
    carried = carry(dec(100), some_terms(currency="USD"), path, worst=True)
    assert net_of(carried, path) == 147  # (100 - 2) x 1.50


def test_without_a_board_on_the_way_what_is_left_is_not_known():
    for path in (
        way(pays=("USD",)),
        way(transfer=a_transfer(corridor=ABROAD), currency="USD", pays=("RUB",)),
    ):
        assert net_of(carry(dec(100), some_terms(), path, worst=True), path) is None


@pytest.mark.parametrize(
    ("form", "pays", "matters"),
    [
        ("cash", "AZN", True), ("home_delivery", "AZN", True), ("card", "AZN", False),
        ("account", "AZN", False), ("wallet", "AZN", False), ("card", "USD", True),
        ("account", None, True), (None, "AZN", True),
    ],
)  # fmt: skip
def test_which_bank_pays_matters_of_what_is_picked_up_and_of_what_must_be_changed(form, pays, matters):
    of = None if form is None else DisbursementMethod(form)
    assert counter_matters(of, pays, "AZN") is matters


@pytest.mark.parametrize("form", [form for form in DisbursementMethod if not form.is_picked_up])
@pytest.mark.parametrize("pays", ["AZN", "USD"])
def test_an_unknown_bank_is_noted_of_a_card_just_where_it_matters(form, pays):
    assert ("no_partner" in way(pays=(pays,)).notes) is counter_matters(form, pays, "AZN")
