"""The small schemas of which the description of the JSON route is made."""

from collections.abc import Iterable, Mapping
from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
YES_OR_NO: Schema = {"type": "boolean"}
TEXTS: Schema = {"type": "array", "items": TEXT}
FIGURE: Schema = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
AMOUNT: Schema = {"type": "string", "pattern": r"^([0-9]+\.?[0-9]*|\.[0-9]+)$", "maxLength": 40}
CURRENCY: Schema = {"type": "string", "pattern": "^[A-Z]{3}$"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
MINUTES: Schema = {"type": "integer", "minimum": 0}


def count_between(least: int, most: int) -> Schema:
    """A whole number between two, both included."""
    return {"type": "integer", "minimum": least, "maximum": most}


def one_of(values: Iterable[str]) -> Schema:
    """A text out of a list of codes."""
    return {"type": "string", "enum": list(dict.fromkeys(str(value) for value in values))}


def or_null(schema: Schema) -> Schema:
    """A schema, or null where a value is not known."""
    return {"anyOf": [schema, {"type": "null"}]}


def object_of(fields: Mapping[str, Schema], **optional: Schema) -> Schema:
    """An object with all these fields, and some that may be missing."""
    return {"type": "object", "required": list(fields), "properties": {**fields, **optional}}


def list_of(name: str) -> Schema:
    """A list of objects of one name."""
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
