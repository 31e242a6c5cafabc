"""Remittance Prices Worldwide: the World Bank's workbook of prices, as one table of services.

No row disappears: each is accepted, accepted with marks, or quarantined with its place and the reason.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from python_calamine import CalamineError, CalamineSheet, load_workbook

from channels.readers.countries import corridor
from channels.readers.rpw_cells import (
    Cell,
    as_country,
    as_day,
    as_disclosed,
    as_firm_type,
    as_instruments,
    as_number,
    as_quarter,
    as_speed,
    as_text,
    shown,
)
from channels.readers.workbooks import MOST_CELLS, MOST_COLUMNS, Unreadable

Told = Callable[[float, int], None]
"""Called with the share of the rows that are read, from 0 to 1, and how many they are."""
Numbers = NDArray[np.float64]

FIRST_ROWS = 20
"""Among these stands the header."""
AT_ONCE = 20_000
LARGEST_FIGURE = 1e12
BREAK = 0.01
"""Percentage points by which a total may differ from fee and margin."""

REQUIRED = (
    "id",
    "period",
    "source_code",
    "destination_code",
    "firm",
    "firm_type",
    "speed actual",
    "cc1 lcu amount",
    "cc1 lcu fee",
    "cc1 fx margin",
    "cc1 total cost %",
    "transparent",
)
TEXTS = {
    "firm": ("firm",),
    "product": ("product",),
    "access_point": ("access point",),
    "coverage": ("receiving network coverage", "coverage"),
    "pickup_location": ("pickup location",),
    "pickup_method": ("pickup method",),
    "currency": ("cc1 lcu code",),
}
FIGURES = {
    "amount": "cc1 lcu amount",
    "fee": "cc1 lcu fee",
    "fx_margin": "cc1 fx margin",
    "total": "cc1 total cost %",
    "amount_500": "cc2 lcu amount",
    "fee_500": "cc2 lcu fee",
    "fx_margin_500": "cc2 fx margin",
    "total_500": "cc2 total cost %",
}
UNUSED_FIGURES = (
    "cc1 denomination amount",
    "cc1 lcu fx rate",
    "cc2 denomination amount",
    "cc2 lcu fx rate",
    "inter lcu bank fx",
)
"""Rates without a stated currency or direction: only whether they are text is looked at."""

MARKS = (
    "text_number",
    "stray_speed",
    "formula_break",
    "not_disclosed",
    "blank_total",
    "negative_total",
    "stray_transparent",
    "stray_date",
)
"""The first six are the ones that an import tells; every mark counts rows."""
REASONS = ("no_period", "no_id", "unknown_country", "other_corridor", "not_a_number", "repeated_id")
"""Why a row is quarantined."""


@dataclass(frozen=True)
class Reading:
    """What a workbook holds: the services, what was quarantined, and how many rows there were.

    `services` has one row a service, indexed from 0; `quarantine` has the columns sheet, row, reason,
    value. `rows` is the sum of both.
    """

    services: pd.DataFrame
    quarantine: pd.DataFrame
    rows: int


def data_sheets(path: Path) -> list[str]:
    """The names of the sheets that hold prices, in the workbook's order. Raises `Unreadable`.

    Those that are called so as published are; another is known by its heads, whatever it is called.
    """
    try:
        with load_workbook(str(path)) as book:
            names = book.sheet_names
            found = [
                name
                for name in names
                if name.strip().casefold().startswith("dataset") or _has_heads(book.get_sheet_by_name(name))
            ]
    except CalamineError as error:
        raise Unreadable("broken_workbook") from error
    if not found:
        raise Unreadable("wrong_sheets", found=", ".join(names)[:120])
    return found


def read_sheet(path: Path, name: str, told: Told = lambda *_: None) -> Reading:
    """One sheet of the workbook; ids that repeat within a quarter are still in. Raises `Unreadable`."""
    try:
        with load_workbook(str(path)) as book:
            sheet = book.get_sheet_by_name(name)
    except CalamineError as error:
        raise Unreadable("broken_workbook") from error
    if sheet.width > MOST_COLUMNS:
        raise Unreadable("wide_sheet", sheet=name, columns=sheet.width, most=MOST_COLUMNS)
    if (size := sheet.width * sheet.total_height) > MOST_CELLS:
        raise Unreadable("large_sheet", sheet=name, cells=size, most=MOST_CELLS)
    cells = sheet.iter_rows()
    header, place = _header(sheet, cells)
    services, quarantined, rows = [], [], 0
    for first, lines in _pieces(cells, place + 1):
        piece = _RowBlock(name, header, first, lines)
        services.append(piece.services())
        quarantined += piece.quarantined()
        rows += piece.count
        told(min(1.0, (first + len(lines)) / max(1, sheet.total_height)), rows)
    quarantine = pd.DataFrame(quarantined, columns=["sheet", "row", "reason", "value"])
    return Reading(_joined(services), quarantine, rows)


def joined(readings: Sequence[Reading]) -> Reading:
    """The sheets together. Of services with one id in a quarter the first stays, the rest is quarantined."""
    services = _joined([reading.services for reading in readings])
    again = services.duplicated(["quarter", "id"])
    repeated = services.loc[again, ["sheet", "row"]].assign(
        reason="repeated_id", value=services.loc[again, "quarter"] + " " + services.loc[again, "id"]
    )
    quarantine = pd.concat([*(reading.quarantine for reading in readings), repeated], ignore_index=True)
    order = quarantine.sort_values(["sheet", "row"], kind="stable", ignore_index=True)
    return Reading(services[~again].reset_index(drop=True), order, sum(r.rows for r in readings))


def marked(services: pd.DataFrame) -> dict[str, int]:
    """How many services carry each mark."""
    counts = services["marks"].value_counts()
    return {mark: int(sum(n for marks, n in counts.items() if mark in str(marks).split())) for mark in MARKS}


def _joined(pieces: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(pieces, ignore_index=True) if pieces else _RowBlock("", {}, 0, []).services()


def _has_heads(sheet: CalamineSheet) -> bool:
    """Whether one of a sheet's first rows has every column that is needed."""
    if sheet.width > MOST_COLUMNS:
        return False
    wanted = {_plain(column) for column in REQUIRED}
    return any(
        wanted <= {_plain(str(cell)) for cell in line} for line in islice(sheet.iter_rows(), FIRST_ROWS)
    )


