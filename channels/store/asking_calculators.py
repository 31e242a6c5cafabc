"""Calculators asked with the store behind: the switches stand in it, and what comes is published from it."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from channels.collect.asked_prices import Known
from channels.dataset.dataset import DatasetError
from channels.dataset.locations import DataFolders
from channels.readers.calculators import Calculator
from channels.readers.failed import Failed
from channels.records.asked_prices import JudgedPrice
from channels.records.calculators import CalculatorState
from channels.refresh import asking_calculators
from channels.refresh.asking_calculators import Collected
from channels.refresh.setting import IntakeSetting
from channels.store import asked_prices, asked_publishing, calculators, quote_keeping
from channels.store.faults import StoreError


class StoreKeeper:
    """The store as the place where answers are kept and published from."""

    def __init__(self, engine: Engine, place: DataFolders) -> None:
        self._engine, self._place = engine, place

    def may_ask(self, calculator: Calculator) -> bool:
        """Whether somebody lets the program ask it: a documented interface needs nobody's word."""
        state = calculators.states(self._engine).get(
            calculator.provider, CalculatorState(calculator.provider)
        )
        return state.may_ask(documented=calculator.documented, prohibited=calculator.prohibited)

    def known(self, provider: str, corridor: str) -> Known:
        """What readers see of it on a corridor, and whether its first price was let through."""
        return asked_prices.known(self._engine, provider, corridor)

    def publish(self, found: Sequence[JudgedPrice], now: datetime) -> tuple[JudgedPrice, ...]:
        """Keep answers and publish those that may be; as what each was kept. Raises `Failed`."""
        try:
            done = asked_publishing.publish(self._engine, self._place, found, now=now)
        except DatasetError:
            raise Failed("data_faulty") from None
        except (StoreError, SQLAlchemyError, OSError):
            raise Failed("not_written", folder=str(self._place.over)) from None
        judged = tuple(one.judged for one in done)
        if self._place.over is not None:
            quote_keeping.note_asked(self._place.over.parent, judged, now)
        return judged

    def told(self, provider: str, asked: datetime, answered: datetime | None, fault: Failed | None) -> None:
        """Put down how a question went."""
        code = None if fault is None else fault.code
        try:
            calculators.told(
                self._engine,
                provider,
                asked=asked,
                answered=answered,
                fault=code,
                holes={} if fault is None else fault.filled,
                was_put=fault is None or fault.was_put,
            )
        except SQLAlchemyError:
            raise Failed("not_written", folder=str(self._place.over)) from None


def collect_all(
    setting: IntakeSetting,
    engine: Engine,
    *,
    providers: Iterable[str] = (),
    corridors: Iterable[str] = (),
    step: Callable[[int], None] = lambda _: None,
    environ: Mapping[str, str] = os.environ,
) -> tuple[Collected, ...]:
    """Ask every calculator that may be asked for every corridor that it may serve, and publish what holds.

    The daily work of the program in the mode `all`. It may take an hour. Raises `Failed`: `no_contact` where
    nobody named one, `data_faulty` or `not_written`; what was published before that stays.
    """
    keeper = StoreKeeper(engine, setting.place)
    return tuple(
        asking_calculators.collect(
            setting, keeper, providers=providers, corridors=corridors, step=step, environ=environ
        )
    )
