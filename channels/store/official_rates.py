"""Official rates that stewards read on the Central Bank's page: added, released by another, withdrawn."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, Row, select

from channels.records.entries import EntryFault, EntryStep, fault
from channels.records.official_rates import KeptRate, OfficialRate
from channels.store.damage import each
from channels.store.engine import reading, writing
from channels.store.price_entries import ROUND_THE_WORLD, StepRefused, must_be_own_waiting, person, write_log
from channels.store.tables import OFFICIAL_RATE_STEPS, OFFICIAL_RATES
from channels.terms import Stage


def add(engine: Engine, rate: OfficialRate, *, by: str, now: datetime) -> KeptRate:
    """An official rate, handed in for the check. Raises `StepRefused` for a day to come."""
    if rate.day > (now + ROUND_THE_WORLD).date():
        raise StepRefused(EntryFault.FUTURE)
    who = person(by)
    with writing(engine) as connection:
        id = uuid4().hex
        connection.execute(OFFICIAL_RATES.insert().values(id=id, **dict(rate)))
        _step(connection, KeptRate(id, rate, ()), Stage.ENTERED, who, now)
        return _all(connection, id)[0]


SHEET = "cbar.az"
"""Who handed in what a sheet of the Central Bank says: no person, so that any one may release it."""


def hold(engine: Engine, rates: Iterable[OfficialRate], *, now: datetime, by: str = SHEET) -> int:
    """How many rates that a sheet held back now wait here too; one that was here once does not return."""
    who, added = person(by), 0
    with writing(engine) as connection:
        _lock(connection)
        here = {one.rate for one in _all(connection)}
        for rate in dict.fromkeys(rates):
            if rate not in here and rate.day <= (now + ROUND_THE_WORLD).date():
                id, added = uuid4().hex, added + 1
                connection.execute(OFFICIAL_RATES.insert().values(id=id, **dict(rate)))
                _step(connection, KeptRate(id, rate, ()), Stage.ENTERED, who, now)
    return added


def publish(engine: Engine, id: str, *, by: str, now: datetime, reason: str | None = None) -> KeptRate:
    """A rate that another person entered, confirmed and published in one. Raises `StepRefused`.

    `reason`: why it is right although the guard held it back.
    """
    return _taken(engine, id, (Stage.CONFIRMED, Stage.PUBLISHED), by, now, reason or None)


def send_back(engine: Engine, id: str, *, reason: str, by: str, now: datetime) -> KeptRate:
    """A rate that waits, refused with a reason by another person than entered it. Raises `StepRefused`."""
    return _taken(engine, id, (Stage.RETURNED,), by, now, reason)


def take_back(engine: Engine, id: str, *, reason: str, by: str, now: datetime) -> KeptRate:
    """A rate that waits, taken back for a reason by the person who entered it: that releases nothing.

    Raises `StepRefused`.
    """
    return _taken(engine, id, (Stage.SUPERSEDED,), by, now, reason, own=True)


def withdraw(engine: Engine, id: str, *, reason: str, by: str, now: datetime) -> KeptRate:
    """A published rate that was wrong, taken back for a reason. Raises `StepRefused`."""
    return _taken(engine, id, (Stage.SUPERSEDED,), by, now, reason, seen=True)


def kept(engine: Engine, *, damaged: list[str] | None = None) -> tuple[KeptRate, ...]:
    """All rates in the order in which they were entered; `damaged` is told of rows that cannot be read."""
    with reading(engine) as connection:
        return tuple(_all(connection, damaged=damaged))


def rate_of(row: Mapping[str, Any]) -> OfficialRate:
    """The rate that a row of the table holds."""
    return OfficialRate(**{name: row[name] for name in OfficialRate.model_fields})


def _taken(
    engine: Engine, id: str, stages: tuple[Stage, ...], by: str, now: datetime, reason: str | None = None,
    *, seen: bool = False, own: bool = False,
) -> KeptRate:  # fmt: skip
    """A rate taken through some stages.

    `seen`: readers must have seen it already; `own`: it waits, and is the person's own.
    """
    who = person(by)
    with writing(engine) as connection:
        _lock(connection)
        for stage in stages:
            found = _all(connection, id)
            if not found or (seen and not found[0].published):
                raise StepRefused(EntryFault.UNKNOWN)
            against = fault(found[0], stage, who, reason)
            if own:
                must_be_own_waiting(found[0], who)
            if against is not None:
                raise StepRefused(against)
            _step(connection, found[0], stage, who, now, reason)
        return _all(connection, id)[0]


def _step(
    connection: Connection, one: KeptRate, stage: Stage, who: str, now: datetime, reason: str | None = None
) -> None:
    step = {"number": len(one.steps), "stage": stage, "who": who, "at": now, "reason": reason}
    connection.execute(OFFICIAL_RATE_STEPS.insert().values(official_rate=one.id, **step))
    write_log(connection, who, f"official_rate.{stage}", one.id, now, reason)


def _lock(connection: Connection) -> None:
    """One writer at a time, so that nobody steps on what another has just taken further."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("LOCK TABLE official_rates IN SHARE ROW EXCLUSIVE MODE")


def _all(
    connection: Connection, id: str | None = None, *, damaged: list[str] | None = None
) -> list[KeptRate]:
    rows = select(OFFICIAL_RATES)
    steps = select(OFFICIAL_RATE_STEPS).order_by(OFFICIAL_RATE_STEPS.c.number)
    if id is not None:
        rows = rows.where(OFFICIAL_RATES.c.id == id)
        steps = steps.where(OFFICIAL_RATE_STEPS.c.official_rate == id)
    ways: dict[str, list[EntryStep]] = {}
    for owner, step in each(connection, steps, lambda row: (row.official_rate, _step_of(row)), damaged):
        ways.setdefault(owner, []).append(step)
    found = each(
        connection, rows, lambda row: KeptRate(row.id, rate_of(row._asdict()), tuple(ways[row.id])), damaged
    )
    return sorted(found, key=lambda one: (one.steps[0].at, one.id))


def _step_of(row: Row[Any]) -> EntryStep:
    return EntryStep(Stage(row.stage), row.who, row.at, row.reason)
