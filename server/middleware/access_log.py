"""No line in any log for what a reader asked; one line a minute for what a stranger does again and again."""

import logging
import re
import time
from collections.abc import Callable
from types import TracebackType

EVERY = 60.0
"""Seconds between two lines that say the same."""
MOST_KINDS = 500
LONGEST = 500
"""Letters of a line."""
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
OTHERS = ("asyncio", "streamlit", "uvicorn", "websockets")
"""Whose lines are spared: what they say of a request, anybody may make them say."""
FORGED = {"deserialize", "ParseFromString", "on_script_will_rerun", "_websocket_endpoint", "filtered_state"}
"""Where Streamlit fails when a message names an unknown widget, or gives one another kind of value."""


def quiet() -> None:
    """Drop uvicorn's lines for requests and websockets, also when its handlers are set up again later.

    `access_log=False` is not enough: Streamlit gives uvicorn's loggers new handlers when it starts. Called
    again it finds the loggers that were made since.
    """
    logging.getLogger("uvicorn.access").addFilter(_nothing)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.asgi"):
        logging.getLogger(name).addFilter(_only_faults)
    for name in ("asyncio", *logging.root.manager.loggerDict):
        if name.partition(".")[0] in OTHERS:
            logging.getLogger(name).addFilter(_SPARING)


class Sparing:
    """Lets one line of a kind pass in a minute, with the number of those that were left out.

    A message that no page of ours sends is told without its traceback: it is no fault of the program.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: dict[tuple[object, ...], tuple[float, int]] = {}

    def __call__(self, record: logging.LogRecord) -> bool:
        """Whether the line is written."""
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        at = None if error is None else _raised(error.__traceback__)
        # By where it is written: a stranger's words may stand in the text.
        kind = record.name, record.pathname, record.lineno, type(error), at
        now = self._clock()
        last, left_out = self._told.get(kind, (None, 0))
        if last is not None and now - last < EVERY:
            self._told[kind] = last, left_out + 1
            return False
        if len(self._told) >= MOST_KINDS:
            self._told.clear()
        self._told[kind] = now, 0
        if error is not None and is_forged(error):
            record.msg, record.args = f"A message was not understood: {type(error).__name__}", ()
            record.exc_info = record.exc_text = None
        said = CONTROL.sub(" ", record.getMessage())
        more = f" ({left_out} more like it were not written)" if left_out else ""
        record.msg, record.args = f"{said[:LONGEST]}{more}", ()
        return True


_SPARING = Sparing()


def is_forged(error: BaseException) -> bool:
    """Whether it is the message that is at fault: an unknown widget, a value of another kind, no message."""
    names = set(_names(error.__traceback__))
    return bool(names & FORGED)


def _names(trace: TracebackType | None) -> list[str]:
    found = []
    while trace is not None:
        found.append(trace.tb_frame.f_code.co_name)
        trace = trace.tb_next
    return found


def _raised(trace: TracebackType | None) -> tuple[str, int] | None:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return None if trace is None else (trace.tb_frame.f_code.co_filename, trace.tb_lineno)


def _nothing(_record: logging.LogRecord) -> bool:
    return False


def _only_faults(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING
