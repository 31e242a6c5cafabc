"""Collected prices and readers' leads: added, checked by another person, published, never changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, Row, func, select, update

from channels.records.entries import (
    Entry,
    EntryFault,
    EntryStep,
    Kept,
    KeptLead,
    Lead,
    LogLine,
    OnItsWay,
    fault,
)
from channels.records.people import as_written, identity
from channels.store.damage import each
from channels.store.engine import reading, writing
from channels.store.tables import (
    ASKED_PRICES,
    DISCUSSION_STEPS,
    ENTRIES,
    LEADS,
    LOG,
    OFFICIAL_RATE_STEPS,
    PROVIDER_CHECK_STEPS,
    STEPS,
)
from channels.terms import Stage

MOST_LEADS = 5_000
"""Readers' leads that wait at one time; more are a burden, or somebody's joke."""
ROUND_THE_WORLD = timedelta(hours=14)
"""Somewhere it is tomorrow already: the day of a price is not later than this."""
LONGEST_NAME = 200
STEPS_OF_ALL = (STEPS, DISCUSSION_STEPS, PROVIDER_CHECK_STEPS, OFFICIAL_RATE_STEPS)
"""The way of whatever a second person checks."""


class StepRefused(Exception):
    """A step that cannot be taken; nothing was changed."""

    def __init__(self, fault: EntryFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def person(name: str) -> str:
    """A name as it was written, for the log. Raises ValueError for none; `identity` tells who is who."""
    known = as_written(name)
    if not identity(name) or len(known) > LONGEST_NAME:
        raise ValueError("a write needs a name")
    return known


def must_be_own_waiting(kept: OnItsWay, who: str) -> None:
    """Raises `StepRefused` unless it waits for another person and `who` entered it, who may take it back."""
    if kept.stage is not Stage.ENTERED:
        raise StepRefused(EntryFault.WRONG_STAGE)
    if not kept.is_own_of(who):
        raise StepRefused(EntryFault.NOT_OWN)


def add(
    engine: Engine, entry: Entry, *, by: str, now: datetime, draft: bool = False, origin: str | None = None,
    loaded_by: str | None = None,
) -> Kept:  # fmt: skip
    """A new entry, as a draft or handed in for the check. Raises `StepRefused` for a day to come.

    `origin` names where it was read from; an entry of the same origin that is there already is returned
    as it is, and nothing is added. `loaded_by`: who loaded what `by` was told; it is the own of both.
    """
    stage = Stage.DRAFT if draft else Stage.ENTERED
    with writing(engine) as connection:
        if origin is not None:
            # Two who read the same file at once find each other's rows.
            _one_at_a_time(connection)
            known = connection.scalar(select(ENTRIES.c.id).where(ENTRIES.c.origin == origin))
            if known is not None:
                return _one(connection, known)
        who = person(by)
        loader = who if loaded_by is None else person(loaded_by)
        if identity(loader) == identity(who):
            return _add(connection, entry, stage, who, now, origin=origin)
        written = _add(connection, entry, Stage.DRAFT, who, now, origin=origin)
        _step(connection, written, stage, loader, now)
        return _one(connection, written.id)


def enter(engine: Engine, entries: Iterable[Entry], *, by: str, now: datetime) -> tuple[Kept, ...]:
    """The prices of one form, handed in for the check: all of them or none. Raises `StepRefused`."""
    who = person(by)
    with writing(engine) as connection:
        return tuple(_add(connection, entry, Stage.ENTERED, who, now) for entry in entries)


def supersede(
    engine: Engine, old: str, entry: Entry, *, reason: str, by: str, now: datetime, origin: str | None = None,
    loaded_by: str | None = None,
) -> Kept:  # fmt: skip
    """A correction of an entry, handed in for the check; `origin` and `loaded_by` as in `add`.

    What no reader has seen is superseded at once; a published price stays until its correction is
    published. Raises `StepRefused`, also where the entry has a correction already.
    """
    with writing(engine) as connection:
        found, who = _locked(connection, old), person(by)
        if connection.scalar(select(ENTRIES.c.id).where(ENTRIES.c.supersedes == old)) is not None:
            raise StepRefused(EntryFault.WRONG_STAGE)
        _may(found, Stage.SUPERSEDED, who, reason)
        if not found.published:
            _step(connection, found, Stage.SUPERSEDED, who, now, reason)
        loader = who if loaded_by is None else person(loaded_by)
        apart = identity(loader) != identity(who)
        stage = Stage.DRAFT if apart else Stage.ENTERED
        new = _add(connection, entry, stage, who, now, origin=origin, supersedes=old, reason=reason)
        if apart:
            _step(connection, new, Stage.ENTERED, loader, now)
        return _one(connection, new.id)


def by_origin(engine: Engine) -> dict[str, tuple[Kept, ...]]:
    """By where it was read from each entry out of a file, with its corrections, the latest last."""
    with reading(engine) as connection:
        rows = connection.execute(select(ENTRIES.c.origin, ENTRIES.c.id).where(ENTRIES.c.origin.is_not(None)))
        ids = {row.origin: row.id for row in rows}
        found = {item.id: item for item in _all(connection)}
    after = {item.supersedes: item for item in found.values() if item.supersedes is not None}
    chains: dict[str, tuple[Kept, ...]] = {}
    for origin, id in ids.items():
        chain = [found[id]] if id in found else []
        while chain and chain[-1].id in after:
            chain.append(after[chain[-1].id])
        chains[origin] = tuple(chain)
    return chains


def confirm(engine: Engine, id: str, *, by: str, now: datetime) -> Kept:
    """An entry, confirmed by another person than entered it. Raises `StepRefused`."""
    return _taken(engine, id, Stage.CONFIRMED, by, now)


def send_back(engine: Engine, id: str, *, reason: str, by: str, now: datetime) -> Kept:
    """An entry that waits or is confirmed, returned with a reason by another person than entered it.

    Raises `StepRefused`.
    """
    return _taken(engine, id, Stage.RETURNED, by, now, reason)


def confirm_all(engine: Engine, ids: Iterable[str], *, by: str, now: datetime) -> tuple[Kept, ...]:
    """The prices of one visit, confirmed all together or none of them. Raises `StepRefused`."""
    return _all_taken(engine, ids, Stage.CONFIRMED, by, now)


def send_back_all(
    engine: Engine, ids: Iterable[str], *, reason: str, by: str, now: datetime
) -> tuple[Kept, ...]:
    """The prices of one visit, returned with a reason all together or none of them. Raises `StepRefused`."""
    return _all_taken(engine, ids, Stage.RETURNED, by, now, reason)


def publish(engine: Engine, ids: Iterable[str], *, by: str, now: datetime) -> tuple[Kept, ...]:
    """These confirmed entries, published all together; what they correct is superseded.

    Raises `StepRefused`.
    """
    who = person(by)
    with writing(engine) as connection:
        # In one order, so that two who publish at once do not wait for each other.
        chosen = sorted(set(ids))
        for id in chosen:
            found = _locked(connection, id)
            _may(found, Stage.PUBLISHED, who)
            _step(connection, found, Stage.PUBLISHED, who, now)
            _supersede_before(connection, found, who, now)
        return tuple(_one(connection, id) for id in chosen)


def kept(engine: Engine, *, stage: Stage | None = None, damaged: list[str] | None = None) -> tuple[Kept, ...]:
    """All entries, or those that have come to a stage, in the order in which they were entered.

    Those of one moment stand by corridor, provider, service and amount. `damaged` is told of the rows that
    cannot be read.
    """
    with reading(engine) as connection:
        found = _all(connection, damaged=damaged)
    return tuple(item for item in found if stage is None or item.stage is stage)


def entry(engine: Engine, id: str) -> Kept | None:
    """One entry with its way; None where there is none."""
    with reading(engine) as connection:
        return next(iter(_all(connection, id)), None)


def published(engine: Engine, *, damaged: list[str] | None = None) -> tuple[Kept, ...]:
    """Every entry that readers have seen; of one superseded since, the last step says why."""
    return tuple(item for item in kept(engine, damaged=damaged) if item.published)


def origins(engine: Engine) -> frozenset[str]:
    """Where the entries were read from that came out of a file."""
    with reading(engine) as connection:
        return frozenset(connection.scalars(select(ENTRIES.c.origin).where(ENTRIES.c.origin.is_not(None))))


def tell(engine: Engine, lead: Lead, *, now: datetime) -> KeptLead:
    """A reader's lead, kept until a steward settles it. Raises `StepRefused` where too many wait."""
    if lead.day > (now + ROUND_THE_WORLD).date():
        raise StepRefused(EntryFault.FUTURE)
    with writing(engine) as connection:
        waiting = select(func.count()).select_from(LEADS).where(LEADS.c.settled.is_(None))
        if (connection.scalar(waiting) or 0) >= MOST_LEADS:
            raise StepRefused(EntryFault.FULL)
        id = uuid4().hex
        connection.execute(LEADS.insert().values(id=id, at=now, **dict(lead)))
    return KeptLead(id, lead, now)


