"""What calculators told: kept once and for ever, with what became of it, released or refused by a steward."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, select, update

from channels.collect.asked_prices import CANNOT_BE, Known
from channels.records.asked_prices import AskedReason, AskedState, CalculatorPrice, JudgedPrice, KeptAsked
from channels.records.entries import EntryFault
from channels.store.damage import each
from channels.store.engine import reading, writing
from channels.store.price_entries import StepRefused, person, write_log
from channels.store.tables import ASKED_PRICES
from channels.terms import Answer

OPEN = (AskedState.PUBLISHED, AskedState.WAITING)
T = ASKED_PRICES.c


def keep(engine: Engine, found: Sequence[JudgedPrice], *, now: datetime) -> tuple[KeptAsked, ...]:
    """Keep judged answers, all or none; each takes the place of an older one of its point.

    A price that readers see stays while its successor waits. "Not offered" takes the place of the same word
    and of the price that it denies, and a published price ends it.
    """
    with writing(engine) as connection:
        _lock(connection)
        return tuple(_keep(connection, one, now) for one in found)


def known(engine: Engine, provider: str, corridor: str) -> Known:
    """What readers see of a provider's calculator on a corridor, and whether it was ever let through."""
    of = and_(T.provider == provider, T.corridor == corridor, T.answer == Answer.OBSERVED)
    shown = select(ASKED_PRICES).where(of, T.state == AskedState.PUBLISHED)
    with reading(engine) as connection:
        last = each(connection, shown, _kept, None)
        ever = connection.execute(select(T.id).where(of, T.published.is_not(None)).limit(1)).first()
    return Known(tuple(one.judged.price for one in last), ever is not None)


def waiting(engine: Engine, *, damaged: list[str] | None = None) -> tuple[KeptAsked, ...]:
    """The prices that wait for a steward, by provider, corridor and amount."""
    return _of_state(engine, AskedState.WAITING, damaged)


def published(engine: Engine, *, damaged: list[str] | None = None) -> tuple[KeptAsked, ...]:
    """What readers see of calculators, by provider, corridor and amount."""
    return _of_state(engine, AskedState.PUBLISHED, damaged)


def since(engine: Engine, moment: datetime | None = None) -> tuple[KeptAsked, ...]:
    """Every answer that came at or after a moment, whatever became of it, oldest first; all without one."""
    rows = select(ASKED_PRICES).order_by(T.answered, T.id)
    with reading(engine) as connection:
        return tuple(
            each(connection, rows if moment is None else rows.where(T.answered >= moment), _kept, None)
        )


def release(engine: Engine, ids: Iterable[str], *, by: str, now: datetime) -> tuple[KeptAsked, ...]:
    """Prices that wait, let through to readers by a steward, all or none. Raises `StepRefused`.

    One that no service in data/ can be a price of cannot be let through.
    """
    who = person(by)
    with writing(engine) as connection:
        _lock(connection)
        found = [_waiting(connection, id) for id in sorted(set(ids))]
        if any(one.judged.service is None or one.judged.reason in CANNOT_BE for one in found):
            raise StepRefused(EntryFault.WRONG_STAGE)
        for one in found:
            _replace(connection, one.judged.price, AskedState.PUBLISHED, but=one.id)
            said = {"released_by": who, "released": now, "published": now}
            _set(connection, T.id == one.id, state=AskedState.PUBLISHED, **said)
            write_log(connection, who, "asked_price.released", one.id, now)
        return tuple(_one(connection, one.id) for one in found)


def refuse(engine: Engine, ids: Iterable[str], *, reason: str, by: str, now: datetime) -> int:
    """How many prices that wait a steward refused, with a reason for the log. Raises `StepRefused`."""
    who = person(by)
    if not reason.strip():
        raise StepRefused(EntryFault.NO_REASON)
    with writing(engine) as connection:
        _lock(connection)
        found = [_waiting(connection, id) for id in sorted(set(ids))]
        for one in found:
            said = {"released_by": who, "released": now, "reason": AskedReason.REFUSED}
            _set(connection, T.id == one.id, state=AskedState.DROPPED, **said)
            write_log(connection, who, "asked_price.refused", one.id, now, reason.strip())
    return len(found)


