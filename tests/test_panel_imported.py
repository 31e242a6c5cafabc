"""An imported workbook as the page of policymakers takes it in: figures, published pairs, or nothing."""

import shutil
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from channels.panel import shelf
from channels.panel.imported import imported
from channels.panel.importing import import_file
from tests.workbooks import costing, write_workbook

ROWS = [costing(total, id=n, fee=2.0) for n, total in enumerate((2.0, 3.0, 4.0, 9.0))]


@pytest.fixture
def panel(tmp_path_factory) -> Path:
    """A panel with a small workbook in it."""
    folder = tmp_path_factory.mktemp("var") / "panel"
    import_file("services", write_workbook(folder.parent / "rpw.xlsx", ROWS), folder)
    return folder


def test_where_nothing_was_imported_there_is_nothing(tmp_path):
    assert imported(tmp_path / "panel") is None


def test_a_broken_list_is_nothing(tmp_path):
    (tmp_path / shelf.LIST).write_text("{}", encoding="utf-8")
    assert imported(tmp_path) is None


def test_the_figures_of_every_corridor_come_with_the_files_name(panel):
    found = imported(panel)
    assert found is not None
    assert found.name == "rpw.xlsx"
    assert len(found.digest) == 64
    (one,) = found.figures
    assert (one.quarter, one.services, one.mean, one.median) == ("2021-Q4", 4, Decimal("4.5"), Decimal("3.5"))
    assert one.smart is not None
    assert (one.smart.value, one.smart.services) == (Decimal(3), 3)
    assert one.fee == 1
    assert found.pairs == ()
    assert found.means == {("RU-AZ", "2021-Q4"): Decimal("4.5")}
    assert found.world == {}


def test_a_folder_whose_name_is_a_pattern_is_read_and_its_neighbours_are_not(panel, tmp_path):
    for name in ("var*", "var[1]", "varx"):
        shutil.copytree(panel, tmp_path / name / "panel")
    found = imported(tmp_path / "var*" / "panel")
    assert found is not None
    assert [one.services for one in found.figures] == [len(ROWS)]


def test_the_worlds_average_and_the_means_of_all_services_come_too(tmp_path):
    rows = [
        costing(3.0, id=1),
        costing(4.0, id=2, source_code="DEU", corridor="DEUAZE"),
        costing(9.0, id=3, source_code="DEU", corridor="DEUAZE", transparent="no"),
    ]
    import_file("services", write_workbook(tmp_path / "rpw.xlsx", rows), tmp_path / "panel")
    found = imported(tmp_path / "panel")
    assert found is not None
    # Without Russia and without what is not disclosed; and with everything.
    assert found.world == {"2021-Q4": Decimal(4)}
    assert found.means == {("RU-AZ", "2021-Q4"): Decimal(3), ("DE-AZ", "2021-Q4"): Decimal("6.5")}


def test_the_published_series_stands_beside_what_was_recounted(panel, tmp_path):
    one = imported(panel)
    assert one is not None
    figure = one.figures[0]
    with shelf.staged(panel) as stage:
        now = shelf.read(panel)
        row = {"quarter": "2021-Q4", "sending": figure.sending, "receiving": figure.receiving}
        row |= {"series": "mean", "value": 4.25, "row": 2}
        pq.write_table(pa.Table.from_pylist([row]), stage / "2021-Q4.parquet")
        (stage / "quarantine.csv").write_text("", encoding="utf-8")
        shelf.publish(now, stage, "published", {"file": "corridors.csv", "sha256": "f" * 64})
    found = imported(panel)
    assert found is not None
    assert found.pairs == ((Decimal("4.25"), Decimal("4.5")),)
    assert found.name == "rpw.xlsx"
