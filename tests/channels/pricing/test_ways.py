"""What was told with the price of an amount: the wait, the way in and the form of pay-out."""

from datetime import date, timedelta

import pytest

from channels.pricing.fx import CURRENT_DAYS
from channels.pricing.points import Told
from channels.pricing.ways import access_point, form, minutes, pay_in
from channels.records.providers import Speed
from channels.terms import AccessPoint, Evidence, Grade, PaymentInstrument
from tests.channels.pricing.test_quotes import in_force
from tests.support.builders import (
    DAY,
    SOURCE,
    a_payout,
    a_route,
    a_service,
    a_transfer,
    an_observation,
    dec,
    priced,
    some_terms,
)


@pytest.mark.parametrize(
    ("observed", "counter", "expected"),
    [
        ((0, 30), (1, 60), (0, 30)),
        (None, (1, 60), (1, 60)),
        (None, None, (5, 10)),
        ((None, 30), None, (None, 30)),
    ],
)
def test_the_wait_seen_with_the_price_goes_before_the_counters_and_that_before_the_services(
    observed, counter, expected
):
    speed = None if counter is None else Speed(least=counter[0], most=counter[1], source=SOURCE)
    route = a_route(payout=a_payout(speed=speed))
    least, most = observed or (None, None)
    price = an_observation(minutes_least=least, minutes_most=most)
    told = () if observed is None else (Told(dec(1), dec(1), price, DAY),)
    assert minutes(route, some_terms(told=told)) == expected


def test_a_wait_that_nobody_told_is_not_known():
    assert minutes(a_route(service=a_service(speed=None)), some_terms()) == (None, None)


@pytest.mark.parametrize(
    ("small", "large"), [((0, 60), (60, 1_440)), ((60, 1_440), (0, 60)), ((0, 1_440), (30, 60))]
)
def test_the_wait_between_the_points_runs_from_the_least_to_the_most(small, large):
    points = [
        an_observation(amount=amount, minutes_least=least, minutes_most=most)
        for amount, (least, most) in ((10_000, small), (20_000, large))
    ]
    terms = in_force(observations=points)
    assert [minutes(a_route(), terms, dec(a)) for a in (10_000, 15_000, 20_000)] == [small, (0, 1_440), large]


def test_a_point_keeps_its_own_wait_and_takes_nothing_from_what_is_known_of_the_others():
    points = [
        an_observation(amount=10_000, minutes_least=0, minutes_most=None),
        an_observation(amount=20_000, minutes_least=5, minutes_most=60),
        an_observation(amount=43_000),
    ]
    terms, route = in_force(observations=points), a_route(service=a_service(speed=None))
    waits = [minutes(route, terms, dec(a)) for a in (9_901, 15_000, 20_000, 30_000, 43_000)]
    assert waits == [(0, None), (0, None), (5, 60), (5, 60), (None, None)]


def test_a_point_keeps_its_own_form_of_pay_out():
    points = (an_observation(amount=20_000), an_observation(amount=43_000, disbursement="cash"))
    route = a_route(service=a_service(disbursement=None), observations=points)
    terms = in_force(observations=points)
    assert [form(route, terms, dec(a)) for a in (20_000, 30_000, 43_000)] == [None, None, "cash"]
    assert form(a_route(service=a_service(disbursement="card")), terms, dec(43_000)) == "card"


AMOUNTS = (9_901, 10_000, 15_000, 19_901, 20_000, 25_000)


def test_a_point_keeps_the_way_in_which_its_amount_was_paid():
    points = (
        an_observation(amount=10_000, fee=99, pay_in="cash", access_point="branch"),
        an_observation(amount=20_000, fee=99, pay_in="card", access_point="internet"),
    )
    route = a_route(service=a_service(pay_in=None, access_point=None), observations=points)
    terms = in_force(observations=points)
    cash, card = PaymentInstrument.CASH, PaymentInstrument.CARD
    assert [pay_in(route, terms, dec(a)) for a in AMOUNTS] == [cash, cash, None, card, card, card]
    branch, site = AccessPoint.BRANCH, AccessPoint.INTERNET
    assert [access_point(route, terms, dec(a)) for a in AMOUNTS] == [branch, branch, None, site, site, site]


def test_what_the_service_says_of_the_way_in_goes_before_its_prices():
    points = (an_observation(amount=10_000, pay_in="card", access_point="internet"),)
    route = a_route(service=a_service(pay_in="cash", access_point="branch"), observations=points)
    terms = in_force(observations=points)
    assert (pay_in(route, terms, dec(10_000)), access_point(route, terms, dec(10_000))) == ("cash", "branch")


def ago(days):
    return DAY - timedelta(days=days)


OLD = an_observation(amount=9_900, observed=ago(40), promotion=True, valid_until=ago(1))
NEW = an_observation(amount=19_900, observed=DAY)


@pytest.mark.parametrize(
    ("outlay", "seen", "promotion", "note"),
    [(10_000, ago(40), True, True), (20_000, DAY, False, False), (15_000, ago(40), True, True)],
)
def test_day_promotion_and_last_day_of_one_amount_are_not_said_of_another(outlay, seen, promotion, note):
    """Between two prices the older look counts, and what either of them says."""
    offer = priced(a_route(observations=(OLD, NEW)), a_transfer(outlay))
    assert (offer.seen, offer.observed, offer.promotion) == (seen, seen, promotion)
    assert ("expired" in offer.notes) is note
    assert offer.recommended is not note


def test_a_look_that_is_too_old_for_its_amount_makes_none_other_old():
    old = an_observation(amount=9_900, observed=ago(CURRENT_DAYS + 1))
    new = an_observation(amount=19_900, observed=ago(CURRENT_DAYS - 10))
    route = a_route(observations=(old, new))
    grades = [priced(route, a_transfer(outlay)).price_grade for outlay in (10_000, 20_000)]
    assert grades == [Grade.AGEING, Grade.CURRENT]


def test_what_a_survey_told_stays_a_survey_beside_a_quote():
    survey = an_observation(amount=9_900, evidence="surveyed", period="2026-Q3")
    quote = an_observation(amount=19_900, observed=date(2026, 10, 10))
    route = a_route(observations=(survey, quote))
    offers = [priced(route, a_transfer(outlay), day=date(2026, 10, 10)) for outlay in (10_000, 20_000)]
    assert [(o.evidence, o.period) for o in offers] == [
        (Evidence.SURVEYED, "2026-Q3"),
        (Evidence.OBSERVED, None),
    ]
