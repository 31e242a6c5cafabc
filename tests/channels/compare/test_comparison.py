"""One question, the whole answer: worked examples, and what must hold for every question to both sets."""

from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.compare.comparison import Comparison, compare
from channels.compare.serialise import cited
from channels.dataset.dataset import Dataset
from channels.dataset.loading import load
from channels.pricing.offers import Offer
from channels.pricing.routes import Transfer, licence_on
from channels.records.observations import Rate
from channels.terms import (
    Basis,
    Benchmark,
    DisbursementMethod,
    Evidence,
    Grade,
    Licence,
    PaymentInstrument,
    Reason,
    Status,
)
from tests.components.pages.recipient.test_cards import a_dataset
from tests.support.builders import DAY as MADE_ON
from tests.support.builders import a_route, a_service, a_transfer, an_observation
from tests.support.datasets import shipped, with_ecb
from tests.support.lanes import sampled

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)
CENT = Decimal("0.01")


@cache
def teaching() -> Dataset:
    return shipped("teaching")


@cache
def real() -> Dataset:
    return with_ecb("real")


DATA = {"teaching": teaching, "real": real}


def question(data: Dataset, corridor: str, send: str | Decimal | None = None, **wishes) -> Transfer:
    found = data.corridor(*corridor.split("-"))
    receive = wishes.pop("receive", None)
    return Transfer(
        corridor=found,
        currency=wishes.pop("currency", found.sends),
        send=None if send is None else Decimal(send),
        receive=None if receive is None else Decimal(receive),
        **wishes,
    )


def ask(
    corridor: str = "RU-AZ", send: str | Decimal | None = "20000", *, data=teaching, **wishes
) -> Comparison:
    day = wishes.pop("day", DAY)
    return compare(data(), question(data(), corridor, send, **wishes), day)


def by_key(found: Comparison) -> dict[tuple[str, str, str], Offer]:
    return {offer.key: offer for offer in found.offers}


def dec(figures: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(figure) for figure in figures.split())


# Worked by hand: 20,000 roubles in the invented market, where 100 roubles are 1.95 manat

WORKED = {
    # principal, fee, hidden, receipt, received, received_most
    ("app_e", "ru_card", "app_e_card"): "19901 1.9305 3.4895 0 384.58 384.58",
    ("system_c", "ru_cash", "system_c_bank_a"): "19801.98 3.8613861 1.92861 0 384.21 384.21",
    ("system_c", "ru_cash", "system_c_post"): "19801.98 3.8613861 1.92861 1 383.21 383.21",
    ("post", "ru_cash", "post_counter"): "19704.43 5.763545775 1.916385 0 382.32 382.32",
    ("post", "ru_home", "post_home"): "19704.43 5.763545775 1.916385 2.5 379.82 379.82",
    ("bank_b", "ru_account", "bank_b_account"): "19650 6.825 5.365 0 377.81 380.11",
    ("bank_a", "ru_account", "bank_a_account"): "19600 7.8 1.53 3.8067 376.8633 376.8633",
    ("app_f", "ru_account", "app_f_account"): "20000 0 13.65 3.0108 373.3392 373.3392",
    ("system_d", "ru_usd", "system_d_bank_b"): "19762.84 4.62450456 3.41848 0 381.9569 381.9569",
    ("system_c", "ru_account", "system_c_account"): "19607.84 7.6470576 1.14288 0 381.21 384.98",
}


@pytest.mark.parametrize("key", WORKED, ids=lambda key: f"{key[0]}-{key[2]}")
def test_an_offer_is_what_a_pencil_says(key):
    offer = by_key(ask())[key]
    shown = (offer.principal, offer.fee, offer.hidden, offer.receipt, offer.received, offer.received_most)
    assert shown == dec(WORKED[key])
    assert offer.outlay == 20_000


def test_the_reader_sees_the_best_first_and_how_much_less_arrives_by_the_others():
    found = ask()
    assert found.headline.key == ("app_e", "ru_card", "app_e_card")
    assert found.best.key == found.headline.key
    assert [offer.key for offer in found.offers][:3] == [
        ("app_e", "ru_card", "app_e_card"),
        ("system_c", "ru_cash", "system_c_bank_a"),
        ("system_c", "ru_cash", "system_c_post"),
    ]
    less = {key[2]: found.less(offer) for key, offer in by_key(found).items()}
    assert less["app_e_card"] == 0
    assert less["system_c_bank_a"] == Decimal("0.37")
    assert less["system_c_post"] == Decimal("1.37")
    assert less["bank_b_card"] is None


