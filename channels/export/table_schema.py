"""A record as cells of a flat table, with the columns described as a Table Schema has them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from channels.export.cells import CONTROL, FORMULA_STARTS
from channels.records.base import LocalText, Record
from channels.records.providers import Speed

Cell = object

TYPES: dict[type, str] = {
    bool: "boolean",
    int: "integer",
    Decimal: "number",
    date: "date",
    datetime: "datetime",
    str: "string",
}


def fields(model: type[Record], before: str = "") -> Iterator[dict[str, Any]]:
    """The columns of a record: texts in three languages, a speed spread out.

    Inner records and lists of texts are left out: they are tables of their own.
    """
    for name, info in model.model_fields.items():
        kind, listed = _kind(info.annotation)
        needed = (
            {"constraints": {"required": True}} if info.is_required() and not before and not listed else {}
        )
        if kind is LocalText and listed:
            continue
        if kind is LocalText:
            for language in ("en", "az", "ru"):
                own = needed if language == "en" else {}
                yield {"name": f"{before}{name}_{language}", "type": "string", **own}
        elif kind is Speed:
            yield from fields(Speed, f"{name}_")
        elif issubclass(kind, Record):
            if name == "charges":
                yield {"name": "charges_known", "type": "boolean"}
        elif listed:
            yield {"name": f"{before}{name}", "type": "string"}
        elif issubclass(kind, Enum):
            known = {"constraints": {**needed.get("constraints", {}), "enum": [m.value for m in kind]}}
            yield {"name": f"{before}{name}", "type": "string", **known}
        else:
            yield {"name": f"{before}{name}", "type": TYPES[kind], **needed}


def cells(record: Record) -> Iterator[Cell]:
    """The values of a record in the order of `fields`."""
    for name, info in type(record).model_fields.items():
        kind, listed = _kind(info.annotation)
        value = getattr(record, name)
        if kind is LocalText and listed:
            continue
        if kind is LocalText:
            texts = (None, None, None) if value is None else (value.en, value.az, value.ru)
            yield from texts
        elif kind is Speed:
            yield from [None] * len(Speed.model_fields) if value is None else cells(value)
        elif issubclass(kind, Record):
            if name == "charges":
                yield value is not None
        else:
            yield " ".join(value or ()) if listed else value


def _kind(annotation: Any) -> tuple[type, bool]:
    """The plain type of a field, and whether it is a list of them."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _kind(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return _kind(next(part for part in get_args(annotation) if part is not type(None)))
    if origin is tuple:
        return _kind(get_args(annotation)[0])[0], True
    assert isinstance(annotation, type)
    return annotation, False


def text(cell: Cell) -> str:
    """A cell as text: figures exactly as recorded, and no text that a spreadsheet takes for a formula."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, datetime):
        return f"{cell.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(cell, date):
        return cell.isoformat()
    text = CONTROL.sub(" ", str(cell.value if isinstance(cell, Enum) else cell))
    return "'" + text if text.lstrip().startswith(FORMULA_STARTS) else text
