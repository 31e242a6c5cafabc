"""The World Bank's workbook at the stewards' desk: send it, see how far it is, what it came to."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from channels.panel import progress, storage
from channels.panel.progress import ImportStep, Teller
from channels.readers.workbooks import Unreadable
from components.i18n import LANGUAGES, words
from components.pages.steward.panel_import import Imports
from components.widgets.theme import plain
from components.words import imports as import_words
from tests.support.lanes import sampled

SPOKEN = pytest.mark.parametrize("language", sampled(LANGUAGES))


def texts(page: AppTest) -> str:
    """Everything that the part says."""
    parts = (*page.markdown, *page.caption, *page.subheader, *page.warning, *page.info)
    return "\n".join(str(part.value) for part in parts)


def files(page: AppTest) -> set[str]:
    """The keys of the files that the part offers."""
    return {button.proto.id.rpartition("-")[2] for button in page.get("download_button")}


RESULT = {
    "file": "a*b.xlsx", "sha256": "f" * 64, "rows": 254_000, "accepted": 253_990, "quarantined": 10,
    "marks": {"text_number": 13_300, "stray_speed": 0}, "quarters": 54, "corridors": 373, "seconds": 31.5,
    "other_marks": {"stray_date": 2}, "reasons": {"no_period": 10},
}  # fmt: skip


@pytest.fixture
def panel(tmp_path) -> Path:
    folder = tmp_path / "panel"
    folder.mkdir()
    return folder


def section(language: str, panel: Path, *, may: bool) -> AppTest:
    """The part about the workbook alone."""

    def script(language: str, imports: object) -> None:
        from components.i18n import words  # noqa: PLC0415
        from components.pages.steward import panel_import  # noqa: PLC0415

        panel_import.section(imports, words(language))

    page = AppTest.from_function(script, args=(language, Imports(panel, may)), default_timeout=30).run()
    assert not page.exception
    return page


def test_where_nothing_was_imported_only_who_may_import_is_asked_to(tmp_path):
    assert not section("en", tmp_path / "none", may=False).get("file_uploader")
    page = section("en", tmp_path / "none", may=True)
    assert words("en")("import.none") in texts(page)
    (field,) = page.get("file_uploader")
    assert list(field.proto.type) == [".xlsx", ".csv"]
    assert page.button(key="import").disabled


@SPOKEN
def test_a_running_import_shows_how_far_it_is_and_takes_no_second_one(language, panel, monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0.0)
    spoken = words(language)
    with storage.staged(panel):
        teller = Teller(panel, "a*b.xlsx")
        wanted = {
            ImportStep(0.1): spoken("import.checking", file="a*b.xlsx"),
            ImportStep(0.5, "Dataset", 120_000): spoken(
                "import.sheet", file="a*b.xlsx", sheet="Dataset", rows=spoken.number(120_000)
            ),
            ImportStep(1.0, rows=254_000): spoken(
                "import.storing", file="a*b.xlsx", rows=spoken.number(254_000)
            ),
        }
        for step, text in wanted.items():
            teller.at(step)
            for may in (True, False):
                page = section(language, panel, may=may)
                (bar,) = page.get("progress")
                assert (bar.proto.value, bar.proto.text) == (int(step.share * 100), plain(text))
                assert not page.get("file_uploader")
    broken = section(language, panel, may=True)
    assert [one.value for one in broken.warning] == [plain(spoken("import.broken_off", file="a*b.xlsx"))]
    assert broken.get("file_uploader")


@SPOKEN
def test_what_an_import_came_to_is_told_to_everyone_and_a_refusal_to_who_sent_it(language, panel):
    spoken = words(language)
    with storage.staged(panel):
        Teller(panel, "a*b.xlsx").done(RESULT, known=False)
    storage.quarantine(panel, RESULT).write_text("sheet,row,reason,value\n")
    for may in (True, False):
        page = section(language, panel, may=may)
        said = texts(page)
        lines = (
            *import_words.found(RESULT, spoken),
            *import_words.marks(RESULT, spoken),
            *import_words.reasons(RESULT, spoken),
        )
        for line in lines:
            assert plain(line) in said
        assert ("set_aside" in files(page)) is may
    with storage.staged(panel):
        Teller(panel, "a*b.xlsx").refused(Unreadable("wide_sheet", sheet="S", columns=9, most=3))
    assert section(language, panel, may=False).get("error") == []
    page = section(language, panel, may=True)
    fault = spoken("cli.file_wide_sheet", file="a*b.xlsx", sheet="S", columns=9, most=3)
    assert [one.value for one in page.error] == [plain(fault)]
    assert page.get("file_uploader")
