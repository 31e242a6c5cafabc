"""The id of a kept price: the same from whichever file it was read, another for every other price."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from channels.records.asked_prices import AskedReason, AskedState, CalculatorPrice, JudgedPrice
from channels.records.dated_prices import QuoteOrigin, kept, last_words, of_judged
from channels.terms import Answer, Evidence, Method
from tests.support.builders import an_observation, no_price

MOMENT = datetime(2026, 11, 21, 5, 14, tzinfo=UTC)


def told(**fields) -> CalculatorPrice:
    plain = {
        "provider": "wise", "corridor": "DE-AZ", "asked_amount": Decimal(200), "currency": "EUR",
        "outlay": Decimal(200), "principal": Decimal(198), "fee": Decimal(2), "rate": Decimal("1.9"),
        "received": Decimal("376.20"), "pays": "AZN", "asked": MOMENT, "answered": MOMENT,
        "sha256": "0" * 64, "documented": True,
    }  # fmt: skip
    return CalculatorPrice(**(plain | fields))


def judged(state=AskedState.PUBLISHED, service="online", **more) -> JudgedPrice:
    return JudgedPrice(told(), state, service, **more)


@pytest.mark.parametrize(
    "changed", [{"source": "other"}, {"superseded": "wrong"}, {"checked": True}, {"fee": Decimal("100.00")}]
)
def test_the_same_price_has_the_same_id_however_its_file_writes_it(changed):
    assert kept(an_observation(**changed)).id == kept(an_observation()).id


@pytest.mark.parametrize("changed", [{"fee": 101}, {"amount": 5_000}, {"provider": "b_bank"}])
def test_another_price_has_another_id(changed):
    assert kept(an_observation(**changed)).id != kept(an_observation()).id


def test_a_calculators_answer_has_one_id_in_the_store_and_in_the_file_that_was_laid_out_from_it():
    found = of_judged(judged(), released=False)
    assert found.id == kept(judged().observation()).id
    assert found.id == of_judged(judged(service=None), released=False).id
    assert found.origin is QuoteOrigin.CALCULATOR


def test_each_origin_is_told():
    assert kept(an_observation()).origin is QuoteOrigin.DESK
    assert kept(an_observation(), of_form=True).origin is QuoteOrigin.FORM
    assert kept(an_observation(evidence=Evidence.SURVEYED)).origin is QuoteOrigin.SURVEY
    assert kept(no_price(method=Method.API, answer=Answer.NO_SERVICE)).origin is QuoteOrigin.CALCULATOR


@pytest.mark.parametrize(
    "state,reason,released,shown",
    [
        (AskedState.PUBLISHED, None, False, True),
        (AskedState.PUBLISHED, AskedReason.FIRST, True, True),
        (AskedState.WAITING, AskedReason.FIRST, False, False),
        (AskedState.APART, AskedReason.PROMOTION, False, False),
        (AskedState.DROPPED, AskedReason.REFUSED, True, False),
        (AskedState.REPLACED, None, False, True),
        (AskedState.REPLACED, AskedReason.FIRST, True, True),
        (AskedState.REPLACED, AskedReason.FIRST, False, False),
    ],
)
def test_readers_may_see_what_they_saw_and_nobody_took_back(state, reason, released, shown):
    assert of_judged(judged(state, reason=reason), released=released).shown is shown


def test_of_several_words_on_one_price_the_last_counts():
    one = kept(an_observation())
    assert last_words([one, replace(one, shown=False)]) == (replace(one, shown=False),)


def test_what_was_superseded_is_not_shown():
    assert not kept(an_observation(superseded="wrong")).shown
