"""The reference on a day, a provider's margin against it, and a bank's board."""

from datetime import date, timedelta

import pytest

from channels.pricing.fx import (
    Rates,
    Reference,
    allowed_age,
    board_on,
    dearest_board,
    grade,
    latest_boards,
    margin_of,
    margin_percent,
    rate_grade,
    reference,
    ten_places,
    worth,
)
from channels.readers.ecb_history import dollars
from channels.terms import Benchmark, BoardKind, Grade
from tests.support.builders import DAY, a_board, a_rate, dec, ecb_cross


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def rates(*points, ecb=None, always_fresh=False) -> Rates:
    """Official rates, each written as currency, manat for one unit, and its age in days."""
    return Rates([a_rate(c, value, ago(age)) for c, value, age in points], ecb, always_fresh=always_fresh)


DOLLAR = ("USD", "1.70", 0)


# The Central Bank's sheet


def test_the_latest_sheet_not_after_the_day_counts_in_whatever_order_they_are_read():
    sheets = [("EUR", "2.01", 10), ("EUR", "2.05", 0), ("EUR", "2.03", 5), ("EUR", "9", -1)]
    for points in (sheets, sheets[::-1]):
        known = rates(*points)
        assert known.quote("EUR", DAY).per_unit == dec("2.05")
        assert known.quote("EUR", ago(1)).per_unit == dec("2.03")
        assert known.quote("EUR", ago(1)).day == ago(5)
        assert known.quote("EUR", ago(10)).per_unit == dec("2.01")
        assert known.quote("EUR", ago(11)) is None


def test_a_currency_that_no_sheet_has_is_not_known():
    assert rates(DOLLAR).quote("XXX", DAY) is None


def test_the_manat_is_worth_one_manat_on_any_day_and_needs_no_source():
    found = rates().quote("AZN", ago(9_000))
    assert (found.per_unit, found.day, found.sources, found.fresh) == (1, ago(9_000), (), True)


def test_a_rate_for_a_hundred_units_is_brought_to_one():
    known = Rates([a_rate("RUB", "1.95", nominal=100)])
    assert known.quote("RUB", DAY).per_unit == dec("0.0195")


@pytest.mark.parametrize(("currency", "days"), [("RUB", 7), ("EUR", 7), ("USD", 90)])
def test_a_rate_judges_up_to_and_with_its_allowed_age(currency, days):
    known = rates((currency, "1.70", 0))
    assert allowed_age(currency) == days
    assert known.quote(currency, DAY + timedelta(days=days)).fresh
    assert not known.quote(currency, DAY + timedelta(days=days + 1)).fresh


def test_in_the_teaching_set_a_rate_is_never_old():
    assert rates(("RUB", "0.02", 900), always_fresh=True).quote("RUB", DAY).fresh


def test_the_first_day_and_the_currencies_are_those_of_the_sheets():
    known = rates(("RUB", "0.02", 900), DOLLAR)
    assert known.first_day == ago(900)
    assert known.currencies == {"RUB", "USD", "AZN"}
    assert rates().first_day is None
    assert rates().currencies == {"AZN"}


def test_one_more_rate_makes_new_rates_and_leaves_the_old_ones_alone():
    known = rates(("RUB", "0.02", 5), DOLLAR, ecb=ecb_cross(EUR=(DAY, "1.1")))
    more = known.with_rate(a_rate("RUB", "0.021"))
    assert more.quote("RUB", DAY).per_unit == dec("0.021")
    assert more.quote("RUB", ago(1)).per_unit == dec("0.02")
    assert more.quote("EUR", DAY).stood_in
    assert known.quote("RUB", DAY).per_unit == dec("0.02")


def test_the_rates_of_the_teaching_set_stay_fresh_when_one_is_added():
    known = rates(("RUB", "0.02", 900), always_fresh=True)
    assert known.with_rate(a_rate("USD", 2)).quote("RUB", DAY).fresh
    assert known.with_ecb(ecb_cross()).quote("RUB", DAY).fresh


