"""Reports of what arrived in the store: kept to the last digit, without a sender, a moment or a line."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import inspect, text

from channels.collect.arrivals import COUNTED_FOR
from channels.records.entries import EntryFault
from channels.store import arrivals, price_entries
from channels.store.engine import open_store, reading
from tests.support.builders import DAY, an_arrival, dec

NOW = datetime.combine(DAY, datetime.min.time(), tzinfo=UTC) + timedelta(hours=9)


@pytest.fixture
def store(url):
    found = open_store(url)
    yield found
    found.dispose()


@pytest.mark.smoke
def test_what_was_reported_is_kept_to_the_last_digit(store):
    given = [an_arrival(promised=dec("400.50"), received=dec("390.10")), an_arrival(days=0, currency="USD")]
    for one in given:
        arrivals.tell(store, one, now=NOW)
    assert sorted(arrivals.kept(store, today=DAY), key=repr) == sorted(given, key=repr)
    assert {str(one.promised) for one in arrivals.kept(store, today=DAY)} == {"400.50", "400"}


def test_the_table_has_no_column_for_who_reported_or_when(store):
    names = {column["name"] for column in inspect(store).get_columns("arrivals")}
    assert names == {"id", "provider", "corridor", "promised", "received", "currency", "days", "day"}
    arrivals.tell(store, an_arrival(), now=NOW)
    with reading(store) as connection:
        (row,) = connection.execute(text("SELECT * FROM arrivals")).all()
    assert "09:00" not in repr(row)


def test_the_log_has_no_line_that_names_a_provider_below_ten(store):
    arrivals.tell(store, an_arrival(), now=NOW)
    assert price_entries.history(store) == ()
    assert price_entries.leads(store) == ()


def test_what_no_longer_counts_is_not_read(store):
    arrivals.tell(store, an_arrival(), now=NOW)
    assert len(arrivals.kept(store, today=DAY + COUNTED_FOR)) == 1
    assert arrivals.kept(store, today=DAY + COUNTED_FOR + timedelta(days=1)) == ()


def test_a_day_to_come_is_refused(store):
    with pytest.raises(price_entries.StepRefused) as refused:
        arrivals.tell(store, an_arrival(day=DAY + timedelta(days=2)), now=NOW)
    assert refused.value.fault is EntryFault.FUTURE
    assert arrivals.kept(store, today=DAY) == ()


def test_more_than_anybody_reports_is_refused_until_the_old_ones_no_longer_count(store, monkeypatch):
    monkeypatch.setattr(arrivals, "MOST_ARRIVALS", 2)
    old = an_arrival(day=DAY - COUNTED_FOR - timedelta(days=1))
    for one in (old, an_arrival(), an_arrival()):
        arrivals.tell(store, one, now=NOW)
    with pytest.raises(price_entries.StepRefused) as refused:
        arrivals.tell(store, an_arrival(), now=NOW)
    assert refused.value.fault is EntryFault.FULL


def test_many_who_report_at_once_are_all_kept(store):
    threads = [
        Thread(target=arrivals.tell, args=(store, an_arrival()), kwargs={"now": NOW}) for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(arrivals.kept(store, today=DAY)) == 12