def test_zero_fee_is_not_free():
    offer = by_key(ask())["app_f", "ru_account", "app_f_account"]
    assert offer.fee == 0
    assert offer.total_cost == Decimal("16.6608")
    assert offer.total_cost_percent == pytest.approx(Decimal("16.6608") / 390 * 100)


def test_a_price_known_by_half_makes_an_incomplete_offer():
    offer = by_key(ask())["bank_b", "ru_card", "bank_b_card"]
    assert not offer.complete
    assert offer.principal == Decimal("19762.84")
    assert offer.fee == Decimal("4.62450456")
    unknown = (offer.hidden, offer.receipt, offer.received, offer.received_most, offer.total_cost)
    assert set(unknown) == {None}
    assert offer.total_cost_percent is None
    assert offer.rpw_cost_percent is None


def test_a_stopped_and_a_suspended_service_are_not_offered_with_day_and_source():
    refused = {refusal.route.provider.id: refusal for refusal in ask().not_offered}
    assert (refused["system_s"].reason, refused["system_u"].reason) == (Reason.STOPPED, Reason.SUSPENDED)
    for refusal in refused.values():
        assert refusal.day == date(2026, 1, 1)
        assert refusal.source == "invented"


def test_a_first_transfer_stays_out_of_the_order_unless_asked_for():
    key = ("app_f", "first", "app_f_account")
    plain, asked = ask(), ask(promotions=True)
    assert plain.offers[-1].key == key
    assert plain.best.key != key
    assert plain.less(plain.offers[-1]) is None
    assert asked.best.received == Decimal("386.10624")
    assert asked.less(by_key(asked)["app_e", "ru_card", "app_e_card"]) == Decimal("1.52624")


def test_with_first_transfers_counted_the_headline_is_still_the_most_that_arrives():
    found = ask(promotions=True)
    assert found.headline.received == found.best.received
    assert found.less(found.headline) == 0


def test_a_surveyed_price_between_two_amounts_is_interpolated_and_beyond_them_an_estimate():
    key = ("system_d", "ru_account", "system_d_account")
    basis = {send: by_key(ask(send=send))[key].basis for send in ("10000", "17750", "20000", "60000")}
    assert basis == {
        "10000": Basis.ESTIMATE,
        "17750": Basis.EXACT,
        "20000": Basis.INTERPOLATED,
        "60000": Basis.ESTIMATE,
    }
    offer = by_key(ask(send="60000"))[key]
    assert offer.evidence is Evidence.ESTIMATE
    assert not offer.recommended


# Worked by hand: 20,000 roubles by the evidence, where 100 roubles were 1.9579 manat on 4 September 2026


def test_without_a_current_price_there_is_no_headline_but_what_it_cost_when_last_checked():
    found = ask(data=real)
    assert found.headline is None
    last = found.last_checked
    assert (last.least, last.most) == (1, Decimal("3.07"))
    assert (last.period, last.day) == ("2021-Q4", date(2021, 12, 31))
    assert last.at_least
    assert last.sources == ("rpw_workbook",)


def test_the_surveyed_services_that_may_still_work_are_priced_with_their_age():
    offers = {offer.provider: offer for offer in ask(data=real).offers}
    assert set(offers) == {"paysend", "zolotaya_korona"}
    paysend = offers["paysend"]
    # 0.80 dollars are 0.8 x 1.7 manat; 20,000 roubles lie between the worths of 200 and 500 dollars.
    assert paysend.principal == Decimal("19930.53")
    assert round(paysend.fee, 9) == Decimal("1.36")
    assert paysend.received == Decimal("384.02")
    assert paysend.basis is Basis.INTERPOLATED
    assert paysend.grade is Grade.HISTORICAL
    assert paysend.period == "2021-Q4"
    assert paysend.rpw_cost_percent == Decimal("1.99")
    assert paysend.rpw_cost_percent_500 == Decimal("1.75")
    korona = offers["zolotaya_korona"]
    assert not korona.complete
    assert korona.notes == {"zero_margin"}
    assert korona.received is None