def leads(engine: Engine, *, settled: bool = False, damaged: list[str] | None = None) -> tuple[KeptLead, ...]:
    """Readers' leads that wait, or those settled, the oldest first; `damaged` as in `kept`."""
    state = LEADS.c.settled.is_not(None) if settled else LEADS.c.settled.is_(None)
    with reading(engine) as connection:
        rows = select(LEADS).where(state).order_by(LEADS.c.at, LEADS.c.id)
        return tuple(each(connection, rows, lambda row: _lead(row._asdict()), damaged))


def settle(engine: Engine, id: str, *, by: str, now: datetime) -> None:
    """Take a lead off the list. Raises `StepRefused` for one that is not on it."""
    who = person(by)
    with writing(engine) as connection:
        this = (LEADS.c.id == id) & LEADS.c.settled.is_(None)
        if not connection.execute(update(LEADS).where(this).values(settled=now, settled_by=who)).rowcount:
            raise StepRefused(EntryFault.UNKNOWN)
        write_log(connection, who, "lead.settled", id, now)


def note(engine: Engine, what: str, *, by: str, now: datetime, subject: str | None = None) -> None:
    """Put down in the log that somebody did something, such as `receipt.deleted`."""
    with writing(engine) as connection:
        write_log(connection, person(by), what, subject, now)


