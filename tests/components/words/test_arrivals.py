"""The words of a report of what arrived: the choices, a sentence for each fault, the counts."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.collect.arrivals import summary
from channels.records.arrivals import ArrivalFault
from components.i18n import LANGUAGES, words
from components.words import arrivals as arrival_words
from components.words.arrivals import TypedArrival
from tests.support.builders import an_arrival, dec
from tests.support.datasets import real as data

DAY = date(2026, 11, 21)
EN = words("en")
EACH = pytest.mark.parametrize("language", LANGUAGES)


def corridor(sending="RU", receiving="AZ"):
    return data().corridor(sending, receiving)


def typed(language="en", provider="paysend", promised="400", received="390", days="2", currency="AZN"):
    say = words(language)
    return TypedArrival(
        provider,
        currency,
        say.amount(promised),
        say.amount(received, zero=True),
        say.amount(days, places=0, zero=True),
    )


@EACH
def test_the_providers_of_the_corridor_are_offered_by_the_alphabet(language):
    say = words(language)
    for known in data().tables.corridors:
        found = arrival_words.providers(data(), known, say)
        assert set(found) == {route.provider.id for route in data().routes(known)} != set()
        assert list(found.values()) == sorted(found.values(), key=say.sort_key)


def test_the_usual_currency_stands_first_and_none_twice():
    assert arrival_words.currencies(corridor()) == ["AZN", "USD", "EUR", "RUB"]
    assert arrival_words.currencies(corridor("AZ", "US")) == ["USD", "EUR", "AZN"]
    assert arrival_words.currencies(corridor("AZ", "any")) == ["AZN", "USD", "EUR"]


def test_a_report_is_made_as_it_was_typed():
    made = arrival_words.made(typed(promised="1,400.50", received="1,390"), corridor(), DAY)
    assert made == an_arrival(promised=dec("1400.50"), received=dec(1390), day=DAY)


@pytest.mark.parametrize(
    ("wrong", "field", "key"),
    [
        ({"provider": ""}, "provider", "arrival.need_provider"),
        ({"promised": ""}, "promised", "amount.empty"),
        ({"promised": "0"}, "promised", "amount.zero"),
        ({"promised": "-400"}, "promised", "amount.negative"),
        ({"promised": "1e30"}, "promised", "amount.too_large"),
        ({"promised": "9" * 60}, "promised", "amount.too_large"),
        ({"promised": "20000 rubl"}, "promised", "amount.not_a_number"),
        ({"promised": "<script>"}, "promised", "amount.not_a_number"),
        ({"received": "12.345.6"}, "received", "amount.not_a_number"),
        ({"received": "4,0001"}, "received", "amount.too_fine"),
        ({"received": "4000"}, "received", "arrival.far_more"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_at_its_field(wrong, field, key):
    read = typed("en" if field == "promised" else "az", **wrong)
    say = words("en")
    assert arrival_words.faults(read, say) == {field: say(key)}
    assert arrival_words.made(read, corridor(), DAY) is None


@pytest.mark.parametrize("days", ["", "-1", "61", "1.5", "two", "999999999999"])
def test_days_are_whole_from_none_to_sixty(days):
    assert arrival_words.faults(typed(days=days), EN) == {"days": EN("arrival.need_days", most=60)}
    assert arrival_words.made(typed(days=days), corridor(), DAY) is None


@EACH
def test_nothing_received_leads_to_what_to_do_when_money_is_late(language):
    say = words(language)
    said = arrival_words.faults(typed(received="0"), say)
    assert said == {"received": say("arrival.nothing", title=say("late.title"))}


def test_an_amount_with_two_readings_is_asked_back():
    read = typed("az", promised="1,230")
    assert arrival_words.faults(read, words("az")) == {"promised": words("az")("amount.ambiguous")}
    assert arrival_words.meant(read.promised) == (dec("1.23"), Decimal(1230))
    assert arrival_words.meant(read.received) == ()


TEXTS = st.one_of(st.text(max_size=45), st.from_regex(r"-?[0-9]{0,13}([.,][0-9]{0,4})?", fullmatch=True))


@given(TEXTS, TEXTS, TEXTS, st.sampled_from(["", "paysend"]), st.sampled_from(LANGUAGES))
def test_a_report_is_made_or_a_fault_is_said_whatever_is_typed(promised, received, days, provider, language):
    read = typed(language, provider, promised, received, days)
    made, faults = (
        arrival_words.made(read, corridor(), DAY),
        arrival_words.faults(read, words(language)),
    )
    assert (made is None) == bool(faults)


@EACH
def test_after_a_shortfall_the_reader_is_told_whom_to_ask_and_where_to_complain(language):
    say = words(language)
    assert arrival_words.next_steps(say, in_full=False) == (say("arrival.less"), say("late.step_3"))
    assert arrival_words.next_steps(say, in_full=True) == (say("arrival.full"),)
    rules = arrival_words.complaint_rules(data())
    assert [rule.id for rule in rules] == list(arrival_words.COMPLAINT)
    assert all(rule.source in data().sources for rule in rules)
    assert {arrival_words.not_kept(fault, say) for fault in ArrivalFault} == {
        say("arrival.again"), say("lead.not_sent"),
    }  # fmt: skip


@EACH
def test_counts_are_said_with_their_days_and_a_usual_shortfall_only_where_there_is_one(language):
    say = words(language)
    name = data().providers["paysend"].name.text_in(language)
    full = [an_arrival()] * 9
    lines = arrival_words.summary_lines(
        summary("paysend", [*full, *[an_arrival(received=dec(380))] * 3], DAY), data(), say
    )
    assert lines == [
        say("steward.arrivals_full", provider=name, of="12", full="9", percent=say.percent(Decimal(75), 0)),
        say("steward.arrivals_short", percent=say.percent(Decimal(5))),
        say.count("steward.arrivals_days", 2),
        say("steward.arrivals_period", first=say.day(DAY), last=say.day(DAY)),
    ]
    assert len(arrival_words.summary_lines(summary("paysend", [*full, an_arrival()], DAY), data(), say)) == 3
