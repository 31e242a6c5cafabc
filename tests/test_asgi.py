"""The server around the dashboard: few bytes, careful headers, no word of what was asked in its log."""

import gzip
import html
import http.client
import os
import re
import socket
import struct
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import brotli
import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit import config
from streamlit.runtime.secrets import Secrets
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from asgi import asked, take_files
from channels.collect.stewards import DeskAccess
from channels.dataset.locations import DataFolders, teaching
from channels.records.observations import Rate
from channels.refresh.publishing import publish_rates
from channels.workshop.room import Ballot, Room
from components.i18n import LANGUAGES, words
from server.data_cache import DataCache, shelf
from server.middleware.compression import HASHED, Packing
from server.middleware.rate_limit import MOST_ADDRESSES, Bucket, household
from server.middleware.security_headers import Guard, HostCheck, dashboard_policy, hashed
from server.middleware.small_files import SmallFiles
from server.secrets import known_secrets
from server.settings import BadSetting, Settings, desk_of
from tests.support.asgi_server import answered, serving
from tests.support.site import NAME

ROOT = Path(__file__).parents[1]
QUERY = "sending=RU&receiving=AZ&send=31337"


@pytest.fixture
def address(site) -> str:
    return site.address


def ask(address, path, *, method="GET", **headers):
    """One answer: its status, its headers with small letters, and the bytes as they came."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    try:
        connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def files(address):
    """The files that the dashboard's page names."""
    _, _, body = ask(address, "/")
    found = re.findall(r'(?:src|href)="\./(static/[^"]+)"', body.decode())
    assert len(found) > 40
    return ["/" + name for name in found]


# Bytes


def test_what_the_first_page_names_is_sent_in_a_third_of_its_bytes(address):
    plain = packed = 0
    for path in files(address):
        if path.endswith((".js", ".css")):
            _, headers, body = ask(address, path)
            assert "content-encoding" not in headers
            status, headers, small = ask(address, path, accept_encoding="gzip, br")
            assert status == 200
            unpack = {"gzip": gzip.decompress, "br": brotli.decompress}[headers["content-encoding"]]
            assert "accept-encoding" in headers["vary"].lower()
            assert int(headers["content-length"]) == len(small)
            assert unpack(small) == body
            plain, packed = plain + len(body), packed + len(small)
    assert plain > 2_000_000
    assert packed < plain / 3


def test_a_packed_file_is_the_same_the_second_time(address):
    path = next(name for name in files(address) if name.endswith(".js"))
    first, second = (ask(address, path, accept_encoding="gzip") for _ in range(2))
    assert (first[0], first[2]) == (second[0], second[2])


def test_the_light_page_and_the_json_are_packed_too(address):
    for path in ("/l", f"/api/v1/compare?{QUERY}", "/"):
        _, _, plain = ask(address, path)
        _, headers, packed = ask(address, path, accept_encoding="gzip")
        assert headers["content-encoding"] == "gzip"
        assert len(packed) < len(plain) / 2


def test_what_is_named_by_hash_lasts_and_nothing_else_does(address):
    for path in files(address)[:5]:
        assert "immutable" in ask(address, path)[1]["cache-control"]
        assert "immutable" in ask(address, path, accept_encoding="gzip")[1]["cache-control"]
    for path in ("/", "/compare", "/favicon.png", "/manifest.json", "/l", "/healthz"):
        for encoding in ("gzip", "identity"):
            headers = ask(address, path, accept_encoding=encoding)[1]
            assert headers["cache-control"].startswith("no-")
    missing = ask(address, "/static/js/nothing.AAAAAAAA.js", accept_encoding="gzip")
    assert "immutable" not in missing[1]["cache-control"]
    missing = ask(address, "/static/js/nothing.AAAAAAAA.js")
    assert "immutable" not in missing[1]["cache-control"]


