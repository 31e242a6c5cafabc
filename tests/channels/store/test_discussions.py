"""Group discussions: what goes in comes out, another person checks, too few people are never published."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from channels.records.entries import EntryFault
from channels.records.informal import Discussion
from channels.store import discussions, price_entries
from channels.store.discussions import add, confirm, kept, publish, send_back, withdraw
from channels.store.engine import open_store
from channels.store.price_entries import StepRefused
from channels.terms import Stage
from tests.support.builders import DAY, a_discussion
from tests.support.examples import costly
from tests.support.writers import NOW


@pytest.fixture
def store(url):
    found = open_store(url)
    yield found
    found.dispose()


def refused(work, *arguments, by="bob", **more) -> EntryFault:
    with pytest.raises(StepRefused) as error:
        work(*arguments, by=by, now=NOW, **more)
    return error.value.fault


def confirmed(store, **fields) -> str:
    found = add(store, a_discussion(**fields), by="Ann", now=NOW)
    return confirm(store, found.id, by="bob", now=NOW).id


shares = st.decimals(0, 50, places=2)
anything = st.builds(
    Discussion,
    corridor=st.sampled_from(["RU-AZ", "AZ-any"]),
    day=st.dates(date(2000, 1, 1), DAY),
    people=st.integers(2, 500),
    least=shares,
    most=shares.map(lambda share: share + 50),
    organisation=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40),
)


@costly(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything)
def test_what_goes_in_comes_out_digit_by_digit(store, discussion):
    found = add(store, discussion, by="ann", now=NOW)
    read = next(one for one in kept(store) if one.id == found.id)
    assert read == found
    assert [str(value) for value in dict(read.discussion).values()] == [
        str(v) for v in dict(discussion).values()
    ]


@pytest.mark.smoke
def test_another_person_checks_and_every_step_is_in_the_log(store):
    found = add(store, a_discussion(), by="Ann", now=NOW)
    assert refused(confirm, store, found.id, by=" ANN ") is EntryFault.OWN
    assert refused(publish, store, [found.id]) is EntryFault.WRONG_STAGE
    assert refused(send_back, store, found.id, reason="") is EntryFault.NO_REASON
    assert send_back(store, found.id, reason="a name is in it", by="bob", now=NOW).stage is Stage.RETURNED
    assert refused(confirm, store, found.id) is EntryFault.WRONG_STAGE
    assert [(line.what, line.who) for line in price_entries.history(store)] == [
        ("discussion.returned", "bob"), ("discussion.entered", "Ann"),
    ]  # fmt: skip


def test_a_range_needs_thirty_people_on_its_corridor_and_is_published_whole_or_not_at_all(store):
    few, many = confirmed(store, people=29), confirmed(store, people=30, corridor="TR-AZ")
    assert refused(publish, store, [few, many]) is EntryFault.TOO_FEW
    assert {one.stage for one in kept(store)} == {Stage.CONFIRMED}
    more = confirmed(store, people=2)
    done = publish(store, [few, many, more], by="bob", now=NOW)
    assert {one.stage for one in done} == {Stage.PUBLISHED}
    assert refused(publish, store, [few, many, more]) is EntryFault.WRONG_STAGE


def test_what_nobody_confirmed_is_not_published(store):
    waiting = add(store, a_discussion(people=40), by="ann", now=NOW)
    ready = confirmed(store, people=40)
    assert refused(publish, store, [ready, waiting.id]) is EntryFault.WRONG_STAGE
    assert refused(publish, store, [ready, "nothing"]) is EntryFault.UNKNOWN
    assert not any(one.published for one in kept(store))


def test_a_range_is_taken_back_whole_and_for_a_reason(store):
    here = [confirmed(store, people=20), confirmed(store, people=20)]
    there = confirmed(store, people=40, corridor="TR-AZ")
    publish(store, [*here, there], by="bob", now=NOW)
    assert refused(withdraw, store, here[0], reason="") is EntryFault.NO_REASON
    assert refused(withdraw, store, "nothing", reason="why") is EntryFault.UNKNOWN
    done = withdraw(store, here[0], reason="counted twice", by="bob", now=NOW)
    assert {one.id for one in done} == set(here)
    assert {one.id: one.stage for one in kept(store)}[there] is Stage.PUBLISHED


def test_a_day_to_come_is_refused(store):
    later = a_discussion(day=DAY + timedelta(days=3))
    assert refused(add, store, later) is EntryFault.FUTURE
    assert discussions.kept(store) == ()
