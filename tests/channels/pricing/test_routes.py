"""The ways through the data, and what is known of each on a day."""

from datetime import date, timedelta

import pytest

from channels.pricing.fx import Rates
from channels.pricing.routes import (
    Market,
    Route,
    cite,
    closed_on,
    is_closed,
    last_check,
    licence_on,
    standing_on,
    status_of,
)
from channels.terms import DisbursementMethod, Licence, Reason, Status
from tests.support.builders import (
    DAY,
    a_corridor,
    a_coverage,
    a_payout,
    a_provider,
    a_route,
    a_service,
    a_tariff,
    an_observation,
    licence,
    standing,
)

YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
OPERATING, NOT_CONFIRMED, STOPPED, SUSPENDED = Status


# Whether something works


def seen(day, **fields):
    return an_observation(observed=day, **fields)


@pytest.mark.parametrize(
    ("said", "days", "state", "by_price"),
    [
        ((), 0, "operating", True),
        ((), 90, "operating", True),
        ((), 91, "not_confirmed", True),
        ((standing(OPERATING, DAY - timedelta(days=200)),), 3, "operating", True),
        ((standing(Status.NOT_CONFIRMED, DAY - timedelta(days=9)),), 3, "operating", True),
        ((standing(Status.NOT_CONFIRMED, DAY - timedelta(days=2)),), 3, "not_confirmed", False),
        ((standing(STOPPED, DAY - timedelta(days=300)),), 0, "stopped", False),
        ((standing(SUSPENDED, DAY - timedelta(days=300)),), 0, "suspended", False),
    ],
)
def test_a_price_confirms_that_its_service_operated_on_that_day(said, days, state, by_price):
    taken = seen(DAY - timedelta(days=days))
    found = status_of(a_route(provider=a_provider(status=said), observations=(taken,)), DAY)
    assert found.state == state
    assert (found.day == taken.last_day and found.source == taken.source) is by_price


@pytest.mark.parametrize(
    "taken",
    [
        seen(DAY + timedelta(days=1)),
        seen(DAY, superseded="wrong"),
        an_observation(observed=None, period="2026-Q3", evidence="surveyed"),
    ],
)
def test_no_later_no_withdrawn_and_no_surveyed_price_confirms_a_service(taken):
    found = status_of(a_route(provider=a_provider(status=()), observations=(taken,)), DAY)
    assert (found.state, found.day) == (Status.NOT_CONFIRMED, None)


def test_of_several_counters_a_price_confirms_the_one_that_it_names():
    service = a_service(payouts=("one", "two"))
    for named, confirmed in (("one", True), ("two", False), (None, False)):
        route = Route(
            a_provider(status=()), service, a_corridor(), a_payout(id="one"), None, (seen(DAY, payout=named),)
        )
        assert (status_of(route, DAY).state is OPERATING) is confirmed


def test_what_no_service_says_of_its_ends_the_last_price_says():
    service = a_service(pay_in=None, access_point=None, disbursement=None)
    older = seen(DAY - timedelta(days=4), pay_in="cash", access_point="branch", disbursement="cash")
    newer = seen(DAY, pay_in="card")
    route = a_route(service=service, observations=(older, newer))
    assert (route.pay_in, route.access_point, route.form) == ("card", "branch", "cash")
    known = a_service(pay_in="account", access_point="internet", disbursement="wallet")
    route = a_route(service=known, observations=(older, newer))
    assert (route.pay_in, route.access_point, route.form) == ("account", "internet", "wallet")
    assert a_route(service=service).form is None


def test_the_last_word_not_after_the_day_counts():
    said = [standing(STOPPED, YESTERDAY), standing(OPERATING, DAY), standing(SUSPENDED, TOMORROW)]
    for records in (said, said[::-1]):
        found = standing_on(records, DAY)
        assert (found.state, found.day, found.source) == (OPERATING, DAY, "a_notice")
        assert standing_on(records, YESTERDAY).state is STOPPED
        assert standing_on(records, TOMORROW).state is SUSPENDED


def test_of_one_days_words_the_one_that_stands_last_counts():
    said = [standing(OPERATING), standing(STOPPED)]
    assert standing_on(said, DAY).state is STOPPED
    assert standing_on(said[::-1], DAY).state is OPERATING


def test_what_nobody_spoke_of_is_not_confirmed_and_has_neither_day_nor_source():
    for records in ([], [standing(OPERATING, TOMORROW)]):
        found = standing_on(records, DAY)
        assert (found.state, found.day, found.source) == (NOT_CONFIRMED, None, None)


@pytest.mark.parametrize(("days", "state"), [(90, OPERATING), (91, NOT_CONFIRMED)])
def test_operating_holds_for_ninety_days_after_it_was_confirmed(days, state):
    seen = DAY - timedelta(days=days)
    found = standing_on([standing(OPERATING, seen)], DAY)
    assert (found.state, found.day) == (state, seen)
    assert found.standing.state is OPERATING


def test_in_the_teaching_set_operating_never_ages():
    old = [standing(OPERATING, date(2020, 1, 1))]
    assert standing_on(old, DAY, invented=True).state is OPERATING


@pytest.mark.parametrize("state", [STOPPED, SUSPENDED])
def test_what_stopped_stays_stopped_however_long_ago_that_was_said(state):
    assert standing_on([standing(state, date(2020, 1, 1))], DAY).state is state


def a_road_with(provider=(), service=(), counter=None) -> Route:
    """A road of which something was said about the provider, the service and the counter."""
    return a_route(
        service=a_service(a_tariff(), status=tuple(service)),
        provider=a_provider(status=tuple(provider)),
        payout=None if counter is None else a_payout(status=tuple(counter)),
    )


