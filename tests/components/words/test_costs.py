"""What a transfer costs, as it is shown: in the sender's currency, in parts that add up to the total told."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channels.compare.amount_curves import side_by_side
from channels.pricing.fx import Reference
from components.i18n import LANGUAGES, words
from components.words import costs
from components.words import offers as offer_words
from tests.components.words.test_offers import DAY, ask, offer, real
from tests.support.datasets import teaching

PART = st.one_of(st.decimals(min_value=0, max_value=12, places=1), st.decimals(0, 2_000, places=2))
HIDDEN = st.one_of(st.decimals(min_value=-5, max_value=12, places=1), st.decimals(-500, 2_000, places=2))
RATE = st.sampled_from([Decimal(1), Decimal("0.0196"), Decimal("1.8992"), Decimal("2.3")])
BASE = st.sampled_from(["AZN", "EUR", "RUB", "JPY", "KWD"])
CORRIDORS = ("RU-AZ", "DE-AZ", "DE-MD", "GE-AZ", "KZ-AZ", "AZ-TR", "AZ-RU", "AZ-AZ")
EACH = pytest.mark.parametrize("language", LANGUAGES)


def priced(fee, hidden, receipt, rate=Decimal(1), base="AZN"):
    used = Reference(base, "AZN", rate, DAY, (), fresh=True)
    total = fee + hidden + receipt
    return offer(fee=fee, hidden=hidden, receipt=receipt, total_cost=total, reference=used)


@given(fee=PART, hidden=HIDDEN, receipt=PART, rate=RATE, base=BASE)
@example(fee=Decimal("0.6"), hidden=Decimal("9.6"), receipt=Decimal("0.2"), rate=Decimal(1), base="EUR")
@example(fee=Decimal("0.60"), hidden=Decimal("0.90"), receipt=Decimal(0), rate=Decimal(1), base="AZN")
def test_the_parts_add_up_to_the_total_which_is_rounded_once(fee, hidden, receipt, rate, base):
    found = priced(fee, hidden, receipt, rate, base)
    for cost in (costs.shown(found), costs.shown(found, to_the_coin=True)):
        exact = [part / rate for part in (fee, hidden, receipt)]
        unit = max(Decimal(10) ** min(p.as_tuple().exponent for p in cost.parts), Decimal("0.001"))
        assert sum(cost.parts) == cost.total and cost.currency == base
        assert abs(cost.total - sum(exact)) <= unit / 2
        assert all(abs(part - near) < 2 * unit for part, near in zip(cost.parts, exact, strict=True))


@given(fee=PART, hidden=HIDDEN, receipt=PART, rate=RATE, base=BASE)
def test_nothing_that_is_taken_is_shown_as_less_than_nothing(fee, hidden, receipt, rate, base):
    cost = costs.shown(priced(fee, hidden, receipt, rate, base))
    assert cost.fee >= 0 and cost.receipt >= 0
    assert cost.hidden >= 0 or hidden < 0


@pytest.mark.parametrize(
    ("currency", "amounts", "unit"),
    [
        ("AZN", ("12.40",), "1"),
        ("AZN", ("9.99",), "0.01"),
        ("EUR", ("12.40", "0.30", "12.10"), "0.01"),
        ("EUR", ("12.40", "0.99", "11.41"), "1"),
        ("EUR", ("12.40", "0", "0.004", "12.40"), "1"),
        ("RUB", ("0.40",), "1"),
        ("JPY", ("3",), "1"),
        ("KWD", ("3",), "0.001"),
    ],
)
def test_a_cost_is_told_to_the_coin_where_the_whole_unit_is_too_coarse(currency, amounts, unit):
    assert costs.step(currency, [Decimal(amount) for amount in amounts]) == Decimal(unit)


def test_the_costs_of_every_answer_are_in_the_senders_currency_and_add_up():
    seen = 0
    for data in (teaching(), real()):
        for key in CORRIDORS:
            if data.corridor(*key.split("-")) is None:
                continue
            for send in ("50", "500", "20000"):
                comparison = ask(data, key, send)
                for found in comparison.offers:
                    cost = costs.shown(found)
                    if cost is not None:
                        seen += 1
                        assert cost.currency == comparison.transfer.currency
                        assert sum(cost.parts) == cost.total
    assert seen > 100


@EACH
def test_card_headline_and_chart_tell_one_cost(language):
    spoken, found = words(language), ask(teaching())
    top = found.headline
    whole = costs.total(top, spoken)
    assert whole in offer_words.answer_line(top, teaching(), spoken)
    assert spoken.money(Decimal(400), "RUB") in [
        part for o in side_by_side(found) for part in [costs.text(costs.shown(o).fee, "RUB", spoken)]
    ]


@EACH
def test_under_one_unit_a_coin_has_its_name_and_without_one_its_figures(language):
    spoken = words(language)
    assert costs.text(Decimal("0.50"), "AZN", spoken) == spoken.count("coin.AZN", 50)
    assert costs.text(Decimal("0.50"), "EUR", spoken) == spoken.money(Decimal("0.50"), "EUR")


def test_without_a_reference_there_is_no_cost_to_show():
    half = offer(complete=False, hidden=None, total_cost=None)
    assert costs.shown(half) is None
    assert costs.total(half, words("en")) is None