# The European Central Bank's cross behind it


def test_the_cross_stands_in_for_a_rate_that_is_missing():
    known = rates(DOLLAR).with_ecb(ecb_cross(EUR=(ago(1), "1.10")))
    found = known.quote("EUR", DAY)
    assert found.per_unit == dec("1.87")
    assert found.day == ago(1)
    assert found.stood_in
    assert found.sources == ("ecb_reference_rates", "central_bank")
    assert rates(DOLLAR).quote("EUR", DAY) is None


@pytest.mark.parametrize(
    ("official_age", "cross_age", "stood_in"), [(0, 0, False), (2, 2, False), (2, 3, False), (3, 2, True)]
)
def test_the_cross_stands_in_for_an_older_rate_only(official_age, cross_age, stood_in):
    known = rates(("EUR", "2", official_age), DOLLAR, ecb=ecb_cross(EUR=(ago(cross_age), "1.10")))
    assert known.quote("EUR", DAY).stood_in is stood_in


def test_the_cross_asked_for_is_the_cross_although_the_central_banks_rate_is_newer():
    known = rates(("EUR", "2", 0), DOLLAR, ecb=ecb_cross(EUR=(ago(3), "1.10")))
    assert known.quote("EUR", DAY, Benchmark.ECB).per_unit == dec("1.87")
    assert known.quote("EUR", DAY).per_unit == 2


@pytest.mark.parametrize(("cross_age", "dollar_age", "fresh"), [(7, 90, True), (8, 0, False), (0, 91, False)])
def test_a_cross_is_no_fresher_than_the_dollar_it_goes_through(cross_age, dollar_age, fresh):
    known = rates(("USD", "1.70", dollar_age), ecb=ecb_cross(EUR=(ago(cross_age), "1.10")))
    assert known.quote("EUR", DAY).fresh is fresh


def test_without_the_dollars_rate_there_is_no_cross():
    known = rates(("EUR", "2", 0), ecb=ecb_cross(EUR=(DAY, "1.10")))
    assert known.quote("EUR", DAY, Benchmark.ECB) is None
    assert not known.quote("EUR", DAY).stood_in


def test_the_dollar_has_no_cross_to_itself():
    known = rates(("USD", "1.70", 5), ecb=ecb_cross(USD=(DAY, 1)))
    assert not known.quote("USD", DAY).stood_in
    assert reference(known, DAY, base="USD", quote="AZN", benchmark=Benchmark.ECB).rate == dec("1.70")


def test_the_european_central_bank_quotes_no_rouble_after_the_first_of_march_2022():
    assert dollars("RUB", date(2022, 3, 1)) is not None
    assert dollars("RUB", date(2022, 3, 2)) is None


@pytest.mark.parametrize("currency", ["GEL", "KZT", "AED", "UAH"])
def test_the_european_central_bank_does_not_quote_every_currency(currency):
    assert dollars(currency, date(2021, 6, 1)) is None


# The reference between two currencies


def test_the_reference_into_manat_is_the_rate_of_the_sheet():
    found = reference(rates(("RUB", "0.0195", 3)), DAY, base="RUB", quote="AZN")
    assert (found.rate, found.day, found.sources, found.fresh) == (
        dec("0.0195"),
        ago(3),
        ("central_bank",),
        True,
    )


def test_from_a_currency_into_itself_the_reference_is_one_by_identity():
    found = reference(rates(), DAY, base="XXX", quote="XXX")
    assert (found.rate, found.day, found.sources, found.fresh) == (1, DAY, (), True)


def test_a_cross_rate_has_the_day_of_its_older_leg_and_is_as_fresh_as_the_worse_one():
    known = rates(("RUB", "0.02", 8), ("TRY", "0.04", 1))
    found = reference(known, DAY, base="TRY", quote="RUB")
    assert (found.rate, found.day, found.fresh) == (2, ago(8), False)
    assert found.sources == ("central_bank",)


