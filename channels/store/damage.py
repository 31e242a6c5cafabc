"""Rows of a damaged store: those that can be read are read, the others are put down by table and number."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select

T = TypeVar("T")
UNREADABLE = (ValueError, ArithmeticError, LookupError, TypeError)
"""What a row raises that holds another kind of value than its column should."""


def each(
    connection: Connection, query: Select[Any], make: Callable[[Row[Any]], T], damaged: list[str] | None
) -> list[T]:
    """What is made of every row that can be read; `damaged` is told of the others, `entries 3` for one."""
    found: list[T] = []
    result = connection.execute(query)
    number = 0
    while True:
        number += 1
        try:
            row = result.fetchone()
            if row is None:
                return found
            found.append(make(row))
        except UNREADABLE:
            if damaged is not None:
                damaged.append(f"{query.get_final_froms()[0]} {number}")
