"""Phones that vote through the real server: none lost, none double, and nothing but votes."""

import http.client
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode, urlsplit

import pytest

from channels import clock
from channels.store import rooms
from channels.store.engine import FILE, open_store
from channels.workshop.room import KEPT_FOR
from components.i18n import LANGUAGES, words
from components.workshop.phone_page import style
from server.middleware.security_headers import hashed
from tests.support.asgi_server import serving

FORM = "application/x-www-form-urlencoded"


def now():
    return clock.now()


class Phone:
    """A browser of the plainest kind: it keeps the cookie it was given, and follows where it is sent."""

    def __init__(self, address, **headers):
        self.place = urlsplit(address)
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.cookie = ""

    def ask(self, path, form=None, *, body=None, **headers):
        """Status, headers and text of one answer."""
        connection = http.client.HTTPConnection(self.place.hostname, self.place.port, timeout=60)
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.cookie:
            sent["cookie"] = self.cookie
        if form is not None:
            body, sent = urlencode(form), {"content-type": FORM, **sent}
        try:
            connection.request("GET" if body is None else "POST", path, body, sent)
            answer = connection.getresponse()
            text = answer.read().decode()
            got = {name.lower(): value for name, value in answer.getheaders()}
        finally:
            connection.close()
        self.cookie = got.get("set-cookie", self.cookie).split(";")[0]
        return answer.status, got, text

    def vote(self, code, choice, *, ballot="guess", **headers):
        """What the page says after a tap."""
        status, got, text = self.ask(f"/v/{code}", {"ballot": ballot, "choice": choice}, **headers)
        return self.ask(got["location"]) if status == 303 else (status, got, text)


@pytest.fixture
def address(site):
    return site.address


@pytest.fixture
def store(site):
    return site.store


@pytest.fixture
def room(store):
    """The code of a room in which something is asked, and the code that leads it."""
    found, lead = rooms.open_room(store, language="ru", now=now())
    rooms.ask(store, lead, "guess", choices=4, now=now())
    return found.code, lead


def said(text: str) -> str:
    return unescape(re.sub("<[^>]+>", " ", text[text.index("<body>") :]))


# Forty phones, and the server away in between


@pytest.mark.whole
def test_forty_phones_at_once_lose_no_vote_and_double_none(url, tmp_path):
    with serving(var=tmp_path, settings={"DATABASE_URL": url}) as (address, _):
        store = open_store(url)
        found, lead = rooms.open_room(store, language="az", now=now())
        code = found.code
        rooms.ask(store, lead, "guess", choices=4, now=now())
        phones = [Phone(address) for _ in range(40)]

        def meet(n):
            phones[n].ask(f"/v/{code}")
            for choice in (3 - n % 4, n % 4, n % 4):
                assert phones[n].vote(code, choice)[0] == 200
            return phones[n].ask(f"/v/{code}")[2]

        with ThreadPoolExecutor(40) as pool:
            pages = list(pool.map(meet, range(40)))
        assert rooms.counts(store, code, "guess") == (10, 10, 10, 10)
        say = words("az")
        for n, page in enumerate(pages):
            assert say("vote.yours_open", choice=say(f"vote.shape_{n % 4}")) in said(page)
    with serving(var=tmp_path, settings={"DATABASE_URL": url}) as (address, _):
        assert rooms.led(store, lead, now=now()).ballot.key == "guess"
        for phone in phones:
            phone.place = urlsplit(address)
        assert say("vote.yours_open", choice=say("vote.shape_1")) in said(phones[1].ask(f"/v/{code}")[2])
        assert phones[1].vote(code, 0)[0] == 200
        assert rooms.counts(store, code, "guess") == (11, 9, 10, 10)
        rooms.close(store, lead, now=now())
        page = phones[1].vote(code, 2)[2]
        assert say("vote.said_closed") in said(page)
        assert rooms.counts(store, code, "guess") == (11, 9, 10, 10)
    store.dispose()


# The door


