"""A told price becomes an offer: any two of fee, rate and amount received say the third."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.compare.comparison import Comparison, compare
from channels.dataset.dataset import Dataset
from channels.money import MOST
from channels.pricing.offers import Offer
from channels.pricing.reader_quote import ReaderQuote, ReaderQuoteFault
from channels.pricing.routes import Transfer
from channels.records.observations import Rate
from channels.terms import Evidence, Grade, Status
from tests.support.datasets import teaching, with_ecb

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)
OFFICIAL = Decimal("0.0195")
"""Manat for a rouble in the teaching set."""


@cache
def real() -> Dataset:
    return with_ecb("real")


def dec(figure: str | int | None) -> Decimal | None:
    return None if figure is None else Decimal(figure)


def told(**figures: str | int | None) -> ReaderQuote:
    return ReaderQuote(name="Bank X", **{name: dec(figure) for name, figure in figures.items()})


def ask(
    *prices: ReaderQuote,
    data: Dataset | None = None,
    send: str | None = "20000",
    receive: str | None = None,
    **wishes,
) -> Comparison:
    data = data or teaching()
    sending, receiving = wishes.pop("corridor", ("RU", "AZ"))
    corridor = data.corridor(sending, receiving)
    transfer = Transfer(
        corridor=corridor,
        currency=wishes.pop("currency", corridor.sends),
        send=dec(send),
        receive=dec(receive),
        **wishes,
    )
    return compare(data, transfer, DAY, told=prices)


def offer(price: ReaderQuote, **question) -> Offer:
    found = ask(price, **question)
    assert found.told_faults == ()
    return found.told[0]


def fault(price: ReaderQuote, **question) -> ReaderQuoteFault:
    found = ask(price, **question)
    assert found.told == ()
    return found.told_faults[0][1]


# Any two say the third


@pytest.mark.parametrize(
    "figures",
    [
        {"fee": 200, "rate": "0.0192"},
        {"fee": 200, "received": "380.16"},
        {"rate": "0.0192", "received": "380.16"},
        {"fee": 200, "rate": "0.0192", "received": "380.16"},
    ],
)
def test_any_two_of_fee_rate_and_amount_received_make_the_same_offer(figures):
    found = offer(told(**figures))
    assert found.principal == 19_800
    assert found.received == Decimal("380.16")
    assert found.fee == Decimal("3.90")
    assert found.hidden == Decimal("5.94")
    assert found.receipt == 0
    assert found.total_cost == Decimal("9.84")
    assert found.outlay == 20_000
    assert found.unspent == 0


def test_a_told_price_is_an_offer_of_today_from_the_reader():
    found = offer(told(fee=200, rate="0.0192"))
    assert found.provider == "Bank X"
    assert found.evidence is Evidence.TOLD
    assert found.observed == DAY
    assert found.complete
    assert not found.recommended
    assert found.status.state is Status.NOT_CONFIRMED
    assert found.sources == ("invented",)


def test_a_rate_better_than_the_official_one_hides_less_than_nothing():
    found = offer(told(fee=0, rate="0.0200"))
    assert found.received == 400
    assert found.hidden == Decimal(-10)
    assert found.total_cost == Decimal(-10)


def test_a_price_at_the_official_rate_without_fee_costs_nothing():
    found = offer(told(fee=0, rate=str(OFFICIAL)))
    assert found.total_cost == 0
    assert found.received == 390


def test_the_cost_in_percent_is_of_all_that_the_sender_pays():
    found = offer(told(fee=200, rate="0.0192"))
    assert found.total_cost_percent == pytest.approx(Decimal("9.84") / 390 * 100)


def test_what_must_arrive_is_computed_back_to_the_outlay():
    found = offer(told(fee=200, rate="0.0190"), send=None, receive="400")
    assert found.received == 400
    assert found.principal == Decimal("21052.63")
    assert found.outlay == Decimal("21252.63")


def test_a_fee_of_nothing_is_a_fee():
    assert offer(told(fee=0, received=380)).fee == 0


def test_the_price_for_a_domestic_transfer_needs_no_rate_of_ours():
    found = offer(told(fee=2, received=98), send="100", corridor=("AZ", "AZ"))
    assert found.total_cost == 2
    assert found.hidden == 0


def test_dollars_sent_are_held_against_the_dollars_rate():
    found = offer(told(fee=5, rate="1.69"), send="200", currency="USD")
    assert found.received == Decimal("329.55")
    assert found.fee == Decimal("8.50")
    assert found.total_cost == Decimal("10.45")


def test_several_told_prices_rank_against_each_other():
    found = ask(
        ReaderQuote("dear", Decimal(500), Decimal("0.0190")),
        ReaderQuote("slip", Decimal(1)),
        ReaderQuote("cheap", Decimal(100), Decimal("0.0194")),
        ReaderQuote("middle", Decimal(200), Decimal("0.0192")),
    )
    assert [o.provider for o in found.told] == ["cheap", "middle", "dear"]
    assert [(t.name, f) for t, f in found.told_faults] == [("slip", ReaderQuoteFault.NEED_TWO)]


def test_told_prices_rank_by_the_smaller_outlay_where_that_is_asked():
    found = ask(
        ReaderQuote("dear", Decimal(500), Decimal("0.0190")),
        ReaderQuote("cheap", Decimal(100), Decimal("0.0194")),
        send=None,
        receive="400",
    )
    assert [o.provider for o in found.told] == ["cheap", "dear"]


def test_a_told_price_is_never_among_the_known_roads_nor_the_headline():
    with_price = ask(told(fee=0, rate="0.03"))
    without = ask()
    assert with_price.offers == without.offers
    assert with_price.headline == without.headline
    assert with_price.best == without.best


# Its grade is that of the rate it is judged by


def test_an_old_official_rate_makes_a_told_price_less_than_current():
    assert offer(told(fee=200, rate="0.0192")).grade is Grade.CURRENT
    assert offer(told(fee=200, rate="0.0192"), data=real()).grade is Grade.AGEING


def test_a_told_price_is_current_with_todays_official_rate():
    today = Rate(day=DAY, currency="RUB", nominal=100, value=Decimal("1.96"), source="told_by_reader")
    found = offer(told(fee=200, rate="0.0192"), data=real().with_rate(today))
    assert found.grade is Grade.CURRENT
    assert found.reference.rate == Decimal("0.0196")
    assert found.sources == ("told_by_reader",)


# What cannot be computed


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({}, ReaderQuoteFault.NEED_TWO),
        ({"fee": 200}, ReaderQuoteFault.NEED_TWO),
        ({"rate": "0.0192"}, ReaderQuoteFault.NEED_TWO),
        ({"received": 380}, ReaderQuoteFault.NEED_TWO),
        ({"fee": 20_000, "rate": "0.0192"}, ReaderQuoteFault.FEE_EATS_ALL),
        ({"fee": 25_000, "received": 5}, ReaderQuoteFault.FEE_EATS_ALL),
        ({"fee": 200, "rate": "51.28"}, ReaderQuoteFault.RATE_UPSIDE_DOWN),
        ({"fee": 200, "rate": "0.5"}, ReaderQuoteFault.RATE_ABSURD),
        ({"fee": 200, "rate": "0.0001"}, ReaderQuoteFault.RATE_ABSURD),
        ({"fee": 200, "received": 38_000}, ReaderQuoteFault.RATE_ABSURD),
        ({"rate": "0.0192", "received": 420}, ReaderQuoteFault.DISAGREE),
        ({"rate": "0.0192", "received": "0.0001"}, ReaderQuoteFault.DISAGREE),
        ({"fee": 200, "rate": "0.0192", "received": 300}, ReaderQuoteFault.DISAGREE),
        ({"fee": 200, "rate": "0.0150", "received": "380.16"}, ReaderQuoteFault.DISAGREE),
    ],
)
def test_figures_that_make_no_price_are_told_by_a_code(figures, expected):
    assert fault(told(**figures)) is expected


def test_a_rate_up_to_twice_off_the_official_one_is_still_believed():
    assert offer(told(fee=0, rate="0.039")).received == 780
    assert offer(told(fee=0, rate="0.00975")).received == 195
    assert fault(told(fee=0, rate="0.0391")) is ReaderQuoteFault.RATE_ABSURD
    assert fault(told(fee=0, rate="0.0097")) is ReaderQuoteFault.RATE_ABSURD


def test_what_must_arrive_needs_the_fee_and_the_rate():
    for figures in ({"fee": 200, "received": 380}, {"rate": "0.0192", "received": 380}):
        assert fault(told(**figures), send=None, receive="400") is ReaderQuoteFault.NEED_AMOUNT


def test_without_an_official_rate_a_told_price_cannot_be_judged():
    question = {"data": real(), "corridor": ("UA", "AZ"), "send": "5000"}
    assert fault(told(fee=200, rate="0.04"), **question) is ReaderQuoteFault.NO_REFERENCE
    today = Rate(day=DAY, currency="UAH", nominal=1, value=Decimal("0.041"), source="told_by_reader")
    found = offer(told(fee=200, rate="0.04"), **question | {"data": real().with_rate(today)})
    assert found.received == 192


@pytest.mark.parametrize(
    "figures",
    [
        {"fee": 0, "rate": "0.0000001"},
        {"fee": 0, "rate": "1e-46"},
        {"fee": 1, "rate": "0.000000000000000001"},
        {"rate": "1e-80", "received": 380},
    ],
)
def test_a_rate_at_which_nothing_arrives_is_a_slip_and_not_a_crash(figures):
    assert fault(told(**figures)) in (ReaderQuoteFault.RATE_ABSURD, ReaderQuoteFault.DISAGREE)


@pytest.mark.parametrize("rate", ["1e-30", "0.0000001", "1000000", "1e30"])
def test_a_rate_at_which_no_amount_could_make_it_arrive_is_a_slip_and_not_a_crash(rate):
    found = fault(told(fee=0, rate=rate), send=None, receive="400")
    assert found in (ReaderQuoteFault.RATE_ABSURD, ReaderQuoteFault.RATE_UPSIDE_DOWN)


# What always holds

AMOUNTS = st.decimals(min_value=1000, max_value=10**6, places=2)
FEES = st.decimals(min_value=0, max_value=900, places=2)
RATES = st.decimals(min_value="0.0098", max_value="0.0389", places=6)


@given(send=AMOUNTS, fee=FEES, rate=RATES)
def test_the_parts_of_a_told_price_sum_to_the_whole_exactly(send, fee, rate):
    found = ask(ReaderQuote("x", fee, rate), send=str(send))
    assert found.told_faults == ()
    made = found.told[0]
    assert made.fee + made.hidden + made.receipt == made.total_cost
    assert (made.outlay - made.unspent) * OFFICIAL - made.received == made.total_cost
    assert made.principal + fee == send
    assert abs(made.received - (send - fee) * rate) <= Decimal("0.005")


@given(send=AMOUNTS, rate=RATES, fees=st.tuples(FEES, FEES))
def test_a_higher_fee_never_makes_more_arrive(send, rate, fees):
    low, high = sorted(fees)
    cheap, dear = (ask(ReaderQuote("x", fee, rate), send=str(send)).told for fee in (low, high))
    assert dear[0].received <= cheap[0].received


FIGURES = st.one_of(st.none(), st.decimals(min_value=0, max_value=MOST, places=6))


@given(fee=FIGURES, rate=FIGURES, received=FIGURES, send=st.booleans())
def test_whatever_a_reader_types_it_makes_an_offer_or_a_code(fee, rate, received, send):
    amount = {"send": "20000"} if send else {"send": None, "receive": "400"}
    found = ask(ReaderQuote("x", fee, rate or None, received or None), **amount)
    assert len(found.told) + len(found.told_faults) == 1
