"""Printing by command: a file with a plain name, and the sentences of `compare` for bad input."""

import io
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from channels import __main__ as command
from channels import clock
from channels.commands import terminal
from channels.dataset.dataset import Dataset
from channels.dataset.loading import load
from components.i18n import LANGUAGES, words
from tests.support.lanes import sampled, spread

ROOT = Path(__file__).parents[3]
DATA = {"real": ROOT / "data", "teaching": ROOT / "data" / "teaching"}
ADDRESS = "https://pulyolu.example.az/"

runner = CliRunner()


@pytest.fixture(autouse=True)
def _day_and_var(monkeypatch, tmp_path):
    """The day is fixed, no address is set, and the two sets are read once."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 21))
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("PULYOLU_ADDRESS", raising=False)
    monkeypatch.setattr(terminal, "load", lambda folder, over: _load(folder))


@cache
def _load(folder: Path) -> Dataset:
    return load(folder)


def run(*arguments: str) -> Result:
    result = runner.invoke(command.app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def printed(folder: Path, *arguments: str) -> tuple[str, str]:
    """The name and the text of the one file that a command made."""
    result = run("print", *arguments, "--out", str(folder))
    assert result.exit_code == 0, result.stderr
    (made,) = folder.iterdir()
    assert result.stdout == f"{made}\n"
    (page,) = PdfReader(io.BytesIO(made.read_bytes())).pages
    return made.name, " ".join(page.extract_text().replace("\u200b", "").split())


@pytest.mark.parametrize("language", sampled(LANGUAGES))
@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_a_sheet_is_printed_into_a_folder_that_need_not_exist(tmp_path, language, paper):
    choices = ["--send=20000", f"--language={language}", f"--paper={paper}", f"--address={ADDRESS}"]
    name, text = printed(tmp_path / "new", "sheet", "RU", "AZ", *choices)
    assert name == f"pulyolu-sheet-ru-az-2026-11-21-{language}-{paper}.pdf"
    assert words(language)("answer.none") in text
    assert "pulyolu.example.az" in text.replace(" ", "")


def test_a_sheet_answers_with_every_wish(tmp_path):
    wishes = ["--receive=400", "--pay-out=cash", "--within=1d", "--set=teaching", "--language=en"]
    name, text = printed(tmp_path / "new", "sheet", "tr", "az", *wishes)
    assert name == "pulyolu-sheet-teaching-tr-az-2026-11-21-en-a4.pdf"
    assert words("en")("teaching.banner") in text
    assert "Amount to receive: 400 manat · In cash · Within a day" in text


def test_a_poster_is_printed_without_an_amount(tmp_path):
    name, text = printed(tmp_path / "new", "poster", "RU", "AZ", "--language=az", f"--address={ADDRESS}")
    assert name == "pulyolu-poster-ru-az-2026-11-21-az-a4.pdf"
    assert "Məzənnə neçədir?" in text


def test_without_an_address_the_paper_has_no_code_and_the_command_says_so(tmp_path, monkeypatch):
    plain = run("print", "poster", "RU", "AZ", "--out", str(tmp_path))
    assert plain.exit_code == 0
    assert plain.stderr == words("en")("cli.no_address") + "\n"
    monkeypatch.setenv("PULYOLU_ADDRESS", ADDRESS)
    assert run("print", "poster", "RU", "AZ", "--out", str(tmp_path)).stderr == ""


@pytest.mark.parametrize(
    "arguments",
    spread(
        [
            ["RU", "AZ"],
            ["RU", "AZ", "--send=1", "--receive=1"],
            ["RU", "AZ", "--send=-5"],
            ["RU", "AZ", "--send=1e30"],
            ["XX", "AZ", "--send=5"],
            ["FR", "BR", "--send=5"],
            ["RU", "AZ", "--send=5", "--currency=ZZZ"],
            ["RU", "AZ", "--send=5", "--pay-out=gold"],
            ["RU", "AZ", "--send=5", "--within=2h"],
            ["RU", "AZ", "--send=5", "--region=atlantis"],
            ["RU", "AZ", "--send=5", "--day=tomorrow"],
            ["RU", "AZ", "--send=5", "--day=1900-01-01"],
            ["RU", "AZ", "--send=5", "--set=other"],
            ["RU", "AZ", "--send=5", "--language=fr"],
        ],
        each=3,
    ),
)
def test_bad_input_is_refused_in_the_words_of_compare(tmp_path, arguments):
    refused = run("print", "sheet", *arguments, "--out", str(tmp_path / "new"))
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert refused.stderr == run("compare", *arguments).stderr
    assert refused.stderr.count("\n") == 1
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "choice", ["--paper=a3", "--address=javascript:alert(1)", "--address=\x1b[2J", "--out={}/file/below"]
)
def test_bad_paper_address_or_folder_is_refused_in_one_sentence(tmp_path, choice):
    (tmp_path / "file").write_text("", encoding="utf-8")
    more = [] if choice.startswith("--out") else ["--out", str(tmp_path)]
    refused = run("print", "poster", "RU", "AZ", choice.format(tmp_path), *more)
    assert refused.exit_code == 2
    assert refused.stderr.count("\n") == 1
    assert "Traceback" not in refused.stderr
    assert "\x1b" not in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_faulty_data_is_told_with_exit_code_1(tmp_path, monkeypatch):
    monkeypatch.setattr(terminal, "load", load)
    refused = run("print", "poster", "RU", "AZ", "--data", str(tmp_path / "none"), "--out", str(tmp_path))
    assert refused.exit_code == 1
    assert refused.stderr


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_the_brief_is_printed_in_every_language(tmp_path, language):
    result = run("print", "brief", f"--language={language}", "--out", str(tmp_path / "new"))
    assert result.exit_code == 0, result.stderr
    (made,) = (tmp_path / "new").iterdir()
    assert result.stdout == f"{made}\n"
    assert made.name == f"pulyolu-brief-2026-11-21-{language}.pdf"
    pages = PdfReader(io.BytesIO(made.read_bytes())).pages
    text = " ".join(" ".join(page.extract_text().replace("\u200b", "").split()) for page in pages)
    for key in ("gaps.title", "policy.five", "policy.roadmap"):
        assert words(language)(key) in text


def test_the_invented_market_has_no_brief_and_a_strange_day_is_refused(tmp_path):
    for arguments in (["--set=teaching"], ["--day=tomorrow"], ["--language=xx"]):
        result = run("print", "brief", *arguments, "--out", str(tmp_path))
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_question_bank_for_moodle_is_written_where_it_is_asked_for(tmp_path):
    done = run("export", "moodle", "--out", str(tmp_path / "new"))
    assert done.exit_code == 0, done.output
    (file,) = (tmp_path / "new").iterdir()
    assert file.name == "pulyolu-quiz.xml"
    assert file.read_bytes().startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    assert str(file) in done.output
    assert run("export", "moodle", "--out", str(file)).exit_code == 2


def test_everything_for_a_story_is_printed_by_its_name_alone(tmp_path):
    done = run(
        "print",
        "mother_lankaran",
        "--language",
        "az",
        "--seed",
        "к7мт",
        "--day",
        "2026-11-21",
        "--out",
        str(tmp_path),
    )
    assert done.exit_code == 0, done.output
    (file,) = tmp_path.iterdir()
    assert file.name == "pulyolu-mother_lankaran-teaching-2026-11-21-K7MT-az.zip"
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert any("worksheet" in name for name in archive.namelist())


def test_a_story_that_cannot_be_printed_ends_in_one_sentence(tmp_path):
    for wrong, code in (
        (["nobody"], 2),
        (["mother_lankaran", "--seed", "OOOO"], 2),
        (["mother_lankaran", "--set", "both"], 2),
        (["pensioner_village", "--set", "real"], 2),
        (["mother_lankaran", "--day", "yesterday"], 2),
        (["mother_lankaran", "--day", "1999-01-01"], 2),
        (["mother_lankaran", "--set", "real", "--day", "1999-01-01"], 2),
    ):
        done = run("print", *wrong, "--out", str(tmp_path / "new"))
        assert done.exit_code == code, done.output
        assert done.stderr.count("\n") == 1, done.stderr
    assert not (tmp_path / "new").exists()