def test_a_code_is_typed_and_opens_the_room(address, room):
    phone = Phone(address)
    status, _, text = phone.ask("/v", accept_language="en")
    assert status == 200
    assert words("en")("vote.code") in text
    typed = urlencode({"code": f" {room[0].lower()} ", "lang": "en"})
    status, headers, _ = phone.ask(f"/v?{typed}")
    assert (status, headers["location"]) == (303, f"/v/{room[0]}?lang=en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_code_and_what_is_no_room_are_told_apart(address, language):
    say, phone = words(language), Phone(address)
    for typed in ("", "AB", "x" * 3_000, "<b>"):
        status, _, text = phone.ask(f"/v?{urlencode({'code': typed, 'lang': language})}")
        assert status == 400
        assert say("vote.no_code") in said(text)
    for path in ("/v/BBBB", "/v/nonsense", "/v/BCH%3C", "/v/%D0%90"):
        status, headers, text = phone.ask(f"{path}?lang={language}")
        assert (path, status) == (path, 404)
        assert say("vote.no_room") in said(text)
        assert "set-cookie" not in headers


# The room


def test_the_rooms_language_comes_first_and_the_reader_may_choose_another(address, room):
    phone = Phone(address, accept_language="en")
    assert words("ru")("vote.choose") in phone.ask(f"/v/{room[0]}")[2]
    assert words("az")("vote.choose") in phone.ask(f"/v/{room[0]}?lang=az")[2]
    assert words("ru")("vote.choose") in phone.ask(f"/v/{room[0]}?lang=xx")[2]
    page = phone.ask(f"/v/{room[0]}?lang=az", {"ballot": "guess", "choice": 1})
    assert page[1]["location"] == f"/v/{room[0]}?lang=az"


def test_the_cookie_is_random_for_this_page_alone_and_given_once(address, room):
    given = set()
    for _ in range(3):
        phone = Phone(address)
        cookie = phone.ask(f"/v/{room[0]}")[1]["set-cookie"]
        found = re.fullmatch(
            r"phone=([A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{22}); HttpOnly; Max-Age=86400; Path=/v; SameSite=lax",
            cookie,
        )
        given.add(found[1])
        assert "set-cookie" not in phone.ask(f"/v/{room[0]}")[1]
    assert len(given) == 3


def test_a_cookie_of_ones_own_making_is_replaced(address, room):
    phone = Phone(address)
    phone.cookie = "phone=me"
    assert "set-cookie" in phone.ask(f"/v/{room[0]}")[1]


def test_the_next_question_and_the_end_come_to_the_phone(address, store, room):
    code, lead = room
    say, phone = words("ru"), Phone(address)
    assert say("vote.choose") in said(phone.ask(f"/v/{code}")[2])
    assert say("vote.yours_open", choice=say("vote.shape_0")) in said(phone.vote(code, 0)[2])
    rooms.close(store, lead, now=now())
    assert say("vote.yours", choice=say("vote.shape_0")) in said(phone.ask(f"/v/{code}")[2])
    rooms.ask(store, lead, "quiz.before.q1", choices=2, now=now())
    page = phone.ask(f"/v/{code}")[2]
    assert say("vote.choose") in said(page)
    assert page.count("<button") == 2
    # A tap on the question before, which was still on the screen, does not count for this one.
    page = phone.vote(code, 1, ballot="guess")[2]
    assert say("vote.said_closed") in said(page)
    assert rooms.tally(store, code) == {"guess": (1, 0, 0, 0), "quiz.before.q1": (0, 0)}
    rooms.end(store, lead, now=now())
    page = phone.ask(f"/v/{code}")[2]
    assert say("vote.over") in said(page)
    assert "<button" not in page


def test_after_a_day_the_room_is_unknown(address, store):
    for age, status in ((KEPT_FOR - timedelta(minutes=1), 200), (KEPT_FOR + timedelta(seconds=1), 404)):
        found, lead = rooms.open_room(store, language="az", now=now() - age)
        rooms.ask(store, lead, "guess", choices=2, now=now() - timedelta(hours=23))
        phone = Phone(address)
        assert phone.ask(f"/v/{found.code}")[0] == status
        assert phone.vote(found.code, 1)[0] == status


# What is no vote


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", FORM),
        ("ballot=guess", FORM),
        ("ballot=guess&choice=4", FORM),
        ("ballot=guess&choice=-1", FORM),
        ("ballot=guess&choice=\u0661".encode(), FORM),
        ("ballot=guess&choice=0&choice=1", FORM),
        ("ballot=guess&choice=0&more=1", FORM),
        ("ballot=guess&choice=0" + "&a=1" * 10, FORM),
        ("ballot=guess&choice=0&" + "a" * 2_000, FORM),
        ("ballot=guess&choice=0", "text/plain"),
        ('{"ballot": "guess", "choice": 0}', "application/json"),
        ("--x\r\n", "multipart/form-data; boundary=x"),
    ],
)
def test_what_is_no_vote_is_refused_and_not_counted(address, store, room, body, kind):
    phone = Phone(address)
    phone.ask(f"/v/{room[0]}")
    status, _, text = phone.ask(f"/v/{room[0]}", body=body, content_type=kind)
    assert status == 400
    assert words("az")("vote.no_vote") in said(text)
    assert rooms.counts(store, room[0], "guess") == (0, 0, 0, 0)


