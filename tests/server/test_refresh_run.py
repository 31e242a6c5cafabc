"""One round of what the program asks by itself: once for all who share a store, and whole or not at all."""

import os
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from channels import files
from channels.dataset import locations
from channels.dataset.loading import load
from channels.refresh import asking_calculators, schedule
from channels.refresh.last_asked import last_asked
from channels.store import official_rates
from channels.store.engine import open_store
from server import refresh_run
from tests.support import central_banks as made_up
from tests.support.examples import kills
from tests.support.publishers import hangs, outside, says, sheet

ROOT = Path(__file__).parents[2]
DAY = date(2026, 12, 1)
DOWN = says(b"", "500 Internal Server Error")
TODAYS = {
    "USD": ("1", "1.7"), "EUR": ("1", "1.9712"), "RUB": ("100", "2.1034"), "TRY": ("1", "0.0401"),
}  # fmt: skip


def at(monkeypatch, moment: str) -> None:
    monkeypatch.setenv("PULYOLU_NOW", moment)


@pytest.fixture
def other(tmp_path, monkeypatch):
    """Everybody who is asked, on this machine, on a day."""
    for name in ("DATABASE_URL", "PULYOLU_DATA", "PULYOLU_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("PULYOLU_REFRESH", "official")
    at(monkeypatch, f"{DAY}T09:00")
    with outside() as found:
        for name, value in made_up.settings(found.address).items():
            monkeypatch.setenv(name, value)
        found.play(made_up.banks(DAY, sheet(DAY, TODAYS)))
        yield found


def days() -> set[date]:
    """The days of the published rates."""
    place = locations.real(os.environ)
    known = load(place.folder, place.over)
    return {rate.day for rate in known.tables.rates if rate.day >= DAY}


def test_a_round_brings_the_rate_of_the_day_and_tells_who_was_asked(other):
    assert refresh_run.run(os.environ) == 0
    assert days() == {DAY}
    told = last_asked(locations.var(os.environ))
    assert told[0].what == "cbar"
    assert {one.what for one in told} == {"cbar", "cbr", "nbg", "nbk", "ecb"}
    assert all(one.failed is None for one in told)


def test_before_it_is_due_again_nobody_is_asked(other, monkeypatch):
    refresh_run.run(os.environ)
    asked = len(other.asked)
    at(monkeypatch, f"{DAY}T13:00")
    assert refresh_run.run(os.environ) == 0
    assert len(other.asked) == asked
    at(monkeypatch, f"{DAY}T15:00")
    refresh_run.run(os.environ)
    assert len(other.asked) == 2 * asked


def test_off_asks_nobody(other, monkeypatch):
    monkeypatch.setenv("PULYOLU_REFRESH", "off")
    assert refresh_run.run(os.environ) == 0
    assert other.asked == []


def test_of_many_who_share_a_store_one_asks(other, tmp_path, monkeypatch):
    """Replicas, each with a folder of its own."""
    url = f"sqlite:///{tmp_path / 'shared.sqlite3'}"
    open_store(url).dispose()
    replicas = [
        {**os.environ, "DATABASE_URL": url, "PULYOLU_VAR": str(tmp_path / name)} for name in ("a", "b", "c")
    ]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(refresh_run.run, replicas)) == [0, 0, 0]
    assert [path for path in other.paths if path.startswith("/cbar")] == ["/cbar/01.12.2026.xml"]


def test_of_two_processes_of_one_folder_the_second_leaves_at_once(other):
    with files.alone(schedule.own_folder(locations.var(os.environ))):
        assert refresh_run.run(os.environ) == 0
    assert other.asked == []
    assert refresh_run.run(os.environ) == 0
    assert other.asked


def test_without_a_store_the_folder_alone_tells_what_is_due(other, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://nobody")
    for _ in range(2):
        assert refresh_run.run(os.environ) == 0
    assert [path for path in other.paths if path.startswith("/cbar")] == ["/cbar/01.12.2026.xml"]
    assert days() == {DAY}


def test_where_nothing_can_be_written_nobody_is_asked(other, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "file"))
    assert refresh_run.run(os.environ) == 1
    assert other.asked == []


