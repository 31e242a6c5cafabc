"""What must hold for every price, tried on many made-up ones."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal, localcontext
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, reject
from hypothesis import strategies as st

from channels.money import EXACT, MixedCurrencies, Money, floor_minor, to_minor
from channels.pricing.conversion import Path
from channels.pricing.fees import between, due, principal, schedule
from channels.pricing.fx import AGEING_DAYS, CURRENT_DAYS, Reference, grade
from channels.pricing.offers import Offer, price
from channels.pricing.ranking import ranked
from channels.pricing.reader_quote import ReaderQuote, ReaderQuoteFault, told_offer
from channels.pricing.required_budget import smallest_outlay
from channels.pricing.routes import NotOffered
from channels.records.providers import Charge
from channels.terms import (
    BAND_MINUTES,
    Basis,
    DisbursementMethod,
    Evidence,
    Grade,
    Payer,
    Reason,
    SpeedBand,
    Status,
    band,
)
from tests.support.builders import (
    DAY,
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
    an_offer,
    changed_offer,
    charge,
    dec,
    licence,
    priced,
    some_terms,
    standing,
    taken_on_receipt,
)

ONE = Decimal(1)
FAR = 150
"""Above every band and budget of the schedules tried one amount after another."""


def places(low: int, high: int, decimals: int) -> st.SearchStrategy[Decimal]:
    """Decimal numbers between two whole ones, with some places."""
    scale = 10**decimals
    return st.integers(low * scale, high * scale).map(lambda n: Decimal(n) / scale)


@st.composite
def a_line(draw: st.DrawFn, above: int = 0, up_to: int | None = None, **fixed: object) -> Charge:
    """One line of a tariff with a flat part, a percent, a floor, a ceiling and a free part, or some."""
    percent = draw(st.sampled_from([0, 1, 2, 3, 5, 7, 10, 25]))
    flat = draw(st.integers(0, 12))
    bounds = sorted(draw(st.tuples(st.integers(0, 15), st.integers(0, 15))))
    wide = draw(st.booleans())
    return charge(
        percent=percent,
        percent_most=percent + draw(st.integers(0, 5)) if wide else None,
        flat=flat,
        flat_most=flat + draw(st.integers(0, 5)) if wide else None,
        at_least=draw(st.sampled_from([None, bounds[0]])),
        at_most=draw(st.sampled_from([None, bounds[1]])),
        over=draw(st.sampled_from([0, 0, 20, 50])),
        above=above,
        up_to=up_to,
        **fixed,
    )


@st.composite
def a_price_list(draw: st.DrawFn, payer: Payer = Payer.SENDER) -> tuple[Charge, ...]:
    """Bands that meet, each with its own line, and now and then a line over all of them."""
    edges = sorted(draw(st.sets(st.integers(5, 100), max_size=3)))
    lows, highs = [0, *edges], [*edges, None]
    lines = [draw(a_line(low, high, payer=payer)) for low, high in zip(lows, highs, strict=True)]
    if draw(st.booleans()):
        lines.append(draw(a_line(payer=payer)))
    return tuple(lines)


def as_read(lines: Sequence[Charge], amount: Decimal, *, most: bool = True) -> Decimal:
    """A tariff as a clerk reads it: each line whose band holds the amount, floor, ceiling and all."""
    total = Decimal(0)
    for line in lines:
        if not (line.above < amount and (line.up_to is None or amount <= line.up_to)):
            continue
        percent = line.percent_most if most and line.percent_most is not None else line.percent
        flat = line.flat_most if most and line.flat_most is not None else line.flat
        due_here = flat + max(Decimal(0), amount - line.over) * percent / 100
        if line.at_least is not None:
            due_here = max(due_here, line.at_least)
        if line.at_most is not None:
            due_here = min(due_here, line.at_most)
        total += due_here
    return total


@given(a_price_list(), st.booleans())
def test_the_charge_is_what_a_clerk_reads_off_the_tariff_for_every_amount(lines, most):
    pieces = schedule(lines, Payer.SENDER, most=most)
    amounts = [Decimal(n) / 2 for n in range(1, 2 * FAR)]
    assert [due(pieces, a) for a in amounts] == [as_read(lines, a, most=most) for a in amounts]


@given(a_price_list(), st.integers(1, FAR))
def test_the_principal_is_the_largest_amount_that_the_budget_carries(lines, budget):
    carried = [n for n in range(1, budget + 1) if n + as_read(lines, Decimal(n)) <= budget]
    found = principal(schedule(lines, Payer.SENDER), Decimal(budget), ONE)
    assert found == (max(carried) if carried else None)


@given(a_price_list(), places(1, FAR, 2))
def test_principal_and_fee_stay_within_the_budget_to_the_kopek(lines, budget):
    found = principal(schedule(lines, Payer.SENDER), budget, Decimal("0.01"))
    assume(found is not None)
    assert found + as_read(lines, found) <= budget
    one_more = found + Decimal("0.01")
    assert one_more + as_read(lines, one_more) > budget


@st.composite
def some_points(draw: st.DrawFn) -> list[tuple[Decimal, Decimal]]:
    """Observed amounts with their fees, in order; the fee may fall, but slower than the amount rises."""
    amounts = sorted(draw(st.sets(st.integers(5, 120), min_size=1, max_size=4)))
    fees = [draw(st.integers(0, 9))]
    for low, high in pairwise(amounts):
        fees.append(draw(st.integers(max(0, fees[-1] - (high - low) + 1), 12)))
    return [(Decimal(a), Decimal(f)) for a, f in zip(amounts, fees, strict=True)]


@given(some_points(), st.booleans())
@example([(Decimal(4), Decimal("0.95")), (Decimal(355), Decimal("7.52"))], True)
def test_the_budget_of_an_observed_transfer_carries_the_observed_amount(points, exact):
    with localcontext(EXACT if exact else None):
        pieces = between(points)
        for amount, fee in points:
            found = principal(pieces, amount + fee, Decimal("0.01"))
            assert found is not None
            assert found >= amount


@st.composite
def any_points(draw: st.DrawFn) -> list[tuple[Decimal, Decimal]]:
    """Observed amounts with their fees, whatever these are, as a slip in a survey may make them."""
    amounts = sorted(draw(st.sets(st.integers(5, 60), min_size=1, max_size=3)))
    return [(Decimal(a), Decimal(draw(st.integers(0, 40)))) for a in amounts]


@given(any_points(), st.integers(1, FAR))
def test_between_observed_points_too_the_budget_is_kept_and_used_up(points, budget):
    pieces = between(points)
    found = principal(pieces, Decimal(budget), ONE)
    # Exactness of the last digit is the law above; here half a unit decides.
    carried = [n for n in range(1, budget + 1) if n + due(pieces, Decimal(n)) <= budget - Decimal("1E-15")]
    assert found is None or found + due(pieces, found) <= budget + Decimal("1E-15")
    assert (found or 0) >= max(carried, default=0)


@st.composite
def a_priced_road(draw: st.DrawFn, margins: st.SearchStrategy[Decimal]) -> tuple[Offer, Decimal]:
    """An offer for some transfer under a tariff of many forms, with the margin of its worse end."""
    lines = [
        charge(
            percent=draw(places(0, 5, 2)),
            flat=draw(places(0, 20, 2)),
            currency=draw(st.sampled_from([None, "USD", "EUR"])),
        )
    ]
    if draw(st.booleans()):
        lines.append(taken_on_receipt(percent=draw(places(0, 3, 2)), flat=draw(places(0, 2, 2))))
    margin = draw(margins)
    wide = draw(st.booleans())
    tariff = a_tariff(
        *lines,
        margin=margin,
        margin_most=margin + 1 if wide else None,
        pays=(draw(st.sampled_from(["AZN", "USD"])),),
    )
    partner = a_provider("a_paying_bank")
    counter = a_payout(partner="a_paying_bank", currencies=())
    market = a_market(
        a_board(provider="a_paying_bank", buy=draw(places(1, 2, 4)), sell=3),
        per_unit={
            "RUB": draw(places(1, 3, 4)) / 100,
            "USD": draw(places(1, 2, 4)),
            "EUR": draw(places(1, 3, 4)),
        },
    )
    assume(min(b.buy for b in market.boards) <= market.rates.quote("USD", DAY).per_unit)
    answer = price(
        a_route(tariff, payout=counter, partner=partner),
        a_transfer(draw(places(500, 900_000, 2))),
        DAY,
        market,
    )
    if not isinstance(answer, Offer):
        reject()
    return answer, margin + 1 if wide else margin


def assert_parts_sum(offer: Offer) -> None:
    """The parts of the cost sum to the whole in plain decimals, to the last digit."""
    assert offer.complete
    assert offer.fee + offer.hidden + offer.receipt == offer.total_cost
    assert (offer.outlay - offer.unspent) * offer.reference.rate - offer.received == offer.total_cost


@given(a_priced_road(places(-3, 10, 2)))
def test_the_parts_of_the_cost_sum_to_the_whole_exactly(found):
    offer, _ = found
    assert_parts_sum(offer)


@given(places(1, 60, 2), places(0, 60, 2), places(500, 200_000, 2), places(1, 3, 4))
def test_the_parts_sum_exactly_between_the_points_of_a_survey_too(low_fee, high_fee, send, dollar):
    survey = [
        an_observation(amount=200, currency="USD", fee=low_fee, margin_percent="1.3", pays=None),
        an_observation(amount=500, currency="USD", fee=high_fee, margin_percent="0.7", pays=None),
    ]
    market = a_market(per_unit={"RUB": "0.023", "USD": dollar})
    for context in (None, EXACT):
        with localcontext(context):
            answer = price(a_route(observations=survey), a_transfer(send), DAY, market)
        assume(isinstance(answer, Offer))
        assert_parts_sum(answer)


@given(places(0, 3, 2), places(0, 20, 2), places(1, 90_000, 2), places(1, 3, 4), places(1, 2, 4))
def test_the_parts_sum_exactly_when_the_sending_bank_changes_the_money(percent, flat, send, sell, rouble):
    abroad = a_corridor("AZ-RU", "AZN", "RUB")
    service = a_service(
        a_tariff(charge(percent=percent, flat=flat), currency="USD", pays=("USD",), margin=0, verified=DAY),
        corridors=("AZ-RU",),
    )
    market = a_market(
        a_board(buy=sell, sell=sell), per_unit={"USD": sell, "RUB": rouble / 100, "EUR": "1.9876"}
    )
    for context in (None, EXACT):
        with localcontext(context):
            answer = price(
                a_route(service=service, corridor=abroad),
                a_transfer(send, corridor=abroad),
                DAY,
                market,
            )
        assume(isinstance(answer, Offer))
        assert_parts_sum(answer)


@given(a_priced_road(places(0, 10, 2)))
def test_no_more_than_the_budget_at_the_official_rate_arrives_unless_the_rate_is_better(found):
    offer, _ = found
    # Paid out is rounded half-even, so a fraction of the smallest coin may be on top.
    assert offer.received <= offer.outlay * offer.reference.rate + Decimal("0.01")
    assert offer.received <= offer.received_most


@given(a_priced_road(places(-5, -1, 2)))
def test_more_than_the_principal_at_the_official_rate_is_paid_out_only_when_the_margin_is_negative(found):
    offer, margin = found
    assume(offer.paid_out.currency == "AZN")
    gain = offer.paid_out.amount - offer.principal * offer.reference.rate
    assert abs(gain + offer.principal * offer.reference.rate * margin / 100) <= Decimal("0.005")


@given(places(0, 5, 2), places(0, 50, 2), places(0, 5, 2), places(0, 50, 2), places(200, 90_000, 2))
def test_paid_out_never_rises_as_the_fee_rises(percent, flat, more_percent, more_flat, send):
    cheap = a_route(a_tariff(charge(percent=percent, flat=flat), margin=1))
    dear = a_route(a_tariff(charge(percent=percent + more_percent, flat=flat + more_flat), margin=1))
    at_cheap, at_dear = priced(cheap, a_transfer(send)), priced(dear, a_transfer(send))
    assert at_dear.paid_out.amount <= at_cheap.paid_out.amount
    assert at_dear.received <= at_cheap.received
    assert at_dear.principal <= at_cheap.principal


WHOLE = a_corridor("JP-KR", "JPY", "KRW")
"""Two currencies without a smaller coin, so that every amount can be tried."""


def small_path(rate: Decimal, sell: Decimal, on_receipt: Sequence[Charge]) -> Path:
    """The money is bought at a board, changed at a rate, and some of it is taken on receipt."""
    reference = Reference("JPY", "KRW", rate, DAY, (), fresh=True)
    return Path(
        paid_currency="KRW",
        received_currency="KRW",
        in_rate=sell,
        mid=reference,
        out_rate=ONE,
        total=reference,
        fee_worth=rate,
        sources=(),
        notes=frozenset(),
        grade=Grade.CURRENT,
        same=False,
        receipt_worst=schedule(on_receipt, Payer.RECIPIENT),
        receipt_best=schedule(on_receipt, Payer.RECIPIENT, most=False),
    )


@given(
    a_price_list(),
    st.one_of(st.just(()), a_price_list(Payer.RECIPIENT)),
    st.sampled_from([Decimal("0.5"), Decimal(1), Decimal("1.7")]),
    st.sampled_from([Decimal(0), Decimal(2), Decimal("3.5")]),
    st.sampled_from([ONE, Decimal("0.3"), Decimal("1.5"), Decimal("1.71")]),
    st.integers(1, 60),
)
def test_the_inverse_gives_the_smallest_budget_of_which_enough_arrives(
    lines, on_receipt, rate, margin, sell, target
):
    terms = some_terms(
        currency="JPY",
        pays=("KRW",),
        worst=schedule(lines, Payer.SENDER),
        margin=lambda _: margin,
    )
    path = small_path(rate, sell, on_receipt)
    found = smallest_outlay(terms, a_transfer(receive=target, corridor=WHOLE), path)
    enough = None
    for budget in range(1, 4 * FAR):
        carried = principal(terms.worst, floor_minor(budget / sell, "JPY"), ONE)
        if carried is None:
            continue
        paid = to_minor(carried * rate * (1 - margin / 100), "KRW")
        if paid > 0 and paid - as_read(on_receipt, paid) >= target:
            enough = budget
            break
    assume(enough is not None)
    assert found == enough


@given(places(0, 4, 1), places(0, 300, 0), places(-1, 4, 1), places(0, 2, 1), places(1, 5_000, 2))
def test_the_inverse_gives_at_least_what_must_arrive_and_one_kopek_less_does_not(
    percent, flat, margin, on_receipt, target
):
    tariff = a_tariff(charge(percent=percent, flat=flat), taken_on_receipt(percent=on_receipt), margin=margin)
    route = a_route(tariff)
    offer = priced(route, a_transfer(receive=target))
    assert offer.received >= target
    assert priced(route, a_transfer(offer.outlay)).received == offer.received
    less = price(route, a_transfer(offer.outlay - Decimal("0.01")), DAY, a_market())
    assert isinstance(less, NotOffered) or less.received < target


@given(
    st.lists(st.tuples(places(10, 900, 0), places(1, 20, 0)), min_size=2, max_size=3),
    places(0, 300, 0),
    places(1, 2_000, 2),
)
def test_the_inverse_of_a_survey_gives_at_least_what_must_arrive(points, flat, target):
    amounts = dict(points)
    assume(len(amounts) > 1)
    survey = [
        an_observation(amount=amount * 100, fee=fee * 10, margin_percent=fee / 10)
        for amount, fee in sorted(amounts.items())
    ]
    counter = a_payout(tariffs=(a_tariff(taken_on_receipt(flat=flat / 100), currency="AZN"),))
    offer = priced(a_route(observations=survey, payout=counter), a_transfer(receive=target))
    assert offer.received >= target


offers = st.builds(
    an_offer,
    name=st.sampled_from(["bank_a", "bank_b", "post", "system_c", "app_e"]),
    received=st.one_of(st.none(), st.integers(100, 110)),
    service=st.sampled_from(["one", "two", "three"]),
    form=st.sampled_from([None, *DisbursementMethod]),
    basis=st.sampled_from(Basis),
    promotion=st.booleans(),
    any_country=st.booleans(),
    unknown_fits=st.sampled_from([frozenset(), frozenset({"within"})]),
    minutes_most=st.sampled_from([None, 10, 60]),
)


@given(st.lists(offers, max_size=9, unique_by=lambda o: o.key), st.randoms(), st.booleans(), st.booleans())
def test_the_order_does_not_depend_on_the_order_of_the_data(found, chance, by_outlay, promotions):
    expected = ranked(found, by_outlay=by_outlay, promotions=promotions)
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert ranked(shuffled, by_outlay=by_outlay, promotions=promotions) == expected
    assert sorted(o.key for o in expected) == sorted(o.key for o in found)


@given(st.lists(offers, max_size=9, unique_by=lambda o: o.key))
def test_each_kind_of_doubt_stands_below_what_has_none(found):
    doubts = [
        (o.promotion, not o.complete, o.basis is Basis.ESTIMATE, bool(o.unknown_fits)) for o in ranked(found)
    ]
    assert doubts == sorted(doubts)


@given(st.lists(offers, max_size=9, unique_by=lambda o: o.key))
@example(
    [
        an_offer("bank_a", 100),
        an_offer("bank_b", 150, basis=Basis.ESTIMATE),
        an_offer("post", 120, form=DisbursementMethod.CARD),
    ]
)
def test_an_estimate_changes_nothing_in_the_order_of_the_prices(found):
    prices = [o for o in found if o.basis is not Basis.ESTIMATE]
    assert [o for o in ranked(found) if o.basis is not Basis.ESTIMATE] == list(ranked(prices))


@given(st.lists(offers, max_size=9, unique_by=lambda o: o.key), st.sampled_from(DisbursementMethod))
def test_of_one_form_the_most_money_stands_first_within_each_kind_of_doubt(found, form):
    by_doubt: dict[tuple[bool, ...], list[Decimal | int]] = {}
    for offer in ranked([changed_offer(o, form=form) for o in found]):
        doubt = (
            offer.promotion,
            offer.complete,
            offer.basis is Basis.ESTIMATE,
            offer.unknown_fits,
            offer.any_country,
        )
        by_doubt.setdefault(doubt, []).append(offer.received or 0)
    assert all(amounts == sorted(amounts, reverse=True) for amounts in by_doubt.values())


@pytest.mark.parametrize(("name", "minutes"), BAND_MINUTES.items())
def test_the_edge_of_a_speed_band_belongs_to_the_faster_band(name, minutes):
    assert band(minutes) is name
    assert band(minutes + 1).rank == name.rank + 1


def test_six_days_or_more_is_the_last_speed_band():
    assert band(10**6) is SpeedBand.SIX_DAYS_OR_MORE


@pytest.mark.parametrize(
    ("amount", "due_here"),
    [("999.99", 10), ("1000", 10), ("1000.01", 20), ("4999.99", 20), ("5000", 20), ("5000.01", 5)],
)
def test_the_edge_of_a_fee_band_belongs_to_the_lower_band(amount, due_here):
    bands = [
        charge(flat=10, up_to=1000),
        charge(flat=20, above=1000, up_to=5000),
        charge(flat=5, above=5000),
    ]
    assert due(schedule(bands, Payer.SENDER), dec(amount)) == due_here


@pytest.mark.parametrize(
    ("send", "reason"), [("499.99", Reason.BELOW_MINIMUM), ("500", None), ("500.01", None)]
)
def test_the_least_amount_of_a_tariff_can_be_sent_and_a_kopek_less_cannot(send, reason):
    answer = price(a_route(a_tariff(least=500)), a_transfer(send), DAY, a_market())
    assert getattr(answer, "reason", None) is reason


@pytest.mark.parametrize(
    ("send", "reason"), [("499.99", None), ("500", None), ("500.01", Reason.ABOVE_LIMIT)]
)
def test_the_limit_of_a_service_can_be_sent_and_a_kopek_more_cannot(send, reason):
    service = a_service(a_tariff(), limits=(a_limit(500),), limits_source="a_limit_notice")
    answer = price(a_route(service=service), a_transfer(send), DAY, a_market())
    assert getattr(answer, "reason", None) is reason


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (CURRENT_DAYS - 1, Grade.CURRENT),
        (CURRENT_DAYS, Grade.CURRENT),
        (CURRENT_DAYS + 1, Grade.AGEING),
        (AGEING_DAYS, Grade.AGEING),
        (AGEING_DAYS + 1, Grade.HISTORICAL),
    ],
)
def test_the_last_day_of_a_grade_still_belongs_to_it(days, expected):
    assert grade(DAY - timedelta(days=days), DAY) is expected


@pytest.mark.parametrize(
    ("amount", "basis"),
    [
        ("9999.99", Basis.ESTIMATE),
        ("10000", Basis.EXACT),
        ("10000.01", Basis.INTERPOLATED),
        ("19999.99", Basis.INTERPOLATED),
        ("20000", Basis.EXACT),
        ("20000.01", Basis.ESTIMATE),
    ],
)
def test_only_an_observed_amount_is_exact_and_only_amounts_between_are_interpolated(amount, basis):
    observed = [an_observation(amount=10_000, fee=0), an_observation(amount=20_000, fee=0)]
    assert priced(a_route(observations=observed), a_transfer(amount)).basis is basis


currencies = st.sampled_from(["AZN", "RUB", "USD", "EUR", "TRY", "JPY", "KWD"])


@given(places(0, 1_000, 2), currencies, places(0, 1_000, 2), currencies)
def test_mixing_currencies_raises_and_one_currency_adds_up(amount, currency, other, other_currency):
    one, two = Money(amount, currency), Money(other, other_currency)
    if currency == other_currency:
        assert (one + two).amount == amount + other
        assert (one - two).amount == amount - other
        assert (one < two, one <= two) == (amount < other, amount <= other)
        return
    for mixed in (
        lambda: one + two,
        lambda: one - two,
        lambda: one < two,
        lambda: one <= two,
    ):
        with pytest.raises(MixedCurrencies):
            mixed()


@given(places(1, 90_000, 2), places(1, 3, 4), places(1, 3, 4))
@example(dec("6.5"), dec(1), dec("2.6866"))
def test_a_rate_seen_today_pays_out_the_principal_times_that_rate(send, seen, official):
    rate = seen / 100
    market = a_market(rates=[a_rate("RUB", official, nominal=100), a_rate("USD", "1.7")])
    quoted = an_observation(amount=send, fee=0, rate=rate)
    of_tariff = price(a_route(a_tariff(rate=rate)), a_transfer(send), DAY, market)
    observed = price(a_route(observations=[quoted]), a_transfer(send), DAY, market)
    assume(isinstance(of_tariff, Offer) and isinstance(observed, Offer))
    assert of_tariff.paid_out.amount == to_minor(of_tariff.principal * rate, "AZN")
    assert observed.paid_out == of_tariff.paid_out


told_figures = st.one_of(st.none(), places(0, 10_000, 7).filter(bool), st.just(dec("1E-7")))


@given(st.one_of(st.none(), places(0, 100, 2)), told_figures, told_figures, st.booleans())
@example(dec(0), dec("1E-7"), None, True)
@example(dec(1), dec(10_000_000), None, False)
def test_whatever_was_told_makes_an_offer_or_a_fault_and_its_parts_sum(fee, rate, received, sending):
    transfer = a_transfer(1_000) if sending else a_transfer(receive=400)
    answer = told_offer(ReaderQuote(fee=fee, rate=rate, received=received), transfer, DAY, a_market())
    if isinstance(answer, ReaderQuoteFault):
        return
    assert_parts_sum(answer)


@given(st.sampled_from(Evidence), st.integers(0, 800), st.integers(0, 800))
def test_a_price_is_never_better_graded_than_its_rate(evidence, price_age, rate_age):
    seen, sheet = DAY - timedelta(days=price_age), DAY - timedelta(days=rate_age)
    market = a_market(day=sheet)
    offer = priced(a_route(a_tariff(verified=seen, evidence=evidence)), market=market)
    assert offer.grade.rank >= grade(seen, DAY).rank
    assert offer.grade.rank >= (Grade.CURRENT if rate_age <= 7 else grade(sheet, DAY)).rank
    assert (offer.grade is Grade.CURRENT) == (price_age <= CURRENT_DAYS and rate_age <= 7)


closed = st.sampled_from([reason for reason in Reason if reason.is_closed])


@given(closed, st.integers(0, 900), st.lists(st.tuples(st.integers(0, 900), st.integers(0, 99)), min_size=1))
def test_no_price_whenever_taken_ends_a_stop_a_suspension_or_the_word_unlicensed(reason, days, taken):
    said = DAY - timedelta(days=days)
    if reason is Reason.UNLICENSED:
        provider = a_provider(licence=(licence("unlicensed", said),))
    else:
        provider = a_provider(status=(standing(Status(reason), said),))
    seen = [an_observation(observed=DAY - timedelta(days=ago), fee=fee) for ago, fee in taken]
    answer = price(a_route(provider=provider, observations=seen), a_transfer(), DAY, a_market())
    assert isinstance(answer, NotOffered)
    assert (answer.reason, answer.day) == (reason, said)
