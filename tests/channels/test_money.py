"""Money is exact, stays in one currency, and is rounded only to what can be paid."""

from dataclasses import FrozenInstanceError
from decimal import localcontext
from fractions import Fraction
from math import prod

import pytest
from babel.core import get_global
from babel.numbers import get_currency_precision

from channels.money import (
    EXACT,
    MOST,
    PLACES,
    USUAL_PLACES,
    MixedCurrencies,
    Money,
    floor_minor,
    is_payable,
    minor_unit,
    to_minor,
)
from tests.support.builders import dec


@pytest.mark.parametrize(
    ("currency", "unit"),
    [
        ("AZN", "0.01"),
        ("RUB", "0.01"),
        ("USD", "0.01"),
        ("JPY", "1"),
        ("RWF", "1"),
        ("VUV", "1"),
        ("KWD", "0.001"),
        ("CLF", "0.0001"),
    ],
)
def test_the_smallest_coin_is_that_of_the_currency(currency, unit):
    assert minor_unit(currency) == dec(unit)
    assert is_payable(dec(unit), currency)
    assert not is_payable(dec(unit) / 2, currency)


@pytest.mark.parametrize(("amount", "pays"), [("1.230", 1), ("1e30", 1), ("1e-30", 0), ("0", 1), ("NaN", 0)])
def test_what_no_coin_pays_is_told(amount, pays):
    assert is_payable(dec(amount), "AZN") == bool(pays)


WITHDRAWN = {
    "ADP", "BYR", "ESP", "ITL", "LUF", "MGF", "MRO", "SLL", "STD", "TMM", "TRL", "ZMK", "ZWD",
}  # fmt: skip
"""Currencies that CLDR still lists and ISO 4217 no longer does."""
WITHOUT_COINS = {
    "AFN", "ALL", "IQD", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD", "SOS", "SYP", "YER",
}  # fmt: skip
"""Currencies with a small coin by ISO 4217 that nobody pays with: CLDR shows whole units."""


def test_the_table_of_iso_4217_is_that_of_cldr_where_both_count_the_same():
    listed = set(get_global("currency_fractions")) - {"DEFAULT"}
    assert set(PLACES) <= listed
    differ = {code for code in listed if PLACES.get(code, USUAL_PLACES) != get_currency_precision(code)}
    assert differ == WITHDRAWN | WITHOUT_COINS
    assert {get_currency_precision(code) for code in WITHOUT_COINS} == {0}


@pytest.mark.parametrize(
    ("amount", "currency", "paid"),
    [
        ("0.064", "AZN", "0.06"),
        ("0.065", "AZN", "0.06"),  # half goes to the even neighbour
        ("0.075", "AZN", "0.08"),
        ("0.0650001", "AZN", "0.07"),
        ("-0.065", "AZN", "-0.06"),
        ("2.5", "JPY", "2"),
        ("3.5", "JPY", "4"),
        ("1.0005", "KWD", "1.000"),
        ("1.0015", "KWD", "1.002"),
        ("7", "AZN", "7.00"),
    ],
)
def test_money_is_rounded_half_even_to_the_smallest_coin(amount, currency, paid):
    assert str(to_minor(dec(amount), currency)) == paid


@pytest.mark.parametrize(
    ("amount", "currency", "floor"),
    [("1.999", "AZN", "1.99"), ("1.99", "AZN", "1.99"), ("1.9", "JPY", "1"), ("-0.001", "AZN", "-0.01")],
)
def test_the_floor_is_the_largest_payable_amount_that_is_not_above(amount, currency, floor):
    assert floor_minor(dec(amount), currency) == dec(floor)


def test_sums_are_exact():
    total = Money(dec("0.1"), "AZN") + Money(dec("0.2"), "AZN")
    assert total == Money(dec("0.3"), "AZN")
    assert total - Money(dec("0.3"), "AZN") == Money(dec(0), "AZN")


def test_equal_amounts_are_equal_however_many_zeros_are_written():
    assert Money(dec("5"), "AZN") == Money(dec("5.00"), "AZN")
    assert Money(dec("5"), "AZN") != Money(dec("5"), "USD")


def test_amounts_of_one_currency_have_an_order():
    small, large = Money(dec(9), "AZN"), Money(dec(10), "AZN")
    assert small < large
    assert small <= small
    assert not large < large
    assert large > small


def test_mixed_currencies_are_named():
    with pytest.raises(MixedCurrencies, match="USD and AZN"):
        Money(dec(1), "USD") + Money(dec(1), "AZN")


def test_an_amount_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Money(dec(1), "AZN").amount = dec(2)


def test_the_largest_amount_through_two_rates_and_a_percent_is_not_rounded():
    figures = [MOST - dec("0.01"), dec("0.0195123457"), dec("1.6987654321"), dec("0.9875")]
    with localcontext(EXACT):
        amount = prod(figures, start=dec(1))
    assert Fraction(amount) == prod(map(Fraction, figures))
