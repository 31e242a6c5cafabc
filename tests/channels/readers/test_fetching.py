"""One question to a server outside: an answer whole and in time, or one reason; nobody holds us."""

import asyncio
import gzip
import json
import time
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from channels.clock import now
from channels.readers.failed import Failed
from channels.readers.fetching import LONGEST_REST, Limits, agent, fetch
from tests.support.lanes import spread
from tests.support.publishers import breaks_off, busy, drips, garbage, hangs, http_date, nobody, outside, says

ROOT = Path(__file__).parents[3]
QUICK = Limits(seconds=0.4, tries=2, patience=2.0)
PATIENT = Limits(seconds=60.0, tries=2, patience=2.0)
"""For a server that answers at once, however busy the machine is."""
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def server(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with outside() as found:
        yield found


def failed(server, *plays, limits=QUICK, now=now) -> Failed:
    server.play(*plays)
    with pytest.raises(Failed) as raised:
        fetch(server.address, limits=limits, now=now)
    return raised.value


def settled(server) -> None:
    """Wait until the server has seen the end of its first connection."""
    while not server.sent:
        time.sleep(0.01)


def test_an_answer_comes_as_it_was_sent_with_its_clocks_and_hash(server):
    body = bytes(range(256)) * 40
    server.play(says(body))
    times = iter([NOW, NOW + timedelta(seconds=1), NOW + timedelta(seconds=2)])
    answer = fetch(f"{server.address}/sheet", {"a": "1 2"}, limits=QUICK, now=lambda: next(times))
    assert answer.body == body
    assert answer.url == f"{server.address}/sheet?a=1+2"
    assert (answer.asked, answer.answered) == (NOW, NOW + timedelta(seconds=2))
    assert len(answer.sha256) == 64
    assert server.paths == ["/sheet?a=1+2"]


@pytest.mark.parametrize(
    ("play", "code", "tries"),
    spread(
        [
            (says(b"", "500 Internal Server Error"), "server_error", 2),
            (says(b"", "503 Service Unavailable"), "server_error", 2),
            (says(b"no", "404 Not Found"), "refused", 1),
            (says(b"no", "403 Forbidden"), "refused", 1),
            (says(b"x", "204 No Content"), "refused", 1),
            (says(b""), "empty", 1),
            (says(b"half", length=4_000), "broken_off", 2),
            (breaks_off, "broken_off", 2),
            (says(b"x", length=2_000_000), "too_large", 1),
            (says(b"x" * 1_000_001), "too_large", 1),
            (says(gzip.compress(b"0" * 50_000_000), content_encoding="gzip"), "packed", 1),
            (says(b"", "302 Found", location="http://203.0.113.1/"), "redirected", 1),
            (says(b"", "301 Moved Permanently", location="/elsewhere"), "redirected", 1),
            (says(b"<x/>", "300 Multiple Choices"), "redirected", 1),
            (hangs, "too_slow", 2),
            (busy(), "busy", 1),
            (busy("0", "503 Service Unavailable"), "busy", 2),
        ],
        each=3,
    ),
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_what_is_no_answer_is_one_reason_and_tried_again_only_where_that_may_help(server, play, code, tries):
    assert failed(server, play).code == code
    assert len(server.asked) == tries
    assert "/elsewhere" not in server.paths


def test_a_server_that_recovers_is_heard(server):
    server.play(says(b"", "502 Bad Gateway"), breaks_off, says(b"here"))
    assert fetch(server.address, limits=Limits(seconds=0.4, tries=3)).body == b"here"
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n", b"x" * 1000),
        (b"HTTP/1.1 200 OK\r\nx-slow: ", b"y" * 1000),
        (b"", b"HTTP/1.1 200 OK" + b"z" * 1000),
    ],
)
def test_the_deadline_is_over_the_whole_however_steadily_it_drips(server, head, body):
    fault = failed(server, drips(head, body), limits=Limits(seconds=0.3, tries=1))
    assert fault.code == "too_slow"
    settled(server)
    assert server.sent[0] < len(head) + len(body)


def test_of_200_megabytes_little_more_than_one_is_taken(server):
    assert failed(server, garbage(), limits=Limits(seconds=20, tries=2)).code == "too_large"
    assert len(server.asked) == 1
    settled(server)
    # What the sockets of both sides hold comes on top of the megabyte.
    assert server.sent[0] < 20_000_000


