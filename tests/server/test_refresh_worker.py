"""The worker beside the server: rounds in processes of their own, which end with it; nobody waits."""

import asyncio
import sys
import time
from datetime import date
from urllib.request import urlopen

import pytest

from channels.refresh.permission import RefreshMode
from server import refresh_worker
from server.refresh_worker import RefreshWorker, asking
from server.settings import BadSetting, Settings
from tests.support import central_banks as made_up
from tests.support.asgi_server import started
from tests.support.publishers import hangs, outside, sheet

OLD = "This rate is old"
"""What the light page says of the last rate that is shipped."""


def writes(path, *, then: str = "") -> list[str]:
    """A round that leaves a line behind."""
    return [sys.executable, "-c", f"open({str(path)!r}, 'a').write('x\\n'); {then}"]


def lines(path) -> int:
    return len(path.read_text().splitlines()) if path.exists() else 0


def until(true, seconds: float = 20.0) -> None:
    last = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < last
        time.sleep(0.02)


def test_there_is_a_round_after_the_start_and_others_later(tmp_path):
    worker = RefreshWorker(writes(tmp_path / "rounds"), first=0.0, every=0.05)
    worker.start()
    until(lambda: lines(tmp_path / "rounds") >= 3)
    worker.stop()
    done = lines(tmp_path / "rounds")
    time.sleep(0.3)
    assert lines(tmp_path / "rounds") == done


def test_a_round_that_hangs_ends_with_the_server_and_holds_nobody_up(tmp_path):
    command = writes(tmp_path / "rounds", then="import time; time.sleep(60)")
    worker = RefreshWorker(command, first=0.0)
    worker.start()
    until(lambda: lines(tmp_path / "rounds") == 1)
    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 6


def test_a_round_that_takes_too_long_is_ended_and_the_next_begins(tmp_path):
    command = writes(tmp_path / "rounds", then="import time; time.sleep(60)")
    worker = RefreshWorker(command, first=0.0, every=0.01, deadline=0.1)
    worker.start()
    until(lambda: lines(tmp_path / "rounds") >= 2)
    worker.stop()


def test_a_round_that_cannot_begin_is_logged_and_tried_again(caplog):
    worker = RefreshWorker(["/no/such/program"], first=0.0, every=0.01)
    worker.start()
    until(lambda: caplog.text.count("nothing is asked") >= 2)
    worker.stop()


@pytest.mark.parametrize(("mode", "begun"), [(RefreshMode.OFF, False), (RefreshMode.OFFICIAL, True)])
def test_off_begins_nothing(mode, begun, monkeypatch):
    started = []
    monkeypatch.setattr(RefreshWorker, "start", lambda self: started.append(self))
    monkeypatch.setattr(RefreshWorker, "stop", lambda self: started.append("stopped"))

    async def live() -> None:
        async with asking(mode):
            assert bool(started) is begun

    asyncio.run(live())
    assert len(started) == (2 if begun else 0)


def test_the_setting_is_read_at_the_start_and_a_bad_one_named():
    assert Settings().refresh is RefreshMode.OFF
    assert Settings.of({}).refresh is RefreshMode.OFFICIAL
    found = Settings.of({"PULYOLU_REFRESH": "all", "PULYOLU_CONTACT": "keeper@example.org"})
    assert (found.refresh, found.contact) == (RefreshMode.ALL, "keeper@example.org")
    for bad in ({"PULYOLU_REFRESH": "yes"}, {"PULYOLU_CONTACT": "somebody"}):
        with pytest.raises(BadSetting, match=next(iter(bad))):
            Settings.of(bad)


MORNING = date(2026, 12, 1)
CHOSEN = {"PULYOLU_REFRESH": "official", "PULYOLU_NOW": f"{MORNING}T09:00"}


def test_a_server_shows_todays_rate_soon_after_its_start(tmp_path):
    """An empty folder, everybody who is asked on this machine, a chosen day."""
    rates = {"USD": ("1", "1.7"), "RUB": ("100", "2.1034")}
    with outside() as other:
        other.play(made_up.banks(MORNING, sheet(MORNING, rates)))
        with started(var=tmp_path, settings=made_up.settings(other.address) | CHOSEN) as server:
            asked = f"{server.address}/l?sending=RU&send=20000&lang=en"
            until(lambda: OLD not in urlopen(asked, timeout=30).read().decode(), 120)


@pytest.mark.whole
def test_a_server_takes_a_round_that_hangs_with_it(tmp_path):
    with outside() as other:
        other.play(hangs)
        with started(var=tmp_path, settings=made_up.settings(other.address) | CHOSEN):
            until(lambda: other.asked, 120)
            began = time.monotonic()
        assert time.monotonic() - began < 9


def test_the_pauses_are_hours_with_some_chance_in_them():
    assert refresh_worker.EVERY == 6 * 3_600
    assert 0 < refresh_worker.JITTER < 0.5
