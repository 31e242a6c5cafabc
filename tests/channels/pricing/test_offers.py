"""What one road does with one transfer on one day."""

from datetime import date, timedelta
from decimal import localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.money import Money
from channels.pricing.offers import price
from channels.pricing.routes import NamedCodes
from channels.records.providers import Speed
from channels.terms import (
    Basis,
    Benchmark,
    Channel,
    DisbursementMethod,
    Evidence,
    Grade,
    Licence,
    Reason,
    Status,
)
from tests.support.builders import (
    DAY,
    SOURCE,
    a_board,
    a_corridor,
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
    charge,
    dec,
    ecb_cross,
    licence,
    priced,
    refused,
    standing,
    taken_on_receipt,
    told_by,
)

PARTNER = a_provider("a_paying_bank")
ABROAD = a_corridor("AZ-RU", "AZN", "RUB")


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


# The parts of a price


def test_a_flat_fee_and_a_margin_are_taken_from_the_senders_budget():
    offer = priced(a_route(a_tariff(charge(flat=100), margin=2)))
    assert (offer.outlay, offer.unspent, offer.principal) == (10_000, 0, 9_900)
    assert offer.paid_out == Money(dec("194.04"), "AZN")
    assert (offer.fee, offer.hidden, offer.receipt) == (2, dec("3.96"), 0)
    assert (offer.received, offer.received_most) == (dec("194.04"), dec("194.04"))
    assert offer.total_cost == dec("5.96")
    assert offer.total_cost_percent == dec("2.98")
    assert (offer.currency, offer.complete) == ("AZN", True)


def test_the_principal_is_a_whole_amount_and_what_is_left_over_stays_with_the_sender():
    offer = priced(a_route(a_tariff(charge(percent=1))), a_transfer(1_000))
    assert offer.principal == dec("990.09")
    assert offer.unspent == dec("0.0091")
    assert (offer.outlay - offer.unspent) * dec("0.02") - offer.received == offer.total_cost


def test_the_unspent_is_no_part_of_what_the_percent_is_taken_of():
    # 960 is the most that 1,050 carries: from 960.01 on the fee is 100.
    tariff = a_tariff(charge(flat=40, up_to=960), charge(flat=100, above=960))
    offer = priced(a_route(tariff), a_transfer(1_050))
    assert (offer.principal, offer.unspent) == (960, 50)
    assert (offer.total_cost, offer.total_cost_percent) == (dec("0.8"), 4)  # of 1,000 roubles or 20 manat


def test_a_fee_in_another_currency_is_turned_at_the_reference_of_the_day():
    offer = priced(a_route(a_tariff(charge(flat=2, currency="USD"))))
    assert (offer.principal, offer.fee) == (9_830, dec("3.4"))


def test_a_rate_better_than_the_official_one_is_a_negative_part():
    offer = priced(a_route(a_tariff(charge(flat=100), margin=-2)))
    assert (offer.fee, offer.hidden, offer.total_cost) == (2, dec("-3.96"), dec("-1.96"))
    assert offer.total_cost_percent == dec("-0.98")


def test_the_same_price_comes_out_whatever_the_precision_of_the_day():
    route, transfer = a_route(a_tariff(charge(percent="1.37"), margin="1.1")), a_transfer("98765.43")
    expected = priced(route, transfer)
    with localcontext() as context:
        context.prec = 6
        answer = priced(route, transfer)
    unlike = [name for name, said in told_by(answer).items() if said != told_by(expected)[name]]
    assert unlike == []


def test_an_offer_says_where_it_comes_from():
    service = a_service(a_tariff(verified=ago(5)), corridors=("RU-AZ",))
    offer = priced(a_route(service=service, payout=a_payout(form="card")))
    assert offer.key == ("a_bank", "cash_to_cash", "a_counter")
    assert (offer.channel, offer.form) == (Channel.BANK, DisbursementMethod.CARD)
    assert (offer.evidence, offer.observed, offer.period) == (Evidence.PUBLISHED, ago(5), None)
    assert offer.sources == (SOURCE, "central_bank")
    assert (offer.reference.rate, offer.reference.day) == (dec("0.02"), DAY)
    assert offer.status.state is Status.OPERATING
    assert (offer.minutes_least, offer.minutes_most) == (5, 10)


