"""What is looked at: well on a good day, and each thing that is wrong or old told as itself."""

import os
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from channels import clock
from channels.collect.ages import newest_day, price_ages, rate_ages
from channels.dataset.locations import DataFolders
from channels.pricing.fx import Rates
from channels.refresh.last_asked import note
from channels.upkeep import checks
from channels.upkeep.findings import Elsewhere, Found, Urgency
from tests.support.datasets import shipped
from tests.support.server import ROOT

DATA = shipped("real")
ROUBLE = max(rate.day for rate in DATA.tables.rates if rate.currency == "RUB")


def at(day):
    return clock.now().replace(year=day.year, month=day.month, day=day.day)


def whats(findings) -> dict[object, dict[str, object]]:
    return {finding.what: finding.holes for finding in findings}


def test_data_that_hold_and_data_that_do_not(tmp_path):
    data, findings = checks.of_data(DataFolders(ROOT / "data"))
    assert data is not None
    assert whats(findings) == {Found.DATA_WELL: {}}
    (tmp_path / "empty").mkdir()
    data, (finding,) = checks.of_data(DataFolders(tmp_path / "empty"))
    assert data is None
    assert (finding.urgency, finding.what) == (Urgency.HAND, Found.DATA_FAULTY)


def test_a_published_fault_needs_a_hand(tmp_path):
    (tmp_path / "rates.csv").write_text("day,currency\nnone,none\n")
    data, (finding,) = checks.of_data(DataFolders(ROOT / "data", tmp_path))
    assert data is not None
    assert (finding.urgency, finding.what) == (Urgency.HAND, Found.DATA_ASIDE)


def test_old_rates_are_named_by_currency():
    fresh = whats(checks.of_rates(DATA, at(ROUBLE)))
    late = whats(checks.of_rates(DATA, at(ROUBLE + timedelta(8))))
    assert "RUB" not in str(fresh.get(Found.RATES_OLD, {}).get("codes", ""))
    assert "RUB" in str(late[Found.RATES_OLD]["codes"])
    none = [one.currency for one in rate_ages(DATA, ROUBLE) if one.day is None]
    assert str(fresh.get(Found.RATES_NONE, {}).get("codes", "")) == ", ".join(none)
    early = whats(checks.of_rates(DATA, at(DATA.rates.first_day - timedelta(1))))
    assert early.keys() == {Found.RATES_NONE}


def test_rates_that_are_all_fresh_are_well():
    fresh = replace(DATA, rates=Rates(DATA.tables.rates, always_fresh=True))
    found = whats(checks.of_rates(fresh, at(ROUBLE)))
    assert Found.RATES_WELL in found
    assert Found.RATES_OLD not in found


def test_providers_are_counted_by_the_age_of_their_last_price():
    newest = max(one.day for one in price_ages(DATA, ROUBLE) if one.day)
    for day in (newest, newest + timedelta(91), newest + timedelta(400)):
        ages = price_ages(DATA, day)
        found = whats(checks.of_prices(DATA, at(day)))
        for what, grade in ((Found.PRICES_OLD, "historical"), (Found.PRICES_AGEING, "ageing")):
            count = sum(one.day is not None and one.grade == grade for one in ages)
            assert found.get(what, {"number": 0})["number"] == count
        assert (Found.PRICES_WELL in found) == (not found.keys() & {Found.PRICES_OLD, Found.PRICES_AGEING})


@pytest.mark.parametrize(("free", "what"), [(10**12, Found.DISK_WELL), (10**8, Found.DISK_LOW)])
def test_a_disk_that_is_nearly_full_needs_a_hand(tmp_path, monkeypatch, free, what):
    asked = []
    usage = type("Usage", (), {"free": free})

    def disk_usage(place):
        asked.append(place)
        return usage

    monkeypatch.setattr(shutil, "disk_usage", disk_usage)
    finding = checks.of_disk(tmp_path / "not" / "there")
    assert (finding.what, asked) == (what, [tmp_path])


def test_who_answered_last(tmp_path):
    now, asks = clock.now(), {"PULYOLU_REFRESH": "official"}
    assert checks.of_asking({"PULYOLU_REFRESH": "off"}, tmp_path, now).what is Found.ASKED_OFF
    assert checks.of_asking(asks, tmp_path, now).what is Found.ASKED_NEVER
    note(tmp_path, "cbar", now - timedelta(hours=30), now - timedelta(hours=30), None)
    old = checks.of_asking(asks, tmp_path, now)
    assert (old.what, old.urgency) == (Found.ASKED_OLD, Urgency.HAND)
    note(tmp_path, "cbr", now - timedelta(hours=2), now - timedelta(hours=2), None)
    well = checks.of_asking(asks, tmp_path, now)
    assert (well.what, well.urgency) == (Found.ASKED_WELL, Urgency.WELL)


def test_a_slip_in_the_login_needs_a_hand_and_no_login_does_not():
    assert checks.of_login({}).what is Found.LOGIN_NONE
    broken = checks.of_login({"stewards": {}})
    assert (broken.urgency, broken.what, broken.fault) == (Urgency.HAND, Elsewhere.LOGIN, "no_login")
    assert checks.of_login(None).fault == "unreadable"
    auth = dict.fromkeys(("redirect_uri", "client_id", "client_secret", "server_metadata_url"), "x")
    whole = {"auth": auth | {"cookie_secret": "x" * 40}, "stewards": {"a@example.org": ["enter"]}}
    assert checks.of_login(whole).holes == {"number": 1}


def test_a_clock_that_stands_or_is_behind_the_data_needs_a_hand():
    newest = newest_day(DATA)
    assert newest is not None
    assert checks.of_clock({}, DATA, at(newest)).what is Found.CLOCK_WELL
    behind = checks.of_clock({}, DATA, at(newest - timedelta(8)))
    assert (behind.urgency, behind.what) == (Urgency.HAND, Found.CLOCK_BEHIND)
    assert checks.of_clock({"PULYOLU_NOW": "2028-02-29"}, DATA, at(newest)).what is Found.CLOCK_SET
    assert checks.of_clock({}, None, at(newest)).what is Found.CLOCK_WELL


def test_the_newest_backup_and_its_age(tmp_path):
    now = clock.now()
    assert checks.of_backups(None, now).what is Found.BACKUP_UNSET
    assert checks.of_backups(tmp_path, now).what is Found.BACKUP_NONE
    for name, hours in (("a.gz", 90), ("b.gz", 60)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (now.timestamp() - hours * 3600,) * 2)
    old = checks.of_backups(tmp_path, now)
    assert (old.what, old.holes["file"]) == (Found.BACKUP_OLD, str(tmp_path / "b.gz"))
    assert checks.of_backups(tmp_path, now - timedelta(hours=20)).what is Found.BACKUP_WELL
