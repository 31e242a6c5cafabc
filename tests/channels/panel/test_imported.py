"""An imported workbook as the page of policymakers takes it in: figures, published pairs, or nothing."""

import json
import os
import shutil
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from channels import files
from channels.gaps.overview import Imported
from channels.panel import storage
from channels.panel.database import opened
from channels.panel.imported import FORMULAS, _read, imported
from channels.panel.importing import import_file
from tests.support.lanes import spread
from tests.support.workbooks import costing, write_workbook

ROWS = [costing(total, id=n, fee=2.0) for n, total in enumerate((2.0, 3.0, 4.0, 9.0))]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A panel with a small workbook in it, never read."""
    folder = tmp_path_factory.mktemp("var") / "panel"
    import_file("services", write_workbook(folder.parent / "rpw.xlsx", ROWS), folder)
    return folder


@pytest.fixture
def panel(made, tmp_path) -> Path:
    """Its copy, for one test alone."""
    return shutil.copytree(made, tmp_path / "own" / "panel")


def test_where_nothing_was_imported_there_is_nothing(tmp_path):
    assert imported(tmp_path / "panel") is None


def test_a_broken_list_is_nothing(tmp_path):
    (tmp_path / storage.LIST).write_text("{}", encoding="utf-8")
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


@pytest.mark.whole
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


@pytest.mark.whole
def test_the_figures_are_each_corridors_last_and_the_means_those_of_every_quarter(tmp_path):
    rows = [
        costing(3.0, id=1, period="2020_3Q"), costing(5.0, id=2), costing(9.0, id=3, period="2020_4Q"),
        costing(4.0, id=4, period="2020_4Q", source_code="DEU", corridor="DEUAZE"),
    ]  # fmt: skip
    import_file("services", write_workbook(tmp_path / "rpw.xlsx", rows), tmp_path / "panel")
    found = imported(tmp_path / "panel")
    assert found is not None
    assert [(one.corridor, one.quarter) for one in found.figures] == [
        ("DE-AZ", "2020-Q4"), ("RU-AZ", "2021-Q4"),
    ]  # fmt: skip
    assert [quarter for corridor, quarter in found.means if corridor == "RU-AZ"] == [
        "2020-Q3", "2020-Q4", "2021-Q4",
    ]  # fmt: skip


def test_the_published_series_stands_beside_what_was_recounted(panel, tmp_path):
    one = imported(panel)
    assert one is not None
    figure = one.figures[0]
    with storage.staged(panel) as stage:
        now = storage.read(panel)
        row = {"quarter": "2021-Q4", "sending": figure.sending, "receiving": figure.receiving}
        row |= {"series": "mean", "value": 4.25, "row": 2}
        pq.write_table(pa.Table.from_pylist([row]), stage / "2021-Q4.parquet")
        (stage / "quarantine.csv").write_text("", encoding="utf-8")
        storage.publish(now, stage, "published", {"file": "corridors.csv", "sha256": "f" * 64})
    found = imported(panel)
    assert found is not None
    assert found.pairs == ((Decimal("4.25"), Decimal("4.5")),)
    assert found.name == "rpw.xlsx"


def again(panel: Path) -> Imported | None:
    """What a process says that starts anew."""
    _read.cache_clear()
    return imported(panel)


@pytest.fixture
def engine(monkeypatch) -> list[Path]:
    """The panels that were opened with the engine."""
    started = []

    def counted(found: storage.StoredPanel) -> object:
        started.append(found.folder)
        return opened(found)

    monkeypatch.setattr("channels.panel.database.opened", counted)
    return started


def test_a_later_start_says_the_very_same_without_the_engine(tmp_path, engine):
    rows = [
        costing(total, id=n, fee=fee, source_code=code, corridor=f"{code}AZE", transparent=told)
        for n, (total, fee, code, told) in enumerate(
            [
                (3.3333333333333335, 1.1, "RUS", "yes"), (0.1, 0.3, "RUS", "yes"), (7.0, 2.0, "RUS", "no"),
                (-0.7, 0.7, "DEU", "yes"), (1e-7, 0.0, "DEU", "yes"), (4.0, 4.0, "GEO", "no"),
            ]
        )
    ]  # fmt: skip
    panel = tmp_path / "panel"
    import_file("services", write_workbook(tmp_path / "rpw.xlsx", rows), panel)
    first = imported(panel)
    second = again(panel)
    # By their text too: 4.0 and 4 are equal, and yet not the same.
    assert repr(second) == repr(first)
    assert second == first
    assert len(first.figures) == 3
    assert engine == [panel]


@pytest.mark.whole
def test_what_was_kept_counts_for_its_very_files_alone(panel, engine):
    first = imported(panel)
    import_file("services", write_workbook(panel.parent / "rpw2.xlsx", ROWS[:2]), panel)
    second = again(panel)
    assert (first.figures[0].services, second.figures[0].services) == (4, 2)
    assert engine == [panel, panel]


def test_a_file_that_was_changed_in_its_place_is_computed_again(panel, engine):
    imported(panel)
    path = next(panel.glob("services-*.parquet"))
    before = path.stat()
    rows = pq.read_table(path)
    pq.write_table(rows.slice(0, 3), path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert again(panel).figures[0].services == 3
    assert engine == [panel, panel]


@pytest.mark.whole
def test_what_other_formulas_came_to_counts_no_more(panel, engine, monkeypatch, tmp_path):
    first = imported(panel)
    newer = tmp_path / "indicators.py"
    newer.write_text("# computed in another way", encoding="utf-8")
    monkeypatch.setattr("channels.panel.imported.FORMULAS", (newer,))
    assert again(panel) == first
    assert engine == [panel, panel]


def test_the_formulas_are_files_that_there_are():
    assert all(path.is_file() for path in FORMULAS)


def test_what_is_not_whole_is_computed_again(panel, engine):
    first = imported(panel)
    whole = (panel / storage.COMPUTED).read_bytes()
    broken = [b"", whole[:-1], whole[: len(whole) // 2], whole.replace(b"4.5", b"5.4"), whole + b" ", b"\x00"]
    for content in broken:
        assert content != whole
        (panel / storage.COMPUTED).write_bytes(content)
        assert again(panel) == first
        assert (panel / storage.COMPUTED).read_bytes() == whole
    assert engine == [panel] * (1 + len(broken))


def rows_of(panel: Path) -> dict:
    return json.loads((panel / storage.COMPUTED).read_bytes().partition(b"\n")[2])


@pytest.mark.parametrize(
    "spoil",
    spread([
        lambda rows: [],
        lambda rows: None,
        lambda rows: {"figures": []},
        lambda rows: {**rows, "figures": {}},
        lambda rows: {**rows, "figures": [1]},
        lambda rows: {**rows, "world": "text"},
        *(
            lambda rows, key=key, value=value: {**rows, "figures": [{**rows["figures"][0], key: value}]}
            for key, value in [
                ("mean", "1"), ("mean", [1]), ("mean", 10**300), ("median", -(10**15)), ("services", "many"),
                ("services", {}), ("sending", "<script>"), ("sending", 7), ("receiving", None),
                ("quarter", "2021-Q9"), ("quarter", []),
            ]
        ),
    ], each=4),
)  # fmt: skip
def test_what_was_forged_with_its_own_digest_is_computed_again(panel, engine, spoil):
    first = imported(panel)
    now = storage.read(panel)
    of = storage.mark(now, FORMULAS)
    storage.keep(now, of, spoil(rows_of(panel)))
    assert again(panel) == first
    assert engine == [panel, panel]


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"figures": NaN}', b"\xff", b"1" * 5_000])
def test_what_is_no_json_and_has_its_own_digest_is_computed_again(panel, engine, body):
    first = imported(panel)
    of = storage.mark(storage.read(panel), FORMULAS)
    head = f"{of} {sha256(body).hexdigest()}".encode()
    (panel / storage.COMPUTED).write_bytes(head + b"\n" + body)
    assert again(panel) == first
    assert engine == [panel, panel]


def test_what_is_too_large_is_not_read(panel, engine, monkeypatch):
    first = imported(panel)
    monkeypatch.setattr(storage, "LARGEST", 100)
    assert again(panel) == first
    assert engine == [panel, panel]


@pytest.mark.parametrize("fault", [PermissionError, OSError])
@pytest.mark.whole
def test_where_nothing_can_be_written_the_figures_are_told_all_the_same(panel, engine, monkeypatch, fault):
    def refuses(path: Path, content: bytes) -> None:
        raise fault(path)

    monkeypatch.setattr(files, "replace", refuses)
    first = imported(panel)
    assert first is not None
    assert again(panel) == first
    assert not (panel / storage.COMPUTED).exists()
    assert engine == [panel, panel]


def test_a_folder_in_the_place_of_what_was_kept_does_no_harm(panel, engine):
    (panel / storage.COMPUTED).mkdir()
    first = imported(panel)
    assert first is not None
    assert again(panel) == first
    assert engine == [panel, panel]


@pytest.mark.whole
def test_a_file_that_is_gone_is_not_stood_in_for(panel):
    assert imported(panel) is not None
    next(panel.glob("*.parquet")).unlink()
    assert again(panel) is None
