"""What is in force: what nothing has taken the place of, as far as it had begun by a day."""

from dataclasses import dataclass
from datetime import date

import pytest

from channels.records.in_force import in_force, is_in_force, last_in_force
from channels.records.informal import GroupRange
from channels.records.observations import NoPrice, Observation
from channels.records.provider_checks import LicenceRow, StandingRow
from channels.records.providers import Tariff


@dataclass(frozen=True)
class Said:
    """A record with nothing but its day and why it does not hold."""

    begins: date | None
    superseded: str | None = None


EARLY, LATE = Said(date(2026, 1, 1)), Said(date(2026, 3, 1))
WITHOUT_DAY, CORRECTED = Said(None), Said(date(2026, 2, 1), "a slip of the pen")
DAY = date(2026, 2, 15)


@pytest.mark.parametrize(
    ("one", "ever", "on_the_day"),
    [(EARLY, True, True), (LATE, True, False), (WITHOUT_DAY, True, True), (CORRECTED, False, False)],
)
def test_a_record_holds_from_its_day_until_it_is_corrected(one, ever, on_the_day):
    assert is_in_force(one) is ever
    assert is_in_force(one, DAY) is on_the_day
    assert is_in_force(one, one.begins) is ever


def test_the_order_stays_and_the_last_is_the_one_that_began_last():
    records = [LATE, CORRECTED, EARLY, WITHOUT_DAY]
    assert in_force(records, DAY) == [EARLY, WITHOUT_DAY]
    assert last_in_force(records) is LATE
    assert last_in_force(records, DAY) is EARLY
    assert last_in_force([CORRECTED], DAY) is None
    assert last_in_force([]) is None


def test_of_one_day_the_first_counts():
    first, second = Said(DAY), Said(DAY)
    assert last_in_force([first, second]) is first


@pytest.mark.parametrize("kind", [Observation, NoPrice, GroupRange, Tariff, StandingRow, LicenceRow])
def test_every_record_that_can_be_corrected_says_when_it_begins(kind):
    assert "superseded" in kind.model_fields
    assert isinstance(kind.begins, property)