def test_a_surveyed_price_has_its_quarter_and_no_day():
    survey = an_observation(period="2026-Q3", evidence="surveyed")
    offer = priced(a_route(observations=[survey]), a_transfer(10_100))
    assert (offer.evidence, offer.observed, offer.period) == (Evidence.SURVEYED, None, "2026-Q3")


# Charges on receipt


@pytest.mark.parametrize(("currency", "manat"), [("AZN", "2"), ("USD", "3.4")])
def test_a_charge_on_receipt_in_another_currency_is_turned_at_the_rate_of_the_day(currency, manat):
    offer = priced(a_route(a_tariff(taken_on_receipt(flat=2, currency=currency))))
    assert str(offer.receipt.normalize()) == manat
    assert offer.received == 200 - offer.receipt


def test_what_service_and_counter_take_on_receipt_is_added_up():
    counter = a_payout(tariffs=(a_tariff(taken_on_receipt(percent=1), currency="AZN", source="a_notice"),))
    offer = priced(a_route(a_tariff(taken_on_receipt(flat=3)), payout=counter))
    assert (offer.receipt, offer.received) == (5, 195)
    assert (offer.fee, offer.hidden, offer.total_cost) == (0, 0, 5)
    assert "a_notice" in offer.sources


@pytest.mark.parametrize(
    ("tariffs", "receipt"),
    [
        ([{"since": ago(9), "flat": 1}, {"since": ago(2), "flat": 2}], 2),
        ([{"since": ago(9), "flat": 1}, {"since": None, "flat": 2}], 1),
        ([{"since": ago(9), "flat": 1}, {"since": DAY + timedelta(days=1), "flat": 2}], 1),
        ([{"since": ago(9), "flat": 1}, {"since": ago(2), "flat": 2, "superseded": "a slip"}], 1),
        ([{"since": ago(9), "flat": 1}, {"since": ago(2), "flat": 2, "currency": "USD"}], 1),
    ],
)
def test_the_counters_tariff_in_force_for_what_it_pays_out_counts(tariffs, receipt):
    made = [
        a_tariff(
            taken_on_receipt(flat=t["flat"]), **{"currency": "AZN"} | {k: t[k] for k in t if k != "flat"}
        )
        for t in tariffs
    ]
    for ordered in (made, made[::-1]):
        assert priced(a_route(payout=a_payout(tariffs=tuple(ordered)))).receipt == receipt


@pytest.mark.parametrize(
    ("tariff", "counter", "invented", "known"),
    [
        (a_tariff(), None, False, False),
        (a_tariff(), a_payout(), False, False),
        (a_tariff(taken_on_receipt(flat=0)), None, False, True),
        (a_tariff(), a_payout(tariffs=(a_tariff(currency="AZN"),)), False, True),
        (a_tariff(), a_payout(tariffs=(a_tariff(currency="AZN", charges=None),)), False, False),
        (a_tariff(), None, True, True),
    ],
)
def test_whether_anything_is_taken_on_receipt_is_known_or_said_not_to_be(tariff, counter, invented, known):
    offer = priced(a_route(tariff, payout=counter), market=a_market(invented=invented))
    assert offer.receipt_known is known
    assert offer.receipt == 0


def test_a_charge_on_receipt_in_a_currency_without_a_rate_makes_no_price():
    found = refused(a_route(a_tariff(taken_on_receipt(flat=2, currency="GEL"))))
    assert (found.reason, found.source) == (Reason.NO_RATE, SOURCE)


def test_without_a_rate_for_the_pair_a_flat_charge_on_receipt_is_not_taken_for_the_senders_currency():
    moldova = a_corridor("DE-MD", "EUR", "MDL")
    answers = [
        price(
            a_route(
                a_tariff(taken_on_receipt(flat=20, currency=currency), currency="EUR", pays=("MDL",)),
                corridor=moldova,
            ),
            a_transfer(100, corridor=moldova),
            DAY,
            a_market(),
        )
        for currency in ("MDL", None)  # a charge on receipt without a currency is in the one paid out
    ]
    assert [getattr(answer, "receipt", None) for answer in answers] == [None, None]


# A range


def test_a_range_is_shown_with_both_ends_and_computed_by_the_worse():
    offer = priced(a_route(a_tariff(charge(flat=100, flat_most=200), margin=1, margin_most=2)))
    assert offer.received == dec("192.08")  # 9,800 x 0.02 less 2 %
    assert offer.received_most == dec("196.02")  # 9,900 x 0.02 less 1 %
    assert (offer.fee, offer.total_cost) == (4, dec("7.92"))


