"""Which calculators a program may ask, and where a person reads the others."""

from channels.readers.providers import catalogue
from tests.support.datasets import real


def test_only_a_documented_interface_may_be_asked_without_anybody_s_word():
    assert [one.provider for one in catalogue.CALCULATORS if one.documented] == ["wise"]
    assert all(one.terms_read is None for one in catalogue.CALCULATORS)


def test_every_provider_is_in_the_data_and_every_page_is_known_there_or_its_own():
    providers, known = real().providers, real().sources.values()
    pages = {one.url for one in known} | {one.website for one in providers.values()}
    for one in catalogue.CALCULATORS:
        assert one.provider in providers and one.page in pages
    for provider, page in catalogue.BY_HAND.items():
        assert provider in providers and page in pages
    assert set(catalogue.OF_CORRIDOR.values()) <= pages


def test_a_person_s_page_is_the_direction_s_own_where_one_is_known():
    assert catalogue.by_hand("western_union", "DE-AZ").endswith("/send-money-to-azerbaijan.html")
    assert catalogue.by_hand("western_union") == "https://www.westernunion.com/"
    assert catalogue.by_hand("wise") == "https://wise.com/"
    assert catalogue.by_hand("wise", "US-AZ").endswith("/send-money-to-azerbaijan")
    assert catalogue.by_hand("kapital_bank") is None
    assert catalogue.calculator("ria") is None
