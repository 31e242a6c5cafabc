"""Leases: of several processes that would do the same work by themselves, one does it."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, select, update

from channels.store.engine import writing
from channels.store.tables import LEASES

LONGEST_AHEAD = timedelta(days=8)
"""A moment further ahead was written under another clock, and holds nobody up."""


def take(engine: Engine, name: str, *, holder: str, now: datetime, lasts: timedelta) -> bool:
    """Whether the work is this holder's now: it is due, and no other holder has it.

    A holder that takes its own lease again did not finish, and starts anew.
    """
    with writing(engine) as connection:
        _lock(connection)
        row = connection.execute(select(LEASES).where(LEASES.c.name == name)).one_or_none()
        if row is None:
            first = {"name": name, "holder": holder, "until": now + lasts, "due": now}
            connection.execute(LEASES.insert().values(**first))
            return True
        if now < row.due < now + LONGEST_AHEAD:
            return False
        if row.holder != holder and now < row.until < now + LONGEST_AHEAD:
            return False
        own = {"holder": holder, "until": now + lasts}
        connection.execute(update(LEASES).where(LEASES.c.name == name).values(**own))
        return True


def finish(engine: Engine, name: str, *, holder: str, now: datetime, due: datetime) -> None:
    """Let go of a lease; before `due` nobody is to do the work again. One that another took since stays."""
    mine = (LEASES.c.name == name) & (LEASES.c.holder == holder)
    with writing(engine) as connection:
        connection.execute(update(LEASES).where(mine).values(until=now, due=due))


def _lock(connection: Connection) -> None:
    """One at a time, so that two do not both find it free."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("LOCK TABLE leases IN SHARE ROW EXCLUSIVE MODE")
