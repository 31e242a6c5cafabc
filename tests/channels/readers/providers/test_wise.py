"""Wise's unauthenticated quote, in made-up answers of its documented shape."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from channels.readers.failed import Failed
from channels.readers.providers import wise
from channels.terms import Answer, DisbursementMethod, PaymentInstrument
from tests.support import calculators as played
from tests.support.calculators import ASKED, heard, wise_option


def test_it_is_asked_for_the_whole_outlay_without_a_token():
    asked = wise.ask(ASKED, "http://127.0.0.1/v3/quotes")
    assert asked.json_body == {
        "sourceCurrency": "EUR", "targetCurrency": "AZN", "sourceAmount": 100.0, "targetAmount": None,
        "sourceCountry": "DE", "targetCountry": "AZ",
    }  # fmt: skip
    assert asked.parameters is None


def test_each_open_way_of_paying_in_is_a_price_with_its_clocks():
    found = wise.read(heard(played.wise()), ASKED)
    bank, card = found.prices
    assert (bank.outlay, bank.principal, bank.fee) == (100, Decimal("98.50"), Decimal("1.50"))
    assert bank.rate == Decimal("1.95")
    assert (bank.received, bank.pays, bank.currency) == (Decimal("192.08"), "AZN", "EUR")
    assert (bank.pay_in, bank.disbursement) == (PaymentInstrument.ACCOUNT, DisbursementMethod.ACCOUNT)
    assert card.pay_in is PaymentInstrument.CARD and card.fee == 3
    assert bank.minutes_most == 120
    assert bank.quoted == datetime(2026, 9, 5, 5, 14, tzinfo=UTC)
    assert bank.documented and not bank.promotion and found.odd == ()
    assert bank.sha256 == heard(played.wise()).sha256


def test_a_discount_is_a_promotion_with_the_price_without_it():
    option = wise_option(Decimal(100), played.RATE, Decimal(1), off=Decimal("0.5"))
    (found,) = wise.read(heard(played.wise(options=[option])), ASKED).prices
    assert found.promotion and found.usual_fee == Decimal("1.5") and found.usual_rate == played.RATE


@pytest.mark.parametrize("options", [[], [{"disabled": True, "payIn": "BALANCE"}]])
def test_no_open_option_means_not_offered(options):
    (found,) = wise.read(heard(played.wise(options=options)), ASKED).prices
    assert found.answer is Answer.NO_SERVICE
    assert (found.asked_amount, found.rate, found.received) == (100, None, None)


def test_one_odd_option_loses_none_of_the_others():
    good = wise_option(Decimal(100), played.RATE, Decimal(1))
    found = wise.read(heard(played.wise(options=[{"fee": {}}, "text", good])), ASKED)
    assert len(found.prices) == 1
    assert found.odd == ("paymentOptions.fee.total", "paymentOptions.fee.total")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"rate": None}, "rate"),
        ({"paymentOptions": None}, "paymentOptions"),
        ({"paymentOptions": [{}]}, "paymentOptions.fee.total"),
    ],
)
def test_a_changed_shape_names_the_field_that_is_missing(changed, field):
    with pytest.raises(Failed) as stop:
        wise.read(heard(played.wise() | changed), ASKED)
    assert (stop.value.code, stop.value.holes["field"]) == ("field_missing", field)


def test_another_currency_is_refused():
    with pytest.raises(Failed) as stop:
        wise.read(heard(played.wise(targetCurrency="USD")), ASKED)
    assert stop.value.code == "other_currency"


def test_a_time_that_makes_no_sense_is_not_known():
    option = wise_option(Decimal(100), played.RATE, Decimal(1), estimatedDelivery="2020-01-01T00:00:00Z")
    (found,) = wise.read(heard(played.wise(options=[option], createdTime="soon")), ASKED).prices
    assert found.minutes_most is None and found.quoted is None
