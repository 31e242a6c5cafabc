"""Every request is counted once, by its route's name and its status, whatever becomes of it."""

import asyncio

import pytest

from channels.store.faults import StoreError, StoreFault
from server.metrics import Measures
from server.middleware.measured import Measured
from server.route_names import RouteNames
from tests.server.test_metrics import measures_of, numbers


def run(app, measures: Measures, path="/l", kind="http") -> None:
    ticks = iter((10.0, 10.2))
    measured = Measured(app, measures, RouteNames(["/l", "/_stcore/stream"]).of, lambda: next(ticks))

    async def nothing(*_):
        return None

    asyncio.run(measured({"type": kind, "path": path}, nothing, nothing))


@pytest.fixture
def measures():
    def none():
        raise StoreError(StoreFault.UNUSABLE, "")

    return measures_of(none)


def test_an_answer_is_counted_with_its_status_and_its_time(measures):
    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    run(app, measures)
    run(app, measures, "/Anna/994501234567")
    found = numbers(measures)
    assert found["pulyolu_requests_total", "/l", "404"] == 1
    assert found["pulyolu_requests_total", "other", "404"] == 1
    assert found["pulyolu_request_seconds_bucket", "0.1", "/l"] == 0
    assert found["pulyolu_request_seconds_bucket", "0.25", "/l"] == 1
    assert found["pulyolu_request_seconds_sum", "/l"] == pytest.approx(0.2)


def test_what_breaks_or_never_answers_is_counted_too(measures):
    async def broken(_scope, _receive, _send):
        raise RuntimeError

    async def silent(_scope, _receive, _send):
        return

    with pytest.raises(RuntimeError):
        run(broken, measures)
    run(silent, measures)
    found = numbers(measures)
    assert found["pulyolu_requests_total", "/l", "500"] == 1
    assert found["pulyolu_requests_total", "/l", "none"] == 1


def test_a_dashboard_is_open_as_long_as_its_socket(measures):
    during = []

    async def app(_scope, _receive, send):
        await send({"type": "websocket.accept"})
        during.append(measures._dashboards._value.get())
        await send({"type": "websocket.close"})

    async def refused(_scope, _receive, send):
        await send({"type": "websocket.close"})

    run(app, measures, "/_stcore/stream", "websocket")
    run(refused, measures, "/_stcore/stream", "websocket")
    found = numbers(measures)
    assert (during, found[("pulyolu_open_dashboards",)]) == ([1], 0)
    assert found["pulyolu_requests_total", "/_stcore/stream", "101"] == 1
    assert found["pulyolu_requests_total", "/_stcore/stream", "403"] == 1
    assert ("pulyolu_request_seconds_count", "/_stcore/stream") not in found
