"""The feed as the server answers it: with tags, 304, one sentence for what cannot be, and a limit."""

from datetime import timedelta
from functools import cache
from xml.etree import ElementTree as Xml

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from channels.clock import now, today
from channels.panel import quotes
from channels.pricing.routes import is_closed
from channels.records.dated_prices import kept
from channels.records.official_rates import OfficialRate
from channels.store import official_rates
from channels.store.engine import open_store
from channels.store.faults import StoreError, StoreFault
from components.light.feed import ATOM
from server.data_cache import DataCache
from server.middleware.rate_limit import Bucket
from server.routes.feed import feeds
from tests.support.asgi_server import answered
from tests.support.builders import an_observation
from tests.support.datasets import real

PATH = "/feed/RU-AZ.atom?send=20000&lang=en"


class Facts(DataCache):
    """The shipped data, read once."""

    def __init__(self) -> None: ...

    def dataset(self, name):
        return shipped()


@cache
def shipped():
    return real()


def no_store():
    raise StoreError(StoreFault.UNUSABLE, "nowhere")


def app(folder, store=no_store, a_minute=0):
    return Starlette(routes=[Route("/feed/{name}", feeds(Facts(), store, lambda: folder, Bucket(a_minute)))])


def entries(body: bytes) -> list[str]:
    return [one.findtext(f"{{{ATOM}}}title") for one in Xml.fromstring(body).iter(f"{{{ATOM}}}entry")]


def a_service():
    routes = shipped().routes(shipped().corridor("RU", "AZ"))
    route = next(route for route in routes if not is_closed(route, today()))
    return {"provider": route.provider.id, "service": route.service.id}


def seen(ago, fee):
    day = today() - timedelta(days=ago)
    points = [an_observation(**a_service(), observed=day, fee=fee, amount=n) for n in (10_000, 30_000)]
    return [kept(point) for point in points]


def test_a_feed_is_atom_with_a_tag_and_is_not_sent_twice(tmp_path):
    site = app(tmp_path)
    status, headers, body = answered(site, PATH)
    assert status == 200 and headers["content-type"] == "application/atom+xml"
    own = Xml.fromstring(body).find(f"{{{ATOM}}}link[@rel='self']").get("href")
    assert own == f"http://127.0.0.1{PATH}"
    for asked in (
        {"if_none_match": headers["etag"]},
        {"if_none_match": f'W/{headers["etag"]}, "other"'},
        {"if_modified_since": headers["last-modified"]},
    ):
        status, again, nothing = answered(site, PATH, **asked)
        assert (status, nothing, again["etag"]) == (304, b"", headers["etag"])
    for asked in ({"if_none_match": '"other"'}, {"if_modified_since": "Mon, 01 Jan 1990 00:00:00 GMT"}):
        assert answered(site, PATH, **asked)[0] == 200
    assert answered(site, PATH, if_modified_since="yesterday")[0] == 200


def test_a_price_that_moved_is_told_as_soon_as_the_panel_has_it(tmp_path):
    site = app(tmp_path)
    quotes.append(tmp_path, seen(9, 100), now())
    assert entries(answered(site, PATH)[2]) == []
    quotes.append(tmp_path, seen(2, 900), now())
    told = entries(answered(site, PATH)[2])
    assert len(told) == 1 and "less is received" in told[0]


def test_a_rate_that_is_held_back_is_told(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    rate = OfficialRate(day=today(), currency="RUB", nominal=1, value=2)
    official_rates.hold(engine, [rate], now=now())
    site = app(tmp_path / "quotes", lambda: engine)
    assert len(entries(answered(site, PATH)[2])) == 1
    assert entries(answered(site, PATH.replace("RU-AZ", "TR-AZ"))[2]) == []
    engine.dispose()


@pytest.mark.parametrize(
    "path,status",
    [
        ("/feed/none", 404),
        ("/feed/RU-AZ.xml?send=1", 404),
        ("/feed/ru-az.atom?send=1", 404),
        ("/feed/RU-XX.atom?send=1", 404),
        ("/feed/RU-BR.atom?send=1", 404),
        ("/feed/RU-AZ.atom", 400),
        ("/feed/RU-AZ.atom?send=0", 400),
        ("/feed/RU-AZ.atom?send=20000&passes=x", 400),
        ("/feed/RU-AZ.atom?send=20000&lang=xx", 400),
        ("/feed/RU-AZ.atom?send=20000&told=1", 400),
        ("/feed/RU-AZ.atom?send=20000&currency=XXX", 400),
        (f"/feed/RU-AZ.atom?send=20000&pay_out={'a' * 600}", 400),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(tmp_path, path, status):
    found, headers, body = answered(app(tmp_path), path)
    assert found == status and headers["content-type"].startswith("text/plain")
    assert body.decode().count("\n") == 1 and "Traceback" not in body.decode()


def test_an_amount_that_cannot_be_read_is_told_under_the_name_that_it_was_given(tmp_path):
    _, _, body = answered(app(tmp_path), "/feed/RU-AZ.atom?send=20000&passes=x")
    assert body.decode().startswith("passes")


def test_a_reminder_is_a_calendar_file(tmp_path):
    status, headers, body = answered(app(tmp_path), PATH.replace(".atom", ".ics"))
    assert status == 200 and headers["content-type"].startswith("text/calendar")
    assert headers["content-disposition"] == 'attachment; filename="pulyolu-ru-az.ics"'
    assert body.startswith(b"BEGIN:VCALENDAR\r\n")


def test_one_address_may_have_so_many_made_and_those_in_memory_as_often_as_it_likes(tmp_path):
    site = app(tmp_path, a_minute=1)
    assert [answered(site, PATH)[0] for _ in range(3)] == [200, 200, 200]
    status, headers, _ = answered(site, PATH.replace("20000", "20001"))
    assert status == 429 and int(headers["retry-after"]) > 0
