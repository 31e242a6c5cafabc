"""The shipped facts: whole, sourced, as the evidence gives them, and in words that a reader knows."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from channels.dataset.checks import faults, notices
from channels.dataset.dataset import Dataset
from channels.dataset.loading import examine
from channels.dataset.tables import INVENTED, KINDS
from channels.pricing.fx import AGEING_DAYS, board_on
from channels.pricing.routes import standing_on, status_of
from channels.records.base import LocalText, Record
from channels.records.policy import ElsewhereFigure
from channels.records.providers import Payout, Provider, Service, Standing, Tariff
from channels.terms import BoardKind, Channel, Evidence, InformalKind, Licence, Payer, Status
from components.i18n import LANGUAGES, words
from tests.support.datasets import shipped

ROOT = Path(__file__).parents[1]
FOLDERS = {"real": ROOT / "data", "teaching": ROOT / "data" / "teaching"}
READ_ON = date(2026, 11, 30)
"""The last day on which evidence was collected."""
COLLECTED = {date(2026, 11, 21), READ_ON}
NOT_FOR_RECIPIENTS = {"definitions", "forms"}
"""What policymakers read, with holes for figures, and what enumerators read aloud."""
EACH = pytest.mark.parametrize("name", FOLDERS)


@cache
def data(name: str = "real") -> Dataset:
    return shipped(name)


def provider(name: str) -> Provider:
    return data().providers[name]


def service(name: str) -> Service:
    """A service by `provider.service`."""
    owner, own = name.split(".")
    return next(s for s in provider(owner).services if s.id == own)


def inner(record: Record) -> Iterator[Record]:
    """A record and every record inside it."""
    yield record
    for field in type(record).model_fields:
        value = getattr(record, field)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Record):
                yield from inner(item)


def records(found: Dataset) -> Iterator[Record]:
    for kind in KINDS:
        if kind.name not in NOT_FOR_RECIPIENTS:
            for _, record in found.tables.of(kind):
                yield from inner(record)


# Whole and sourced


@EACH
def test_the_shipped_data_loads_without_a_fault(name):
    tables, found, _ = examine(FOLDERS[name], READ_ON)
    assert found == []
    assert faults(tables, READ_ON) == []


@EACH
def test_every_source_is_cited_and_every_citation_resolves(name):
    found = data(name)
    known = {source.id for source in found.tables.sources}
    cited = set()
    for record in records(found):
        for field in ("source", "limits_source"):
            if getattr(record, field, None) is not None:
                cited.add(getattr(record, field))
        cited |= set(getattr(record, "sources", ()))
    assert cited <= known
    assert known - cited <= {"ecb_reference_rates"}
    assert "unused_source" not in {notice.code for notice in notices(found.tables, READ_ON)}


def test_no_record_of_the_evidence_cites_the_invented_source():
    assert INVENTED not in data().sources
    assert all(getattr(record, "source", None) != INVENTED for record in records(data()))
    assert not data().invented


def test_the_teaching_set_cites_nothing_else():
    assert list(data("teaching").sources) == [INVENTED]
    cited = {getattr(record, "source", INVENTED) for record in records(data("teaching"))}
    assert cited == {INVENTED}
    source = data("teaching").sources[INVENTED]
    assert "invented for teaching" in source.title.lower()
    assert source.url is None


def test_no_provider_or_counter_stands_in_both_sets():
    assert not set(data().providers) & set(data("teaching").providers)
    assert not {p.id for p in data().tables.payouts} & {p.id for p in data("teaching").tables.payouts}


def test_every_source_says_who_and_where_and_when_it_was_read():
    for source in data().tables.sources:
        # The address of some was never seen, and one leads readers astray; their titles say so.
        known = source.address or source.copy_by
        assert known or re.search("address is not known|not linked here", source.title)
        assert source.publisher
        assert source.retrieved in COLLECTED
        assert source.published is None or source.published <= READ_ON


def test_a_source_is_named_by_its_publisher_and_never_by_who_keeps_a_copy():
    for source in data().tables.sources:
        assert source.copy_by or source.copy_url is None
        assert not re.search(
            "cop(y|ies) (kept|on)|by hand|github", f"{source.publisher} {source.title}", re.I
        )
    findex = data().sources["findex_2025"]
    assert f"{findex.publisher}, {findex.title}" == "World Bank, Global Findex 2025"
    assert findex.copy_by == "cayolyn/data-science-coursework"
    assert findex.address == findex.copy_url


def test_a_title_that_is_told_in_one_language_is_told_in_all_and_in_its_letters():
    told = [source for source in data().tables.sources if source.title_az or source.title_ru]
    assert len(told) > 100
    for source in told:
        assert source.title_az
        assert source.title_ru
        assert not re.search("[а-яё]", source.title_az, re.I), source.id
        assert re.search("[а-яё]", source.title_ru, re.I), source.id
        assert not re.search("[əğışƏĞİŞ]", source.title_ru), source.id
    # A recipient meets the sources of the rules at every answer.
    assert {rule.source for rule in data().tables.rules if rule.topic != "policy"} <= {s.id for s in told}


NO_PROPER_NAME = re.compile(
    "quoting|program of|programs of|Ministry|National Bank|Central Bank|Authority|Board|Agency|Service|"
    "Organization|Nations|Not known|blog"
)


def test_a_publisher_whose_name_is_made_of_words_is_named_in_the_readers_language():
    for source in data().tables.sources:
        if NO_PROPER_NAME.search(source.publisher):
            assert source.publisher_az and source.publisher_ru, source.publisher
    for source in data("teaching").sources.values():
        assert source.title_az and source.title_ru


def links() -> list[str]:
    tables = data().tables
    found = [url for source in tables.sources for url in (source.url, source.copy_url) if url]
    found += [p.website for p in tables.providers if p.website]
    return found + [rule.url for rule in tables.rules if rule.url]


def test_no_link_tracks_the_reader():
    assert len(links()) > 100
    marks = re.compile(
        r"utm_|gclid|fbclid|yclid|^ref$|aff|partner|click|promo|origin|campaign|igshid|mc_", re.I
    )
    for link in links():
        parts = urlsplit(link)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert parts.username is None
        for name, _ in parse_qsl(parts.query, keep_blank_values=True):
            assert not marks.search(name), link
        assert not parts.fragment.startswith("utm"), link


def test_every_figure_of_the_evidence_has_a_source_and_what_is_dated_is_not_of_tomorrow():
    for record in records(data()):
        if isinstance(record, (Tariff, Standing, ElsewhereFigure)):
            assert record.source
        for field in ("day", "since", "verified", "observed"):
            value = getattr(record, field, None)
            assert value is None or value <= READ_ON


def test_no_price_of_the_evidence_claims_to_have_been_seen_lately():
    for record in records(data()):
        if isinstance(record, Tariff):
            assert record.evidence is Evidence.PUBLISHED
            assert record.verified is None or (READ_ON - record.verified).days > AGEING_DAYS


# Corridors

INTO = {"RU": "RUB", "TR": "TRY", "DE": "EUR", "US": "USD", "GB": "GBP", "GE": "GEL", "KZ": "KZT"}
INTO |= {"AE": "AED", "UA": "UAH", "IT": "EUR", "IL": "ILS"}


def test_money_comes_in_from_every_country_of_the_list_in_its_own_currency():
    for country, currency in INTO.items():
        corridor = data().corridor(country, "AZ")
        assert (corridor.sends, corridor.receives) == (currency, "AZN")
    euro = {c.sending for c in data().tables.corridors if c.receiving == "AZ" and c.sends == "EUR"}
    assert euro > {"DE", "IT"}


def test_money_goes_out_to_every_country_of_the_list_and_abroad_in_general():
    out = {c.receiving: (c.sends, c.receives) for c in data().tables.corridors if c.sending == "AZ"}
    assert out.pop("AZ") == ("AZN", "AZN")
    assert out == {
        "RU": ("AZN", "RUB"),
        "TR": ("AZN", "TRY"),
        "GE": ("AZN", "GEL"),
        "US": ("AZN", "USD"),
        "any": ("AZN", None),
    }


def test_the_five_usual_countries_stand_first_and_russia_before_all():
    usual = sorted((c.usual, c.sending) for c in data().tables.corridors if c.usual is not None)
    assert [place for place, _ in usual] == [1, 2, 3, 4, 5]
    assert usual[0][1] == "RU"
    assert {country for _, country in usual} == {"RU", "TR", "US", "GE", "GB"}


@EACH
def test_every_corridor_has_a_road_and_every_country_a_name(name):
    for corridor in data(name).tables.corridors:
        assert data(name).routes(corridor)
        for language in LANGUAGES:
            for country in (corridor.sending, corridor.receiving):
                assert words(language).country(country) != country


# Providers

PROVIDERS = {
    "azerpost": (Channel.POST_OFFICE, "Azərpoçt"),
    "abb": (Channel.BANK, "ABB"),
    "kapital_bank": (Channel.BANK, "Kapital Bank"),
    "bank_respublika": (Channel.BANK, "Bank Respublika"),
    "rabitabank": (Channel.BANK, "Rabitabank"),
    "azer_turk_bank": (Channel.BANK, "Azər Türk Bank"),
    "yapi_kredi_azerbaijan": (Channel.BANK, "Yapı Kredi Azərbaycan"),
    "bank_btb": (Channel.BANK, "Bank BTB"),
    "turanbank": (Channel.BANK, "TuranBank"),
    "unibank": (Channel.BANK, "Unibank"),
    "pasha_bank": (Channel.BANK, "PAŞA Bank"),
    "leobank": (Channel.DIGITAL, "Leobank"),
    "premium_bank": (Channel.BANK, "Premium Bank"),
    "m10": (Channel.DIGITAL, "m10"),
    "zolotaya_korona": (Channel.TRANSFER_SYSTEM, "Zolotaya Korona"),
    "koronapay_europe": (Channel.DIGITAL, "KoronaPay Europe"),
    "contact": (Channel.TRANSFER_SYSTEM, "Contact"),
    "unistream": (Channel.TRANSFER_SYSTEM, "Unistream"),
    "western_union": (Channel.TRANSFER_SYSTEM, "Western Union"),
    "moneygram": (Channel.TRANSFER_SYSTEM, "MoneyGram"),
    "ria": (Channel.TRANSFER_SYSTEM, "Ria"),
    "paysend": (Channel.DIGITAL, "Paysend"),
    "transfergo": (Channel.DIGITAL, "TransferGo"),
    "remitly": (Channel.DIGITAL, "Remitly"),
    "wise": (Channel.DIGITAL, "Wise"),
    "xoom": (Channel.DIGITAL, "Xoom"),
    "al_ansari": (Channel.TRANSFER_SYSTEM, "Al Ansari"),
    "xezri": (Channel.TRANSFER_SYSTEM, "Xəzri"),
}


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_provider_of_the_list_is_there_under_its_id_and_azerbaijani_name(name):
    channel, shown = PROVIDERS[name]
    found = provider(name)
    assert (FOLDERS["real"] / "providers" / f"{name}.toml").is_file()
    assert found.channel is channel
    assert found.name.text_in("az").startswith(shown)


def test_names_of_local_businesses_differ_by_language_where_they_do():
    assert provider("azerpost").name == LocalText(en="Azerpost", az="Azərpoçt", ru="Азерпочт")
    for name in ("kapital_bank", "zolotaya_korona", "unistream", "xezri", "pasha_bank", "unibank"):
        assert re.search("[а-яё]", provider(name).name.text_in("ru"))


def test_the_post_and_most_providers_link_to_their_official_page():
    with_site = [p for p in data().tables.providers if p.website]
    assert len(with_site) >= len(PROVIDERS) - 4
    assert all(urlsplit(p.website).scheme == "https" for p in with_site)


def test_no_licence_is_claimed_that_nobody_checked():
    for found in data().tables.providers:
        for check in found.licence:
            if found.id == "m10":
                assert (check.state, check.number) == (Licence.LICENSED, "EPT-004")
                assert check.day == date(2024, 6, 27)
            else:
                assert check.state is Licence.NOT_CHECKED


# Whether they work


def now(found: Provider | Service | Payout) -> tuple[Status, date | None, str | None]:
    last = standing_on(found.status, READ_ON)
    return last.state, last.day, last.source


def test_contact_stopped_on_the_day_its_bank_lost_the_licence():
    assert now(provider("contact")) == (Status.STOPPED, date(2024, 2, 21), "tass_contact_2024")
    assert now(service("azerpost.contact"))[:2] == (Status.STOPPED, date(2024, 2, 21))
    counter = next(p for p in data().tables.payouts if (p.system, p.partner) == ("contact", "azerpost"))
    assert now(counter)[:2] == (Status.STOPPED, date(2024, 2, 21))


def test_western_union_from_russia_stopped_in_march_2022():
    from_russia = [s for s in provider("western_union").services if "RU-AZ" in s.corridors]
    assert from_russia
    for found in from_russia:
        state, day, _ = now(found)
        assert state is Status.STOPPED
        assert (day.year, day.month) == (2022, 3)


@pytest.mark.parametrize("name", ["moneygram", "ria", "unistream"])
def test_a_system_that_the_regulator_named_in_2021_is_suspended(name):
    assert now(provider(name)) == (Status.SUSPENDED, date(2021, 4, 7), "news_az_banned_2021")
    for own in provider(name).services:
        into_azerbaijan = any("AZ" in key.split("-") for key in own.corridors)
        assert bool(own.status) is not into_azerbaijan
    for corridor in data().tables.corridors:
        for route in data().routes(corridor):
            if route.provider.id == name:
                stopped = status_of(route, READ_ON).state is Status.SUSPENDED
                assert stopped is ("AZ" in (corridor.sending, corridor.receiving)), corridor.key


def test_where_two_sources_disagree_the_note_says_both():
    last = provider("moneygram").status[-1]
    assert "2008" in last.note.en
    assert "2021" in last.note.en
    assert "2025" in provider("ria").status[-1].note.en


def test_zolotaya_korona_and_paysend_from_russia_are_not_confirmed():
    assert now(provider("zolotaya_korona"))[0] is Status.NOT_CONFIRMED
    assert now(service("paysend.transfer"))[0] is Status.NOT_CONFIRMED
    assert {s.day for s in provider("zolotaya_korona").status} == {date(2024, 8, 27), date(2024, 9, 9)}


def test_cards_from_russia_do_not_reach_azerbaijan():
    assert now(service("leobank.card_from_russia"))[:2] == (Status.STOPPED, date(2022, 10, 18))
    assert now(service("kapital_bank.card_from_russia"))[:2] == (Status.STOPPED, date(2024, 1, 27))


def test_nothing_in_the_evidence_is_said_to_work_that_nobody_saw_working():
    for record in records(data()):
        if isinstance(record, Standing):
            assert record.state is not Status.OPERATING


def test_every_service_and_counter_has_a_status_with_day_and_source():
    for found in data().tables.providers:
        for own in found.services:
            assert own.status or found.status
    stated = {p.id for p in data().tables.providers if p.status}
    assert all(counter.status or counter.system in stated for counter in data().tables.payouts)


# Tariffs

TARIFFS = [
    # provider, currency, corridor, charges
    ("azerpost", "USD", "AZ-any", [{"percent": "0.3", "at_least": "20", "at_most": "300"}]),
    ("azerpost", "EUR", "AZ-any", [{"percent": "0.3", "at_least": "20", "at_most": "300"}]),
    ("azerpost", "RUB", "AZ-any", [{"percent": "0.3", "at_least": "500", "at_most": "25000"}]),
    ("azerpost", "GBP", "AZ-any", [{"percent": "0.3", "at_least": "25", "at_most": "300"}]),
    ("azerpost", "USD", "AZ-any", [{"percent": "1", "percent_most": "2"}]),
    ("azerpost", "EUR", "AZ-any", [{"percent": "1", "percent_most": "2"}]),
    ("azerpost", "RUB", "AZ-any", [{"percent": "1", "percent_most": "2"}]),
    ("azerpost", "AZN", "AZ-any", [{"percent": "1", "percent_most": "2"}]),
    ("azerpost", "AZN", "AZ-AZ", [{"percent": "0.2", "at_least": "1", "at_most": "200"}]),
    ("azerpost", "AZN", "AZ-AZ", [{"percent": "0.1", "at_least": "1"}]),
    ("abb", "AZN", "AZ-AZ", [{"percent": "0.1", "at_least": "1", "at_most": "50"}]),
    ("abb", "AZN", "AZ-AZ", [{"percent": "0.15", "at_least": "3", "at_most": "100"}]),
    ("abb", "USD", "AZ-AZ", [{"percent": "0.1", "at_least": "1", "at_most": "50"}]),
    ("turanbank", "AZN", "AZ-AZ", [{"percent": "0.1", "at_least": "0.8", "at_most": "100"}]),
    ("bank_btb", "USD", "AZ-any", [{"percent": "0.3", "at_least": "25", "at_most": "300"}]),
    ("bank_btb", "EUR", "AZ-any", [{"percent": "0.3", "at_least": "25", "at_most": "300"}]),
    ("bank_btb", "GBP", "AZ-any", [{"percent": "0.3", "at_least": "25", "at_most": "300"}]),
    ("bank_btb", "RUB", "AZ-any", [{"percent": "0.15", "at_least": "1000", "at_most": "10000"}]),
    ("yapi_kredi_azerbaijan", "USD", "AZ-any", [{"percent": "0.3", "at_least": "25"}]),
    (
        "yapi_kredi_azerbaijan",
        "USD",
        "AZ-any",
        [
            {"flat": "30", "up_to": "10000"},
            {"flat": "30", "percent": "0.3", "above": "10000", "over": "10000"},
        ],
    ),
    *(
        (
            "azer_turk_bank",
            currency,
            "AZ-any",
            [
                {"flat": "60", "up_to": "300"},
                {"percent": "0.3", "at_least": "40", "at_most": "500", "above": "300"},
            ],
        )
        for currency in ("USD", "EUR", "GBP")
    ),
    ("azerpost", "AZN", "AZ-AZ", [{"percent": "0.5", "at_least": "0.5"}]),
    ("azerpost", "AZN", "AZ-AZ", [{"percent": "1", "at_least": "1"}]),
    ("azerpost", "AZN", "AZ-AZ", [{"percent": "1.2", "at_least": "1"}]),
    ("azerpost", "AZN", "AZ-AZ", [{"percent": "1"}]),
    ("turanbank", "USD", "AZ-any", [{"percent": "0.3", "at_least": "20", "at_most": "300"}]),
    ("bank_of_georgia", "USD", "GE-AZ", [{"percent": "0.2", "at_least": "10", "at_most": "500"}]),
    *(
        (bank, currency, "GE-AZ", [{"percent": "0.2", "at_least": "15", "at_most": "500"}])
        for bank in ("tbc_bank", "basisbank")
        for currency in ("USD", "EUR")
    ),
    *(
        (
            "basisbank",
            currency,
            "GE-AZ",
            [{"percent": "0.2", "at_least": "15", "at_most": "500"}, {"flat": "20"}],
        )
        for currency in ("USD", "EUR")
    ),
    ("ifspay", "USD", "GE-AZ", [{"percent": "0.3", "at_least": "25"}]),
    ("ifspay", "EUR", "GE-AZ", [{"percent": "0.3", "at_least": "25"}]),
    ("ifspay", "RUB", "GE-AZ", [{"percent": "0.3", "at_least": "2000"}]),
    ("ifspay", "GBP", "GE-AZ", [{"percent": "0.3", "at_least": "20"}]),
    ("wise", "USD", "US-AZ", [{"flat": "2.90", "flat_most": "14"}]),
]


def charges(tariff: Tariff) -> list[dict[str, Any]]:
    """A tariff's charges as they were written, figures as numbers."""
    return [
        {k: v for k, v in charge.model_dump(exclude_defaults=True).items() if k != "payer"}
        for charge in tariff.charges or ()
    ]


