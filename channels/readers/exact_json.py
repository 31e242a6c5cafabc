"""JSON of others: its figures exact, and no name with two values."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn


def exact(text: str) -> Any:
    """What a text in JSON says. Raises ValueError for what is none.

    So are figures that no decimal number holds, and an object that names one thing twice with two values:
    nobody knows which of them holds.
    """
    try:
        return json.loads(
            text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_unambiguous
        )
    except (RecursionError, InvalidOperation) as error:
        raise ValueError("no JSON that can be read") from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if found.setdefault(name, value) != value:
            raise ValueError(f"{name[:40]} twice")
    return found
