"""A stranger on another machine, or with forged headers, finds no page to write on.

What a stranger could send is known to the letter: the message by which a steward handed in a price.
"""

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from channels.stewards import FORWARDED
from tests.apart import entered, machines, saving
from tests.around import serving
from tests.stream import sent_again

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def address(var):
    with serving(var=var) as (found, _):
        yield found


@pytest.fixture(scope="module")
def message(address, var):
    found = saving(address)
    assert entered(var) == 1
    return found


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
        assert not {"steward_name", "save"} & set(seen["widgets"])


@pytest.mark.parametrize(
    ("headers", "is_reader"),
    [
        *(({name: "127.0.0.1"}, True) for name in sorted(FORWARDED)),
        ({"Host": "prices.example.org", "Origin": "http://prices.example.org"}, False),
        ({"Host": "127.0.0.1.example.org", "Origin": ""}, False),
        ({"Origin": "http://prices.example.org"}, False),
        ({"Origin": "null"}, False),
    ],
    ids=str,
)
def test_a_message_with_forged_headers_writes_nothing(address, var, message, headers, is_reader):
    before = entered(var)
    seen = sent_again(address, [message], headers)
    assert entered(var) == before
    assert "steward" not in seen.pages
    assert not {"steward_name", "save"} & seen.widgets.keys()
    assert ("sources" in seen.pages) is is_reader


def test_the_same_message_without_them_writes(address, var, message):
    """Else the others would prove nothing."""
    before = entered(var)
    assert "steward" in sent_again(address, [message]).pages
    assert entered(var) == before + 1


def test_no_request_but_a_page_is_there_to_write_with(address, var, message):
    """Nothing is written over plain HTTP, whatever is sent to the page's address."""
    before, place = entered(var), urlsplit(address)
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        connection = HTTPConnection(str(place.hostname), place.port, timeout=30)
        connection.request(method, "/steward", body=message)
        assert connection.getresponse().status in (403, 404, 405)
        connection.close()
    assert entered(var) == before
