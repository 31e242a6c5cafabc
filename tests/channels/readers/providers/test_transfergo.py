"""TransferGo's calculator, in made-up answers of the shape that others' programs read."""

from decimal import Decimal

import pytest

from channels.readers.failed import Failed
from channels.readers.providers import transfergo
from channels.terms import Answer, DisbursementMethod, PaymentInstrument
from tests.support import calculators as played
from tests.support.calculators import ASKED, heard, transfergo_option


def read(*options):
    return transfergo.read(heard(played.transfergo(*options)), ASKED)


def test_the_price_of_an_option_with_the_fee_where_what_arrives_puts_it():
    (inside,) = read(transfergo_option()).prices
    assert (inside.principal, inside.outlay) == (Decimal("99.01"), 100)
    assert (inside.pay_in, inside.disbursement) == (PaymentInstrument.ACCOUNT, DisbursementMethod.ACCOUNT)
    (on_top,) = read(transfergo_option(received=Decimal(195))).prices
    assert (on_top.principal, on_top.outlay) == (100, Decimal("100.99"))
    assert transfergo.ask(ASKED, "http://127.0.0.1").parameters["calculationBase"] == "sendAmount"


@pytest.mark.parametrize(
    "changed",
    [
        {"promotion": {"isApplied": True}},
        {"fee": {"value": "0", "valueBeforeDiscount": "0.99", "currency": "EUR"}},
    ],
)
def test_a_first_transfer_s_price_is_a_promotion_whose_usual_rate_is_not_told(changed):
    (found,) = read(transfergo_option() | changed).prices
    assert found.promotion and found.usual_rate is None


def test_no_open_option_means_not_offered():
    closed = transfergo_option(availability={"isAvailable": False, "reason": "corridor"})
    for options in ((), (closed,)):
        (found,) = read(*options).prices
        assert found.answer is Answer.NO_SERVICE


def test_one_odd_option_loses_none_of_the_others_and_only_odd_ones_name_the_field():
    found = read({"rate": {}}, transfergo_option())
    assert len(found.prices) == 1 and found.odd == ("options.fee.value",)
    with pytest.raises(Failed) as stop:
        read(transfergo_option(receivingAmount=None))
    assert stop.value.holes["field"] == "options.receivingAmount"


def test_another_currency_is_odd():
    with pytest.raises(Failed) as stop:
        read(transfergo_option(receivingAmount={"value": "1", "currency": "USD"}))
    assert stop.value.holes["field"] == "options.receivingAmount.currency"
