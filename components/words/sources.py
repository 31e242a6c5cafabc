"""Sentences about sources: what depends on each, its age, and open questions."""

from datetime import date
from decimal import Decimal

from channels.dataset.dataset import Dataset
from channels.dataset.provenance import SourcedFigure
from channels.dataset.unknowns import Stated, Unknowns
from channels.pricing.fx import CURRENT_DAYS
from channels.records.base import Corridor, Source
from channels.records.definitions import Definition, Example
from channels.records.informal import GroupRange, OutsideReference, OutsideRoad
from channels.records.observations import Board, NoPrice, Observation, Rate
from channels.records.policy import (
    Conflict,
    CorridorQuarter,
    ElsewhereFigure,
    GlobalQuarter,
    PriceDatabase,
    Region,
    Register,
    Rule,
    Statistic,
    Survey,
    Target,
)
from channels.records.providers import Coverage, LicenceCheck, Payout, Service, Standing, Tariff
from channels.terms import Grade
from components.i18n import Words
from components.words import gaps as gap_words
from components.words import offers as offer_words

MOST_COUNTRIES = 4
DAYS_OF = {"years": 365, "months": 30, "days": 1}
TWO_YEARS = 730


def age(seen: date | None, today: date, words: Words) -> str:
    """How old something is, in days, months or years."""
    if seen is None:
        return words("evidence.age_unknown")
    days = (today - seen).days
    unit = "days" if days <= CURRENT_DAYS else "months" if days <= TWO_YEARS else "years"
    return words.count(f"evidence.age_{unit}", days // DAYS_OF[unit])


def source_line(source: Source, seen: date | None, grade: Grade, today: date, words: Words) -> str:
    """How old a source is and how near to the fact; its link says its own day, or when it was read."""
    marks = [age(seen, today, words), words(f"evidence.grade_{grade}")]
    marks.append(words(f"evidence.confidence_{source.confidence}"))
    if source.published is not None:
        marks.append(words("evidence.read", day=words.day(source.retrieved)))
    return " · ".join(marks)


def figure_line(figure: SourcedFigure, data: Dataset, words: Words) -> str:
    """One thing that rests on a source: what it is, whose, what it says, of which day."""
    marks = [words(f"evidence.kind_{figure.kind}")]
    if figure.provider is not None:
        marks.append(offer_words.provider(figure.provider, data, words))
    if figure.service is not None:
        marks.append(service(figure.service, words))
    if figure.payout is not None:
        marks.append(counter(figure.payout, data, words))
    marks += _says(figure, data, words)
    marks.append(_day(figure, words))
    return " · ".join(mark for mark in marks if mark)


def service(found: Service, words: Words) -> str:
    """A service by its name, else by the countries it serves and the form of pay-out."""
    if found.name is not None:
        return found.name.text_in(words.language)
    names = [gap_words.place(key, words) for key in found.corridors]
    shown = words.listed(names[:MOST_COUNTRIES])
    if len(names) > MOST_COUNTRIES:
        shown += ", " + words.count("evidence.rest", len(names) - MOST_COUNTRIES)
    form = "" if found.disbursement is None else words(f"form_of.{found.disbursement}")
    return f"{shown} ({form})" if form else shown


def counter(found: Payout, data: Dataset, words: Words) -> str:
    """The counter, account or app that pays, by its partner and form."""
    if found.partner is None:
        return offer_words.unknown_place(found.form, words)
    form = words(f"form_of.{found.form}")
    return words("place.known", partner=offer_words.provider(found.partner, data, words), form=form)


def _says(figure: SourcedFigure, data: Dataset, words: Words) -> list[str]:
    """What the record says, as far as it fits into a line."""
    said, spoken = figure.record, words.language
    if isinstance(said, Tariff):
        return [words("evidence.currency", currency=words.currency(said.currency))]
    if isinstance(said, Observation):
        return [gap_words.place(said.corridor, words), words.money(said.amount, said.currency)]
    if isinstance(said, NoPrice):
        return [gap_words.place(said.corridor, words), words(f"entry_answer.{said.answer}")]
    if isinstance(said, Rate):
        units = words.money(Decimal(said.nominal), said.currency, whole=True)
        return [f"{units} = {words.money_exact(said.value, 'AZN')}"]
    if isinstance(said, Board):
        buy, sell = (words.money_exact(price, said.priced_in) for price in (said.buy, said.sell))
        return [words.currency(said.currency), words("evidence.board_line", buy=buy, sell=sell)]
    if isinstance(said, Standing):
        return [words(f"status.{said.state}")]
    if isinstance(said, LicenceCheck):
        return [words(f"evidence.licence_{said.state}")]
    if isinstance(said, ElsewhereFigure):
        return [said.what.text_in(spoken), said.value]
    if isinstance(said, OutsideReference):
        return [said.place.text_in(spoken), said.year, said.value.text_in(spoken)]
    if isinstance(said, GroupRange):
        shown = offer_words.percent_range(said.least, said.most, words)
        return [gap_words.place(said.corridor, words), shown]
    if isinstance(said, Corridor):
        return [gap_words.place(said.key, words)]
    if isinstance(said, Payout):
        return [counter_limits(said, words)]
    if isinstance(said, Coverage):
        return [words.listed([words.currency(code) for code in said.currencies])]
    if isinstance(said, Rule):
        return [said.text.text_in(spoken)]
    if isinstance(said, Conflict):
        return [said.title.text_in(spoken)]
    if isinstance(said, Register):
        return [said.authority.text_in(spoken)]
    if isinstance(said, PriceDatabase):
        return [said.name]
    if isinstance(said, Target):
        return [said.text.text_in(spoken)]
    if isinstance(said, Statistic):
        return [gap_words.statistic(said, data, words)]
    if isinstance(said, CorridorQuarter):
        way = gap_words.place(f"{said.sending}-{said.receiving}", words)
        return [way, words.money(Decimal(said.amount), "USD", whole=True), words.percent(said.cost, 2)]
    if isinstance(said, GlobalQuarter):
        return [words.percent(said.mean_without_russia, 2)]
    if isinstance(said, (Region, OutsideRoad, Survey)):
        return [said.name.text_in(spoken)]
    return []


def counter_limits(found: Payout | Service, words: Words) -> str:
    """The limits of a counter or a service in a row; empty where none is known."""
    limits = [words.money(limit.amount, limit.currency, whole=True) for limit in found.limits]
    return words.listed(limits)


def _day(figure: SourcedFigure, words: Words) -> str:
    said = figure.record
    if isinstance(said, Tariff):
        seen = None if said.verified is None else words("evidence.seen", day=words.day(said.verified))
        since = None if said.since is None else words("evidence.since", day=words.day(said.since))
        return " · ".join(mark for mark in (since, seen) if mark) or words("evidence.undated")
    if isinstance(said, Observation) and said.period is not None:
        return words.period(said.period)
    if figure.day is None:
        timeless = isinstance(
            said, (Corridor, Region, OutsideReference, OutsideRoad, PriceDatabase, Register)
        )
        return "" if timeless else words("evidence.undated")
    return words("evidence.dated", day=words.day(figure.day))


def stated_name(found: Stated, data: Dataset, words: Words) -> str:
    """Of what a status is known: the business as a whole, one of its services or a counter."""
    who = found.provider.name.text_in(words.language)
    if found.service is not None:
        return f"{who} · {service(found.service, words)}"
    if found.payout is not None:
        return f"{who} · {counter(found.payout, data, words)}"
    return f"{who} · {words('evidence.whole')}"


def worked(definition: Definition, example: Example, words: Words) -> str:
    """The worked example in a sentence, with the figures of the file as the language writes them."""
    shown = {}
    for name, value in example.figures().items():
        if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
            shown[name] = words.number(value)
        else:
            shown[name] = words.day(value) if isinstance(value, date) else str(value)
    return definition.worked.text_in(words.language).format(**shown)


def unknown_lines(found: Unknowns, words: Words, *, invented: bool) -> list[str]:
    """What the tool does not know, a sentence each."""
    if invented:
        return [words("unknown.invented")]
    lines = [words("unknown.today")]
    if found.roads_without_price:
        names = words.listed([gap_words.place(corridor.key, words) for corridor in found.roads_without_price])
        lines.append(words("unknown.roads", names=names))
    if found.old_rates:
        rates = [
            words("unknown.rate", currency=words.currency(rate.currency), day=words.day(rate.day))
            for rate in found.old_rates
        ]
        lines.append(words("unknown.rates", names=words.listed(rates)))
    if found.tariffs_unseen:
        lines.append(words("unknown.tariffs", all=found.tariffs, n=found.tariffs_unseen))
    if found.services_without_counter:
        lines.append(words("unknown.counters", all=found.services, n=found.services_without_counter))
    if found.licences_unchecked:
        lines.append(words("unknown.licences", all=found.licences, n=found.licences_unchecked))
    said = ("outside", "bans", "smart", "digital")
    return lines + [words(f"unknown.{what}") for what in said]
