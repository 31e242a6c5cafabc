"""Pydantic's faults as issues with a place and a code that the page and the command can put into words."""

import difflib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from channels.dataset.tables import Issue
from channels.records.base import Record
from channels.records.entries import Clash

CODES = {
    "missing": "missing_field",
    "extra_forbidden": "unknown_field",
    "enum": "not_one_of",
    "decimal_parsing": "not_a_number",
    "decimal_type": "not_a_number",
    "finite_number": "not_a_number",
    "int_parsing": "not_a_number",
    "int_from_float": "not_a_number",
    "int_type": "not_a_number",
    "date_parsing": "not_a_day",
    "date_from_datetime_parsing": "not_a_day",
    "date_from_datetime_inexact": "not_a_day",
    "date_type": "not_a_day",
    "string_pattern_mismatch": "wrong_form",
    "string_type": "wrong_form",
    "string_too_long": "too_long",
    "string_too_short": "empty_text",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "greater_than": "out_of_range",
    "less_than": "out_of_range",
    "value_error": "contradiction",
    "too_short": "empty_list",
    "tuple_type": "not_a_list",
    "model_type": "not_a_table",
    **{clash.value: clash.value for clash in Clash},
}
"""Pydantic's names for faults, as the codes that the messages are written for."""


def issue(where: str, model: type[Record], fault: dict[str, Any]) -> Issue:
    """One of pydantic's faults as an issue, at its place in a record that stands at `where`, if anywhere."""
    place = ".".join(str(part) for part in fault["loc"])
    joint = (
        "" if not place or not where else (", " if ": line " in where else ("." if ": " in where else ": "))
    )
    kind = str(fault["type"])
    context = fault.get("ctx") or {}
    note = ""
    if kind == "enum":
        note = str(context.get("expected", ""))
    elif kind == "extra_forbidden":
        note = nearest(str(fault["loc"][-1]), _fields_at(model, fault["loc"][:-1]))
    elif kind == "value_error":
        note = str(context.get("error", ""))
    elif kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        note = str(next(iter(context.values()), ""))
    else:
        shown = fault.get("input")
        note = str(shown)[:60] if isinstance(shown, (str, int, float, Decimal, date)) else ""
    return Issue(f"{where}{joint}{place}", CODES.get(kind, "not_understood"), note)


def _fields_at(model: type[Record], path: Sequence[object]) -> list[str]:
    """The field names at a place inside a record, for a "did you mean"."""
    current: Any = model
    for part in path:
        if isinstance(part, str) and isinstance(current, type) and issubclass(current, Record):
            current = (
                _inner_record(current.model_fields[part].annotation) if part in current.model_fields else None
            )
    return list(current.model_fields) if isinstance(current, type) and issubclass(current, Record) else []


def _inner_record(annotation: Any) -> Any:
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, Record) else None
    for inner in getattr(annotation, "__args__", ()):
        found = _inner_record(inner)
        if found is not None:
            return found
    return None


def nearest(word: str, known: Sequence[str] | set[str] | Mapping[str, object]) -> str:
    """The known name that a misspelt one is most like; empty where none is."""
    found = difflib.get_close_matches(word, list(known), n=1)
    return found[0] if found else ""
