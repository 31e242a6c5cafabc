"""The price in force on a day, as a function of the amount."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.pricing.fees import due
from channels.pricing.quotes import Terms, last_round, terms_on
from channels.pricing.routes import NamedCodes, NotOffered
from channels.terms import Basis, Benchmark, Evidence, Grade, Payer, Reason
from tests.support.builders import (
    DAY,
    SOURCE,
    a_corridor,
    a_coverage,
    a_market,
    a_payout,
    a_rate,
    a_route,
    a_service,
    a_tariff,
    a_transfer,
    an_entry,
    an_observation,
    charge,
    dec,
    ecb_cross,
    priced,
    refused,
    steps,
    taken_on_receipt,
)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def in_force(
    *tariffs, observations=(), transfer=None, market=None, day=DAY, corridor=None, **service
) -> Terms:
    """The terms of a road on a day; fails where it has none."""
    transfer = transfer or a_transfer(**({"corridor": corridor} if corridor else {}))
    corridor = corridor or transfer.corridor
    offered = a_service(*tariffs, corridors=(corridor.key,), **service)
    route = a_route(service=offered, observations=observations, corridor=corridor)
    found = terms_on(route, transfer, day, market or a_market())
    assert isinstance(found, Terms), found
    return found


def fee(terms: Terms, amount=10_000):
    return None if terms.worst is None else due(terms.worst, dec(amount))


# Which price counts


def test_the_fresher_of_a_tariff_and_a_quote_counts():
    tariff = a_tariff(charge(flat=5), verified=ago(100))
    assert in_force(tariff, observations=[an_observation(fee=7)]).evidence is Evidence.OBSERVED
    old = an_observation(fee=7, observed=ago(100))
    assert in_force(a_tariff(charge(flat=5)), observations=[old]).evidence is Evidence.PUBLISHED


def test_of_two_fresh_prices_the_better_evidence_counts_and_not_the_later_day():
    tariff = a_tariff(charge(flat=5), verified=DAY)
    quote = an_observation(fee=7, observed=ago(90))
    assert in_force(tariff, observations=[quote]).evidence is Evidence.OBSERVED
    survey = an_observation(fee=7, observed=DAY, evidence="surveyed")
    assert in_force(tariff, observations=[survey]).evidence is Evidence.PUBLISHED


def test_a_road_without_any_price_is_not_published_and_cites_the_list_that_names_it():
    listed = a_route(service=a_service(coverage=(a_coverage(ago(3)),)))
    found = refused(listed)
    assert (found.reason, found.day, found.source) == (Reason.NOT_PUBLISHED, ago(3), "a_list_of_countries")
    nothing = refused(a_route(service=a_service(), payout=a_payout()))
    assert (nothing.reason, nothing.source) == (Reason.NOT_PUBLISHED, "a_counter_notice")


# A tariff


@pytest.mark.parametrize(("day", "flat"), [(ago(11), 1), (ago(10), 2), (DAY, 2)])
def test_a_tariff_holds_from_its_day_until_the_next_one(day, flat):
    first = a_tariff(charge(flat=1), since=None)
    second = a_tariff(charge(flat=2), since=ago(10))
    third = a_tariff(charge(flat=3), since=DAY + timedelta(days=1))
    for tariffs in ([first, second, third], [third, second, first]):
        assert fee(in_force(*tariffs, day=day)) == flat


def test_a_superseded_tariff_and_a_superseded_quote_count_for_nothing():
    wrong = a_tariff(charge(flat=9), since=ago(1), superseded="a slip of the pen")
    assert fee(in_force(wrong, a_tariff(charge(flat=5)))) == 5
    slip = an_observation(fee=9, superseded="a slip of the pen")
    route = a_route(service=a_service(), observations=[slip])
    assert refused(route).reason is Reason.NOT_PUBLISHED


@pytest.mark.parametrize(
    ("currencies", "chosen"),
    [("USD AZN RUB", "RUB"), ("USD EUR AZN", "AZN"), ("USD EUR", "USD"), ("EUR USD", "EUR")],
)
def test_a_tariff_in_the_senders_currency_goes_before_the_recipients_and_that_before_others(
    currencies, chosen
):
    tariffs = [a_tariff(currency=currency) for currency in currencies.split()]
    assert in_force(*tariffs).currency == chosen


def test_inside_the_country_no_rate_is_known_at_which_money_is_changed_in_order_to_send_it():
    home = a_corridor("AZ-AZ", "AZN")
    dollars = a_route(a_tariff(currency="USD", verified=ago(4)), corridor=home)
    found = refused(dollars, a_transfer(100, corridor=home))
    assert (found.reason, found.day, found.source) == (Reason.NO_RATE, ago(4), SOURCE)


@pytest.mark.parametrize(
    ("verified", "seen"), [(ago(3), ago(3)), (DAY, DAY), (None, None), (DAY + timedelta(days=1), None)]
)
def test_a_tariff_was_seen_on_the_day_somebody_verified_it_and_not_before_that_day(verified, seen):
    assert in_force(a_tariff(verified=verified)).seen == seen


def test_a_range_has_its_dear_end_and_its_cheap_one():
    terms = in_force(a_tariff(charge(flat=5, flat_most=6), margin=1, margin_most=2))
    assert (due(terms.worst, dec(1)), due(terms.best, dec(1))) == (6, 5)
    assert (terms.margin(dec(1)), terms.margin_best(dec(1))) == (2, 1)
    assert terms.ranged
    assert not in_force(a_tariff(charge(flat=5), margin=1)).ranged


def test_a_fee_or_a_rate_that_is_not_known_stays_not_known():
    terms = in_force(a_tariff(margin=None))
    assert terms.margin(dec(1)) is None
    assert fee(terms) == 0
    assert in_force(a_tariff(charges=None)).worst is None


def test_a_fee_in_a_currency_without_a_rate_makes_no_price():
    found = refused(a_route(a_tariff(charge(flat=5, currency="GEL"), verified=ago(2))))
    assert (found.reason, found.day, found.source) == (Reason.NO_RATE, ago(2), SOURCE)


def test_what_the_recipient_pays_is_handed_on_as_the_tariff_has_it():
    line = taken_on_receipt(percent=1, flat=2, currency="USD")
    assert in_force(a_tariff(charge(flat=5), line)).receipt == (line,)


def test_the_margin_of_a_rate_is_measured_on_the_day_it_was_seen():
    market = a_market(rates=[a_rate("RUB", "0.0200", ago(30)), a_rate("RUB", "0.0250", ago(1))])
    terms = in_force(a_tariff(rate="0.0196", verified=ago(28)), market=market)
    assert terms.margin(dec(1)) == 2


def test_a_rate_seen_when_no_official_rate_was_known_has_no_margin():
    market = a_market(rates=[a_rate("RUB", "0.02", ago(5))])
    assert in_force(a_tariff(rate="0.0196", verified=ago(6)), market=market).margin(dec(1)) is None


def test_the_bounds_and_the_mark_of_a_tariff_are_kept():
    terms = in_force(a_tariff(least=100, most=500, promotion=True))
    assert (terms.least, terms.most, terms.promotion) == (100, 500, True)
    assert terms.basis(dec(1)) is Basis.EXACT


# The latest round of observations


def test_the_last_look_at_each_amount_counts_within_a_round_of_45_days():
    seen = [
        an_observation(amount=10_000, fee=1, observed=ago(40)),
        an_observation(amount=10_000, fee=2, observed=ago(5)),
        an_observation(amount=20_000, fee=4, observed=ago(45)),
        an_observation(amount=30_000, fee=9, observed=ago(46)),
        an_observation(amount=40_000, fee=8, observed=DAY),
    ]
    for observations in (seen, seen[::-1]):
        terms = in_force(observations=observations)
        assert [told.amount for told in terms.told] == [10_000, 20_000, 40_000]
        assert [fee(terms, told.amount) for told in terms.told] == [2, 4, 8]
        assert terms.seen == DAY


def test_what_was_seen_after_the_day_asked_is_not_yet_known():
    seen = [an_observation(fee=1, observed=ago(5)), an_observation(fee=2, observed=ago(1))]
    assert fee(in_force(observations=seen, day=ago(2))) == 1


def test_a_survey_is_known_from_the_last_day_of_its_quarter():
    survey = an_observation(period="2026-Q3", evidence="surveyed")
    terms = in_force(observations=[survey])
    assert (terms.period, terms.seen) == ("2026-Q3", date(2026, 9, 30))
    route = a_route(service=a_service(), observations=[survey])
    assert isinstance(terms_on(route, a_transfer(), date(2026, 9, 29), a_market()), NotOffered)


def test_a_quote_has_a_day_and_no_period():
    terms = in_force(observations=[an_observation(observed=ago(3))])
    assert (terms.period, terms.seen) == (None, ago(3))


# Between and beyond the points

SURVEY = {"evidence": "surveyed", "period": "2026-Q3"}
TWO = [
    an_observation(amount=10_000, fee=100, margin_percent=1, **SURVEY),
    an_observation(amount=20_000, fee=300, margin_percent=2, **SURVEY),
]


@pytest.mark.parametrize(
    ("amount", "expected_fee", "margin", "basis"),
    [
        (10_000, 100, 1, Basis.EXACT),
        (15_000, 200, "1.5", Basis.INTERPOLATED),
        (12_500, 150, "1.25", Basis.INTERPOLATED),
        (20_000, 300, 2, Basis.EXACT),
        (5_000, 100, 1, Basis.ESTIMATE),
        (40_000, 600, 2, Basis.ESTIMATE),
    ],
)
def test_between_two_points_fee_and_margin_are_interpolated_and_beyond_them_the_dearer_counts(
    amount, expected_fee, margin, basis
):
    for observations in (TWO, TWO[::-1]):
        terms = in_force(observations=observations)
        assert fee(terms, amount) == expected_fee
        assert terms.margin(dec(amount)) == terms.margin_best(dec(amount)) == dec(margin)
        assert terms.basis(dec(amount)) is basis


def test_survey_points_in_dollars_turn_at_the_reference_of_the_day_asked():
    survey = [an_observation(amount=200, currency="USD", fee=4, period="2021-Q4")]
    old_and_new = [a_rate("RUB", "0.04", date(2021, 1, 1)), a_rate("RUB", "0.02"), a_rate("USD", "1.70")]
    terms = in_force(observations=survey, market=a_market(rates=old_and_new))
    assert terms.currency == "RUB"
    assert terms.steps == (17_000,)
    assert fee(terms, 17_000) == 340


def test_survey_points_in_a_currency_without_a_rate_make_no_price():
    survey = an_observation(amount=200, currency="GEL", observed=ago(4), source="a_survey")
    found = refused(a_route(service=a_service(), observations=[survey]))
    assert (found.reason, found.day, found.source) == (Reason.NO_RATE, ago(4), "a_survey")


def test_points_to_any_country_stay_in_their_own_currency():
    anywhere = a_corridor("AZ-any", "AZN", None)
    quote = an_observation(corridor="AZ-any", amount=200, currency="USD", pays=None)
    assert in_force(observations=[quote], corridor=anywhere).currency == "USD"


def test_where_one_points_fee_is_not_known_no_fee_between_is():
    points = [an_observation(amount=10_000, fee=100), an_observation(amount=20_000, fee=None)]
    assert in_force(observations=points).worst is None


def test_a_margin_between_a_known_and_an_unknown_one_is_not_known():
    points = [
        an_observation(amount=10_000, margin_percent=1),
        an_observation(amount=20_000, margin_percent=None),
    ]
    terms = in_force(observations=points)
    assert terms.margin(dec(10_000)) == 1
    assert terms.margin(dec(15_000)) is None
    assert terms.margin(dec(25_000)) is None


@pytest.mark.parametrize("known", [10_000, 20_000, 30_000])
def test_an_observed_amount_has_its_own_margin_although_its_neighbours_is_not_known(known):
    points = [
        an_observation(amount=amount, margin_percent=1 if amount == known else None)
        for amount in (10_000, 20_000, 30_000)
    ]
    assert in_force(observations=points).margin(dec(known)) == 1


def test_what_is_paid_out_is_known_where_all_points_agree():
    manat, not_told = an_observation(amount=10_000), an_observation(amount=20_000, pays=None)
    assert in_force(observations=[manat]).pays == ("AZN",)
    assert in_force(observations=[manat, not_told]).pays == ()
    dollars = an_observation(amount=20_000, pays="USD")
    assert in_force(observations=[manat, dollars]).pays == ()


def test_every_source_of_the_points_is_named_once():
    points = [
        an_observation(amount=10_000, source="b_page"),
        an_observation(amount=20_000, source="a_page"),
        an_observation(amount=30_000, source="b_page"),
    ]
    assert in_force(observations=points).sources == ("b_page", "a_page")


def test_one_promotion_among_the_points_marks_them_all():
    points = [an_observation(amount=10_000), an_observation(amount=20_000, promotion=True)]
    assert in_force(observations=points).promotion


def test_observed_amounts_in_two_currencies_stand_in_the_order_of_their_worth():
    observed = [
        an_observation(amount=200, currency="USD", fee=3),  # 17,000 roubles, a fee of 255
        an_observation(amount=10_000, currency="RUB", fee=100),
    ]
    offer = priced(a_route(observations=observed), a_transfer(5_000))
    assert offer.basis is Basis.ESTIMATE
    assert (offer.principal, offer.fee) == (4_900, 2)


def test_one_amount_observed_in_two_currencies_is_one_point():
    observed = [
        an_observation(amount=200, currency="USD", fee=3),
        an_observation(amount=17_000, currency="RUB", fee=100),
    ]
    assert priced(a_route(observations=observed), a_transfer(17_255)).complete


def test_a_quote_in_the_currency_that_the_sender_holds_needs_no_exchange():
    quote = an_observation(amount=200, currency="USD", fee=3)
    offer = priced(a_route(observations=[quote]), a_transfer(203, currency="USD"))
    assert offer.complete
    assert (offer.principal, offer.fee) == (200, dec("5.10"))


# A margin of nothing


@pytest.mark.parametrize(
    ("fields", "margin"),
    [
        ({}, None),
        ({"pays": "USD"}, None),
        ({"pays": "AZN"}, 0),
        ({"evidence": "observed"}, 0),
        ({"margin_percent": "0.01"}, dec("0.01")),
        ({"margin_percent": "-0.5"}, dec("-0.5")),
    ],
)
def test_a_surveyed_margin_of_exactly_nothing_is_not_known_unless_manat_are_paid_out(fields, margin):
    plain = {"evidence": "surveyed", "margin_percent": 0, "pays": None, "period": "2026-Q3"}
    terms = in_force(observations=[an_observation(**plain | fields)])
    assert terms.margin(dec(10_000)) == margin
    assert ("zero_margin" in terms.notes) is (margin is None)


def test_in_one_currency_a_margin_of_nothing_is_a_margin():
    home = a_corridor("AZ-AZ", "AZN")
    survey = an_observation(
        corridor="AZ-AZ", currency="AZN", evidence="surveyed", margin_percent=0, pays=None, period="2026-Q3"
    )
    terms = in_force(observations=[survey], corridor=home)
    assert terms.margin(dec(10_000)) == 0


# A rate seen on a day

EURO = a_corridor("DE-AZ", "EUR", "AZN")
BY_TARIFF = a_route(
    service=a_service(a_tariff(currency="EUR", rate="1.90"), corridors=("DE-AZ",)), corridor=EURO
)
BY_QUOTE = a_route(
    service=a_service(corridors=("DE-AZ",)),
    corridor=EURO,
    observations=[an_observation(corridor="DE-AZ", amount=200, currency="EUR", fee=0, rate="1.90")],
)


@pytest.mark.parametrize("route", [BY_TARIFF, BY_QUOTE], ids=["tariff", "quote"])
@pytest.mark.parametrize(("against", "hidden"), [(Benchmark.CBAR, 20), (Benchmark.ECB, 28)])
def test_a_rate_seen_today_pays_out_the_same_under_both_benchmarks(route, against, hidden):
    market = a_market(per_unit={"USD": "1.70", "EUR": 2}, ecb=ecb_cross(EUR=(DAY, "1.20")))
    offer = priced(route, a_transfer(200, corridor=EURO, benchmark=against), market)
    assert offer.paid_out.amount == 380
    assert offer.hidden == hidden


def test_a_rate_seen_today_pays_out_the_amount_at_that_rate_to_the_last_coin():
    market = a_market(per_unit={"RUB": "0.026866", "USD": "1.70"})
    offer = priced(a_route(a_tariff(rate="0.01")), a_transfer("6.50"), market)
    assert offer.paid_out.amount == dec("0.06")  # 0.065, rounded half-even


def test_an_old_quote_keeps_its_margin_on_a_new_day():
    market = a_market(rates=[a_rate("RUB", "0.0200", ago(30)), a_rate("RUB", "0.0250", ago(1))])
    quote = an_observation(observed=ago(30), rate="0.0196", fee=0)
    offer = priced(a_route(observations=[quote]), market=market)
    assert offer.received == 245  # 10,000 x 0.0250 less 2 %
    assert (offer.observed, offer.reference.day) == (ago(30), ago(1))


@pytest.mark.parametrize("by_tariff", [True, False], ids=["tariff", "quote"])
def test_a_margin_measured_by_a_rate_that_was_old_then_makes_no_current_price(by_tariff):
    # The sheet was 270 days old when the price was seen, so it judged nothing; today's is fresh.
    market = a_market(rates=[a_rate("RUB", "0.02", ago(300)), a_rate("RUB", "0.03")])
    if by_tariff:
        route = a_route(a_tariff(rate="0.0196", verified=ago(30)))
    else:
        route = a_route(observations=[an_observation(rate="0.0196", observed=ago(30))])
    assert priced(route, market=market).grade is not Grade.CURRENT


def test_in_the_teaching_set_every_price_was_seen_today():
    market = a_market(invented=True)
    old = date(2020, 1, 1)
    assert in_force(a_tariff(verified=old, since=old), market=market).seen == DAY
    assert in_force(observations=[an_observation(observed=old)], market=market).seen == DAY


@pytest.mark.parametrize(
    ("until", "grade"), [(DAY, Grade.CURRENT), (ago(1), Grade.AGEING), (None, Grade.CURRENT)]
)
def test_a_price_is_not_current_once_the_day_until_which_it_was_to_hold_is_over(until, grade):
    route = a_route(observations=(an_observation(observed=ago(3), valid_until=until),))
    assert priced(route).grade is grade


def test_a_later_look_at_what_is_handed_over_in_all_takes_the_place_of_the_earlier():
    better = an_observation(amount=42_901, fee=99, margin_percent=1, observed=DAY)
    worse = an_observation(amount=42_800, fee=200, margin_percent=4, observed=DAY)
    assert last_round((better, worse), DAY) == [worse]
    assert last_round((worse, better), DAY) == [better]
    assert last_round((worse.model_copy(update={"observed": ago(1)}), better), DAY) == [better]
    on_top = an_observation(amount=43_000, fee=200, observed=DAY)
    assert last_round((better, on_top), DAY) == [better, on_top]


# What the recipient was told to pay


def told(amount, rate, charge, **fields):
    return an_observation(
        amount=dec(amount), rate=dec(rate), pays="AZN", margin_percent=None, receipt_charge=charge, **fields
    )


@pytest.mark.parametrize(("paid", "taken"), [("192", 2), ("192.01", 5), ("384", 5), ("9000", 5)])
def test_a_charge_on_receipt_holds_up_to_what_its_amount_pays_out(paid, taken):
    found = in_force(observations=(told(10_000, "0.0192", dec(2)), told(20_000, "0.0192", dec(5))))
    assert found.receipt_whole
    assert due(steps(*found.receipt, payer=Payer.RECIPIENT), dec(paid)) == taken


def test_a_charge_that_no_price_tells_of_is_not_known():
    found = in_force(observations=(told(10_000, "0.0192", None), told(20_000, "0.0192", None)))
    assert (found.receipt, found.receipt_whole, found.receipt_open) == ((), False, ())


@pytest.mark.parametrize(
    ("charges", "left_open"),
    [
        ((0, 0, 0), ()),
        ((None, 0, 0), ((0, 192),)),
        ((0, None, 0), ((192, 384),)),
        ((0, 0, None), ((384, 960), (960, None))),
    ],
)
def test_a_charge_that_one_point_leaves_open_is_known_at_the_others(charges, left_open):
    points = [told(a, "0.0192", None if c is None else dec(c)) for a, c in zip(SENT, charges, strict=True)]
    found = in_force(observations=points)
    assert found.receipt_whole
    assert found.receipt_open == left_open


SENT = (10_000, 20_000, 50_000)


@pytest.mark.parametrize(
    ("principal", "basis"),
    [
        (17_000, Basis.EXACT),
        (16_901, Basis.EXACT),
        (16_950, Basis.EXACT),
        (16_900, Basis.ESTIMATE),
        (17_001, Basis.INTERPOLATED),
        (29_799, Basis.INTERPOLATED),
        (29_800, Basis.EXACT),
        (30_000, Basis.EXACT),
        (30_001, Basis.ESTIMATE),
    ],
)
def test_every_point_covers_its_principal_and_its_outlay(principal, basis):
    points = (
        an_observation(amount=17_000, fee=99, margin_percent=1),
        an_observation(amount=30_000, fee=200, margin_percent=2),
    )
    found = in_force(observations=points)
    assert found.basis(dec(principal)) is basis
    if basis is Basis.EXACT:
        own = points[principal > 17_000]
        assert (fee(found, principal), found.margin(dec(principal))) == (own.fee, own.margin_percent)


def test_between_the_points_fee_and_margin_run_from_what_one_covers_to_what_the_next_does():
    points = (
        an_observation(amount=10_000, fee=100, margin_percent=1),
        an_observation(amount=20_200, fee=200, margin_percent=2),
    )
    found = in_force(observations=points)
    assert (fee(found, 15_000), found.margin(dec(15_000))) == (150, dec("1.5"))


@given(st.lists(st.tuples(st.integers(50, 50_000), st.integers(0, 400)), min_size=1, max_size=4))
def test_who_asks_for_what_somebody_handed_over_in_all_or_sent_has_that_price(prices):
    """Whatever the order of the amounts; not where another price of the round holds for the same outlay."""
    points = [an_observation(amount=amount, fee=fee) for amount, fee in prices]
    shown = last_round(points, DAY)
    route = a_route(observations=points)
    spans = [(p.amount, p.amount + p.fee) for p in shown]
    for point, (sent, in_all) in zip(shown, spans, strict=True):
        for outlay in (sent, in_all):
            alone = [span for span in spans if span[0] - 400 <= outlay <= span[1] + 400]
            if len(alone) == 1 and outlay > point.fee:
                found = priced(route, a_transfer(outlay))
                assert found.basis is Basis.EXACT
                assert found.principal == outlay - point.fee


@given(st.decimals(90, 180, places=2), st.decimals(0, 5, places=2), st.integers(5_000, 10_000))
def test_the_recipient_gets_what_was_told_whatever_the_counters_own_list_says(received, charge, amount):
    entry = an_entry(amount=amount, rate=None, received=received, receipt_charge=charge)
    counter = a_payout(tariffs=(a_tariff(taken_on_receipt(flat=7), currency="AZN"),))
    route = a_route(observations=(entry.observation("visit"),), payout=counter)
    offer = priced(route, a_transfer(send=amount + 99))
    assert offer.receipt_known
    assert abs(offer.received - received) <= dec("0.01")
    assert offer.receipt == charge


# Where it is collected, and with which document


TWO_COUNTERS = ("a_counter", "another")


def told_at(point, *, payouts=(), counter=None, more=()):
    """What the terms of a service with some counters say of regions, at one of these."""
    service = a_service(payouts=payouts)
    payout = None if counter is None else a_payout(id=counter)
    route = a_route(service=service, payout=payout, observations=(point, *more))
    found = terms_on(route, a_transfer(), DAY, a_market())
    assert isinstance(found, Terms)
    return None if found.regions is None else found.regions.codes


def test_what_a_price_was_told_with_has_its_day_and_source():
    point = an_observation(observed=ago(3), regions=("baku",), documents=("passport",))
    found = in_force(observations=(point, an_observation(amount=20_000)))
    assert found.regions == NamedCodes(("baku",), ago(3), SOURCE)
    assert found.documents == NamedCodes(("passport",), ago(3), SOURCE)
    silent = in_force(observations=(an_observation(),))
    assert (silent.regions, silent.documents) == (None, None)


@pytest.mark.parametrize(
    ("named", "payouts", "counter", "told"),
    [
        (None, (), None, True),
        (None, ("a_counter",), "a_counter", True),
        (None, TWO_COUNTERS, "a_counter", False),
        ("a_counter", TWO_COUNTERS, "a_counter", True),
        ("a_counter", TWO_COUNTERS, "another", False),
        ("another", ("a_counter",), "a_counter", False),
        ("a_counter", (), None, True),
    ],
)
def test_what_was_told_of_one_counter_is_not_said_of_another(named, payouts, counter, told):
    point = an_observation(payout=named, regions=("baku",))
    assert told_at(point, payouts=payouts, counter=counter) == (("baku",) if told else None)


def test_the_last_look_counts_and_of_one_days_looks_what_all_of_them_name():
    point = an_observation(regions=("baku", "ganja"))
    older = an_observation(amount=20_000, observed=ago(1), regions=("all",))
    assert told_at(point, more=(older,)) == ("baku", "ganja")
    same = an_observation(amount=20_000, regions=("ganja", "baku", "guba"))
    assert told_at(point, more=(same,)) == ("baku", "ganja")
    assert told_at(point, more=(an_observation(amount=20_000, regions=("guba",)),)) == ()