@pytest.mark.parametrize(("name", "currency", "corridor", "expected"), TARIFFS)
def test_a_tariff_is_as_the_evidence_gives_it(name, currency, corridor, expected):
    wanted = [{key: Decimal(figure) for key, figure in charge.items()} for charge in expected]
    found = [
        tariff
        for own in provider(name).services
        if corridor in own.corridors
        for tariff in own.tariffs
        if tariff.currency == currency and charges(tariff) == wanted
    ]
    assert len(found) == 1
    assert found[0].charges[0].payer is Payer.SENDER
    assert found[0].margin is None
    assert found[0].since == (date(2022, 8, 1) if name == "azer_turk_bank" else None)


def test_no_other_tariff_is_in_the_evidence():
    count = sum(len(s.tariffs) for p in data().tables.providers for s in p.services)
    assert count == len(TARIFFS)


RECEIPT = [
    # paying partner, form, currency, charge
    ("azerpost", "account", "AZN", {"percent": "0.5"}),
    ("azerpost", "account", "USD", {"percent": "0.9"}),
    ("azerpost", "account", "EUR", {"percent": "0.9"}),
    ("yapi_kredi_azerbaijan", "account", "AZN", {"percent": "0.8"}),
    ("yapi_kredi_azerbaijan", "account", "USD", {"percent": "1"}),
    ("bank_btb", "account", "AZN", {"percent": "1"}),
    ("bank_btb", "card", "AZN", {"percent": "1", "at_least": "0.2"}),
    ("turanbank", "account", "AZN", {"percent": "0.8"}),
    ("turanbank", "account", "USD", {"percent": "0.8", "at_least": "5"}),
    ("azer_turk_bank", "card", "AZN", {"percent": "0.15", "at_least": "0.6"}),
    ("azer_turk_bank", "card", "AZN", {"percent": "1", "at_least": "0.8"}),
    ("unibank", "cash", "AZN", {"percent": "1", "at_least": "1"}),
    ("unibank", "cash", "GBP", {"percent": "1", "at_least": "1"}),
    ("pasha_bank", "card", "AZN", {"percent": "1", "at_least": "1"}),
]


