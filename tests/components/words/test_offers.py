"""What is said of an offer: the right sentence, figures that add up, and nothing that nobody knows."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from channels.compare.comparison import Comparison, compare
from channels.dataset.dataset import Dataset
from channels.money import Money
from channels.pricing.fx import Reference
from channels.pricing.offers import Offer
from channels.pricing.reader_quote import ReaderQuote, ReaderQuoteFault
from channels.pricing.routes import NamedCodes, NotOffered, OnDay, Transfer
from channels.records.observations import Rate
from channels.terms import Basis, Benchmark, DisbursementMethod, Evidence, Grade, Reason, Status
from components.i18n import LANGUAGES, Words, words
from components.words import counter as counter_words
from components.words import informal as informal_words
from components.words import last_prices
from components.words import offers as offer_words
from components.words import reader_quote as quote_words
from components.words.answer_view import answer_view
from components.words.sender_text import sender_text
from tests.support.builders import a_provider, a_route, changed_offer, offer_of
from tests.support.datasets import teaching, with_ecb
from tests.support.lanes import sampled

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)
EACH = pytest.mark.parametrize("language", LANGUAGES)


class Keys(Words):
    """Words that answer with the key and its holes, so that no test hangs on a translator's wording."""

    def __init__(self) -> None:
        super().__init__("en", {})

    def __call__(self, key: str, **holes: object) -> str:
        return " ".join([key, *(f"{name}={value}" for name, value in sorted(holes.items()))])

    def count(self, key: str, number: Decimal | int, *, shown: str | None = None, **holes: object) -> str:
        return self(key, n=number, **holes)

    def money(self, amount: Decimal, currency: str, *, whole: bool = False) -> str:
        return f"{round(amount) if whole else amount}{currency}"

    def money_exact(self, amount: Decimal, currency: str) -> str:
        return f"{amount.normalize():f}{currency}"

    def period(self, period: str) -> str:
        return period

    def day(self, day: date) -> str:
        return day.isoformat()


KEYS = Keys()


@cache
def real() -> Dataset:
    return with_ecb("real")


def ask(data: Dataset, corridor: str = "RU-AZ", send: str | None = "20000", **wishes: Any) -> Comparison:
    found = data.corridor(*corridor.split("-"))
    told, asked = wishes.pop("told", ()), wishes.pop("asked", None)
    receive = wishes.pop("receive", None)
    transfer = Transfer(
        corridor=found,
        currency=wishes.pop("currency", found.sends),
        send=None if send is None else Decimal(send),
        receive=None if receive is None else Decimal(receive),
        **wishes,
    )
    return compare(data, transfer, DAY, told=told, asked=asked)


def told(fee: str, rate: str, name: str = "Bank X") -> ReaderQuote:
    return ReaderQuote(name, Decimal(fee), Decimal(rate))


def today(currency: str = "RUB", value: str = "1.96", nominal: int = 100) -> Rate:
    figure = Decimal(value)
    return Rate(day=DAY, currency=currency, nominal=nominal, value=figure, source="told_by_reader")


def offer(**values: Any) -> Offer:
    """A complete offer in manat, for money sent in manat."""
    known = {
        "reference": Reference("AZN", "AZN", Decimal(1), DAY, (), fresh=True),
        "provider": "app_e",
        "service": "ru_card",
        "payout": "app_e_card",
        "channel": None,
        "form": DisbursementMethod.CARD,
        "status": OnDay(Status.OPERATING, date(2026, 11, 1), "sheet"),
        "evidence": Evidence.OBSERVED,
        "grade": Grade.CURRENT,
        "currency": "AZN",
        "complete": True,
        "fee": Decimal("1.93"),
        "hidden": Decimal("3.49"),
        "receipt": Decimal(0),
        "total_cost": Decimal("5.42"),
        "received": Decimal("384.58"),
        "received_most": Decimal("384.58"),
        "receipt_known": True,
        "observed": DAY,
    }
    return offer_of(**known | values)


