"""The reader's order: what is known before what is not, then money in hand, the same for any input."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.pricing.fx import Reference
from channels.pricing.offers import Offer
from channels.pricing.ranking import (
    best,
    best_current,
    first_of_forms,
    headline,
    known_cost,
    less_than,
    ranked,
    unbeaten,
)
from channels.pricing.routes import OnDay
from channels.terms import Basis, Channel, DisbursementMethod, Evidence, Grade, Status
from tests.support.builders import offer_of

DAY = date(2026, 11, 21)
CASH, CARD, ACCOUNT = DisbursementMethod.CASH, DisbursementMethod.CARD, DisbursementMethod.ACCOUNT


def offer(name: str, received: str | int | None = 380, **values) -> Offer:
    """A complete current offer under a name, unless said otherwise; without an amount it is incomplete."""
    amount = None if received is None else Decimal(received)
    known = {
        "provider": name,
        "service": "s",
        "payout": None,
        "channel": Channel.BANK,
        "form": CASH,
        "status": OnDay(Status.OPERATING),
        "evidence": Evidence.OBSERVED,
        "grade": Grade.CURRENT,
        "currency": "AZN",
        "complete": amount is not None,
        "received": amount,
        "received_most": amount,
        "outlay": Decimal(20_000),
        "minutes_most": 60,
        "reference": Reference("RUB", "AZN", Decimal("0.02"), DAY, ("cbar",), fresh=True),
    }
    return offer_of(**known | values)


def names(offers) -> list[str]:
    return [o.provider for o in offers]


def order(*offers: Offer, **how) -> list[str]:
    found = names(ranked(offers, **how))
    assert found == names(ranked(offers[::-1], **how))
    return found


def test_more_money_in_hand_stands_first():
    assert order(offer("b", 381), offer("a", 380), offer("c", "381.5")) == ["c", "b", "a"]


def test_a_range_is_ranked_by_its_worse_end():
    ranged = offer("ranged", 379, received_most=Decimal(399))
    assert order(ranged, offer("plain", 380)) == ["plain", "ranged"]


def test_incomplete_offers_stand_below_complete_ones():
    assert order(offer("half", None), offer("whole", 1)) == ["whole", "half"]


def test_estimates_stand_below_prices_but_above_incomplete_offers():
    estimate = offer("estimate", 399, basis=Basis.ESTIMATE)
    between = offer("between", 379, basis=Basis.INTERPOLATED)
    assert order(estimate, offer("price", 380), between, offer("half", None)) == [
        "price",
        "between",
        "estimate",
        "half",
    ]


def test_what_is_not_known_to_fit_stands_below_what_is():
    maybe = offer("maybe", 399, unknown_fits=frozenset({"region"}))
    assert order(maybe, offer("fits", 380)) == ["fits", "maybe"]


def test_promotions_stand_last_unless_asked_for():
    first = offer("first_transfer", 399, promotion=True)
    half = offer("half", None)
    assert order(first, offer("plain", 380), half) == ["plain", "half", "first_transfer"]
    assert order(first, offer("plain", 380), half, promotions=True) == ["first_transfer", "plain", "half"]


def test_offers_are_grouped_by_form_and_the_form_with_the_best_offer_stands_first():
    found = order(
        offer("cash_low", 370),
        offer("card_high", 390, form=CARD),
        offer("cash_high", 380),
        offer("card_low", 360, form=CARD),
        offer("unknown_form", 385, form=None),
    )
    assert found == ["card_high", "card_low", "unknown_form", "cash_high", "cash_low"]


def test_a_promotion_does_not_pull_its_form_to_the_front():
    first = offer("first", 399, form=ACCOUNT, promotion=True)
    found = order(first, offer("account", 370, form=ACCOUNT), offer("cash", 380))
    assert found == ["cash", "account", "first"]


def test_a_service_that_names_the_country_goes_before_one_for_any():
    anywhere = offer("anywhere", 399, any_country=True)
    assert order(anywhere, offer("named", 380)) == ["named", "anywhere"]


def test_of_equal_amounts_the_faster_stands_first_and_an_unknown_wait_last():
    slow, fast = offer("slow", minutes_most=500), offer("fast", minutes_most=5)
    assert order(slow, offer("unknown", minutes_most=None), fast) == ["fast", "slow", "unknown"]


def test_of_equal_offers_the_names_decide_so_that_the_order_is_always_the_same():
    assert order(offer("b"), offer("a"), offer("c")) == ["a", "b", "c"]


def test_where_an_amount_must_arrive_the_smallest_outlay_stands_first():
    found = order(
        offer("dear", 400, outlay=Decimal(21_000)),
        offer("cheap", 401, outlay=Decimal(20_500)),
        offer("unknown", None, outlay=None),
        by_outlay=True,
    )
    assert found == ["cheap", "dear", "unknown"]


def test_amounts_in_different_currencies_are_ordered_by_their_worth():
    lira = Reference("AZN", "TRY", Decimal(25), DAY, ("cbar",), fresh=True)
    dollar = Reference("AZN", "USD", Decimal("0.588"), DAY, ("cbar",), fresh=True)
    found = order(
        offer("lira", 12_000, currency="TRY", reference=lira),
        offer("dollars", 290, currency="USD", reference=dollar),
    )
    assert found == ["dollars", "lira"]


def test_of_incomplete_offers_the_one_that_is_known_to_cost_least_stands_first():
    found = order(
        offer("dear", None, fee=Decimal(60)),
        offer("unknown", None),
        offer("cheap", None, fee=Decimal(20)),
    )
    assert found == ["cheap", "dear", "unknown"]


def test_no_offers_have_no_order_and_no_best():
    assert ranked([]) == ()
    assert headline([]) is None
    assert best([]) is None
    assert best_current([]) is None
    assert unbeaten([]) == ()


# The headline and the best


def test_the_headline_is_the_recommended_offer_of_which_most_arrives():
    offers = [offer("a", 399), offer("b", 380, recommended=True), offer("c", 381, recommended=True)]
    assert headline(offers).provider == "c"
    assert headline(offers[:1]) is None


def test_the_headline_names_the_country_if_any_recommended_offer_does():
    anywhere = offer("anywhere", 399, recommended=True, any_country=True)
    assert headline([anywhere, offer("named", 380, recommended=True)]).provider == "named"
    assert headline([anywhere, offer("named", 380)]).provider == "anywhere"


def test_the_headline_for_an_amount_that_must_arrive_is_the_smallest_outlay():
    offers = [
        offer("dear", 400, recommended=True, outlay=Decimal(21_000)),
        offer("cheap", 400, recommended=True, outlay=Decimal(20_500)),
    ]
    assert headline(offers, by_outlay=True).provider == "cheap"


@pytest.mark.parametrize(
    "values",
    [
        {"promotion": True},
        {"basis": Basis.ESTIMATE},
        {"unknown_fits": frozenset({"within"})},
    ],
)
def test_the_best_that_fits_is_a_price_that_is_known_to_fit(values):
    assert best([offer("other", 399, **values), offer("price", 380)]).provider == "price"


def test_where_nothing_is_known_to_fit_the_best_is_among_what_may():
    maybe = offer("maybe", 380, unknown_fits=frozenset({"within"}))
    assert best([maybe, offer("half", None)]) is maybe


def test_neither_an_estimate_nor_a_promotion_nor_half_a_price_is_ever_the_best():
    rest = [offer("e", basis=Basis.ESTIMATE), offer("p", promotion=True), offer("h", None)]
    assert best(rest) is None


def test_the_best_current_is_the_best_of_what_was_checked_within_90_days():
    offers = [offer("old", 399, grade=Grade.AGEING), offer("fresh", 380)]
    assert best(offers).provider == "old"
    assert best_current(offers).provider == "fresh"
    assert best_current(offers[:1]) is None


def test_how_much_less_arrives_is_known_only_between_amounts_of_one_currency():
    top = offer("top", 384)
    assert less_than(offer("low", 380), top) == 4
    assert less_than(top, top) == 0
    assert less_than(offer("half", None), top) is None
    assert less_than(offer("dollars", 230, currency="USD"), top) is None
    assert less_than(top, None) is None
    assert less_than(offer("better", 390), top) == -6


# What no other beats on money and time


def test_the_unbeaten_offers_trade_money_for_time():
    offers = [
        offer("most", 390, minutes_most=4_320),
        offer("worse", 385, minutes_most=4_320),
        offer("middle", 384, minutes_most=60),
        offer("slower", 383, minutes_most=120),
        offer("fastest", 370, minutes_most=5),
        offer("untimed", 400, minutes_most=None),
        offer("half", None, minutes_most=1),
    ]
    assert names(unbeaten(offers)) == ["most", "middle", "fastest"]


def test_of_two_equal_offers_one_stands_for_both():
    assert names(unbeaten([offer("b"), offer("a")])) == ["a"]


# What always holds

MONEY = st.one_of(st.none(), st.integers(1, 6))
OFFERS = st.lists(
    st.builds(
        lambda name, money, minutes, form, maybe, basis, promotion, anywhere, fee: offer(
            name,
            money,
            minutes_most=minutes,
            form=form,
            unknown_fits=frozenset({"region"} if maybe else ()),
            basis=basis,
            promotion=promotion,
            any_country=anywhere,
            fee=None if fee is None else Decimal(fee),
        ),
        name=st.sampled_from("abcdefgh"),
        money=MONEY,
        minutes=st.one_of(st.none(), st.integers(0, 4)),
        form=st.sampled_from([CASH, CARD, None]),
        maybe=st.booleans(),
        basis=st.sampled_from(list(Basis)),
        promotion=st.booleans(),
        anywhere=st.booleans(),
        fee=MONEY,
    ),
    max_size=7,
    unique_by=lambda o: o.provider,
)


@given(offers=OFFERS, by_outlay=st.booleans(), promotions=st.booleans(), random=st.randoms())
def test_the_order_is_total_whatever_order_the_data_comes_in(offers, by_outlay, promotions, random):
    shuffled = list(offers)
    random.shuffle(shuffled)
    found = ranked(offers, by_outlay=by_outlay, promotions=promotions)
    assert found == ranked(shuffled, by_outlay=by_outlay, promotions=promotions)
    assert sorted(names(found)) == sorted(names(offers))


@given(offers=OFFERS)
def test_no_worse_kind_of_knowledge_ever_stands_above_a_better_one(offers):
    tiers = [
        (o.promotion, not o.complete, o.basis is Basis.ESTIMATE, bool(o.unknown_fits)) for o in ranked(offers)
    ]
    assert tiers == sorted(tiers)


@given(offers=OFFERS)
def test_inside_a_form_and_kind_of_knowledge_money_never_rises_downwards(offers):
    found = ranked(offers)
    for above, below in pairwise(found):
        alike = all(
            getattr(above, name) == getattr(below, name)
            for name in ("promotion", "complete", "form", "any_country", "unknown_fits")
        ) and (above.basis is Basis.ESTIMATE) == (below.basis is Basis.ESTIMATE)
        if alike and above.complete:
            assert above.received >= below.received


@given(offers=OFFERS)
def test_an_offer_is_unbeaten_exactly_when_no_other_is_better_in_both(offers):
    timed = [o for o in offers if o.complete and o.minutes_most is not None]

    def beats(a: Offer, b: Offer) -> bool:
        better = (a.received, -a.minutes_most), (b.received, -b.minutes_most)
        return better[0] != better[1] and a.received >= b.received and a.minutes_most <= b.minutes_most

    expected = {(o.received, o.minutes_most) for o in timed if not any(beats(other, o) for other in timed)}
    found = unbeaten(offers)
    assert {(o.received, o.minutes_most) for o in found} == expected
    assert len(found) == len(expected)


@given(offers=OFFERS)
def test_nothing_that_fits_arrives_in_a_larger_amount_than_the_best(offers):
    top = best(offers)
    prices = [o for o in offers if o.complete and not o.promotion and o.basis is not Basis.ESTIMATE]
    known = [o for o in prices if not o.unknown_fits] or prices
    assert (top is None) is (not known)
    if top is not None:
        rivals = [o for o in known if o.any_country == top.any_country]
        assert all(less_than(o, top) >= 0 for o in rivals)


def test_the_few_shown_first_are_the_best_of_each_form_in_the_readers_order():
    offers = [
        offer("a", 390, form=CASH),
        offer("b", 389, form=CASH),
        offer("c", 388, form=CASH),
        offer("d", 380, form=CARD),
    ]
    assert [o.provider for o in first_of_forms(offers, 3)] == ["a", "b", "d"]
    assert [o.provider for o in first_of_forms(offers, 1)] == ["a"]
    assert first_of_forms([], 3) == []


def test_incomplete_offers_are_ordered_by_cost_in_the_senders_money_never_by_bare_numbers():
    def to(currency: str, rate: str) -> Reference:
        return Reference("AZN", currency, Decimal(rate), DAY, ("cbar",), fresh=True)

    dollars = offer("dollars", None, currency="USD", fee=Decimal(25), reference=to("USD", "0.625"))
    roubles = offer("roubles", None, currency="RUB", fee=Decimal(500), reference=to("RUB", "50"))
    nobody_knows = offer("nobody_knows", None, currency="USD", reference=to("USD", "0.625"))
    no_rate = offer("no_rate", None, currency="USD", fee=Decimal(1), reference=None)
    assert order(dollars, nobody_knows, roubles, no_rate) == ["roubles", "dollars", "no_rate", "nobody_knows"]
    assert [known_cost(o) for o in (dollars, roubles, nobody_knows, no_rate)] == [40, 10, None, None]
    whole = offer("whole", 380, fee=Decimal(1), total_cost=Decimal(4))
    assert known_cost(whole) == 200
