"""The quotes' panel: every price that was ever asked or collected, as one Parquet file a month.

A month's file is only ever replaced whole, by one that holds all its rows and the new ones and was on the
disk before: so that a writer who is killed leaves the old file or the new one, no row is lost, and none can
be read twice. Of several rows with one id the last one counts.
"""

import hashlib
import io
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import ValidationError

from channels import files
from channels.panel.faults import BrokenPanel
from channels.records.dated_prices import KeptQuote, QuoteOrigin, Said, day_of, last_words
from channels.records.observations import NoPrice, Observation
from channels.terms import Answer

LOG = logging.getLogger(__name__)
MONTHS = "????-??.parquet"
_NUMBER = pa.decimal128(38, 18)
MOST_PLACES = 18
"""Decimals that a column holds."""
_OWN = {
    "id": pa.string(), "digest": pa.string(), "appended": pa.timestamp("us", tz="UTC"),
    "origin": pa.string(), "shown": pa.bool_(), "answer": pa.string(), "day": pa.date32(),
    "sending": pa.string(), "receiving": pa.string(), "firm": pa.string(), "product": pa.string(),
    "organisation": pa.string(),
}  # fmt: skip
_TYPES = {
    **dict.fromkeys(
        ("amount", "fee", "margin_percent", "rate", "received", "receipt_charge"), _NUMBER
    ),
    **dict.fromkeys(("dollars", "minutes_least", "minutes_most"), pa.int64()),
    **dict.fromkeys(("observed", "collected", "source_updated", "valid_until"), pa.date32()),
    **dict.fromkeys(("promotion", "of_provider", "checked"), pa.bool_()),
    "asked": pa.timestamp("us", tz="UTC"),
}  # fmt: skip
SCHEMA = pa.schema(
    [*_OWN.items(), *((name, _TYPES.get(name, pa.string())) for name in Observation.model_fields)]
)
"""The columns, the same for the desk, forms, calculators and surveys; empty = not known.

`firm` and `product` are a survey's own names where the data have no provider of them.
"""

NAMES = tuple(SCHEMA.names)
_EMPTY = dict.fromkeys(NAMES)
_TOLD = tuple(name for name in NAMES if name not in ("digest", "appended"))

Row = Mapping[str, Any]


def append(folder: Path, quotes: Iterable[KeptQuote], now: datetime) -> int:
    """Append prices to the panel in a folder; how many rows are new. What is there already is not again.

    Raises OSError, and `BrokenPanel` where a month's file cannot be read: then nothing of it has changed.
    """
    return append_rows(folder, [as_row(one) for one in quotes], now)


def append_rows(folder: Path, rows: Sequence[Row], now: datetime) -> int:
    """Append rows in the panel's own columns (`as_row`), as `append` does."""
    months: dict[str, list[Row]] = {}
    for row in rows:
        months.setdefault(f"{row['day']:%Y-%m}", []).append(row)
    if not months:
        return 0
    added = 0
    with files.alone(folder):
        _tidy(folder)
        for month in sorted(months):
            added += _append(folder / f"{month}.parquet", months[month], now)
    return added


def read(folder: Path, *, corridor: str | None = None, since: date | None = None) -> tuple[KeptQuote, ...]:
    """The prices of the panel, each once by its last word, oldest first; none where there is no panel.

    Of one corridor, and from a day on, where these are given. A survey's rows of firms that the data do not
    know are left out. Raises `BrokenPanel`.
    """
    return read_files(month_files(folder, since), corridor=corridor, since=since)


def read_files(
    paths: Iterable[Path], *, corridor: str | None = None, since: date | None = None
) -> tuple[KeptQuote, ...]:
    """The prices of some of the panel's files, as `read` tells them. Raises `BrokenPanel`."""
    found: list[KeptQuote] = []
    for path in paths:
        table = _table(path)
        if corridor is not None:
            table = table.filter(pc.equal(table["corridor"], corridor))
        if since is not None:
            table = table.filter(pc.greater_equal(table["day"], pa.scalar(since)))
        rows = _listed(table.filter(pc.is_valid(table["provider"])))
        found += as_quotes(rows)
    return last_words(found)


