"""Rooms and their votes: one phone, one vote, changeable until closed, deleted after a day."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from channels.store.engine import reading, writing
from channels.store.tables import BALLOTS, ROOMS, VOTES
from channels.workshop.room import KEPT_FOR, LENGTH, LETTERS, MOST_CHOICES, Ballot, Room, Voted

MOST_ROOMS = 400
"""Open at once, a tenth of all codes: more are a burden, and would make codes easy to guess."""
MOST_OF_ONE = 4
"""Rooms of one leader: forty phones that play at leading fill less than half of the places."""
UNUSED_AFTER = timedelta(hours=1)
"""A room in which nobody has voted by then gives way to a new one, if no place is left."""
MOST_VOTES = 400
"""Phones in one room; a phone that throws the cookie away and votes again is stopped here."""
LEAD_LENGTH = 36
"""Letters of the code that leads: 108 bits, which nobody guesses."""
KEY = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")


class NoRoom(Exception):
    """So many rooms are open that no other can be."""


def open_room(
    engine: Engine, *, language: str, now: datetime, story: str | None = None, leader: str | None = None
) -> tuple[Room, str]:
    """A new room, and the long code that leads it and is kept nowhere. Raises `NoRoom`.

    `leader` is a secret of the one who opens it, from which `lead_of` makes the code again; without one
    the code is random. What is older than a day is deleted on the way, and so is the oldest of a leader's
    rooms where there would be more than `MOST_OF_ONE`: its leader can always open another.
    """
    with writing(engine) as connection:
        # With this lock, before all else, two who open at once do not draw the same code.
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql("LOCK TABLE rooms IN SHARE ROW EXCLUSIVE MODE")
        _purge(connection, now)
        if leader is not None:
            _give_up(connection, leader)
        taken = set(connection.scalars(select(ROOMS.c.code)))
        if len(taken) >= MOST_ROOMS:
            taken.remove(_make_place(connection, now))
        while (code := _letters(LENGTH)) in taken:
            continue
        lead = _letters(LEAD_LENGTH) if leader is None else lead_of(leader, code)
        values = {"code": code, "lead": _hashed(lead), "language": language, "story": story, "opened": now}
        connection.execute(ROOMS.insert().values(values))
        return _the_room(connection, code), lead


def lead_of(leader: str, code: str) -> str:
    """The long code by which a leader's secret leads a room that was opened with it, and no other room."""
    return _hashed(f"{leader} {code}")


def room(engine: Engine, code: str, *, now: datetime) -> Room | None:
    """The room of a code; None where there is none, or no more."""
    with reading(engine) as connection:
        return _room(connection, (ROOMS.c.code == code) & _young(now))


def led(engine: Engine, lead: str, *, now: datetime) -> Room | None:
    """The room that a long code leads; None where it leads none, or no more."""
    with reading(engine) as connection:
        return _room(connection, (ROOMS.c.lead == _hashed(lead)) & _young(now))


def show(
    engine: Engine, lead: str, *, now: datetime, language: str | None = None, story: str | None = None
) -> Room | None:
    """The room with another language or story; None where the code leads no open room."""
    values = {k: v for k, v in {"language": language, "story": story}.items() if v is not None}
    with writing(engine) as connection:
        code = _leads(connection, lead, now)
        if code is not None and values:
            connection.execute(update(ROOMS).where(ROOMS.c.code == code).values(values))
        return None if code is None else _the_room(connection, code)


