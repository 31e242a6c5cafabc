"""The state of an answer: one for every comparison, and which piece of a current price is missing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from channels.compare.comparison import compare
from channels.compare.headline import (
    AnswerState,
    Caution,
    MissingPiece,
    answer_state,
    closed,
    has_own_rate,
    last_seen,
    missing_piece,
)
from channels.terms import BoardKind, Grade, Licence, PaymentInstrument, Reason, Status
from tests.support.builders import (
    DAY,
    a_board,
    a_corridor,
    a_dataset,
    a_limit,
    a_market,
    a_payout,
    a_provider,
    a_rate,
    a_route,
    a_service,
    a_tariff,
    a_transfer,
    an_observation,
    an_offer,
    charge,
    standing,
)

OLD = DAY - timedelta(days=30)


def state_of(*routes, transfer=None, market=None, day=DAY):
    data = a_dataset(*routes, market=market)
    return answer_state(compare(data, transfer or a_transfer(), day))


def seen(**fields):
    """A road of which somebody took a price at its own rate."""
    return a_route(observations=(an_observation(**{"rate": "0.0192"} | fields),))


def said(found):
    return found.state, found.missing


def test_a_complete_current_price_is_the_answer():
    found = state_of(a_route())
    assert said(found) == (AnswerState.PRICED, None)
    assert found.offer is not None and found.seen == DAY
    assert found.cautions == (Caution.RECEIPT_UNKNOWN,)


def test_a_licence_that_nobody_checked_is_a_caution_and_no_bar():
    service = a_service(a_tariff())
    found = state_of(a_route(service=service, provider=a_provider(services=(service,), licence=())))
    assert found.state is AnswerState.PRICED
    assert Caution.LICENCE_NOT_CHECKED in found.cautions


def test_of_an_invented_provider_no_licence_is_to_be_looked_up():
    service = a_service(a_tariff())
    route = a_route(service=service, provider=a_provider(services=(service,), licence=()))
    found = compare(a_dataset(route), a_transfer(), DAY)
    assert Caution.LICENCE_NOT_CHECKED not in answer_state(replace(found, invented=True)).cautions


def test_a_price_that_somebody_took_confirms_its_service():
    service = a_service(status=())
    provider = a_provider(services=(service,), status=())
    route = a_route(service=service, provider=provider, observations=(an_observation(),))
    assert state_of(route).state is AnswerState.PRICED


@pytest.mark.parametrize(
    ("route", "market", "missing"),
    [
        (seen(), a_market(day=OLD), MissingPiece.OFFICIAL_RATE),
        (
            seen(observed=DAY - timedelta(days=10)),
            a_market(rates=[a_rate("RUB", "0.02", date(2026, 1, 1)), a_rate("RUB", "0.02")]),
            MissingPiece.OFFICIAL_RATE_THEN,
        ),
        (
            seen(observed=DAY - timedelta(days=10)),
            a_market(rates=[a_rate("RUB", "0.02")]),
            MissingPiece.OFFICIAL_RATE_THEN,
        ),
        (seen(), a_market(rates=[]), MissingPiece.NO_REFERENCE),
        (seen(fee=None), None, MissingPiece.FEE),
        (seen(rate=None, margin_percent=None), None, MissingPiece.EXCHANGE_RATE),
        (seen(pays="USD", rate="0.0118"), None, MissingPiece.PAYING_PARTNER),
        (
            a_route(
                observations=(an_observation(pays="USD", rate="0.0118"),),
                payout=a_payout(currencies=("USD",)), partner=a_provider("post"),
            ),
            None,
            MissingPiece.BOARD_HERE,
        ),
        (
            a_route(
                observations=(an_observation(pays="USD", rate="0.0118"),),
                payout=a_payout(currencies=("USD",)), partner=a_provider("post"),
            ),
            a_market(a_board(provider="post", day=date(2026, 1, 1))),
            MissingPiece.BOARD_OLD,
        ),
        (
            seen(valid_until=DAY - timedelta(days=1), observed=DAY - timedelta(days=5)),
            a_market(day=OLD),
            MissingPiece.OFFICIAL_RATE,
        ),
    ],
)  # fmt: skip
def test_of_a_current_price_the_piece_that_is_missing_is_named(route, market, missing):
    found = state_of(route, market=market)
    assert found.state is AnswerState.INCOMPLETE
    assert found.missing is missing
    assert found.offer is not None


def test_a_price_whose_validity_has_ended_is_said_to_have_expired():
    ended = seen(valid_until=DAY - timedelta(days=1), observed=DAY - timedelta(days=5))
    rates = a_market(day=DAY - timedelta(days=6))
    assert said(state_of(ended, market=rates)) == (AnswerState.INCOMPLETE, MissingPiece.EXPIRED)


def test_an_old_charge_at_the_counter_is_named():
    old = a_tariff(currency="AZN", verified=date(2025, 1, 1), since=date(2024, 1, 1))
    found = state_of(a_route(payout=a_payout(tariffs=(old,))))
    assert said(found) == (AnswerState.INCOMPLETE, MissingPiece.RECEIPT_OLD)


def test_a_price_list_of_a_service_that_nobody_confirms_asks_whether_it_works():
    service = a_service(a_tariff())
    provider = a_provider(services=(service,), status=(standing(Status.NOT_CONFIRMED),))
    found = state_of(a_route(service=service, provider=provider))
    assert said(found) == (AnswerState.INCOMPLETE, MissingPiece.STATUS)


@pytest.mark.parametrize(
    ("wish", "fields", "missing"),
    [
        ({"region": "baku"}, {}, MissingPiece.REGION),
        ({"within": 60}, {"speed": None}, MissingPiece.WITHIN),
        ({"pay_in": PaymentInstrument.CASH}, {"pay_in": None}, MissingPiece.PAY_IN),
        ({"pay_out": "cash"}, {"disbursement": None}, MissingPiece.PAY_OUT),
    ],
)
def test_a_wish_that_nobody_knows_to_be_met_is_the_missing_piece(wish, fields, missing):
    service = a_service(a_tariff(), **fields)
    found = state_of(a_route(service=service), transfer=a_transfer(**wish))
    assert said(found) == (AnswerState.INCOMPLETE, missing)


def test_the_dearest_board_that_stands_in_leaves_the_sending_banks_own_missing():
    corridor = a_corridor("AZ-TR", "AZN", "TRY")
    service = a_service(
        a_tariff(currency="USD", pays=("USD",)), corridors=("AZ-TR",), pay_in=None, access_point=None
    )
    route = a_route(service=service, provider=a_provider(services=(service,)), corridor=corridor)
    market = a_market(a_board(provider="another", kind=BoardKind.CASH))
    found = state_of(route, transfer=a_transfer(300, corridor=corridor), market=market)
    assert said(found) == (AnswerState.INCOMPLETE, MissingPiece.BOARD_SENDER)
    assert found.offer.stand_in is not None


@pytest.mark.parametrize(
    ("route", "transfer", "missing"),
    [
        (a_route(observations=(an_observation(),)), a_transfer(900_000), MissingPiece.OTHER_AMOUNT),
        (a_route(a_tariff(most=5_000)), a_transfer(), MissingPiece.OTHER_AMOUNT),
        (a_route(service=a_service(a_tariff(), limits=(a_limit(5_000),), limits_source="x")),
         a_transfer(), MissingPiece.OTHER_AMOUNT),
        (a_route(), a_transfer(pay_out="card"), MissingPiece.OTHER_FORM),
        (a_route(payout=a_payout(regions=("baku",))), a_transfer(region="ganja"), MissingPiece.OTHER_REGION),
        (a_route(), a_transfer(within=1), MissingPiece.OTHER_SPEED),
        (a_route(a_tariff(promotion=True)), a_transfer(), MissingPiece.FIRST_TRANSFER),
    ],
)  # fmt: skip
def test_a_current_price_for_something_else_only_is_told_as_such(route, transfer, missing):
    found = state_of(route, transfer=transfer)
    assert said(found) == (AnswerState.ELSEWHERE, missing)
    assert (found.offer is None) is not (found.refusal is None)
    assert found.seen == DAY


def test_an_incomplete_price_for_what_was_asked_goes_before_one_for_something_else():
    lacking = seen(fee=None)
    other = a_route(a_tariff(promotion=True), provider=a_provider("another"))
    assert state_of(other, lacking).missing is MissingPiece.FEE


@pytest.mark.parametrize("days", [91, 400])
def test_an_older_price_leaves_nothing_current(days):
    day = DAY - timedelta(days=days)
    assert said(state_of(seen(observed=day))) == (AnswerState.NONE, None)
    refused = a_route(a_tariff(verified=day, since=day))
    assert state_of(refused, transfer=a_transfer(pay_out="card")).state is AnswerState.NONE


def test_a_stopped_service_with_a_price_of_today_leaves_nothing_current():
    service = a_service(a_tariff())
    stopped = a_provider(services=(service,), status=(standing(Status.STOPPED),))
    assert state_of(a_route(service=service, provider=stopped)).state is AnswerState.NONE


def test_without_any_road_nothing_is_current():
    assert said(state_of()) == (AnswerState.NONE, None)


def test_the_age_of_a_price_does_not_ask_for_the_age_of_the_rates():
    found = state_of(seen(), market=a_market(day=date(2021, 1, 1)))
    assert found.offer.grade is Grade.HISTORICAL or found.offer.grade is Grade.AGEING
    assert found.offer.price_grade is Grade.CURRENT


def test_every_piece_belongs_to_one_state_of_a_current_price():
    assert {piece.state for piece in MissingPiece} == {AnswerState.INCOMPLETE, AnswerState.ELSEWHERE}
    assert next(p for p in MissingPiece if p.state is AnswerState.ELSEWHERE) is MissingPiece.OTHER_AMOUNT


def test_an_offer_that_no_route_stands_behind_names_no_rate_of_its_own():
    offer = an_offer(price_grade=Grade.CURRENT, complete=False, received=None, licence=Licence.LICENSED)
    assert not has_own_rate(offer)
    assert missing_piece(offer) is MissingPiece.EXCHANGE_RATE


def test_the_last_day_on_which_a_price_was_seen():
    route = a_route(a_tariff(charge(flat=1), verified=DAY - timedelta(days=5)))
    assert last_seen(route, DAY) == DAY - timedelta(days=5)
    assert last_seen(route, DAY - timedelta(days=6)) is None


@pytest.mark.parametrize(("days", "told"), [(0, True), (90, True), (91, False)])
def test_what_has_closed_is_told_as_long_as_its_price_would_be_current(days, told):
    service, stopped = a_service(), standing(Status.STOPPED)
    provider = a_provider(services=(service,), status=(stopped,))
    price = an_observation(observed=DAY - timedelta(days=days), rate="0.0192")
    found = compare(
        a_dataset(a_route(service=service, provider=provider, observations=(price,))), a_transfer(), DAY
    )
    assert [one.reason for one in closed(found)] == [Reason.STOPPED] * told
    assert closed(replace(found, invented=True)) == ()
