"""What a kind of record is: where it stands, of what class, and what tells one from every other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeVar

from channels.records.base import Record

R = TypeVar("R", bound=Record)

OWN_NAME = ""
"""The table of a package that is called like the kind itself."""


class Layout(Enum):
    """How the records of a kind lie in a folder of data."""

    LIST = auto()
    """A list of a TOML file, under its key."""
    LISTS = auto()
    """A list of every TOML file of a folder, under one key."""
    FILE_EACH = auto()
    """A TOML file each, whose name is the record's id."""
    ROWS = auto()
    """The rows of a CSV file."""
    ROWS_OF_FOLDER = auto()
    """The rows of every CSV file of a folder that is no other kind's own."""


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One kind of record, as everything that handles all of them needs it.

    `file` is a file, or a folder where the layout says so. `key` is the list's name in a TOML file. `placed`:
    the table keeps each record's file and line. `required`: a set of data without the file is broken.
    `identity` are the fields that tell one record from every other, empty where two may be alike.
    `laid_over`: what was published while the program runs takes the place of its like. `table` is its name in
    a data package, None where the package holds none of its own.
    """

    name: str
    record: type[Record]
    layout: Layout
    file: str
    key: str = ""
    placed: bool = False
    required: bool = False
    identity: tuple[str, ...] = ()
    laid_over: bool = False
    table: str | None = OWN_NAME

    def identity_of(self, record: Record) -> tuple[object, ...]:
        """What tells a record from every other of its kind; empty where nothing does."""
        return tuple(getattr(record, name) for name in self.identity)

    def said(self, record: Record) -> str:
        """A record's identity in one line; what it leaves open is left out."""
        return " ".join(str(part) for part in self.identity_of(record) if part is not None)

    def place(self, record: Record) -> str:
        """Where a record stands, by its file and its identity."""
        name = self.said(record)
        return f"{self.file}/{name}.toml" if self.layout is Layout.FILE_EACH else f"{self.file}: {name}"


def listed(
    record: type[R],
    file: str,
    key: str,
    *,
    identity: str = "id",
    required: bool = False,
    laid_over: bool = False,
    table: str | None = OWN_NAME,
) -> Sequence[R]:
    """A kind whose records are a list of a TOML file, or of every one of a folder; `identity` as `of`."""
    layout = Layout.LIST if file.endswith(".toml") else Layout.LISTS
    kind = RecordKind("", record, layout, file, key, False, required, _fields(identity), laid_over, table)
    return _of(kind)


def file_each(
    record: type[R], folder: str, *, required: bool = False, table: str | None = OWN_NAME
) -> Sequence[R]:
    """A kind whose records have a TOML file each, whose name is the id."""
    return _of(RecordKind("", record, Layout.FILE_EACH, folder, "", False, required, ("id",), False, table))


def rows(
    record: type[R],
    file: str,
    *,
    identity: str,
    required: bool = False,
    laid_over: bool = False,
    table: str | None = OWN_NAME,
) -> Sequence[R]:
    """A kind whose records are the rows of a CSV file, or of every one of a folder."""
    return _of(_rows(record, file, identity, required, laid_over, table, placed=False))


def placed_rows(
    record: type[R],
    file: str,
    *,
    identity: str = "",
    laid_over: bool = False,
    table: str | None = OWN_NAME,
) -> Sequence[tuple[str, R]]:
    """The same, and each keeps the file and line where it stands."""
    return _of(_rows(record, file, identity, False, laid_over, table, placed=True))


def _rows(
    record: type[Record],
    file: str,
    identity: str,
    required: bool,
    laid_over: bool,
    table: str | None,
    *,
    placed: bool,
) -> RecordKind:
    layout = Layout.ROWS if file.endswith(".csv") else Layout.ROWS_OF_FOLDER
    return RecordKind("", record, layout, file, "", placed, required, _fields(identity), laid_over, table)


def _fields(identity: str) -> tuple[str, ...]:
    return tuple(identity.split())


def _of(kind: RecordKind) -> tuple[()]:
    """The field of a table of that kind, without records unless some are given."""
    return field(default=(), metadata={"kind": kind})
