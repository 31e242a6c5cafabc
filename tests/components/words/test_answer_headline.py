"""The headline's sentences: what a state says, what it leaves out, and where a licence is looked up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from channels.compare.comparison import compare
from channels.compare.headline import AnswerState
from channels.terms import Status
from components.i18n import LANGUAGES, words
from components.words.answer_headline import CautionView, headline_view
from tests.components.pages.recipient.test_cards import a_business, a_dataset, a_named_route
from tests.support.builders import (
    DAY,
    a_corridor,
    a_route,
    a_service,
    a_tariff,
    a_transfer,
    an_observation,
    charge,
    standing,
)
from tests.support.datasets import real

EN = words("en")
SENDING = sorted({c.sending for c in real().tables.corridors if c.receiving == "AZ"})
EACH = pytest.mark.parametrize("language", LANGUAGES)


def said_of(*routes, language="en", transfer=None):
    data = a_dataset(*routes)
    return headline_view(compare(data, transfer or a_transfer(), DAY), data, words(language))


@EACH
def test_a_price_is_one_large_number_and_asks_nothing(language):
    found = said_of(a_named_route("Bank", a_tariff(charge(flat=100))), language=language)
    assert found.state is AnswerState.PRICED
    assert (found.ask, found.questions, found.said) == (None, (), ())
    assert found.number is not None and "198" in found.number
    assert found.provider == "Bank" and found.received == found.number


@EACH
def test_without_a_current_price_three_questions_are_asked_and_no_number_stands(language):
    found = said_of(language=language)
    assert found.state is AnswerState.NONE
    assert found.number is None and len(found.questions) == 3
    assert words(language)("expected.none_no_provider") in found.expect


def test_a_check_of_the_last_days_is_not_told_where_nothing_is_offered_of_it():
    service = a_service(a_tariff())
    stopped = a_business("Bank", services=(service,), status=(standing(Status.STOPPED),))
    assert said_of(a_route(service=service, provider=stopped)).last == ()
    old = a_tariff(since=None, verified=DAY - timedelta(days=91))
    service = a_service(old)
    stopped = a_business("Bank", services=(service,), status=(standing(Status.STOPPED),))
    assert said_of(a_route(service=service, provider=stopped)).last != ()


def test_what_must_be_paid_is_said_where_an_amount_to_arrive_was_asked():
    service = a_service(a_tariff(charge(flat=100)), speed=None)
    found = said_of(
        a_route(service=service, provider=a_business("Bank", services=(service,))),
        transfer=a_transfer(receive=200, within=60),
    )
    assert EN("answer.can_outlay", amount="10,100 roubles") in found.said


def test_a_price_for_another_amount_is_told_as_an_estimate():
    found = said_of(a_route(observations=(an_observation(),)), transfer=a_transfer(100_000))
    assert found.label == EN("answer.elsewhere_other_amount")
    assert any("manat" in line for line in found.can)


@pytest.mark.parametrize("known", [True, False])
@EACH
def test_nobody_is_told_to_look_into_a_register_that_is_not_known(known, language):
    service, say = a_service(a_tariff()), words(language)
    bank = a_business("Bank", services=(service,), licence=())
    other = a_named_route("Other", a_tariff(charge(flat=5_000)))
    found = said_of(a_route(service=service, provider=bank), *([other] if known else []), language=language)
    (caution, *_) = found.cautions
    if known:
        assert caution.text == say("caution.licence_not_checked")
        assert caution.written == f"{caution.text} https://example.org/the_register"
    else:
        assert caution.written == say("caution.licence_not_checked_bare")


@EACH
def test_the_day_of_a_price_that_somebody_took_is_said_as_a_day(language):
    say, taken = words(language), DAY - timedelta(days=2)
    price = an_observation(observed=taken)
    assert said_of(a_route(observations=(price,)), language=language).checked == say(
        "answer.checked", day=say.day(taken)
    )
    assert said_of(a_route(), language=language).checked == say("answer.checked", day=say.day(DAY))


def shipped_caution(sending, language, country="GB"):
    """The caution beside a price of a provider that nobody has looked up, with the real registers."""
    corridor = a_corridor(f"{sending}-AZ", "RUB", "AZN")
    service = a_service(corridors=(corridor.key,))
    bank = a_business("Bank", services=(service,), licence=(), country=country)
    price = an_observation(corridor=corridor.key, rate="0.0192", pays="AZN", receipt_charge=0)
    route = a_route(service=service, provider=bank, corridor=corridor, observations=(price,))
    made = a_dataset(route)
    data = made.with_tables(replace(made.tables, registers=real().tables.registers))
    found = compare(a_dataset(route), a_transfer(10_100, corridor=corridor), DAY)
    (caution,) = headline_view(found, data, words(language)).cautions
    return caution


@EACH
@pytest.mark.parametrize("sending", SENDING)
def test_a_licence_is_looked_up_where_the_money_is_taken_in_or_the_keeper_is_named(sending, language):
    say, kept = words(language), real().register(sending)
    caution = shipped_caution(sending, language, country="ZZ")
    if kept is None:
        assert caution == CautionView(say("caution.licence_not_checked_bare"))
    elif kept.url is None:
        authority = kept.authority.text_in(language)
        assert caution == CautionView(say("caution.licence_not_checked_at", authority=authority))
    else:
        assert (caution.text, caution.link) == (say("caution.licence_not_checked"), kept.url)


def test_the_register_of_another_country_never_stands_in_for_a_keeper_that_is_known():
    assert shipped_caution("RU", "en", country="GB").link is None
    assert shipped_caution("AE", "en", country="GB").link == real().register("GB").url


def test_the_largest_corridors_all_have_a_keeper_of_their_register():
    for sending in ("RU", "TR", "US", "GE", "GB", "DE", "IT", "KZ", "AZ"):
        assert real().register(sending) is not None
    linked = {"AZ", "GB", "DE", "IT", "AT", "NL", "FR", "GE"}
    assert all(real().register(code).url.startswith("https://") for code in linked)
