"""A large file: whole or not at all, on from where it broke off, within limits of size, time and pace."""

import hashlib
import random
import re

import pytest

from channels.readers.downloading import DownloadLimits, download
from channels.readers.failed import Failed
from tests.support.publishers import breaks_off, busy, drips, garbage, hangs, outside, says

BODY = random.Random(7).randbytes(300_000)
QUICK = DownloadLimits(size=1_000_000, seconds=0.5, pace=1_000, window=0.4, tries=4, pause=0.01)


@pytest.fixture
def server(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with outside() as found:
        yield found


def serves(body=BODY, *, most=None, etag='"a"', ranges=True, server=None):
    """A server of a file that knows ranges; it breaks off after so many bytes."""

    def play(talk):
        head = server.heads[-1]
        asked = re.fullmatch(r"bytes=(\d+)-", head.get("range", ""))
        start = int(asked[1]) if asked and ranges and head.get("if-range") == etag else 0
        part = body[start:]
        named = {"etag": etag} if etag else {}
        if start:
            named["content_range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        status = "206 Partial Content" if start else "200 OK"
        says(part[:most], status, length=len(part), **named)(talk)

    return play


def failed(server, tmp_path, *plays, limits=QUICK) -> str:
    server.play(*plays)
    with pytest.raises(Failed) as raised:
        download(f"{server.address}/a.xlsx", tmp_path / "a.xlsx", limits=limits)
    assert not (tmp_path / "a.xlsx").exists()
    return raised.value.code


def taken(server, tmp_path, *plays, limits=QUICK, **more) -> None:
    server.play(*plays)
    digest = download(f"{server.address}/a.xlsx", tmp_path / "a.xlsx", limits=limits, **more)
    assert (tmp_path / "a.xlsx").read_bytes() == BODY
    assert digest == hashlib.sha256(BODY).hexdigest()
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_file_comes_whole_with_its_hash_and_tells_how_far_it_is(server, tmp_path):
    told = []
    taken(
        server, tmp_path, serves(server=server), contact="keeper@example.org",
        told=lambda there, whole: told.append((there, whole)),
    )  # fmt: skip
    assert told[-1] == (len(BODY), len(BODY))
    assert told == sorted(told)
    assert "keeper@example.org" in server.heads[0]["user-agent"]


def test_a_break_is_gone_on_from_in_the_same_call(server, tmp_path):
    taken(server, tmp_path, serves(most=100_000, server=server))
    ranges = [head.get("range") for head in server.heads]
    assert ranges[0] is None
    assert ranges[1:] == ["bytes=100000-", "bytes=200000-"]
    assert server.heads[1]["if-range"] == '"a"'


def test_a_break_is_gone_on_from_in_a_later_call(server, tmp_path):
    once = DownloadLimits(size=1_000_000, seconds=0.5, tries=1)
    assert failed(server, tmp_path, serves(most=100_000, server=server), limits=once) == "broken_off"
    taken(server, tmp_path, serves(server=server))
    assert server.heads[-1]["range"] == "bytes=100000-"


def test_another_file_under_the_same_address_begins_anew(server, tmp_path):
    once = DownloadLimits(size=1_000_000, seconds=0.5, tries=1)
    failed(server, tmp_path, serves(b"old" * 50_000, most=90_000, etag='"old"', server=server), limits=once)
    taken(server, tmp_path, serves(server=server))


@pytest.mark.parametrize("etag", ["", 'W/"a"'])
def test_a_server_that_cannot_tell_files_apart_sends_the_whole(server, tmp_path, etag):
    taken(server, tmp_path, serves(most=100_000, etag=etag, server=server), serves(etag=etag, server=server))
    assert all("range" not in head for head in server.heads)


def test_a_server_that_knows_no_ranges_sends_the_whole(server, tmp_path):
    taken(server, tmp_path, serves(most=100_000, server=server), serves(ranges=False, server=server))


@pytest.mark.parametrize(
    "answer",
    [
        says(BODY[5:], "206 Partial Content", content_range="bytes 5-299999/300000"),
        says(BODY[5:], "206 Partial Content"),
        says(b"", "416 Range Not Satisfiable"),
    ],
    ids=["other place", "no place", "416"],
)
def test_a_part_that_does_not_fit_is_thrown_away(server, tmp_path, answer):
    taken(server, tmp_path, serves(most=100_000, server=server), answer, serves(server=server))


@pytest.mark.parametrize(
    ("play", "code", "tries"),
    [
        (says(b"no", "403 Forbidden"), "refused", 1),
        (says(b"no", "404 Not Found"), "refused", 1),
        (busy(), "busy", 1),
        (says(b"", "502 Bad Gateway"), "server_error", 4),
        (says(b"", "302 Found", location="http://203.0.113.1/"), "redirected", 1),
        (says(b""), "empty", 1),
        (says(b"x", length=2_000_000), "too_large", 1),
        (garbage(), "too_large", 1),
        (breaks_off, "broken_off", 4),
        (hangs, "too_slow", 4),
        (drips(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 10_000), "too_slow", 4),
        (drips(b"", b"HTTP/1.1 200 OK" + b"x" * 1_000), "too_slow", 4),
    ],
    ids=[
        "403",
        "404",
        "429",
        "502",
        "302",
        "empty",
        "claims_2MB",
        "200MB",
        "breaks",
        "hangs",
        "drips",
        "drips_head",
    ],
)
def test_what_is_no_file_is_one_reason_and_leaves_none(server, tmp_path, play, code, tries):
    assert failed(server, tmp_path, play) == code
    assert len(server.asked) == tries


def test_a_spoilt_note_of_what_is_there_begins_anew(server, tmp_path):
    (tmp_path / "a.xlsx.part").write_bytes(b"something")
    (tmp_path / "a.xlsx.part.json").write_bytes(b"\xff{")
    taken(server, tmp_path, serves(server=server))


def test_what_stands_there_stays_until_the_new_one_is_whole(server, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"old")
    server.play(says(b"no", "404 Not Found"))
    with pytest.raises(Failed):
        download(server.address, tmp_path / "a.xlsx", limits=QUICK)
    assert (tmp_path / "a.xlsx").read_bytes() == b"old"