def test_a_range_on_receipt_is_a_range():
    offer = priced(a_route(a_tariff(taken_on_receipt(percent=1, percent_most=2))))
    assert (offer.received, offer.received_most) == (196, 198)


# What is not known


def test_a_rate_that_is_not_known_makes_an_incomplete_offer_that_costs_at_least_its_fee():
    offer = priced(a_route(a_tariff(charge(flat=100), margin=None)))
    assert (offer.principal, offer.fee, offer.complete) == (9_900, 2, False)
    unknown = [offer.hidden, offer.receipt, offer.paid_out, offer.received, offer.received_most]
    assert unknown == [None] * 5
    assert (offer.total_cost, offer.total_cost_percent, offer.rpw_cost_percent) == (None, None, None)
    assert not offer.recommended


def test_a_fee_that_is_not_known_leaves_every_amount_not_known():
    offer = priced(a_route(a_tariff(charges=None, margin=1)))
    assert offer.outlay == 10_000
    assert [offer.principal, offer.fee, offer.received, offer.total_cost] == [None] * 4
    assert (offer.complete, offer.notes) == (False, {"fee_unknown"})


# Exchange at a board


def in_dollars(*charges, **fields):
    """A road into a counter of the paying bank that hands over dollars."""
    tariff = a_tariff(*charges, **{"currency": "USD", "pays": ("USD",)} | fields)
    return a_route(tariff, payout=a_payout(partner=PARTNER.id, currencies=("USD",)), partner=PARTNER)


def test_the_loss_at_the_paying_banks_board_is_hidden_in_the_rate():
    market = a_market(a_board(provider=PARTNER.id, buy="1.65"))
    offer = priced(in_dollars(charge(flat=2)), a_transfer(102, currency="USD"), market)
    assert offer.paid_out == Money(dec(100), "USD")
    assert offer.received == 165
    assert (offer.fee, offer.hidden, offer.total_cost) == (dec("3.4"), 5, dec("8.4"))
    assert "a_board" in offer.sources


def test_what_the_counter_takes_in_dollars_is_said_in_manat_at_its_board():
    market = a_market(a_board(provider=PARTNER.id, buy="1.65"))
    offer = priced(in_dollars(taken_on_receipt(flat=2)), a_transfer(100, currency="USD"), market)
    assert (offer.receipt, offer.received) == (dec("3.30"), dec("161.70"))
    assert offer.hidden == 5


@pytest.mark.parametrize(
    ("partner", "market", "note"),
    [
        (None, a_market(a_board(provider=PARTNER.id)), "no_partner"),
        (PARTNER, a_market(), "no_board_here"),
    ],
)
def test_without_a_board_here_received_is_not_known_but_what_is_paid_out_is(partner, market, note):
    tariff = a_tariff(charge(flat=2), currency="USD", pays=("USD",))
    route = a_route(tariff, payout=a_payout(currencies=("USD",)), partner=partner)
    offer = priced(route, a_transfer(102, currency="USD"), market)
    assert offer.paid_out == Money(dec(100), "USD")
    assert (offer.received, offer.total_cost, offer.complete) == (None, None, False)
    assert note in offer.notes


def abroad(**fields):
    """A road from Azerbaijan to Russia that takes dollars and hands over dollars."""
    tariff = a_tariff(charge(flat=5), **{"currency": "USD", "pays": ("USD",)} | fields)
    return a_route(tariff, corridor=ABROAD)


def test_the_loss_at_the_sending_banks_board_is_hidden_in_the_rate():
    market = a_market(a_board(buy="1.69", sell="1.75"))
    offer = priced(abroad(), a_transfer(175, corridor=ABROAD), market)
    assert (offer.outlay, offer.principal, offer.unspent) == (175, dec("166.25"), 0)
    assert offer.paid_out == Money(dec(95), "USD")
    # 175 manat are worth 102.94 dollars at 1.70; in dollars the fee is 5 and 95 arrive.
    assert (offer.currency, offer.fee, offer.received) == ("USD", 5, 95)
    assert offer.hidden == 175 * dec("0.5882352941") - 95 - 5


