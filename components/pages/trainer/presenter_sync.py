"""Keeps a presenter's windows in sync through a browser key."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from channels.workshop.session import Session, written
from components.widgets import state

NOTED = "place"
MOST = 200
"""Meetings that are remembered at once; the one that was moved longest ago goes first."""


@dataclass(frozen=True, slots=True)
class MeetingPosition:
    """Where a meeting was moved to, as the link says it, and by the how-manieth move."""

    number: int
    link: str


class Following:
    """Where the meetings led from this machine stand, for their second windows; a restart forgets it."""

    def __init__(self) -> None:
        self._places: OrderedDict[tuple[str, ...], MeetingPosition] = OrderedDict()
        self._lock = Lock()

    def place(self, key: str, session: Session) -> MeetingPosition | None:
        """Where the meeting of a session stands, led from the browser with this key; None if nobody said."""
        with self._lock:
            return self._places.get(_meeting(key, session))

    def move(self, key: str, session: Session) -> MeetingPosition:
        """Move the meeting to where a session stands."""
        name = _meeting(key, session)
        with self._lock:
            before = self._places.pop(name, None)
            place = MeetingPosition(1 if before is None else before.number + 1, written(session))
            self._places[name] = place
            if len(self._places) > MOST:
                self._places.popitem(last=False)
        return place


@dataclass(frozen=True, slots=True)
class Leader:
    """The key of the browser that leads, None where it has none, and where the meetings stand."""

    key: str | None
    windows: Following

    def together(self, session: Session, read: Callable[[str], Session | None]) -> Session:
        """The session, or where another window of this meeting has moved it meanwhile.

        A screen that is opened anew leads; notes that are opened anew follow. `read` reads a link.
        """
        if self.key is None:
            return session
        here = written(session)
        noted = state.noted(NOTED)
        place = self.windows.place(self.key, session)
        opened = noted is None and state.asked("notes") != "1"
        if place is None or opened or (noted is not None and noted.link != here):
            place = self.windows.move(self.key, session)
        state.note(NOTED, place)
        there = session if place.link == here else read(place.link)
        if there is None or there == session:
            return session
        state.move({"s": place.link, "shown": None, "counting": None})
        return there

    def moved(self, session: Session) -> bool:
        """Whether another window has moved this meeting since this one was drawn."""
        place = None if self.key is None else self.windows.place(self.key, session)
        return place is not None and state.noted(NOTED) != place


def _meeting(key: str, session: Session) -> tuple[str, ...]:
    """What two windows of one meeting share, whichever screen and language they show."""
    return key, session.story, str(session.length), session.prices, session.seed
