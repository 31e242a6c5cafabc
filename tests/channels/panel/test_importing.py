"""Files taken into the panel: once, whole, quarter by quarter; and the panel as it was when one fails."""

import csv
import json
import shutil
import signal
import subprocess
import sys
import zipfile
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from channels import files as atomic_files
from channels.panel import importing, reading, storage
from channels.panel.importing import import_file
from channels.panel.progress import ImportStep
from channels.readers import guarded
from channels.readers.workbooks import Unreadable
from tests.support.lanes import sampled
from tests.support.workbooks import NEW_COLUMNS, NEW_SHEET, OLD_SHEET, Formula, a_service, write_workbook

ROOT = Path(__file__).parents[3]
QUIRKS = [
    a_service(id=1),
    a_service(id=2, cc1_lcu_fee="2.00"),
    a_service(id=3, speed_actual="Next Day"),
    a_service(id=4, cc1_total_cost=1.5),
    a_service(id=5, transparent="no"),
    a_service(id=6, cc1_total_cost=""),
    a_service(id=7, cc1_total_cost=-1.0, cc1_fx_margin=-2.0),
    a_service(id=7),
    a_service(id=8, period="soon"),
    a_service(id=9, source_code="DEU", destination_code="KSV", corridor="DEUXKX", period="2022_1Q"),
    a_service(
        id=10, cc1_total_cost=Formula("=1/1", 1.0), transparent="Yes", speed_actual="less than one hour"
    ),
]
OLD = [
    a_service(id=1, period="2011_1Q"),
    a_service(id=1, period="2011_1Q"),
    a_service(id=2, period="2016_1Q"),
]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Path:
    return write_workbook(tmp_path_factory.mktemp("file") / "rpw.xlsx", QUIRKS, OLD, helpers=2)


@pytest.fixture(scope="module")
def first(workbook, tmp_path_factory) -> tuple[Path, importing.PanelImport]:
    """The workbook taken into a new panel, which no test changes."""
    folder = tmp_path_factory.mktemp("first") / "panel"
    return folder, import_file("services", workbook, folder)


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "var" / "panel"


@pytest.fixture
def panel(first, folder) -> Path:
    """A panel with the workbook in it, to do with as one likes."""
    shutil.copytree(first[0], folder)
    return folder


def stored(folder: Path, table: str = "services") -> list[dict]:
    """Every row of a table of the panel."""
    paths = storage.read(folder).paths(table)
    return [row for path in paths for row in pq.read_table(path).to_pylist()]


