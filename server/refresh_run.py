"""One round of what the program asks by itself, in a process of its own beside the server.

Run as `python -m server.refresh_run`. It ends with the server that started it, whose end it sees by its
standard input, and may be killed at any moment: whatever it writes is whole or not there.
"""

import logging
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from channels import files
from channels.panel.faults import BrokenPanel
from channels.readers.failed import Failed
from channels.refresh import schedule
from channels.refresh.asking_calculators import Collected, clear_raw, loaded
from channels.refresh.permission import BadRefreshSetting, RefreshMode, mode
from channels.refresh.schedule import FileLeases, Job, Leases
from channels.refresh.setting import IntakeSetting
from channels.store import leases, quote_keeping
from channels.store.asking_calculators import collect_all
from channels.store.engine import address, open_store
from channels.store.faults import StoreError
from server import log_lines
from server.refresh_jobs import answered

LOG = logging.getLogger(__name__)
SIX_HOURS = timedelta(hours=6)
ONE_DAY = timedelta(days=1)
KINDNESS = 15
"""How far the process stands back behind those that serve pages."""


def jobs(environ: Mapping[str, str]) -> tuple[Job, ...]:
    """What is asked by itself in the mode of an environment, in order. Raises `BadRefreshSetting`."""
    if mode(environ) is RefreshMode.OFF:
        return ()
    official = Job("official_rates", SIX_HOURS, lambda: answered("cbar"))
    kept = Job("quotes_panel", SIX_HOURS, lambda: quotes_kept(environ))
    if mode(environ) is not RefreshMode.ALL or IntakeSetting.of(environ).contact is None:
        return official, kept
    return official, Job("calculators", ONE_DAY, lambda: collect(environ)), kept


def quotes_kept(environ: Mapping[str, str]) -> int:
    """How many prices of the data and the store were appended to the quotes' panel. Raises `Failed`.

    Raw answers beside it go after a year, also where no calculator is asked any more.
    """
    setting = IntakeSetting.of(environ)
    data = loaded(setting)
    try:
        clear_raw(setting)
    except OSError:
        raise Failed("not_written", folder=str(setting.var)) from None
    try:
        engine = open_store(address(environ))
    except StoreError:
        engine = None
    try:
        return quote_keeping.catch_up(engine, data, setting.var, setting.now())
    except (OSError, BrokenPanel, SQLAlchemyError):
        raise Failed("not_written", folder=str(setting.var)) from None
    finally:
        if engine is not None:
            engine.dispose()


def collect(environ: Mapping[str, str]) -> tuple[Collected, ...]:
    """Ask the calculators that are switched on. Raises `Failed` and `StoreError`."""
    engine = open_store(address(environ))
    try:
        return collect_all(IntakeSetting.of(environ), engine, environ=environ)
    finally:
        engine.dispose()


OWN_WORK = frozenset({"quotes_panel"})
"""What every machine does for itself: its files lie there."""


class StoreLeases:
    """Leases in the store, for all who share it; work that each does for itself has one for each."""

    def __init__(self, engine: Engine, holder: str) -> None:
        self._engine, self._holder = engine, holder

    def take(self, name: str, now: datetime) -> bool:
        """Whether the work is due and ours."""
        return leases.take(
            self._engine, self._named(name), holder=self._holder, now=now, lasts=schedule.LASTS
        )

    def finish(self, name: str, now: datetime, due: datetime) -> None:
        """Let go of it until it is due again."""
        leases.finish(self._engine, self._named(name), holder=self._holder, now=now, due=due)

    def _named(self, name: str) -> str:
        return f"{name} {self._holder}" if name in OWN_WORK else name


def run(environ: Mapping[str, str]) -> int:
    """Do what is due; the exit code: 0 also where another process is at it, 1 where something failed."""
    setting = IntakeSetting.of(environ)
    due = jobs(environ)
    try:
        with files.alone(schedule.own_folder(setting.var), wait=0), _leases(environ, setting) as kept:
            done = schedule.work(due, kept, setting.now)
    except files.FolderTaken:
        return 0
    except (OSError, SQLAlchemyError) as stop:
        LOG.error("nothing is asked by itself: %s", stop)
        return 1
    for one in done:
        if one.error is not None and schedule.fault(one) is None:
            LOG.error("%s broke down", one.name, exc_info=one.error)
    return 1 if any(one.error for one in done) else 0


@contextmanager
def _leases(environ: Mapping[str, str], setting: IntakeSetting) -> Iterator[Leases]:
    """The store's leases; a file's where there is no store."""
    try:
        engine = open_store(address(environ))
    except StoreError as fault:
        LOG.warning("leases stand in a file: the store is %s", fault.fault)
        yield FileLeases(setting.var)
        return
    try:
        yield StoreLeases(engine, schedule.holder(setting.var))
    finally:
        engine.dispose()


def stand_back() -> None:
    """Let those that serve pages go first, where the system knows such a thing."""
    if hasattr(os, "nice"):
        os.nice(KINDNESS)


def end_with_server() -> None:
    """End this process as soon as its standard input does: the server has gone, however it went."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=watch, name="the server's end", daemon=True).start()


def main() -> None:
    """One round."""
    stand_back()
    end_with_server()
    try:
        if log_lines.as_json(os.environ):
            log_lines.begin()
        code = run(os.environ)
    except (BadRefreshSetting, log_lines.BadForm) as fault:
        LOG.error("%s", fault)
        code = 2
    # The thread that watches the server waits for ever.
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