@pytest.mark.parametrize(
    ("provider", "service", "counter", "state"),
    [
        ([OPERATING], [], None, OPERATING),
        ([], [OPERATING], None, OPERATING),
        ([NOT_CONFIRMED], [OPERATING], None, OPERATING),
        ([OPERATING], [NOT_CONFIRMED], None, NOT_CONFIRMED),
        ([OPERATING], [STOPPED], None, STOPPED),
        ([STOPPED], [OPERATING], None, STOPPED),
        ([SUSPENDED], [OPERATING], None, SUSPENDED),
        ([OPERATING], [], [STOPPED], STOPPED),
        ([OPERATING], [], [], OPERATING),
        ([STOPPED], [], [OPERATING], STOPPED),
        ([OPERATING], [OPERATING], [NOT_CONFIRMED], NOT_CONFIRMED),
        ([], [], [], NOT_CONFIRMED),
    ],
)
def test_a_road_works_no_better_than_its_service_and_its_counter(provider, service, counter, state):
    said = {"provider": map(standing, provider), "service": map(standing, service)}
    route = a_road_with(**said, counter=None if counter is None else map(standing, counter))
    assert status_of(route, DAY).state is state


def test_a_road_not_confirmed_for_ninety_days_works_in_the_teaching_set_alone():
    old = [standing(OPERATING, DAY - timedelta(days=91))]
    for route in (a_road_with(provider=old), a_road_with(provider=[standing()], counter=old)):
        assert status_of(route, DAY).state is NOT_CONFIRMED
        assert status_of(route, DAY, invented=True).state is OPERATING


def test_the_status_names_the_day_and_source_of_the_worst_that_was_said():
    route = a_road_with(provider=[standing(OPERATING, DAY)], counter=[standing(STOPPED, YESTERDAY)])
    found = status_of(route, DAY)
    assert (found.day, found.source) == (YESTERDAY, "a_notice")


# Its licence


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (YESTERDAY - timedelta(days=1), Licence.NOT_CHECKED),
        (YESTERDAY, Licence.LICENSED),
        (DAY, Licence.SUSPENDED),
    ],
)
def test_the_last_look_into_the_register_not_after_the_day_counts(day, expected):
    checks = (licence("suspended", DAY), licence("licensed", YESTERDAY))
    for ordered in (checks, checks[::-1]):
        assert licence_on(a_provider(licence=ordered), day) is expected


def test_of_one_days_looks_into_the_register_the_one_that_stands_last_counts():
    checks = (licence("licensed"), licence("unlicensed"))
    assert licence_on(a_provider(licence=checks), DAY) is Licence.UNLICENSED
    assert last_check(a_provider(licence=checks), DAY) == checks[1]
    assert last_check(a_provider(licence=()), DAY) is None


def test_a_licence_that_nobody_looked_for_is_not_checked():
    assert licence_on(a_provider(licence=()), DAY) is Licence.NOT_CHECKED


# The road itself


def test_the_counter_says_how_the_money_is_handed_over_before_the_service_does():
    card = a_payout(form="card")
    assert a_route(payout=card).form is DisbursementMethod.CARD
    assert a_route().form is DisbursementMethod.CASH
    assert a_route(service=a_service(disbursement=None)).form is None


def test_two_counters_of_one_service_are_two_roads():
    assert a_route(payout=a_payout()).key == ("a_bank", "cash_to_cash", "a_counter")
    assert a_route().key == ("a_bank", "cash_to_cash", "")


SEEN = an_observation(observed=YESTERDAY, source="a_survey")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            {"payout": a_payout(), "service": a_service(a_tariff()), "observations": [SEEN]},
            (DAY, "a_counter_notice"),
        ),
        (
            {
                "service": a_service(a_tariff(verified=YESTERDAY), coverage=(a_coverage(),)),
                "observations": [SEEN],
            },
            (YESTERDAY, "a_tariff_sheet"),
        ),
        (
            {"service": a_service(coverage=(a_coverage(),)), "observations": [SEEN]},
            (DAY, "a_list_of_countries"),
        ),
        ({"service": a_service(), "observations": [SEEN]}, (YESTERDAY, "a_survey")),
        ({"service": a_service()}, (None, None)),
    ],
    ids=["counter", "tariff", "list", "survey", "nobody"],
)
def test_what_is_known_of_a_road_is_cited_from_the_nearest_to_the_recipient(parts, expected):
    assert cite(a_route(**parts)) == expected


# The question


def test_a_market_is_not_invented_and_has_no_boards_unless_said():
    market = Market(Rates([]))
    assert (market.boards, market.invented) == ((), False)


@pytest.mark.parametrize(
    ("status", "checks", "reason"),
    [
        ((), ("not_checked",), None),
        ((), ("not_found",), None),
        ((), ("suspended",), Reason.SUSPENDED),
        ((), ("unlicensed",), Reason.UNLICENSED),
        ((standing(STOPPED),), ("unlicensed",), Reason.STOPPED),
        ((standing(OPERATING),), ("licensed",), None),
    ],
)
def test_one_rule_says_why_a_service_is_refused_to_everybody(status, checks, reason):
    provider = a_provider(status=status, licence=tuple(licence(state) for state in checks))
    route = a_route(provider=provider, observations=(an_observation(),))
    found = closed_on(route, DAY, status_of(route, DAY))
    assert (found and found.reason) == reason
    assert is_closed(route, DAY) is (reason is not None)
    if found is not None:
        assert found.day == DAY and found.source is not None
    assert not is_closed(route, YESTERDAY)
