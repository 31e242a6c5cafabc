"""What is written into the log: one line of a kind a minute, short, no traceback of a stranger's making."""

import logging

from server.middleware.access_log import EVERY, LONGEST, Sparing, is_forged


def record(text: str, *args: object, line: int = 1, error: BaseException | None = None) -> logging.LogRecord:
    info = None if error is None else (type(error), error, error.__traceback__)
    return logging.LogRecord("uvicorn.error", logging.WARNING, "a.py", line, text, args, info)


def test_one_line_of_a_kind_a_minute_with_the_number_of_the_others():
    now = [0.0]
    sparing = Sparing(lambda: now[0])
    passed = [sparing(record(f"bad request {number}")) for number in range(100)]
    assert passed == [True] + [False] * 99
    assert sparing(record("another", line=2))
    now[0] += EVERY
    last = record("bad request again")
    assert sparing(last)
    assert last.getMessage() == "bad request again (99 more like it were not written)"


def test_a_strangers_words_are_short_and_on_one_line():
    line = record("id %s", "x\ny" + "z" * 50_000 + "100%")
    assert Sparing(lambda: 0.0)(line)
    assert line.getMessage().startswith("id x yzz")
    assert len(line.getMessage()) <= LONGEST


def deserialize(value: object) -> None:
    raise TypeError(value)


def test_a_message_that_no_page_sends_is_told_without_its_traceback():
    try:
        deserialize(1)
    except TypeError as error:
        assert is_forged(error)
        line = record("Uncaught", error=error)
    assert Sparing(lambda: 0.0)(line)
    assert (line.exc_info, line.getMessage()) == (None, "A message was not understood: TypeError")


def test_a_fault_of_the_program_keeps_its_traceback():
    try:
        raise KeyError("ours")
    except KeyError as error:
        line = record("Uncaught", error=error)
    assert Sparing(lambda: 0.0)(line)
    assert line.exc_info is not None
