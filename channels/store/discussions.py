"""Group discussions on unlicensed services: added, checked by another person, published together."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, Row, select

from channels.collect.group_ranges import Gathered, gathered
from channels.records.entries import EntryFault, EntryStep, KeptDiscussion, fault
from channels.records.informal import Discussion
from channels.store.damage import each
from channels.store.engine import reading, writing
from channels.store.price_entries import ROUND_THE_WORLD, StepRefused, must_be_own_waiting, person, write_log
from channels.store.tables import DISCUSSION_STEPS, DISCUSSIONS
from channels.terms import Stage


def add(engine: Engine, discussion: Discussion, *, by: str, now: datetime) -> KeptDiscussion:
    """A discussion, handed in for the check. Raises `StepRefused` for a day to come."""
    if discussion.day > (now + ROUND_THE_WORLD).date():
        raise StepRefused(EntryFault.FUTURE)
    who = person(by)
    with writing(engine) as connection:
        id = uuid4().hex
        connection.execute(DISCUSSIONS.insert().values(id=id, **dict(discussion)))
        _step(connection, KeptDiscussion(id, discussion, ()), Stage.ENTERED, who, now)
        return _all(connection, id)[0]


def confirm(engine: Engine, id: str, *, by: str, now: datetime) -> KeptDiscussion:
    """A discussion, confirmed by another person than entered it. Raises `StepRefused`."""
    return _taken(engine, [id], Stage.CONFIRMED, by, now)[0]


def send_back(engine: Engine, id: str, *, reason: str, by: str, now: datetime) -> KeptDiscussion:
    """A discussion not yet published, returned with a reason by another person than entered it.

    Raises `StepRefused`.
    """
    return _taken(engine, [id], Stage.RETURNED, by, now, reason)[0]


def publish(engine: Engine, ids: Iterable[str], *, by: str, now: datetime) -> tuple[KeptDiscussion, ...]:
    """These confirmed discussions, published all together; too few people on a corridor are refused."""
    chosen = frozenset(ids)
    with writing(engine) as connection:
        _lock(connection)
        found = [one for one in _all(connection) if one.id in chosen]
        if len(found) != len(chosen):
            raise StepRefused(EntryFault.UNKNOWN)
        together: tuple[Gathered, ...] = gathered(found)
        if not all(one.enough for one in together):
            raise StepRefused(EntryFault.TOO_FEW)
        return _step_all(connection, found, Stage.PUBLISHED, person(by), now)


def take_back(engine: Engine, id: str, *, reason: str, by: str, now: datetime) -> KeptDiscussion:
    """A discussion that waits, taken back for a reason by the person who entered it. Raises `StepRefused`."""
    with writing(engine) as connection:
        _lock(connection)
        found = _all(connection, id)
        if not found:
            raise StepRefused(EntryFault.UNKNOWN)
        must_be_own_waiting(found[0], person(by))
        return _step_all(connection, found, Stage.SUPERSEDED, person(by), now, reason)[0]


def withdraw(engine: Engine, id: str, *, reason: str, by: str, now: datetime) -> tuple[KeptDiscussion, ...]:
    """A published range taken back: all discussions that stand in it, for a reason. Raises `StepRefused`."""
    with writing(engine) as connection:
        _lock(connection)
        every = {one.id: one for one in _all(connection)}
        if id not in every or not every[id].published:
            raise StepRefused(EntryFault.UNKNOWN)
        mine = [one for one in every.values() if _range_of(one) == _range_of(every[id])]
        return _step_all(connection, mine, Stage.SUPERSEDED, person(by), now, reason)


def kept(engine: Engine, *, damaged: list[str] | None = None) -> tuple[KeptDiscussion, ...]:
    """All discussions in the order in which they were entered.

    `damaged` is told of the rows that cannot be read.
    """
    with reading(engine) as connection:
        return tuple(_all(connection, damaged=damaged))


def discussion_of(row: Mapping[str, Any]) -> Discussion:
    """The discussion that a row of the table holds."""
    return Discussion(**{name: row[name] for name in Discussion.model_fields})


def _range_of(one: KeptDiscussion) -> tuple[str, datetime | None]:
    at = next((step.at for step in one.steps if step.stage is Stage.PUBLISHED), None)
    return one.discussion.corridor, at


def _taken(
    engine: Engine, ids: Iterable[str], stage: Stage, by: str, now: datetime, reason: str | None = None
) -> tuple[KeptDiscussion, ...]:
    with writing(engine) as connection:
        _lock(connection)
        found = [one for id in ids for one in _all(connection, id)]
        if not found:
            raise StepRefused(EntryFault.UNKNOWN)
        return _step_all(connection, found, stage, person(by), now, reason)


def _step_all(
    connection: Connection, found: Iterable[KeptDiscussion], stage: Stage, who: str, now: datetime,
    reason: str | None = None,
) -> tuple[KeptDiscussion, ...]:  # fmt: skip
    done = []
    for one in found:
        against = fault(one, stage, who, reason)
        if against is not None:
            raise StepRefused(against)
        _step(connection, one, stage, who, now, reason)
        done += _all(connection, one.id)
    return tuple(done)


def _step(
    connection: Connection, one: KeptDiscussion, stage: Stage, who: str, now: datetime,
    reason: str | None = None,
) -> None:  # fmt: skip
    step = {"number": len(one.steps), "stage": stage, "who": who, "at": now, "reason": reason}
    connection.execute(DISCUSSION_STEPS.insert().values(discussion=one.id, **step))
    write_log(connection, who, f"discussion.{stage}", one.id, now, reason)


def _lock(connection: Connection) -> None:
    """One writer at a time: what is published rests on all that was confirmed."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("LOCK TABLE discussions IN SHARE ROW EXCLUSIVE MODE")


def _all(
    connection: Connection, id: str | None = None, *, damaged: list[str] | None = None
) -> list[KeptDiscussion]:
    rows, steps = select(DISCUSSIONS), select(DISCUSSION_STEPS).order_by(DISCUSSION_STEPS.c.number)
    if id is not None:
        rows, steps = rows.where(DISCUSSIONS.c.id == id), steps.where(DISCUSSION_STEPS.c.discussion == id)
    ways: dict[str, list[EntryStep]] = {}
    for owner, step in each(connection, steps, lambda row: (row.discussion, _step_of(row)), damaged):
        ways.setdefault(owner, []).append(step)
    found = each(
        connection,
        rows,
        lambda row: KeptDiscussion(row.id, discussion_of(row._asdict()), tuple(ways[row.id])),
        damaged,
    )
    return sorted(found, key=lambda one: (one.steps[0].at, one.id))


def _step_of(row: Row[Any]) -> EntryStep:
    return EntryStep(Stage(row.stage), row.who, row.at, row.reason)
