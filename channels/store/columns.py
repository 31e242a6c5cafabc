"""Columns of the store that no database has alike: exact decimals, moments in UTC."""

from datetime import MAXYEAR, MINYEAR, UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator


class Exact(TypeDecorator[Decimal]):
    """A decimal, kept digit by digit: SQLite's own numbers are binary fractions."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """The digits."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """The decimal, with as many places as it was given."""
        return None if value is None else Decimal(value)


def _of_our_age(moment: datetime) -> datetime:
    """A moment, unless it is in the first or the last year of all: there another zone may have no day."""
    if not MINYEAR < moment.year < MAXYEAR:
        raise ValueError("no moment of our age")
    return moment


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC; a time without its zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment as the database keeps it. Raises ValueError for one that has no day in every zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return None if value is None else _of_our_age(value).astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The moment with its zone, which SQLite does not keep. Raises ValueError as above."""
        if value is None:
            return None
        known = _of_our_age(value)
        return known.replace(tzinfo=UTC) if known.tzinfo is None else known.astimezone(UTC)
