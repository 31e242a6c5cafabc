"""Workbooks in the shape of Remittance Prices Worldwide, made for tests row by row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

OLD_SHEET, NEW_SHEET = "Dataset (up to Q1 2016)", "Dataset (from Q2 2016)"

_PLACES = [
    f"{end}_{what}"
    for end in ("source", "destination")
    for what in ("code", "name", "region", "income", "lending", "G8G20")
]
_AMOUNTS = [
    f"{point} {what}"
    for point in ("cc1", "cc2")
    for what in (
        "lcu amount",
        "denomination amount",
        "lcu code",
        "lcu fee",
        "lcu fx rate",
        "fx margin",
        "total cost %",
    )
]
NEW_COLUMNS = [
    *("id", "period", *_PLACES, "firm", "firm_type", "payment instrument", "access point", "speed actual"),
    *(*_AMOUNTS, "inter lcu bank fx", "transparent", "Standard Note", "note2"),
    *("receiving network coverage", "pickup location", "pickup method", "date", "corridor"),
]
OLD_COLUMNS = [
    *("id", "period", *_PLACES, "firm", "firm_type", "product", "sending location", "speed actual"),
    *(*_AMOUNTS, "inter lcu bank fx", "transparent", "note1", "note2", "coverage", "pick-up method"),
    *("date", "corridor"),
]


@dataclass(frozen=True)
class Formula:
    """A formula with the value that the spreadsheet program left in the file; "" for none."""

    text: str
    value: Any


def a_service(**fields: Any) -> dict[str, Any]:
    """One row by its columns' names, spaces written as `_`: a plain service, but for what is said."""
    row: dict[str, Any] = {
        "id": 1,
        "period": "2021_4Q",
        "source_code": "RUS",
        "source_name": "Russian Federation",
        "source_region": "..",
        "source_income": "..",
        "source_lending": "..",
        "source_G8G20": "G8",
        "destination_code": "AZE",
        "destination_name": "Azerbaijan",
        "destination_region": "Europe & Central Asia",
        "destination_income": "Upper middle income",
        "destination_lending": "IBRD",
        "destination_G8G20": "..",
        "firm": "Contact",
        "firm_type": "Money Transfer Operator",
        "payment instrument": "Cash",
        "access point": "Agent",
        "speed actual": "Same day",
        "cc1 lcu amount": 200.0,
        "cc1 denomination amount": 200.0,
        "cc1 lcu code": "USD",
        "cc1 lcu fee": 2.0,
        "cc1 lcu fx rate": 1.0,
        "cc1 fx margin": 0.0,
        "cc1 total cost %": 1.0,
        "cc2 lcu amount": 500.0,
        "cc2 denomination amount": 500.0,
        "cc2 lcu code": "USD",
        "cc2 lcu fee": 5.0,
        "cc2 lcu fx rate": 1.0,
        "cc2 fx margin": 0.0,
        "cc2 total cost %": 1.0,
        "inter lcu bank fx": 1.0,
        "transparent": "yes",
        "Standard Note": "",
        "note2": "",
        "receiving network coverage": "High",
        "pickup location": "",
        "pickup method": "Cash",
        "date": "15/Nov/2021",
        "corridor": "RUSAZE",
        "product": "Cash to cash",
        "sending location": "Moscow",
        "note1": "",
        "coverage": "High",
        "pick-up method": "Cash",
    }
    named = {_said(column): column for column in row}
    return row | {named[name]: value for name, value in fields.items()}


def costing(total: float, *, fee: float = 0.0, **fields: Any) -> dict[str, Any]:
    """A row whose total is a fee for 200 dollars and a margin that make it up."""
    margin = round(total - fee / 2, 6)
    return a_service(cc1_lcu_fee=fee, cc1_fx_margin=margin, cc1_total_cost=total, **fields)


def _said(column: str) -> str:
    return column.replace(" %", "").replace(" ", "_").replace("-", "_")


def write_workbook(
    path: Path,
    new: Iterable[Mapping[str, Any]] = (),
    old: Iterable[Mapping[str, Any]] | None = None,
    *,
    columns: Sequence[str] = NEW_COLUMNS,
    helpers: int = 0,
    sheet: str = NEW_SHEET,
    titles: int = 0,
) -> Path:
    """A workbook with the sheets of the published one; returns its path.

    `helpers` unlabelled columns stand at the right; `titles` rows stand above the header.
    """
    with xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}
    ) as book:
        for name in ("Terms of Use", "Methodology", "Legend"):
            book.add_worksheet(name).write_string(0, 0, name)
        countries = book.add_worksheet("Countries")
        countries.write_row(0, 0, ["code", "name"])
        if old is not None:
            _fill(book.add_worksheet(OLD_SHEET), OLD_COLUMNS, old, 0, titles)
        _fill(book.add_worksheet(sheet), columns, new, helpers, titles)
    return path


def _fill(
    sheet: Any, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], helpers: int, titles: int
) -> None:
    for place in range(titles):
        sheet.write_string(place, 0, "A title above the table")
    sheet.write_row(titles, 0, columns)
    for line, row in enumerate(rows, start=titles + 1):
        for place, column in enumerate(columns):
            write_cell(sheet, line, place, row.get(column, ""))
        for place in range(len(columns), len(columns) + helpers):
            write_cell(sheet, line, place, Formula("=1+1", 2))


def write_cell(sheet: Any, line: int, place: int, value: Any) -> None:
    """One cell in the type of its value; text stays text, and what is empty is not written."""
    if value is None or value == "":
        return
    if isinstance(value, Formula):
        sheet.write_formula(line, place, value.text, None, value.value)
    elif isinstance(value, str):
        sheet.write_string(line, place, value)
    elif isinstance(value, (datetime, date)):
        sheet.write_datetime(line, place, value)
    else:
        sheet.write_number(line, place, value)
