"""`import rpw`, `import rpw-corridors` and `indicators`, as they are typed."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from channels.__main__ import app
from channels.panel import importing
from channels.readers.workbooks import Unreadable
from components.i18n import LANGUAGES, read_catalogue
from tests.support.lanes import sampled
from tests.support.publishers import by_path, outside, says
from tests.support.workbooks import a_service, write_workbook

ROOT = Path(__file__).parents[3]
TOLD = ["file", "sha256", "rows", "accepted", "quarantined", "marks", "quarters", "corridors", "seconds"]
MARKS = ["text_number", "stray_speed", "formula_break", "not_disclosed", "blank_total", "negative_total"]
ROWS = [
    a_service(id=1, cc1_lcu_fee="2.00"),
    a_service(id=2, cc1_total_cost=3.0, cc1_fx_margin=2.0),
    a_service(id=2),
    a_service(id=3, transparent="no"),
    a_service(id=4, source_code="DEU", destination_code="KSV", corridor="DEUXKX", firm_type="Bank"),
    a_service(id=5, source_code="DEU", destination_code="KSV", corridor="DEUXKX", period="2022_1Q"),
]
runner = CliRunner()


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Path:
    return write_workbook(tmp_path_factory.mktemp("file") / "rpw.xlsx", ROWS)


@pytest.fixture(scope="module")
def imported(workbook, tmp_path_factory) -> Path:
    """A folder for what is added, with the workbook in its panel."""
    var = tmp_path_factory.mktemp("var")
    importing.import_file("services", workbook, var / "panel")
    return var


@pytest.fixture(autouse=True)
def var(imported, tmp_path, monkeypatch) -> Path:
    """Each test has the panel to itself."""
    shutil.copytree(imported, tmp_path / "var")
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("PULYOLU_PANEL_URL", raising=False)
    return tmp_path / "var"


def run(*arguments: str) -> Result:
    result = runner.invoke(app, list(arguments))
    crashed = result.exception is not None and not isinstance(result.exception, SystemExit)
    assert not crashed, result.exception
    return result


def told(*arguments: str) -> list | dict:
    result = run(*arguments, "--format=json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def refused(*arguments: str, code: int) -> str:
    """The one sentence with which a command is refused."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.count("\n") == 1
    assert result.stderr.strip().endswith((".", ".xlsx"))
    return result.stderr.strip()


def test_an_import_tells_these_keys_and_no_others(workbook, var):
    shutil.rmtree(var)
    found = told("import", "rpw", str(workbook))
    assert list(found) == TOLD
    assert list(found["marks"]) == MARKS
    assert (found["file"], found["rows"], found["accepted"], found["quarantined"]) == ("rpw.xlsx", 6, 5, 1)
    assert found["marks"] == dict.fromkeys(MARKS, 0) | {"text_number": 1, "not_disclosed": 1}
    assert (found["quarters"], found["corridors"]) == (2, 2)
    assert re.fullmatch("[0-9a-f]{64}", found["sha256"])
    assert told("import", "rpw", str(workbook)) == found


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_an_import_is_told_in_words(workbook, var, language):
    result = run("import", "rpw", str(workbook), "--language", language)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert len(lines) == 8
    assert str(next((var / "panel").glob("quarantine-*.csv"))) in result.stdout
    assert "{" not in result.stdout


@pytest.mark.whole
def test_one_of_a_thing_is_not_told_as_many(tmp_path, var):
    shutil.rmtree(var)
    path = write_workbook(tmp_path / "one.xlsx", [a_service()])
    said = run("import", "rpw", str(path), "--language", "en").stdout
    assert "Quarters: 1, corridors: 1, seconds: " in said
    said += run("indicators", "corridors", "--language", "en").stdout
    assert "services in total: 1" in said
    assert not re.search(r"\b1 (quarters|corridors|services)\b", said)


def test_the_world_quarter_by_quarter():
    found = told("indicators", "global")
    assert [row["quarter"] for row in found] == ["2021-Q4", "2022-Q1"]
    keys = ["quarter", "services", "disclosed", "mean_disclosed", "global_average", "global_average_basis"]
    assert list(found[0]) == keys
    assert (found[0]["services"], found[0]["disclosed"], found[0]["global_average"]) == (4, 3, 1.0)
    assert found[0]["global_average_basis"] == "inferred"


def test_a_corridor_in_a_quarter():
    found = told("indicators", "corridors", "--quarter=2021-Q4", "--receiving=AZ")
    assert found == [
        {
            "sending": "RU",
            "receiving": "AZ",
            "quarter": "2021-Q4",
            "services": 3,
            "mean": 2.0,
            "smart": 2.0,
            "smart_services": 2,
            "median": 2.0,
            "fee": 1.0,
            "fx_margin": 1.0,
        }
    ]
    assert len(told("indicators", "corridors")) == 3
    assert told("indicators", "corridors", "--receiving=XK", "--by=firm_type", "--by=instrument")[0][
        "firm_type"
    ] == ("bank")
    assert told("indicators", "corridors", "--sending=FR") == []


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_indicators_in_words(language):
    world = run("indicators", "global", "--language", language).stdout.splitlines()
    assert len(world) == 3
    roads = run("indicators", "corridors", "--language", language, "--by", "firm_type").stdout.splitlines()
    assert len(roads) == 3
    assert all("[" in line for line in roads)
    none = run("indicators", "corridors", "--language", language, "--sending", "FR")
    assert len(none.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "rpw", "x.xlsx", "--format=csv"),
        ("import", "rpw", "x.xlsx", "--language=fr"),
        ("indicators", "global", "--format=xml"),
        ("indicators", "corridors", "--quarter=2021-4"),
        ("indicators", "corridors", "--receiving=AZE"),
        ("indicators", "corridors", "--sending=\x1b[31m"),
        ("indicators", "corridors", "--by=colour"),
    ],
)
def test_a_misspelt_question_is_refused_in_one_sentence(arguments):
    assert "\x1b" not in refused(*arguments, code=2)