def test_the_sentence_over_the_number_says_most_only_where_no_row_below_gives_more():
    found = ask(teaching())
    top = found.headline
    cost = top.cost
    better = replace(top, cost=replace(cost, received=cost.received + 1), recommended=False)
    beaten = replace(found, offers=(top, better))
    assert offer_words.answer_label(beaten, top, teaching(), KEYS).startswith("answer.best_confirmed")
    first = replace(better, price=replace(better.price, promotion=True))
    shown = replace(found, offers=(top, first))
    assert offer_words.answer_label(shown, top, teaching(), KEYS).startswith("answer.most_here")


def test_a_price_told_by_a_provider_that_has_stopped_says_so():
    found = ask(teaching(), told=[ReaderQuote("A_Bank ", Decimal(200), Decimal("0.0192"))])
    stopped = NotOffered(a_route(provider=a_provider()), Reason.STOPPED, DAY, None)
    said = quote_words.verdict(found.told[0], replace(found, not_offered=(stopped,)), KEYS)
    assert said[0].startswith("answer.refused")
    assert not quote_words.verdict(found.told[0], found, KEYS)[0].startswith("answer.refused")


def by_key(found: Comparison, provider: str, service: str, payout: str) -> Offer:
    return next(o for o in found.offers if o.key == (provider, service, payout))


# The answer


def test_the_sentence_over_the_number_says_whether_the_reader_sends_or_receives():
    inbound, outbound = ask(teaching()), ask(teaching(), "AZ-TR", "500")
    needed = ask(teaching(), send=None, receive="400")
    assert offer_words.answer_label(inbound, inbound.headline, teaching(), KEYS).startswith(
        "answer.most_here"
    )
    assert offer_words.answer_label(outbound, outbound.headline, teaching(), KEYS).startswith(
        "answer.most_there"
    )
    assert offer_words.answer_label(needed, needed.headline, teaching(), KEYS).startswith("answer.least")
    assert not offer_words.is_outbound(inbound)
    assert offer_words.is_outbound(outbound)


def test_the_one_large_number_is_what_arrives_or_the_outlay_where_that_was_asked():
    found = ask(teaching())
    assert offer_words.answer_number(found, found.headline, KEYS) == "385AZN"
    needed = ask(teaching(), send=None, receive="400")
    assert offer_words.answer_number(needed, needed.headline, KEYS) == "20798RUB"


def test_a_range_is_said_by_both_ends_unless_they_look_the_same():
    ranged = offer(received=Decimal("377.81"), received_most=Decimal("380.11"))
    assert offer_words.received(ranged, KEYS) == "form.range high=380AZN low=378"
    close = offer(received=Decimal("377.81"), received_most=Decimal("378.11"))
    assert offer_words.received(close, KEYS) == "378AZN"
    unknown = offer(received=None, received_most=None)
    assert offer_words.received(unknown, KEYS) == "offer.unknown_amount"


def test_the_figure_of_a_card_is_what_is_known():
    found, needed = ask(teaching()), ask(teaching(), send=None, receive="400")
    half = by_key(found, "bank_b", "ru_card", "bank_b_card")
    assert offer_words.amount_of(found, half, KEYS) == "offer.at_least cost=237RUB"
    assert offer_words.amount_of(found, found.headline, KEYS) == "385AZN"
    assert offer_words.amount_of(needed, needed.headline, KEYS) == "20798RUB"
    nothing = offer(complete=False, fee=None, received=None, outlay=None)
    assert offer_words.amount_of(found, nothing, KEYS) == "offer.unknown_amount"
    assert offer_words.amount_of(needed, nothing, KEYS) == "offer.unknown_amount"


def test_a_provider_is_named_in_the_page_s_language_and_a_told_name_stays_as_typed():
    names = [offer_words.provider("bank_a", teaching(), words(language)) for language in LANGUAGES]
    name = teaching().providers["bank_a"].name
    assert names == [name.az, name.ru, name.en]
    assert len(set(names)) == 3
    assert offer_words.provider("Əlinin bankı", teaching(), words("ru")) == "Əlinin bankı"


# The parts of the cost


