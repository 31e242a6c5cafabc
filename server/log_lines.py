"""The log as lines of JSON, one for each event, where `PULYOLU_LOG=json` asks for them."""

import json
import logging
import sys
import time
import traceback
from collections.abc import Mapping
from types import TracebackType

VARIABLE = "PULYOLU_LOG"
JSON = "json"
TEXT = "text"
FORMS = (TEXT, JSON)
MOMENT = "%Y-%m-%dT%H:%M:%S"
MOST_FRAMES = 30


class BadForm(ValueError):
    """A form of the log that there is not; the message names the setting."""


def as_json(environ: Mapping[str, str]) -> bool:
    """Whether an environment asks for lines of JSON. Raises `BadForm`."""
    asked = environ.get(VARIABLE, "").strip() or TEXT
    if asked not in FORMS:
        raise BadForm(f"{VARIABLE}={asked}: text or json is needed")
    return asked == JSON


class JsonLines(logging.Formatter):
    """An event as one line: `time` in UTC, `level`, `logger`, `message`; of an error its kind and its place.

    The words of an error stay out: what a reader asked may stand in them.
    """

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "time": f"{self.formatTime(record, MOMENT)}.{int(record.msecs):03}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None:
            line |= {"error": type(error).__name__, "at": _frames(error.__traceback__)}
        return json.dumps(line, ensure_ascii=False)


def begin() -> None:
    """Write lines of JSON wherever a line is written now; called again it finds handlers made since."""
    if not logging.root.handlers:
        logging.root.addHandler(logging.StreamHandler(sys.stderr))
    loggers = [logging.root, *logging.root.manager.loggerDict.values()]
    for logger in loggers:
        for handler in logger.handlers if isinstance(logger, logging.Logger) else ():
            handler.setFormatter(JsonLines())


def tell(said: str, *, json_lines: bool, level: int = logging.INFO) -> None:
    """Say something at the start, for a person or as a line of the log: what is wrong on standard error."""
    stream = sys.stderr if level >= logging.WARNING else sys.stdout
    if json_lines:
        record = logging.LogRecord("pulyolu", level, "", 0, said, None, None)
        said = JsonLines().format(record)
    print(said, file=stream, flush=True)


def _frames(trace: TracebackType | None) -> list[str]:
    """Where an error was raised, the innermost last."""
    found = traceback.extract_tb(trace)[-MOST_FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in found]
