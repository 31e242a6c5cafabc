"""What was found of providers' licences and statuses: added, checked by another person, published."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, Row, select

from channels.collect.provider_checks import next_moment
from channels.records.entries import EntryFault, EntryStep, fault
from channels.records.provider_checks import KeptCheck, ProviderCheck
from channels.store.damage import each
from channels.store.engine import reading, writing
from channels.store.price_entries import ROUND_THE_WORLD, StepRefused, must_be_own_waiting, person, write_log
from channels.store.tables import PROVIDER_CHECK_STEPS, PROVIDER_CHECKS
from channels.terms import Stage


def add(engine: Engine, check: ProviderCheck, *, by: str, now: datetime) -> KeptCheck:
    """What was found of a provider, handed in for the check. Raises `StepRefused` for a day to come."""
    if check.looked > (now + ROUND_THE_WORLD).date():
        raise StepRefused(EntryFault.FUTURE)
    who = person(by)
    with writing(engine) as connection:
        id = uuid4().hex
        connection.execute(PROVIDER_CHECKS.insert().values(id=id, **dict(check)))
        _step(connection, KeptCheck(id, check, ()), Stage.ENTERED, who, now)
        return _all(connection, id)[0]


def confirm(engine: Engine, id: str, *, by: str, now: datetime) -> KeptCheck:
    """What was found, confirmed by another person than entered it. Raises `StepRefused`."""
    return _taken(engine, id, Stage.CONFIRMED, by, now)


def send_back(engine: Engine, id: str, *, reason: str, by: str, now: datetime) -> KeptCheck:
    """What was found and not yet published, returned with a reason by another person than entered it.

    Raises `StepRefused`.
    """
    return _taken(engine, id, Stage.RETURNED, by, now, reason)


def publish(engine: Engine, ids: Iterable[str], *, by: str, now: datetime) -> tuple[KeptCheck, ...]:
    """These confirmed checks, published all together or none of them. Raises `StepRefused`."""
    chosen = sorted(set(ids))
    with writing(engine) as connection:
        _lock(connection)
        every = {one.id: one for one in _all(connection)}
        if not chosen or not set(chosen) <= set(every):
            raise StepRefused(EntryFault.UNKNOWN)
        moment = next_moment(every.values(), now)
        return _step_all(connection, [every[id] for id in chosen], Stage.PUBLISHED, person(by), moment)


def take_back(engine: Engine, id: str, *, reason: str, by: str, now: datetime) -> KeptCheck:
    """A check that waits, taken back for a reason by the person who entered it. Raises `StepRefused`."""
    with writing(engine) as connection:
        _lock(connection)
        found = _all(connection, id)
        if not found:
            raise StepRefused(EntryFault.UNKNOWN)
        must_be_own_waiting(found[0], person(by))
        return _step_all(connection, found, Stage.SUPERSEDED, person(by), now, reason)[0]


def withdraw(engine: Engine, id: str, *, reason: str, by: str, now: datetime) -> KeptCheck:
    """A published check that was wrong, taken back for a reason. Raises `StepRefused`."""
    with writing(engine) as connection:
        _lock(connection)
        found = _all(connection, id)
        if not found or not found[0].published:
            raise StepRefused(EntryFault.UNKNOWN)
        return _step_all(connection, found, Stage.SUPERSEDED, person(by), now, reason)[0]


def kept(engine: Engine, *, damaged: list[str] | None = None) -> tuple[KeptCheck, ...]:
    """All checks in the order in which they were entered; `damaged` is told of rows that cannot be read."""
    with reading(engine) as connection:
        return tuple(_all(connection, damaged=damaged))


def check_of(row: Mapping[str, Any]) -> ProviderCheck:
    """The check that a row of the table holds."""
    return ProviderCheck(**{name: row[name] for name in ProviderCheck.model_fields})


def _taken(
    engine: Engine, id: str, stage: Stage, by: str, now: datetime, reason: str | None = None
) -> KeptCheck:
    with writing(engine) as connection:
        _lock(connection)
        found = _all(connection, id)
        if not found:
            raise StepRefused(EntryFault.UNKNOWN)
        return _step_all(connection, found, stage, person(by), now, reason)[0]


def _step_all(
    connection: Connection, found: Iterable[KeptCheck], stage: Stage, who: str, now: datetime,
    reason: str | None = None,
) -> tuple[KeptCheck, ...]:  # fmt: skip
    done = []
    for one in found:
        against = fault(one, stage, who, reason)
        if against is not None:
            raise StepRefused(against)
        _step(connection, one, stage, who, now, reason)
        done += _all(connection, one.id)
    return tuple(done)


def _step(
    connection: Connection, one: KeptCheck, stage: Stage, who: str, now: datetime, reason: str | None = None
) -> None:
    step = {"number": len(one.steps), "stage": stage, "who": who, "at": now, "reason": reason}
    connection.execute(PROVIDER_CHECK_STEPS.insert().values(provider_check=one.id, **step))
    write_log(connection, who, f"provider_check.{stage}", one.id, now, reason)


def _lock(connection: Connection) -> None:
    """One writer at a time, so that nobody steps on what another has just taken further."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("LOCK TABLE provider_checks IN SHARE ROW EXCLUSIVE MODE")


def _all(
    connection: Connection, id: str | None = None, *, damaged: list[str] | None = None
) -> list[KeptCheck]:
    rows = select(PROVIDER_CHECKS)
    steps = select(PROVIDER_CHECK_STEPS).order_by(PROVIDER_CHECK_STEPS.c.number)
    if id is not None:
        rows = rows.where(PROVIDER_CHECKS.c.id == id)
        steps = steps.where(PROVIDER_CHECK_STEPS.c.provider_check == id)
    ways: dict[str, list[EntryStep]] = {}
    for owner, step in each(connection, steps, lambda row: (row.provider_check, _step_of(row)), damaged):
        ways.setdefault(owner, []).append(step)
    found = each(
        connection, rows, lambda row: KeptCheck(row.id, check_of(row._asdict()), tuple(ways[row.id])), damaged
    )
    return sorted(found, key=lambda one: (one.steps[0].at, one.id))


def _step_of(row: Row[Any]) -> EntryStep:
    return EntryStep(Stage(row.stage), row.who, row.at, row.reason)
