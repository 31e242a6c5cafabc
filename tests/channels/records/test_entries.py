"""What a collector was told: whole or refused, and checked by another person before readers see it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from channels.records.entries import KEPT_BACK, EntryFault, EntryStep, Kept, fault
from channels.records.observations import Observation
from channels.terms import Answer, Evidence, Stage
from tests.support.builders import DAY, a_discussion, a_lead, an_entry, dec
from tests.support.writers import NOW


def kept(*stages: Stage, by: str = "ann") -> Kept:
    return Kept("1", an_entry(), tuple(EntryStep(stage, by, NOW) for stage in stages))


@pytest.mark.parametrize(
    "fields",
    [
        {"fee": None, "rate": None},
        {"amount": None},
        {"amount": 0},
        {"pays": None},
        {"pays": None, "rate": None, "received": 380},
        {"pays": None, "rate": None, "receipt_charge": 1},
        {"answer": "refused"},
        {"answer": "refused", "fee": None, "rate": None, "receipt_charge": 1},
        {"minutes_least": 10, "minutes_most": 5},
        {"quoted": DAY + timedelta(days=1)},
        {"source_updated": DAY + timedelta(days=1)},
        {"quoted": DAY, "valid_until": DAY - timedelta(days=1)},
        {"rate": None, "received": Decimal("1E-9"), "amount": 1_000_000_000},
        {"evidence": "not a hash"},
        {"fee": Decimal("0.12345678901")},
        {"service": "Not an id"},
        {"collector": "Ann"},
    ],
)
def test_what_makes_no_sense_is_refused(fields):
    with pytest.raises(ValidationError):
        an_entry(**fields)


@pytest.mark.parametrize("answer", [answer for answer in Answer if answer is not Answer.OBSERVED])
def test_an_answer_without_a_price_is_an_answer_too(answer):
    entry = an_entry(answer=answer, fee=None, rate=None)
    assert entry.observation("visit") is None
    assert an_entry(answer=answer, fee=None, rate=None, amount=None, pays=None).answer is answer


def test_an_entry_becomes_a_line_of_the_observations():
    entry = an_entry(
        minutes_least=5, minutes_most=60, promotion=True, quoted=DAY - timedelta(days=1), receipt_charge=2,
        source_updated=DAY - timedelta(days=30), valid_until=DAY + timedelta(days=9), of_provider=True,
        payout="a_counter", regions=("all",), documents=("id_card", "passport"),
    )  # fmt: skip
    assert entry.observation("visit", superseded="misread", checked=True) == Observation(
        provider="a_bank",
        service="transfer",
        corridor="RU-AZ",
        evidence=Evidence.OBSERVED,
        observed=DAY - timedelta(days=1),
        amount=Decimal(20_000),
        currency="RUB",
        fee=Decimal(99),
        rate=Decimal("0.0192"),
        pays="AZN",
        minutes_least=5,
        minutes_most=60,
        payout="a_counter",
        regions=("all",),
        documents=("id_card", "passport"),
        promotion=True,
        collected=DAY,
        source_updated=DAY - timedelta(days=30),
        valid_until=DAY + timedelta(days=9),
        receipt_charge=Decimal(2),
        method="mystery_shopping",
        of_provider=True,
        checked=True,
        source="visit",
        superseded="misread",
    )


def test_the_amount_received_gives_the_rate_with_the_charge_put_back():
    assert an_entry(rate=None, received=384).paid_rate == Decimal("0.0192")
    assert an_entry(rate=None, received=380, receipt_charge=4).paid_rate == Decimal("0.0192")
    assert an_entry(rate=None).paid_rate is None


def test_the_money_in_hand_counts_where_the_rate_told_gives_another_amount():
    rate = Decimal("0.01955")
    assert an_entry(amount=43_000, rate=rate, received=780).paid_rate == Decimal("0.0181395349")
    assert an_entry(amount=43_000, rate=rate, received=840).paid_rate == rate
    assert an_entry(amount=43_000, rate=rate, received=780, receipt_charge=60).paid_rate == rate
    assert an_entry(rate=Decimal("0.0190"), received=384).paid_rate == Decimal("0.0192")


def test_in_one_currency_there_is_no_rate_to_publish():
    entry = an_entry(corridor="AZ-AZ", currency="AZN", rate=None, received=19_901)
    assert entry.observation("visit").rate is None


@given(
    st.decimals("0.01", "1000000000", places=2),
    st.decimals("0.01", "1000000000", places=2),
    st.one_of(st.none(), st.decimals(0, 1000, places=2)),
)
def test_whatever_was_received_can_be_published_or_is_refused_at_once(amount, received, charge):
    try:
        entry = an_entry(amount=amount, rate=None, received=received, receipt_charge=charge)
    except ValidationError:
        assert not Decimal("1.1E-9") < (received + (charge or 0)) / amount < 1_000_000_000
        return
    found = entry.observation("visit")
    assert found is not None
    assert abs(found.rate * amount - received - (charge or 0)) <= amount * Decimal("1E-10")


def test_a_lead_says_something_and_has_no_room_for_a_name():
    with pytest.raises(ValidationError):
        a_lead(fee=None)
    with pytest.raises(ValidationError):
        a_lead(received=380)
    with pytest.raises(ValidationError):
        a_lead(note="my name is Ann")
    assert a_lead(amount=20_000, received=380, pays="AZN", charged=True).told


@pytest.mark.parametrize(
    "fields",
    [{"people": 1}, {"people": 501}, {"least": 4, "most": 3}, {"most": 101}, {"least": -1}, {"name": "Ann"}],
)
def test_a_discussion_has_people_and_a_range_and_no_room_for_a_name(fields):
    with pytest.raises(ValidationError):
        a_discussion(**fields)
    assert a_discussion(least=3, most=3).people == 12


# The way to the reader


def test_nobody_checks_an_own_entry():
    entered = kept(Stage.ENTERED)
    assert fault(entered, Stage.CONFIRMED, "ann") is EntryFault.OWN
    assert fault(entered, Stage.RETURNED, "ann", "why") is EntryFault.OWN
    assert fault(entered, Stage.CONFIRMED, "bob") is None


def test_a_return_and_a_correction_need_a_reason():
    assert fault(kept(Stage.ENTERED), Stage.RETURNED, "bob") is EntryFault.NO_REASON
    assert fault(kept(Stage.ENTERED), Stage.RETURNED, "bob", "why") is None
    assert fault(kept(Stage.CONFIRMED), Stage.SUPERSEDED, "bob") is EntryFault.NO_REASON


def test_what_is_confirmed_is_stopped_before_readers_see_it_and_not_after():
    entered, confirmed = EntryStep(Stage.ENTERED, "ann", NOW), EntryStep(Stage.CONFIRMED, "bob", NOW)
    ready = Kept("1", an_entry(), (entered, confirmed))
    assert fault(ready, Stage.RETURNED, "bob", "misread") is None
    assert fault(ready, Stage.RETURNED, "eve", "misread") is None
    assert fault(ready, Stage.RETURNED, "eve") is EntryFault.NO_REASON
    assert fault(ready, Stage.RETURNED, "ann", "misread") is EntryFault.OWN
    back = Kept("1", an_entry(), (*ready.steps, EntryStep(Stage.RETURNED, "eve", NOW, "misread")))
    for stage in (Stage.CONFIRMED, Stage.PUBLISHED):
        assert fault(back, stage, "eve") is EntryFault.WRONG_STAGE
    assert fault(kept(Stage.PUBLISHED), Stage.RETURNED, "bob", "misread") is EntryFault.WRONG_STAGE


def test_a_draft_is_handed_in_by_who_wrote_it():
    assert fault(kept(Stage.DRAFT), Stage.ENTERED, "bob") is EntryFault.NOT_OWN
    assert fault(kept(Stage.DRAFT), Stage.ENTERED, "ann") is None


@pytest.mark.parametrize("stage", Stage)
def test_only_what_was_confirmed_is_published(stage):
    against = fault(kept(stage), Stage.PUBLISHED, "bob")
    assert against is (None if stage is Stage.CONFIRMED else EntryFault.WRONG_STAGE)


@given(
    st.lists(st.tuples(st.sampled_from([*Stage][1:]), st.sampled_from(["ann", "bob", "eve"])), max_size=12)
)
def test_no_way_leads_to_the_reader_but_over_another_person(tried):
    found = kept(Stage.DRAFT)
    for stage, who in tried:
        if fault(found, stage, who, "why") is None:
            found = Kept("1", found.entry, (*found.steps, EntryStep(stage, who, NOW, "why")))
    if found.published:
        assert found.checked_by not in (None, found.by)
    assert [step.stage for step in found.steps].count(Stage.SUPERSEDED) <= 1


def test_everything_that_is_entered_is_carried_or_kept_back_for_a_reason():
    """A law: no field of an entry is lost on its way to the reader without a reason that is written down."""
    full = an_entry(
        pay_in="cash", access_point="branch", disbursement="cash", payout="a_counter", receipt_charge=dec(0),
        minutes_least=5, minutes_most=60, regions=("baku",), documents=("id_card",), promotion=True,
        received=dec(384), rate=dec("0.0192"), fee=dec(1), remark="seen twice", of_provider=True,
        quoted=DAY, source_updated=DAY, valid_until=DAY, evidence="a" * 64, collected=DAY,
    )  # fmt: skip
    carried = full.observation("a_visit")
    named = {"evidence": "evidence_sha256"}
    for field in type(full).model_fields:
        if field in KEPT_BACK:
            assert KEPT_BACK[field].strip()
            continue
        assert getattr(carried, named.get(field, field)) == getattr(full, field), field
    assert set(KEPT_BACK) <= set(type(full).model_fields)


def test_what_a_kept_entry_says_of_itself():
    found = Kept(
        "1", an_entry(), (EntryStep(Stage.ENTERED, "ann", NOW), EntryStep(Stage.CONFIRMED, "bob", NOW))
    )
    assert (found.stage, found.by, found.checked_by, found.published) == (
        Stage.CONFIRMED,
        "ann",
        "bob",
        False,
    )
    assert kept(Stage.ENTERED).checked_by is None
    assert isinstance(found.entry.collected, date)
