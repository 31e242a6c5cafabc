"""Two servers, one PostgreSQL, the shipped nginx: what is done on one server is there on the other."""

import socket
import time
from datetime import timedelta
from urllib.request import urlopen

import pytest
from websockets.sync.client import connect

from channels.clock import now, today
from channels.records.entries import Entry
from channels.store import arrivals, price_entries, publishing, rooms
from channels.store.engine import version
from channels.store.published_files import state
from components.i18n import words
from server.settings import A_MINUTE
from tests.support.cluster import cluster
from tests.support.nginx import NAME
from tests.support.price_desk import named, press, shown, texts

pytestmark = pytest.mark.whole
WITHIN = 5.0
"""Seconds within which every server shows what one has published."""
TOLD_WITHIN = 2.0
"""Seconds within which a server surely has told the store what an address took."""
EN = words("en")
QUESTION = "/l?sending=RU&receiving=AZ&send=17150&lang=en"
ROAD = {"corridor": "RU-AZ", "provider": "zolotaya_korona", "service": "cash_kapital_bank"}
READERS = range(2, 34)
COUNTED = 'pulyolu_requests_total{route="/l",status="200"}'


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    with cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


def seconds_until(held) -> float:
    began = time.monotonic()
    while not held():
        assert time.monotonic() - began < 60
        time.sleep(0.05)
    return time.monotonic() - began


def asked_of(replica) -> int:
    """How many light pages a server was asked for."""
    with urlopen(f"http://127.0.0.1:{replica.port}/metrics", timeout=60) as answer:
        lines = answer.read().decode().splitlines()
    return sum(int(float(line.split()[-1])) for line in lines if line.startswith(COUNTED))


def test_two_that_start_at_once_on_an_empty_database_are_both_ready(servers):
    with servers.store.connect() as connection:
        assert version(connection) == "0010"
    for replica in servers.replicas:
        answer = servers.read("/readyz", line=replica.line())
        assert (answer.status, answer.text) == (200, "ready\n")
    assert servers.read("/readyz").status == 404


def test_readers_are_spread_and_each_stays_at_one_server(servers):
    before = [asked_of(replica) for replica in servers.replicas]
    for _ in range(2):
        for reader in READERS:
            answer = servers.read(QUESTION, of=reader)
            assert answer.status == 200
            assert "<html" in answer.text
    both = [asked_of(one) - number for one, number in zip(servers.replicas, before, strict=True)]
    assert sum(both) == 2 * len(READERS)
    assert min(both) > 0
    assert all(number % 2 == 0 for number in both)


def test_a_price_that_is_published_on_one_is_seen_on_both_within_five_seconds(servers, monkeypatch):
    ours, theirs = servers.replicas
    told = Entry(
        **ROAD, amount=17_000, currency="RUB", fee=150, received=320, pays="AZN",
        collected=today() - timedelta(days=1), method="mystery_shopping", organisation="Centre",
    )  # fmt: skip
    one = price_entries.add(servers.store, told, by="Leyla", now=now())
    price_entries.confirm(servers.store, one.id, by="Murad", now=now())
    for replica in servers.replicas:
        assert "320 manat" not in servers.read(QUESTION, line=replica.line()).text
    monkeypatch.setenv("PULYOLU_VAR", str(ours.var))
    monkeypatch.setenv("DATABASE_URL", servers.store.url.render_as_string(hide_password=False))
    page = press(named(shown("publish"), "Murad"), "publish")
    assert EN.count("steward.published", 1) in texts(page)
    for replica in (theirs, ours):
        took = seconds_until(lambda of=replica: "320 manat" in servers.read(QUESTION, line=of.line()).text)
        assert took < WITHIN
    assert "320 manat" in servers.read(QUESTION).text
    assert state(servers.store) == 1
    for replica in servers.replicas:
        assert publishing.is_written(servers.store, replica.over)


def test_a_vote_in_a_room_that_is_led_on_the_other_server_counts_once(servers):
    ours, theirs = servers.replicas
    room, lead = rooms.open_room(servers.store, language="en", now=now())
    rooms.ask(servers.store, lead, "guess", choices=3, now=now())
    path = f"/v/{room.code}"
    cookie = servers.read(path, line=ours.line()).cookie
    assert cookie.startswith("phone=")
    for replica, choice in ((theirs, "2"), (ours, "1")):
        answer = servers.send(path, {"ballot": "guess", "choice": choice}, line=replica.line(), cookie=cookie)
        assert answer.status == 303
        assert "said" not in answer.headers["location"]
    assert rooms.counts(servers.store, room.code, "guess") == (0, 1, 0)
    assert servers.send(path, {"ballot": "guess", "choice": "0"}, cookie=cookie).status == 303
    assert rooms.counts(servers.store, room.code, "guess") == (1, 0, 0)


def test_a_report_of_what_arrived_counts_once_a_day_wherever_it_is_sent(servers):
    ours, theirs = servers.replicas
    path = "/l/arrived?sending=RU&receiving=AZ&lang=en"
    form = {"provider": "paysend", "promised": "400", "received": "390", "currency": "AZN", "days": "2"}
    before = len(arrivals.kept(servers.store, today=today()))
    found = [servers.send(path, form, of=9, line=of.line()).status for of in (ours, theirs, ours)]
    assert found == [303, 429, 429]
    assert servers.send(path, form, of=10).status == 303
    assert len(arrivals.kept(servers.store, today=today())) == before + 2


def test_a_limit_counts_on_both(servers):
    ours, theirs = servers.replicas

    def answered(replica, number: int) -> list[int]:
        paths = (f"/api/v1/compare?sending=RU&receiving=AZ&send={20_000 + one}" for one in range(number))
        return [servers.read(path, of=11, line=replica.line()).status for path in paths]

    assert set(answered(ours, A_MINUTE)) == {200}
    # It asks what the other server gave as soon as half of its own is taken.
    there = answered(theirs, A_MINUTE // 2 + 5)
    assert there[: A_MINUTE // 2] == [200] * (A_MINUTE // 2)
    time.sleep(TOLD_WITHIN)
    assert set(answered(theirs, 5)) == {429}


def test_the_dashboards_line_is_carried_to_either(servers):
    address, given = f"wss://{NAME}/_stcore/stream", {"subprotocols": ["streamlit"], "open_timeout": 60}
    for reader in list(READERS)[:6]:
        plain = socket.create_connection(
            ("127.0.0.1", servers.front.secured), source_address=(f"127.0.0.{reader}", 0)
        )
        secured = {"sock": plain, "ssl": servers.front.trusting(), **given}
        with connect(address, origin=f"https://{NAME}", **secured) as line:
            assert line.subprotocol == "streamlit"


def test_where_no_server_answers_the_reader_is_told_what_to_do(servers):
    for replica in servers.replicas:
        replica.stop()
    for language, path, headers in (
        ("az", "/l", {}),
        ("ru", "/gaps", {"accept_language": "ru-RU,ru;q=0.9"}),
        ("en", "/v/BCHK?lang=en", {"accept_language": "ru"}),
    ):
        answer = servers.read(path, **headers)
        assert answer.status == 503
        assert answer.headers["retry-after"] == "30"
        assert answer.headers["cache-control"] == "no-store"
        assert words(language)("away.what") in answer.text
    sent = servers.send("/v/BCHK?lang=en", {"ballot": "guess", "choice": "1"})
    assert (sent.status, EN("away.what") in sent.text) == (503, True)
    for replica in servers.replicas:
        replica.start()
    assert servers.read(QUESTION).status == 200
