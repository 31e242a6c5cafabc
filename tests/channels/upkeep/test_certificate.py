"""How long a certificate holds, by its file and by what this machine shows for a name."""

import socket
import ssl
import threading
from datetime import timedelta

import pytest

from channels import clock
from channels.upkeep.certificate import of_certificate
from channels.upkeep.findings import Found, Urgency
from tests.support.certificates import made


@pytest.mark.parametrize(
    ("days", "what", "urgency"),
    [
        (90, Found.CERTIFICATE_WELL, Urgency.WELL),
        (20, Found.CERTIFICATE_SOON, Urgency.HAND),
        (-1, Found.CERTIFICATE_OVER, Urgency.HAND),
    ],
)
def test_a_certificate_in_a_file(tmp_path, days, what, urgency):
    now = clock.now()
    chain, _ = made(tmp_path, "pulyolu.example", ends=now + timedelta(days=days, minutes=5))
    finding = of_certificate(str(chain), now)
    assert (finding.what, finding.urgency) == (what, urgency)
    assert finding.holes["days"] == days


@pytest.mark.parametrize("named", ["none", "none:", "none:port", "x:1", "", ":"])
def test_what_is_no_certificate_is_told(named):
    assert of_certificate(named, clock.now()).what is Found.CERTIFICATE_UNREAD


def test_a_file_of_another_kind_is_told(tmp_path):
    (tmp_path / "x.pem").write_text("no certificate")
    assert of_certificate(str(tmp_path / "x.pem"), clock.now()).what is Found.CERTIFICATE_UNREAD


def test_a_name_is_asked_for_at_this_machine(tmp_path):
    now = clock.now()
    chain, key = made(tmp_path, "pulyolu.example", ends=now + timedelta(days=60, minutes=5))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    asked: list[str | None] = []
    context.sni_callback = lambda _line, name, _context: asked.append(name)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            line, _ = listening.accept()
            with context.wrap_socket(line, server_side=True):
                pass

        thread = threading.Thread(target=serve)
        thread.start()
        finding = of_certificate(f"pulyolu.example:{listening.getsockname()[1]}", now)
        thread.join()
    assert (finding.what, finding.holes["days"]) == (Found.CERTIFICATE_WELL, 60)
    assert asked == ["pulyolu.example"]
