"""Who is told the numbers, and that no word of a reader is in them or in the log."""

import http.client
import json
from unittest.mock import patch
from urllib.parse import quote, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from server.routes.metrics import metrics
from server.settings import BadSetting, Settings
from tests.server.test_metrics import measures_of
from tests.support.asgi_server import answered, serving
from tests.support.websocket import DESK_KEY

TOKEN = "0123456789abcdefghijklmnopqrstuv"
HERE = {"host": "localhost:8501"}
PERSONAL = ("Aygun Mammadova", "+994501234567", "AZ21NABZ00000000137010001944", "31337.5", "203.0.113.77")
HOSTILE = ('"} 1\nforged{x="', "\\n# HELP forged", "%0aforged 1", "\u202eforged", "'; DROP TABLE entries--")


@pytest.fixture(scope="module")
def app():
    def none():
        raise OSError

    measures = measures_of(none)

    def of(token):
        return Starlette(routes=[Route("/metrics", metrics(measures, token))])

    with patch.object(measures, "text", lambda: b"numbers 1\n"):
        yield of


def test_without_a_token_this_machine_alone_is_answered(app):
    status, headers, body = answered(app(None), "/metrics", **HERE)
    assert (status, body) == (200, b"numbers 1\n")
    assert headers["content-type"].startswith("text/plain; version=")


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "pulyolu.example"},
        {},
        {**HERE, "x-forwarded-for": "127.0.0.1"},
        {**HERE, "forwarded": "for=127.0.0.1"},
        {**HERE, "x-real-ip": "::1"},
        {**HERE, "via": "1.1 proxy"},
        {"host": "pulyolu.example", "authorization": f"Bearer {TOKEN}"},
    ],
)
def test_what_came_by_a_proxy_or_by_another_name_finds_nothing(app, headers):
    named = {name.replace("-", "_"): value for name, value in headers.items()}
    assert answered(app(None), "/metrics", **named)[0] == 404


def test_a_token_is_asked_of_everybody_and_opens_from_anywhere(app):
    far = {"host": "pulyolu.example", "x_forwarded_for": "203.0.113.77"}
    assert answered(app(TOKEN), "/metrics", authorization=f"Bearer {TOKEN}", **far)[0] == 200
    for given in (None, "", TOKEN, f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer ", "Bearer \xe9"):
        headers = {} if given is None else {"authorization": given.encode("latin-1")}
        status, shown, body = answered(app(TOKEN), "/metrics", **HERE, **headers)
        assert (status, shown["www-authenticate"]) == (401, "Bearer")
        assert b"numbers" not in body


@pytest.mark.parametrize("token", ["short", "x" * 31, "ə" * 40, "a" * 31 + "\tb"])
def test_a_token_that_is_soon_guessed_ends_the_start_and_is_not_shown(token):
    with pytest.raises(BadSetting) as stop:
        Settings.of({"PULYOLU_METRICS_TOKEN": token})
    assert token not in str(stop.value)
    assert TOKEN not in repr(Settings.of({"PULYOLU_METRICS_TOKEN": TOKEN}))


def ask(address: str, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    place = urlsplit(address)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)
    try:
        connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    finally:
        connection.close()


@pytest.mark.whole
def test_no_word_of_a_reader_is_in_the_numbers_or_in_the_log_and_labels_are_few(tmp_path):
    settings = {"PULYOLU_LOG": "json", "PULYOLU_PROXIES": "127.0.0.1", "PULYOLU_METRICS_TOKEN": TOKEN}
    with serving(var=tmp_path, settings=settings) as (address, log):
        for number, word in enumerate((*PERSONAL, *HOSTILE)):
            said = quote(word)
            for path in (
                f"/{said}", f"/l?send={said}", f"/?name={said}", f"/v/{said}", f"/v?code={said}",
                f"/api/v1/compare?sending=RU&receiving=AZ&send={said}", f"/feed/{said}", f"/desk/{said}",
                f"/kept/answer?send={said}", f"/_stcore/{said}", f"/x{number}/{said}",
            ):  # fmt: skip
                ask(
                    address, path, x_forwarded_for="203.0.113.77", referer=f"http://x/{said}", user_agent=said
                )
        status, told = ask(address, "/metrics", authorization=f"Bearer {TOKEN}")
        lines = log().splitlines()
    assert status == 200
    for word in (*PERSONAL, "994501234567", "Mammadova", "forged", "DROP", "31337", TOKEN, "203.0.113"):
        assert word not in told, word
        assert word not in "\n".join(lines), word
    assert TOKEN not in "\n".join(lines)
    routes = {line.split('route="')[1].split('"')[0] for line in told.splitlines() if 'route="' in line}
    assert "other" in routes
    assert len(routes) < 15
    assert lines
    assert all({"time", "level", "logger", "message"} <= json.loads(line).keys() for line in lines)
    assert any(DESK_KEY in line for line in lines) == any("/desk/" in line for line in lines)
