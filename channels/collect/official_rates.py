"""Official rates that stewards entered: what waits, and what was published of them as data/ keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from channels.collect.grid import corridors
from channels.dataset.dataset import Dataset
from channels.pricing.fx import MANAT
from channels.pricing.rate_guard import JudgedRate, judge
from channels.records.base import Source
from channels.records.observations import Rate
from channels.records.official_rates import CENTRAL_BANK, KeptRate, OfficialRate, SheetRead, sheet_source
from channels.terms import BAKU, Stage


@dataclass(frozen=True, slots=True)
class PublishedRates:
    """The official rates that stewards entered and readers see, oldest sheet first, with their sources."""

    rates: tuple[Rate, ...] = ()
    sources: tuple[Source, ...] = ()


def published_rates(kept: Iterable[KeptRate]) -> PublishedRates:
    """The rates that are published now, one source for each day's sheet; the same for the same entries.

    One that was withdrawn is not among them. Names of staff are not in it.
    """
    shown = sorted(
        (one for one in kept if one.stage is Stage.PUBLISHED),
        key=lambda one: (one.rate.day, one.rate.currency, one.steps[0].at, one.id),
    )
    sources: dict[str, Source] = {}
    rates = []
    for one in shown:
        name = f"official_rates_{one.rate.day:%Y_%m_%d}"
        sources.setdefault(name, _source(name, one))
        rates.append(Rate(**dict(one.rate), source=name))
    return PublishedRates(tuple(rates), tuple(sources.values()))


def waiting(kept: Iterable[KeptRate]) -> tuple[KeptRate, ...]:
    """The rates that wait for a second person."""
    return tuple(one for one in kept if one.stage is Stage.ENTERED)


def judged(rate: OfficialRate, data: Dataset) -> JudgedRate:
    """An entered rate as the guard judges it by what readers see now."""
    second = data.rates.second(rate.currency, rate.day)
    return judge(rate.per_unit, rate.currency, rate.day, data.rates, second)


def known_already(data: Dataset, currency: str, day: date) -> Rate | None:
    """The official rate of that very day that readers see already; None where there is none."""
    of_day = [rate for rate in data.tables.rates if (rate.currency, rate.day) == (currency, day)]
    return of_day[-1] if of_day else None


def wanted(data: Dataset, day: date) -> tuple[str, ...]:
    """The currencies whose official rate judges prices here, those whose last rate is too old first."""
    sent = [c for corridor in corridors(data) for c in (corridor.sends, corridor.receives)]
    codes = [code for code in dict.fromkeys((*sent, "USD", "EUR")) if code not in (None, MANAT)]
    found = [code for code in codes if code is not None]
    return tuple(sorted(found, key=lambda code: _is_fresh(data, code, day)))


def _is_fresh(data: Dataset, currency: str, day: date) -> bool:
    last = data.rates.official(currency, day)
    return last is not None and last.fresh


def _source(name: str, one: KeptRate) -> Source:
    day, read = one.rate.day, one.steps[0].at.astimezone(BAKU).date()
    url = f"{CENTRAL_BANK}/{day:%d.%m.%Y}.xml"
    return sheet_source(name, day, SheetRead.BY_PEOPLE, url=url, retrieved=read)