def test_the_cost_is_said_by_who_pays_it():
    found = ask(teaching())
    bank_a = by_key(found, "bank_a", "ru_account", "bank_a_account")
    said = offer_words.cost_line(found, bank_a, KEYS)
    assert said == (
        "offer.parts_here fee=400RUB hidden=78RUB receipt=offer.taken_both amount=3.81AZN cost=196RUB"
    )
    outbound = ask(teaching(), "AZ-TR", "500")
    said = offer_words.cost_line(outbound, outbound.headline, KEYS)
    assert said.startswith("offer.parts_there ")


def test_a_rate_better_than_the_official_one_is_said_to_be_better():
    better = offer(fee=Decimal("8.50"), hidden=Decimal("-2.40"), total_cost=Decimal("6.10"))
    assert offer_words.cost_line(ask(teaching()), better, KEYS) == (
        "offer.parts_here_better fee=8.50AZN hidden=2.40AZN receipt=0.00AZN"
    )
    found = ask(teaching(), "AZ-TR", "500")
    assert offer_words.cost_line(found, better, KEYS).startswith("offer.parts_there_better")


def test_charges_on_receipt_that_nobody_knows_are_said_to_be_unknown():
    said = offer_words.cost_line(ask(teaching()), offer(receipt_known=False), KEYS)
    assert "receipt=unknown.short" in said


@pytest.mark.parametrize(
    ("note", "key"),
    [
        ("zero_margin", "note.zero_margin"),
        ("no_partner", "note.no_partner"),
        ("no_board_here", "note.no_board_here"),
        ("no_board_sender", "note.no_board_sender"),
        ("fee_unknown", "note.fee_unknown"),
        (None, "note.rate_unknown"),
    ],
)
def test_what_is_missing_in_a_price_is_said(note, key):
    half = offer(complete=False, hidden=None, total_cost=None, notes=frozenset({note} if note else ()))
    assert offer_words.cost_line(ask(teaching()), half, KEYS) == key


@EACH
def test_a_cost_under_one_manat_and_its_parts_are_told_in_qapik(language):
    spoken = words(language)
    found = ask(real(), "AZ-AZ", "100")
    small = next(o for o in found.offers if o.total_cost == Decimal("0.5"))
    coins = spoken.money(Decimal("0.5"), "AZN", whole=True)
    assert offer_words.amount_of(found, small, spoken).endswith(coins)
    assert coins in offer_words.cost_line(found, small, spoken)


def test_a_difference_under_one_manat_is_told_in_qapik():
    found = ask(teaching())
    less = changed_offer(found.offers[1], received=found.best.received - Decimal("0.93"))
    assert "93 qapik" in offer_words.less_line(found, less, words("en"))


# Beside the best


def test_how_much_less_arrives_is_said_of_all_but_the_best():
    found = ask(teaching())
    lines = {o.payout: offer_words.less_line(found, o, KEYS) for o in found.offers}
    assert lines["app_e_card"] is None
    assert lines["post_counter"] == "offer.less amount=2AZN"
    assert lines["bank_b_card"] is None
    assert offer_words.is_best(found, found.best)
    assert sum(offer_words.is_best(found, o) for o in found.offers) == 1


def test_abroad_it_is_the_recipient_who_gets_less():
    found = ask(teaching(), corridor="AZ-TR", send="400")
    lines = [offer_words.less_line(found, offer, KEYS) for offer in found.offers]
    assert any(line is not None and line.startswith("offer.less_there amount=") for line in lines)
    text = sender_text(answer_view(found, teaching(), KEYS), KEYS, amounts=True)
    assert "sender.amounts_there" in text


def test_how_much_more_must_be_sent_is_said_where_an_amount_must_arrive():
    found = ask(teaching(), send=None, receive="400")
    second = by_key(found, "system_c", "ru_cash", "system_c_bank_a")
    assert offer_words.less_line(found, second, KEYS) == "offer.dearer amount=24RUB"


# Place, time, age, status