def ask(engine: Engine, lead: str, key: str, *, choices: int, now: datetime) -> Room | None:
    """The room with this asked and open for votes, and all else closed; None where the code leads none.

    Asked again it keeps its votes, unless the number of choices changed. Raises ValueError for a key or
    a number of choices that no phone can show.
    """
    if not KEY.fullmatch(key) or len(key) > 80 or not 2 <= choices <= MOST_CHOICES:
        raise ValueError(f"{key}: {choices}")
    with writing(engine) as connection:
        code = _leads(connection, lead, now)
        if code is None:
            return None
        this = (BALLOTS.c.room == code) & (BALLOTS.c.key == key)
        connection.execute(update(BALLOTS).where(BALLOTS.c.room == code).values(open=False))
        connection.execute(delete(BALLOTS).where(this, BALLOTS.c.choices != choices))
        if not connection.execute(update(BALLOTS).where(this).values(open=True)).rowcount:
            values = {"room": code, "key": key, "choices": choices, "open": True}
            connection.execute(BALLOTS.insert().values(values))
        connection.execute(update(ROOMS).where(ROOMS.c.code == code).values(ballot=key))
        return _the_room(connection, code)


def close(engine: Engine, lead: str, *, now: datetime) -> Room | None:
    """The room with nothing open for votes; what was asked stays in view. None where the code leads none."""
    with writing(engine) as connection:
        code = _leads(connection, lead, now)
        if code is None:
            return None
        connection.execute(update(BALLOTS).where(BALLOTS.c.room == code).values(open=False))
        return _the_room(connection, code)


def clear(engine: Engine, lead: str, *, now: datetime, key: str | None = None) -> Room | None:
    """The room without the votes for a key, or without anything asked yet; None where the code leads none."""
    with writing(engine) as connection:
        code = _leads(connection, lead, now)
        if code is None:
            return None
        if key is not None:
            connection.execute(delete(VOTES).where(VOTES.c.room == code, VOTES.c.key == key))
        else:
            connection.execute(delete(BALLOTS).where(BALLOTS.c.room == code))
            connection.execute(update(ROOMS).where(ROOMS.c.code == code).values(ballot=None))
        return _the_room(connection, code)


def end(engine: Engine, lead: str, *, now: datetime) -> Room | None:
    """The room, over: its counts can be read until the day is out. None where the code leads none."""
    with writing(engine) as connection:
        code = _leads(connection, lead, now)
        if code is None:
            return None
        connection.execute(update(BALLOTS).where(BALLOTS.c.room == code).values(open=False))
        connection.execute(update(ROOMS).where(ROOMS.c.code == code).values(ended=now))
        return _the_room(connection, code)


def vote(engine: Engine, code: str, key: str, phone: str, choice: int, *, now: datetime) -> Voted:
    """What became of a phone's vote. A later one of the same phone takes the place of its earlier.

    `phone` is the random text that the phone was given; only its hash is kept. `choice` counts from 0.
    """
    of = (BALLOTS.c.room == code) & (BALLOTS.c.key == key)
    asked = select(ROOMS.c.lead, BALLOTS.c.choices, BALLOTS.c.open).join_from(ROOMS, BALLOTS)
    with writing(engine) as connection:
        # A closing of the ballot waits for this vote, and a later vote finds it closed.
        locked = asked.where(of, _young(now)).with_for_update(read=True, of=BALLOTS)
        found = connection.execute(locked).one_or_none()
        if found is None or not 0 <= choice < found.choices:
            return Voted.UNKNOWN
        if not found.open:
            return Voted.CLOSED
        voter = _voter(found.lead, phone)
        others = select(func.count()).where(VOTES.c.room == code, VOTES.c.key == key, VOTES.c.voter != voter)
        if (connection.scalar(others) or 0) >= MOST_VOTES:
            return Voted.FULL
        values = {"room": code, "key": key, "voter": voter, "choice": choice}
        insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
        kept = insert(VOTES).values(values)
        connection.execute(
            kept.on_conflict_do_update(index_elements=["room", "key", "voter"], set_={"choice": choice})
        )
        return Voted.KEPT


def choice(engine: Engine, code: str, key: str, phone: str) -> int | None:
    """What a phone voted for, from 0; None where it has not voted."""
    with reading(engine) as connection:
        lead = connection.scalar(select(ROOMS.c.lead).where(ROOMS.c.code == code))
        if lead is None:
            return None
        own = (VOTES.c.room == code) & (VOTES.c.key == key) & (VOTES.c.voter == _voter(lead, phone))
        return connection.scalar(select(VOTES.c.choice).where(own))


