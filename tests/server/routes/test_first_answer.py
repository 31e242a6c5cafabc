"""A question that the form of the first answer sent is answered by its plain address."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.requests import Request

from server.data_cache import shelf
from server.routes.first_answer import sent_question


def led_to(query: str, accepted: str = "az") -> str | None:
    """Where a request for the dashboard with this query is sent."""
    headers = [(b"accept-language", accepted.encode())]
    scope = {"type": "http", "path": "/", "query_string": query.encode(), "headers": headers}
    return sent_question(shelf())(Request(scope))


def test_no_other_request_is_sent_anywhere():
    assert led_to("") is None
    assert led_to("sending=DE&send=263") is None


def test_what_the_form_sent_is_asked_at_a_plain_address_in_its_language():
    found = dict(parse_qsl(urlsplit(led_to("lang=ru&sending=DE&send=263&was=EUR+200")).query))
    assert found == {"lang": "ru", "sending": "DE", "send": "263", "currency": "EUR"}


@pytest.mark.parametrize(
    "query", ["was=", "was=%00", "was=a&send=" + "9" * 5_000, "was=x&sending=%0d%0aSet-Cookie:a=b&lang=%ff"]
)
def test_whatever_is_sent_leads_to_this_site_and_is_never_sent_on_again(query):
    found = led_to(query)
    assert found.startswith("/?") and not set(found) & set("\r\n")
    assert led_to(found[2:]) is None