def everything(folder: Path) -> dict[str, bytes]:
    """Every file of the panel with what it holds, but for the lock."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != atomic_files.LOCK}


def test_a_workbook_with_every_quirk_gives_the_counts_that_were_computed_by_hand(workbook, first):
    folder, done = first
    result = dict(done.result)
    assert result.pop("seconds") > 0
    assert result == {
        "file": "rpw.xlsx",
        "sha256": sha256(workbook.read_bytes()).hexdigest(),
        "rows": 14,
        "accepted": 11,
        "quarantined": 3,
        "marks": {
            "text_number": 1,
            "stray_speed": 2,
            "formula_break": 1,
            "not_disclosed": 1,
            "blank_total": 1,
            "negative_total": 1,
        },
        "quarters": 4,
        "corridors": 2,
        "other_marks": {"stray_transparent": 0, "stray_date": 0},
        "reasons": {"repeated_id": 2, "no_period": 1},
    }
    assert not done.known
    assert storage.read(folder).quarters("services") == ["2011-Q1", "2016-Q1", "2021-Q4", "2022-Q1"]
    rows = stored(folder)
    assert len(rows) == 11
    assert {(row["quarter"], row["id"]) for row in rows} >= {("2022-Q1", "9"), ("2021-Q4", "10")}
    marks = {row["id"]: row["marks"] for row in rows if row["quarter"] == "2021-Q4"}
    assert marks == {
        "1": "",
        "2": "text_number",
        "3": "stray_speed",
        "4": "formula_break",
        "5": "not_disclosed",
        "6": "blank_total",
        "7": "negative_total",
        "10": "stray_speed",
    }


def test_the_quarantine_names_sheet_row_and_reason(first):
    _, done = first
    with done.quarantine.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["sheet", "row", "reason", "value"],
            [NEW_SHEET, "9", "repeated_id", "2021-Q4 7"],
            [NEW_SHEET, "10", "no_period", "soon"],
            [OLD_SHEET, "3", "repeated_id", "2011-Q1 1"],
        ]


@pytest.mark.whole
def test_what_is_quarantined_opens_no_formula_in_a_spreadsheet(folder, tmp_path):
    path = write_workbook(tmp_path / "rpw.xlsx", [a_service(), a_service(id=2, period="=HYPERLINK(1)")])
    assert ",'=HYPERLINK(1)\n" in import_file("services", path, folder).quarantine.read_text("utf-8")


def test_the_same_bytes_a_second_time_change_nothing(workbook, first, panel, tmp_path):
    before = everything(panel)
    copied = tmp_path / "other.xlsx"
    copied.write_bytes(workbook.read_bytes())
    again = import_file("services", copied, panel)
    assert again.known
    assert again.result == first[1].result
    assert everything(panel) == before


def test_a_newer_file_replaces_only_the_quarters_that_it_has(workbook, panel, tmp_path):
    rows = [a_service(id=1, period="2021_4Q", firm="new"), a_service(id=1, period="2023_1Q", firm="new")]
    import_file("services", write_workbook(tmp_path / "newer.xlsx", rows), panel)
    now = {(row["quarter"], row["firm"]) for row in stored(panel)}
    assert now == {
        ("2011-Q1", "Contact"),
        ("2016-Q1", "Contact"),
        ("2021-Q4", "new"),
        ("2022-Q1", "Contact"),
        ("2023-Q1", "new"),
    }
    assert len(storage.read(panel).imports) == 2


@pytest.mark.whole
def test_an_older_file_brings_back_its_quarters_after_a_wrong_newer_one(workbook, panel, tmp_path):
    right = stored(panel)
    wrong = [a_service(id=1, period="2021_4Q", firm="wrong"), a_service(id=1, period="2023_1Q")]
    newer = write_workbook(tmp_path / "newer.xlsx", wrong)
    import_file("services", newer, panel)
    assert {row["firm"] for row in stored(panel) if row["quarter"] == "2021-Q4"} == {"wrong"}
    assert not import_file("services", workbook, panel).known
    assert [row for row in stored(panel) if row["quarter"] != "2023-Q1"] == right
    assert storage.read(panel).quarters("services")[-1] == "2023-Q1"
    before = everything(panel)
    assert import_file("services", workbook, panel).known
    assert everything(panel) == before
    assert not import_file("services", newer, panel).known


@pytest.mark.whole
def test_a_file_stays_known_where_another_brought_other_quarters(workbook, panel, tmp_path):
    import_file("services", write_workbook(tmp_path / "next.xlsx", [a_service(period="2023_1Q")]), panel)
    before = everything(panel)
    assert import_file("services", workbook, panel).known
    assert everything(panel) == before


@pytest.mark.whole
def test_files_that_no_list_names_go_one_import_later(workbook, panel, tmp_path):
    """Who had read the list before still finds its files."""
    before = storage.read(panel)
    for number in (1, 2):
        rows = [a_service(id=number, period=f"{year}_{q}Q") for year, q in ((2011, 1), (2016, 1), (2021, 4))]
        rows.append(a_service(id=number, period="2022_1Q"))
        import_file("services", write_workbook(tmp_path / f"{number}.xlsx", rows), panel)
        assert all(path.exists() for path in before.paths("services")) is (number == 1)


@pytest.mark.whole
def test_progress_rises_from_nothing_to_all(workbook, folder):
    steps: list[ImportStep] = []
    import_file("services", workbook, folder, steps.append)
    shares = [step.share for step in steps]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > 3
    assert [step.rows for step in steps] == sorted(step.rows for step in steps)
    assert steps[-1].rows == len(QUIRKS) + len(OLD)
    assert {step.sheet for step in steps} == {"", OLD_SHEET, NEW_SHEET}


# The panel as it was


def broken(tmp_path: Path) -> dict[str, Path]:
    """Files of which none can be read, by what is wrong with them."""
    good = write_workbook(tmp_path / "good.xlsx", [a_service(id=at) for at in range(30)])
    files = {
        "no_file": tmp_path / "none.xlsx",
        "is_folder": tmp_path,
        "empty_file": tmp_path / "empty.xlsx",
        "not_a_workbook": tmp_path / "text.xlsx",
        "broken_workbook": tmp_path / "half.xlsx",
        "wrong_sheets": write_workbook(
            tmp_path / "sheets.xlsx", [a_service()], sheet="Prices", columns=NEW_COLUMNS[:30]
        ),
        "missing_columns": write_workbook(tmp_path / "short.xlsx", [a_service()], columns=NEW_COLUMNS[:30]),
        "no_rows": write_workbook(tmp_path / "never.xlsx", [a_service(period="never")]),
        "formulas": write_workbook(tmp_path / "sums.xlsx", [a_service(cc1_total_cost=Formula("=1", ""))]),
    }
    files["empty_file"].write_bytes(b"")
    files["not_a_workbook"].write_text("id,period\n")
    files["broken_workbook"].write_bytes(good.read_bytes()[:-300])
    wide = [f"c{at}" for at in range(10_000)]
    files["wide_sheet"] = write_workbook(
        tmp_path / "wide.xlsx", [dict.fromkeys(wide, 1.0)], columns=[*NEW_COLUMNS, *wide]
    )
    files["too_heavy"] = corners(good)
    return files


def corners(workbook: Path) -> Path:
    """A small workbook that fills a sheet to its last corner: read as a table, it would take 500 GB."""
    to = workbook.with_name("corners.xlsx")
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    sheet = b"<sheetData>" + cells + b"</sheetData>"
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part)
            if part == "xl/worksheets/sheet5.xml":
                start, end = text.index(b"<sheetData>"), text.index(b"</sheetData>") + len(b"</sheetData>")
                text = text[:start] + sheet + text[end:]
            new.writestr(part, text)
    return to


@pytest.mark.whole
def test_no_broken_or_hostile_file_changes_the_panel(panel, tmp_path, monkeypatch):
    """In a process of its own where that is what saves this one, and where a fault must come over from it."""
    before = everything(panel)
    apart = importing._read_apart
    for code, path in broken(tmp_path).items():
        read = apart if code in ("too_heavy", "wide_sheet") else reading.stage
        monkeypatch.setattr(importing, "_read_apart", read)
        with pytest.raises(Unreadable) as fault:
            import_file("services", path, panel)
        assert fault.value.code == code
        assert everything(panel) == before, code


@pytest.mark.whole
def test_a_sheet_without_rows_is_refused(folder, tmp_path):
    with pytest.raises(Unreadable, match="no_data_rows"):
        import_file("services", write_workbook(tmp_path / "rpw.xlsx"), folder)
    assert storage.read(folder) == storage.StoredPanel(folder)


SLOWLY = """
import sys, time
from pathlib import Path
from channels.panel import importing, storage
kept = storage.{step}
def slow(*given, **more):
    print("there", flush=True)
    time.sleep(60)
    return kept(*given, **more)
