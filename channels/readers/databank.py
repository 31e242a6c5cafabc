"""Average prices of corridors, as the World Bank's DataBank exports them in CSV.

Two forms are read. Wide: a line a corridor and series, and a column a quarter, `2015Q4 [YR2015Q4]`.
Long: a line a corridor, series and quarter, with a column for the quarter and one for the value. The
countries stand in columns whose names say sending or source, and receiving, destination or counterpart;
where there is one for names and one for codes, the codes are read.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pandas as pd
from babel import Locale

from channels.readers.cells import HEAD_AMONG, Table, tables, with_point
from channels.readers.countries import country
from channels.readers.rpw import MARKS, Reading
from channels.readers.workbooks import Unreadable, opened

LARGEST = 100 * 2**20
MOST_COLUMNS = 500
_QUARTER = re.compile(r"(20\d\d)\s*-?\s*Q([1-4])\b")
_FIGURE = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?")
_MISSING = {"", "..", "n/a"}
_SENDING, _RECEIVING = ("sending", "source"), ("receiving", "destination", "counterpart")
_VALUES = ("value", "total_cost_percent")
COLUMNS = ["quarter", "sending", "receiving", "series", "value", "row"]
_NAMES = {
    "Kyrgyz Republic": "KG",
    "Russian Federation": "RU",
    "Slovak Republic": "SK",
    "Egypt, Arab Rep.": "EG",
    "Yemen, Rep.": "YE",
    "Iran, Islamic Rep.": "IR",
    "Korea, Rep.": "KR",
    "Congo, Dem. Rep.": "CD",
    "Congo, Rep.": "CG",
    "Venezuela, RB": "VE",
    "Hong Kong SAR, China": "HK",
    "Lao PDR": "LA",
    "Syrian Arab Republic": "SY",
    "Macedonia, FYR": "MK",
    "Czech Republic": "CZ",
    "United States of America": "US",
    "Turkey": "TR",
    "Turkiye": "TR",
    "Swaziland": "SZ",
    "Brunei Darussalam": "BN",
    "Cote d'Ivoire": "CI",
    "Cabo Verde": "CV",
    "St. Lucia": "LC",
    "West Bank and Gaza": "PS",
    "Viet Nam": "VN",
}
"""The World Bank's names that CLDR does not have."""


def read(path: Path) -> tuple[pd.DataFrame, Reading]:
    """The figures (`COLUMNS`, one a corridor, series and quarter) and what became of each line.

    In the reading `services` has one row a line that was accepted. Raises `Unreadable`.
    """
    table, at, header = _table(path)
    sending, receiving = _place(header, _SENDING), _place(header, _RECEIVING)
    series = _series(header)
    quarters = {place: _quarter(name) for place, name in enumerate(header) if _quarter(name)}
    value = next((place for place, name in enumerate(header) if name in _VALUES), None)
    time = next(
        (p for p, name in enumerate(header) if name in ("time", "quarter", "time_code", "period")), None
    )
    if sending is None or receiving is None or (not quarters and (value is None or time is None)):
        raise Unreadable("not_corridors")
    figures: dict[tuple[str, str, str, str], tuple[float, int]] = {}
    quarantined: list[tuple[str, int, str, str]] = []
    accepted = []
    for number, line in enumerate(table.rows[at + 1 :], start=at + 2):
        cells = [cell.strip() for cell in line] + [""] * (len(header) - len(line))
        if sum(1 for cell in cells if cell) < 3:
            # An empty line, or the two that end an export: where from, and when updated.
            continue
        pair = _country(cells[sending]), _country(cells[receiving])
        if pair[0] is None or pair[1] is None:
            wrong = cells[receiving] if pair[0] else cells[sending]
            quarantined.append((path.name, number, "unknown_country", wrong[:80]))
            continue
        cell_of = quarters or {value or 0: _quarter(cells[time or 0])}
        found, fault = _values(cells, cell_of, plain_commas=table.plain_commas)
        name = " ".join(cells[place] for place in series) or "total_cost_percent"
        keys = [(quarter, pair[0], pair[1], name) for quarter in found]
        if fault is None and any(key in figures for key in keys):
            fault = ("repeated_id", f"{cells[sending]} {cells[receiving]} {name}"[:80])
        if fault is not None:
            quarantined.append((path.name, number, *fault))
            continue
        figures |= {key: (figure, number) for key, figure in zip(keys, found.values(), strict=True)}
        accepted.append(_marks(found))
    prices = pd.DataFrame([(*key, *figure) for key, figure in figures.items()], columns=COLUMNS)
    prices = prices.astype({"value": "float64", "row": "int64"} | dict.fromkeys(COLUMNS[:4], "str"))
    reading = Reading(
        pd.DataFrame({"marks": accepted}),
        pd.DataFrame(quarantined, columns=["sheet", "row", "reason", "value"]),
        len(accepted) + len(quarantined),
    )
    return prices, reading