def test_the_counter_is_named_with_its_form_and_an_unknown_one_is_said_to_be_unknown():
    found = ask(teaching())
    counter = by_key(found, "system_c", "ru_cash", "system_c_post")
    assert offer_words.place(counter, teaching(), KEYS) == "place.known form=form_of.cash partner=Post"
    card = offer()
    assert offer_words.place(card, teaching(), KEYS) == "form_of.card"
    in_dollars = changed_offer(card, notes=frozenset({"no_partner"}))
    assert offer_words.place(in_dollars, teaching(), KEYS) == "place.form_bank form=form_of.card"
    cash = offer(form=DisbursementMethod.CASH)
    assert offer_words.place(cash, teaching(), KEYS) == "place.form_only form=form_of.cash"
    assert offer_words.place(offer(form=None), teaching(), KEYS) == "place.unknown"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "age.today"),
        ({"observed": date(2026, 11, 20)}, "age.days n=1"),
        ({"observed": date(2026, 8, 23)}, "age.days n=90"),
        ({"observed": date(2026, 1, 1), "grade": Grade.AGEING}, "age.seen when=2026-01-01"),
        ({"observed": None, "grade": Grade.HISTORICAL}, "age.seen when=seen.undated"),
        ({"observed": None, "period": "2021-Q4", "grade": Grade.HISTORICAL}, "age.seen when=2021-Q4"),
    ],
)
def test_the_age_of_a_price_is_said_as_far_as_it_is_known(values, expected):
    found = replace(ask(teaching()), invented=False)
    assert offer_words.age_badge(found, offer(**values), KEYS) == expected


def test_an_invented_price_is_called_invented_whatever_its_day():
    found = ask(teaching())
    assert {offer_words.age_badge(found, o, KEYS) for o in found.offers} == {"age.invented"}


def test_a_price_that_was_computed_from_others_says_so():
    found = ask(teaching())
    between = by_key(found, "system_d", "ru_account", "system_d_account")
    assert (
        offer_words.age_line(found, between, teaching(), KEYS)
        == "age.computed age=age.invented basis=basis.interpolated"
    )
    assert offer_words.age_line(found, found.headline, teaching(), KEYS) == "age.invented"


def test_the_status_has_the_day_of_the_word_where_there_is_one():
    assert offer_words.status(offer(), KEYS) == "status.operating_on day=2026-11-01"
    silent = offer(status=OnDay(Status.NOT_CONFIRMED))
    assert offer_words.status(silent, KEYS) == "status.not_confirmed"
    assert offer_words.is_confirmed(offer())
    assert not offer_words.is_confirmed(silent)


def test_every_wish_that_nobody_knows_to_be_met_is_named():
    unsure = offer(unknown_fits=frozenset({"within", "region"}))
    assert offer_words.unknown_fits(unsure, KEYS) == ["fit.region", "fit.within"]
    assert offer_words.unknown_fits(offer(), KEYS) == []


def test_documents_and_codes_are_named_where_a_counter_says_them():
    found = ask(teaching())
    counter = by_key(found, "post", "ru_cash", "post_counter")
    assert "document.id_card" in counter_words.bring(counter, KEYS)
    assert "know.control_number" in counter_words.know(counter, KEYS)
    card = by_key(found, "app_e", "ru_card", "app_e_card")
    assert counter_words.bring(card, KEYS) is None
    assert counter_words.know(card, KEYS) is None
    assert counter_words.bring(offer(), KEYS) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("codes", "key", "places"),
    [
        ((), None, ()),
        (("all",), "bring.where_all", ()),
        (("main_cities",), "bring.where_main_cities", ()),
        (("baku",), "bring.where", ("baku",)),
        (("main_cities", "baku", "lankaran_astara"), "bring.where", ("baku", "lankaran_astara")),
    ],
)
def test_where_the_money_can_be_collected_is_said_in_one_sentence(language, codes, key, places):
    say, data = words(language), teaching()
    found = offer(regions=NamedCodes(codes, DAY, "visit"), documents=NamedCodes(("passport",), None, "visit"))
    named = say.listed([data.regions[code].name.text_in(language) for code in places])
    said = None if key is None else say(key, places=named) if places else say(key)
    assert counter_words.where(found, ask(data), data, say) == said
    dated = [say("bring.seen", what=say("steward.where"), day=say.day(DAY))] if codes else []
    assert counter_words.told_on(found, ask(data), say) == dated
    abroad = ask(data, "AZ-TR", "500")
    assert (counter_words.where(found, abroad, data, say), counter_words.told_on(found, abroad, say)) == (
        None,
        [],
    )