@pytest.mark.parametrize(("partner", "form", "currency", "expected"), RECEIPT)
def test_a_charge_on_receipt_is_as_the_evidence_gives_it(partner, form, currency, expected):
    wanted = [{key: Decimal(figure) for key, figure in expected.items()}]
    found = [
        tariff
        for counter in data().tables.payouts
        if (counter.partner, counter.form) == (partner, form)
        for tariff in counter.tariffs
        if tariff.currency == currency and charges(tariff) == wanted
    ]
    assert len(found) == 1
    assert all(charge.payer is Payer.RECIPIENT for charge in found[0].charges)


def test_what_a_terminal_takes_is_kept_beside_the_tariffs():
    kept = {
        name: " ".join(r.value for r in provider(name).references) for name in ("bank_btb", "premium_bank")
    }
    assert "1.20" in kept["bank_btb"]
    assert "1 %" in kept["premium_bank"]


def test_a_price_for_another_country_is_a_reference_and_no_tariff():
    for name in ("koronapay_europe", "paysend", "zolotaya_korona", "vtb", "avosend", "yubor", "belpochta"):
        assert provider(name).references
        assert not any(own.tariffs for own in provider(name).services)


# Limits, documents, speed

LIMITS = {
    ("western_union", "kapital_bank"): {"USD": 7_400},
    ("zolotaya_korona", "kapital_bank"): {"USD": 10_000, "EUR": 10_000},
    ("xezri", "kapital_bank"): {"AZN": 50_000, "USD": 20_000},
    ("contact", "azerpost"): {"USD": 20_000, "EUR": 20_000, "RUB": 600_000},
}


