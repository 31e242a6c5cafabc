"""What the reader may type on the light page beside the question: today's rate, and a told price."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from channels.amounts import LONGEST_AMOUNT, MONEY_PLACES, AmountFault, Misread
from channels.compare.query import shown
from channels.dataset.dataset import Dataset
from channels.money import plain
from channels.pricing.fx import reference
from channels.pricing.rate_guard import JudgedRate
from channels.pricing.reader_quote import ReaderQuote, is_near
from channels.records.base import Corridor
from channels.records.observations import Rate
from channels.terms import InformalKind
from components.i18n import Words
from components.words import form_options
from components.words.offers import rate_unit
from components.words.official_rates import asked_back

LONGEST_NAME = 40
RATE_PLACES = 6
SURE = "sure"
"""The code in the address by which a reader says that an unusual rate is right: the rate itself."""

Shown = dict[str, Any]
Link = Callable[[str, str], str]
"""The address of the same question with one code changed."""


@dataclass(frozen=True, slots=True)
class TypedFigure:
    """A figure as it was typed, under the code that it has in the address, and what it was read as.

    The code names the currency, so that a figure never becomes one of another.
    """

    code: str
    typed: str
    read: Decimal | Misread
    places: int = MONEY_PLACES

    @property
    def value(self) -> Decimal | None:
        """The figure; None where none was typed, or it cannot be read."""
        return None if isinstance(self.read, Misread) else self.read

    @property
    def linked(self) -> str | None:
        """What stands in a link, which every language reads alike; None for a figure that was not read."""
        return plain(self.value)


@dataclass(frozen=True, slots=True)
class Official:
    """Today's official rate of so many units of a currency, as the reader typed it.

    `rate` is None where nothing was typed, or what is asked back: then `judged` says against what. `sure`:
    the reader was asked back, and has said that it is right.
    """

    currency: str
    unit: int
    figure: TypedFigure
    rate: Rate | None
    judged: JudgedRate | None = None
    sure: bool = False

    @property
    def codes(self) -> dict[str, str | None]:
        """What stands of it in a link."""
        return {self.figure.code: self.figure.linked, SURE: self.figure.linked if self.sure else None}


@dataclass(frozen=True, slots=True)
class CounterRate:
    """What an exchange counter gives for `unit` units of carried cash in `home`, as the reader typed it.

    `far`: it is too far from the official rate to be meant.
    """

    held: str
    home: str
    unit: int
    figure: TypedFigure
    far: bool = False

    @property
    def rate(self) -> Decimal | None:
        """The rate of one unit; None where none was typed, or it cannot be used."""
        return None if self.figure.value is None or self.far else self.figure.value / self.unit

    @property
    def codes(self) -> dict[str, str | None]:
        """What stands of it in a link."""
        return {self.figure.code: self.figure.linked}


@dataclass(frozen=True, slots=True)
class ReaderQuoteFields:
    """The price that the reader was told: who said it, the fee, the rate of `unit` units, what arrives."""

    name: str
    held: str
    home: str
    unit: int
    fee: TypedFigure
    rate: TypedFigure
    received: TypedFigure

    def told(self, words: Words) -> ReaderQuote | None:
        """The price as the domain takes it; None while no figure is typed."""
        rate = self.rate.value
        if all(figure.value is None for figure in (self.fee, self.rate, self.received)):
            return None
        return ReaderQuote(
            name=self.name or words("told.nameless", number=1),
            fee=self.fee.value,
            rate=None if rate is None else rate / self.unit,
            received=self.received.value,
        )

    @property
    def codes(self) -> dict[str, str | None]:
        """What stands of it in a link."""
        figures = (self.fee, self.rate, self.received)
        return {"told": self.name or None, **{figure.code: figure.linked for figure in figures}}


def official(
    address: Mapping[str, str], data: Dataset, corridor: Corridor, held: str, words: Words, today: date
) -> Official | None:
    """Today's official rate as the address has it; None where none is asked for."""
    currency = form_options.official_currency(data, corridor, held)
    if currency is None:
        return None
    unit = rate_unit(currency)
    figure = _figure(address, f"official.{currency}", words, places=RATE_PLACES)
    value = figure.value
    if value is None:
        return Official(currency, unit, figure, None)
    sure = address.get(SURE) == figure.linked
    found = form_options.typed_rate(value, unit, currency, data, today, sure=sure)
    if isinstance(found, JudgedRate):
        return Official(currency, unit, figure, None, found)
    return Official(currency, unit, figure, found, sure=sure)


