"""What is due to be looked up of providers, whether a finding will count, and how it is published."""

from datetime import timedelta
from pathlib import Path

import pytest

from channels.collect.grid import corridors
from channels.collect.provider_checks import (
    CheckKind,
    Due,
    due,
    home_providers,
    outweighed,
    published_checks,
    register,
    states,
)
from channels.dataset.dataset import Dataset, routes_by_corridor
from channels.dataset.tables import Tables
from channels.records.entries import EntryStep
from channels.records.provider_checks import KeptCheck
from channels.terms import Evidence, Stage, Status
from tests.support.builders import (
    DAY,
    a_corridor,
    a_market,
    a_provider,
    a_provider_check,
    a_service,
    an_observation,
    licence,
    standing,
)
from tests.support.datasets import real
from tests.support.writers import NOW

ROOT = Path(__file__).parents[3]


def known(*providers, observations=(), corridors=None) -> Dataset:
    tables = Tables(
        providers=providers, corridors=corridors or (a_corridor(),),
        observations=[("here", one) for one in observations],
    )  # fmt: skip
    return Dataset(tables, a_market().rates, routes_by_corridor(tables))


def bank(**fields):
    return a_provider(**{"services": (a_service(),), **fields})


def days(number: int):
    return DAY - timedelta(days=number)


def test_a_licence_is_due_after_a_year_and_a_status_after_ninety_days():
    for looked, since in ((364, None), (365, DAY), (366, days(1))):
        data = known(bank(licence=(licence("licensed", days(looked)),)))
        wanted = () if since is None else (Due("a_bank", CheckKind.LICENCE, since),)
        assert due(data, DAY) == wanted
    for state in (Status.OPERATING, Status.STOPPED, Status.SUSPENDED):
        for seen, is_due in ((89, False), (90, True)):
            data = known(bank(status=(standing(state, days(seen)),)))
            assert [one.kind for one in due(data, DAY)] == [CheckKind.STATUS] * is_due


def test_what_nobody_ever_looked_up_is_due_first():
    never = bank(name="b_bank", licence=(licence("not_checked"),), status=(standing(Status.NOT_CONFIRMED),))
    late = bank(licence=(licence("licensed", days(400)),))
    assert due(known(late, never), DAY) == (
        Due("b_bank", CheckKind.LICENCE, None),
        Due("b_bank", CheckKind.STATUS, None),
        Due("a_bank", CheckKind.LICENCE, days(35)),
    )
    assert [one.provider.id for one in states(known(late, never), DAY)] == ["b_bank", "a_bank"]


def test_of_what_is_due_the_most_wanted_corridors_come_first_and_the_alphabet_last():
    ways = (a_corridor(), a_corridor("DE-AZ", "EUR", "AZN"))

    def firm(name, key, looked=None):
        checks = () if looked is None else (licence("licensed", days(looked)),)
        done = (standing(Status.OPERATING, DAY),)
        return a_provider(name, services=(a_service(corridors=(key,)),), licence=checks, status=done)

    firms = (
        firm("a_german", "DE-AZ"), firm("b_russian", "RU-AZ", 400), firm("c_russian", "RU-AZ"),
        firm("d_russian", "RU-AZ", 500), firm("e_done", "RU-AZ", 10),
    )  # fmt: skip
    data = known(*firms, corridors=ways)
    first = next(corridor.key for corridor in corridors(data))
    others = [one.provider.id for one in states(data, DAY)]
    russians = ["c_russian", "d_russian", "b_russian"]
    wanted = [*russians, "a_german"] if first == "RU-AZ" else ["a_german", *russians]
    assert others == [*wanted, "e_done"]


def test_a_price_that_somebody_took_says_that_the_provider_worked_but_opens_nothing_that_is_closed():
    price = an_observation(observed=days(10))
    old = (standing(Status.OPERATING, days(200)),)
    assert due(known(bank(status=old), observations=[price]), DAY) == ()
    assert due(known(bank(status=()), observations=[price]), DAY) == ()
    for kept_out in (
        an_observation(observed=days(10), superseded="misread"),
        an_observation(observed=days(10), evidence=Evidence.SURVEYED),
        an_observation(observed=DAY + timedelta(days=1)),
    ):
        (found,) = due(known(bank(status=old), observations=[kept_out]), DAY)
        assert found.kind is CheckKind.STATUS
    closed = bank(status=(standing(Status.STOPPED, days(95)),))
    (state,) = states(known(closed, observations=[price]), DAY)
    assert (state.works, state.seen) == (None, days(10))
    assert [one.kind for one in state.due] == [CheckKind.STATUS]


