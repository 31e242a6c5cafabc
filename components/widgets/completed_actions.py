"""Actions of this session that write: each performed once, with the message of the last."""

import dataclasses
from collections.abc import Callable
from threading import Lock

import streamlit as st


@dataclasses.dataclass
class _CompletedActions:
    """Actions already performed in this session, the last message, and a press that no button has taken."""

    lock: Lock = dataclasses.field(default_factory=Lock)
    done: set[str] = dataclasses.field(default_factory=set)
    said: str | None = None
    pressed: str | None = None


def once(action: str, work: Callable[[], str]) -> None:
    """Do something that writes, unless this window has done it; what came of it is there to be taken.

    A second press runs beside the first while that writes, and all else that is noted here gives way
    to it. Raises what `work` raises, and has then noted nothing: the press may be tried again.
    """
    held = _completed()
    with held.lock:
        if action not in held.done:
            held.said = work()
            held.done.add(action)


def press(action: str) -> None:
    """Note that the button of an action was pressed, before the page is drawn anew."""
    _completed().pressed = action


def answer(action: str) -> None:
    """Note that the button of a noted press stands on the page still, and has taken it."""
    held = _completed()
    held.pressed = None if held.pressed == action else held.pressed


def missed() -> str | None:
    """The action whose button was pressed and stands on the page no more, once; None without any.

    None too for one that this window has done: a second press of its own.
    """
    held = _completed()
    action, held.pressed = held.pressed, None
    return None if action in held.done else action


def form(kind: str) -> int:
    """Which form of a kind this window fills in: the first, or the one after those handed in."""
    return 1 + sum(action.startswith(f"{kind}.") for action in _completed().done)


def take() -> str | None:
    """The message of the last action, once; None without any."""
    held = _completed()
    said, held.said = held.said, None
    return said


def waits() -> bool:
    """Whether there is a message to take: of what another run of this window did meanwhile."""
    return _completed().said is not None


def _completed() -> _CompletedActions:
    held: _CompletedActions = st.session_state.setdefault("_completed_actions", _CompletedActions())
    return held