def test_nobody_there_is_a_reason_too():
    for place in (nobody(), "ftp://127.0.0.1/", "no address", "http://[::1"):
        with pytest.raises(Failed) as raised:
            fetch(place, limits=QUICK)
        assert raised.value.code == "unreachable"


def test_a_short_rest_is_kept_to_and_then_the_question_put_again(server):
    server.play(busy("1"), says(b"here"))
    assert fetch(server.address, limits=QUICK).body == b"here"
    first, second = server.times
    assert second - first >= 1


def test_a_rest_may_be_asked_for_as_a_time(server):
    server.play(busy(http_date(now().timestamp() + 1.9), "503 Service Unavailable"), says(b"here"))
    assert fetch(server.address, limits=QUICK).body == b"here"
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("after", "until"),
    [
        ("3600", NOW + timedelta(hours=1)),
        ("9" * 30, NOW + LONGEST_REST),
        ("9999999999", NOW + LONGEST_REST),
        ("Fri, 20 Nov 2026 13:00:00 GMT", NOW + timedelta(hours=1)),
        ("Fri, 20 Nov 2026 13:00:00 -0000", NOW + timedelta(hours=1)),
        ("Fri, 20 Nov 9998 13:00:00 GMT", NOW + LONGEST_REST),
    ],
)
def test_a_long_rest_is_told_and_not_waited_for(server, after, until):
    fault = failed(server, busy(after), limits=PATIENT, now=lambda: NOW)
    assert (fault.code, fault.until) == ("busy", until)
    assert len(server.asked) == 1


@pytest.mark.parametrize("after", ["soon", "-5", "", "1.5", "Fri, 99 Nov 2026 13:00:00 GMT"])
def test_a_rest_that_says_nothing_counts_as_none_and_too_many_questions_are_not_made_more(server, after):
    fault = failed(server, busy(after), limits=PATIENT)
    assert (fault.code, fault.until, fault.unwelcome) == ("busy", None, True)
    assert len(server.asked) == 1


def test_a_rest_that_is_over_is_no_rest(server):
    server.play(busy("Fri, 20 Nov 2020 13:00:00 GMT"), says(b"here"))
    assert fetch(server.address, limits=QUICK).body == b"here"


@pytest.mark.parametrize(
    ("play", "unwelcome"),
    [
        (says(b"no", "403 Forbidden"), True),
        (busy("7200"), True),
        (busy("7200", "503 Service Unavailable"), False),
        (says(b"no", "404 Not Found"), False),
        (hangs, False),
    ],
    ids=["403", "429", "503", "404", "hangs"],
)
def test_a_server_that_forbids_or_has_too_many_questions_is_told_apart(server, play, unwelcome):
    assert failed(server, play).unwelcome is unwelcome


def test_json_is_posted_and_the_program_names_itself_and_whom_to_ask(server):
    server.play(says(b"here"))
    body = {"sourceCurrency": "EUR", "targetAmount": None}
    answer = fetch(server.address, json_body=body, contact="keeper@example.org", limits=QUICK)
    assert answer.body == b"here"
    (line,), (head,), (sent,) = server.asked, server.heads, server.bodies
    assert line.startswith("POST / ")
    assert head["content-type"] == "application/json"
    assert head["user-agent"] == agent("keeper@example.org")
    assert "keeper@example.org" in agent("keeper@example.org")
    assert json.loads(sent) == body


def test_without_a_contact_the_program_names_itself_and_its_version(server):
    server.play(says(b"here"))
    fetch(server.address, limits=QUICK)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert server.heads[0]["user-agent"].startswith(f"Pulyolu/{project['version']} (")
    assert server.bodies == [b""]


def test_nothing_is_printed_on_the_way(server, capfd, recwarn):
    failed(server, says(b"", "500 Internal Server Error"))
    assert capfd.readouterr() == ("", "")
    assert len(recwarn) == 0


def test_no_loop_of_events_is_left_behind(server):
    server.play(says(b"here"))
    fetch(server.address, limits=QUICK)
    with pytest.raises(RuntimeError):
        asyncio.get_running_loop()