@pytest.mark.parametrize(("system", "partner"), LIMITS)
def test_a_counter_has_its_limits_documents_and_speed(system, partner):
    found = next(p for p in data().tables.payouts if (p.system, p.partner) == (system, partner))
    assert {limit.currency: limit.amount for limit in found.limits} == LIMITS[system, partner]
    assert {"control_number", "amount", "sender_name", "sending_country"} <= set(found.know)
    if partner == "kapital_bank":
        assert (found.speed.least, found.speed.most) == (5, 10)
        assert {"id_card", "passport", "residence_permit", "stateless_document", "military_document"} == set(
            found.documents
        )
        assert "currency" in found.know
    else:
        assert (found.speed.least, found.speed.most) == (1, 10)


def test_a_card_abroad_has_its_limit():
    limit = service("leobank.card_abroad").limits[0]
    assert (limit.amount, limit.currency) == (500, "USD")


def test_the_regions_of_a_real_counter_are_not_known():
    assert all(counter.regions == () for counter in data().tables.payouts)


@EACH
def test_there_are_14_economic_regions_with_names_in_three_languages(name):
    regions = data(name).regions
    assert len(regions) == 14
    assert {"baku", "lankaran_astara", "nakhchivan", "sheki_zagatala"} <= set(regions)
    assert regions["lankaran_astara"].name == LocalText(
        en="Lankaran-Astara", az="Lənkəran-Astara", ru="Лянкяран-Астара"
    )
    for region in regions.values():
        assert len({region.name.text_in(language) for language in LANGUAGES}) >= 2


