"""What a calculator told: published at once, for a steward to look at, kept apart, or none at all."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from channels.collect import asked_prices
from channels.collect.asked_prices import Known, amounts, corridors_of, judge, judged
from channels.records.asked_prices import AskedReason, AskedState
from channels.records.providers import LicenceCheck, Standing
from channels.terms import Answer, DisbursementMethod, Licence, PaymentInstrument, Status
from tests.support.calculators import NOW, a_price
from tests.support.datasets import real

DAY = NOW.date()
SERVICES = ("transfer",)
RELEASED = Known(released=True)


def of(price, known=RELEASED, data=None):
    """State, reason and value against of one answer."""
    found = judge(price, real() if data is None else data, DAY, SERVICES, known)
    return found.state, found.reason, found.against


def closed(provider="wise", **fields):
    """The data with a provider's licence in another state."""
    tables = real().tables
    check = LicenceCheck(day=DAY, source=tables.sources[0].id, **fields)
    firms = tuple(
        one.model_copy(update={"licence": (check,)}) if one.id == provider else one
        for one in tables.providers
    )
    return real().with_tables(replace(tables, providers=firms))


def test_a_price_that_holds_together_is_published_once_the_first_was_let_through():
    assert of(a_price()) == (AskedState.PUBLISHED, None, None)
    assert of(a_price(), Known()) == (AskedState.WAITING, AskedReason.FIRST, None)
    assert judge(a_price(), real(), DAY, SERVICES, RELEASED).service == "transfer"


@pytest.mark.parametrize(
    ("changed", "state", "reason"),
    [
        ({"received": Decimal("192.07")}, AskedState.PUBLISHED, None),
        ({"received": Decimal("192.26")}, AskedState.PUBLISHED, None),
        ({"received": Decimal("192.28")}, AskedState.WAITING, AskedReason.CONTRADICTION),
        ({"received": None}, AskedState.PUBLISHED, None),
        ({"fee": Decimal("1.40")}, AskedState.WAITING, AskedReason.CONTRADICTION),
        ({"rate": Decimal("1.78"), "received": None}, AskedState.PUBLISHED, None),
        ({"rate": Decimal("1.77"), "received": None}, AskedState.WAITING, AskedReason.RATE_OFF),
        ({"rate": Decimal("0.51"), "received": None}, AskedState.DROPPED, AskedReason.UPSIDE_DOWN),
    ],
)
def test_each_thing_that_does_not_hold_together_has_its_reason_and_its_value(changed, state, reason):
    found = of(a_price(**changed))
    assert found[:2] == (state, reason)
    assert (found[2] is None) is (reason is None)


def test_without_a_fresh_official_rate_a_steward_looks():
    later = a_price(answered=NOW + timedelta(days=40), asked=NOW + timedelta(days=40))
    found = judge(later, real(), DAY + timedelta(days=40), SERVICES, RELEASED)
    assert (found.state, found.reason) == (AskedState.WAITING, AskedReason.NO_FRESH_RATE)


def test_more_than_a_fifth_off_the_last_price_of_the_same_amount_waits():
    before = a_price(fee=Decimal(30), principal=Decimal(70), received=Decimal("136.50"))
    state, reason, against = of(a_price(), Known((before,), released=True))
    assert (state, reason, against) == (AskedState.WAITING, AskedReason.MOVED, Decimal("136.50"))
    elsewhere = before.model_copy(update={"asked_amount": Decimal(400)})
    assert of(a_price(), Known((elsewhere,), released=True))[0] is AskedState.PUBLISHED


@pytest.mark.parametrize("licence", [Licence.UNLICENSED, Licence.SUSPENDED])
def test_the_price_of_a_provider_that_may_not_work_is_dropped_and_it_is_not_asked(licence):
    data = closed(state=licence)
    assert of(a_price(), data=data)[:2] == (AskedState.DROPPED, AskedReason.CLOSED)
    assert corridors_of(data, "wise", DAY) == ()