def test_another_banks_board_stands_in_only_where_nothing_else_is_missing():
    market = a_market(a_board(buy="1.69", sell="1.75", provider="b_bank"))
    offer = priced(abroad(), a_transfer(175, corridor=ABROAD), market)
    assert (offer.stand_in.provider, offer.complete, offer.received) == ("b_bank", True, 95)
    assert (offer.basis, offer.evidence, offer.recommended) == (Basis.ESTIMATE, Evidence.ESTIMATE, False)
    assert "a_board" in offer.sources
    for missing in (abroad(margin=None, pays=("RUB",)), abroad(charges=None)):
        half = priced(missing, a_transfer(175, corridor=ABROAD), market)
        assert (half.stand_in, half.complete) == (None, False)
        assert "no_board_sender" in half.notes


def test_nothing_stands_in_for_a_board_of_money_that_comes_in():
    market = a_market(a_board(buy="1.69", sell="1.75", provider="b_bank"))
    route = a_route(a_tariff(charge(flat=5), currency="USD", pays=("AZN",)))
    assert priced(route, a_transfer(), market).stand_in is None


def test_without_the_sending_banks_board_the_offer_is_incomplete():
    offer = priced(abroad(), a_transfer(170, corridor=ABROAD))
    assert (offer.complete, offer.received, offer.principal) == (False, None, None)
    assert "no_board_sender" in offer.notes
    assert offer.fee == 5


def test_abroad_what_is_received_stands_in_the_currency_paid_out():
    offer = priced(abroad(currency="AZN"), a_transfer(175, corridor=ABROAD))
    assert (offer.currency, offer.received) == ("USD", 100)


def test_without_a_rate_for_the_pair_amounts_are_their_worth_in_the_sending_currency():
    moldova = a_corridor("DE-MD", "EUR", "MDL")
    route = a_route(a_tariff(charge(flat=2), currency="EUR", pays=("MDL",), margin=3), corridor=moldova)
    offer = priced(route, a_transfer(102, corridor=moldova))
    assert (offer.currency, offer.reference.rate, offer.notes) == ("EUR", 1, {"worth_only"})
    assert (offer.fee, offer.hidden, offer.received, offer.total_cost) == (2, 3, 97, 5)
    assert offer.complete


# The World Bank's cost


def test_the_world_banks_cost_is_that_of_200_and_of_500_dollars_whatever_is_sent():
    route = a_route(a_tariff(charge(flat=170), margin=1))
    for send in (500, 90_000):
        offer = priced(route, a_transfer(send))
        assert offer.rpw_cost_percent == 2  # 170 of 17,000 roubles, and 1 % in the rate
        assert offer.rpw_cost_percent_500 == dec("1.4")


def test_the_world_banks_cost_counts_no_charge_on_receipt_and_the_worse_end_of_a_range():
    tariff = a_tariff(charge(flat=170, flat_most=340), taken_on_receipt(percent=5), margin=1, margin_most=3)
    assert priced(a_route(tariff)).rpw_cost_percent == 5


@pytest.mark.parametrize(
    ("route", "transfer", "market"),
    [
        (a_route(a_tariff(margin=None)), a_transfer(), a_market()),
        (a_route(a_tariff(charges=None)), a_transfer(), a_market()),
        (a_route(), a_transfer(), a_market(per_unit={"RUB": "0.02"})),
        (
            a_route(a_tariff(currency="AZN"), corridor=a_corridor("AZ-AZ", "AZN")),
            a_transfer(100, corridor=a_corridor("AZ-AZ", "AZN")),
            a_market(),
        ),
    ],
    ids=["margin", "fee", "dollar", "home"],
)
def test_the_world_banks_cost_is_not_known_without_its_parts_and_none_at_home(route, transfer, market):
    offer = priced(route, transfer, market)
    assert (offer.rpw_cost_percent, offer.rpw_cost_percent_500) == (None, None)


# Not offered


def slow(least: int | None, most: int | None) -> Speed:
    return Speed(least=least, most=most, source="a_notice", day=ago(3))


