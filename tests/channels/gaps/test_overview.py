"""The overview of a day: what the page shows, with and without an imported workbook."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from channels.dataset.dataset import Dataset
from channels.dataset.loading import load
from channels.gaps.corridor_figures import CorridorFigures, deviations, published
from channels.gaps.gap_list import gaps
from channels.gaps.overview import Imported, studied

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)


@cache
def data(name: str = "data") -> Dataset:
    return load(ROOT / name)


def row(quarter: str, mean: int) -> CorridorFigures:
    return CorridorFigures(
        "DE", "MD", quarter, Decimal(200), 9, Decimal(mean), ("rpw_workbook",), published=False
    )


def test_without_a_workbook_the_shipped_columns_are_compared():
    found = studied(data(), DAY)
    assert found.gaps == gaps(data(), DAY)
    assert found.imported is None
    assert len(found.pairs) == len(deviations(data())) > 100
    assert found.corridors == found.shipped


def test_an_imported_quarter_stands_before_the_shipped_one_and_leaves_speed_alone():
    new = Imported("a.xlsx", "ab" * 32, (row("2025-Q4", 4), row("2025-Q3", 5)), ((Decimal(1), Decimal(2)),))
    found = studied(data(), DAY, new)
    (now,) = [one for one in found.corridors if one.corridor == "DE-MD"]
    assert (now.quarter, now.mean) == ("2025-Q4", 4)
    (before,) = [one for one in found.shipped if one.corridor == "DE-MD"]
    assert before.quarter == "2025-Q3"
    assert before.within_hour is not None
    assert found.pairs == ((1, 2),)


def test_the_teaching_set_has_no_gap():
    assert studied(data("data/teaching"), DAY).gaps == ()


def test_a_workbook_alone_is_recounted_against_the_shipped_published_figures():
    told = published(data())
    known = sorted(told)[:3]
    means = {key: told[key] + 1 for key in known} | {("QQ-RR", "2020-Q1"): Decimal(9)}
    new = Imported("a.xlsx", "ab" * 32, (), (), means)
    found = studied(data(), DAY, new)
    assert found.pairs == tuple((told[key], told[key] + 1) for key in known)
    assert found.recounted is new


def test_a_workbook_without_any_published_quarter_leaves_the_shipped_columns_to_compare():
    new = Imported("a.xlsx", "ab" * 32, (row("2025-Q4", 4),), (), {("DE-MD", "2039-Q4"): Decimal(4)})
    found = studied(data(), DAY, new)
    assert found.pairs == studied(data(), DAY).pairs
    assert found.recounted is None
    assert found.imported is not None


def test_the_worlds_average_is_the_shipped_one_but_where_a_workbook_has_the_quarter():
    shipped = studied(data(), DAY).world
    assert len(shipped) == len(data().tables.global_quarters)
    apart = [abs(one.mean - one.published) for one in shipped if one.published is not None]
    assert len(apart) == 29
    assert max(apart[-16:]) == Decimal("0.031")
    world = {shipped[0].quarter: Decimal(1), "2039-Q4": Decimal(2)}
    found = studied(data(), DAY, Imported("a.xlsx", "ab" * 32, (), (), {}, world)).world
    assert [one.mean for one in found] == [1, *(one.mean for one in shipped[1:]), 2]
    assert [one.published for one in found] == [*(one.published for one in shipped), None]
