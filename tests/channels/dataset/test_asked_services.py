"""A published price of a calculator names a service that nobody listed, and only such a price does."""

from dataclasses import replace

from channels.dataset.asked_services import with_asked
from channels.records.asked_prices import AskedState, JudgedPrice
from tests.support.calculators import a_price
from tests.support.datasets import real


def laid(**changed):
    """The evidence with one more observation of Profee's calculator, and that observation."""
    seen = JudgedPrice(a_price(provider="profee"), AskedState.PUBLISHED, "calculator").observation()
    seen = seen.model_copy(update=changed)
    tables = real().tables
    return replace(tables, observations=(*tables.observations, ("x", seen))), seen


def services(tables):
    return next(one for one in tables.providers if one.id == "profee").services


def test_a_provider_gains_the_service_with_the_corridors_of_its_prices():
    tables, seen = laid()
    (service,) = services(with_asked(tables))
    assert (service.id, service.corridors, service.pay_in) == ("calculator", ("DE-AZ",), None)
    assert (service.coverage[0].day, service.coverage[0].source) == (seen.observed, "asked_profee")


def test_without_such_a_price_or_with_a_person_s_nothing_changes():
    assert with_asked(real().tables) is real().tables
    tables, _ = laid(asked=None)
    assert with_asked(tables) is tables


def test_a_provider_that_lists_such_a_service_itself_stays_as_it_is():
    tables, _ = laid()
    once = with_asked(tables)
    assert services(with_asked(once)) == services(once)
