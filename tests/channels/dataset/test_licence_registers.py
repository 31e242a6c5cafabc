"""Where a licence is looked up: in the sending country, by the address that most checks cite."""

from dataclasses import replace

import pytest

from channels.records.base import LocalText
from channels.records.policy import Register
from tests.components.pages.recipient.test_cards import a_dataset, a_named_route

THE_REGISTER = "https://example.org/the_register"


def with_register(url, *countries, more=()):
    """A bank in Russia whose licence somebody looked up, firms of other countries, and one kept register."""
    data = a_dataset(a_named_route("Bank"))
    bank = data.providers["bank"]
    firms = [bank.model_copy(update={"id": name, "country": home, "licence": ()}) for name, home in more]
    kept = Register(
        id="kept",
        countries=countries,
        authority=LocalText(en="The Keeper"),
        url=url,
        source=bank.licence[0].source,
    )
    tables = replace(data.tables, providers=(*data.tables.providers, *firms), registers=(kept,))
    return data.with_tables(tables).licence_registers


def test_the_address_that_checks_of_the_sending_country_cite_goes_before_the_one_that_the_data_names():
    found = with_register("https://example.org/named", "RU").of("bank", "RU")
    assert (found.authority.en, found.url) == ("The Keeper", THE_REGISTER)


@pytest.mark.parametrize("url", ["https://example.org/named", None])
def test_a_keeper_may_be_known_with_or_without_an_address_and_no_other_country_stands_in(url):
    found = with_register(url, "TR").of("bank", "TR")
    assert (found.authority.en, found.url) == ("The Keeper", url)


def test_without_a_keeper_of_the_sending_country_it_is_the_address_of_the_providers_own():
    registers = with_register(None, "GE", more=[("abroad", "TR"), ("georgian", "GE")])
    assert registers.of("bank", "GB").url == THE_REGISTER
    assert registers.of("bank").url == THE_REGISTER
    assert registers.of("georgian", "GB") is None
    assert registers.of("abroad", "GB") is None
    assert registers.of("nobody", "GB") is None
