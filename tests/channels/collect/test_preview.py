"""What readers will see of prices before they are published, and which piece is missing where they do not."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.collect.grid import price_point
from channels.collect.preview import Preview, first_not_covered, laid_over, outlay, preview
from channels.compare.comparison import compare
from channels.compare.headline import AnswerState, MissingPiece, answer_state
from channels.compare.usual_amount import first_amount
from channels.dataset.dataset import Dataset
from channels.dataset.tables import Tables
from channels.pricing.fx import Rates
from channels.pricing.routes import Transfer
from channels.records.providers import Limit
from channels.terms import Answer, Reason, Status
from tests.support.builders import (
    DAY,
    a_corridor,
    a_provider,
    a_rate,
    a_service,
    an_entry,
    an_observation,
    dec,
    licence,
    standing,
)

RATES = (("RUB", "0.02"), ("USD", "1.70"))
YESTERDAY = DAY - timedelta(days=1)
WAY = {"provider": "a_bank", "service": "cash_to_cash"}


def market(*observations, rate_day=DAY, rates=True, provider=None, **service) -> Dataset:
    """One bank with one service whose prices nobody knows, and another with those given."""
    mine = provider or a_provider(services=(a_service(**service),), status=())
    other = a_provider("b_bank", services=(a_service(),))
    tables = Tables(
        corridors=(a_corridor(),),
        providers=(mine, other),
        observations=tuple(("made", seen) for seen in observations),
    )
    days = (rate_day - timedelta(days=91), rate_day - timedelta(days=3), rate_day)
    known = [a_rate(code, value, day) for code, value in RATES for day in days] if rates else []
    return Dataset(Tables(), Rates(known)).with_tables(tables)


def entry(**fields):
    return an_entry(**{**WAY, "amount": dec(17_000), "fee": dec(99)} | fields)


def look(data: Dataset, *entries, **more) -> Preview:
    (found,) = preview(data, entries, DAY, **more)
    return found


def test_a_whole_price_of_today_is_what_readers_see_large():
    found = look(market(), entry())
    assert (found.missing, found.beaten, found.send) == (None, False, 17_099)
    assert (found.headline.provider, found.headline.received) == ("a_bank", dec("326.4"))
    assert found.offer.key == found.headline.key


def test_each_amount_of_a_visit_is_looked_at():
    entries = [entry(amount=dec(amount)) for amount in (17_000, 43_000, 85_000)]
    assert [found.send for found in preview(market(), entries, DAY)] == [17_099, 43_099, 85_099]


def begins_with(**fields) -> list[object]:
    """The amounts with which readers begin and which a price does not cover."""
    return [look.send for look in first_not_covered(market(), [entry(**fields)], DAY)]


def test_it_is_said_where_a_price_does_not_cover_the_amount_with_which_readers_begin():
    assert first_amount(market(), "RUB", DAY) == 20_000
    assert begins_with() == [20_000]
    assert begins_with(amount=dec(20_000)) == []
    assert begins_with(amount=dec(19_901)) == []
    assert begins_with(amount=dec(20_000), fee=None) == []


def test_the_amount_that_the_desk_suggests_is_covered_for_readers_whichever_way_it_was_asked():
    data = market()
    suggested = price_point(data, dec(200), "RUB", DAY)
    for amount in (suggested, suggested - 99):
        assert first_not_covered(data, [entry(amount=amount)], DAY) == ()


def test_an_answer_without_a_price_has_nothing_to_be_seen():
    none = {"amount": None, "fee": None, "rate": None, "pays": None}
    assert preview(market(), [entry(answer=Answer.REFUSED, **none)], DAY) == ()


def test_a_better_price_stays_the_answer_and_this_one_is_said_beside_it():
    better = an_observation(provider="b_bank", amount=17_099, fee=0, margin_percent=0)
    found = look(market(better), entry())
    assert (found.missing, found.beaten, found.headline.provider) == (None, True, "b_bank")
    assert found.offer.received == dec("326.4")


@pytest.mark.parametrize(
    ("data", "fields", "missing"),
    [
        ({"rate_day": DAY - timedelta(days=8)}, {}, MissingPiece.OFFICIAL_RATE),
        ({"rates": False}, {}, MissingPiece.NO_REFERENCE),
        ({}, {"fee": None}, MissingPiece.FEE),
        ({}, {"rate": None, "pays": None}, MissingPiece.EXCHANGE_RATE),
        (
            {},
            {"quoted": DAY - timedelta(days=3), "valid_until": DAY - timedelta(days=1)},
            MissingPiece.EXPIRED,
        ),
        ({"rate_day": DAY - timedelta(days=7)}, {}, None),
        ({}, {"promotion": True}, MissingPiece.FIRST_TRANSFER),
        (
            {"limits": (Limit(amount=5_000, currency="RUB"),), "limits_source": "x"},
            {},
            MissingPiece.OTHER_AMOUNT,
        ),
    ],
)
def test_the_piece_that_is_missing_is_the_one_that_readers_are_told(data, fields, missing):
    found = look(market(**data), entry(**fields))
    assert found.missing is missing
    assert answer_state(found.comparison) == found.answer


def test_a_price_taken_while_no_rate_was_near_says_so():
    """Today's rate is there, that of the day of the quote is not."""
    data = market(rate_day=DAY - timedelta(days=60))
    data = data.with_rate(a_rate("RUB", "0.02", DAY)).with_rate(a_rate("USD", "1.7", DAY))
    found = look(data, entry(collected=DAY - timedelta(days=20)))
    assert found.missing is MissingPiece.OFFICIAL_RATE_THEN


