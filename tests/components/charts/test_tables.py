"""The tables say what the pictures show."""

import re
from decimal import Decimal

import pytest

from channels.compare.amount_curves import beside_outside, curves, no_other_beats, side_by_side
from channels.pricing.informal import AskedPrice
from channels.pricing.ranking import known_cost
from components.charts import offers as offer_charts
from components.charts import tables
from components.charts.captions import outside_cost
from components.i18n import LANGUAGES, words
from components.words import costs
from components.words import offers as offer_words
from tests.channels.compare.test_amount_curves import asked, teaching

AZ = words("az")
EACH = pytest.mark.parametrize("language", LANGUAGES)


def whole(amount: Decimal) -> str:
    return AZ.number(amount.quantize(Decimal(1)), 0)


def test_every_road_has_its_cost_and_parts_that_add_up_the_cheapest_first():
    found = asked()
    roads = side_by_side(found)
    table = tables.costs(found, roads, teaching(), AZ)
    ordered = offer_charts.by_cost(roads)
    assert list(table.index) == [offer_words.road_name(o, teaching(), AZ) for o in ordered]
    assert list(table[AZ("table.total")]) == [costs.total(o, AZ) for o in ordered]
    for total, parts in table.itertuples(index=False):
        assert "rubl" in total
        shares = [int(part) for part in re.findall(r"(\d+) rubl", parts.replace("\u00a0", ""))]
        assert int(total.split()[0]) == sum(shares) and len(shares) == 3


def test_every_curve_is_a_row_with_three_amounts_or_its_limit():
    found = asked()
    lines = curves(teaching(), found)
    table = tables.amounts(found, lines, teaching(), AZ)
    assert len(table) == len(lines) and len(table.columns) == 3
    for curve, row in zip(lines, table.itertuples(index=False), strict=True):
        assert row[0] == whole(known_cost(curve.offer))
        if curve.limit is not None:
            assert row[2] == AZ("table.limit", limit=whole(curve.limit))


def test_an_amount_with_coins_is_found_in_every_column():
    found = asked("3333.33")
    table = tables.amounts(found, curves(teaching(), found), teaching(), AZ)
    assert AZ("table.not_sent") not in table.to_numpy()


def test_the_unbeaten_are_marked():
    found = asked()
    roads, best = side_by_side(found), no_other_beats(found)
    table = tables.times(found, roads, best, teaching(), AZ)
    marked = [road for road, mark in table[AZ("table.unbeaten")].items() if mark == AZ("table.yes")]
    assert marked == [offer_words.road_name(o, teaching(), AZ) for o in best]


def test_both_roads_stand_beside_each_other():
    found = asked()
    rows = beside_outside(teaching(), found, AskedPrice(amount=Decimal(12)))
    table = tables.outside(found, rows, teaching(), AZ)
    now = next(row for row in rows if row.outlay == 20_000)
    sent = AZ.money(Decimal(20_000), "RUB", whole=True)
    assert list(table.loc[sent]) == [
        offer_words.provider(now.formal.provider, teaching(), AZ),
        whole(known_cost(now.formal)),
        whole(outside_cost(now, found)),
    ]
    assert outside_cost(now, found) * found.reference.rate == pytest.approx(12) and len(table) == 3


@EACH
def test_every_language_has_its_tables(language):
    spoken, found = words(language), asked()
    roads, best = side_by_side(found), no_other_beats(found)
    beside = beside_outside(teaching(), found, AskedPrice(percent=Decimal(3)))
    for table in (
        tables.costs(found, roads, teaching(), spoken),
        tables.amounts(found, curves(teaching(), found), teaching(), spoken),
        tables.times(found, roads, best, teaching(), spoken),
        tables.outside(found, beside, teaching(), spoken),
    ):
        assert len(table) and not table.isna().to_numpy().any()
        assert all(isinstance(cell, str) for cell in table.to_numpy().ravel())
