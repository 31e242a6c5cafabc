"""Manners towards a server outside: one question at a time, a rest where it asked for one."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from channels.readers.failed import Failed
from channels.readers.fetching import Limits
from channels.refresh import fetch_log
from channels.refresh.hosts import ask, host_of
from tests.support.publishers import busy, outside, says

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
QUICK = Limits(seconds=2.0, tries=2, patience=0.9)
DAY = timedelta(days=1)


@pytest.fixture
def server(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with outside() as found:
        yield found


def asked(var, server, at=NOW, **more):
    return ask(var, server.address, limits=QUICK, now=lambda: at, **more)


@pytest.mark.parametrize(
    ("play", "code", "rest"),
    [
        (says(b"no", "403 Forbidden"), "refused", DAY),
        (busy(), "busy", DAY),
        (busy("7200"), "busy", DAY),
        (busy("7200", "503 Service Unavailable"), "busy", timedelta(hours=2)),
        (busy("31536000", "503 Service Unavailable"), "busy", DAY),
    ],
    ids=["403", "429", "429 and two hours", "503 and two hours", "503 and a year"],
)
def test_a_host_is_left_alone_as_long_as_it_asked_or_a_day(server, tmp_path, play, code, rest):
    server.play(play, says(b"here"))
    with pytest.raises(Failed) as raised:
        asked(tmp_path, server)
    assert raised.value.code == code
    with pytest.raises(Failed) as raised:
        asked(tmp_path, server, NOW + rest - timedelta(seconds=1))
    assert (raised.value.code, raised.value.until) == ("busy", NOW + rest)
    assert len(server.asked) == 1
    assert asked(tmp_path, server, NOW + rest).body == b"here"


@pytest.mark.parametrize("status", ["404 Not Found", "302 Found"])
def test_another_refusal_leads_to_no_rest(server, tmp_path, status):
    server.play(says(b"no", status))
    for _ in range(2):
        with pytest.raises(Failed):
            asked(tmp_path, server)
    assert len(server.asked) == 2
    assert fetch_log.rests(tmp_path) == {}


def test_a_host_is_asked_one_thing_at_a_time_and_left_in_peace_between(server, tmp_path):
    open_now, most = [], []

    def counted(talk):
        open_now.append(talk)
        most.append(len(open_now))
        time.sleep(0.05)
        open_now.pop()
        says(b"here")(talk)

    server.play(counted)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: asked(tmp_path, server, pause=0.1).body, range(4)))
    assert done == [b"here"] * 4
    assert set(most) == {1}
    assert all(later - before >= 0.14 for before, later in zip(server.times, server.times[1:], strict=False))


def test_what_is_posted_and_the_contact_reach_the_server(server, tmp_path):
    server.play(says(b"here"))
    asked(tmp_path, server, json_body={"a": 1}, contact="keeper@example.org")
    assert server.asked[0].startswith("POST ")
    assert "keeper@example.org" in server.heads[0]["user-agent"]


def test_where_nothing_can_be_written_nobody_is_asked(server, tmp_path):
    (tmp_path / "file").write_text("no folder")
    server.play(says(b"here"))
    with pytest.raises(Failed) as raised:
        asked(tmp_path / "file", server)
    assert raised.value.code == "not_written"
    assert server.asked == []


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Example.org/a?b=c", "example.org"),
        ("https://somebody:secret@example.org:8443/", "example.org:8443"),
        ("http://[::1", ""),
        ("no address", ""),
    ],
)
def test_a_host_is_known_by_its_name_and_port(url, host):
    assert host_of(url) == host
