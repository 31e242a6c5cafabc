"""How old the figures are that answers rest on: official rates, and each provider's last price."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from channels.collect.official_rates import wanted
from channels.dataset.dataset import Dataset
from channels.pricing.fx import grade
from channels.records.in_force import is_in_force
from channels.records.providers import Provider
from channels.terms import Grade


@dataclass(frozen=True, slots=True)
class RateAge:
    """The last official rate of a currency that judges prices; `day` and `days` None where there is none.

    `fresh`: it may still judge a price.
    """

    currency: str
    day: date | None
    days: int | None
    fresh: bool


@dataclass(frozen=True, slots=True)
class PriceAge:
    """The last price of a provider; `day` and `days` None where none is known with its day."""

    provider: str
    day: date | None
    days: int | None
    grade: Grade


def rate_ages(data: Dataset, day: date) -> tuple[RateAge, ...]:
    """The age of the official rate of each currency that judges prices here, by its code; ages in days."""
    found = []
    for code in sorted(wanted(data, day)):
        last = data.rates.official(code, day)
        if last is None:
            found.append(RateAge(code, None, None, fresh=False))
        else:
            found.append(RateAge(code, last.day, (day - last.day).days, last.fresh))
    return tuple(found)


def price_ages(data: Dataset, day: date) -> tuple[PriceAge, ...]:
    """The age of the last price of each provider that has a service, in the order of the data, in days.

    A price is what somebody observed or a tariff that somebody saw; one of a later day does not count.
    """
    days: dict[str, list[date]] = {p.id: list(_tariffs(p)) for p in data.tables.providers if p.services}
    for _, seen in data.tables.observations:
        if is_in_force(seen) and seen.provider in days:
            days[seen.provider].append(seen.last_day)
    found = []
    for provider, known in days.items():
        last = max((one for one in known if one <= day), default=None)
        age = None if last is None else (day - last).days
        found.append(PriceAge(provider, last, age, grade(last, day)))
    return tuple(found)


def newest_day(data: Dataset) -> date | None:
    """The newest day on which any rate or price was known; None without any."""
    days = [seen.last_day for _, seen in data.tables.observations]
    days += [rate.day for rate in data.tables.rates]
    return max(days, default=None)


def _tariffs(provider: Provider) -> Iterator[date]:
    """The days on which a provider's tariffs were last seen in force."""
    for service in provider.services:
        for tariff in service.tariffs:
            last = tariff.verified or tariff.since
            if last is not None and is_in_force(tariff):
                yield last