def counts(engine: Engine, code: str, key: str) -> tuple[int, ...]:
    """How many voted for each choice; empty for what was never asked."""
    return tally(engine, code).get(key, ())


def tally(engine: Engine, code: str) -> Mapping[str, tuple[int, ...]]:
    """The counts of everything that a room was asked, by key."""
    asked = select(BALLOTS.c.key, BALLOTS.c.choices).where(BALLOTS.c.room == code).order_by(BALLOTS.c.key)
    by = (VOTES.c.key, VOTES.c.choice)
    counted = select(*by, func.count()).where(VOTES.c.room == code).group_by(*by)
    with reading(engine) as connection:
        found = {(key, choice): number for key, choice, number in connection.execute(counted)}
        ballots = connection.execute(asked).all()
    return {key: tuple(found.get((key, n), 0) for n in range(choices)) for key, choices in ballots}


def purge(engine: Engine, *, now: datetime) -> int:
    """How many rooms were deleted because their day is over, with everything that was answered in them."""
    with writing(engine) as connection:
        return _purge(connection, now)


def _purge(connection: Connection, now: datetime) -> int:
    return connection.execute(delete(ROOMS).where(~_young(now))).rowcount


def _give_up(connection: Connection, leader: str) -> None:
    """Delete a leader's oldest rooms until there may be one more."""
    found = connection.execute(select(ROOMS.c.code, ROOMS.c.lead).order_by(ROOMS.c.opened.desc()))
    # No table says whose a room is: the secret does.
    own = [code for code, lead in found if lead == _hashed(lead_of(leader, code))]
    connection.execute(delete(ROOMS).where(ROOMS.c.code.in_(own[MOST_OF_ONE - 1 :])))


def _make_place(connection: Connection, now: datetime) -> str:
    """The code of the room that was deleted for a new one: the oldest unused. Raises `NoRoom`."""
    voted = select(VOTES.c.room).where(VOTES.c.room == ROOMS.c.code).exists()
    unused = (ROOMS.c.opened <= now - UNUSED_AFTER) & ~voted
    code: str | None = connection.scalar(select(ROOMS.c.code).where(unused).order_by(ROOMS.c.opened).limit(1))
    if code is None:
        raise NoRoom
    connection.execute(delete(ROOMS).where(ROOMS.c.code == code))
    return code


def _young(now: datetime) -> ColumnElement[bool]:
    # One of a day far to come was opened while the clock was wrong.
    return ROOMS.c.opened.between(now - KEPT_FOR, now + KEPT_FOR) & (ROOMS.c.opened != now - KEPT_FOR)


def _leads(connection: Connection, lead: str, now: datetime) -> str | None:
    """The code of the open room that a long code leads, which nobody else changes meanwhile."""
    this = (ROOMS.c.lead == _hashed(lead)) & ROOMS.c.ended.is_(None) & _young(now)
    return connection.scalar(select(ROOMS.c.code).where(this).with_for_update())


def _room(connection: Connection, which: ColumnElement[bool]) -> Room | None:
    asked = (BALLOTS.c.room == ROOMS.c.code) & (BALLOTS.c.key == ROOMS.c.ballot)
    columns: tuple[Any, ...] = (*ROOMS.c, BALLOTS.c.key, BALLOTS.c.choices, BALLOTS.c.open)
    found = connection.execute(
        select(*columns).select_from(ROOMS.outerjoin(BALLOTS, asked)).where(which)
    ).one_or_none()
    if found is None:
        return None
    ballot = None if found.key is None else Ballot(found.key, found.choices, found.open)
    return Room(
        found.code, found.language, found.story, ballot, opened=found.opened, over=found.ended is not None
    )


def _the_room(connection: Connection, code: str) -> Room:
    found = _room(connection, ROOMS.c.code == code)
    assert found is not None
    return found


def _letters(number: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(number))


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _voter(lead: str, phone: str) -> str:
    """A phone as one room knows it: another room has another name for it."""
    return _hashed(f"{lead} {phone}")