def test_what_to_bring_is_said_to_the_one_who_collects_and_to_nobody_abroad():
    inbound, outbound = ask(teaching()), ask(teaching(), "AZ-TR", "500")
    counter = by_key(inbound, "post", "ru_cash", "post_counter")
    assert [line.split()[0] for line in counter_words.at_the_counter(counter, inbound, KEYS)] == [
        "bring.documents",
        "bring.know",
    ]
    assert any(counter_words.bring(o, KEYS) for o in outbound.offers)
    assert all(counter_words.at_the_counter(o, outbound, KEYS) == [] for o in outbound.offers)


def test_a_source_is_said_with_its_own_day_or_the_day_it_was_read():
    sources = real().sources
    assert offer_words.source_line(sources["cbar_rates_2026_09_04"], KEYS).startswith(
        "source.dated day=2026-09-04"
    )
    assert offer_words.source_line(sources["rpw_workbook"], KEYS).startswith("source.undated day=2026-11-21")


# Without a current price


def test_what_it_cost_is_said_of_the_worth_of_200_dollars_by_least_and_most_and_the_quarter():
    said = last_prices.last_checked(ask(real()), KEYS)
    assert said[0] == "answer.last_period when=2021-Q4"
    assert said[1] == "answer.cost_range least=2USD most=6.1USD sent=200USD"


def test_the_day_of_a_help_page_is_not_called_a_check():
    assert (
        last_prices.last_checked(ask(real(), "DE-AZ", "263"), KEYS)[0] == "answer.last_list when=2023-06-25"
    )


def test_what_it_cost_for_another_amount_does_not_stand_beside_what_to_expect():
    for corridor, send in (("AZ-TR", "100"), ("DE-AZ", "263"), ("RU-AZ", "20000")):
        found = ask(real(), corridor, send)
        assert found.expected.span is not None
        shown = answer_view(found, real(), KEYS)
        assert not any("answer.cost" in said for said in shown.headline.said)
        alone = replace(found, expected=None)
        said = answer_view(alone, real(), KEYS).headline.last
        assert any("sent=200USD" in one for one in said)
        assert set(found.last_checked.sources) <= answer_view(alone, real(), KEYS).headline.cites


def test_price_lists_without_a_day_are_said_to_have_none():
    said = last_prices.last_checked(ask(real(), "AZ-any", "500"), KEYS)
    assert said[0] == "answer.last_undated"


def test_where_nobody_ever_published_a_price_that_is_said():
    assert last_prices.last_checked(ask(real(), "TR-AZ", "10000"), KEYS) == ["answer.never_checked"]


def test_one_price_alone_is_no_range_and_a_floor_is_called_a_floor():
    found = ask(real())
    one = replace(found.last_checked, most=found.last_checked.least)
    floor = replace(found, last_checked=one)
    exact = replace(found, last_checked=replace(one, at_least=False))
    assert last_prices.last_checked(floor, KEYS)[1].startswith("answer.cost_from")
    assert last_prices.last_checked(exact, KEYS)[1].startswith("answer.cost_one")


def test_there_are_three_questions_for_the_counter():
    for found in (ask(real()), ask(real(), "AZ-TR", "500")):
        asked = offer_words.questions(found, KEYS)
        assert len(asked) == len(set(asked)) == 3


# The official rate


def test_the_official_rate_is_said_for_as_many_units_as_people_name():
    assert offer_words.rate_unit("RUB") == 100
    assert offer_words.rate_unit("USD") == 1
    said = offer_words.reference_line(ask(real()).reference, KEYS)
    assert said == "rate.official day=2026-09-04 rate=1.9579AZN units=100RUB"


def test_a_rate_that_stands_in_or_was_asked_of_the_european_bank_says_so():
    stand_in = ask(real(), "TR-AZ", "1000").reference
    asked = ask(real(), "DE-AZ", "200", benchmark=Benchmark.ECB).reference
    for used in (stand_in, asked):
        assert offer_words.reference_line(used, KEYS).startswith("rate.ecb")


