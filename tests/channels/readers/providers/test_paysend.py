"""Paysend's calculator, in made-up answers of the shape that others' programs read."""

from decimal import Decimal

import pytest

from channels.readers.failed import Failed
from channels.readers.providers import paysend
from channels.terms import Answer
from tests.support import calculators as played
from tests.support.calculators import ASKED, heard


def test_it_is_asked_as_its_page_asks():
    asked = paysend.ask(ASKED, "http://127.0.0.1/api/calculator")
    assert asked.parameters["sourceCountry"] == "de" and asked.parameters["targetCurrency"] == "azn"
    assert asked.parameters["amount"] == "100" and asked.json_body is None


def test_the_fee_comes_on_top_unless_what_arrives_says_otherwise():
    (found,) = paysend.read(heard(played.paysend()), ASKED).prices
    assert (found.principal, found.outlay, found.received) == (100, Decimal("101.5"), None)
    (inside,) = paysend.read(heard(played.paysend(targetAmount="191.09")), ASKED).prices
    assert (inside.principal, inside.outlay) == (Decimal("98.50"), 100)
    assert not found.documented


def test_a_country_to_which_no_money_goes_is_not_offered_at_all():
    (found,) = paysend.read(heard(played.paysend(served=False)), ASKED).prices
    assert (found.answer, found.asked_amount) == (Answer.NO_SERVICE, None)


@pytest.mark.parametrize(
    "changed", [{"promo": True}, {"commissionAmountWithoutPromo": 3}], ids=["named", "cheaper than usual"]
)
def test_a_promotion_is_marked(changed):
    (found,) = paysend.read(heard(played.paysend(**changed)), ASKED).prices
    assert found.promotion


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"calculator": {}}, "calculator.transaction.conversionRate"),
        (
            {"calculator": {"transaction": {"conversionRate": "1.9"}}},
            "calculator.transaction.commissionAmount",
        ),
        ([], "calculator.transaction.conversionRate"),
    ],
)
def test_a_changed_shape_names_the_field_that_is_missing(body, field):
    with pytest.raises(Failed) as stop:
        paysend.read(heard(body), ASKED)
    assert (stop.value.code, stop.value.holes) == ("field_missing", {"field": field})


def test_another_currency_is_refused():
    with pytest.raises(Failed) as stop:
        paysend.read(heard(played.paysend(sourceCurrency="usd")), ASKED)
    assert stop.value.code == "other_currency"
