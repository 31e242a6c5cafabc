"""What a feed tells: the best way, prices that moved by over one percent, stops, starts, rates held back."""

from datetime import date, timedelta
from decimal import Decimal

from channels.compare.changes import ChangeKind, changes
from channels.compare.history import best_ways, history
from channels.records.official_rates import OfficialRate
from channels.terms import Answer, Status
from tests.channels.compare.test_history import DAY, SINCE, data, days, seen
from tests.support.builders import a_dataset, a_provider, a_route, a_transfer, no_price, standing


def told(*said, market=None, held=(), passes=None, since=SINCE):
    facts = market or data(*said)
    found = history(facts, a_transfer(), said, SINCE - timedelta(days=60), DAY)
    ways = best_ways(facts, a_transfer(), said, {since, *(d for d in days(*range(31)))})
    return changes(facts, found, ways, held, passes, since=since)


def kinds(*said, **more) -> list[tuple[ChangeKind, date, str | None]]:
    return [(one.kind, one.day, one.provider) for one in told(*said, **more)]


def test_the_first_price_is_no_change():
    assert kinds(seen(5)) == []


def test_the_best_way_changes_when_another_leaves_more():
    found = told(seen(9, 100), seen(6, 20, "b_bank"))
    assert [(one.kind, one.day, one.was, one.provider) for one in found] == [
        (ChangeKind.BEST, days(6)[0], "a_bank", "b_bank")
    ]
    assert found[0].received > found[0].before


def test_a_price_must_move_by_over_one_percent():
    # Of 10,000 roubles 9,900 are sent on for a fee of 100: a fee of 199 leaves exactly one percent less.
    assert kinds(seen(5, 100), seen(1, 199)) == []
    assert kinds(seen(5, 100), seen(1, 210)) == [(ChangeKind.MOVED, days(1)[0], "a_bank")]


def test_a_move_is_told_against_the_last_price_that_was_seen():
    found = told(seen(29, 100), seen(15, 160), seen(1, 215))
    assert found == ()


def test_a_service_that_is_not_offered_any_more_has_stopped_and_with_a_price_starts_again():
    gone = no_price(day=days(5)[0], answer=Answer.NO_SERVICE)
    assert kinds(seen(9), gone) == [(ChangeKind.STOPPED, days(5)[0], "a_bank")]
    assert kinds(seen(9), gone, seen(2)) == [
        (ChangeKind.STARTED, days(2)[0], "a_bank"),
        (ChangeKind.STOPPED, days(5)[0], "a_bank"),
    ]


def test_who_gave_no_answer_or_denied_another_amount_has_not_stopped():
    day = days(5)[0]
    for answer in (Answer.REFUSED, Answer.BLOCKED, Answer.NOT_PUBLISHED):
        assert kinds(seen(9), no_price(day=day, answer=answer)) == []

    def denied(amount):
        return no_price(day=day, answer=Answer.NO_SERVICE, amount=amount, currency="RUB")

    assert kinds(seen(9), denied(500_000)) == []
    assert kinds(seen(9), denied(1_000), denied(500_000)) == [(ChangeKind.STOPPED, day, "a_bank")]


def test_what_was_never_offered_has_not_stopped():
    assert kinds(no_price(day=days(5)[0], answer=Answer.NO_SERVICE)) == []


def test_a_source_that_says_that_a_provider_stopped_is_told_once_for_all_its_services():
    said = (standing(Status.OPERATING, days(20)[0]), standing(Status.STOPPED, days(4)[0]))
    provider = a_provider(status=said)
    market = a_dataset(a_route(provider=provider), a_route(provider=provider))
    assert kinds(market=market) == [(ChangeKind.STOPPED, days(4)[0], "a_bank")]
    again = a_provider(status=(*said, standing(Status.OPERATING, days(1)[0])))
    assert kinds(market=a_dataset(a_route(provider=again)))[0] == (ChangeKind.STARTED, days(1)[0], "a_bank")


def test_a_rate_that_is_held_back_is_told_with_the_known_one():
    rates = [
        OfficialRate(day=DAY, currency=currency, nominal=100, value=Decimal(200))
        for currency in ("RUB", "GEL")
    ]
    found = told(seen(3), held=rates)
    assert [(one.kind, one.currency, one.rate, one.known) for one in found] == [
        (ChangeKind.HELD, "RUB", Decimal(2), Decimal("0.02"))
    ]


def test_with_an_amount_that_must_arrive_only_the_days_on_which_it_came_to_arrive_are_told():
    said = (seen(20, 500), seen(10, 100), seen(7, 90), seen(4, 500), seen(1, 90))
    amount = Decimal(194)
    found = told(*said, passes=amount)
    assert [(one.kind, one.day) for one in found] == [
        (ChangeKind.PASSES, days(1)[0]),
        (ChangeKind.PASSES, days(10)[0]),
    ]
    assert all(one.received >= amount for one in found)
    assert told(*said, passes=Decimal(300)) == ()


def test_an_amount_that_arrived_before_the_first_day_is_not_told_anew_each_day():
    said = (seen(20, 90), seen(10, 80), seen(5, 70))
    for ago in (21, 20, 10):
        expected = [(ChangeKind.PASSES, days(20)[0], "a_bank")] if ago == 21 else []
        assert kinds(*said, passes=Decimal(100), since=days(ago)[0]) == expected


def test_nothing_older_than_the_first_day_is_told():
    assert kinds(seen(9, 100), seen(6, 20, "b_bank"), since=days(5)[0]) == []