def test_an_old_or_missing_rate_is_remarked():
    assert offer_words.remarks(ask(teaching()), KEYS) == []
    assert "rate.old" in offer_words.remarks(ask(real()), KEYS)
    assert "rate.none" in offer_words.remarks(ask(real(), "UA-AZ", "1000"), KEYS)


def test_a_fresh_rate_that_stands_in_is_named_and_an_official_one_of_today_is_not():
    day = date(2026, 10, 31)
    data = real()
    corridor = data.corridor("DE", "AZ")
    found = compare(data, Transfer(corridor=corridor, currency="EUR", send=Decimal(200)), day)
    assert found.reference.fresh
    assert [line.split()[0] for line in offer_words.remarks(found, KEYS)] == ["rate.ecb"]
    today_too = ask(real().with_rate(today()))
    assert offer_words.remarks(today_too, KEYS) == []


def test_what_is_paid_out_abroad_in_another_currency_is_remarked():
    assert "note.abroad" in offer_words.remarks(ask(teaching(), "AZ-TR", "500"), KEYS)
    assert "note.abroad" not in offer_words.remarks(ask(teaching(), "RU-AZ"), KEYS)


# Not offered


def test_a_refusal_says_its_limit_and_its_day_where_it_has_one():
    route = ask(teaching()).offers[0].route
    limit = Money(Decimal(75_000), "RUB")
    assert offer_words.refusal(NotOffered(route, Reason.ABOVE_LIMIT, limit=limit), KEYS) == (
        "reason.above_limit_of limit=75000RUB"
    )
    assert offer_words.refusal(NotOffered(route, Reason.STOPPED, DAY), KEYS).startswith("reason.stopped_on")
    assert offer_words.refusal(NotOffered(route, Reason.TOO_SLOW, DAY), KEYS) == "reason.too_slow"


@EACH
@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence_with_and_without_a_day_or_limit(language, reason):
    route = ask(teaching()).offers[0].route
    for day in (None, DAY):
        for limit in (None, Money(Decimal(5), "USD")):
            said = offer_words.refusal(NotOffered(route, reason, day, "s", limit), words(language))
            assert said
            assert "{" not in said


# Outside the formal system


def test_what_a_road_outside_hands_over_is_said_in_money():
    found = {road.road.id: road for road in ask(teaching()).informal}
    question = ask(teaching())
    assert informal_words.amount(found["relative"], KEYS) == "form.range high=384AZN low=380"
    said = {name: informal_words.line(road, question, KEYS) for name, road in found.items()}
    assert said["relative"] == "informal.less amount=5AZN"
    assert said["hawala_h"] == "informal.more amount=1AZN"


def test_a_road_outside_whose_price_nobody_knows_has_no_amount_and_no_comparison():
    question = ask(real())
    for road in question.informal:
        assert informal_words.amount(road, KEYS) == "offer.unknown_amount"
        assert informal_words.line(road, question, KEYS) is None


def test_a_range_that_crosses_the_formal_offer_is_about_the_same():
    question = ask(teaching())
    road = replace(question.informal[0], difference=Decimal("0.40"), break_even=None)
    assert informal_words.line(road, question, KEYS).startswith("informal.same")


def test_carried_cash_says_whether_it_must_be_changed_and_an_unlicensed_service_what_it_lacks():
    question = ask(teaching())
    notes = {road.road.id: informal_words.note(road, question, KEYS) for road in question.informal}
    assert notes == {
        "relative": "informal.carried_note",
        "driver": "informal.unlicensed_note",
        "hawala_h": "informal.unlicensed_note",
    }
    manat = ask(teaching(), "RU-AZ", "400", currency="AZN")
    assert informal_words.note(manat.informal[0], manat, KEYS) == "informal.carried_same"


# The told price


def verdict(found: Comparison) -> list[str]:
    assert found.told_faults == ()
    return quote_words.verdict(found.told[0], found, KEYS)


