"""Tables as files: read back, they hold what was put in, and nothing in them begins a formula."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from channels.export.spreadsheets import LONGEST_NAME, SOURCE_HEAD, WordedTable, as_csv, as_workbook
from channels.records.base import Source
from tests.support.examples import costly

SEEN = Source(
    id="seen", title="What was seen", publisher="Somebody", retrieved=date(2026, 11, 1), confidence="primary",
    url="https://example.org/",
)  # fmt: skip
ROWS = (
    ("=1+1", Decimal("49.445227192673476"), date(2026, 6, 30), None),
    ("ə ğ ı İ", Decimal(-3), None, "@x"),
    ("a\nb", 7, None, "+1"),
)
TABLE = WordedTable("one", "A title", ("name", "number", "day", "text"), ROWS, ("seen", "lost"))


def book(*tables: WordedTable, name: str = "Sources") -> CalamineWorkbook:
    made = as_workbook(tables, {"seen": SEEN}, sources_name=name, about=("A page.", "A day."))
    return CalamineWorkbook.from_filelike(io.BytesIO(made))


def test_a_sheet_holds_numbers_as_numbers_days_as_days_and_text_as_text():
    lines = book(TABLE).get_sheet_by_name("one").to_python(skip_empty_area=False)
    assert lines[0][0] == "A title"
    assert lines[2] == ["name", "number", "day", "text"]
    assert lines[3] == ["=1+1", pytest.approx(49.445227), date(2026, 6, 30), ""]
    assert lines[4][:2] == ["ə ğ ı İ", -3.0]
    assert lines[5][1] == 7.0


def test_the_last_sheet_names_every_source_and_what_the_book_is_about():
    found = book(TABLE, WordedTable("two", "", ("x",), (), ("seen",)))
    assert found.sheet_names == ["one", "two", "Sources"]
    lines = found.get_sheet_by_name("Sources").to_python(skip_empty_area=False)
    assert [lines[0][0], lines[1][0]] == ["A page.", "A day."]
    assert tuple(lines[3]) == SOURCE_HEAD
    assert [line[0] for line in lines[4:]] == ["seen", "lost"]
    assert lines[4][3] == "https://example.org/"


def test_csv_keeps_every_cell_on_its_line_and_disarms_formulas():
    told = list(csv.reader(io.StringIO(as_csv(TABLE, {"seen": SEEN}))))
    assert told[0] == ["name", "number", "day", "text"]
    assert told[1] == ["'=1+1", "49.445227", "2026-06-30", ""]
    assert told[2] == ["ə ğ ı İ", "-3", "", "'@x"]
    assert told[3][0] == "a b"
    assert told[4] == []
    assert tuple(told[5]) == SOURCE_HEAD
    assert [line[0] for line in told[6:]] == ["seen", "lost"]


@costly()
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=50), max_size=6))
def test_whatever_the_tables_are_called_the_book_opens_and_no_two_sheets_are_alike(names):
    found = book(*(WordedTable(name, "", ("x",), ((1,),), ()) for name in names))
    assert len(found.sheet_names) == len(names) + 1
    assert len({name.casefold() for name in found.sheet_names}) == len(names) + 1
    assert all(len(name) <= LONGEST_NAME for name in found.sheet_names)
