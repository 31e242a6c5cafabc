"""What has changed in prices from one data package to another."""

import csv
import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from channels.export.cells import safe
from channels.terms import Ordered

TABLES = ("observations", "tariffs", "charges")
"""The tables of a package that have prices."""
LARGEST, MOST_ROWS, MOST_COLUMNS = 64 * 2**20, 200_000, 200
"""Bytes, rows and columns that a table of a package may have."""
OBSERVED = (
    "provider", "service", "corridor", "evidence", "observed", "period", "asked", "amount", "currency",
    "dollars", "pays", "pay_in", "access_point", "disbursement", "payout", "promotion", "method", "source",
)  # fmt: skip
"""What tells an observed price from every other."""
OBSERVED_VALUES = ("fee", "margin_percent", "rate", "received", "receipt_charge")
LISTED = ("provider", "service", "payout", "since", "currency", "pays")
"""What tells a price list from every other: never its number in the file."""
CHARGE = ("payer", "percent", "flat", "at_least", "at_most", "above", "up_to", "currency")
LISTED_VALUES = ("margin", "margin_most", "rate", "charges")
COLUMNS = (
    "change", "provider", "service", "payout", "corridor", "amount", "currency", "before", "after",
    "day", "source",
)  # fmt: skip

UNFIT = (
    zipfile.BadZipFile, KeyError, TypeError, ValueError, csv.Error, RecursionError, EOFError, OSError,
    NotImplementedError, RuntimeError, zlib.error, lzma.LZMAError,
)  # fmt: skip
"""What a file raises that is no package, or is damaged, locked or packed in another way."""

Row = Mapping[str, str]


class BadPackage(ValueError):
    """A file is no data package of this program."""


class PriceChangeKind(Ordered):
    """What became of a price from one package to the other."""

    ADDED = "added"
    SUPERSEDED = "superseded"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class PriceChange:
    """One price that is not as it was. `before` and `after` are its figures; empty where there are none.

    `day` is the price's own and `source` who says so, as they stand in the newer package, or in the older
    one for a price that is gone.
    """

    kind: PriceChangeKind
    provider: str
    service: str
    payout: str
    corridor: str
    amount: str
    currency: str
    before: str
    after: str
    day: str
    source: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The change as a row under `COLUMNS`."""
        return (
            self.kind.value, self.provider, self.service, self.payout, self.corridor, self.amount,
            self.currency, self.before, self.after, self.day, self.source,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PackageChanges:
    """What changed between two packages, with their days; empty where a package has none."""

    before: str
    after: str
    changes: tuple[PriceChange, ...]

    def count(self, kind: PriceChangeKind) -> int:
        """How many prices changed in a way."""
        return sum(one.kind is kind for one in self.changes)


def compare_packages(older: Path, newer: Path) -> PackageChanges:
    """What changed from an older package to a newer one. Raises `BadPackage` and OSError."""
    (was, old_day), (now, new_day) = _opened(older), _opened(newer)
    found = [
        *_changes(was["observations"], now["observations"], OBSERVED, OBSERVED_VALUES),
        *_changes(_with_charges(was), _with_charges(now), LISTED, LISTED_VALUES),
    ]
    found.sort(key=lambda one: (one.kind.rank, one.cells))
    return PackageChanges(old_day, new_day, tuple(found))


def as_csv(found: PackageChanges) -> str:
    """The changes as a table; a package may come from anywhere, so no cell is one that a spreadsheet runs."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(safe, one.cells) for one in found.changes)
    return lines.getvalue()


def _changes(
    older: Sequence[Row], newer: Sequence[Row], names: tuple[str, ...], values: tuple[str, ...]
) -> Iterator[PriceChange]:
    was, now = _by_key(older, names), _by_key(newer, names)
    for key, row in now.items():
        old = was.get(key)
        if old is None:
            yield _change(PriceChangeKind.ADDED, row, "", _figures(row, values))
        elif row.get("superseded") and not old.get("superseded"):
            yield _change(PriceChangeKind.SUPERSEDED, row, _figures(old, values), row["superseded"])
        elif _figures(row, values) != _figures(old, values):
            yield _change(PriceChangeKind.CHANGED, row, _figures(old, values), _figures(row, values))
    for key, row in was.items():
        if key not in now:
            yield _change(PriceChangeKind.GONE, row, _figures(row, values), "")


def _by_key(rows: Sequence[Row], names: tuple[str, ...]) -> dict[tuple[str, ...], Row]:
    """Rows by what tells them apart; one of those that hold goes before one that is superseded."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = tuple(row.get(name, "") for name in names)
        if key not in found or found[key].get("superseded"):
            found[key] = row
    return found


def _change(kind: PriceChangeKind, row: Row, before: str, after: str) -> PriceChange:
    day = row.get("observed") or row.get("period") or row.get("verified") or row.get("since") or ""
    provider, service, payout, corridor, amount, currency = (row.get(name, "") for name in COLUMNS[1:7])
    source = row.get("source", "")
    return PriceChange(
        kind, provider, service, payout, corridor, amount, currency, before, after, day, source
    )


def _figures(row: Row, values: tuple[str, ...]) -> str:
    """The figures of a price as one text, those that are known alone."""
    return ", ".join(f"{name}={row[name]}" for name in values if row.get(name))


def _with_charges(tables: Mapping[str, Sequence[Row]]) -> list[Row]:
    """The price lists, each with its charges as one text."""
    charges: dict[str, list[str]] = {}
    for row in tables["charges"]:
        text = " ".join(f"{name}:{row[name]}" for name in CHARGE if row.get(name))
        charges.setdefault(row.get("tariff", ""), []).append(text)
    told = {tariff: "; ".join(texts) for tariff, texts in charges.items()}
    return [{**row, "charges": told.get(row.get("tariff", ""), "")} for row in tables["tariffs"]]


def _opened(path: Path) -> tuple[dict[str, list[Row]], str]:
    """The tables of a package that have prices, and its day. Raises `BadPackage` and OSError."""
    with path.open("rb") as file:
        try:
            return _tables(file)
        except UNFIT as error:
            raise BadPackage(path.name) from error


def _tables(file: IO[bytes]) -> tuple[dict[str, list[Row]], str]:
    with zipfile.ZipFile(file) as archive:
        described = json.loads(_content(archive, "datapackage.json"))
        tables = {name: _rows(_content(archive, f"data/{name}.csv")) for name in TABLES}
        return tables, str(described["version"])


def _content(archive: zipfile.ZipFile, name: str) -> str:
    entry = archive.getinfo(name)
    if entry.file_size > LARGEST:
        raise BadPackage(name)
    with archive.open(entry) as file:
        # What a header says of the size need not be true.
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise BadPackage(name)
    return content.decode("utf-8")


def _rows(text: str) -> list[Row]:
    lines = csv.DictReader(io.StringIO(text))
    if len(lines.fieldnames or ()) > MOST_COLUMNS:
        raise BadPackage("columns")
    found: list[Row] = []
    for row in lines:
        if len(found) == MOST_ROWS:
            raise BadPackage("rows")
        found.append({name: value or "" for name, value in row.items() if name})
    return found
