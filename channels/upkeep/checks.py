"""What is looked at: data, rates, prices, disk, what was asked outside, the login, the clock, backups."""

import shutil
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from channels.clock import VARIABLE
from channels.collect.ages import newest_day, price_ages, rate_ages
from channels.collect.stewards import login_fault
from channels.dataset.dataset import Dataset, DatasetError
from channels.dataset.loading import load_what_holds
from channels.dataset.locations import DataFolders
from channels.refresh.last_asked import last_asked
from channels.refresh.permission import BadRefreshSetting, RefreshMode, mode
from channels.terms import Grade
from channels.upkeep.findings import Elsewhere, Found, UpkeepFinding, Urgency

LEAST_FREE = 1_000_000_000
"""Bytes that have to be free."""
GIGABYTE = 1_000_000_000
LAST_ANSWER = timedelta(hours=24)
"""After four rounds without any answer something is wrong on this side."""
LAST_BACKUP = timedelta(hours=50)
"""Two nights, and the time that a backup takes."""
AHEAD = timedelta(days=7)
"""By how much a sheet may be ahead of the day on which it is published."""


def of_data(place: DataFolders) -> tuple[Dataset | None, Iterable[UpkeepFinding]]:
    """The data, and whether they hold; None where they do not."""
    try:
        data = load_what_holds(place.folder, place.over)
    except DatasetError as error:
        return None, [UpkeepFinding(Urgency.HAND, Found.DATA_FAULTY, {"number": len(error.issues)})]
    if data.set_aside:
        return data, [UpkeepFinding(Urgency.HAND, Found.DATA_ASIDE, {"number": len(data.set_aside)})]
    return data, [UpkeepFinding(Urgency.WELL, Found.DATA_WELL)]


def of_rates(data: Dataset, now: datetime) -> Iterable[UpkeepFinding]:
    """Whether the official rates may still judge prices."""
    ages = rate_ages(data, now.date())
    old = [one.currency for one in ages if one.day is not None and not one.fresh]
    none = [one.currency for one in ages if one.day is None]
    if old:
        yield UpkeepFinding(Urgency.HAND, Found.RATES_OLD, {"codes": ", ".join(old)})
    elif any(one.fresh for one in ages):
        oldest = min(one.day for one in ages if one.day is not None)
        yield UpkeepFinding(Urgency.WELL, Found.RATES_WELL, {"day": oldest})
    if none:
        yield UpkeepFinding(Urgency.NOTE, Found.RATES_NONE, {"codes": ", ".join(none)})


def of_prices(data: Dataset, now: datetime) -> Iterable[UpkeepFinding]:
    """How many providers have no price of the last three months, of the last year, or none at all."""
    ages = price_ages(data, now.date())
    old = sum(one.day is not None and one.grade is Grade.HISTORICAL for one in ages)
    ageing = sum(one.grade is Grade.AGEING for one in ages)
    none = sum(one.day is None for one in ages)
    if old:
        yield UpkeepFinding(Urgency.HAND, Found.PRICES_OLD, {"number": old})
    if ageing:
        yield UpkeepFinding(Urgency.NOTE, Found.PRICES_AGEING, {"number": ageing})
    if not old and not ageing:
        yield UpkeepFinding(Urgency.WELL, Found.PRICES_WELL)
    if none:
        yield UpkeepFinding(Urgency.NOTE, Found.PRICES_NONE, {"number": none})


def of_disk(var: Path) -> UpkeepFinding:
    """Whether there is room where what is collected is kept."""
    here = next((place for place in (var, *var.absolute().parents) if place.exists()), None)
    try:
        free = shutil.disk_usage(here or var).free
    except OSError:
        return UpkeepFinding(Urgency.HAND, Found.DISK_UNKNOWN, {"place": str(var)})
    low = free < LEAST_FREE
    holes: dict[str, object] = {"free": free // GIGABYTE, "place": str(var)}
    return UpkeepFinding(
        Urgency.HAND if low else Urgency.WELL, Found.DISK_LOW if low else Found.DISK_WELL, holes
    )


def of_asking(environ: Mapping[str, str], var: Path, now: datetime) -> UpkeepFinding:
    """When anybody outside last answered, where the program asks by itself."""
    try:
        if mode(environ) is RefreshMode.OFF:
            return UpkeepFinding(Urgency.NOTE, Found.ASKED_OFF)
        answers = [one.answered for one in last_asked(var) if one.answered is not None]
    except (BadRefreshSetting, OSError):
        answers = []
    if not answers:
        return UpkeepFinding(Urgency.HAND, Found.ASKED_NEVER)
    last = max(answers)
    holes: dict[str, object] = {"when": last}
    if now - last > LAST_ANSWER:
        return UpkeepFinding(Urgency.HAND, Found.ASKED_OLD, holes)
    return UpkeepFinding(Urgency.WELL, Found.ASKED_WELL, holes)


def of_login(secrets: Mapping[str, object] | None) -> UpkeepFinding:
    """Whether stewards can sign in; None are secrets that cannot be read."""
    fault = login_fault(secrets)
    if fault is not None:
        return UpkeepFinding(Urgency.HAND, Elsewhere.LOGIN, fault=fault)
    listed = (secrets or {}).get("stewards")
    if not isinstance(listed, Mapping):
        return UpkeepFinding(Urgency.NOTE, Found.LOGIN_NONE)
    return UpkeepFinding(Urgency.WELL, Found.LOGIN_WELL, {"number": len(listed)})


def of_clock(environ: Mapping[str, str], data: Dataset | None, now: datetime) -> UpkeepFinding:
    """Whether the clock is the real one, and not behind what the data know."""
    if environ.get(VARIABLE):
        return UpkeepFinding(Urgency.HAND, Found.CLOCK_SET, {"when": now})
    newest = None if data is None else newest_day(data)
    if newest is not None and newest > now.date() + AHEAD:
        return UpkeepFinding(Urgency.HAND, Found.CLOCK_BEHIND, {"when": now, "day": newest})
    return UpkeepFinding(Urgency.WELL, Found.CLOCK_WELL, {"when": now})


def newest_backup(folder: Path) -> Path | None:
    """The backup of a folder that was written last; None where there is none."""
    try:
        return max(folder.glob("*.gz"), key=lambda file: file.stat().st_mtime, default=None)
    except OSError:
        return None


def of_backups(folder: Path | None, now: datetime) -> UpkeepFinding:
    """When the newest backup was written; `folder` None where nobody said where backups lie."""
    if folder is None:
        return UpkeepFinding(Urgency.NOTE, Found.BACKUP_UNSET)
    file = newest_backup(folder)
    if file is None:
        return UpkeepFinding(Urgency.HAND, Found.BACKUP_NONE, {"place": str(folder)})
    age = timedelta(seconds=now.timestamp() - file.stat().st_mtime)
    holes: dict[str, object] = {"file": str(file), "when": now - age}
    if age > LAST_BACKUP:
        return UpkeepFinding(Urgency.HAND, Found.BACKUP_OLD, holes)
    return UpkeepFinding(Urgency.WELL, Found.BACKUP_WELL, holes)
