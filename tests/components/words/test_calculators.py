"""Calculators in words: every reason and fault has its sentence in each language, with both values."""

from dataclasses import replace
from decimal import Decimal

import pytest

from channels.readers.failed import Failed
from channels.readers.providers.catalogue import CALCULATORS
from channels.records.asked_prices import AskedReason, AskedState, JudgedPrice
from channels.records.calculators import CalculatorState
from channels.refresh.asking_calculators import Collected, CollectPlan
from components.i18n import LANGUAGES, words
from components.words import calculators
from tests.support.calculators import NOW, a_price
from tests.support.datasets import real

WAITS = [
    (AskedReason.FIRST, None),
    (AskedReason.NOT_LISTED, None),
    (AskedReason.DATA_FAULTY, None),
    (AskedReason.NO_FRESH_RATE, None),
    (AskedReason.NO_FRESH_RATE, Decimal("1.9765")),
    (AskedReason.RATE_OFF, Decimal("1.9765")),
    (AskedReason.CONTRADICTION, Decimal("192.08")),
    (AskedReason.MOVED, Decimal("136.50")),
]
FAULTS = [
    ("field_missing", {"field": "rate"}), ("impossible_figure", {"field": "fee"}), ("web_page", {}),
    ("other_currency", {"field": "x", "asked": "EUR", "told": "USD"}), ("no_question", {}), ("empty", {}),
    ("refused", {"status": "403"}), ("busy", {}), ("too_slow", {}), ("too_large", {}), ("not_utf8", {}),
    ("not_an_answer", {}), ("broken_off", {}), ("unreachable", {}), ("packed", {}), ("data_faulty", {}),
    ("server_error", {"status": "500"}), ("redirected", {"status": "302"}), ("not_written", {"folder": "x"}),
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("reason", "against"), WAITS)
def test_why_a_price_waits_is_said_with_the_value_that_speaks_against_it(reason, against, language):
    say = words(language)
    said = calculators.reason(JudgedPrice(a_price(), AskedState.WAITING, "transfer", reason, against), say)
    assert said and (against is None or say.number(against, 4 if reason in calculators.RATES else 2) in said)
    assert calculators.reason(JudgedPrice(a_price(), AskedState.PUBLISHED, "transfer"), say) is None


OF_THIS_MACHINE = ("data_faulty", "not_written")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "holes"), FAULTS)
def test_every_fault_of_a_calculator_has_its_sentence(code, holes, language):
    one = Collected("wise", "DE-AZ", fault=Failed(code, **holes))
    first, second = calculators.collected(one, real(), words(language))
    assert "Wise" in first
    assert code in OF_THIS_MACHINE or "Wise" in second
    assert all(
        value in second for name, value in holes.items() if name == "field" and code == "field_missing"
    )


def test_until_when_a_calculator_is_let_alone_is_said():
    (_, said) = calculators.collected(
        Collected("wise", "DE-AZ", fault=Failed("busy", until=NOW)), real(), words("en")
    )
    assert "5 September 2026" in said and "09:14" in said


def test_the_figures_of_a_price_are_told_with_what_arrives_by_them_where_that_was_not_told():
    for told in (a_price(), a_price(received=None)):
        said = calculators.price(told, words("en"))
        assert all(part in said for part in ("100", "1.50", "1.95", "192.08", "09:14"))


def test_the_switch_says_what_it_is_and_who_turned_it():
    wise, paysend = CALCULATORS[:2]
    say = words("en")
    assert calculators.switch(wise, CalculatorState("wise"), say) == say("calculator.state_on")
    off = CalculatorState("paysend")
    assert calculators.switch(paysend, off, say) == say("calculator.state_off")
    forbidden = replace(off, prohibited=True, who="Ann", at=NOW)
    assert "Ann" in calculators.switch(paysend, forbidden, say)
    assert calculators.asked(off, say) == [say("calculator.never_asked")]


def test_a_plan_names_those_that_are_off():
    (said,) = calculators.planned(CollectPlan((), ("paysend",)), real(), words("en"))
    assert said == words("en")("calculator.is_off", provider="Paysend")