def test_a_told_price_is_set_beside_the_official_rate_and_the_best_checked_road():
    said = verdict(ask(teaching(), told=[told("200", "0.0192")]))
    assert said == [
        "told.official less=10AZN worth=390AZN",
        "told.below_known amount=4AZN",
        "told.ask_rate",
    ]


def test_a_told_price_better_than_official_and_known_ones_is_said_to_be():
    said = verdict(ask(teaching(), told=[told("0", "0.0200")]))
    assert said[0] == "told.better_than_official amount=10AZN"
    assert said[1] == "told.above_known amount=15AZN"


def test_a_told_price_within_a_manat_of_the_best_is_as_good():
    said = verdict(ask(teaching(), told=[told("0", "0.01922")]))
    assert said[1].startswith("told.same_as_known")


def test_where_most_of_the_cost_is_the_fee_the_next_question_is_another():
    said = verdict(ask(teaching(), told=[told("500", "0.0194")]))
    assert said[-1] == "told.ask_receipt"


def test_without_a_current_price_a_told_one_is_set_beside_the_last_known_costs():
    data = real().with_rate(today())
    for fee, rate, key in (
        ("200", "0.0192", "told.like_last"),
        ("2000", "0.0180", "told.dearer_than_last"),
        ("0", "0.0196", "told.cheaper_than_last"),
    ):
        said = verdict(ask(data, told=[told(fee, rate)]))
        assert said[1] == f"{key} when=2021-Q4"


def test_a_told_price_is_judged_by_an_old_official_rate_too_and_that_is_said():
    old, new = (
        verdict(ask(data, told=[told("200", "0.0192")])) for data in (real(), real().with_rate(today()))
    )
    assert old[0].startswith("told.official") and old[1].startswith("told.like_last")
    assert old[-1] == "told.old_rate day=2026-09-04"
    assert not any(line.startswith("told.old_rate") for line in new)


def euros(rate, fee="0"):
    """A told price for 263 euros from Germany, at an old rate of 1.8992 manat a euro."""
    return ask(real(), "DE-AZ", "263", told=[told(fee, rate)])


@pytest.mark.parametrize(
    ("rate", "key"), [("1.8900", "told.good"), ("1.8500", "told.usual"), ("1.8000", "told.dear")]
)
def test_without_a_current_price_a_told_one_is_called_by_what_such_services_took(rate, key):
    found = euros(rate)
    marks = found.expected.marks
    cost = found.told[0].total_cost / found.told[0].reference.rate
    assert {"told.good": cost <= marks.good.cost, "told.dear": cost > marks.usual.cost}.get(key, True)
    assert key in verdict(found)
    assert not any("_last" in line for line in verdict(found))


def test_fewer_than_five_companies_call_no_told_price_good():
    found = ask(real(), "US-AZ", "294", told=[told("0", "1.6999")])
    assert found.expected is not None and found.expected.marks is None
    assert not {"told.good", "told.usual", "told.dear"} & set(verdict(found))


def test_where_an_amount_must_arrive_a_told_price_is_judged_by_what_must_be_sent():
    found = ask(teaching(), send=None, receive="400", told=[told("1000", "0.0185")])
    assert found.told[0].outlay > found.best.outlay + 1_800
    said = verdict(found)
    assert not any(line.startswith("told.same_as_known") for line in said)
    assert not any("amount=0AZN" in line for line in said)


def test_a_told_price_is_never_set_beside_an_amount_in_another_currency():
    found = ask(teaching(), "AZ-any", "500", told=[told("5", "0.99")])
    assert found.best.currency == "USD"
    assert found.told[0].currency == "AZN"
    said = verdict(found)
    assert not any(
        line.startswith(("told.above_known", "told.below_known", "told.same_as_known")) for line in said
    )


@EACH
@pytest.mark.parametrize("fault", list(ReaderQuoteFault))
def test_every_slip_in_a_told_price_has_a_sentence_with_its_name(language, fault):
    assert "Bank X" in words(language)(f"told_fault.{fault}", name="Bank X")


# In every language


