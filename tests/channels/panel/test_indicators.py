"""What the panel says: worked by hand, by law, and the same on DuckDB and on PostgreSQL."""

import tomllib
from decimal import Decimal
from pathlib import Path
from statistics import fmean, median

import ibis
import numpy as np
import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.panel import storage
from channels.panel.check import PUBLISHED, SERVICES, checked
from channels.panel.database import Panel, opened
from channels.panel.faults import NoDatabase, NoPanel
from channels.panel.indicators import GROUPS, corridor_quarters, deviations, global_quarters
from channels.panel.postgres import copy
from channels.readers import rpw, rpw_cells
from channels.readers.workbooks import Unreadable
from tests.benchmarks import rpw_by_lot
from tests.support.examples import costly
from tests.support.panel_engine import as_table

EXAMPLES = Path(__file__).parents[3] / "data" / "examples" / "smart.toml"


def a_row(**fields) -> dict:
    """One service of the panel: disclosed, same day, from Germany to Moldova."""
    return {
        "quarter": "2023-Q3",
        "sending": "DE",
        "receiving": "MD",
        "firm_type": "bank",
        "instrument": "cash",
        "speed": "same_day",
        "transparent": True,
        "total": 1.0,
        "fee_percent": 1.0,
        "fx_margin": 0.0,
    } | fields


def table(*rows: dict) -> pd.DataFrame:
    """Services as an import stores them; what is not said is missing."""
    numbered = [
        {"id": str(at), "row": at + 2, "sheet": "a", "marks": ""} | row for at, row in enumerate(rows)
    ]
    columns = {}
    for name, column in SERVICES.columns.items():
        kind = pd.ArrowDtype(pa.date32()) if name == "day" else str(column.dtype)
        columns[name] = pd.array([row.get(name) for row in numbered], dtype=kind)
    frame = pd.DataFrame(columns)
    return checked(frame, SERVICES)


def on_engine(*rows: dict) -> ibis.Table:
    return as_table(pa.Table.from_pandas(table(*rows), preserve_index=False).replace_schema_metadata())


def one(*rows: dict, **asked) -> dict:
    found = corridor_quarters(on_engine(*rows), **asked)
    assert len(found) == 1
    return found[0]


# A corridor


def test_a_corridor_counts_every_service_and_averages_the_disclosed_ones():
    found = one(
        a_row(total=1.0, fee_percent=1.0, fx_margin=0.0),
        a_row(total=4.0, fee_percent=1.5, fx_margin=2.5),
        a_row(total=10.0, fee_percent=4.0, fx_margin=6.0),
        a_row(total=0.1, transparent=False, fee_percent=0.1, fx_margin=None),
        a_row(total=0.2, transparent=None),
        a_row(total=None, fee_percent=None),
    )
    assert found == {
        "sending": "DE",
        "receiving": "MD",
        "quarter": "2023-Q3",
        "services": 6,
        "mean": 5.0,
        "smart": 5.0,
        "smart_services": 3,
        "median": 4.0,
        "fee": round(6.5 / 3, 10),
        "fx_margin": round(8.5 / 4, 10),
    }


def test_where_nothing_is_disclosed_nothing_is_averaged():
    found = one(a_row(transparent=False, fx_margin=None), a_row(transparent=None))
    assert [found[name] for name in ("services", "mean", "smart", "smart_services", "median", "fee")] == [
        2,
        None,
        None,
        0,
        None,
        None,
    ]


def examples() -> list[dict]:
    return tomllib.loads(EXAMPLES.read_text("utf-8"), parse_float=Decimal)["example"]


@pytest.mark.parametrize("example", examples(), ids=lambda example: example["name"])
def test_smart_comes_out_as_in_the_worked_examples(example):
    def row(service: dict) -> dict:
        speed = rpw_cells.SPEEDS[service["speed"]].value if "speed" in service else None
        total = float(service["total"]) if "total" in service else None
        return a_row(total=total, transparent=service["transparent"], speed=speed)

    found = one(*map(row, example["given"]["services"]))
    wanted = example["expected"]
    smart = None if wanted["smart"] == "not known" else float(wanted["smart"])
    assert (found["smart"], found["smart_services"]) == (smart, wanted["smart_services"])


def test_russia_to_azerbaijan_in_its_last_surveyed_quarter():
    """The four services that are known of it, from the World Bank's table."""
    speeds = ("two_days", "three_to_five_days", "under_an_hour", "next_day")
    totals = (1.00, 1.00, 1.99, 3.07)
    ends = {"quarter": "2021-Q4", "sending": "RU", "receiving": "AZ"}
    found = one(*(a_row(total=t, speed=s, **ends) for t, s in zip(totals, speeds, strict=True)))
    assert (found["mean"], found["smart"], found["smart_services"]) == (1.765, 1.33, 3)