@EACH
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_document_and_everything_to_know_has_a_word(name, language):
    documents = {d for counter in data(name).tables.payouts for d in counter.documents}
    know = {k for counter in data(name).tables.payouts for k in counter.know}
    assert documents
    assert know
    assert all(words(language).has(f"document.{code}") for code in documents)
    assert all(words(language).has(f"know.{code}") for code in know)


# Observations, rates, boards

SURVEYED = {
    ("zolotaya_korona", 200): ("2.00", "0.00", 2_880, 4_320),
    ("zolotaya_korona", 500): ("5.00", "0.00", 2_880, 4_320),
    ("contact", 200): ("2.00", "0.00", 4_320, 8_640),
    ("contact", 500): ("5.00", "0.00", 4_320, 8_640),
    ("paysend", 200): ("0.80", "1.59", 0, 1_440),
    ("paysend", 500): ("0.80", "1.59", 0, 1_440),
    ("western_union", 200): ("2.00", "2.07", 1_440, 2_880),
    ("western_union", 500): ("5.00", "2.07", 1_440, 2_880),
}


def test_the_survey_of_russia_to_azerbaijan_has_its_four_services_at_two_amounts():
    into = [seen for _, seen in data().tables.observations if seen.corridor == "RU-AZ"]
    found = {(seen.provider, int(seen.amount)): seen for seen in into}
    assert len(into) == len(found) == 8
    for key, (fee, margin, least, most) in SURVEYED.items():
        seen = found[key]
        assert (seen.fee, seen.margin_percent) == (Decimal(fee), Decimal(margin))
        assert (seen.minutes_least, seen.minutes_most) == (least, most)
        assert (seen.corridor, seen.currency, seen.period) == ("RU-AZ", "USD", "2021-Q4")
        assert (seen.evidence, seen.source) == (Evidence.SURVEYED, "rpw_workbook")
        assert seen.pays is None
        assert seen.last_day == date(2021, 12, 31)


@pytest.mark.parametrize(("amount", "mean"), [(200, "1.765"), (500, "1.705")])
def test_the_survey_comes_to_the_published_means(amount, mean):
    seen = [o for _, o in data().tables.observations if o.corridor == "RU-AZ" and o.amount == amount]
    costs = [o.fee / o.amount * 100 + o.margin_percent for o in seen]
    assert abs(sum(costs) / len(costs) - Decimal(mean)) <= Decimal("0.005")


RATES = {
    "USD": "1.7000",
    "EUR": "1.9765",
    "GBP": "2.3004",
    "RUB": "0.019579",
    "GEL": "0.6459",
    "KZT": "0.003724",
    "AED": "0.4628",
    "PLN": "0.4576",
    "ILS": "0.5656",
    "CNY": "0.2531",
    "CAD": "1.2326",
    "BYN": "0.5701",
}


def test_the_central_banks_sheet_of_4_september_2026_is_whole():
    sheet = {r.currency: r for r in data().tables.rates if r.day == date(2026, 9, 4)}
    assert {currency: rate.per_unit for currency, rate in sheet.items()} == {
        currency: Decimal(value) for currency, value in RATES.items()
    }
    assert {rate.source for rate in sheet.values()} == {"cbar_rates_2026_09_04"}
    assert (sheet["RUB"].nominal, sheet["KZT"].nominal, sheet["USD"].nominal) == (100, 100, 1)


def test_the_lira_has_its_older_rate_and_no_other_rate_is_there():
    rest = [r for r in data().tables.rates if r.day != date(2026, 9, 4)]
    assert [(r.currency, r.day, r.per_unit) for r in rest] == [("TRY", date(2025, 5, 16), Decimal("0.0438"))]


def test_there_are_two_boards_in_manat_of_13_november_2026():
    found = [b for b in data().tables.boards if b.priced_in == "AZN"]
    day = date(2026, 11, 13)
    assert [(b.provider, b.day, b.kind, b.currency, b.buy, b.sell) for b in found] == [
        ("abb", day, "cash", "USD", Decimal("1.697"), Decimal("1.702")),
        ("kapital_bank", day, "cash", "USD", Decimal("1.695"), Decimal("1.702")),
    ]


ABROAD = {
    # bank: its money, what it gives for a dollar, what it takes, its central bank, percent above that
    "ziraat_bankasi": ("TRY", "49.8369", "50.8919", "50.283", "1.21"),
    "isbank": ("TRY", "49.6338", "50.8412", "50.2595", "1.16"),
    "akbank": ("TRY", "48.993", "51.493", "50.283", "2.41"),
    "halyk_bank": ("KZT", "441.85", "448.85", "443.62", "1.18"),
    "bank_of_georgia": ("GEL", "2.562", "2.626", "2.5935", "1.25"),
}


@pytest.mark.parametrize("name", ABROAD)
def test_a_bank_abroad_has_its_board_of_13_november_2026_beside_its_central_banks_rate(name):
    money, *figures, above = ABROAD[name]
    (board,) = (b for b in data().tables.boards if b.provider == name)
    assert (board.day, board.currency, board.priced_in) == (date(2026, 11, 13), "USD", money)
    assert [board.buy, board.sell, board.official] == [Decimal(figure) for figure in figures]
    assert round((board.sell / board.official - 1) * 100, 2) == Decimal(above)
    corridor = data().corridor(provider(name).country, "AZ")
    assert corridor.sends == money