def test_roads_that_cannot_be_used_from_russia_are_refused_with_their_day():
    refused = {r.route.key[:2]: (r.reason, r.day) for r in ask(data=real).not_offered}
    assert refused["contact", "transfer"] == (Reason.STOPPED, date(2024, 2, 21))
    assert refused["western_union", "transfer"] == (Reason.STOPPED, date(2022, 3, 24))
    assert refused["moneygram", "transfer"] == (Reason.SUSPENDED, date(2021, 4, 7))
    assert refused["unistream", "transfer"] == (Reason.SUSPENDED, date(2021, 4, 7))
    assert refused["zolotaya_korona", "cash_kapital_bank"] == (Reason.NOT_PUBLISHED, None)


def test_on_a_day_before_a_service_stopped_it_had_not_stopped():
    reasons = {r.route.key[:2]: r.reason for r in ask(data=real, day=date(2022, 3, 23)).not_offered}
    assert reasons.get(("western_union", "transfer")) is not Reason.STOPPED
    assert reasons["contact", "transfer"] is Reason.SUSPENDED
    reasons = {r.route.key[:2]: r.reason for r in ask(data=real, day=date(2022, 3, 24)).not_offered}
    assert reasons["western_union", "transfer"] is Reason.STOPPED


def test_the_reference_says_its_day_and_is_not_fresh_after_a_week():
    used = ask(data=real).reference
    assert used.rate == Decimal("0.019579")
    assert used.day == date(2026, 9, 4)
    assert not used.fresh
    assert ask(data=real, day=date(2026, 9, 11)).reference.fresh
    assert not ask(data=real, day=date(2026, 9, 12)).reference.fresh


def test_a_rate_that_the_reader_types_is_the_reference_of_the_day():
    today = Rate(day=DAY, currency="RUB", nominal=100, value=Decimal("1.96"), source="told_by_reader")
    data = real().with_rate(today)
    found = compare(data, question(data, "RU-AZ", "20000"), DAY)
    assert (found.reference.rate, found.reference.fresh) == (Decimal("0.0196"), True)


def test_where_the_official_rate_is_older_the_european_cross_stands_in_and_says_so():
    for corridor, stands_in in (("TR-AZ", True), ("DE-AZ", True), ("GE-AZ", False), ("RU-AZ", False)):
        used = ask(corridor, "1000", data=real).reference
        assert used.stood_in is stands_in
        assert ("ecb_reference_rates" in used.sources) is stands_in


def test_the_second_benchmark_is_missing_where_the_european_bank_has_no_rate():
    assert ask(data=real, benchmark=Benchmark.ECB).reference is None
    assert ask("DE-AZ", "200", data=real, benchmark=Benchmark.ECB).reference.benchmark is Benchmark.ECB


def test_dollars_are_judged_by_the_central_bank_under_both_benchmarks():
    for benchmark in Benchmark:
        assert ask("US-AZ", "200", data=real, benchmark=benchmark).reference.rate == Decimal("1.7000")


def test_the_pair_without_a_rate_is_shown_as_worth_in_the_sending_currency(tmp_path):
    files = {
        "sources.toml": """
            [[sources]]
            id = "sheet"
            title = "Sheet"
            publisher = "Bank"
            retrieved = 2026-11-01
            confidence = "primary"
            """,
        "corridors.toml": """
            [[corridors]]
            sending = "DE"
            receiving = "MD"
            sends = "EUR"
            receives = "MDL"
            source = "sheet"
            """,
        "providers/app.toml": """
            name.en = "App"
            channel = "digital"
            rsp_type = "money_transfer_operator"
            country = "DE"
            status = [{ state = "operating", day = 2026-11-01, source = "sheet" }]
            [[services]]
            id = "card"
            corridors = ["DE-MD"]
            [[services.tariffs]]
            verified = 2026-11-01
            source = "sheet"
            currency = "EUR"
            pays = ["MDL"]
            charges = [{ flat = 2 }]
            margin = 1.5
            """,
        "rates.csv": "day,currency,nominal,value,source\n",
    }
    (tmp_path / "providers").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    data = load(tmp_path)
    found = compare(data, question(data, "DE-MD", "202"), DAY)
    offer = found.offers[0]
    assert found.reference is None
    assert "worth_only" in offer.notes
    assert (offer.currency, offer.received, offer.total_cost) == ("EUR", 197, 5)
    assert (offer.fee, offer.hidden) == (2, 3)


# Wishes


def test_a_wish_for_cash_leaves_only_cash_and_what_is_not_known():
    found = ask(pay_out=DisbursementMethod.CASH)
    assert {offer.form for offer in found.offers} == {DisbursementMethod.CASH}
    assert Reason.OTHER_PAYOUT in {refusal.reason for refusal in found.not_offered}
    unknown = ask(data=real, pay_out=DisbursementMethod.CASH)
    assert {offer.provider for offer in unknown.offers} == {"paysend", "zolotaya_korona"}
    assert all(offer.unknown_fits == {"pay_out"} for offer in unknown.offers)