def test_corridors_may_be_asked_for_by_quarter_and_country():
    rows = [
        a_row(quarter=quarter, sending=sending, receiving=receiving)
        for quarter in ("2023-Q3", "2023-Q4")
        for sending in ("DE", "RU")
        for receiving in ("AZ", "XK")
    ]
    services = on_engine(*rows)
    assert len(corridor_quarters(services)) == 8
    found = corridor_quarters(services, quarter="2023-Q4", receiving="XK")
    assert [(row["sending"], row["receiving"], row["quarter"]) for row in found] == [
        ("DE", "XK", "2023-Q4"),
        ("RU", "XK", "2023-Q4"),
    ]
    assert corridor_quarters(services, sending="FR") == []


def test_corridors_may_be_parted_by_kind_of_firm_and_instrument():
    found = corridor_quarters(
        on_engine(
            a_row(total=1.0, firm_type="bank", instrument="cash"),
            a_row(total=3.0, firm_type="bank", instrument="card"),
            a_row(total=5.0, firm_type=None, instrument="card"),
        ),
        by=GROUPS,
    )
    assert [(row["firm_type"], row["instrument"], row["mean"], row["smart_services"]) for row in found] == [
        (None, "card", 5.0, 1),
        ("bank", "card", 3.0, 1),
        ("bank", "cash", 1.0, 1),
    ]


# The world


def test_the_global_average_leaves_russias_corridors_out_and_says_that_this_is_inferred():
    found = global_quarters(
        on_engine(
            a_row(total=1.0, sending="RU"),
            a_row(total=6.0),
            a_row(total=8.0, receiving="RU"),
            a_row(total=90.0, transparent=False),
            a_row(total=None),
            a_row(quarter="2024-Q1", sending="RU", total=2.0),
        )
    )
    assert found == [
        {
            "quarter": "2023-Q3",
            "services": 5,
            "disclosed": 4,
            "mean_disclosed": 5.0,
            "global_average": 7.0,
            "global_average_basis": "inferred",
        },
        {
            "quarter": "2024-Q1",
            "services": 1,
            "disclosed": 1,
            "mean_disclosed": 2.0,
            "global_average": None,
            "global_average_basis": "inferred",
        },
    ]


def test_a_margin_of_nothing_stays_in_the_averages_as_published():
    found = one(a_row(fx_margin=0.0), a_row(fx_margin=3.0))
    assert found["fx_margin"] == 1.5


def test_the_published_averages_are_set_beside_ours():
    services = on_engine(a_row(total=4.0), a_row(total=6.0, transparent=False), a_row(receiving="AL"))
    published = pd.DataFrame(
        [["2023-Q3", "DE", "MD", "IC.200", 5.01, 2], ["2022-Q1", "DE", "AL", "IC.200", 5.0, 2]],
        columns=list(PUBLISHED.columns),
    )
    found = deviations(services, as_table(pa.Table.from_pandas(published, preserve_index=False)))
    assert found == [
        {
            "sending": "DE",
            "receiving": "MD",
            "quarter": "2023-Q3",
            "series": "IC.200",
            "mean": 5.0,
            "published": 5.01,
            "difference": -0.01,
        }
    ]


# Laws

FIGURES = st.none() | st.integers(-5_000, 30_000).map(lambda cents: cents / 100)
SERVICE = st.fixed_dictionaries(
    {
        "quarter": st.sampled_from(["2021-Q4", "2022-Q1"]),
        "sending": st.sampled_from(["RU", "DE"]),
        "receiving": st.sampled_from(["AZ", "XK"]),
        "firm_type": st.none() | st.sampled_from(["bank", "post_office"]),
        "speed": st.none() | st.sampled_from(sorted(band.value for band in rpw_cells.SPEEDS.values())),
        "transparent": st.none() | st.booleans(),
        "total": FIGURES,
        "fee_percent": FIGURES,
        "fx_margin": FIGURES,
    }
)
NEAR = 1e-9
"""Averages are floats, rounded to ten decimals."""


@costly()
@given(rows=st.lists(SERVICE, min_size=1, max_size=20))
def test_averages_keep_within_what_they_average(rows):
    found = corridor_quarters(on_engine(*rows))
    assert sum(row["services"] for row in found) == len(rows)
    for row in found:
        keys = ("sending", "receiving", "quarter")
        here = [r for r in rows if all(r[key] == row[key] for key in keys)]
        shown = [r for r in here if r["transparent"]]
        totals = [r["total"] for r in shown if r["total"] is not None]
        slow = ("six_days_or_more", None)
        fit = sorted(r["total"] for r in shown if r["total"] is not None and r["speed"] not in slow)
        assert row["services"] == len(here)
        assert row["smart_services"] == min(3, len(fit))
        if totals:
            assert min(totals) - NEAR <= row["mean"] <= max(totals) + NEAR
            assert row["mean"] == pytest.approx(fmean(totals), abs=NEAR)
            assert row["median"] == pytest.approx(median(totals), abs=NEAR)
        else:
            assert (row["mean"], row["median"]) == (None, None)
        if fit:
            assert row["smart"] <= fmean(fit) + NEAR
            assert row["smart"] == pytest.approx(fmean(fit[:3]), abs=NEAR)
        else:
            assert row["smart"] is None


