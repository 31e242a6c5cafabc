"""The state of the store, told without making or migrating one."""

import pytest
from sqlalchemy import create_engine, text

from channels import clock
from channels.records.official_rates import OfficialRate
from channels.store import official_rates, publishing, receipts
from channels.store.engine import FILE, open_store, versions
from channels.store.faults import StoreFault
from channels.upkeep.findings import Elsewhere, Found, Urgency
from channels.upkeep.store_state import counted, of_store, receipts_kept
from tests.channels.store.test_backup import fill
from tests.support.builders import dec


@pytest.fixture
def environ(url, tmp_path):
    return {"DATABASE_URL": url, "PULYOLU_VAR": str(tmp_path)}


def whats(environ, tmp_path) -> list[object]:
    return [finding.what for finding in of_store(environ, tmp_path / "published")]


@pytest.mark.smoke
def test_a_whole_store_its_held_rates_and_what_readers_do_not_see(url, environ, tmp_path):
    store = open_store(url)
    assert whats(environ, tmp_path) == [Found.STORE_WELL]
    fill(store)
    now = clock.now()
    rate = OfficialRate(day=now.date(), currency="RUB", nominal=1, value=dec("0.5"))
    official_rates.hold(store, [rate], now=now)
    assert whats(environ, tmp_path) == [Found.STORE_WELL, Found.STORE_READERS, Found.RATES_HELD]
    publishing.write(store, tmp_path / "published")
    assert whats(environ, tmp_path) == [Found.STORE_WELL, Found.RATES_HELD]
    assert counted(store)["votes"] == 1
    store.dispose()


def test_no_store_is_none_and_is_not_made(tmp_path):
    found = whats({"PULYOLU_VAR": str(tmp_path)}, tmp_path)
    assert found == [Found.STORE_NONE]
    assert list(tmp_path.iterdir()) == []


def test_an_older_store_stays_as_it_is_and_a_newer_one_is_told(tmp_path):
    url, environ = f"sqlite:///{tmp_path / FILE}", {"PULYOLU_VAR": str(tmp_path)}
    open_store(url).dispose()
    for version, what in (("0005", Found.STORE_OLDER), ("9999", Elsewhere.STORE)):
        with create_engine(url).begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": version})
        assert whats(environ, tmp_path) == [what]
    with create_engine(url).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    assert versions(url)[0] == "0005"
    assert whats(environ, tmp_path) == [Found.STORE_OLDER]


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("postgresql://keeper:secret@127.0.0.1:1/none", StoreFault.UNUSABLE),
        ("mysql://x", StoreFault.BAD_ADDRESS),
    ],
)
def test_a_store_that_cannot_be_used_is_told_without_its_password(tmp_path, address, fault):
    (finding,) = of_store({"DATABASE_URL": address}, tmp_path)
    assert (finding.urgency, finding.what, finding.fault) == (Urgency.HAND, Elsewhere.STORE, fault)
    assert "secret" not in str(finding)


def test_rows_that_cannot_be_read_are_named(tmp_path):
    url, environ = f"sqlite:///{tmp_path / FILE}", {"PULYOLU_VAR": str(tmp_path)}
    store = open_store(url)
    fill(store)
    with store.begin() as connection:
        connection.execute(text("UPDATE entries SET amount = 'many'"))
    store.dispose()
    (finding,) = of_store(environ, tmp_path / "published")
    assert (finding.urgency, finding.what) == (Urgency.HAND, Found.STORE_ROWS)
    assert "entries 1" in str(finding.holes["rows"])


def test_receipts_are_counted(tmp_path):
    assert receipts_kept(tmp_path) == 0
    receipts.folder(tmp_path).mkdir()
    (receipts.folder(tmp_path) / "a").touch()
    assert receipts_kept(tmp_path) == 1