def test_a_wish_for_a_region_removes_only_counters_known_to_stand_elsewhere():
    found = ask(region="nakhchivan")
    refused = {r.route.payout.id for r in found.not_offered if r.reason is Reason.OTHER_PAYOUT}
    assert refused == {"system_c_bank_a", "bank_a_account", "system_d_bank_b"}
    maybe = {offer.payout for offer in found.offers if offer.unknown_fits}
    assert maybe == {"system_c_account", "bank_b_account", "app_f_account", "system_d_account"}


def test_a_wish_for_an_hour_removes_only_what_is_known_to_be_slower():
    found = ask(within=60)
    assert all(offer.minutes_most is None or offer.minutes_most <= 60 for offer in found.offers)
    slow = {r.route.key for r in found.not_offered if r.reason is Reason.TOO_SLOW}
    assert ("system_c", "ru_cash", "system_c_post") in slow
    assert ("system_c", "ru_cash", "system_c_bank_a") in by_key(found)


def test_a_wish_for_how_the_sender_pays_removes_only_what_is_known_to_differ():
    found = ask(pay_in=PaymentInstrument.CASH)
    assert {offer.route.service.pay_in for offer in found.offers} == {PaymentInstrument.CASH}
    unknown = ask(data=real, pay_in=PaymentInstrument.CASH)
    assert all(offer.unknown_fits == {"pay_in"} for offer in unknown.offers)


def test_a_price_of_one_amount_says_how_that_amount_was_paid_and_no_other():
    """The last price was by card; who asks for the cash price's amount is told cash, and finds it by cash."""
    cash = an_observation(amount=9_900, fee=100, pay_in="cash", access_point="branch")
    card = an_observation(amount=19_900, fee=100, pay_in="card", access_point="internet")
    service = a_service(pay_in=None, access_point=None)
    data = a_dataset(a_route(service=service, observations=(cash, card)))

    def offers(send, wish=None):
        return compare(data, a_transfer(send, pay_in=wish), MADE_ON).offers

    for send, paid, other in ((10_000, "cash", "card"), (20_000, "card", "cash")):
        (offer,) = offers(send)
        assert (offer.pay_in, offer.basis) == (paid, Basis.EXACT)
        assert offers(send, PaymentInstrument(paid))[0].unknown_fits == frozenset()
        assert offers(send, PaymentInstrument(other)) == ()
    (between,) = offers(15_000, PaymentInstrument.CASH)
    assert (between.pay_in, between.access_point) == (None, None)
    assert between.unknown_fits == {"pay_in"}


def test_an_amount_above_a_limit_is_refused_with_the_limit():
    found = ask(send="160000")
    refused = {r.route.key: r for r in found.not_offered if r.reason is Reason.ABOVE_LIMIT}
    assert refused["bank_b", "ru_card", "bank_b_card"].limit.amount == 150_000
    assert refused["system_c", "ru_cash", "system_c_post"].limit.currency == "AZN"


def test_an_amount_below_a_minimum_is_refused():
    refused = {r.route.key: r.reason for r in ask(send="400").not_offered}
    assert refused["app_e", "ru_card", "app_e_card"] is Reason.BELOW_MINIMUM
    assert refused["bank_a", "ru_account", "bank_a_account"] is Reason.BELOW_MINIMUM


# What holds for every question

QUESTIONS = [
    (name, corridor.key, amount, wishes)
    for name, data in DATA.items()
    for corridor in data().tables.corridors
    for amount, wishes in product(
        ("0.01", "7", "150.55", "2000", "20000", "333333.33", "1000000000"),
        ({}, {"pay_out": DisbursementMethod.CASH, "within": 60}, {"region": "lankaran_astara"}),
    )
]


def cases(found: Comparison) -> list[Offer]:
    return [offer for offer in found.offers if offer.complete]


