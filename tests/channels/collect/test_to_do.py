"""What a steward has to do: their own, what is overdue, what is due next."""

from datetime import UTC, datetime, time, timedelta

import pytest

from channels.collect.grid import Cell, CellState
from channels.collect.to_do import to_do
from channels.records.entries import EntryStep, Kept
from channels.terms import Stage
from tests.support.builders import DAY, an_entry, dec

AT = datetime.combine(DAY, time(9), UTC)
ON = {
    Stage.ENTERED: (Stage.ENTERED,),
    Stage.RETURNED: (Stage.ENTERED, Stage.RETURNED),
    Stage.CONFIRMED: (Stage.ENTERED, Stage.CONFIRMED),
}


def kept(name: str, who: str, stage: Stage, supersedes: str | None = None) -> Kept:
    steps = tuple(EntryStep(each, who if each is Stage.ENTERED else "checker", AT) for each in ON[stage])
    return Kept(name, an_entry(), steps, supersedes)


def cell(road: str, due: int | None = None, state: CellState = CellState.NEVER) -> Cell:
    on = None if due is None else DAY + timedelta(days=due)
    return Cell("RU-AZ", road, "transfer", dec(200), dec(17_000), "RUB", state, due=on)


def test_mine_are_those_that_came_back_wait_or_are_confirmed():
    entries = [kept(f"{who} {stage}", who, stage) for who in ("ann", "bob") for stage in ON]
    mine = to_do(entries, [], "ann", DAY)
    assert [one.id for one in (*mine.returned, *mine.waiting, *mine.confirmed)] == [
        "ann returned", "ann entered", "ann confirmed",
    ]  # fmt: skip
    assert [one.id for one in mine.to_check] == ["bob entered"]


def test_what_was_entered_again_has_come_back_no_more():
    entries = [kept("first", "ann", Stage.RETURNED), kept("second", "ann", Stage.ENTERED, "first")]
    mine = to_do(entries, [], "ann", DAY)
    assert (mine.returned, [one.id for one in mine.waiting]) == ((), ["second"])


def test_without_a_name_nothing_is_anybodys_own():
    mine = to_do([kept("one", "ann", Stage.ENTERED)], [], None, DAY)
    assert (mine.waiting, len(mine.to_check)) == ((), 1)


@pytest.mark.parametrize(("due", "overdue"), [(-1, True), (0, False), (14, False), (None, False)])
def test_what_was_due_before_today_is_overdue(due, overdue):
    found = to_do([], [cell("a_bank", due)], None, DAY)
    assert (len(found.overdue), len(found.next)) == ((1, 0) if overdue else (0, 1))


def test_what_is_current_is_neither():
    found = to_do([], [cell("a_bank", state=CellState.CURRENT)], None, DAY)
    assert (found.overdue, found.next) == ((), ())