@costly()
@given(rows=st.lists(SERVICE, min_size=1, max_size=20))
def test_the_world_is_its_corridors(rows):
    for row in global_quarters(on_engine(*rows)):
        here = [r for r in rows if r["quarter"] == row["quarter"]]
        shown = [r for r in here if r["transparent"]]
        outside = [r["total"] for r in shown if r["total"] is not None and r["sending"] != "RU"]
        assert (row["services"], row["disclosed"]) == (len(here), len(shown))
        wanted = fmean(outside) if outside else None
        assert row["global_average"] == (wanted if wanted is None else pytest.approx(wanted, abs=NEAR))


# The check before anything is stored


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("quarter", "2023Q3"),
        ("sending", "DEU"),
        ("speed", "quickly"),
        ("total", float("inf")),
        ("marks", None),
        ("row", 1),
    ],
)
def test_a_table_that_is_not_as_it_should_be_is_not_stored(column, value):
    frame = table(a_row())
    frame[column] = pd.Series([value], dtype=frame[column].dtype)
    with pytest.raises(Unreadable) as fault:
        checked(frame, SERVICES)
    assert (fault.value.code, fault.value.holes["column"]) == ("failed_check", column)


def test_no_id_stands_twice_in_a_quarter():
    frame = table(a_row(id="1"), a_row(id="2"))
    frame["id"] = "1"
    with pytest.raises(Unreadable, match="failed_check"):
        checked(frame, SERVICES)


# The same on PostgreSQL


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> storage.StoredPanel:
    """A panel of some thousand services by lot, with a table of published averages."""
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


def test_the_numbers_are_the_same_on_a_real_postgresql(large, postgres_database):
    copy(large, postgres_database)
    with opened(large) as files, opened(large, postgres_database) as server:
        for say in (
            lambda panel: global_quarters(panel.table("services")),
            lambda panel: corridor_quarters(panel.table("services")),
            lambda panel: corridor_quarters(panel.table("services"), by=GROUPS),
            lambda panel: corridor_quarters(panel.table("services"), quarter="2021-Q4", receiving="XK"),
            lambda panel: deviations(panel.table("services"), panel.table("published")),
        ):
            here, there = say(files), say(server)
            assert len(here) > 0
            assert here == there


def test_a_copy_replaces_what_stood_there_at_once(large, postgres_database):
    copy(large, postgres_database)
    less = storage.StoredPanel(large.folder, {"services": dict(list(large.files["services"].items())[:2])})
    copy(less, postgres_database)
    with opened(less, postgres_database) as server:
        assert len(global_quarters(server.table("services"))) == 2
        assert len(deviations(server.table("services"), server.table("published"))) > 0


def test_a_copy_that_fails_changes_nothing(large, postgres_database, tmp_path):
    copy(large, postgres_database)
    lost = storage.StoredPanel(tmp_path, large.files)
    with pytest.raises(FileNotFoundError):
        copy(lost, postgres_database)
    with psycopg.connect(postgres_database) as connection:
        (count,) = connection.execute("SELECT count(*) FROM rpw_services").fetchone()
    assert count == sum(pq.read_metadata(path).num_rows for path in large.paths("services"))


@pytest.mark.whole
def test_a_database_that_cannot_be_reached_is_told(large):
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    with pytest.raises(NoDatabase), opened(large, nowhere):
        raise AssertionError("it was opened")
    with pytest.raises(NoDatabase):
        copy(large, nowhere)
    with pytest.raises(NoDatabase), opened(large, "not an address"):
        raise AssertionError("it was opened")


def test_an_empty_database_and_an_empty_folder_have_no_panel(tmp_path, postgres_database):
    for url in (None, postgres_database):
        with opened(storage.StoredPanel(tmp_path), url) as panel:
            assert panel == Panel(None, None)
            with pytest.raises(NoPanel):
                panel.table("services")


def test_floats_are_kept_to_ten_decimals():
    found = one(a_row(total=1.0), a_row(total=1.0), a_row(total=2.0))
    assert found["mean"] == 1.3333333333
    assert not np.isnan(found["mean"])
