"""Survey answers: added once, changed only where the submission was edited, read all together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, select, update

from channels.records.replies import Reply
from channels.store.damage import each
from channels.store.engine import reading, writing
from channels.store.price_entries import person, write_log
from channels.store.tables import REPLIES


def add(engine: Engine, replies: Mapping[str, Reply], *, by: str, now: datetime) -> dict[str, Reply]:
    """What the store now holds for each origin: what was given, or what was there before; all or none.

    Only what is new is added, and the log says how many, not which.
    """
    with writing(engine) as connection:
        if engine.dialect.name != "sqlite":
            # Two who read the same file at once find each other's rows.
            connection.exec_driver_sql("LOCK TABLE replies IN SHARE ROW EXCLUSIVE MODE")
        rows = connection.execute(select(REPLIES)).all()
        known = {row.origin: reply_of(row._asdict()) for row in rows}
        new = [
            {"id": uuid4().hex, "origin": origin, **dict(reply), "why": list(reply.why)}
            | {"trouble": list(reply.trouble)}
            for origin, reply in replies.items()
            if origin not in known
        ]
        if new:
            connection.execute(REPLIES.insert(), new)
            write_log(connection, person(by), "replies.added", None, now, str(len(new)))
    return {origin: known.get(origin, reply) for origin, reply in replies.items()}


def correct(engine: Engine, replies: Mapping[str, Reply], *, by: str, now: datetime) -> None:
    """Put what people said in the end in place of what they had said first; each counts once.

    The log says how many, not which. An origin of which there is no reply is left alone.
    """
    with writing(engine) as connection:
        for origin, reply in replies.items():
            values = {**dict(reply), "why": list(reply.why), "trouble": list(reply.trouble)}
            connection.execute(update(REPLIES).where(REPLIES.c.origin == origin).values(**values))
        if replies:
            write_log(connection, person(by), "replies.corrected", None, now, str(len(replies)))


def origins(engine: Engine) -> frozenset[str]:
    """The submissions from which there are replies."""
    with reading(engine) as connection:
        return frozenset(connection.scalars(select(REPLIES.c.origin)))


def kept(engine: Engine) -> tuple[Reply, ...]:
    """Every reply, in no order that would tell when it was given."""
    with reading(engine) as connection:
        rows = select(REPLIES).order_by(REPLIES.c.id)
        return tuple(each(connection, rows, lambda row: reply_of(row._asdict()), None))


def reply_of(row: Mapping[str, Any]) -> Reply:
    """The reply that a row of the table holds."""
    return Reply(**{name: row[name] for name in Reply.model_fields})
