"""Before anything is published: what readers will see, or the piece that is missing, in three languages."""

import os
from datetime import timedelta

import pytest

from channels import clock
from channels.dataset import locations
from channels.records.official_rates import OfficialRate
from channels.store import official_rates, price_entries, provider_checks, publishing
from components.i18n import LANGUAGES, words
from components.words.official_rates import dated
from tests.support.builders import a_provider_check, an_entry, dec
from tests.support.lanes import sampled
from tests.support.price_desk import ROAD, named, official_rate, press, shown, texts

SPOKEN = pytest.mark.parametrize("language", sampled(LANGUAGES))


def confirmed(store, **fields):
    provider, service = ROAD.split(".")
    entry = an_entry(
        provider=provider, service=service, collected=clock.today(), rate=dec("0.0194"), **fields
    )
    kept = price_entries.add(store, entry, by="aysel", now=clock.now())
    return price_entries.confirm(store, kept.id, by="murad", now=clock.now())


@SPOKEN
def test_before_publishing_the_page_says_that_the_official_rate_is_missing(store, language):
    confirmed(store)
    page = named(shown("publish", language), "Murad")
    spoken = words(language)
    assert spoken("preview.title") in [head.value for head in page.subheader]
    assert spoken("missing.official_rate") in texts(page)


def test_of_a_provider_that_has_stopped_the_page_says_that_no_price_is_shown(store):
    found = a_provider_check(
        provider=ROAD.split(".")[0], status="stopped", day=clock.today(), looked=clock.today()
    )
    kept = provider_checks.add(store, found, by="aysel", now=clock.now())
    provider_checks.confirm(store, kept.id, by="murad", now=clock.now())
    publishing.close_checks(store, locations.real(os.environ), [kept.id], by="murad", now=clock.now())
    confirmed(store)
    page = named(shown("publish"), "Murad")
    assert words("en")("reason.stopped_on", day=words("en").day(clock.today())) in texts(page)


@SPOKEN
def test_before_publishing_the_page_says_what_readers_will_see_and_then_they_do(store, var, language):
    official_rate(var, clock.today())
    confirmed(store)
    page = named(shown("publish", language), "Murad")
    spoken = words(language)
    large = f"{spoken.money(dec(388), 'AZN', whole=True)}"
    (said,) = [m.value.replace("\\", "") for m in page.markdown if "**" in m.value and large in m.value]
    assert spoken("missing.official_rate") not in texts(page)
    start = spoken("preview.seen", amount="|", provider="", time="").partition("|")[0]
    assert said.startswith(start + large)
    assert spoken.money(dec(20_099), "RUB") in texts(page)


def test_of_three_amounts_each_has_its_line(store, var):
    official_rate(var, clock.today() - timedelta(days=2))
    for amount in (17_000, 43_000, 85_000):
        confirmed(store, amount=dec(amount))
    said = texts(named(shown("publish"), "Murad"))
    assert [f"{sum:,} roubles in all" in said for sum in (17_099, 43_099, 85_099)] == [True] * 3
    page = press(named(shown("publish"), "Murad"), "publish")
    assert "3 prices are published." in texts(page)


def test_an_official_rate_that_waits_for_its_second_person_is_named_beside_the_price_that_needs_it(store):
    rate = OfficialRate(day=clock.today(), currency="RUB", nominal=100, value=dec("1.95"))
    official_rates.add(store, rate, by="aysel", now=clock.now())
    confirmed(store)
    page = named(shown("publish"), "Murad")
    spoken = words("en")
    assert spoken("preview.rate_waits", rate=dated(rate, spoken)) in texts(page)
    assert page.button(key="to_rates").label == spoken("preview.release_rate")