def _header(sheet: CalamineSheet, cells: Iterator[list[Cell]]) -> tuple[dict[str, int], int]:
    """The place of each column by its plain name, and the header's row, counted from 0."""
    for place, line in enumerate(islice(cells, FIRST_ROWS)):  # noqa: B007  used below
        names = [_plain(str(cell)) for cell in line]
        if "id" in names and "period" in names:
            break
    else:
        raise Unreadable("no_header", sheet=sheet.name, columns=", ".join(REQUIRED[:2]))
    columns: dict[str, int] = {}
    for at, name in enumerate(names):
        if name and name in columns and name in _WANTED:
            raise Unreadable("column_twice", sheet=sheet.name, columns=_WANTED[name])
        columns.setdefault(name, at)
    missing = [column for column in REQUIRED if _plain(column) not in columns]
    if missing:
        raise Unreadable("missing_columns", sheet=sheet.name, columns=", ".join(missing))
    return columns, place


def _plain(header: str) -> str:
    """A column's name without what people change in it: case, spaces, hyphens and the like."""
    return "".join(sign for sign in header.casefold() if sign.isalnum() or sign == "%")


_WANTED = {
    _plain(name): name
    for name in (
        *REQUIRED,
        *(name for names in TEXTS.values() for name in names),
        *FIGURES.values(),
        *UNUSED_FIGURES,
        *("payment instrument", "date", "corridor"),
    )
}


