"""Prices of one visit are one thing to check."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.collect.visits import visits
from channels.records.entries import EntryStep, Kept
from channels.terms import Stage
from tests.support.builders import DAY, an_entry, dec

AT = datetime.combine(DAY, time(9), UTC)


def kept(name: str, who: str = "ann", *, supersedes: str | None = None, **fields) -> Kept:
    return Kept(name, an_entry(**fields), (EntryStep(Stage.ENTERED, who, AT),), supersedes)


def test_three_amounts_of_one_visit_stand_together_by_amount():
    entries = [
        kept(name, amount=dec(amount)) for name, amount in (("a", 85_000), ("b", 17_000), ("c", 43_000))
    ]
    assert [[one.id for one in visit] for visit in visits(entries)] == [["b", "c", "a"]]


@pytest.mark.parametrize(
    "other",
    [
        {"who": "bob"},
        {"provider": "b_bank"},
        {"service": "card"},
        {"corridor": "TR-AZ"},
        {"payout": "a_counter"},
        {"collected": DAY - timedelta(days=1)},
        {"supersedes": "before"},
    ],
)
def test_another_person_service_corridor_counter_or_day_is_another_visit(other):
    assert [len(visit) for visit in visits([kept("a"), kept("b", **other)])] == [1, 1]


def test_who_loaded_it_belongs_to_the_visit():
    loaded = kept("b")
    loaded = replace(loaded, steps=(*loaded.steps, EntryStep(Stage.ENTERED, "loader", AT)))
    assert len(visits([kept("a"), loaded])) == 2


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 9_000)), max_size=12))
def test_no_price_is_lost_and_none_stands_twice(told):
    entries = [kept(str(n), who, amount=dec(amount)) for n, (who, amount) in enumerate(told)]
    found = [one.id for visit in visits(entries) for one in visit]
    assert sorted(found) == sorted(one.id for one in entries)