def test_a_part_of_a_file_is_sent_as_asked_for(address):
    path = next(name for name in files(address) if name.endswith(".js"))
    status, headers, body = ask(address, path, accept_encoding="gzip", range="bytes=0-9")
    assert (status, len(body)) == (206, 10)
    assert "content-encoding" not in headers


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/static/js/index.DormvYxC.js", True),
        ("/static/media/SourceSansVF-Upright.ttf.BsWL4Kly.woff2", True),
        ("/static/js/_baseMap.OhVc4KF-.js", True),
        ("/static/js/index.js", False),
        ("/index.DormvYxC.js", False),
        ("/favicon.png", False),
        ("/static/js/x.DormvYxC.html", False),
    ],
)
def test_a_hash_in_a_name_is_known(path, named):
    assert bool(HASHED.match(path)) is named


def test_what_was_made_small_is_sent_as_it_was_made():
    script, sheet, font = (
        "/static/js/a.AAAAAAAA.js",
        "/static/css/b.AAAAAAAA.css",
        "/static/media/c.AAAAAAAA.woff2",
    )
    small = SmallFiles({script: b"packed", sheet: b"packed too"}, {sheet: b"body{}", font: b"letters"})

    async def streamlits(_request: Request):
        return Response("let a", media_type="text/javascript")

    app = Starlette(
        routes=[Route("/{path:path}", streamlits)],
        middleware=[Middleware(Packing, names=frozenset(), small=small)],
    )
    for path, accepted, packing, content in (
        (script, "gzip, deflate, br, zstd", "br", b"packed"),
        (script, "gzip, br;q=0", None, b"let a"),
        (script, "identity", None, b"let a"),
        (sheet, "br", "br", b"packed too"),
        (sheet, "gzip", "gzip", gzip.compress(b"body{}", 9, mtime=0)),
        (sheet, "identity", None, b"body{}"),
        (font, "gzip, br", None, b"letters"),
    ):
        status, headers, body = answered(app, path, accept_encoding=accepted)
        assert (status, headers.get("content-encoding"), body) == (200, packing, content)
        assert ("immutable" in headers["cache-control"]) == (body != b"let a")


def test_an_error_is_not_kept():
    answers = iter([500, 200])

    async def file(_request: Request):
        return Response("x" * 1000, status_code=next(answers, 200), media_type="text/javascript")

    app = Starlette(
        routes=[Route("/static/a.AAAAAAAA.js", file)],
        middleware=[Middleware(Packing, names=frozenset({"/static/a.AAAAAAAA.js"}))],
    )
    path = "/static/a.AAAAAAAA.js"
    assert answered(app, path, accept_encoding="gzip")[0] == 500
    for _ in range(2):
        status, _, body = answered(app, path, accept_encoding="gzip")
        assert (status, gzip.decompress(body)) == (200, b"x" * 1000)


@pytest.mark.whole
def test_a_reader_who_hangs_up_leaves_no_broken_file_for_the_others(tmp_path):
    """A phone that loses its line while the page loads: on a server of its own, where nothing is kept yet."""
    served = Path(streamlit.__file__).parent / "static"
    with serving(var=tmp_path) as (fresh, _):
        place = urlsplit(fresh)
        names = [name for name in files(fresh) if (served / name.lstrip("/")).is_file()]
        for name in names:
            line = socket.create_connection((place.hostname, place.port), timeout=30)
            # Closed by a reset, as a line that breaks.
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            line.sendall(
                f"GET {name} HTTP/1.1\r\nHost: {place.netloc}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
            )
            line.close()
        for name in names:
            _, headers, body = ask(fresh, name, accept_encoding="gzip")
            sent = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
            assert sent == (served / name.lstrip("/")).read_bytes(), name


