"""The switch of each provider's calculator: who turned it when, and what came of asking last."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from channels.records.calculators import CalculatorState
from channels.records.entries import EntryFault
from channels.store.damage import each
from channels.store.engine import reading, writing
from channels.store.price_entries import StepRefused, person, write_log
from channels.store.tables import CALCULATORS

T = CALCULATORS.c


def states(engine: Engine, *, damaged: list[str] | None = None) -> dict[str, CalculatorState]:
    """What is known of each calculator that was ever switched or asked, by provider."""
    with reading(engine) as connection:
        found = each(connection, select(CALCULATORS), lambda row: state_of(row._asdict()), damaged)
    return {one.provider: one for one in found}


def switch(engine: Engine, provider: str, on: bool, *, read: date | None, by: str, now: datetime) -> None:
    """Turn a switch. `read`: the day on which this person read the terms. Raises `StepRefused`.

    To switch on, somebody must have read the terms, and nobody found in them that it is forbidden.
    """
    who = person(by)
    with writing(engine) as connection:
        before = _state(connection, provider)
        day = read or before.terms_read
        if on and (before.prohibited or day is None):
            raise StepRefused(EntryFault.WRONG_STAGE)
        _set(connection, provider, on=on, terms_read=day, who=who, at=now)
        write_log(connection, who, f"calculator.{'on' if on else 'off'}", provider, now)


def prohibit(engine: Engine, provider: str, prohibited: bool, *, read: date, by: str, now: datetime) -> None:
    """Put down what somebody read in the terms: that a program may not ask, or that nothing forbids it."""
    who = person(by)
    with writing(engine) as connection:
        on = {"on": False} if prohibited else {}
        _set(connection, provider, prohibited=prohibited, terms_read=read, who=who, at=now, **on)
        write_log(
            connection, who, f"calculator.{'forbidden' if prohibited else 'not_forbidden'}", provider, now
        )


def told(
    engine: Engine,
    provider: str,
    *,
    asked: datetime,
    answered: datetime | None,
    fault: str | None = None,
    holes: Mapping[str, str] | None = None,
    was_put: bool = True,
) -> None:
    """Put down how a question went. A fault stays with its first moment until an answer is right again.

    `was_put` False: the host was left alone, so that its last question stays the one before.
    """
    with writing(engine) as connection:
        before = _state(connection, provider)
        went: dict[str, Any] = {
            "asked": asked if was_put else before.asked,
            "fault": fault,
            "fault_holes": dict(holes or {}),
        }
        # Being left alone is no new fault: what led to it lasts.
        same = fault is not None and before.fault is not None and (before.fault == fault or not was_put)
        went["fault_since"] = before.fault_since if same else asked if fault is not None else None
        if answered is not None:
            went["answered"] = answered
        _set(connection, provider, **went)


def state_of(row: Mapping[str, Any]) -> CalculatorState:
    """The state that a row of the table holds."""
    return CalculatorState(**{**row, "fault_holes": row["fault_holes"] or {}})


def _state(connection: Connection, provider: str) -> CalculatorState:
    rows = select(CALCULATORS).where(T.provider == provider)
    found = each(connection, rows, lambda row: state_of(row._asdict()), None)
    return found[0] if found else CalculatorState(provider)


def _set(connection: Connection, provider: str, **values: Any) -> None:
    changed = connection.execute(update(CALCULATORS).where(T.provider == provider).values(**values))
    if not changed.rowcount:
        row = {"prohibited": False, **values}
        connection.execute(CALCULATORS.insert().values(provider=provider, **row))