def test_a_file_that_cannot_be_read_is_told_in_one_sentence(tmp_path):
    path = tmp_path / "rpw.xlsx"
    path.write_text("id,period\n")
    for command in ("rpw", "rpw-corridors"):
        assert "rpw.xlsx" in refused("import", command, str(path), code=1)
        assert refused("import", command, str(tmp_path), code=1)
        assert refused("import", command, str(tmp_path / "none.xlsx"), code=1)


HOLES = {
    "check": "isin",
    "column": "speed",
    "cells": 9,
    "columns": "id, period",
    "folder": "var",
    "found": "Prices",
    "most": 2,
    "n": 3,
    "row": 2,
    "rows": 5,
    "sheet": "Dataset",
}


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_every_reason_has_its_sentence(language, monkeypatch):
    codes = {key.removeprefix("cli.file_") for key in read_catalogue("en") if key.startswith("cli.file_")}
    assert len(codes) > 20
    for code in codes:

        def fail(*_, code=code):
            raise Unreadable(code, **HOLES)

        monkeypatch.setattr(importing, "import_file", fail)
        assert "{" not in refused("import", "rpw", "a.xlsx", "--language", language, code=1)


def test_without_a_panel_the_sentence_says_what_to_do_first(var):
    shutil.rmtree(var)
    assert "import rpw" in refused("indicators", "global", code=1)
    assert "import rpw" in refused("indicators", "corridors", code=1)
    assert not var.exists()


def test_a_spoilt_panel_is_told(var):
    (var / "panel" / "panel.json").write_text("{")
    assert str(var) in refused("indicators", "global", code=1)


def test_a_lost_file_of_the_panel_is_told(var):
    next((var / "panel").glob("*.parquet")).unlink()
    assert str(var) in refused("indicators", "global", code=1)


def test_the_panel_may_lie_in_postgresql(workbook, var, postgres_database, monkeypatch):
    here = told("indicators", "corridors")
    told("import", "rpw", str(workbook), "--database", postgres_database)
    shutil.rmtree(var)
    assert told("indicators", "corridors", "--database", postgres_database) == here
    monkeypatch.setenv("PULYOLU_PANEL_URL", postgres_database)
    assert told("indicators", "corridors") == here


def test_a_database_that_cannot_be_reached_is_told_without_its_password():
    nowhere = "postgresql://me:secret@127.0.0.1:1/none"
    assert "secret" not in refused("indicators", "global", "--database", nowhere, code=1)


@pytest.mark.whole
def test_no_bar_is_drawn_where_there_is_no_terminal(workbook, var):
    shutil.rmtree(var)
    assert run("import", "rpw", str(workbook)).stderr == ""


@pytest.mark.whole
def test_databanks_export_is_taken_in(tmp_path):
    path = tmp_path / "corridors.csv"
    path.write_text("Sending Code,Receiving Code,2019Q4 [YR2019Q4]\nRUS,AZE,2.27\n")
    found = told("import", "rpw-corridors", str(path))
    assert list(found) == TOLD
    assert (found["rows"], found["accepted"], found["quarters"], found["corridors"]) == (1, 1, 1, 1)


def test_commands_that_need_no_panel_load_none_of_its_libraries():
    code = """
import sys
from typer.testing import CliRunner
from channels.__main__ import app
assert CliRunner().invoke(app, ["check"]).exit_code == 0
heavy = {"pandas", "pyarrow", "ibis", "duckdb", "python_calamine", "pandera", "psycopg", "numpy"}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# The newest workbook


@pytest.fixture
def bank(var, workbook, monkeypatch):
    """The World Bank's catalogue with a workbook, on this machine; made up."""
    with outside() as found:
        resource = {"resource_unique_id": "DR1", "url": f"{found.address}/files/rpw_dataset_2022_q1.xlsx"}
        listed = json.dumps({"modified_on": "2026-05-06", "resources": [resource]})
        found.play(by_path({"/datasets/": says(listed)}, says(workbook.read_bytes())))
        monkeypatch.setenv("PULYOLU_RPW_URL", f"{found.address}/datasets/0037898")
        yield found


@pytest.mark.whole
def test_the_newest_workbook_is_taken_in_once(bank, var):
    shutil.rmtree(var)
    assert told("import", "rpw", "--latest")["file"] == "rpw_dataset_2022_q1.xlsx"
    again = run("import", "rpw", "--latest", "--language=en")
    assert again.stdout == "rpw_dataset_2022_q1.xlsx was imported before: nothing has changed.\n"
    assert told("import", "rpw", "--latest")["new"] is False


def test_without_an_answer_the_newest_is_refused_in_one_sentence(bank):
    bank.play(says(b"", "502 Bad Gateway"))
    assert "World Bank" in refused("import", "rpw", "--latest", "--language=en", code=1)


def test_either_a_file_or_the_newest_is_asked_for(bank, workbook):
    for arguments in ((), ("--latest", str(workbook))):
        assert "--latest" in refused("import", "rpw", *arguments, "--language=en", code=2)
    assert bank.asked == []
