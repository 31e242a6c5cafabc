"""A stranger on another machine, or with forged headers, finds no page to write on.

What a stranger could send is known to the letter: the message by which a steward handed in a price.
"""

from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from channels.records.entries import Lead
from channels.store import price_entries
from channels.store.engine import open_store
from components.i18n import words
from server.desk_key import COOKIE
from tests.support.asgi_server import serving
from tests.support.lanes import spread
from tests.support.two_networks import QUERY, entered, machines, saving
from tests.support.websocket import AT_DESK, sent_again, stream

pytestmark = pytest.mark.browser

EN = words("en")


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def address(var):
    with serving(var=var) as (found, _):
        yield found


def sent(var: Path) -> list[Lead]:
    """What readers sent to a server."""
    store = open_store(f"sqlite:///{var / 'store.sqlite3'}")
    try:
        return [kept.lead for kept in price_entries.leads(store)]
    finally:
        store.dispose()


@pytest.fixture(scope="module")
def message(address, var):
    found = saving(address)
    assert entered(var) == 1
    return found


@pytest.mark.whole
def test_a_stranger_on_another_machine_finds_no_page_and_writes_nothing(tmp_path):
    """Servers bound to this machine, to all addresses, and for a workshop; the stranger over a cable."""
    found = machines(tmp_path)
    assert found["own"]["entered"] == 2, "the message writes where it may"
    assert found["entered"] == {"usual": 2, "workshop": 0, "everywhere": 0}
    assert found["stranger"]["usual"] == {"status": None, "pages": [], "widgets": []}
    for name in ("workshop", "everywhere"):
        seen = found["stranger"][name]
        assert seen["status"] == 200
        assert "sources" in seen["pages"], "a reader's pages are there"
        assert "steward" not in seen["pages"]
        assert not {"steward_name", "save.1"} & set(seen["widgets"])


@pytest.mark.parametrize(
    ("headers", "is_reader"),
    spread(
        [
            # Behind a proxy that adds any header or none, a stranger's browser has no key.
            ({}, True),
            *(({name: "127.0.0.1"}, True) for name in ("Forwarded", "X-Forwarded-For", "Via", "X-Unheard")),
            ({"Cookie": f"{COOKIE}=a-guess"}, True),
            ({**AT_DESK, "Host": "prices.example.org", "Origin": "http://prices.example.org"}, False),
            ({"Host": "prices.example.org", "Origin": "http://prices.example.org"}, False),
            ({"Host": "127.0.0.1.example.org", "Origin": ""}, False),
            ({"Origin": "http://prices.example.org"}, False),
            ({"Origin": "null"}, False),
        ],
        each=5,
    ),
    ids=str,
)
def test_a_message_with_forged_headers_writes_nothing(address, var, message, headers, is_reader):
    before = entered(var)
    seen = sent_again(address, [message], headers)
    assert entered(var) == before
    assert "steward" not in seen.pages
    assert not {"steward_name", "save.1"} & seen.widgets.keys()
    assert ("sources" in seen.pages) is is_reader


def test_the_same_message_without_them_writes(address, var, message):
    """Else the others would prove nothing."""
    before = entered(var)
    assert "steward" in sent_again(address, [message]).pages
    assert entered(var) == before + 1


def test_a_file_is_taken_from_a_stewards_page_and_from_no_other(address):
    """It would lie in the server's memory as long as the page is open."""
    with httpx.Client(base_url=address, trust_env=False) as browser:
        browser.get("/_stcore/health")
        token = {"X-Xsrftoken": browser.cookies["_streamlit_xsrf"]}

        def sent(session: str) -> int:
            place = f"/_stcore/upload_file/{session}/1"
            return browser.put(place, files={"file": b"x" * 1_000}, headers=token).status_code

        with stream(address) as steward, stream(address, {"X-Forwarded-For": "127.0.0.1"}) as reader:
            assert sent(steward.ask("steward", QUERY).session) == 204
            assert sent(reader.ask("steward", QUERY).session) == 403
            assert sent("nobody") == 403


def test_no_request_but_a_page_is_there_to_write_with(address, var, message):
    """Nothing is written over plain HTTP, whatever is sent to the page's address."""
    before, place = entered(var), urlsplit(address)
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        connection = HTTPConnection(str(place.hostname), place.port, timeout=30)
        connection.request(method, "/steward", body=message)
        assert connection.getresponse().status in (403, 404, 405)
        connection.close()
    assert entered(var) == before


def test_a_reader_sends_four_prices_a_minute_whatever_the_browser_claims(address, var):
    """From the dashboard and the light page alike; neither a header nor an emptied cache gives a fifth."""
    light = "/l?lang=en&sending=RU&send=20000&open=told&told=Aysel&fee.RUB=150"
    query = "lang=en&sending=RU&send=20000&open=told"

    def posted(**headers: str) -> str:
        answer = httpx.post(
            address + light, data={"price": "1", "charged": "1"}, headers=headers, trust_env=False
        )
        assert answer.status_code == 303
        shown = httpx.get(address + answer.headers["location"], trust_env=False).text
        return next(key for key in ("lead.sent", "lead.not_sent") if EN(key) in shown)

    assert posted(Origin="https://example.org") == "lead.not_sent"
    assert sent(var) == []
    with stream(address) as page:
        widgets = page.ask("", query).widgets
        texts = {widgets["told.1.fee.en"]: "200"}
        send = page.ask("", query, texts=texts).widgets["lead_send"]
        assert EN("lead.sent") in page.ask("", query, texts=texts, press=send).texts
        assert [posted(Origin=address) for _ in range(3)] == ["lead.sent"] * 3
        page.send_only(BackMsg(clear_cache=True).SerializeToString())
        assert EN("lead.not_sent") in page.ask("", query, texts=texts, press=send).texts
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"):
        assert posted(**{name: "203.0.113.7"}) == "lead.not_sent"
    found = sent(var)
    assert sorted((lead.fee, lead.charged) for lead in found) == [(150, True)] * 3 + [(200, False)]
    assert all("Aysel" not in str(lead) for lead in found)
