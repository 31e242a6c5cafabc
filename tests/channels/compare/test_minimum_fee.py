"""The trap of a minimum fee, worked out by hand."""

from datetime import timedelta
from decimal import Decimal

import pytest

from channels.compare.minimum_fee import minimum_fee
from channels.money import Money
from channels.pricing.offers import Offer, price
from channels.terms import Channel
from tests.support.builders import (
    DAY,
    a_board,
    a_corridor,
    a_market,
    a_provider,
    a_rate,
    a_route,
    a_service,
    a_tariff,
    a_transfer,
    charge,
)

ABROAD = a_corridor("AZ-TR", "AZN", "TRY")


def found(*routes, corridor=ABROAD, day=DAY):
    """The trap of a transfer of 2,000 manat, at 1.7 manat a dollar."""
    market = a_market(
        a_board("USD", 1.695, 1.705), rates=(a_rate("USD", 1.7, day=day), a_rate("TRY", "0.04"))
    )
    transfer = a_transfer(2_000, corridor=corridor, currency="AZN")
    offers = [o for r in routes if isinstance(o := price(r, transfer, DAY, market), Offer)]
    assert len(offers) == len(routes)
    return minimum_fee(offers, transfer, DAY, market)


def bank(*charges, name="a_bank", currency="USD", corridor=ABROAD, channel=Channel.BANK):
    """A bank that takes these charges of money sent abroad."""
    service = a_service(a_tariff(*charges, currency=currency, pays=(currency,)), corridors=(corridor.key,))
    provider = a_provider(name, id=name, channel=channel, services=(service,))
    return a_route(service=service, provider=provider, corridor=corridor)


@pytest.mark.parametrize(
    ("charges", "fee", "under"),
    [
        # 25 dollars are 42.5 manat, a twentieth of 850.
        ([charge(percent="0.3", at_least=25)], 25, 850),
        # A flat fee beside a percent: 19 dollars and 0.25 % are 5 % of 400 dollars.
        ([charge(flat=19, percent="0.25")], 19, 680),
        # In bands: 60 dollars up to 300, then at least 40, a twentieth of 800 dollars.
        ([charge(flat=60, up_to=300), charge(percent="0.3", at_least=40, above=300)], 60, 1360),
        # What ends before the minimum bites is cut there.
        ([charge(flat=60, up_to=300), charge(percent=1, above=300)], 60, 510),
    ],
)
def test_below_the_amount_the_fee_is_more_than_five_percent(charges, fee, under):
    one = found(bank(*charges))
    assert (one.fee, one.under) == (Money(Decimal(fee), "USD"), Decimal(under))


def test_of_several_banks_the_one_tells_whose_minimum_bites_least():
    dear, cheap = bank(charge(at_least=25), name="dear"), bank(charge(at_least=20), name="cheap")
    assert [one.provider for one in (found(dear, cheap), found(cheap, dear))] == ["cheap", "cheap"]


def test_a_price_list_in_a_currency_of_another_way_says_nothing_of_this_one():
    dollars, roubles = charge(at_least=20), charge(at_least=1_000)
    services = a_service(
        a_tariff(dollars, currency="USD", pays=("USD",)),
        a_tariff(roubles, currency="RUB", pays=("RUB",)),
        corridors=(ABROAD.key,),
    )
    route = a_route(service=services, provider=a_provider("a_bank", services=(services,)), corridor=ABROAD)
    rates = (a_rate("USD", 1.7), a_rate("TRY", "0.04"), a_rate("RUB", "0.0196"))
    market = a_market(a_board("USD", 1.695, 1.705), rates=rates)
    transfer = a_transfer(2_000, corridor=ABROAD, currency="AZN")
    offer = price(route, transfer, DAY, market)
    assert isinstance(offer, Offer)
    one = minimum_fee([offer], transfer, DAY, market)
    assert (one.fee, one.under) == (Money(Decimal(20), "USD"), Decimal(680))


@pytest.mark.parametrize(
    "routes",
    [
        (),
        (bank(charge(percent=1)),),
        (bank(charge(percent=6, at_least=25)),),
        (bank(charge(at_least=25)), bank(charge(percent=1), name="without_minimum")),
        (bank(charge(at_least=25)), bank(charge(percent=1))),
        (bank(charge(at_least=25), channel=Channel.POST_OFFICE),),
        (bank(charge(at_least=1), charge(at_least=2)),),
    ],
    ids=["nobody", "percent alone", "always dear", "one without", "one way without", "no bank", "added up"],
)
def test_nothing_is_said_where_no_minimum_is_known_of_every_bank(routes):
    assert found(*routes) is None


def test_nothing_is_said_by_an_old_official_rate():
    assert found(bank(charge(at_least=25)), day=DAY - timedelta(days=91)) is None


def test_nothing_is_said_of_money_that_comes_in():
    inbound = a_corridor("TR-AZ", "TRY", "AZN")
    transfer = a_transfer(100, corridor=inbound, currency="TRY")
    assert minimum_fee([], transfer, DAY, a_market()) is None
