"""Profee's calculator, in made-up answers of the shape that others' programs read."""

from dataclasses import replace
from decimal import Decimal

import pytest

from channels.readers.failed import Failed
from channels.readers.providers import profee
from channels.terms import DisbursementMethod
from tests.support import calculators as played
from tests.support.calculators import ASKED, heard


def test_the_first_question_tells_whether_and_how_it_serves_a_direction():
    assert profee.ask_coverage(ASKED, "http://127.0.0.1/api").url == "http://127.0.0.1/api/de-az/methods"
    served = profee.read_coverage(heard(played.methods()), ASKED)
    assert (served.served, served.way) == (True, "m-1|WBANK")
    assert not profee.read_coverage(heard(played.methods(available=False)), ASKED).served
    with pytest.raises(Failed) as stop:
        profee.read_coverage(heard({"message": "moved"}), ASKED)
    assert stop.value.holes == {"field": "body"}


def test_the_price_is_asked_of_that_method_by_the_countries_numbers():
    body = profee.ask(ASKED, "http://127.0.0.1", "m-1|WBANK").json_body
    assert body["methodId"] == "m-1"
    assert (body["from"]["country"], body["to"]["country"]) == (276, 31)
    with pytest.raises(Failed) as stop:
        profee.ask(replace(ASKED, sending="XX"), "http://127.0.0.1")
    assert stop.value.code == "no_question"


def test_its_price_has_the_fee_on_top_and_the_form_of_the_method():
    (found,) = profee.read(heard(played.profee()), ASKED, "m-1|WBANK").prices
    assert (found.principal, found.outlay, found.rate) == (100, 102, Decimal("1.93"))
    assert found.disbursement is DisbursementMethod.ACCOUNT
    (promoted,) = profee.read(heard(played.profee(fee=0, kind="PROMO")), ASKED).prices
    assert promoted.promotion


@pytest.mark.parametrize("body", [{}, None])
def test_a_changed_shape_names_the_field_that_is_missing(body):
    with pytest.raises(Failed) as stop:
        profee.read(heard({"body": body}), ASKED)
    assert stop.value.holes == {"field": "body.currencyRate.rate"}
