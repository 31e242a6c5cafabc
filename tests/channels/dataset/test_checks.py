"""Rules across records: each rule is broken once and told with its place, and whole data breaks none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.dataset.checks import faults, notices
from channels.dataset.tables import KINDS, Tables
from channels.records.base import Record, Source
from channels.records.informal import OutsideReference
from channels.records.observations import Board, Observation, Rate
from channels.records.policy import PriceDatabase, Rule
from channels.records.providers import Charge, Payout, Provider, Service, Tariff
from tests.support.datasets import shipped, teaching

TEACHING = Path(__file__).parents[3] / "data" / "teaching"
TODAY = date(2026, 11, 21)
DAY = date(2026, 1, 1)


@cache
def whole() -> Tables:
    """The teaching set, with one rule and one reference more, so that every kind of record is there."""
    tables = teaching().tables
    rule = Rule(id="a_rule", topic="help", text={"en": "Ask."}, source="invented")
    elsewhere = OutsideReference(
        id="a_reference",
        topic="cost",
        place={"en": "World"},
        year="2011",
        value={"en": "1 %"},
        source="invented",
        confidence="weak",
    )
    return replace(tables, rules=(rule,), references=(elsewhere,))


def told(tables: Tables, today: date | None = None) -> list[tuple[str, str, str]]:
    return [(issue.where, issue.code, issue.note) for issue in faults(tables, today)]


def changed(record: Record, **values: Any) -> Any:
    """A valid record with other values, read as the file would be."""
    return type(record).model_validate(record.model_dump(exclude_unset=True) | values)


def with_provider(name: str, **values: Any) -> Tables:
    tables = whole()
    return replace(tables, providers=[changed(p, **values) if p.id == name else p for p in tables.providers])


def with_service(provider: str, service: str, **values: Any) -> Tables:
    found = next(p for p in whole().providers if p.id == provider)
    services = [changed(s, **values) if s.id == service else s for s in found.services]
    return with_provider(provider, services=tuple(services))


def with_charges(*charges: dict[str, Any]) -> Tables:
    tariff = Tariff(since=DAY, source="invented", currency="RUB", charges=charges)
    return with_service("app_e", "ru_card", tariffs=(tariff,))


def test_whole_data_has_no_fault_and_no_notice():
    assert told(whole(), TODAY) == []
    assert notices(whole(), TODAY) == []


def test_the_empty_set_has_no_fault():
    assert told(Tables(), TODAY) == []


# Things that stand twice


@pytest.mark.parametrize(
    ("table", "where", "name"),
    [
        ("sources", "sources.toml", "invented"),
        ("corridors", "corridors.toml", "RU-AZ"),
        ("payouts", "payouts.toml", "bank_a_account"),
        ("roads", "outside.toml", "relative"),
        ("references", "outside.toml", "a_reference"),
        ("rules", "rules.toml", "a_rule"),
        ("regions", "regions.toml", "baku"),
        ("rates", "rates.csv", "2025-10-01 USD"),
        ("boards", "boards.csv", "2025-10-01 bank_a cash USD AZN"),
    ],
)
def test_what_stands_twice_is_told(table, where, name):
    rows = getattr(whole(), table)
    doubled = replace(whole(), **{table: (*rows, rows[0])})
    assert (where, "duplicate", name) in told(doubled)


@pytest.mark.parametrize("name", ["real", "teaching"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_of_every_kind_it_is_told_what_stands_twice(kind, name):
    tables = shipped(name).tables
    placed = list(tables.of(kind))
    if placed and kind.identity:
        (place, record), twice = placed[0], (*getattr(tables, kind.name), getattr(tables, kind.name)[0])
        found = told(replace(tables, **{kind.name: twice}))
        assert (place if kind.placed else kind.file, "duplicate", kind.said(record)) in found


def test_a_board_of_one_currency_in_two_others_does_not_stand_twice():
    board = whole().boards[0]
    in_lira = changed(board, priced_in="TRY")
    assert told(replace(whole(), boards=(*whole().boards, in_lira))) == []
    twice = told(replace(whole(), boards=(*whole().boards, in_lira, in_lira)))
    assert ("boards.csv", "duplicate", "2025-10-01 bank_a cash USD TRY") in twice


def test_a_service_that_stands_twice_is_told():
    services = next(p for p in whole().providers if p.id == "app_e").services
    found = told(with_provider("app_e", services=(*services, services[0])))
    assert ("providers/app_e.toml", "duplicate", "ru_card") in found


def test_two_tariffs_of_one_day_and_currency_are_told_unless_one_was_superseded():
    tariff = Tariff(since=DAY, source="invented", currency="RUB", charges=())
    other = changed(tariff, currency="USD")
    wrong = changed(tariff, superseded="a slip")
    place = ("providers/app_e.toml: services.ru_card", "duplicate", "2026-01-01 RUB")
    assert place in told(with_service("app_e", "ru_card", tariffs=(tariff, tariff)))
    assert told(with_service("app_e", "ru_card", tariffs=(tariff, other))) == []
    assert told(with_service("app_e", "ru_card", tariffs=(wrong, tariff))) == []


# Sources


def nobody(table: str, where: str) -> tuple[Tables, str]:
    first, *others = getattr(whole(), table)
    if table == "observations":
        place, record = first
        return replace(whole(), observations=[(place, changed(record, source="nobody")), *others]), where
    return replace(whole(), **{table: [changed(first, source="nobody"), *others]}), where


@pytest.mark.parametrize(
    ("table", "where"),
    [
        ("corridors", "corridors.toml: RU-AZ"),
        ("payouts", "payouts.toml: bank_a_account"),
        ("observations", "observations/teaching.csv: line 2"),
        ("rates", "rates.csv: 2025-10-01 USD"),
        ("boards", "boards.csv: 2025-10-01 bank_a cash USD AZN"),
        ("roads", "outside.toml: relative"),
        ("references", "outside.toml: a_reference"),
        ("rules", "rules.toml: a_rule"),
        ("regions", "regions.toml: baku"),
    ],
)
def test_a_source_that_nobody_knows_is_told_wherever_it_is_cited(table, where):
    tables, place = nobody(table, where)
    assert told(tables) == [(place, "unknown_source", "nobody")]


STANDING = {"state": "operating", "day": DAY, "source": "nobody"}


@pytest.mark.parametrize(
    "values",
    [
        {"status": (STANDING,)},
        {"licence": ({"state": "licensed", "day": DAY, "source": "nobody"},)},
        {
            "references": (
                {
                    "kind": "fee",
                    "what": {"en": "x"},
                    "value": "1",
                    "source": "nobody",
                    "confidence": "weak",
                },
            )
        },
    ],
)
def test_a_source_that_nobody_knows_is_told_inside_a_provider(values):
    found = told(with_provider("app_e", **values))
    assert found == [("providers/app_e.toml", "unknown_source", "nobody")]


@pytest.mark.parametrize(
    "values",
    [
        {"status": (STANDING,)},
        {"speed": {"most": 5, "source": "nobody"}},
        {"coverage": ({"source": "nobody"},)},
        {"tariffs": ({"source": "nobody", "currency": "RUB"},)},
        {"limits": ({"amount": 5, "currency": "USD"},), "limits_source": "nobody"},
    ],
)
def test_a_source_that_nobody_knows_is_told_inside_a_service(values):
    found = told(with_service("app_e", "ru_card", **values))
    assert found == [("providers/app_e.toml", "unknown_source", "nobody")]


def test_a_source_that_nobody_knows_is_told_inside_a_payout():
    first, *others = whole().payouts
    for values in (
        {"status": (STANDING,)},
        {"tariffs": ({"source": "nobody", "currency": "AZN"},)},
        {"speed": {"most": 5, "source": "nobody"}},
    ):
        found = told(replace(whole(), payouts=[changed(first, **values), *others]))
        assert found == [("payouts.toml: bank_a_account", "unknown_source", "nobody")]


def test_the_invented_source_may_stand_with_no_other():
    real = Source(id="real", title="x", publisher="y", retrieved=DAY, confidence="primary")
    mixed = replace(whole(), sources=(*whole().sources, real))
    assert told(mixed) == [("sources.toml", "mixed_sets", "invented")]
    assert not mixed.invented
    assert whole().invented


# Links


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=x",
        "a=1&utm_campaign=",
        "UTM_Medium=x",
        "gclid=1",
        "fbclid=1",
        "yclid=1",
        "ref=friend",
        "Ref=friend",
        "referrer=x",
        "aff=7",
        "affiliate=7",
        "partner=7",
        "click",
        "promo=7",
    ],
)
def test_a_link_that_tracks_is_told_with_the_mark(query):
    url = f"https://example.org/page?{query}"
    mark = query.split("&")[-1].split("=")[0]
    tables = whole()
    source = changed(tables.sources[0], url=url)
    rule = changed(tables.rules[0], url=url)
    assert told(replace(tables, sources=[source])) == [("sources.toml: invented", "tracking_link", mark)]
    assert told(replace(tables, rules=[rule])) == [("rules.toml: a_rule", "tracking_link", mark)]
    another = PriceDatabase(
        id="another", name="Another", url=url, approved=False, text={"az": "x", "ru": "x", "en": "x"},
        source=source.id,
    )  # fmt: skip
    assert told(replace(tables, databases=[another])) == [("databases.toml: another", "tracking_link", mark)]
    site = with_provider("app_e", website=url)
    assert told(site) == [("providers/app_e.toml", "tracking_link", mark)]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/?language=en&p=30951",
        "https://example.org/referrer/utm_source",
        "https://example.org/?prefer=1&partners=2&refresh=1",
        "http://example.org",
    ],
)
def test_an_honest_link_is_no_fault(url):
    assert told(replace(whole(), sources=[changed(whole().sources[0], url=url)])) == []


# Names that lead nowhere


def test_a_service_on_a_corridor_that_is_not_there_is_told():
    found = told(with_service("app_e", "home_card", corridors=("AZ-AZ", "BR-AZ")))
    assert found == [("providers/app_e.toml: services.home_card", "unknown_corridor", "BR-AZ")]


def test_a_road_outside_the_formal_system_on_a_corridor_that_is_not_there_is_told():
    first, *others = whole().roads
    found = told(replace(whole(), roads=[changed(first, corridors=("BR-AZ",)), *others]))
    assert found == [("outside.toml: relative", "unknown_corridor", "BR-AZ")]


def observed(**values: Any) -> Tables:
    known = Observation(
        provider="app_e",
        service="ru_card",
        corridor="RU-AZ",
        evidence="observed",
        observed=DAY,
        amount=100,
        currency="RUB",
        source="invented",
    )
    return replace(whole(), observations=[("observations/x.csv: line 2", changed(known, **values))])


@pytest.mark.parametrize(
    ("values", "code", "note"),
    [
        ({"provider": "app_z"}, "unknown_service", "app_z ru_card"),
        ({"service": "rucard"}, "unknown_service", "app_e rucard"),
        ({"corridor": "TR-AZ"}, "unknown_corridor", "TR-AZ"),
        ({"payout": "nowhere"}, "unknown_payout", "nowhere"),
        ({"regions": ("baku", "atlantis")}, "unknown_region", "atlantis"),
    ],
)
def test_an_observation_of_what_is_not_offered_is_told(values, code, note):
    assert told(observed()) == []
    assert told(observed(**values)) == [("observations/x.csv: line 2", code, note)]


@pytest.mark.parametrize(
    ("values", "code", "note"),
    [
        ({"system": "nobody"}, "unknown_provider", "nobody"),
        ({"partner": "nobody"}, "unknown_provider", "nobody"),
        ({"regions": ("baku", "atlantis")}, "unknown_region", "atlantis"),
    ],
)
def test_a_payout_that_names_what_is_not_there_is_told(values, code, note):
    first, *others = whole().payouts
    found = told(replace(whole(), payouts=[changed(first, **values), *others]))
    assert found == [("payouts.toml: bank_a_account", code, note)]


@pytest.mark.parametrize("regions", [(), ("all",), ("main_cities",), ("baku", "lankaran_astara")])
def test_a_price_may_be_collected_everywhere_in_the_main_cities_or_in_some_regions(regions):
    assert told(observed(payout="app_e_card", regions=regions)) == []


def test_the_whole_country_is_a_region_that_everybody_knows():
    first, *others = whole().payouts
    assert told(replace(whole(), payouts=[changed(first, regions=("all",)), *others])) == []


def test_a_board_of_a_bank_that_is_not_there_is_told():
    board = Board(day=DAY, provider="nobody", kind="cash", currency="USD", buy=1, sell=2, source="invented")
    found = told(replace(whole(), boards=(*whole().boards, board)))
    assert found == [("boards.csv: 2026-01-01", "unknown_provider", "nobody")]


def test_a_service_that_pays_out_where_nobody_is_told():
    found = told(with_service("app_e", "ru_card", payouts=("app_e_card", "nowhere")))
    assert found == [("providers/app_e.toml: services.ru_card", "unknown_payout", "nowhere")]


# Status


def test_a_service_of_which_nobody_says_whether_it_works_is_told():
    found = told(
        with_provider(
            "app_f",
            status=(),
            services=(Service(id="bare", corridors=("RU-AZ",), payouts=("app_f_account",)),),
        )
    )
    assert ("providers/app_f.toml: services.bare", "no_status", "") in found


def test_a_providers_status_speaks_for_its_services_and_counters():
    bare = Service(id="bare", corridors=("RU-AZ",))
    assert told(with_provider("app_f", services=(bare,))) == []
    first, *others = whole().payouts
    assert told(replace(whole(), payouts=[changed(first, status=()), *others])) == []


def test_a_counter_of_which_nobody_says_whether_it_works_is_told():
    silent = Provider(id="silent", name={"en": "S"}, channel="bank", rsp_type="bank", country="AZ")
    counter = Payout(id="counter", system="silent", form="cash", source="invented")
    tables = replace(whole(), providers=[*whole().providers, silent], payouts=[*whole().payouts, counter])
    assert told(tables) == [("payouts.toml: counter", "no_status", "")]


# Bands


PLACE = "providers/app_e.toml: services.ru_card.tariffs.0"


@pytest.mark.parametrize(
    ("charges", "codes"),
    [
        ([{"flat": 1, "up_to": 300}, {"flat": 2, "above": 300}], []),
        ([{"flat": 2, "above": 300}, {"flat": 1, "up_to": 300}], []),
        ([{"flat": 1}, {"percent": 1}], []),
        ([{"flat": 1}, {"percent": 1, "up_to": 300}, {"percent": 2, "above": 300}], []),
        ([{"flat": 1, "up_to": 300}, {"flat": 2, "above": 301}], [("band_hole", "300 .. 301")]),
        ([{"flat": 2, "above": 10}], [("band_hole", "0 .. 10")]),
        ([{"flat": 1, "up_to": 300}, {"flat": 2, "above": 299}], [("band_overlap", "299")]),
        ([{"flat": 1, "up_to": 300}], [("band_open_end", "300")]),
        (
            [{"flat": 1, "up_to": 100}, {"flat": 2, "above": 200, "up_to": 300}],
            [("band_hole", "100 .. 200"), ("band_open_end", "300")],
        ),
    ],
)
def test_bands_must_meet_and_the_last_must_be_open(charges, codes):
    found = told(with_charges(*charges))
    assert found == [(PLACE, code, note) for code, note in codes]


def test_the_bands_of_sender_and_recipient_are_looked_at_apart():
    both = with_charges(
        {"flat": 1, "up_to": 300},
        {"flat": 2, "above": 300},
        {"payer": "recipient", "percent": 1, "up_to": 50},
    )
    assert told(both) == [(PLACE, "band_open_end", "50")]


def test_the_bands_of_a_counters_charges_are_looked_at_too():
    first, *others = whole().payouts
    tariff = Tariff(
        source="invented", currency="AZN", charges=[{"payer": "recipient", "flat": 1, "above": 5}]
    )
    found = told(replace(whole(), payouts=[changed(first, tariffs=(tariff,)), *others]))
    assert found == [("payouts.toml: bank_a_account.tariffs.0", "band_hole", "0 .. 5")]


@given(
    st.lists(st.tuples(st.integers(0, 6), st.one_of(st.none(), st.integers(1, 7))), min_size=1, max_size=4)
)
def test_bands_are_whole_exactly_when_every_amount_is_charged_once(edges: Sequence[tuple[int, int | None]]):
    lines = [Charge(flat=1, above=low, up_to=high) for low, high in edges if high is None or high > low]
    if not any(line.above or line.up_to is not None for line in lines):
        return

    def times(amount: float) -> int:
        return sum(
            line.above < amount and (line.up_to is None or amount <= line.up_to)
            for line in lines
            if line.above or line.up_to is not None
        )

    fine = all(times(half / 2) == 1 for half in range(1, 40))
    # A charge without any band holds for every amount and is added to the others.
    plain = with_charges(*(line.model_dump(exclude_unset=True) for line in lines))
    open_ended = [line for line in lines if not line.above and line.up_to is None]
    if not open_ended:
        assert (told(plain) == []) is fine


# Days that have not come


@pytest.mark.parametrize(
    ("values", "note"),
    [
        (
            {"status": ({"state": "operating", "day": date(2027, 1, 1), "source": "invented"},)},
            "day 2027-01-01",
        ),
        (
            {"licence": ({"state": "licensed", "day": date(2026, 11, 22), "source": "invented"},)},
            "day 2026-11-22",
        ),
    ],
)
def test_a_day_that_has_not_come_is_told(values, note):
    tables = with_provider("app_e", **values)
    assert told(tables, TODAY) == [("providers/app_e.toml", "future_day", note)]
    assert told(tables) == []
    assert told(tables, date(2027, 1, 1)) == []


def test_a_price_seen_on_a_day_that_has_not_come_is_told_but_one_that_will_begin_is_not():
    seen = Tariff(since=DAY, verified=date(2027, 1, 1), source="invented", currency="RUB", charges=())
    begins = Tariff(since=date(2027, 1, 1), source="invented", currency="RUB", charges=())
    found = told(with_service("app_e", "ru_card", tariffs=(seen,)), TODAY)
    assert found == [("providers/app_e.toml", "future_day", "verified 2027-01-01")]
    assert told(with_service("app_e", "ru_card", tariffs=(begins,)), TODAY) == []


def test_a_rate_a_board_and_an_observation_of_tomorrow_are_told():
    tomorrow = date(2026, 11, 22)
    rate = Rate(day=tomorrow, currency="SEK", nominal=1, value=1, source="invented")
    board = Board(
        day=tomorrow, provider="bank_a", kind="cash", currency="SEK", buy=1, sell=1, source="invented"
    )
    tables = replace(observed(observed=tomorrow), rates=(rate,), boards=(board,))
    assert told(tables, TODAY) == [
        ("observations/x.csv: line 2", "future_day", "observed 2026-11-22"),
        ("rates.csv: 2026-11-22 SEK", "future_day", "day 2026-11-22"),
        ("boards.csv: 2026-11-22 bank_a cash SEK AZN", "future_day", "day 2026-11-22"),
    ]


def test_a_survey_of_a_quarter_that_has_not_come_is_told():
    found = told(observed(observed=None, period="2030-Q1"), TODAY)
    assert [(where, code) for where, code, _ in found] == [("observations/x.csv: line 2", "future_day")]


def test_a_source_read_on_a_day_that_has_not_come_is_told():
    source = changed(whole().sources[0], retrieved=date(2027, 1, 1))
    found = told(replace(whole(), sources=[source]), TODAY)
    assert [(where, code) for where, code, _ in found] == [("sources.toml: invented", "future_day")]


# Everything at once, and what is only worth a look


def test_faults_of_every_rule_are_told_together():
    tables = with_service("app_e", "ru_card", corridors=("BR-AZ",), payouts=("nowhere",))
    first, *others = tables.payouts
    tables = replace(
        tables,
        payouts=[changed(first, system="nobody", source="hearsay"), *others],
        regions=(*tables.regions, tables.regions[0]),
        sources=[changed(tables.sources[0], url="https://example.org?gclid=1")],
    )
    assert {code for _, code, _ in told(tables, TODAY)} == {
        "unknown_corridor",
        "unknown_payout",
        "unknown_provider",
        "unknown_source",
        "duplicate",
        "tracking_link",
    }


def real(**values: Any) -> Tables:
    """One service with one tariff from a real source."""
    source = Source(id="sheet", title="x", publisher="y", retrieved=DAY, confidence="primary")
    tariff = Tariff.model_validate({"source": "sheet", "currency": "RUB"} | values)
    provider = Provider(
        id="bank",
        name={"en": "Bank"},
        channel="bank",
        rsp_type="bank",
        country="AZ",
        services=[Service(id="s", corridors=("RU-AZ",), tariffs=(tariff,))],
    )
    return Tables(sources=(source,), providers=(provider,))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, [("undated_tariff", "")]),
        ({"since": date(2020, 1, 1)}, [("undated_tariff", "")]),
        ({"verified": date(2025, 11, 20)}, [("old_tariff", "2025-11-20")]),
        ({"verified": date(2025, 11, 21)}, []),
        ({"verified": TODAY}, []),
        ({"superseded": "a slip"}, []),
    ],
)
def test_an_undated_price_and_one_not_seen_for_a_year_are_worth_a_look(values, expected):
    found = [(n.where, n.code, n.note) for n in notices(real(**values), TODAY)]
    place = "providers/bank.toml: services.s.tariffs.0"
    assert found == [(place, code, note) for code, note in expected]


def test_a_source_that_nobody_cites_is_worth_a_look_but_the_european_rates_stand_for_themselves():
    more = [
        Source(id=name, title="x", publisher="y", retrieved=DAY, confidence="primary")
        for name in ("idle", "ecb_reference_rates")
    ]
    tables = real(verified=TODAY)
    tables = replace(tables, sources=[*tables.sources, *more])
    found = [(n.where, n.code, n.note) for n in notices(tables, TODAY)]
    assert found == [("sources.toml", "unused_source", "idle")]


def test_a_source_that_only_a_limit_cites_is_used():
    tables = real(verified=TODAY)
    provider = tables.providers[0]
    limited = changed(
        provider.services[0], limits=({"amount": 1, "currency": "USD"},), limits_source="limits"
    )
    limits = Source(id="limits", title="x", publisher="y", retrieved=DAY, confidence="primary")
    tables = replace(
        tables, sources=[*tables.sources, limits], providers=[changed(provider, services=(limited,))]
    )
    assert notices(tables, TODAY) == []


def test_the_teaching_set_is_never_old():
    assert notices(whole(), date(2040, 1, 1)) == []
