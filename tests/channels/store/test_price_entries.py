"""Collected prices: what goes in comes out, nothing is changed, nobody checks his own, nothing is half."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from sqlalchemy import func, select

from channels.money import MOST
from channels.records.entries import LOWEST_RATE, Entry, EntryFault
from channels.records.people import identity
from channels.store import price_entries
from channels.store.engine import open_store, reading
from channels.store.price_entries import MOST_LEADS, StepRefused, person
from channels.store.tables import ENTRIES, LEADS, LOG, STEPS
from channels.terms import AccessPoint, Answer, DisbursementMethod, Document, Method, PaymentInstrument, Stage
from tests.support.builders import DAY, a_lead, an_entry
from tests.support.examples import costly
from tests.support.writers import NOW, writers


@pytest.fixture
def store(url):
    found = open_store(url)
    yield found
    found.dispose()


def refused(work, *arguments, **more) -> EntryFault:
    with pytest.raises(StepRefused) as error:
        work(*arguments, now=NOW, **more)
    return error.value.fault


def published(store, entry: Entry, *, by="ann"):
    found = price_entries.add(store, entry, by=by, now=NOW)
    price_entries.confirm(store, found.id, by="bob", now=NOW)
    return price_entries.publish(store, [found.id], by="bob", now=NOW)[0]


figures = st.decimals(0, 1_000_000_000, places=4)
positive = st.decimals("0.0001", 1_000_000_000, places=4)
texts = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40)
days = st.dates(DAY - timedelta(days=4_000), DAY)
whole = {
    "corridor": st.sampled_from(["RU-AZ", "AZ-any", "AZ-AZ"]),
    "provider": st.sampled_from(["a_bank", "x" * 80]),
    "service": st.sampled_from(["transfer", "9"]),
    "currency": st.sampled_from(["RUB", "USD"]),
    "pays": st.sampled_from(["AZN", "EUR"]),
    "pay_in": st.none() | st.sampled_from(PaymentInstrument),
    "access_point": st.none() | st.sampled_from(AccessPoint),
    "disbursement": st.none() | st.sampled_from(DisbursementMethod),
    "payout": st.none() | st.just("a_counter"),
    "minutes_least": st.none() | st.integers(0, 100),
    "minutes_most": st.none() | st.integers(100, 500_000),
    "regions": st.lists(st.sampled_from(["all", "main_cities", "lankaran_astara"]), unique=True).map(tuple),
    "documents": st.lists(st.sampled_from(Document), unique=True).map(tuple),
    "promotion": st.booleans(),
    "method": st.sampled_from(Method),
    "organisation": texts,
    "of_provider": st.booleans(),
    "collected": st.just(DAY),
    "quoted": st.none() | days,
    "source_updated": st.none() | days,
    "valid_until": st.none() | st.just(DAY + timedelta(days=30)),
    "evidence": st.none() | st.just("0f" * 32),
    "remark": st.none() | texts,
}
priced = {
    "answer": st.just(Answer.OBSERVED),
    "amount": positive,
    "fee": st.none() | figures,
    "rate": st.decimals("0.000001", 1_000_000, places=6),
    "received": st.none() | positive,
    "receipt_charge": st.none() | figures,
}
unpriced = {
    "answer": st.sampled_from([answer for answer in Answer if answer is not Answer.OBSERVED]),
    "amount": st.none() | positive,
    **{name: st.none() for name in ("fee", "rate", "received", "receipt_charge")},
}
assert {*whole, *priced} == {*whole, *unpriced} == set(Entry.model_fields)


def can_come_of_it(fields) -> bool:
    """Whether the amount received can come of the amount sent: an entry that cannot is refused at once."""
    if fields["received"] is None:
        return True
    paid = fields["received"] + (fields["receipt_charge"] or 0)
    return LOWEST_RATE * fields["amount"] < paid < MOST * fields["amount"]


possible = st.fixed_dictionaries({**whole, **priced}).filter(can_come_of_it)
kept_fields = possible | st.fixed_dictionaries({**whole, **unpriced})
entries = kept_fields.map(lambda fields: Entry(**fields))


@costly(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(entries)
def test_what_goes_in_comes_out_digit_by_digit(store, entry):
    found = price_entries.add(store, entry, by="ann", now=NOW)
    read = price_entries.entry(store, found.id)
    assert read == found
    assert read.entry == entry
    assert [str(value) for value in dict(read.entry).values()] == [str(v) for v in dict(entry).values()]


@pytest.mark.parametrize("answer", Answer)
def test_every_answer_is_kept(store, answer):
    figures = {} if answer is Answer.OBSERVED else {"fee": None, "rate": None, "amount": None}
    entry = an_entry(answer=answer, **figures)
    assert price_entries.add(store, entry, by="ann", now=NOW).entry == entry


# The way to the reader


def test_the_prices_of_a_visit_are_confirmed_or_returned_all_or_none(store):
    first, second = price_entries.enter(store, [an_entry(), an_entry(amount=43_000)], by="ann", now=NOW)
    own = price_entries.add(store, an_entry(amount=85_000), by="bob", now=NOW)
    with pytest.raises(StepRefused, match="own"):
        price_entries.confirm_all(store, [first.id, second.id, own.id], by="bob", now=NOW)
    assert {one.stage for one in price_entries.kept(store)} == {Stage.ENTERED}
    done = price_entries.confirm_all(store, [first.id, second.id], by="bob", now=NOW)
    assert {one.stage for one in done} == {Stage.CONFIRMED}
    back = price_entries.send_back_all(store, [first.id, second.id], reason="why", by="bob", now=NOW)
    assert {one.steps[-1].reason for one in back} == {"why"}


@pytest.mark.smoke
def test_a_price_is_entered_confirmed_and_published(store):
    entered = price_entries.add(store, an_entry(), by="Ann@Example.org ", now=NOW)
    assert (entered.stage, entered.by, entered.own_of) == (
        Stage.ENTERED,
        "Ann@Example.org",
        ("ann@example.org",),
    )
    assert price_entries.kept(store, stage=Stage.ENTERED) == (entered,)
    confirmed = price_entries.confirm(store, entered.id, by="bob", now=NOW + timedelta(days=1))
    assert confirmed.checked_by == "bob"
    assert confirmed.steps[-1].at == NOW + timedelta(days=1)
    assert price_entries.published(store) == ()
    (found,) = price_entries.publish(store, [entered.id], by="eve", now=NOW)
    assert price_entries.published(store) == price_entries.kept(store) == (found,)
    lines = price_entries.history(store, subject=entered.id)
    assert [(line.who, line.what) for line in lines] == [
        ("eve", "entry.published"),
        ("bob", "entry.confirmed"),
        ("Ann@Example.org", "entry.entered"),
    ]


def test_nobody_confirms_an_own_entry_however_the_name_is_written(store):
    found = price_entries.add(store, an_entry(), by="ann@example.org", now=NOW)
    for name in ("ann@example.org", " ANN@example.ORG", "ａnn@example.org"):
        assert refused(price_entries.confirm, store, found.id, by=name) is EntryFault.OWN
    assert price_entries.entry(store, found.id) == found
    assert len(price_entries.history(store)) == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_a_write_needs_a_name(store, name):
    with pytest.raises(ValueError, match="name"):
        price_entries.add(store, an_entry(), by=name, now=NOW)
    assert person("Ann  Example") == "Ann Example"
    marked = "\N{RIGHT-TO-LEFT MARK}Ann \N{ZERO WIDTH SPACE} Example\N{LEFT-TO-RIGHT MARK}"
    assert person(marked) == "Ann Example"
    assert identity(marked) == identity("ANN example")


def test_a_return_says_why_and_the_correction_takes_its_place(store):
    first = price_entries.add(store, an_entry(), by="ann", now=NOW)
    assert refused(price_entries.send_back, store, first.id, by="bob", reason="") is EntryFault.NO_REASON
    returned = price_entries.send_back(store, first.id, by="bob", reason="the fee?", now=NOW)
    assert returned.steps[-1].reason == "the fee?"
    assert refused(price_entries.confirm, store, first.id, by="bob") is EntryFault.WRONG_STAGE
    second = price_entries.supersede(store, first.id, an_entry(fee=150), reason="misread", by="ann", now=NOW)
    assert (second.supersedes, second.stage, second.steps[0].reason) == (first.id, Stage.ENTERED, "misread")
    assert price_entries.entry(store, first.id).stage is Stage.SUPERSEDED
    assert price_entries.entry(store, first.id).entry == an_entry()


def test_a_published_price_stays_until_its_correction_is_published(store):
    first = published(store, an_entry())
    second = price_entries.supersede(store, first.id, an_entry(fee=1), reason="misread", by="ann", now=NOW)
    assert price_entries.published(store) == (first,)
    price_entries.send_back(store, second.id, by="bob", reason="not 1", now=NOW)
    third = price_entries.supersede(store, second.id, an_entry(fee=2), reason="a slip", by="ann", now=NOW)
    price_entries.confirm(store, third.id, by="bob", now=NOW)
    assert price_entries.published(store) == (first,)
    price_entries.publish(store, [third.id], by="bob", now=NOW)
    found = {item.id: item for item in price_entries.published(store)}
    assert found.keys() == {first.id, third.id}
    assert (found[first.id].stage, found[first.id].steps[-1].reason) == (Stage.SUPERSEDED, "misread")
    assert found[third.id].stage is Stage.PUBLISHED


def test_a_price_has_one_correction_which_is_corrected_in_its_turn(store):
    first = published(store, an_entry())
    price_entries.supersede(store, first.id, an_entry(fee=1), reason="misread", by="ann", now=NOW)
    again = {"reason": "again", "by": "ann"}
    assert refused(price_entries.supersede, store, first.id, an_entry(), **again) is EntryFault.WRONG_STAGE
    assert refused(price_entries.supersede, store, "nothing", an_entry(), **again) is EntryFault.UNKNOWN


@pytest.mark.smoke
def test_a_round_is_published_whole_or_not_at_all(store):
    good = price_entries.add(store, an_entry(), by="ann", now=NOW)
    price_entries.confirm(store, good.id, by="bob", now=NOW)
    other = price_entries.add(store, an_entry(), by="ann", now=NOW)
    assert refused(price_entries.publish, store, [good.id, other.id], by="bob") is EntryFault.WRONG_STAGE
    assert refused(price_entries.publish, store, [good.id, "nothing"], by="bob") is EntryFault.UNKNOWN
    assert price_entries.published(store) == ()


def test_a_day_to_come_is_refused(store):
    soon = an_entry(collected=NOW.date() + timedelta(days=2))
    assert refused(price_entries.add, store, soon, by="ann") is EntryFault.FUTURE
    assert refused(price_entries.tell, store, a_lead(day=soon.collected)) is EntryFault.FUTURE
    assert price_entries.kept(store) == price_entries.leads(store) == ()


def test_the_prices_of_one_form_are_kept_together_or_not_at_all(store):
    """The one of a day to come stands last, so that the others would be there already."""
    soon = an_entry(collected=NOW.date() + timedelta(days=2))
    many = [an_entry(amount=amount) for amount in (17_000, 43_000)]
    assert refused(price_entries.enter, store, [*many, soon], by="Ann") is EntryFault.FUTURE
    assert price_entries.kept(store) == price_entries.history(store) == ()
    found = price_entries.enter(store, many, by="Ann", now=NOW)
    assert [(item.entry.amount, item.stage, item.by) for item in found] == [
        (17_000, Stage.ENTERED, "Ann"), (43_000, Stage.ENTERED, "Ann"),
    ]  # fmt: skip
    assert set(price_entries.kept(store)) == set(found)


def test_what_was_read_from_a_file_is_added_once(store):
    first = price_entries.add(store, an_entry(), by="ann", now=NOW, origin="round.csv 7")
    again = price_entries.add(store, an_entry(fee=3), by="bob", now=NOW, origin="round.csv 7")
    assert again == first
    assert price_entries.kept(store) == (first,)


@costly(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["ann", "bob"]), st.integers(0, 4)), max_size=15)
)
def test_whatever_is_done_nothing_that_was_kept_changes(store, done):
    """Rows of entries, steps and log that are there stay as they are, to the last letter."""

    def rows():
        with reading(store) as connection:
            return [set(map(str, connection.execute(select(t)))) for t in (ENTRIES, STEPS, LOG)]

    works = [
        lambda id, by: price_entries.confirm(store, id, by=by, now=NOW),
        lambda id, by: price_entries.send_back(store, id, by=by, reason="why", now=NOW),
        lambda id, by: price_entries.publish(store, [id], by=by, now=NOW),
        lambda id, by: price_entries.supersede(store, id, an_entry(), reason="why", by=by, now=NOW),
        lambda id, by: price_entries.add(store, an_entry(), by=by, now=NOW, draft=True),
    ]
    ids = [price_entries.add(store, an_entry(), by="ann", now=NOW).id]
    for which, by, work in done:
        before = rows()
        try:
            made = works[work](ids[which % len(ids)], by)
        except StepRefused:
            assert rows() == before
            continue
        ids += [item.id for item in (made if isinstance(made, tuple) else [made]) if item.id not in ids]
        assert all(old <= new for old, new in zip(before, rows(), strict=True))
    for item in price_entries.published(store):
        assert item.checked_by not in (None, item.by)


# Readers' leads


def test_a_hint_waits_until_it_is_settled(store):
    lead = a_lead(provider="a_bank", amount=20_000, received=Decimal("380.50"), pays="AZN", charged=True)
    told = price_entries.tell(store, lead, now=NOW)
    assert told.lead == lead
    assert price_entries.leads(store) == (told,)
    price_entries.settle(store, told.id, by="Ann", now=NOW)
    assert price_entries.leads(store) == ()
    (settled,) = price_entries.leads(store, settled=True)
    assert (settled.lead, settled.settled_by, settled.settled) == (lead, "Ann", NOW)
    assert refused(price_entries.settle, store, told.id, by="Ann") is EntryFault.UNKNOWN
    assert price_entries.history(store)[0].what == "lead.settled"


def test_there_is_an_end_to_hints(store):
    with store.begin() as connection:
        rows = [{"id": str(n), "at": NOW, **dict(a_lead())} for n in range(MOST_LEADS)]
        connection.execute(LEADS.insert(), rows)
    assert refused(price_entries.tell, store, a_lead()) is EntryFault.FULL


def test_the_log_says_who_did_what_else(store):
    price_entries.note(store, "receipt.deleted", by="Ann", subject="7", now=NOW)
    (line,) = price_entries.history(store)
    assert (line.at, line.who, line.what, line.subject) == (NOW, "Ann", "receipt.deleted", "7")


# Many at once, and killed


@pytest.mark.whole
def test_twenty_writers_at_once_lose_none_and_double_none(store, url):
    with writers(4, "adds", url, "5") as children:
        assert [child.communicate(timeout=120)[0] for child in children] == ["done\n"] * 4
    with reading(store) as connection:
        origins = set(connection.scalars(select(ENTRIES.c.origin)))
        number = connection.scalar(select(func.count()).select_from(ENTRIES))
    own = {f"own {process} {thread} {n}" for process in range(4) for thread in range(5) for n in range(5)}
    assert origins == own | {f"file {n}" for n in range(5)}
    assert number == len(origins) == len(price_entries.history(store))


@pytest.mark.smoke
def test_two_that_confirm_at_once_confirm_once(store):
    found = price_entries.add(store, an_entry(), by="ann", now=NOW)
    told = []

    def check(name):
        try:
            price_entries.confirm(store, found.id, by=name, now=NOW)
            told.append("confirmed")
        except StepRefused as error:
            told.append(error.fault)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(check, [f"checker {n}" for n in range(8)]))
    assert sorted(told) == ["confirmed", *[EntryFault.WRONG_STAGE] * 7]
    assert len(price_entries.entry(store, found.id).steps) == 2


def nothing_is_half(store, said: list[str]) -> None:
    """Every entry has its steps and their lines in the log, and all that was said to be kept is."""
    with reading(store) as connection:
        begun = set(connection.scalars(select(STEPS.c.entry).where(STEPS.c.number == 0)))
        assert set(connection.scalars(select(ENTRIES.c.id))) == begun
    kept = {item.id: item for item in price_entries.kept(store)}
    # Only whole lines count: the last one may have been cut off with its writer.
    for line in [line.split() for line in said if line.endswith("\n")]:
        assert line[0] in kept
        assert kept[line[0]].published or line[1:] == []
    corrections = {item.supersedes: item for item in kept.values() if item.supersedes is not None}
    for item in kept.values():
        later = corrections.get(item.id)
        assert (item.stage is Stage.SUPERSEDED) is (later is not None and later.published)
    with reading(store) as connection:
        steps = connection.scalar(select(func.count()).select_from(STEPS))
    assert steps == sum(len(item.steps) for item in kept.values())
    assert steps == len(price_entries.history(store, most=1_000_000))


@pytest.mark.whole
def test_a_writer_that_is_killed_at_any_statement_leaves_no_half_record(store, url):
    with writers(1, "dies", url) as (child,):
        *said, last = child.stdout.readlines()
    assert last == "done\n"
    assert len(said) > 40
    nothing_is_half(store, said)


@pytest.mark.whole
def test_writers_that_are_killed_at_any_moment_leave_no_half_record(store, url):
    said: list[str] = []
    with writers(2, "collects", url) as children:
        for child in children:
            said.append(child.stdout.readline())
        for child, more in zip(children, random.sample(range(8), 2), strict=True):
            said += [child.stdout.readline() for _ in range(more)]
            child.kill()
            said += child.stdout.readlines()
    assert len(said) >= 2
    nothing_is_half(store, said)
