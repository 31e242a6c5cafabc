"""Rates and prices asked for outside, in a thread beside the pages: one question at a time."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from os import environ
from typing import TYPE_CHECKING

from channels.clock import now, today
from channels.dataset import locations
from channels.readers.failed import Failed
from channels.readers.workbooks import Unreadable
from channels.refresh.last_asked import last_asked
from channels.refresh.permission import contact, mode
from channels.store.faults import StoreError
from components.words.last_asked import AskedByItself
from components.words.refresh import RefreshOutcome
from server.data_cache import shelf, store

if TYPE_CHECKING:
    from channels.records.official_rates import OfficialRate
    from components.words.refresh import Found

LOG = logging.getLogger(__name__)


class RefreshJobs:
    """Asks when a steward wants it, and keeps what came of it until the next time."""

    def __init__(self, now: Callable[[], datetime] = now) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._last: RefreshOutcome | None = None

    def ask(self, what: str) -> bool:
        """Begin to ask for `cbar`, `ecb`, `wise` or `rpw`; False while another answer is awaited."""
        with self._lock:
            if self._last is not None and self._last.ended is None:
                return False
            self._last = RefreshOutcome(what, self._now())
        threading.Thread(target=self._run, args=(what,), name=f"refresh {what}", daemon=True).start()
        return True

    def last(self) -> RefreshOutcome | None:
        """What was asked last; None before the first time."""
        with self._lock:
            return self._last

    def _run(self, what: str) -> None:
        found, unreadable = None, None
        fault: Failed | None = Failed("not_an_answer")
        try:
            found, fault = answered(what, self._told), None
        except Failed as error:
            fault = error
        except Unreadable as error:
            fault, unreadable = None, error
        finally:
            # However it ends, the next question may be put.
            with self._lock:
                assert self._last is not None
                self._last = replace(
                    self._last, ended=self._now(), found=found, fault=fault, unreadable=unreadable
                )

    def _told(self, share: float) -> None:
        """How much of what was asked for last is done."""
        with self._lock:
            assert self._last is not None
            self._last = replace(self._last, share=share)


def answered(what: str, told: Callable[[float], None] = lambda _: None) -> "Found":
    """The answer; it may take a while. `told` is called with the share that is done.

    Raises `Failed`, and `Unreadable` of a file that came; then nothing has changed.
    """
    from channels.dataset.dataset import DatasetError  # noqa: PLC0415  with it
    from channels.readers.ecb_history import held  # noqa: PLC0415  a long history: loaded only when used
    from channels.refresh import intake  # noqa: PLC0415  a network library: loaded only when used
    from channels.refresh.setting import IntakeSetting  # noqa: PLC0415  as above
    from channels.store.published_files import turn_of  # noqa: PLC0415  as above

    setting = IntakeSetting.of(environ, turn=turn_of(environ))
    if what == "cbar":
        found = intake.refresh_cbar(setting)
        if found.releasable:
            _stand_on_desk(found.releasable)
        return found
    if what == "ecb":
        return held()
    if what == "rpw":
        from channels.panel.newest import take_newest  # noqa: PLC0415  as above

        return take_newest(setting, told)
    try:
        asked = intake.questions(shelf(every=0).dataset("real"), today())
    except DatasetError:
        raise Failed("data_faulty") from None
    return intake.refresh_wise(setting, asked)


def _stand_on_desk(rates: "Sequence[OfficialRate]") -> None:
    """Hand in what was held back, for a second person to release; the desk says what ails its store."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415  as above

    from channels.store.official_rates import hold  # noqa: PLC0415  as above

    try:
        hold(store(), rates, now=now())
    except (StoreError, SQLAlchemyError) as stop:
        LOG.error("held rates wait nowhere: %s", type(stop).__name__)


def by_itself() -> AskedByItself:
    """Whom the program asks by itself, and the last question to each; none where the list cannot be read."""
    try:
        last = last_asked(locations.var(environ))
    except OSError as stop:
        LOG.error("who was asked cannot be read: %s", stop)
        last = ()
    return AskedByItself(mode(environ), last, named=contact(environ) is not None)


@cache
def outside() -> RefreshJobs:
    """One for the process."""
    return RefreshJobs()