@pytest.mark.whole
def test_a_vote_without_the_cookie_is_not_counted_and_the_phone_is_told(address, store, room):
    phone, say = Phone(address), words("ru")
    status, _, text = phone.vote(room[0], 1)
    assert status == 400
    assert say("vote.no_cookie") in said(text)
    assert rooms.counts(store, room[0], "guess") == (0, 0, 0, 0)
    assert phone.vote(room[0], 1)[0] == 200
    assert rooms.counts(store, room[0], "guess") == (0, 1, 0, 0)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_another_page_cannot_vote_in_a_readers_name(address, store, room, origin):
    phone = Phone(address)
    phone.ask(f"/v/{room[0]}")
    assert phone.vote(room[0], 1, origin=origin)[0] == 400
    assert rooms.counts(store, room[0], "guess") == (0, 0, 0, 0)
    assert phone.vote(room[0], 1, origin=address)[0] == 200
    assert rooms.counts(store, room[0], "guess") == (0, 1, 0, 0)


def test_an_unknown_question_is_not_counted(address, room):
    phone = Phone(address)
    phone.ask(f"/v/{room[0]}")
    assert words("ru")("vote.said_unknown") in said(phone.vote(room[0], 1, ballot="other")[2])
    assert words("ru")("vote.said_unknown") in said(phone.vote(room[0], 1, ballot="' OR 1=1 --")[2])


# Headers, limits, and a store that is away


def test_the_page_may_run_nothing_and_is_kept_nowhere(address, room):
    _, headers, text = Phone(address).ask(f"/v/{room[0]}")
    policy = headers["content-security-policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert hashed(style()) in policy
    assert f"<style>{style()}</style>" in text
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.whole
def test_a_whole_room_behind_one_address_is_let_in_and_a_flood_is_not(tmp_path):
    with serving(var=tmp_path, settings={"PULYOLU_LIMIT": "2"}) as (address, _):
        phone = Phone(address)
        told = [phone.ask("/v/BBBB?lang=en") for _ in range(70)]
        assert [status for status, _, _ in told[:40]] == [404] * 40
        status, headers, text = told[-1]
        assert status == 429
        assert int(headers["retry-after"]) >= 1
        assert words("en")("vote.busy") in said(text)
        assert phone.ask("/l")[0] == 200


@pytest.mark.whole
def test_without_a_store_prices_are_shown_and_the_phone_is_told(tmp_path):
    (tmp_path / FILE).write_bytes(b"no tables" * 1_000)
    with serving(var=tmp_path) as (address, log):
        phone = Phone(address)
        assert phone.ask("/l")[0] == 200
        status, _, text = phone.ask("/v/BCHK?lang=en")
        assert status == 503
        assert words("en")("vote.broken") in said(text)
        assert words("en")("cli.store_unusable", place=f"sqlite:///{tmp_path / FILE}") in log()