@pytest.mark.parametrize(
    ("left", "right", "rate"),
    [
        (1, 3, "0.3333333333"),
        (2, 3, "0.6666666667"),
        ("0.00000000125", "1", "0.0000000012"),  # half goes to the even neighbour
        ("0.00000000135", "1", "0.0000000014"),
        ("0.00000000125001", "1", "0.0000000013"),
    ],
)
def test_a_cross_rate_is_rounded_half_even_to_ten_decimals(left, right, rate):
    known = rates(("EUR", left, 0), ("TRY", right, 0))
    assert reference(known, DAY, base="EUR", quote="TRY").rate == dec(rate)


def test_a_rate_with_fewer_decimals_stays_as_it_is_written():
    assert str(ten_places(dec("1.70"))) == "1.70"
    assert str(ten_places(dec("0.01234567891"))) == "0.0123456789"


def test_without_a_leg_there_is_no_reference():
    known = rates(DOLLAR)
    assert reference(known, DAY, base="USD", quote="RUB") is None
    assert reference(known, DAY, base="RUB", quote="USD") is None


def test_a_reference_says_whether_the_cross_stood_in():
    known = rates(("RUB", "0.02", 0), DOLLAR, ecb=ecb_cross(EUR=(DAY, "1.10")))
    assert reference(known, DAY, base="EUR", quote="RUB").stood_in
    assert reference(known, DAY, base="RUB", quote="EUR").stood_in
    assert not reference(known, DAY, base="RUB", quote="AZN").stood_in


def test_the_second_benchmark_asked_for_stands_in_for_nothing():
    known = rates(("EUR", "2", 0), DOLLAR, ecb=ecb_cross(EUR=(DAY, "1.10")))
    found = reference(known, DAY, base="EUR", quote="AZN", benchmark=Benchmark.ECB)
    assert found.rate == dec("1.87")
    assert found.benchmark is Benchmark.ECB
    assert not found.stood_in


def test_where_one_leg_has_no_second_benchmark_the_pair_has_none():
    known = rates(("RUB", "0.02", 0), ("EUR", 2, 0), DOLLAR, ecb=ecb_cross(EUR=(DAY, "1.10")))
    assert reference(known, DAY, base="RUB", quote="AZN", benchmark=Benchmark.ECB) is None
    assert reference(known, DAY, base="EUR", quote="RUB", benchmark=Benchmark.ECB) is None


# A provider's margin


@pytest.mark.parametrize(
    ("rate", "percent"), [("0.0196", "2"), ("0.0200", "0"), ("0.0202", "-1"), ("0.0100", "50")]
)
def test_the_margin_is_what_the_rate_takes_in_percent_of_the_reference(rate, percent):
    assert margin_percent(dec(rate), dec("0.0200")) == dec(percent)


# How old


def test_a_price_that_nobody_dated_is_historical():
    assert grade(None, DAY) is Grade.HISTORICAL


def test_a_price_seen_today_is_current():
    assert grade(DAY, DAY) is Grade.CURRENT


def used(age: int, *, fresh: bool, worth_only: bool = False) -> Reference:
    return Reference("RUB", "AZN", dec("0.02"), ago(age), (), fresh=fresh, worth_only=worth_only)


@pytest.mark.parametrize(
    ("age", "expected"),
    [(8, Grade.AGEING), (90, Grade.AGEING), (365, Grade.AGEING), (366, Grade.HISTORICAL)],
)
def test_under_an_old_rate_no_price_is_current(age, expected):
    assert rate_grade(used(age, fresh=False), DAY) is expected


def test_under_a_fresh_rate_or_none_at_all_a_price_may_be_current():
    assert rate_grade(used(7, fresh=True), DAY) is Grade.CURRENT
    assert rate_grade(used(0, fresh=False, worth_only=True), DAY) is Grade.CURRENT


