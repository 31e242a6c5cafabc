"""The shipped nginx configuration with a real nginx: before a real server, and before one that echoes."""

import gzip
import http.client
import json
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from websockets.sync.client import connect

from tests.support.asgi_server import started
from tests.support.cluster import shipped_settings
from tests.support.nginx import NAME, front

pytestmark = pytest.mark.whole
PERSONAL = "Aygun-994501234567"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    with (
        started(var=folder / "var", settings=shipped_settings()) as server,
        front(folder, int(urlsplit(server.address).port or 0)) as found,
    ):
        yield server, found


def ask(found, path, *, line=None, method="GET", **headers):
    """One answer over TLS: status, headers with small letters, body."""
    connection = http.client.HTTPConnection(NAME)
    connection.sock = line or found.line()
    try:
        connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def test_a_reader_is_led_to_tls_and_answered_there(whole):
    _, found = whole
    plain = socket.create_connection(("127.0.0.1", found.plain))
    status, headers, _ = ask(found, "/l?send=200", line=plain)
    assert (status, headers["location"]) == (301, f"https://{NAME}/l?send=200")
    status, headers, body = ask(found, "/l?sending=RU&receiving=AZ&send=20000&lang=en")
    assert status == 200
    assert b"<html" in body
    assert "strict-transport-security" in headers
    assert not any(name in headers for name in ("x-powered-by", "via"))
    assert "nginx/" not in headers.get("server", "")


def test_browsers_speak_http_2(whole):
    _, found = whole
    with found.line(NAME, "h2", "http/1.1") as line:
        assert line.selected_alpn_protocol() == "h2"


def test_another_name_is_not_answered(whole):
    _, found = whole
    with pytest.raises(OSError):
        found.line("localhost")
    with socket.create_connection(("127.0.0.1", found.plain)) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: 203.0.113.7\r\n\r\n")
        assert line.recv(100) == b""


def test_what_is_for_watchers_stays_inside(whole):
    server, found = whole
    assert ask(found, f"/l?send=20000&told={PERSONAL}")[0] == 200
    for path in ("/metrics", "/readyz", "/_stcore/metrics"):
        assert ask(found, path)[0] == 404
    assert ask(found, "/healthz")[0] == 200
    place = urlsplit(server.address)
    direct = socket.create_connection((place.hostname, place.port))
    status, _, body = ask(found, "/metrics", line=direct, host="127.0.0.1")
    assert status == 200
    assert b'route="/l"' in body
    assert PERSONAL.encode() not in body


def test_named_files_last_for_ever_and_fit_all_who_ask(whole):
    _, found = whole
    page = ask(found, "/", accept_encoding="identity")[2].decode()
    path = "/" + re.findall(r'(?:src|href)="\./(static/[^"]+\.js)"', page)[0]
    small = ask(found, path, accept_encoding="gzip, deflate, br, zstd")
    assert small[1]["content-encoding"] in ("br", "gzip")
    packed = ask(found, path, accept_encoding="gzip, deflate")
    again = ask(found, path, accept_encoding="gzip")
    plain = ask(found, path)
    assert [one[0] for one in (packed, again, plain)] == [200] * 3
    assert packed[1]["content-encoding"] == "gzip"
    assert "content-encoding" not in plain[1]
    assert gzip.decompress(packed[2]) == gzip.decompress(again[2]) == plain[2]
    assert "immutable" in packed[1]["cache-control"]
    assert list((found.folder / "cache").rglob("*"))
    missing = ask(found, "/static/none.abcdefgh.js")
    assert "immutable" not in missing[1]["cache-control"]


def test_the_dashboards_line_is_carried(whole):
    _, found = whole
    plain = socket.create_connection(("127.0.0.1", found.secured))
    address = f"wss://{NAME}/_stcore/stream"
    given = {"sock": plain, "ssl": found.trusting(), "subprotocols": ["streamlit"], "open_timeout": 60}
    with connect(address, origin=f"https://{NAME}", **given) as line:
        assert line.subprotocol == "streamlit"


def test_no_word_of_a_reader_is_in_a_log(whole):
    server, found = whole
    for path in (f"/l?send={PERSONAL}", f"/{PERSONAL}", f"/static/{PERSONAL}", f"/%00{PERSONAL}"):
        ask(found, path, referer=f"https://{PERSONAL}", user_agent=PERSONAL)
    assert PERSONAL not in found.logs() + server.log()
    assert "127.0.0.1" not in found.logs()
    assert found.logs().count("\n") > 3


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers that it was sent."""

    protocol_version = "HTTP/1.1"
    wbufsize = 65_536

    def do_GET(self) -> None:
        """Answer."""
        body = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


@pytest.fixture
def echo(tmp_path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with front(tmp_path, server.server_port) as found:
        yield found
    server.shutdown()
    server.server_close()


def test_forwarded_headers_are_nginxs_own(echo):
    forged = {
        "x_forwarded_for": "198.51.100.9", "x_forwarded_proto": "http", "x_forwarded_host": "evil.example",
        "x_real_ip": "198.51.100.9", "forwarded": "for=198.51.100.9",
    }  # fmt: skip
    for path in ("/", "/static/a.js", "/_stcore/stream"):
        status, _, body = ask(echo, path, **forged)
        seen = json.loads(body)
        assert status == 200
        assert (seen["x-forwarded-for"], seen["x-forwarded-proto"]) == ("127.0.0.1", "https")
        assert not {"x-forwarded-host", "x-real-ip", "forwarded"} & seen.keys()
        assert seen["host"] == NAME
        assert "198.51.100.9" not in body.decode()


def test_a_flood_of_one_address_is_told_to_wait(echo):
    asked = f"GET /flood HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode()
    last = asked.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    with echo.line() as line:
        line.sendall(asked * 900 + last)
        heard = bytearray()
        while part := line.recv(65_536):
            heard += part
    assert set(re.findall(rb"HTTP/1.1 (\d+)", heard)) == {b"200", b"429"}