@pytest.mark.parametrize(
    ("route", "wish", "reason", "day", "source"),
    [
        (
            a_route(provider=a_provider(status=(standing(Status.STOPPED, ago(3)),))),
            {},
            "stopped",
            3,
            "a_notice",
        ),
        (
            a_route(service=a_service(a_tariff(), status=(standing(Status.SUSPENDED, ago(3)),))),
            {},
            "suspended",
            3,
            "a_notice",
        ),
        (a_route(payout=a_payout(status=(standing(Status.STOPPED, ago(3)),))), {}, "stopped", 3, "a_notice"),
        (
            a_route(provider=a_provider(licence=(licence("suspended", ago(3)),))),
            {},
            "suspended",
            3,
            "the_register",
        ),
        (
            a_route(provider=a_provider(licence=(licence("unlicensed", ago(3)),))),
            {},
            "unlicensed",
            3,
            "the_register",
        ),
        (a_route(a_tariff(verified=ago(3))), {"pay_out": "card"}, "other_payout", 3, SOURCE),
        (a_route(payout=a_payout(form="card")), {"pay_out": "cash"}, "other_payout", 0, "a_counter_notice"),
        (
            a_route(payout=a_payout(regions=("baku",))),
            {"region": "ganja"},
            "other_payout",
            0,
            "a_counter_notice",
        ),
        (
            a_route(service=a_service(a_tariff(), speed=slow(0, 61))),
            {"within": 60},
            "too_slow",
            3,
            "a_notice",
        ),
        (
            a_route(service=a_service(a_tariff(), speed=slow(61, None))),
            {"within": 60},
            "too_slow",
            3,
            "a_notice",
        ),
        (
            a_route(observations=[an_observation(minutes_most=61, observed=ago(3), source="a_survey")]),
            {"within": 60},
            "too_slow",
            3,
            "a_survey",
        ),
        (a_route(service=a_service()), {}, "not_published", None, None),
        (a_route(a_tariff(charge(flat=1, currency="GEL"), verified=ago(3))), {}, "no_rate", 3, SOURCE),
        (a_route(a_tariff(least=10_001, verified=ago(3))), {}, "below_minimum", 3, SOURCE),
        (a_route(a_tariff(charge(flat=10_000), verified=ago(3))), {}, "below_minimum", 3, SOURCE),
        (a_route(a_tariff(taken_on_receipt(flat=200), verified=ago(3))), {}, "below_minimum", 3, SOURCE),
        (a_route(a_tariff(most=9_999, verified=ago(3))), {}, "above_limit", 3, SOURCE),
        (
            a_route(service=a_service(a_tariff(), limits=(a_limit(9_999),), limits_source="a_limit_notice")),
            {},
            "above_limit",
            None,
            "a_limit_notice",
        ),
        (a_route(payout=a_payout(limits=(a_limit(199, "AZN"),))), {}, "above_limit", 0, "a_counter_notice"),
    ],
)
def test_what_is_not_offered_says_why_since_when_and_who_says_so(route, wish, reason, day, source):
    found = refused(route, a_transfer(**wish))
    assert found.reason is Reason(reason)
    assert found.day == (None if day is None else ago(day))
    assert found.source == source
    assert found.route is route


def test_what_stopped_is_not_judged_by_any_wish():
    stopped = a_provider(status=(standing(Status.STOPPED),))
    found = refused(a_route(provider=stopped), a_transfer(pay_out="card", within=1))
    assert found.reason is Reason.STOPPED
    assert found.standing == stopped.status[0]


@pytest.mark.parametrize(
    ("fields", "reason", "limit"),
    [
        ({"least": 20_000}, Reason.BELOW_MINIMUM, Money(dec(20_000), "RUB")),
        ({"most": 500}, Reason.ABOVE_LIMIT, Money(dec(500), "RUB")),
    ],
)
def test_the_bound_of_a_tariff_is_named(fields, reason, limit):
    found = refused(a_route(a_tariff(**fields)))
    assert (found.reason, found.limit) == (reason, limit)


def limited(*limits, **fields):
    return a_route(service=a_service(a_tariff(**fields), limits=limits, limits_source="a_limit_notice"))


def test_a_limit_in_another_currency_is_turned_at_the_reference_and_named_as_it_stands():
    found = refused(limited(a_limit(100, "USD")), a_transfer("8500.01"))
    assert found.limit == Money(dec(100), "USD")
    assert priced(limited(a_limit(100, "USD")), a_transfer(8_500)).principal == 8_500


