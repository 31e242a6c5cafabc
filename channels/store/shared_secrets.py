"""Secrets that the servers of one store share: the first server's counts for all."""

from sqlalchemy import Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from channels.store.engine import writing
from channels.store.tables import SHARED_SECRETS


def shared_secret(engine: Engine, name: str, own: bytes) -> bytes:
    """The secret of a name, which is one's own where nobody has handed in another before."""
    insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
    known = select(SHARED_SECRETS.c.secret).where(SHARED_SECRETS.c.name == name)
    with writing(engine) as connection:
        connection.execute(
            insert(SHARED_SECRETS)
            .values(name=name, secret=own)
            .on_conflict_do_nothing(index_elements=["name"])
        )
        return bytes(connection.execute(known).scalar_one())
