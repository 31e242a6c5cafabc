"""The words around a report of what arrived: the choices, what is wrong with it, what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from channels.amounts import AmountFault, Misread
from channels.collect.arrivals import ArrivalSummary
from channels.dataset.dataset import Dataset
from channels.records.arrivals import MOST_DAYS, Arrival, ArrivalFault, is_far_more
from channels.records.base import Corridor
from channels.records.policy import Rule
from components.i18n import Words

COMPLAINT = ("hotline", "complaint")
"""The rules of the data that say where a complaint goes."""
FOREIGN_CASH = ("USD", "EUR")
"""In which currencies money is handed over in many countries beside their own."""


@dataclass(frozen=True, slots=True)
class TypedArrival:
    """A report as far as it is filled in: codes, empty until chosen, and figures as they were read."""

    provider: str
    currency: str
    promised: Decimal | Misread
    received: Decimal | Misread
    days: Decimal | Misread


def providers(data: Dataset, corridor: Corridor, words: Words) -> dict[str, str]:
    """The providers that list a corridor, by id, in the order of the alphabet; all where none does."""
    found = {route.provider.id: route.provider for route in data.routes(corridor)} or data.providers
    names = {id: provider.name.text_in(words.language) for id, provider in found.items()}
    return dict(sorted(names.items(), key=lambda item: words.sort_key(item[1])))


def currencies(corridor: Corridor) -> list[str]:
    """In what the money may have been handed over, the usual one first."""
    return list(dict.fromkeys((corridor.receives or corridor.sends, *FOREIGN_CASH, corridor.sends)))


def made(typed: TypedArrival, corridor: Corridor, today: date) -> Arrival | None:
    """The report; None while anything is missing or cannot be meant (`faults`)."""
    if isinstance(typed.promised, Misread) or isinstance(typed.received, Misread):
        return None
    if not typed.provider or isinstance(typed.days, Misread) or typed.days > MOST_DAYS:
        return None
    if not typed.received or is_far_more(typed.promised, typed.received):
        return None
    return Arrival(
        provider=typed.provider,
        corridor=corridor.key,
        promised=typed.promised,
        received=typed.received,
        currency=typed.currency,
        days=int(typed.days),
        day=today,
    )


def faults(typed: TypedArrival, words: Words) -> dict[str, str]:
    """What keeps a report from being sent, a sentence for each field; none where it can be."""
    found = {}
    if not typed.provider:
        found["provider"] = words("arrival.need_provider")
    if isinstance(typed.promised, Misread):
        found["promised"] = _misread(typed.promised, words)
    if isinstance(typed.received, Misread):
        found["received"] = _misread(typed.received, words)
    elif not typed.received:
        found["received"] = words("arrival.nothing", title=words("late.title"))
    elif not isinstance(typed.promised, Misread) and is_far_more(typed.promised, typed.received):
        found["received"] = words("arrival.far_more")
    if isinstance(typed.days, Misread) or typed.days > MOST_DAYS:
        found["days"] = words("arrival.need_days", most=MOST_DAYS)
    return found


def at_fields(found: Mapping[str, str], words: Words) -> list[str]:
    """The faults, those of an amount with its field's name, for a page that says them all in one place."""
    # That a provider or the days are missing the sentence says itself.
    labels = {"promised": words("arrival.promised"), "received": words("arrival.received")}
    return [
        words("arrival.at", field=labels[name], said=said) if name in labels else said
        for name, said in found.items()
    ]


def _misread(found: Misread, words: Words) -> str:
    if found.fault is AmountFault.AMBIGUOUS:
        return words("amount.ambiguous")
    return words(f"amount.{found.fault}")


def meant(read: str | Decimal | Misread) -> tuple[Decimal, ...]:
    """The readings between which the reader must choose; those with three decimals nobody can pay."""
    return read.payable() if isinstance(read, Misread) else ()


def not_kept(fault: ArrivalFault, words: Words) -> str:
    """Why a report was not kept, and what to do."""
    return words("arrival.again" if fault is ArrivalFault.AGAIN else "lead.not_sent")


def next_steps(words: Words, *, in_full: bool) -> tuple[str, ...]:
    """What to do after a report was sent."""
    if in_full:
        return (words("arrival.full"),)
    return words("arrival.less"), words("late.step_3")


def complaint_rules(facts: Dataset) -> tuple[Rule, ...]:
    """Where a complaint goes, as far as the data say."""
    return tuple(rule for rule in facts.tables.rules if rule.id in COMPLAINT)


def summary_lines(found: ArrivalSummary, data: Dataset, words: Words) -> list[str]:
    """What the reports on one provider come to; a shortfall only where one can be called usual."""
    of = data.providers.get(found.provider)
    name = found.provider if of is None else of.name.text_in(words.language)
    reports, full = words.number(found.reports), words.number(found.in_full)
    share = words.percent(found.full_percent, 0)
    lines = [words("steward.arrivals_full", provider=name, of=reports, full=full, percent=share)]
    if found.short_percent is not None:
        lines.append(words("steward.arrivals_short", percent=words.percent(found.short_percent)))
    lines.append(words.count("steward.arrivals_days", found.days))
    first, last = words.day(found.first), words.day(found.last)
    lines.append(words("steward.arrivals_period", first=first, last=last))
    return lines