def test_of_limits_in_several_currencies_that_of_the_service_counts():
    route = limited(a_limit(1, "USD"), a_limit(10_000), a_limit(1, "EUR"))
    assert priced(route).principal == 10_000
    assert refused(route, a_transfer("10000.01")).limit == Money(dec(10_000), "RUB")


def test_a_limit_is_one_of_the_principal_and_not_of_the_budget():
    route = a_route(a_tariff(charge(flat=100), most=10_000))
    assert priced(route, a_transfer(10_100)).principal == 10_000
    assert refused(route, a_transfer("10100.01")).reason is Reason.ABOVE_LIMIT


# Only what is known not to fit is refused


@pytest.mark.parametrize(
    ("route", "wish", "unknown"),
    [
        (a_route(), {"pay_out": "cash", "pay_in": "cash", "within": 10}, set()),
        (a_route(service=a_service(a_tariff(), disbursement=None)), {"pay_out": "cash"}, {"pay_out"}),
        (a_route(service=a_service(a_tariff(), pay_in=None)), {"pay_in": "cash"}, {"pay_in"}),
        (a_route(service=a_service(a_tariff(), speed=None)), {"within": 60}, {"within"}),
        (a_route(service=a_service(a_tariff(), speed=slow(5, None))), {"within": 60}, {"within"}),
        (a_route(), {"region": "ganja"}, {"region"}),
        (a_route(payout=a_payout()), {"region": "ganja"}, {"region"}),
        (a_route(payout=a_payout(regions=("all",))), {"region": "ganja"}, set()),
        (a_route(payout=a_payout(regions=("baku", "ganja"))), {"region": "ganja"}, set()),
        (a_route(service=a_service(a_tariff(), speed=None, pay_in=None, disbursement=None)), {}, set()),
    ],
)
def test_what_may_fit_is_offered_and_names_the_wishes_that_nobody_knows_it_to_meet(route, wish, unknown):
    offer = priced(route, a_transfer(**wish))
    assert offer.unknown_fits == unknown
    assert offer.recommended is not bool(unknown)


REGIONS = ("baku", "ganja", "guba")
lists = st.just(("all",)) | st.just(("main_cities",)) | st.sets(st.sampled_from(REGIONS)).map(tuple)


@given(lists, lists.filter(lambda codes: "main_cities" not in codes), st.sampled_from(REGIONS))
def test_what_a_price_was_told_with_takes_the_place_of_its_counters_own_list(told, counter, wish):
    seen = (an_observation(observed=ago(2), regions=told, documents=("passport",) if told else ()),)
    payout = a_payout(regions=counter, documents=("id_card",))
    route = a_route(observations=seen, payout=payout)
    offer = priced(route)
    codes = told or counter
    said = (ago(2), SOURCE) if told else (DAY, "a_counter_notice")
    assert offer.regions == (NamedCodes(codes, *said) if codes else NamedCodes())
    assert offer.documents == NamedCodes(("passport",) if told else ("id_card",), *said)
    if {*codes} & {"all", wish}:
        assert priced(route, a_transfer(region=wish)).unknown_fits == set()
    elif not codes or codes == ("main_cities",):
        assert priced(route, a_transfer(region=wish)).unknown_fits == {"region"}
    else:
        answer = refused(route, a_transfer(region=wish))
        assert (answer.reason, answer.day, answer.source) == (Reason.OTHER_PAYOUT, *said)


def test_a_tariff_has_its_counters_own_list_whatever_an_older_price_was_told_with():
    seen = (an_observation(observed=ago(200), regions=("baku",), documents=("passport",)),)
    service = a_service(a_tariff(verified=DAY))
    route = a_route(service=service, observations=seen, payout=a_payout(documents=("id_card",)))
    offer = priced(route)
    assert (offer.regions.codes, offer.documents.codes) == ((), ("id_card",))


def test_a_wait_as_long_as_wished_is_not_too_long():
    assert priced(a_route(service=a_service(a_tariff(), speed=slow(0, 60))), a_transfer(within=60)).complete


# The headline


def test_a_checked_price_of_a_working_licensed_service_may_be_the_headline():
    assert priced(a_route()).recommended