def test_an_old_price_makes_nothing_current():
    found = look(market(), entry(collected=DAY - timedelta(days=91)))
    assert (found.answer.state, found.missing, found.refusal) == (AnswerState.NONE, None, None)
    assert found.offer is not None and not found.offer.recommended


@pytest.mark.parametrize(
    ("state", "reason"), [(Status.STOPPED, Reason.STOPPED), (Status.SUSPENDED, Reason.SUSPENDED)]
)
def test_a_price_never_ends_a_stop(state, reason):
    provider = a_provider(services=(a_service(),), status=(standing(state),))
    found = look(market(provider=provider), entry())
    assert (found.refusal.reason, found.headline, found.offer) == (reason, None, None)


def test_a_provider_named_as_unlicensed_is_not_shown():
    provider = a_provider(services=(a_service(),), licence=(licence("unlicensed"),))
    assert look(market(provider=provider), entry()).refusal.reason is Reason.UNLICENSED


def test_what_a_correction_corrects_is_gone():
    wrong, right = entry(amount=dec(16_000), fee=dec(0), rate=dec("0.03")), entry()
    data = market(wrong.observation("round_2026_11_20"), an_observation(provider="b_bank"))
    over = laid_over(data, [right], [wrong])
    assert [(seen.provider, seen.amount) for _, seen in over.tables.observations] == [
        ("b_bank", 10_000), ("a_bank", 17_000),
    ]  # fmt: skip
    assert len(laid_over(data, [right]).tables.observations) == 3


@given(
    amount=st.integers(1_000, 500_000),
    fee=st.integers(0, 900),
    rate=st.integers(150, 210),
)
def test_what_is_said_beforehand_is_what_readers_see_then(amount, fee, rate):
    """The law: the look ahead and the answer after publishing are the same comparison."""
    told = entry(amount=dec(amount), fee=dec(fee), rate=dec(rate) / 10_000)
    found = look(market(), told)
    published = market(told.observation("round_2026_11_21", checked=True))
    seen = compare(published, Transfer(a_corridor(), "RUB", send=outlay(told)), DAY)
    assert (seen.headline is None) is (found.headline is None)
    assert seen.headline.received == found.headline.received
    assert found.answer.state is AnswerState.PRICED


def test_a_price_that_a_later_one_of_the_same_amount_hides_is_said_not_to_be_seen():
    later = an_observation(**WAY, amount=42_800, fee=200, rate="0.0192", pays="AZN", observed=DAY)
    early = entry(amount=dec(42_901), fee=dec(99), collected=YESTERDAY)
    assert look(market(later), early).unseen
    assert not look(market(later), early.model_copy(update={"collected": DAY})).unseen
    assert not look(market(), early).unseen
