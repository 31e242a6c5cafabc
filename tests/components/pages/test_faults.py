"""The page that stands in for the others when the data cannot be used."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from channels.dataset.dataset import DatasetError
from channels.dataset.loading import load
from channels.dataset.tables import Issue
from components.i18n import LANGUAGES, words
from components.pages import faults
from tests.support.lanes import sampled

ROOT = Path(__file__).parents[3]


def call(function, *args):
    function(*args)


def shown(issues, language):
    """The page with these faults on it."""
    page = AppTest.from_function(call, args=(faults.page, issues, words(language)), default_timeout=30).run()
    assert not page.exception
    return page


def lines(page):
    return [element.value.replace("\\", "") for element in page.markdown]


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_every_fault_stands_with_its_place_and_a_sentence_that_helps(language):
    spoken = words(language)
    issues = (
        Issue("corridors.toml", "broken_toml", "line 4"),
        Issue("providers/wise.toml: chanel", "unknown_field", "channel"),
        Issue("rates.csv", "missing_file"),
    )
    page = shown(issues, language)
    assert page.title[0].value == spoken("faults.title")
    assert page.code[0].value == "python -m channels check"
    text = lines(page)
    for issue in issues:
        assert f"- **{issue.where}**: {spoken.fault(issue.code, issue.note)}" in text
    assert len(text) == 1 + len(issues)


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_the_faults_of_a_broken_folder_are_all_shown(tmp_path, language):
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data" / "teaching", folder)
    (folder / "rates.csv").unlink()
    (folder / "corridors.toml").write_text("[[corridors]\n", encoding="utf-8")
    (folder / "providers" / "post.toml").write_text("", encoding="utf-8")
    with pytest.raises(DatasetError) as error:
        load(folder)
    issues = error.value.issues
    text = "\n".join(lines(shown(issues, language)))
    for name in ("rates.csv", "corridors.toml", "providers/post.toml"):
        assert any(issue.where.startswith(name) for issue in issues)
    for issue in issues:
        assert issue.where in text
        assert words(language).fault(issue.code, issue.note) in " ".join(text.split("\n"))


def test_a_place_or_a_note_with_markup_is_shown_letter_by_letter():
    page = shown((Issue("providers/[x](http://y).toml", "contradiction", "<b>**z**</b>"),), "en")
    written = page.markdown[1].value
    assert "[x](" not in written
    assert "\\[x\\]\\(http\\:\N{WORD JOINER}//y\\)" in written
    assert "\\<b\\>\\*\\*z\\*\\*\\</b\\>" in written