def test_only_providers_of_this_country_and_its_corridors_are_on_the_list():
    abroad = a_corridor("DE-MD", "EUR", "MDL")
    elsewhere = bank(name="elsewhere", country="DE", services=(a_service(corridors=("DE-MD",)),))
    idle_here = a_provider("idle", country="AZ")
    data = known(bank(), elsewhere, idle_here, corridors=(a_corridor(), abroad))
    assert [provider.id for provider in home_providers(data)] == ["a_bank", "idle"]


def test_a_later_word_outweighs_a_finding():
    data = known(bank(status=(standing(Status.OPERATING, days(2)),)))
    stopped = a_provider_check(status="stopped", day=days(5))
    assert outweighed(data, stopped, DAY).state is Status.OPERATING
    for counts in (
        stopped.model_copy(update={"day": days(2)}),
        a_provider_check(status="operating", day=days(5)),
        a_provider_check(status="stopped", day=days(5), service="cash_to_cash"),
    ):
        assert outweighed(data, counts, DAY) is None
    looked = known(bank(licence=(licence("licensed", days(1)),)))
    assert outweighed(looked, a_provider_check(licence="unlicensed", day=days(2)), DAY) is not None
    assert outweighed(looked, a_provider_check(licence="licensed", day=days(2)), DAY) is None
    nobody = known(bank(licence=(licence("not_checked"),)))
    assert outweighed(nobody, a_provider_check(day=days(2)), DAY) is None


def test_a_service_does_not_work_again_while_its_provider_is_closed():
    data = known(bank(status=(standing(Status.SUSPENDED, days(50)),)))
    again = a_provider_check(status="operating", service="cash_to_cash")
    assert outweighed(data, again, DAY).state is Status.SUSPENDED
    assert outweighed(data, a_provider_check(status="operating"), DAY) is None


def test_the_register_is_known_for_the_providers_of_this_country():
    data = real()
    found = register(data, data.providers["kapital_bank"])
    assert found is not None
    assert found.url.startswith("https://www.cbar.az/")
    assert register(data, a_provider(licence=())) is None


def kept(id: str, at, *, last: Stage = Stage.PUBLISHED, **fields) -> KeptCheck:
    way = [EntryStep(Stage.ENTERED, "ann", NOW), EntryStep(Stage.CONFIRMED, "bob", NOW)]
    way += [EntryStep(Stage.PUBLISHED, "bob", at)] if last is not Stage.CONFIRMED else []
    way += [EntryStep(Stage.SUPERSEDED, "ann", at, "misread")] if last is Stage.SUPERSEDED else []
    return KeptCheck(id, a_provider_check(**fields), tuple(way))


def test_what_is_published_has_one_source_for_each_page_and_moment_and_nobodys_name():
    later = NOW + timedelta(hours=1)
    found = published_checks(
        [
            kept("d", later, status="operating"),
            kept("a", NOW),
            kept("b", NOW, provider="b_bank", licence="not_found"),
            kept("c", NOW, status="stopped", title="Notice", last=Stage.SUPERSEDED),
            kept("e", NOW, last=Stage.CONFIRMED),
        ]
    )
    first, second, third = (f"provider_checks_2026_11_21{number}" for number in ("", "_2", "_3"))
    assert [(row.provider, row.state, row.source) for row in found.licences] == [
        ("a_bank", "licensed", first), ("b_bank", "not_found", first),
    ]  # fmt: skip
    assert [(row.state, row.source, row.superseded) for row in found.standings] == [
        ("stopped", second, "misread"), ("operating", third, None),
    ]  # fmt: skip
    assert [source.id for source in found.sources] == [first, second, third]
    assert not any(name in str(found) for name in ("ann", "bob"))


@pytest.mark.parametrize("number", ["=1+1", "@x", "EPT-004"])
def test_a_number_is_no_formula(number):
    (row,) = published_checks([kept("a", NOW, number=number)]).licences
    assert row.number == (number if number[0].isalpha() else "'" + number)