def test_monobank_names_the_manat_in_hryvnia_on_five_days():
    found = sorted(
        (b.day, b.sell) for b in data().tables.boards if (b.provider, b.currency) == ("monobank", "AZN")
    )
    assert found == [
        (date(2022, 8, 2), Decimal("22.293")),
        (date(2022, 10, 20), Decimal("22.1187")),
        (date(2023, 4, 24), Decimal("22.0323")),
        (date(2023, 4, 30), Decimal("22.024")),
        (date(2025, 11, 28), Decimal("25.0871")),
    ]
    asked = {"provider": "monobank", "kind": BoardKind.CARD, "currency": "AZN"}
    last = board_on(data().tables.boards, READ_ON, **asked, priced_in="UAH")
    assert (last.buy, last.sell, last.official) == (Decimal("25.0871"), Decimal("25.0871"), None)
    assert board_on(data().tables.boards, READ_ON, **asked) is None


# Coverage without a price

COVERAGE = {
    # provider: currencies, sending countries that its list has, and that it has not
    "wise": ({"AZN"}, "DE IT FR GB US AE TR IL UA", "RU KZ GE"),
    "koronapay_europe": ({"AZN", "USD", "EUR"}, "DE IT FR GB NL AT", "TR US GE KZ RU UA"),
    "transfergo": ({"AZN", "EUR", "USD"}, "DE IT FR GB TR", "RU US"),
    "paysend": ({"AZN"}, "US GB DE IT FR IL KZ", "TR UA GE AE"),
    "remitly": ({"AZN"}, "US GB DE IT FR AE", "TR RU UA GE KZ"),
    "ria": ({"AZN"}, "US GB DE IT FR UA", "TR RU AE KZ GE"),
    "xoom": ({"AZN"}, "US GB", "RU TR"),
    "al_ansari": ({"USD"}, "AE", "RU TR DE"),
}


@pytest.mark.parametrize("name", COVERAGE)
def test_a_list_that_names_azerbaijan_is_carried_without_a_price(name):
    currencies, listed, missing = COVERAGE[name]
    covered = [
        s for s in provider(name).services if any(c.source == "remit_scout_catalogues" for c in s.coverage)
    ]
    assert covered
    countries = {key.split("-")[0] for s in covered for key in s.corridors}
    assert set(listed.split()) <= countries
    assert not set(missing.split()) & countries
    assert {c for s in covered for cover in s.coverage for c in cover.currencies} == currencies
    assert not any(s.tariffs for s in covered)


@pytest.mark.parametrize(
    ("name", "corridor"),
    [
        ("western_union.cash_kapital_bank", "US-AZ"),
        ("zolotaya_korona.cash_kapital_bank", "RU-AZ"),
        ("xezri.transfer", "AZ-AZ"),
        ("kapital_bank.abroad", "AZ-any"),
        ("leobank.card_from_germany", "DE-AZ"),
        ("leobank.card_abroad", "AZ-any"),
    ],
)
def test_what_a_bank_says_that_it_serves_is_carried_without_a_price(name, corridor):
    found = service(name)
    assert corridor in found.corridors
    assert found.coverage
    assert not found.tariffs


@pytest.mark.parametrize("name", ["sberbank", "t_bank", "rosselkhozbank"])
def test_a_country_that_a_list_does_not_name_is_told_as_an_absence_and_not_as_a_road(name):
    assert provider(name).services == ()
    assert "not" in provider(name).note.en
    lists = [r for r in provider(name).references if "absent from this list" in r.what.en]
    assert all("AZ" not in r.value for r in lists)
    assert lists or name == "rosselkhozbank"


def test_of_two_limits_of_western_union_from_kazakhstan_the_lower_one_is_there_too():
    app = service("halyk_bank_western_union.app_to_cash")
    counter = next(p for p in data().tables.payouts if p.id == app.payouts[0])
    assert (app.limits[0].amount, counter.limits[0].amount) == (7_499, 7_400)
    assert {app.limits[0].currency, counter.limits[0].currency} == {"USD"}
    # Halyk's own charge is not the whole: the price stays unknown.
    assert app.coverage
    assert not app.tariffs


def test_what_wise_takes_for_dollars_by_swift_was_seen_in_june_2023():
    (tariff,) = service("wise.swift").tariffs
    assert tariff.verified == date(2023, 6, 25)
    assert not {"RU-AZ", "TR-AZ", "GE-AZ", "KZ-AZ", "UA-AZ"} & set(service("wise.swift").corridors)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("contact_at_the_post", "2023"),
        ("russian_limits", "8 December 2025"),
        ("banks_of_russia_reach_here", "VTB"),
        ("turkish_dollar_rate", "50.2595"),
        ("western_union_limit", "7,499"),
        ("turanbank_minimum", "15"),
    ],
)
def test_where_the_second_search_found_two_answers_both_stand(name, word):
    (conflict,) = (c for c in data().tables.conflicts if c.id == name)
    assert any(word in side.says.en for side in conflict.sides)
    assert len({side.source for side in conflict.sides}) == len(conflict.sides)


def test_the_flows_of_the_first_quarter_of_2022_are_as_the_press_gives_them():
    found = {s.measure: s.value for s in data().tables.statistics if s.period == "2022-Q1"}
    assert found == {
        "inflow_central_bank": 240,
        "outflow_central_bank": Decimal("151.6"),
        "secondary_income_received": Decimal("272.2"),
        "secondary_income_paid": Decimal("177.2"),
    }


@pytest.mark.parametrize("name", ["bank_respublika", "rabitabank"])
def test_a_bank_whose_tariff_was_not_found_says_so(name):
    assert provider(name).services == ()
    assert provider(name).note is not None


# Outside the formal system, and the rules


