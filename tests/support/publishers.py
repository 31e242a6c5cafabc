"""The Central Bank and Wise as played by a server of this machine, well and badly."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from email.utils import formatdate
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any

RATES = {
    "USD": ("1", "1.7"),
    "EUR": ("1", "1.9712"),
    "RUB": ("100", "2.1034"),
    "TRY": ("1", "0.0401"),
    "SDR": ("1", "2.3"),
}
"""Made up, in the layout of the bank's sheet."""

Behaviour = Callable[["Talk"], None]


@dataclass
class Talk:
    """One connection: the line that was asked, and what sends bytes until the asker has gone."""

    line: str
    connection: socket.socket
    over: threading.Event
    sent: int = 0

    def send(self, part: bytes) -> None:
        """Send, and count. Raises OSError once the asker has gone."""
        self.connection.sendall(part)
        self.sent += len(part)


@dataclass
class Outside:
    """A server that plays one behaviour after the other, the last for ever.

    It remembers what was asked and when, with headers and body, and how many bytes each connection took.
    """

    address: str = ""
    plays: list[Behaviour] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def play(self, *plays: Behaviour) -> None:
        """From now on behave so."""
        self.plays[:] = plays

    def take(self) -> Behaviour:
        """The next behaviour."""
        return self.plays.pop(0) if len(self.plays) > 1 else self.plays[0]

    @property
    def paths(self) -> list[str]:
        """What was asked for, without the rest of the line."""
        return [line.split(" ")[1] for line in self.asked]


@contextmanager
def outside() -> Iterator[Outside]:
    """A server on loopback until the block ends, whatever its connections are doing then."""
    found, over = Outside(), threading.Event()

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            head = b""
            while b"\r\n\r\n" not in head:
                part = self.request.recv(65_536)
                if not part:
                    return
                head += part
            top, _, body = head.partition(b"\r\n\r\n")
            line, *headers = top.decode().split("\r\n")
            named = {name.lower(): value for name, _, value in (text.partition(": ") for text in headers)}
            while len(body) < int(named.get("content-length", "0")) and (part := self.request.recv(65_536)):
                body += part
            talk = Talk(line, self.request, over)
            found.heads.append(named)
            found.bodies.append(body)
            found.asked.append(talk.line)
            found.times.append(time.monotonic())
            try:
                found.take()(talk)
            except OSError:
                talk.sent += 0
            found.sent.append(talk.sent)

    class Server(ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        found.address = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield found
        finally:
            over.set()
            server.shutdown()
            thread.join()


def nobody() -> str:
    """An address of this machine at which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{found.getsockname()[1]}"


# How a server may behave


def says(
    body: bytes | str = b"", status: str = "200 OK", *, length: int | None = None, **headers: str
) -> Behaviour:
    """An answer with a length, its own unless another is claimed."""
    content = body.encode() if isinstance(body, str) else body
    named = {"content-length": str(len(content) if length is None else length), "connection": "close"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}

    def play(talk: Talk) -> None:
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        talk.send(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + content)

    return play


def by_path(answers: Mapping[str, Behaviour], otherwise: Behaviour) -> Behaviour:
    """Another behaviour for each part of a path."""

    def play(talk: Talk) -> None:
        next((play for part, play in answers.items() if part in talk.line), otherwise)(talk)

    return play


def garbage(size: int = 200_000_000) -> Behaviour:
    """Bytes without an end in sight, of no stated length."""

    def play(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")
        for _ in range(size // 65_536):
            talk.send(b"\x00garbage" * 8_192)

    return play


def hangs(talk: Talk) -> None:
    """Never a word."""
    talk.over.wait(30)


def drips(head: bytes, body: bytes) -> Behaviour:
    """All of the head at once, then one byte of the body after the other, slowly."""

    def play(talk: Talk) -> None:
        talk.send(head)
        for byte in body:
            talk.send(bytes([byte]))
            if talk.over.wait(0.02):
                return

    return play


def breaks_off(talk: Talk) -> None:
    """The connection ends before a word."""
    talk.connection.shutdown(socket.SHUT_RDWR)


def busy(after: str | None = None, status: str = "429 Too Many Requests") -> Behaviour:
    """Too many requests, with or without a Retry-After."""
    return says(b"later", status, **({} if after is None else {"retry_after": after}))


def http_date(seconds: float) -> str:
    """A time as HTTP writes it, from seconds since 1970."""
    return formatdate(seconds, usegmt=True)


# What it may say


def sheet(day: date, rates: Mapping[str, tuple[str, str]] = RATES, *, more: str = "") -> str:
    """A sheet of the Central Bank: metals first, then currencies as nominal and value."""
    rows = "".join(
        f'<Valute Code="{code}"><Nominal>{nominal}</Nominal><Name>{nominal} {code}</Name>'
        f"<Value>{value}</Value></Valute>\n\n"
        for code, (nominal, value) in rates.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<ValCurs Date="{day:%d.%m.%Y}" Name="AZN məzənnələri" Description="bülleten">\n'
        '<ValType Type="Bank metalları"><Valute Code="XAU"><Nominal>1 t.u.</Nominal><Name>Qızıl</Name>'
        "<Value></Value></Valute></ValType>\n"
        f'<ValType Type="Xarici valyutalar">\n{rows}{more}</ValType>\n</ValCurs>\n'
    )


def quote(**changed: Any) -> dict[str, Any]:
    """One quote of a provider, with the named parts changed."""
    return {
        "rate": 1.96125,
        "fee": 3.5,
        "dateCollected": "2026-11-20T21:30:00Z",
        "sourceCountry": "DE",
        "targetCountry": None,
        "markup": 0.5,
        "receivedAmount": None,
        "sendAmount": None,
        "isConsideredMidMarketRate": False,
        "deliveryEstimation": {
            "duration": {"min": "PT30M20S", "max": "P1DT2H0M1S"},
            "providerGivesEstimate": True,
        },
    } | changed


def comparison(*quotes: Mapping[str, Any], currency: str = "EUR", pays: str = "AZN", **changed: Any) -> str:
    """An answer of Wise with one provider that has these quotes; with none there is no provider."""
    provider = {
        "id": 7,
        "alias": "example-sender",
        "name": "Example Sender",
        "logos": {"normal": {"svgUrl": "https://example.org/logo.svg"}},
        "type": "moneyTransferProvider",
        "partner": False,
        "quotes": list(quotes),
    }
    answer = {
        "sourceCurrency": currency,
        "targetCurrency": pays,
        "sourceCountry": "DE",
        "targetCountry": "AZ",
        "providerCountry": None,
        "providerTypes": ["bank", "moneyTransferProvider"],
        "amount": 170,
        "amountType": "SEND",
        "providers": [provider] if quotes else [],
    }
    return json.dumps(answer | changed)
