"""Readers' reports of what arrived: added once, never changed, without a moment or a sender."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, func, select

from channels.collect.arrivals import since
from channels.records.arrivals import Arrival
from channels.records.entries import EntryFault
from channels.store.damage import each
from channels.store.engine import reading, writing
from channels.store.price_entries import ROUND_THE_WORLD, StepRefused
from channels.store.tables import ARRIVALS

MOST_ARRIVALS = 20_000
"""Reports that count at one time; more are somebody's joke."""


def tell(engine: Engine, arrival: Arrival, *, now: datetime) -> None:
    """Keep a report. Raises `StepRefused` where too many count already, or its day is to come.

    The log has no line of it: it would name the provider to people who are not to see it yet.
    """
    if arrival.day > (now + ROUND_THE_WORLD).date():
        raise StepRefused(EntryFault.FUTURE)
    counting = select(func.count()).select_from(ARRIVALS).where(ARRIVALS.c.day >= since(now.date()))
    with writing(engine) as connection:
        if (connection.scalar(counting) or 0) >= MOST_ARRIVALS:
            raise StepRefused(EntryFault.FULL)
        connection.execute(ARRIVALS.insert().values(id=uuid4().hex, **dict(arrival)))


def kept(engine: Engine, *, today: date) -> tuple[Arrival, ...]:
    """The reports that count on a day, in no order that would tell when they were sent."""
    rows = select(ARRIVALS).where(ARRIVALS.c.day >= since(today)).order_by(ARRIVALS.c.id)
    with reading(engine) as connection:
        return tuple(each(connection, rows, lambda row: arrival_of(row._asdict()), None))


def arrival_of(row: Mapping[str, Any]) -> Arrival:
    """The report that a row of the table holds."""
    return Arrival(**{name: row[name] for name in Arrival.model_fields})