def test_both_kinds_of_roads_outside_are_there_without_any_price_speed_or_name_of_a_carrier():
    roads = data().tables.roads
    assert {road.kind for road in roads} == set(InformalKind)
    keys = {c.key: c for c in data().tables.corridors}
    inbound = {key for key, c in keys.items() if c.receiving == "AZ" and c.sending != "AZ"}
    outbound = {k for k, c in keys.items() if c.sending == "AZ" != c.receiving and c.receives is not None}
    wanted = {"carried_cash": inbound, "carried_cash_abroad": outbound, "unlicensed_service": inbound}
    assert {road.id for road in roads} == set(wanted)
    for road in roads:
        unknown = (road.charges, road.margin, road.minutes_least, road.minutes_most)
        assert set(unknown) == {None}
        assert set(road.corridors) == wanted[road.id]


def test_what_was_found_elsewhere_has_place_year_and_confidence():
    references = data().tables.references
    assert len(references) > 20
    assert {reference.topic for reference in references} == {"cost", "speed", "share", "reason", "loss"}
    for reference in references:
        assert reference.year
        assert reference.place.en
    values = " ".join(reference.value.en for reference in references)
    for figure in ("4.6 %", "40 %", "2 days", "one third", "48 hours", "900 million"):
        assert figure in values


def test_the_law_is_one_neutral_sentence_with_a_source():
    law = [rule for rule in data().tables.rules if rule.topic == "law"]
    assert len(law) == 1
    for language in LANGUAGES:
        sentence = law[0].text.text_in(language)
        assert sentence.count(".") == 1
        assert "482-1" in sentence
        assert "206-1" in sentence


def test_no_text_says_that_somebody_will_be_fined_or_is_safe():
    for rule in data().tables.rules:
        text = rule.text.en.lower()
        assert "you will be fined" not in text
        assert "you are safe" not in text


@pytest.mark.parametrize(
    ("topic", "figures"),
    [
        ("border", ["10,000", "48 hours", "50,000"]),
        ("sending", ["20,000 US dollars", "a month", "8 December 2025", "20,000 manat", "nine countries"]),
        ("receiving", ["without an account", "28", "300 manat", "40,000 manat", "1 April", "Mir"]),
        ("help", ["966", "2020", "licence"]),
        ("law_more", ["482-1", "206-1", "five years", "50,000 manat"]),
        ("safety", ["own name", "17,000 transfers", "similar address"]),
        ("policy", ["1 May 2026", "could not be read", "the post may take part", "display rates"]),
    ],
)
def test_the_rules_that_touch_a_family_have_their_figures(topic, figures):
    text = " ".join(rule.text.en for rule in data().tables.rules if rule.topic == topic)
    for figure in figures:
        assert figure in text


def test_a_complaint_and_the_register_are_one_link_away():
    urls = {rule.url for rule in data().tables.rules if rule.topic == "help"}
    assert any(url and "e-cbar.az" in url for url in urls)
    assert any(url and "cbar.az/page-853" in url for url in urls)


# Words

Text = tuple[str, LocalText]


def texts(found: Dataset) -> Iterator[Text]:
    """Every text in three languages, with the field it stands in."""
    for record in records(found):
        for field in type(record).model_fields:
            value = getattr(record, field)
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, LocalText):
                    name = getattr(record, "id", getattr(record, "source", ""))
                    yield f"{type(record).__name__}.{field} {name}", text


def for_recipients(found: Dataset) -> Iterator[Text]:
    """The texts that stand on the recipient's page: not what was found elsewhere."""
    for where, text in texts(found):
        if not where.startswith(("Reference.", "OutsideReference.")):
            yield where, text


ENGLISH = re.compile(
    r"\b(the|and|of|is|are|was|were|not|from|with|for|this|that|which|its|who|whether|found|price|by|to|it"
    r"|lists|cash|only|their|any|about|days|day|fee)\b",
    re.I,
)


@EACH
def test_every_text_stands_in_three_languages_unless_it_is_a_name(name):
    for where, text in texts(data(name)):
        if where.startswith(("Provider.name", "Region.name")):
            continue
        assert text.az, where
        assert text.ru, where
        a_name_alone = len(text.en.split()) == 1
        if re.fullmatch(r"[0-9., ]+(manat)?", text.en):
            continue
        assert text.az != text.en or a_name_alone, where
        assert text.ru != text.en, where


@EACH
def test_no_english_is_left_in_the_azerbaijani_and_russian_texts(name):
    for where, text in texts(data(name)):
        for language in ("az", "ru"):
            shown = text.text_in(language)
            unquoted = re.sub("[“«][^”»]*[”»]", "", shown)
            assert shown == text.en or not ENGLISH.search(unquoted), (where, shown)


@EACH
def test_the_languages_keep_to_their_letters(name):
    for where, text in texts(data(name)):
        assert not re.search("[а-яёА-ЯЁ]", text.en), where
        assert not re.search("[а-яёА-ЯЁ]", text.az or ""), where
        if text.ru and text.ru != text.en:
            assert not re.search("[əğışƏĞİŞ]", text.ru), where
            for word in re.findall(r"(?<![\w«-])[a-z]{3,}", text.ru):
                assert word in text.en, (where, word)


@EACH
def test_no_word_mixes_latin_and_cyrillic_letters(name):
    for where, text in texts(data(name)):
        for language in LANGUAGES:
            for word in re.findall(r"\w+", text.text_in(language)):
                assert not (re.search("[a-zəğışçöü]", word, re.I) and re.search("[а-яё]", word, re.I)), (
                    where,
                    word,
                )


def test_an_azerbaijani_text_writes_a_number_as_the_page_does():
    """A story stands beside amounts that were computed: 17.500 in the one is 17.500 in the other."""
    written = set()
    for file in sorted(ROOT.glob("data/**/*.toml")):
        for text in re.findall(r'\baz *= *"((?:[^"\\]|\\.)*)"', file.read_text("utf-8")):
            for number in re.findall(r"\b[0-9]{1,3}(?:[ \xa0.][0-9]{3})+\b", text):
                assert number == words("az").number(int(re.sub("[^0-9]", "", number))), (file.name, number)
                written.add(file.parent.name)
    assert "stories" in written