def _pieces(cells: Iterator[list[Cell]], first: int) -> Iterator[tuple[int, list[list[Cell]]]]:
    """The rows in pieces of some thousand, with the place of the first of each."""
    while lines := list(islice(cells, AT_ONCE)):
        yield first, lines
        first += len(lines)


def _filled(line: list[Cell]) -> bool:
    """Whether a row holds anything: 0 and False too are something that somebody wrote."""
    return any(line) or any(cell != "" and cell is not None for cell in line)


class _RowBlock:
    """Some thousand rows, read column by column."""

    def __init__(self, sheet: str, header: Mapping[str, int], first: int, lines: list[list[Cell]]) -> None:
        """`first` is the place of the first line in its sheet, counted from 0."""
        numbered = [(first + at + 1, line) for at, line in enumerate(lines) if _filled(line)]
        self.sheet, self.count = sheet, len(numbered)
        self.rows = np.array([row for row, _ in numbered], dtype=np.int64)
        self._cells = list(zip(*(line for _, line in numbered), strict=True))
        self._header = header
        self.faults: dict[int, tuple[str, str]] = {}
        self._text_number = np.zeros(self.count, dtype=np.bool_)
        self._table = self._read()

    def services(self) -> pd.DataFrame:
        """The rows that are accepted."""
        kept = np.ones(self.count, dtype=np.bool_)
        kept[list(self.faults)] = False
        return self._table[kept]

    def quarantined(self) -> list[tuple[str, int, str, str]]:
        """Sheet, row as Excel numbers it, reason and the value in question, of the rows that are not."""
        return [(self.sheet, int(self.rows[at]), *fault) for at, fault in sorted(self.faults.items())]

    def _column(self, *names: str) -> Sequence[Cell]:
        for name in names:
            at = self._header.get(_plain(name))
            if at is not None and at < len(self._cells):
                return self._cells[at]
        return [""] * self.count

    def _each(self, read: Callable[[Cell], Any], *names: str) -> list[Any]:
        """A column with every cell read; each different cell is read once."""
        cells = self._column(*names)
        meaning = {cell: read(cell) for cell in set(cells)}
        return [meaning[cell] for cell in cells]

    def _need(self, values: Sequence[Any], reason: str, *names: str) -> None:
        """Quarantine the rows without a value, unless they already are."""
        cells = self._column(*names)
        for at, value in enumerate(values):
            if value is None:
                self.faults.setdefault(at, (reason, shown(cells[at])))

    def _figures(self, name: str, *, needed: bool = True) -> Numbers:
        """A column of numbers, NaN where missing; text that is one counts, any other is a fault."""
        cells = self._column(name)
        kinds = set(map(type, cells))
        if kinds <= {float}:
            return np.array(cells, dtype=np.float64)
        text = {cell: as_number(cell) for cell in {cell for cell in cells if type(cell) is str}}
        values = np.full(self.count, np.nan)
        for at, cell in enumerate(cells):
            if type(cell) in (float, int):
                values[at] = cell
                continue
            number = text.get(cell) if type(cell) is str else None
            if number is None:
                if needed:
                    self.faults.setdefault(at, ("not_a_number", f"{name}: {shown(cell)}"))
            elif number == number:
                values[at] = number
                self._text_number[at] = True
        return values

    def _bound(self, figures: Mapping[str, Numbers]) -> None:
        """Quarantine the rows with a figure that no price has."""
        for column, values in figures.items():
            for at in np.flatnonzero(np.abs(values) > LARGEST_FIGURE):
                self.faults.setdefault(int(at), ("not_a_number", f"{FIGURES[column]}: {values[at]}"))

    def _read(self) -> pd.DataFrame:
        quarters = self._each(as_quarter, "period")
        self._need(quarters, "no_period", "period")
        ids = self._each(as_text, "id")
        self._need(ids, "no_id", "id")
        sending = self._each(as_country, "source_code")
        self._need(sending, "unknown_country", "source_code")
        receiving = self._each(as_country, "destination_code")
        self._need(receiving, "unknown_country", "destination_code")
        self._compare_corridors(sending, receiving)
        figures = {column: self._figures(name) for column, name in FIGURES.items()}
        self._bound(figures)
        for name in UNUSED_FIGURES:
            self._figures(name, needed=False)
        transparent = self._each(as_disclosed, "transparent")
        speeds = self._each(as_speed, "speed actual")
        days = self._each(as_day, "date")
        marks = self._marks(figures, transparent, speeds, days)
        for column in ("fx_margin", "fx_margin_500"):
            # Where the rate is not disclosed, a margin of 0 is a placeholder.
            hidden = np.array([known is False for known in transparent], dtype=np.bool_)
            figures[column] = np.where(hidden & (figures[column] == 0), np.nan, figures[column])
        columns: dict[str, Any] = {
            "quarter": _strings(quarters),
            "sending": _strings(sending),
            "receiving": _strings(receiving),
            "id": _strings(ids),
            "firm_type": _strings(self._each(as_firm_type, "firm_type")),
            "instrument": _strings(self._each(as_instruments, "payment instrument")),
            "speed": _strings([speed for speed, _ in speeds]),
            "transparent": pd.array(
                [t if t in (True, False) else None for t in transparent], dtype="boolean"
            ),
            "day": pd.Series([d or None for d in days], dtype=pd.ArrowDtype(pa.date32())),
        }
        columns |= {column: _strings(self._each(as_text, *names)) for column, names in TEXTS.items()}
        columns |= figures
        columns["fee_percent"] = _percent(figures["fee"], figures["amount"])
        columns |= {"marks": _strings(marks), "sheet": _strings([self.sheet] * self.count), "row": self.rows}
        return pd.DataFrame(columns)

    def _compare_corridors(self, sending: Sequence[str | None], receiving: Sequence[str | None]) -> None:
        """Quarantine rows whose corridor names two other countries than their codes."""
        said = self._each(lambda cell: corridor(cell) if type(cell) is str else None, "corridor")
        cells = self._column("corridor")
        for at, pair in enumerate(said):
            if pair is not None and pair != (sending[at], receiving[at]):
                self.faults.setdefault(at, ("other_corridor", shown(cells[at])))

    def _marks(
        self,
        figures: Mapping[str, Numbers],
        transparent: Sequence[Any],
        speeds: Sequence[tuple[Any, bool]],
        days: Sequence[Any],
    ) -> list[str]:
        """The marks of each row, in one text, parted by spaces."""
        total = figures["total"]
        parts = _percent(figures["fee"], figures["amount"]) + figures["fx_margin"]
        with np.errstate(all="ignore"):
            # Rounded, because 0.01 itself is no break and has no exact float.
            broken = np.round(np.abs(total - parts), 9) > BREAK
            flags = (
                self._text_number,
                np.array([stray for _, stray in speeds], dtype=np.bool_),
                broken,
                np.array([known is False for known in transparent], dtype=np.bool_),
                np.isnan(total),
                total < 0,
                np.array([known == "" for known in transparent], dtype=np.bool_),
                np.array([day is False for day in days], dtype=np.bool_),
            )
        bits = sum((flag.astype(np.int64) << place for place, flag in enumerate(flags)), np.int64(0))
        texts = {
            int(bit): " ".join(mark for place, mark in enumerate(MARKS) if bit >> place & 1)
            for bit in np.unique(bits)
        }
        return [texts[bit] for bit in np.broadcast_to(bits, self.count).tolist()]


def _percent(fee: Numbers, amount: Numbers) -> Numbers:
    """The fee in percent of the amount; NaN where there is no amount."""
    with np.errstate(all="ignore"):
        share = fee / amount * 100
    return np.where((amount > 0) & np.isfinite(share), share, np.nan)


def _strings(values: Sequence[str | None]) -> "pd.api.extensions.ExtensionArray":
    return pd.array(values, dtype="str")