@pytest.mark.parametrize(
    "route",
    [
        a_route(provider=a_provider(status=())),
        a_route(provider=a_provider(status=(standing(day=ago(91)),))),
        a_route(payout=a_payout(status=(standing(Status.NOT_CONFIRMED),))),
        a_route(a_tariff(verified=ago(91))),
        a_route(a_tariff(verified=None)),
        a_route(a_tariff(promotion=True)),
        a_route(a_tariff(margin=None)),
        a_route(a_tariff(charges=None)),
        a_route(observations=[an_observation(amount=5_000)]),
    ],
    ids=[
        "status",
        "old status",
        "counter",
        "ageing",
        "undated",
        "promotion",
        "margin",
        "fee",
        "estimate",
    ],
)
def test_no_offer_with_a_doubt_may_be_the_headline(route):
    assert not priced(route).recommended


@pytest.mark.parametrize("send", [17_000, 17_050, 17_099])
def test_one_price_is_a_price_for_who_asks_for_its_amount_or_its_outlay(send):
    point = an_observation(amount=17_000, fee=99, rate=dec("0.0192"), pays="AZN", margin_percent=None)
    offer = priced(a_route(provider=a_provider(status=()), observations=[point]), a_transfer(send=send))
    assert (offer.basis, offer.evidence, offer.recommended) == (Basis.EXACT, Evidence.OBSERVED, True)
    assert offer.fee == dec(99) * offer.reference.rate


def test_a_licence_that_nobody_checked_is_told_and_is_no_bar():
    offer = priced(a_route(provider=a_provider(licence=())))
    assert (offer.recommended, offer.licence) == (True, Licence.NOT_CHECKED)
    assert priced(a_route()).licence is Licence.LICENSED


@pytest.mark.parametrize("state", [Status.STOPPED, Status.SUSPENDED])
@pytest.mark.parametrize("days", [0, 5, 400])
def test_no_price_ends_a_stop_or_a_suspension(state, days):
    seen = [an_observation(amount=10_000, observed=DAY)]
    route = a_route(provider=a_provider(status=(standing(state, ago(days)),)), observations=seen)
    assert refused(route).reason == state.value


@pytest.mark.parametrize(
    ("charges", "known"), [((0, None, 0), (True, False, True)), ((5, 5, 5), (True,) * 3)]
)
def test_one_open_charge_hides_no_other(charges, known):
    points = [
        an_observation(
            amount=amount, fee=0, rate=dec("0.0192"), pays="AZN", margin_percent=None, receipt_charge=charge
        )
        for amount, charge in zip((10_000, 30_000, 60_000), charges, strict=True)
    ]
    found = [priced(a_route(observations=points), a_transfer(send=a)) for a in (10_000, 30_000, 60_000)]
    assert tuple(offer.receipt_known for offer in found) == known


def test_between_two_observed_amounts_an_offer_may_be_the_headline():
    offer = priced(a_route(observations=[an_observation(amount=5_000), an_observation(amount=20_000)]))
    assert (offer.basis, offer.recommended) == (Basis.INTERPOLATED, True)


def test_beyond_the_observed_amounts_an_offer_is_an_estimate_whatever_was_seen():
    offer = priced(a_route(observations=[an_observation(amount=5_000)]))
    assert (offer.basis, offer.evidence) == (Basis.ESTIMATE, Evidence.ESTIMATE)


# How old


@pytest.mark.parametrize(
    ("price_age", "rate_age", "counter_age", "expected"),
    [
        (0, 0, None, Grade.CURRENT),
        (91, 0, None, Grade.AGEING),
        (0, 8, None, Grade.AGEING),
        (0, 0, 91, Grade.AGEING),
        (0, 0, 366, Grade.HISTORICAL),
        (366, 0, 0, Grade.HISTORICAL),
        (0, 366, 0, Grade.HISTORICAL),
    ],
)
def test_an_offer_is_as_old_as_the_oldest_of_price_rate_and_counter(
    price_age, rate_age, counter_age, expected
):
    counter = None
    if counter_age is not None:
        counter = a_payout(tariffs=(a_tariff(currency="AZN", since=None, verified=ago(counter_age)),))
    route = a_route(a_tariff(since=None, verified=ago(price_age)), payout=counter)
    market = a_market(rates=[a_rate("RUB", "0.02", ago(rate_age))])
    assert priced(route, market=market).grade is expected


