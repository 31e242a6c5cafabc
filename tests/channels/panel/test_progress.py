"""How far an import is, as another page sees it; and a file that somebody sends while the page goes on."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from channels import files
from channels.panel import importing, progress, storage
from channels.panel.importing import import_file
from channels.panel.progress import ImportStep, State, Teller
from channels.readers.workbooks import Unreadable
from tests.support.lanes import sampled
from tests.support.workbooks import a_service, write_workbook

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "var" / "panel"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Path:
    return write_workbook(tmp_path_factory.mktemp("file") / "rpw.xlsx", [a_service()])


def ended(folder: Path) -> progress.Progress:
    """The last import once it has ended, its copy of the file gone with it."""
    last = time.monotonic() + PATIENCE
    while files.is_taken(folder) or list(folder.glob(f"{storage.UPLOAD}*")):
        assert time.monotonic() < last
        time.sleep(0.02)
    found = progress.read(folder)
    assert found is not None
    return found


def test_nothing_is_told_where_nothing_was_imported_or_the_word_cannot_be_read(folder):
    assert progress.read(folder) is None
    folder.mkdir(parents=True)
    for text in ("", "[]", "{}", '{"file": "a", "step": {"part": 1}}', '{"file": "a", "step": 2}', "\xff"):
        progress.path(folder).write_text(text, encoding="latin-1")
        assert progress.read(folder) is None, text


def test_an_import_is_seen_while_it_runs_and_when_it_has_ended(workbook, folder):
    seen = []

    def look(_: ImportStep) -> None:
        found = progress.read(folder)
        assert found is not None
        seen.append((found.state, found.file))

    done = import_file("services", workbook, folder, look)
    assert set(seen) == {(State.RUNNING, "rpw.xlsx")}
    found = progress.read(folder)
    assert found is not None
    assert (found.state, found.result, found.known) == (State.DONE, done.result, False)
    import_file("services", workbook, folder)
    again = progress.read(folder)
    assert again is not None
    assert (again.state, again.result, again.known) == (State.DONE, done.result, True)


def test_a_step_is_told_with_its_sheet_and_rows(folder, monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0.0)
    with storage.staged(folder):
        Teller(folder, "rpw.xlsx").at(ImportStep(0.5, "Dataset", 7))
        found = progress.read(folder)
    assert found is not None
    assert found.step == ImportStep(0.5, "Dataset", 7)


def test_a_refused_file_is_told_with_its_reason(folder, tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_text("id,period\n")
    with pytest.raises(Unreadable, match="not_a_workbook"):
        import_file("services", bad, folder)
    found = progress.read(folder)
    assert found is not None
    assert found.state is State.REFUSED
    assert found.fault is not None
    assert found.fault.code == "not_a_workbook"


def test_an_import_that_was_killed_counts_as_broken_off(folder):
    code = f"""
import os
from pathlib import Path
from channels.panel import progress, storage
folder = Path({str(folder)!r})
with storage.staged(folder):
    progress.Teller(folder, "rpw.xlsx")
    os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 9
    found = progress.read(folder)
    assert found is not None
    assert found.state is State.BROKEN_OFF


@pytest.mark.whole
def test_a_file_that_was_sent_is_taken_in_behind_the_page_and_its_copy_goes(workbook, folder):
    assert importing.begin("../../Prices 2025.XLSX", workbook.read_bytes(), folder) is None
    found = ended(folder)
    assert (found.state, found.file) == (State.DONE, "Prices 2025.xlsx")
    assert found.result is not None
    assert found.result["rows"] == 1
    assert storage.read(folder).quarters("services") == ["2021-Q4"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    sampled(
        [
            ("rpw.xlsx", b"PK\x03\x04" + os.urandom(400), "broken_workbook"),
            ("rpw.csv", b"\xff\xfe\x00a", "not_corridors"),
        ]
    ),
)
def test_a_hostile_file_that_was_sent_changes_nothing(name, content, code, folder):
    assert importing.begin(name, content, folder) is None
    found = ended(folder)
    assert found.fault is not None
    assert (found.state, found.fault.code) == (State.REFUSED, code)
    assert storage.read(folder) == storage.StoredPanel(folder)


def test_what_is_wrong_before_the_work_begins_is_answered_at_once(workbook, folder, tmp_path, monkeypatch):
    fault = importing.begin("rpw.xlsx", b"", folder)
    assert fault is not None
    assert fault.code == "empty_file"
    (tmp_path / "file").write_text("no folder")
    fault = importing.begin("rpw.xlsx", b"PK", tmp_path / "file" / "panel")
    assert fault is not None
    assert fault.code == "no_place"
    with storage.staged(folder):
        fault = importing.begin("rpw.xlsx", workbook.read_bytes(), folder)
        assert fault is not None
        assert fault.code == "busy"
        # Even if the other one began between the look and the work.
        monkeypatch.setattr(storage, "WAIT", 0.0)
        monkeypatch.setattr(files, "is_taken", lambda _: False)
        fault = importing.begin("rpw.xlsx", workbook.read_bytes(), folder)
        assert fault is not None
        assert fault.code == "busy"
    assert not list(folder.glob(f"{storage.UPLOAD}*"))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\a\\rpw.xlsx", "rpw.xlsx"),
        ("a\x00b\n.XLSX", "a_b_.xlsx"),
        ("..", "file"),
        (".xlsx", "xlsx"),
        ("qiymətlər 2025.csv", "qiymətlər 2025.csv"),
        ("x" * 300 + ".xlsx", "x" * importing.LONGEST_NAME + ".xlsx"),
    ],
)
def test_a_sent_files_name_is_no_path(name, kept):
    assert importing._file_name(name) == kept


def test_copies_that_a_killed_server_left_go_a_day_later(folder):
    for name, age in (("old", 2 * storage.A_DAY), ("new", 0)):
        left = folder / f"{storage.UPLOAD}{name}"
        left.mkdir(parents=True)
        os.utime(left, (time.time() - age,) * 2)
    with storage.staged(folder):
        pass
    assert [path.name for path in folder.glob(f"{storage.UPLOAD}*")] == [f"{storage.UPLOAD}new"]


@pytest.mark.whole
def test_the_word_is_plain_json(workbook, folder):
    import_file("services", workbook, folder)
    told = json.loads(progress.path(folder).read_text(encoding="utf-8"))
    assert set(told) == {"file", "step", "result", "known"}
