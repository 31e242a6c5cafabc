"""Roads outside the formal system: what they hand over, and the share of losses at which they stop saving."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.compare.comparison import compare
from channels.pricing.fx import Rates
from channels.pricing.informal import AskedPrice, Informal, beside, informal
from channels.pricing.offers import Offer
from channels.pricing.ranking import best_current
from channels.pricing.routes import Market, OnDay, Transfer
from channels.records.base import Corridor
from channels.records.informal import OutsideRoad
from channels.records.observations import Board, Rate
from channels.terms import Channel, Evidence, Grade, InformalKind, Status
from tests.support.builders import changed_offer, offer_of
from tests.support.datasets import real, teaching

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)


def road(kind: str = "unlicensed", **values) -> OutsideRoad:
    known = {"id": "road", "kind": kind, "name": {"en": "Road"}, "corridors": ("RU-AZ",), "source": "hearsay"}
    return OutsideRoad.model_validate(known | values)


def board(bank: str, buy: str, day: date = DAY, kind: str = "cash", currency: str = "RUB") -> Board:
    figure = Decimal(buy)
    return Board(
        day=day, provider=bank, kind=kind, currency=currency, buy=figure, sell=figure, source=f"board_{bank}"
    )


def market(*boards: Board, rates: tuple[tuple[str, str], ...] = (("RUB", "0.02"), ("USD", "1.7"))) -> Market:
    official = [Rate(day=DAY, currency=c, nominal=1, value=Decimal(v), source="cbar") for c, v in rates]
    return Market(Rates(official), boards)


def transfer(send: str | None = "20000", *, receive: str | None = None, currency: str = "RUB") -> Transfer:
    corridor = Corridor(sending="RU", receiving="AZ", sends="RUB", receives="AZN", source="flows")
    return Transfer(
        corridor=corridor,
        currency=currency,
        send=None if send is None else Decimal(send),
        receive=None if receive is None else Decimal(receive),
    )


def formal(received: str, most: str | None = None, **values) -> Offer:
    known = {
        "provider": "bank",
        "service": "s",
        "payout": None,
        "channel": Channel.BANK,
        "form": None,
        "status": OnDay(Status.OPERATING),
        "evidence": Evidence.OBSERVED,
        "grade": Grade.CURRENT,
        "currency": "AZN",
        "complete": True,
        "outlay": Decimal(20_000),
        "received": Decimal(received),
        "received_most": Decimal(most or received),
    }
    return offer_of(**known | values)


def ask(road: OutsideRoad, market: Market, wish: Transfer | None = None, **more) -> Informal:
    more.setdefault("formal", None)
    return informal(road, wish or transfer(), DAY, market, **more)


# Carried by a person


def test_carried_cash_is_changed_at_the_boards_here_and_nothing_else_is_taken():
    found = ask(road("carried"), market(board("a", "0.0190"), board("b", "0.0192")))
    assert (found.received, found.received_most) == (Decimal("380.00"), Decimal("384.00"))
    assert found.kind is InformalKind.CARRIED
    assert found.currency == "AZN"
    assert found.sources == ("hearsay", "board_a", "board_b")


def test_carried_cash_without_a_board_for_its_currency_is_not_known():
    for boards in ((), (board("a", "1.69", currency="USD"),), (board("a", "0.0190", kind="card"),)):
        found = ask(road("carried"), market(*boards), formal=formal("384"))
        assert found.received is None
        assert found.received_most is None
        assert found.difference is None
        assert found.break_even is None
        assert found.sources == ("hearsay",)


def test_carried_cash_in_the_recipients_own_money_arrives_whole():
    found = ask(road("carried"), market(), transfer("400", currency="AZN"))
    assert (found.received, found.received_most) == (400, 400)


@pytest.mark.parametrize(
    ("currency", "day", "known"),
    [
        ("RUB", date(2026, 11, 14), True),
        ("RUB", date(2026, 11, 13), False),
        ("USD", date(2026, 8, 23), True),
        ("USD", date(2026, 8, 22), False),
        ("RUB", date(2026, 11, 22), False),
    ],
)
def test_a_board_too_old_or_of_tomorrow_says_nothing(currency, day, known):
    found = ask(
        road("carried"), market(board("a", "1.5", day, currency=currency)), transfer("100", currency=currency)
    )
    assert (found.received is not None) is known


def test_each_banks_latest_board_counts():
    boards = (
        board("a", "0.0150", date(2026, 11, 15)),
        board("a", "0.0191", date(2026, 11, 20)),
        board("a", "0.0199", date(2026, 11, 22)),
    )
    for order in (boards, boards[::-1]):
        found = ask(road("carried"), market(*order))
        assert (found.received, found.received_most) == (382, 382)


def test_a_board_in_another_currency_than_manat_does_not_change_what_is_carried():
    lari = board("b", "2.5").model_copy(update={"priced_in": "GEL"})
    assert ask(road("carried"), market(board("a", "0.0190"), lari)).received == 380
    assert ask(road("carried"), market(lari)).received is None


def test_money_carried_out_of_the_country_is_not_changed_by_our_boards():
    abroad = Corridor(sending="AZ", receiving="TR", sends="AZN", receives="TRY", source="flows")
    wish = Transfer(corridor=abroad, currency="AZN", send=Decimal(400))
    assert ask(road("carried"), market(board("a", "0.04", currency="TRY")), wish).received is None


# Without a licence


def test_an_unlicensed_service_without_a_price_has_no_amount():
    found = ask(road(), market(), formal=formal("384"))
    assert found.received is None
    assert found.break_even is None


def test_an_unlicensed_service_has_the_amount_of_the_price_that_was_asked():
    assert ask(road(), market(), asked=AskedPrice(percent=Decimal(3))).received == 388
    assert ask(road(), market(), asked=AskedPrice(amount=Decimal(12))).received == 388
    assert ask(road(), market(), asked=AskedPrice(percent=Decimal(0))).received == 400


def test_the_price_asked_of_the_reader_counts_before_that_of_a_source():
    priced = road(charges=({"percent": 1},), margin=0)
    assert ask(priced, market()).received == 396
    assert ask(priced, market(), asked=AskedPrice(percent=Decimal(3))).received == 388


def test_a_price_that_eats_everything_leaves_no_amount():
    for asked in (
        AskedPrice(percent=Decimal(100)),
        AskedPrice(amount=Decimal(400)),
        AskedPrice(amount=Decimal(10**9)),
    ):
        assert ask(road(), market(), asked=asked).received is None
    assert ask(road(charges=({"flat": 20_000},)), market()).received is None


def test_a_range_of_charges_and_margins_is_told_by_its_worse_and_its_better_end():
    found = ask(road(charges=({"percent": 1, "percent_most": 3},), margin=0, margin_most=2), market())
    assert found.received == Decimal("380.24")
    assert found.received_most == Decimal("396.00")


def test_without_an_official_rate_an_unlicensed_price_says_nothing():
    asked = AskedPrice(percent=Decimal(3))
    assert ask(road(), market(rates=()), asked=asked).received is None


def test_the_price_asked_does_not_touch_carried_cash():
    carried, boards = road("carried"), market(board("a", "0.0190"))
    assert ask(carried, boards, asked=AskedPrice(percent=Decimal(50))) == ask(carried, boards)


def test_without_an_outlay_nothing_can_be_said():
    wish = transfer(None, receive="400")
    boards = market(board("a", "0.0190"))
    assert ask(road("carried"), boards, wish).received is None
    found = ask(road("carried"), boards, wish, formal=formal("400", outlay=Decimal(21_000)))
    assert found.received == 399


# Beside the best checked formal offer


def test_the_difference_and_the_break_even_are_as_the_design_defines_them():
    assert beside(Decimal(400), formal("384")) == (16, Decimal("0.04"))
    assert beside(Decimal(384), formal("384")) == (0, None)
    assert beside(Decimal(380), formal("384")) == (-4, None)


def test_a_range_that_crosses_the_formal_one_has_no_break_even():
    assert beside(Decimal(385), formal("384", "386")) == (1, None)
    difference, risk = beside(Decimal(400), formal("384", "386"))
    assert difference == 16
    assert risk == Decimal("0.04")


def test_without_a_current_formal_offer_there_is_no_difference():
    assert beside(Decimal(400), None) == (None, None)
    unknown = changed_offer(formal("384"), received=None, received_most=None)
    assert beside(Decimal(400), unknown) == (None, None)


def test_an_offer_in_another_currency_is_no_yardstick():
    boards = market(board("a", "0.0190"))
    found = ask(road("carried"), boards, formal=formal("230", currency="USD"))
    assert found.received == 380
    assert found.difference is None
    assert found.break_even is None


@given(
    informal=st.decimals("0.01", 10**6, places=2),
    ends=st.tuples(st.decimals("0.01", 10**6, places=2), st.decimals("0.01", 10**6, places=2)),
)
def test_a_break_even_is_a_share_and_stands_only_where_the_worse_end_beats_the_better(informal, ends):
    low, high = sorted(ends)
    difference, risk = beside(informal, formal(str(low), str(high)))
    assert difference == informal - low
    assert (risk is not None) is (informal > high)
    if risk is not None:
        assert 0 < risk < 1
        assert risk == difference / informal


# In the whole comparison


def test_the_teaching_roads_are_set_beside_the_best_current_offer():
    data = teaching()
    found = compare(data, replace(transfer(), corridor=data.corridor("RU", "AZ")), DAY)
    top = best_current(found.offers)
    amounts = {i.road.id: (i.received, i.received_most, i.difference) for i in found.informal}
    assert top.received == Decimal("384.58")
    assert amounts == {
        "relative": (380, 384, Decimal("-4.58")),
        "driver": (Decimal("378.30"), Decimal("384.15"), Decimal("-6.28")),
        "hawala_h": (Decimal("385.32"), Decimal("388.05"), Decimal("0.74")),
    }
    risks = {i.road.id: i.break_even for i in found.informal}
    assert risks["relative"] is None
    assert risks["driver"] is None
    assert risks["hawala_h"] == pytest.approx(Decimal("0.74") / Decimal("385.32"))


def test_no_road_outside_the_formal_system_is_among_the_offers():
    data = teaching()
    found = compare(data, replace(transfer(), corridor=data.corridor("RU", "AZ")), DAY)
    outside = {i.road.id for i in found.informal}
    assert outside == {"relative", "driver", "hawala_h"}
    assert not outside & {o.provider for o in found.offers}
    assert found.headline.provider not in outside


def test_with_todays_real_data_no_road_outside_the_formal_system_has_an_amount():
    data = real()
    for corridor in data.tables.corridors:
        wish = Transfer(corridor=corridor, currency=corridor.sends, send=Decimal(1000))
        for found in compare(data, wish, DAY).informal:
            if corridor.sends == "USD" and found.kind is InformalKind.CARRIED:
                assert found.received == 1695
                assert found.received_most == 1697
            else:
                assert found.received is None
            assert found.break_even is None


def test_a_price_typed_for_an_unlicensed_service_is_judged_by_no_old_rate_and_no_old_price():
    asked = AskedPrice(percent=Decimal(2))
    wish = replace(transfer(), corridor=real().corridor("RU", "AZ"))
    today = Rate(day=DAY, currency="RUB", nominal=100, value=Decimal("1.96"), source="told_by_reader")
    for data, received in ((real(), None), (real().with_rate(today), Decimal("384.16"))):
        found = {i.kind: i for i in compare(data, wish, DAY, asked=asked).informal}
        unlicensed = found[InformalKind.UNLICENSED]
        assert unlicensed.received == received
        assert unlicensed.difference is None
        assert unlicensed.break_even is None


def test_the_counters_rate_that_the_reader_types_goes_before_every_board():
    told = informal(
        road("carried"),
        transfer(),
        DAY,
        market(board("abb", "0.0192")),
        formal=None,
        counter_rate=Decimal("0.0191"),
    )
    assert (told.received, told.received_most) == (382, 382)
    assert told.sources == ("hearsay", "told_by_reader")
    unlicensed = informal(road(), transfer(), DAY, market(), formal=None, counter_rate=Decimal("0.0191"))
    assert unlicensed.received is None