def as_quotes(rows: Iterable[Row]) -> list[KeptQuote]:
    """Rows in the panel's columns as prices; those that today's rules of a price refuse are left out."""
    return [one for one in map(_quote, rows) if one is not None]


def month_files(folder: Path, since: date | None = None) -> list[Path]:
    """The panel's files, oldest month first; those alone that may hold prices from a day on."""
    first = "" if since is None else f"{since:%Y-%m}"
    return [path for path in sorted(folder.glob(MONTHS)) if path.stem >= first]


def as_row(one: KeptQuote) -> dict[str, Any]:
    """A price in the panel's columns."""
    said = one.said
    row = _EMPTY | {name: _cell(value) for name, value in said if name in _EMPTY}
    sending, receiving = said.corridor.split("-")
    row |= {"id": one.id, "origin": one.origin.value, "shown": one.shown, "day": day_of(said)}
    row |= {"sending": sending, "receiving": receiving}
    if isinstance(said, NoPrice):
        return row | {"answer": said.answer.value, "observed": said.day}
    return row | {"answer": Answer.OBSERVED.value}


def _append(path: Path, rows: Sequence[Row], now: datetime) -> int:
    before = _table(path) if path.is_file() else SCHEMA.empty_table()
    last = {row["id"]: row["digest"] for row in _listed(before.select(["id", "digest"]))}
    new = []
    for row in rows:
        digest = _digest(row)
        if last.get(row["id"]) != digest:
            last[row["id"]] = digest
            new.append({**row, "digest": digest, "appended": now.astimezone(UTC)})
    if not new:
        return 0
    whole = pa.concat_tables([before, pa.Table.from_pylist(new, schema=SCHEMA)])
    out = io.BytesIO()
    pq.write_table(whole, out, compression="zstd")
    files.replace(path, out.getvalue())
    return len(new)


def _table(path: Path) -> pa.Table:
    """A month's rows in today's columns. Raises `BrokenPanel`."""
    try:
        found = pq.read_table(pa.BufferReader(path.read_bytes()))
        columns = [
            found[name].cast(SCHEMA.field(name).type)
            if name in found.column_names
            else pa.nulls(len(found), SCHEMA.field(name).type)
            for name in NAMES
        ]
    except (OSError, ValueError, pa.ArrowException) as error:
        raise BrokenPanel from error
    return pa.table(columns, schema=SCHEMA)


def _listed(table: pa.Table) -> list[dict[str, Any]]:
    """The rows of a table. Raises `BrokenPanel` where a cell is no text, day or moment after all."""
    try:
        return list(table.to_pylist())
    except (ValueError, OverflowError, pa.ArrowException) as error:
        raise BrokenPanel from error


def _quote(row: Row) -> KeptQuote | None:
    """A row as a price; None for one that today's rules of a price refuse."""
    try:
        return KeptQuote(row["id"], QuoteOrigin(row["origin"]), _said(row), bool(row["shown"]))
    except (ValidationError, ValueError) as error:
        LOG.warning("a row of the quotes' panel is left out: %s", error)
        return None


def _said(row: Row) -> Said:
    known = {name: _known(value) for name, value in row.items() if value is not None}
    if row["answer"] == Answer.OBSERVED.value:
        return Observation(**{name: known[name] for name in Observation.model_fields if name in known})
    known |= {"day": row["observed"]}
    return NoPrice(**{name: known[name] for name in NoPrice.model_fields if name in known})


def _known(value: Any) -> Any:
    """A cell as a record takes it: amounts without the zeros that the column adds."""
    if isinstance(value, Decimal):
        return Decimal(f"{value.normalize():f}")
    return value


def _cell(value: Any) -> Any:
    """A field as its column holds it: lists as one text, figures to 18 decimals."""
    if isinstance(value, tuple):
        return " ".join(value) or None
    if isinstance(value, Decimal):
        return round(value, MOST_PLACES) if value != round(value, MOST_PLACES) else value
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _digest(row: Row) -> str:
    """What tells one word on a price from another."""
    text = "|".join(str(_known(row.get(name))) for name in _TOLD)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _tidy(folder: Path) -> None:
    """Take away what a killed writer left: the writer here is alone."""
    for path in folder.glob(".*"):
        if path.is_file() and not path.name.startswith(files.LOCK):
            path.unlink(missing_ok=True)
