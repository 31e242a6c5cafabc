"""Every figure of both panels on a Spark cluster as on DuckDB; run by `make test-spark` alone."""

import os
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from channels.panel import indicators, quote_indicators, storage
from channels.panel.check import PUBLISHED
from channels.panel.database import Panel, opened
from channels.panel.faults import NoDatabase
from channels.panel.quote_indicators import KINDS
from channels.panel.quotes_engine import opened as opened_quotes
from channels.readers import rpw
from tests.benchmarks import rpw_by_lot
from tests.support.panel_engine import as_table, assert_same
from tests.support.quote_tables import by_lot, official, table
from tests.support.spark import VARIABLE

URL = os.environ[VARIABLE]
OF_WORKBOOK = {
    "world": lambda panel: indicators.global_quarters(panel.table("services")),
    "corridors": lambda panel: indicators.corridor_quarters(panel.table("services")),
    "parts": lambda panel: indicators.corridor_quarters(panel.table("services"), by=indicators.GROUPS),
    "one": lambda panel: indicators.corridor_quarters(
        panel.table("services"), quarter="2021-Q4", receiving="XK"
    ),
    "published": lambda panel: indicators.deviations(panel.table("services"), panel.table("published")),
    "means": lambda panel: indicators.all_means(panel.table("services")),
}


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> storage.StoredPanel:
    """The made workbook of the World Bank's survey, a file for each quarter."""
    folder = tmp_path_factory.mktemp("panel")
    path = rpw_by_lot.write(folder / "rpw.xlsx", share=0.02)
    services = rpw.joined([rpw.read_sheet(path, sheet) for sheet in rpw.data_sheets(path)]).services
    services.loc[services.index % 50 == 0, "firm_type"] = None
    files: dict[str, dict[str, str]] = {"services": {}, "published": {}}
    for quarter, part in services.groupby("quarter"):
        means = part.groupby(["quarter", "sending", "receiving"], as_index=False)["total"].mean()
        published = means.assign(series="IC.200", row=2).rename(columns={"total": "value"})
        for name, frame in (("services", part), ("published", published[list(PUBLISHED.columns)])):
            files[name][str(quarter)] = f"{name}-{quarter}.parquet"
            content = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata()
            pq.write_table(content, folder / files[name][str(quarter)])
    return storage.StoredPanel(folder, files)


def test_every_indicator_of_the_workbook(workbook):
    with opened(workbook) as here, opened(workbook, URL) as there:
        for name, say in OF_WORKBOOK.items():
            mine, yours = say(here), say(there)
            print(name, len(mine), "rows")
            assert_same(mine, yours)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rates", [False, True], ids=["told", "official"])
def test_every_indicator_of_made_quotes(kind, rates):
    made, listed = table(by_lot(3_000)), official() if rates else None
    here = quote_indicators.rows(kind, ibis.memtable(made), None if listed is None else ibis.memtable(listed))
    there = quote_indicators.rows(kind, as_table(made), None if listed is None else as_table(listed))
    assert_same(here, there)


def test_a_panel_is_read_from_its_own_files(tmp_path: Path):
    folder = tmp_path / "with [brackets] {and} more"
    folder.mkdir()
    rows = [{"id": f"{at:032x}"} | row for at, row in enumerate(by_lot(600))]
    for month in {f"{row['day']:%Y-%m}" for row in rows}:
        content = table(row for row in rows if f"{row['day']:%Y-%m}" == month)
        # A file of an older version lacks a column.
        pq.write_table(
            content.drop_columns(["asked"]) if month == "2026-10" else content, folder / f"{month}.parquet"
        )
    with opened_quotes(folder) as here, opened_quotes(folder, URL) as there:
        for kind in KINDS:
            assert_same(quote_indicators.rows(kind, here), quote_indicators.rows(kind, there))


def test_what_is_not_there_is_told(tmp_path):
    with opened(storage.StoredPanel(tmp_path), URL) as panel:
        assert panel == Panel(None, None)
    lost = storage.StoredPanel(tmp_path, {"services": {"2021-Q4": "gone.parquet"}})
    with pytest.raises(NoDatabase), opened(lost, URL):
        raise AssertionError("it was opened")
