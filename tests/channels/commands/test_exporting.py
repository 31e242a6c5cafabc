"""`export site`: the folder of all answers by command."""

import pytest
from typer.testing import CliRunner

from channels.__main__ import app
from components.i18n import words
from components.light import site

runner = CliRunner()
LITTLE = [("index.html", "<p>"), ("az/index.html", "<p>")]


@pytest.fixture(autouse=True)
def _few_pages(monkeypatch, tmp_path):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "var"))
    monkeypatch.setattr(site, "pages", lambda *_given, **_named: iter(LITTLE))


def test_the_pages_are_written_into_a_new_folder_and_counted(tmp_path):
    folder = tmp_path / "site"
    done = runner.invoke(app, ["export", "site", str(folder), "--set", "teaching", "--language", "az"])
    assert done.exit_code == 0, done.output
    assert done.stdout == words("az")("cli.pages_written", folder=str(folder), number=2) + "\n"
    assert (folder / "az" / "index.html").read_text(encoding="utf-8") == "<p>"


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path):
    (tmp_path / "own").write_text("mine", encoding="utf-8")
    done = runner.invoke(app, ["export", "site", str(tmp_path), "--set", "teaching"])
    assert done.exit_code == 2
    assert done.stderr == words("en")("cli.folder_not_empty", folder=str(tmp_path)[:80]) + "\n"
    assert [path.name for path in tmp_path.iterdir() if path.name != "var"] == ["own"]


def test_a_file_in_the_folders_place_is_refused(tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    done = runner.invoke(app, ["export", "site", str(tmp_path / "file" / "site"), "--set", "teaching"])
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
