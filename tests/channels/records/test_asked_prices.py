"""The record of what a calculator told: whole or refused, and as readers' files have it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from pydantic import ValidationError

from channels.records.asked_prices import AskedState, CalculatorPrice, JudgedPrice
from channels.terms import Answer, Evidence, Method
from tests.support.calculators import NOW, a_price

NOTHING = {"answer": Answer.NO_SERVICE, **dict.fromkeys(("outlay", "principal", "fee", "rate", "received"))}


@pytest.mark.parametrize(
    "changed",
    [
        {"rate": None}, {"outlay": None}, {"fee": None}, {"asked_amount": None}, {"pays": None},
        {"answer": Answer.NO_SERVICE}, {"minutes_least": 9, "minutes_most": 3}, {"fee": Decimal(-1)},
        {"answered": NOW - timedelta(seconds=1)}, {"asked": 1_700_000_000}, {"sha256": "x"}, {"token": "y"},
    ],
)  # fmt: skip
def test_what_is_no_whole_answer_is_refused(changed):
    with pytest.raises(ValidationError):
        a_price(**changed)


def test_a_price_is_an_observation_of_the_principal_by_the_provider_s_own_calculator():
    seen = JudgedPrice(
        a_price(valid_until=NOW + timedelta(days=3)), AskedState.PUBLISHED, "transfer"
    ).observation()
    assert (seen.amount, seen.fee, seen.evidence, seen.method) == (
        Decimal("98.50"), Decimal("1.50"), Evidence.OBSERVED, Method.API,
    )  # fmt: skip
    assert (seen.asked, seen.observed, seen.source) == (NOW, NOW.date(), "asked_wise")
    assert seen.valid_until == (NOW + timedelta(days=3)).date()
    assert not seen.independent and not seen.checked


def test_a_promise_of_minutes_is_of_one_order_and_says_nothing_of_the_price():
    price = a_price(valid_until=NOW + timedelta(minutes=30), quoted=NOW + timedelta(days=2))
    seen = JudgedPrice(price, AskedState.PUBLISHED, "transfer").observation()
    assert (seen.valid_until, seen.source_updated) == (None, NOW.date())


def test_not_offered_is_an_answer_without_a_price():
    judged = JudgedPrice(a_price(**NOTHING), AskedState.PUBLISHED, "transfer")
    found = judged.no_price()
    assert judged.observation() is None
    assert (found.answer, found.day, found.amount, found.currency) == (
        Answer.NO_SERVICE, NOW.date(), 100, "EUR",
    )  # fmt: skip
    whole = JudgedPrice(a_price(**NOTHING, asked_amount=None), AskedState.PUBLISHED, "transfer").no_price()
    assert (whole.amount, whole.currency) == (None, None)


def test_without_a_service_nothing_stands_in_readers_files():
    assert JudgedPrice(a_price(), AskedState.APART).observation() is None
    assert JudgedPrice(a_price(**NOTHING), AskedState.APART).no_price() is None


def test_amounts_within_a_twentieth_are_one_point_of_one_way():
    price = a_price()
    assert price.is_same_point(a_price(asked_amount=Decimal(105)))
    assert not price.is_same_point(a_price(asked_amount=Decimal(106)))
    assert not price.is_same_point(a_price(pay_in="card"))
    assert not price.is_same_point(a_price(promotion=True))


def test_it_comes_back_from_its_own_text():
    price = a_price(quoted=NOW)
    assert CalculatorPrice.model_validate_json(price.model_dump_json()) == price