storage.{step} = slow
importing.import_file("services", Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.whole
@pytest.mark.parametrize("step", sampled(["publish", "_settle", "_tidy"]))
def test_an_import_that_is_killed_leaves_a_panel_that_can_be_read(workbook, panel, tmp_path, step):
    """Before anything is moved, between two files, and after the list was replaced."""
    old = stored(panel)
    newer = write_workbook(
        tmp_path / "newer.xlsx", [a_service(id=1, period=p) for p in ("2021_4Q", "2023_1Q")]
    )
    command = [sys.executable, "-c", SLOWLY.format(step=step), str(newer), str(panel)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        process.send_signal(signal.SIGKILL)
    now = stored(panel)
    if step == "_tidy":
        assert {row["quarter"] for row in now} == {row["quarter"] for row in old} | {"2023-Q1"}
    else:
        assert now == old
    done = import_file("services", newer, panel)
    assert done.known is (step == "_tidy")
    assert len(stored(panel)) == 3 + 1 + 1
    assert not list(panel.glob("stage-*"))


def test_a_reading_that_breaks_down_ends_in_one_reason(workbook, folder, monkeypatch):
    monkeypatch.setattr(guarded, "ROOT", Path("/nonexistent"))
    with pytest.raises(Unreadable) as fault:
        import_file("services", workbook, folder)
    assert fault.value.code in ("too_heavy", "no_place")


@pytest.mark.whole
def test_two_imports_at_once_do_not_mix(workbook, folder):
    with ExitStack() as stack:
        stack.enter_context(storage.staged(folder))
        with pytest.raises(Unreadable, match="busy"):
            import_file("services", workbook, folder)
    assert not import_file("services", workbook, folder).known


def test_a_list_that_was_spoilt_is_told_and_not_written_over(workbook, panel):
    (panel / storage.LIST).write_text('{"files": 1}')
    with pytest.raises(Unreadable, match="broken_panel"):
        import_file("services", workbook, panel)
    assert (panel / storage.LIST).read_text() == '{"files": 1}'


def test_a_folder_that_cannot_be_written_to_is_told(workbook, tmp_path):
    (tmp_path / "var").write_text("a file")
    with pytest.raises(Unreadable, match="no_place"):
        import_file("services", workbook, tmp_path / "var" / "panel")


@pytest.mark.whole
def test_the_reading_process_holds_to_its_share_of_memory(tmp_path):
    code = """
from channels.panel.reading import MOST_MEMORY
from channels.readers.guarded import limit_memory
limit_memory(MOST_MEMORY)
try:
    bytearray(MOST_MEMORY)
except MemoryError:
    print("refused")
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"


def test_the_list_names_only_files_of_the_panel(panel):
    listed = json.loads((panel / storage.LIST).read_text("utf-8"))
    assert set(listed) == {"files", "imports", "before"}
    assert sorted(listed["files"]["services"].values()) == sorted(p.name for p in panel.glob("*.parquet"))


# DataBank's export

WIDE = (
    "\ufeffSending Country Name,Sending Country Code,Receiving Country Name,Receiving Country Code,"
    "Series Name,Series Code,2019Q3 [YR2019Q3],2019Q4 [YR2019Q4]"
    """
Russian Federation,RUS,Azerbaijan,AZE,"Average cost, USD 200",IC.200,2.27,..
Germany,DEU,Kosovo,XKX,"Average cost, USD 200",IC.200,5.1,-0.4
Nowhere,QQQ,Kosovo,XKX,"Average cost, USD 200",IC.200,5.1,5.2
Germany,DEU,Moldova,MDA,"Average cost, USD 200",IC.200,much,5.2
Germany,DEU,Kosovo,XKX,"Average cost, USD 200",IC.200,6,6
Italy,ITA,Moldova,MDA,"Average cost, USD 200",IC.200,..,..

Data from database: Remittance Prices Worldwide (Corridors)
Last Updated: 03/04/2020
"""
)


def test_databanks_wide_export_is_taken_in(folder, tmp_path):
    path = tmp_path / "corridors.csv"
    path.write_text(WIDE, encoding="utf-8")
    done = import_file("published", path, folder)
    result = done.result
    assert (result["rows"], result["accepted"], result["quarantined"]) == (6, 3, 3)
    assert (result["quarters"], result["corridors"]) == (2, 2)
    assert (result["marks"]["blank_total"], result["marks"]["negative_total"]) == (1, 1)
    assert result["reasons"] == {"unknown_country": 1, "not_a_number": 1, "repeated_id": 1}
    rows = [tuple(row.values()) for row in stored(folder, "published")]
    assert rows == [
        ("2019-Q3", "RU", "AZ", "IC.200", 2.27, 2),
        ("2019-Q3", "DE", "XK", "IC.200", 5.1, 3),
        ("2019-Q4", "DE", "XK", "IC.200", -0.4, 3),
    ]


LONG = [
    ("sending,receiving,quarter,amount_usd,total_cost_percent,source", "CHE,ALB,2015-Q4,200,11.53,wb"),
    ("Source Country,Destination Country,Time,Value,Series", "Switzerland,Albania,2015Q4,11.53,Mean"),
    ("Destination,Source,Period,Value", "AL,CH,2015 Q4,11.53"),
]


@pytest.mark.parametrize(("header", "line"), LONG)
def test_a_line_a_quarter_is_read_too(tmp_path, header, line):
    path = tmp_path / "corridors.csv"
    path.write_text(f"{header}\n{line}\n", encoding="utf-8")
    figures, done = reading.read_corridors(path, lambda _: None)
    assert done.rows == 1
    row = figures.iloc[0]
    assert (row.quarter, row.sending, row.receiving, row.value) == ("2015-Q4", "CH", "AL", 11.53)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("above", ["", "Prices of corridors\n\n"])
def test_corridors_are_read_whatever_parts_the_cells(tmp_path, mark, above):
    rows = [
        ["Sending Country", "Receiving Country", "2019Q4"],
        ["Korea, Rep.", "Viet Nam", "2.5"],
        ["United States of America", "Bahamas, The", "3.5"],
        ["C\N{LATIN SMALL LETTER O WITH CIRCUMFLEX}te d’Ivoire", "Azerbaijan", "4.5"],
    ]
    if mark != ",":
        rows[1][2] = "2,5"
    path = tmp_path / "corridors.csv"
    lines = "\n".join(mark.join(f'"{cell}"' for cell in row) for row in rows)
    path.write_text("\ufeff" + above + lines, encoding="utf-8")
    figures, done = reading.read_corridors(path, lambda _: None)
    assert done.rows == 3
    found = list(zip(figures.sending, figures.receiving, figures.value, strict=True))
    assert found == [("KR", "VN", 2.5), ("US", "BS", 3.5), ("CI", "AZ", 4.5)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04...", "not_csv"),
        (b"\xff\xfe\x00a", "not_corridors"),
        ("göndərən".encode("latin-1", "replace") + b"\xe9", "other_letters"),
        (b"a,b\n1,2\n", "not_corridors"),
        (b"sending,receiving,2019Q4" + b",x" * 600 + b"\n", "not_corridors"),
        (b"sending,receiving\nDEU,AZE\n", "not_corridors"),
        (b"sending,receiving,2019Q4\n", "no_data_rows"),
        (b"sending,receiving,2019Q4\nQQQ,AZE,5\n", "no_rows"),
    ],
)
def test_a_file_that_is_no_table_of_corridors_is_refused(tmp_path, content, code):
    path = tmp_path / "corridors.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as fault:
        reading.stage("published", path, tmp_path, lambda _: None)
    assert fault.value.code == code
