"""What-ifs: a range with its assumptions, never one bare number, and off where nobody could know."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.compare.comparison import compare
from channels.dataset.dataset import Dataset
from channels.dataset.tables import Tables
from channels.gaps import what_if
from channels.gaps.corridor_figures import computed
from channels.gaps.what_if import Inputs, Lever
from channels.pricing.fx import Rates
from channels.pricing.routes import Transfer
from tests.support.datasets import real
from tests.support.examples import costly

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)
OFF = {Lever.NON_BANKS: "needs_wallet_survey", Lever.NO_EXCLUSIVITY: "needs_contract_survey"}


@cache
def data() -> Dataset:
    return real()


def result(lever, **inputs):
    return what_if.result(lever, data(), Inputs(**inputs), DAY)


def test_every_lever_has_a_result_in_its_order():
    found = what_if.levers(data(), Inputs(), DAY)
    assert [one.lever for one in found] == list(Lever)


@pytest.mark.parametrize("lever", OFF)
def test_what_needs_a_survey_that_does_not_exist_is_off_and_says_so(lever):
    found = result(lever)
    assert (found.least, found.most, found.off) == (None, None, OFF[lever])


@pytest.mark.parametrize("lever", [lever for lever in Lever if lever not in OFF])
def test_a_result_is_a_range_with_its_assumptions_or_off(lever):
    found = result(lever, cap=Decimal("0.5"))
    assert found.off is None
    assert found.least < found.most
    codes = [one.code for one in found.assumptions]
    assert codes[:2] == ["inflow_told", "rate"]
    assert len(codes) >= 4
    assert found.warnings
    assert set(found.sources) <= set(data().sources)


def test_a_cap_warns_of_the_villages():
    for lever in (Lever.FEE_CAP, Lever.MARGIN_CAP):
        assert "cap_villages" in result(lever, cap=Decimal("0.5")).warnings


def test_a_cap_above_every_price_is_off_and_never_a_bare_nothing():
    assert result(Lever.FEE_CAP, cap=Decimal(5)).off == "nothing_above_cap"


def test_a_cap_on_the_rate_is_computed_by_hand():
    # RU-AZ 2021 Q4: margins 0 and 0 (not known), 1.59, 2.07. Capped at 1: the least saves 0.59 + 1.07 over
    # four services, for 50.6 % of the inflow; the most takes the unknown ones for 2.07.
    found = result(Lever.MARGIN_CAP, inflow=(Decimal(1000), Decimal(1000)))
    manat = Decimal(1000) * Decimal("1.7") * 1_000_000
    share = Decimal("287.05") / Decimal("567.8")
    assert abs(found.least - manat * (Decimal("0.59") + Decimal("1.07")) / 4 / 100 * share) < 1
    assert abs(found.most - manat * (Decimal("0.59") + 3 * Decimal("1.07")) / 4 / 100) < 1


def test_the_notice_brings_between_nothing_and_the_mean_less_the_cheapest():
    found = result(Lever.COST_NOTICE, inflow=(Decimal(500), Decimal(1000)))
    assert found.least == 0
    assert found.most == Decimal(1000) * Decimal("1.7") * 1_000_000 * (Decimal("1.765") - 1) / 100


def test_a_price_of_the_post_is_held_against_the_last_survey():
    found = result(
        Lever.POST_PRICE, post_price=Decimal(2), share=(Decimal(10), Decimal(20)),
        inflow=(Decimal(1000), Decimal(1000)),
    )  # fmt: skip
    moved = Decimal(1700) * 1_000_000 * 20 / 100
    assert found.least == moved * (1 - 2) / 100, "where the post is dearer than the cheapest, families lose"
    assert found.most == moved * (Decimal("3.07") - 2) / 100


def test_card_instead_of_cash_counts_what_drawing_cash_costs():
    found = result(Lever.CARD_PAYOUT)
    said = {one.code: one.figures for one in found.assumptions}
    assert said["drawn_as_cash"]["most"] == 1
    assert said["premium_elsewhere"]["pairs"] == 7
    assert found.least < 0 < found.most


@costly()
@given(
    st.sampled_from([lever for lever in Lever if lever not in OFF]),
    st.decimals(1, 5_000, places=0),
    st.decimals(0, 5_000, places=0),
    st.decimals(0, 5, places=1),
)
def test_more_money_makes_a_wider_range_and_never_another_sign(lever, low, more, price):
    inputs = Inputs(inflow=(low, low + more), post_price=price, cap=price)
    found = what_if.result(lever, data(), inputs, DAY)
    if found.off is not None:
        assert found.off == "nothing_above_cap"
        return
    assert found.least <= found.most
    wider = Inputs(inflow=(low, (low + more) * 2), post_price=price, cap=price)
    other = what_if.result(lever, data(), wider, DAY)
    assert other.least <= found.least
    assert other.most >= found.most


# The market as it would be


def test_a_post_price_is_a_road_that_the_comparison_prices():
    made = result(Lever.POST_PRICE, post_price=Decimal(1)).data
    corridor = made.corridor("DE", "AZ")
    found = compare(made, Transfer(corridor, "EUR", send=Decimal(101)), DAY)
    offer = next(o for o in found.offers if (o.provider, o.service) == ("azerpost", what_if.WHAT_IF_SERVICE))
    assert offer.principal == 100
    assert not offer.recommended, "a what-if is never today's answer"
    assert what_if.WHAT_IF_SERVICE not in {s.id for p in data().tables.providers for s in p.services}


def test_a_cap_changes_prices_into_the_country_alone():
    made = what_if.with_cap(data(), Decimal(1), fee=False)
    before, after = ({f.corridor: f.mean for f in computed(d)} for d in (data(), made))
    assert after["RU-AZ"] < before["RU-AZ"]
    assert {c: m for c, m in after.items() if c != "RU-AZ"} == {
        c: m for c, m in before.items() if c != "RU-AZ"
    }
    fees = what_if.with_cap(data(), Decimal("0.5"), fee=True)
    assert {f.corridor: f.fee for f in computed(fees)}["RU-AZ"] == Decimal("0.475")


def test_without_prices_or_flows_every_lever_is_off():
    empty = Dataset(Tables(), Rates(()))
    assert all(one.off for one in what_if.levers(empty, Inputs(), DAY))
