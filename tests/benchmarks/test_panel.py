"""How long the panel takes with a workbook as large as the published one; run by name only.

The targets: 40 seconds and 1.2 GB for the import, 0.3 seconds for a later start, 0.5
seconds for every indicator of every corridor and quarter.
"""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from channels.panel import storage
from channels.panel.imported import imported
from channels.panel.importing import import_file
from tests.benchmarks import rpw_by_lot

ROOT = Path(__file__).parents[2]
OPENING = """
import time
began = time.perf_counter()
from pathlib import Path
from channels.panel import shelf
from channels.panel.database import opened
with opened(shelf.read(Path({folder!r}))) as panel:
    panel.table("services")
    print(time.perf_counter() - began)
"""


LATER = """
import sys, time
began = time.perf_counter()
from pathlib import Path
from channels.panel.imported import imported
assert len(imported(Path({folder!r})).means) > 15_000
assert "ibis" not in sys.modules
print(time.perf_counter() - began)
"""


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Path:
    return rpw_by_lot.write(tmp_path_factory.mktemp("file") / "rpw.xlsx")


@pytest.fixture(scope="module")
def folder(workbook, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("panel")
    import_file("services", workbook, folder)
    return folder


def test_import_of_the_whole_workbook(benchmark, workbook, tmp_path_factory):
    """Its peak of memory, of this process and of the one that reads, is noted with it."""

    def whole() -> dict:
        return import_file("services", workbook, tmp_path_factory.mktemp("panel")).result

    result = benchmark.pedantic(whole, rounds=1)
    assert result["rows"] == rpw_by_lot.OLD_ROWS + rpw_by_lot.NEW_ROWS
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    benchmark.extra_info["peak_mb"] = sum(resource.getrusage(kind).ru_maxrss for kind in kinds) // 1024
    benchmark.extra_info["megabytes"] = workbook.stat().st_size // 2**20


def test_a_second_import_of_the_same_bytes(benchmark, workbook, folder):
    assert benchmark(import_file, "services", workbook, folder).known


def test_opening_the_panel_in_a_new_process(benchmark, folder):
    """The libraries and the panel, as a process that already runs Python reaches them."""
    command = [sys.executable, "-c", OPENING.format(folder=str(folder))]

    def opening() -> float:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        return float(done.stdout)

    opening()
    benchmark.extra_info["without_python_itself"] = round(benchmark.pedantic(opening, rounds=3), 3)


def test_a_later_start_of_the_page(benchmark, folder):
    """What the page for policymakers needs of the panel, in a process that already runs Python."""
    command = [sys.executable, "-c", LATER.format(folder=str(folder))]

    def starting() -> float:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        return float(done.stdout)

    # The first start after an import computes, and keeps what it has computed.
    assert imported(folder) is not None
    benchmark.extra_info["without_python_itself"] = round(benchmark.pedantic(starting, rounds=3), 3)


def test_opening_the_panel_where_its_libraries_are_loaded(benchmark, folder):
    from channels.panel.database import opened  # noqa: PLC0415  not a part of what is timed

    def opening() -> int:
        with opened(storage.read(folder)) as panel:
            return len(panel.table("services").columns)

    assert benchmark(opening) > 20


def test_every_indicator_of_every_corridor_and_quarter(benchmark, folder):
    from channels.panel.database import opened  # noqa: PLC0415  not a part of what is timed
    from channels.panel.indicators import corridor_quarters  # noqa: PLC0415

    with opened(storage.read(folder)) as panel:
        found = benchmark(corridor_quarters, panel.table("services"))
    assert len(found) > 15_000


def test_the_worlds_average(benchmark, folder):
    from channels.panel.database import opened  # noqa: PLC0415  not a part of what is timed
    from channels.panel.indicators import global_quarters  # noqa: PLC0415

    with opened(storage.read(folder)) as panel:
        assert len(benchmark(global_quarters, panel.table("services"))) == 54