def test_a_file_that_was_cut_short_is_not_kept():
    whole = b"x" * 1000

    async def cut(_scope, receive, send):
        head = [(b"content-type", b"text/javascript"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": whole[: next(lengths, 1000)]})

    lengths = iter([400])
    path = "/static/a.AAAAAAAA.js"
    app = Packing(cut, frozenset({path}))
    assert answered(app, path, accept_encoding="gzip")[2] == whole[:400]
    assert gzip.decompress(answered(app, path, accept_encoding="gzip")[2]) == whole


# Headers


@pytest.mark.parametrize("path", ["/", "/l", f"/api/v1/compare?{QUERY}", "/healthz", "/favicon.png"])
def test_every_answer_bears_the_careful_headers(address, path):
    _, headers, _ = ask(address, path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/", "/compare", "/l", "/l?send=nonsense"])
def test_no_page_may_be_framed_or_run_a_strangers_script(address, path):
    _, headers, _ = ask(address, path)
    assert headers["x-frame-options"] == "DENY"
    assert "camera=()" in headers["permissions-policy"]
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    scripts = re.search(r"script-src ([^;]*)", policy)
    assert "unsafe" not in (scripts[1] if scripts else "")
    assert "http" not in policy
    assert "*" not in policy


def test_the_light_page_may_run_no_script_and_only_its_own_style(address):
    _, headers, body = ask(address, "/l")
    policy = headers["content-security-policy"]
    assert "script-src" not in policy
    style = re.search(r"<style>(.*?)</style>", body.decode(), flags=re.S)
    assert hashed(style[1]) in policy


def test_streamlits_own_script_is_the_one_that_the_policy_allows(address):
    _, headers, body = ask(address, "/")
    inline = re.findall(r"<script>(.*?)</script>", body.decode(), flags=re.S)
    assert len(inline) == 2
    assert all(hashed(script) in headers["content-security-policy"] for script in inline)
    assert "'unsafe-inline'" not in dashboard_policy([]).split("style-src")[0]


def test_a_websocket_of_another_page_is_turned_away(address):
    stream = address.replace("http", "ws") + "/_stcore/stream"
    with connect(stream, origin=address) as open_one:
        assert open_one.protocol.state.name == "OPEN"
    with pytest.raises(InvalidStatus) as refused:
        connect(stream, origin="https://evil.example")
    assert refused.value.response.status_code == 403


# The way to the light page


@pytest.mark.parametrize("path", ["/", "/compare", "/sources"])
def test_streamlits_pages_lead_to_the_light_page_in_three_languages(address, path):
    query = "lang=ru&sending=TR&send=7500&page=5&open=told"
    status, headers, body = ask(address, f"{path}?{query}")
    text = body.decode()
    assert (status, int(headers["content-length"])) == (200, len(body))
    ways = text[text.index('<p id="way">') :]
    links = [html.unescape(link) for link in re.findall(r'href="(/l[^"]*)"', ways)]
    assert [dict(parse_qsl(urlsplit(link).query)) for link in links] == [
        {"lang": code, "sending": "TR", "send": "7500"} for code in LANGUAGES
    ]
    for code in LANGUAGES:
        assert words(code)("light.open") in text
    assert "JavaScript" not in text
    assert "<title>Streamlit" not in text
    assert "etag" not in headers and "last-modified" not in headers
    assert 'id="root"' in text


def test_markup_in_the_address_stays_text_on_streamlits_page(address):
    for evil in ("<script>alert(1)</script>", '"><b onclick=x>', "</style><script>", "%3Cscript%3E"):
        _, _, body = ask(address, "/?" + urlencode({"send": evil, evil: "1"}))
        assert body.decode().count("<script") == ask(address, "/")[2].decode().count("<script")
        # What was typed may be read again in the first answer, as text alone.
        assert not re.search(r"<[^>]*onclick", re.sub(r'(href|value)="[^"]*"', "", body.decode()))


@pytest.mark.parametrize("path", ["/l/xyz", "/kept/xyz/1", "/v/BCHK/1"])
def test_an_address_below_one_of_ours_that_there_is_not_is_a_page_with_ways_on(address, path):
    status, headers, body = ask(address, f"{path}?lang=ru")
    assert status == 404
    assert headers["content-type"].startswith("text/html")
    assert words("ru")("lost.title") in body.decode()


def test_what_is_no_page_of_streamlits_is_left_as_it_is(address):
    assert b'id="way"' not in ask(address, "/l")[2]
    status, _, body = ask(address, "/", method="HEAD")
    assert (status, body) == (200, b"")
    assert ask(address, "/favicon.png")[2].startswith(b"\x89PNG")


# Who may ask, and what is told of it


def test_the_health_route_says_ok(address):
    assert ask(address, "/healthz")[::2] == (200, b"ok\n")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("localhost:8501", 200),
        ("[::1]:8501", 200),
        (NAME, 200),
        ("evil.example", 400),
        (f"{NAME}.evil", 400),
        ("", 400),
    ],
)
def test_only_names_that_were_set_are_answered(address, host, status):
    assert ask(address, "/healthz", host=host)[0] == status


def test_no_question_stands_in_the_log(site):
    address, log = site.address, site.log
    for path in (f"/l?{QUERY}", f"/?{QUERY}", f"/api/v1/compare?{QUERY}", f"/api/v1/compare?{QUERY}&x=31337"):
        ask(address, path)
    with connect(address.replace("http", "ws") + f"/_stcore/stream?{QUERY}", origin=address):
        pass
    assert "31337" not in log()
    assert "GET" not in log()
    assert address in log()


def clients(settings, tmp_path):
    """What two callers who say that they are two are told, where each may ask once a minute."""
    with serving(var=tmp_path, settings={"PULYOLU_LIMIT": "1", **settings}) as (address, _):
        path = f"/api/v1/compare?{QUERY}"
        first = ask(address, path, x_forwarded_for="192.0.2.7")
        second = ask(address, path, x_forwarded_for="192.0.2.8")
        return first[0], second[0], second[1], second[2]


@pytest.mark.whole
def test_forwarded_headers_are_believed_only_from_a_proxy_that_was_set(tmp_path):
    first, second, headers, body = clients({}, tmp_path)
    assert (first, second) == (200, 429)
    assert 1 <= int(headers["retry-after"]) <= 60
    assert b'"code":"too_many"' in body
    assert clients({"PULYOLU_PROXIES": "127.0.0.1"}, tmp_path)[:2] == (200, 200)
    assert clients({"PULYOLU_PROXIES": "192.0.2.1"}, tmp_path)[:2] == (200, 429)


# Limits


class Clock:
    """A clock that a test turns."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_a_bucket_empties_and_fills_again():
    clock = Clock()
    bucket = Bucket(60, clock)
    assert [bucket.wait("a") for _ in range(60)] == [0] * 60
    assert bucket.wait("a") == 1
    assert bucket.wait("b") == 0
    clock.now += 1
    assert bucket.wait("a") == 0
    assert bucket.wait("a") == 1
    clock.now += 3_600
    assert [bucket.wait("a") for _ in range(61)] == [0] * 60 + [1]


def test_the_seconds_to_wait_are_enough():
    clock = Clock()
    bucket = Bucket(7, clock)
    while not (seconds := bucket.wait("a")):
        pass
    clock.now += seconds
    assert bucket.wait("a") == 0


def test_no_limit_is_no_limit():
    bucket = Bucket(0, Clock())
    assert not any(bucket.wait("a") for _ in range(1_000))


def test_a_bucket_forgets_who_was_seen_longest_ago():
    bucket = Bucket(1, Clock())
    for number in range(MOST_ADDRESSES + 1):
        assert bucket.wait(str(number)) == 0
    assert bucket.wait("0") == 0
    assert bucket.wait(str(MOST_ADDRESSES)) > 0


def test_one_household_is_one_address():
    assert household("2001:db8:1:2::1") == household("2001:db8:1:2:ffff::9")
    assert household("2001:db8:1:2::1") != household("2001:db8:1:3::1")
    assert household("::ffff:192.0.2.7") == household("192.0.2.7")
    assert household("not an address") == "not an address"


# Settings and data


def test_nothing_set_means_this_machine_alone():
    found = Settings.of({})
    assert (found.address, found.port, found.proxies) == ("127.0.0.1", 8501, ())
    assert set(found.hosts) == {"localhost", "127.0.0.1", "[::1]"}


def test_settings_are_read_from_the_environment():
    found = Settings.of(
        {
            "PULYOLU_HOSTS": "a.example, b.example",
            "PULYOLU_PROXIES": "10.0.0.1",
            "PULYOLU_LIMIT": "5",
            "PULYOLU_PORT": "80",
            "DISPLAY": ":0",
        }
    )
    assert found.hosts[-2:] == ("a.example", "b.example")
    assert (found.proxies, found.a_minute, found.port) == (("10.0.0.1",), 5, 80)
    assert found.opens_browser
    assert not Settings.of({"DISPLAY": ":0", "PULYOLU_BROWSER": "0"}).opens_browser


@pytest.mark.parametrize(
    ("said", "where", "taken"),
    [
        ({}, DeskAccess.LOGIN, None),
        ({}, DeskAccess.NONE, None),
        ({}, DeskAccess.HERE, 200),
        ({"PULYOLU_UPLOADS": "60"}, DeskAccess.LOGIN, 60),
        ({"PULYOLU_UPLOADS": "5"}, DeskAccess.HERE, 5),
    ],
)
def test_a_whole_workbook_is_taken_where_no_stranger_can_send_one(said, where, taken, monkeypatch):
    options: dict[str, Any] = {}
    monkeypatch.setattr(config, "set_option", options.__setitem__)
    take_files(Settings.of(said), where)
    assert options == ({} if taken is None else {"server.maxUploadSize": taken})


@pytest.mark.parametrize("value", ["many", "-1", "1e3", "99999999"])
def test_a_setting_that_cannot_be_read_is_named(value):
    with pytest.raises(BadSetting, match="PULYOLU_LIMIT"):
        Settings.of({"PULYOLU_LIMIT": value})


def test_data_are_read_again_only_when_a_file_changed(tmp_path):
    clock = Clock()
    found = DataCache(DataFolders(ROOT / "data", tmp_path), teaching(), clock=clock)
    first = found.dataset("real")
    clock.now += 60
    assert found.dataset("real") is first
    (tmp_path / "observations").mkdir()
    assert found.dataset("real") is first
    clock.now += 60
    assert found.dataset("real") is not first
    assert found.dataset("teaching").invented


def test_a_rate_taken_in_is_noticed_by_a_server_that_runs(tmp_path):
    clock = Clock()
    place = DataFolders(ROOT / "data", tmp_path / "over")
    found = DataCache(place, teaching(), clock=clock)
    day = date(2026, 11, 21)
    assert not found.dataset("real").rates.quote("RUB", day).fresh
    row = Rate(day=day, currency="RUB", nominal=100, value="2.1", source="trend_lira_2025")
    source = found.dataset("real").sources["trend_lira_2025"]
    publish_rates(place, source, [row], scratch=tmp_path)
    clock.now += 60
    assert found.dataset("real").rates.quote("RUB", day).fresh


def test_the_dashboard_and_the_server_share_one_copy_of_the_data(monkeypatch, tmp_path):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    for name in ("real", "teaching"):
        assert shelf(every=0).dataset(name) is shelf().dataset(name)


def test_the_guard_leaves_a_pages_own_policy():
    async def page(_request: Request):
        headers = {"content-security-policy": "default-src 'self'"}
        return PlainTextResponse("", headers=headers, media_type="text/html")

    app = Starlette(routes=[Route("/", page)], middleware=[Middleware(Guard, policy="default-src 'none'")])
    assert answered(app, "/")[1]["content-security-policy"] == "default-src 'self'"


# A workshop


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("10.42.0.1:8501", 200),
        ("[fd00::2]:8501", 200),
        ("localhost:8501", 200),
        ("evil.example", 400),
        ("10.42.0.1.evil.example:8501", 400),
        ("", 400),
    ],
)
def test_a_workshop_answers_every_number_and_no_strange_name(host, status):
    async def page(_request: Request):
        return PlainTextResponse("")

    names = ("localhost", "127.0.0.1", "[::1]")
    app = Starlette(routes=[Route("/", page)], middleware=[Middleware(HostCheck, names=names)])
    assert answered(app, "/", host=host)[0] == status


def test_a_workshop_listens_to_everybody_unless_told_otherwise():
    assert Settings.of({"PULYOLU_WORKSHOP": "1"}).address == "0.0.0.0"
    assert Settings.of({"PULYOLU_WORKSHOP": "1", "PULYOLU_BIND": "127.0.0.1"}).address == "127.0.0.1"
    assert Settings.of({"PULYOLU_WORKSHOP": "1"}).workshop
    for value in ("", "0", "yes"):
        assert Settings.of({"PULYOLU_WORKSHOP": value}) == Settings.of({})


def test_phones_are_asked_in_words_and_faulty_data_leave_them_the_shapes(tmp_path):
    ballot = Ballot("guess", 4, open=True)
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    room = Room("BKHM", "az", "caller_code", ballot, opened=moment, over=False)
    found = asked(shelf())(room, ballot, words("en"))
    assert found is not None
    assert len(found.choices) == 4
    (tmp_path / "sources.toml").write_text("nonsense", encoding="utf-8")
    faulty = DataCache(DataFolders(tmp_path), DataFolders(tmp_path))
    assert asked(faulty)(room, ballot, words("en")) is None


# For whom the steward's page exists


def test_the_environment_shuts_the_stewards_page_and_never_opens_it():
    own = {"address": "127.0.0.1", "hosts": ("localhost", "127.0.0.1", "::1")}
    assert desk_of({}, **own) is DeskAccess.HERE
    assert desk_of({"PULYOLU_STEWARDS": "login"}, **own) is DeskAccess.LOGIN
    for shut in ({"PULYOLU_STEWARDS": "none"}, {"PULYOLU_WORKSHOP": "1", "PULYOLU_STEWARDS": "here"}):
        assert desk_of(shut, **own) is DeskAccess.NONE
    opened = {"PULYOLU_STEWARDS": "here"}
    assert desk_of(opened | {"PULYOLU_PROXIES": "127.0.0.1"}, **own) is DeskAccess.LOGIN
    # Streamlit alone, which asks for no name, and one that listens everywhere.
    assert desk_of(opened, address="127.0.0.1", hosts=[]) is DeskAccess.LOGIN
    assert desk_of(opened, address="0.0.0.0", hosts=own["hosts"]) is DeskAccess.LOGIN
    assert desk_of(opened, address=None, hosts=own["hosts"]) is DeskAccess.LOGIN
    assert (
        desk_of(opened, address="127.0.0.1", hosts=[*own["hosts"], "prices.example.org"]) is DeskAccess.LOGIN
    )


def test_secrets_that_cannot_be_read_are_not_none(tmp_path, monkeypatch):
    file = tmp_path / "secrets.toml"
    monkeypatch.setattr("streamlit.secrets", secrets := Secrets())
    known = config.get_option

    def option(name: str) -> object:
        return [str(file)] if name == "secrets.files" else known(name)

    monkeypatch.setattr("streamlit.get_option", option)
    monkeypatch.setattr("streamlit.config.get_option", option)
    assert known_secrets() == {}
    file.write_text("[auth\nclient_id = 'x'\n")
    assert known_secrets() is None
    file.write_text("[stewards]\n'a@example.org' = ['enter']\n")
    assert known_secrets() == {"stewards": {"a@example.org": ["enter"]}}
    assert secrets.to_dict() == known_secrets()
    # The list is read anew: an older file put back, a slip of the pen, a mended one, none at all.
    file.write_text("[stewards]\n")
    os.utime(file, (0, 0))
    assert known_secrets() == {"stewards": {}}
    file.write_text("[stewards\n")
    assert known_secrets() is None
    file.write_text("[stewards]\n'b@example.org' = ['check']\n")
    assert known_secrets() == {"stewards": {"b@example.org": ["check"]}}
    file.unlink()
    assert "stewards" not in known_secrets()
