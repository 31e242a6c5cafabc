"""The numbers for a program that watches the server: counted, looked up, or not known."""

from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from channels import clock
from channels.dataset.locations import DataFolders
from channels.records.official_rates import OfficialRate
from channels.refresh.last_asked import note
from channels.store import official_rates
from channels.store.engine import open_store
from channels.store.faults import StoreError, StoreFault
from server.data_cache import DataCache
from server.follower import BEHIND, Follower
from server.metrics import Measures
from tests.support.builders import dec
from tests.support.datasets import shipped
from tests.support.server import ROOT

REAL = DataFolders(ROOT / "data")


def numbers(measures: Measures) -> dict[tuple[str, ...], float]:
    """Each number by its name and the values of its labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(measures.text().decode())
        for sample in family.samples
    }


@pytest.fixture
def engine(tmp_path, monkeypatch):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    found = open_store(f"sqlite:///{tmp_path}/store.sqlite3")
    yield found
    found.dispose()


def measures_of(votes, data=REAL) -> Measures:
    return Measures(DataCache(data, data), votes)


def test_the_data_and_the_store_are_looked_up_each_time(engine, tmp_path):
    measures = measures_of(lambda: engine)
    first = numbers(measures)
    today, data = clock.today(), shipped("real")
    dollar = data.rates.official("USD", today)
    assert first["pulyolu_official_rate_age_days", "USD"] == (today - dollar.day).days
    assert {name for name, *_ in first} >= {"pulyolu_price_age_days", "process_resident_memory_bytes"}
    assert (first[("pulyolu_data_ok",)], first[("pulyolu_store_up",)]) == (1, 1)
    assert first[("pulyolu_held_back_rates",)] == 0
    rate = OfficialRate(day=today, currency="RUB", nominal=100, value=dec("9.9"))
    official_rates.hold(engine, [rate], now=clock.now())
    answered = clock.now() - timedelta(hours=1)
    note(tmp_path, "cbar", answered, answered, None)
    then = numbers(measures)
    assert then[("pulyolu_held_back_rates",)] == 1
    told = then["pulyolu_refresh_last_success_timestamp_seconds", "cbar"]
    assert told == pytest.approx(answered.timestamp(), abs=1)


def test_a_server_that_follows_others_tells_whether_it_does(engine, tmp_path):
    now = [0.0]
    follower = Follower(lambda: engine, tmp_path / "published", clock=lambda: now[0])
    measures = Measures(DataCache(REAL, REAL), lambda: engine, follower)
    first = numbers(measures)
    assert first[("pulyolu_publications_arrive",)] == 1
    assert ("pulyolu_published_state",) not in first
    now[0], follower.number = BEHIND + 1, 7
    then = numbers(measures)
    assert (then[("pulyolu_publications_arrive",)], then[("pulyolu_published_state",)]) == (0, 7)
    assert ("pulyolu_publications_arrive",) not in numbers(measures_of(lambda: engine))


def test_what_is_not_known_has_no_number(engine, tmp_path):
    def gone():
        raise StoreError(StoreFault.UNUSABLE, "postgresql://keeper@database.example/pulyolu")

    (tmp_path / "empty").mkdir()
    measures = measures_of(gone, DataFolders(tmp_path / "empty"))
    found = numbers(measures)
    assert (found[("pulyolu_data_ok",)], found[("pulyolu_store_up",)]) == (0, 0)
    assert not {name for name, *_ in found} & {
        "pulyolu_held_back_rates", "pulyolu_official_rate_age_days", "pulyolu_price_age_days",
        "pulyolu_refresh_last_success_timestamp_seconds",
    }  # fmt: skip
    assert b"keeper" not in measures.text()
    assert b"example" not in measures.text()


def test_a_failure_of_the_store_is_counted_and_a_refused_value_is_not(engine, tmp_path):
    measures = measures_of(lambda: engine)
    measures.watch_store()
    with pytest.raises(OperationalError), create_engine(f"sqlite:///{tmp_path}/none/x.db").connect():
        pass
    assert numbers(measures)[("pulyolu_store_errors_total",)] == 1
    with pytest.raises(SQLAlchemyError) as refused, engine.connect() as connection:
        connection.execute(text("SELECT ?"), {"x": object()})
    assert isinstance(refused.value, ProgrammingError)
    assert numbers(measures)[("pulyolu_store_errors_total",)] == 1
