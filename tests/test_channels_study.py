"""The study of a day: what the page shows, with and without an imported workbook."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from channels.dataset import Dataset, load
from channels.gaps import gaps
from channels.indicators import CorridorFigures, deviations
from channels.study import Imported, studied

ROOT = Path(__file__).parent.parent
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


def test_a_workbook_without_the_published_series_leaves_the_shipped_columns_to_compare():
    found = studied(data(), DAY, Imported("a.xlsx", "ab" * 32, (row("2025-Q4", 4),), ()))
    assert found.pairs == studied(data(), DAY).pairs
    assert found.recounted is None
    assert found.imported is not None
