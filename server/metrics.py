"""What a program that watches the server is told in numbers: requests, ages of the data, the store's state.

No label holds what a reader wrote: routes are those of a list, currencies and providers those of the data.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from os import environ

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import event
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, ProgrammingError, SQLAlchemyError
from streamlit.runtime import Runtime

from channels import clock
from channels.collect.ages import price_ages, rate_ages
from channels.collect.official_rates import waiting
from channels.dataset import locations
from channels.dataset.dataset import Dataset, DatasetError
from channels.refresh.last_asked import last_asked
from channels.store import official_rates
from channels.store.faults import StoreError
from server.data_cache import DataCache
from server.follower import Follower

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""The steps of the histogram of answers' times."""
# When each counter began is a third of all lines, and nobody asks for it.
disable_created_metrics()

OUR_OWN = (DataError, IntegrityError, ProgrammingError)
"""What the database refuses because of what it was given; the store itself is well."""


class Measures:
    """What is counted as long as the server runs, and what is looked up each time that it is asked for."""

    def __init__(
        self, data: DataCache, votes: Callable[[], Engine], follower: Follower | None = None
    ) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "pulyolu_requests", "Requests by route and status.", ("route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "pulyolu_request_seconds", "Seconds until an answer was sent whole, by route.", ("route",),
            buckets=SECONDS, registry=self._registry,
        )  # fmt: skip
        self._dashboards = Gauge(
            "pulyolu_open_dashboards", "Dashboards that are connected now.", registry=self._registry
        )
        self._errors = Counter(
            "pulyolu_store_errors", "Times that the store failed.", registry=self._registry
        )
        self._registry.register(Upkeep(data, votes, follower))
        ProcessCollector(registry=self._registry)

    def text(self) -> bytes:
        """All of it in Prometheus' text format. It asks the store: not for the thread that serves."""
        return generate_latest(self._registry)

    def ended(self, route: str, status: str, seconds: float | None) -> None:
        """Count a request; its time too, where it was no websocket."""
        self._requests.labels(route, status).inc()
        if seconds is not None:
            self._seconds.labels(route).observe(seconds)

    def opened(self, change: int) -> None:
        """Count one more dashboard that is connected, or one less."""
        self._dashboards.inc(change)

    def watch_store(self) -> None:
        """Count the store's failures from now on."""
        event.listen(Engine, "handle_error", self._failed)

    def _failed(self, context: ExceptionContext) -> None:
        found = context.sqlalchemy_exception
        if isinstance(found, DatabaseError) and not isinstance(found, OUR_OWN):
            self._errors.inc()


class Upkeep(Collector):
    """The state of the data, the store and what is asked outside. What is not known has no number."""

    def __init__(self, data: DataCache, votes: Callable[[], Engine], follower: Follower | None) -> None:
        self._data, self._votes, self._follower = data, votes, follower

    def describe(self) -> list[Metric]:
        """Nothing before it is asked for."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The numbers of now."""
        yield from self._of_data()
        yield from self._of_store()
        yield from self._of_follower()
        yield _last_success()
        if Runtime.exists():
            stats = Runtime.instance().stats_mgr.get_stats(["active_sessions"])
            count = sum(float(getattr(one, "value", 0)) for one in stats.get("active_sessions", ()))
            yield _gauge("pulyolu_sessions", "Sessions of the dashboard that run now.", count)

    def _of_data(self) -> Iterator[Metric]:
        try:
            data: Dataset | None = self._data.dataset("real")
        except DatasetError:
            data = None
        yield _gauge("pulyolu_data_ok", "1: the data hold; 0: they have faults.", float(data is not None))
        if data is None:
            return
        aside = len(data.set_aside)
        yield _gauge("pulyolu_set_aside_faults", "Faults for which published prices are not shown.", aside)
        day = clock.today()
        rates = GaugeMetricFamily(
            "pulyolu_official_rate_age_days", "Days since the last official rate.", labels=["currency"]
        )
        for rate in rate_ages(data, day):
            if rate.days is not None:
                rates.add_metric([rate.currency], rate.days)
        prices = GaugeMetricFamily(
            "pulyolu_price_age_days", "Days since a provider's last known price.", labels=["provider"]
        )
        for price in price_ages(data, day):
            if price.days is not None:
                prices.add_metric([price.provider], price.days)
        yield from (rates, prices)

    def _of_store(self) -> Iterator[Metric]:
        held: int | None = None
        with suppress(StoreError, SQLAlchemyError):
            held = len(waiting(official_rates.kept(self._votes())))
        yield _gauge("pulyolu_store_up", "1: the store answers; 0: it does not.", float(held is not None))
        if held is not None:
            yield _gauge("pulyolu_held_back_rates", "Official rates that wait for a second person.", held)

    def _of_follower(self) -> Iterator[Metric]:
        if self._follower is None:
            return
        arrive = float(not self._follower.is_behind())
        yield _gauge("pulyolu_publications_arrive", "1: those of other servers arrive; 0: not now.", arrive)
        number = self._follower.number
        if number is not None:
            yield _gauge("pulyolu_published_state", "The number of what is published here.", float(number))


def _last_success() -> Metric:
    """When each side outside last answered, as the worker and the commands noted it."""
    found = GaugeMetricFamily(
        "pulyolu_refresh_last_success_timestamp_seconds",
        "When a side outside last answered.",
        labels=["what"],
    )
    try:
        known = last_asked(locations.var(environ))
    except OSError:
        known = ()
    for one in known:
        if one.answered is not None:
            found.add_metric([one.what], one.answered.timestamp())
    return found


def _gauge(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value=value)