def counter_rate(
    address: Mapping[str, str], data: Dataset, corridor: Corridor, held: str, words: Words, today: date
) -> CounterRate | None:
    """What a counter gives for carried cash, as the address has it; None where nothing is changed."""
    home = corridor.receives
    if home is None or home == held or not _carries_cash(data, corridor):
        return None
    unit = rate_unit(held)
    figure = _figure(address, f"counter.{held}", words, places=RATE_PLACES)
    official_rate = reference(data.rates, today, base=held, quote=home)
    far = figure.value is not None and not is_near(figure.value / unit, official_rate)
    return CounterRate(held, home, unit, figure, far)


def _carries_cash(data: Dataset, corridor: Corridor) -> bool:
    return any(road.kind is InformalKind.CARRIED for road in data.roads(corridor))


def reader_quote_fields(
    address: Mapping[str, str], corridor: Corridor, held: str, words: Words
) -> ReaderQuoteFields:
    """The told price as the address has it, for a budget in the currency `held`."""
    home = corridor.receives or held
    return ReaderQuoteFields(
        name=shown(address.get("told", "").strip()[:LONGEST_NAME]),
        held=held,
        home=home,
        unit=rate_unit(held),
        fee=_figure(address, f"fee.{held}", words, zero=True),
        rate=_figure(address, f"rate.{held}", words, places=RATE_PLACES),
        received=_figure(address, f"received.{home}", words),
    )


def official_field(found: Official, words: Words, link: Link) -> Shown:
    """The field for today's official rate."""
    label = words("rate.ask", units=words.money(Decimal(found.unit), found.currency, whole=True))
    field = _field(label, found.figure, words, link)
    if found.judged is None or found.figure.linked is None:
        return field
    meant = [{"label": words("rate.sure"), "href": link(SURE, found.figure.linked)}]
    return field | {"fault": _said(asked_back(found.judged, found.unit, words), meant)}


def counter_field(found: CounterRate, words: Words, link: Link) -> Shown:
    """The field for what an exchange counter gives for carried cash."""
    units = words.money(Decimal(found.unit), found.held, whole=True)
    label = words("informal.counter", units=units, currency=words.currency(found.home))
    field = _field(label, found.figure, words, link)
    return field | {"fault": _said(words("informal.counter_far"))} if found.far else field


def told_fields(found: ReaderQuoteFields, words: Words, link: Link) -> list[Shown]:
    """The fields for the fee, the rate and the amount received."""
    units = words.money(Decimal(found.unit), found.held, whole=True)
    return [
        _field(words("told.fee", currency=words.currency(found.held)), found.fee, words, link),
        _field(words("told.rate", units=units), found.rate, words, link),
        _field(words("told.received", currency=words.currency(found.home)), found.received, words, link),
    ]


def fault(
    read: Decimal | Misread, code: str, words: Words, link: Link, *, places: int = MONEY_PLACES
) -> Shown | None:
    """Why a figure was not read, and links to the readings between which to choose; None where it was."""
    if not isinstance(read, Misread):
        return None
    meant = [
        {"label": words.number(choice), "href": link(code, plain(choice) or "")}
        for choice in read.payable(places)
    ]
    ambiguous = read.fault is AmountFault.AMBIGUOUS
    return _said(words("amount.ambiguous") if ambiguous else words(f"amount.{read.fault}"), meant)


def _said(sentence: str, meant: Sequence[Shown] = ()) -> Shown:
    return {"said": sentence, "meant": meant}


def _figure(
    address: Mapping[str, str], code: str, words: Words, *, places: int = MONEY_PLACES, zero: bool = False
) -> TypedFigure:
    typed = address.get(code, "")[: LONGEST_AMOUNT + 1]
    currency = None if places > MONEY_PLACES else code.rpartition(".")[2]
    read = words.amount(typed, currency=currency, places=places, zero=zero)
    return TypedFigure(code, typed, read, places)


def _field(label: str, figure: TypedFigure, words: Words, link: Link) -> Shown:
    return {
        "name": figure.code,
        "label": label,
        "typed": figure.typed,
        "fault": fault(figure.read, figure.code, words, link, places=figure.places)
        if figure.typed.strip()
        else None,
    }