FORBIDDEN = re.compile(
    r"\b(marja|tranzaksiya|benefisiar|konvertasiya|kanal)\w*|\b(havala|həvalə)\b|\b(AZN|RUB|USD|EUR)\b"
    r"|\b(марж[аиеу]\w*|транзакци\w+|бенефициар\w*|конвертаци\w+|канал\w*|хавал\w+)|[₼₽€]",
    re.I,
)


@EACH
def test_no_word_that_a_village_reader_does_not_know_stands_in_the_recipients_texts(name):
    for where, text in for_recipients(data(name)):
        for language in ("az", "ru"):
            shown = text.text_in(language)
            assert not FORBIDDEN.search(shown), (where, shown)
        assert not re.search(r"\b(AZN|RUB)\b|₼|\bhawala\b(?! H)", text.en, re.I), (where, text.en)


@EACH
def test_a_sentence_for_recipients_has_at_most_twelve_words(name):
    for where, text in for_recipients(data(name)):
        for sentence in re.split(r"(?<=[.!?:;])\s+", text.text_in("az")):
            count = sum(bool(re.search(r"\w", word)) for word in sentence.split())
            assert count <= 12, (where, sentence)


def test_no_text_locates_or_names_an_unlicensed_service():
    for road in data().tables.roads:
        for text in (road.name, road.note):
            shown = " ".join(text.text_in(language) for language in LANGUAGES)
            assert not re.search(r"https?:|@|\+\d|t\.me|whatsapp|telegram", shown, re.I)


# The teaching set


def taught() -> Dataset:
    return data("teaching")


def test_the_invented_market_has_every_name_of_the_list():
    names = {p.name.en for p in taught().tables.providers} | {road.name.en for road in taught().tables.roads}
    assert {"Bank A", "Bank B", "Post", "System C", "System D", "App E", "App F"} <= names
    assert {"Relative", "Driver", "Hawala H"} <= names


def test_the_invented_market_reaches_from_three_countries_out_and_inside():
    keys = {corridor.key for corridor in taught().tables.corridors}
    assert {"RU-AZ", "TR-AZ", "DE-AZ", "AZ-AZ"} <= keys
    assert any(key.startswith("AZ-") and key != "AZ-AZ" for key in keys)


def test_the_invented_market_is_complete_in_every_kind_of_price():
    tables = taught().tables
    tariffs = [t for p in tables.providers for s in p.services for t in s.tariffs]
    lines = [charge for t in tariffs for charge in t.charges or ()]
    assert any(charge.above for charge in lines), "bands"
    assert any(charge.at_least for charge in lines), "floors"
    assert any(charge.at_most for charge in lines), "ceilings"
    assert any(charge.over for charge in lines), "a part over an amount"
    assert any(charge.percent_most or charge.flat_most for charge in lines), "ranges of fees"
    assert any(charge.currency for charge in lines), "a fee in another currency"
    assert any(t.margin_most for t in tariffs), "ranges of rates"
    assert any(t.margin is not None and t.margin < 0 for t in tariffs), "a rate better than official"
    assert any(t.rate for t in tariffs), "a rate as a number"
    assert any(t.charges == () for t in tariffs), "free"
    assert any(t.margin is None and t.rate is None for t in tariffs), "a price known by half"
    assert any(t.promotion for t in tariffs), "promotions"
    assert any(t.superseded for t in tariffs), "a corrected slip"
    assert any(t.least or t.most for t in tariffs), "least amounts"
    assert any(s.limits for p in tables.providers for s in p.services), "limits of services"
    assert any(s.coverage for p in tables.providers for s in p.services), "listed without a price"
    assert any(counter.limits for counter in tables.payouts), "limits of counters"
    assert any(t.charges for counter in tables.payouts for t in counter.tariffs), "charges on receipt"
    assert any(counter.regions == ("all",) for counter in tables.payouts), "everywhere"
    assert any(len(counter.regions) > 1 for counter in tables.payouts), "some regions"
    assert any(not counter.regions for counter in tables.payouts), "regions not known"
    assert {o.evidence for _, o in tables.observations} == {Evidence.OBSERVED, Evidence.SURVEYED}
    assert {b.kind.value for b in tables.boards} == {"cash", "card"}
    assert any(road.charges for road in tables.roads), "a priced road outside"


def test_the_invented_market_has_one_stopped_and_one_suspended_service():
    states = [standing_on(p.status, READ_ON, invented=True).state for p in taught().tables.providers]
    assert states.count(Status.STOPPED) == 1
    assert states.count(Status.SUSPENDED) == 1
    assert states.count(Status.OPERATING) == len(states) - 2


def test_the_invented_market_has_all_four_kinds_of_channels():
    assert {p.channel for p in taught().tables.providers} == set(Channel)


def test_every_corridor_of_the_invented_market_has_all_four_channels_with_a_price():
    assert len(taught().tables.corridors) == 7
    for corridor in taught().tables.corridors:
        priced = [r for r in taught().routes(corridor) if r.service.tariffs or r.observations]
        works = [r for r in priced if status_of(r, READ_ON, invented=True).state is Status.OPERATING]
        assert {route.provider.channel for route in works} == set(Channel), corridor.key


def test_both_folders_explain_themselves():
    assert "without knowing Python" in (FOLDERS["real"] / "README.md").read_text()
    assert "invented" in (FOLDERS["teaching"] / "README.md").read_text()


def test_no_stray_file_lies_under_data():
    layout = re.compile(
        r"examples/([a-z_]+\.toml|README\.md)"
        r"|(conflicts|databases|definitions|frames|registers|targets|surveys|cards|quiz)\.toml|(stories|forms)/[a-z0-9_]+\.toml"
        r"|indicators/(corridor_quarters|global_quarters|findex|flows|access|population|migrants)\.csv"
        r"|(teaching/)?(README\.md|(sources|corridors|payouts|outside|rules|regions)\.toml|(rates|boards)\.csv"
        r"|providers/[a-z0-9_]+\.toml|(observations|answers)/[a-z0-9_]+\.csv)"
    )
    files = [
        path.relative_to(FOLDERS["real"]).as_posix() for path in FOLDERS["real"].rglob("*") if path.is_file()
    ]
    assert len(files) > 40
    assert [name for name in files if not layout.fullmatch(name)] == []