def everything(found: Comparison, data: Dataset, spoken: Words) -> list[str]:
    """Every sentence that can be said of an answer."""
    said = [
        *last_prices.last_checked(found, spoken),
        *offer_words.questions(found, spoken),
        *offer_words.remarks(found, spoken),
    ]
    if found.reference is not None:
        said.append(offer_words.reference_line(found.reference, spoken))
    for one in (*found.offers, *found.told):
        said += [
            offer_words.answer_label(found, one, data, spoken),
            offer_words.answer_number(found, one, spoken),
            offer_words.amount_of(found, one, spoken),
            offer_words.cost_line(found, one, spoken),
            offer_words.less_line(found, one, spoken) or "-",
            offer_words.place(one, data, spoken),
            offer_words.duration(one, spoken),
            offer_words.age_line(found, one, data, spoken),
            offer_words.seen(one, spoken),
            offer_words.status(one, spoken),
            counter_words.bring(one, spoken) or "-",
            counter_words.know(one, spoken) or "-",
            offer_words.form_heading(one.form, spoken),
            *offer_words.unknown_fits(one, spoken),
            *quote_words.verdict(one, found, spoken),
        ]
    for road in found.informal:
        said += [
            informal_words.amount(road, spoken),
            informal_words.note(road, found, spoken),
        ]
        said.append(informal_words.line(road, found, spoken) or "-")
    said += [offer_words.refusal(item, spoken) for item in found.not_offered]
    view = answer_view(found, data, spoken)
    said += [sender_text(view, spoken, amounts=ticked) for ticked in (False, True)]
    said += [view.headline.label, *view.headline.said]
    return said


@pytest.mark.parametrize("language", sampled(LANGUAGES))
@pytest.mark.parametrize("data", sampled([teaching, real]), ids=["teaching", "real"])
def test_everything_can_be_said_of_every_answer_without_a_hole_left_open(language, data):
    for corridor in data().tables.corridors:
        for amount in ({"send": "300"}, {"send": "20000"}, {"send": None, "receive": "400"}):
            if corridor.receives is None and "receive" in amount:
                continue
            for wish in ({}, {"pay_out": DisbursementMethod.CASH, "within": 60, "region": "baku"}):
                found = ask(data(), corridor.key, told=[told("1", "0.02")], **amount, **wish)
                for sentence in everything(found, data(), words(language)):
                    assert sentence
                    assert "{" not in sentence
                    assert "None" not in sentence


@EACH
def test_the_sentences_of_recipients_name_money_in_words(language):
    for data in (teaching(), real()):
        for corridor in ("RU-AZ", "TR-AZ", "DE-AZ", "AZ-TR"):
            found = ask(data, corridor, "5000")
            text = " ".join(everything(found, data, words(language)))
            assert not re.search(r"\b(AZN|RUB|TRY|EUR|USD|GBP)\b", text)
            assert not set(text) & set("₼₽€$₺")
            assert "%" not in text


def test_an_estimate_by_another_banks_board_says_whose_and_of_which_day():
    found = ask(real(), "AZ-TR", "500")
    by_board = next(one for one in found.offers if one.stand_in is not None)
    bank = offer_words.provider(by_board.stand_in.provider, real(), KEYS)
    said = offer_words.age_line(found, by_board, real(), KEYS)
    assert f"basis.stand_in bank={bank} day={KEYS.day(by_board.stand_in.day)}" in said


def test_what_an_incomplete_offer_costs_at_least_is_in_the_senders_money():
    found = ask(real(), "AZ-RU", "500")
    incomplete = [one for one in found.offers if not one.complete and one.fee is not None]
    assert incomplete
    for one in incomplete:
        assert offer_words.amount_of(found, one, words("en")).endswith("manat")


def test_a_basis_that_is_exact_is_not_worth_a_word():
    found = ask(teaching())
    for one in found.offers:
        assert ("basis." in offer_words.age_line(found, one, teaching(), KEYS)) is (
            one.basis is not Basis.EXACT
        )


def test_a_reference_of_the_same_currency_is_never_said():
    same = Reference("AZN", "AZN", Decimal(1), DAY, (), fresh=True)
    found = ask(teaching(), "AZ-AZ", "100")
    assert found.reference.rate == same.rate
    assert offer_words.remarks(found, KEYS) == []