def test_what_is_suspended_here_is_asked_nowhere_and_only_listed_corridors_are():
    assert corridors_of(real(), "ria", DAY) == ()
    keys = {one.key for one in corridors_of(real(), "wise", DAY)}
    assert "DE-AZ" in keys and "RU-AZ" not in keys and not any("AZ" not in key for key in keys)
    everywhere = {one.key for one in corridors_of(real(), "profee", DAY, anywhere=True)}
    assert {"DE-AZ", "AZ-TR"} <= everywhere and "AZ-AZ" not in everywhere and "AZ-any" not in everywhere


@pytest.mark.parametrize("licence", [Licence.SUSPENDED, Licence.UNLICENSED])
def test_who_may_not_work_is_not_asked_either_where_no_service_lists_a_direction(licence):
    assert corridors_of(closed("profee", state=licence), "profee", DAY, anywhere=True) == ()


@pytest.mark.parametrize("state", [Status.STOPPED, Status.SUSPENDED])
def test_who_was_stopped_here_is_not_asked_either_where_no_service_lists_a_direction(state):
    tables = real().tables
    said = Standing(state=state, day=DAY, source=tables.sources[0].id, country="AZ")
    firms = tuple(
        one.model_copy(update={"status": (said,)}) if one.id == "profee" else one for one in tables.providers
    )
    data = real().with_tables(replace(tables, providers=firms))
    assert corridors_of(data, "profee", DAY, anywhere=True) == ()


def test_a_direction_that_no_service_lists_waits_under_a_service_of_its_own():
    found = judge(a_price(provider="profee"), real(), DAY, SERVICES, RELEASED)
    assert (found.state, found.service) == (AskedState.PUBLISHED, "calculator")
    first = judge(a_price(provider="profee"), real(), DAY, SERVICES, Known())
    assert (first.state, first.reason) == (AskedState.WAITING, AskedReason.NOT_LISTED)


def test_not_offered_is_an_answer_where_somebody_lists_the_direction():
    nothing = {
        "answer": Answer.NO_SERVICE,
        **dict.fromkeys(("outlay", "principal", "fee", "rate", "received")),
    }
    assert of(a_price(**nothing), Known()) == (AskedState.PUBLISHED, None, None)
    assert of(a_price(provider="profee", **nothing))[:2] == (AskedState.APART, AskedReason.NOT_LISTED)


def test_a_promotion_stands_apart_beside_the_price_without_it():
    promoted = a_price(promotion=True, usual_fee=Decimal(2), usual_rate=Decimal("1.95"))
    apart, usual = judged([promoted], real(), DAY, SERVICES, RELEASED)
    assert (apart.state, apart.reason) == (AskedState.APART, AskedReason.PROMOTION)
    assert usual.state is AskedState.PUBLISHED
    assert (usual.price.promotion, usual.price.principal, usual.price.received) == (False, 98, None)
    (alone,) = judged([a_price(promotion=True)], real(), DAY, SERVICES, RELEASED)
    assert alone.state is AskedState.APART


def test_of_several_ways_one_is_the_service_s_price_and_it_is_always_the_same():
    bank = a_price()
    card = a_price(pay_in=PaymentInstrument.CARD)
    cash = a_price(pay_in=None, disbursement=DisbursementMethod.CASH)
    for order in ([bank, card, cash], [cash, card, bank]):
        found = judged(order, real(), DAY, SERVICES, RELEASED)
        shown = [one.price for one in found if one.state is AskedState.PUBLISHED]
        assert shown == [bank]
        assert {one.reason for one in found if one.state is AskedState.APART} == {AskedReason.OTHER_WAY}


def test_a_calculator_is_asked_about_eleven_amounts_of_two_figures():
    for currency in ("EUR", "USD", "RUB", "KZT", "AZN"):
        found = amounts(real(), currency, DAY)
        assert 9 <= len(found) <= 11 and list(found) == sorted(found)
        assert all(len(str(amount).strip("0")) <= 2 for amount in found)
    assert amounts(real(), "AZN", DAY)[0] == 50
    assert amounts(real(), "XXX", DAY) == ()


def test_where_no_service_lists_the_direction_one_amount_is_enough_to_know():
    way = real().corridor("DE", "AZ")
    assert len(asked_prices.amounts_for(real(), "profee", way, DAY)) == 1
    assert len(asked_prices.amounts_for(real(), "wise", way, DAY)) > 8