def _table(path: Path) -> tuple[Table, int, list[str]]:
    """The table of a CSV, where its header stands, and the header's names. Raises `Unreadable`."""
    with opened(path, LARGEST) as file:
        if file.read(8).startswith((b"PK", bytes.fromhex("D0CF11E0"), b"%PDF")):
            raise Unreadable("not_csv")
    for table in tables(path):
        for at, line in enumerate(table.rows[:HEAD_AMONG]):
            names = ["_".join(cell.casefold().split()) for cell in line]
            # Parted by another mark, the whole header is one cell that names both.
            ends = {_place(names, _SENDING), _place(names, _RECEIVING)}
            if len(ends) == 2 and None not in ends:
                if any(len(row) > MOST_COLUMNS for row in table.rows):
                    break
                return table, at, names
    raise Unreadable("not_corridors")


def _place(header: Sequence[str], words: Sequence[str]) -> int | None:
    """The column whose name has one of the words; the one with codes before the one with names."""
    found = [place for place, name in enumerate(header) if any(word in name for word in words)]
    return min(found, key=lambda place: ("code" not in header[place], place), default=None)


def _series(header: Sequence[str]) -> list[int]:
    """The columns that tell what is measured: the series by its code or name, an amount, a source."""
    told = [
        p
        for p, name in enumerate(header)
        if name in ("series_code", "series_name", "series", "indicator_name")
    ]
    code = [p for p in told if header[p] == "series_code"] or told[:1]
    return code + [place for place, name in enumerate(header) if name in ("amount_usd", "source")]


def _quarter(text: str) -> str | None:
    found = _QUARTER.search(text.upper().replace("_", " "))
    return f"{found[1]}-Q{found[2]}" if found else None


def _country(text: str) -> str | None:
    """The two letters of a country that is given by three, by two, or by name."""
    return country(text) or _by_name().get(_plain(text)) or (text if text in _territories() else None)


def _plain(name: str) -> str:
    """A country's name without what people write differently: accents, capitals, "The" behind it, "and"."""
    letters = unicodedata.normalize("NFKD", name.replace("’", "'"))
    plain = "".join(c for c in letters if not unicodedata.combining(c)).casefold().strip()
    return plain.removesuffix(", the").removeprefix("the ").replace("&", "and")


@cache
def _by_name() -> Mapping[str, str]:
    names = {_plain(name): code for code, name in _territories().items() if len(code) == 2}
    return names | {_plain(name): code for name, code in _NAMES.items()}


@cache
def _territories() -> Mapping[str, str]:
    return {str(code): str(name) for code, name in Locale.parse("en").territories.items()}


def _values(
    cells: Sequence[str], quarters: Mapping[int, str | None], *, plain_commas: bool
) -> tuple[dict[str, float], tuple[str, str] | None]:
    """The figures of a line by quarter, or why it cannot be read."""
    found = {}
    for place, quarter in quarters.items():
        text = cells[place]
        if quarter is None:
            return {}, ("no_period", text[:80])
        if text.casefold() in _MISSING:
            continue
        plain = with_point(text, plain_commas=plain_commas)
        # Python reads more as a number than people write: 1_0 would be ten.
        if not _FIGURE.fullmatch(plain) or not abs(float(plain)) < 1_000:
            return {}, ("not_a_number", text[:80])
        found[quarter] = float(plain)
    return found, None


def _marks(found: Mapping[str, float]) -> str:
    """Of the marks of services two may stand at a line: no figure at all, and one below nothing."""
    blank, negative = MARKS[4], MARKS[5]
    return " ".join(
        mark for mark, true in ((blank, not found), (negative, any(v < 0 for v in found.values()))) if true
    )