def history(engine: Engine, *, subject: str | None = None, most: int = 1_000) -> tuple[LogLine, ...]:
    """The newest lines of the log, of one entry or lead if asked for, the newest first."""
    lines = select(LOG).order_by(LOG.c.number.desc()).limit(most)
    with reading(engine) as connection:
        found = connection.execute(lines if subject is None else lines.where(LOG.c.subject == subject)).all()
    return tuple(LogLine(row.at, row.who, row.what, row.subject, row.note) for row in found)


def was_published(engine: Engine) -> bool:
    """Whether the store ever published anything, also what was taken back since."""
    ways = [select(table).where(table.c.stage == Stage.PUBLISHED) for table in STEPS_OF_ALL]
    told = ASKED_PRICES.c.published.is_not(None)
    ways += [select(ASKED_PRICES).where(told), select(LOG).where(LOG.c.what == "asked_price.withdrawn")]
    with reading(engine) as connection:
        return any(connection.scalar(select(way.exists())) for way in ways)


def write_log(
    connection: Connection, who: str, what: str, subject: str | None, now: datetime, note: str | None = None
) -> None:
    """One more line in the log, with the write that it tells of."""
    connection.execute(LOG.insert().values(at=now, who=who, what=what, subject=subject, note=note))


def _add(
    connection: Connection,
    entry: Entry,
    stage: Stage,
    who: str,
    now: datetime,
    *,
    origin: str | None = None,
    supersedes: str | None = None,
    reason: str | None = None,
) -> Kept:
    if entry.collected > (now + ROUND_THE_WORLD).date():
        raise StepRefused(EntryFault.FUTURE)
    id = uuid4().hex
    values = {**dict(entry), "regions": list(entry.regions), "documents": list(entry.documents)}
    connection.execute(ENTRIES.insert().values(id=id, origin=origin, supersedes=supersedes, **values))
    new = Kept(id, entry, (), supersedes)
    _step(connection, new, stage, who, now, reason)
    return _one(connection, id)