@pytest.mark.parametrize("whose", ["service", "counter"])
def test_a_price_that_nobody_had_seen_by_the_day_asked_is_historical(whose):
    asked = ago(200)
    seen = {"service": asked, "counter": asked} | {whose: DAY}
    counter = a_payout(
        tariffs=(a_tariff(taken_on_receipt(flat=1), currency="AZN", since=None, verified=seen["counter"]),)
    )
    route = a_route(a_tariff(since=None, verified=seen["service"]), payout=counter)
    offer = priced(route, market=a_market(day=asked), day=asked)
    assert offer.grade is Grade.HISTORICAL


def test_in_the_teaching_set_every_price_is_current():
    old = a_rate("RUB", "0.02", date(2020, 1, 1))
    offer = priced(a_route(a_tariff(verified=None)), market=a_market(rates=[old], invented=True))
    assert (offer.grade, offer.recommended) == (Grade.CURRENT, True)


# What else an offer tells


def test_an_offer_for_any_country_and_a_promotion_are_marked():
    anywhere = a_corridor("AZ-any", "AZN", None)
    offer = priced(
        a_route(a_tariff(currency="AZN", pays=(), promotion=True), corridor=anywhere),
        a_transfer(100, corridor=anywhere),
    )
    assert (offer.any_country, offer.promotion) == (True, True)
    assert not priced(a_route()).any_country


def test_the_second_benchmark_changes_the_cost_and_not_the_money_in_hand():
    market = a_market(per_unit={"USD": "1.70", "EUR": 2}, ecb=ecb_cross(EUR=(DAY, "1.20")))
    euro = a_corridor("DE-AZ", "EUR")
    route = a_route(a_tariff(currency="EUR", rate="1.90"), corridor=euro)
    costs = {
        benchmark: priced(route, a_transfer(100, corridor=euro, benchmark=benchmark), market)
        for benchmark in Benchmark
    }
    assert {b: o.received for b, o in costs.items()} == {Benchmark.CBAR: 190, Benchmark.ECB: 190}
    assert {b: o.total_cost for b, o in costs.items()} == {Benchmark.CBAR: 10, Benchmark.ECB: 14}


# What was computed once is not mixed up with another question

EURO_ROAD = a_route(
    a_tariff(charge(percent=1), rate="1.90", currency="EUR", least=50), corridor=a_corridor("DE-AZ", "EUR")
)
QUESTIONS = [
    {},
    {"currency": "USD"},
    {"currency": "AZN"},
    {"benchmark": Benchmark.ECB},
    {"send": 200},
    {"send": 40},
    {"receive": 100},
    {"pay_out": "card"},
    {"within": 1},
    {"region": "ganja"},
    {"corridor": a_corridor("DE-any", "EUR", None)},
]


def a_euro_market(**fields):
    market = {"per_unit": {"USD": "1.70", "EUR": 2}, "ecb": ecb_cross(EUR=(ago(300), "1.20"))}
    return a_market(day=ago(300), **market | fields)


@pytest.mark.parametrize("remembered", [0, 3, 20_000])
def test_one_market_answers_any_question_as_a_new_market_does(remembered, monkeypatch):
    monkeypatch.setattr("channels.pricing.preparation.MOST_REMEMBERED", remembered)
    monkeypatch.setattr("channels.pricing.fx.MOST_REMEMBERED", remembered)
    market = a_euro_market()
    for question in QUESTIONS + QUESTIONS[::-1]:
        transfer = a_transfer(**{"send": 100, "corridor": a_corridor("DE-AZ", "EUR")} | question)
        for day in (DAY, ago(100), ago(301)):
            asked = (EURO_ROAD, transfer, day)
            assert price(*asked, market) == price(*asked, a_euro_market())


def test_one_market_tells_two_equal_looking_roads_apart():
    market = a_market()
    fees = [priced(a_route(a_tariff(charge(flat=flat))), market=market).fee for flat in (100, 200, 300)]
    assert fees == [2, 4, 6]


def test_one_market_asks_a_road_to_any_country_anew_for_each_of_them():
    route = a_route(
        a_tariff(currency="AZN", pays=("USD", "EUR", "RUB")), corridor=a_corridor("AZ-any", "AZN", None)
    )
    market = a_market()
    paid = [
        priced(route, a_transfer(100, corridor=a_corridor(key, "AZN", home)), market).currency
        for key, home in (("AZ-RU", "RUB"), ("AZ-DE", "EUR"), ("AZ-any", None), ("AZ-RU", "RUB"))
    ]
    assert paid == ["RUB", "EUR", "USD", "RUB"]
