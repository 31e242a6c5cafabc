"""Limits of addresses that the servers of one PostgreSQL count together; no address stands there itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, text
from sqlalchemy.dialects import postgresql

from channels.store.engine import writing
from channels.store.tables import DONE_TODAY

COUNTED = text("""
    INSERT INTO address_limits AS known (name, address, "left", "full", a_second, at)
    SELECT name, address, "full" - tokens, "full", a_second, clock_timestamp()
    FROM unnest(
        CAST(:names AS text[]), CAST(:addresses AS text[]), CAST(:tokens AS float8[]),
        CAST(:fulls AS float8[]), CAST(:rates AS float8[])
    ) AS taken (name, address, tokens, "full", a_second)
    ORDER BY name, address
    ON CONFLICT (name, address) DO UPDATE SET
        "left" = greatest(-excluded."full", least(
            excluded."full", known."left" + extract(epoch FROM excluded.at - known.at) * excluded.a_second
        ) - (excluded."full" - excluded."left")),
        "full" = excluded."full", a_second = excluded.a_second, at = excluded.at
    RETURNING name, address, "left"
""")
"""Takes tokens out of buckets that fill by themselves, and tells what is left in each."""
FORGOTTEN = text("DELETE FROM address_limits WHERE at < clock_timestamp() - interval '2 minutes'")


@dataclass(frozen=True, slots=True)
class TakenTokens:
    """What was taken out of one bucket here: of which kind, of whom, how many, and how it fills again.

    `full` is what a full bucket holds; `a_second`, how much comes back in a second.
    """

    name: str
    address: str
    tokens: float
    full: float
    a_second: float


def count(engine: Engine, taken: Sequence[TakenTokens]) -> dict[tuple[str, str], float]:
    """What is left in each bucket, by name and address, with what was taken here and elsewhere.

    Less than 0 where the servers together gave more than there was, but never by more than a full bucket
    holds. On PostgreSQL alone.
    """
    columns = {
        "names": [one.name for one in taken],
        "addresses": [one.address for one in taken],
        "tokens": [float(one.tokens) for one in taken],
        "fulls": [float(one.full) for one in taken],
        "rates": [float(one.a_second) for one in taken],
    }
    with writing(engine) as connection:
        return {(row[0], row[1]): float(row[2]) for row in connection.execute(COUNTED, columns)}


def forget(engine: Engine) -> None:
    """Delete the buckets that are full again. On PostgreSQL alone."""
    with writing(engine) as connection:
        connection.execute(FORGOTTEN)


def once(engine: Engine, what: str, address: str, day: date) -> bool:
    """Note that an address does a thing on a day; False where it has done so already. On PostgreSQL alone.

    What was noted on days before goes. Within `one_step` the note goes where the step comes to nothing.
    """
    new = postgresql.insert(DONE_TODAY).values(day=day, what=what, address=address).on_conflict_do_nothing()
    with writing(engine) as connection:
        connection.execute(DONE_TODAY.delete().where(DONE_TODAY.c.day < day))
        return connection.execute(new.returning(DONE_TODAY.c.day)).first() is not None
