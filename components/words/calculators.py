"""Providers' calculators in words: their switches, what came of asking, the prices that wait."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from channels.collect.asked_prices import received
from channels.dataset.dataset import Dataset
from channels.readers.calculators import Calculator
from channels.records.asked_prices import AskedReason, AskedState, CalculatorPrice, JudgedPrice
from channels.records.calculators import CalculatorState
from channels.terms import BAKU
from components.i18n import Words
from components.words import entries as entry_words
from components.words import offers as offer_words

if TYPE_CHECKING:
    from channels.refresh.asking_calculators import Collected, CollectPlan

RATES = (AskedReason.RATE_OFF, AskedReason.NO_FRESH_RATE, AskedReason.UPSIDE_DOWN)
"""Reasons for which an official rate speaks."""


def collected(one: "Collected", data: Dataset, words: Words) -> list[str]:
    """What came of a calculator on a corridor: how many prices, and what is wrong."""
    ends = {"provider": offer_words.provider(one.provider, data, words)}
    ends["way"] = entry_words.way(one.corridor, words)
    counts = [
        words.count(f"calculator.{state}", one.count(state))
        for state in (AskedState.PUBLISHED, AskedState.WAITING, AskedState.APART, AskedState.DROPPED)
        if one.count(state)
    ]
    said = ", ".join(counts) or words("calculator.nothing")
    lines = [words("calculator.corridor", **ends, what=said)]
    if one.fault is not None:
        lines.append(fault(one.provider, one.fault.code, one.fault.filled, data, words))
    return lines


def planned(plan: "CollectPlan", data: Dataset, words: Words) -> list[str]:
    """What would be asked of whom, and who is switched off."""
    lines = [
        words.count(
            "calculator.planned", len(one.amounts),
            provider=offer_words.provider(one.calculator.provider, data, words),
            way=entry_words.way(one.corridor.key, words),
        )
        for one in plan.inquiries
    ]  # fmt: skip
    return [*lines, *switched_off(plan, data, words)]


def switched_off(plan: "CollectPlan", data: Dataset, words: Words) -> list[str]:
    """Who is switched off, a sentence each."""
    return [words("calculator.is_off", provider=offer_words.provider(one, data, words)) for one in plan.off]


def fault(provider: str, code: str, holes: Mapping[str, str], data: Dataset, words: Words) -> str:
    """What is wrong with a calculator, in one sentence."""
    filled: dict[str, object] = dict(holes)
    until = holes.get("until")
    if until is not None:
        here = datetime.fromisoformat(until).astimezone(BAKU)
        filled |= {"day": words.day(here.date()), "time": f"{here:%H:%M}"}
        code = f"{code}_until"
    return words(f"refresh.fault_{code}", who=offer_words.provider(provider, data, words), **filled)


def kind(calculator: Calculator, words: Words) -> str:
    """Whether the provider itself describes how its calculator is asked."""
    return words("calculator.documented" if calculator.documented else "calculator.undocumented")


def switch(calculator: Calculator, state: CalculatorState, words: Words) -> str:
    """Whether it is on, since when, by whom."""
    if state.prohibited or calculator.prohibited:
        what = words("calculator.state_forbidden")
    elif state.may_ask(documented=calculator.documented):
        what = words("calculator.state_on")
    else:
        what = words("calculator.state_off")
    if state.who is None or state.at is None:
        return what
    return words("calculator.by", what=what, who=state.who, when=entry_words.moment(state.at, words))


def asked(state: CalculatorState, words: Words) -> list[str]:
    """When it was last asked, and when it last answered."""
    if state.asked is None:
        return [words("calculator.never_asked")]
    lines = [words("calculator.last_asked", when=entry_words.moment(state.asked, words))]
    if state.answered is not None:
        lines.append(words("calculator.last_answer", when=entry_words.moment(state.answered, words)))
    return lines


def terms(calculator: Calculator, state: CalculatorState, words: Words) -> str:
    """Who read the terms when; that nobody has, where nobody has."""
    day = state.terms_read or calculator.terms_read
    return (
        words("calculator.terms_unread")
        if day is None
        else words("calculator.terms_read", day=words.day(day))
    )


def price(one: CalculatorPrice, words: Words) -> str:
    """The figures of a price: what is handed over, the fee in it, the rate, what arrives."""
    arrives = received(one)
    if one.outlay is None or one.fee is None or one.rate is None or one.pays is None or arrives is None:
        return words("calculator.nothing")
    return words(
        "calculator.price",
        outlay=words.money(one.outlay, one.currency),
        fee=words.money(one.fee, one.currency),
        rate=words.number(one.rate.normalize(), 4),
        received=words.money(arrives, one.pays),
        when=entry_words.moment(one.answered, words),
    )


def reason(one: JudgedPrice, words: Words) -> str | None:
    """Why a price waits, with the value that speaks against it; None where nothing does."""
    if one.reason is None:
        return None
    if one.against is None:
        return words(f"calculator.why_{one.reason}")
    return words(f"calculator.why_{one.reason}_against", value=_against(one, words))


def _against(one: JudgedPrice, words: Words) -> str:
    """The official rate, or what else should arrive or be handed over."""
    price, value = one.price, one.against
    assert value is not None
    if one.reason in RATES or price.pays is None:
        return words.number(value.normalize(), 4)
    parts = None if price.principal is None or price.fee is None else price.principal + price.fee
    adds_up = parts == price.outlay
    return words.money(value, price.pays if adds_up else price.currency)
