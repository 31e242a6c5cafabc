"""Ages of rates and prices: by the last of each, unknown where there is none."""

from datetime import date, timedelta

from channels.collect.ages import newest_day, price_ages, rate_ages
from channels.terms import Grade
from tests.support.datasets import shipped

DATA = shipped("real")
NEWEST = max(rate.day for rate in DATA.tables.rates if rate.currency == "USD")


def test_a_rate_is_as_old_as_its_last_sheet_and_fresh_as_long_as_it_may_judge():
    of_day = {one.currency: one for one in rate_ages(DATA, NEWEST)}
    assert (of_day["USD"].day, of_day["USD"].days, of_day["USD"].fresh) == (NEWEST, 0, True)
    later = {one.currency: one for one in rate_ages(DATA, NEWEST + timedelta(8))}
    assert (later["USD"].days, later["USD"].fresh) == (8, True)
    assert not later["RUB"].fresh
    assert list(later) == sorted(later)


def test_before_the_first_sheet_nothing_is_known():
    first = DATA.rates.first_day
    assert first is not None
    ages = rate_ages(DATA, first - timedelta(1))
    assert ages
    assert {(one.day, one.days, one.fresh) for one in ages} == {(None, None, False)}


def test_a_provider_is_as_old_as_its_last_price_and_has_no_age_without_one():
    last: dict[str, date] = {}
    for _, price in DATA.tables.observations:
        if price.superseded is None:
            last[price.provider] = max(price.last_day, last.get(price.provider, date.min))
    day = max(last.values())
    ages = {one.provider: one for one in price_ages(DATA, day)}
    assert ages.keys() == {p.id for p in DATA.tables.providers if p.services}
    for provider, seen in last.items():
        if provider in ages and seen <= day:
            assert ages[provider].day >= seen
            assert ages[provider].days == (day - ages[provider].day).days
    assert any(one.days == 0 and one.grade is Grade.CURRENT for one in ages.values())
    early = price_ages(DATA, date(1990, 1, 1))
    assert {(one.day, one.days, one.grade) for one in early} == {(None, None, Grade.HISTORICAL)}


def test_the_newest_day_is_that_of_the_newest_rate_or_price():
    newest = newest_day(DATA)
    assert newest is not None
    assert newest >= NEWEST
    assert newest == max(
        [r.day for r in DATA.tables.rates] + [o.last_day for _, o in DATA.tables.observations]
    )
