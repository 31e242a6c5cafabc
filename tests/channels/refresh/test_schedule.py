"""What the program does by itself: what is due, one thing after the other, an error keeps none back."""

from datetime import UTC, datetime, timedelta

from channels.readers.failed import Failed
from channels.refresh.schedule import FileLeases, Job, fault, holder, work

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
SIX_HOURS = timedelta(hours=6)


def failing(error):
    def run():
        raise error

    return run


def test_what_is_due_is_done_in_order_and_not_again_before_its_time(tmp_path):
    done = []
    jobs = [Job(name, SIX_HOURS, lambda name=name: done.append(name)) for name in ("rates", "prices")]
    kept = FileLeases(tmp_path)
    for hours, said in ((0, 2), (1, 2), (4.7, 2), (5.4, 4), (12, 6)):
        work(jobs, kept, lambda hours=hours: NOW + timedelta(hours=hours))
        assert len(done) == said, hours
    assert done == ["rates", "prices"] * 3


def test_an_error_is_told_keeps_nobody_back_and_is_tried_again(tmp_path):
    done = []
    broken = ZeroDivisionError()
    jobs = [
        Job("dead", SIX_HOURS, failing(Failed("unreachable"))),
        Job("broken", SIX_HOURS, failing(broken)),
        Job("good", SIX_HOURS, lambda: done.append(1)),
    ]
    kept = FileLeases(tmp_path)
    first, second, third = work(jobs, kept, lambda: NOW)
    assert fault(first).code == "unreachable"
    assert (fault(second), second.error) == (None, broken)
    assert (third.error, done) == (None, [1])
    assert [one.name for one in work(jobs, kept, lambda: NOW)] == ["dead", "broken"]


def test_a_spoilt_list_of_what_is_due_delays_nothing(tmp_path):
    kept = FileLeases(tmp_path)
    kept.finish("rates", NOW, NOW + SIX_HOURS)
    assert not kept.take("rates", NOW)
    (tmp_path / "refresh" / "due.jsonl").write_text("half a li")
    assert kept.take("rates", NOW)


def test_a_moment_far_ahead_of_another_clock_holds_nobody_up(tmp_path):
    kept = FileLeases(tmp_path)
    kept.finish("rates", NOW, NOW + timedelta(days=400))
    assert kept.take("rates", NOW)


def test_the_processes_of_one_folder_have_one_name(tmp_path):
    name = holder(tmp_path)
    assert len(name) == 32
    assert holder(tmp_path) == name
    assert holder(tmp_path / "other") != name
    (tmp_path / "refresh" / "worker" / "holder").write_bytes(b"\xff\x00")
    assert holder(tmp_path) != name
