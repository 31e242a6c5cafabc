"""The history of an amount: each day by its own prices, gaps kept, changes told where both days are known."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from channels.compare.history import (
    best_ways,
    cheapest_changes,
    ends,
    history,
    standing,
    week_change,
    weekly_costs,
)
from channels.pricing.offers import price
from channels.records.dated_prices import day_of
from channels.terms import Answer, Evidence
from tests.support.builders import (
    a_dataset,
    a_market,
    a_provider,
    a_rate,
    a_route,
    a_transfer,
    an_observation,
    no_price,
)

DAY = date(2026, 11, 21)
SINCE = DAY - timedelta(days=30)


def days(*ago: int) -> list[date]:
    return [DAY - timedelta(days=n) for n in ago]


def seen(ago: int, fee: int = 100, provider: str = "a_bank", **fields):
    return an_observation(observed=DAY - timedelta(days=ago), fee=fee, provider=provider, **fields)


def market():
    rates = [
        a_rate(c, v, DAY - timedelta(days=n)) for n in range(40) for c, v in (("RUB", "0.02"), ("USD", "1.7"))
    ]
    return a_market(rates=rates)


def data(*told):
    routes = []
    for name in sorted({one.provider for one in told}):
        own = [one for one in told if one.provider == name and one.superseded is None and hasattr(one, "fee")]
        route = a_route(observations=own or (seen(0, provider=name),))
        routes.append(replace(route, provider=a_provider(name, services=(route.service,))))
    return a_dataset(*routes, market=market())


def past(*told, **changed):
    return history(data(*told), a_transfer(**changed), told, SINCE, DAY)


def test_what_arrives_on_a_day_is_what_the_comparison_says_of_that_days_price():
    told = (seen(0, fee=50), seen(3, fee=100))
    found = past(*told)
    assert [one.day for one in found.prices] == days(3, 0)
    whole = data(*told)
    for one, own in zip(found.prices, (told[1], told[0]), strict=True):
        route = replace(whole.routes(found.transfer.corridor)[0], observations=(own,))
        assert one.received == price(route, found.transfer, one.day, whole.market).received
        assert one.cost is not None and one.rpw_cost is not None
    assert found.prices[1].received > found.prices[0].received


def test_a_day_without_a_price_is_a_gap_and_never_filled():
    found = past(seen(10), seen(8))
    assert found.days == tuple(days(10, 8))
    assert found.moves and not past(seen(10)).moves
    apart = past(seen(10), seen(8, provider="b_bank"))
    assert not apart.moves, "two companies, each on a day of its own, show no movement"
    both = past(seen(10), seen(8), seen(8, fee=1, provider="b_bank"))
    assert (both.providers, both.moving) == (("b_bank", "a_bank"), ("a_bank",))


def test_surveys_promotions_superseded_prices_and_estimates_are_no_price_of_a_day():
    survey = seen(5, evidence=Evidence.SURVEYED)
    assert past(seen(1), survey, seen(2, promotion=True), seen(3, superseded="wrong")).days == (days(1)[0],)
    assert past(seen(1, amount=1_000)).prices == ()
    assert past(seen(2, promotion=True), promotions=True).days == (days(2)[0],)


def test_nothing_is_told_where_no_outlay_is_given_or_outside_the_time():
    assert past(seen(1), send=None, receive=200).prices == ()
    assert past(seen(31)).prices == ()


def test_without_an_official_rate_nothing_is_made_up():
    told = (an_observation(rate="0.0198", margin_percent=None), seen(3, rate="0.0198", margin_percent=None))
    found = history(
        a_dataset(a_route(observations=told), market=a_market(rates=[])), a_transfer(), told, SINCE, DAY
    )
    assert found.official == () and all(one.cost is None for one in found.prices)


def test_the_official_rate_stands_on_its_own_days_and_is_worth_the_whole_amount():
    found = past(seen(1))
    assert [one.day for one in found.official] == days(*range(30, -1, -1))
    assert {one.worth for one in found.official} == {Decimal(200)}


@pytest.mark.parametrize("ago,expected", [(7, 7), (6, 6), (8, 8), (5, None), (9, None)])
def test_a_week_ago_is_six_to_eight_days_before_the_last_price(ago, expected):
    found = past(seen(0, fee=50), seen(ago, fee=100))
    change = week_change(found, found.prices[0].key)
    assert (change and (change.day - change.before).days) == expected


def test_the_change_is_what_arrives_now_less_what_arrived_then():
    found = past(seen(0, fee=600), seen(7, fee=100), seen(6, fee=5))
    change = week_change(found, found.prices[0].key)
    assert change.before == days(7)[0]
    assert change.difference == found.prices[-1].received - found.prices[0].received < 0
    assert week_change(found, ("nobody", "nothing", "")) is None


def test_the_cheapest_changes_only_where_the_earlier_one_was_asked_too():
    told = [seen(9, 100), seen(9, 200, "b_bank"), seen(6, 50, "b_bank"), seen(3, 100), seen(3, 50, "b_bank")]
    found = past(*told)
    assert [(c.day, c.before, c.after) for c in cheapest_changes(found)] == [(days(3)[0], "a_bank", "b_bank")]
    denied = no_price(day=days(6)[0], answer=Answer.NO_SERVICE)
    found = past(*told, denied)
    assert [c.day for c in cheapest_changes(found)] == [days(6)[0]]


def test_a_tie_changes_nothing():
    told = [seen(3, 100), seen(3, 200, "b_bank"), seen(1, 100), seen(1, 100, "b_bank")]
    assert cheapest_changes(past(*told)) == ()


def test_a_week_costs_the_mean_of_its_days():
    monday = DAY - timedelta(days=DAY.weekday())
    ago = (DAY - monday).days
    found = past(seen(ago, 100), seen(ago - 2, 300), seen(ago + 7, 200))
    week = weekly_costs(found)
    assert [(one.monday, one.days) for one in week] == [(monday - timedelta(days=7), 1), (monday, 2)]
    known = {one.day: one.rpw_cost for one in found.prices}
    assert week[1].cost == (known[monday] + known[monday + timedelta(days=2)]) / 2


def test_the_best_way_of_a_day_is_by_what_was_known_until_then():
    told = (seen(9, 100), seen(6, 50, "b_bank"), seen(2, 10))
    ways = dict(best_ways(data(*told), a_transfer(), told, days(10, 9, 6, 2)))
    assert [ways[day] and ways[day].provider for day in days(10, 9, 6, 2)] == [
        None,
        "a_bank",
        "b_bank",
        "a_bank",
    ]


def test_a_calculators_price_is_no_answer_once_it_is_not_offered_any_more():
    moment = f"{DAY - timedelta(days=9)}T09:00:00+04:00"
    own = seen(9, asked=moment)
    for fields, expected in (
        ({}, None),
        ({"amount": own.amount + 100, "currency": "RUB"}, None),
        ({"amount": own.amount * 2, "currency": "RUB"}, "a_bank"),
        ({"answer": Answer.REFUSED}, "a_bank"),
    ):
        word = no_price(**{"answer": Answer.NO_SERVICE, "day": days(5)[0]} | fields)
        ways = dict(best_ways(data(own), a_transfer(), (own, word), days(7, 5)))
        assert [ways[day] and ways[day].provider for day in days(7, 5)] == ["a_bank", expected]
    asked_by_people = seen(9)
    told = (asked_by_people, no_price(answer=Answer.NO_SERVICE, day=days(5)[0]))
    ways = dict(best_ways(data(asked_by_people), a_transfer(), told, days(5)))
    assert ways[days(5)[0]] is not None


def test_a_calculators_newer_price_takes_the_place_of_one_of_about_its_amount():
    def asked(ago, amount, hour=9):
        moment = f"{DAY - timedelta(days=ago)}T{hour:02}:00:00+04:00"
        return seen(ago, amount=amount, asked=moment)

    told = [asked(5, 10_000), asked(3, 10_200), asked(3, 20_000), asked(1, 30_000)]
    found = {day: sorted(one.amount for one in known) for day, known in standing(told, days(0, 4, 6))}
    assert found == {days(6)[0]: [], days(4)[0]: [10_000], DAY: [10_200, 20_000, 30_000]}


def test_a_comparison_with_a_week_ago_needs_the_ends_alone():
    told = (*(seen(n) for n in range(12)), no_price(day=DAY))
    assert [(DAY - day_of(one)).days for one in ends(told)] == [0, 6, 7, 8, 0]
    whole, part = past(*told), past(*ends(told))
    key = whole.prices[0].key
    assert week_change(whole, key) == week_change(part, key)
