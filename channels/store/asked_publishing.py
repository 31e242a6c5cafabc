"""What calculators told, published in the store and written as data/ keeps it, for the readers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from channels.dataset.dataset import DatasetError
from channels.dataset.locations import DataFolders
from channels.records.asked_prices import AskedReason, AskedState, JudgedPrice, KeptAsked
from channels.store import asked_prices, quote_keeping
from channels.store.published_files import turn
from channels.store.publishing import Published, attempt, everything, lay


def publish(
    engine: Engine, place: DataFolders, found: Sequence[JudgedPrice], *, now: datetime
) -> tuple[KeptAsked, ...]:
    """Keep judged answers of calculators and lay those to be published over the data, after a trial.

    Where the data do not hold with some of them, those wait for a steward and lose none of the others.
    Raises `DatasetError` where the data have faults already, `StoreError` and OSError.
    """
    over = place.over
    assert over is not None
    shown = [one for one in found if one.state is AskedState.PUBLISHED]
    if not shown:
        return asked_prices.keep(engine, found, now=now)
    with turn(engine, over) as staged:
        fit = _fitting(place, staged, everything(engine), shown)
        kept = [
            one if one.state is not AskedState.PUBLISHED or id(one) in fit else _held(one) for one in found
        ]
        done = asked_prices.keep(engine, kept, now=now)
        if fit:
            lay(engine, staged)
    return done


def release(
    engine: Engine, place: DataFolders, ids: Iterable[str], *, by: str, now: datetime
) -> tuple[KeptAsked, ...]:
    """Publish prices of calculators that a steward looked at, after a trial.

    Raises `DatasetError`, `StoreError`, OSError or `StepRefused`; then nothing has changed.
    """
    over = place.over
    assert over is not None
    chosen = set(ids)
    with turn(engine, over) as staged:
        known = everything(engine)
        more = [one.judged for one in asked_prices.waiting(engine) if one.id in chosen]
        attempt(place, staged, replace(known, asked=(*known.asked, *more)))
        done = asked_prices.release(engine, chosen, by=by, now=now)
        lay(engine, staged)
    for of in sorted({(one.judged.price.provider, one.judged.price.corridor) for one in done}):
        quote_keeping.note_steps(engine, over.parent, *of, now)
    return done


def withdraw(
    engine: Engine, over: Path, provider: str, corridor: str, *, reason: str, by: str, now: datetime
) -> None:
    """Take a calculator's prices on a corridor back, in the store and in the readers' files.

    Raises `StepRefused`, `StoreError` and OSError.
    """
    with turn(engine, over) as staged:
        asked_prices.withdraw(engine, provider, corridor, reason=reason, by=by, now=now)
        lay(engine, staged)
    quote_keeping.note_steps(engine, over.parent, provider, corridor, now)


def _held(one: JudgedPrice) -> JudgedPrice:
    return replace(one, state=AskedState.WAITING, reason=AskedReason.DATA_FAULTY)


def _fitting(
    place: DataFolders, over: Path, known: Published, shown: Sequence[JudgedPrice]
) -> frozenset[int]:
    """Those of some answers with which the data hold: all of them, else each that holds by itself."""
    try:
        attempt(place, over, replace(known, asked=(*known.asked, *shown)))
    except DatasetError:
        attempt(place, over, known)
        return frozenset(id(one) for one in shown if _holds(place, over, known, one))
    return frozenset(map(id, shown))


def _holds(place: DataFolders, over: Path, known: Published, one: JudgedPrice) -> bool:
    try:
        attempt(place, over, replace(known, asked=(*known.asked, one)))
    except DatasetError:
        return False
    return True
