"""The log as lines of JSON: one for each event, whatever is in it, and no word of an error."""

import io
import json
import logging
import sys

import pytest

from server.log_lines import BadForm, JsonLines, as_json, begin, tell
from server.settings import BadSetting, Settings


def line(message: str, *given: object, error: BaseException | None = None) -> dict[str, object]:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("server.x", logging.ERROR, "x.py", 1, message, given, info)
    text = JsonLines().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_an_event_is_one_line_with_its_moment_level_and_words():
    found = line("%s broke\ndown “%s”", "cbar", "ə")
    assert found["message"] == "cbar broke\ndown “ə”"
    assert (found["level"], found["logger"]) == ("error", "server.x")
    assert str(found["time"]).endswith("Z")
    assert len(str(found["time"])) == len("2026-11-30T17:23:21.268Z")


def test_an_error_has_its_kind_and_place_and_not_its_words():
    try:
        int("31337 manat of Aygun")
    except ValueError as error:
        found = line("a page failed", error=error)
    assert found["error"] == "ValueError"
    assert str(found["at"]).count("test_log_lines.py") == 1
    assert "Aygun" not in json.dumps(found)


def test_every_handler_that_there_is_writes_lines():
    stream, logger = io.StringIO(), logging.getLogger("tests.log_lines")
    handler = logging.StreamHandler(stream)
    logger.addHandler(handler)
    before = [(h, h.formatter) for h in logging.root.handlers]
    added = list(logging.root.handlers)
    try:
        begin()
        logger.warning("once")
        assert json.loads(stream.getvalue())["message"] == "once"
    finally:
        logger.removeHandler(handler)
        for known, formatter in before:
            known.setFormatter(formatter)
        for one in [h for h in logging.root.handlers if h not in added]:
            logging.root.removeHandler(one)


def test_the_start_speaks_in_lines_too(capsys):
    tell("Pulyolu: http://127.0.0.1:8501", json_lines=False)
    tell("no store", json_lines=True, level=logging.WARNING)
    out, err = capsys.readouterr()
    assert out == "Pulyolu: http://127.0.0.1:8501\n"
    assert json.loads(err)["level"] == "warning"
    assert sys.stdout.writable()


def test_another_form_ends_the_start():
    assert as_json({"PULYOLU_LOG": "json"})
    assert not as_json({})
    with pytest.raises(BadForm, match="PULYOLU_LOG=xml"):
        as_json({"PULYOLU_LOG": "xml"})
    with pytest.raises(BadSetting, match="PULYOLU_LOG"):
        Settings.of({"PULYOLU_LOG": "xml"})