def check_offer(offer: Offer, found: Comparison, data: Dataset) -> None:
    """Everything that the definitions of section 4 say of any offer."""
    assert offer.status.state in (Status.OPERATING, Status.NOT_CONFIRMED)
    if offer.unspent is not None:
        assert 0 <= offer.unspent <= offer.outlay
    if not offer.complete:
        assert {offer.received, offer.received_most, offer.total_cost, offer.hidden} == {None}
        assert not offer.recommended
        return
    parts = (offer.fee, offer.hidden, offer.receipt)
    with localcontext(prec=60):
        assert sum(parts) == offer.total_cost
        spent = offer.outlay - offer.unspent
        assert spent * offer.reference.rate - offer.received == offer.total_cost
    assert 0 < offer.received <= offer.received_most
    assert offer.fee >= 0
    assert offer.receipt >= 0
    assert 0 < offer.principal <= spent
    if offer.recommended:
        assert offer.status.state is Status.OPERATING
        assert offer.grade is Grade.CURRENT
        assert licence_on(offer.route.provider, found.day) is Licence.LICENSED
        assert not offer.promotion
        assert not offer.unknown_fits
        assert offer.basis is not Basis.ESTIMATE


@pytest.mark.parametrize("name", sampled(["teaching", "real"]))
def test_the_parts_of_every_offer_to_every_question_sum_to_the_whole(name):
    data = DATA[name]()
    seen = 0
    for set_name, corridor, amount, wishes in QUESTIONS:
        if set_name == name:
            found = compare(data, question(data, corridor, amount, **wishes), DAY)
            for offer in found.offers:
                check_offer(offer, found, data)
            seen += len(cases(found))
    assert seen > 50


@pytest.mark.parametrize("name", DATA)
def test_every_road_is_answered_exactly_once_and_every_source_is_known(name):
    data = DATA[name]()
    for set_name, corridor, amount, wishes in QUESTIONS:
        if set_name != name:
            continue
        wish = question(data, corridor, amount, **wishes)
        found = compare(data, wish, DAY)
        answered = [offer.key for offer in found.offers] + [r.route.key for r in found.not_offered]
        assert sorted(answered) == sorted(route.key for route in data.routes(wish.corridor))
        assert set(cited(found)) <= set(data.sources)
        assert found.headline is None or found.headline in found.offers
        assert found.headline is None or found.headline.recommended
        assert len(found.informal) == len(data.roads(wish.corridor))
        for offer in cases(found):
            less = found.less(offer)
            fits = not offer.unknown_fits and not offer.promotion and offer.basis is not Basis.ESTIMATE
            if less is not None and fits and offer.any_country == found.best.any_country:
                assert less >= 0


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("target", ["1", "99.99", "400", "5000"])
def test_what_must_arrive_arrives_and_a_cent_less_would_not_be_enough(name, target):
    data = DATA[name]()
    checked = 0
    for corridor in data.tables.corridors:
        if corridor.receives is None:
            continue
        found = compare(data, question(data, corridor.key, receive=target), DAY)
        for offer in cases(found):
            check_offer(offer, found, data)
            assert offer.received >= Decimal(target)
            paid = by_key(compare(data, question(data, corridor.key, offer.outlay), DAY))[offer.key]
            assert paid.received == offer.received
            less = (
                compare(data, question(data, corridor.key, offer.outlay - CENT), DAY)
                if offer.outlay > CENT
                else None
            )
            poorer = by_key(less).get(offer.key) if less else None
            assert poorer is None or poorer.received < Decimal(target)
            checked += 1
    assert checked > 2


def test_where_an_amount_must_arrive_offers_are_told_apart_by_the_outlay():
    found = ask(send=None, receive="400")
    dearer = [found.dearer(offer) for offer in cases(found) if not offer.promotion]
    assert found.dearer(found.best) == 0
    assert min(dearer) == 0
    assert all(found.less(offer) is None for offer in found.offers)
    assert found.headline.outlay == Decimal("20797.86")


def test_a_wish_in_a_currency_that_no_road_takes_makes_no_complete_offer():
    found = ask(send="500", currency="USD")
    assert not cases(found)
    assert all(offer.principal is None for offer in found.offers)


def test_manat_held_in_baku_is_changed_into_dollars_at_the_senders_board_first():
    offer = by_key(ask("AZ-TR", "500"))["bank_a", "out_usd", "bank_a_abroad"]
    # 500 / 1.708 buys 292.74 dollars; 15 are the fee, 10 are taken abroad.
    assert offer.received == Decimal("267.74")
    assert offer.currency == "USD"
    assert offer.principal == Decimal("277.74") * Decimal("1.708")
    assert offer.fee == 15
    assert offer.receipt == 10