def test_a_bank_that_is_down_changes_nothing_and_is_asked_again_the_next_time(other):
    other.play(DOWN)
    assert refresh_run.run(os.environ) == 1
    assert days() == set()
    (told,) = last_asked(locations.var(os.environ))
    assert (told.what, told.failed.code, told.answered) == ("cbar", "server_error", None)
    other.play(made_up.banks(DAY, sheet(DAY, TODAYS)))
    assert refresh_run.run(os.environ) == 0
    assert days() == {DAY}


def test_a_rate_a_hundred_times_off_waits_on_the_desk(other, tmp_path):
    far = sheet(DAY, TODAYS | {"RUB": ("1", "2.1034")})
    other.play(made_up.banks(DAY, far))
    assert refresh_run.run(os.environ) == 0
    store = open_store(f"sqlite:///{tmp_path / 'var' / 'store.sqlite3'}")
    (waiting,) = official_rates.kept(store)
    store.dispose()
    assert (waiting.rate.currency, waiting.rate.day) == ("RUB", DAY)


def test_raw_answers_go_after_a_year_also_where_no_calculator_is_asked_any_more(other):
    raw = asking_calculators.raw_folder(locations.var(os.environ))
    for day in (DAY - timedelta(days=366), DAY - timedelta(days=300)):
        (raw / day.isoformat()).mkdir(parents=True)
        (raw / day.isoformat() / "answer.gz").write_bytes(b"")
    assert refresh_run.run(os.environ) == 0
    assert [path.name for path in raw.iterdir()] == [(DAY - timedelta(days=300)).isoformat()]


def test_a_broken_down_job_is_logged_and_loses_no_other(other, monkeypatch, caplog):
    def broken():
        raise ZeroDivisionError

    done = []
    jobs = (
        schedule.Job("broken", timedelta(hours=6), broken),
        schedule.Job("good", timedelta(hours=6), lambda: done.append(1)),
    )
    monkeypatch.setattr(refresh_run, "jobs", lambda _: jobs)
    assert refresh_run.run(os.environ) == 1
    assert done == [1]
    assert "broken broke down" in caplog.text


def test_the_process_ends_with_the_server_that_started_it(other):
    other.play(hangs)
    process = subprocess.Popen(
        [sys.executable, "-m", "server.refresh_run"], cwd=ROOT, stdin=subprocess.PIPE, env=os.environ
    )
    waited = threading.Event()
    while not other.asked:
        assert process.poll() is None
        waited.wait(0.05)
    process.stdin.close()
    assert process.wait(timeout=10) == 0


def test_a_setting_that_cannot_be_read_ends_the_process_with_a_sentence(other):
    with subprocess.Popen(
        [sys.executable, "-m", "server.refresh_run"], cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PULYOLU_REFRESH": "perhaps"}, text=True,
    ) as process:  # fmt: skip
        assert process.wait(timeout=60) == 2
        assert "PULYOLU_REFRESH=perhaps" in process.stderr.read()


@pytest.mark.whole
@pytest.mark.parametrize("number", [3, kills()])
def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_half(other, number):
    def play(talk):
        written = re.search(r"/cbar/(\d\d)\.(\d\d)\.(\d{4})", talk.line)
        day = DAY if written is None else date(*(int(part) for part in reversed(written.groups())))
        made_up.banks(day, sheet(day, TODAYS))(talk)

    other.play(play)
    command = [sys.executable, "-m", "tests.support.killed_rounds", str(number), str(number)]
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, timeout=1_500, check=False)
    assert done.returncode == 0, done.stderr
    cut, rates = map(int, done.stdout.split())
    assert cut >= number // 3
    # At least the first and the last day; and every day is whole.
    assert rates >= 2 * len(TODAYS)
    assert rates % len(TODAYS) == 0


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({}, ["official_rates", "quotes_panel"]),
        ({"PULYOLU_REFRESH": "off"}, []),
        ({"PULYOLU_REFRESH": "all"}, ["official_rates", "quotes_panel"]),
        ({"PULYOLU_CONTACT": "keeper@example.org"}, ["official_rates", "quotes_panel"]),
        (
            {"PULYOLU_REFRESH": "all", "PULYOLU_CONTACT": "keeper@example.org"},
            ["official_rates", "calculators", "quotes_panel"],
        ),
    ],
)
def test_calculators_are_asked_by_itself_only_where_the_keeper_says_all_and_who_he_is(settings, names):
    assert [job.name for job in refresh_run.jobs(settings)] == names