def _taken(engine: Engine, id: str, stage: Stage, by: str, now: datetime, reason: str | None = None) -> Kept:
    return _all_taken(engine, [id], stage, by, now, reason)[0]


def _all_taken(
    engine: Engine, ids: Iterable[str], stage: Stage, by: str, now: datetime, reason: str | None = None
) -> tuple[Kept, ...]:
    """Entries taken to a stage, all or none, in one order, so that two writers do not wait for each other."""
    who = person(by)
    with writing(engine) as connection:
        chosen = sorted(set(ids))
        for id in chosen:
            found = _locked(connection, id)
            _may(found, stage, who, reason)
            _step(connection, found, stage, who, now, reason)
        return tuple(_one(connection, id) for id in chosen)


def _step(
    connection: Connection,
    found: Kept,
    stage: Stage,
    who: str,
    now: datetime,
    reason: str | None = None,
) -> None:
    number = len(found.steps)
    connection.execute(
        STEPS.insert().values(entry=found.id, number=number, stage=stage, who=who, at=now, reason=reason)
    )
    write_log(connection, who, f"entry.{stage}", found.id, now, reason)


def _supersede_before(connection: Connection, found: Kept, who: str, now: datetime) -> None:
    """What a published correction corrects, and what that corrected, is not the price any more."""
    correction, before = found, found.supersedes
    while before is not None:
        older = _locked(connection, before)
        if older.stage is not Stage.SUPERSEDED:
            _step(connection, older, Stage.SUPERSEDED, who, now, correction.steps[0].reason)
        correction, before = older, older.supersedes


def _may(found: Kept, stage: Stage, who: str, reason: str | None = None) -> None:
    against = fault(found, stage, who, reason)
    if against is not None:
        raise StepRefused(against)


def _locked(connection: Connection, id: str) -> Kept:
    """An entry that nobody else changes meanwhile. Raises `StepRefused` where there is none."""
    if connection.scalar(select(ENTRIES.c.id).where(ENTRIES.c.id == id).with_for_update()) is None:
        raise StepRefused(EntryFault.UNKNOWN)
    return _one(connection, id)


def _one_at_a_time(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("LOCK TABLE entries IN SHARE ROW EXCLUSIVE MODE")


def _one(connection: Connection, id: str) -> Kept:
    found = _all(connection, id)
    if not found:
        raise StepRefused(EntryFault.UNKNOWN)
    return found[0]


def _all(connection: Connection, id: str | None = None, *, damaged: list[str] | None = None) -> list[Kept]:
    rows, steps = select(ENTRIES), select(STEPS).order_by(STEPS.c.entry, STEPS.c.number)
    if id is not None:
        rows, steps = rows.where(ENTRIES.c.id == id), steps.where(STEPS.c.entry == id)
    ways: dict[str, list[EntryStep]] = {}
    for owner, step in each(connection, steps, lambda row: (row.entry, _step_of(row)), damaged):
        ways.setdefault(owner, []).append(step)
    made = each(
        connection,
        rows,
        lambda row: Kept(row.id, entry_of(row._asdict()), tuple(ways[row.id]), row.supersedes),
        damaged,
    )
    return sorted(made, key=_order)


def _step_of(row: Row[Any]) -> EntryStep:
    return EntryStep(Stage(row.stage), row.who, row.at, row.reason)


def _order(kept: Kept) -> tuple[object, ...]:
    entry = kept.entry
    return kept.steps[0].at, entry.corridor, entry.provider, entry.service, entry.amount or 0, kept.id


def entry_of(row: Mapping[str, Any]) -> Entry:
    """The entry that a row of the table holds."""
    return Entry(**{name: row[name] for name in Entry.model_fields})


def _lead(row: Mapping[str, Any]) -> KeptLead:
    lead = Lead(**{name: row[name] for name in Lead.model_fields})
    return KeptLead(row["id"], lead, row["at"], row["settled_by"], row["settled"])
