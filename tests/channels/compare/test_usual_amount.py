"""The amount with which readers begin is the one for which the desk asks first."""

from datetime import date

import pytest

from channels.collect.grid import DOLLARS, corridors, price_point
from channels.compare.usual_amount import first_amount, is_near, rounded, usual_amount
from channels.pricing.fx import worth
from tests.support.builders import dec
from tests.support.datasets import real

ON = date(2026, 11, 30)
CURRENCIES = sorted({corridor.sends for corridor in corridors(real())})


@pytest.mark.parametrize("currency", CURRENCIES)
def test_the_desk_suggests_the_amount_with_which_readers_begin(currency):
    suggested = price_point(real(), DOLLARS[0], currency, ON)
    if suggested is not None:
        assert suggested == first_amount(real(), currency, ON)


@pytest.mark.parametrize("currency", CURRENCIES)
def test_it_counts_for_the_worth_of_200_dollars(currency):
    exact = worth(real().rates, ON, dec(200), base="USD", quote=currency)
    if exact is not None:
        assert is_near(usual_amount(real(), currency, ON), exact)


@pytest.mark.parametrize(
    ("exact", "figures", "said"),
    [("17025", 1, 20_000), ("17025", 2, 17_000), ("149.9", 2, 150), ("25", 1, 20)],
)
def test_an_amount_is_rounded_to_so_many_figures(exact, figures, said):
    assert rounded(dec(exact), figures) == said


def test_without_a_rate_readers_begin_with_a_thousand():
    assert (usual_amount(real(), "XXX", ON), first_amount(real(), "XXX", ON)) == (None, 1_000)