def withdraw(engine: Engine, provider: str, corridor: str, *, reason: str, by: str, now: datetime) -> int:
    """How many prices of a calculator on a corridor were taken back from readers; the next waits again.

    Raises `StepRefused`.
    """
    who = person(by)
    if not reason.strip():
        raise StepRefused(EntryFault.NO_REASON)
    of = and_(T.provider == provider, T.corridor == corridor)
    with writing(engine) as connection:
        _lock(connection)
        shown = and_(of, T.state == AskedState.PUBLISHED)
        said = {"released_by": who, "released": now, "reason": AskedReason.REFUSED}
        gone = _set(connection, shown, state=AskedState.DROPPED, **said)
        if not gone:
            raise StepRefused(EntryFault.UNKNOWN)
        _set(connection, of, published=None)
        write_log(connection, who, "asked_price.withdrawn", f"{provider} {corridor}", now, reason.strip())
    return gone


def asked_price_of(row: Mapping[str, Any]) -> KeptAsked:
    """The judged answer that a row of the table holds."""
    price = CalculatorPrice(**{name: row[name] for name in CalculatorPrice.model_fields})
    reason = row["reason"]
    verdict = JudgedPrice(
        price, AskedState(row["state"]), row["service"], None if reason is None else AskedReason(reason),
        row["against"],
    )  # fmt: skip
    return KeptAsked(row["id"], verdict, row["released_by"], row["released"])


def _keep(connection: Connection, found: JudgedPrice, now: datetime) -> KeptAsked:
    price, id = found.price, uuid4().hex
    if found.state in OPEN:
        _replace(connection, price, found.state)
    seen = now if found.state is AskedState.PUBLISHED else None
    verdict = {
        "state": found.state, "service": found.service, "reason": found.reason, "against": found.against,
        "published": seen,
    }  # fmt: skip
    connection.execute(ASKED_PRICES.insert().values(id=id, **dict(price), **verdict))
    return KeptAsked(id, found)


def _replace(
    connection: Connection, price: CalculatorPrice, state: AskedState, but: str | None = None
) -> None:
    """Let older answers go that this one takes the place of.

    What waits goes for whatever comes; what readers see for what they see next. "Not offered" ends where a
    price is seen again, and a price where it is not offered any more.
    """
    of = and_(T.provider == price.provider, T.corridor == price.corridor)
    gone = OPEN if state is AskedState.PUBLISHED else (AskedState.WAITING,)
    rows = select(ASKED_PRICES).where(of, T.state.in_(gone))
    for older in each(connection, rows, _kept, None):
        other = older.judged.price
        again = price.is_price and not other.is_price and state is AskedState.PUBLISHED
        ended = again or price.denies(other)
        if older.id != but and (ended or price.is_same_point(other)):
            _set(connection, T.id == older.id, state=AskedState.REPLACED)


def _waiting(connection: Connection, id: str) -> KeptAsked:
    one = _one(connection, id)
    if one.judged.state is not AskedState.WAITING:
        raise StepRefused(EntryFault.WRONG_STAGE)
    return one


def _one(connection: Connection, id: str) -> KeptAsked:
    found = each(connection, select(ASKED_PRICES).where(T.id == id), _kept, None)
    if not found:
        raise StepRefused(EntryFault.UNKNOWN)
    return found[0]


def _of_state(engine: Engine, state: AskedState, damaged: list[str] | None) -> tuple[KeptAsked, ...]:
    rows: Select[Any] = select(ASKED_PRICES).where(T.state == state)
    with reading(engine) as connection:
        return tuple(sorted(each(connection, rows, _kept, damaged), key=_order))


def _order(one: KeptAsked) -> tuple[object, ...]:
    price = one.judged.price
    return price.provider, price.corridor, price.asked_amount or 0, price.answered, one.id


def _kept(row: Any) -> KeptAsked:
    return asked_price_of(row._asdict())


def _set(connection: Connection, which: ColumnElement[bool], **values: Any) -> int:
    return connection.execute(update(ASKED_PRICES).where(which).values(**values)).rowcount


def _lock(connection: Connection) -> None:
    """One writer at a time, so that nobody replaces what another has just released."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("LOCK TABLE asked_prices IN SHARE ROW EXCLUSIVE MODE")
