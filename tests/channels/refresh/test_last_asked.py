"""When each side was last asked and last answered, whatever came of it."""

from datetime import UTC, datetime, timedelta

import pytest

from channels.readers.failed import Failed
from channels.refresh.last_asked import last_asked, noted

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def fail(var, fault, at=NOW):
    with pytest.raises(Failed), noted(var, "cbar", lambda: at):
        raise fault


def test_an_answer_and_a_failure_are_told_apart_and_the_last_answer_stays(tmp_path):
    assert last_asked(tmp_path) == ()
    with noted(tmp_path, "cbar", lambda: NOW):
        pass
    fail(tmp_path, Failed("refused", status="403", until=NOW + 24 * HOUR), NOW + HOUR)
    (one,) = last_asked(tmp_path)
    assert (one.asked, one.answered) == (NOW + HOUR, NOW)
    assert (one.failed.code, one.failed.holes, one.failed.until) == (
        "refused", {"status": "403"}, NOW + 24 * HOUR,
    )  # fmt: skip
    with noted(tmp_path, "cbar", lambda: NOW + 2 * HOUR):
        pass
    (one,) = last_asked(tmp_path)
    assert (one.answered, one.failed) == (NOW + 2 * HOUR, None)


def test_a_host_that_is_left_alone_was_asked_last_when_it_was_asked(tmp_path):
    fail(tmp_path, Failed("busy", status="429"))
    fail(tmp_path, Failed("busy", until=NOW + 24 * HOUR), NOW + HOUR)
    (one,) = last_asked(tmp_path)
    assert (one.asked, one.failed.until) == (NOW, NOW + 24 * HOUR)


def test_each_side_has_one_line_and_a_spoilt_one_is_passed_over(tmp_path):
    for what in ("cbar", "cbr", "cbar"):
        with noted(tmp_path, what, lambda: NOW):
            pass
    path = tmp_path / "refresh" / "asked.jsonl"
    path.write_text(path.read_text() + "{half a line")
    assert [one.what for one in last_asked(tmp_path)] == ["cbar", "cbr"]


def test_where_nothing_can_be_written_the_question_is_put_all_the_same(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with noted(tmp_path / "file", "cbar", lambda: NOW):
        pass
    fail(tmp_path / "file", Failed("empty"))