# A bank's board


BOARDS = [
    a_board(buy="1.690", day=ago(9)),
    a_board(buy="1.691", day=ago(2)),
    a_board(buy="1.692", day=DAY + timedelta(days=1)),
    a_board(buy="1.680", kind="card"),
    a_board(buy="1.670", provider="b_bank"),
    a_board("EUR", buy=1, sell=2),
    a_board(buy=49, sell=51, priced_in="TRY"),
]


@pytest.mark.parametrize(
    ("asked", "buy"),
    [
        ({}, "1.691"),
        ({"day": ago(3)}, "1.690"),
        ({"day": ago(10)}, None),
        ({"kind": BoardKind.CARD}, "1.680"),
        ({"provider": "b_bank"}, "1.670"),
        ({"currency": "EUR"}, "1"),
        ({"currency": "RUB"}, None),
        ({"provider": "c_bank"}, None),
        ({"priced_in": "TRY"}, "49"),
        ({"priced_in": "GEL"}, None),
    ],
)
def test_the_board_is_the_latest_of_that_bank_kind_and_currency(asked, buy):
    plain = {"day": DAY, "provider": "a_bank", "kind": BoardKind.CASH, "currency": "USD"} | asked
    for boards in (BOARDS, BOARDS[::-1]):
        found = board_on(boards, plain["day"], **{k: v for k, v in plain.items() if k != "day"})
        assert (found.buy if found else None) == (None if buy is None else dec(buy))


def test_the_dearest_board_is_of_that_currency_in_manat_and_of_the_last_ninety_days():
    young, old = DAY - timedelta(days=90), DAY - timedelta(days=91)
    boards = [
        a_board("USD", "1.69", "1.71", "a_bank"),
        a_board("USD", "1.69", "1.73", "b_bank", day=young),
        a_board("USD", "1.69", "1.80", "c_bank", day=old),
        a_board("EUR", "1.69", "2.10", "a_bank"),
        a_board("USD", "48", "51", "d_bank").model_copy(update={"priced_in": "TRY"}),
    ]
    assert dearest_board(boards, DAY, "USD").provider == "b_bank"
    assert dearest_board(boards, DAY, "GBP") is None
    assert dearest_board(boards, DAY, "USD", most_days=None).provider == "c_bank"


def test_only_the_latest_board_of_a_bank_is_asked():
    boards = [a_board("USD", "1.69", "1.80", day=DAY - timedelta(days=5)), a_board("USD", "1.69", "1.71")]
    later = a_board("USD", "1.69", "1.90", day=DAY + timedelta(days=1))
    assert latest_boards([*boards, later], DAY, most_days=90) == (boards[1],)
    assert dearest_board([*boards, later], DAY, "USD").sell == dec("1.71")


def test_an_amount_is_worth_what_the_reference_makes_of_it():
    known = rates(("USD", "1.7", 0), ("EUR", "2.04", 0))
    assert worth(known, DAY, dec(200), base="EUR", quote="USD") == 240
    assert worth(known, DAY, dec(200), base="EUR", quote="EUR") == 200
    assert worth(known, DAY, dec(200), base="RUB", quote="USD") is None


def test_a_rate_of_a_day_is_a_margin_against_the_reference_of_that_day():
    known = rates(("EUR", "2", 0), ("EUR", "1.6", 10))
    assert margin_of(known, DAY, dec("1.9"), base="EUR", quote="AZN", benchmark=Benchmark.CBAR) == (
        5,
        Grade.CURRENT,
    )
    then, by = margin_of(known, ago(1), dec("1.6"), base="EUR", quote="AZN", benchmark=Benchmark.CBAR)
    assert (then, by) == (0, Grade.AGEING)
    lost = margin_of(known, DAY, dec("1.9"), base="GBP", quote="AZN", benchmark=Benchmark.CBAR)
    assert lost == (None, Grade.CURRENT)
