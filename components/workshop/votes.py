"""A room's votes for the screen that leads it; one that cannot be reached is said, and stops nothing."""

from collections.abc import Callable, Mapping

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from channels.clock import now
from channels.store import rooms
from channels.store.faults import StoreError
from channels.workshop.room import Room

FAULTS = (StoreError, SQLAlchemyError)
"""What the store raises when it cannot be used."""

Store = Callable[[], Engine]


def opened(store: Store, language: str, story: str, leader: str) -> Room | None:
    """A new room, led by who has the leader's key; None where none can be opened."""
    try:
        return rooms.open_room(store(), language=language, story=story, now=now(), leader=leader)[0]
    except (*FAULTS, rooms.NoRoom):
        return None


def lead(leader: str | None, room: str | None) -> str | None:
    """The code by which a leader's key leads a room, if it does; None without the one or the other."""
    return None if leader is None or room is None else rooms.lead_of(leader, room)


def led(store: Store, lead: str | None) -> Room | None:
    """The room that a code leads; None without one, or where the store cannot be reached."""
    if lead is None:
        return None
    try:
        return rooms.led(store(), lead, now=now())
    except FAULTS:
        return None


def ask(store: Store, lead: str, room: Room, key: str | None, choices: int) -> None:
    """Let the phones have what the screen asks, and nothing else; a room that is over stays so."""
    ballot = room.ballot
    is_open = ballot is not None and ballot.open
    try:
        if key is None:
            if is_open:
                rooms.close(store(), lead, now=now())
        elif not is_open or ballot is None or (ballot.key, ballot.choices) != (key, choices):
            rooms.ask(store(), lead, key, choices=choices, now=now())
    except FAULTS:
        return


def tally(store: Store, room: Room | None) -> Mapping[str, tuple[int, ...]]:
    """Every count of a room; empty without one."""
    if room is None:
        return {}
    try:
        return rooms.tally(store(), room.code)
    except FAULTS:
        return {}


def clear(store: Store, lead: str) -> None:
    """Forget the votes of a room."""
    try:
        rooms.clear(store(), lead, now=now())
    except FAULTS:
        return


def over(store: Store, lead: str) -> None:
    """Close a room for good."""
    try:
        rooms.end(store(), lead, now=now())
    except FAULTS:
        return


def turned(store: Store, lead: str, language: str) -> None:
    """Turn a room's phones to another language."""
    try:
        rooms.show(store(), lead, language=language, now=now())
    except FAULTS:
        return
