"""Photos of receipts where the stewards of every server find them: in PostgreSQL, else in the folder."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.dialects import postgresql

from channels.store import receipts
from channels.store.engine import reading, writing
from channels.store.published_files import is_shared
from channels.store.tables import RECEIPTS


def keep(engine: Engine, var: Path, content: bytes, *, now: datetime) -> str:
    """The SHA-256 of a receipt, stripped and kept from a moment on.

    Raises `BadReceipt`, SQLAlchemyError and OSError.
    """
    if not is_shared(engine):
        return receipts.keep(var, content, now=now)
    stripped = receipts.strip(content)
    name = hashlib.sha256(stripped).hexdigest()
    new = postgresql.insert(RECEIPTS).values(name=name, picture=stripped, kept=now)
    with writing(engine) as connection:
        connection.execute(new.on_conflict_do_update(index_elements=["name"], set_={"kept": now}))
    return name


def read(engine: Engine, var: Path, name: str) -> bytes | None:
    """A receipt that is still there; None after its check. Raises SQLAlchemyError and OSError.

    One that was kept here before the store was shared is found too.
    """
    if is_shared(engine):
        with reading(engine) as connection:
            found = connection.scalar(select(RECEIPTS.c.picture).where(RECEIPTS.c.name == name))
        if found is not None:
            return bytes(found)
    return receipts.read(var, name)


def delete(engine: Engine, var: Path, name: str) -> bool:
    """Whether there was such a receipt; it is gone. Raises SQLAlchemyError and OSError."""
    gone = False
    if is_shared(engine):
        with writing(engine) as connection:
            gone = connection.execute(RECEIPTS.delete().where(RECEIPTS.c.name == name)).rowcount == 1
    return receipts.delete(var, name) or gone


def tidy(engine: Engine, var: Path, wanted: Collection[str], *, before: datetime) -> int:
    """Delete what was kept before a moment and no price waits for any more; how many.

    Raises SQLAlchemyError and OSError.
    """
    gone = 0
    if is_shared(engine):
        old = (RECEIPTS.c.kept < before) & RECEIPTS.c.name.not_in(wanted)
        with writing(engine) as connection:
            gone = connection.execute(RECEIPTS.delete().where(old)).rowcount
    return gone + receipts.tidy(var, wanted, before=before)
