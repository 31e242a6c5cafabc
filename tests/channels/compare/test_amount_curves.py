"""What pictures set side by side: every edge of every band, and where a limit ends a road."""

from dataclasses import replace
from decimal import Decimal

import pytest

from channels.compare.amount_curves import beside_outside, curves, no_other_beats, side_by_side
from channels.compare.comparison import Comparison, compare
from channels.pricing.fees import due
from channels.pricing.informal import AskedPrice
from channels.pricing.offers import edges, price
from channels.pricing.routes import NotOffered, Transfer
from channels.terms import Grade, Reason
from tests.support.builders import (
    DAY,
    a_limit,
    a_market,
    a_route,
    a_service,
    a_tariff,
    a_transfer,
    changed_offer,
    charge,
    dec,
    steps,
)
from tests.support.datasets import teaching

CENT = Decimal("0.01")


def asked(send: int | str | None = 20_000, sending: str = "RU", **wishes) -> Comparison:
    corridor = teaching().corridor(sending, "AZ")
    assert corridor is not None
    amount = None if send is None else Decimal(send)
    return compare(
        teaching(), Transfer(corridor=corridor, currency=corridor.sends, send=amount, **wishes), DAY
    )


BANDS = (charge(percent=1, at_least=100, up_to=50_000), charge(flat=900, above=50_000))


def test_a_roads_edges_are_the_last_amount_of_a_band_and_the_first_of_the_next():
    found = edges(a_route(a_tariff(*BANDS)), a_transfer(), DAY, a_market())
    pieces = steps(*BANDS)
    last = 50_000 + due(pieces, dec(50_000))
    first = dec("50000.01") + due(pieces, dec("50000.01"))
    assert {last, first, first - CENT, dec(10_100)} <= set(found)
    assert found == tuple(sorted(set(found))) and found[0] > 0


def test_the_cost_jumps_exactly_at_the_edge():
    route, market = a_route(a_tariff(*BANDS)), a_market()

    def cost(outlay: Decimal) -> Decimal:
        found = price(route, a_transfer(send=outlay), DAY, market).total_cost
        assert found is not None
        return found

    step = dec("50900.01")
    assert step in edges(route, a_transfer(), DAY, market)
    assert cost(step - CENT) == 500 * dec("0.02")
    assert abs(cost(step) - 900 * dec("0.02")) < CENT


def test_a_road_without_a_known_fee_has_no_edges():
    route = a_route(a_tariff(charges=None))
    assert edges(route, a_transfer(), DAY, a_market()) == ()


def test_curves_hold_every_edge_the_amount_asked_and_its_multiples():
    comparison = asked()
    found = curves(teaching(), comparison)
    assert 1 < len(found) <= 6
    for curve in found:
        amounts = [outlay for outlay, _ in curve.points]
        assert amounts == sorted(set(amounts))
        assert {Decimal(20_000) * n for n in (1, 2, 3, 4)} <= set(amounts)
        route = curve.offer.route
        inside = [
            e
            for e in edges(route, comparison.transfer, DAY, teaching().market)
            if amounts[0] <= e <= amounts[-1]
        ]
        assert set(inside) <= set(amounts)
        assert curve.at(Decimal(20_000)) == price(route, comparison.transfer, DAY, teaching().market)


def test_one_road_of_each_provider_the_answers_first():
    comparison = asked()
    names = [curve.offer.provider for curve in curves(teaching(), comparison)]
    assert names[0] == comparison.headline.provider and len(set(names)) == len(names)


def test_a_limit_ends_a_curve_at_the_last_amount_that_is_taken():
    comparison = asked()
    ended = [curve for curve in curves(teaching(), comparison) if curve.limit is not None]
    assert ended
    for curve in ended:
        route, transfer = curve.offer.route, comparison.transfer

        def answer(outlay, route=route, transfer=transfer):
            return price(route, replace(transfer, send=outlay), DAY, teaching().market)

        assert curve.at(curve.limit) is not None
        over = answer(curve.limit + CENT)
        assert isinstance(over, NotOffered) and over.reason is Reason.ABOVE_LIMIT
        assert all(offer is None for outlay, offer in curve.points if outlay > curve.limit)


def test_a_counters_limit_is_found_to_the_smallest_coin():
    service = a_service(a_tariff(charge(flat=99)), limits=(a_limit(75_000),), limits_source="a_notice")
    found = price(a_route(service=service), a_transfer(send=75_099), DAY, a_market())
    assert not isinstance(found, NotOffered)
    assert isinstance(
        price(a_route(service=service), a_transfer(send="75099.01"), DAY, a_market()), NotOffered
    )


@pytest.mark.parametrize("send", ["0.01", "1", "33.33", "20000", "999999999"])
def test_any_amount_has_its_curves(send):
    for curve in curves(teaching(), asked(send)):
        assert Decimal(send) in [outlay for outlay, _ in curve.points]


def test_without_a_budget_there_are_no_curves():
    comparison = asked(None, receive=Decimal(400))
    assert curves(teaching(), comparison) == ()
    assert beside_outside(teaching(), comparison, AskedPrice(percent=Decimal(3))) == ()


def test_side_by_side_are_whole_prices_in_one_currency_most_money_first():
    comparison = asked()
    roads = side_by_side(comparison)
    assert roads[0] == comparison.headline
    assert len({offer.currency for offer in roads}) == 1
    assert all(o.complete and not o.promotion and o.grade is Grade.CURRENT for o in roads)
    assert [o.received for o in roads] == sorted((o.received for o in roads), reverse=True)
    assert any(o.promotion for o in side_by_side(asked(promotions=True)))


def test_no_other_beats_those_that_are_joined():
    comparison = asked(promotions=True)
    roads, best = side_by_side(comparison), no_other_beats(comparison)
    assert best and set(best) <= set(roads)
    for one in best:
        assert not any(
            o.received >= one.received and o.minutes_most <= one.minutes_most and o.key != one.key
            for o in roads
            if o.minutes_most is not None and (o.received, o.minutes_most) != (one.received, one.minutes_most)
        )


def test_a_price_that_nobody_saw_within_a_year_wins_nothing():
    comparison = asked()
    old = tuple(changed_offer(offer, price_grade=Grade.HISTORICAL) for offer in comparison.offers)
    assert no_other_beats(replace(comparison, offers=old)) == ()
    some = tuple(o for o in old[1:]) + comparison.offers[:1]
    assert no_other_beats(replace(comparison, offers=some)) == comparison.offers[:1]


def test_beside_the_unlicensed_road_stands_the_best_checked_one_at_every_amount():
    comparison = asked()
    found = beside_outside(teaching(), comparison, AskedPrice(percent=Decimal(3)))
    assert [row.outlay for row in found] == sorted({row.outlay for row in found})
    rate = comparison.reference.rate
    for row in found:
        assert row.formal.grade is Grade.CURRENT
        assert abs(row.outside.received - row.outlay * rate * Decimal("0.97")) <= CENT
        assert row.outside.difference == row.outside.received - row.formal.received