def test_where_the_senders_board_is_not_known_the_dearest_of_that_currency_stands_in():
    offer = by_key(ask("AZ-RU", "500"))["system_d", "out_rub", "system_d_abroad_rub"]
    assert offer.complete
    assert (offer.basis, offer.evidence) == (Basis.ESTIMATE, Evidence.ESTIMATE)
    assert (offer.stand_in.currency, offer.stand_in.sell) == ("USD", Decimal("1.7080"))
    assert not offer.recommended
    assert "no_board_sender" not in offer.notes


def test_without_any_board_of_that_currency_the_offer_is_incomplete():
    boards = [board for board in teaching().tables.boards if board.currency != "USD"]
    data = teaching().with_tables(replace(teaching().tables, boards=boards))
    offer = by_key(ask("AZ-RU", "500", data=lambda: data))["system_d", "out_rub", "system_d_abroad_rub"]
    assert not offer.complete
    assert offer.notes == {"no_board_sender"}
    assert (offer.principal, offer.stand_in) == (None, None)


def test_the_same_question_gets_the_same_answer_whatever_the_callers_arithmetic():
    usual = ask()
    with localcontext(prec=4):
        assert ask() == usual


def test_asking_changes_nothing_in_the_data():
    data = load(ROOT / "data" / "teaching")
    before = data.tables
    compare(data, question(data, "RU-AZ", "20000"), DAY)
    assert data.tables == before == load(ROOT / "data" / "teaching").tables


def test_what_was_asked_before_never_colours_an_answer():
    used = load(ROOT / "data" / "teaching")
    wishes = [
        {"pay_in": pay_in, "benchmark": benchmark, "promotions": promotions, "currency": currency}
        for pay_in, benchmark, promotions, currency in product(
            (None, PaymentInstrument.CASH), Benchmark, (False, True), ("RUB", "USD")
        )
    ]
    for wish, day in product(wishes, (DAY, date(2025, 11, 1))):
        fresh = load(ROOT / "data" / "teaching")
        asked, again = question(used, "RU-AZ", "20000", **wish), question(fresh, "RU-AZ", "20000", **wish)
        assert compare(used, asked, day) == compare(fresh, again, day)


class Forgetful(dict):
    """A memory that another reader's thread empties at the worst moment."""

    def __setitem__(self, key: object, value: object) -> None:
        self.clear()


def test_an_answer_does_not_hang_on_what_is_remembered():
    data = load(ROOT / "data" / "teaching")
    usual = compare(data, question(data, "RU-AZ", "20000"), DAY)
    data.__dict__["market"] = replace(data.market, memo=Forgetful())
    assert compare(data, question(data, "RU-AZ", "20000"), DAY) == usual


def test_inside_the_teaching_set_prices_never_grow_old():
    then = compare(teaching(), question(teaching(), "RU-AZ", "20000"), date(2040, 1, 1))
    now = ask()
    assert [(o.key, o.received, o.grade) for o in then.offers] == [
        (o.key, o.received, o.grade) for o in now.offers
    ]
    assert then.invented
    assert not ask(data=real).invented


@given(
    corridor=st.sampled_from([corridor.key for corridor in teaching().tables.corridors]),
    send=st.decimals(min_value="0.01", max_value=10**9, places=2),
    form=st.sampled_from([None, *DisbursementMethod]),
    pay_in=st.sampled_from([None, *PaymentInstrument]),
    within=st.sampled_from([None, 60, 1_440, 4_320]),
    currency=st.sampled_from([None, "USD", "EUR", "AZN", "SEK"]),
    turned=st.booleans(),
)
def test_every_question_gets_an_answer_whose_parts_sum(
    corridor, send, form, pay_in, within, currency, turned
):
    data = teaching()
    wish = question(data, corridor, send, pay_out=form, pay_in=pay_in, within=within)
    if currency:
        wish = replace(wish, currency=currency)
    if turned and wish.corridor.receives is not None:
        wish = replace(wish, send=None, receive=send)
    found = compare(data, wish, DAY)
    for offer in found.offers:
        check_offer(offer, found, data)
        if form is not None:
            assert offer.form in (None, form)


@given(
    corridor=st.sampled_from(["RU-AZ", "TR-AZ", "DE-AZ", "AZ-AZ"]),
    sends=st.tuples(*[st.decimals(min_value=200, max_value=10**5, places=2)] * 2),
)
def test_more_money_sent_never_means_a_smaller_principal(corridor, sends):
    low, high = (by_key(ask(corridor, send)) for send in sorted(sends))
    for key in set(low) & set(high):
        if low[key].principal is not None and high[key].principal is not None:
            assert low[key].principal <= high[key].principal
